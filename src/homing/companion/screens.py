"""The moments that matter: which screen fits the hour and the state, and what stands on it.

None of them asks for anything; what is kept there is an ordinary moment or an ordinary need.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from datetime import time
from enum import StrEnum
from uuid import UUID

from homing.care import Action, may
from homing.companion import anchors, holds, moments, names, now
from homing.companion.desk import Desk
from homing.companion.holds import care_facts
from homing.mind import aliases
from homing.record import Anchor, Anchoring, Evidence, LivedTime, Moment, Outcome
from homing.vault import Rows

NIGHT_BEGINS, NIGHT_ENDS = time(22), time(5)
"""The hours in which the dark page is offered. A convention: who works at night has other nights."""


class Screen(StrEnum):
    """A screen for one kind of moment. A pause that goes on has a line of its own wherever these stand."""

    NIGHT = "night"
    DOOR = "door"
    GOOD = "good"


@dataclass(frozen=True, slots=True)
class Fitting:
    """What stands open on Today, one at most, and what waits behind one fold."""

    first: Screen | None
    others: tuple[Screen, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Night:
    """One sentence of the person's own, and the people they named as anchors; nobody on whom a hold stands."""

    sentence: Anchor | None
    people: tuple[Anchor, ...]
    book: names.Book


@dataclass(frozen=True, slots=True, kw_only=True)
class Good:
    """What may have been good, what came with good endings before first, and whether an old alarm may be spoken of."""

    chips: now.Chips
    book: names.Book
    explains: bool


def is_night(here: LivedTime) -> bool:
    """Whether the clock of this place shows an hour of the night.

    >>> from datetime import UTC, datetime
    >>> is_night(LivedTime.at(datetime(2026, 11, 21, 2, tzinfo=UTC), "UTC"))
    True
    """
    clock = here.local.time()
    return clock >= NIGHT_BEGINS or clock < NIGHT_ENDS


def fitting(here: LivedTime, *, pausing: bool, ready: bool) -> Fitting:
    """What fits now: at most one screen stands open, the others wait behind a fold.

    During a pause none does, since its return stands there already; in the night the dark page; by day the door, for
    someone who has put words ready for it (``ready``).
    """
    night = is_night(here)
    first = None if pausing else Screen.NIGHT if night else Screen.DOOR if ready else None
    others = [screen for screen in Screen if screen is not first and (night or screen is not Screen.NIGHT)]
    return Fitting(first, tuple(others))


def night(desk: Desk) -> Night:
    """What the person's own kit says at night."""
    kit = anchors.kit(desk)
    own = [way.anchor for way in kit.ways if way.anchor is not None]
    return Night(
        sentence=next((one for one in own if one.kind is Anchoring.SENTENCE), None),
        people=tuple(one for one in own if one.kind is Anchoring.PERSON),
        book=kit.book,
    )


def keep_line(desk: Desk, line_id: UUID, text: str) -> None:
    """Keep a line as the note of a moment. The same form sent twice keeps one; what was forgotten stays so."""
    if text.strip() and not is_known(desk, line_id):
        moments.keep(desk, Moment(id=line_id, when=desk.ambient.lived_now(), note=text))


def good(desk: Desk) -> Good:
    """What can be tapped after something good."""
    fresh = Moment(id=desk.ambient.new_id(), when=desk.ambient.lived_now())

    def look(rows: Rows) -> tuple[now.Chips, names.Book]:
        book = names.book(rows)
        chips = now.chips(rows, book, fresh, fresh.when.utc)
        ended = [one for one in rows.moments(limit=now.RECENT) if _was_good(one)]
        times = Counter(book.follow.canonical(seen.cue) for one in ended for seen in one.cues)
        return replace(chips, cues=tuple(sorted(chips.cues, key=lambda cue: -times[cue.id]))), book

    chips, book = desk.vault.read(look)
    return Good(chips=chips, book=book, explains=explains(desk))


def explains(desk: Desk, people: tuple[UUID, ...] = ()) -> bool:
    """Whether it may be said that an alarm afterwards can be an old one (care rule 2).

    Not within a day of harm, not while resting, not of someone on whom a hold stands; where nobody is named, not as
    long as a hold stands on anyone.
    """

    def look(rows: Rows) -> bool:
        about = people or tuple(holds.held_people(rows))
        return bool(may(Action.THEN_NOW_SHARE, care_facts(rows, desk.ambient.now(), aliases(rows), about)))

    return desk.vault.read(look)


def is_known(desk: Desk, record_id: UUID) -> bool:
    """Whether this id was used already, be it for something that was forgotten."""
    return desk.vault.read(lambda rows: rows.holds_id(record_id) or rows.is_forgotten(record_id))


def _was_good(moment: Moment) -> bool:
    return moment.evidence is Evidence.NO_HURT and moment.outcome in (Outcome.CARE, Outcome.OKAY)
