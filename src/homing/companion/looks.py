"""A look at an old cue: present safety first, then counts, then the person's own answer, and only on request what the
record adds. Care is asked anew at every step, so that a mark set later silences a look begun before.

None of it moves a window (care rule 3). See ``docs/adr/care-old-cues.md``.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from uuid import UUID

from homing.care import Action, Verdict, may
from homing.companion import moments, names, old_cues
from homing.companion.desk import Desk, NotFound, one_of
from homing.companion.holds import CHANGED_OVER, held_people
from homing.engine.attribution import Attribution, Thin, TooEarly
from homing.engine.healing import Forecast
from homing.mind import CueChange, aliases
from homing.record import Belongs, Cue, Direction, FuzzyDate, LivedTime, Look, Memory, Moment, Safe
from homing.vault import Rows, WritableRows

PRESENT = (Safe.YES, Safe.NOT_SURE)
"""Answers to "is it safe for you now?" after which counts and own words have a place."""

A_WHILE = timedelta(days=14)
"""A change is told since the first look if that is at least so long ago, and else over the usual six weeks."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Door:
    """Whether a cue, or a moment with these cues, may be looked at now."""

    question: Verdict
    cues: tuple[Cue, ...]
    moment: Moment | None


@dataclass(frozen=True, slots=True, kw_only=True)
class LookPage:
    """One look, and what may stand beside it. ``step``: whether a small step may be written down.

    ``evidence`` and ``earlier`` (what was said in looks before it, oldest first) are there only while it may be asked,
    and for someone who said that it is safe, or that they are not sure. ``first`` is when they first looked.
    """

    look: Look
    cue: Cue
    moment: Moment | None
    question: Verdict
    step: Verdict
    evidence: old_cues.Evidences | None
    earlier: tuple[Look, ...]
    first: datetime
    book: names.Book


@dataclass(frozen=True, slots=True, kw_only=True)
class Added:
    """What the record adds to the person's own answer, on request.

    ``of`` is the moment that was asked about: the one from which the look began, or the newest like it. ``change`` is
    told ``since`` then.
    """

    share: Attribution | TooEarly
    of: Moment | None
    moments: tuple[Moment, ...]
    memories: tuple[Memory, ...]
    forecast: Forecast
    change: CueChange | None
    since: LivedTime
    book: names.Book


def door(desk: Desk, cue_id: UUID) -> Door:
    """Whether this cue may be looked at; raises :class:`NotFound`."""
    return desk.vault.read(lambda rows: _door(rows, desk, cue_id))


def door_of(desk: Desk, moment_id: UUID) -> Door:
    """Whether one may look from this moment, and at which of its cues. Raises :class:`NotFound` also where the alarm
    did not ring, or something followed that hurt: then there is no such way in.
    """
    moment = moments.find(desk, moment_id)
    if not old_cues.starts_here(moment):
        raise NotFound(moment_id)

    def work(rows: Rows) -> Door:
        doors = [_door(rows, desk, cue.id, moment) for cue in _cues_of(rows, moment)]
        may_be = [one for one in doors if one.question]
        if not doors:
            raise NotFound(moment_id)
        return Door(question=(may_be or doors)[0].question, cues=tuple(one.cues[0] for one in may_be), moment=moment)

    return desk.vault.read(work)


def leads_here(desk: Desk, moment: Moment) -> bool:
    """Whether a moment's page may offer a look."""
    try:
        return bool(door_of(desk, moment.id).question)
    except NotFound:
        return False


def begin(desk: Desk, cue_id: UUID, safe: Safe, moment_id: UUID | None = None) -> Look | None:
    """Keep what the person said about now, before anything else; None where it may not be asked."""
    moment = None if moment_id is None else moments.find(desk, moment_id)

    def work(rows: WritableRows) -> Look | None:
        found = _door(rows, desk, cue_id, moment)
        is_way_in = moment is None or (old_cues.starts_here(moment) and found.cues[0] in _cues_of(rows, moment))
        if not found.question or not is_way_in:
            return None
        look = Look(
            id=desk.ambient.new_id(), when=desk.ambient.lived_now(), cue=found.cues[0].id, moment=moment_id, safe=safe
        )
        rows.put(look, desk.ambient.now())
        return look

    return desk.vault.write(work)


def look(desk: Desk, look_id: UUID) -> LookPage:
    """One look and what may be shown beside it now; raises :class:`NotFound`."""

    def work(rows: Rows) -> LookPage:
        found, book = one_of(rows, Look, look_id), names.book(rows)
        cue = names.find(rows, Cue, book.follow.canonical(found.cue))
        question = _verdict(rows, desk, found)
        is_shown = bool(question) and found.safe in PRESENT
        before = [one for one in _history(rows, desk, cue.id) if one.id != found.id and _at(one) <= _at(found)]
        first = min(_at(one) for one in (*before, found))
        here = rows.find(Moment, found.moment) if found.moment is not None else None
        return LookPage(
            look=found,
            cue=cue,
            moment=here,
            question=question,
            step=_verdict(rows, desk, found, Action.STEP),
            evidence=old_cues.evidence(rows, book, cue, here, first) if is_shown else None,
            earlier=tuple(one for one in before if one.belongs or one.words) if is_shown else (),
            first=first,
            book=book,
        )

    return desk.vault.read(work)


def answer(desk: Desk, look_id: UUID, belongs: Belongs | None, words: str) -> bool:
    """Keep the person's own words and answer, where they may be asked; whether they were kept.

    Then or now is asked only of someone who is safe now. An answer is kept with the moment from which the look began,
    too, where the alarm model learns from it. Without a new one the earlier answer stays.
    """

    def work(rows: WritableRows) -> bool:
        found = one_of(rows, Look, look_id)
        if not _verdict(rows, desk, found) or found.safe not in PRESENT:
            return False
        mine = (belongs or found.belongs) if found.safe is Safe.YES else found.belongs
        moment = None if found.moment is None else rows.find(Moment, found.moment)
        rows.put(replace(found, belongs=mine, words=words), desk.ambient.now())
        if moment is not None and mine is not None and moment.belongs is not mine:
            rows.put(replace(moment, belongs=mine), desk.ambient.now())
        return True

    return desk.vault.write(work)


def ask_share(desk: Desk, look_id: UUID) -> Added | None:
    """What the record adds, if the person asks: after their own answer, and only for someone who is safe now."""

    def work(rows: Rows) -> tuple[Look, Moment | None, datetime] | None:
        found = one_of(rows, Look, look_id)
        is_answered = found.safe is Safe.YES and found.belongs is not None
        if not is_answered or not _verdict(rows, desk, found, Action.THEN_NOW_SHARE):
            return None
        here = rows.find(Moment, found.moment) if found.moment is not None else None
        of = here if here is not None else old_cues.newest_like_it(rows, names.book(rows), found.cue)
        return found, of, min(_at(one) for one in (found, *_history(rows, desk, found.cue)))

    asked = desk.vault.read(work)
    return None if asked is None else _added(desk, *asked)


def again(desk: Desk, look_id: UUID, day: date | None) -> bool:
    """Keep the day on which the person wants to look once more, or that they do not. ``ValueError`` for a day gone."""
    if day is not None and day <= desk.ambient.lived_now().day:
        raise ValueError("the day of another look lies ahead")
    told = None if day is None else FuzzyDate(day.isoformat())
    return _change(desk, look_id, lambda found: replace(found, again=told), Action.OLD_CUE_QUESTION, PRESENT)


def step(desk: Desk, look_id: UUID, words: str) -> bool:
    """Keep a small felt step in the person's own words; not toward anyone under a hold (care rules 2 and 10)."""
    return _change(desk, look_id, lambda found: replace(found, step=words), Action.STEP, (Safe.YES,))


def mark(desk: Desk, look_id: UUID) -> bool:
    """Mark the moment from which a look began as not safe, after "no, not safe now": one tap of the owner's."""
    found = desk.vault.read(lambda rows: one_of(rows, Look, look_id))
    if found.safe is not Safe.NO or found.moment is None:
        return False
    moments.keep(desk, replace(moments.find(desk, found.moment), safe=Safe.NO))
    return True


def forget(desk: Desk, look_id: UUID) -> None:
    """Forget a look for good; raises :class:`NotFound`."""
    desk.vault.read(lambda rows: one_of(rows, Look, look_id))
    moments.forget(desk, look_id)


def due(desk: Desk) -> Look | None:
    """The look that the person wanted to take once more by now, the one longest due; at most one, so that today stays
    gentle. Nothing while they rest, for a day after harm, or where it may not be asked any more.
    """
    return desk.vault.read(lambda rows: due_in(rows, desk))


def due_in(rows: Rows, desk: Desk) -> Look | None:
    """As :func:`due`, inside a transaction."""
    today = desk.ambient.lived_now().day
    follow, newest = aliases(rows), dict[UUID, Look]()
    for one in sorted(rows.all(Look), key=_at):
        newest[follow.canonical(one.cue)] = one
    waiting = [one for one in newest.values() if one.again is not None and one.again.earliest <= today]
    waiting.sort(key=lambda one: one.again.earliest if one.again else today)
    return next((one for one in waiting if one.safe is not Safe.NO and _verdict(rows, desk, one)), None)


def is_shut(desk: Desk, found: Look) -> bool:
    """Whether the answer of a look is not shown now: neither on its page nor as an entry."""
    return not desk.vault.read(lambda rows: _verdict(rows, desk, found))


def history(desk: Desk, cue_id: UUID) -> tuple[Look, ...]:
    """Every look at a cue that may be shown now, oldest first, each as it was."""
    return desk.vault.read(lambda rows: _history(rows, desk, cue_id))


def _door(rows: Rows, desk: Desk, cue_id: UUID, moment: Moment | None = None) -> Door:
    follow = aliases(rows)
    cue = names.find(rows, Cue, follow.canonical(cue_id))
    facts = old_cues.facts_about(rows, desk.ambient.now(), follow, cue.id, moment)
    return Door(question=may(Action.OLD_CUE_QUESTION, facts), cues=(cue,), moment=moment)


def _cues_of(rows: Rows, moment: Moment) -> list[Cue]:
    """What came to the person in a moment, the strongest first, then where it was; not what came from them."""
    follow = aliases(rows)
    came = sorted(moment.cues, key=lambda seen: -seen.strength)
    ids = [seen.cue for seen in came if seen.direction is Direction.RECEIVED] + (
        [] if moment.setting is None else [moment.setting]
    )
    found = (rows.find(Cue, one) for one in dict.fromkeys(map(follow.canonical, ids)))
    return [cue for cue in found if cue is not None]


def _at(one: Look) -> datetime:
    return one.when.utc


def _verdict(rows: Rows, desk: Desk, found: Look, action: Action = Action.OLD_CUE_QUESTION) -> Verdict:
    moment = old_cues.moment_of(rows, found)
    facts = old_cues.facts_about(rows, desk.ambient.now(), aliases(rows), found.cue, moment, step=action is Action.STEP)
    return may(action, facts)


def _history(rows: Rows, desk: Desk, cue_id: UUID) -> tuple[Look, ...]:
    same = aliases(rows).closure(cue_id)
    found = sorted((one for one in rows.all(Look) if one.cue in same), key=_at)
    return tuple(one for one in found if _verdict(rows, desk, one))


def _change(
    desk: Desk, look_id: UUID, changed: Callable[[Look], Look], action: Action, safe: Collection[Safe | None]
) -> bool:
    def work(rows: WritableRows) -> bool:
        found = one_of(rows, Look, look_id)
        if found.safe not in safe or not _verdict(rows, desk, found, action):
            return False
        rows.put(changed(found), desk.ambient.now())
        return True

    return desk.vault.write(work)


def _added(desk: Desk, found: Look, of: Moment | None, first: datetime) -> Added:
    now = desk.ambient.now()
    share = TooEarly(Thin.NOBODY) if of is None else desk.mind.share(now, of)
    since = first if now - first >= A_WHILE else now - CHANGED_OVER
    forecast, change = desk.mind.forecast(now, found.cue), desk.mind.change(now, since, found.cue)

    def work(rows: Rows) -> Added:
        book, held = names.book(rows), held_people(rows)
        spoken = share.moments if isinstance(share, Attribution) else ()
        older = share.memories if isinstance(share, Attribution) else ()
        lived = [rows.find(Moment, UUID(one.id)) for one in spoken]
        brought = [rows.find(Memory, UUID(one.id)) for one in older]
        return Added(
            share=share,
            of=of,
            moments=tuple(one for one in lived if one is not None and old_cues.may_be_named(book, held, one)),
            memories=tuple(one for one in brought if one is not None and old_cues.may_be_named(book, held, one)),
            forecast=forecast,
            change=change,
            since=LivedTime.at(since, desk.ambient.zone),
            book=book,
        )

    return desk.vault.read(work)
