"""The bridge for the body: from check-ins and felt states in moments to what the engine reads of a body.

What is told here is of oneself, and of places, people and ways only as associations. Nothing is read of anyone else.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from homing.engine import body
from homing.engine.body import BodyReading, Minutes, Recovery
from homing.engine.events import Event
from homing.mind._told import AFTER, Told, look_of, told_between
from homing.mind.encode import day_of
from homing.mind.settled import DOING, Kind, key_of, pairs, settles
from homing.record import FeltState
from homing.vault import Rows

__all__ = [
    "AFTER",
    "DOING",
    "FEW_PAUSES",
    "FRESH",
    "BodyNow",
    "Kind",
    "Point",
    "Told",
    "Usual",
    "course",
    "key_of",
    "look_of",
    "pairs",
    "said",
    "settles",
    "state_now",
    "usual_time",
]

FRESH = timedelta(hours=3)
"""So long after something was told a state is named at all. A placeholder."""

FEW_PAUSES = 3
"""Below so many timed pauses, nothing is said of how long settling takes."""

_TOP = 10.0
"""The end of the arousal scale."""
_DEFAULT = body.Params()
_HORIZON = timedelta(days=_DEFAULT.table.horizon)


@dataclass(frozen=True, slots=True)
class BodyNow:
    """What can be said of the body now.

    ``told`` is what the person said last, at ``at``; it stands before every reading. ``felt`` is that same state while
    it is fresh and still likely; else None: "Homing cannot tell by now". It never names a state that was not told.
    """

    reading: BodyReading
    told: FeltState
    at: datetime
    felt: FeltState | None


@dataclass(frozen=True, slots=True)
class Point:
    """The body at a time: how likely it was settled, on edge and far away, and its arousal, 0 to 10, with bounds.

    ``since`` is how long ago something was told; the longer, the more of it all is placeholder. ``fresh``: not longer
    than a state is named.
    """

    time: datetime
    since: timedelta
    states: tuple[float, float, float]
    mean: float
    low: float
    high: float

    @property
    def fresh(self) -> bool:
        """Whether something was told not long ago."""
        return self.since <= FRESH


@dataclass(frozen=True, slots=True)
class Usual:
    """How long settling takes this person, and from how many pauses that is learnt."""

    minutes: Minutes
    n: int


def state_now(rows: Rows, now: datetime) -> BodyNow | None:
    """The body now, from what was told within the filter's memory (about five days); None if nothing was."""
    told = told_between(rows, now - _HORIZON, now)
    if not told:
        return None
    state = body.after(body.start(), (one.look for one in told))
    reading, last = body.read(state, Event(day_of(now))), told[-1]
    still = reading.felt == last.felt.value and now - last.at <= FRESH
    return BodyNow(reading, last.felt, last.at, last.felt if still else None)


def said(rows: Rows, start: datetime, end: datetime) -> tuple[Told, ...]:
    """Every felt state that was told of this time, oldest first; the end of a moment lies soon after its beginning."""
    return tuple(told_between(rows, start, end))


def course(rows: Rows, start: datetime, end: datetime, steps: int, within: timedelta = _HORIZON) -> tuple[Point, ...]:
    """The body at ``steps`` even times from ``start`` to ``end``, each from what had been told by then.

    There are no points before the first thing told, nor later than ``within`` after the last, nor after the filter has
    forgotten it. Time alone teaches
    nothing: the filter expects any body to settle in the end, on placeholders, and would grow surer of it; here the
    bounds lie no closer to the mean than they did since the last word. Raises ``ValueError`` for fewer than two steps,
    or an end that is not after the start.
    """
    if steps < 2 or end <= start:
        raise ValueError("a course needs two steps or more, and an end after its start")
    told = told_between(rows, start - _HORIZON, end)
    state, done, apart, points = body.start(), 0, (0.0, 0.0), list[Point]()
    for step in range(steps):
        at = start + (end - start) * step / (steps - 1)
        due = bisect_right(told, at, key=lambda one: one.at)
        if due > done:
            state = body.after(state, (one.look for one in told[done:due]))
            done, apart = due, _apart(body.read(state, Event(state.time)))
        if done and at - told[done - 1].at <= min(within, _HORIZON):
            reading = body.read(state, Event(day_of(at)))
            apart = max(apart[0], _apart(reading)[0]), max(apart[1], _apart(reading)[1])
            points.append(_point(at, at - told[done - 1].at, reading, apart))
    return tuple(points)


def usual_time(minutes: Iterable[tuple[float, bool]], level: float = 0.8) -> Usual | None:
    """How long settling usually takes, from the minutes of pauses and whether the body had settled by then.

    None for fewer than :data:`FEW_PAUSES`, or if none of them ended settled. Their order does not matter. Raises
    ``ValueError`` for minutes that are not positive and finite.

    >>> said = usual_time([(30.0, True), (40.0, True), (60.0, False), (35.0, True)])
    >>> round(said.minutes.median), said.n
    (39, 4)
    """
    told = sorted(minutes, key=lambda one: (not one[1], one[0]))  # what is exact first, so that any order is the same
    if len(told) < FEW_PAUSES or not any(settled for _, settled in told):
        return None
    learnt = Recovery()
    for minute, settled in told:
        learnt = body.settled_after(learnt, minute) if settled else body.not_settled_by(learnt, minute)
    return Usual(body.settling_time(learnt, level), len(told))


def _apart(reading: BodyReading) -> tuple[float, float]:
    """How far the bounds lie from the mean, below and above, as shares of the scale."""
    return reading.p - reading.low, reading.high - reading.p


def _point(at: datetime, since: timedelta, reading: BodyReading, apart: tuple[float, float]) -> Point:
    low, high = max(0.0, reading.p - apart[0]), min(1.0, reading.p + apart[1])
    return Point(at, since, reading.states, reading.p * _TOP, low * _TOP, high * _TOP)
