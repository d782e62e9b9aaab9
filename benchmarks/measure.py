"""Measuring side by side: rounds in turn, medians with quartiles, ratios last.

Tasks that are compared take turns within every round, so that a busy minute of the machine falls on all of them alike.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, NamedTuple

import numpy as np


class Figure(NamedTuple):
    """A measured cost: the median of so many rounds, and the quartiles."""

    median: float
    low: float
    high: float
    rounds: int


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the page: what was measured, of ours and of each peer, in the same unit and the same run.

    ``goal``: the most it may cost, in the unit (the least, for what ends in "/s"); None where the table sets none.
    ``floor``: what this machine could do it in at its measured rates; ``floor_of`` says what was counted for it.
    ``note``: what a reader must know to read the numbers fairly.
    """

    name: str
    unit: str
    ours: Figure
    peers: Mapping[str, Figure] = field(default_factory=dict)
    goal: float | None = None
    floor: float | None = None
    floor_of: str = ""
    note: str = ""

    @property
    def more_is_better(self) -> bool:
        """Whether it is a rate."""
        return self.unit.endswith("/s")

    @property
    def met(self) -> bool | None:
        """Whether the median reaches the goal; None where there is none."""
        if self.goal is None:
            return None
        return self.ours.median >= self.goal if self.more_is_better else self.ours.median <= self.goal

    def times_of(self, other: float) -> float:
        """Ours as so many times another cost: below 1 is faster, for rates too."""
        return other / self.ours.median if self.more_is_better else self.ours.median / other

    def told(self) -> dict[str, Any]:
        """As JSON."""
        return asdict(self)

    @classmethod
    def read(cls, told: Mapping[str, Any]) -> Row:
        """The inverse of :meth:`told`."""
        peers = {name: Figure(*figure) for name, figure in told["peers"].items()}
        return cls(**{**told, "ours": Figure(*told["ours"]), "peers": peers})


def figure(samples: Sequence[float], scale: float = 1.0) -> Figure:
    """Median and quartiles of samples, each times ``scale``.

    >>> figure([3.0, 1.0, 2.0])
    Figure(median=2.0, low=1.5, high=2.5, rounds=3)
    """
    low, median, high = (float(one) for one in np.quantile(np.asarray(samples) * scale, (0.25, 0.5, 0.75)))
    return Figure(median, low, high, len(samples))


def in_turn(
    tasks: Mapping[str, Callable[[], object]], *, rounds: int, calls: int = 1, warm: int = 1, scale: float = 1e6
) -> dict[str, Figure]:
    """The cost of one of ``calls`` equal pieces of each task, in microseconds unless ``scale`` says otherwise.

    Each task runs ``warm`` times unmeasured, then the tasks take turns for so many rounds.
    """
    for task in tasks.values():
        for _ in range(warm):
            task()
    spent: dict[str, list[float]] = {name: [] for name in tasks}
    for _ in range(rounds):
        for name, task in tasks.items():
            begun = time.perf_counter()
            task()
            spent[name].append(time.perf_counter() - begun)
    return {name: figure(samples, scale / calls) for name, samples in spent.items()}
