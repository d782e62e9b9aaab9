"""Tables from files and from frames: a mapping from the names of columns to their cells."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np

from .columns import TableError

_FAST = 20_000_000
"""Bytes of CSV from which polars reads it. Below, reading it here takes a second, and finds every broken line."""


def columns_of(source: Any, names: Sequence[str]) -> dict[str, Any]:
    """The cells (n,) of these columns, from the path of a CSV or Parquet file, a frame, or a mapping of sequences.

    A frame is anything whose ``frame[name]`` has ``to_numpy()``, as in pandas and polars; neither is imported.
    Raises :class:`TableError` for a missing column, columns that differ in length, or a file that cannot be read.
    """
    if isinstance(source, str | Path):
        return _from_file(Path(source), names)
    there = list(getattr(source, "columns", source if isinstance(source, Mapping) else ()))
    _require([str(one) for one in there], names)
    found = {name: _cells(source[name]) for name in names}
    if len({len(cells) for cells in found.values()}) > 1:
        raise TableError("the columns of the table differ in length")
    return found


def _cells(column: Any) -> Any:
    array = column.to_numpy() if hasattr(column, "to_numpy") else np.asarray(column)
    if array.dtype.kind == "U":  # NumPy forgets what ends in U+0000
        return [str(cell) for cell in column]
    return array if array.dtype.kind in "biufM" else array.tolist()


def _require(there: Sequence[str], names: Sequence[str]) -> None:
    missing = [name for name in names if name not in there]
    if missing:
        raise TableError(f"the table has no column {missing[0]!r}; it has {', '.join(map(repr, there[:20]))}")
    twice = [name for name in names if list(there).count(name) > 1]
    if twice:
        raise TableError(f"the table has column {twice[0]!r} more than once")


def _from_file(path: Path, names: Sequence[str]) -> dict[str, Any]:
    if not path.is_file():
        raise TableError("there is no such table file")
    parquet = path.suffix.lower() in (".parquet", ".pq")
    if find_spec("polars") is not None and (parquet or path.stat().st_size > _FAST):
        return _by_polars(path, names, parquet=parquet)
    if parquet:
        raise TableError("to read Parquet, install Homing with the extra 'lab', or save the table as CSV")
    return _by_hand(path, names)


def _by_polars(path: Path, names: Sequence[str], *, parquet: bool) -> dict[str, Any]:
    import polars

    try:
        if parquet:
            _require(list(polars.read_parquet_schema(path)), names)
            frame = polars.read_parquet(path, columns=list(dict.fromkeys(names)))
        else:
            _require(_header(path), names)
            frame = polars.read_csv(path, columns=list(dict.fromkeys(names)), infer_schema_length=None)
    except (polars.exceptions.PolarsError, OSError, UnicodeDecodeError):
        if parquet:
            raise TableError("the Parquet file cannot be read") from None
        return _by_hand(path, names)  # more patient: it says which row is wrong
    return {name: _cells(frame[name]) for name in names}


def _header(path: Path) -> list[str]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return next(csv.reader(file), [])


def _by_hand(path: Path, names: Sequence[str]) -> dict[str, Any]:
    """A CSV file without help: cells stay text, equal texts are one object."""
    same: dict[str, str] = {}
    found: dict[str, list[str]] = {name: [] for name in names}
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = csv.reader(file)
            header = next(rows, [])
            _require(header, names)
            places = [(found[name], header.index(name)) for name in found]
            for row in rows:
                if not row:
                    continue
                if len(row) != len(header):
                    raise TableError(f"line {rows.line_num} has {len(row)} cells; the header has {len(header)}")
                for cells, place in places:
                    cells.append(same.setdefault(row[place], row[place]))
    except UnicodeDecodeError:
        raise TableError("the file is not text in UTF-8") from None
    except csv.Error:
        raise TableError("the file is not a CSV table") from None
    return dict(found)
