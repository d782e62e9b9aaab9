"""The loop of ``hgf_binary``, one person after another, in plain Python that numba can compile.

The same equations as the array path, in the same order. The surprise is that of the last known row alone, so it is
reckoned there alone, unless every row is asked for.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from homing.engine.published._protocol import Events, Floats
from homing.engine.published.hgf_binary import Params, Result, State

_BOUNDLESS = 500.0
_ROUND = math.log(2.0 * math.pi)


def loop(
    r: Any,
    tau: Any,
    there: Any,
    first_step: float,
    deep: bool,
    enhanced: bool,
    kappa: float,
    omega2: float,
    omega3: float,
    state: Any,
    expected: Any,
    trail: Any,
) -> bool:
    """Move ``state`` (P, 8) along outcomes ``r`` (P, T) at times ``tau`` (P, T); write ``expected`` (P, T).

    The eight are the fields of ``hgf_binary.State`` but the last. ``trail`` (T, 8) takes the state after each row of a
    single person, where it is long enough; it may be (0, 8). Returns False, half done, if the standard filter leaves
    its range.
    """
    tonic3 = math.exp(omega3)
    if not deep:
        kappa = 0.0
    every = trail.shape[0] > 0
    for p in range(r.shape[0]):
        final = r.shape[1] - 1
        while final >= 0 and (not there[p, final] or r[p, final] != r[p, final]):
            final -= 1
        mean2, precision2, mean3, precision3 = state[p, 0], state[p, 1], state[p, 2], state[p, 3]
        before = state[p, 7]
        for t in range(r.shape[1]):
            if not there[p, t]:
                expected[p, t] = math.nan
                continue
            # level 1 is predicted: the sigmoid of the mean
            if mean2 >= 0.0:
                chance = 1.0 / (1.0 + math.exp(-mean2))
            else:
                odds = math.exp(mean2)
                chance = odds / (1.0 + odds)
            expected[p, t] = chance
            u = r[p, t]
            if u == u:
                gone = first_step if before != before else tau[p, t] - before
                before = tau[p, t]
                walk = gone * math.exp(min(kappa * mean3 + omega2, _BOUNDLESS))
                predicted2 = 1.0 / (1.0 / precision2 + walk)  # level 2 is predicted
                after2 = predicted2 + chance * (1.0 - chance)  # level 2 learns from level 1
                moved = (u - chance) / after2
                predicted3, after3, now3 = precision3, precision3, mean3
                if deep:
                    predicted3 = 1.0 / (1.0 / precision3 + gone * tonic3)  # level 3 is predicted
                    share = walk * predicted2
                    surprise = predicted2 * (1.0 / after2 + moved * moved) - 1.0
                    pull = 0.5 * kappa * share * surprise
                    after3 = predicted3 + 0.5 * kappa * kappa * share * (share + (2.0 * share - 1.0) * surprise)
                    if enhanced:
                        now3 = mean3 + pull / predicted3
                        if not after3 > 0.0:
                            after3 = predicted3
                    else:
                        if not after3 > 0.0:
                            return False
                        now3 = mean3 + pull / after3
                if every or t == final:
                    lost = max(0.0, -mean2) + math.log1p(math.exp(-abs(mean2))) + (1.0 - u) * mean2
                    lost += 0.5 * (_ROUND - math.log(predicted2) + predicted2 * moved * moved)
                    if deep:
                        away = now3 - mean3
                        lost += 0.5 * (_ROUND - math.log(predicted3) + predicted3 * away * away)
                    state[p, 4], state[p, 5], state[p, 6] = predicted2, predicted3, lost
                mean2, precision2, mean3, precision3 = mean2 + moved, after2, now3, after3
            if every:
                trail[t, 0], trail[t, 1], trail[t, 2], trail[t, 3] = mean2, precision2, mean3, precision3
                trail[t, 4], trail[t, 5], trail[t, 6], trail[t, 7] = state[p, 4], state[p, 5], state[p, 6], before
        state[p, 0], state[p, 1], state[p, 2], state[p, 3], state[p, 7] = mean2, precision2, mean3, precision3, before
    return True


def shape(state: State) -> tuple[int, int]:
    """People and cues."""
    return len(state.mean2), state.unused.shape[1]


def sweep(
    go: Any, state: State, events: Events, params: Params, rows: int
) -> tuple[State, Floats, tuple[Floats, ...]] | None:
    """The last state, what was expected (P, T), and the state after each of ``rows`` (0, or all of a single person).

    ``go`` is :func:`loop`. None if the standard filter leaves its range.
    """
    table, expected, trail = np.stack(state[:-1], axis=1), np.empty(events.outcomes.shape), np.empty((rows, 8))
    numbers = (float(one) for one in (params.kappa, params.omega2, params.omega3))
    how = float(params.first_step), params.levels == 3, bool(params.enhanced), *numbers
    if not go(events.outcomes, events.times, events.there, *how, table, expected, trail):
        return None
    moved = State._make([*np.ascontiguousarray(table.T), state.unused])
    return moved, expected, tuple(np.ascontiguousarray(trail.T))


def result(expected: Floats, trail: tuple[Floats, ...]) -> Result:
    """Of one person."""
    return Result(expected.copy(), expected, *trail[:-1])
