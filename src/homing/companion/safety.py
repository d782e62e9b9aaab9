"""Moments of safety, which get equal room: how many, and what was there (S24).

A moment of safety was met with care or okay, without danger, without doubt about being safe there, and the person did
not have to protect themselves (care rule 10). No word of it is about a human being: what was there, in counts.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from homing.care import Action, Verdict, may
from homing.companion import names
from homing.companion.desk import Desk
from homing.companion.holds import care_facts, held_people
from homing.companion.settles import at_peace, may_be_counted
from homing.engine.coregulation import UNSETTLED
from homing.mind import aliases
from homing.record import Cue, Direction, Evidence, FeltState, Moment, Outcome, Person, Safe
from homing.vault import Rows

SHOWN = 8
"""The newest moments of safety that the page shows."""

TOGETHER = 200
"""The newest moments with someone that their page looks at."""


@dataclass(frozen=True, slots=True)
class There:
    """Someone, a place or a cue, and in how many moments of safety they were there."""

    what: Person | Cue
    n: int


@dataclass(frozen=True, slots=True)
class Share:
    """``k`` of ``n``."""

    k: int
    n: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Safety:
    """The moments of safety of the last year: ``n``, of them ``cared`` were met with care.

    ``settled``: of those that tell how it was afterwards, how many ended settled; ``quiet``: of those that tell of the
    alarm, in how many it did not ring. People and places are in the order of the record; cues, the most frequent first.
    Where nothing may be counted all is empty.
    """

    counts: Verdict
    n: int = 0
    cared: int = 0
    settled: Share = Share(0, 0)
    quiet: Share = Share(0, 0)
    people: tuple[There, ...] = ()
    places: tuple[There, ...] = ()
    cues: tuple[There, ...] = ()
    newest: tuple[Moment, ...] = ()
    book: names.Book


def safety(desk: Desk) -> Safety:
    """The moments of safety; nothing is counted while resting, or for a day after harm."""
    now = desk.ambient.now()

    def work(rows: Rows) -> Safety:
        book, without = names.book(rows), held_people(rows)
        counts = may(Action.COUNTS, care_facts(rows, now, book.follow))
        if not counts:
            return Safety(counts=counts, book=book)
        found = [one for one in at_peace(rows, now, book.follow, without) if is_safety(one)]
        ended = [one.state_after for one in found if one.state_after not in (None, FeltState.CANT_TELL)]
        noted = [one.rang for one in found if one.rang is not None]
        came = _there(book.cues, (map(book.follow.canonical, _received(one)) for one in found))
        places = _there(book.cues, ([book.follow.canonical(one.setting)] for one in found if one.setting is not None))
        return Safety(
            counts=counts,
            n=len(found),
            cared=sum(one.outcome is Outcome.CARE for one in found),
            settled=Share(ended.count(FeltState.SETTLED), len(ended)),
            quiet=Share(noted.count(False), len(noted)),
            people=_there(book.people, (map(book.follow.canonical, one.people) for one in found)),
            places=tuple(one for one in places if may_be_counted(rows, now, book, one.what.id, without)),
            cues=tuple(
                one
                for one in sorted(came, key=lambda one: -one.n)
                if may_be_counted(rows, now, book, one.what.id, without)
            ),
            newest=tuple(found[: -SHOWN - 1 : -1]),
            book=book,
        )

    return desk.vault.read(work)


def is_safety(moment: Moment) -> bool:
    """Whether it was a moment of safety."""
    well = moment.evidence is Evidence.NO_HURT and moment.outcome in (Outcome.CARE, Outcome.OKAY)
    return well and not moment.calm_is_no_safety and moment.safe is not Safe.NOT_SURE


def with_person(desk: Desk, person_id: UUID) -> Share | None:
    """Of the newest moments with someone that began unsettled and tell how they ended, how many ended settled.

    None where nothing of the kind may be said: on a held person, while resting, for a day after harm (care rule 2).
    What was protected or frightening is never counted as settled (care rule 10).
    """
    now = desk.ambient.now()

    def work(rows: Rows) -> Share | None:
        follow, without = aliases(rows), held_people(rows)
        same = follow.closure(person_id)
        if not may(Action.ESTIMATE, care_facts(rows, now, follow, [person_id])):
            return None
        told = [one for one in rows.moments(people=same, limit=TOGETHER) if one.when.utc <= now]
        alone = [one for one in told if not any(follow.canonical(other) in without for other in one.people)]
        ended = [one for one in alone if one.state in UNSETTLED and one.state_after not in (None, FeltState.CANT_TELL)]
        calm = [one for one in ended if one.state_after is FeltState.SETTLED]
        kept = [one for one in calm if not one.calm_is_no_safety]
        return Share(len(kept), len(ended) - len(calm) + len(kept))

    return desk.vault.read(work)


def _received(moment: Moment) -> Iterable[UUID]:
    return {seen.cue for seen in moment.cues if seen.direction is Direction.RECEIVED}


def _there(known: Iterable[Person | Cue], named: Iterable[Iterable[UUID]]) -> tuple[There, ...]:
    """In how many moments each of those known here was, in their order; one told twice in a moment counts once."""
    counted = Counter(one for each in named for one in set(each))
    return tuple(There(one, counted[one.id]) for one in known if counted[one.id])
