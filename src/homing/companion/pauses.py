"""Pauses of one's own: the promised return, how it went, how long settling usually takes, terms agreed in calm.

That a pause goes on is told by its return instant alone (:mod:`homing.companion.plain`), which lives through lock and
restart. The records here belong to the person alone: nobody else sees them, and nothing is counted against anyone (care
rule 11). "I need to get away" leaves none.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

from homing.companion import moments, names, rest
from homing.companion.desk import Desk, NotFound
from homing.companion.pause import LEAST, MOST
from homing.mind.felt import Usual, usual_time
from homing.record import ComingBack, Ended, FeltState, LivedTime, Pause, Terms
from homing.vault import Rows, WritableRows

ASKED_FOR = timedelta(days=3)
"""So long after its return time one is asked how coming back was; then the question goes away by itself."""

ROUND = 5
"""Minutes to which a length that was learnt is rounded."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PausePage:
    """What stands beside a pause: the one that goes on, terms, how long settling usually takes, and the default."""

    running: Pause | None
    terms: tuple[Terms, ...]
    usual: Usual | None
    minutes: int
    book: names.Book


def page(desk: Desk, back: datetime | None) -> PausePage:
    """What the page of a pause shows, given the return instant that goes on now."""

    def work(rows: Rows) -> PausePage:
        terms, usual = tuple(rows.all(Terms)), _usual(rows)
        return PausePage(
            running=_running(rows, back),
            terms=terms,
            usual=usual,
            minutes=_default(terms, usual),
            book=names.book(rows),
        )

    return desk.vault.read(work)


def begin(desk: Desk, back: datetime, before: FeltState | None = None, people: Sequence[UUID] = ()) -> Pause:
    """Remember that a pause begins now, with this return instant."""
    now, ends = desk.ambient.lived_now(), LivedTime.at(back, desk.ambient.zone)
    pause = Pause(id=desk.ambient.new_id(), back=ends, first_back=ends, began=now, before=before, people=tuple(people))
    desk.vault.write(lambda rows: rows.put(pause, desk.ambient.now()))
    return pause


def take_over(desk: Desk, back: datetime | None) -> Pause | None:
    """Remember a pause that was called before unlocking; the one that goes on, if any."""

    def work(rows: WritableRows) -> Pause | None:
        known = _running(rows, back)
        if back is None or known is not None:
            return known
        ends = LivedTime.at(back, desk.ambient.zone)
        pause = Pause(id=desk.ambient.new_id(), back=ends, first_back=ends)
        rows.put(pause, desk.ambient.now())
        return pause

    return None if back is None else desk.vault.write(work)


def longer(desk: Desk, was: datetime | None, back: datetime) -> Pause:
    """The pause that goes on has a new return instant; more time is one's own to take."""

    def work(rows: WritableRows) -> Pause | None:
        pause = _running(rows, was)
        if pause is None:
            return None
        longer = replace(pause, back=LivedTime.at(back, desk.ambient.zone))
        rows.put(longer, desk.ambient.now())
        return longer

    return desk.vault.write(work) or begin(desk, back)


def end(desk: Desk, back: datetime | None, how: Ended, after: FeltState | None = None) -> Pause | None:
    """End the pause that goes on, as its owner says; None if nothing is known of one."""

    def work(rows: WritableRows) -> Pause | None:
        pause = _running(rows, back)
        if pause is None:
            return None
        ended = replace(pause, ended=how, ended_at=desk.ambient.lived_now(), after=after or pause.after)
        rows.put(ended, desk.ambient.now())
        return ended

    return desk.vault.write(work)


def drop(desk: Desk, back: datetime | None) -> None:
    """Forget the pause that goes on, as if it had never been: one who needs to get away is not followed up."""

    def work(rows: WritableRows) -> None:
        pause = _running(rows, back)
        if pause is not None:
            rows.forget([pause.id])

    desk.vault.write(work)


def to_ask_about(desk: Desk, back: datetime | None) -> Pause | None:
    """The pause of which to ask, once and gently, how coming back was; None while resting.

    Only one that its owner ended, or whose return time came while it went on (``back``).
    """
    now = desk.ambient.now()

    def work(rows: Rows) -> Pause | None:
        over = _minute(back) if back is not None and back <= now else None
        asked = [
            pause
            for pause in rows.all(Pause)
            if pause.coming_back is None
            and pause.back.utc - MOST <= now <= pause.back.utc + ASKED_FOR
            and (pause.ended is Ended.BACK or (pause.ended is None and pause.back.utc == over))
        ]
        resting = rest.until(rows, now) is not None
        return None if resting else max(asked, key=lambda pause: pause.back.utc, default=None)

    return desk.vault.read(work)


def answer(desk: Desk, pause_id: UUID, how: ComingBack, after: FeltState | None = None, note: str = "") -> Pause:
    """Keep how coming back was; raises :class:`NotFound`."""

    def work(rows: WritableRows) -> Pause:
        pause = rows.find(Pause, pause_id)
        if pause is None:
            raise NotFound(pause_id)
        told = replace(pause, coming_back=how, after=after or pause.after, note=note or pause.note)
        rows.put(told, desk.ambient.now())
        return told

    return desk.vault.write(work)


def all_of(desk: Desk) -> list[Pause]:
    """Every pause, the newest first."""
    return sorted(desk.vault.read(lambda rows: rows.all(Pause)), key=lambda pause: pause.back.utc, reverse=True)


def forget(desk: Desk, record_id: UUID) -> None:
    """Forget a pause, or terms, for good; raises :class:`NotFound`."""
    if desk.vault.read(lambda rows: rows.find(Pause, record_id) or rows.find(Terms, record_id)) is None:
        raise NotFound(record_id)
    moments.forget(desk, record_id)


def agree(desk: Desk, terms: Terms, new_people: Sequence[str] = ()) -> Terms:
    """Keep what was agreed in calm, and whomever it names for the first time.

    Raises ``ValueError`` for less than is offered, or more than a day.
    """
    if not LEAST <= timedelta(minutes=terms.minutes) <= MOST:
        raise ValueError("a pause lasts from 20 minutes to a day")

    def work(rows: WritableRows) -> Terms:
        named = [names.person_named(rows, desk, label).id for label in new_people if label.strip()]
        known = [one for one in terms.people if rows.holds_id(one)]
        told = replace(terms, people=tuple(dict.fromkeys([*known, *named])))
        rows.put(told, desk.ambient.now())
        return told

    return desk.vault.write(work)


def _running(rows: Rows, back: datetime | None) -> Pause | None:
    """The record of the pause whose return instant this is."""
    if back is None:
        return None
    found = [pause for pause in rows.all(Pause) if pause.ended is None and pause.back.utc == _minute(back)]
    return found[-1] if found else None


def _minute(instant: datetime) -> datetime:
    return instant.replace(second=0, microsecond=0)


def _usual(rows: Rows) -> Usual | None:
    told = [pause for pause in rows.all(Pause) if pause.began and pause.ended_at and pause.after]
    return usual_time((_minutes(pause), pause.after is FeltState.SETTLED) for pause in told)


def _minutes(pause: Pause) -> float:
    began, ended = pause.began, pause.ended_at
    return max(1.0, (ended.utc - began.utc) / timedelta(minutes=1)) if began and ended else 1.0


def _default(terms: Sequence[Terms], usual: Usual | None) -> int:
    """What was agreed comes first, then what was learnt, rounded up; never less than is offered, never over a day."""
    if terms:
        return terms[-1].minutes
    least, most = (int(span / timedelta(minutes=1)) for span in (LEAST, MOST))
    learnt = 0 if usual is None else -(-int(usual.minutes.median) // ROUND) * ROUND
    return min(max(least, learnt), most)
