"""What a model says about rows, and what every model shares: the width of its interval, the ends of the scale."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

from .columns import Floats
from .protocol import scorable
from .table import Table

LEVEL = 0.8
"""Of the intervals."""


@dataclass(frozen=True, slots=True)
class Said:
    """For each of N rows: ``mean``; the interval ``low`` to ``high``; and for binary targets P(1), all in target units.

    ``p`` differs from ``mean`` only where the model names no probability of its own (repeat last).
    """

    mean: Floats = field(repr=False)
    low: Floats = field(repr=False)
    high: Floats = field(repr=False)
    p: Floats = field(repr=False)


Predict = Callable[[Table], Floats]
"""From whole people to the predicted target of each of their rows (N,)."""


def within(table: Table, mean: Floats) -> Floats:
    """Predictions kept inside the scale of the target."""
    ends = table.spec.ends
    return mean if ends is None else np.clip(mean, *ends)


@dataclass(frozen=True, slots=True)
class Width:
    """The middle of the errors on training rows: an interval of constant width around every prediction."""

    below: float
    above: float

    def around(self, table: Table, mean: Floats) -> tuple[Floats, Floats]:
        """Lower and upper ends (N,)."""
        return within(table, mean + self.below), within(table, mean + self.above)


def width(table: Table, mean: Floats) -> Width:
    """The quantiles of the errors of these predictions at the scorable rows."""
    use = scorable(table)
    if not use.any():
        return Width(0.0, 0.0)
    below, above = np.quantile((table.target - mean)[use], [0.5 * (1.0 - LEVEL), 0.5 * (1.0 + LEVEL)])
    return Width(float(below), float(above))
