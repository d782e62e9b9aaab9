"""The same work on one block after another: in order, whoever computes it, and whatever happens to them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sized
from contextlib import ExitStack
from pathlib import Path
from typing import Any, TypeVar

from .engines import engine_named
from .engines.base import Done, Engine, Failed, Outcome
from .keeping import Kept
from .troubles import BlockFailed, BlockLost

B = TypeVar("B")
R = TypeVar("R")
Progress = Callable[[int, int | None], None]
"""Called with the number of finished blocks, and of all of them if that is known."""

TRIES = 3
_AHEAD = 4  # times the room: how far results may run ahead of the block that is waited for


def map_blocks(
    work: Callable[[B], R],
    blocks: Iterable[B],
    *,
    engine: str = "processes",
    workers: int | None = None,
    progress: Progress | None = None,
    keep: Path | None = None,
    whole: int | None = None,
    tries: int = TRIES,
) -> Iterator[R]:
    """The results of ``work`` on each block, in the order of the blocks. Nothing is done before the first is asked for.

    ``work`` and blocks must be picklable unless ``engine`` is ``serial``; ``processes`` takes ``workers`` of this
    machine (all cores), ``ray`` a cluster of this machine, ``ray:ADDRESS`` one that runs. Blocks are drawn as they are
    needed. A block whose worker died is computed again, ``tries`` times in all. With ``keep``, finished blocks are kept
    in that folder, and taken from there if work and block are the same; a function whose code changed is not noticed.
    ``whole`` is the number of blocks, for ``progress``, where ``blocks`` has no length.

    Raises :class:`BlockFailed` if the work raises, :class:`BlockLost` if a block was lost too often, and
    :class:`CohortError` for an engine that is not there. Whatever is raised, finished blocks are kept.
    """
    opened = engine_named(engine, workers)
    kept = None if keep is None else Kept(keep, work)
    count = len(blocks) if whole is None and isinstance(blocks, Sized) else whole
    return _Run(work, opened, kept, progress, count, tries).results(iter(blocks))


class _Run:
    """One run: ``waiting`` holds the blocks in hand, ``ready`` results whose turn has not come."""

    def __init__(
        self,
        work: Any,
        opened: Callable[[Any], Engine],
        kept: Kept | None,
        progress: Progress | None,
        whole: int | None,
        tries: int,
    ) -> None:
        self._work, self._opened, self._kept = work, opened, kept
        self._progress, self._whole, self._tries = progress, whole, tries
        self._engine: Engine | None = None
        self._waiting: dict[int, Any] = {}
        self._paths: dict[int, Path] = {}
        self._lost: dict[int, int] = {}
        self._ready: dict[int, Any] = {}
        self._finished = self._drawn = self._turn = 0

    def results(self, blocks: Iterator[Any]) -> Iterator[Any]:
        """Draw, compute and hand on, until there are no more blocks."""
        with ExitStack() as stack:
            try:
                while self._drawn_from(blocks, stack) or self._waiting or self._ready:
                    while self._turn in self._ready:
                        found = self._ready.pop(self._turn)
                        self._turn += 1
                        yield found
                    if self._waiting and self._turn not in self._ready:
                        self._take(self._at_work.wait())
            except BaseException:
                self._harvest()
                raise

    @property
    def _at_work(self) -> Engine:
        if self._engine is None:
            self._engine = self._opened(self._work)
        return self._engine

    def _drawn_from(self, blocks: Iterator[Any], stack: ExitStack) -> bool:
        """Take up blocks while there is room; whether one was taken up."""
        before = self._drawn
        while self._has_room():
            try:
                block = next(blocks)
            except StopIteration:
                break
            number, self._drawn = self._drawn, self._drawn + 1
            if not self._known(number, block):
                self._hand_on(number, block, stack)
        return self._drawn > before

    def _has_room(self) -> bool:
        if self._engine is None:
            return len(self._ready) < _AHEAD
        return len(self._waiting) < self._engine.room and self._drawn - self._turn < _AHEAD * self._engine.room

    def _known(self, number: int, block: Any) -> bool:
        if self._kept is None:
            return False
        self._paths[number] = self._kept.path(number, block)
        there, found = self._kept.load(self._paths[number])
        if there:
            self._finish(number, found)
        return there

    def _hand_on(self, number: int, block: Any, stack: ExitStack) -> None:
        if self._engine is None:
            stack.callback(self._at_work.close)
        self._waiting[number] = block
        self._at_work.submit(number, block)

    def _take(self, outcomes: list[Outcome]) -> None:
        """Finished blocks first, so that a trouble with another loses none of them."""
        for one in outcomes:
            if isinstance(one, Done):
                del self._waiting[one.number]
                if self._kept is not None:
                    self._kept.save(self._paths[one.number], one.result)
                self._finish(one.number, one.result)
        for one in outcomes:
            if isinstance(one, Failed):
                raise BlockFailed(one.number, one.error) from one.error
            if not isinstance(one, Done):
                self._again(one.number)

    def _again(self, number: int) -> None:
        self._lost[number] = self._lost.get(number, 0) + 1
        if self._lost[number] >= self._tries:
            raise BlockLost(number, self._tries)
        self._at_work.submit(number, self._waiting[number])

    def _finish(self, number: int, result: Any) -> None:
        self._ready[number] = result
        self._paths.pop(number, None)
        self._finished += 1
        if self._progress is not None:
            self._progress(self._finished, self._whole)

    def _harvest(self) -> None:
        """What was computed by the time of a trouble is kept."""
        if self._kept is None or self._engine is None:
            return
        for one in self._engine.wait(patience=0):
            if isinstance(one, Done) and one.number in self._paths:
                self._kept.save(self._paths[one.number], one.result)
