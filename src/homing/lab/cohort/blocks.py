"""From a table to blocks of people, padded to the longest of each block, in bounded memory."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from homing.engine.published._protocol import Events
from homing.lab.columns import TableError
from homing.lab.table import Spec

from .parts import Part, begins, joined, taken
from .scanning import Scan, scan
from .together import from_memory

Rows = NDArray[np.int64]

MOST_PEOPLE = 1024
MOST_CELLS = 2**22
"""Of a block: 32 MB. Where people have many rows, a block holds fewer of them."""


class Block(NamedTuple):
    """P people of a cohort, in the order of the table; ``first`` is the number of the first of them.

    ``rows`` (P, T): where in the table each row was, from 0; -1 on padding. Each person's rows are in order of time.
    """

    first: int
    people: tuple[str, ...]
    events: Events
    rows: Rows


@dataclass(frozen=True, slots=True)
class Blocks:
    """The blocks of a table; can be gone through again. ``cues``: the names of the D intensities.

    ``people`` in all, ``longest`` the most rows of one, ``size`` how many people are in a block (fewer in the last).
    """

    cues: tuple[str, ...]
    people: int
    longest: int
    size: int
    _source: Scan | Part

    def __len__(self) -> int:
        """How many blocks there are."""
        return math.ceil(self.people / self.size)

    def __iter__(self) -> Iterator[Block]:
        """Each block in turn; only one and what is read ahead are in memory."""
        parts = self._source.parts() if isinstance(self._source, Scan) else iter([self._source])
        first = 0
        for part in _groups(parts, self.size):
            made = _block(part, first)
            yield made
            first += len(made.people)


def blocks(source: Any, spec: Spec, *, people: int | None = None) -> Blocks:
    """The people of a table in blocks of ``people`` (as many as fit into 32 MB, 1024 at most).

    ``source`` is the path of a CSV or Parquet file, a frame of pandas or polars, or a mapping of arrays. A file is read
    piece by piece if polars is there; where the rows of a person are not together, the table is sorted by person
    first, and that takes memory for all of it. Cues: numbers are intensities as they are, words one-hot, gaps 0.

    Raises :class:`TableError` with one clear sentence.
    """
    if not spec.cues:
        raise TableError("name at least one cue")
    if people is not None and people < 1:
        raise TableError("a block holds at least one person")
    held: Scan | Part
    found = scan(Path(source), spec) if isinstance(source, str | Path) else None
    if found is not None:
        layout, held = found.layout, found
    else:
        layout, held = from_memory(source, spec)
    cells = layout.longest * (len(layout.names) + 4)
    size = people or max(1, min(MOST_PEOPLE, MOST_CELLS // max(cells, 1)))
    return Blocks(layout.names, layout.people, layout.longest, size, held)


def _groups(parts: Iterable[Part], size: int) -> Iterator[Part]:
    """The same rows, cut after every ``size`` people."""
    held: Part | None = None
    for part in parts:
        held = part if held is None else joined(held, part)
        starts = begins(held)
        whole = (len(starts) - 1) // size * size  # the last person may go on in the next part
        for one in range(0, whole, size):
            yield taken(held, slice(starts[one], starts[one + size]))
        held = taken(held, slice(starts[whole], None))
    if held is None or len(held.person) == 0:
        return
    starts = [*begins(held), len(held.person)]
    for one in range(0, len(starts) - 1, size):
        yield taken(held, slice(starts[one], starts[min(one + size, len(starts) - 1)]))


def _block(part: Part, first: int) -> Block:
    starts = np.array(begins(part))
    sizes = np.diff([*starts, len(part.person)])
    owner = np.repeat(np.arange(len(starts)), sizes)
    column = np.arange(len(owner)) - np.repeat(starts, sizes)
    ordered = taken(part, np.lexsort((part.time, owner)))
    shape = (len(starts), int(sizes.max()))
    events = Events(
        np.zeros((*shape, part.cues.shape[1])), np.full(shape, np.nan), np.zeros(shape), np.zeros(shape, dtype=bool)
    )
    rows = np.full(shape, -1, dtype=np.int64)
    at = (owner, column)
    events.cues[at], events.outcomes[at], events.times[at] = ordered.cues, ordered.target, ordered.time
    events.there[at] = True
    rows[at] = ordered.row
    return Block(first, tuple(str(one) for one in part.person[starts]), events, rows)
