"""Compiled: which particles go on after a moment, and which cause of each it is given to, in place."""

from __future__ import annotations

import math

from ._alarm_state import BINS, HURT, PLACED, QUIET, RUNG, SAFE, SIZE, SPOKEN, WITH
from ._kernels import kernel
from ._kernels_causes import COLUMNS, FADES, GRAIN, LEANS, NAMES, PEOPLE, TOLD, faded, foresaw
from ._kernels_random import Words, seeded, shuffled, uniform
from ._kernels_room import (
    C_BORN,
    C_COLUMN,
    C_FELT,
    C_KEY,
    C_KIND,
    C_LABELS,
    C_LAST,
    C_LEAN,
    C_MARKS,
    C_MASSES,
    C_MOMENTS,
    C_NAME,
    C_STATS,
    C_TIMES,
    C_WEIGHTS,
    C_WELL,
    COUNT,
    RULE,
    T_CHOSEN,
    T_ONE,
    T_ROWS,
    T_SHARE,
    T_SUM,
    Floats,
    Ints,
    Marks,
    cut,
    grid,
)
from ._kernels_traces import add, add_names, mark, note_moment, note_time
from ._timeprior import RATES, WEIGHTS, J

BORN = 9
"""Where in ``Room.count``: how many names there ever were, to tell the older of two."""
LIMITS = 12
"""Where in ``Room.rule``: the most people; then settings, then cues."""
_GONE = 1e-280
"""Counters below this are nothing: numbers that are no longer normal take the processor many times as long."""


@kernel
def _survivors(o: Ints, f: Floats, i: Ints, u: float) -> None:
    """Systematic resampling with one u: into ``t_rows``, which is in order."""
    c_weights = cut(f, o, C_WEIGHTS)
    t_sum = cut(f, o, T_SUM)
    t_rows = cut(i, o, T_ROWS)
    total, every = 0.0, len(c_weights)
    for m in range(every):
        total += math.exp(c_weights[m])
        t_sum[m] = total
    at = 0
    for m in range(every):
        while t_sum[at] / total <= (m + u) / every:
            at += 1
        t_rows[m] = at


@kernel
def branch(o: Ints, f: Floats, i: Ints, g: Words, seed: int) -> bool:
    """Weigh the particles, resample if few are left, and draw a cause in each, into ``t_chosen``; whether resampled."""
    c_weights = cut(f, o, C_WEIGHTS)
    t_share = cut(f, o, T_SHARE)
    count = cut(i, o, COUNT)
    c_labels = cut(i, o, C_LABELS)
    t_rows = cut(i, o, T_ROWS)
    t_chosen = cut(i, o, T_CHOSEN)
    every, weights = len(c_weights), c_weights
    places = len(c_labels) // every
    for m in range(every):
        inside = 0.0
        for n in range(m * places, (m + 1) * places):
            inside += t_share[n]
        weights[m] += math.log(inside)
    top, total, squares = weights.max(), 0.0, 0.0
    for m in range(every):
        total += math.exp(weights[m] - top)
    whole = math.log(total) + top
    for m in range(every):
        weights[m] -= whole
        squares += math.exp(2.0 * weights[m])
        t_rows[m] = m
    seeded(g, seed, count[TOLD])
    u = uniform(g)
    v = uniform(g)
    few = 1.0 / squares < 0.5 * every
    if few:
        _survivors(o, f, i, u)
        weights[:] = -math.log(every)
    shuffled(g, t_chosen)
    for m in range(every):
        level, first = (t_chosen[m] + v) / every, t_rows[m] * places
        total = 0.0
        for n in range(first, first + places):
            total += t_share[n]
        sofar, chosen = 0.0, 0
        for n in range(first, first + places):
            sofar += t_share[n]
            chosen += sofar / total <= level
        t_chosen[m] = chosen
    return few


@kernel
def drift(o: Ints, f: Floats, i: Ints, elapsed: float) -> None:
    """The counters of the time prior decay, and insight fades."""
    rule = cut(f, o, RULE)
    c_stats = grid(f, o, C_STATS)
    c_lean = cut(f, o, C_LEAN)
    count = cut(i, o, COUNT)
    for k in range(J):
        row, left = c_stats[k], math.exp(-elapsed * RATES[k])
        for n in range(len(row)):
            kept = row[n] * left
            row[n] = kept if kept > _GONE else 0.0
    if count[LEANS]:
        fade = math.exp(-elapsed / rule[FADES])
        for n in range(len(c_lean)):
            c_lean[n] *= fade


@kernel
def enter(o: Ints, f: Floats, i: Ints, b: Marks, key: int, kind: int, there: Ints) -> None:
    """Give a name a place, if it has none; of a full kind, the one that has been away longest leaves."""
    rule = cut(f, o, RULE)
    c_stats = grid(f, o, C_STATS)
    count = cut(i, o, COUNT)
    c_name = cut(i, o, C_NAME)
    c_key = cut(i, o, C_KEY)
    c_kind = cut(i, o, C_KIND)
    c_column = cut(i, o, C_COLUMN)
    c_last = cut(i, o, C_LAST)
    c_born = cut(i, o, C_BORN)
    c_marks = grid(b, o, C_MARKS)
    if c_name[key] >= 0:
        return
    if count[PEOPLE + kind] < int(rule[LIMITS + kind]):
        slot, column = count[NAMES], count[COLUMNS]
        count[NAMES] += 1
        count[PEOPLE + kind] += 1
        count[COLUMNS] += 2 if kind == 2 else 1
    else:
        slot = -1
        for n in range(count[NAMES]):
            free = c_kind[n] == kind
            for k in range(len(there)):
                free &= c_key[n] != there[k]
            if free and (slot < 0 or (c_last[n], c_born[n]) < (c_last[slot], c_born[slot])):
                slot = n
        column = c_column[slot]
        c_name[c_key[slot]] = -1
        c_stats[column] = 0.0
        if kind == 2:
            c_stats[column + 1] = 0.0
    c_name[key], c_key[slot], c_kind[slot], c_column[slot] = slot, key, kind, column
    c_last[slot], c_born[slot] = count[TOLD], count[BORN]
    c_marks[slot] = 0
    count[BORN] += 1


@kernel
def _moved(rows: Ints, row: Floats | Ints, places: int) -> None:
    """Particle m becomes a copy of particle rows[m], in place; rows are in order: none goes too early."""
    for m in range(len(rows)):
        if rows[m] > m:
            for k in range(places):
                row[m * places + k] = row[rows[m] * places + k]
    for m in range(len(rows) - 1, -1, -1):
        if rows[m] < m:
            for k in range(places):
                row[m * places + k] = row[rows[m] * places + k]


@kernel
def take(
    o: Ints,
    f: Floats,
    i: Ints,
) -> None:
    """Only the particles ``t_rows`` go on."""
    c_weights = cut(f, o, C_WEIGHTS)
    c_stats = grid(f, o, C_STATS)
    c_lean = cut(f, o, C_LEAN)
    c_times = grid(f, o, C_TIMES)
    c_masses = grid(f, o, C_MASSES)
    c_well = grid(f, o, C_WELL)
    c_felt = grid(f, o, C_FELT)
    count = cut(i, o, COUNT)
    c_labels = cut(i, o, C_LABELS)
    c_moments = grid(i, o, C_MOMENTS)
    t_rows = cut(i, o, T_ROWS)
    rows, places = t_rows, len(c_labels) // len(c_weights)
    for column in range(count[COLUMNS]):
        _moved(rows, c_stats[column], places)
    _moved(rows, c_lean, places)
    _moved(rows, c_times.reshape(-1), places * BINS)
    _moved(rows, c_masses.reshape(-1), places * BINS)
    _moved(rows, c_well.reshape(-1), places * BINS)
    _moved(rows, c_felt.reshape(-1), places * SPOKEN)
    _moved(rows, c_labels, places)
    _moved(rows, c_moments.reshape(-1), places * SPOKEN)


@kernel
def settle(
    o: Ints,
    f: Floats,
    i: Ints,
) -> None:
    """Turn ``t_chosen`` from causes into places in the whole row; a new cause takes the place that is missed least."""
    c_weights = cut(f, o, C_WEIGHTS)
    c_stats = grid(f, o, C_STATS)
    c_lean = cut(f, o, C_LEAN)
    c_times = grid(f, o, C_TIMES)
    c_masses = grid(f, o, C_MASSES)
    c_well = grid(f, o, C_WELL)
    c_felt = grid(f, o, C_FELT)
    t_one = cut(f, o, T_ONE)
    count = cut(i, o, COUNT)
    c_labels = cut(i, o, C_LABELS)
    c_moments = grid(i, o, C_MOMENTS)
    t_chosen = cut(i, o, T_CHOSEN)
    every = len(c_weights)
    places = len(c_labels) // every
    ever, ready = t_one[: len(c_labels)], False
    for m in range(every):
        first, at = m * places, t_chosen[m]
        if at == places - 1:
            if not ready:
                faded(c_stats, WEIGHTS, 0.0, ever)
                ready = True
            at, least = 0, math.inf
            for k in range(places - 1):
                loss = c_stats[SIZE, first + k] + 0.5 * ever[first + k] / (ever[first + k] + 1.0)
                if c_labels[first + k] < 0 and loss < least:
                    at, least = k, loss
            blank = first + places - 1
            c_stats[: count[COLUMNS], first + at] = 0.0
            c_lean[first + at], c_labels[first + at] = c_lean[blank], c_labels[blank]
            c_times[first + at], c_masses[first + at], c_well[first + at] = 0.0, 0.0, 0.0
            c_moments[first + at], c_felt[first + at] = -1, -1.0
        t_chosen[m] = first + at


@kernel
def causes_learn(
    o: Ints,
    f: Floats,
    i: Ints,
    b: Marks,
    g: Words,
    seed: int,
    elapsed: float,
    people: Ints,
    setting: int,
    cues: Ints,
    x: Floats,
    told: tuple[float, float, float, float],
) -> None:
    """Learn from a moment whose ``t_share`` is that of :func:`homing.engine._kernels_causes.expect`.

    ``told`` holds the time, the felt alarm, the outcome (each of the two may be NaN) and the aperture.
    """
    rule = cut(f, o, RULE)
    c_stats = grid(f, o, C_STATS)
    c_times = grid(f, o, C_TIMES)
    c_masses = grid(f, o, C_MASSES)
    c_well = grid(f, o, C_WELL)
    c_felt = grid(f, o, C_FELT)
    count = cut(i, o, COUNT)
    c_moments = grid(i, o, C_MOMENTS)
    t_chosen = cut(i, o, T_CHOSEN)
    time, alarm, outcome, aperture = told
    grain = rule[GRAIN]
    if not math.isnan(alarm):
        foresaw(o, f, i, RUNG, 3, grain * alarm, grain * (1.0 - alarm))
    if not math.isnan(outcome):
        foresaw(o, f, i, HURT, 5, outcome, aperture * (1.0 - outcome))
    few = branch(o, f, i, g, seed)
    drift(o, f, i, elapsed)
    for k in range(len(people)):
        enter(o, f, i, b, people[k], 0, people)
    if setting >= 0:
        enter(o, f, i, b, setting, 1, cues[:0])
    for k in range(len(cues)):
        enter(o, f, i, b, cues[k], 2, cues)
    if few:
        take(o, f, i)
    settle(o, f, i)
    for k in range(J):
        add(c_stats, t_chosen, k, 1.0)
    add(c_stats, t_chosen, SIZE, 1.0)
    add(c_stats, t_chosen, WITH, 1.0 if len(people) > 0 else 0.0)
    add(c_stats, t_chosen, PLACED, 1.0 if setting >= 0 else 0.0)
    if not math.isnan(alarm):
        add(c_stats, t_chosen, RUNG, grain * alarm)
        add(c_stats, t_chosen, QUIET, grain * (1.0 - alarm))
    ended_well = 0.0
    if not math.isnan(outcome):
        ended_well = aperture * (1.0 - outcome)
        add(c_stats, t_chosen, HURT, outcome)
        add(c_stats, t_chosen, SAFE, ended_well)
    add_names(o, f, i, people, setting, cues, x)
    for m in range(len(t_chosen)):
        at = t_chosen[m]
        note_time(c_times, c_masses, c_well, at, time, ended_well)
        if not math.isnan(alarm):
            note_moment(c_moments, c_felt, at, count[TOLD], alarm)
    mark(o, i, b, people, setting, cues)
    count[TOLD] += 1
