"""Rescorla-Wagner: numbers by hand, what it explains, what it does not, and what it is a special case of."""

from __future__ import annotations

import numpy as np
import pytest

from homing.engine.published import latent_cause_rw, rescorla_wagner
from homing.engine.published.rescorla_wagner import Params, run
from tests.unit.engine.published.designs import trials


def weights(*phases: tuple[int, str, float], params: Params | None = None) -> list[float]:
    """The weights of A and X in the end."""
    final: list[float] = run(*trials(*phases), params or Params()).weights[-1].tolist()
    return final


def test_learning_curve_by_hand() -> None:
    """With half the error learnt a trial, V goes 0, 1/2, 3/4, and halves in extinction."""
    result = run(*trials((2, "A", 1.0), (2, "A", 0.0)), Params(rate=0.5))
    assert result.expected.tolist() == [0.0, 0.5, 0.75, 0.375]
    assert result.response.tolist() == result.expected.tolist()
    assert result.weights[:, 0].tolist() == [0.5, 0.75, 0.375, 0.1875]


def test_rates_and_saliences_by_hand() -> None:
    """The rate without an outcome and the salience of each cue scale what is learnt; V can start anywhere."""
    params = Params(rate=0.5, absent_rate=0.25, salience=(1.0, 0.5), weight=0.1)
    assert weights((1, "AX", 1.0), params=params) == pytest.approx([0.1 + 0.5 * 0.8, 0.1 + 0.25 * 0.8])
    assert weights((1, "AX", 0.0), params=params) == pytest.approx([0.1 - 0.25 * 0.2, 0.1 - 0.125 * 0.2])


def test_blocking_and_overshadowing() -> None:
    """A cue learns nothing beside one that already predicts, and half beside an equal."""
    _, blocked = weights((50, "A", 1.0), (50, "AX", 1.0))
    _, overshadowed = weights((50, "AX", 1.0))
    assert blocked == pytest.approx(0.0, abs=1e-6)
    assert overshadowed == pytest.approx(0.5, abs=1e-6)


def test_overexpectation_and_inhibition() -> None:
    """Two full predictors shown together lose half each; a cue that cancels a predictor turns negative."""
    assert weights((40, "A", 1.0), (40, "X", 1.0), (60, "AX", 1.0)) == pytest.approx([0.5, 0.5], abs=1e-3)
    assert weights(*[(1, "A", 1.0), (1, "AX", 0.0)] * 100) == pytest.approx([1.0, -1.0], abs=1e-3)


def test_no_latent_inhibition_and_no_backward_blocking() -> None:
    """Showing a cue alone beforehand changes nothing, and nothing is learnt of a cue in its absence."""
    assert weights((30, "X", 0.0), (5, "X", 1.0)) == weights((5, "X", 1.0))
    assert weights((9, "AX", 1.0), (30, "A", 1.0))[1] == weights((9, "AX", 1.0))[1]


def test_latent_cause_model_without_new_causes_is_rescorla_wagner() -> None:
    """The 2017 model with alpha = 0 and one round a trial gives the same weights, to the last digits (B9)."""
    rng = np.random.default_rng(4)
    cues, outcomes = rng.integers(0, 2, (60, 3)).astype(float), rng.integers(0, 2, 60).astype(float)
    times = np.arange(60.0)
    one_cause = latent_cause_rw.run(cues, outcomes, times, latent_cause_rw.Params(alpha=0.0))
    plain = run(cues, outcomes, times, Params(rate=0.3))
    np.testing.assert_allclose(one_cause.expected, plain.expected, rtol=0.0, atol=1e-12)
    np.testing.assert_allclose(one_cause.weights[:, 0], plain.weights, rtol=0.0, atol=1e-12)


def test_default_rate_is_that_of_the_latent_cause_model() -> None:
    """The two models learn at the same rate unless told otherwise."""
    assert rescorla_wagner.Params().rate == latent_cause_rw.Params().rate
