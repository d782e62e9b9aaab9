"""The deterministic twin of the alarm model: the B most probable ways to assign moments to causes, and no randomness.

For tests. With B above the number of partitions it is exact; with B = 32 it shows what the particles should say on a
short diary. It shares states, readings and memories with :mod:`homing.engine.alarm`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import numpy as np

from . import _particles, alarm
from ._alarm_features import view
from .alarm import AlarmReading, Answer, Memory, Params, State
from .events import Event

__all__ = ["WIDTH", "follow", "many", "start"]

WIDTH = 32
"""Assignments kept."""

_DEFAULT = Params()


def start(params: Params = _DEFAULT, memories: Iterable[Memory] = ()) -> State:
    """One assignment: of nothing to nothing."""
    return alarm.start(replace(params, particles=1), memories)


def follow(
    state: State, event: Event, params: Params = _DEFAULT, *, width: int = WIDTH, answer: Answer | None = None
) -> tuple[State, AlarmReading]:
    """Read the event, then learn from it: every assignment branches into every cause, and the ``width`` best stay.

    Raises ``ValueError`` if the event lies before the state.
    """
    reading = alarm.read(state, event, params)
    if event.alarm is None and event.outcome is None:
        return _particles.drift(state, event.time, params), reading
    joint = alarm.judged(state, event, alarm.expectation(state, event, params), params, answer)
    total = (state.weights[:, None] + joint).ravel()
    best = np.argsort(-total, kind="stable")[: min(width, int(np.isfinite(total).sum()))]
    weights = total[best] - _particles.log_sum(total[best])
    rows, chosen = np.divmod(best, joint.shape[1])
    shown = view(event.people, event.setting, event.cues, params)
    return alarm.learn(state, event, shown, params, weights, rows, chosen), reading


def many(
    state: State, events: Iterable[Event], params: Params = _DEFAULT, *, width: int = WIDTH
) -> tuple[State, list[AlarmReading]]:
    """Follow events in time order."""
    readings = []
    for event in events:
        state, reading = follow(state, event, params, width=width)
        readings.append(reading)
    return state, readings
