"""Regression for many people at once: everyone has their own weights, and everyone teaches where they begin.

Weights of person p: w_p ~ N(mean, cov); y = x'w (real), or logit P(y = 1) = x'w (binary). ``mean``, ``cov`` and the
noise are learnt by EM over training people (Laird & Ware 1982, Biometrics 38:963; for binary targets with Laplace's
approximation of each person's posterior); :func:`follow` then learns from one row after another, exactly (real) or by
assumed-density filtering (binary), while weights drift back to ``mean`` as in :mod:`homing.engine.world`.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from . import _kernel_hierarchy
from .columns import Floats
from .panel import steps
from .table import Table

_BEND = math.pi / 8.0
_STEPS, _NEWTON = 25, 3
_LEAST = 1e-9
_START, _DIAGONAL = 0.05, 4.0
"""What a weight varies between people before they are seen, in units of noise; and people the diagonal counts for."""


@dataclass(frozen=True, slots=True)
class Prior:
    """Where everyone begins: ``mean`` (D,), ``cov`` (D, D), ``noise``, and what is left of a deviation after a row."""

    mean: Floats
    cov: Floats
    noise: float
    kept: float = 1.0
    binary: bool = False


def ridge(x: Floats, y: Floats, weight: float = 1.0) -> Floats:
    """Weights (D,) of a ridge regression; the first feature, the constant, is not penalised."""
    penalty = np.full(x.shape[1], weight)
    penalty[0] = 1e-6
    return _solved(x.T @ x + np.diag(penalty), x.T @ y)


def _solved(a: Floats, b: Floats) -> Floats:
    return np.asarray(np.linalg.solve(a, b), np.float64)


def logistic_ridge(x: Floats, y: Floats, weight: float = 1.0) -> Floats:
    """The same with the logistic link, by Newton's method; y in [0, 1]."""
    penalty = np.full(x.shape[1], weight)
    penalty[0] = 1e-3
    at: Floats = np.zeros(x.shape[1])
    for _ in range(30):
        p = sigmoid(x @ at)
        slope = x.T @ (y - p) - penalty * at
        bend = (x * (p * (1.0 - p))[:, None]).T @ x + np.diag(penalty)
        move = _solved(bend, slope)
        at += move * min(1.0, 5.0 / (float(np.abs(move).max()) + 1e-12))
        if float(np.abs(move).max()) < 1e-6:
            break
    return at


def sigmoid(x: Floats) -> Floats:
    """1 / (1 + exp(-x))."""
    p: Floats = 0.5 * (1.0 + np.tanh(0.5 * x))
    return p


def learn(table: Table, x: Floats, y: Floats, *, binary: bool) -> Prior:
    """The prior of these people's weights, by EM. ``y`` (N,) may have gaps.

    The common weights have priors of their own, whose variances are learnt, too (automatic relevance determination;
    MacKay 1992, Neural Comput. 4:415): a feature that says nothing ends at 0. The covariance is kept from collapsing,
    and from inventing correlations, by an inverse-Wishart prior worth a few people.
    """
    groups = []
    for begin, end in zip(table.starts[:-1].tolist(), table.starts[1:].tolist(), strict=True):
        rows = np.arange(begin, end)[~np.isnan(y[begin:end])]
        if len(rows):
            groups.append((x[rows], y[rows]))
    every, told = np.concatenate([g[0] for g in groups]), np.concatenate([g[1] for g in groups])
    mean: Floats = logistic_ridge(every, told, 3.0) if binary else ridge(every, told, 3.0)
    noise = 1.0 if binary else max(float(np.mean((told - every @ mean) ** 2)), _LEAST)
    people, size = len(groups), len(mean)
    cov: Floats = np.eye(size) * _START * noise
    relevance = np.full(size, noise)
    at: Floats = np.tile(mean, (people, 1))
    if not binary:
        squares = np.stack([gx.T @ gx for gx, _ in groups])
        products = np.stack([gx.T @ gy for gx, gy in groups])
        total = float(told @ told)
    for _ in range(_STEPS):
        precision = np.asarray(np.linalg.inv(cov), np.float64)
        if binary:
            a, b = _laplace(groups, at, mean, precision)
        else:
            a, b = squares / noise, products / noise
        spread = np.linalg.inv(a + precision)
        # with everyone's deviations integrated out, the common weights have these normal equations
        left = a - a @ spread @ a
        held = left.sum(axis=0)
        pull = (b - np.einsum("pij,pjk,pk->pi", a, spread, b)).sum(axis=0)
        unsure = np.linalg.inv(held + np.diag(np.r_[1e-9, 1.0 / relevance[1:]]))
        before, mean = mean, np.asarray(unsure @ pull, np.float64)
        known = np.clip(1.0 - np.diag(unsure) / relevance, 0.02, 1.0)
        relevance = np.clip(mean * mean / known, 1e-6 * noise, 1e4)
        at = np.einsum("pij,pj->pi", spread, b + precision @ mean)
        if not binary:
            explained = 2.0 * float(np.sum(at * products)) - float(
                np.sum(squares * (spread + at[:, :, None] * at[:, None, :]))
            )
            noise = max((total - explained) / len(told), _LEAST)
        off = at - mean
        scatter = spread.sum(axis=0) + off.T @ off
        own = np.diag(np.diag(scatter) / people)
        start = np.eye(size) * _START * noise
        cov = (scatter + _DIAGONAL * own + start) / (people + _DIAGONAL + 1.0)
        if float(np.abs(mean - before).max()) < 3e-4 * float(np.abs(mean).max()):
            break
    # someone new differs from the mean, and neither the mean nor how much is quite known
    return Prior(mean, (1.0 + 2.0 / people) * cov + unsure, noise, binary=binary)


def _laplace(groups: list[tuple[Floats, Floats]], at: Floats, mean: Floats, precision: Floats) -> tuple[Floats, Floats]:
    """Move each person's weights ``at`` (P, D), in place, towards their mode. What their rows alone say there: the
    curvature (P, D, D), and the curvature times the weights that would fit best (P, D).
    """
    bends, pulls = np.empty((len(groups), len(mean), len(mean))), np.empty((len(groups), len(mean)))
    for i, (x, y) in enumerate(groups):
        for _ in range(_NEWTON):
            p = sigmoid(x @ at[i])
            bends[i] = (x * (p * (1.0 - p))[:, None]).T @ x
            slope = x.T @ (y - p)
            pulls[i] = bends[i] @ at[i] + slope
            move = np.linalg.solve(bends[i] + precision, slope - precision @ (at[i] - mean))
            longest = float(np.abs(move).max())
            if longest < 1e-3:
                break
            at[i] += move * min(1.0, 3.0 / longest)
    return bends, pulls


_compiled: ContextVar[bool] = ContextVar("compiled", default=False)


@contextmanager
def compiled(fast: bool) -> Iterator[None]:
    """Within it, whoever follows people without a word of their own does so by the compiled loop, or by arrays."""
    token = _compiled.set(fast)
    try:
        yield
    finally:
        _compiled.reset(token)


def follow(table: Table, x: Floats, y: Floats, prior: Prior, *, fast: bool | None = None) -> tuple[Floats, Floats]:
    """Predict each row from the rows before it, then learn: mean and variance of x'w, both (N,).

    A gap in y teaches nothing; the drift goes on. ``fast``: by the compiled loop, which gives the same to 1e-12 and is
    as quick for one person as for many; False: by arrays, a step for everyone at once; None: as :func:`compiled` says.

    Raises ``CohortError`` if the loop is asked for and numba is not installed.
    """
    if not (_compiled.get() if fast is None else fast):
        return _by_arrays(table, x, y, prior)
    from .cohort.kernels import fast_loop

    return swept(fast_loop(_kernel_hierarchy.loop), table, x, y, prior)


def swept(go: Any, table: Table, x: Floats, y: Floats, prior: Prior) -> tuple[Floats, Floats]:
    """As :func:`follow`, where ``go`` is the loop of ``_kernel_hierarchy``, compiled or as it is written."""
    size = x.shape[1]
    told, unsure = np.empty(table.rows), np.empty(table.rows)
    given = (_still(array) for array in (x, y, prior.mean, prior.cov))
    how = float(prior.noise), float(prior.kept), bool(prior.binary)
    go(_still(table.starts, np.int64), *given, *how, told, unsure, np.empty((3, size)), np.empty((2, size, size)))
    return told, unsure


def _still(array: Any, kind: type[Any] = np.float64) -> Any:
    """In one piece and not to be written to, whoever made it, so that one compilation does for all."""
    view = np.ascontiguousarray(array, kind).view()
    view.flags.writeable = False
    return view


def _by_arrays(table: Table, x: Floats, y: Floats, prior: Prior) -> tuple[Floats, Floats]:
    mean = np.tile(prior.mean, (table.people, 1))
    cov = np.tile(prior.cov, (table.people, 1, 1))
    told, unsure = np.empty(table.rows), np.empty(table.rows)
    kept, fresh = prior.kept, (1.0 - prior.kept**2) * prior.cov
    for t, (_, rows) in enumerate(steps(table)):
        n = len(rows)
        m, c, now, features = mean[:n], cov[:n], y[rows], x[rows]
        if t and kept < 1.0:
            m -= prior.mean
            m *= kept
            m += prior.mean
            c *= kept * kept
            c += fresh
        gain = np.matmul(c, features[:, :, None])[:, :, 0]
        eta, v = np.einsum("nd,nd->n", m, features), np.maximum(np.einsum("nd,nd->n", gain, features), 1e-12)
        told[rows], unsure[rows] = eta, v
        if prior.binary:
            # y - p at the mode of the tilted belief, found by damped Newton: stable however large v is
            force, curve = _tilt(eta, v, np.nan_to_num(now))
        else:
            curve = 1.0 / (v + prior.noise)
            force = (np.nan_to_num(now) - eta) * curve
        known = ~np.isnan(now)
        m += np.where(known, force, 0.0)[:, None] * gain
        gain *= np.sqrt(np.where(known, curve, 0.0))[:, None]
        c -= gain[:, :, None] * gain[:, None, :]
    return told, unsure


def _tilt(eta: Floats, v: Floats, y: Floats) -> tuple[Floats, Floats]:
    """Of the Bernoulli likelihood on N(eta, v): slope of its log at the mode, and what it takes from the variance."""
    at = eta.copy()
    for _ in range(6):
        p = sigmoid(at)
        at = at - np.clip((at - eta - v * (y - p)) / (1.0 + v * p * (1.0 - p)), -4.0, 4.0)
    p = sigmoid(at)
    g = p * (1.0 - p)
    return y - p, g / (1.0 + g * v)


def probability(eta: Floats, v: Floats) -> Floats:
    """The expected sigmoid of a Gaussian log-odds (MacKay 1992, Neural Comput. 4:720)."""
    return sigmoid(eta / np.sqrt(1.0 + _BEND * v))


def with_drift(
    table: Table,
    x: Floats,
    y: Floats,
    prior: Prior,
    scored: Floats,
    choices: tuple[float, ...] = (1.0, 0.98, 0.93, 0.8),
) -> Prior:
    """The drift, and the width of the prior, that foresee the scored training rows best."""
    best, found = math.inf, prior
    for kept in choices:
        tried = replace(prior, kept=kept)
        loss = _loss(table, x, y, tried, scored)
        if _better(loss, best):
            best, found = loss, tried
        elif kept < 0.97:
            break
    for wider in (0.5, 2.0):
        tried = replace(found, cov=found.cov * wider)
        loss = _loss(table, x, y, tried, scored)
        if _better(loss, best):
            best, found = loss, tried
    return found


def _better(loss: float, best: float) -> bool:
    """By more than rounding could make it."""
    return loss < (best if math.isinf(best) else best - 1e-6 * abs(best))


def _loss(table: Table, x: Floats, y: Floats, prior: Prior, scored: Floats) -> float:
    eta, v = follow(table, x, y, prior)
    use = (scored > 0) & ~np.isnan(y)
    if prior.binary:
        p = np.clip(probability(eta[use], v[use]), 1e-6, 1.0 - 1e-6)
        return -float(np.mean(y[use] * np.log(p) + (1.0 - y[use]) * np.log1p(-p)))
    whole = v[use] + prior.noise
    return float(np.mean(np.log(whole) + (y[use] - eta[use]) ** 2 / whole))
