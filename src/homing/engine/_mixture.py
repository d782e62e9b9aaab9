"""Quantiles of a mixture of Gaussians in one dimension."""

from __future__ import annotations

import math
from collections.abc import Sequence

Part = tuple[float, float, float]
"""Weight, mean, standard deviation."""

_FAR = 40.0


def moments(parts: Sequence[Part]) -> tuple[float, float]:
    """Mean and variance; the variance is what each part is unsure of, plus what they disagree about.

    >>> moments([(0.5, -1.0, 1.0), (0.5, 1.0, 1.0)])
    (0.0, 2.0)
    """
    mean = sum(w * m for w, m, _ in parts)
    return mean, sum(w * (s * s + (m - mean) ** 2) for w, m, s in parts)


def quantile(q: float, parts: Sequence[Part]) -> float:
    """The x with mass ``q`` in (0, 1) below it, to 1e-9: bisection between the farthest parts' own.

    >>> round(quantile(0.5, [(0.3, -1.0, 1.0), (0.7, -1.0, 2.0)]), 6)
    -1.0
    """
    low = min(m - _FAR * s for _, m, s in parts)
    high = max(m + _FAR * s for _, m, s in parts)
    scaled = [(0.5 * w, m, 1.0 / (s * math.sqrt(2.0))) for w, m, s in parts]
    while high - low > 1e-9:
        middle = 0.5 * (low + high)
        if not low < middle < high:  # no number lies between: far out, floats are wider apart
            break
        below = sum(w * math.erfc((m - middle) * r) for w, m, r in scaled)
        low, high = (middle, high) if below < q else (low, middle)
    return 0.5 * (low + high)
