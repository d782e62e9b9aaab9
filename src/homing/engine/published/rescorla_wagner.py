"""The model of Rescorla & Wagner 1972 (in Black & Prokasy, *Classical Conditioning II*, pp. 64-99).

All cues that are there share one expectation, and each learns from the same error.

Explains: acquisition and extinction curves, blocking, overshadowing, overexpectation, conditioned inhibition.
Does not explain: latent inhibition, spontaneous recovery, renewal, reinstatement, second-order conditioning, backward
blocking; extinction is unlearning, time does nothing, and an inhibitor shown alone loses its inhibition.

Form taken: one salience for all cues unless given, and one rate for outcome and no outcome unless given; the paper
leaves all values free. The default rate is that of Gershman et al. 2017 (eLife 6:e23763), whose model is this one when
no new cause may arise (alpha = 0) and one round is taken a trial. With many cues a row, take a smaller one: predictions
do not settle if the rate times the saliences of the cues shown together is above 2.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from homing.engine.published._protocol import Events, Floats, Row, along, over


@dataclass(frozen=True, slots=True)
class Params:
    """Parameters: ``rate`` beta of learning, ``absent_rate`` the same on rows where the outcome is 0 (None: the same).

    ``salience`` alpha of each cue (one number for all, or one a cue), ``weight`` V at the start.
    """

    rate: float = 0.3
    absent_rate: float | None = None
    salience: float | tuple[float, ...] = 1.0
    weight: float = 0.0


class State(NamedTuple):
    """``weights`` (P, D): what each cue has come to predict."""

    weights: Floats


class Result(NamedTuple):
    """``response`` (T,), ``expected`` (T,), both the summed prediction; ``weights`` (T, D) after each row."""

    response: Floats
    expected: Floats
    weights: Floats


_DEFAULT = Params()


def start(people: int, cues: int, params: Params = _DEFAULT) -> State:
    """The state of ``people`` who have seen none of the ``cues``."""
    return State(np.full((people, cues), params.weight))


def run_block(state: State, events: Events, params: Params = _DEFAULT) -> tuple[State, Floats]:
    """Run a block of people: their last state and the expected outcomes (P, T).

    Raises ``ValueError`` if the events do not fit the state (see ``_protocol.checked``).
    """
    return over(_step, state, events, params, cues=state.weights.shape[1])


def run(cues: ArrayLike, outcomes: ArrayLike, times: ArrayLike, params: Params = _DEFAULT, *, seed: int = 0) -> Result:
    """Run one person over T rows: ``cues`` (T, D), ``outcomes`` (T,), ``times`` (T,); no chance, so no use of ``seed``.

    Raises ``ValueError`` if the rows do not fit together.

    >>> run([[1.0], [1.0], [1.0]], [1.0, 1.0, 0.0], [0.0, 1.0, 2.0], Params(rate=0.5)).expected.tolist()
    [0.0, 0.5, 0.75]
    """
    del seed
    state, expected = along(start, run_block, (cues, outcomes, times), params)
    return Result(expected.copy(), expected, state.weights)


def _step(state: State, row: Row, params: Params) -> tuple[State, Floats]:
    expected = (state.weights * row.cues).sum(axis=1)  # the sum of V over the cues that are there
    error = np.where(row.known, row.outcome - expected, 0.0)  # lambda - sum V
    absent = params.rate if params.absent_rate is None else params.absent_rate
    rate = np.where(row.outcome == 0.0, absent, params.rate)  # beta
    change = (rate * error)[:, None] * (np.asarray(params.salience) * row.cues)  # alpha beta (lambda - sum V)
    return State(state.weights + change), expected
