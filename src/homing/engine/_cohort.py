"""Many diaries as padded arrays, so that one pass of NumPy filters everyone at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ._features import RECENT, Key, features
from ._outcome import outcome_of
from ._recent import recent, remember
from ._state import Codes, Floats, Params, Trace, codes_of
from .events import Event

_ROOM = 3_000
"""Numbers of one covariance each that people filtered side by side may fill; more would only wait for memory."""


@dataclass(frozen=True, slots=True)
class Crowd:
    """N people, up to T outcomes and up to D weights each; what is missing is padded with zeros.

    ``gaps`` (N, T): days since the outcome before, 0 at the first. ``x`` (N, T, D): the values of the features.
    ``y`` (N, T): the outcomes. ``there`` (N, T): whether there is one. ``codes`` (N, D): the block of each weight.
    """

    gaps: Floats
    x: Floats
    y: Floats
    there: NDArray[np.bool_]
    codes: Codes


def crowds(cohort: Iterable[Sequence[Event]], params: Params) -> list[Crowd]:
    """The cohort in crowds of similar size, people without any outcome left out.

    Moments without an outcome leave no trace but time, so they are left out too. No weight leaves for want of room.
    Raises ``ValueError`` for a diary that is not in the order of time.
    """
    rows = [row for row in (_row(diary, params) for diary in cohort) if row.y]
    rows.sort(key=lambda row: (len(row.slots), len(row.y)))
    groups: list[list[_Row]] = []
    for row in rows:
        width = len(row.slots)  # the largest so far
        if not groups or (len(groups[-1]) + 1) * width * width > _ROOM:
            groups.append([])
        groups[-1].append(row)
    return [_stacked(group, params) for group in groups]


@dataclass(frozen=True, slots=True)
class _Row:
    times: list[float]
    touched: list[tuple[list[int], list[float]]]
    y: list[float]
    slots: dict[Key, int]


def _row(diary: Sequence[Event], params: Params) -> _Row:
    row, traces = _Row([], [], [], {}), dict[Key, Trace]()
    for event in diary:
        outcome = outcome_of(event, params)
        if outcome is None:
            continue
        if row.times and event.time < row.times[-1]:
            raise ValueError("a diary must be in the order of time")
        keys, values = _touched(event, traces, params)
        row.touched.append(([row.slots.setdefault(key, len(row.slots)) for key in keys], values))
        row.times.append(event.time)
        row.y.append(outcome)
        if params.memory is not None:
            traces = remember(traces, event.people, event.time, outcome, params.memory, params.max_active)
    return row


def _touched(event: Event, traces: Mapping[Key, Trace], params: Params) -> tuple[list[Key], list[float]]:
    keys, values = features(event, params.max_active)
    if params.memory is None:
        return keys, values
    return [*keys, RECENT], [*values, recent(traces, event.people, event.time, params.memory)]


def _stacked(rows: list[_Row], params: Params) -> Crowd:
    n, most, width = len(rows), max(len(row.y) for row in rows), max(len(row.slots) for row in rows)
    gaps, y, there = np.zeros((n, most)), np.zeros((n, most)), np.zeros((n, most), dtype=bool)
    x, codes = np.zeros((n, most, width)), np.zeros((n, width), dtype=np.int16)
    for i, row in enumerate(rows):
        steps = len(row.y)
        gaps[i, 1:steps] = np.diff(row.times)
        y[i, :steps], there[i, :steps] = row.y, True
        codes[i, : len(row.slots)] = codes_of(row.slots, params.table.own)
        for t, (slots, values) in enumerate(row.touched):
            x[i, t, slots] = values
    return Crowd(gaps, x, y, there, codes)
