"""The switching Kalman filter: numbers by hand, an independent computation, gradual against abrupt change."""

from __future__ import annotations

import numpy as np
import pytest

from homing.engine.published._protocol import Floats
from homing.engine.published.switching_kalman import Params, Result, run


def observe(values: list[float], params: Params | None = None) -> Result:
    """Run over values, one a step; the cue is there for the protocol only."""
    return run(np.ones((len(values), 1)), values, np.arange(float(len(values))), params or Params())


def by_hand(values: list[float], params: Params) -> Floats:
    """The means after each step, computed mode by mode from the definition, in plain probabilities."""
    k = params.modes
    x, p, count = [params.prior_mean] * k, [params.prior_variance] * k, [1.0] + [0.0] * (k - 1)
    z, last, path = np.eye(k)[0], 0, []
    for t, y in enumerate(values):
        x, p = [m * params.decay for m in x], [v * params.decay**2 + params.diffusion for v in p]
        shared = y - z @ np.array(x)
        if t > 0:
            prior = np.array(count)
            if 0.0 in count:
                prior[count.index(0.0)] = params.alpha
            prior[last] += params.sticky
            spread = np.array(p) + params.noise_variance
            z = prior * np.exp(-0.5 * (y - np.array(x)) ** 2 / spread) / np.sqrt(spread)
            z, last = z / z.sum(), int(z.argmax())
            count[last] += 1.0
        for j in range(k):
            gain = p[j] * z[j] / (z[j] ** 2 * p[j] + params.noise_variance)
            x[j] += gain * (shared if params.shared_error else y - x[j])
            p[j] -= z[j] * gain * p[j]
        path.append(list(x))
    return np.array(path)


@pytest.mark.parametrize(
    "params",
    [
        Params(),
        Params(sticky=2.0, alpha=1.0, modes=3),
        Params(shared_error=True, decay=0.9, prior_mean=1.0),
        Params(sticky=1.0, shared_error=True, modes=2, alpha=2.0),
    ],
)
def test_means_are_those_of_the_definition(params: Params) -> None:
    """Every mean after every step is that of a plain computation from the definition, also when modes run out."""
    rng = np.random.default_rng(6)
    values = [float(v) for v in rng.normal(0.0, 6.0, 40)]
    np.testing.assert_allclose(observe(values, params).means, by_hand(values, params), rtol=0.0, atol=1e-10)


def test_first_observation_by_hand() -> None:
    """The first gain is 10.01 / 11.01, all of it the first mode's."""
    result = observe([1.0])
    assert result.expected.tolist() == [0.0]
    assert result.means[0, 0] == pytest.approx(10.01 / 11.01, abs=1e-15)
    assert result.variances[0, 0] == pytest.approx(10.01 / 11.01, abs=1e-14)
    assert result.responsibilities[0, 0] == 1.0
    assert result.means[0, 1] == 0.0


def test_one_mode_is_a_kalman_filter() -> None:
    """Without new modes every observation updates the one there is."""
    result = observe([0.0, 9.0, -9.0, 30.0], Params(alpha=0.0))
    assert result.modes.tolist() == [0, 0, 0, 0]
    mean, variance = 0.0, 10.0
    for y in (0.0, 9.0, -9.0, 30.0):
        gain = (variance + 0.01) / (variance + 1.01)
        mean, variance = mean + gain * (y - mean), (1.0 - gain) * (variance + 0.01)
    assert result.means[-1, 0] == pytest.approx(mean, abs=1e-12)


def test_gradual_change_overwrites_and_a_jump_is_kept_apart() -> None:
    """Ten small steps from 0 to 8 stay one memory that has moved; one jump makes two, and the old one is as it was."""
    steady = [0.0] * 10
    gradual = observe([*steady, *np.linspace(0.8, 8.0, 10), 8.0, 8.0], Params(diffusion=0.3))
    abrupt = observe([*steady, *[8.0] * 12], Params(diffusion=0.3))
    assert set(gradual.modes.tolist()) == {0}
    assert gradual.means[-1, 0] > 6.0
    assert abrupt.modes.tolist() == [0] * 10 + [1] * 12
    assert abs(abrupt.means[-1, 0]) < 0.1
    assert abrupt.expected[-1] > 7.0


def test_old_mode_is_taken_up_again() -> None:
    """Back at the old value, the old mode is at work again and expects it at once."""
    result = observe([0.0] * 8 + [8.0] * 4 + [0.0, 0.0])
    assert result.modes[-2:].tolist() == [0, 0]
    assert abs(result.expected[-1]) < 0.1


def test_stickiness_keeps_the_last_mode() -> None:
    """An observation halfway goes to the mode with more behind it, or with stickiness to the last one."""
    values = [0.0] * 8 + [6.0] * 2 + [3.0]
    assert observe(values).modes[-1] == 0
    assert observe(values, Params(sticky=20.0)).modes[-1] == 1


def test_unknown_observation_lets_only_time_pass() -> None:
    """Without an observation the mode and its mean stay and its variance grows by the diffusion."""
    result = observe([np.nan, 2.0, np.nan])
    assert result.modes.tolist() == [0, 0, 0]
    assert result.means[2, 0] == result.means[1, 0] == result.expected[2]
    assert result.variances[2, 0] - result.variances[1, 0] == pytest.approx(0.01, abs=1e-15)


def test_far_observation_is_still_shared_out() -> None:
    """An observation far from everything gives probabilities, not 0 / 0."""
    assert observe([0.0, 1e6]).responsibilities[-1].sum() == pytest.approx(1.0)
