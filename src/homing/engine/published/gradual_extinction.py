"""The latent-cause particle filter of Song, Jones, Monfils & Niv 2022 (arXiv 2205.04670) for gradual extinction.

When the feared outcome stops at once, the change is large: a new cause explains it and the old one is kept for later.
When it thins out, the same cause is changed. Written from the published equations; the data it was made for are those
of Gershman, Jones, Norman, Monfils & Niv 2013 (Front. Behav. Neurosci. 7:164). Simulation only: 15 reports on
occasional reinforcement in extinction show no general advantage (Quintero et al. 2024, 10.1007/s10608-024-10497-7), and
nothing here recommends meeting harm in order to unlearn it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Params:
    """Parameters, with the values of the paper but for the number of particles (10,000 there).

    ``alpha`` weight of a new cause; ``amplitude``, ``decay`` (per hour) and ``floor`` of the time kernel; ``rate`` of
    learning, ``shock_rate`` when a shock is there; ``start`` the tone and shock that a new cause expects;
    ``perseverance`` of freezing within a session and ``base`` freezing; ``night`` the hours that part two days;
    ``causes`` at most.
    """

    particles: int = 2000
    alpha: float = 0.2
    amplitude: float = 1.0
    decay: float = 0.1
    floor: float = 0.1
    rate: float = 0.2
    shock_rate: float = 0.4
    start: tuple[float, float] = (0.5, 0.05)
    perseverance: float = 0.7
    base: float = 0.2
    night: float = 23.0
    causes: int = 12


_DEFAULT = Params()


def run(tone: ArrayLike, shock: ArrayLike, hours: ArrayLike, params: Params = _DEFAULT, *, seed: int = 0) -> Floats:
    """Freezing in [0, 1] on each of T trials, shape (T,), before its outcome.

    ``tone`` and ``shock`` (T,) are 0 or 1, ``hours`` (T,) when each trial took place.

    Raises ``ValueError`` if the lengths differ or the hours do not rise.
    """
    seen = np.stack([np.asarray(tone, float), np.asarray(shock, float)], axis=1)
    tau = np.asarray(hours, float)
    if len(seen) != len(tau) or np.any(np.diff(tau) <= 0.0):
        raise ValueError("every trial needs a tone, a shock and an hour, and hours rise from trial to trial")
    rng, m, k = np.random.default_rng(seed), params.particles, params.causes
    expects = np.tile(np.array(params.start), (m, k, 1))
    z = np.zeros((m, 0), dtype=np.int64)
    every, freezing = np.arange(m), np.empty(len(tau))
    for t, features in enumerate(seen):
        rested = t == 0 or tau[t] - tau[t - 1] > params.night
        if rested and t > 0:
            row = _most_probable(z)
            z, expects = z[[row] * m], expects[[row] * m]
        prior = _prior(z, tau[: t + 1], params).cumsum(axis=1)
        cause = (prior / prior[:, -1:] <= rng.random((m, 1))).sum(axis=1)
        active = expects[every, cause]
        fit = np.where(features == 1.0, active, 1.0 - active)
        expected = float(fit[:, 0] @ active[:, 1] / fit[:, 0].sum())
        now = params.base + (1.0 - params.base) * expected
        freezing[t] = now if rested else params.perseverance * freezing[t - 1] + (1.0 - params.perseverance) * now
        rates = np.array([params.rate, params.shock_rate if features[1] == 1.0 else params.rate])
        expects[every, cause] = active + rates * (features - active)
        weight = fit.prod(axis=1).cumsum()
        rows = np.searchsorted(weight / weight[-1], (every + rng.random()) / m, side="right")
        z, expects = np.concatenate([z, cause[:, None]], axis=1)[rows], expects[rows]
    return freezing


def _prior(z: NDArray[np.int64], tau: Floats, params: Params) -> Floats:
    """The unnormalised prior of each cause, (M, K): kernel and floor for the old, alpha for one new."""
    kernel = params.amplitude * np.exp(-params.decay * (tau[-1] - tau[:-1]))
    prior = np.zeros((len(z), params.causes))
    used = np.zeros(prior.shape, dtype=bool)
    every = np.arange(len(z))
    for past, weight in zip(z.T, kernel, strict=True):
        prior[every, past] += weight
        used[every, past] = True
    prior[used] += params.floor
    fresh = np.minimum(used.sum(axis=1), params.causes - 1)
    prior[every, fresh] = np.where(used[every, fresh], prior[every, fresh], params.alpha)
    return prior


def _most_probable(z: NDArray[np.int64]) -> int:
    """A particle that holds the most frequent sequence of causes: what a night's consolidation keeps."""
    _, first, count = np.unique(z, axis=0, return_index=True, return_counts=True)
    return int(first[count.argmax()])
