"""Compiled: a reading and a step of :mod:`homing.engine.world` for binary outcomes, without its memory of the lately.

The same sums in the same order, but one pass over the covariance where the array path makes four.
"""

from __future__ import annotations

import math

from ._features import RESIDENT
from ._kernels import kernel
from ._kernels_math import tilted
from ._kernels_room import (
    COUNT,
    RULE,
    SEEN,
    T_INTS,
    T_MARKS,
    T_ONE,
    W_CODE,
    W_COV,
    W_DECAY,
    W_FRESH,
    W_GAIN,
    W_IN,
    W_KEY,
    W_LEFT,
    W_MARKS,
    W_MEAN,
    W_PRIOR,
    W_SLOT,
    W_SPREAD,
    W_TAU,
    Floats,
    Ints,
    Marks,
    cut,
    grid,
)

RESIDENTS = len(RESIDENT)
ACTIVE, LEARNT = 0, 1
"""Where in ``Room.count``: the weights there are, the outcomes learnt from."""
MOST = 0
"""Where in ``Room.rule``: the most weights."""


@kernel
def flow(o: Ints, f: Floats, elapsed: float) -> None:
    """What time does to each block, into ``w_decay`` and ``w_fresh``."""
    w_spread = cut(f, o, W_SPREAD)
    w_tau = cut(f, o, W_TAU)
    w_decay = cut(f, o, W_DECAY)
    w_fresh = cut(f, o, W_FRESH)
    for k in range(len(w_tau)):
        w_decay[k] = math.exp(-elapsed / w_tau[k])
        w_fresh[k] = -w_spread[k] * math.expm1(-2.0 * elapsed / w_tau[k])


@kernel
def marked(marks: Marks, row: int, into: Marks, begun: bool) -> bool:
    """Add one row of marks to those gathered; True, since there are some now."""
    if begun:
        for n in range(SEEN):
            into[n] |= marks[row, n]
    else:
        for n in range(SEEN):
            into[n] = marks[row, n]
    return True


@kernel
def marks_in(gathered: Marks, begun: bool) -> int:
    """How many marks were gathered."""
    total = 0
    if begun:
        for n in range(SEEN):
            total += gathered[n]
    return total


@kernel
def world_read(o: Ints, f: Floats, i: Ints, b: Marks, keys: Ints, codes: Ints, x: Floats) -> tuple[float, float, int]:
    """Mean and variance of x'w after :func:`flow`, and how many outcomes share a feature."""
    w_prior = cut(f, o, W_PRIOR)
    w_spread = cut(f, o, W_SPREAD)
    w_decay = cut(f, o, W_DECAY)
    w_fresh = cut(f, o, W_FRESH)
    w_mean = cut(f, o, W_MEAN)
    w_cov = grid(f, o, W_COV)
    t_one = cut(f, o, T_ONE)
    w_slot = cut(i, o, W_SLOT)
    t_ints = cut(i, o, T_INTS)
    w_marks = grid(b, o, W_MARKS)
    t_marks = cut(b, o, T_MARKS)
    mean, variance, known, begun = 0.0, 0.0, 0, False
    rows, left = t_ints, t_one
    for n in range(len(keys)):
        slot, code = w_slot[keys[n]] if keys[n] >= 0 else -1, codes[n]
        mean += x[n] * w_prior[code]
        if slot < 0:
            variance += x[n] * x[n] * w_spread[code]
            continue
        kept = x[n] * w_decay[code]
        mean -= kept * w_prior[code]
        variance += x[n] * x[n] * w_fresh[code]
        rows[known], left[known] = slot, kept
        known += 1
        if slot >= RESIDENTS:
            begun = marked(w_marks, slot, t_marks, begun)
    total = 0.0
    for n in range(known):
        mean += left[n] * w_mean[rows[n]]
        along = 0.0
        for k in range(known):
            along += left[k] * w_cov[rows[k], rows[n]]
        total += along * left[n]
    return mean, variance + total, marks_in(t_marks, begun)


@kernel
def world_drift(
    o: Ints,
    f: Floats,
    i: Ints,
) -> None:
    """Let the time of :func:`flow` pass for the means; ``w_left`` and ``w_in`` say what it does to the covariance."""
    w_prior = cut(f, o, W_PRIOR)
    w_decay = cut(f, o, W_DECAY)
    w_fresh = cut(f, o, W_FRESH)
    w_mean = cut(f, o, W_MEAN)
    w_left = cut(f, o, W_LEFT)
    w_in = cut(f, o, W_IN)
    count = cut(i, o, COUNT)
    w_code = cut(i, o, W_CODE)
    for n in range(count[ACTIVE]):
        code = w_code[n]
        w_left[n], w_in[n] = w_decay[code], w_fresh[code]
        w_mean[n] = w_prior[code] + w_left[n] * (w_mean[n] - w_prior[code])


@kernel
def world_pass(o: Ints, f: Floats, i: Ints, taught: bool) -> None:
    """The one pass over the covariance: drift, and, if taught, less the outer product of ``w_gain``."""
    w_left = cut(f, o, W_LEFT)
    w_in = cut(f, o, W_IN)
    w_gain = cut(f, o, W_GAIN)
    w_cov = grid(f, o, W_COV)
    count = cut(i, o, COUNT)
    d = count[ACTIVE]
    for n in range(d):
        row, left, gain = w_cov[n], w_left[n], w_gain[n]
        own = (left * left) * row[n] + w_in[n]
        if taught:
            for k in range(d):
                row[k] = (left * w_left[k]) * row[k] - gain * w_gain[k]
            row[n] = own - gain * gain
        else:
            for k in range(d):
                row[k] = (left * w_left[k]) * row[k]
            row[n] = own


@kernel
def _make_room(o: Ints, f: Floats, i: Ints, b: Marks, keys: Ints, excess: int) -> None:
    """The weights of which least is known leave, the oldest first; the others close ranks."""
    w_spread = cut(f, o, W_SPREAD)
    w_mean = cut(f, o, W_MEAN)
    w_cov = grid(f, o, W_COV)
    count = cut(i, o, COUNT)
    w_code = cut(i, o, W_CODE)
    w_key = cut(i, o, W_KEY)
    w_slot = cut(i, o, W_SLOT)
    t_ints = cut(i, o, T_INTS)
    w_marks = grid(b, o, W_MARKS)
    stay = t_ints
    for n in range(count[ACTIVE]):
        stay[n] = n < RESIDENTS
    for n in range(len(keys)):
        if w_slot[keys[n]] >= 0:
            stay[w_slot[keys[n]]] = 1
    for _ in range(excess):
        least, leaving = math.inf, -1
        for n in range(count[ACTIVE]):
            known = 1.0 - w_cov[n, n] / w_spread[w_code[n]]
            if not stay[n] and w_key[n] >= 0 and known < least:
                least, leaving = known, n
        w_slot[w_key[leaving]], w_key[leaving] = -1, -1
    to = 0
    for n in range(count[ACTIVE]):
        if w_key[n] < 0:
            continue
        if to < n:
            w_key[to], w_code[to], w_mean[to] = w_key[n], w_code[n], w_mean[n]
            w_slot[w_key[to]] = to
            w_marks[to] = w_marks[n]
            w_cov[to] = w_cov[n]
        stay[to] = n
        to += 1
    count[ACTIVE] = to
    for n in range(to):
        for k in range(to):
            w_cov[n, k] = w_cov[n, stay[k]]


@kernel
def _enter(o: Ints, f: Floats, i: Ints, b: Marks, keys: Ints, codes: Ints) -> None:
    """Give every feature a weight with its prior; what was there has drifted wholly before."""
    rule = cut(f, o, RULE)
    w_prior = cut(f, o, W_PRIOR)
    w_spread = cut(f, o, W_SPREAD)
    w_mean = cut(f, o, W_MEAN)
    w_left = cut(f, o, W_LEFT)
    w_in = cut(f, o, W_IN)
    w_cov = grid(f, o, W_COV)
    count = cut(i, o, COUNT)
    w_code = cut(i, o, W_CODE)
    w_key = cut(i, o, W_KEY)
    w_slot = cut(i, o, W_SLOT)
    w_marks = grid(b, o, W_MARKS)
    new = 0
    for n in range(len(keys)):
        new += w_slot[keys[n]] < 0
    if new == 0:
        return
    world_pass(o, f, i, False)
    excess = count[ACTIVE] + new - int(rule[MOST])
    if excess > 0:
        _make_room(o, f, i, b, keys, excess)
    for n in range(len(keys)):
        if w_slot[keys[n]] >= 0:
            continue
        slot = count[ACTIVE]
        w_slot[keys[n]], w_key[slot], w_code[slot] = slot, keys[n], codes[n]
        w_mean[slot] = w_prior[codes[n]]
        w_cov[slot, : slot + 1] = 0.0
        w_cov[:slot, slot] = 0.0
        w_cov[slot, slot] = w_spread[codes[n]]
        w_marks[slot] = 0
        count[ACTIVE] = slot + 1
    w_left[: count[ACTIVE]] = 1.0
    w_in[: count[ACTIVE]] = 0.0


@kernel
def world_learn(o: Ints, f: Floats, i: Ints, b: Marks, keys: Ints, codes: Ints, x: Floats, outcome: float) -> None:
    """Drift, and match the posterior of x'w in mean and variance."""
    w_mean = cut(f, o, W_MEAN)
    w_left = cut(f, o, W_LEFT)
    w_in = cut(f, o, W_IN)
    w_gain = cut(f, o, W_GAIN)
    w_cov = grid(f, o, W_COV)
    count = cut(i, o, COUNT)
    w_slot = cut(i, o, W_SLOT)
    w_marks = grid(b, o, W_MARKS)
    world_drift(o, f, i)
    _enter(o, f, i, b, keys, codes)
    d, gain = count[ACTIVE], w_gain
    gain[:d] = 0.0
    mean, variance = 0.0, 0.0
    for n in range(len(keys)):
        slot = w_slot[keys[n]]
        row, left, share = w_cov[slot], w_left[slot], x[n]
        for k in range(d):
            gain[k] += share * ((left * w_left[k]) * row[k])
        gain[slot] += share * w_in[slot]
        mean += share * w_mean[slot]
    for n in range(len(keys)):
        variance += x[n] * gain[w_slot[keys[n]]]
    after, spread = tilted(mean, variance, outcome)
    move, shrink = (after - mean) / variance, math.sqrt(variance - spread) / variance
    for k in range(d):
        w_mean[k] += move * gain[k]
        gain[k] *= shrink
    world_pass(o, f, i, True)
    bit = count[LEARNT] % SEEN
    for k in range(d):
        w_marks[k, bit] = 0
    for n in range(len(keys)):
        w_marks[w_slot[keys[n]], bit] = 1
    count[LEARNT] += 1
