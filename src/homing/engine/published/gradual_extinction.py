"""The latent-cause particle filter of Song, Jones, Monfils & Niv 2022 (arXiv 2205.04670) for gradual extinction.

When the feared outcome stops at once, the change is large: a new cause explains it and the old one is kept for later.
When it thins out, the same cause is changed. Written from the published equations; the data it was made for are those
of Gershman, Jones, Norman, Monfils & Niv 2013 (Front. Behav. Neurosci. 7:164).

Explains: less return after thinning out than after a sudden end, with time and after shocks alone; forgetting that is
slower than learning; freezing that lasts within a session.
Does not explain: how much returns (too little), and the rats' second order of shocks, where two histories are nearly as
probable and the seed decides. The night's choice of one history is a rule, not derived.

Forms taken: cues beside the tone are expected and learnt as it is; a cue between 0 and 1 is there with that chance. A
row whose shock is not known is answered and not learnt. Equations are named by what they do: the preprint's numbers
were not at hand.

Simulation only: 15 reports on occasional reinforcement in extinction show no general advantage (Quintero et al. 2024,
10.1007/s10608-024-10497-7), and nothing here recommends meeting harm in order to unlearn it.
"""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from homing.engine.published._protocol import Floats, one_person


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


class Result(NamedTuple):
    """What the model did, row by row (T rows).

    ``response`` (T,) is freezing in [0, 1] and ``expected`` (T,) the chance of a shock, both before it; ``new`` (T,)
    the chance that a new cause was at work, after it, NaN where the shock is not known.
    """

    response: Floats
    expected: Floats
    new: Floats


def run(cues: ArrayLike, outcomes: ArrayLike, times: ArrayLike, params: Params = _DEFAULT, *, seed: int = 0) -> Result:
    """Run the filter over T rows of ``cues`` (T, D), the tone first, ``outcomes`` (T,), shocks, and ``times`` in hours.

    Raises ``ValueError`` if the rows do not fit together, times fall, or a cue or shock is not within [0, 1].

    >>> result = run([[1.0], [1.0]], [1.0, 1.0], [0.0, 0.05])
    >>> result.expected.round(2).tolist(), result.response.round(2).tolist()
    ([0.05, 0.38], [0.24, 0.32])
    """
    (x,), (r,), (tau,), _ = one_person(cues, outcomes, times)
    if np.any((x < 0.0) | (x > 1.0)) or np.any((r < 0.0) | (r > 1.0)):
        raise ValueError("cues and outcomes of this model lie between 0 and 1")
    rng = np.random.default_rng(seed)
    cloud = _cloud(x.shape[1], params)
    result = Result(*(np.full(len(r), np.nan) for _ in Result._fields))
    for t in range(len(r)):
        gap = tau[t] - tau[t - 1] if t else 0.0
        rested = t == 0 or gap > params.night
        cloud = _wait(cloud, gap, rested and t > 0, params)
        chance = deepcopy(rng) if np.isnan(r[t]) else rng  # what is not learnt uses up no chance
        cause = _draw(cloud, chance, params)
        fit = _fit(cloud.expects[cloud.every, cause, :-1], x[t])
        result.expected[t] = fit @ cloud.expects[cloud.every, cause, -1] / fit.sum()
        now = params.base + (1.0 - params.base) * result.expected[t]
        before = now if rested else result.response[t - 1]
        result.response[t] = params.perseverance * before + (1.0 - params.perseverance) * now
        if not np.isnan(r[t]):
            cloud, result.new[t] = _learn(cloud, cause, np.append(x[t], r[t]), chance, params)
    return result


class _Cloud(NamedTuple):
    """M particles: ``expects`` (M, K, D + 1) of each cause, the shock last; ``strength`` (M, K) of the time kernel.

    ``used`` (M,) causes so far; ``history`` (M,) a number for the sequence of causes since the last night; ``every``
    (M,) counts the particles.
    """

    expects: Floats
    strength: Floats
    used: NDArray[np.int64]
    history: NDArray[np.int64]
    every: NDArray[np.int64]


def _cloud(cues: int, params: Params) -> _Cloud:
    """Particles that know of no cause yet."""
    m, k = params.particles, params.causes
    fresh = np.array([params.start[0]] * cues + [params.start[1]])
    none = np.zeros(m, dtype=np.int64)
    return _Cloud(np.tile(fresh, (m, k, 1)), np.zeros((m, k)), none, none, np.arange(m))


def _wait(cloud: _Cloud, gap: float, night: bool, params: Params) -> _Cloud:
    """Let ``gap`` hours pass; after a night only the most frequent history is left, in every particle."""
    cloud = cloud._replace(strength=cloud.strength * np.exp(-params.decay * gap))
    if not night:
        return cloud
    _, first, count = np.unique(cloud.history, return_index=True, return_counts=True)
    kept = np.full(len(cloud.every), first[count.argmax()])
    return _taken(cloud, kept)._replace(history=np.zeros_like(cloud.history))


def _draw(cloud: _Cloud, rng: np.random.Generator, params: Params) -> NDArray[np.int64]:
    """One cause a particle from the prior: kernel and floor for the old, alpha for one new; shape (M,)."""
    slots = np.arange(params.causes)
    prior = np.where(slots < cloud.used[:, None], cloud.strength + params.floor, 0.0)
    prior[slots == cloud.used[:, None]] = params.alpha
    heaped = prior.cumsum(axis=1)
    cause: NDArray[np.int64] = (heaped / heaped[:, -1:] <= rng.random((len(prior), 1))).sum(axis=1)
    return cause


def _fit(expected: Floats, seen: Floats) -> Floats:
    """The chance of the features (D,) where they are expected so (M, D): Bernoulli, multiplied; shape (M,)."""
    product: Floats = (expected * seen + (1.0 - expected) * (1.0 - seen)).prod(axis=1)
    return product


def _learn(
    cloud: _Cloud, cause: NDArray[np.int64], seen: Floats, rng: np.random.Generator, params: Params
) -> tuple[_Cloud, float]:
    """Move the active cause towards what was seen, and resample: the particles, and how many had a new cause."""
    every = cloud.every
    active = cloud.expects[every, cause]
    expects, strength = cloud.expects.copy(), cloud.strength.copy()
    rates = np.full(len(seen), params.rate)
    rates[-1] = params.shock_rate if seen[-1] > 0.0 else params.rate
    expects[every, cause] = active + rates * (seen - active)
    strength[every, cause] += params.amplitude
    new = cause == cloud.used
    _, history = np.unique(cloud.history * params.causes + cause, return_inverse=True)
    weight = _fit(active, seen).cumsum()
    rows = np.searchsorted(weight / weight[-1], (every + rng.random()) / len(every), side="right")
    moved = _Cloud(expects, strength, cloud.used + new, history, every)
    return _taken(moved, rows), float(new[rows].mean())


def _taken(cloud: _Cloud, rows: NDArray[np.int64]) -> _Cloud:
    """The particles of these rows."""
    return _Cloud(cloud.expects[rows], cloud.strength[rows], cloud.used[rows], cloud.history[rows], cloud.every)
