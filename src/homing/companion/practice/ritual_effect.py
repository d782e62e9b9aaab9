"""How it felt after a greeting or a parting with a ritual, beside those without it: two counts, and no proof (S12).

Recomputed from the moments at every reading; nothing is stored. The days differ, and so does what is written down, so
the two counts stand side by side and no difference is told.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from homing.companion import names
from homing.companion.holds import held_people
from homing.engine.counts import Count, jeffreys
from homing.mind import FEW
from homing.record import FeltState, Moment, Ritual
from homing.vault import Rows, microseconds

A_YEAR = timedelta(days=365)
"""Moments of so long are set side by side: what was long ago need not hold any more."""


@dataclass(frozen=True, slots=True)
class Effect:
    """Of the moments with the ritual, and of those of the same occasion and people without it, that tell how it felt:
    how many ended settled, each with its interval.
    """

    with_it: Count
    without: Count

    @property
    def few(self) -> bool:
        """Whether there are too few on either side to say more than the counts."""
        return min(self.with_it.n, self.without.n) < FEW

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to set side by side."""
        return not self.with_it.n and not self.without.n


def effect(rows: Rows, book: names.Book, ritual: Ritual, now: datetime) -> Effect:
    """The two counts over the last year. Moments with anyone on whom a hold stands are left out (care rule 2)."""
    same, held = set(book.follow.closures(ritual.people)), held_people(rows)
    told = [
        one
        for one in _candidates(rows, ritual, same, now)
        if now - A_YEAR <= one.when.utc <= now
        and (not same or not same.isdisjoint(one.people))
        and held.isdisjoint(map(book.follow.canonical, one.people))
    ]
    with_it = [one for one in told if one.ritual == ritual.id and one.occasion in (ritual.occasion, None)]
    without = [one for one in told if one.ritual != ritual.id and one.occasion is ritual.occasion]
    return Effect(settled(with_it), settled(without))


def settled(told: Iterable[Moment]) -> Count:
    """Of the moments that tell how it was afterwards, how many ended settled, with a 95 % interval.

    Settled after harm, or where one protected oneself, is no evidence of settling and is left out; where it did not
    settle there, that counts (care rule 10).
    """
    ended = [one for one in told if one.state_after not in (None, FeltState.CANT_TELL)]
    calm = [one for one in ended if one.state_after is FeltState.SETTLED]
    kept = [one for one in calm if not one.calm_is_no_safety]
    return jeffreys(len(kept), len(ended) - len(calm) + len(kept))


def _candidates(rows: Rows, ritual: Ritual, same: Collection[UUID], now: datetime) -> Iterator[Moment]:
    """Moments with the ritual, then those that may be of its kind; for nobody in particular, all of the year."""
    yield from rows.moments(practice=[ritual.id])
    beside = rows.moments(told_of=same) if same else rows.moments_from((microseconds(now - A_YEAR), ""))
    yield from (one for one in beside if one.ritual != ritual.id)
