"""The nonparametric switching Kalman filter of Gershman, Radulescu, Norman & Niv 2014 (PLoS Comput Biol 10:e1003939).

What is observed comes from one of an open number of modes, each of which drifts. A small change updates the mode in
use, a jump starts a new one and leaves the old as it was: when memories are changed, and when new ones are made.

Explains: gradual change overwrites and abrupt change protects a memory; return to an old mode after a jump back.
Does not explain: anything about cues (the paper has observations only: here the outcome is what is observed, and the
cues are not used), or about time between observations (a row is a step).

Form taken: the computation of the first author's public code for the paper (DPKF, 2015), written afresh, with its
values: sticky Chinese restaurant process, local maximum a posteriori counts, each mode's gain scaled by its posterior.
Three things could not be settled against the article, whose text was not at hand (so no equation numbers):
- The error. In that code all modes share one, taken from the modes as they were weighted before the observation, so a
  new mode does not start from its observation. Here each mode has its own error, as in a Kalman filter conditioned on
  its mode; ``shared_error=True`` gives the code's.
- Stickiness goes to the mode of the last observation; in that code a loop variable sends it to the last slot.
- Unused modes diffuse too, as in that code, so a mode that starts late has a wider prior.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from homing.engine.published._protocol import Events, Floats, Row, along, over


@dataclass(frozen=True, slots=True)
class Params:
    """Parameters: ``alpha`` concentration, ``sticky`` extra weight of the last mode, at most ``modes`` modes.

    ``prior_mean`` and ``prior_variance`` of a mode, ``diffusion`` variance a row, ``noise_variance`` of observations,
    ``decay`` of a mode's value a row (1: none); ``shared_error`` as in the authors' code.
    """

    alpha: float = 0.1
    sticky: float = 0.0
    prior_mean: float = 0.0
    prior_variance: float = 10.0
    diffusion: float = 0.01
    noise_variance: float = 1.0
    decay: float = 1.0
    modes: int = 10
    shared_error: bool = False


class State(NamedTuple):
    """Of K modes: ``means``, ``variances``, ``counts``, ``responsibilities``, all (P, K).

    ``mode`` (P,) is the mode the last known observation was given to; ``unused`` (P, D) is there for its shape only,
    since the model has no cues.
    """

    means: Floats
    variances: Floats
    counts: Floats
    responsibilities: Floats
    mode: NDArray[np.int64]
    unused: Floats


class Result(NamedTuple):
    """``response`` (T,), ``expected`` (T,): the means of the modes, weighted by the responsibilities so far.

    After each row ``responsibilities``, ``means``, ``variances`` (T, K), and ``modes`` (T,) the mode last chosen.
    """

    response: Floats
    expected: Floats
    responsibilities: Floats
    means: Floats
    variances: Floats
    modes: NDArray[np.int64]


_DEFAULT = Params()


def start(people: int, cues: int, params: Params = _DEFAULT) -> State:
    """The state of ``people`` who have observed nothing; the first observation is the first mode's."""
    shape = (people, params.modes)
    first = np.tile(np.arange(params.modes) == 0, (people, 1)).astype(float)
    means, variances = np.full(shape, params.prior_mean), np.full(shape, params.prior_variance)
    return State(means, variances, np.zeros(shape), first, np.zeros(people, dtype=np.int64), np.zeros((people, cues)))


def run_block(state: State, events: Events, params: Params = _DEFAULT) -> tuple[State, Floats]:
    """Run a block of people: their last state and the expected outcomes (P, T).

    Raises ``ValueError`` if the events do not fit the state (see ``_protocol.checked``).
    """
    return over(_step, state, events, params, cues=state.unused.shape[1])


def run(cues: ArrayLike, outcomes: ArrayLike, times: ArrayLike, params: Params = _DEFAULT, *, seed: int = 0) -> Result:
    """Run one person over T rows: ``cues`` (T, D), ``outcomes`` (T,), ``times`` (T,); no chance, so no use of ``seed``.

    Raises ``ValueError`` if the rows do not fit together.

    >>> result = run([[1.0]] * 4, [0.0, 0.2, 9.0, 0.1], [0.0, 1.0, 2.0, 3.0])
    >>> result.modes.tolist(), result.means[-1, :2].round(1).tolist()
    ([0, 0, 1, 0], [0.1, 8.2])
    """
    del seed
    state, expected = along(start, run_block, (cues, outcomes, times), params)
    return Result(expected.copy(), expected, state.responsibilities, state.means, state.variances, state.mode)


def _step(state: State, row: Row, params: Params) -> tuple[State, Floats]:
    means, variances = state.means * params.decay, state.variances * params.decay**2 + params.diffusion  # prediction
    expected = (state.responsibilities * means).sum(axis=1)
    known = row.known[:, None]
    seen = np.where(row.known, row.outcome, 0.0)[:, None]
    posterior = np.where(known, _posterior(state, means, variances, seen, params), state.responsibilities)
    mode = np.where(row.known, posterior.argmax(axis=1), state.mode)  # the local maximum a posteriori
    counts = state.counts + (known & (np.arange(params.modes) == mode[:, None]))
    gain = variances * posterior / (posterior**2 * variances + params.noise_variance)
    gain = np.where(known, gain, 0.0)  # the Kalman gain, with the posterior as the observation's coefficient
    error = seen - (expected[:, None] if params.shared_error else means)
    updated = State(
        means + gain * error, variances - posterior * gain * variances, counts, posterior, mode, state.unused
    )
    return updated, expected


def _posterior(state: State, means: Floats, variances: Floats, seen: Floats, params: Params) -> Floats:
    """Which mode the observation came from, (P, K): sticky Chinese restaurant process times Gaussian."""
    slots, every = np.arange(params.modes), np.arange(len(seen))
    prior = state.counts + params.sticky * (slots == state.mode[:, None]) * (state.counts > 0.0)
    full = (state.counts > 0.0).all(axis=1)
    free = (state.counts > 0.0).argmin(axis=1)  # the first mode not used yet
    begun = state.counts.any(axis=1)
    weight = np.where(begun, params.alpha, 1.0)  # the first observation has one mode to come from
    prior[every, free] = np.where(full, prior[every, free], weight)
    spread = variances + params.noise_variance
    with np.errstate(divide="ignore"):
        joint = np.log(prior) - 0.5 * (np.log(spread) + (seen - means) ** 2 / spread)
    odds = np.exp(joint - joint.max(axis=1, keepdims=True))
    posterior: Floats = odds / odds.sum(axis=1, keepdims=True)
    return posterior
