"""The benchmark's score, corrected: how well simulated values follow the measured ones."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from homing.lab.columns import Floats

_FLAT = 1e-12


def score(measured: Sequence[float] | Floats, simulated: Sequence[float] | Floats) -> float:
    """Pearson's correlation; with two values, the smaller of the two ratios (second to first) over the larger.

    The published code divides the simulated value by the measured one in the ratio; here each by its own. 1 is best. A
    ratio has no lower bound when the signs differ, so -1 is the worst that counts. NaN where there is no score: a
    simulated or measured side that does not vary at all, a first value of 0 (or so near that the ratio has
    no number), or a value that is not finite.
    """
    real, made = np.asarray(measured, dtype=np.float64), np.asarray(simulated, dtype=np.float64)
    if real.shape != made.shape or real.ndim != 1 or len(real) < 2:
        raise ValueError("a score needs as many simulated values as measured ones, at least two")
    if not np.isfinite(made).all():
        return math.nan
    return _ratio(real, made) if len(real) == 2 else _correlation(real, made)


def _ratio(real: Floats, made: Floats) -> float:
    if real[0] == 0.0 or made[0] == 0.0:
        return math.nan
    with np.errstate(over="ignore"):
        smaller, larger = sorted((float(real[1] / real[0]), float(made[1] / made[0])))
    return max(-1.0, smaller / larger) if 0.0 < larger < math.inf else math.nan


def _correlation(real: Floats, made: Floats) -> float:
    if np.ptp(real) < _FLAT or np.ptp(made) < _FLAT:
        return math.nan
    return float(np.corrcoef(real, made)[0, 1])
