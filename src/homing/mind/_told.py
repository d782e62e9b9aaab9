"""What was told of the body between two instants: check-ins, and both ends of moments, tries at settling and pauses."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import NamedTuple

from homing.engine import body
from homing.mind.encode import day_of
from homing.record import CheckIn, FeltState, LivedTime, Moment, Pause, Precision, Settling
from homing.vault import Rows, microseconds

AFTER = timedelta(minutes=30)
"""So long after the beginning of a moment its end is taken to be felt, if nothing else is told sooner. A placeholder:
the record does not say when it was."""

_BATCH = 64
_EXACT = (Precision.MINUTE, Precision.HOUR)


class Told(NamedTuple):
    """A felt state, when it was felt, and how the body filter reads it."""

    at: datetime
    felt: FeltState
    look: body.CheckIn


def look_of(told: CheckIn) -> body.CheckIn:
    """A check-in as the body filter reads it. The one place that decides which of its parts count.

    How strong "on edge" is, is its arousal. How strong "settled" or "far away" is, is not: the one would be low, and
    of the other nobody knows; so their strength is not read.
    """
    arousal = told.strength if told.state is FeltState.ON_EDGE else None
    return body.CheckIn(time=day_of(told.when.utc), felt=told.state.value, arousal=arousal)


def told_between(rows: Rows, start: datetime, end: datetime) -> list[Told]:
    """Everything told of the body from ``start`` to ``end``, in the order of time. What only has a day is left out."""
    moments = [one for one in _moments(rows, start, end) if one.when.precision in _EXACT]
    felt = [one for moment in moments for one in _felt(moment.when, moment.state)]
    felt += _recent(rows, CheckIn, start, end) + _recent(rows, Settling, start, end) + _recent(rows, Pause, start, end)
    felt.sort(key=_order)
    times = [one.at for one in felt]
    for moment in moments:
        if moment.state_after is not None:
            later = bisect_right(times, moment.when.utc)
            felt.append(_at(min([moment.when.utc + AFTER, end, *times[later : later + 1]]), moment.state_after))
    return sorted(felt, key=_order)


def _order(told: Told) -> tuple[datetime, str]:
    return told.at, told.felt


def _moments(rows: Rows, start: datetime, end: datetime) -> Iterator[Moment]:
    until = microseconds(end)
    for moment in rows.moments_from((microseconds(start), "")):
        if microseconds(moment.when.utc) > until:
            break
        yield moment


def _recent(rows: Rows, kind: type[CheckIn | Settling | Pause], start: datetime, end: datetime) -> list[Told]:
    """What these records tell of, walked back in the order of writing until half a batch is older.

    An old diary that was taken in after them can hide recent ones, until the next one is written.
    """
    limit = _BATCH
    while True:
        found = [list(_tells(one)) for one in rows.newest(kind, limit)]
        if len(found) < limit or all(told.at < start for each in found[-_BATCH // 2 :] for told in each):
            return [told for each in found for told in each if start <= told.at <= end]
        limit *= 4


def _tells(record: CheckIn | Settling | Pause) -> Iterator[Told]:
    """The felt states in a record whose time is known."""
    match record:
        case CheckIn():
            if record.when.precision in _EXACT:
                yield Told(record.when.utc, record.state, look_of(record))
        case Settling():
            yield from _felt(record.when, record.before)
            if record.minutes is not None:
                yield from _felt(record.when, record.after, timedelta(minutes=record.minutes))
        case _:
            yield from _felt(record.began, record.before)
            yield from _felt(record.ended_at, record.after)


def _felt(when: LivedTime | None, state: FeltState | None, later: timedelta = timedelta()) -> Iterator[Told]:
    if when is not None and state is not None and when.precision in _EXACT:
        yield _at(when.utc + later, state)


def _at(at: datetime, felt: FeltState) -> Told:
    return Told(at, felt, body.CheckIn(time=day_of(at), felt=felt.value))
