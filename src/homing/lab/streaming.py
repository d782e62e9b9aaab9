"""A file of people that may be larger than memory, gone through in blocks of whole people.

Memory is for one block and what is read ahead, however many people there are; besides, about ten bytes for each person:
whether they are wanted, and where the names of people do not rise from row to row, a hash that shows whether the rows
of someone lie apart.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from .cohort.parts import Cue
from .cohort.scanning import ROW, cue_in, opened, pieces
from .columns import GAPS, Floats, TableError, Words, numbers, times, words
from .table import UNITS, Bools, Rows, Spec, Table, on_scale, varied

if TYPE_CHECKING:
    import polars

STREAMED = 2_000_000
"""Rows of a Parquet file from which it is not read whole."""

BLOCK = 50_000
"""Rows of a block, or one person."""

SAMPLE = 600_000
"""Rows of the people drawn to learn from, about. No setting is chosen from more than half as many rows."""


@dataclass(frozen=True, slots=True)
class Stream:
    """A file that can be gone through again and again; ``longest`` is the most rows of one person."""

    spec: Spec
    people: int
    rows: int
    longest: int
    cues: tuple[Cue, ...]
    frame: polars.LazyFrame = field(repr=False)

    @property
    def size(self) -> int:
        """How many people are in a block (fewer in the last). It depends on the table alone."""
        return max(1, BLOCK // self.longest)

    def tables(self, wanted: Bools, size: int = 0) -> Iterator[Table]:
        """The people who are wanted (people,), ``size`` at a time, in the order of the file. Raises ``TableError``."""
        import polars

        size = size or self.size
        held, whose = self.frame.collect_schema().to_frame(), np.zeros(0, np.int64)
        for piece, number in self._numbered():
            keep = wanted[number]
            held = polars.concat([held, piece.filter(keep)])
            whose = np.concatenate([whose, number[keep]])
            starts = _begins(whose)
            whole = max(len(starts) - 1, 0) // size * size  # the last person may go on in the next piece
            for one in range(0, whole, size):
                yield self._table(held[int(starts[one]) : int(starts[one + size])])
            if whole:
                held, whose = held[int(starts[whole]) :], whose[starts[whole] :]
        ends = [*_begins(whose).tolist(), len(whose)]
        for one in range(0, len(ends) - 1, size):
            yield self._table(held[ends[one] : ends[min(one + size, len(ends) - 1)]])

    def sample(self, order: Rows) -> Table:
        """The first people of an order as one table: as many as have about ``SAMPLE`` rows together."""
        few = max(1, SAMPLE * self.people // self.rows)
        [found] = self.tables(mask(self.people, order[:few]), size=few)
        return found

    def _numbered(self) -> Iterator[tuple[polars.DataFrame, Rows]]:
        """Pieces, and whose each row is: the number of the person in the order of the file."""
        last, before = None, -1
        for piece in pieces(self.frame):
            who = piece[self.spec.person]
            number = before + np.cumsum(_new(who, last))
            last, before = who[-1], int(number[-1])
            yield piece, number

    def _table(self, frame: polars.DataFrame) -> Table:
        try:
            return _table(frame, self.spec, self.cues)
        except TableError as error:
            raise TableError(f"{error} (counted from row {frame[ROW][0] + 1} of the table)") from None


def stream_of(source: Any, spec: Spec, *, asked: bool = False) -> Stream | None:
    """The file as a stream, looked through once; None for what is better read whole, unless it is ``asked`` for.

    Raises :class:`TableError` with one clear sentence for what cannot be used as asked.
    """
    path = Path(source) if isinstance(source, str | Path) else None
    if path is None or not path.is_file() or find_spec("polars") is None:
        if asked:
            raise TableError("only a table in a file is gone through in blocks, and that needs the extra 'lab'")
        return None
    import polars

    try:
        if not asked and not _is_large(path):
            return None
        frame = opened(path, spec)
        rows, people, longest = _looked_through(frame, spec)
        return Stream(spec, people, rows, longest, tuple(cue_in(frame, name) for name in spec.cues), frame)
    except (polars.exceptions.PolarsError, UnicodeDecodeError, OSError):
        raise TableError("the table file cannot be read") from None


def mask(people: int, chosen: Rows) -> Bools:
    """Whether each person (people,) is among the chosen."""
    found = np.zeros(people, dtype=bool)
    found[chosen] = True
    return found


def _is_large(path: Path) -> bool:
    """Whether it is a Parquet file of very many rows; that is known without reading them."""
    import polars

    if path.suffix.lower() not in (".parquet", ".pq"):
        return False
    return int(polars.scan_parquet(path).select(polars.len()).collect().item()) > STREAMED


def _looked_through(frame: polars.LazyFrame, spec: Spec) -> tuple[int, int, int]:
    """How many rows and people there are, and the most rows of one. Raises :class:`TableError`."""
    import polars

    name = spec.target_column
    kind = frame.collect_schema()[name]
    if not (kind.is_numeric() or kind == polars.Boolean):
        raise TableError(f"column {name!r} must be one of numbers to be gone through in blocks")
    target = polars.col(name).cast(polars.Float64)
    count, low, high, rows, people, longest, run = 0, np.inf, -np.inf, 0, 0, 0, 0
    last, rising = None, True
    for piece in pieces(frame.select(polars.col(spec.person), target.alias(ROW))):
        known = numbers(piece[ROW].to_numpy(), name)
        known = known[~np.isnan(known)]
        on_scale(known, spec)
        count, low, high = count + len(known), known.min(initial=low), known.max(initial=high)
        who = piece[spec.person]
        if _some_missing(who):
            raise TableError("every row needs a person; some have none")
        begins = np.flatnonzero(_new(who, last))
        ends = np.array([*begins, len(who)])
        longest = max(longest, run + int(ends[0]), int(np.diff(ends).max(initial=0)))
        run = len(who) - int(begins[-1]) if len(begins) else run + len(who)
        first = who.gather(begins)
        rising = rising and bool((first > first.shift(fill_value=last)).fill_null(value=True).all())
        rows, people, last = rows + len(who), people + len(begins), who[-1]
    if rows == 0:
        raise TableError("the table has no rows")
    varied(count, low, high, spec)
    if not rising and _apart(frame, spec.person, people):
        raise TableError(
            "the rows of some people lie apart; to be gone through in blocks, the file must hold each person's rows "
            f"together: sort it by column {spec.person!r}"
        )
    return rows, people, longest


def _apart(frame: polars.LazyFrame, person: str, people: int) -> bool:
    import polars

    last, found = None, []
    for piece in pieces(frame.select(polars.col(person))):
        who = piece[person]
        found.append(who.gather(np.flatnonzero(_new(who, last))).hash().to_numpy())
        last = who[-1]
    return len(np.unique(np.concatenate(found))) < people


def _some_missing(who: polars.Series) -> bool:
    if who.null_count():
        return True
    if who.dtype.is_float():
        return bool(who.is_nan().any())
    if who.dtype.is_integer():
        return False
    return bool(who.cast(str).str.to_lowercase().is_in(list(GAPS)).any())


def _new(who: polars.Series, last: Any) -> Bools:
    """Whether each row (N,) is of another person than the row before, which was of ``last``."""
    found = who.ne_missing(who.shift()).to_numpy().copy()
    found[0] = last is None or who[0] != last
    return np.asarray(found, dtype=bool)


def _begins(whose: Rows) -> Rows:
    found: Rows = np.flatnonzero(np.diff(whose, prepend=-1)).astype(np.int64)
    return found


def _table(frame: polars.DataFrame, spec: Spec, cues: tuple[Cue, ...]) -> Table:
    """Rows of whole people as a table; each one's rows in the order of time."""
    starts = np.append(np.flatnonzero(_new(frame[spec.person], None)), len(frame))
    sizes = np.diff(starts)
    when = times(_plain(frame[spec.time]), spec.time, UNITS[spec.time_unit])
    graded, worded = [cue.column for cue in cues if cue.words is None], [cue.column for cue in cues if cue.words]
    columns = [numbers(_plain(frame[name]), name) for name in graded]
    beside = None if spec.beside_column is None else numbers(_plain(frame[spec.beside_column]), spec.beside_column)
    position = np.arange(len(frame)) - np.repeat(starts[:-1], sizes)
    table = Table(
        spec=spec,
        starts=starts,
        time=when,
        target=numbers(_plain(frame[spec.target_column]), spec.target_column),
        numeric=np.stack(columns, axis=1) if columns else np.zeros((len(frame), 0)),
        numeric_names=tuple(graded),
        worded=tuple(_worded(frame[name]) for name in worded),
        worded_names=tuple(worded),
        beside=beside,
        other=_worded(frame[spec.other]) if spec.other else None,
        setting=_worded(frame[spec.setting]) if spec.setting else None,
        position=position,
        source=frame[ROW].to_numpy().astype(np.int64),
    )
    if (np.diff(when)[position[1:] > 0] >= 0.0).all():
        return table
    order = np.lexsort((np.arange(len(frame)), when, table.owner))
    return replace(table._taken(order, sizes.tolist()), position=position)


def _plain(column: polars.Series) -> Floats | list[Any]:
    """As an array where the column is of numbers or times, else a list; what is not there is NaN, or None."""
    import polars

    if column.dtype.is_numeric() or column.dtype == polars.Boolean:
        return np.asarray(column.cast(polars.Float64).to_numpy(), dtype=np.float64)
    return column.to_numpy() if column.dtype.is_temporal() else column.to_list()


def _worded(column: polars.Series) -> Words:
    """As :func:`homing.lab.columns.words`, going over the different words alone."""
    import polars

    if column.dtype.is_integer() and not column.null_count():
        return words(column.to_numpy())
    different = column.drop_nulls().unique(maintain_order=True)
    found = words(different.to_list())
    places = column.replace_strict(different, found.codes, default=-1, return_dtype=polars.Int32)
    return Words(places.to_numpy().astype(np.int32), found.names)
