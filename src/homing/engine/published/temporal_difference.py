"""Temporal-difference learning in real time, TD(lambda), with a complete serial compound.

Sutton & Barto 1990 (in Gabriel & Moore, *Learning and Computational Neuroscience*, pp. 497-537).

A row is a time step. A cue predicts the outcome of its row and, discounted, what is predicted on the next; so a cue
that announces a predictor becomes one.

Explains: what Rescorla-Wagner does, and second-order conditioning, the interval between cue and outcome, earlier cues
taking over from later ones.
Does not explain: latent inhibition, spontaneous recovery, renewal (but through context cues), backward blocking,
sensory preconditioning.

Form taken: that of the TD peer on the ccnlab benchmark (public code, MIT licence), with its values, and eligibility
traces added (none by default). An outcome is credited to the cues of its own row, so a trial of one row is
Rescorla-Wagner; Sutton and Barto let it follow its cues by a step: move outcomes a row up for theirs, and take
:data:`SUTTON_BARTO`, whose values are those of Sutton's own code. Their predictions cannot fall below zero; here, as on
the benchmark, they can. An element of the compound stands for the steps since its cue came on (``clock='cue'``, the
usual form) or since the trial began (``'trial'``, the benchmark's). The benchmark's peer responds *after* it has learnt
from a row; here the response comes before. What follows is not known until the next row, so a row's outcome is learnt
then. With many cues a row, take a smaller rate, as in Rescorla-Wagner.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from homing.engine.published._protocol import Bools, Events, Floats, Row, along, over


@dataclass(frozen=True, slots=True)
class Params:
    """Parameters: ``rate`` alpha, ``discount`` gamma a row, ``trace`` lambda of the eligibility.

    ``steps`` elements in a cue's serial compound, the last of which stays on (1: the cue is just there or not);
    ``clock`` what the elements count from; rows more than ``pause`` apart in time belong to different trials, and
    nothing is carried over from one to the next.
    """

    rate: float = 0.3
    discount: float = 0.98
    trace: float = 0.0
    steps: int = 10
    clock: Literal["cue", "trial"] = "cue"
    pause: float = 1.0


SUTTON_BARTO = Params(rate=0.02, discount=0.95, trace=0.8 / 0.95, steps=1, pause=float("inf"))
"""Sutton's values: alpha .1, beta 1, gamma .95, a stimulus trace that moves by .2 a step (so .1 * .2, and .8 stays)."""


class State(NamedTuple):
    """``weights`` (P, D, M); of the last row ``features`` (P, D, M), ``outcome`` (P,) and ``time`` (P,).

    ``trace`` (P, D, M) is the eligibility, ``age`` (P, D) the element of the compound each cue has reached.
    """

    weights: Floats
    features: Floats
    outcome: Floats
    time: Floats
    trace: Floats
    age: NDArray[np.int64]


class Result(NamedTuple):
    """``response`` (T,) and ``expected`` (T,), both the value: this outcome and, discounted, those the trial has left.

    ``weights`` (T, D, M) are those in use on each row: learnt from the rows before it.
    """

    response: Floats
    expected: Floats
    weights: Floats


_DEFAULT = Params()


def start(people: int, cues: int, params: Params = _DEFAULT) -> State:
    """The state of ``people`` who have seen none of the ``cues``."""
    nothing, never = np.zeros((people, cues, params.steps)), np.full(people, -np.inf)
    return State(nothing, nothing, np.full(people, np.nan), never, nothing, np.zeros((people, cues), dtype=np.int64))


def run_block(state: State, events: Events, params: Params = _DEFAULT) -> tuple[State, Floats]:
    """Run a block of people: their last state and the expected outcomes (P, T).

    Raises ``ValueError`` if the events do not fit the state (see ``_protocol.checked``).
    """
    return over(_step, state, events, params, cues=state.weights.shape[1])


def run(cues: ArrayLike, outcomes: ArrayLike, times: ArrayLike, params: Params = _DEFAULT, *, seed: int = 0) -> Result:
    """Run one person over T rows: ``cues`` (T, D), ``outcomes`` (T,), ``times`` (T,); no chance, so no use of ``seed``.

    Raises ``ValueError`` if the rows do not fit together.

    >>> run([[1.0], [1.0], [1.0]], [1.0, 1.0, 0.0], [0.0, 9.0, 18.0], Params(rate=0.5)).expected.tolist()
    [0.0, 0.5, 0.75]
    """
    del seed
    state, expected = along(start, run_block, (cues, outcomes, times), params)
    return Result(expected.copy(), expected, state.weights)


def _step(state: State, row: Row, params: Params) -> tuple[State, Floats]:
    fresh = row.time - state.time > params.pause
    features, age = _compound(state, row.cues, fresh, params)
    follows = np.where(fresh, 0.0, _value(state.weights, features))  # V(t + 1), nothing after the end of a trial
    error = state.outcome + params.discount * follows - _value(state.weights, state.features)  # delta of the last row
    error = np.where(np.isnan(error), 0.0, error)
    weights = state.weights + params.rate * error[:, None, None] * state.trace  # w + alpha delta e
    kept = np.where(fresh, 0.0, params.discount * params.trace)
    trace = kept[:, None, None] * state.trace + features  # gamma lambda e + x
    return State(weights, features, row.outcome, row.time, trace, age), _value(weights, features)


def _value(weights: Floats, features: Floats) -> Floats:
    value: Floats = (weights * features).sum(axis=(1, 2))
    return value


def _compound(state: State, cues: Floats, fresh: Bools, params: Params) -> tuple[Floats, NDArray[np.int64]]:
    """The serial compound of the cues, (P, D, M), and the step each cue has reached, (P, D)."""
    goes_on = np.ones(cues.shape, dtype=bool) if params.clock == "trial" else (state.features != 0.0).any(axis=2)
    goes_on &= ~fresh[:, None]
    age = np.where(goes_on, np.minimum(state.age + 1, params.steps - 1), 0)
    return cues[:, :, None] * (age[:, :, None] == np.arange(params.steps)), age
