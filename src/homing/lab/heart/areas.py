"""The area under the ROC curve, over all windows together or person by person, and how sure it is over people."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from homing.lab.bootstrap import LEVEL
from homing.lab.columns import Floats

_DRAWS = 2_000


class Area(NamedTuple):
    """An area with its 95 % interval over people; None where there is none (no windows of both kinds, one person)."""

    area: float | None
    low: float | None
    high: float | None


class Scored(NamedTuple):
    """One person's windows that have a score: ``stress`` (N,) 0 or 1, and ``score`` (N,)."""

    stress: Floats
    score: Floats


def auc(stress: Floats, score: Floats) -> float:
    """P(a window under stress scores higher than one at rest), ties counting half (Hanley & McNeil 1982, Radiology
    143:29); NaN without windows of both kinds.

    >>> auc(np.array([0.0, 0.0, 1.0, 1.0]), np.array([0.1, 0.4, 0.4, 0.9]))
    0.875
    """
    return float(_areas([Scored(stress, score)], np.ones((1, 1)))[0])


def pooled(people: Sequence[Scored], seed: int) -> Area:
    """All windows of all people together; for the interval, people are drawn with replacement."""
    if not people:
        return Area(None, None, None)
    return _area(_areas(people, _everyone(people))[0], _areas(people, _draws(len(people), seed)))


def by_person(people: Sequence[Scored], seed: int) -> Area:
    """The mean of the areas of those people who have windows of both kinds."""
    each = np.array([auc(*one) for one in people])
    each = each[np.isfinite(each)]
    if not len(each):
        return Area(None, None, None)
    return _area(each.mean(), _draws(len(each), seed) @ each / len(each))


def pooled_difference(ours: Sequence[Scored], other: Sequence[Scored], seed: int) -> Area:
    """The pooled area of ours less that of another on the same windows; people are drawn for both alike."""
    whole, draws = _everyone(ours), _draws(len(ours), seed)
    return _area((_areas(ours, whole) - _areas(other, whole))[0], _areas(ours, draws) - _areas(other, draws))


def _areas(people: Sequence[Scored], counts: Floats) -> Floats:
    """The pooled area, (D,), when each person is counted so many times, (D, P); NaN without windows of both kinds.

    Won pairs are counted once for every two people, (P, P); an area is then a quotient of sums over these.
    """
    stress, score = (np.concatenate(part) for part in zip(*people, strict=True))
    ranks, at = np.unique(score, return_inverse=True)
    owner = np.repeat(np.arange(len(people)), [len(one.score) for one in people])
    place, shape = owner * len(ranks) + at, (len(people), len(ranks))
    size = len(people) * len(ranks)
    up = np.bincount(place, weights=stress, minlength=size).reshape(shape)
    down = np.bincount(place, weights=1.0 - stress, minlength=size).reshape(shape)
    won = up @ (np.cumsum(down, axis=1) - 0.5 * down).T
    both = (counts @ up.sum(axis=1)) * (counts @ down.sum(axis=1))
    found = np.full(len(counts), np.nan)
    np.divide(((counts @ won) * counts).sum(axis=1), both, out=found, where=both > 0.0)
    return found


def _everyone(people: Sequence[Scored]) -> Floats:
    return np.ones((1, len(people)))


def _draws(people: int, seed: int) -> Floats:
    """How often each person is drawn, (D, P); no draws of a single person."""
    rng = np.random.default_rng([seed, people])
    drawn = rng.integers(0, people, (_DRAWS if people > 1 else 0, people))
    counts: Floats = np.array([np.bincount(one, minlength=people) for one in drawn], dtype=np.float64)
    return counts.reshape(-1, people)


def _area(area: float, drawn: Floats) -> Area:
    known = drawn[np.isfinite(drawn)]
    if not np.isfinite(area) or not len(known):
        return Area(float(area) if np.isfinite(area) else None, None, None)
    low, high = np.quantile(known, [0.5 * (1.0 - LEVEL), 0.5 * (1.0 + LEVEL)])
    return Area(float(area), float(low), float(high))
