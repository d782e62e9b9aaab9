"""Many people side by side: who is still there at each step, so that one pass of NumPy follows everyone at once."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from .table import Rows, Table


def steps(table: Table) -> Iterator[tuple[Rows, Rows]]:
    """For each step t, the people who have a t-th row, and those rows. People keep one place for good.

    Both are of shape (people still there,). Places are by falling length: a state array (P, ...) is used as
    ``state[:len(rows)]``, a view, and nobody is padded.
    """
    lengths = np.diff(table.starts)
    order = np.argsort(-lengths, kind="stable")
    falling = lengths[order]
    starts = table.starts[:-1][order]
    active = len(order)
    for t in range(int(falling[0]) if active else 0):
        while falling[active - 1] <= t:
            active -= 1
        yield order[:active], starts[:active] + t


def batches(table: Table, most_rows: int) -> Iterator[NDArray[np.int64]]:
    """People in groups of at most so many rows (or one person), so that memory stays bounded."""
    lengths = np.diff(table.starts)
    begin, held = 0, 0
    for person, length in enumerate(lengths.tolist()):
        if held and held + length > most_rows:
            yield np.arange(begin, person)
            begin, held = person, 0
        held += length
    if held:
        yield np.arange(begin, len(lengths))
