"""The binary hierarchical Gaussian filter: the reference run, missing inputs, time, and where the filter ends."""

from __future__ import annotations

import numpy as np
import pytest

from homing.engine.published import hgf_binary
from homing.engine.published._protocol import Events
from homing.engine.published.hgf_binary import Params, Result

INPUTS = np.array([int(bit) for digit in (
    "f7fbbfff7f0480050043dc96fcf7a2df5d4485020cfbef7710c4280afa59fa1673b36d0904100880"
) for bit in f"{int(digit, 16):04b}"], dtype=float)  # fmt: skip
"""The 320 inputs of the example data that come with pyhgf, four to a digit."""
FIELDS = ("expected", "mean2", "precision2", "mean3", "precision3", "surprise")
PYHGF: dict[tuple[int, bool], dict[int, tuple[float | None, ...]]] = {
    (2, False): {
        0: (0.62245935, 0.8179081, 1.1875778, None, None, 1.4654453),
        9: (0.809089, 1.5500104, 1.8025995, None, None, 0.89020586),
        319: (0.14312886, -1.8696316, 1.7871121, None, None, 0.82399136),
    },
    (3, False): {
        0: (0.62245935, 0.8179081, 1.1875778, -0.002407524, 1.000833, 2.3856244),
        9: (0.8090244, 1.5493348, 1.807599, -0.015859364, 1.0133593, 1.8038331),
        319: (0.14367506, -1.8644031, 1.8116215, -0.032608166, 1.3548517, 1.5864532),
    },
    (3, True): {
        0: (0.62245935, 0.8179081, 1.1875778, -0.0024155022, 1.000833, 2.3856244),
        9: (0.8090232, 1.5493239, 1.8076639, -0.016028445, 1.0133548, 1.8038167),
        319: (0.14377287, -1.8635225, 1.8148193, -0.03581325, 1.3533506, 1.5861917),
    },
}
"""A few rows of pyhgf 0.2.12 (single precision), by levels and form; fields as in ``FIELDS``."""


def simulate(params: Params, inputs: object = INPUTS, times: object = None) -> Result:
    """The filter on inputs one unit apart, or at these times."""
    u = np.asarray(inputs, float)
    tau = np.arange(float(len(u))) if times is None else np.asarray(times, float)
    return hgf_binary.run(np.ones((len(u), 1)), u, tau, params)


@pytest.mark.parametrize(("levels", "enhanced"), PYHGF)
def test_trajectories_are_those_of_pyhgf(levels: int, enhanced: bool) -> None:
    """Means, precisions and surprise equal the reference run's single precision, on the first row and the last."""
    result = simulate(Params(levels=levels, enhanced=enhanced))
    for row, values in PYHGF[levels, enhanced].items():
        for field, value in zip(FIELDS, values, strict=True):
            if value is not None:
                assert getattr(result, field)[row] == pytest.approx(value, abs=1e-5)


@pytest.mark.parametrize(("levels", "total"), [(2, 202.98), (3, 203.05)])
def test_total_surprise_at_the_inputs(levels: int, total: float) -> None:
    """The summed surprise at the example inputs is the published 202.98 with two levels, and 203.05 with three."""
    expected = simulate(Params(levels=levels)).expected
    surprise = -np.log(np.where(INPUTS == 1.0, expected, 1.0 - expected)).sum()
    assert surprise == pytest.approx(total, abs=0.005)


def test_with_two_levels_the_volatility_stands_still() -> None:
    """Without a third level nothing is learnt of volatility, and both forms are one."""
    plain, enhanced = (simulate(Params(levels=2, enhanced=form)) for form in (False, True))
    for mine, yours in zip(plain, enhanced, strict=True):
        np.testing.assert_array_equal(mine, yours)
    assert set(plain.mean3.tolist()) == {0.0}


def test_a_missing_input_lets_time_pass() -> None:
    """A row without input is answered and skipped: what follows is as if it had not been, with its time passed."""
    u = INPUTS[:12].copy()
    u[[3, 4, 9]] = np.nan
    kept = ~np.isnan(u)
    times = np.cumsum([1.0, 0.5, 2.0, 1.0, 3.0, 1.0, 1.0, 0.1, 4.0, 1.0, 1.0, 7.0])
    gaps, without = simulate(Params(), u, times), simulate(Params(), u[kept], times[kept])
    for mine, yours in zip(gaps, without, strict=True):
        np.testing.assert_array_equal(mine[kept], yours)


def test_longer_gaps_leave_less_certain() -> None:
    """After a longer time the tendency is known less well, and the next input moves it more."""
    short, long = (simulate(Params(), [1.0, 1.0, 0.0], [0.0, 1.0, 1.0 + gap]) for gap in (1.0, 30.0))
    assert long.predicted2[2] < short.predicted2[2]
    assert long.mean2[2] < short.mean2[2]


def test_inputs_at_one_time_are_learnt_without_a_walk() -> None:
    """Where no time passes the predicted precision is the last one."""
    result = simulate(Params(), [1.0, 0.0], [5.0, 5.0])
    assert result.predicted2[1] == pytest.approx(result.precision2[0])
    assert result.mean3[1] == result.mean3[0]


def test_beyond_its_range_the_standard_filter_stops_and_the_enhanced_goes_on() -> None:
    """Where the standard precision would fall below zero it is refused with advice; the enhanced filter stays whole."""
    with pytest.raises(ValueError, match="enhanced=True"):
        simulate(Params(omega3=3.0, omega2=1.0, kappa=2.0))
    result = simulate(Params(enhanced=True, omega3=3.0, omega2=1.0, kappa=2.0))
    assert all(np.isfinite(field).all() for field in result)
    assert np.all(result.precision3 > 0.0)


def test_other_levels_are_refused() -> None:
    """There are two or three levels."""
    with pytest.raises(ValueError, match="two or three"):
        hgf_binary.start(1, 1, Params(levels=4))


@pytest.mark.parametrize("outcome", [2.0, -0.5])
def test_what_is_no_chance_is_refused(outcome: float) -> None:
    """Outcomes outside 0 to 1 are refused, but not those in padding."""
    with pytest.raises(ValueError, match="between 0 and 1"):
        simulate(Params(), [1.0, outcome])
    padded = Events(np.zeros((1, 1, 1)), np.full((1, 1), outcome), np.zeros((1, 1)), np.zeros((1, 1), dtype=bool))
    _, expected = hgf_binary.run_block(hgf_binary.start(1, 1), padded)
    assert np.isnan(expected).all()
