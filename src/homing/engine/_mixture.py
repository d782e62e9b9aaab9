"""Quantiles of a mixture of Gaussians in one dimension."""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import lru_cache
from statistics import NormalDist

Part = tuple[float, float, float]
"""Weight, mean, standard deviation."""

_ROOT = math.sqrt(2.0)
_HEIGHT = 1.0 / math.sqrt(2.0 * math.pi)
_CLOSE = 1e-10


def moments(parts: Sequence[Part]) -> tuple[float, float]:
    """Mean and variance; the variance is what each part is unsure of, plus what they disagree about.

    >>> moments([(0.5, -1.0, 1.0), (0.5, 1.0, 1.0)])
    (0.0, 2.0)
    """
    mean = sum(w * m for w, m, _ in parts)
    return mean, sum(w * (s * s + (m - mean) ** 2) for w, m, s in parts)


@lru_cache(maxsize=64)
def normal_quantile(q: float) -> float:
    """The x with mass ``q`` in (0, 1) of the standard Gaussian below it.

    >>> normal_quantile(0.5)
    0.0
    """
    return NormalDist().inv_cdf(q)


def quantile(q: float, parts: Sequence[Part]) -> float:
    """The x with mass ``q`` in (0, 1) below it, to 1e-10: Newton steps kept between the parts' own quantiles.

    >>> round(quantile(0.5, [(0.3, -1.0, 1.0), (0.7, -1.0, 2.0)]), 6)
    -1.0
    """
    z = normal_quantile(q)
    own = [m + z * s for _, m, s in parts]
    low, high = min(own), max(own)
    x = 0.5 * (low + high)
    scaled = [(0.5 * w, m, -1.0 / (_ROOT * s), w * _HEIGHT / s) for w, m, s in parts]
    erfc, exp = math.erfc, math.exp
    while high - low > _CLOSE:
        below, density = -q, 0.0
        for half, m, rate, peak in scaled:
            off = (x - m) * rate
            below += half * erfc(off)
            density += peak * exp(-off * off)
        low, high = (low, x) if below > 0.0 else (x, high)
        newton = x - below / density if density > 0.0 else math.nan
        following = newton if low < newton < high else 0.5 * (low + high)
        if abs(following - x) <= _CLOSE * (1.0 + abs(x)):
            return following
        x = following
    return x
