"""Trust, as it is learnt: reliability, empathy and honesty with one person, in counts and in the stories themselves.

There is no score, no rank and no copy of it: how this could be used to control someone is as a list of wrongs to hold
against them. So mine stands beside theirs, every count leads to the entries behind it, there is no export, and nothing
is said of a held person (care rules 2, 6 and 21). Promises that were agreed anew were neither kept nor broken.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from homing.care import Action, Verdict, may
from homing.companion import names
from homing.companion.desk import Desk
from homing.companion.holds import care_facts, held_people
from homing.companion.practice.answers import Asked, Tally, asked, is_lately, told_with
from homing.companion.practice.feels_safe import GOOD
from homing.companion.practice.promises import day_of
from homing.companion.safety import Share
from homing.companion.settles import A_YEAR
from homing.record import (
    Aliases,
    Answer,
    Evidence,
    Kept,
    Moment,
    Outcome,
    Person,
    Promise,
    PromiseSize,
    Received,
    Whose,
)
from homing.vault import Fact, Rows, microseconds

SHOWN = 20
"""The newest stories of each kind that the page shows."""

_A_YEAR_US = A_YEAR // timedelta(microseconds=1)

ENDED = (Kept.KEPT, Kept.LATE, Kept.BROKEN)
"""How a promise can end that was not agreed anew."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ledger:
    """Promises of one side and one size: how those that ended did, ``lately`` and ``before``; and all others."""

    whose: Whose
    size: PromiseSize
    lately: Tally
    before: Tally
    renegotiated: int
    open: int

    @property
    def whole(self) -> Tally:
        """Lately and before together."""
        return self.lately + self.before

    @property
    def all(self) -> int:
        """How many there are, with those agreed anew and those that are open."""
        return self.lately.n + self.before.n + self.renegotiated + self.open


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """What may be counted, of the last year; promises of all time. Promises and moments are the stories, newest first.

    ``cared``: of the finished moments together, how many were met with care; ``used``: of those in which something was
    told, in how many it was used against the person later.
    """

    ledgers: tuple[Ledger, ...]
    received: Asked
    listened: Asked
    honest: Asked
    cared_lately: Share
    cared_before: Share
    used: Share
    promises: tuple[Promise, ...]
    moments: tuple[Moment, ...]

    @property
    def has_enough(self) -> bool:
        """Whether there is a count of which an interval says anything."""
        asked = any(one.whole.is_enough for one in (self.received, self.listened, self.honest))
        return asked or any(one.whole.is_enough for one in self.ledgers)


@dataclass(frozen=True, slots=True, kw_only=True)
class Trust:
    """The page of one person; ``counted`` is None where nothing may be said."""

    person: Person
    verdict: Verdict
    counted: Counted | None
    book: names.Book


def trust(desk: Desk, person_id: UUID) -> Trust:
    """Reliability, empathy and honesty with one person, under all their names; raises :class:`NotFound`."""

    def work(rows: Rows) -> Trust:
        book = names.book(rows)
        person = names.find(rows, Person, book.follow.canonical(person_id))
        verdict = may(Action.TRUST_COUNT, care_facts(rows, desk.ambient.now(), book.follow, [person.id]))
        counted = _count(rows, desk, book.follow, person.id) if verdict else None
        return Trust(person=person, verdict=verdict, counted=counted, book=book)

    return desk.vault.read(work)


def ledgers(promises: Collection[Promise], today: date) -> tuple[Ledger, ...]:
    """Mine and theirs, small and large, each apart; those of which there are none are left out."""
    every = [(whose, size) for whose in Whose for size in PromiseSize]
    found = [_ledger(whose, size, promises, today) for whose, size in every]
    return tuple(one for one in found if one.all)


def _count(rows: Rows, desk: Desk, follow: Aliases, person: UUID) -> Counted:
    now, today = desk.ambient.now(), desk.ambient.lived_now().day
    same = follow.closure(person)
    promises = sorted((one for one in rows.all(Promise) if one.person in same), key=day_of, reverse=True)
    told = told_with(rows, now, follow, person)
    lately, before = _cared(rows, follow, same, (microseconds(now), "~"), today)
    return Counted(
        ledgers=ledgers(promises, today),
        received=asked(Received, (Received.HEARD,), ((one, one.received) for one in told), follow, today),
        listened=asked(Answer, GOOD, ((one, one.listened) for one in told), follow, today),
        honest=asked(Answer, GOOD, ((one, one.honest) for one in told), follow, today),
        cared_lately=lately,
        cared_before=before,
        used=Share(sum(one.used_against for one in told), sum(map(_was_told, told))),
        promises=tuple(promises),
        moments=tuple(one for one in told if _is_a_story(one))[:SHOWN],
    )


def _ledger(whose: Whose, size: PromiseSize, promises: Iterable[Promise], today: date) -> Ledger:
    these = [one for one in promises if one.whose is whose and one.size is size]
    ended = [(one.kept, is_lately(day_of(one), today)) for one in these if one.kept in ENDED]
    return Ledger(
        whose=whose,
        size=size,
        lately=Tally.of(Kept, (kept for kept, lately in ended if kept is not None and lately)),
        before=Tally.of(Kept, (kept for kept, lately in ended if kept is not None and not lately)),
        renegotiated=sum(one.kept is Kept.RENEGOTIATED for one in these),
        open=sum(one.kept is None for one in these),
    )


def _cared(
    rows: Rows, follow: Aliases, same: Collection[UUID], until: tuple[int, str], today: date
) -> tuple[Share, Share]:
    """Of the finished moments of the last year with someone, and no held person, how many were met with care; lately
    and before.
    """
    held, since = follow.closures(held_people(rows)), (until[0] - _A_YEAR_US, "")
    beside = {fact.id for fact in rows.facts(people=held, since=since)} if held else set[UUID]()
    lived = [one for one in rows.facts(people=same, since=since) if one.position <= until and one.id not in beside]
    finished = [fact for fact in lived if fact.evidence in (Evidence.HURT, Evidence.NO_HURT)]
    lately = [fact for fact in finished if is_lately(fact.day, today)]
    return _share(lately), _share([fact for fact in finished if not is_lately(fact.day, today)])


def _share(facts: Sequence[Fact]) -> Share:
    return Share(sum(_was_cared_for(fact) for fact in facts), len(facts))


def _was_cared_for(fact: Fact) -> bool:
    """Met with care, and neither dangerous nor used against the person later."""
    return fact.outcome is Outcome.CARE and fact.evidence is Evidence.NO_HURT and not fact.dangerous


def _was_told(moment: Moment) -> bool:
    return moment.received is not None or moment.used_against


def _is_a_story(moment: Moment) -> bool:
    return _was_told(moment) or moment.listened is not None or moment.honest is not None
