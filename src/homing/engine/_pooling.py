"""Partial pooling on grids: many small groups, each with a number of its own, that borrow from one another.

Each group's number lies on a grid, and is believed to come from one of a few families of groups (the rows of a table).
Which family it is, is never decided: all of them are weighed by how well they foresaw every group (empirical Bayes
with the hyper-parameters integrated out; Gelman et al. 2013, Bayesian Data Analysis, ch. 5). Exact but for the grid,
so that no order of the groups or of their evidence matters.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ._recovery import Minutes, Recovery

Floats = NDArray[np.float64]

_FLOOR = 1e-12
"""What every family leaves to every point of the grid: nothing is quite ruled out."""

_TINY = 1e-300
"""What is less likely than this is taken to be as likely: its weight is nothing either way."""

_LOGIT = np.linspace(-12.0, 12.0, 961)
_SHARE = 1.0 / (1.0 + np.exp(-_LOGIT))
_MEANS = np.arange(1, 16) / 16.0
_SIZES = 2.0 ** np.arange(7)
"""From 1 to 64 imagined pairs behind the mean: from unlike groups to nearly equal ones."""

_STEP = 0.04
_LOG = np.arange(-50, 226) * _STEP
"""Log minutes: from 8 seconds to more than five days."""
_SPREADS = (0.1, 0.2, 0.4, 0.8)
_SCATTERS = np.array([0.36, 1.0, 2.56, 6.25])
"""Shares of the prior's scatter: with its default, standard deviations of the log of .3, .5, .8 and 1.25."""
_NEXT = np.arange(-200, 376) * _STEP


class Pooled(NamedTuple):
    """``each`` (J, ...): what is believed of each of J groups, a mass for each point of the grid; ``unseen`` (...): of
    a group without any evidence of its own.
    """

    each: Floats
    unseen: Floats


def pool(evidence: Floats, table: Floats, prior: Floats) -> Pooled:
    """The beliefs (J, S, G) and (S, G), given the log likelihoods ``evidence`` (J, S, G) of each group at each point
    of the grid, under each of S equally likely settings that all groups share; the ``table`` (H, G) of families,
    positive rows that sum to 1; and the ``prior`` (H,) weight of each family.
    """
    likelihood = np.exp(evidence - evidence.max(axis=(1, 2), keepdims=True))
    foreseen = np.maximum(likelihood @ table.T, _TINY)
    log_weight = np.log(prior) + np.log(foreseen).sum(axis=0)
    weight = np.exp(log_weight - log_weight.max())
    weight /= weight.sum()
    return Pooled(likelihood * ((weight / foreseen) @ table), weight @ table)


def pooled_shares(counts: Sequence[tuple[int, int]]) -> Pooled:
    """Shares of groups with k of n each, as beta-binomials; on the logit grid, for :func:`share` and :func:`share_at`.

    A family has a mean of 1/16 to 15/16 and the weight of 1 to 64 pairs, of which at least half a one speaks for
    either side. Beforehand means are equally likely, and weights uniform in their power of -1/2 (Gelman et al. 2013,
    section 5.3), so that likeness has to be shown.

    >>> belief = pooled_shares([(9, 10), (0, 1)])
    >>> [round(share(row, 0.8)[0], 2) for row in (*belief.each, belief.unseen)]
    [0.82, 0.49, 0.61]
    """
    k, n = np.array(counts, dtype=np.float64).reshape(-1, 2).T[..., None]
    pooled = pool((k * _log_share() + (n - k) * _log_share()[::-1])[:, None, :], *_share_table())
    return Pooled(pooled.each[:, 0], pooled.unseen[0])


def share(belief: Floats, level: float) -> tuple[float, float, float]:
    """The mean share, and its equal-tailed bounds at ``level``, widened where they would not hold the mean."""
    mean = float(belief @ _SHARE)
    low, high = (share_at(belief, q) for q in (0.5 * (1.0 - level), 0.5 * (1.0 + level)))
    return mean, min(low, mean), max(high, mean)


def share_at(belief: Floats, q: float) -> float:
    """The share below which a belief has mass q."""
    return 1.0 / (1.0 + math.exp(-_quantile(_LOGIT, belief, q)))


def pooled_times(groups: Sequence[tuple[Sequence[float], Sequence[float]]], prior: Recovery) -> Pooled:
    """Log medians of groups, each with the minutes after which it was over, and those after which it was not yet.

    Single times scatter about the median of their group, a third to six times as much as ``prior`` says; the medians
    of groups about a common one with a spread between .1 and .8 (of the log); the common one as ``prior`` says.
    """
    waits = sorted({wait for _, each in groups for wait in each})
    open_ = np.array([[each.count(wait) for wait in waits] for _, each in groups], dtype=np.float64)
    known = np.array([_sums(times) for times, _ in groups]).reshape(-1, 3).T[..., None, None]
    scatter = (prior.scatter * _SCATTERS)[:, None]
    n, total, squares = known
    over = -0.5 * (n * np.log(scatter) + (squares - 2.0 * total * _LOG + n * _LOG * _LOG) / scatter)
    tails = np.array([_tails(waits, value) for value in scatter[:, 0].tolist()])
    still = np.moveaxis(open_.reshape(len(groups), len(waits)) @ tails, 0, 1)
    return pool(over + still, *_time_table(prior))


def next_time(belief: Floats, prior: Recovery, level: float) -> Minutes:
    """The time it may take next: median, and equal-tailed bounds at ``level``."""
    below = _below(prior.scatter) @ belief.ravel()
    at = np.interp([0.5, 0.5 * (1.0 - level), 0.5 * (1.0 + level)], below, _NEXT)
    return Minutes(*np.exp(at).tolist())


def _sums(times: Sequence[float]) -> tuple[float, float, float]:
    """How many, and the sums of their logs and of the squares; exact, so that their order does not matter."""
    logs = [math.log(time) for time in times]
    return float(len(logs)), math.fsum(logs), math.fsum(value * value for value in logs)


def _tails(waits: Sequence[float], scatter: float) -> Floats:
    """The log probability (W, G) that a time is longer than each wait, given each median on the grid."""
    z = (np.log(np.array(waits))[:, None] - _LOG) / math.sqrt(scatter)
    log_tail: Floats = np.interp(z, *_tail_table())  # to 2e-5
    return log_tail


def _log_tail(z: float) -> float:
    """log P(Z > z) of a standard normal; beyond 30 by the first term of its asymptotic series (to about 1e-3)."""
    if z < 30.0:
        return math.log(0.5 * math.erfc(z / math.sqrt(2.0)))
    return -0.5 * z * z - math.log(z * math.sqrt(2.0 * math.pi))


@cache
def _tail_table() -> tuple[Floats, Floats]:
    z = np.arange(-900, 8001) / 100.0
    return z, np.array([_log_tail(one) for one in z.tolist()])


def _quantile(grid: Floats, belief: Floats, q: float) -> float:
    half = 0.5 * (grid[1] - grid[0])
    edges = np.append(grid - half, grid[-1] + half)
    return float(np.interp(q, np.append(0.0, np.cumsum(belief)), edges))


@cache
def _log_share() -> Floats:
    return -np.log1p(np.exp(-_LOGIT))


@cache
def _share_table() -> tuple[Floats, Floats]:
    size, mean = np.array([(s, m) for s in _SIZES for m in _MEANS if s * min(m, 1.0 - m) >= 0.5]).T[..., None]
    rows = size * (mean * _log_share() + (1.0 - mean) * _log_share()[::-1])  # a Beta's density on the logit scale
    weights = size[:, 0] ** -0.5
    return _normalised(rows), weights / weights.sum()


@cache
def _time_table(prior: Recovery) -> tuple[Floats, Floats]:
    steps = np.linspace(-3.0, 3.0, 25)
    centres = prior.mean + math.sqrt(prior.variance) * steps
    rows = [-0.5 * ((_LOG - centre) / spread) ** 2 for spread in _SPREADS for centre in centres]
    weights = np.tile(np.exp(-0.5 * steps * steps), len(_SPREADS))
    return _normalised(np.array(rows)), weights / weights.sum()


@cache
def _below(scatter: float) -> Floats:
    """P(a single log time is below each of ``_NEXT``, given each scatter and median on the grid), (X, S x G).

    Both grids have the same step, so that only the differences matter.
    """
    steps = np.arange(len(_LOG) + len(_NEXT) - 1) - (len(_NEXT) - 1)
    apart = ((_LOG[0] - _NEXT[0]) + _STEP * steps).tolist()
    widths = np.sqrt(2.0 * scatter * _SCATTERS).tolist()
    known = 0.5 * np.array([[math.erfc(one / width) for one in apart] for width in widths])
    at = np.arange(len(_LOG))[None, :] - np.arange(len(_NEXT))[:, None] + (len(_NEXT) - 1)
    return np.moveaxis(known[:, at], 0, 1).reshape(len(_NEXT), -1)


def _normalised(log_rows: Floats) -> Floats:
    rows = np.exp(log_rows - log_rows.max(axis=1, keepdims=True))
    rows = rows / rows.sum(axis=1, keepdims=True) + _FLOOR
    table: Floats = rows / rows.sum(axis=1, keepdims=True)
    return table
