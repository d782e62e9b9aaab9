"""Regression for many people at once: everyone has their own weights, and everyone teaches where they begin.

Weights of person p: w_p ~ N(mean, cov); y = x'w (real), or logit P(y = 1) = x'w (binary). ``mean``, ``cov`` and the
noise are learnt by EM over training people (Laird & Ware 1982, Biometrics 38:963; for binary targets with Laplace's
approximation of each person's posterior); :func:`follow` then learns from one row after another, exactly (real) or by
assumed-density filtering (binary), while weights drift back to ``mean`` as in :mod:`homing.engine.world`.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np

from .columns import Floats
from .panel import steps
from .table import Table

_BEND = math.pi / 8.0
_STEPS, _NEWTON = 25, 4


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
    found: Floats = np.linalg.solve(x.T @ x + np.diag(penalty), x.T @ y)
    return found


def logistic_ridge(x: Floats, y: Floats, weight: float = 1.0) -> Floats:
    """The same with the logistic link, by Newton's method; y in [0, 1]."""
    penalty = np.full(x.shape[1], weight)
    penalty[0] = 1e-3
    at = np.zeros(x.shape[1])
    for _ in range(30):
        p = sigmoid(x @ at)
        slope = x.T @ (y - p) - penalty * at
        bend = (x * (p * (1.0 - p))[:, None]).T @ x + np.diag(penalty)
        move = np.linalg.solve(bend, slope)
        at = at + move * min(1.0, 5.0 / (float(np.abs(move).max()) + 1e-12))
        if float(np.abs(move).max()) < 1e-6:
            break
    return at


def sigmoid(x: Floats) -> Floats:
    """1 / (1 + exp(-x))."""
    p: Floats = 0.5 * (1.0 + np.tanh(0.5 * x))
    return p


def learn(table: Table, x: Floats, y: Floats, *, binary: bool, start: float = 0.05) -> Prior:
    """The prior of these people's weights, by EM. ``y`` (N,) may have gaps. ``start`` is the variance it begins with.

    The covariance is kept from collapsing or inventing correlations by an inverse-Wishart prior around its diagonal.
    """
    groups = []
    for begin, end in zip(table.starts[:-1].tolist(), table.starts[1:].tolist(), strict=True):
        rows = np.arange(begin, end)[~np.isnan(y[begin:end])]
        if len(rows):
            groups.append((x[rows], y[rows]))
    every, told = np.concatenate([g[0] for g in groups]), np.concatenate([g[1] for g in groups])
    mean = logistic_ridge(every, told, 3.0) if binary else ridge(every, told, 3.0)
    size = len(mean)
    fitted = sigmoid(every @ mean) if binary else every @ mean
    noise = 1.0 if binary else max(float(np.mean((told - fitted) ** 2)), 1e-9)
    scale = 1.0 if binary else noise
    diagonal = np.full(size, start * scale)
    cov = np.diag(diagonal)
    # the prior of the covariance counts as much as a few people, and leaves a little room in every direction
    strength, floor = 4.0, 1e-4 * scale
    at = np.tile(mean, (len(groups), 1))
    grams = None if binary else [(gx.T @ gx, gx.T @ gy, float(gy @ gy), len(gy)) for gx, gy in groups]
    for _ in range(_STEPS):
        precision = np.linalg.inv(cov)
        if grams is None:
            bends = _laplace(groups, at, mean, precision)
        else:
            a = np.stack([one[0] for one in grams]) / noise
            b = np.stack([one[1] for one in grams]) / noise
            bends = a + precision
            at = np.linalg.solve(bends, (b + precision @ mean)[..., None])[..., 0]
        spread = np.linalg.inv(bends)
        if grams is not None:
            left = sum(
                yy - 2.0 * w @ b + float(np.sum(a * (v + np.outer(w, w))))
                for (a, b, yy, _), w, v in zip(grams, at, spread, strict=True)
            )
            noise = max(float(left) / sum(one[3] for one in grams), 1e-9)
        # a weak pull of the mean towards the pooled regression keeps what nobody shows where it was
        mean = (at.sum(axis=0) + 0.0) / len(groups) if len(groups) > 1 else mean
        off = at - mean
        scatter = spread.sum(axis=0) + off.T @ off
        own = np.maximum(np.diag(scatter) / len(groups), floor)
        cov = (scatter + strength * np.diag(own)) / (len(groups) + strength)
        cov[np.diag_indices(size)] += floor
    return Prior(mean, cov, noise, binary=binary)


def _laplace(groups: list[tuple[Floats, Floats]], at: Floats, mean: Floats, precision: Floats) -> Floats:
    """Move each person's weights ``at`` (P, D), in place, towards their mode; the curvatures there (P, D, D)."""
    bends = np.empty((len(groups), len(mean), len(mean)))
    for i, (x, y) in enumerate(groups):
        for _ in range(_NEWTON):
            p = sigmoid(x @ at[i])
            slope = x.T @ (y - p) - precision @ (at[i] - mean)
            bends[i] = (x * (p * (1.0 - p))[:, None]).T @ x + precision
            move = np.linalg.solve(bends[i], slope)
            at[i] += move * min(1.0, 3.0 / (float(np.abs(move).max()) + 1e-12))
            if float(np.abs(move).max()) < 1e-3:
                break
    return bends


def follow(table: Table, x: Floats, y: Floats, prior: Prior) -> tuple[Floats, Floats]:
    """Predict each row from the rows before it, then learn: mean and variance of x'w, both (N,).

    A gap in y teaches nothing; the drift goes on.
    """
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
        if loss < best - 1e-6 * abs(best):
            best, found = loss, tried
        elif kept < 0.97:
            break
    for wider in (0.5, 2.0):
        tried = replace(found, cov=found.cov * wider)
        loss = _loss(table, x, y, tried, scored)
        if loss < best - 1e-6 * abs(best):
            best, found = loss, tried
    return found


def _loss(table: Table, x: Floats, y: Floats, prior: Prior, scored: Floats) -> float:
    eta, v = follow(table, x, y, prior)
    use = (scored > 0) & ~np.isnan(y)
    if prior.binary:
        p = np.clip(probability(eta[use], v[use]), 1e-6, 1.0 - 1e-6)
        return -float(np.mean(y[use] * np.log(p) + (1.0 - y[use]) * np.log1p(-p)))
    whole = v[use] + prior.noise
    return float(np.mean(np.log(whole) + (y[use] - eta[use]) ** 2 / whole))
