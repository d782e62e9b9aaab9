"""The continuous hierarchical Gaussian filter: a Kalman filter where it must be, and the variational step above it."""

from __future__ import annotations

import math

import numpy as np
import pytest

from homing.engine.published import hgf_continuous
from homing.engine.published._protocol import Floats
from homing.engine.published.hgf_continuous import Params, Result

RNG = np.random.default_rng(12)
TIMES = np.cumsum(RNG.choice([0.5, 1.0, 3.0], 60))
INPUTS = np.concatenate([RNG.normal(0.0, 0.4, 30), RNG.normal(3.0, 0.4, 30)])


def simulate(params: Params, inputs: Floats = INPUTS, times: Floats = TIMES) -> Result:
    """The filter on these inputs."""
    return hgf_continuous.run(np.ones((len(inputs), 1)), inputs, times, params)


@pytest.mark.parametrize("enhanced", [False, True])
def test_with_volatility_held_still_it_is_a_kalman_filter(enhanced: bool) -> None:
    """With kappa = 0 means, variances and surprise are those of a Kalman filter with gain form, exactly."""
    params = Params(kappa=0.0, omega1=-1.5, noise=0.3, mean1=0.2, precision1=2.0, enhanced=enhanced)
    result = simulate(params)
    mean, variance, before = 0.2, 0.5, TIMES[0] - 1.0
    for t, (u, tau) in enumerate(zip(INPUTS, TIMES, strict=True)):
        variance += math.exp(-1.5) * (tau - before)
        before = tau
        spread = variance + 0.3
        assert result.expected[t] == pytest.approx(mean, abs=1e-12)
        surprise = 0.5 * (math.log(2.0 * math.pi * spread) + (u - mean) ** 2 / spread)
        assert result.surprise[t] == pytest.approx(surprise, abs=1e-10)
        gain = variance / spread
        mean, variance = mean + gain * (u - mean), (1.0 - gain) * variance
        assert result.mean1[t] == pytest.approx(mean, abs=1e-12)
        assert 1.0 / result.precision1[t] == pytest.approx(variance, abs=1e-12)
    assert set(result.mean2.tolist()) == {0.0}


def test_level_two_is_a_newton_step_on_the_variational_energy() -> None:
    """The standard update of level 2 is a Newton step, derived here by differences of the energy itself."""
    params = Params(omega1=-2.0, omega2=-3.0, kappa=1.3, noise=0.2)
    result = simulate(params)
    for t in range(1, 20):
        gap = TIMES[t] - TIMES[t - 1]
        wide, narrow = 1.0 / result.precision1[t - 1], 1.0 / result.precision1[t]
        moved = narrow + (result.mean1[t] - result.mean1[t - 1]) ** 2
        centre = result.mean2[t - 1]
        prior = 1.0 / (1.0 / result.precision2[t - 1] + gap * math.exp(params.omega2))

        def energy(
            x: float, wide: float = wide, gap: float = gap, moved: float = moved, at: float = centre, pi: float = prior
        ) -> float:
            walked = wide + gap * math.exp(params.kappa * x + params.omega1)
            return -0.5 * (math.log(walked) + moved / walked + pi * (x - at) ** 2)

        h = 1e-4
        slope = (energy(centre + h) - energy(centre - h)) / (2.0 * h)
        bend = (energy(centre + h) - 2.0 * energy(centre) + energy(centre - h)) / h**2
        assert result.precision2[t] == pytest.approx(-bend, rel=1e-5)
        assert result.mean2[t] == pytest.approx(centre - slope / bend, abs=1e-6)


def test_a_jump_raises_the_volatility_and_the_rate_of_learning() -> None:
    """After the inputs jump the expected volatility is higher and the quantity is learnt faster than before."""
    result = simulate(Params(noise=0.2), times=np.arange(60.0))
    assert result.mean2[35] > result.mean2[29] + 0.2
    rate = 1.0 - result.predicted1 / result.precision1
    assert rate[33] > rate[29] + 0.05
    assert result.expected[-1] == pytest.approx(3.0, abs=0.3)


def test_a_missing_input_lets_time_pass() -> None:
    """A row without input is answered and skipped: what follows is as if it had not been, with its time passed."""
    inputs = INPUTS[:12].copy()
    inputs[[3, 4, 9]] = np.nan
    kept = ~np.isnan(inputs)
    gaps, without = simulate(Params(), inputs, TIMES[:12]), simulate(Params(), inputs[kept], TIMES[:12][kept])
    for mine, yours in zip(gaps, without, strict=True):
        np.testing.assert_array_equal(mine[kept], yours)


def test_beyond_its_range_the_standard_filter_stops_and_the_enhanced_goes_on() -> None:
    """Where the standard precision would fall below zero it is refused with advice; the enhanced filter stays whole."""
    inputs, times = np.array([0.0, 0.0, 40.0, 0.0]), np.arange(4.0)
    with pytest.raises(ValueError, match="enhanced=True"):
        simulate(Params(), inputs, times)
    result = simulate(Params(enhanced=True), inputs, times)
    assert all(np.isfinite(field).all() for field in result)
    assert np.all(result.precision2 > 0.0)
