"""Gershman, Monfils, Norman & Niv 2017: 85 runs of 43 designs by the authors' code, and their summary."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import numpy as np
import pytest

from homing.engine.published import latent_cause_rw
from homing.engine.published.latent_cause_rw import Params, Result
from homing.lab.designs import DESIGNS, Design
from tests.reference.folder import columns, files, like

RUNS = files("imm2017/design_*.csv")
NUMBERS = {design.number: design for design in DESIGNS.values() if design.model == "latent_cause_rw"}
TWICE = {"13": "2", "13 iti=3": "2", "13 iti=100": "3"}
"""Designs that the authors' code has twice; 42 repeats 41 as well."""


def number(name: str) -> str:
    """A design's number as the summary writes it, from the name of its file."""
    head, *rest = name.removeprefix("design_").split("_")
    words = [re.sub(r"([a-z]+)0*(\d+)", r"\1=\2", part) for part in rest]
    return " ".join([str(int(head)), *words])


def design_of(written: str) -> Design:
    """The design with this number, also where it has two."""
    plain = TWICE.get(written, written)
    return NUMBERS[re.sub("^42", "41", plain)]


def simulate(design: Design) -> Result:
    """The model with the design's settings."""
    params = Params(**design.params)
    return latent_cause_rw.run(design.cues, design.outcomes, design.times, params, amnesia=design.amnesia)


def test_all_runs_are_here() -> None:
    """There are 85 runs."""
    assert len(RUNS) == 85


@pytest.mark.parametrize("path", RUNS, ids=lambda path: str(path.stem))
def test_run_is_reproduced(path: Path) -> None:
    """Responses, posterior, weights and assignments equal the run to 1e-8 on the file's own rows."""
    table = columns(path)
    cues = like(table, "x")
    settings = design_of(number(path.stem)).params
    result = latent_cause_rw.run(cues, table["r"], table["time"], Params(**settings), amnesia=table["psi"])
    np.testing.assert_allclose(result.response, table["V"], rtol=0.0, atol=1e-8)
    np.testing.assert_allclose(result.responsibilities[:, :5], like(table, "post"), rtol=0.0, atol=1e-8)
    for cue in range(cues.shape[1]):
        weights = like(table, f"w_x{cue + 1}_c")
        np.testing.assert_allclose(result.weights[:, : weights.shape[1], cue], weights, rtol=0.0, atol=1e-8)
    np.testing.assert_array_equal(result.causes + 1, table["map_cause"])


@pytest.mark.parametrize("path", RUNS, ids=lambda path: str(path.stem))
def test_design_makes_the_rows_of_the_run(path: Path) -> None:
    """The design told as phases has exactly the file's cues, outcomes, times from the first, and amnesia."""
    table, design = columns(path), design_of(number(path.stem))
    np.testing.assert_array_equal(design.cues, like(table, "x"))
    np.testing.assert_array_equal(design.outcomes, table["r"])
    np.testing.assert_array_equal(design.times, table["time"] - table["time"][0])
    np.testing.assert_array_equal(design.amnesia, table["psi"])


def test_summary_is_reproduced() -> None:
    """Last responses, last posteriors and the number of causes used are those of the summary's rows."""
    (path,) = files("imm2017/summary_test_CR.csv")
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 105
    for row in rows:
        written = f"{row['design']} {row['args']}".strip()
        design = design_of(written)
        result = simulate(design)
        assert len(design.times) == int(row["n_trials"])
        assert result.response[-1] == pytest.approx(float(row["final_CR"]), abs=1e-8)
        assert len(set(result.causes.tolist())) == int(row["n_causes_used"])
        if not written.startswith("13 "):  # these hold the posterior on trial 5, in its first round
            posterior = [float(row[f"final_post_c{cause}"]) for cause in (1, 2, 3)]
            np.testing.assert_allclose(result.responsibilities[-1, :3], posterior, rtol=0.0, atol=1e-8)
