"""Slow erosion: a trend over months in which no single event stands out."""

from __future__ import annotations

import math
from statistics import NormalDist
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

WINDOW = 182.0
"""Days looked back: half a year."""

FEWEST_WEEKS = 10
FEWEST_MOMENTS = 20
"""Below these nothing is said: conventions, not tests."""

_STEPWISE = 0.85
"""A step must leave over less than this share of what the slope leaves. Chosen on simulated diaries: at .85 a clear
step is flagged about every second time (a large one nearly always), a slow slope one time in six."""

_WEEK, _MONTH = 7.0, 30.4375


class Trend(NamedTuple):
    """The change of some value a month, with bounds; in units of the value.

    ``weeks`` and ``moments`` are the data behind it. ``falling`` and ``rising``: the bounds leave out 0. ``stepwise``:
    one step between two levels describes it better than a slope, so that a single time stands out and it is no slow
    erosion.
    """

    slope: float
    low: float
    high: float
    weeks: int
    moments: int
    stepwise: bool

    @property
    def falling(self) -> bool:
        """Whether the value goes down beyond what chance does."""
        return self.high < 0.0

    @property
    def rising(self) -> bool:
        """Whether it goes up beyond what chance does."""
        return self.low > 0.0


def erosion(times: Floats, values: Floats, now: float, level: float = 0.95) -> Trend | None:
    """The trend over the last half year, or None while there are too few weeks (10) or moments (20) to say.

    ``times`` (n) in days, ``values`` (n) in any unit, NaN where not known; ``now`` in days. Weeks are taken as one
    value each (their mean), so that a busy week is not louder than a quiet one; the slope is the median of the
    slopes between all pairs of weeks (Theil 1950; Sen 1968, J. Am. Stat. Assoc. 63:1379), which a few bad weeks
    cannot move. Its bounds are Sen's, from the normal approximation of Kendall's S with ties, widened for weeks that
    resemble their neighbours: the variance of S times (1 + r) / (1 - r), r the lag-one correlation of what the slope
    leaves over, where positive (after Yue & Wang 2004). They lie on observed slopes, hence touch them.

    Raises ``ValueError`` for unequal lengths or a level outside (0, 1).

    >>> days = np.arange(0.0, 180.0, 3.0)
    >>> slow = erosion(days, 0.9 - 0.002 * days + 0.05 * np.sin(days), now=180.0)
    >>> round(slow.slope, 3), slow.falling, slow.stepwise
    (-0.061, True, False)
    >>> erosion(days[:15], days[:15], now=45.0) is None
    True
    """
    if times.ndim != 1 or times.shape != values.shape:
        raise ValueError("times and values must have the same length")
    if not 0.0 < level < 1.0:
        raise ValueError("the level of an interval lies between 0 and 1")
    kept = np.isfinite(values) & np.isfinite(times) & (times <= now) & (times > now - WINDOW)
    week, y = _weekly(now - times[kept], values[kept])
    moments = int(kept.sum())
    if len(week) < FEWEST_WEEKS or moments < FEWEST_MOMENTS:
        return None
    first, second = np.triu_indices(len(week), 1)
    slopes = np.sort((y[second] - y[first]) / (week[second] - week[first]))
    slope = float(np.median(slopes))
    left = y - slope * week
    left = left - np.median(left)
    half = NormalDist().inv_cdf(0.5 * (1.0 + level)) * math.sqrt(_kendall_variance(y) * _inflation(left))
    below = max(0, math.floor(0.5 * (len(slopes) - half)))
    months = _MONTH / _WEEK
    low, high = slopes[below], slopes[len(slopes) - 1 - below]
    stepwise = _step(y) < _STEPWISE * float(np.abs(left).sum())
    return Trend(slope * months, float(low) * months, float(high) * months, len(week), moments, stepwise)


def _weekly(ago: Floats, values: Floats) -> tuple[Floats, Floats]:
    """The weeks that have moments, counted up to the present one, and the mean of each; shapes (weeks,)."""
    number = -np.floor(ago / _WEEK)
    weeks, place = np.unique(number, return_inverse=True)
    return weeks, np.bincount(place, weights=values, minlength=len(weeks)) / np.bincount(place, minlength=len(weeks))


def _kendall_variance(y: Floats) -> float:
    """The variance of Kendall's S when there is no trend, with ties among the values."""
    n = len(y)
    ties = np.unique(y, return_counts=True)[1].astype(float)
    return float(n * (n - 1) * (2 * n + 5) - (ties * (ties - 1) * (2 * ties + 5)).sum()) / 18.0


def _inflation(left: Floats) -> float:
    """By how much neighbours' likeness widens the variance of S; at least 1, at most that of r = .8."""
    centred = left - left.mean()
    total = float(centred @ centred)
    r = float(centred[1:] @ centred[:-1]) / total if total > 0.0 else 0.0
    r = min(max(r, 0.0), 0.8)
    return (1.0 + r) / (1.0 - r)


def _step(y: Floats) -> float:
    """The least sum of absolute deviations from two levels, before and after one cut."""
    cuts = range(2, len(y) - 1)
    return min(
        float(np.abs(part - np.median(part)).sum() + np.abs(rest - np.median(rest)).sum())
        for cut in cuts
        for part, rest in [(y[:cut], y[cut:])]
    )
