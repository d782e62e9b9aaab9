"""The loop of ``rescorla_wagner``, one person after another, in plain Python that numba can compile."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from homing.engine.published._protocol import Events, Floats
from homing.engine.published.rescorla_wagner import Params, Result, State


def loop(
    x: Any, r: Any, there: Any, rate: float, absent: float, salience: Any, weights: Any, expected: Any, trail: Any
) -> None:
    """Move ``weights`` (P, D) along cues ``x`` (P, T, D) and outcomes ``r`` (P, T); write ``expected`` (P, T).

    ``rate`` holds on rows with an outcome, ``absent`` where it is 0; ``salience`` is (D,). ``trail`` (T, D) takes the
    weights after each row of a single person, where it is long enough; it may be (0, D).
    """
    people, length, cues = x.shape
    every = trail.shape[0] > 0
    for p in range(people):
        for t in range(length):
            if not there[p, t]:
                expected[p, t] = math.nan
                continue
            foreseen = 0.0
            for d in range(cues):
                foreseen += weights[p, d] * x[p, t, d]
            expected[p, t] = foreseen
            seen = r[p, t]
            if seen == seen:
                step = (absent if seen == 0.0 else rate) * (seen - foreseen)
                for d in range(cues):
                    weights[p, d] += step * (salience[d] * x[p, t, d])
            if every:
                for d in range(cues):
                    trail[t, d] = weights[p, d]


def shape(state: State) -> tuple[int, int]:
    """People and cues."""
    return state.weights.shape[0], state.weights.shape[1]


def sweep(
    go: Any, state: State, events: Events, params: Params, rows: int
) -> tuple[State, Floats, tuple[Floats, ...]] | None:
    """The last state, what was expected (P, T), and the weights after each of ``rows`` (0, or all of a single person).

    ``go`` is :func:`loop`. None if the saliences are not those of these cues.
    """
    weights, cues = np.array(state.weights, float, order="C"), state.weights.shape[1]
    salience = np.asarray(params.salience, float)
    if salience.shape not in ((), (1,), (cues,)):
        return None
    expected, trail = np.empty(events.outcomes.shape), np.empty((rows, cues))
    absent = params.rate if params.absent_rate is None else params.absent_rate
    rates = float(params.rate), float(absent), np.broadcast_to(salience, cues).copy()
    go(events.cues, events.outcomes, events.there, *rates, weights, expected, trail)
    return State(weights), expected, (trail,)


def result(expected: Floats, trail: tuple[Floats, ...]) -> Result:
    """Of one person."""
    return Result(expected.copy(), expected, *trail)
