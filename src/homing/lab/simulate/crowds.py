"""A crowd: as many simulated people as wanted, drawn and written a thousand at a time, in memory that never grows.

Person n has weights of their own, b ~ N(-.6, .8²), u ~ N(.8, .6²), v ~ N(-.8, .6²), and a strain s that comes and goes:
s_1 ~ N(0, .5²), s_t = .9 s_(t-1) + N(0, .19 .5²). A row is so many days after the one before (exponential, mean half a
day), late with probability .4, with a voice ~ U(0, 1), and

    logit p = b + u late + v voice + s

The outcome is 1 with probability p, and is noted with probability .9. Not evidence about people.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from homing.lab.cohort.files import whole

if TYPE_CHECKING:
    import polars

NAME = "crowd"
TOGETHER = 1000
"""People drawn at once, from (seed, 3, which thousand), and written as one row group: nobody is in two."""

COLUMNS = ("person", "time", "late", "voice", "outcome")
_KEPT, _STRAIN, _PER_DAY = 0.9, 0.5, 2.0

Columns = dict[str, NDArray[Any]]


def crowd(people: int, moments: int = 100, seed: int = 0) -> Iterator[Columns]:
    """Arrays by column, a thousand people at a time: ``person`` from 0, ``time`` in days, ``late`` 0 or 1, ``voice`` in
    [0, 1], ``outcome`` 0, 1, or NaN where not noted. The first people of a larger crowd are those of a smaller one.

    Raises ``ValueError`` for no people, no moments or a negative seed.

    >>> [len(part["person"]) for part in crowd(2500, moments=2)]
    [2000, 2000, 1000]
    """
    if people < 1 or moments < 1 or seed < 0:
        raise ValueError("a crowd needs at least one person, one moment each, and a seed of 0 or more")
    for first in range(0, people, TOGETHER):
        drawn = _drawn(np.random.default_rng([seed, 3, first // TOGETHER]), first, moments)
        rows = min(people - first, TOGETHER) * moments
        yield {name: column[:rows] for name, column in drawn.items()}


def _drawn(rng: np.random.Generator, first: int, moments: int) -> Columns:
    shape = (TOGETHER, moments)
    bias, late_weight, voice_weight = rng.normal([-0.6, 0.8, -0.8], [0.8, 0.6, 0.6], (TOGETHER, 3)).T[:, :, None]
    time = np.cumsum(rng.exponential(1.0 / _PER_DAY, shape), axis=1)
    late, voice = (rng.random(shape) < 0.4).astype(np.float64), rng.random(shape)
    strain = rng.normal(0.0, _STRAIN, shape)
    strain[:, 1:] *= np.sqrt(1.0 - _KEPT**2)
    for t in range(1, moments):
        strain[:, t] += _KEPT * strain[:, t - 1]
    p = 1.0 / (1.0 + np.exp(-(bias + late_weight * late + voice_weight * voice + strain)))
    outcome = np.where(rng.random(shape) < 0.9, rng.random(shape) < p, np.nan)
    person = np.repeat(np.arange(first, first + TOGETHER), moments)
    return dict(zip(COLUMNS, (person, time.ravel(), late.ravel(), voice.ravel(), outcome.ravel()), strict=True))


def as_csv(parts: Iterator[Columns]) -> Iterator[bytes]:
    """A header, then the rows; an empty cell where nothing was noted."""
    yield (",".join(COLUMNS) + "\n").encode()
    for part in parts:
        text = io.StringIO(newline="")
        cells = (column.tolist() for column in part.values())
        rows = (["" if cell != cell else cell for cell in row] for row in zip(*cells, strict=True))
        csv.writer(text, lineterminator="\n").writerows(rows)
        yield text.getvalue().encode()


def as_frames(parts: Iterator[Columns]) -> Iterator[polars.DataFrame]:
    """The same for polars; nothing where nothing was noted. ``ModuleNotFoundError`` without it."""
    import polars

    for part in parts:
        yield polars.DataFrame(part).with_columns(polars.col("outcome").fill_nan(None))


def write_parquet(people: int, moments: int, seed: int, path: Path) -> None:
    """Write the crowd, all of it or nothing, a row group a thousand people. ``ModuleNotFoundError`` without polars."""
    import polars
    from polars.io.plugins import register_io_source

    kinds = dict(zip(COLUMNS, (polars.Int64, *[polars.Float64] * 4), strict=True))
    source = register_io_source(lambda *_: as_frames(crowd(people, moments, seed)), schema=kinds)
    with whole(path) as beside:
        source.sink_parquet(beside, row_group_size=TOGETHER * moments)
