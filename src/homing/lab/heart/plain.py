"""What the filter is measured against: the heart as it is, and a logistic regression on 30 seconds of it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from homing.engine.body import own_rest_z
from homing.lab.columns import Floats
from homing.lab.heart.windows import LOOK, WIDTH, Windows, rest_of

_THIRTY = 30 // WIDTH
_RIDGE, _ROUNDS = 1.0, 25


def held(values: Floats) -> Floats:
    """The last known value, for at most a minute; NaN before and after."""
    at = np.where(np.isfinite(values), np.arange(len(values)), -LOOK)
    last = np.maximum.accumulate(at) if len(at) else at
    fresh = np.arange(len(values)) - last < LOOK // WIDTH
    return np.where(fresh, values[np.maximum(last, 0)], np.nan)


def features(values: Floats) -> Floats:
    """Mean, standard deviation, slope, least and most of the last 30 seconds, (N, 5); NaN where nothing is known.

    The slope is the last known value less the first.
    """
    padded = np.concatenate([np.full(_THIRTY - 1, np.nan), values])
    return np.array([_of(padded[at : at + _THIRTY]) for at in range(len(values))]).reshape(-1, 5)


def _of(values: Floats) -> list[float]:
    known = values[np.isfinite(values)]
    if not len(known):
        return [np.nan] * 5
    return [known.mean(), known.std(), known[-1] - known[0], known.min(), known.max()]


def logistic(stress: Floats, inputs: Floats) -> tuple[Floats, Floats, Floats]:
    """The mean and width (F,) of each feature and the weights (F + 1,) of a ridge regression, by Newton's method.

    ``stress`` (N,) is 0 or 1; a feature that is NaN counts as its mean.
    """
    middle, width = np.nanmean(inputs, axis=0), np.maximum(np.nanstd(inputs, axis=0), 1e-9)
    x = _standard(inputs, middle, width)
    weights = np.zeros(x.shape[1])
    ridge = _RIDGE * np.eye(x.shape[1])
    ridge[0, 0] = 1e-9
    for _ in range(_ROUNDS):
        p = 0.5 * (1.0 + np.tanh(0.5 * (x @ weights)))
        step = np.linalg.solve((x * (p * (1.0 - p))[:, None]).T @ x + ridge, x.T @ (stress - p) - ridge @ weights)
        weights = weights + step
    return middle, width, weights


def said(inputs: Floats, learnt: tuple[Floats, Floats, Floats]) -> Floats:
    """The log-odds of stress, (N,)."""
    middle, width, weights = learnt
    odds: Floats = _standard(inputs, middle, width) @ weights
    return odds


def others_z(person: int, everyone: Sequence[Windows]) -> Floats:
    """The rate of person number ``person`` relative to the rest of everyone else, taken as that of one heart."""
    rest = np.concatenate([rest_of(one.rate) for at, one in enumerate(everyone) if at != person])
    rate = everyone[person].rate
    z = own_rest_z(rate, rest)
    return np.full(len(rate), np.nan) if z is None else z


def _standard(inputs: Floats, middle: Floats, width: Floats) -> Floats:
    known = np.where(np.isfinite(inputs), (inputs - middle) / width, 0.0)
    return np.concatenate([np.ones((len(known), 1)), known], axis=1)
