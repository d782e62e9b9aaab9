"""The three kinds of outcome: where each is found in a moment, what it teaches, and how its reading is told."""

from __future__ import annotations

import math

from ._logistic import probability, sigmoid, tilted
from ._state import Params
from .events import Event, Reading


def outcome_of(event: Event, params: Params) -> float | None:
    """What this moment teaches, or None if it teaches nothing."""
    return event.value if params.outcome == "real" else event.outcome


def taught(mean: float, variance: float, outcome: float, params: Params) -> tuple[float, float]:
    """Mean and variance of x'w after this outcome, from those before it (variance never larger, never 0).

    *binary*, *unit*: moments of the belief tilted by the Bernoulli likelihood, to the power 1 / noise. As a
    quasi-likelihood it needs only the mean and variance of the outcome to be right (Papke & Wooldridge 1996, J. Appl.
    Econometrics 11:619), takes exact 0 and 1, and keeps every expectation inside (0, 1). *real*: exact, by Kalman.
    """
    if params.outcome == "real":
        gain = variance / (variance + params.noise)
        return mean + gain * (outcome - mean), gain * params.noise
    return tilted(mean, variance, outcome, 1.0 / params.noise)


def told(mean: float, variance: float, seen: int, params: Params) -> Reading:
    """The reading of a belief about x'w: the expected outcome, and the interval in which that expectation lies."""
    half = params.table.reach * math.sqrt(variance)
    if params.outcome == "real":
        return Reading(mean, mean - half, mean + half, mean, variance, seen)
    p = probability(mean, variance)
    # The expected p can leave the middle of a very skewed belief; the interval is widened to hold it, never narrowed.
    return Reading(p, min(sigmoid(mean - half), p), max(sigmoid(mean + half), p), mean, variance, seen)
