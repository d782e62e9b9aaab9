"""The ladder: the person's own small steps, toward someone or in general, each with a window, how far, and a way out.

A try of a step is a moment like any other. A step down is a step like any other: nothing here tells up from down.
See ``docs/adr/care-ladder.md``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TypeAlias
from uuid import UUID

from homing.care import Action, Reason, Verdict, may
from homing.companion import moments, names, windows
from homing.companion.desk import Desk, NotFound, one_of
from homing.companion.holds import care_facts
from homing.companion.moments import TAPPED_TWICE
from homing.companion.names import Book
from homing.companion.practice import next_step, stepping
from homing.companion.practice.next_step import Loud, Next, due, loud, proposal
from homing.record import Channel, Evidence, Moment, Outcome, Person, Step, Window, WindowSeen
from homing.vault import Rows, WritableRows

__all__ = [
    "Ended",
    "Ladder",
    "Met",
    "Otherwise",
    "Rung",
    "StepPage",
    "add",
    "all_of",
    "change",
    "due",
    "ended",
    "find",
    "forget",
    "look",
    "met",
    "proposal",
    "remove",
    "set_aside",
    "tell",
    "try_it",
    "use_against",
]


class Otherwise(StrEnum):
    """How a try ended, where no outcome word says it."""

    USED_AGAINST = "used_against"
    PROTECTED = "protected"
    OPEN = "open"


Ended: TypeAlias = Outcome | Otherwise


@dataclass(frozen=True, slots=True)
class Met:
    """How the tries of a step were met, in counts over all ``n``. A protected one is under no outcome word."""

    n: int
    counts: dict[Ended, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rung:
    """A step in the list: with whom (None: someone is not here any more), how loud it is expected, how often tried."""

    step: Step
    people: tuple[Person, ...] | None
    loud: Loud | None
    tries: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Ladder:
    """Every step: those of now, grouped by whom they are with (in general first), the quietest first; and ``aside``
    those set aside, or with someone who is not here any more.

    ``counts``: whether anything may be counted. ``next``: what is offered, or why nothing is.
    """

    groups: tuple[tuple[tuple[Person, ...], tuple[Rung, ...]], ...]
    aside: tuple[Rung, ...]
    counts: Verdict
    next: Next
    book: Book


@dataclass(frozen=True, slots=True, kw_only=True)
class StepPage:
    """One step. ``window``: as it stands now, and ``opens`` whether the step would have it stand wider.

    ``begins`` tells whether it may be begun here; ``going_on`` is a try without an ending. ``tries``, newest first, and
    ``met`` are there while ``counts`` may be told.
    """

    step: Step
    people: tuple[Person, ...] | None
    loud: Loud | None
    window: Window | None
    opens: bool
    begins: Verdict
    going_on: Moment | None
    counts: Verdict
    tries: tuple[Moment, ...]
    met: Met
    book: Book


def all_of(desk: Desk) -> Ladder:
    """The whole ladder, and what is offered."""
    following, now = proposal(desk), desk.ambient.now()

    def work(rows: Rows) -> Ladder:
        book, tries = names.book(rows), next_step.tries_of(rows, now)
        rungs = [_rung(step, tries.get(step.id, ()), book) for step in rows.all(Step)]
        here = sorted((one for one in rungs if _is_here(one)), key=_quietest)
        groups: dict[tuple[UUID, ...], list[Rung]] = {(): []}
        for one in here:
            groups.setdefault(tuple(sorted(person.id for person in one.people or ())), []).append(one)
        return Ladder(
            groups=tuple((told[0].people or (), tuple(told)) for told in groups.values() if told),
            aside=tuple(one for one in rungs if not _is_here(one)),
            counts=may(Action.COUNTS, care_facts(rows, now, book.follow)),
            next=following,
            book=book,
        )

    return desk.vault.read(work)


def look(desk: Desk, step_id: UUID) -> StepPage:
    """One step and its tries; raises :class:`NotFound`."""
    windows.close_expired(desk)
    now = desk.ambient.now()

    def work(rows: Rows) -> StepPage:
        step, book = one_of(rows, Step, step_id), names.book(rows)
        tries = next_step.tries_of(rows, now).get(step_id, ())
        counts = may(Action.COUNTS, care_facts(rows, now, book.follow))
        begins = stepping.may_begin(stepping.Reading(rows, now, book), step)
        window = None if step.window is None else rows.find(Window, step.window)
        wider = window is not None and step.opening is not None and step.opening.step > window.standing(now).step
        return StepPage(
            step=step,
            people=stepping.people_of(step, book),
            loud=loud(step, tries),
            window=window,
            opens=wider and bool(begins),
            begins=begins,
            going_on=next((one for one in tries[:1] if not one.is_finished), None),
            counts=counts,
            tries=tries if counts else (),
            met=met(tries if counts else ()),
            book=book,
        )

    return desk.vault.read(work)


def find(desk: Desk, step_id: UUID) -> Step:
    """The step; raises :class:`NotFound`."""
    return desk.vault.read(lambda rows: one_of(rows, Step, step_id))


def add(desk: Desk, step: Step, new_people: Sequence[str] = (), new_setting: str = "") -> Step:
    """Keep a new step, and whomever and wherever it names for the first time.

    One that was for someone who was forgotten meanwhile is set aside: it must not become one in general.
    """
    return desk.vault.write(lambda rows: _put(rows, desk, step, new_people, new_setting))


def change(desk: Desk, step: Step, new_people: Sequence[str] = (), new_setting: str = "") -> Step:
    """Keep a step in other words, for others, by another window. Raises :class:`NotFound`."""

    def work(rows: WritableRows) -> Step:
        one_of(rows, Step, step.id)
        return _put(rows, desk, step, new_people, new_setting)

    return desk.vault.write(work)


def set_aside(desk: Desk, step_id: UUID, *, aside: bool) -> Step:
    """Put a step aside for now, or take it up. Raises :class:`NotFound`."""

    def work(rows: WritableRows) -> Step:
        step = replace(one_of(rows, Step, step_id), set_aside=aside)
        rows.put(step, desk.ambient.now())
        return step

    return desk.vault.write(work)


def remove(desk: Desk, step_id: UUID) -> None:
    """Into the bin; the moments stay. Raises :class:`NotFound`."""

    def work(rows: WritableRows) -> None:
        one_of(rows, Step, step_id)
        rows.remove(step_id, desk.ambient.now())

    desk.vault.write(work)


def forget(desk: Desk, step_id: UUID) -> None:
    """Forget it for good; the moments stay, without it. Raises :class:`NotFound`."""
    find(desk, step_id)
    moments.forget(desk, step_id)


def try_it(
    desk: Desk,
    step_id: UUID,
    *,
    outcome: Outcome | None = None,
    protected: bool = False,
    alarm: int | None = None,
    zone: str | None = None,
) -> Moment | None:
    """Keep a moment in which the step is tried: begun just now, or (with an ending) just lived. Nothing is opened.

    None if it may not be begun. What was lived is kept whatever stands against it; under a hold as a moment like any
    other, not as a step. The same again within seconds is a finger that tapped twice. Raises
    :class:`NotFound`.
    """
    begun = desk.ambient.now()
    is_ended = outcome is not None or protected

    def work(rows: WritableRows) -> Moment | None:
        step, book = one_of(rows, Step, step_id), names.book(rows)
        begins = stepping.may_begin(stepping.Reading(rows, begun, book), step)
        if not begins and not is_ended:
            return None
        is_step = begins.reason is not Reason.HOLD
        seen = _seen(rows, step, desk) if is_step else ()
        moment = Moment(
            id=desk.ambient.new_id(),
            when=desk.ambient.lived_now(zone),
            people=tuple(one for one in step.people if rows.holds_id(one)),
            setting=step.setting if step.setting is not None and rows.holds_id(step.setting) else None,
            alarm=alarm,
            outcome=outcome,
            protected=protected,
            windows=seen,
            aperture=windows.aperture(seen),
            step=step.id if is_step else None,
        )
        before = _tapped_just_now(rows, desk, moment)
        if before is None:
            rows.put(moment, begun)
        return before or moment

    return desk.vault.write(work)


def tell(
    desk: Desk, step_id: UUID, moment_id: UUID, *, outcome: Outcome | None, protected: bool, alarm: int | None = None
) -> Moment:
    """Keep how a try went that was begun before; what is not told stays. Raises :class:`NotFound`."""
    moment = _try_of(desk, step_id, moment_id)
    told = replace(
        moment,
        outcome=outcome or moment.outcome,
        protected=protected or moment.protected,
        alarm=moment.alarm if alarm is None else alarm,
    )
    return moments.keep(desk, told)


def use_against(desk: Desk, step_id: UUID, moment_id: UUID, *, used: bool) -> Moment:
    """Keep that what was shared in a try was used against me later, or that it was not. Raises :class:`NotFound`."""
    return moments.keep(desk, replace(_try_of(desk, step_id, moment_id), used_against=used))


def met(tries: Sequence[Moment]) -> Met:
    """How tries were met, in counts. Each is counted once."""
    each = [ended(one) for one in tries]
    kinds: tuple[Ended, ...] = (*Outcome, *Otherwise)
    return Met(len(tries), {one: each.count(one) for one in kinds if one in each})


def ended(moment: Moment) -> Ended:
    """How a try ended, in one word: what hurt first, then what was protected."""
    if moment.outcome is not None and moment.outcome.is_hurt:
        return moment.outcome
    if moment.used_against:
        return Otherwise.USED_AGAINST
    if moment.evidence is Evidence.PROTECTED:
        return Otherwise.PROTECTED
    return Otherwise.OPEN if moment.outcome is None else moment.outcome


def _rung(step: Step, tries: Sequence[Moment], book: Book) -> Rung:
    return Rung(step=step, people=stepping.people_of(step, book), loud=loud(step, tries), tries=len(tries))


def _is_here(rung: Rung) -> bool:
    return not rung.step.set_aside and rung.people is not None


def _quietest(rung: Rung) -> tuple[bool, float]:
    """The quietest first; those of which nothing is expected after them, in order of telling."""
    return rung.loud is None, rung.loud.p if rung.loud else 0.0


def _try_of(desk: Desk, step_id: UUID, moment_id: UUID) -> Moment:
    moment = moments.find(desk, moment_id)
    if moment.step != step_id:
        raise NotFound(moment_id)
    return moment


def _put(rows: WritableRows, desk: Desk, step: Step, new_people: Sequence[str], new_setting: str) -> Step:
    named = [names.person_named(rows, desk, label).id for label in new_people if label.strip()]
    known = [one for one in step.people if rows.holds_id(one)]
    place = names.cue_named(rows, desk, new_setting, Channel.SETTING).id if new_setting.strip() else step.setting
    people = tuple(dict.fromkeys([*known, *named]))
    whole = replace(
        step,
        people=people,
        setting=place if place is not None and rows.holds_id(place) else None,
        window=step.window if step.window is not None and rows.holds_id(step.window) else None,
        set_aside=step.set_aside or (bool(step.people) and not people),
    )
    rows.put(whole, desk.ambient.now())
    return whole


def _seen(rows: Rows, step: Step, desk: Desk) -> tuple[WindowSeen, ...]:
    """The window of a step, as it stands now."""
    window = None if step.window is None else rows.find(Window, step.window)
    return () if window is None else (WindowSeen(window=window.id, opening=window.standing(desk.ambient.now())),)


def _tapped_just_now(rows: Rows, desk: Desk, moment: Moment) -> Moment | None:
    """The same try told seconds ago. A moment's own time knows minutes only."""
    for last in rows.newest(Moment, 1):
        told, again = ((one.step, one.people, one.outcome, one.protected) for one in (last, moment))
        if told == again and abs(desk.ambient.now() - rows.history(last.id)[-1].at) < TAPPED_TWICE:
            return last
    return None
