"""One column of a table, as numbers, as times or as words. Gaps are NaN, or the code -1."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Codes = NDArray[np.int32]

GAPS = frozenset({"", "na", "n/a", "nan", "null", "none", ".", "-", "<na>", "nat"})
"""What stands for nothing in a cell, in lower case."""

_TRUTH = {"true": 1.0, "false": 0.0}
_DAY = 86_400.0


class TableError(ValueError):
    """A table that cannot be used as asked, in one sentence that holds nothing of what is in its cells."""


class Words(NamedTuple):
    """A column of words: ``codes`` (n,) into ``names``, -1 where there is a gap."""

    codes: Codes
    names: tuple[str, ...]


class _NotNumber(Exception):
    """A cell that is no number; ``at`` is its place."""

    def __init__(self, at: int) -> None:
        super().__init__()
        self.at = at


def is_gap(cell: Any) -> bool:
    """Whether a cell says nothing.

    >>> is_gap(" NA "), is_gap(float("nan")), is_gap(0)
    (True, True, False)
    """
    if cell is None:
        return True
    if isinstance(cell, str):
        return cell.strip().lower() in GAPS
    return bool(cell != cell)  # NaN and NaT differ from themselves


def _number(cell: Any, at: int) -> float:
    if is_gap(cell):
        return math.nan
    if isinstance(cell, str) and cell.strip().lower() in _TRUTH:
        return _TRUTH[cell.strip().lower()]
    if isinstance(cell, str) and "_" in cell:
        raise _NotNumber(at)
    try:
        return float(cell)
    except (TypeError, ValueError):
        raise _NotNumber(at) from None


def _floats(cells: Any) -> Floats:
    """Cells as numbers, quickly where they are plain. Raises :class:`_NotNumber`."""
    array = np.asarray(cells)
    if array.dtype.kind in "biuf":
        return array.astype(np.float64)
    if array.dtype.kind in "mM":
        raise _NotNumber(0)
    return np.array([_number(cell, at) for at, cell in enumerate(cells)], dtype=np.float64)


def numbers(cells: Any, name: str) -> Floats:
    """A column (n,) of numbers. :class:`TableError` names the first row that holds something else, or an infinity."""
    try:
        found = _floats(cells)
    except _NotNumber as wrong:
        raise TableError(f"column {name!r} must hold numbers; row {wrong.at + 1} holds something else") from None
    infinite = np.isinf(found)
    if infinite.any():
        raise TableError(f"column {name!r} must hold finite numbers; row {int(np.argmax(infinite)) + 1} does not")
    return found


def words(cells: Any) -> Words:
    """A column of words; numbers are words, too (1 and 1.0 are the same)."""
    array = np.asarray(cells)
    if array.dtype.kind in "biu":
        found, codes = np.unique(array, return_inverse=True)
        return Words(codes.astype(np.int32), tuple(str(one) for one in found.tolist()))
    order: dict[str, int] = {}
    coded = np.fromiter((_code(cell, order) for cell in cells), np.int32, len(array))
    return Words(coded, tuple(order))


def _code(cell: Any, order: dict[str, int]) -> int:
    if is_gap(cell):
        return -1
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    return order.setdefault(str(cell).strip(), len(order))


def numbers_or_words(cells: Any, name: str) -> Floats | Words:
    """A cue column: numbers if every cell is one, else words; a column of numbers with a few words is refused."""
    try:
        return _floats(cells)
    except _NotNumber as wrong:
        wrong_at = wrong.at
    array = np.asarray(cells)
    if array.dtype.kind in "mM":
        raise TableError(f"column {name!r} holds dates; a cue is a number or a word")
    filled = [cell for cell in cells if not is_gap(cell)]
    if sum(map(_is_number, filled)) > 0.5 * len(filled):
        raise TableError(f"column {name!r} holds numbers, but row {wrong_at + 1} holds something else")
    return words(cells)


def _is_number(cell: Any) -> bool:
    try:
        _number(cell, 0)
    except _NotNumber:
        return False
    return True


def times(cells: Any, name: str, unit: float) -> Floats:
    """A column of times (n,) in days: numbers in ``unit`` days each, dates, or ISO dates as text.

    :class:`TableError` for a gap, for a mixture of numbers and dates, and for what is neither.
    """
    array = np.asarray(cells)
    if array.dtype.kind == "M":
        found = array.astype("datetime64[us]").astype(np.int64) / (1e6 * _DAY)
        return _complete(np.where(np.isnat(array), np.nan, found), name)
    try:
        return _complete(_floats(cells) * unit, name)
    except _NotNumber:
        return _complete(np.array([_moment(cell, at, name) for at, cell in enumerate(cells)]), name)


def _complete(found: Floats, name: str) -> Floats:
    bad = ~np.isfinite(found)
    if bad.any():
        raise TableError(f"every row needs a time; in column {name!r} row {int(np.argmax(bad)) + 1} has none")
    return found


def _moment(cell: Any, at: int, name: str) -> float:
    if is_gap(cell):
        return math.nan
    told = cell
    if isinstance(cell, str):
        try:
            told = datetime.fromisoformat(cell.strip())
        except ValueError:
            told = None
    if isinstance(told, date) and not isinstance(told, datetime):
        told = datetime(told.year, told.month, told.day, tzinfo=UTC)
    if not isinstance(told, datetime):
        raise TableError(f"column {name!r} must hold times, all numbers or all ISO dates; row {at + 1} does not")
    return (told if told.tzinfo else told.replace(tzinfo=UTC)).timestamp() / _DAY


def listed(text: str | Sequence[str]) -> tuple[str, ...]:
    """Names from a list, or from one text with commas.

    >>> listed("voice, late")
    ('voice', 'late')
    """
    parts = text.split(",") if isinstance(text, str) else text
    return tuple(part.strip() for part in parts if part.strip())
