"""What this machine can do at best: measured rates, and the least time that so many operations and bytes can take."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from functools import cache

import numpy as np

ROUNDS = 7


@dataclass(frozen=True, slots=True)
class Rates:
    """Best of some rounds, one core, nothing else of ours running.

    ``flops``: multiply-adds count as two, float64, in a matrix product that stays in cache (NumPy's BLAS).
    ``near``, ``far``: bytes per second read and written by a copy inside the second cache, and far beyond the third.
    ``exps``: exponentials per second in a NumPy array that stays in cache.
    ``call``: seconds of one call of an empty Python function.
    ``array``: seconds of one NumPy operation on eight numbers: what every small array operation costs at least.
    """

    flops: float
    near: float
    far: float
    exps: float
    call: float
    array: float

    def least(self, *, flops: float = 0.0, near: float = 0.0, far: float = 0.0, exps: float = 0.0) -> float:
        """Seconds that this work must take: the largest of its parts, since they can overlap."""
        return max(flops / self.flops, near / self.near, far / self.far, exps / self.exps)

    def told(self) -> dict[str, float]:
        """As JSON."""
        return asdict(self)


@cache
def rates() -> Rates:
    """Measure, once a process; a few seconds."""
    a, b = np.random.default_rng(1).random((2, 256, 256))
    product = np.empty_like(a)
    small, eight = np.random.default_rng(2).random(8192), np.random.default_rng(3).random(8)
    room, into = np.empty_like(small), np.empty_like(eight)
    here, there = np.ones(32_000), np.ones(32_000)
    wide, wider = np.ones(30_000_000), np.ones(30_000_000)

    def empty() -> None:
        pass

    def calls() -> None:
        for _ in range(100_000):
            empty()

    return Rates(
        flops=2 * 256**3 / _best(lambda: np.matmul(a, b, out=product), 20),
        near=2 * here.nbytes / _best(lambda: np.copyto(there, here), 1000),
        far=2 * wide.nbytes / _best(lambda: np.copyto(wider, wide), 1),
        exps=small.size / _best(lambda: np.exp(small, out=room), 200),
        call=_best(calls, 1) / 100_000,
        array=_best(lambda: np.multiply(eight, eight, out=into), 20_000),
    )


def _best(task: Callable[[], object], times: int) -> float:
    least = float("inf")
    for _ in range(ROUNDS):
        begun = time.perf_counter()
        for _ in range(times):
            task()
        least = min(least, (time.perf_counter() - begun) / times)
    return least
