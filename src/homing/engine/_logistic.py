"""One log-odds with a Gaussian belief: its probability, its interval, and what one outcome teaches."""

from __future__ import annotations

import math

import numpy as np
from numpy.polynomial.hermite_e import hermegauss
from numpy.typing import NDArray

_NODES, _WEIGHTS = hermegauss(24)
_SQUARES = _NODES * _NODES
_MOMENTS = _WEIGHTS * np.exp(0.5 * _NODES**2) * np.vander(_NODES, 3, increasing=True).T
"""Rows that sum a density at the nodes to its mass, first and second moment."""


def nodes_and_weights() -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The quadrature's nodes (24,), and the weights (24,) that sum a density at the nodes to its mass."""
    return _NODES, _MOMENTS[0]


def sigmoid(x: float) -> float:
    """1 / (1 + exp(-x)), without overflow.

    >>> sigmoid(0.0), sigmoid(-1000.0)
    (0.5, 0.0)
    """
    if x >= 0.0:
        return 1.0 / (1.0 + math.exp(-x))
    small = math.exp(x)
    return small / (1.0 + small)


def probability(mean: float, variance: float) -> float:
    """The expected sigmoid of a Gaussian log-odds, by the probit approximation (MacKay 1992, Neural Comput. 4:720).

    >>> probability(0.0, 3.0)
    0.5
    >>> round(probability(2.0, 3.0), 3)
    0.795
    """
    return sigmoid(mean / math.sqrt(1.0 + math.pi * variance / 8.0))


def tilted(mean: float, variance: float, outcome: float, power: float = 1.0) -> tuple[float, float]:
    """Mean and variance of N(mean, variance) x (sigmoid(eta)^outcome x (1 - sigmoid(eta))^(1 - outcome))^power.

    Gauss-Hermite quadrature centred at the mode and scaled by its curvature. The product is log-concave for every
    outcome in [0, 1], so it has one mode and the new variance is positive and never above the old one. A grade
    between 0 and 1 is read as that share of a hurt and the rest of a not-hurt; ``power`` counts it so many times.

    >>> after, spread = tilted(0.0, 2.0, 1.0)
    >>> round(after, 3), round(spread, 3)
    (0.726, 1.472)
    """
    mode = _mode(mean, variance * power, outcome)
    p = sigmoid(mode)
    scale = 1.0 / math.sqrt(1.0 / variance + power * p * (1.0 - p))
    # The log density less its value at the mode, in t = (eta - mode) / scale: a parabola and the logistic part.
    slope, bend = scale * (power * outcome - (mode - mean) / variance), 0.5 * scale * scale / variance
    logistic = np.logaddexp(0.0, mode + scale * _NODES) - (max(mode, 0.0) + math.log1p(math.exp(-abs(mode))))
    density = np.exp(slope * _NODES - bend * _SQUARES - power * logistic)
    mass, first, second = (_MOMENTS @ density).tolist()
    shift = first / mass
    return mode + scale * shift, min(scale * scale * (second / mass - shift * shift), variance)


def _mode(mean: float, variance: float, outcome: float) -> float:
    """The root of eta = mean + variance (outcome - sigmoid(eta)): Newton while it halves the excess, else bisection."""
    low, high = mean - variance * (1.0 - outcome), mean + variance * outcome
    eta, bound = mean, math.inf
    while True:
        p = sigmoid(eta)
        excess = eta - mean - variance * (outcome - p)
        low, high = (low, eta) if excess > 0.0 else (eta, high)
        newton = eta - excess / (1.0 + variance * p * (1.0 - p))
        trusted = low <= newton <= high and abs(excess) < bound
        following = newton if trusted else 0.5 * (low + high)
        if abs(following - eta) <= 1e-12 * (1.0 + abs(eta)):
            return following
        eta, bound = following, 0.5 * abs(excess)
