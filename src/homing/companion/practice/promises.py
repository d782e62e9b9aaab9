"""Promises, small and large, mine and theirs: kept, late, broken, or agreed anew (S17).

A promise is an entry of one's own and stays listed whatever happens. Only one's own are ever brought up, for a few days
and never toward someone on whom a hold stands; what was not answered is then simply left alone.
"""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from homing.care import Action, may
from homing.companion import names
from homing.companion.desk import Desk, forget_one, one_of
from homing.companion.holds import care_facts
from homing.companion.moments import TAPPED_TWICE
from homing.companion.practice.stepping import named_in_words
from homing.record import FuzzyDate, Kept, Promise, Whose
from homing.vault import Rows, WritableRows

OVERDUE = 2
"""For so many days after its day one's own promise is still brought up; then no more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Promises:
    """Every promise: those without an ending, the soonest due first, then the others, the newest ending first."""

    open: tuple[Promise, ...]
    ended: tuple[Promise, ...]
    book: names.Book


def all_of(desk: Desk) -> Promises:
    """Every promise."""

    def work(rows: Rows) -> Promises:
        told = rows.all(Promise)
        return Promises(
            open=tuple(sorted((one for one in told if one.kept is None), key=_soonest)),
            ended=tuple(sorted((one for one in told if one.kept is not None), key=day_of, reverse=True)),
            book=names.book(rows),
        )

    return desk.vault.read(work)


def find(desk: Desk, promise_id: UUID) -> Promise:
    """The promise; raises :class:`NotFound`."""
    return desk.vault.read(lambda rows: one_of(rows, Promise, promise_id))


def add(desk: Desk, promise: Promise, new_person: str = "") -> Promise:
    """Keep a new promise, and whomever it names for the first time. The same again within seconds is kept once."""

    def work(rows: WritableRows) -> Promise:
        return _add(rows, desk, _whole(rows, desk, promise, new_person))

    return desk.vault.write(work)


def change(desk: Desk, promise: Promise, new_person: str = "") -> Promise:
    """Keep a promise in another form; raises :class:`NotFound`."""

    def work(rows: WritableRows) -> Promise:
        one_of(rows, Promise, promise.id)
        return _put(rows, desk, _whole(rows, desk, promise, new_person))

    return desk.vault.write(work)


def answer(desk: Desk, promise_id: UUID, kept: Kept | None) -> Promise:
    """Keep in one tap how it went, or that it has no ending yet. Raises :class:`NotFound`.

    Another word for one that had ended already leaves the day on which it did.
    """

    def work(rows: WritableRows) -> Promise:
        promise = one_of(rows, Promise, promise_id)
        ended = (promise.ended or desk.ambient.lived_now()) if promise.kept else desk.ambient.lived_now()
        return _put(rows, desk, replace(promise, kept=kept, ended=None if kept is None else ended))

    return desk.vault.write(work)


def anew(desk: Desk, promise_id: UUID, label: str = "", due: FuzzyDate | None = None) -> Promise:
    """Agree anew: the old one stays, neither kept nor broken, and a new one with its new day stands beside it.

    Without words of its own it keeps those of the old one. Raises :class:`NotFound`.
    """

    def work(rows: WritableRows) -> Promise:
        old, now = one_of(rows, Promise, promise_id), desk.ambient.lived_now()
        if old.kept is not Kept.RENEGOTIATED:
            _put(rows, desk, replace(old, kept=Kept.RENEGOTIATED, ended=now))
        fresh = Promise(
            id=desk.ambient.new_id(),
            label=label or old.label,
            whose=old.whose,
            made=now,
            person=old.person,
            size=old.size,
            due=due,
        )
        return _add(rows, desk, fresh)

    return desk.vault.write(work)


def forget(desk: Desk, promise_id: UUID) -> None:
    """Forget it for good; raises :class:`NotFound`."""
    forget_one(desk, Promise, promise_id)


def due(rows: Rows, desk: Desk, book: names.Book) -> Promise | None:
    """One of one's own that is due today, or was within the last two days; of several the one that waited longest.

    None toward someone on whom a hold stands, chosen or named in its words, while resting, or for a day after harm
    (care rule 2).
    """
    now, today = desk.ambient.now(), desk.ambient.lived_now().day
    mine = [one for one in rows.all(Promise) if one.whose is Whose.MINE and one.kept is None and one.due is not None]
    for one in sorted((one for one in mine if _is_due(one, today)), key=_soonest):
        if may(Action.TRUST_COUNT, care_facts(rows, now, book.follow, _toward(rows, book, one))):
            return one
    return None


def _toward(rows: Rows, book: names.Book, promise: Promise) -> list[UUID]:
    """Whom it is toward; where nobody was chosen, whose name stands in its words."""
    if promise.person is not None:
        return [promise.person]
    return list(named_in_words(f"{promise.label}\n{promise.note}", rows, book))


def last_day(told: FuzzyDate) -> date:
    """The last day that a date as told may mean.

    >>> last_day(FuzzyDate("2026-02")), last_day(FuzzyDate("2027"))
    (datetime.date(2026, 2, 28), datetime.date(2027, 12, 31))
    """
    first, parts = told.earliest, told.text.count("-")
    if parts == 0:
        return date(first.year, 12, 31)
    return first if parts > 1 else date(first.year, first.month, monthrange(first.year, first.month)[1])


def day_of(promise: Promise) -> date:
    """The day on which it ended, as noted; without that the day for which it was promised, or on which it was."""
    if promise.kept is not None and promise.ended is not None:
        return promise.ended.day
    return promise.made.day if promise.due is None else last_day(promise.due)


def _is_due(promise: Promise, today: date) -> bool:
    return promise.due is not None and 0 <= (today - last_day(promise.due)).days <= OVERDUE


def _soonest(promise: Promise) -> date:
    return date.max if promise.due is None else last_day(promise.due)


def _whole(rows: WritableRows, desk: Desk, promise: Promise, new_person: str) -> Promise:
    """The promise with whom it is: someone named for the first time, or, if they are (still) here, as it says."""
    if new_person.strip():
        return replace(promise, person=names.person_named(rows, desk, new_person).id)
    known = promise.person is not None and rows.holds_id(promise.person)
    return promise if known else replace(promise, person=None)


def _put(rows: WritableRows, desk: Desk, promise: Promise) -> Promise:
    rows.put(promise, desk.ambient.now())
    return promise


def _add(rows: WritableRows, desk: Desk, promise: Promise) -> Promise:
    """Keep it, unless it is the newest already, seconds ago: then a finger tapped twice."""
    for last in rows.newest(Promise, 1):
        is_same = replace(last, id=promise.id, made=promise.made) == promise
        if is_same and abs(desk.ambient.now() - rows.history(last.id)[-1].at) < TAPPED_TWICE:
            return last
    return _put(rows, desk, promise)
