"""Who grounds you, which spaces let you exhale, what settles you, which parts still need reassurance: from the record.

Counts, in the order of the record and never by share: there is no best person (care rule 6). Whatever a held person was
part of is left out whole (care rule 2).
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeAlias
from uuid import UUID

from homing.care import Action, Verdict, may
from homing.companion import names
from homing.companion.desk import Desk
from homing.companion.holds import care_facts, held, held_people
from homing.engine.coregulation import Count, Settled, Settling
from homing.mind import felt
from homing.mind.felt import DOING, Kind, key_of
from homing.record import Aliases, Anchor, Anchoring, Cue, Expected, Moment, Move, Person, Tool
from homing.vault import Rows, microseconds

A_YEAR = timedelta(days=365)
"""These questions are answered from so long: what was long ago need not hold any more."""

Way: TypeAlias = Move | Tool | Anchor
"""What one does to settle."""


@dataclass(frozen=True, slots=True)
class With:
    """Someone, a place or a way, and what the pairs say of times with it there."""

    what: Person | Cue | Way
    settled: Settling


@dataclass(frozen=True, slots=True, kw_only=True)
class Settles:
    """The answers. ``overall``: of everything that began unsettled, how often it ended settled.

    ``expected`` counts what the alarm expected, of the ``alarms`` moments in which that was told, the most frequent
    first. Where nothing may be counted all is empty.
    """

    counts: Verdict
    overall: Count | None = None
    people: tuple[With, ...] = ()
    places: tuple[With, ...] = ()
    ways: tuple[With, ...] = ()
    sentences: tuple[Anchor, ...] = ()
    expected: tuple[tuple[Expected, int], ...] = ()
    alarms: int = 0


def settles(desk: Desk) -> Settles:
    """What the record of the last year says; nothing while resting, or for a day after harm."""
    now = desk.ambient.now()

    def work(rows: Rows) -> Settles:
        book, without = names.book(rows), held_people(rows)
        counts = may(Action.COUNTS, care_facts(rows, now, book.follow))
        if not counts:
            return Settles(counts=counts)
        pairs = felt.pairs(rows, without.__contains__, now - A_YEAR)
        said = rows.made_of(("settles",), pairs, felt.settles)
        told = [one.expected for one in at_peace(rows, now, book.follow, without) if one.expected]
        there = {one.key for one in said[Kind.PLACE].keys}
        places = [cue for cue in book.cues if key_of(Kind.PLACE, cue.id) in there]
        return Settles(
            counts=counts,
            overall=said[Kind.PERSON].overall,
            people=_known(said[Kind.PERSON], {key_of(Kind.PERSON, one.id): one for one in book.people}),
            places=_known(
                said[Kind.PLACE],
                {key_of(Kind.PLACE, one.id): one for one in places if may_be_counted(rows, now, book, one.id, without)},
            ),
            ways=_known(said[Kind.DOING], _ways(rows)),
            sentences=tuple(one for one in rows.all(Anchor) if _is_own_sentence(rows, one)),
            expected=tuple(Counter(word for words in told for word in words).most_common()),
            alarms=len(told),
        )

    return desk.vault.read(work)


def at_peace(rows: Rows, now: datetime, follow: Aliases, without: Collection[UUID]) -> Iterator[Moment]:
    """The moments of the last year, oldest first, but for what was dangerous or frightening, or with a held person."""
    year = list(rows.moments_from((microseconds(now - A_YEAR), "")))
    for moment in year[: bisect_right(year, now, key=lambda one: one.when.utc)]:
        with_held = bool(without) and any(follow.canonical(one) in without for one in moment.people)
        if not moment.after_harm and not with_held:
            yield moment


def may_be_counted(rows: Rows, now: datetime, book: names.Book, cue: UUID, without: Collection[UUID]) -> bool:
    """Whether a cue or place may be named beside safety: not one that comes mostly from held people, nor one of which
    the person said lately that it is not safe for them.
    """
    return not without or bool(may(Action.ESTIMATE, care_facts(rows, now, book.follow, cues=[cue])))


def _known(said: Settled, named: dict[str, Person | Cue | Way]) -> tuple[With, ...]:
    """What is said of those that are named here, in their order."""
    told = {one.key: one for one in said.keys}
    return tuple(With(what, told[key]) for key, what in named.items() if key in told)


def _ways(rows: Rows) -> dict[str, Person | Cue | Way]:
    """Every way by its key: moves, tools, then the person's own anchors."""
    anchors = [one for one in rows.all(Anchor) if one.person is None or not held(rows, one.person)]
    moves: Iterable[Move] = (move for move in Move if move in DOING)
    return {
        **{key_of(Kind.DOING, move): move for move in moves},
        **{key_of(Kind.DOING, f"tool:{tool}"): tool for tool in Tool},
        **{key_of(Kind.DOING, f"anchor:{one.id}"): one for one in anchors},
    }


def _is_own_sentence(rows: Rows, anchor: Anchor) -> bool:
    return anchor.kind is Anchoring.SENTENCE and (anchor.person is None or not held(rows, anchor.person))
