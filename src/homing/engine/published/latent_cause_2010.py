"""The latent-cause model of Gershman, Blei & Niv 2010 (Psychol Rev 117:197-209), in the form of the authors' toolbox.

Every trial has one hidden cause, drawn from a Chinese restaurant process; every feature, the outcome among them, is
there or not with a chance of its own under each cause. Conditioning is inference about causes: extinction in another
room is another cause, so the first is there to come back.

Explains: renewal (ABA, ABC, AAB), latent inhibition and its dependence on context, extinction that is slower in
proportion after partial reinforcement; with a small alpha, the young and hippocampal animals that show no renewal.
Does not explain: spontaneous recovery, massed and spaced training, anything of time; conditioned inhibition (a cause
cannot carry a negative weight).

Forms taken, where the toolbox says more than the paper:
- ``particles=1`` is local maximum a posteriori: each row goes to its most probable cause. It is fragile in alpha: with
  alpha = .1 it shows no ABA renewal (.34), where 1,000 particles show .91.
- ``stickiness`` is added to the prior of the last row's cause. A quirk of the toolbox: before any row the last cause is
  the first, so a sticky first row may go to cause 1 (with weight ``stickiness``) or to a new cause 2 (with alpha).
  The toolbox never moves the sticky cause in its particles; here each particle has its own.
- Particles predict with equal weight, are resampled by how well they foresaw the whole row, and then draw its cause.
- A cue or outcome between 0 and 1 is there with that chance; 0 and 1 are as published.
- A row whose outcome is not known is answered and not learnt.
Equations are cited by the order in which the paper gives them (MEM: numbers from memory): 1 the prior, 2 and 3 the
features, 4 the posterior, 5 the expected outcome.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from homing.engine.published._causes import Causes, Prior
from homing.engine.published._protocol import Events, Floats, along, checked, one_person


@dataclass(frozen=True, slots=True)
class Params:
    """Parameters, with the toolbox's values.

    ``alpha`` concentration; ``stickiness`` of the last cause; ``a`` and ``b`` of the Beta prior of every feature;
    ``causes`` at most; ``particles`` (1: local maximum a posteriori).
    """

    alpha: float = 1.0
    stickiness: float = 0.0
    a: float = 1.0
    b: float = 1.0
    causes: int = 10
    particles: int = 1


class State(NamedTuple):
    """What P people have counted, with K causes and D cues.

    ``rows`` (P, K) given to each cause. With the prior's pseudo-counts, ``cells`` (P, K, 2 D + 1): D times how often a
    cue was absent, D times how much more often it was present, and how often the outcome was there. ``last`` (P,) the
    cause of the last row learnt and ``responsibilities`` (P, K) of the causes for it.
    """

    rows: Floats
    cells: Floats
    last: NDArray[np.int64]
    responsibilities: Floats


class Result(NamedTuple):
    """``response`` (T,) and ``expected`` (T,), the chance of the outcome before it is seen, in [0, 1].

    ``responsibilities`` (T, K) after the row (the last row learnt, where its outcome is not known); ``causes`` (T,) the
    cause the row was given to, among particles the most frequent.
    """

    response: Floats
    expected: Floats
    responsibilities: Floats
    causes: NDArray[np.int64]


class Fit(NamedTuple):
    """What ratings say about alpha (:func:`fit_alpha`).

    ``alpha`` its posterior mean; ``log_bayes_factor`` for any number of causes against one (natural logarithm);
    ``alphas`` (50,), ``posterior`` (50,) and ``log_likelihood`` (50,) on the grid; ``slope`` and ``sd`` (50,) of the
    regression of the ratings on the model's expectation.
    """

    alpha: float
    log_bayes_factor: float
    alphas: Floats
    posterior: Floats
    log_likelihood: Floats
    slope: Floats
    sd: Floats


_DEFAULT = Params()
_PEOPLE = 1024  # at once: their counts stay in the processor's cache


def start(people: int, cues: int, params: Params = _DEFAULT) -> State:
    """The state of ``people`` who have seen none of the ``cues``."""
    none = np.zeros((people, params.causes))
    cell = np.concatenate([np.full(cues, params.b), np.full(cues, params.a - params.b), [params.a]])
    return State(none, np.tile(cell, (*none.shape, 1)), np.zeros(people, dtype=np.int64), none)


def run_block(state: State, events: Events, params: Params = _DEFAULT) -> tuple[State, Floats]:
    """Run a block of people by local maximum a posteriori: their last state and the expected outcomes (P, T).

    Raises ``ValueError`` if the events do not fit the state (see ``_protocol.checked``), are not within [0, 1], or more
    than one particle is asked for.
    """
    if params.particles != 1:
        raise ValueError("a block of people runs by local maximum a posteriori: particles must be 1")
    people, _, cells = state.cells.shape
    events = _features(checked(events, people, cells // 2))
    alpha = np.full(people, params.alpha)
    parts = [slice(first, first + _PEOPLE) for first in range(0, people, _PEOPLE)]
    done = [
        _sweep(_causes(state, part, alpha[part], params), _some(events, part), state.responsibilities[part])
        for part in parts
    ]
    if not done:
        return state, np.empty(events.outcomes.shape)
    states, expected = zip(*done, strict=True)
    return State(*(np.concatenate(fields) for fields in zip(*states, strict=True))), np.concatenate(expected)


def run(cues: ArrayLike, outcomes: ArrayLike, times: ArrayLike, params: Params = _DEFAULT, *, seed: int = 0) -> Result:
    """Run one person over T rows of ``cues`` (T, D) and ``outcomes`` (T,); ``times`` (T,) are checked and not used.

    ``seed`` decides the particles' draws where there are several.

    Raises ``ValueError`` if the rows do not fit together or are not within [0, 1].

    >>> run([[1.0], [1.0], [1.0]], [1.0, 1.0, 0.0], [0.0, 1.0, 2.0]).expected.round(3).tolist()
    [0.5, 0.595, 0.688]
    """
    if params.particles == 1:
        state, expected = along(start, run_block, (cues, outcomes, times), params)
        return Result(expected.copy(), expected, state.responsibilities, state.last)
    events = _features(one_person(cues, outcomes, times))
    return _filter(events.cues[0], events.outcomes[0], params, np.random.default_rng(seed))


def fit_alpha(cues: ArrayLike, outcomes: ArrayLike, ratings: ArrayLike, params: Params = _DEFAULT) -> Fit:
    """How far one person's ``ratings`` (T,) speak for several causes: 50 values of alpha from 0 to 10, a flat prior.

    For each, ratings are regressed without intercept on the expected outcome (local maximum a posteriori), with the
    residual's own variance. ``cues`` (T, D) and ``outcomes`` (T,) are the rows rated; a rating may be NaN.

    Raises ``ValueError`` if the rows do not fit together, are not within [0, 1], or no rating is known.
    """
    row = np.asarray(ratings, float)
    one = _features(one_person(cues, outcomes, np.arange(len(row), dtype=float)))
    given = np.isfinite(row)
    if row.ndim != 1 or not given.any():
        raise ValueError("ratings must be one number for every row, and at least one must be known")
    alphas = np.linspace(0.0, 10.0, 50)
    events = _some(one, np.zeros(len(alphas), dtype=np.int64))
    blank = start(len(alphas), events.cues.shape[2], params)
    _, expected = _sweep(_causes(blank, slice(None), alphas, params), events, blank.responsibilities)
    v, y = expected[:, given], row[given]
    slope = (v @ y) / (v * v).sum(axis=1)
    sd = np.sqrt(np.maximum(((y - slope[:, None] * v) ** 2).mean(axis=1), np.finfo(float).tiny))
    log_likelihood = -len(y) * (np.log(sd) + 0.5 * np.log(2.0 * np.pi) + 0.5)
    top = log_likelihood.max()
    evidence = top + np.log(np.exp(log_likelihood - top).sum())
    posterior = np.exp(log_likelihood - evidence)
    factor = float(evidence - np.log(len(alphas)) - log_likelihood[0])
    return Fit(float(alphas @ posterior), factor, alphas, posterior, log_likelihood, slope, sd)


def _features(events: Events) -> Events:
    """The same events; refused if a cue or outcome is not the chance that it was there."""
    x, r = events.cues, events.outcomes
    if np.any((x < 0.0) | (x > 1.0)) or np.any((r < 0.0) | (r > 1.0)):
        raise ValueError("cues and outcomes of this model lie between 0 and 1")
    return events


def _some(events: Events, people: slice | NDArray[np.int64]) -> Events:
    """The events of some people."""
    return Events(events.cues[people], events.outcomes[people], events.times[people], events.there[people])


def _causes(state: State, people: slice, alpha: Floats, params: Params) -> Causes:
    """Some people's counts, laid out for speed."""
    prior = Prior(alpha, params.stickiness, params.a + params.b)
    return Causes(state.rows[people].T.copy(), state.cells[people].transpose(2, 1, 0).copy(), state.last[people], prior)


def _sweep(causes: Causes, events: Events, responsibilities: Floats) -> tuple[State, Floats]:
    """All rows of some people: the last state and the expected outcomes (P, T), NaN on padding."""
    x, r = np.ascontiguousarray(events.cues.transpose(1, 2, 0)), np.ascontiguousarray(events.outcomes.T)
    known = np.isfinite(r)
    seen, held, expected = np.where(known, r, 0.0), responsibilities.T.copy(), np.empty(r.shape)
    for t in range(len(r)):
        weight = causes.weigh()  # eq. 1
        outcome, _ = causes.look(weight, x[t])  # eq. 2 and 3
        expected[t] = (weight * outcome).sum(axis=0) / weight.sum(axis=0)  # eq. 5
        weight *= (1.0 - seen[t]) + (2.0 * seen[t] - 1.0) * outcome  # eq. 4
        np.copyto(held[: len(weight)], weight, where=known[t])
        causes.learn(weight.argmax(axis=0), x[t], seen[t], known[t])
    held[:, known.any(axis=0)] /= held[:, known.any(axis=0)].sum(axis=0)
    expected[~events.there.T] = np.nan
    cells = np.ascontiguousarray(causes.cells.transpose(2, 1, 0))
    return State(causes.count.T.copy(), cells, causes.last, held.T.copy()), expected.T


def _filter(x: Floats, r: Floats, params: Params, rng: np.random.Generator) -> Result:
    """The particle filter of one person over ``x`` (T, D) and ``r`` (T,)."""
    m, k, d = params.particles, params.causes, x.shape[1]
    causes = _causes(start(m, d, params), slice(None), np.full(m, params.alpha), params)
    everyone = np.ones(m, dtype=bool)
    expected, held, given = np.empty(len(r)), np.zeros((len(r), k)), np.zeros(len(r), dtype=np.int64)
    for t, seen in enumerate(r):
        features = np.repeat(x[t][:, None], m, axis=1)
        weight = causes.weigh()  # eq. 1
        weight /= weight.sum(axis=0)
        outcome, divided = causes.look(weight, features)  # eq. 2 and 3
        expected[t] = ((weight * outcome).sum(axis=0) / weight.sum(axis=0)).mean()  # eq. 5
        if np.isnan(seen):
            held[t], given[t] = held[t - 1], given[t - 1]
            continue
        weight *= (1.0 - seen) + (2.0 * seen - 1.0) * outcome  # eq. 4
        total = weight.sum(axis=0)
        heaped = (weight / total).cumsum(axis=0)
        held[t, : len(weight)] = (weight / total).mean(axis=1)
        chance = (total * np.exp(divided - divided.max())).cumsum()
        rows = np.searchsorted(chance / chance[-1], rng.random(m), side="right")
        causes.take(rows)
        chosen = (heaped[:, rows] <= rng.random(m) * heaped[-1, rows]).sum(axis=0)
        causes.learn(chosen, features, np.full(m, seen), everyone)
        given[t] = np.bincount(chosen).argmax()
    return Result(expected.copy(), expected, held, given)
