"""How long settling takes, learnt from pauses: a log-normal, with waits that were not over counted as what they are."""

from __future__ import annotations

import math
from dataclasses import dataclass
from statistics import NormalDist

from ._truncated import between


@dataclass(frozen=True, slots=True)
class Recovery:
    """The belief about one person's time from a pause to settled.

    The log of a single time, in minutes, is normal with variance ``scatter`` about the person's own log median, and
    that is believed to be N(``mean``, ``variance``). The prior median of 20 minutes with sd(log) .7 is the science
    page's proposal (section 3.3), and ``scatter`` is a placeholder: **no data stand behind any of them**. ``seen``
    counts the pauses learnt from.

    Raises ``ValueError`` unless mean is finite and the variances positive and finite.
    """

    mean: float = math.log(20.0)
    variance: float = 0.49
    scatter: float = 0.25
    seen: int = 0

    def __post_init__(self) -> None:
        if not (math.isfinite(self.mean) and 0.0 < self.variance < math.inf and 0.0 < self.scatter < math.inf):
            raise ValueError("a recovery time needs a finite mean, and a positive, finite variance and scatter")


@dataclass(frozen=True, slots=True)
class Minutes:
    """The median, and the bounds between which the next time lies at the level asked for; all in minutes."""

    median: float
    low: float
    high: float


def settled_after(recovery: Recovery, minutes: float) -> Recovery:
    """Learn that a pause led to "settled" after so many minutes (conjugate normal update of the log).

    Raises ``ValueError`` unless ``minutes`` is positive and finite.

    >>> twice = settled_after(settled_after(Recovery(), 40.0), 45.0)
    >>> round(settling_time(twice).median, 1), twice.seen
    (36.4, 2)
    """
    gain = recovery.variance / (recovery.variance + recovery.scatter)
    mean = recovery.mean + gain * (_log(minutes) - recovery.mean)
    return Recovery(mean, recovery.variance * (1.0 - gain), recovery.scatter, recovery.seen + 1)


def not_settled_by(recovery: Recovery, minutes: float) -> Recovery:
    """Learn that after so many minutes it was not over yet (right-censored; the moments are matched exactly).

    Raises ``ValueError`` unless ``minutes`` is positive and finite.

    >>> round(settling_time(not_settled_by(Recovery(), 60.0)).median, 1)
    54.2
    """
    learnt = between(recovery.mean, recovery.variance, recovery.scatter, _log(minutes), math.inf)
    return Recovery(learnt.mean, learnt.variance, recovery.scatter, recovery.seen + 1)


def settling_time(recovery: Recovery, level: float = 0.8) -> Minutes:
    """How long settling may take next time: median, and equal-tailed bounds of the predicted time at ``level``.

    Raises ``ValueError`` unless 0 < level < 1.

    >>> first = settling_time(Recovery())
    >>> round(first.median), round(first.low), round(first.high)
    (20, 7, 60)
    """
    if not 0.0 < level < 1.0:
        raise ValueError("the level of an interval lies between 0 and 1")
    half = NormalDist().inv_cdf(0.5 * (1.0 + level)) * math.sqrt(recovery.variance + recovery.scatter)
    return Minutes(math.exp(recovery.mean), math.exp(recovery.mean - half), math.exp(recovery.mean + half))


def _log(minutes: float) -> float:
    if not 0.0 < minutes < math.inf:
        raise ValueError("a time to settle must be a positive, finite number of minutes")
    return math.log(minutes)
