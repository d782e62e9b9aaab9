"""With whom, where and doing what the body settles, and how fast: from pairs of felt states before and after.

A pair that began unsettled (on edge, far away, mixed) and has a clear end is evidence; one that began settled, or of
which the person cannot tell, is none. Each key (a person, a place, a way) has its k of n, and a share that borrows
from the others (:mod:`homing.engine._pooling`): with one pair it is nearly what holds of any key, with hundreds it is
its own. Times are log-normal, and "not settled after 40 minutes" counts as what it is.

**Associations, not causes**: who is there when the body settles may be there because it was settling. The families
pooled over, the scatter of times and what counts as few are placeholders without data behind them. There is no order
by share, and none should be made of people (care rule 6).
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from ._felt import STATES, WORDS
from ._pooling import Floats, next_time, pooled_shares, pooled_times, share
from ._recovery import Minutes, Recovery
from .counts import Count, jeffreys

__all__ = ["FEW", "FEW_TIMES", "UNSETTLED", "Count", "Minutes", "Pair", "Recovery", "Settled", "Settling", "settling"]

UNSETTLED = ("on_edge", "far_away", "mixed")
"""The states from which a body can settle."""

FEW = 5
"""Below so many pairs with a key, "too few to say more". A convention, not a test."""

FEW_TIMES = 3
"""Below so many timed pairs in all, nothing is said of how fast. A convention, not a test."""

_DEFAULT = Recovery()


@dataclass(frozen=True, slots=True)
class Pair:
    """How it was before and after, and what was there: ``keys``, in any order; one told twice counts once.

    ``before`` and ``after`` are words of the body filter. ``minutes`` lie between the two: when the body was found
    settled it may have been for a while, so times are read long rather than short. None: not known.

    Raises ``ValueError`` for another word, or minutes that are not positive and finite.

    >>> Pair("on_edge", "settled", 25.0, ("sam",)).is_settled
    True
    >>> Pair("settled", "settled").is_evidence, Pair("on_edge", "cant_tell").is_evidence
    (False, False)
    """

    before: str = field(repr=False)
    after: str = field(repr=False)
    minutes: float | None = field(default=None, repr=False)
    keys: tuple[str, ...] = field(default=(), repr=False)

    def __post_init__(self) -> None:
        if self.before not in WORDS or self.after not in WORDS:
            raise ValueError("a felt state is one of the words of the body filter")
        if self.minutes is not None and not 0.0 < self.minutes < math.inf:
            raise ValueError("a time to settle must be a positive, finite number of minutes")

    @property
    def is_evidence(self) -> bool:
        """Whether it can tell of settling."""
        return self.before in UNSETTLED and self.after != "cant_tell"

    @property
    def is_settled(self) -> bool:
        """Whether it ended settled."""
        return self.after == STATES[0]


@dataclass(frozen=True, slots=True)
class Settling:
    """What the pairs say of one key; of ``key`` None: of one that was never there.

    ``k`` of ``n`` pairs ended settled; ``p`` is the pooled share, with its bounds. ``minutes`` is how long the next
    time may take, with its bounds, pooled too; ``timed`` counts the own pairs behind it. None: too few timed pairs
    anywhere. ``few``: too few pairs to say more than k of n.
    """

    key: str | None
    k: int
    n: int
    p: float
    low: float
    high: float
    timed: int
    minutes: Minutes | None

    @property
    def few(self) -> bool:
        """Whether there are too few pairs to say more than k of n."""
        return self.n < FEW


@dataclass(frozen=True, slots=True)
class Settled:
    """``overall``: of all pairs, with or without keys, how many ended settled. ``keys`` in the order of their names,
    ``unseen`` of a key that was never there.
    """

    overall: Count
    keys: tuple[Settling, ...]
    unseen: Settling

    def of(self, key: str) -> Settling:
        """What is said of a key; of one never there, what the others lead to."""
        return next((one for one in self.keys if one.key == key), self.unseen)


def settling(pairs: Iterable[Pair], level: float = 0.8, prior: Recovery = _DEFAULT) -> Settled:
    """What the pairs say of each key, with bounds at ``level``. Their order does not matter.

    Of ``prior`` the mean and variance of the log minutes are used, and its scatter as a guess.
    Raises ``ValueError`` unless 0 < level < 1.

    >>> calm = [Pair("on_edge", "settled", 20.0, ("sam",))] * 8 + [Pair("on_edge", "on_edge", 60.0, ("sam",))] * 2
    >>> said = settling([*calm, Pair("mixed", "far_away", None, ("kitchen",))])
    >>> sam, kitchen = said.of("sam"), said.of("kitchen")
    >>> sam.k, sam.n, round(sam.p, 2), round(sam.low, 2), round(sam.high, 2), round(sam.minutes.median), sam.few
    (8, 10, 0.73, 0.56, 0.88, 26, False)
    >>> kitchen.k, kitchen.n, round(kitchen.p, 2), round(kitchen.low, 2), round(kitchen.high, 2), kitchen.few
    (0, 1, 0.47, 0.1, 0.8, True)
    """
    if not 0.0 < level < 1.0:
        raise ValueError("the level of an interval lies between 0 and 1")
    evidence = [pair for pair in pairs if pair.is_evidence]
    groups: dict[str, list[Pair]] = {key: [] for key in sorted({key for pair in evidence for key in pair.keys})}
    for pair in evidence:
        for key in set(pair.keys):
            groups[key].append(pair)
    shares = pooled_shares([_count(group) for group in groups.values()])
    times = pooled_times([_times(group) for group in groups.values()], prior)
    says_when = sum(pair.minutes is not None for pair in evidence) >= FEW_TIMES

    def said(key: str | None, group: Sequence[Pair], of_share: Floats, of_time: Floats) -> Settling:
        timed = sum(pair.minutes is not None for pair in group)
        minutes = next_time(of_time, prior, level) if says_when else None
        return Settling(key, *_count(group), *share(of_share, level), timed, minutes)

    return Settled(
        jeffreys(*_count(evidence), level),
        tuple(map(said, groups, groups.values(), shares.each, times.each)),
        said(None, (), shares.unseen, times.unseen),
    )


def _count(group: Sequence[Pair]) -> tuple[int, int]:
    return sum(pair.is_settled for pair in group), len(group)


def _times(group: Sequence[Pair]) -> tuple[list[float], list[float]]:
    """The minutes of the pairs that ended settled, and of those that did not."""
    times: tuple[list[float], list[float]] = ([], [])
    for pair in group:
        if pair.minutes is not None:
            times[0 if pair.is_settled else 1].append(pair.minutes)
    return times
