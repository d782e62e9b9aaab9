"""The running tally of what was said and what followed, its error, and a correction learnt from many people."""

from __future__ import annotations

import math

import numpy as np
import pytest

from homing.engine import calibration
from homing.engine.calibration import NOTHING, Recalibration, fit_recalibration


def test_error_is_nothing_when_what_was_said_follows() -> None:
    """Of four moments read as one in four, one hurts: no error."""
    assert calibration.expected_calibration_error([0.25] * 4, [1.0, 0.0, 0.0, 0.0]) == 0.0


def test_error_is_the_mean_gap() -> None:
    """Sure and wrong every time is an error of 1, and a reading of 1 has a place."""
    assert calibration.expected_calibration_error([1.0, 0.0], [0.0, 1.0]) == 1.0
    assert calibration.outcomes(calibration.noted(NOTHING, 1.0, 0.5)) == 1


def test_nothing_said_is_no_error() -> None:
    """Before the first outcome the error is 0 over none."""
    assert (calibration.error(NOTHING), calibration.outcomes(NOTHING)) == (0.0, 0)


def test_recalibration_finds_the_true_correction() -> None:
    """From many people whose readings are too extreme and too low, shift and slope are found."""
    rng = np.random.default_rng(11)
    x = rng.normal(0.0, 2.0, 40_000)
    y = (rng.random(40_000) < 1.0 / (1.0 + np.exp(-(0.5 + 0.6 * x)))).astype(float)
    p = 1.0 / (1.0 + np.exp(-x))
    found = fit_recalibration(p.tolist(), y.tolist())
    assert (found.shift, found.slope) == pytest.approx((0.5, 0.6), abs=0.03)
    corrected = [found.of(q) for q in p.tolist()]
    assert calibration.expected_calibration_error(corrected, y.tolist()) < 0.01
    assert calibration.expected_calibration_error(p.tolist(), y.tolist()) > 0.08


def test_few_outcomes_correct_little() -> None:
    """With two outcomes the correction stays near none, and without any it is none."""
    few = fit_recalibration([0.5, 0.6], [1.0, 1.0])
    assert abs(few.shift) < 0.35
    assert abs(few.slope - 1.0) < 0.1
    assert fit_recalibration([], []) == Recalibration(0.0, 1.0)


def test_readings_that_were_upside_down_keep_their_order() -> None:
    """A slope that would turn the order round is held above zero."""
    p = [0.02, 0.98] * 500
    assert fit_recalibration(p, [1.0, 0.0] * 500).slope == 0.05


@pytest.mark.parametrize(("said", "followed"), [([0.0], [1.0]), ([1.0], [1.0]), ([0.5], [])])
def test_readings_that_are_certain_or_unmatched_are_refused(said: list[float], followed: list[float]) -> None:
    """Readings of 0 or 1, or without an outcome each, are refused."""
    with pytest.raises(ValueError, match="recalibration needs"):
        fit_recalibration(said, followed)


@pytest.mark.parametrize(("shift", "slope"), [(math.nan, 1.0), (0.0, 0.0), (0.0, math.inf)])
def test_a_correction_that_is_none_is_refused(shift: float, slope: float) -> None:
    """A correction needs a finite shift and a positive, finite slope."""
    with pytest.raises(ValueError, match="a recalibration needs"):
        Recalibration(shift, slope)
