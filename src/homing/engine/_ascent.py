"""Uphill without derivatives: BFGS on central differences, every probe of a step asked at once."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from ._state import Floats

Height = Callable[[Floats], Floats]
"""From R points (R, n) to their heights (R,)."""

_PROBE = 1e-4
_LONGEST = 1.0
"""The farthest any coordinate moves in one step."""


class Climb(NamedTuple):
    """Where the climb ended, the height at the start and after each step, and whether it came to rest."""

    top: Floats
    heights: tuple[float, ...]
    rested: bool


def climb(height: Height, start: Floats, most: int, tolerance: float) -> Climb:
    """Climb until a step gains less than ``tolerance`` twice running, or ``most`` steps (Nocedal & Wright 2006, ch. 6).

    Each step that is taken goes up; the same start leads to the same top.
    """
    at, (here, slope) = start, _look(height, start)
    bend, heights, idle = np.eye(len(start)), [here], 0
    for _ in range(most):
        way = bend @ slope
        way *= min(1.0, _LONGEST / max(float(np.abs(way).max()), 1e-300))
        taken = _step(height, at, here, slope, way)
        if taken is None:  # the way was no good: once more straight uphill, then it is the top as far as can be seen
            taken = _step(height, at, here, slope, slope / max(1.0, float(np.abs(slope).max())))
            bend = np.eye(len(start))
        if taken is None:
            return Climb(at, tuple(heights), float(np.abs(slope).max()) < 1e-3)
        moved, there, ahead = taken
        turned = slope - ahead
        if float(moved @ turned) > 0.0:
            bend = _bent(bend, moved, turned)
        idle = idle + 1 if there - here < tolerance else 0
        at, here, slope = at + moved, there, ahead
        heights.append(here)
        if idle == 2:
            return Climb(at, tuple(heights), True)
    return Climb(at, tuple(heights), False)


def _step(height: Height, at: Floats, here: float, slope: Floats, way: Floats) -> tuple[Floats, float, Floats] | None:
    """A step along ``way`` that goes up by a part of what the slope promises, with height and slope there; or None."""
    length = 1.0
    while length > 1e-6:
        there, ahead = _look(height, at + length * way)
        if there >= here + 1e-4 * length * float(slope @ way):
            return length * way, there, ahead
        length *= 0.4
    return None


def _look(height: Height, at: Floats) -> tuple[float, Floats]:
    """Height and slope here, by central differences."""
    probes = _PROBE * np.eye(len(at))
    seen = height(np.vstack([at[None], at + probes, at - probes]))
    n = len(at)
    return float(seen[0]), (seen[1 : n + 1] - seen[n + 1 :]) / (2.0 * _PROBE)


def _bent(bend: Floats, moved: Floats, turned: Floats) -> Floats:
    """The BFGS update of the inverse Hessian (of minus the height)."""
    if np.array_equal(bend, np.eye(len(moved))):  # size the first guess to what was just seen
        bend = bend * float(moved @ turned) / float(turned @ turned)
    rate = 1.0 / float(moved @ turned)
    left = np.eye(len(moved)) - rate * np.outer(moved, turned)
    return left @ bend @ left.T + rate * np.outer(moved, moved)
