"""The models that ours has to beat, as good as they can honestly be: what is free is fitted on training people."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial

import numpy as np

from . import hierarchy
from .columns import Floats
from .features import Encoder, basic
from .hierarchy import Prior, probability, sigmoid
from .panel import steps
from .protocol import scorable
from .said import Predict, Said, Width, width, within
from .table import Table

_RATES = (0.01, 0.02, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0)
_PENALTIES = (0.3, 1.0, 3.0, 10.0, 30.0, 100.0)
_POOLINGS = (0.003, 0.01, 0.03, 0.1, 0.3)
_WEIGHT = 1e12
_MOST = 100_000
"""Training rows from which settings are chosen; more would only cost time."""

Fitted = Callable[[Table], Said]
Learn = Callable[[Table, Encoder], Fitted]


def repeat_last(train: Table, code: Encoder) -> Fitted:
    """The last known target; before any, the mean of the training people."""
    predict = partial(_running, centre=code.centre, move=_now)
    known = predict(train)
    changed = float(np.mean((known != train.target)[scorable(train)])) if scorable(train).any() else 0.5
    return _Repeated(predict, width(train, known), min(max(changed, 1e-6), 0.5))


def person_mean(train: Table, code: Encoder) -> Fitted:
    """The mean of the person's known targets so far; before any, that of the training people."""
    return _finished(train, partial(_running, centre=code.centre, move=_averaged))


def exponential_mean(train: Table, code: Encoder) -> Fitted:
    """A mean that moves a fixed share of the way to each known target; the share is fitted on training people."""
    moves = [partial(_towards, rate=rate) for rate in _RATES]
    return _finished(train, _best(train, [partial(_running, centre=code.centre, move=move) for move in moves]))


def rescorla_wagner(train: Table, code: Encoder) -> Fitted:
    """Rescorla & Wagner 1972 on the cues and a background that is always there; the rate is fitted on training people.

    Numbers as in :mod:`homing.engine.published.rescorla_wagner`, from the mean of the training people as zero.
    """
    rates = (0.003, *_RATES[:9])
    return _finished(train, _best(train, [partial(_conditioned, code=code, rate=rate) for rate in rates]))


def pooled_regression(train: Table, code: Encoder) -> Fitted:
    """One ridge regression for everyone: cues, previous target, running mean. It learns nothing of a person's own."""
    prior = _pooled(train, code)
    return _regression(train, code, [replace(prior, cov=prior.cov * 0.0)])


def personal_regression(train: Table, code: Encoder) -> Fitted:
    """The same regression on each person's own rows alone; the penalty is chosen on training people."""
    pooled = _pooled(train, code)
    start = np.zeros_like(pooled.mean)
    if pooled.binary:
        rate = min(max(code.centre, 1e-3), 1.0 - 1e-3)
        start[0] = np.log(rate / (1.0 - rate))
    unit = 1.0 if pooled.binary else pooled.noise
    return _regression(train, code, [replace(pooled, mean=start, cov=pooled.cov * unit / one) for one in _PENALTIES])


def blended_regression(train: Table, code: Encoder) -> Fitted:
    """The pooled regression, from which each person's own rows lead away; how fast is chosen on training people."""
    pooled = _pooled(train, code)
    unit = 1.0 if pooled.binary else pooled.noise
    return _regression(train, code, [replace(pooled, cov=pooled.cov * unit * one) for one in _POOLINGS])


BASELINES: dict[str, Learn] = {
    "repeat_last": repeat_last,
    "person_mean": person_mean,
    "exponential_mean": exponential_mean,
    "rescorla_wagner": rescorla_wagner,
    "pooled_regression": pooled_regression,
    "personal_regression": personal_regression,
    "blended_regression": blended_regression,
}
"""By name."""


def _now(_old: Floats, now: Floats, _count: Floats) -> Floats:
    return now


def _averaged(old: Floats, now: Floats, count: Floats) -> Floats:
    return old + (now - old) / count


def _towards(old: Floats, now: Floats, _count: Floats, rate: float) -> Floats:
    return old + rate * (now - old)


def _running(table: Table, centre: float, move: Callable[[Floats, Floats, Floats], Floats]) -> Floats:
    """A value per person that each known target moves: what it was before each row (N,)."""
    value, count, found = np.full(table.people, centre), np.zeros(table.people), np.empty(table.rows)
    for _, rows in steps(table):
        n, now = len(rows), table.target[rows]
        found[rows] = value[:n]
        known = ~np.isnan(now)
        count[:n] += known
        value[:n] = np.where(known, move(value[:n], now, np.maximum(count[:n], 1.0)), value[:n])
    return found


def _conditioned(table: Table, code: Encoder, rate: float) -> Floats:
    x = np.concatenate([np.ones((table.rows, 1)), np.clip(code.plain(table), -3.0, 3.0)], axis=1)
    y, found = table.target - code.centre, np.empty(table.rows)
    weights = np.zeros((table.people, x.shape[1]))
    for _, rows in steps(table):
        seen, w = x[rows], weights[: len(rows)]
        expected = np.einsum("nd,nd->n", w, seen)
        found[rows] = expected
        error = np.nan_to_num(y[rows] - expected)
        w += rate * error[:, None] * seen
        np.clip(w, -_WEIGHT, _WEIGHT, out=w)  # too fast a rate runs away; it is tried, and loses
    return within(table, found + code.centre)


def _regressed(table: Table, code: Encoder, prior: Prior) -> Floats:
    x = basic(table, code)
    if not prior.cov.any():
        eta = x @ prior.mean
        return sigmoid(eta) if prior.binary else within(table, code.centre + code.scale * eta)
    y = table.target if prior.binary else code.standard(table.target)
    eta, v = hierarchy.follow(table, x, y, prior)
    return probability(eta, v) if prior.binary else within(table, code.centre + code.scale * eta)


def some_people(train: Table, most: int = _MOST) -> Table:
    """The first people of the training table, as many as have so many rows together (at least one person)."""
    inside = int(np.searchsorted(train.starts, most, side="right")) - 1
    return train if inside >= train.people else train.of_people(np.arange(max(inside, 1)))


def _best(train: Table, predicts: list[Predict]) -> Predict:
    """The one with the smallest squared error on training rows."""
    few = some_people(train)
    use = scorable(few)
    if not use.any():
        return predicts[0]
    losses = [float(np.mean((predict(few) - few.target)[use] ** 2)) for predict in predicts]
    return predicts[int(np.nanargmin(losses))]


@dataclass(frozen=True, slots=True)
class _Finished:
    """A fitted model: what it predicts, and how far off it was. It can be sent to other processes."""

    predict: Predict
    spread: Width

    def __call__(self, table: Table) -> Said:
        mean = self.predict(table)
        return Said(mean, *self.spread.around(table, mean), mean)


@dataclass(frozen=True, slots=True)
class _Repeated:
    """The same for repeat last: a bare 0 or 1 would have an infinite log loss, so ``wrong``, the share of training rows
    that changed, is its uncertainty.
    """

    predict: Predict
    spread: Width
    wrong: float

    def __call__(self, table: Table) -> Said:
        mean = self.predict(table)
        return Said(mean, *self.spread.around(table, mean), np.clip(mean, self.wrong, 1.0 - self.wrong))


def _finished(train: Table, predict: Predict) -> Fitted:
    few = some_people(train)
    return _Finished(predict, width(few, predict(few)))


def _pooled(train: Table, code: Encoder) -> Prior:
    """Ridge weights of everyone's training rows, with a unit covariance."""
    few = some_people(train, 3 * _MOST)
    x, y, binary = basic(few, code), few.target, few.spec.kind == "binary"
    use = scorable(few) if scorable(few).sum() > 1 else np.isfinite(y)
    told = y[use] if binary else code.standard(y[use])
    mean = hierarchy.logistic_ridge(x[use], told) if binary else hierarchy.ridge(x[use], told)
    noise = 1.0 if binary else max(float(np.mean((told - x[use] @ mean) ** 2)), 1e-9)
    return Prior(mean, np.eye(len(mean)), noise, binary=binary)


def _regression(train: Table, code: Encoder, priors: list[Prior]) -> Fitted:
    return _finished(train, _best(train, [partial(_regressed, code=code, prior=prior) for prior in priors]))
