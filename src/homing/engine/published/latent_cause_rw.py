"""The latent-cause Rescorla-Wagner model of Gershman, Monfils, Norman & Niv 2017 (eLife 6:e23763, CC BY), as published.

Which cause is at work is inferred (expectation step); how strongly each cue predicts the outcome under each cause is
learnt by Rescorla-Wagner, scaled by the cause's responsibility (maximisation step); the two alternate during the
interval after a trial, at most three times. Written from the equations, which are cited at each step.

Explains: spontaneous recovery, renewal, reinstatement, the retrieval-extinction window and its limits (age, strength,
dose, context), amnesia after reminders and its passing, paradoxical enhancement.
Does not explain: complete recovery with time, second-order conditioning, attention; one trial has one outcome, and time
is the paper's compressed unit (a day 20, a month 200).

Forms taken: K(0) = 0, so trials at the same time do not call each other up, and where nothing does the first cause is
at work. Amnesia of strength psi > 0 leaves psi (1 - q) of a weight in every round, as the authors' code has it: the
paper's equation 22 for psi = 1, but less psi is then *more* amnesia (their design 17, psi = .01, cannot be had
otherwise). A row whose outcome is not known is answered, and then left out of the history.

It is here to be simulated, to see what learning and forgetting of this kind would look like. It is **not** part of any
reading, its output is not a probability, and no practice rests on it: a registered replication of the retrieval-
extinction effect in people found none (Chalkia et al. 2020, 10.1016/j.cortex.2020.04.017).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from homing.engine.published._protocol import Floats, one_person


@dataclass(frozen=True, slots=True)
class Params:
    """Parameters, with the values of the paper's simulations.

    ``alpha`` concentration; ``decay`` g of the time kernel; ``rate`` eta; ``outcome_variance`` and ``cue_variance`` of
    the Gaussians; ``threshold`` theta and ``scale`` lambda (a standard deviation) of the response; ``rounds`` of EM at
    most; ``causes`` at most.
    """

    alpha: float = 0.1
    decay: float = 1.0
    rate: float = 0.3
    outcome_variance: float = 0.4
    cue_variance: float = 1.0
    threshold: float = 0.02
    scale: float = 0.01
    rounds: int = 3
    causes: int = 15


class Result(NamedTuple):
    """What the model did, trial by trial (T trials, D cues, K causes).

    ``response`` (T,) is the conditioned response, made before the outcome; ``expected`` (T,) the outcome expected then;
    ``responsibilities`` (T, K) after the outcome; ``weights`` (T, K, D) after the trial; ``causes`` (T,) the cause each
    trial was given to, -1 where its outcome is not known.
    """

    response: Floats
    expected: Floats
    responsibilities: Floats
    weights: Floats
    causes: NDArray[np.int64]


_DEFAULT = Params()


def run(
    cues: ArrayLike,
    outcomes: ArrayLike,
    times: ArrayLike,
    params: Params = _DEFAULT,
    *,
    seed: int = 0,
    amnesia: ArrayLike | None = None,
) -> Result:
    """Run the model over T trials; no chance, so no use of ``seed``.

    ``cues`` (T, D) are intensities, ``outcomes`` (T,) unconditioned stimuli, ``times`` (T,) when each trial took place
    (in the paper's unit a day is 20 and a month 200), ``amnesia`` (T,) in [0, 1] whether a trial is followed by
    protein-synthesis inhibition: 0 for none, 1 as published.

    Raises ``ValueError`` if the rows do not fit together, times fall, or the amnesia is not one number in [0, 1] a row.

    >>> result = run([[1.0], [1.0]], [1.0, 1.0], [0.0, 1.0])
    >>> result.response.round(3).tolist(), result.responsibilities[1, :2].round(3).tolist()
    ([0.023, 1.0], [0.963, 0.037])
    """
    del seed
    (x,), (r,), (tau,), _ = one_person(cues, outcomes, times)
    psi = np.zeros(len(r)) if amnesia is None else np.asarray(amnesia, float)
    if psi.shape != r.shape or not np.all((psi >= 0.0) & (psi <= 1.0)):
        raise ValueError("amnesia must be one number from 0 to 1 for every row")
    trials, k = len(r), params.causes
    w = np.zeros((k, x.shape[1]))
    z = np.full(trials, -1)
    result = Result(np.empty(trials), np.empty(trials), np.empty((trials, k)), np.empty((trials, *w.shape)), z)
    for t in range(trials):
        q = before = _before(x[: t + 1], tau[: t + 1], z[:t], params)
        result.expected[t] = before @ (w @ x[t])  # eq. 16
        result.response[t] = _response(result.expected[t], params)
        if not np.isnan(r[t]):
            gap = tau[t + 1] - tau[t] if t + 1 < trials else 1.0
            for _ in range(int(max(1.0, min(params.rounds, np.round(gap))))):
                w, q = _round(w, before, x[t], r[t], psi[t], params)
            z[t] = q.argmax()
        result.responsibilities[t], result.weights[t] = q, w
    return result


def _round(w: Floats, before: Floats, x: Floats, r: float, psi: float, params: Params) -> tuple[Floats, Floats]:
    """One round of EM on one trial: the weights (K, D) and the responsibilities (K,)."""
    error = r - w @ x
    q = _posterior(before, -0.5 * error * error / params.outcome_variance)  # eq. 9: the E-step
    w = w + params.rate * np.outer(q * error, x)  # eq. 12: the M-step
    if psi > 0.0:
        w = w * (psi * (1.0 - q))[:, None]  # eq. 22: what is active is lost, in each round
    return w, q


def _before(x: Floats, tau: Floats, z: NDArray[np.int64], params: Params) -> Floats:
    """The posterior over causes given the cues of the last trial, before its outcome, shape (K,)."""
    given = (z[:, None] == np.arange(params.causes)).astype(float)
    count = given.sum(axis=0)
    since = tau[-1] - tau[:-1]
    kernel = np.zeros(len(since))
    np.power(since, -params.decay, out=kernel, where=since > 0.0)  # eq. 4
    prior = kernel @ given  # eq. 3
    unused = np.flatnonzero(count == 0.0)
    if len(unused):
        prior[unused[0]] = params.alpha
    if not prior.any():
        prior[0] = 1.0  # nothing calls a cause up: the first is at work
    mean = given.T @ x[:-1] / (count + params.cue_variance)[:, None]  # eq. 14
    variance = params.cue_variance / (count + params.cue_variance) + params.cue_variance  # eq. 15
    squares = ((x[-1] - mean) ** 2).sum(axis=1)
    fit = -0.5 * (squares / variance + x.shape[1] * np.log(variance))
    return _posterior(prior, fit)


def _posterior(prior: Floats, fit: Floats) -> Floats:
    """Bayes' rule from weights (K,) and log-likelihoods (K,) that may lie far out."""
    possible = prior > 0.0
    joint = prior * np.exp(np.where(possible, fit - fit[possible].max(), -np.inf))
    posterior: Floats = joint / joint.sum()
    return posterior


def _response(expected: float, params: Params) -> float:
    """The chance that a noisy expectation exceeds the threshold (eq. 17)."""
    return 0.5 * math.erfc((params.threshold - expected) / (params.scale * math.sqrt(2.0)))
