"""The corrected score, by hand, and where there is none."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from homing.lab.ccnlab.metric import score

NUMBERS = st.floats(-1e3, 1e3, allow_subnormal=False)


def test_correlation_by_hand() -> None:
    """Of 1, 2, 3 with 1, 3, 2 it is one half."""
    assert score([1.0, 2.0, 3.0], [1.0, 3.0, 2.0]) == pytest.approx(0.5)


def test_ratio_by_hand() -> None:
    """80 to 20 is 4, 3 to 1.5 is 2: half of it, in whichever direction it misses."""
    assert score([20.0, 80.0], [1.5, 3.0]) == pytest.approx(0.5)
    assert score([20.0, 80.0], [1.0, 8.0]) == pytest.approx(0.5)
    assert score([20.0, 80.0], [0.02, 0.08]) == pytest.approx(1.0)


def test_each_ratio_has_its_own_denominator() -> None:
    """Percent against a small number scores as well as in one unit, which the published code gets wrong."""
    assert score([20.0, 80.0], [0.2, 0.8]) == pytest.approx(score([0.2, 0.8], [0.2, 0.8])) == pytest.approx(1.0)


def test_ratio_of_other_sign_is_at_worst_minus_one() -> None:
    """A ratio has no lower bound of its own."""
    assert score([1.0, 2.0], [1.0, -0.5]) == pytest.approx(-0.25)
    assert score([1.0, 2.0], [1.0, -900.0]) == -1.0


@pytest.mark.parametrize(
    ("measured", "simulated"),
    [
        ([1.0, 2.0, 3.0], [0.7, 0.7, 0.7]),
        ([1.0, 1.0, 1.0], [0.1, 0.2, 0.3]),
        ([1.0, 2.0, 3.0], [0.1, math.nan, 0.3]),
        ([1.0, 2.0], [0.0, 3.0]),
        ([0.0, 2.0], [1.0, 3.0]),
        ([1.0, 0.0], [1.0, 0.0]),
    ],
)
def test_where_there_is_no_score(measured: list[float], simulated: list[float]) -> None:
    """A side that does not vary, a first value of 0, two ratios of 0, or no number: there is no score."""
    assert math.isnan(score(measured, simulated))


@pytest.mark.parametrize(("measured", "simulated"), [([1.0], [1.0]), ([1.0, 2.0], [1.0, 2.0, 3.0])])
def test_sides_must_match(measured: list[float], simulated: list[float]) -> None:
    """As many simulated values as measured ones, at least two."""
    with pytest.raises(ValueError, match="as many simulated values"):
        score(measured, simulated)


@given(st.lists(st.tuples(NUMBERS, NUMBERS), min_size=2, max_size=6), st.floats(0.1, 10.0))
@example(pairs=[(2.2250738585072014e-308, 1.0), (4.0, 0.0)], unit=1.0)
def test_score_is_bounded_and_knows_no_unit(pairs: list[tuple[float, float]], unit: float) -> None:
    """A score lies between -1 and 1, and another unit of the simulated values gives the same."""
    measured, simulated = np.array(pairs).T
    found = score(measured, simulated)
    assert math.isnan(found) or -1.0 - 1e-9 <= found <= 1.0 + 1e-9
    if np.ptp(simulated) > 1e-6 and np.ptp(measured) > 1e-6:
        np.testing.assert_allclose(score(measured, unit * simulated), found, rtol=1e-4, atol=1e-6)
