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
    pairs = x * (x + 7.0)  # x (x + 1) ... (x + 7), taken from both ends
    product = pairs * (pairs + 6.0) * (pairs + 10.0) * (pairs + 12.0)
    shifted = x + 8.0
    square = 1.0 / (shifted * shifted)
    series = (1 / 12 - square * (1 / 360 - square * (1 / 1260 - square * (1 / 1680 - square / 1188)))) / shifted
    value: Floats = (shifted - 0.5) * np.log(shifted) - shifted + _HALF_LOG_TAU + series - np.log(product)
    return value


def log_evidence(yes: Floats, no: Floats, more_yes: float, more_no: float) -> Floats:
    """log of B(yes + more_yes, no + more_no) / B(yes, no): how well Beta beliefs foresaw these (fractional) counts.

    Any shape. The evidence of several observations does not depend on their order.
    """
    both = yes + no
    if (more_yes, more_no) in ((1.0, 0.0), (0.0, 1.0)):
        plain: Floats = np.log((yes if more_yes else no) / both)
        return plain
    before = np.stack([yes, no, both])
    amounts = np.array([more_yes, more_no, more_yes + more_no]).reshape(3, *(1,) * yes.ndim)
    (up, down, total), (up0, down0, total0) = log_gamma(np.stack([before + amounts, before]))
    value: Floats = (up - up0) + (down - down0) - (total - total0)
    return value


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
