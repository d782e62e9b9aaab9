"""From a moment to what the engine reads. The one place that decides how a record becomes numbers."""

from __future__ import annotations

import math
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from uuid import UUID

from homing.engine import alarm
from homing.engine.alarm import Answer, Points
from homing.engine.events import Event
from homing.record import ALARM_MAX, Aliases, Belongs, CueSeen, Direction, Evidence, Memory, Moment, Person

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_POINTS = {Belongs.THEN: Points.THEN, Belongs.NOW: Points.NOW, Belongs.BOTH: Points.BOTH}
_OUTCOMES = {Evidence.HURT: 1.0, Evidence.NO_HURT: 0.0}


def event_of(moment: Moment, aliases: Aliases) -> Event:
    """The moment as an event. Protected and open endings carry no outcome."""
    return question(
        moment.when.utc,
        aliases,
        people=moment.people,
        cues=moment.cues,
        setting=moment.setting,
        outcome=_OUTCOMES.get(moment.evidence),
        felt=None if moment.alarm is None else moment.alarm / ALARM_MAX,
        aperture=moment.aperture,
        moment_id=str(moment.id),
    )


def answer_of(moment: Moment, since: float | None) -> Answer | None:
    """What the person said of then and now, as evidence. Nothing is gained from "not sure", nor from a danger."""
    points = None if moment.is_dangerous or moment.belongs is None else _POINTS.get(moment.belongs)
    if points is None or (since is None and points is not Points.BOTH):
        return None
    return Answer(points, since=math.nan if since is None else since)


def known_since(people: Iterable[Person], aliases: Aliases) -> dict[str, float]:
    """Since which day (since the epoch) each person is known, where that was told; of merged ones the earliest."""
    since: dict[str, float] = {}
    for person in people:
        if person.known_since is not None:
            name = str(aliases.canonical(person.id))
            day = float(person.known_since.earliest.toordinal() - _EPOCH.toordinal())
            since[name] = min(day, since.get(name, day))
    return since


def memory_of(memory: Memory, aliases: Aliases) -> alarm.Memory:
    """Something old, as what it seeds: in the middle of the year, month or day that was told, give or take its half."""
    first = memory.about.earliest
    days = {4: 365.0, 7: 30.0}.get(len(memory.about.text), 1.0)
    return alarm.Memory(
        time=first.toordinal() - _EPOCH.toordinal() + days / 2,
        uncertainty=days / 2,
        strength=memory.alarm / ALARM_MAX,
        label=str(memory.id),
        people=tuple(sorted({str(aliases.canonical(one)) for one in memory.people})),
        cues=tuple(sorted({(str(aliases.canonical(one)), 1.0) for one in memory.cues})),
    )


def question(
    at: datetime,
    aliases: Aliases,
    *,
    people: Iterable[UUID] = (),
    cues: Iterable[CueSeen] = (),
    setting: UUID | None = None,
    outcome: float | None = None,
    felt: float | None = None,
    aperture: float = 1.0,
    moment_id: str = "",
) -> Event:
    """An event at an instant; without an outcome it is a question. Aliases are followed, doubles told once.

    Of a cue seen twice the stronger counts. Cues that one sends are features of their own.
    """
    strengths: dict[str, float] = {}
    for seen in cues:
        name = _cue_name(aliases.canonical(seen.cue), seen.direction)
        strengths[name] = max(seen.strength, strengths.get(name, 0.0))
    return Event(
        time=day_of(at),
        people=tuple(sorted({str(aliases.canonical(person)) for person in people})),
        cues=tuple(sorted(strengths.items())),
        setting=None if setting is None else str(aliases.canonical(setting)),
        outcome=outcome,
        alarm=felt,
        aperture=aperture,
        id=moment_id,
    )


def day_of(at: datetime) -> float:
    """An instant in days since the Unix epoch."""
    return (at - _EPOCH) / timedelta(days=1)


def _cue_name(cue: UUID, direction: Direction) -> str:
    return str(cue) if direction is Direction.RECEIVED else f"{cue}>"
