"""Tidy tables as columns by name, and the files they are written to."""

from __future__ import annotations

import csv
import importlib
import io
import json
import math
from collections.abc import Iterator, Mapping, Sequence
from typing import TypeAlias

Columns: TypeAlias = dict[str, list[object]]
"""A table: each column by its name, all of one length. ``polars.DataFrame(columns)`` and pandas take it as it is."""

FORMATS = ("csv", "jsonl", "parquet")


def encoded(columns: Mapping[str, Sequence[object]], form: str) -> bytes:
    """The table as the bytes of a ``csv``, ``jsonl`` or ``parquet`` file; None and NaN are gaps.

    Raises ``ValueError`` for another format, and ``ModuleNotFoundError`` for Parquet without polars (extra ``lab``).

    >>> encoded({"trial": [1, 2], "outcome": [0.5, None]}, "csv")
    b'trial,outcome\\n1,0.5\\n2,\\n'
    """
    if form == "csv":
        return _csv(columns)
    if form == "jsonl":
        return "".join(f"{line}\n" for line in _lines(columns)).encode()
    if form == "parquet":
        return _parquet(columns)
    raise ValueError(f"a table is written as {', '.join(FORMATS)}")


def _rows(columns: Mapping[str, Sequence[object]]) -> Iterator[tuple[object, ...]]:
    for row in zip(*columns.values(), strict=True):
        yield tuple(None if isinstance(cell, float) and math.isnan(cell) else cell for cell in row)


def _csv(columns: Mapping[str, Sequence[object]]) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(_rows(columns))
    return text.getvalue().encode()


def _lines(columns: Mapping[str, Sequence[object]]) -> Iterator[str]:
    for row in _rows(columns):
        yield json.dumps(dict(zip(columns, row, strict=True)), allow_nan=False)


def _parquet(columns: Mapping[str, Sequence[object]]) -> bytes:
    polars = importlib.import_module("polars")  # an extra: only who writes Parquet needs it
    into = io.BytesIO()
    rows = list(_rows(columns))
    polars.DataFrame(rows, schema=list(columns), orient="row", infer_schema_length=None).write_parquet(into)
    return into.getvalue()
