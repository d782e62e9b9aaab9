"""Kalman Rescorla-Wagner: numbers by hand, and what uncertainty adds (Gershman 2015, figures 2 and 3)."""

from __future__ import annotations

import numpy as np
import pytest

from homing.engine.published.kalman_rescorla_wagner import Params, run
from tests.unit.engine.published.designs import trials


def weight(cue: int, *phases: tuple[int, str, float]) -> float:
    """The weight of A (0) or X (1) in the end."""
    return float(run(*trials(*phases)).weights[-1, cue])


def test_first_gain_by_hand() -> None:
    """The first prior variance is 1 + .01, so the first gain is 1.01 / 2.01."""
    result = run(*trials((1, "A", 1.0)))
    gain = 1.01 / 2.01
    np.testing.assert_allclose(result.weights[0], [gain, 0.0], rtol=0.0, atol=1e-15)
    np.testing.assert_allclose(result.covariance[0], [[1.01 - gain * 1.01, 0.0], [0.0, 1.01]], rtol=0.0, atol=1e-15)


def test_cues_shown_together_covary_by_hand() -> None:
    """Without diffusion, AX followed by 3 gives both weights 1, variances 2/3 and covariance -1/3."""
    result = run(*trials((1, "AX", 3.0)), Params(diffusion=0.0))
    np.testing.assert_allclose(result.weights[0], [1.0, 1.0], rtol=0.0, atol=1e-15)
    np.testing.assert_allclose(result.covariance[0], [[2 / 3, -1 / 3], [-1 / 3, 2 / 3]], rtol=0.0, atol=1e-15)


def test_without_diffusion_it_is_ridge_regression() -> None:
    """Without diffusion the last weights are (X'X + I)^-1 X'r, however the rows came."""
    rng = np.random.default_rng(2)
    cues, outcomes = rng.normal(size=(40, 3)), rng.normal(size=40)
    result = run(cues, outcomes, np.arange(40.0), Params(diffusion=0.0))
    ridge = np.linalg.solve(cues.T @ cues + np.eye(3), cues.T @ outcomes)
    np.testing.assert_allclose(result.weights[-1], ridge, rtol=0.0, atol=1e-12)


def test_uncertainty_grows_while_nothing_is_known() -> None:
    """Rows without an outcome add diffusion and leave the weights alone."""
    result = run([[1.0]] * 3, [1.0, np.nan, np.nan], [0.0, 1.0, 2.0])
    assert result.weights[0, 0] == result.weights[2, 0]
    assert result.covariance[2, 0, 0] - result.covariance[0, 0, 0] == pytest.approx(0.02, abs=1e-15)


def test_latent_inhibition() -> None:
    """A cue shown alone beforehand is learnt more slowly, because its weight is known to be near 0."""
    assert weight(1, (20, "X", 0.0), (3, "X", 1.0)) < 0.8 * weight(1, (3, "X", 1.0))


def test_forward_and_backward_blocking() -> None:
    """X is worth less if A alone was reinforced, before or after both were."""
    alone = weight(1, (10, "AX", 1.0))
    assert weight(1, (10, "A", 1.0), (10, "AX", 1.0)) < 0.5 * alone
    assert weight(1, (10, "AX", 1.0), (10, "A", 1.0)) < 0.6 * alone


def test_unovershadowing() -> None:
    """X is worth more once A, which was reinforced together with it, is extinguished."""
    assert weight(1, (10, "AX", 1.0), (10, "A", 0.0)) > 1.4 * weight(1, (10, "AX", 1.0))
