"""Rows as moments of the engine: cues in [0, 1] and what is left of them, whom with, where, what followed."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from homing.engine.events import Event

from .columns import Floats, Words
from .panel import steps
from .table import Table

KEPT = 0.7
"""What is left of a cue's trace after one more row."""

_WORDS = 20
_NEAR = (0.02, 30.0)


@dataclass(frozen=True, slots=True)
class Writer:
    """How rows become events: ``low`` and ``high`` of each graded cue, the words of the others, and the days in the
    engine's time for one of the table's.
    """

    low: Floats
    high: Floats
    graded: tuple[str, ...]
    worded: tuple[tuple[str, tuple[str, ...]], ...]
    pace: float
    ends: tuple[float, float]
    traces: bool

    @property
    def cues(self) -> tuple[str, ...]:
        """The names of every cue, then of every trace, where there are traces."""
        plain = (*self.graded, *(f"{column}={word}" for column, words in self.worded for word in words))
        return (*plain, *(f"lately {name}" for name in plain)) if self.traces else plain

    def intensities(self, table: Table) -> Floats:
        """Cues, and their traces, (N, C or 2 C) in [0, 1]; 0 where a cue is not there."""
        graded = np.nan_to_num((table.numeric - self.low) / (self.high - self.low), nan=0.0)
        parts = [np.clip(graded, 0.0, 1.0)]
        for column, (_, words) in zip(table.worded, self.worded, strict=True):
            place = {word: i for i, word in enumerate(words)}
            at = np.array([*(place.get(name, -1) for name in column.names), -1])[column.codes]
            parts.append((at[:, None] == np.arange(len(words))).astype(np.float64))
        now = np.concatenate(parts, axis=1)
        if not self.traces:
            return now
        traces, state = np.empty_like(now), np.full((table.people, now.shape[1]), 0.5)
        for _, rows in steps(table):
            n = len(rows)
            traces[rows] = state[:n]
            state[:n] = KEPT * state[:n] + (1.0 - KEPT) * now[rows]
        return np.concatenate([now, traces], axis=1)

    def diaries(self, table: Table) -> Iterator[list[Event]]:
        """One diary per person, an event per row."""
        x, names = self.intensities(table), self.cues
        low, high = self.ends
        shares = np.clip((table.target - low) / (high - low), 0.0, 1.0)  # a real target is read from the value instead
        for begin, end in zip(table.starts[:-1].tolist(), table.starts[1:].tolist(), strict=True):
            yield [self._event(table, row, x[row], float(shares[row]), names) for row in range(begin, end)]

    def _event(self, table: Table, row: int, x: Floats, share: float, names: tuple[str, ...]) -> Event:
        there = np.flatnonzero(x > 0.0).tolist()
        known = not math.isnan(share)
        return Event(
            float(table.time[row]) * self.pace,
            _name(table.other, row),
            tuple((names[i], float(x[i])) for i in there),
            next(iter(_name(table.setting, row)), None),
            outcome=share if known else None,
            value=float(table.target[row]) if known else None,
        )


def _name(column: Words | None, row: int) -> tuple[str, ...]:
    return () if column is None or column.codes[row] < 0 else (column.names[column.codes[row]],)


def writer(train: Table, *, traces: bool = True) -> Writer:
    """Learn scales, words and the pace of time from training rows.

    The engine's priors are in days. Where rows come much faster or slower, or are trials, a typical gap is one day.
    """
    low, high = np.zeros(train.numeric.shape[1]), np.ones(train.numeric.shape[1])
    for i in range(len(low)):
        known = train.numeric[:, i][~np.isnan(train.numeric[:, i])]
        if len(known):
            low[i], high[i] = np.quantile(known, [0.01, 0.99])
            if known.min() >= 0.0 and known.max() <= 1.0:
                low[i], high[i] = 0.0, 1.0
    high = np.where(high > low, high, low + 1.0)
    worded = []
    for column, name in zip(train.worded, train.worded_names, strict=True):
        counts = np.bincount(column.codes[column.codes >= 0], minlength=len(column.names))
        order = [i for i in np.argsort(-counts, kind="stable")[:_WORDS] if counts[i] > 0]
        worded.append((name, tuple(column.names[i] for i in order)))
    gaps = np.diff(train.time)[train.position[1:] > 0]
    typical = float(np.median(gaps[gaps > 0.0])) if (gaps > 0.0).any() else 1.0
    near = train.spec.time_unit != "trial" and _NEAR[0] <= typical <= _NEAR[1]
    return Writer(
        low,
        high,
        train.numeric_names,
        tuple(worded),
        1.0 if near else 1.0 / typical,
        train.spec.ends or (0.0, 1.0),
        traces,
    )


def thinned(train: Table, people: int, rows: int, seed: int) -> Table:
    """At most so many people, and of each at most so many rows in a stretch, drawn by seed."""
    rng = np.random.default_rng([seed, 3])
    few = train.of_people(np.sort(rng.permutation(train.people)[:people]))
    lengths = np.diff(few.starts)
    begins = (rng.random(few.people) * np.maximum(lengths - rows + 1, 1)).astype(np.int64)
    at = np.arange(few.rows) - np.repeat(few.starts[:-1], lengths) - np.repeat(begins, lengths)
    return few.where((at >= 0) & (at < rows))
