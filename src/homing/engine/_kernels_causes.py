"""Compiled: what a moment expects of :mod:`homing.engine.alarm`, over all places of all particles in a row (n = M P).

Likelihoods are kept as products (``t_like``) as far as they are products of ratios; only roots and graded cues need
logarithms (``t_curve``). So a place costs an exponential or none, where the array path takes six logarithms.
"""

from __future__ import annotations

import math

import numpy as np

from ._alarm_state import PLACED, QUIET, RUNG, SIZE, WITH
from ._kernels import fused_kernel, kernel
from ._kernels_math import exps, logs
from ._kernels_room import (
    C_COLUMN,
    C_KEY,
    C_KIND,
    C_LABELS,
    C_LEAN,
    C_NAME,
    C_STATS,
    C_WEIGHTS,
    COUNT,
    NOW,
    RULE,
    T_CURVE,
    T_INTS,
    T_LIKE,
    T_ONE,
    T_SHARE,
    T_THREE,
    T_TWO,
    T_UNDER,
    Floats,
    Ints,
    cut,
    grid,
)
from ._timeprior import RATES, WEIGHTS, J

NAMES, PEOPLE, SETTINGS, CUES, COLUMNS, TOLD, LEANS = 2, 3, 4, 5, 6, 7, 8
"""Where in ``Room.count``: names known, of each kind, columns used, moments learnt from, whether any cause leans."""
ALPHA, FLOOR, RINGS, SILENCES, HARMS, SAFES, PRESENT, ABSENT, CATEGORY, GRAIN, FADES = range(1, 12)
"""Where in ``Room.rule``: the parameters of the alarm model, as they are named there."""
TOP, LAW = 0, 32
"""Where in ``Room.now``: the greatest of ``t_curve``, taken out of ``t_share``; and room for the law of time."""
_EVERY = 8
_MANY = 16
_HALF_LOG_TAU = 0.5 * math.log(2.0 * math.pi)


@fused_kernel
def faded(stats: Floats, by: Floats, floor: float, out: Floats) -> None:
    """The sum of the J counters times ``by``, and the floor, of every place; five rows a pass."""
    out[:] = floor
    for k in range(0, J, 5):
        r0, r1, r2, r3, r4 = stats[k], stats[k + 1], stats[k + 2], stats[k + 3], stats[k + 4]
        w0, w1, w2, w3, w4 = by[k], by[k + 1], by[k + 2], by[k + 3], by[k + 4]
        for n in range(len(out)):
            out[n] += (w0 * r0[n] + w1 * r1[n]) + (w2 * r2[n] + w3 * r3[n]) + w4 * r4[n]


@kernel
def _prior(o: Ints, f: Floats, i: Ints, elapsed: float) -> None:
    """The prior of every place, as :func:`homing.engine._alarm_features.log_prior`: ``t_like`` over 1 (``t_under``)."""
    rule = cut(f, o, RULE)
    now = cut(f, o, NOW)
    c_weights = cut(f, o, C_WEIGHTS)
    c_stats = grid(f, o, C_STATS)
    c_lean = cut(f, o, C_LEAN)
    t_like = cut(f, o, T_LIKE)
    count = cut(i, o, COUNT)
    c_labels = cut(i, o, C_LABELS)
    like, places = t_like, len(c_labels) // len(c_weights)
    cut(f, o, T_UNDER)[:] = 1.0
    law = now[LAW : LAW + J]
    for k in range(J):
        law[k] = WEIGHTS[k] * math.exp(-elapsed * RATES[k])
    faded(c_stats, law, rule[FLOOR], like)
    sizes = c_stats[SIZE]
    for n in range(len(like)):
        like[n] *= sizes[n] > 0.0
    like[places - 1 :: places] = rule[ALPHA]
    if count[LEANS]:
        left = math.exp(-elapsed / rule[FADES])
        for n in range(len(like)):
            like[n] *= math.exp(c_lean[n] * left)
    for m in range(len(c_weights)):
        total = 0.0
        for n in range(m * places, (m + 1) * places):
            total += like[n]
        share = 1.0 / total
        for n in range(m * places, (m + 1) * places):
            like[n] *= share


@kernel
def _named(o: Ints, f: Floats, i: Ints, key: int, kind: int, total: int, over: Floats, under: Floats) -> None:
    """Dirichlet over the names of a kind: multiply ``over`` and ``under`` by what it is a ratio of."""
    rule = cut(f, o, RULE)
    c_stats = grid(f, o, C_STATS)
    count = cut(i, o, COUNT)
    c_name = cut(i, o, C_NAME)
    c_column = cut(i, o, C_COLUMN)
    slot = c_name[key] if key >= 0 else -1
    among = rule[CATEGORY] * (count[PEOPLE + kind] + (slot < 0) + 1)
    all_, more = c_stats[total], rule[CATEGORY]
    row = c_stats[c_column[max(slot, 0)]]
    known = 1.0 if slot >= 0 else 0.0
    for n in range(len(over)):
        over[n] *= known * row[n] + more
        under[n] *= all_[n] + among


@kernel
def _people(o: Ints, f: Floats, i: Ints, people: Ints) -> None:
    """n people speak with the n-th root of their likelihoods."""
    t_like = cut(f, o, T_LIKE)
    t_under = cut(f, o, T_UNDER)
    t_one = cut(f, o, T_ONE)
    t_three = cut(f, o, T_THREE)
    one, three = t_one[: len(t_like)], t_three[: len(t_like)]
    if len(people) == 1:
        _named(o, f, i, people[0], 0, WITH, t_like, t_under)
    elif len(people) > 1:
        one[:] = 1.0
        three[:] = 1.0
        for k in range(len(people)):
            _named(o, f, i, people[k], 0, WITH, one, three)
            if k % _EVERY == _EVERY - 1:
                _divided(one, three)
        _divided(one, three)
        _curve(o, f, one, 1.0 / len(people))


@kernel
def _divided(over: Floats, under: Floats) -> None:
    """Let ``over`` be the ratio, and ``under`` be 1, so that no product leaves the range of normal numbers."""
    for n in range(len(over)):
        over[n] /= under[n]
        under[n] = 1.0


@kernel
def _curve(o: Ints, f: Floats, positive: Floats, power: float) -> None:
    """Add the logarithm of ``positive`` (which is spoilt), times a power, to ``t_curve``."""
    t_curve = cut(f, o, T_CURVE)
    t_two = cut(f, o, T_TWO)
    two = t_two[: len(positive)]
    logs(positive, positive.view(np.int64), two)
    for n in range(len(two)):
        t_curve[n] += power * two[n]


@kernel
def _cue(o: Ints, f: Floats, i: Ints, slot: int, strength: float) -> bool:
    """A named cue of a strength: that share of its presence, and the rest of its absence. Whether it was graded."""
    rule = cut(f, o, RULE)
    c_stats = grid(f, o, C_STATS)
    t_like = cut(f, o, T_LIKE)
    t_under = cut(f, o, T_UNDER)
    t_one = cut(f, o, T_ONE)
    t_three = cut(f, o, T_THREE)
    c_column = cut(i, o, C_COLUMN)
    like, under, first = t_like, t_under, c_column[slot]
    yes, no = c_stats[first], c_stats[first + 1]
    there, gone = rule[PRESENT], rule[ABSENT]
    if strength == 1.0:
        for n in range(len(like)):
            like[n] *= yes[n] + there
            under[n] *= (yes[n] + there) + (no[n] + gone)
        return False
    one, three = t_one[: len(like)], t_three[: len(like)]
    for n in range(len(like)):
        one[n], three[n] = yes[n] + there, no[n] + gone
        under[n] *= one[n] + three[n]
    _curve(o, f, one, strength)
    _curve(o, f, three, 1.0 - strength)
    return True


@kernel
def _absent(o: Ints, f: Floats, i: Ints, cues: Ints) -> bool:
    """The known cues that are not there. Whether they were so many that their product went to ``t_curve``."""
    rule = cut(f, o, RULE)
    c_stats = grid(f, o, C_STATS)
    t_like = cut(f, o, T_LIKE)
    t_under = cut(f, o, T_UNDER)
    t_one = cut(f, o, T_ONE)
    t_three = cut(f, o, T_THREE)
    count = cut(i, o, COUNT)
    c_key = cut(i, o, C_KEY)
    c_kind = cut(i, o, C_KIND)
    c_column = cut(i, o, C_COLUMN)
    many = count[CUES] > _MANY
    over, under = t_like, t_under
    if many:
        over, under = t_one[: len(t_like)], t_three[: len(t_like)]
        over[:] = 1.0
        under[:] = 1.0
    there, gone, since = rule[PRESENT], rule[ABSENT], 0
    for slot in range(count[NAMES]):
        named = c_kind[slot] != 2
        for k in range(len(cues)):
            named |= c_key[slot] == cues[k]
        if not named:
            yes, no = c_stats[c_column[slot]], c_stats[c_column[slot] + 1]
            for n in range(len(over)):
                over[n] *= no[n] + gone
                under[n] *= (yes[n] + there) + (no[n] + gone)
            since += 1
            if since % _EVERY == 0:
                _divided(over, under)
    if many:
        _divided(over, under)
        for n in range(len(over)):
            over[n] = max(over[n], 1e-300)
        _curve(o, f, over, 1.0)
        return True
    return False


@kernel
def expect(o: Ints, f: Floats, i: Ints, elapsed: float, people: Ints, setting: int, cues: Ints, x: Floats) -> None:
    """How probable each cause of each particle is with this moment, before alarm and outcome, into ``t_share``.

    Up to a common factor, whose logarithm is ``now[TOP]``.
    """
    now = cut(f, o, NOW)
    t_like = cut(f, o, T_LIKE)
    t_curve = cut(f, o, T_CURVE)
    t_share = cut(f, o, T_SHARE)
    t_under = cut(f, o, T_UNDER)
    t_one = cut(f, o, T_ONE)
    c_name = cut(i, o, C_NAME)
    t_ints = cut(i, o, T_INTS)
    like, curve, share = t_like, t_curve, t_share
    _prior(o, f, i, elapsed)
    curve[:] = 0.0
    curved = len(people) > 1
    _people(o, f, i, people)
    if setting >= 0 or setting == -2:
        _named(o, f, i, setting, 1, PLACED, like, t_under)
    for k in range(len(cues)):
        if cues[k] >= 0 and c_name[cues[k]] >= 0:
            curved |= _cue(o, f, i, c_name[cues[k]], x[k])
        if k % _EVERY == _EVERY - 1:  # so that no product of small ratios leaves the range of normal numbers
            curved = True
            _take_in(o, f)
    if len(cues) > 0:
        curved |= _absent(o, f, i, cues)
    now[TOP] = 0.0
    if not curved:
        for n in range(len(like)):
            share[n] = like[n] / t_under[n]
        return
    top = -math.inf
    for n in range(len(like)):
        if like[n] > 0.0:
            top = max(top, curve[n])
    now[TOP] = top
    one = t_one[: len(like)]
    for n in range(len(like)):
        one[n] = min(curve[n] - top, 0.0)
    exps(one, t_ints, share, share.view(np.int64))
    for n in range(len(like)):
        share[n] *= like[n] / t_under[n]


@kernel
def _take_in(
    o: Ints,
    f: Floats,
) -> None:
    """Move the products so far to ``t_curve``; an empty place stays one of no likelihood."""
    t_like = cut(f, o, T_LIKE)
    t_under = cut(f, o, T_UNDER)
    t_one = cut(f, o, T_ONE)
    like, one = t_like, t_one[: len(t_like)]
    _divided(like, t_under)
    for n in range(len(like)):
        one[n] = like[n] if like[n] > 0.0 else 1.0
        like[n] = 1.0 if like[n] > 0.0 else 0.0
    _curve(o, f, one, 1.0)


@kernel
def expected(o: Ints, f: Floats) -> tuple[float, float]:
    """Mean and variance of the felt alarm."""
    rule = cut(f, o, RULE)
    c_weights = cut(f, o, C_WEIGHTS)
    c_stats = grid(f, o, C_STATS)
    share = cut(f, o, T_SHARE)
    t_one = cut(f, o, T_ONE)
    t_three = cut(f, o, T_THREE)
    every = len(c_weights)
    places = len(share) // every
    one, three = t_one[: len(share)], t_three[: len(share)]
    rung, quiet, rings, silences = c_stats[RUNG], c_stats[QUIET], rule[RINGS], rule[SILENCES]
    for n in range(len(share)):
        yes = rung[n] + rings
        count = yes + (quiet[n] + silences)
        part = share[n] * yes / (count * (count + 1.0))
        one[n], three[n] = part * (count + 1.0), part * (yes + 1.0)
    top = c_weights.max()
    total, first, second = 0.0, 0.0, 0.0
    for m in range(every):
        inside, mean, square = 0.0, 0.0, 0.0
        for n in range(m * places, (m + 1) * places):
            inside += share[n]
            mean += one[n]
            square += three[n]
        weight = math.exp(c_weights[m] - top)
        total += weight * inside
        first += weight * mean
        second += weight * square
    p = first / total
    return p, max(second / total - p * p, 1e-12)


@kernel
def foresaw(o: Ints, f: Floats, i: Ints, first: int, prior: int, yes: float, no: float) -> None:
    """Multiply ``t_share`` by how well each cause foresaw these counts of what stands in ``first`` and the next column.

    As :func:`homing.engine._graded.log_evidence`.
    """
    rule = cut(f, o, RULE)
    c_stats = grid(f, o, C_STATS)
    t_like = cut(f, o, T_LIKE)
    t_curve = cut(f, o, T_CURVE)
    t_share = cut(f, o, T_SHARE)
    t_one = cut(f, o, T_ONE)
    t_two = cut(f, o, T_TWO)
    t_three = cut(f, o, T_THREE)
    t_ints = cut(i, o, T_INTS)
    share, one, two, three = t_share, t_one[: len(t_like)], t_two[: len(t_like)], t_three[: len(t_like)]
    ups, downs, first_up, first_down = c_stats[first], c_stats[first + 1], rule[prior], rule[prior + 1]
    if (yes == 1.0 and no == 0.0) or (yes == 0.0 and no == 1.0):
        for n in range(len(share)):
            up, down = ups[n] + first_up, downs[n] + first_down
            share[n] *= (up if yes == 1.0 else down) / (up + down)
        return
    three[:] = 0.0
    for n in range(len(share)):
        one[n] = ups[n] + first_up
    _rises(one, yes, 1.0, three, two, t_curve)
    for n in range(len(share)):
        one[n] = downs[n] + first_down
    _rises(one, no, 1.0, three, two, t_curve)
    for n in range(len(share)):
        one[n] = (ups[n] + first_up) + (downs[n] + first_down)
    _rises(one, yes + no, -1.0, three, two, t_curve)
    exps(three, t_ints, two, two.view(np.int64))
    for n in range(len(share)):
        share[n] *= two[n]


@kernel
def _rises(x: Floats, more: float, sign: float, total: Floats, room: Floats, again: Floats) -> None:
    """Add sign (log gamma(x + more) - log gamma(x)) to ``total``."""
    for turn in range(2):
        side = sign if turn == 0 else -sign
        for n in range(len(x)):
            room[n] = x[n] + (more if turn == 0 else 0.0) + 8.0
        logs(room, room.view(np.int64), again)
        for n in range(len(x)):
            shifted = x[n] + (more if turn == 0 else 0.0) + 8.0
            square = 1.0 / (shifted * shifted)
            series = (1 / 12 - square * (1 / 360 - square * (1 / 1260 - square * (1 / 1680 - square / 1188)))) / shifted
            total[n] += side * ((shifted - 0.5) * again[n] - shifted + _HALF_LOG_TAU + series)
        for n in range(len(x)):
            y = x[n] + (more if turn == 0 else 0.0)
            pairs = y * (y + 7.0)
            room[n] = pairs * (pairs + 6.0) * (pairs + 10.0) * (pairs + 12.0)
        logs(room, room.view(np.int64), again)
        for n in range(len(x)):
            total[n] -= side * again[n]
