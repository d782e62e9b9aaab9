"""Predictions as a tidy table, a block at a time: ``row``, ``person``, ``time``, ``target``, ``expected``."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np

from homing.engine.published._protocol import Floats

from .blocks import Block
from .files import whole
from .troubles import CohortError

COLUMNS = ("row", "person", "time", "target", "expected")

Predicted = Iterable[tuple[Block, Floats]]


def columns(block: Block, expected: Floats) -> dict[str, Any]:
    """The rows of a block (N,) in the order of the table; ``row`` counts from 1, ``time`` is in days."""
    there = block.events.there
    order = np.argsort(block.rows[there], kind="stable")
    owner = np.nonzero(there)[0][order]
    rest = (block.rows + 1, block.events.times, block.events.outcomes, expected)
    row, time, target, foreseen = (column[there][order] for column in rest)
    return dict(zip(COLUMNS, (row, np.array(block.people, dtype=object)[owner], time, target, foreseen), strict=True))


def as_csv(predicted: Predicted) -> Iterator[str]:
    """A header, then the rows; numbers to the last digit, an empty cell where not known."""
    yield ",".join(COLUMNS) + "\n"
    for block, expected in predicted:
        text = io.StringIO()
        cells = (column.tolist() for column in columns(block, expected).values())
        rows = (["" if cell != cell else cell for cell in row] for row in zip(*cells, strict=True))
        csv.writer(text, lineterminator="\n").writerows(rows)
        yield text.getvalue()


def check_writable(path: Path) -> None:
    """Raises :class:`CohortError` if a table could not be written there, before anything is computed."""
    if path.suffix.lower() not in (".csv", ".parquet"):
        raise CohortError("the table to write ends in .csv or .parquet")
    if path.suffix.lower() == ".parquet" and find_spec("polars") is None:
        raise CohortError("to write Parquet, install Homing with the extra 'lab', or write .csv")
    if not path.resolve().parent.is_dir():
        raise CohortError("the folder of the table to write is not there")


def write(predicted: Predicted, path: Path) -> None:
    """Write the table, all of it or nothing, in bounded memory."""
    if path.suffix.lower() == ".parquet":
        _write_parquet(predicted, path)
        return
    with whole(path) as beside, beside.open("w", encoding="utf-8", newline="") as file:
        file.writelines(as_csv(predicted))


def _write_parquet(predicted: Predicted, path: Path) -> None:
    """A small file for each block in a folder of their own, then all of them as one."""
    import polars

    kinds = dict(zip(COLUMNS, (polars.Int64, polars.String, *[polars.Float64] * 3), strict=True))
    with TemporaryDirectory(prefix=".homing-", dir=path.resolve().parent) as folder, whole(path) as beside:
        parts = []
        for number, (block, expected) in enumerate(predicted):
            parts.append(Path(folder) / f"{number}.parquet")
            polars.DataFrame(columns(block, expected), schema=kinds).fill_nan(None).write_parquet(parts[-1])
        polars.scan_parquet(parts).sink_parquet(beside)
