"""One log-odds, one outcome: the update against dense numerical integration."""

from __future__ import annotations

import numpy as np
import pytest

from homing.engine._logistic import probability, sigmoid, tilted


def dense(mean: float, variance: float, outcome: float) -> tuple[float, float]:
    """Mean and variance of the tilted Gaussian by brute force on a fine grid."""
    reach = 12.0 * variance**0.5 + variance
    eta = np.linspace(mean - reach, mean + reach, 400_001)
    log = outcome * eta - np.logaddexp(0.0, eta) - 0.5 * (eta - mean) ** 2 / variance
    weight = np.exp(log - log.max())
    weight /= weight.sum()
    centre = float(weight @ eta)
    return centre, float(weight @ (eta - centre) ** 2)


@pytest.mark.parametrize("mean", [-6.0, -1.0, 0.0, 0.4, 3.0])
@pytest.mark.parametrize("variance", [1e-6, 0.1, 1.0, 3.5, 10.0])
@pytest.mark.parametrize("outcome", [0.0, 0.3, 0.5, 1.0])
def test_update_matches_the_exact_moments(mean: float, variance: float, outcome: float) -> None:
    """Mean and variance after one outcome are the exact ones to four digits of the prior's own scale."""
    after, spread = tilted(mean, variance, outcome)
    exact, width = dense(mean, variance, outcome)
    assert after == pytest.approx(exact, abs=1e-4 * variance**0.5)
    assert spread == pytest.approx(width, rel=1e-3)


@pytest.mark.parametrize("mean", [-1000.0, 0.0, 1000.0])
@pytest.mark.parametrize("variance", [1e-9, 1.0, 1e5])
@pytest.mark.parametrize("outcome", [0.0, 0.5, 1.0])
def test_update_stays_sane_at_the_extremes(mean: float, variance: float, outcome: float) -> None:
    """However far or wide the belief, the update is within a fifth of the prior width of the exact one."""
    after, spread = tilted(mean, variance, outcome)
    assert abs(after - mean) <= variance * (1 + 1e-9)
    assert 0.0 < spread <= variance
    assert after == pytest.approx(dense(mean, variance, outcome)[0], abs=0.2 * variance**0.5)


def test_hurt_raises_and_no_hurt_lowers_by_mirror_image() -> None:
    """Hurt and no hurt are mirror images about even odds."""
    up, wide = tilted(0.7, 2.0, 1.0)
    down, as_wide = tilted(-0.7, 2.0, 0.0)
    assert up == pytest.approx(-down)
    assert wide == pytest.approx(as_wide)
    assert up > 0.7


def test_grade_that_is_expected_moves_nothing() -> None:
    """An outcome graded at even odds leaves even odds where they are."""
    assert tilted(0.0, 2.0, 0.5)[0] == pytest.approx(0.0, abs=1e-12)


@pytest.mark.parametrize("mean", [-4.0, -1.0, 0.0, 2.0])
@pytest.mark.parametrize("variance", [0.01, 1.0, 4.0])
def test_probability_is_close_to_the_exact_mean(mean: float, variance: float) -> None:
    """The probit approximation is within .01 of the exact expected sigmoid."""
    nodes, weights = np.polynomial.hermite_e.hermegauss(100)
    exact = float((weights / weights.sum()) @ (1.0 / (1.0 + np.exp(-(mean + variance**0.5 * nodes)))))
    assert probability(mean, variance) == pytest.approx(exact, abs=0.01)


def test_sigmoid_never_overflows() -> None:
    """The sigmoid of any log-odds is a probability."""
    assert (sigmoid(-1e9), sigmoid(1e9), sigmoid(0.0)) == (0.0, 1.0, 0.5)
