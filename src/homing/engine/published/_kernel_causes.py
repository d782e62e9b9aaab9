"""The loop of ``latent_cause_2010`` by local maximum a posteriori, one person after another, in plain Python for numba.

Every product and sum is taken in the order of the array path (``_causes``), so that the two agree to the last digit in
a block, and no near tie between two causes can go one way here and the other way there.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from homing.engine.published._protocol import Events, Floats
from homing.engine.published.latent_cause_2010 import Params, Result, State

_AT_ONCE = 64  # as in _causes: features multiplied before the product is brought back to size


def loop(
    x: Any,
    r: Any,
    there: Any,
    alpha: float,
    stickiness: float,
    both: float,
    rows: Any,
    cells: Any,
    last: Any,
    held: Any,
    expected: Any,
    trail: Any,
    given: Any,
) -> None:
    """Move the state along cues ``x`` (P, T, D) and outcomes ``r`` (P, T); write ``expected`` (P, T).

    The state is that of ``latent_cause_2010.State``: ``rows`` (P, K), ``cells`` (P, K, 2 D + 1), ``last`` (P,) and
    ``held`` (P, K), all written to. ``trail`` (T, K) and ``given`` (T,) take the responsibilities and the cause after
    each row of a single person, where they are long enough; they may be (0, K) and (0,).
    """
    people, length, cues = x.shape
    causes = rows.shape[1]
    weight, outcome, per = np.zeros(causes), np.zeros(causes), np.zeros(causes)
    every = trail.shape[0] > 0
    for p in range(people):
        wide = 2
        for k in range(causes):
            per[k] = 1.0 / (rows[p, k] + both)
            if rows[p, k] > 0.0:
                wide = max(wide, k + 2)
        wide = min(wide, causes)
        fresh, learnt = -1, False
        for t in range(length):
            if not there[p, t]:
                expected[p, t] = math.nan
                continue
            # eq. 1: the sticky Chinese restaurant process; alpha goes to the first cause without weight
            if fresh < 0:
                sole = alpha == 0.0 and rows[p, 0] == 0.0  # alpha = 0 knows one cause only
                fresh = causes
                for k in range(causes - 1, -1, -1):
                    if rows[p, k] + (stickiness if last[p] == k else 0.0) == 0.0:
                        fresh = k
                if sole:
                    fresh = 0
                share = 1.0 if sole else alpha
            for k in range(wide):
                weight[k] = rows[p, k] + (share if k == fresh else 0.0)
                if last[p] == k:
                    weight[k] += stickiness
            # eq. 2 and 3: the chance of the cues under each cause
            for first in range(0, cues, _AT_ONCE):
                end = min(cues, first + _AT_ONCE)
                most = -math.inf
                for k in range(wide):
                    fit = 1.0
                    for d in range(first, end):
                        fit *= (cells[p, k, cues + d] * x[p, t, d] + cells[p, k, d]) * per[k]
                    weight[k] *= fit
                    most = max(most, weight[k])
                if cues > _AT_ONCE:
                    for k in range(wide):
                        weight[k] /= most
            above, below = 0.0, 0.0
            for k in range(wide):
                outcome[k] = per[k] * cells[p, k, 2 * cues]
                above += weight[k] * outcome[k]
                below += weight[k]
            expected[p, t] = above / below  # eq. 5
            seen = r[p, t]
            if seen == seen:
                chosen, most, learnt = 0, -math.inf, True
                for k in range(causes):
                    if k < wide:
                        weight[k] *= (1.0 - seen) + (2.0 * seen - 1.0) * outcome[k]  # eq. 4
                        held[p, k] = weight[k]
                        if weight[k] > most:
                            chosen, most = k, weight[k]
                    else:
                        held[p, k] = 0.0
                for d in range(cues):
                    cells[p, chosen, d] += 1.0 - x[p, t, d]
                    cells[p, chosen, cues + d] += 2.0 * x[p, t, d] - 1.0
                cells[p, chosen, 2 * cues] += seen
                rows[p, chosen] += 1.0
                per[chosen] = 1.0 / (rows[p, chosen] + both)
                last[p] = chosen
                wide = min(causes, max(wide, chosen + 2))
                fresh = -1
            if every:
                total = 0.0
                for k in range(causes):
                    total += held[p, k]
                for k in range(causes):
                    trail[t, k] = held[p, k] / total if learnt else held[p, k]
                given[t] = last[p]
        if learnt:
            total = 0.0
            for k in range(causes):
                total += held[p, k]
            for k in range(causes):
                held[p, k] /= total


def shape(state: State) -> tuple[int, int]:
    """People and cues."""
    return state.cells.shape[0], state.cells.shape[2] // 2


def sweep(
    go: Any, state: State, events: Events, params: Params, rows: int
) -> tuple[State, Floats, tuple[Any, ...]] | None:
    """The last state, what was expected (P, T), and responsibilities and causes after each of ``rows``.

    ``go`` is :func:`loop`; ``rows`` is 0, or all of a single person. None if more than one particle is asked for.
    """
    if params.particles != 1:
        return None
    moved = State._make(np.array(field, order="C") for field in state)
    expected, trail = np.empty(events.outcomes.shape), np.empty((rows, moved.rows.shape[1]))
    given = np.empty(rows, dtype=np.int64)
    prior = float(params.alpha), float(params.stickiness), float(params.a + params.b)
    go(events.cues, events.outcomes, events.there, *prior, *moved, expected, trail, given)
    return moved, expected, (trail, given)


def result(expected: Floats, trail: tuple[Any, ...]) -> Result:
    """Of one person."""
    return Result(expected.copy(), expected, *trail)
