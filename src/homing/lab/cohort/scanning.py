"""A CSV or Parquet file, read piece by piece through polars; nothing but one piece is ever in memory."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from homing.lab.columns import GAPS, TableError
from homing.lab.table import Spec

from .parts import Cue, Layout, Part, cue_of, part_of

if TYPE_CHECKING:
    import polars

PIECE = 100_000
"""Rows that are read at once."""

ROW, _FIRST = " row", " first"  # names no column of a table has
_GAPS = sorted({*GAPS - {""}, *(gap.upper() for gap in GAPS - {""}), "NaN", "None", "Null", "NaT"})


@dataclass(frozen=True, slots=True)
class Scan:
    """A file that can be gone through again and again."""

    layout: Layout
    _frame: polars.LazyFrame
    _spec: Spec

    def parts(self) -> Iterator[Part]:
        """The rows in pieces, each person's together. Raises :class:`TableError`."""
        for frame in pieces(self._frame):
            row = frame[ROW].to_numpy().astype(np.int64)
            cells = {name: _cells(frame[name]) for name in self._spec.columns}
            try:
                yield part_of(cells, row, self._spec, self.layout.cues)
            except TableError as error:
                raise TableError(f"{error} (counted from row {row[0] + 1} of the table)") from None


def scan(path: Path, spec: Spec) -> Scan | None:
    """The file, looked through once; None if it must be read another way: no polars, no file, no plain table.

    Raises :class:`TableError` for a missing column, rows without a person, and mixtures in a cue.
    """
    if find_spec("polars") is None or not path.is_file():
        return None
    import polars

    try:
        frame = opened(path, spec)
        if frame.collect_schema()[spec.target_column] == polars.String:
            return None  # where the whole is read, it can be said which row is wrong
        people, longest, apart = _people(frame, spec.person)
        layout = Layout(people, longest, tuple(cue_in(frame, name) for name in spec.cues))
    except (polars.exceptions.PolarsError, UnicodeDecodeError, OSError):
        return None
    return Scan(layout, _sorted(frame, spec.person) if apart else frame, spec)


def pieces(frame: polars.LazyFrame) -> Iterator[polars.DataFrame]:
    """The rows, some at a time. Raises :class:`TableError`."""
    from polars.exceptions import PolarsError

    try:
        yield from frame.collect_batches(chunk_size=PIECE, lazy=True)
    except PolarsError:
        raise TableError("the table could not be read to its end; perhaps it was changed meanwhile") from None


def opened(path: Path, spec: Spec) -> polars.LazyFrame:
    """The columns of the table that are meant, and ``ROW``, the number of each row; empty rows are left out.

    Raises :class:`TableError` for a missing column.
    """
    import polars

    if path.suffix.lower() in (".parquet", ".pq"):
        frame = polars.scan_parquet(path)
    else:
        schema = polars.scan_csv(path, null_values=_GAPS, infer_schema_length=None).collect_schema()
        frame = polars.scan_csv(path, null_values=_GAPS, schema=schema)
    there = frame.collect_schema().names()
    for name in spec.columns:
        if name not in there:
            raise TableError(f"the table has no column {name!r}; it has {', '.join(map(repr, there[:20]))}")
        if f"{name}_duplicated_0" in there:
            raise TableError(f"the table has column {name!r} more than once")
    wanted = [_plain(frame, name) for name in dict.fromkeys(spec.columns)]
    blank = polars.all_horizontal(polars.col(*spec.columns).is_null())
    return frame.select(wanted).with_row_index(ROW).filter(~blank)


def _plain(frame: polars.LazyFrame, name: str) -> polars.Expr:
    """Words without blanks around them, so that equal people are equal; decimals as numbers."""
    import polars

    kind = frame.collect_schema()[name]
    column = polars.col(name)
    if isinstance(kind, polars.Categorical | polars.Enum):
        return column.cast(polars.String).str.strip_chars()
    if kind == polars.String:
        return column.str.strip_chars()
    return column.cast(polars.Float64) if kind.is_decimal() else column


def _people(frame: polars.LazyFrame, person: str) -> tuple[int, int, bool]:
    """How many people, the most rows of one, and whether the rows of someone are apart."""
    import polars

    column = polars.col(person)
    counted = frame.select(
        rows=polars.len(), missing=column.null_count(), runs=column.ne_missing(column.shift()).sum()
    ).collect(engine="streaming")
    rows, missing, runs = counted.row(0)
    if rows == 0:
        raise TableError("the table has no rows")
    if missing:
        raise TableError("every row needs a person; some have none")
    sizes = frame.group_by(person).len()
    people, longest = sizes.select(polars.len(), longest=polars.col("len").max()).collect(engine="streaming").row(0)
    return people, longest, runs > people


def cue_in(frame: polars.LazyFrame, name: str) -> Cue:
    """What a cue column holds. Raises :class:`TableError` for a mixture, for dates and for too many words."""
    import polars

    kind = frame.collect_schema()[name]
    if kind.is_numeric() or kind == polars.Boolean:
        return Cue(name, None)
    different = frame.select(polars.col(name).unique()).collect(engine="streaming")[name].drop_nulls()
    return cue_of(_cells(different), name)


def _sorted(frame: polars.LazyFrame, person: str) -> polars.LazyFrame:
    import polars

    first = polars.col(ROW).min().over(person)
    return frame.with_columns(first.alias(_FIRST)).sort(_FIRST, ROW).drop(_FIRST)


def _cells(column: polars.Series) -> Any:
    """As arrays where the column is of numbers or times, else a list."""
    if column.dtype.is_float() or column.dtype.is_integer() or column.dtype.is_temporal():
        return column.to_numpy()
    return column.to_list()
