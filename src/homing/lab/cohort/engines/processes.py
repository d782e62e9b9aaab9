"""Worker processes on this machine. Each has one block at a time, so a dead one tells which block it had.

``concurrent.futures`` would not: when one of its processes dies, it gives up all blocks that are waiting.
"""

from __future__ import annotations

import pickle
import signal
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait
from multiprocessing.context import SpawnProcess
from typing import Any, cast

from ..troubles import CohortError
from .base import ONE_THREAD, Done, Failed, Lost, Outcome, cores, surroundings
from .worker import serve

_STILLBORN = 3


@dataclass(slots=True)
class _Worker:
    """A process and the line to it. ``block``: the number of the one it has; ``torn``: a message was left half read."""

    process: SpawnProcess
    line: Connection
    ready: bool = False
    block: int | None = None
    torn: bool = False


class Processes:
    """As many processes as there are cores, or ``workers``; they are started when there is work for them."""

    def __init__(self, work: Any, workers: int | None = None) -> None:
        try:
            self._work = pickle.dumps(work, protocol=5)
        except Exception as error:
            raise CohortError(f"this work cannot be sent to another process: {error}") from error
        self._count = workers or cores()
        self._workers: list[_Worker] = []
        self._blocks: deque[tuple[int, bytes]] = deque()
        self._told: list[Outcome] = []  # an interrupted wait() loses nothing of it
        self._stillborn = 0

    @property
    def room(self) -> int:
        """One block in work and one in wait for each."""
        return 2 * self._count

    def submit(self, number: int, block: Any) -> None:
        """Hand the block to an idle worker, or put it aside until one is."""
        self._blocks.append((number, pickle.dumps(block, protocol=5)))
        if len(self._workers) < self._count and not any(self._idle(one) for one in self._workers):
            self._start()
        self._assign()

    def wait(self, *, patience: float | None = None) -> list[Outcome]:
        """What came back. Raises :class:`CohortError` if workers cannot even begin."""
        lines = {one.line: one for one in self._workers if not one.torn}
        for line in wait(list(lines), timeout=patience):
            self._told += self._heard(lines[line])  # type: ignore[index]  # wait() returns what it was given
        if patience != 0:
            while self._blocks and len(self._workers) < self._count:
                self._start()
            self._assign()
        told, self._told = self._told, []
        return told

    def close(self) -> None:
        """End every process, whatever it is at."""
        for one in self._workers:
            one.line.close()
            one.process.kill()
        for one in self._workers:
            one.process.join()
            one.process.close()
        self._workers.clear()
        self._blocks.clear()

    @staticmethod
    def _idle(worker: _Worker) -> bool:
        return worker.ready and worker.block is None

    def _assign(self) -> None:
        for one in [one for one in self._workers if self._idle(one)]:
            if self._blocks:
                number, content = self._blocks.popleft()
                one.block = number
                self._send(one, content)

    def _start(self) -> None:
        ours, theirs = get_context("spawn").Pipe()
        process = get_context("spawn").Process(target=serve, args=(theirs,), daemon=True)
        with theirs, surroundings(ONE_THREAD), _no_ctrl_c():
            process.start()
        self._workers.append(_Worker(process, ours))
        self._send(self._workers[-1], self._work)

    @staticmethod
    def _send(worker: _Worker, content: bytes) -> None:
        try:
            worker.line.send_bytes(content)
        except OSError:  # it is dead; that is heard when it is listened to
            return

    def _heard(self, worker: _Worker) -> list[Outcome]:
        try:
            worker.torn = True
            content = worker.line.recv_bytes()
            worker.torn = False
        except (EOFError, OSError):
            return self._buried(worker)
        fine, found = pickle.loads(content)  # noqa: S301 - from a process this one started, over a pipe of their own
        if not worker.ready:
            if not fine:
                raise CohortError(f"a worker cannot take up this work: {type(found).__name__}: {found}") from found
            worker.ready = True
            return []
        number, worker.block = cast(int, worker.block), None
        return [Done(number, found) if fine else Failed(number, found)]

    def _buried(self, worker: _Worker) -> list[Outcome]:
        worker.line.close()
        worker.process.join()
        worker.process.close()
        self._workers.remove(worker)
        if not worker.ready:
            self._stillborn += 1
            if self._stillborn > _STILLBORN * self._count:
                raise CohortError(
                    "worker processes end before they begin; a script that starts some must do it under "
                    "'if __name__ == \"__main__\":'"
                )
        return [] if worker.block is None else [Lost(worker.block)]


@contextmanager
def _no_ctrl_c() -> Iterator[None]:
    """A process begun now is deaf to Ctrl-C from the start, before it can say so itself."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
