"""A page for a therapist (S21): put together by the person, piece by piece, shown to them first, and never stored.

It is about the one who writes it. There is no ledger of anyone else on it (care rule 21): no counts by person, no
promises, no trust, and nothing counted of what a held person was part of. Other people appear only in what the person
chose, one by one, to show in their own words. While resting, and for a day after harm, nothing is counted at all.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from homing.care import Action, Verdict, may
from homing.companion import names, settles
from homing.companion.desk import Desk
from homing.companion.holds import care_facts, held_people
from homing.companion.moments import is_one_tap
from homing.companion.settles import With, may_be_counted
from homing.mind import Code, Finding, findings
from homing.record import CheckIn, Cue, FeltState, LivedTime, Moment, Need, Space
from homing.vault import Fact, Rows, microseconds

WEEKS = (2, 4, 8, 12)
"""So many weeks back may be chosen."""

CUES, MOMENTS, CHECK_INS = 12, 60, 1000
"""How many cues and moments may be chosen from, and how many check-ins written last are looked at."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """What goes on the page. Nothing is chosen beforehand; it lives in the form alone."""

    weeks: int = WEEKS[1]
    overview: bool = False
    states: bool = False
    settles: bool = False
    cues: Collection[UUID] = ()
    moments: Collection[UUID] = ()
    needs: Collection[UUID] = ()
    spaces: Collection[UUID] = ()
    question: str = ""
    names: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """What may be chosen: moments of these weeks, newest first, but for those that one tap told; their cues, the most
    frequent first; needs, and spaces with something to bring. ``counts``: whether anything may be counted now.
    """

    counts: Verdict
    moments: tuple[Moment, ...]
    cues: tuple[Cue, ...]
    needs: tuple[Need, ...]
    spaces: tuple[Space, ...]
    book: names.Book


@dataclass(frozen=True, slots=True)
class CueCounts:
    """A cue and what its moments of these weeks say, in counts."""

    cue: Cue
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """The page as it will be on paper, from ``start`` to ``end``. Whatever was not chosen is None or empty.

    ``states``: how often each felt state was said in a check-in. ``places`` and ``ways``: where, and doing what, the
    body settled; never with whom.
    """

    start: LivedTime
    end: LivedTime
    overview: tuple[Finding, ...] | None
    states: tuple[tuple[FeltState, int], ...] | None
    places: tuple[With, ...] = ()
    ways: tuple[With, ...] = ()
    cues: tuple[CueCounts, ...] = ()
    moments: tuple[Moment, ...] = ()
    needs: tuple[Need, ...] = ()
    spaces: tuple[Space, ...] = ()
    question: str = ""
    book: names.Book

    @property
    def is_empty(self) -> bool:
        """Whether nothing was chosen that there is."""
        pieces = (self.places, self.ways, self.cues, self.moments, self.needs, self.spaces, self.question.strip())
        return self.overview is None and self.states is None and not any(pieces)


def offer(desk: Desk, weeks: int) -> Offer:
    """What may be chosen from so many weeks."""
    now = desk.ambient.now()

    def work(rows: Rows) -> Offer:
        book = names.book(rows)
        counts = may(Action.COUNTS, care_facts(rows, now, book.follow))
        told = [one for one in rows.moments_from(_since(now, weeks)) if one.when.utc <= now]
        return Offer(
            counts=counts,
            moments=tuple([one for one in told if not is_one_tap(one)][: -MOMENTS - 1 : -1]),
            cues=_frequent(rows, now, book, told) if counts else (),
            needs=tuple(rows.all(Need)),
            spaces=tuple(one for one in rows.all(Space) if one.bring.strip()),
            book=book,
        )

    return desk.vault.read(work)


def sheet(desk: Desk, chosen: Chosen) -> Sheet:
    """The page with what was chosen. What is not here any more, or may not be counted now, is left out."""
    now = desk.ambient.now()
    start = now - timedelta(weeks=chosen.weeks)
    said = settles.settles(desk) if chosen.settles else None

    def work(rows: Rows) -> Sheet:
        book, held = names.book(rows), held_people(rows)
        counts = bool(may(Action.COUNTS, care_facts(rows, now, book.follow)))
        cues = [book.cue(one) for one in chosen.cues] if counts else []
        lived = _at_peace(rows, now, chosen.weeks, book, held)
        return Sheet(
            start=LivedTime.at(start, desk.ambient.zone),
            end=LivedTime.at(now, desk.ambient.zone),
            overview=_counts(lived) if chosen.overview and counts else None,
            states=_states(rows, start, now) if chosen.states and counts else None,
            places=said.places if said else (),
            ways=said.ways if said else (),
            cues=tuple(
                CueCounts(cue, _of_cue(rows, book, cue, lived))
                for cue in dict.fromkeys(cues)
                if cue is not None and may_be_counted(rows, now, book, cue.id, held)
            ),
            moments=_told(rows, chosen.moments),
            needs=tuple(one for one in rows.all(Need) if one.id in chosen.needs),
            spaces=tuple(one for one in rows.all(Space) if one.id in chosen.spaces),
            question=chosen.question,
            book=book,
        )

    return desk.vault.read(work)


def _since(now: datetime, weeks: int) -> tuple[int, str]:
    return microseconds(now - timedelta(weeks=weeks)), ""


def _frequent(rows: Rows, now: datetime, book: names.Book, told: Collection[Moment]) -> tuple[Cue, ...]:
    """The cues of these moments that may be counted, the most frequent first; not those of moments with held people."""
    held = held_people(rows)
    calm = [one for one in told if held.isdisjoint(map(book.follow.canonical, one.people))]
    times = Counter(one for moment in calm for one in {book.follow.canonical(seen.cue) for seen in moment.cues})
    here = sorted((cue for cue in book.cues if times[cue.id]), key=lambda cue: -times[cue.id])
    return tuple(cue for cue in here if may_be_counted(rows, now, book, cue.id, held))[:CUES]


def _at_peace(rows: Rows, now: datetime, weeks: int, book: names.Book, held: Collection[UUID]) -> list[Fact]:
    """What the index knows of the moments of these weeks, oldest first, without those with anyone held."""
    theirs = [one for one in book.by_id if book.follow.canonical(one) in held]
    left_out = {fact.id for fact in rows.facts(people=theirs, since=_since(now, weeks))} if theirs else set()
    until = microseconds(now)
    told = rows.facts(since=_since(now, weeks))
    return [fact for fact in told if fact.position[0] <= until and fact.id not in left_out]


def _counts(lived: Collection[Fact]) -> tuple[Finding, ...]:
    """What these moments say, but for how many have no ending yet: that tells of notes alone."""
    return tuple(one for one in findings(tuple(lived)) if one.code is not Code.OPEN)


def _of_cue(rows: Rows, book: names.Book, cue: Cue, lived: Collection[Fact]) -> tuple[Finding, ...]:
    same = {fact.id for fact in rows.facts(cues=book.follow.closure(cue.id))}
    return _counts([fact for fact in lived if fact.id in same])


def _states(rows: Rows, start: datetime, end: datetime) -> tuple[tuple[FeltState, int], ...]:
    """How often each state was said, in the order of the words."""
    times = Counter(one.state for one in rows.newest(CheckIn, CHECK_INS) if start <= one.when.utc <= end)
    return tuple((state, times[state]) for state in FeltState if times[state])


def _told(rows: Rows, chosen: Collection[UUID]) -> tuple[Moment, ...]:
    """The moments chosen, oldest first."""
    found = (rows.find(Moment, one) for one in dict.fromkeys(chosen))
    return tuple(sorted((one for one in found if one is not None), key=lambda one: (one.when.utc, one.id)))
