"""Beta evidence with fractional counts: an alarm of 0.7 is seven tenths of a ring and three tenths of silence."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from ._beta import beta_quantile

Floats = NDArray[np.float64]

_HALF_LOG_TAU = 0.5 * math.log(2.0 * math.pi)
_LEAST = 0.01
"""Below this a Beta parameter puts its tail closer to the end than a float can tell."""


def log_gamma(x: Floats) -> Floats:
    """The logarithm of the gamma function for positive x, any shape, to about 1e-13 (DLMF 5.5.1 and 5.11.1).

    >>> round(float(log_gamma(np.array(5.0))), 12) == round(math.log(24.0), 12)
    True
    """
    product, shifted = x * (x + 1.0), x + 8.0
    for i in range(2, 8):
        product = product * (x + i)
    square = 1.0 / (shifted * shifted)
    series = (1 / 12 - square * (1 / 360 - square * (1 / 1260 - square * (1 / 1680 - square / 1188)))) / shifted
    return (shifted - 0.5) * np.log(shifted) - shifted + _HALF_LOG_TAU + series - np.log(product)


def log_evidence(yes: Floats, no: Floats, more_yes: float, more_no: float) -> Floats:
    """log of B(yes + more_yes, no + more_no) / B(yes, no): how well a Beta belief foresaw these (fractional) counts.

    Any shape. The evidence of several observations does not depend on their order.
    """
    if more_yes + more_no == 1.0 and more_yes in (0.0, 1.0):
        return np.log((yes if more_yes else no) / (yes + no))
    rising = _log_rising(yes, more_yes) + _log_rising(no, more_no)
    return rising - _log_rising(yes + no, more_yes + more_no)


def _log_rising(x: Floats, amount: float) -> Floats:
    if amount == 0.0:
        return np.zeros_like(x)
    return np.log(x) if amount == 1.0 else log_gamma(x + amount) - log_gamma(x)


def interval(mean: float, variance: float, level: float) -> tuple[float, float]:
    """Equal-tailed bounds of the Beta with this mean and variance, widened where they would not hold the mean.

    >>> low, high = interval(0.5, 1.0 / 12.0, 0.8)
    >>> round(low, 6), round(high, 6)
    (0.1, 0.9)
    """
    size = max(mean * (1.0 - mean) / variance - 1.0, 0.0)
    a, b = max(mean * size, _LEAST), max((1.0 - mean) * size, _LEAST)
    tail = 0.5 * (1.0 - level)
    return min(beta_quantile(tail, a, b), mean), max(beta_quantile(1.0 - tail, a, b), mean)
