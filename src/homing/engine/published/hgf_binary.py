"""The binary hierarchical Gaussian filter of Mathys et al. 2011 (Front Hum Neurosci 5:39) and 2014 (8:825).

A tendency (level 2) walks at random and is seen through a sigmoid; how fast it walks (level 3) walks too. So the rate
of learning follows how changeable the world seems.

Explains: faster learning in volatile than in stable times, slow learning once sure, differences between people in both.
Does not explain: anything about cues (it has one stream, and the cues given are not used), return of what was unlearnt,
switching back at once to a known state.

Forms taken: two levels (the volatility is tonic) or three. The standard updates, and those of the enhanced filter
(eHGF): the mean moves first, by the predicted precision, and the precision is never left below zero, where the standard
filter is refused. The eHGF is that of pyhgf 0.2.12, as its numbers show; the TAPAS toolbox takes the curvature at the
new mean, and never lets it lower the precision. Time between rows scales the walks; before the first row it is
``first_step``. A row whose outcome is not known is answered and skipped, so its time counts towards the next. Defaults
are those of the run our numbers are checked against; people's values are estimated. The level updates are eq. 22 to 31
of the 2011 paper (MEM: the numbers are from memory; the equations were read in the documentation of pyhgf).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from homing.engine.published._protocol import Events, Floats, Row, along, over
from homing.engine.published._volatility import (
    Belief,
    Walk,
    elapsed,
    gaussian_surprise,
    parent_update,
    predicted,
    refuse_negative,
)


@dataclass(frozen=True, slots=True)
class Params:
    """Parameters: ``levels`` 2 or 3; ``enhanced`` (eHGF); tonic log-volatilities ``omega2`` and ``omega3``; ``kappa``.

    ``mean2``, ``precision2``, ``mean3``, ``precision3`` are the beliefs at the start (level 2 on the logit scale), and
    ``first_step`` the time before the first row.
    """

    levels: int = 3
    enhanced: bool = False
    omega2: float = -3.0
    omega3: float = -6.0
    kappa: float = 1.0
    mean2: float = 0.5
    precision2: float = 1.0
    mean3: float = 0.0
    precision3: float = 1.0
    first_step: float = 1.0


class State(NamedTuple):
    """Beliefs of P people after the last known row, (P,) each.

    ``mean2``, ``precision2`` of the tendency (logit), ``mean3``, ``precision3`` of its log-volatility; ``predicted2``
    and ``predicted3`` the precisions with which that row was predicted (NaN before it); ``surprise`` at it, summed over
    levels (natural logarithm); ``time`` of it, NaN before it. ``unused`` (P, D) is there
    for its shape only: the model has no cues.
    """

    mean2: Floats
    precision2: Floats
    mean3: Floats
    precision3: Floats
    predicted2: Floats
    predicted3: Floats
    surprise: Floats
    time: Floats
    unused: Floats


class Result(NamedTuple):
    """``response`` and ``expected``, the chance of a 1 before it is seen, and fields of ``State``; all (T,)."""

    response: Floats
    expected: Floats
    mean2: Floats
    precision2: Floats
    mean3: Floats
    precision3: Floats
    predicted2: Floats
    predicted3: Floats
    surprise: Floats


_DEFAULT = Params()


def start(people: int, cues: int, params: Params = _DEFAULT) -> State:
    """The state of ``people`` before any row; nothing is learnt of the ``cues``.

    Raises ``ValueError`` unless there are two or three levels.
    """
    if params.levels not in (2, 3):
        raise ValueError("the binary filter has two or three levels")
    begin = (params.mean2, params.precision2, params.mean3, params.precision3, np.nan, np.nan, np.nan, np.nan)
    return State._make([*(np.full(people, value) for value in begin), np.zeros((people, cues))])


def run_block(state: State, events: Events, params: Params = _DEFAULT) -> tuple[State, Floats]:
    """Run a block of people: their last state and the expected outcomes (P, T).

    Raises ``ValueError`` if the events do not fit the state (see ``_protocol.checked``), an outcome is not within
    [0, 1], or the standard filter leaves its range.
    """
    r = events.outcomes
    if r.shape == events.there.shape and np.any(events.there & ((r < 0.0) | (r > 1.0))):
        raise ValueError("outcomes of this model lie between 0 and 1")
    return over(_step, state, events, params, cues=state.unused.shape[1])


def run(cues: ArrayLike, outcomes: ArrayLike, times: ArrayLike, params: Params = _DEFAULT, *, seed: int = 0) -> Result:
    """Run one person over T rows of ``outcomes`` (T,) in {0, 1} at ``times`` (T,); ``cues`` (T, D) are not used.

    There is no chance, so ``seed`` is of no use. Raises ``ValueError`` as :func:`run_block` does.

    >>> run([[1.0]] * 3, [1.0, 1.0, 0.0], [1.0, 2.0, 3.0]).expected.round(3).tolist()
    [0.622, 0.694, 0.74]
    """
    del seed
    state, expected = along(start, run_block, (cues, outcomes, times), params)
    return Result(expected.copy(), expected, *state[:-2])


def _step(state: State, row: Row, params: Params) -> tuple[State, Floats]:
    known = row.known
    u = np.where(known, row.outcome, 0.0)
    gone = elapsed(row, state.time, params.first_step)
    before, parent = Belief(state.mean2, state.precision2), Belief(state.mean3, state.precision3)
    deep = params.levels == 3
    walk = Walk(gone, params.kappa if deep else 0.0, params.omega2)
    child = predicted(before, walk.variance(parent.mean))  # level 2 is predicted
    wonder = np.logaddexp(0.0, -child.mean)
    expected = np.exp(-wonder)  # level 1 is predicted: the sigmoid of the mean
    precision2 = child.precision + expected * (1.0 - expected)  # level 2 learns from level 1
    after = Belief(child.mean + (u - expected) / precision2, precision2)
    surprise = wonder + (1.0 - u) * child.mean + gaussian_surprise(child, after.mean)
    foreseen = parent
    if deep:
        foreseen = predicted(parent, gone * np.exp(params.omega3))  # level 3 is predicted
        parent = parent_update(child, after, foreseen, walk, enhanced=params.enhanced)
        refuse_negative(parent.precision, known)
        surprise = surprise + gaussian_surprise(foreseen, parent.mean)
    new = State(*after, *parent, child.precision, foreseen.precision, surprise, row.time, state.unused)
    if not known.all():
        kept = (np.where(known, one, other) for one, other in zip(new[:-1], state[:-1], strict=True))
        new = State._make([*kept, state.unused])
    return new, expected
