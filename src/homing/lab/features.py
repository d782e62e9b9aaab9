"""From rows to numbers a regression can use: this row's cues, and what the person's earlier rows say. Strictly causal.

What needs data (centres, scales, words) is learnt on training rows alone. Every feature is near unit scale, and 0 means
"nothing known": that is how gaps enter.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .columns import Codes, Floats, Words
from .panel import steps
from .table import Table

HALF_LIVES = (1.0, 3.0, 10.0)
"""Of the running means of past outcomes, in rows. Spread wide: which of them matter is learnt."""

TRACES = (0.5, 0.85)
"""What is left of a cue's trace after one more row."""

_WORDS, _SHARED, _OWN = 30, 20, 12
_MOSTLY_EMPTY, _SOME_GAPS = 0.3, 0.02


@dataclass(frozen=True, slots=True)
class Encoder:
    """How the columns of a table become features; learnt by :func:`learn`."""

    centre: float
    scale: float
    cue_centre: Floats
    cue_scale: Floats
    absent_is_zero: tuple[bool, ...]
    marked: tuple[int, ...]
    vocabularies: tuple[tuple[str, ...], ...]
    others: tuple[str, ...] | None
    settings: tuple[str, ...] | None
    beside: tuple[float, float]
    gap: tuple[float, float] | None
    last: float | None
    rich: bool

    def plain(self, table: Table) -> Floats:
        """The cues of each row (N, d): graded ones standardised, words one-hot, then whom with and where."""
        numeric = np.where(np.isnan(table.numeric) & np.array(self.absent_is_zero, dtype=bool), 0.0, table.numeric)
        parts = [np.nan_to_num((numeric - self.cue_centre) / self.cue_scale, nan=0.0)]
        parts += [np.isnan(table.numeric[:, [i]]).astype(np.float64) for i in self.marked]
        for column, vocabulary in zip(table.worded, self.vocabularies, strict=True):
            parts.append(_one_hot(column, vocabulary))
        for place, known in ((table.other, self.others), (table.setting, self.settings)):
            if place is not None and known is not None:
                parts.append(_one_hot(place, known))
        return np.clip(np.concatenate(parts, axis=1), -8.0, 8.0)

    def standard(self, y: Floats) -> Floats:
        """Targets from their centre, in standard deviations of the training rows."""
        return (y - self.centre) / self.scale


def learn(train: Table, *, clock: bool = True) -> Encoder:
    """Centres, scales and words of the training rows. Without a ``clock``, how far a person is along is not used: for
    rows later than any that were learnt from, that would be a guess.
    """
    known = train.target[~np.isnan(train.target)]
    with np.errstate(invalid="ignore"):
        gaps = np.isnan(train.numeric).mean(axis=0) if train.rows else np.zeros(train.numeric.shape[1])
    absent = [
        bool(g > _MOSTLY_EMPTY and np.nanmin(train.numeric[:, i], initial=np.inf) >= 0.0) for i, g in enumerate(gaps)
    ]
    filled = np.where(np.isnan(train.numeric) & np.array(absent, dtype=bool), 0.0, train.numeric)
    centre, scale = _moments(filled)
    vocabularies = tuple(_common(column, _WORDS) for column in train.worded)
    beside = (0.0, 1.0)
    if train.beside is not None:
        b_centre, b_scale = _moments(train.beside[:, None])
        beside = (float(b_centre[0]), float(b_scale[0]))
    width = len(centre) + sum(map(len, vocabularies))
    return Encoder(
        centre=float(known.mean()),
        scale=float(known.std()) or 1.0,
        cue_centre=centre,
        cue_scale=scale,
        absent_is_zero=tuple(absent),
        marked=tuple(i for i, g in enumerate(gaps) if _SOME_GAPS < g < 1.0 and not absent[i]),
        vocabularies=vocabularies,
        others=_shared(train.other),
        settings=_shared(train.setting),
        beside=beside,
        gap=_gap(train),
        last=float(np.quantile(train.position, 0.9)) if clock else None,
        rich=0 < width <= 6 and len(known) >= 300,
    )


def _moments(columns: Floats) -> tuple[Floats, Floats]:
    there = ~np.isnan(columns)
    count = np.maximum(there.sum(axis=0), 1)
    centre = np.where(there, columns, 0.0).sum(axis=0) / count
    spread = np.sqrt((np.where(there, columns - centre, 0.0) ** 2).sum(axis=0) / count)
    return centre, np.where(spread > 1e-12 * (1.0 + np.abs(centre)), spread, 1.0)


def _common(column: Words, most: int) -> tuple[str, ...]:
    counts = np.bincount(column.codes[column.codes >= 0], minlength=len(column.names))
    order = np.argsort(-counts, kind="stable")[:most]
    return tuple(column.names[i] for i in order if counts[i] > 0)


def _shared(column: Words | None) -> tuple[str, ...] | None:
    """Names that are few enough to mean the same for everyone; else None: they are then each person's own."""
    if column is None or len(np.unique(column.codes[column.codes >= 0])) > _SHARED:
        return None
    return _common(column, _SHARED)


def _one_hot(column: Words, vocabulary: tuple[str, ...]) -> Floats:
    place = {name: i for i, name in enumerate(vocabulary)}
    to = np.array([*(place.get(name, -1) for name in column.names), -1])
    found = to[column.codes]
    hot = np.zeros((len(found), len(vocabulary)))
    rows = np.flatnonzero(found >= 0)
    hot[rows, found[rows]] = 1.0
    return hot


def _gap(train: Table) -> tuple[float, float] | None:
    gaps = _log_gaps(train)[train.position > 0]
    if len(gaps) < 2 or gaps.std() < 1e-6:
        return None
    return float(gaps.mean()), float(gaps.std())


def _log_gaps(table: Table) -> Floats:
    """log of the days since the row before, (N,); 0 at a person's first row."""
    gaps = np.diff(table.time, prepend=table.time[:1])
    gaps[table.starts[:-1][np.diff(table.starts) > 0]] = 1.0
    logs: Floats = np.log(np.maximum(gaps, 1e-6))
    return logs


def own_codes(column: Words, table: Table, most: int = _OWN) -> Codes:
    """Names numbered per person in the order they come up (N,); -1 for a gap and for more than ``most``."""
    found = np.full(table.rows, -1, np.int32)
    codes = column.codes.tolist()
    for begin, end in zip(table.starts[:-1].tolist(), table.starts[1:].tolist(), strict=True):
        order: dict[int, int] = {}
        for row in range(begin, end):
            if codes[row] >= 0:
                at = order.setdefault(codes[row], len(order))
                found[row] = at if at < most else -1
    return found


def basic(table: Table, code: Encoder) -> Floats:
    """The features of the baselines (N, D): 1, the cues, the previous target and the running mean."""
    cues = code.plain(table)
    found = np.empty((table.rows, cues.shape[1] + 3))
    found[:, 0], found[:, 1:-2] = 1.0, cues
    y = code.standard(table.target)
    last, total, count = np.zeros(table.people), np.zeros(table.people), np.zeros(table.people)
    for _, rows in steps(table):
        n, now = len(rows), y[rows]
        found[rows, -2] = last[:n]
        found[rows, -1] = total[:n] / np.maximum(count[:n], 1.0)
        known = ~np.isnan(now)
        last[:n] = np.where(known, now, last[:n])
        total[:n] += np.where(known, now, 0.0)
        count[:n] += known
    return found


def full(table: Table, code: Encoder) -> Floats:
    """The features of our regression (N, D): :func:`basic`, and traces of cues, memories, time, products."""
    cues = code.plain(table)
    shared = len(code.cue_centre) + len(code.marked) + sum(map(len, code.vocabularies))
    traced = cues[:, :shared] if shared <= 15 else cues[:, :0]
    memories = _memories(table, code)
    parts = [basic(table, code), memories, *_traces(table, traced), _clock(table, code)]
    parts += _own(table, code)
    if code.rich:
        parts.append(traced * memories[:, [0]])
        graded = cues[:, : len(code.cue_centre)]
        pairs = [(i, j) for i in range(graded.shape[1]) for j in range(i, graded.shape[1])]
        parts.append(
            np.stack([np.clip(graded[:, i] * graded[:, j] - (i == j), -4.0, 4.0) for i, j in pairs], 1)
            if pairs
            else traced[:, :0]
        )
    return np.concatenate(parts, axis=1)


def _clock(table: Table, code: Encoder) -> Floats:
    parts = []
    if code.last is not None:
        parts.append(np.log1p(np.minimum(table.position, code.last)) / 2.0 - 1.0)
    if code.gap is not None:
        gaps = np.clip((_log_gaps(table) - code.gap[0]) / code.gap[1], -4.0, 4.0)
        parts.append(np.where(table.position > 0, gaps, 0.0))
    return np.stack(parts, axis=1) if parts else np.zeros((table.rows, 0))


def _traces(table: Table, cues: Floats) -> list[Floats]:
    """What the cues of earlier rows have left behind."""
    if not cues.shape[1]:
        return []
    found = [np.empty_like(cues) for _ in TRACES]
    state = np.zeros((len(TRACES), table.people, cues.shape[1]))
    for _, rows in steps(table):
        n, now = len(rows), cues[rows]
        for i, kept in enumerate(TRACES):
            found[i][rows] = state[i, :n]
            state[i, :n] += (1.0 - kept) * (now - state[i, :n])
    return found


def _memories(table: Table, code: Encoder) -> Floats:
    """Means of past targets, of what was beside them, and of those with the same other, weighted down by age."""
    y = code.standard(table.target)
    kept = 0.5 ** (1.0 / np.array(HALF_LIVES))
    sums, weights = np.zeros((table.people, len(kept))), np.zeros((table.people, len(kept)))
    parts = [np.empty((table.rows, len(kept)))]
    for _, rows in steps(table):
        n = len(rows)
        parts[0][rows] = sums[:n] / (0.5 + weights[:n])
        _keep(sums[:n], weights[:n], y[rows], kept)
    if table.beside is not None:
        beside = (table.beside - code.beside[0]) / code.beside[1]
        parts.append(_beside(table, beside))
    if table.other is not None:
        parts.append(_with(table, own_codes(table.other, table), y))
    return np.concatenate(parts, axis=1)


def _keep(sums: Floats, weights: Floats, now: Floats, kept: Floats) -> None:
    known = ~np.isnan(now)
    sums *= np.where(known[:, None], kept, 1.0)
    weights *= np.where(known[:, None], kept, 1.0)
    sums += np.where(known, now, 0.0)[:, None]
    weights += known[:, None]


def _beside(table: Table, beside: Floats) -> Floats:
    found = np.empty((table.rows, 2))
    kept = 0.5 ** (1.0 / np.array([0.25, 4.0]))
    sums, weights = np.zeros((table.people, 2)), np.zeros((table.people, 2))
    for _, rows in steps(table):
        n = len(rows)
        found[rows] = sums[:n] / (0.5 + weights[:n])
        _keep(sums[:n], weights[:n], beside[rows], kept)
    return found


def _with(table: Table, other: Codes, y: Floats) -> Floats:
    """The recent mean with the same other (N, 1); 0 for someone new."""
    found = np.zeros((table.rows, 1))
    sums, weights = np.zeros((table.people, _OWN)), np.zeros((table.people, _OWN))
    kept = 0.5 ** (1.0 / 5.0)
    for _, rows in steps(table):
        who, now = other[rows], y[rows]
        at = np.flatnonzero(who >= 0)
        slot = who[at]
        found[rows[at], 0] = sums[at, slot] / (1.0 + weights[at, slot])
        at = np.flatnonzero((who >= 0) & ~np.isnan(now))
        slot = who[at]
        sums[at, slot] = kept * sums[at, slot] + now[at]
        weights[at, slot] = kept * weights[at, slot] + 1.0
    return found


def _own(table: Table, code: Encoder) -> list[Floats]:
    """One-hot whom with and where, numbered per person, where the names are too many to be shared."""
    parts = []
    for column, known in ((table.other, code.others), (table.setting, code.settings)):
        if column is not None and known is None:
            own = own_codes(column, table)
            hot = np.zeros((table.rows, _OWN))
            rows = np.flatnonzero(own >= 0)
            hot[rows, own[rows]] = 1.0
            parts.append(hot)
    return parts
