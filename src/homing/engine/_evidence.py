"""How probable a crowd's outcomes are under many sets of parameters at once: the world filter, vectorised."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ._cohort import Crowd
from ._logistic import nodes_and_weights
from ._state import Floats, Kind

_NODES, _WEIGHTS = nodes_and_weights()


@dataclass(frozen=True, slots=True)
class Laws:
    """R sets of parameters: ``mean``, ``variance``, ``tau`` (R, B) by block code, and ``noise`` (R,)."""

    mean: Floats
    variance: Floats
    tau: Floats
    noise: Floats


def evidence(crowd: Crowd, laws: Laws, outcome: Kind) -> Floats:
    """The log marginal likelihood of the crowd's outcomes under each of R laws, shape (R,): one filter per person.

    *real*: exact. *binary*: that of assumed-density filtering. *unit*: the extended quasi-likelihood (Nelder &
    Pregibon 1987, Biometrika 74:221), which is proper in the noise as the plain quasi-likelihood is not.
    """
    prior, spread = laws.mean[:, crowd.codes], laws.variance[:, crowd.codes]  # (R, N, D)
    rate = 1.0 / laws.tau[:, crowd.codes]
    mean, cov = prior.copy(), np.zeros((*prior.shape, prior.shape[-1]))
    diagonal = np.einsum("rnii->rni", cov)  # a view: writing to it writes to the covariance
    diagonal += spread
    total = np.zeros(len(laws.noise))
    for t in range(crowd.y.shape[1]):
        if t:
            left = np.exp(-crowd.gaps[:, t, None] * rate)
            mean = prior + left * (mean - prior)
            cov *= left[..., :, None]
            cov *= left[..., None, :]
            diagonal += spread * (1.0 - left * left)
        x, there = crowd.x[:, t], crowd.there[:, t]
        gain = np.einsum("rnij,nj->rni", cov, x)
        m, v = np.einsum("rni,ni->rn", mean, x), np.einsum("rni,ni->rn", gain, x)
        v = np.where(there, v, 1.0)
        score, after, narrowed = _taught(m, v, crowd.y[:, t], laws.noise[:, None], outcome)
        total += np.where(there, score, 0.0).sum(axis=1)
        mean += np.where(there, (after - m) / v, 0.0)[..., None] * gain
        gain *= np.where(there, np.sqrt(np.maximum(v - narrowed, 0.0)) / v, 0.0)[..., None]
        cov -= gain[..., :, None] * gain[..., None, :]
    return total


def _taught(m: Floats, v: Floats, y: Floats, noise: Floats, outcome: Kind) -> tuple[Floats, Floats, Floats]:
    """Log evidence of y, and mean and variance after it, each (R, N)."""
    if outcome == "real":
        whole, off = v + noise, y - m
        score = -0.5 * (np.log(2.0 * np.pi * whole) + off * off / whole)
        return score, m + v / whole * off, v * noise / whole
    score, after, narrowed = _tilted(m, v, y, 1.0 / noise)
    if outcome == "unit":
        certain = _xlogx(y) + _xlogx(1.0 - y)  # the log likelihood of y at its own best p
        score = score - certain / noise - 0.5 * np.log(noise)
    return score, after, narrowed


def _tilted(m: Floats, v: Floats, y: Floats, power: Floats) -> tuple[Floats, Floats, Floats]:
    """:func:`homing.engine._logistic.tilted` over arrays, with the log of the mass as well."""
    mode = _modes(m, v * power, y)
    p = _sigmoid(mode)
    scale = 1.0 / np.sqrt(1.0 / v + power * p * (1.0 - p))
    eta = mode[..., None] + scale[..., None] * _NODES
    off = eta - m[..., None]
    log = (power * y)[..., None] * eta - power[..., None] * np.logaddexp(0.0, eta) - 0.5 * off * off / v[..., None]
    peak = log.max(axis=-1)
    density = np.exp(log - peak[..., None]) * _WEIGHTS
    mass = density.sum(axis=-1)
    mean = (density * eta).sum(axis=-1) / mass
    around = eta - mean[..., None]
    narrowed = (density * around * around).sum(axis=-1) / mass
    return np.log(mass * scale / np.sqrt(2.0 * np.pi * v)) + peak, mean, np.minimum(narrowed, v)


def _modes(m: Floats, reach: Floats, y: Floats) -> Floats:
    """The roots of eta = m + reach (y - sigmoid(eta)): Newton while it halves the excess, else halving the bracket.

    As in :mod:`homing.engine._logistic`, so that the evidence is smooth: a mode that only nearly came to rest would
    make it jump, and a climb on differences would stop there.
    """
    mode, bound = m + np.zeros_like(reach), np.full(reach.shape, np.inf)
    low, high = m - reach * (1.0 - y), m + reach * y
    while True:
        p = _sigmoid(mode)
        excess = mode - m - reach * (y - p)
        low, high = np.where(excess > 0.0, low, mode), np.where(excess > 0.0, mode, high)
        newton = mode - excess / (1.0 + reach * p * (1.0 - p))
        trusted = (low <= newton) & (newton <= high) & (np.abs(excess) < bound)
        following = np.where(trusted, newton, 0.5 * (low + high))
        moving = np.abs(following - mode) > 1e-10 * (1.0 + np.abs(mode))
        if not moving.any():
            return mode
        mode, bound = np.where(moving, following, mode), 0.5 * np.abs(excess)


def _sigmoid(x: Floats) -> Floats:
    return 0.5 * (1.0 + np.tanh(0.5 * x))


def _xlogx(x: Floats) -> Floats:
    return x * np.log(np.where(x > 0.0, x, 1.0))
