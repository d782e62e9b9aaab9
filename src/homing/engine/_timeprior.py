"""How a cause fades and returns: a power law of elapsed days, kept as a few decaying counters.

A moment ``d`` days ago lends its cause 1 / (d + 0.25). Since x^-1 is the integral of exp(-s x) over s, the law is a
sum of exponentials in s = exp(u), u on an even grid (trapezoidal rule): J counters a cause, each decaying at its own
rate, hold the whole past, and a step costs the same after ten years as on the first day. The law is that of Gershman,
Monfils, Norman & Niv 2017 (eLife 6:e23763, eq. 4, g = 1); the quarter of a day keeps moments of one hour finite.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

SHIFT = 0.25
"""Days added to every age."""

_GRID = 1.2
_U = np.arange(-13.0, 9.0, _GRID)
_EVERY_RATE = np.exp(_U)
_EVERY_WEIGHT = _GRID * _EVERY_RATE * np.exp(-SHIFT * _EVERY_RATE)
_LASTING = _EVERY_WEIGHT > 1e-9

RATES: Floats = _EVERY_RATE[_LASTING]
"""Decay rates of the counters, per day, shape (J,). Of the 19 grid points the four whose share the shift has wiped
out are left out, so J = 15."""

WEIGHTS: Floats = _EVERY_WEIGHT[_LASTING]
"""What each counter adds to the power law, shape (J,)."""

J = len(RATES)


def decay(elapsed: float) -> Floats:
    """What is left of each counter after ``elapsed`` >= 0 days, shape (J,)."""
    return np.exp(-elapsed * RATES)


def kernel(elapsed: float) -> Floats:
    """Counters times this, shape (J,), is the time prior ``elapsed`` days after the counters were last brought up.

    >>> round(float(kernel(0.0).sum()), 2), round(float(kernel(9.75).sum()), 3)
    (3.99, 0.1)
    """
    return WEIGHTS * decay(elapsed)


def remembered(age: float, uncertainty: float) -> Floats:
    """The counters of something about ``age`` days ago, give or take ``uncertainty`` days, shape (J,).

    The mean of exp(-s max(a, 0)) over ages a spread evenly on age +- uncertainty.
    """
    if uncertainty <= 0.0:
        return decay(max(age, 0.0))
    youngest, oldest = max(age - uncertainty, 0.0), age + uncertainty
    spread = (decay(youngest) - decay(oldest)) / RATES
    return (spread + max(uncertainty - age, 0.0)) / (2.0 * uncertainty)


def power_law(elapsed: float) -> float:
    """The law itself, 1 / (elapsed + 0.25), for ``elapsed`` in days.

    >>> power_law(9.75)
    0.1
    """
    return 1.0 / (elapsed + SHIFT) if math.isfinite(elapsed) else 0.0
