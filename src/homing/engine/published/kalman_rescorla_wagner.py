"""The Kalman filter for associative weights of Gershman 2015 (PLoS Comput Biol 11:e1004567), 'Kalman Rescorla-Wagner'.

Rescorla-Wagner with uncertainty: each weight has a variance, each pair of weights a covariance, and what is uncertain
learns fast. Cues shown together come to covary negatively, so what happens to one revalues the other in its absence.

Explains: what Rescorla-Wagner does, and latent inhibition, backward blocking, unovershadowing, unblocking.
Does not explain: context-specific latent inhibition, renewal, spontaneous recovery; second-order conditioning (that is
Kalman TD, in the same paper); the gain is the same whether an error is large or small.

Form taken: the weights diffuse first, then the row is learnt, as in the author's own code for the paper (KF-learning
and RL-tutorial, KRW), with prior variance 1, noise variance 1 and diffusion .01; the form of his code for fitting
differs only in when the first diffusion takes place. One row is one step, whatever the time between: time itself does
nothing. The equations are cited by name, not number: the article's text was not at hand.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from homing.engine.published._protocol import Events, Floats, Row, along, over


@dataclass(frozen=True, slots=True)
class Params:
    """Parameters: ``prior_variance`` of a weight, ``noise_variance`` of outcomes, ``diffusion`` variance a row."""

    prior_variance: float = 1.0
    noise_variance: float = 1.0
    diffusion: float = 0.01


class State(NamedTuple):
    """``weights`` (P, D) and their ``covariance`` (P, D, D)."""

    weights: Floats
    covariance: Floats


class Result(NamedTuple):
    """``response`` (T,), ``expected`` (T,), both the summed prediction; after each row ``weights``, ``covariance``.

    ``weights`` is (T, D), ``covariance`` (T, D, D).
    """

    response: Floats
    expected: Floats
    weights: Floats
    covariance: Floats


_DEFAULT = Params()


def start(people: int, cues: int, params: Params = _DEFAULT) -> State:
    """The state of ``people`` who have seen none of the ``cues``."""
    return State(np.zeros((people, cues)), np.tile(params.prior_variance * np.eye(cues), (people, 1, 1)))


def run_block(state: State, events: Events, params: Params = _DEFAULT) -> tuple[State, Floats]:
    """Run a block of people: their last state and the expected outcomes (P, T).

    Raises ``ValueError`` if the events do not fit the state (see ``_protocol.checked``).
    """
    return over(_step, state, events, params, cues=state.weights.shape[1])


def run(cues: ArrayLike, outcomes: ArrayLike, times: ArrayLike, params: Params = _DEFAULT, *, seed: int = 0) -> Result:
    """Run one person over T rows: ``cues`` (T, D), ``outcomes`` (T,), ``times`` (T,); no chance, so no use of ``seed``.

    Raises ``ValueError`` if the rows do not fit together.

    >>> run([[1.0], [1.0]], [1.0, 1.0], [0.0, 1.0], Params(diffusion=0.0)).weights.round(3).tolist()
    [[0.5], [0.667]]
    """
    del seed
    state, expected = along(start, run_block, (cues, outcomes, times), params)
    return Result(expected.copy(), expected, state.weights, state.covariance)


def _step(state: State, row: Row, params: Params) -> tuple[State, Floats]:
    expected = (state.weights * row.cues).sum(axis=1)
    prior = state.covariance + params.diffusion * np.eye(row.cues.shape[1])  # the a priori covariance
    spread = (prior * row.cues[:, None, :]).sum(axis=2)
    residual = (spread * row.cues).sum(axis=1) + params.noise_variance  # the residual variance
    gain = np.where(row.known, 1.0 / residual, 0.0)[:, None] * spread  # the Kalman gain, none without an outcome
    error = np.where(row.known, row.outcome - expected, 0.0)
    weights = state.weights + gain * error[:, None]
    return State(weights, prior - gain[:, :, None] * spread[:, None, :]), expected
