"""Whether "one in three" means one in three: a running tally, its error, and a correction learnt from many people."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ._logistic import sigmoid

BINS = 10

Tally = tuple[tuple[float, float, float], ...]
"""For each of ten equal ranges of p: how many were read there, the sum of what was said, the sum of what followed."""

NOTHING: Tally = ((0.0, 0.0, 0.0),) * BINS


def noted(tally: Tally, p: float, outcome: float) -> Tally:
    """The tally after a moment that was read as ``p`` in [0, 1] and ended in ``outcome`` in [0, 1]."""
    at = min(int(p * BINS), BINS - 1)
    count, said, followed = tally[at]
    return (*tally[:at], (count + 1.0, said + p, followed + outcome), *tally[at + 1 :])


def outcomes(tally: Tally) -> int:
    """How many readings were checked against an outcome."""
    return round(sum(count for count, _, _ in tally))


def error(tally: Tally) -> float:
    """The expected calibration error: the mean over readings of |followed - said| within the range (Naeini, Cooper &
    Hauskrecht 2015, AAAI). 0 for no reading. With few readings chance alone makes it large: .1 means little at n = 30.

    >>> round(error(noted(noted(NOTHING, 0.25, 0.0), 0.75, 1.0)), 6)
    0.25
    """
    total = sum(count for count, _, _ in tally)
    return sum(abs(followed - said) for _, said, followed in tally) / total if total else 0.0


def expected_calibration_error(said: Sequence[float], followed: Sequence[float]) -> float:
    """:func:`error` of many readings at once; both of shape (n,).

    >>> expected_calibration_error([0.5, 0.5], [0.0, 1.0])
    0.0
    """
    tally = NOTHING
    for p, outcome in zip(said, followed, strict=True):
        tally = noted(tally, p, outcome)
    return error(tally)


@dataclass(frozen=True, slots=True)
class Recalibration:
    """A correction of log-odds, ``shift + slope x``; it keeps every order since the slope is positive.

    It needs the outcomes of many people (:func:`fit_recalibration`). One person's own are too few: the engine then
    leaves its readings as they are. Raises ``ValueError`` unless both are finite and the slope positive.
    """

    shift: float
    slope: float

    def __post_init__(self) -> None:
        if not (math.isfinite(self.shift) and math.isfinite(self.slope) and self.slope > 0.0):
            raise ValueError("a recalibration needs a finite shift and a positive, finite slope")

    def of(self, p: float) -> float:
        """The corrected probability.

        >>> Recalibration(0.0, 1.0).of(0.25)
        0.25
        """
        return sigmoid(self.shift + self.slope * (math.log(p) - math.log1p(-p)))


def fit_recalibration(said: Sequence[float], followed: Sequence[float], weight: float = 10.0) -> Recalibration:
    """Logistic recalibration (Cox 1958, Biometrika 45:562) of readings (n,) in (0, 1) against outcomes (n,) in [0, 1].

    Penalised towards no correction, as if ``weight`` readings at even odds spoke for it; found by Newton's method. The
    slope is held above .05.

    Raises ``ValueError`` for readings of 0 or 1, or lengths that differ.
    """
    p, y = np.asarray(said, dtype=np.float64), np.asarray(followed, dtype=np.float64)
    if p.shape != y.shape or not ((p > 0.0) & (p < 1.0)).all():
        raise ValueError("recalibration needs as many outcomes as readings, and readings inside (0, 1)")
    x = np.stack([np.ones_like(p), np.log(p) - np.log1p(-p)])
    start = at = np.array([0.0, 1.0])
    for _ in range(25):
        fitted = 0.5 * (1.0 + np.tanh(0.5 * (at @ x)))
        slope = x @ (y - fitted) - 0.25 * weight * (at - start)
        bend = (x * (fitted * (1.0 - fitted))) @ x.T + 0.25 * weight * np.eye(2)
        at = at + np.clip(np.linalg.solve(bend, slope), -1.0, 1.0)
    return Recalibration(float(at[0]), max(float(at[1]), 0.05))
