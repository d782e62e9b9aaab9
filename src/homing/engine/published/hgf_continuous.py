"""The continuous hierarchical Gaussian filter of Mathys et al. 2014 (Front Hum Neurosci 8:825), two levels and noise.

A quantity (level 1) walks at random and is seen with noise; the logarithm of how fast it walks (level 2) walks too.
With its volatility held still it is a Kalman filter.

Explains: learning rates that rise when the world changes faster and fall when it is steady or noisy.
Does not explain: anything about cues (it has one stream, and the cues given are not used); sudden returns to a known
state; outliers, which it takes for change.

Forms taken: no drift; the noise is known, not learnt (the paper's second network, with a level above the noise, is not
here); standard and enhanced updates (eHGF) as in ``hgf_binary``. Time between rows scales the walks; before the first
row it is ``first_step``. A row whose outcome is not known is answered and skipped, so its time counts towards the
next. The paper estimates all parameters: the defaults are ours, for inputs that vary by about one. Equations are named
by what they do: the updates are those of the 2014 paper as restated in the documentation of pyhgf.
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
    """Parameters: input ``noise`` (a variance, alpha); ``enhanced`` (eHGF); tonic log-volatilities ``omega1`` and 2.

    ``kappa`` couples level 2 to level 1 (0: a Kalman filter); ``mean1``, ``precision1``, ``mean2``, ``precision2`` are
    the beliefs at the start, and ``first_step`` the time before the first row.
    """

    noise: float = 0.1
    enhanced: bool = False
    omega1: float = -3.0
    omega2: float = -6.0
    kappa: float = 1.0
    mean1: float = 0.0
    precision1: float = 1.0
    mean2: float = 0.0
    precision2: float = 1.0
    first_step: float = 1.0


class State(NamedTuple):
    """Beliefs of P people after the last known row, (P,) each.

    ``mean1``, ``precision1`` of the quantity, ``mean2``, ``precision2`` of its log-volatility; ``predicted1`` and
    ``predicted2`` the precisions with which that row was predicted (NaN before it); ``surprise`` at its outcome (minus
    the natural logarithm of its density); ``time`` of it, NaN before it. ``unused`` (P, D) is there
    for its shape only: the model has no cues.
    """

    mean1: Floats
    precision1: Floats
    mean2: Floats
    precision2: Floats
    predicted1: Floats
    predicted2: Floats
    surprise: Floats
    time: Floats
    unused: Floats


class Result(NamedTuple):
    """``response`` and ``expected``, the outcome expected before it is seen, and fields of ``State``; all (T,)."""

    response: Floats
    expected: Floats
    mean1: Floats
    precision1: Floats
    mean2: Floats
    precision2: Floats
    predicted1: Floats
    predicted2: Floats
    surprise: Floats


_DEFAULT = Params()


def start(people: int, cues: int, params: Params = _DEFAULT) -> State:
    """The state of ``people`` before any row; nothing is learnt of the ``cues``."""
    begin = (params.mean1, params.precision1, params.mean2, params.precision2, np.nan, np.nan, np.nan, np.nan)
    return State._make([*(np.full(people, value) for value in begin), np.zeros((people, cues))])


def run_block(state: State, events: Events, params: Params = _DEFAULT) -> tuple[State, Floats]:
    """Run a block of people: their last state and the expected outcomes (P, T).

    Raises ``ValueError`` if the events do not fit the state (see ``_protocol.checked``), or the standard filter leaves
    its range.
    """
    return over(_step, state, events, params, cues=state.unused.shape[1])


def run(cues: ArrayLike, outcomes: ArrayLike, times: ArrayLike, params: Params = _DEFAULT, *, seed: int = 0) -> Result:
    """Run one person over T rows of real ``outcomes`` (T,) at ``times`` (T,); ``cues`` (T, D) are not used.

    There is no chance, so ``seed`` is of no use. Raises ``ValueError`` as :func:`run_block` does.

    >>> run([[1.0]] * 3, [1.0, 1.0, 1.0], [1.0, 2.0, 3.0]).expected.round(3).tolist()
    [0.0, 0.913, 0.964]
    """
    del seed
    state, expected = along(start, run_block, (cues, outcomes, times), params)
    return Result(expected.copy(), expected, *state[:-2])


def _step(state: State, row: Row, params: Params) -> tuple[State, Floats]:
    known = row.known
    u = np.where(known, row.outcome, 0.0)
    gone = elapsed(row, state.time, params.first_step)
    parent = predicted(Belief(state.mean2, state.precision2), gone * np.exp(params.omega2))  # level 2 is predicted
    walk = Walk(gone, params.kappa, params.omega1)
    child = predicted(Belief(state.mean1, state.precision1), walk.variance(parent.mean))  # level 1 is predicted
    precision1 = child.precision + 1.0 / params.noise  # the input weighs in with its precision
    after = Belief(child.mean + (u - child.mean) / params.noise / precision1, precision1)
    above = parent_update(child, after, parent, walk, enhanced=params.enhanced)  # the volatility prediction error
    refuse_negative(above.precision, known)
    surprise = gaussian_surprise(predicted(child, np.full_like(u, params.noise)), u)
    new = State(*after, *above, child.precision, parent.precision, surprise, row.time, state.unused)
    if not known.all():
        kept = (np.where(known, one, other) for one, other in zip(new[:-1], state[:-1], strict=True))
        new = State._make([*kept, state.unused])
    return new, child.mean.copy()
