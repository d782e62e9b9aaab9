"""What really followed: a dynamic hierarchical logistic filter over people, cues, settings and people x cues.

The log-odds of hurt in a moment are x'w. The weights w are Gaussian a priori; each drifts back towards its prior
mean as an Ornstein-Uhlenbeck process that keeps its prior variance; one outcome updates them by assumed-density
filtering: the one-dimensional posterior of x'w is matched in mean and variance, and the full covariance carries it to
every weight (Minka 2001, "Expectation propagation for approximate Bayesian inference", section 3; here with the
logistic likelihood). See ``docs/engine.md`` for the equations and for what has no data behind it.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from . import _state
from ._features import RESIDENT, Key, features
from ._logistic import probability, sigmoid, tilted
from ._state import SEEN_WORDS, Block, Floats, Params, State, codes_of
from .events import Event, Reading

__all__ = ["VERSION", "Block", "Params", "State", "dump", "load", "many", "read", "start", "step"]

VERSION = "world-1"
"""Changes whenever the same events and parameters would lead to other numbers."""

_DEFAULT = Params()


def start(params: Params = _DEFAULT) -> State:
    """The state before the first event: the prior. Its time lies before every event.

    >>> read(start(), Event(time=0.0)).seen
    0
    """
    codes = codes_of(list(RESIDENT))
    means, variances = params.table.means, params.table.variances
    slots = {key: slot for slot, key in enumerate(RESIDENT)}
    marks = np.zeros((len(slots), SEEN_WORDS), dtype=np.uint64)
    return State(-math.inf, 0, slots, codes, means[codes], np.diag(variances[codes]), marks)


def step(state: State, event: Event, params: Params = _DEFAULT) -> tuple[State, Reading]:
    """Read the event, then learn from it. Without an outcome, only time passes.

    Raises ``ValueError`` if the event lies before the state.

    >>> sam = Event(time=1.0, people=("sam",), outcome=1.0)
    >>> after, before = step(start(), sam)
    >>> again = read(after, sam)
    >>> round(before.p, 2), round(again.p, 2), again.seen
    (0.43, 0.59, 1)
    """
    view, flow = _view(event, params), _flow(state, event.time, params)
    reading = _read(state, view, flow, params)
    drifted = _drift(state, event.time, flow, params)
    if event.outcome is None:
        return drifted, reading
    return _learn(_enter(drifted, view.keys, params), view, event.outcome), reading


def read(state: State, event: Event, params: Params = _DEFAULT) -> Reading:
    """What the state says about a moment now or later, without learning. The cost does not depend on the history.

    Raises ``ValueError`` if the event lies before the state.

    >>> reading = read(start(), Event(time=0.0, people=("sam",), cues=(("voice", 1.0),)))
    >>> round(reading.p, 2), round(reading.low, 2), round(reading.high, 2)
    (0.43, 0.06, 0.87)
    """
    return _read(state, _view(event, params), _flow(state, event.time, params), params)


def many(state: State, events: Iterable[Event], params: Params = _DEFAULT) -> tuple[State, list[Reading]]:
    """Step through events in time order; exactly what stepping one by one gives."""
    readings = []
    for event in events:
        state, reading = step(state, event, params)
        readings.append(reading)
    return state, readings


def dump(state: State) -> bytes:
    """The state as bytes, exact; :func:`load` gives it back.

    >>> load(dump(start())).learnt
    0
    """
    return _state.dump(state, VERSION)


def load(blob: bytes) -> State:
    """The state that :func:`dump` wrote. ``ValueError`` if it is damaged or of another engine version."""
    return _state.load(blob, VERSION)


class _View(NamedTuple):
    """What a moment touches: k weights, their values and their block codes."""

    keys: list[Key]
    x: Floats
    codes: NDArray[np.int8]


def _view(event: Event, params: Params) -> _View:
    keys, values = features(event, params.max_active - len(RESIDENT))
    return _View(keys, np.array(values), codes_of(keys))


class _Flow(NamedTuple):
    """What time does to each block: the share of a deviation that is left, and the variance that has come in."""

    decay: Floats
    fresh: Floats


def _flow(state: State, time: float, params: Params) -> _Flow:
    if time < state.time:
        raise ValueError("the event lies before the state; feed events in the order of time")
    elapsed, taus = time - state.time, params.table.taus
    decay = np.array([math.exp(-elapsed / tau) for tau in taus])
    return _Flow(decay, params.table.variances * np.array([-math.expm1(-2.0 * elapsed / tau) for tau in taus]))


def _read(state: State, view: _View, flow: _Flow, params: Params) -> Reading:
    """The belief about x'w: only the weights of the moment drift, so the cost is O(k^2) whatever d is."""
    (keys, x, codes), (decay, fresh) = view, flow
    means, variances = params.table.means, params.table.variances
    rows = np.array([state.slots.get(key, -1) for key in keys])
    known = rows >= 0
    kept = x * decay[codes] * known  # zero where a weight is unseen: whatever row -1 holds does not count
    prior = means[codes]
    mean = x @ prior + kept @ (state.mean[rows] - prior)
    variance = kept @ state.cov.take(rows, axis=0).take(rows, axis=1) @ kept + x * x @ np.where(
        known, fresh[codes], variances[codes]
    )
    return _reading(float(mean), float(variance), _seen(state, keys), params.table.reach)


def _drift(state: State, time: float, flow: _Flow, params: Params) -> State:
    """Let time pass: w -> m0 + a (w - m0), and the covariance towards the prior variance."""
    prior, a = params.table.means[state.codes], flow.decay[state.codes]
    cov = np.dot(a[:, None], a[None, :])  # an outer product, exactly symmetric, and faster than multiply.outer
    cov *= state.cov
    cov.flat[:: len(a) + 1] += flow.fresh[state.codes]
    return State(time, state.learnt, state.slots, state.codes, prior + a * (state.mean - prior), cov, state.marks)


def _enter(state: State, keys: list[Key], params: Params) -> State:
    """Give every feature of the event a weight; first sight means its prior, independent of the rest."""
    new = [key for key in keys if key not in state.slots]
    if not new:
        return state
    keep = _kept(state, keys, len(state.slots) + len(new) - params.max_active, params)
    names = list(state.slots)
    every = [names[slot] for slot in keep] + new
    codes, old, d = codes_of(every), len(keep), len(every)
    means, variances = params.table.means, params.table.variances
    mean, cov = means[codes], np.diag(variances[codes])
    mean[:old] = state.mean[keep]
    cov[:old, :old] = state.cov[np.ix_(keep, keep)]
    marks = np.zeros((d, SEEN_WORDS), dtype=np.uint64)
    marks[:old] = state.marks[keep]
    return State(state.time, state.learnt, {key: i for i, key in enumerate(every)}, codes, mean, cov, marks)


def _kept(state: State, keys: list[Key], excess: int, params: Params) -> list[int]:
    """The slots that stay when ``excess`` weights must leave: those of which least is known go, the oldest first.

    What is known of a weight is the part of its prior variance that outcomes have removed and drift has not given
    back. It measures use, strength of use and recency at once, and a weight without it is its prior already.
    """
    if excess <= 0:
        return list(range(len(state.slots)))
    staying = {*keys, *RESIDENT}
    known = 1.0 - state.cov.diagonal() / params.table.variances[state.codes]
    free = [slot for key, slot in state.slots.items() if key not in staying]
    leaving = set(sorted(free, key=lambda slot: (known[slot], slot))[:excess])
    return [slot for slot in range(len(state.slots)) if slot not in leaving]


def _learn(state: State, view: _View, outcome: float) -> State:
    """Match the posterior of x'w in mean and variance, and carry it to every weight."""
    rows = np.array([state.slots[key] for key in view.keys])
    gain = view.x @ state.cov.take(rows, axis=0)
    mean, variance = float(view.x @ state.mean[rows]), float(view.x @ gain[rows])
    after, spread = tilted(mean, variance, outcome)
    moved = state.mean + (after - mean) / variance * gain
    gain *= math.sqrt(variance - spread) / variance
    cov = np.dot(gain[:, None], gain[None, :])
    np.subtract(state.cov, cov, out=cov)
    word, bit = divmod(state.learnt % (64 * SEEN_WORDS), 64)
    marks = state.marks.copy()
    marks[:, word] &= ~np.uint64(1 << bit)
    marks[rows, word] |= np.uint64(1 << bit)
    return State(state.time, state.learnt + 1, state.slots, state.codes, moved, cov, marks)


def _seen(state: State, keys: list[Key]) -> int:
    """How many of the latest outcomes share a feature with these keys; the residents are in all and say nothing."""
    rows = [state.slots[key] for key in keys if key in state.slots and key not in RESIDENT]
    return int(np.bitwise_count(np.bitwise_or.reduce(state.marks.take(rows, axis=0), axis=0)).sum()) if rows else 0


def _reading(mean: float, variance: float, seen: int, reach: float) -> Reading:
    p, half = probability(mean, variance), reach * math.sqrt(variance)
    # The expected p can leave the middle of a very skewed belief; the interval is widened to hold it, never narrowed.
    return Reading(p, min(sigmoid(mean - half), p), max(sigmoid(mean + half), p), mean, variance, seen)
