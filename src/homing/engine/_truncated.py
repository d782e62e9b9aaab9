"""What a reading between two marks teaches about a Gaussian: the ordinal probit, and a wait that is not over yet."""

from __future__ import annotations

import math
from typing import NamedTuple

_FAR = 35.0


class Learnt(NamedTuple):
    """How likely the reading was, and the mean and variance of the belief after it."""

    mass: float
    mean: float
    variance: float


def between(mean: float, variance: float, noise: float, low: float, high: float) -> Learnt:
    """Learn that a + e lies in (low, high), where a ~ N(mean, variance) and e ~ N(0, noise).

    The first two moments of the posterior are exact (a truncated normal; as in Minka's ordinal updates). ``low`` may
    be -inf and ``high`` +inf. Beyond 35 standard deviations, where masses are no longer numbers, a + e is taken
    to lie at the nearer bound (within 1/35 of a deviation), and the mass to be that at 35.

    >>> learnt = between(0.0, 1.0, 1.0, 0.0, math.inf)
    >>> round(learnt.mass, 3), round(learnt.mean, 3), round(learnt.variance, 3)
    (0.5, 0.564, 0.682)
    """
    total = variance + noise
    spread = math.sqrt(total)
    a, b = (low - mean) / spread, (high - mean) / spread
    if a + b < 0.0:  # work in the upper tail, where small masses keep their digits
        mirrored = between(-mean, variance, noise, -high, -low)
        return Learnt(mirrored.mass, -mirrored.mean, mirrored.variance)
    gain = variance / total
    if a > _FAR:
        near = min(a + 1.0 / a, 0.5 * (a + b))
        return Learnt(_density(_FAR) / _FAR, mean + gain * spread * near, variance * (1.0 - gain))
    mass = 0.5 * (math.erfc(a / math.sqrt(2.0)) - math.erfc(b / math.sqrt(2.0)))
    left, right = _density(a), _density(b)
    shift = (left - right) / mass
    squeeze = shift * shift - ((0.0 if left == 0.0 else a * left) - (0.0 if right == 0.0 else b * right)) / mass
    return Learnt(mass, mean + gain * spread * shift, variance * (1.0 - gain * min(1.0, max(0.0, squeeze))))


def _density(x: float) -> float:
    return math.exp(-0.5 * x * x) / math.sqrt(2.0 * math.pi)
