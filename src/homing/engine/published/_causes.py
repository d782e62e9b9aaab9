"""Counts of binary features under latent causes, for many learners at once: the sums behind ``latent_cause_2010``.

Laid out for speed: features, then causes, then learners, so that every step runs along learners; and only as many
causes are looked at as anybody has used, and one more.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from homing.engine.published._protocol import Bools, Floats

Ints = NDArray[np.int64]
_AT_ONCE = 64  # features multiplied before the product is brought back to size: a double holds 2 ** -1022


@dataclass(frozen=True, slots=True)
class Prior:
    """``alpha`` (N,) and ``stickiness`` of the Chinese restaurant process, ``a + b`` of the Beta prior of a feature."""

    alpha: Floats
    stickiness: float
    both: float


class Causes:
    """Beta-Bernoulli causes of N learners: D cues and an outcome, K causes at most.

    ``count`` (K, N) rows given to a cause, ``last`` (N,) the cause of the last row. ``cells`` (2 D + 1, K, N), with the
    prior's pseudo-counts: D times how often a cue was absent, D times how much more often it was present, and how often
    the outcome was there.
    """

    def __init__(self, count: Floats, cells: Floats, last: Ints, prior: Prior) -> None:
        """Take over these counts and write to them."""
        self.count, self.cells, self.last, self._prior = count, cells, last, prior
        self._slots = np.arange(len(count))[:, None]
        highest = int(np.flatnonzero(count.any(axis=1)).max(initial=-1))
        self._width = min(len(count), max(2, highest + 2))  # 2: a sticky first row may open the first cause or a second
        self._slot, self._fresh = self._opened()

    def weigh(self) -> Floats:
        """Weights of the causes before a row, (W, N), W <= K: the sticky Chinese restaurant process, not normalised."""
        weight: Floats = self.count[: self._width] + self._fresh[: self._width]
        if self._prior.stickiness:
            weight += self._prior.stickiness * (self.last == self._slots[: self._width])
        return weight

    def look(self, weight: Floats, x: Floats) -> tuple[Floats, Floats]:
        """Multiply ``weight`` (W, N) by the chance of cues ``x`` (D, N); the outcome each cause expects, (W, N).

        Returned with it is (N,) the logarithm of what the weights were divided by to keep them in range.
        """
        wide, d, divided = len(weight), len(x), np.zeros(weight.shape[1])
        per = 1.0 / (self.count[:wide] + self._prior.both)
        for first in range(0, d, _AT_ONCE):
            some = slice(first, min(d, first + _AT_ONCE))
            fit = self.cells[d:][some, :wide] * x[some, None]
            fit += self.cells[some, :wide]
            fit *= per
            weight *= fit.prod(axis=0)
            if d > _AT_ONCE:
                most = weight.max(axis=0)
                weight /= most
                divided += np.log(most)
        per *= self.cells[-1, :wide]
        return per, divided

    def learn(self, chosen: Ints, x: Floats, r: Floats, known: Bools) -> None:
        """Count cues ``x`` (D, N) and outcomes ``r`` (N,) for the ``chosen`` causes (N,), where ``known`` (N,)."""
        wide = self._width
        given = ((chosen == self._slots[:wide]) & known).astype(float)
        seen = np.concatenate([1.0 - x, 2.0 * x - 1.0, r[None]])
        self.cells[:, :wide] += seen[:, None] * given
        self.count[:wide] += given
        self.last = np.where(known, chosen, self.last)
        if np.any(known & (chosen == self._slot)):
            self._width = min(len(self.count), max(wide, int(chosen.max()) + 2))
            self._slot, self._fresh = self._opened()

    def take(self, rows: Ints) -> None:
        """Go on with copies of these learners (N,)."""
        self.count, self.cells, self.last = self.count[:, rows], self.cells[:, :, rows], self.last[rows]
        self._slot, self._fresh = self._slot[rows], self._fresh[:, rows]

    def _opened(self) -> tuple[Ints, Floats]:
        """Everyone's first cause without weight (N,), K where none is left, and the alpha that goes to it (K, N)."""
        alpha = self._prior.alpha
        weighed = self.count + self._prior.stickiness * (self.last == self._slots)
        empty = weighed == 0.0
        sole = (alpha == 0.0) & (self.count[0] == 0.0)  # alpha = 0 knows one cause only: the first row goes there
        slot = np.where(sole, 0, np.where(empty.any(axis=0), empty.argmax(axis=0), len(self.count)))
        return slot, np.where(self._slots == slot, np.where(sole, 1.0, alpha), 0.0)
