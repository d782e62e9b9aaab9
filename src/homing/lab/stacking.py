"""Averaging forecasters: weights learnt on rows that none of them was fitted on (Wolpert 1992, Neural Networks 5:241).

Weights are never negative and sum to one, so the average never leaves what was said; probabilities are averaged as
log-odds (a logarithmic pool; Genest & Zidek 1986, Stat. Sci. 1:114). They may differ by how much of a
person is known: a forecaster that learns slowly counts more later. From there each person's own rows move them, older
ones less (dynamic model averaging; Raftery, Karny & Ettler 2010, Technometrics 52:52); how far is learnt as well.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from .columns import Floats
from .hierarchy import sigmoid
from .panel import steps
from .table import Bools, Rows, Table

STAGES = (4, 12, 40, 150)
"""Rows known before: where one stage ends and the next begins."""

RATES = (0.0, 0.1, 0.3, 1.0)
FORGETTING = 0.95
_ROUNDS, _PULL, _OWN_PULL = 300, 20.0, 200.0
_SURE, _WORST = 1e-5, 1.5


@dataclass(frozen=True, slots=True)
class Stack:
    """``weights`` (stages, K) of the K forecasters; ``unit`` of a squared error; ``rate`` of moving with own rows."""

    weights: Floats = field(repr=False)
    unit: float = 1.0
    rate: float = 0.0
    binary: bool = False

    def mix(self, table: Table, said: Floats) -> Floats:
        """The weighted mean (N,) of what was said (N, K) about whole people, of log-odds if binary; strictly causal."""
        weights = self.weights[stages(table)]
        if self.rate > 0.0:
            weights = weights * np.exp(-self.rate * self._past(table, said))
            weights /= weights.sum(axis=1, keepdims=True)
        if self.binary:
            return sigmoid(np.einsum("nk,nk->n", _log_odds(said), weights))
        mixed: Floats = np.einsum("nk,nk->n", said, weights)
        return mixed

    def _past(self, table: Table, said: Floats) -> Floats:
        """For each row, the forgotten sum of losses so far (N, K), from that of the best."""
        lost = _loss(said, table.target[:, None], self.unit, binary=self.binary)
        found, state = np.empty_like(lost), np.zeros((table.people, lost.shape[1]))
        for t, (_, rows) in enumerate(steps(table)):
            now = state[: len(rows)]
            found[rows] = now
            if t:  # nobody's first row counts: it is not scored either
                known = ~np.isnan(table.target[rows])
                now *= np.where(known, FORGETTING, 1.0)[:, None]
                now += np.where(known[:, None], lost[rows], 0.0)
        best: Floats = found.min(axis=1, keepdims=True)
        return found - best


def stages(table: Table) -> Rows:
    """The stage of each row (N,), by how many rows of the person came before."""
    found: Rows = np.searchsorted(np.array(STAGES), table.position, side="right").astype(np.int64)
    return found


def learn(table: Table, said: Floats, use: Bools, prior: Floats) -> Stack:
    """Weights for ``said`` (N, K) about whole people, from the rows in ``use``: least squares, or most likely for
    binary targets. ``prior`` (K,) counts as a number of rows of its own.
    """
    binary = table.spec.kind == "binary"
    x, y, stage = said[use], table.target[use], stages(table)[use]
    unit = max(float(np.min(np.mean((x - y[:, None]) ** 2, axis=0))), 1e-12)
    # what errs far more than the best could only serve to shrink it, and would shrink too much where people differ
    mean_loss = _loss(x, y[:, None], unit, binary=binary).mean(axis=0)
    prior = np.where(mean_loss <= _WORST * mean_loss.min(), prior, 0.0)
    prior = prior / prior.sum()
    common = _fit(x, y, prior, _PULL, binary=binary)
    rows = [np.flatnonzero(stage == s) for s in range(len(STAGES) + 1)]
    own = [_fit(x[at], y[at], common, _OWN_PULL, binary=binary) if len(at) > 20 else common for at in rows]
    tried = [Stack(np.stack(own), unit, rate, binary) for rate in RATES]
    losses = [float(np.mean(_loss(one.mix(table, said)[use], y, unit, binary=binary))) for one in tried]
    best = tried[int(np.argmin(losses))]
    # moving with a person's rows has to pay clearly: it adds noise where the common weights are right
    return best if min(losses) < losses[0] - 1e-3 * abs(losses[0]) else tried[0]


def _loss(said: Floats, y: Floats, unit: float, *, binary: bool) -> Floats:
    if binary:
        p = np.clip(said, _SURE, 1.0 - _SURE)
        chance: Floats = -np.log(np.where(y > 0.5, p, 1.0 - p))
        return chance
    errors: Floats = np.minimum(0.5 * (said - y) ** 2 / unit, 20.0)
    return errors


def _fit(said: Floats, y: Floats, prior: Floats, pull: float, *, binary: bool) -> Floats:
    """Weights on the simplex with the smallest loss, the pull towards the prior weights included.

    The loss is convex, and one pair of weights at a time is moved, by a Newton step that keeps both from falling below
    zero: from the forecaster that should count less to the one that should count more.
    """
    if binary:
        unit, x = 1.0, _log_odds(said)
    else:
        errors = said - y[:, None]
        unit = max(float(np.min(np.mean(errors * errors, axis=0))), 1e-12)
        gram = errors.T @ errors / unit
    weights, allowed = prior.copy(), prior > 0.0
    for _ in range(_ROUNDS):
        if binary:
            p = sigmoid(x @ weights)
            slope = x.T @ (p - y) + pull * (weights - prior)
        else:
            slope = gram @ weights + pull * (weights - prior)
        more = int(np.argmin(np.where(allowed, slope, np.inf)))
        less = int(np.argmax(np.where(weights > 0.0, slope, -np.inf)))
        gained = float(slope[less] - slope[more])
        if gained <= 1e-4 * len(y) ** 0.5:
            break
        if binary:
            bend = float((p * (1.0 - p)) @ (x[:, more] - x[:, less]) ** 2)
        else:
            bend = float(gram[more, more] + gram[less, less] - 2.0 * gram[more, less])
        move = min(gained / (bend + 2.0 * pull), float(weights[less]))
        weights[more] += move
        weights[less] -= move
    return weights


def _log_odds(p: Floats) -> Floats:
    inside = np.clip(p, _SURE, 1.0 - _SURE)
    odds: Floats = np.log(inside) - np.log1p(-inside)
    return odds
