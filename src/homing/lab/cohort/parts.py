"""Rows of a table on their way into blocks: each person's rows together, people in the order of the table."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from homing.lab.columns import Floats, TableError, Words, numbers, numbers_or_words, times, words
from homing.lab.table import UNITS, Spec

MOST_WORDS = 256
"""Different words in one cue column: each is a cue of its own."""


class Cue(NamedTuple):
    """A cue column: numbers as they are if ``words`` is None, else one intensity for each word."""

    column: str
    words: tuple[str, ...] | None


class Layout(NamedTuple):
    """What must be known of a whole table before its first block."""

    people: int
    longest: int
    cues: tuple[Cue, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the D intensities: ``late``, ``place=kitchen``, ``place=car``."""
        return tuple(
            name
            for cue in self.cues
            for name in ((cue.column,) if cue.words is None else (f"{cue.column}={word}" for word in cue.words))
        )


class Part(NamedTuple):
    """N rows: ``person`` (N,) text, ``row`` (N,) where in the table, ``time``, ``target`` (N,), ``cues`` (N, D)."""

    person: NDArray[np.object_]
    row: NDArray[np.int64]
    time: Floats
    target: Floats
    cues: Floats


def part_of(cells: Mapping[str, Any], row: NDArray[np.int64], spec: Spec, cues: tuple[Cue, ...]) -> Part:
    """The rows of these columns. Raises :class:`TableError`; its row numbers count from the first row given."""
    who = words(cells[spec.person])
    if (who.codes < 0).any():
        raise TableError("every row needs a person; some have none")
    return Part(
        np.array(who.names, dtype=object)[who.codes],
        row,
        times(cells[spec.time], spec.time, UNITS[spec.time_unit]),
        numbers(cells[spec.target_column], spec.target_column),
        np.concatenate([_intensities(cells[cue.column], cue) for cue in cues], axis=1),
    )


def cue_of(cells: Any, column: str) -> Cue:
    """What a cue column holds. Raises :class:`TableError` for a mixture, for dates and for too many words."""
    found = numbers_or_words(cells, column)
    if not isinstance(found, Words):
        return Cue(column, None)
    if len(found.names) > MOST_WORDS:
        raise TableError(f"column {column!r} holds {len(found.names)} different words; at most {MOST_WORDS} are cues")
    return Cue(column, tuple(sorted(found.names)))


def _intensities(cells: Any, cue: Cue) -> Floats:
    if cue.words is None:
        return np.nan_to_num(numbers(cells, cue.column), nan=0.0)[:, None]
    found = words(cells)
    place = np.array([cue.words.index(name) for name in found.names], dtype=np.int64)
    hot = np.zeros((len(found.codes), len(cue.words)))
    filled = np.flatnonzero(found.codes >= 0)
    hot[filled, place[found.codes[filled]]] = 1.0
    return hot


def joined(one: Part, other: Part) -> Part:
    """The rows of one, then of the other."""
    return Part._make(np.concatenate(two) for two in zip(one, other, strict=True))


def taken(part: Part, rows: slice | NDArray[np.int64]) -> Part:
    """Some of the rows."""
    return Part._make(column[rows] for column in part)


def begins(part: Part) -> list[int]:
    """Where the rows of a person begin; of one whose rows are apart, each time."""
    new = part.person[1:] != part.person[:-1]
    return [0, *(np.flatnonzero(new) + 1).tolist()] if len(part.person) else []
