"""Gershman, Blei & Niv 2010: 104 runs of the toolbox by local MAP, and the means of its particle filter."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import numpy as np
import pytest

from homing.engine.published import latent_cause_2010
from homing.engine.published._protocol import Floats
from homing.engine.published.latent_cause_2010 import Params, Result
from homing.lab.designs import DESIGNS
from tests.reference.folder import columns, files, like

MAPS, CLOUDS, INPUTS = files("lcm2010/map_*.csv"), files("lcm2010/pf1000_*.csv"), files("lcm2010/X_*.csv")
NUMBERS = {design.number: design for design in DESIGNS.values() if design.model == "latent_cause_2010"}


def rows(path: Path) -> Floats:
    """A file of inputs: the outcome, then the cues."""
    return np.loadtxt(path, delimiter=",", ndmin=2)


def simulate(path: Path, name: str, params: Params, seed: int = 0) -> Result:
    """The model on the inputs called ``name`` beside this file."""
    x = rows(path.with_name(f"X_{name}.csv"))
    return latent_cause_2010.run(x[:, 1:], x[:, 0], np.arange(float(len(x))), params, seed=seed)


def test_all_runs_are_here() -> None:
    """There are 13 designs and 104 runs of them by local MAP."""
    assert (len(INPUTS), len(MAPS)) == (13, 104)
    assert CLOUDS


@pytest.mark.parametrize("path", MAPS, ids=lambda path: str(path.stem))
def test_local_map_is_reproduced(path: Path) -> None:
    """The expectation and the posterior equal the toolbox's to 1e-8, whatever alpha and stickiness."""
    parts = re.fullmatch(r"map_(.+)_a([\d.]+)_s([\d.]+)", path.stem)
    assert parts is not None
    table = columns(path)
    result = simulate(path, parts[1], Params(alpha=float(parts[2]), stickiness=float(parts[3])))
    np.testing.assert_allclose(result.response, table["V"], rtol=0.0, atol=1e-8)
    posterior = like(table, "post")
    np.testing.assert_allclose(result.responsibilities[:, : posterior.shape[1]], posterior, rtol=0.0, atol=1e-8)


@pytest.mark.parametrize("path", CLOUDS, ids=lambda path: str(path.stem))
def test_particles_agree_within_chance(path: Path) -> None:
    """The mean of a few runs with 1,000 particles is within four standard deviations of the toolbox's."""
    parts = re.fullmatch(r"pf1000_(.+)_a([\d.]+)", path.stem)
    assert parts is not None
    table = columns(path)
    params = Params(alpha=float(parts[2]), particles=1000)
    mean = np.mean([simulate(path, parts[1], params, seed).response for seed in range(4)], axis=0)
    assert np.all(np.abs(mean - table["V_mean"]) <= 4.0 * table["V_sd"] + 1e-6)


@pytest.mark.parametrize("path", INPUTS, ids=lambda path: str(path.stem))
def test_design_makes_the_rows_of_the_file(path: Path) -> None:
    """The design told as phases has exactly the file's outcomes and cues."""
    design = NUMBERS[path.stem.removeprefix("X_")]
    np.testing.assert_array_equal(np.column_stack([design.outcomes, design.cues]), rows(path))


def test_summary_is_reproduced() -> None:
    """The last expectations and posteriors of local MAP are those of the summary."""
    (path,) = files("lcm2010/summary.csv")
    with path.open(encoding="utf-8", newline="") as file:
        lines = [line for line in csv.DictReader(file) if line["M"] == "1"]
    assert len(lines) == 104
    for line in lines:
        result = simulate(
            path, line["design"], Params(alpha=float(line["alpha"]), stickiness=float(line["stickiness"]))
        )
        assert len(result.response) == int(line["n_trials"])
        assert result.response[-1] == pytest.approx(float(line["V_last"]), abs=1e-8)
        posterior = [float(line[f"post_last_c{cause}"]) for cause in (1, 2, 3)]
        np.testing.assert_allclose(result.responsibilities[-1, :3], posterior, rtol=0.0, atol=1e-8)
