"""Pearce-Hall (hybrid): numbers by hand, latent inhibition, negative transfer, and the rate after a surprise."""

from __future__ import annotations

import numpy as np
import pytest

from homing.engine.published import rescorla_wagner
from homing.engine.published.pearce_hall import Params, run
from tests.unit.engine.published.designs import trials


def test_two_trials_by_hand() -> None:
    """With kappa = eta = 1/2 from alpha = 1: V 1/2, alpha 1; V 1/2 + 1/2 * 1/2, alpha 3/4."""
    result = run(*trials((2, "A", 1.0)), Params(rate=0.5, surprise=0.5))
    assert result.weights[:, 0].tolist() == [0.5, 0.75]
    assert result.associability[:, 0].tolist() == [1.0, 0.75]
    assert result.expected.tolist() == [0.0, 0.5]


def test_only_cues_that_are_there_change() -> None:
    """A cue that is not shown, and every cue of a row whose outcome is not known, keeps its associability."""
    cues, outcomes, times = trials((3, "A", 0.0))
    outcomes[2] = np.nan
    result = run(cues, outcomes, times)
    assert result.associability[:, 1].tolist() == [1.0, 1.0, 1.0]
    assert result.associability[:, 0].tolist() == pytest.approx([0.7, 0.49, 0.49])


def test_without_surprise_it_is_rescorla_wagner() -> None:
    """With eta = 0 associability stands still, and the model is Rescorla-Wagner."""
    design = trials((5, "A", 1.0), (5, "AX", 0.0), (5, "X", 1.0))
    plain = rescorla_wagner.run(*design, rescorla_wagner.Params(rate=0.3))
    np.testing.assert_array_equal(run(*design, Params(rate=0.3, surprise=0.0)).expected, plain.expected)


def test_latent_inhibition() -> None:
    """A cue that was followed by nothing for a while is learnt more slowly at first."""
    exposed, fresh = run(*trials((20, "X", 0.0), (3, "X", 1.0))), run(*trials((3, "X", 1.0)))
    assert exposed.weights[-1, 1] < 0.8 * fresh.weights[-1, 1]


def test_hall_pearce_negative_transfer() -> None:
    """A cue that has long predicted a small outcome learns a larger one more slowly than a new cue.

    Each is measured by the share of the way to the larger outcome after two trials.
    """
    trained = run(*trials((60, "X", 0.2), (2, "X", 1.0))).weights
    fresh = run(*trials((2, "X", 1.0))).weights
    assert (trained[-1, 1] - trained[59, 1]) / (1.0 - trained[59, 1]) < 0.7 * fresh[-1, 1]


def test_surprise_brings_associability_back() -> None:
    """After the outcome stops, the associability of a well learnt cue rises again."""
    result = run(*trials((60, "A", 1.0), (2, "A", 0.0)))
    assert result.associability[59, 0] < 0.05 < 0.25 < result.associability[60, 0]


def test_associability_stays_within_its_bounds() -> None:
    """However large the outcome, associability is at most 1."""
    assert run(*trials((3, "A", 50.0)), Params(rate=0.1)).associability.max() == 1.0
