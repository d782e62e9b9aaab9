"""From a moment to what the engine reads. The one place that decides how a record becomes numbers."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from uuid import UUID

from homing.engine.events import Event
from homing.record import ALARM_MAX, Aliases, CueSeen, Direction, Evidence, Moment

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
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
        alarm=None if moment.alarm is None else moment.alarm / ALARM_MAX,
    )


def question(
    at: datetime,
    aliases: Aliases,
    *,
    people: Iterable[UUID] = (),
    cues: Iterable[CueSeen] = (),
    setting: UUID | None = None,
    outcome: float | None = None,
    alarm: float | None = None,
) -> Event:
    """An event at an instant; without an outcome it is a question. Aliases are followed, doubles told once.

    Of a cue seen twice the stronger counts. Cues that one sends are features of their own.
    """
    strengths: dict[str, float] = {}
    for seen in cues:
        name = _cue_name(aliases.canonical(seen.cue), seen.direction)
        strengths[name] = max(seen.strength, strengths.get(name, 0.0))
    return Event(
        time=(at - _EPOCH) / timedelta(days=1),
        people=tuple(sorted({str(aliases.canonical(person)) for person in people})),
        cues=tuple(sorted(strengths.items())),
        setting=None if setting is None else str(aliases.canonical(setting)),
        outcome=outcome,
        alarm=alarm,
    )


def _cue_name(cue: UUID, direction: Direction) -> str:
    return str(cue) if direction is Direction.RECEIVED else f"{cue}>"
