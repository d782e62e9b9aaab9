"""Paired bootstrap over people: how sure a difference between two models is (Efron & Tibshirani 1993, ch. 8)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np

from .columns import Floats
from .table import Rows

_MOST_DRAWS, _WORK = 2_000, 200_000_000
LEVEL = 0.95


class Difference(NamedTuple):
    """One model's error less another's, with its 95 % interval; no interval with fewer than two people."""

    difference: float
    low: float | None
    high: float | None


def sums(owner: Rows, loss: Floats) -> tuple[Floats, Floats]:
    """Per person who has a scored row: the sum of losses, and how many."""
    _, at = np.unique(owner, return_inverse=True)
    total: Floats = np.bincount(at, weights=loss).astype(np.float64)
    return total, np.bincount(at).astype(np.float64)


def paired(one: Floats, other: Floats, count: Floats, seed: int, *, root: bool) -> Difference:
    """The difference of mean losses (of their roots if ``root``) between two models, people drawn with replacement.

    ``one``, ``other``, ``count`` (P,): sums of losses per person under each model, and rows per person.
    """
    people = len(count)

    def total(weights: Floats) -> Floats:
        means = np.stack([weights @ one, weights @ other]) / (weights @ count)
        told: Floats = np.sqrt(means) if root else means
        return told

    whole = total(np.ones((1, people)))
    difference = float((whole[0] - whole[1])[0])
    if people < 2:
        return Difference(difference, None, None)
    rng = np.random.default_rng([seed, 2])
    drawn = []
    for _ in range(min(_MOST_DRAWS, max(200, _WORK // people))):
        weights = np.bincount(rng.integers(0, people, people), minlength=people).astype(np.float64)
        means = total(weights[None])
        drawn.append(float((means[0] - means[1])[0]))
    low, high = np.quantile(drawn, [0.5 * (1.0 - LEVEL), 0.5 * (1.0 + LEVEL)])
    return Difference(difference, float(low), float(high))


def differences(one: Mapping[str, Floats], other: Mapping[str, Floats], seed: int) -> dict[str, Difference]:
    """:func:`paired` for each metric that is a mean over rows; ``count`` are the rows per person."""
    return {
        metric: paired(one[metric], other[metric], one["count"], seed, root=metric == "rmse")
        for metric in ("rmse", "log_loss")
        if metric in one
    }
