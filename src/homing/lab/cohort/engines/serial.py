"""One block after the other, in this process."""

from __future__ import annotations

from collections import deque
from typing import Any

from .base import Done, Failed, Outcome, answer


class Serial:
    """No workers at all."""

    room = 1

    def __init__(self, work: Any) -> None:
        self._work = work
        self._blocks: deque[tuple[int, Any]] = deque()

    def submit(self, number: int, block: Any) -> None:
        """Put it aside until it is asked for."""
        self._blocks.append((number, block))

    def wait(self, *, patience: float | None = None) -> list[Outcome]:
        """Compute the next block; with no patience at all, nothing."""
        if patience == 0 or not self._blocks:
            return []
        number, block = self._blocks.popleft()
        fine, found = answer(self._work, block)
        return [Done(number, found) if fine else Failed(number, found)]

    def close(self) -> None:
        """Forget what is left."""
        self._blocks.clear()
