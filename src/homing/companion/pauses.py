"""Pauses of one's own: the promised return, how it went, how long settling usually takes (S13).

That a pause goes on is told by its return instant alone (:mod:`homing.companion.plain`), which lives through lock and
restart. The records here belong to the person alone: nobody else sees them, and nothing is counted against anyone (care
rule 11). "I need to get away" leaves none, wherever it was tapped. See ``docs/adr/care-pause.md``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

from homing.care import Action, may
from homing.companion import names, terms
from homing.companion.desk import Desk, forget_one, one_of
from homing.companion.holds import care_facts, held_people
from homing.companion.pause import LEAST, MOST
from homing.companion.pause import running as goes_on
from homing.mind import aliases
from homing.mind.felt import Usual, usual_time
from homing.record import ComingBack, Ended, FeltState, LivedTime, Pause, Terms
from homing.vault import Rows, WritableRows

ASKED_FOR = timedelta(days=3)
"""So long after its return time one is asked how coming back was; then the question goes away by itself."""

STILL_NOW = timedelta(hours=1)
"""So long after the end of a pause "how is it in you now?" is still about that end."""

ROUND = 5
"""Minutes to which a length that was learnt is rounded, up."""

RECENT = 50
"""So many pauses written last are looked at: for one to ask about, and for how long settling takes by now."""

_GOING, _PASSED = "pause.going", "pause.passed"


@dataclass(frozen=True, slots=True, kw_only=True)
class PausePage:
    """What stands beside a pause: its record, what was agreed, how long settling usually takes, the length to offer.

    ``usual`` is None while resting, for a day after harm, during a pause, or where too little is known.
    """

    pause: Pause | None
    agreed: Terms | None
    usual: Usual | None
    minutes: int
    book: names.Book


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """Every pause, the newest first, and how long settling usually takes."""

    pauses: tuple[Pause, ...]
    usual: Usual | None
    book: names.Book


@dataclass(frozen=True, slots=True)
class Outside:
    """How a pause was ended while the vault was locked, and when; ``how`` is None for one who got away."""

    how: Ended | None
    at: LivedTime


@dataclass(frozen=True, slots=True)
class _Going:
    """The record of the pause that goes on, and the return instant it was last given on this device."""

    id: UUID
    back: datetime


def page(desk: Desk) -> PausePage:
    """What the page of a pause shows."""

    def work(rows: Rows) -> PausePage:
        going = _going_pause(rows)
        agreed = terms.that_hold(rows, going.people if going else ())
        usual = None if going else _usual(rows, desk.ambient.now())
        minutes = _default(agreed, usual)
        return PausePage(pause=going, agreed=agreed, usual=usual, minutes=minutes, book=names.book(rows))

    return desk.vault.read(work)


def catch_up(desk: Desk, back: datetime | None, outside: Outside | None = None) -> None:
    """Bring the records to what was told of pauses before unlocking.

    A pause called then is taken over. One whose return time was changed is the same pause, longer. One that was ended
    is ended; one that is gone without a word is forgotten: its owner may have needed to get away.
    """

    def stands(rows: Rows) -> bool:
        going = _going(rows)
        return outside is None and (going.back if going else None) == (_minute(back) if back else None)

    def work(rows: WritableRows) -> None:
        known, pause = _going(rows), _going_pause(rows)
        if known is not None and (outside is not None or back is None):
            if outside is not None and outside.how is not None:
                _end(rows, desk, pause, outside.how, outside.at)
            elif pause is not None:
                rows.forget([pause.id])
            rows.set_setting(_GOING, None)
            known = None
        if back is None:
            return
        if known is not None:
            _prolong(rows, desk, known.id, back)
        elif goes_on(desk.ambient.now(), back):
            ends = LivedTime.at(back, desk.ambient.zone)
            _start(rows, desk, Pause(id=desk.ambient.new_id(), back=ends, first_back=ends))

    if not desk.vault.read(stands):
        desk.vault.write(work)


def begin(desk: Desk, back: datetime, before: FeltState | None = None, people: Sequence[UUID] = ()) -> None:
    """Remember that a pause begins now, with this return instant.

    While one goes on it is the same one with a new end: a finger may have tapped twice. One whose time has come is
    left, to be asked about.
    """

    def work(rows: WritableRows) -> None:
        known, pause = _going(rows), _going_pause(rows)
        if known is not None and known.back > desk.ambient.now():
            _prolong(rows, desk, known.id, back)
            return
        if pause is not None:
            rows.set_setting(_PASSED, str(pause.id))
        _start(rows, desk, _new(rows, desk, back, before, people))

    desk.vault.write(work)


def longer(desk: Desk, back: datetime) -> None:
    """The pause that goes on has a new return instant; more time is one's own to take."""

    def work(rows: WritableRows) -> None:
        known = _going(rows)
        if known is None:
            _start(rows, desk, Pause(id=desk.ambient.new_id(), back=LivedTime.at(back, desk.ambient.zone)))
        else:
            _prolong(rows, desk, known.id, back)

    desk.vault.write(work)


def end(desk: Desk) -> Pause | None:
    """End the pause that goes on: its owner is back. None if no record of it is there."""

    def work(rows: WritableRows) -> Pause | None:
        pause = _going_pause(rows)
        rows.set_setting(_GOING, None)
        return _end(rows, desk, pause, Ended.BACK, desk.ambient.lived_now())

    return desk.vault.write(work)


def not_today(desk: Desk, back: datetime) -> None:
    """End this pause without coming back today, and begin the next, with the same people and this return instant."""

    def work(rows: WritableRows) -> None:
        pause = _end(rows, desk, _going_pause(rows), Ended.NOT_TODAY, desk.ambient.lived_now())
        _start(rows, desk, _new(rows, desk, back, None, pause.people if pause else ()))

    desk.vault.write(work)


def drop(desk: Desk) -> None:
    """Forget the pause that goes on, as if it had never been: one who needs to get away is not followed up."""

    def work(rows: WritableRows) -> None:
        pause = _going_pause(rows)
        rows.set_setting(_GOING, None)
        if pause is not None:
            rows.forget([pause.id])

    desk.vault.write(work)


def let_go(desk: Desk) -> None:
    """The return time came long ago and is no longer kept; the record stays as it is."""
    desk.vault.write(lambda rows: rows.set_setting(_GOING, None))


def to_ask_about(desk: Desk) -> Pause | None:
    """The pause of which to ask, gently, how coming back was: the last one that is over.

    Nothing is asked while resting, for a day after harm, nor of a pause from someone on whom a hold stands (care rule
    2). Only one that its owner ended by being back, or whose return time came on this device while it went on.
    """
    return desk.vault.read(lambda rows: to_ask_about_in(rows, desk.ambient.now()))


def to_ask_about_in(rows: Rows, now: datetime) -> Pause | None:
    """As :func:`to_ask_about`, inside a transaction."""
    going = _going(rows)
    passed = {str(rows.get_setting(_PASSED)), str(going.id) if going and going.back <= now else ""}
    asked = [
        pause
        for pause in rows.newest(Pause, RECENT)
        if pause.coming_back is None
        and pause.back.utc - MOST <= now <= pause.back.utc + ASKED_FOR
        and (pause.ended is Ended.BACK or (pause.ended is None and str(pause.id) in passed))
    ]
    follow = aliases(rows)
    free = [one for one in asked if may(Action.ESTIMATE, care_facts(rows, now, follow, one.people))]
    return max(free, key=lambda pause: pause.back.utc, default=None)


def find(desk: Desk, pause_id: UUID) -> Pause:
    """One pause; raises :class:`NotFound`."""
    return desk.vault.read(lambda rows: one_of(rows, Pause, pause_id))


def is_fresh(desk: Desk, pause: Pause) -> bool:
    """Whether the pause ended so lately that how it is now is how it was at its end."""
    ended = pause.ended_at
    return ended is not None and timedelta() <= desk.ambient.now() - ended.utc <= STILL_NOW


def answer(desk: Desk, pause_id: UUID, how: ComingBack | None, after: FeltState | None = None) -> bool:
    """Keep how coming back was, and how it was in oneself then. Whether the pause that went on is over with that.

    ``after`` is kept only right after the end (:func:`is_fresh`): nothing is learnt from a later state. Raises
    :class:`NotFound`.
    """

    def work(rows: WritableRows) -> bool:
        pause, going = one_of(rows, Pause, pause_id), _going(rows)
        told = replace(pause, coming_back=how or pause.coming_back)
        if after is not None and is_fresh(desk, pause):
            told = replace(told, after=after)
        if told.ended is None and how not in (None, ComingBack.NOT_YET):
            told = replace(told, ended=Ended.BACK)
        if told != pause:
            rows.put(told, desk.ambient.now())
        is_over = how is not None and going is not None and going.id == pause_id and going.back <= desk.ambient.now()
        if is_over:
            rows.set_setting(_GOING, None)
        return is_over

    return desk.vault.write(work)


def history(desk: Desk) -> History:
    """One's own pauses, for oneself alone."""

    def work(rows: Rows) -> History:
        pauses = sorted(rows.all(Pause), key=lambda pause: pause.back.utc, reverse=True)
        return History(pauses=tuple(pauses), usual=_usual(rows, desk.ambient.now()), book=names.book(rows))

    return desk.vault.read(work)


def forget(desk: Desk, pause_id: UUID) -> None:
    """Forget a pause for good; raises :class:`NotFound`. One that goes on does so without a record."""
    forget_one(desk, Pause, pause_id)


def _new(rows: WritableRows, desk: Desk, back: datetime, before: FeltState | None, people: Sequence[UUID]) -> Pause:
    ends = LivedTime.at(back, desk.ambient.zone)
    return Pause(
        id=desk.ambient.new_id(),
        back=ends,
        first_back=ends,
        began=desk.ambient.lived_now(),
        before=before,
        people=tuple(one for one in people if rows.holds_id(one)),
    )


def _start(rows: WritableRows, desk: Desk, pause: Pause) -> None:
    rows.put(pause, desk.ambient.now())
    rows.set_setting(_GOING, f"{pause.id} {pause.back.utc.isoformat()}")


def _prolong(rows: WritableRows, desk: Desk, pause_id: UUID, back: datetime) -> None:
    ends, pause = LivedTime.at(back, desk.ambient.zone), _going_pause(rows)
    rows.set_setting(_GOING, f"{pause_id} {ends.utc.isoformat()}")
    if pause is not None and pause.back != ends:
        rows.put(replace(pause, back=ends), desk.ambient.now())


def _end(rows: WritableRows, desk: Desk, pause: Pause | None, how: Ended, at: LivedTime) -> Pause | None:
    if pause is None:
        return None
    ended = replace(pause, ended=how, ended_at=at)
    rows.put(ended, desk.ambient.now())
    return ended


def _going(rows: Rows) -> _Going | None:
    told = rows.get_setting(_GOING)
    if told is None:
        return None
    pause_id, _, back = str(told).partition(" ")
    return _Going(UUID(pause_id), datetime.fromisoformat(back))


def _going_pause(rows: Rows) -> Pause | None:
    """The record of the pause that goes on; None if there is none, or its owner forgot it meanwhile."""
    going = _going(rows)
    pause = rows.find(Pause, going.id) if going else None
    return pause if pause is not None and pause.ended is None else None


def _minute(instant: datetime) -> datetime:
    return instant.replace(second=0, microsecond=0)


def _usual(rows: Rows, now: datetime) -> Usual | None:
    """How long settling usually takes, from pauses whose both ends and last state are known; none from a held person.

    None while resting, and for a day after harm (care rule 2).
    """
    follow = aliases(rows)
    if not may(Action.COUNTS, care_facts(rows, now, follow)):
        return None
    held = held_people(rows)
    told = [
        pause
        for pause in rows.newest(Pause, RECENT)
        if pause.ended is Ended.BACK and pause.after and held.isdisjoint(map(follow.canonical, pause.people))
    ]
    timed = [(_length(pause), pause.after) for pause in told]
    return usual_time((minutes, after is FeltState.SETTLED) for minutes, after in timed if minutes is not None)


def _length(pause: Pause) -> float | None:
    """Minutes from beginning to end; None where that is not known, or a clock was changed in between."""
    if pause.began is None or pause.ended_at is None:
        return None
    span = pause.ended_at.utc - pause.began.utc
    return span / timedelta(minutes=1) if timedelta() < span <= MOST else None


def _default(agreed: Terms | None, usual: Usual | None) -> int:
    """What was agreed comes first, then what was learnt, rounded up; never less than is offered, never over a day."""
    least, most = (int(span / timedelta(minutes=1)) for span in (LEAST, MOST))
    learnt = 0 if usual is None else -(-int(usual.minutes.median) // ROUND) * ROUND
    return min(max(least, learnt if agreed is None else agreed.minutes), most)
