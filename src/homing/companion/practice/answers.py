"""Answers that were given in moments, counted for one person: how often each, of how many, lately and before.

An answer that something was good is set apart where the person protected themselves, there was danger, or it was used
against them later: it is never counted (care rule 10). One that something was not good always counts. Nothing here is
stored: every count is made anew from the moments.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from uuid import UUID

from homing.companion.holds import held_people
from homing.companion.settles import A_YEAR
from homing.engine.counts import Count, jeffreys
from homing.record import PROTECTIVE, Aliases, Moment
from homing.vault import Position, Rows, position_of

LATELY = timedelta(days=92)
"""The last three months, by the lived day; all else is before."""

AT_ONCE = 100
"""So many moments are read at a time."""

EARLY, EARLY_DAYS = 5, 3
"""With fewer answers than this, or on fewer days, it is too early to say. A convention: one evening is one event."""


@dataclass(frozen=True, slots=True)
class Tally:
    """How often each word of a scale was said, in the scale's order."""

    counts: tuple[tuple[StrEnum, int], ...]

    @classmethod
    def of(cls, scale: type[StrEnum], said: Iterable[StrEnum]) -> Tally:
        """Count these words."""
        told = list(said)
        return cls(tuple((word, told.count(word)) for word in scale))

    def __add__(self, other: Tally) -> Tally:
        """Two tallies of the same scale together."""
        return Tally(tuple((word, k + other.k(word)) for word, k in self.counts))

    @property
    def n(self) -> int:
        """How many words were said."""
        return sum(k for _, k in self.counts)

    @property
    def is_enough(self) -> bool:
        """Whether there are so many that an interval says anything."""
        return self.n >= EARLY

    def k(self, word: StrEnum) -> int:
        """How often this one was."""
        return dict(self.counts).get(word, 0)

    def share(self, word: StrEnum) -> Count:
        """How often this one was, of all, with its 95 % Jeffreys interval. Shown only on request (care rule 6)."""
        return jeffreys(self.k(word), self.n)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What was answered to one question about someone, ``lately`` and ``before``, and on how many ``days``.

    ``apart``: good answers that are not counted. ``shared``: of the counted moments, those that name someone else too,
    so that nobody can know who was meant.
    """

    lately: Tally
    before: Tally
    days: int
    apart: int
    shared: int

    @property
    def whole(self) -> Tally:
        """Lately and before together."""
        return self.lately + self.before

    @property
    def n(self) -> int:
        """How many answers are counted."""
        return self.lately.n + self.before.n

    @property
    def is_early(self) -> bool:
        """Whether it is too early to say anything."""
        return self.n < EARLY or self.days < EARLY_DAYS


def told_with(rows: Rows, now: datetime, follow: Aliases, person: UUID) -> list[Moment]:
    """The moments of the last year that tell how it was with someone, under any of their names, newest first.

    What was long ago need not hold any more. What is dated ahead is left out, and whatever a held person was part of
    (care rule 2): a word about the one would be one about the other.
    """
    without = held_people(rows)
    return [
        one
        for one in _newest(rows, follow.closure(person), now - A_YEAR)
        if now - A_YEAR <= one.when.utc <= now and without.isdisjoint(map(follow.canonical, one.people))
    ]


def asked(
    scale: type[StrEnum],
    good: Collection[StrEnum],
    given: Iterable[tuple[Moment, StrEnum | None]],
    follow: Aliases,
    today: date,
) -> Asked:
    """Count the answers to one question. ``good``: the words that say something good."""
    answers = [(moment, word) for moment, word in given if word is not None]
    counted = [(moment, word) for moment, word in answers if word not in good or not is_no_safety(moment)]
    return Asked(
        lately=Tally.of(scale, (word for moment, word in counted if is_lately(moment.when.day, today))),
        before=Tally.of(scale, (word for moment, word in counted if not is_lately(moment.when.day, today))),
        days=len({moment.when.day for moment, _ in counted}),
        apart=len(answers) - len(counted),
        shared=sum(len(set(map(follow.canonical, moment.people))) > 1 for moment, _ in counted),
    )


def _newest(rows: Rows, people: Collection[UUID], since: datetime) -> Iterator[Moment]:
    """The moments told of these people, newest first, a few at a time, until one is older."""
    before: Position | None = None
    while True:
        some = rows.moments(told_of=people, before=before, limit=AT_ONCE)
        yield from some
        if len(some) < AT_ONCE or some[-1].when.utc < since:
            return
        before = position_of(some[-1])


def is_no_safety(moment: Moment) -> bool:
    """Whether nothing good in it may be taken for safety: there was danger or fear, the person protected themselves,
    or it was used against them later. Also where hurt followed all the same: who protects themselves has a reason to.
    """
    is_protected = moment.protected or not PROTECTIVE.isdisjoint(moment.moves)
    return moment.after_harm or is_protected or moment.used_against


def is_lately(day: date, today: date) -> bool:
    """Whether a lived day belongs to the last three months."""
    return day > today - LATELY
