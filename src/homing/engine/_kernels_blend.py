"""Compiled: the forgetting Beta, the average of the three forecasters, and the replay of many moments."""

from __future__ import annotations

import math

import numpy as np

from ._kernels import kernel
from ._kernels_causes import expect, expected
from ._kernels_math import log_odds_of, mixed_quantile, sigmoid
from ._kernels_particles import causes_learn, drift
from ._kernels_random import WORDS, Words
from ._kernels_room import (
    B_BORN,
    B_FINE,
    B_HURT,
    B_KEY,
    B_MARKS,
    B_SLOT,
    COUNT,
    NOW,
    RULE,
    SCORES,
    SEEN,
    TALLY,
    Floats,
    Ints,
    Marks,
    cut,
    grid,
)
from ._kernels_world import flow, world_drift, world_learn, world_pass, world_read

KNOWN, CHECKED, LATEST = 10, 11, 12
"""Where in ``Room.count``: people of the forgetting Beta, outcomes it learnt from, and the number of the newest."""
TIME, HURTS, FINES = 1, 2, 3
"""Where in ``Room.now``: the time, and the Beta's tally of everyone."""
HURT_FIRST, FINE_FIRST, STRENGTH, HALF_LIFE, MOST_KNOWN = 15, 16, 17, 18, 19
PRIOR, FORGETTING, SPREAD, UNKNOWN, TAIL, REACH, FIXED, SHIFT, SLOPE = 20, 23, 24, 25, 26, 27, 28, 29, 30
"""Where in ``Room.rule``: the parameters of the Beta, and those of the blend."""
SAID = 14
"""What a moment is told in: p, low, high, mean, variance, seen, three weights, three p, disagreement, unknown."""
_SURE = 1e-6
_CERTAIN = 0.1


@kernel
def beta_read(o: Ints, f: Floats, i: Ints, people: Ints, left: float) -> tuple[float, float, float]:
    """p, and mean and variance of the log-odds, as :func:`homing.engine.forgetting_beta.read`."""
    rule = cut(f, o, RULE)
    now = cut(f, o, NOW)
    b_hurt = cut(f, o, B_HURT)
    b_fine = cut(f, o, B_FINE)
    b_slot = cut(i, o, B_SLOT)
    hurt, fine = now[HURTS] * left + rule[HURT_FIRST], now[FINES] * left + rule[FINE_FIRST]
    hurt, fine = rule[STRENGTH] * hurt / (hurt + fine), rule[STRENGTH] * fine / (hurt + fine)
    for k in range(len(people)):
        slot = b_slot[people[k]] if people[k] >= 0 else -1
        if slot >= 0:
            hurt, fine = hurt + b_hurt[slot] * left / len(people), fine + b_fine[slot] * left / len(people)
    mean, variance = log_odds_of(hurt, fine)
    return hurt / (hurt + fine), mean, variance


@kernel
def beta_pass(o: Ints, f: Floats, i: Ints, left: float) -> None:
    """Let the counts fade."""
    now = cut(f, o, NOW)
    b_hurt = cut(f, o, B_HURT)
    b_fine = cut(f, o, B_FINE)
    count = cut(i, o, COUNT)
    now[HURTS] *= left
    now[FINES] *= left
    for k in range(count[KNOWN]):
        b_hurt[k] *= left
        b_fine[k] *= left


@kernel
def beta_learn(o: Ints, f: Floats, i: Ints, b: Marks, people: Ints, outcome: float) -> None:
    """One outcome counts once, spread over the people; of too many people those with the least known leave."""
    rule = cut(f, o, RULE)
    now = cut(f, o, NOW)
    b_hurt = cut(f, o, B_HURT)
    b_fine = cut(f, o, B_FINE)
    count = cut(i, o, COUNT)
    b_slot = cut(i, o, B_SLOT)
    b_key = cut(i, o, B_KEY)
    b_born = cut(i, o, B_BORN)
    b_marks = grid(b, o, B_MARKS)
    bit = count[CHECKED] % SEEN
    now[HURTS] += outcome
    now[FINES] = now[FINES] + 1.0 - outcome
    for k in range(count[KNOWN]):
        b_marks[k, bit] = 0
    for k in range(len(people)):
        slot, share = b_slot[people[k]], 1.0 / len(people)
        if slot < 0:
            slot = count[KNOWN]
            b_slot[people[k]], b_key[slot], b_born[slot] = slot, people[k], count[LATEST]
            b_hurt[slot], b_fine[slot], b_marks[slot] = 0.0, 0.0, 0
            count[KNOWN] += 1
            count[LATEST] += 1
        b_hurt[slot] += share * outcome
        b_fine[slot] += share * (1.0 - outcome)
        b_marks[slot, bit] = 1
    while count[KNOWN] > max(int(rule[MOST_KNOWN]), len(people)):
        _forget_one(o, f, i, b, people)
    count[CHECKED] += 1


@kernel
def _forget_one(o: Ints, f: Floats, i: Ints, b: Marks, people: Ints) -> None:
    b_hurt = cut(f, o, B_HURT)
    b_fine = cut(f, o, B_FINE)
    count = cut(i, o, COUNT)
    b_slot = cut(i, o, B_SLOT)
    b_key = cut(i, o, B_KEY)
    b_born = cut(i, o, B_BORN)
    b_marks = grid(b, o, B_MARKS)
    leaving, least = -1, math.inf
    for slot in range(count[KNOWN]):
        here, weight = False, b_hurt[slot] + b_fine[slot]
        for k in range(len(people)):
            here |= b_key[slot] == people[k]
        if not here and (weight < least or (weight == least and b_born[slot] < b_born[leaving])):
            leaving, least = slot, weight
    last = count[KNOWN] - 1
    b_slot[b_key[leaving]] = -1
    if leaving < last:
        b_key[leaving], b_born[leaving] = b_key[last], b_born[last]
        b_hurt[leaving], b_fine[leaving] = b_hurt[last], b_fine[last]
        b_marks[leaving] = b_marks[last]
        b_slot[b_key[leaving]] = leaving
    count[KNOWN] = last


@kernel
def together(o: Ints, f: Floats, p: Floats, mean: Floats, variance: Floats, seen: int, out: Floats) -> None:
    """The weighted mean of what was said, as in :mod:`homing.engine.blend`, into ``out`` (SAID,)."""
    rule = cut(f, o, RULE)
    now = cut(f, o, NOW)
    scores = cut(f, o, SCORES)
    rule, top = rule, scores.max()
    weight, middle, spread, total = out[6:9], now[17:20], now[20:23], 0.0
    for k in range(3):
        weight[k] = rule[PRIOR + k] * math.exp(scores[k] - top)
        total += weight[k]
    whole, centre = 0.0, 0.0
    for k in range(3):
        weight[k] /= total
        out[9 + k] = p[k]
        whole += weight[k] * p[k]
        middle[k] = rule[SHIFT] + rule[SLOPE] * mean[k]
        spread[k] = rule[SLOPE] * rule[SPREAD] * math.sqrt(variance[k])
        centre += weight[k] * middle[k]
    if rule[FIXED] > 0.0:
        whole = min(max(whole, _SURE), 1.0 - _SURE)
        whole = sigmoid(rule[SHIFT] + rule[SLOPE] * (math.log(whole) - math.log1p(-whole)))
    wide, own = 0.0, 0.0
    for k in range(3):
        wide += weight[k] * (spread[k] * spread[k] + (middle[k] - centre) ** 2)
        own += weight[k] * spread[k] * spread[k]
    low = sigmoid(mixed_quantile(rule[TAIL], -rule[REACH], weight, middle, spread))
    high = sigmoid(mixed_quantile(1.0 - rule[TAIL], rule[REACH], weight, middle, spread))
    out[0], out[1], out[2], out[3], out[4], out[5] = whole, min(low, whole), max(high, whole), centre, wide, seen
    out[12], out[13] = wide - own, 1.0 if out[2] - out[1] >= rule[UNKNOWN] else 0.0


@kernel
def _scored(o: Ints, f: Floats, p: Floats, said: float, outcome: float) -> None:
    """The forecasters' scores and the tally of calibration after an outcome."""
    rule = cut(f, o, RULE)
    scores = cut(f, o, SCORES)
    tally = grid(f, o, TALLY)
    for k in range(3):
        sure = min(max(p[k], _SURE), 1.0 - _SURE)
        score = outcome * math.log(sure) + (1.0 - outcome) * math.log1p(-sure)
        scores[k] = rule[FORGETTING] * scores[k] + score
    at = min(int(said * 10), 9)
    tally[at, 0] += 1.0
    tally[at, 1] += said
    tally[at, 2] += outcome


@kernel
def answer(o: Ints, f: Floats, i: Ints, b: Marks, e: Ints, x: Floats, out: Floats) -> None:
    """Read one moment: ``e`` and ``x`` are what :mod:`homing.engine._encode` writes, ``out`` is (SAID,)."""
    rule = cut(f, o, RULE)
    now = cut(f, o, NOW)
    nw, na, nc, nb = e[0], e[1], e[3], e[4]
    keys, codes, a = e[5 : 5 + nw], e[5 + nw : 5 + 2 * nw], 5 + 2 * nw
    people, cues, all_people = e[a : a + na], e[a + na : a + na + nc], e[a + na + nc : a + na + nc + nb]
    values, strengths = x[2 : 2 + nw], x[2 + nw : 2 + nw + nc]
    elapsed = x[0] - now[TIME]
    p, mean, variance = now[8:11], now[11:14], now[14:17]
    flow(o, f, elapsed)
    mean[0], variance[0], seen = world_read(o, f, i, b, keys, codes, values)
    p[0] = sigmoid(mean[0] / math.sqrt(1.0 + math.pi * variance[0] / 8.0))
    expect(o, f, i, elapsed, people, e[2], cues, strengths)
    p[1], wide = expected(o, f)
    count = max(p[1] * (1.0 - p[1]) / wide - 1.0, _CERTAIN)
    mean[1], variance[1] = log_odds_of(p[1] * count, (1.0 - p[1]) * count)
    left = 2.0 ** (-elapsed / rule[HALF_LIFE])
    p[2], mean[2], variance[2] = beta_read(o, f, i, all_people, left)
    together(o, f, p, mean, variance, seen, out)


@kernel
def learn(o: Ints, f: Floats, i: Ints, b: Marks, g: Words, seed: int, e: Ints, x: Floats, said: float) -> None:
    """Learn from the moment that :func:`answer` has just read, and said ``said`` of."""
    rule = cut(f, o, RULE)
    now = cut(f, o, NOW)
    nw, na, nc, nb = e[0], e[1], e[3], e[4]
    keys, codes, a = e[5 : 5 + nw], e[5 + nw : 5 + 2 * nw], 5 + 2 * nw
    people, cues, all_people = e[a : a + na], e[a + na : a + na + nc], e[a + na + nc : a + na + nc + nb]
    values, strengths = x[2 : 2 + nw], x[2 + nw : 2 + nw + nc]
    time, outcome = x[0], x[1]
    elapsed = time - now[TIME]
    now[TIME] = time
    beta_pass(o, f, i, 2.0 ** (-elapsed / rule[HALF_LIFE]))
    if math.isnan(outcome):
        world_drift(o, f, i)
        world_pass(o, f, i, False)
        drift(o, f, i, elapsed)
        return
    world_learn(o, f, i, b, keys, codes, values, outcome)
    causes_learn(o, f, i, b, g, seed, elapsed, people, e[2], cues, strengths, (time, outcome, math.nan, 1.0))
    beta_learn(o, f, i, b, all_people, outcome)
    _scored(o, f, now[8:11], said, outcome)


@kernel
def replay(o: Ints, f: Floats, i: Ints, b: Marks, seed: int, e: Ints, x: Floats, at: Ints, out: Floats) -> None:
    """Moments one after another: ``at`` (n + 1, 2) says where each begins in ``e`` and ``x``; ``out`` is (n, SAID)."""
    g = np.zeros(WORDS, np.uint64)
    for n in range(len(at) - 1):
        ints, floats = e[at[n, 0] : at[n + 1, 0]], x[at[n, 1] : at[n + 1, 1]]
        answer(o, f, i, b, ints, floats, out[n])
        learn(o, f, i, b, g, seed, ints, floats, out[n, 0])


__all__ = ["SAID", "answer", "replay"]
