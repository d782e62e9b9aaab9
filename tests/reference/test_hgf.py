"""The binary hierarchical Gaussian filter: whole trajectories of pyhgf 0.2.12, in single precision."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from homing.engine.published import hgf_binary
from homing.engine.published.hgf_binary import Params
from tests.reference.folder import columns, files

RUNS = files("hgf/binary_*.csv")
TWO = {
    "expected": "x_0_expected_mean",
    "mean2": "x_1_mean",
    "precision2": "x_1_precision",
    "predicted2": "x_1_expected_precision",
    "surprise": "total_surprise",
}
THREE = {"mean3": "x_2_mean", "precision3": "x_2_precision", "predicted3": "x_2_expected_precision"}


@pytest.mark.parametrize("path", RUNS, ids=lambda path: str(path.stem))
def test_trajectory_is_reproduced(path: Path) -> None:
    """Expectations, means, precisions and surprise equal the reference to 1e-5 in both forms, on all 320 inputs."""
    _, levels, form = path.stem.split("_")
    table = columns(path)
    inputs = columns(path.with_name("u_binary.csv"))["u"]
    assert len(inputs) == len(table["time"]) == 320
    params = Params(levels=int(levels[0]), enhanced=form == "eHGF")
    result = hgf_binary.run(np.ones((320, 1)), inputs, table["time"], params)
    fields = TWO | (THREE if levels == "3l" else {})
    for field, column in fields.items():
        np.testing.assert_allclose(getattr(result, field), table[column], rtol=0.0, atol=1e-5)


def test_total_surprise_at_the_inputs() -> None:
    """The surprise at the inputs sums to the reference's in all four runs."""
    assert len(RUNS) == 4
    for path in RUNS:
        _, levels, form = path.stem.split("_")
        table = columns(path)
        u = table["x_0_mean"]
        params = Params(levels=int(levels[0]), enhanced=form == "eHGF")
        expected = hgf_binary.run(np.ones((len(u), 1)), u, table["time"], params).expected
        surprise = -np.log(np.where(u == 1.0, expected, 1.0 - expected))
        np.testing.assert_allclose(surprise, table["x_0_surprise"], rtol=0.0, atol=1e-5)
