"""The gentle things of Today: at most three, in one order, each asked of whoever knows it (care rules 13 and 16).

None inside quiet hours, while resting, for a day after harm, or about anyone on whom a hold stands. What was not done
is simply gone: nothing piles up, and nothing is counted as missed. See ``docs/adr/care-gentle-things.md``.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import islice
from typing import TypeAlias
from uuid import UUID

from homing.care import Action, may
from homing.companion import looks, names, now, pauses, quiet_hours
from homing.companion.desk import Desk
from homing.companion.holds import care_facts, held_people
from homing.companion.moments import is_one_tap
from homing.companion.practice import ladder, promises, reassurance, rituals
from homing.companion.practice.next_step import Room
from homing.companion.quiet_hours import QuietHours
from homing.record import Json, LivedTime, Look, Moment, Pause, Promise, Rhythm, Ritual
from homing.vault import Rows, WritableRows

MOST = 3
"""At most this many gentle things for today."""

LOOKED_AT = 20
"""So many of the newest moments without an ending are looked at for one that may be brought up."""

NIGHT_ENDS = timedelta(hours=4)
"""Whoever is still awake at three means, by tomorrow, the day after the next sleep."""

_OFF, _AWAY = "gentle.off", "gentle.away"


class Kind(StrEnum):
    """What may come up by itself, in the order in which it does."""

    BROKEN_OFF = "broken_off"
    LOOK = "look"
    NO_ONE = "no_one"
    PAUSE = "pause"
    RITUAL = "ritual"
    PROMISE = "promise"
    REASSURANCE = "reassurance"
    STEP = "step"
    MOMENTS = "moments"


What: TypeAlias = now.BrokenOff | Look | now.NoOneSafe | Pause | Ritual | Promise | Rhythm | Room | Moment
Source: TypeAlias = Callable[[Rows, Desk, names.Book], Iterator[What | None]]


@dataclass(frozen=True, slots=True)
class Thing:
    """One gentle thing."""

    kind: Kind
    what: What


@dataclass(frozen=True, slots=True, kw_only=True)
class Gentle:
    """At most three gentle things, and until when quiet hours last, if they go on.

    ``going_on`` is the moment in whose middle the person was, where it is not among the things because of the hour or
    of whom it names: they began it themselves, and may go on with it. ``over`` is a pause that is over, in quiet hours:
    whoever called it was promised that Homing asks, and is awake; it stays a small link.
    """

    things: tuple[Thing, ...] = ()
    quiet_until: LivedTime | None = None
    going_on: now.BrokenOff | None = None
    over: Pause | None = None

    def one(self, kind: Kind | str) -> What | None:
        """What of this kind comes up; None if nothing does."""
        return next(iter(self.all(kind)), None)

    def all(self, kind: Kind | str) -> tuple[What, ...]:
        """Everything of this kind."""
        return tuple(thing.what for thing in self.things if thing.kind == kind)


@dataclass(frozen=True, slots=True)
class Chosen:
    """What the person chose: their quiet hours (None: none), and what may come up by itself."""

    hours: QuietHours | None
    kinds: tuple[Kind, ...]


def gather(rows: Rows, desk: Desk, book: names.Book) -> Gentle:
    """What comes up now. A source is not asked where its kind may not come up, or no room is left."""
    instant = desk.ambient.now()
    if not may(Action.COUNTS, care_facts(rows, instant, book.follow)):
        return Gentle()
    kinds = [kind for kind in chosen_in(rows).kinds if kind not in _away(rows, desk)]
    hours = quiet_hours.told(rows)
    quiet = None if hours is None else hours.until(instant, desk.ambient.zone)
    things = () if quiet else tuple(islice(_things(rows, desk, book, kinds), MOST))
    over = pauses.to_ask_about_in(rows, instant) if quiet and Kind.PAUSE in kinds else None
    shown = Gentle(things=things, quiet_until=quiet, over=over)
    if Kind.BROKEN_OFF in kinds and shown.one(Kind.BROKEN_OFF) is None:
        shown = replace(shown, going_on=now.broken_off(rows, instant))
    return shown


def chosen(desk: Desk) -> Chosen:
    """What the person chose, or what holds until they do."""
    return desk.vault.read(chosen_in)


def chosen_in(rows: Rows) -> Chosen:
    """As :func:`chosen`, inside a transaction."""
    off = _words(rows.get_setting(_OFF))
    return Chosen(quiet_hours.told(rows), tuple(kind for kind in Kind if kind not in off))


def keep_hours(desk: Desk, hours: QuietHours | None) -> None:
    """Keep other quiet hours, or none."""
    desk.vault.write(lambda rows: quiet_hours.keep(rows, hours))


def let_come_up(desk: Desk, kinds: Collection[Kind]) -> None:
    """Let these kinds come up by themselves from now on, and no other."""
    off: list[Json] = [kind.value for kind in Kind if kind not in kinds]
    desk.vault.write(lambda rows: rows.set_setting(_OFF, off or None))


def not_today(desk: Desk, kind: Kind) -> None:
    """Let nothing of this kind come up before tomorrow. That is kept for one day, by its kind alone: no trace grows."""

    def work(rows: WritableRows) -> None:
        away: list[Json] = [one.value for one in Kind if one is kind or one in _away(rows, desk)]
        rows.set_setting(_AWAY, {"day": _day(desk), "kinds": away})

    desk.vault.write(work)


def _things(rows: Rows, desk: Desk, book: names.Book, kinds: Collection[Kind]) -> Iterator[Thing]:
    """Everything that may come up, in order, as far as anyone asks for it."""
    held = held_people(rows)
    for kind in kinds:
        for what in _SOURCES[kind](rows, desk, book):
            if what is not None and held.isdisjoint(map(book.follow.canonical, people_of(what))):
                yield Thing(kind, what)


def people_of(what: What) -> tuple[UUID, ...]:
    """Whom a gentle thing is about."""
    match what:
        case now.BrokenOff(moment=moment):
            return moment.people
        case Moment() | Pause() | Ritual():
            return what.people
        case Promise(person=person):
            return () if person is None else (person,)
        case Rhythm(person=person):
            return (person,)
        case Look() | now.NoOneSafe() | Room():
            return ()


def _broken_off(rows: Rows, desk: Desk, _book: names.Book) -> Iterator[What | None]:
    yield now.broken_off(rows, desk.ambient.now())


def _look(rows: Rows, desk: Desk, _book: names.Book) -> Iterator[What | None]:
    yield looks.due_in(rows, desk)


def _no_one(rows: Rows, desk: Desk, _book: names.Book) -> Iterator[What | None]:
    yield now.no_one_safe_in(rows, desk.ambient.now())


def _pause(rows: Rows, desk: Desk, _book: names.Book) -> Iterator[What | None]:
    yield pauses.to_ask_about_in(rows, desk.ambient.now())


def _ritual(rows: Rows, desk: Desk, book: names.Book) -> Iterator[What | None]:
    yield rituals.due(rows, desk, book)


def _promise(rows: Rows, desk: Desk, book: names.Book) -> Iterator[What | None]:
    yield promises.due(rows, desk, book)


def _reassurance(rows: Rows, desk: Desk, book: names.Book) -> Iterator[What | None]:
    yield reassurance.due(rows, desk, book)


def _step(rows: Rows, desk: Desk, book: names.Book) -> Iterator[What | None]:
    yield ladder.due(rows, desk, book)


def _moments(rows: Rows, desk: Desk, _book: names.Book) -> Iterator[What | None]:
    broken_off = now.broken_off(rows, desk.ambient.now())
    for one in rows.moments(unfinished=True, limit=LOOKED_AT):
        if not is_one_tap(one) and (broken_off is None or one.id != broken_off.moment.id):
            yield one


_SOURCES: dict[Kind, Source] = {
    Kind.BROKEN_OFF: _broken_off,
    Kind.LOOK: _look,
    Kind.NO_ONE: _no_one,
    Kind.PAUSE: _pause,
    Kind.RITUAL: _ritual,
    Kind.PROMISE: _promise,
    Kind.REASSURANCE: _reassurance,
    Kind.STEP: _step,
    Kind.MOMENTS: _moments,
}


def _day(desk: Desk) -> str:
    """The day that goes on, as someone means it who has not slept yet."""
    here: datetime = desk.ambient.lived_now().local - NIGHT_ENDS
    return here.date().isoformat()


def _away(rows: Rows, desk: Desk) -> frozenset[str]:
    """The kinds put away today."""
    kept = rows.get_setting(_AWAY)
    if not isinstance(kept, dict) or kept.get("day") != _day(desk):
        return frozenset()
    return _words(kept.get("kinds"))


def _words(kept: Json) -> frozenset[str]:
    return frozenset(one for one in kept if isinstance(one, str)) if isinstance(kept, list) else frozenset()
