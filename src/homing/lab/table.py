"""A tidy table as the lab needs it: sorted by person and time, with its roles told apart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Literal, get_args

import numpy as np
from numpy.typing import NDArray

from .columns import Floats, TableError, Words, listed, numbers, numbers_or_words, times, words
from .reading import columns_of

Kind = Literal["binary", "unit", "real"]
Target = Literal["outcome", "alarm"]
Bools = NDArray[np.bool_]
Rows = NDArray[np.int64]

UNITS = {"trial": 1.0, "second": 1.0 / 86_400.0, "minute": 1.0 / 1440.0, "hour": 1.0 / 24.0, "day": 1.0}
"""Days in one unit of time. A trial counts as a day: only ratios matter."""

MOST_ROWS = 50_000_000


@dataclass(frozen=True, slots=True)
class Spec:
    """What the columns of a table mean. ``range`` are the ends of the target's scale (0 and 1 unless told).

    Raises :class:`TableError` for what does not fit together.
    """

    person: str
    time: str
    target: Target
    kind: Kind
    cues: tuple[str, ...] = ()
    outcome: str | None = None
    alarm: str | None = None
    range: tuple[float, float] | None = None
    time_unit: str = "trial"
    other: str | None = None
    setting: str | None = None

    def __post_init__(self) -> None:
        if self.target not in get_args(Target):
            raise TableError("the target is outcome or alarm")
        if self.kind not in get_args(Kind):
            raise TableError("the kind of the target is binary, unit or real")
        if self.time_unit not in UNITS:
            raise TableError(f"the unit of time is one of {', '.join(UNITS)}")
        if self.range is not None and not self.range[0] < self.range[1]:
            raise TableError("the range needs a low end and a higher one")
        if self.kind == "binary" and self.range not in (None, (0.0, 1.0)):
            raise TableError("a binary target is 0 or 1 and has no other range")
        twice = [name for name in self.columns if self.columns.count(name) > 1]
        if self.target_column in self.cues:
            raise TableError(f"column {self.target_column!r} is the target and cannot be a cue of its own row")
        if twice and twice[0] in (self.outcome, self.alarm):
            raise TableError(f"column {twice[0]!r} is named for two things")

    @property
    def target_column(self) -> str:
        """The column that is predicted; if it was not named, one called like the target."""
        return (self.outcome or "outcome") if self.target == "outcome" else (self.alarm or "alarm")

    @property
    def beside_column(self) -> str | None:
        """The other of outcome and alarm, if it was named: earlier rows of it are known."""
        return self.alarm if self.target == "outcome" else self.outcome

    @property
    def columns(self) -> tuple[str, ...]:
        """Every column that is read."""
        told = (self.person, self.time, self.target_column, self.beside_column, self.other, self.setting)
        return (*(name for name in told if name), *self.cues)

    @property
    def ends(self) -> tuple[float, float] | None:
        """The ends of the target's scale, where it has any."""
        return self.range if self.kind == "real" else (self.range or (0.0, 1.0))


@dataclass(frozen=True, slots=True)
class Table:
    """N rows of P people, each person's rows together and in the order of time.

    ``starts`` (P + 1,): where each person's rows begin. ``time`` (N,) in days. ``target`` (N,) in its own unit, NaN
    where not known. ``numeric`` (N, A) and ``worded``: the cues. ``beside`` (N,), ``other``, ``setting`` or None.
    ``position`` (N,): how many rows of the person come before. ``source`` (N,): the place in the table as given.
    """

    spec: Spec
    starts: Rows
    time: Floats = field(repr=False)
    target: Floats = field(repr=False)
    numeric: Floats = field(repr=False)
    numeric_names: tuple[str, ...]
    worded: tuple[Words, ...] = field(repr=False)
    worded_names: tuple[str, ...]
    beside: Floats | None = field(repr=False)
    other: Words | None = field(repr=False)
    setting: Words | None = field(repr=False)
    position: Rows = field(repr=False)
    source: Rows = field(repr=False)

    @property
    def rows(self) -> int:
        """How many rows there are."""
        return len(self.time)

    @property
    def people(self) -> int:
        """How many people there are."""
        return len(self.starts) - 1

    @property
    def owner(self) -> Rows:
        """Whose each row is (N,): the number of the person."""
        return np.repeat(np.arange(self.people), np.diff(self.starts))

    def of_people(self, people: Sequence[int] | Rows) -> Table:
        """The rows of these people, in this order."""
        rows = [np.arange(self.starts[one], self.starts[one + 1]) for one in people]
        return self._taken(np.concatenate(rows) if rows else np.zeros(0, np.int64), [len(one) for one in rows])

    def where(self, keep: Bools) -> Table:
        """The rows that are kept; people without any are left out. Positions stay what they were."""
        counts = np.add.reduceat(keep.astype(np.int64), self.starts[:-1]) if self.people else np.zeros(0, np.int64)
        return self._taken(np.flatnonzero(keep), counts[counts > 0].tolist())

    def with_rows(self, starts: Rows, target: Floats, position: Rows) -> Table:
        """Other rows with the same meaning, of which only whose they are, how far along, and the target are known."""
        return replace(self, starts=starts, target=target, position=position, time=position.astype(np.float64))

    def _taken(self, rows: Rows, counts: Sequence[int]) -> Table:
        def some(column: Words | None) -> Words | None:
            return None if column is None else Words(column.codes[rows], column.names)

        return replace(
            self,
            starts=np.concatenate([[0], np.cumsum(counts, dtype=np.int64)]).astype(np.int64),
            time=self.time[rows],
            target=self.target[rows],
            numeric=self.numeric[rows],
            worded=tuple(Words(one.codes[rows], one.names) for one in self.worded),
            beside=None if self.beside is None else self.beside[rows],
            other=some(self.other),
            setting=some(self.setting),
            position=self.position[rows],
            source=self.source[rows],
        )


def read_table(source: Any, spec: Spec) -> Table:
    """The table, checked and sorted; rows of one person at one time keep their order.

    Rows without a person are refused. Raises :class:`TableError` with one clear sentence.
    """
    cells = columns_of(source, spec.columns)
    count = len(cells[spec.person])
    if count == 0:
        raise TableError("the table has no rows")
    if count > MOST_ROWS:
        raise TableError(f"the table has {count} rows; more than {MOST_ROWS} are not taken: draw some of the people")
    who = words(cells[spec.person])
    if (who.codes < 0).any():
        raise TableError(f"every row needs a person; row {int(np.argmin(who.codes)) + 1} has none")
    when = times(cells[spec.time], spec.time, UNITS[spec.time_unit])
    target = _target(numbers(cells[spec.target_column], spec.target_column), spec)
    found = {name: numbers_or_words(cells[name], name) for name in spec.cues}
    graded = [name for name, column in found.items() if not isinstance(column, Words)]
    numeric = np.stack([numbers(cells[name], name) for name in graded], axis=1) if graded else np.zeros((count, 0))
    worded = {name: column for name, column in found.items() if isinstance(column, Words)}
    order = np.lexsort((np.arange(count), when, who.codes))
    sizes = np.bincount(who.codes, minlength=len(who.names))
    starts = np.concatenate([[0], np.cumsum(sizes)])
    whole = Table(
        spec=spec,
        starts=starts,
        time=when,
        target=target,
        numeric=numeric,
        numeric_names=tuple(graded),
        worded=tuple(worded.values()),
        worded_names=tuple(worded),
        beside=numbers(cells[spec.beside_column], spec.beside_column) if spec.beside_column else None,
        other=words(cells[spec.other]) if spec.other else None,
        setting=words(cells[spec.setting]) if spec.setting else None,
        position=np.zeros(count, np.int64),
        source=np.arange(count),
    )
    sorted_table = whole._taken(order, sizes.tolist())
    return replace(sorted_table, position=np.arange(count) - np.repeat(starts[:-1], sizes))


def _target(found: Floats, spec: Spec) -> Floats:
    known = found[~np.isnan(found)]
    on_scale(known, spec)
    varied(len(known), known.min(initial=np.inf), known.max(initial=-np.inf), spec)
    return found


def on_scale(known: Floats, spec: Spec) -> None:
    """Raises :class:`TableError` if a target (N,) is not on the scale it should be on."""
    name = spec.target_column
    if spec.kind == "binary" and not np.isin(known, (0.0, 1.0)).all():
        raise TableError(f"a binary target is 0 or 1; column {name!r} holds other numbers")
    if spec.ends is not None and len(known) and (known.min() < spec.ends[0] or known.max() > spec.ends[1]):
        low, high = spec.ends
        raise TableError(f"column {name!r} holds numbers outside its range, {low:g} to {high:g}; see --range")


def varied(count: int, low: float, high: float, spec: Spec) -> None:
    """Raises :class:`TableError` if there is no target at all, or always the same."""
    name = spec.target_column
    if count == 0:
        raise TableError(f"the target column {name!r} is empty")
    if low == high:
        raise TableError(f"the target column {name!r} is the same in every row: there is nothing to predict")


def spec_of(
    *,
    person: str,
    time: str,
    target: str = "outcome",
    outcome: str | None = None,
    alarm: str | None = None,
    kind: str = "real",
    range: tuple[float, float] | None = None,  # noqa: A002 - the word the command line uses
    cues: str | Sequence[str] = (),
    time_unit: str = "trial",
    other: str | None = None,
    setting: str | None = None,
) -> Spec:
    """A :class:`Spec` from words as they are typed: cues may be one text with commas, an empty word is none."""
    ends = None if range is None else (float(range[0]), float(range[1]))
    named = {"outcome": outcome or None, "alarm": alarm or None, "other": other or None, "setting": setting or None}
    return Spec(person, time, target, kind, listed(cues), range=ends, time_unit=time_unit, **named)  # type: ignore[arg-type]
