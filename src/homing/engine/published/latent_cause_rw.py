"""The latent-cause Rescorla-Wagner model of Gershman, Monfils, Norman & Niv 2017 (eLife 6:e23763, CC BY), as published.

Which cause is at work is inferred (expectation step); how strongly each cue predicts the outcome under each cause is
learnt by Rescorla-Wagner, scaled by the cause's responsibility (maximisation step); the two alternate during the
interval after a trial, at most three times. Written from the equations, which are cited at each step.

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

Floats = NDArray[np.float64]


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
    trial was given to.
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
    amnesia: ArrayLike | None = None,
) -> Result:
    """Run the model over T trials.

    ``cues`` (T, D) are intensities, ``outcomes`` (T,) unconditioned stimuli, ``times`` (T,) when each trial took place
    (in the paper's unit a day is 20 and a month 200), ``amnesia`` (T,) in [0, 1] how strongly a trial is followed by
    protein-synthesis inhibition.

    Raises ``ValueError`` if the lengths differ or the times do not rise.

    >>> result = run([[1.0], [1.0]], [1.0, 1.0], [0.0, 1.0])
    >>> result.response.round(3).tolist(), result.responsibilities[1, :2].round(3).tolist()
    ([0.023, 1.0], [0.963, 0.037])
    """
    x, r, tau = np.asarray(cues, float), np.asarray(outcomes, float), np.asarray(times, float)
    psi = np.zeros(len(r)) if amnesia is None else np.asarray(amnesia, float)
    if x.ndim != 2 or not len(x) == len(r) == len(tau) == len(psi) or np.any(np.diff(tau) <= 0.0):
        raise ValueError("every trial needs cues, an outcome and a time, and times rise from trial to trial")
    trials, k = len(r), params.causes
    w = np.zeros((k, x.shape[1]))
    z = np.full(trials, -1)
    result = Result(np.empty(trials), np.empty(trials), np.empty((trials, k)), np.empty((trials, *w.shape)), z)
    for t in range(trials):
        before = _before(x[: t + 1], tau[: t + 1], z[:t], params)
        result.expected[t] = before @ (w @ x[t])
        result.response[t] = _response(result.expected[t], params)
        gap = tau[t + 1] - tau[t] if t + 1 < trials else 1.0
        for _ in range(max(1, min(params.rounds, round(gap)))):
            error = r[t] - w @ x[t]
            q = before * np.exp(-0.5 * error * error / params.outcome_variance)  # eq. 9: the E-step
            q /= q.sum()
            w = w + params.rate * np.outer(q * error, x[t])  # eq. 12: the M-step
            w = w * (1.0 - psi[t] * q)[:, None]  # eq. 22: what is active is lost, in each round
        z[t], result.responsibilities[t], result.weights[t] = q.argmax(), q, w
    return result


def _before(x: Floats, tau: Floats, z: NDArray[np.int64], params: Params) -> Floats:
    """The posterior over causes given the cues of the last trial, before its outcome, shape (K,)."""
    given = (z[:, None] == np.arange(params.causes)).astype(float)
    count = given.sum(axis=0)
    prior = (tau[-1] - tau[:-1]) ** -params.decay @ given  # eq. 3 and 4
    unused = np.flatnonzero(count == 0.0)
    if len(unused):
        prior[unused[0]] = params.alpha if unused[0] else 1.0  # the first trial has nothing to choose from
    mean = given.T @ x[:-1] / (count + params.cue_variance)[:, None]  # eq. 14 and 15
    variance = params.cue_variance / (count + params.cue_variance) + params.cue_variance
    squares = ((x[-1] - mean) ** 2).sum(axis=1)
    fit = np.exp(-0.5 * squares / variance) * variance ** (-0.5 * x.shape[1])
    joint = prior / prior.sum() * fit
    posterior: Floats = joint / joint.sum()
    return posterior


def _response(expected: float, params: Params) -> float:
    """The chance that a noisy expectation exceeds the threshold (eq. 17)."""
    return 0.5 * math.erfc((params.threshold - expected) / (params.scale * math.sqrt(2.0)))
