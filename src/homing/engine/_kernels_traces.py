"""Compiled: what a moment leaves in the cause that it is given to, in place."""

from __future__ import annotations

import math

from ._kernels import kernel
from ._kernels_causes import NAMES, TOLD
from ._kernels_room import (
    C_COLUMN,
    C_KEY,
    C_KIND,
    C_LAST,
    C_MARKS,
    C_NAME,
    C_STATS,
    COUNT,
    SEEN,
    T_CHOSEN,
    Floats,
    Ints,
    Marks,
    cut,
    grid,
)


@kernel
def add(stats: Floats, chosen: Ints, column: int, amount: float) -> None:
    """Add to one column of the chosen cause of every particle."""
    for m in range(len(chosen)):
        stats[column, chosen[m]] += amount


@kernel
def add_names(o: Ints, f: Floats, i: Ints, people: Ints, setting: int, cues: Ints, x: Floats) -> None:
    """What the names of a moment leave in its cause: who was there, where, which cues, and which known ones not."""
    c_stats = grid(f, o, C_STATS)
    t_chosen = cut(i, o, T_CHOSEN)
    count = cut(i, o, COUNT)
    c_name = cut(i, o, C_NAME)
    c_key = cut(i, o, C_KEY)
    c_kind = cut(i, o, C_KIND)
    c_column = cut(i, o, C_COLUMN)
    for k in range(len(people)):
        add(c_stats, t_chosen, c_column[c_name[people[k]]], 1.0 / len(people))
    if setting >= 0:
        add(c_stats, t_chosen, c_column[c_name[setting]], 1.0)
    for k in range(len(cues)):
        column = c_column[c_name[cues[k]]]
        add(c_stats, t_chosen, column, x[k])
        add(c_stats, t_chosen, column + 1, 1.0 - x[k])
    for slot in range(count[NAMES] if len(cues) > 0 else 0):
        named = c_kind[slot] != 2
        for k in range(len(cues)):
            named |= c_key[slot] == cues[k]
        if not named:
            add(c_stats, t_chosen, c_column[slot] + 1, 1.0)


@kernel
def note_time(times: Floats, masses: Floats, well: Floats, at: int, time: float, ended_well: float) -> None:
    """As :func:`homing.engine._particles.note_time` for one moment and the cause in row ``at``."""
    last, mass_new, after = times.shape[1] - 1, 1.0, False
    gap, first = math.inf, 0
    for k in range(last + 1):  # a rounded mean of equal times may lie a hair after the time that now comes again
        after = after or (masses[at, k] > 0.0 and times[at, k] > time)
        if after:
            times[at, k], time = time, times[at, k]
            masses[at, k], mass_new = mass_new, masses[at, k]
            well[at, k], ended_well = ended_well, well[at, k]
    for k in range(last + 1):
        following = times[at, k + 1] if k < last else time
        between = -1.0 if masses[at, k] == 0.0 else following - times[at, k]
        if between < gap:
            gap, first = between, k
    time_one, mass_one, well_one = times[at, first], masses[at, first], well[at, first]
    for k in range(first, last):
        times[at, k], masses[at, k], well[at, k] = times[at, k + 1], masses[at, k + 1], well[at, k + 1]
    times[at, last], masses[at, last], well[at, last] = time, mass_new, ended_well
    mass = mass_one + masses[at, first]
    times[at, first] = (time_one * mass_one + times[at, first] * masses[at, first]) / max(mass, 1e-300)
    masses[at, first] = mass
    well[at, first] += well_one


@kernel
def note_moment(moments: Ints, felt: Floats, at: int, number: int, alarm: float) -> None:
    """As :func:`homing.engine._particles.note_moment` for the cause in row ``at``."""
    least = 0
    for k in range(1, felt.shape[1]):
        earlier = felt[at, k] == felt[at, least] and moments[at, k] < moments[at, least]
        if felt[at, k] < felt[at, least] or earlier:
            least = k
    if alarm >= felt[at, least]:
        moments[at, least], felt[at, least] = number, alarm


@kernel
def mark(o: Ints, i: Ints, b: Marks, people: Ints, setting: int, cues: Ints) -> None:
    """Note which names took part in this moment."""
    count = cut(i, o, COUNT)
    c_name = cut(i, o, C_NAME)
    c_last = cut(i, o, C_LAST)
    c_marks = grid(b, o, C_MARKS)
    bit, number = count[TOLD] % SEEN, count[TOLD]
    for slot in range(count[NAMES]):
        c_marks[slot, bit] = 0
    for k in range(len(people)):
        slot = c_name[people[k]]
        c_marks[slot, bit], c_last[slot] = 1, number
    if setting >= 0:
        c_marks[c_name[setting], bit], c_last[c_name[setting]] = 1, number
    for k in range(len(cues)):
        slot = c_name[cues[k]]
        c_marks[slot, bit], c_last[slot] = 1, number
