"""Which of several ways to settle to offer first: by what has helped this person, with room for what is new.

Thompson sampling (Thompson 1933, Biometrika 25:285): of each way a share of "that helped" is drawn from what is
believed of it, and the ways are offered in that order; so one that is surely good comes first nearly always, and one
hardly tried comes first now and then. The beliefs borrow from one another (:mod:`homing.engine._pooling`; its families
are placeholders). Nothing is ever hidden, breath least of all forced: it is one option among several (care rule 15).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from enum import StrEnum

import numpy as np

from ._pooling import pooled_shares, share_at


class Help(StrEnum):
    """The answer to "did that help?"."""

    HELPED = "helped"
    SAME = "same"
    WORSE = "worse"


class Why(StrEnum):
    """What stands behind an offer: it has helped before, was never tried, or was tried and has not helped so far."""

    HELPED = "helped"
    NEW = "new"
    TRIED = "tried"


WORSE_TWICE = 2
"""A way that made it worse so often, and never helped, goes to the back."""


@dataclass(frozen=True, slots=True)
class Try:
    """A way that was tried, and what it did."""

    way: str
    answer: Help = field(repr=False)


@dataclass(frozen=True, slots=True)
class Offer:
    """A way, in how many of its ``n`` tries it helped (``k``), and what stands behind it, so that words can tell."""

    way: str
    k: int
    n: int
    why: Why


def offers(
    ways: Iterable[str], tries: Iterable[Try], rng: np.random.Generator, breath: Collection[str] = ()
) -> tuple[Offer, ...]:
    """Every way once, in the order in which to offer them. Tries of other ways are not counted.

    ``breath`` names all ways that are breath work: once one of them made it worse, be it offered now or not, none of
    them comes first, unless there is nothing else. The same seed gives the same order, whatever the order of ``ways``
    and ``tries``.

    >>> told = [Try("feet", Help.HELPED)] * 6 + [Try("breath", Help.WORSE)] * 2 + [Try("hum", Help.SAME)]
    >>> for one in offers(["breath", "feet", "hum", "wall"], told, np.random.default_rng(1), breath={"breath"}):
    ...     print(one.way, one.k, one.n, one.why)
    feet 6 6 helped
    wall 0 0 new
    hum 0 1 tried
    breath 0 2 tried
    """
    answers: dict[str, list[Help]] = {way: [] for way in sorted(set(ways))}
    wary = False
    for one in tries:
        wary = wary or (one.way in breath and one.answer is Help.WORSE)
        if one.way in answers:
            answers[one.way].append(one.answer)
    found = [_offer(way, told) for way, told in answers.items()]
    belief = pooled_shares([(one.k, one.n) for one in found])
    drawn = {one.way: share_at(row, q) for one, row, q in zip(found, belief.each, rng.random(len(found)), strict=True)}
    found.sort(key=lambda one: (_at_the_back(answers[one.way]), -drawn[one.way]))
    first = next((i for i, one in enumerate(found) if not (wary and one.way in breath)), 0)
    return (*found[first : first + 1], *found[:first], *found[first + 1 :])


def _offer(way: str, told: list[Help]) -> Offer:
    helped = told.count(Help.HELPED)
    return Offer(way, helped, len(told), Why.HELPED if helped else Why.TRIED if told else Why.NEW)


def _at_the_back(told: list[Help]) -> bool:
    return told.count(Help.WORSE) >= WORSE_TWICE and Help.HELPED not in told
