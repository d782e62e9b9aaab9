"""Compiled: logarithms and exponentials of whole arrays, and the small functions of one number that filters share.

The compiler turns a plain loop of additions and multiplications into vector instructions, but not one that calls a
library for each logarithm. These are polynomials in such loops, good to about 1e-15.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from ._kernels import fused_kernel, kernel
from ._logistic import nodes_and_weights

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

_NODES, _WEIGHTS = (one.copy() for one in nodes_and_weights())
_LN2_HIGH = 6.93147180369123816490e-01
_LN2_LOW = 1.90821492927058770002e-10
_LEAST = -700.0
_ROOT = math.sqrt(2.0)
_HEIGHT = 1.0 / math.sqrt(2.0 * math.pi)
_CLOSE = 1e-10
_BIAS = 1023 << 52
_HALF_ROOT = 0x3FE6A09E00000000
"""The bits of about sqrt(1/2): mantissas are taken between it and its double."""


@fused_kernel
def logs(x: Floats, bits: Ints, out: Floats) -> None:
    """The natural logarithm of positive normal numbers into ``out``; ``bits`` are those of ``x``, which is spoilt.

    x = 2^e m with m between about sqrt(1/2) and sqrt(2); log m = 2 artanh((m - 1) / (m + 1)) by its series.
    """
    for n in range(len(x)):
        e = (bits[n] - _HALF_ROOT) >> 52
        bits[n] -= e << 52
        out[n] = e
    for n in range(len(x)):
        m = x[n]
        s = (m - 1.0) / (m + 1.0)
        z = s * s
        high = z * (1 / 13 + z * (1 / 15 + z * (1 / 17 + z * (1 / 19 + z * (1 / 21 + z * (1 / 23))))))
        series = z * (1 / 3 + z * (1 / 5 + z * (1 / 7 + z * (1 / 9 + z * (1 / 11 + high)))))
        out[n] = out[n] * _LN2_HIGH + (2.0 * s + (2.0 * s * series + out[n] * _LN2_LOW))


@fused_kernel
def exps(x: Floats, room: Ints, out: Floats, bits: Ints) -> None:
    """The exponential of numbers below 700 into ``out``, whose bits are ``bits``; below -700 it is that of -700."""
    for n in range(len(x)):
        t = max(x[n], _LEAST)
        whole = math.floor(t * 1.4426950408889634 + 0.5)
        r = (t - whole * _LN2_HIGH) - whole * _LN2_LOW
        high = 1 / 40320 + r * (
            1 / 362880
            + r * (1 / 3628800 + r * (1 / 39916800 + r * (1 / 479001600 + r * (1 / 6227020800 + r / 87178291200))))
        )
        low = 1 / 6 + r * (1 / 24 + r * (1 / 120 + r * (1 / 720 + r * (1 / 5040 + r * high))))
        out[n] = 1.0 + (r + r * r * (0.5 + r * low))
        room[n] = int(whole)
    for n in range(len(x)):
        bits[n] += room[n] << 52


@kernel
def sigmoid(x: float) -> float:
    """As :func:`homing.engine._logistic.sigmoid`."""
    if x >= 0.0:
        return 1.0 / (1.0 + math.exp(-x))
    small = math.exp(x)
    return small / (1.0 + small)


@kernel
def mode_of(mean: float, variance: float, outcome: float) -> float:
    """As the search in :mod:`homing.engine._logistic`: the root of eta = mean + variance (outcome - sigmoid(eta))."""
    low, high = mean - variance * (1.0 - outcome), mean + variance * outcome
    eta, bound = mean, math.inf
    while True:
        p = sigmoid(eta)
        excess = eta - mean - variance * (outcome - p)
        if excess > 0.0:
            high = eta
        else:
            low = eta
        following = eta - excess / (1.0 + variance * p * (1.0 - p))
        if not (low <= following <= high and abs(excess) < bound):
            following = 0.5 * (low + high)
        if abs(following - eta) <= 1e-12 * (1.0 + abs(eta)):
            return following
        eta, bound = following, 0.5 * abs(excess)


@kernel
def tilted(mean: float, variance: float, outcome: float) -> tuple[float, float]:
    """As :func:`homing.engine._logistic.tilted`, to the power 1."""
    mode = mode_of(mean, variance, outcome)
    p = sigmoid(mode)
    scale = 1.0 / math.sqrt(1.0 / variance + p * (1.0 - p))
    slope, bend = scale * (outcome - (mode - mean) / variance), 0.5 * scale * scale / variance
    at_mode = max(mode, 0.0) + math.log1p(math.exp(-abs(mode)))
    mass, first, second = 0.0, 0.0, 0.0
    for n in range(len(_NODES)):
        t = _NODES[n]
        eta = mode + scale * t
        logistic = max(eta, 0.0) + math.log1p(math.exp(-abs(eta))) - at_mode
        density = _WEIGHTS[n] * math.exp(slope * t - bend * t * t - logistic)
        mass += density
        first += density * t
        second += density * t * t
    shift = first / mass
    return mode + scale * shift, min(scale * scale * (second / mass - shift * shift), variance)


@kernel
def digammas(x: float) -> tuple[float, float]:
    """As in :mod:`homing.engine._betalogit`: digamma and trigamma."""
    first, second = 0.0, 0.0
    while x < 8.0:
        first, second, x = first - 1.0 / x, second + 1.0 / (x * x), x + 1.0
    r = 1.0 / (x * x)
    series = r * (1 / 12 - r * (1 / 120 - r * (1 / 252 - r * (1 / 240 - r * (1 / 132 - r * 691 / 32760)))))
    first += math.log(x) - 0.5 / x - series
    tail = 1 / 6 - r * (1 / 30 - r * (1 / 42 - r * (1 / 30 - r * (5 / 66 - r * 691 / 2730))))
    return first, second + (1.0 + 0.5 / x + r * tail) / x


@kernel
def log_odds_of(a: float, b: float) -> tuple[float, float]:
    """As :func:`homing.engine._betalogit.beta_log_odds`."""
    one, spread = digammas(a)
    two, wide = digammas(b)
    return one - two, spread + wide


@kernel
def mixed_quantile(q: float, z: float, w: Floats, m: Floats, s: Floats) -> float:
    """As :func:`homing.engine._mixture.quantile`; ``z`` is the standard Gaussian's own quantile."""
    low: float = m[0] + z * s[0]
    high: float = low
    for k in range(1, len(m)):
        low, high = min(low, m[k] + z * s[k]), max(high, m[k] + z * s[k])
    x = 0.5 * (low + high)
    while high - low > _CLOSE:
        below, density = -q, 0.0
        for k in range(len(m)):
            off = -(x - m[k]) / (_ROOT * s[k])
            below += 0.5 * w[k] * math.erfc(off)
            density += w[k] * _HEIGHT / s[k] * math.exp(-off * off)
        if below > 0.0:
            high = x
        else:
            low = x
        following = 0.5 * (low + high)
        if density > 0.0 and low < x - below / density < high:
            following = x - below / density
        if abs(following - x) <= _CLOSE * (1.0 + abs(x)):
            return following
        x = following
    return x
