"""Mean and variance of the log-odds of a Beta distribution: digamma and trigamma without SciPy."""

from __future__ import annotations

import math


def beta_log_odds(a: float, b: float) -> tuple[float, float]:
    """Mean and variance of log(x / (1 - x)) for x ~ Beta(a, b), a and b positive; relative error below 1e-10.

    >>> mean, variance = beta_log_odds(1.0, 1.0)
    >>> round(mean, 9), round(variance, 9) == round(math.pi ** 2 / 3, 9)
    (0.0, True)
    """
    (one, spread), (two, wide) = _digammas(a), _digammas(b)
    return one - two, spread + wide


def _digammas(x: float) -> tuple[float, float]:
    """Digamma and trigamma: recurrence up to 8, then the asymptotic series (DLMF 5.11.2 and 5.15.8)."""
    first, second = 0.0, 0.0
    while x < 8.0:
        first, second, x = first - 1.0 / x, second + 1.0 / (x * x), x + 1.0
    r = 1.0 / (x * x)
    series = r * (1 / 12 - r * (1 / 120 - r * (1 / 252 - r * (1 / 240 - r * (1 / 132 - r * 691 / 32760)))))
    first += math.log(x) - 0.5 / x - series
    tail = 1 / 6 - r * (1 / 30 - r * (1 / 42 - r * (1 / 30 - r * (5 / 66 - r * 691 / 2730))))
    return first, second + (1.0 + 0.5 / x + r * tail) / x
