"""Who is learnt from, and which rows are scored: the same rows for every model, and never a person's first."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import Literal

import numpy as np

from .columns import TableError
from .table import Bools, Rows, Table


@dataclass(frozen=True, slots=True)
class Split:
    """``people:f``: a share f of the people is held out. ``time:f``: the last share f of each person's rows is."""

    by: Literal["people", "time"]
    share: float

    def __str__(self) -> str:
        return f"{self.by}:{self.share:g}"


def split_of(text: str) -> Split:
    """Read ``people:0.3`` or ``time:0.3``.

    >>> str(split_of("time:0.25"))
    'time:0.25'
    """
    by, _, share = text.strip().partition(":")
    try:
        number = float(share)
    except ValueError:
        number = math.nan
    if by == "people" and 0.0 < number < 1.0:
        return Split("people", number)
    if by == "time" and 0.0 < number < 1.0:
        return Split("time", number)
    raise TableError("a split is people:F or time:F, with a share F between 0 and 1, such as people:0.3")


@dataclass(frozen=True, slots=True)
class Task:
    """``train``: the rows that may be learnt from. ``held``: whole people to be followed; ``scored`` (N of held,)."""

    train: Table = field(repr=False)
    held: Table = field(repr=False)
    scored: Bools = field(repr=False)
    by_time: bool = False


def divide(table: Table, split: Split, seed: int) -> Task:
    """The task that a split makes of a table. Deterministic in the seed.

    Raises :class:`TableError` if nothing is left to learn from or to score.
    """
    task = _by_people(table, split.share, seed) if split.by == "people" else _by_time(table, split.share)
    if np.isfinite(task.train.target).sum() < 2:
        raise TableError("too few rows are left to learn from; hold out less")
    if not task.scored.any():
        raise TableError("no row can be scored: each needs a known target and an earlier row of the same person")
    return task


def _by_people(table: Table, share: float, seed: int) -> Task:
    out, rest = parted(table.people, share, seed)
    held, train = table.of_people(np.sort(out)), table.of_people(np.sort(rest))
    return Task(train, held, scorable(held))


def parted(people: int, share: float, seed: int) -> tuple[Rows, Rows]:
    """The numbers of those who are held out, and of the others, in an order drawn by seed."""
    if people < 2:
        raise TableError("the table has one person, so nobody can be held out; use --split time:0.3")
    out = min(max(round(share * people), 1), people - 1)
    order = np.random.default_rng(seed).permutation(people)
    return order[:out], order[out:]


def _by_time(table: Table, share: float) -> Task:
    late = later(table, share)
    return Task(table.where(~late), table, scorable(table) & late, by_time=True)


def later(table: Table, share: float) -> Bools:
    """The last ``share`` of each person's rows (N,), at least one of several; who has one row alone is learnt from."""
    lengths = np.diff(table.starts)
    out = np.clip(np.round(share * lengths), np.minimum(1, lengths - 1), lengths - 1)
    found: Bools = np.repeat(lengths - out, lengths) <= table.position
    return found


def scorable(table: Table) -> Bools:
    """Rows (N,) with a known target that are not their person's first."""
    found: Bools = np.isfinite(table.target) & (table.position > 0)
    return found
