"""Averaging forecasters: weights learnt on rows that none of them was fitted on (Wolpert 1992, Neural Networks 5:241).

Weights are never negative and sum to one, so the average never leaves what was said. They may differ by how much of a
person is known: a forecaster that learns slowly counts more later. Every stage has its own, drawn to the common ones.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from .columns import Floats
from .table import Rows, Table

STAGES = (4, 12, 40, 150)
"""Rows known before: where one stage ends and the next begins."""

_ROUNDS, _PULL, _OWN_PULL = 300, 20.0, 60.0


@dataclass(frozen=True, slots=True)
class Stack:
    """``weights`` (stages, K) of the K forecasters."""

    weights: Floats = field(repr=False)

    def mix(self, said: Floats, stage: Rows) -> Floats:
        """The weighted mean (N,) of what was said (N, K)."""
        mixed: Floats = np.einsum("nk,nk->n", said, self.weights[stage])
        return mixed


def stages(table: Table) -> Rows:
    """The stage of each row (N,), by how many rows of the person came before."""
    found: Rows = np.searchsorted(np.array(STAGES), table.position, side="right").astype(np.int64)
    return found


def learn(said: Floats, y: Floats, stage: Rows, prior: Floats, *, binary: bool) -> Stack:
    """Weights for ``said`` (N, K) against ``y`` (N,), least squares, or most likely for probabilities.

    ``prior`` (K,) counts as a number of rows of its own.
    """
    common = _fit(said, y, prior, _PULL, binary=binary)
    rows = [np.flatnonzero(stage == s) for s in range(len(STAGES) + 1)]
    own = [_fit(said[at], y[at], common, _OWN_PULL, binary=binary) if len(at) > 20 else common for at in rows]
    return Stack(np.stack(own))


def _fit(said: Floats, y: Floats, prior: Floats, pull: float, *, binary: bool) -> Floats:
    if len(y) == 0:
        return prior
    return _likely(said, y, prior, pull) if binary else _squares(said, y, prior, pull)


def _squares(said: Floats, y: Floats, prior: Floats, pull: float) -> Floats:
    """Least squares on the simplex by exponentiated gradient; the pull is in rows of typical error."""
    errors = said - y[:, None]
    gram = errors.T @ errors
    unit = float(np.min(np.diag(gram))) / len(y) or 1.0
    gram /= unit
    weights = np.maximum(prior, 1e-6) / np.maximum(prior, 1e-6).sum()
    step = 0.5 / (float(np.abs(gram).max()) + pull)
    for _ in range(4 * _ROUNDS):
        slope = gram @ weights + pull * (weights - prior)
        weights = weights * np.exp(np.clip(-step * 20.0 * (slope - slope @ weights), -1.0, 1.0))
        weights /= weights.sum()
    return weights


def _likely(said: Floats, y: Floats, prior: Floats, pull: float) -> Floats:
    """Most likely mixture of probabilities, by EM with a Dirichlet prior."""
    p = np.clip(said, 1e-6, 1.0 - 1e-6)
    chance = p * y[:, None] + (1.0 - p) * (1.0 - y[:, None])
    weights = np.maximum(prior, 1e-6) / np.maximum(prior, 1e-6).sum()
    for _ in range(_ROUNDS):
        share = chance * weights
        share /= share.sum(axis=1, keepdims=True)
        weights = share.sum(axis=0) + pull * prior
        weights /= weights.sum()
    return weights
