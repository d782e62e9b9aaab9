"""Two people taking turns: the Gottman-Murray model, as an explainer and a simulator.

It shows how a pair of ordinary tendencies can have two resting places, a warm one and one of escalation, and why a
small repair may decide between them. **It is not fitted to diaries, and cannot be**: a fit needs on the order of 150
coded turns of one conversation, and no independent validation was found (science page, section 4.1). Nothing here is
a finding about any two people.

    W' = clip(a + r1 W + I_HW(H))        H' = clip(b + r2 H + I_WH(W'))        (the second answers the newer value)

After Cook et al. 1995 (J. Fam. Psychol. 9:110) and Gottman, Murray, Swanson, Tyson & Swanson 2002, "The Mathematics
of Marriage". The wall (a clip) is ours: no score grows without end.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from dataclasses import dataclass
from itertools import pairwise, product
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Influence:
    """How one person's score moves the other: in pieces, each a straight line ``offset + slope x score``.

    ``breaks`` (k) are where one piece ends and the next begins (the next holds at the break itself), ``slopes`` and
    ``offsets`` (k + 1). Raises ``ValueError`` unless the numbers are finite, the lengths fit and the breaks rise.
    """

    breaks: tuple[float, ...]
    slopes: tuple[float, ...]
    offsets: tuple[float, ...]

    def __post_init__(self) -> None:
        finite = all(map(math.isfinite, (*self.breaks, *self.slopes, *self.offsets)))
        fits = len(self.slopes) == len(self.offsets) == len(self.breaks) + 1
        if not finite or not fits or any(a >= b for a, b in pairwise(self.breaks)):
            raise ValueError("an influence needs finite, rising breaks, and one line more than breaks")

    def __call__(self, score: float) -> float:
        """What a score of the one adds to the other's.

        >>> bilinear(0.25, 0.4)(-2.0)
        -0.8
        """
        piece = bisect_right(self.breaks, score)
        return self.offsets[piece] + self.slopes[piece] * score

    def over(self, scores: Floats) -> Floats:
        """The same for many scores at once, (n) to (n)."""
        pieces = np.searchsorted(np.array(self.breaks), scores, side="right")
        return np.asarray(np.array(self.offsets)[pieces] + np.array(self.slopes)[pieces] * scores, dtype=np.float64)


def bilinear(plus: float, minus: float) -> Influence:
    """``plus`` x score above 0, ``minus`` x score below."""
    return Influence((0.0,), (minus, plus), (0.0, 0.0))


def ojive(below: float, above: float, low: float, high: float) -> Influence:
    """``below`` (usually negative) at and under the score ``low``, ``above`` from ``high`` on, and nothing between.

    Raises ``ValueError`` unless low < high.

    >>> [ojive(-2.0, 1.5, -1.0, 1.0)(score) for score in (-1.0, 0.0, 1.0)]
    [-2.0, 0.0, 1.5]
    """
    return Influence((math.nextafter(low, math.inf), high), (0.0, 0.0, 0.0), (below, 0.0, above))


def with_repair(influence: Influence, threshold: float, amount: float) -> Influence:
    """The influence with ``amount`` added whenever the other's score is at or below ``threshold``: a repair.

    >>> repaired = with_repair(bilinear(0.25, 0.4), threshold=-2.0, amount=1.0)
    >>> repaired(-2.0), repaired(-1.0)
    (0.19999999999999996, -0.4)
    """
    edge = math.nextafter(threshold, math.inf)
    breaks = tuple(sorted({*influence.breaks, edge}))
    old = [bisect_right(influence.breaks, start) for start in (-math.inf, *breaks)]
    offsets = [
        influence.offsets[i] + (amount if end <= edge else 0.0) for i, end in zip(old, (*breaks, math.inf), strict=True)
    ]
    return Influence(breaks, tuple(influence.slopes[i] for i in old), tuple(offsets))


@dataclass(frozen=True, slots=True)
class Dyad:
    """Two people, W and H, each with a start (``a``, ``b``), inertia (``r1``, ``r2``) and being influenced.

    ``on_w`` is I_HW, what H does to W; ``on_h`` is I_WH. Scores stay between -``wall`` and ``wall``. Raises
    ``ValueError`` unless the numbers are finite, |r| < 1 and the wall positive.
    """

    a: float
    r1: float
    on_w: Influence
    b: float
    r2: float
    on_h: Influence
    wall: float = 10.0

    def __post_init__(self) -> None:
        if not all(map(math.isfinite, (self.a, self.b, self.wall))) or self.wall <= 0.0:
            raise ValueError("a dyad needs finite starts and a positive wall")
        if not (abs(self.r1) < 1.0 and abs(self.r2) < 1.0):
            raise ValueError("inertia lies between -1 and 1")

    def turn(self, w: float, h: float) -> tuple[float, float]:
        """One turn each.

        >>> Dyad(0.6, 0.3, bilinear(0.25, 0.4), 0.4, 0.35, bilinear(0.25, 0.4)).turn(0.0, 0.0)
        (0.6, 0.55)
        """
        w = self._walled(self.a + self.r1 * w + self.on_w(h))
        return w, self._walled(self.b + self.r2 * h + self.on_h(w))

    def _walled(self, score: float) -> float:
        return min(max(score, -self.wall), self.wall)


def simulate(dyad: Dyad, w: float, h: float, turns: int) -> Floats:
    """The scores of W and H over so many turns, shape (turns + 1, 2); the first row is the start.

    >>> dyad = Dyad(0.6, 0.3, bilinear(0.25, 0.4), 0.4, 0.35, bilinear(0.25, 0.4))
    >>> simulate(dyad, -3.0, -3.0, 60)[-1].round(2).tolist()
    [1.25, 1.1]
    """
    path = [(w, h)]
    for _ in range(turns):
        path.append(dyad.turn(*path[-1]))
    return np.array(path, dtype=np.float64)


def null_clines(dyad: Dyad, scores: Floats) -> tuple[Floats, Floats]:
    """Where W, and where H, would rest if the other stayed at each of ``scores`` (n): two arrays (n).

    The first is W for each H, clip((a + I_HW(H)) / (1 - r1)); the second H for each W. They cross at fixed points.

    >>> dyad = Dyad(0.6, 0.3, bilinear(0.25, 0.4), 0.4, 0.35, bilinear(0.25, 0.4))
    >>> [line.round(3).tolist() for line in null_clines(dyad, np.array([-1.0, 1.1]))]
    [[0.286, 1.25], [0.0, 1.038]]
    """
    w = (dyad.a + dyad.on_w.over(scores)) / (1.0 - dyad.r1)
    h = (dyad.b + dyad.on_h.over(scores)) / (1.0 - dyad.r2)
    return np.clip(w, -dyad.wall, dyad.wall), np.clip(h, -dyad.wall, dyad.wall)


class FixedPoint(NamedTuple):
    """Scores from which nothing moves; ``radius`` is the largest |eigenvalue| of the turn there."""

    w: float
    h: float
    radius: float

    @property
    def stable(self) -> bool:
        """Whether a small push dies away."""
        return self.radius < 1.0


def fixed_points(dyad: Dyad) -> tuple[FixedPoint, ...]:
    """All fixed points, from the lowest W up: the influences are straight in pieces, so each piece is solved exactly.

    Every pair of pieces, with each score free or at a wall, is one 2 x 2 linear system whose solution counts if it
    lies in those pieces. Where a whole line of points is fixed (a singular system) that line is left out. Stability
    is that of [[r1, I_HW'], [r1 I_WH', r2 + I_WH' I_HW']]; a score held by a wall has a derivative of 0.

    >>> def pair(minus):
    ...     return Dyad(0.6, 0.3, bilinear(0.25, minus), 0.4, 0.35, bilinear(0.25, minus))
    >>> [(round(p.w, 2), round(p.h, 2), p.stable) for p in fixed_points(pair(0.4))]
    [(1.25, 1.1, True)]
    >>> [(round(p.w, 2), round(p.h, 2), p.stable) for p in fixed_points(pair(0.9))]
    [(-10.0, -10.0, True), (-2.11, -2.31, False), (1.25, 1.1, True)]
    """
    found: dict[tuple[float, float], FixedPoint] = {}
    walls = (-dyad.wall, None, dyad.wall)
    pieces = product(range(len(dyad.on_w.slopes)), range(len(dyad.on_h.slopes)), walls, walls)
    for i, j, w_at, h_at in pieces:
        point = _solve(dyad, i, j, w_at, h_at)
        if point is not None:  # where pieces meet, the less stable side speaks
            place = round(point.w, 9), round(point.h, 9)
            found[place] = max(found.get(place, point), point, key=lambda one: one.radius)
    return tuple(sorted(found.values()))


def _solve(dyad: Dyad, i: int, j: int, w_at: float | None, h_at: float | None) -> FixedPoint | None:
    """The fixed point with H in piece i of I_HW, W in piece j of I_WH, and these scores at a wall, if there is one."""
    s, t = dyad.on_w.slopes[i], dyad.on_h.slopes[j]
    rows = [
        [1.0, 0.0] if w_at is not None else [1.0 - dyad.r1, -s],
        [0.0, 1.0] if h_at is not None else [-t, 1.0 - dyad.r2],
    ]
    aims = [
        dyad.a + dyad.on_w.offsets[i] if w_at is None else w_at,
        dyad.b + dyad.on_h.offsets[j] if h_at is None else h_at,
    ]
    (p, q), (u, v) = rows
    determinant = p * v - q * u
    if abs(determinant) < 1e-12:
        return None
    w, h = (aims[0] * v - q * aims[1]) / determinant, (p * aims[1] - aims[0] * u) / determinant
    if not (_within(dyad.on_w, i, h) and _within(dyad.on_h, j, w)):
        return None
    if not all(math.isclose(x, y, abs_tol=1e-9) for x, y in zip(dyad.turn(w, h), (w, h), strict=True)):
        return None  # a wall was assumed but is not reached, or is passed
    free_w, free_h = float(w_at is None), float(h_at is None)
    r1, s_w, t_h, r2 = free_w * dyad.r1, free_w * s, free_h * t, free_h * dyad.r2
    jacobian = np.array([[r1, s_w], [t_h * r1, r2 + t_h * s_w]])
    return FixedPoint(w, h, float(np.abs(np.linalg.eigvals(jacobian)).max()))


def _within(influence: Influence, piece: int, score: float) -> bool:
    """Whether a score lies in a piece, or so near its end that rounding may have put it outside."""
    edges = (-math.inf, *influence.breaks, math.inf)
    return edges[piece] - 1e-9 <= score <= edges[piece + 1] + 1e-9
