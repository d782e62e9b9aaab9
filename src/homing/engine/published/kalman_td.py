"""Kalman temporal difference, of Gershman 2015 (PLoS Comput Biol 11:e1004567); after Geist & Pietquin 2010.

Temporal-difference learning with uncertainty: the outcome of a row is read as a noisy difference between the value of
this row and the discounted value of the next, and the weights behind the values are tracked by a Kalman filter. What is
uncertain learns fast, cues shown together come to covary, and what follows a cue is credited through all of them.

Explains: what Kalman Rescorla-Wagner does (latent inhibition, backward blocking, recovery of an overshadowed cue), and
what needs real time: second-order conditioning, serial compounds.
Does not explain: context-specific latent inhibition, renewal, spontaneous recovery (but through the cues it is given);
sensory preconditioning; the gain is the same whether an error is large or small.

Form taken: that of the author's own code for the paper (MIT licence; ``kalmanTD``), with its values: prior variance 1,
noise variance 1, diffusion .01 a row, discount .98. There, what follows a row is looked up; here a row's outcome is
learnt when the next row is there, or has turned out to belong to another trial, which is the same in another order.
The serial compound or the microstimuli of the paper are for the caller to make: cues are taken as they are. The
equations are cited by name, not number: the article's text was not at hand.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from homing.engine.published._protocol import Events, Floats, Row, along, over


@dataclass(frozen=True, slots=True)
class Params:
    """Parameters: ``discount`` gamma a row, ``noise_variance`` of outcomes, ``diffusion`` variance a row.

    Each of these is one number for all, or one a person. ``prior_variance`` of a weight is for all. Rows more than
    ``pause`` apart in time belong to different trials: after the last row of a trial, nothing is expected to follow.
    """

    discount: float | tuple[float, ...] = 0.98
    noise_variance: float | tuple[float, ...] = 1.0
    diffusion: float | tuple[float, ...] = 0.01
    prior_variance: float = 1.0
    pause: float = 1.0


class State(NamedTuple):
    """``weights`` (P, D) and their ``covariance`` (P, D, D); of the last row ``cues`` (P, D), ``outcome``, ``time``."""

    weights: Floats
    covariance: Floats
    cues: Floats
    outcome: Floats
    time: Floats


class Result(NamedTuple):
    """``response`` (T,) and ``expected`` (T,), both the value: this outcome and, discounted, those the trial has left.

    ``weights`` (T, D) and ``covariance`` (T, D, D) are those in use on each row: learnt from the rows before it.
    """

    response: Floats
    expected: Floats
    weights: Floats
    covariance: Floats


_DEFAULT = Params()


def start(people: int, cues: int, params: Params = _DEFAULT) -> State:
    """The state of ``people`` who have seen none of the ``cues``."""
    covariance = np.tile(params.prior_variance * np.eye(cues), (people, 1, 1))
    never, nothing = np.full(people, -np.inf), np.zeros((people, cues))
    return State(nothing, covariance, nothing, np.full(people, np.nan), never)


def run_block(state: State, events: Events, params: Params = _DEFAULT) -> tuple[State, Floats]:
    """Run a block of people: their last state and the expected outcomes (P, T).

    Raises ``ValueError`` if the events do not fit the state (see ``_protocol.checked``).
    """
    return over(_step, state, events, params, cues=state.weights.shape[1])


def run(cues: ArrayLike, outcomes: ArrayLike, times: ArrayLike, params: Params = _DEFAULT, *, seed: int = 0) -> Result:
    """Run one person over T rows: ``cues`` (T, D), ``outcomes`` (T,), ``times`` (T,); no chance, so no use of ``seed``.

    Raises ``ValueError`` if the rows do not fit together.

    >>> run([[1.0], [1.0]], [1.0, 1.0], [0.0, 9.0], Params(diffusion=0.0)).expected.tolist()
    [0.0, 0.5]
    """
    del seed
    state, expected = along(start, run_block, (cues, outcomes, times), params)
    return Result(expected.copy(), expected, state.weights, state.covariance)


def _step(state: State, row: Row, params: Params) -> tuple[State, Floats]:
    goes_on = row.time - state.time <= params.pause
    discount = np.where(goes_on, params.discount, 0.0)  # nothing follows the last row of a trial
    change = state.cues - discount[:, None] * row.cues  # h(t) = x(t) - gamma x(t + 1)
    known = ~np.isnan(state.outcome)
    begun = np.where(np.isfinite(state.time), params.diffusion, 0.0)  # there was a row to learn
    spread = np.matmul(state.covariance, change[:, :, None])[:, :, 0] + begun[:, None] * change  # (C + Q) h
    residual = (spread * change).sum(axis=1) + params.noise_variance  # the residual variance
    gain = np.where(known, 1.0 / residual, 0.0)[:, None] * spread  # the Kalman gain, none without an outcome
    error = np.where(known, state.outcome - (state.weights * change).sum(axis=1), 0.0)  # delta
    covariance = state.covariance - gain[:, :, None] * spread[:, None, :]
    covariance[:, *np.diag_indices(row.cues.shape[1])] += begun[:, None]
    weights = state.weights + gain * error[:, None]
    return State(weights, covariance, row.cues, row.outcome, row.time), (weights * row.cues).sum(axis=1)
