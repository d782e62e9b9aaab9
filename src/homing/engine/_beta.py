"""The Beta distribution: its distribution function and quantiles, to about 1e-13, without SciPy."""

from __future__ import annotations

import math


def beta_quantile(q: float, a: float, b: float) -> float:
    """The x in (0, 1) at which Beta(a, b) has mass ``q`` below it: Newton steps kept inside a shrinking bracket.

    >>> round(beta_quantile(0.5, 2.5, 2.5), 12)
    0.5
    """
    low, high, x = 0.0, 1.0, a / (a + b)
    while True:
        excess = beta_cdf(x, a, b) - q
        low, high = (low, x) if excess > 0 else (x, high)
        density = math.exp(_log_front(x, a, b)) / (x * (1.0 - x))
        newton = x - excess / density if density > 0.0 else math.nan
        following = newton if low < newton < high else 0.5 * (low + high)
        if abs(newton - x) <= 1e-9 * x or high - low <= 1e-15 * high:  # each step doubles the digits
            return min(high, max(low, newton))
        x = following


def beta_cdf(x: float, a: float, b: float) -> float:
    """The regularised incomplete beta function I_x(a, b) for x in (0, 1) and positive a, b (DLMF 8.17.22).

    >>> round(beta_cdf(0.3, 1.0, 1.0), 12)
    0.3
    """
    if x > (a + 1.0) / (a + b + 2.0):  # beyond it the fraction converges slowly: use the other tail
        return 1.0 - beta_cdf(1.0 - x, b, a)
    return math.exp(_log_front(x, a, b)) / (a * _fraction(x, a, b))


def _log_front(x: float, a: float, b: float) -> float:
    log_beta = math.lgamma(a) + math.lgamma(b) - math.lgamma(a + b)
    return a * math.log(x) + b * math.log1p(-x) - log_beta


def _fraction(x: float, a: float, b: float) -> float:
    """The continued fraction 1 + d1/(1 + d2/(1 + ...)) by Lentz's method; left of the mode no part of it vanishes."""
    value, c, d, m, change = 1.0, 1.0, 0.0, 0, 0.0
    while abs(change - 1.0) > 1e-15:
        even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m)) if m else 0.0
        odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
        change = 1.0
        for coefficient in (even, odd) if m else (odd,):
            c, d = 1.0 + coefficient / c, 1.0 / (1.0 + coefficient * d)
            value, change = value * c * d, change * c * d
        m += 1
    return value
