"""What really followed: a dynamic hierarchical filter over people, cues, settings and people x cues.

The log-odds of hurt in a moment (of a *real* outcome: its mean) are x'w. The weights w are Gaussian a priori; each
drifts back towards its prior mean as an Ornstein-Uhlenbeck process that keeps its prior variance; one outcome updates
them by assumed-density filtering: the one-dimensional posterior of x'w is matched in mean and variance, and the full
covariance carries it to every weight (Minka 2001, "Expectation propagation for approximate Bayesian inference", section
3; here with the logistic likelihood; for real outcomes this is the Kalman filter, exactly). See
``docs/engine-for-engineers.md`` for the equations and for what has no data behind it.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import NamedTuple

import numpy as np

from . import _state
from ._features import CODE, RECENT, RESIDENT, Key, features
from ._outcome import outcome_of, taught, told
from ._recent import recent, remember
from ._state import SEEN_BITS, Block, Codes, Floats, Memory, Params, State, codes_of
from .events import Event, Reading

__all__ = ["VERSION", "Block", "Memory", "Params", "State", "dump", "load", "many", "read", "start", "step"]

VERSION = "world-1"
"""Changes whenever the same events and parameters would lead to other numbers."""

_DEFAULT = Params()


def start(params: Params = _DEFAULT) -> State:
    """The state before the first event: the prior. Its time lies before every event.

    >>> read(start(), Event(time=0.0)).seen
    0
    """
    mean, cov, codes = _prior(RESIDENT, params)
    slots = {key: slot for slot, key in enumerate(RESIDENT)}
    return State(-math.inf, 0, slots, codes, mean, cov, (0,) * len(slots))


def step(state: State, event: Event, params: Params = _DEFAULT) -> tuple[State, Reading]:
    """Read the event, then learn from it. Without an outcome, only time passes.

    Raises ``ValueError`` if the event lies before the state.

    >>> sam = Event(time=1.0, people=("sam",), outcome=1.0)
    >>> after, before = step(start(), sam)
    >>> again = read(after, sam)
    >>> round(before.p, 2), round(again.p, 2), again.seen
    (0.43, 0.59, 1)
    """
    flow = _flow(state, event.time, params)
    view = _view(state, event, params)
    reading = _read(state, view, flow, params)
    drifted, outcome = _drift(state, event.time, flow, params), outcome_of(event, params)
    if outcome is None:
        return drifted, reading
    learnt = _learn(_enter(drifted, view.keys, params), view, outcome, params)
    return _remember(learnt, event, outcome, params), reading


def read(state: State, event: Event, params: Params = _DEFAULT) -> Reading:
    """What the state says about a moment now or later, without learning. The cost does not depend on the history.

    Raises ``ValueError`` if the event lies before the state.

    >>> reading = read(start(), Event(time=0.0, people=("sam",), cues=(("voice", 1.0),)))
    >>> round(reading.p, 2), round(reading.low, 2), round(reading.high, 2)
    (0.43, 0.06, 0.87)
    """
    flow = _flow(state, event.time, params)
    return _read(state, _view(state, event, params), flow, params)


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
    """What a moment touches: k weights and their values."""

    keys: list[Key]
    values: list[float]


def _view(state: State, event: Event, params: Params) -> _View:
    if params.memory is None:
        return _View(*features(event, params.max_active - len(RESIDENT)))
    keys, values = features(event, params.max_active - len(RESIDENT) - 1)
    lately = recent(state.traces, event.people, event.time, params.memory)
    return _View([*keys, RECENT], [*values, lately])


class _Flow(NamedTuple):
    """What time does to each block: the share of a deviation that is left, and the variance that has come in."""

    decay: list[float]
    fresh: list[float]


def _flow(state: State, time: float, params: Params) -> _Flow:
    if time < state.time:
        raise ValueError("the event lies before the state; feed events in the order of time")
    elapsed, table = time - state.time, params.table
    fresh = [-v * math.expm1(-2.0 * elapsed / tau) for v, tau in zip(table.variances, table.taus, strict=True)]
    return _Flow([math.exp(-elapsed / tau) for tau in table.taus], fresh)


def _read(state: State, view: _View, flow: _Flow, params: Params) -> Reading:
    """The belief about x'w: only the weights of the moment drift, so the cost is O(k^2) whatever d is."""
    means, variances, own = params.table.means, params.table.variances, params.table.own
    mean, variance, marks = 0.0, 0.0, 0
    rows: list[int] = []
    kept: list[float] = []
    for key, x in zip(view.keys, view.values, strict=True):
        slot, code = state.slots.get(key), own.get(key, CODE[key[0]])
        mean += x * means[code]
        if slot is None:
            variance += x * x * variances[code]
            continue
        left = x * flow.decay[code]
        mean -= left * means[code]
        variance += x * x * flow.fresh[code]
        rows.append(slot)
        kept.append(left)
        if slot >= len(RESIDENT) and key != RECENT:  # these take part in every outcome: nothing about this one
            marks |= state.marks[slot]
    places, z = np.array(rows), np.array(kept)
    mean += float(z @ state.mean.take(places))
    variance += float(z @ state.cov.take(places, axis=0).take(places, axis=1) @ z)
    return told(mean, variance, marks.bit_count(), params)


def _drift(state: State, time: float, flow: _Flow, params: Params) -> State:
    """Let time pass: w -> m0 + a (w - m0), and the covariance towards the prior variance."""
    prior, a = params.table.mean_array[state.codes], np.array(flow.decay)[state.codes]
    cov = np.dot(a[:, None], a[None, :])  # an outer product, exactly symmetric, and faster than multiply.outer
    cov *= state.cov
    cov.flat[:: len(a) + 1] += np.array(flow.fresh)[state.codes]
    return replace(state, time=time, mean=prior + a * (state.mean - prior), cov=cov)


def _enter(state: State, keys: list[Key], params: Params) -> State:
    """Give every feature of the event a weight; first sight means its prior, independent of the rest."""
    new = [key for key in keys if key not in state.slots]
    if not new:
        return state
    keep = _kept(state, keys, len(state.slots) + len(new) - params.max_active, params)
    names = list(state.slots)
    every, old = [names[slot] for slot in keep] + new, len(keep)
    mean, cov, codes = _prior(every, params)
    mean[:old] = state.mean[keep]
    cov[:old, :old] = state.cov[np.ix_(keep, keep)]
    marks = (*(state.marks[slot] for slot in keep), *(0 for _ in new))
    slots = {key: i for i, key in enumerate(every)}
    return replace(state, slots=slots, codes=codes, mean=mean, cov=cov, marks=marks)


def _prior(keys: Sequence[Key], params: Params) -> tuple[Floats, Floats, Codes]:
    """Mean (d), covariance (d, d) and codes (d) of these weights before any outcome."""
    codes = codes_of(keys, params.table.own)
    return params.table.mean_array[codes], np.diag(params.table.variance_array[codes]), codes


def _kept(state: State, keys: list[Key], excess: int, params: Params) -> list[int]:
    """The slots that stay when ``excess`` weights must leave: those of which least is known go, the oldest first.

    What is known of a weight is the part of its prior variance that outcomes have removed and drift has not given
    back. It measures use, strength of use and recency at once, and a weight without it is its prior already.
    """
    if excess <= 0:
        return list(range(len(state.slots)))
    staying = {*keys, *RESIDENT}
    known = 1.0 - state.cov.diagonal() / params.table.variance_array[state.codes]
    free = [slot for key, slot in state.slots.items() if key not in staying]
    leaving = set(sorted(free, key=lambda slot: (known[slot], slot))[:excess])
    return [slot for slot in range(len(state.slots)) if slot not in leaving]


def _learn(state: State, view: _View, outcome: float, params: Params) -> State:
    """Match the posterior of x'w in mean and variance, and carry it to every weight."""
    slots = [state.slots[key] for key in view.keys]
    rows, x = np.array(slots), np.array(view.values)
    gain = x @ state.cov.take(rows, axis=0)
    mean, variance = float(x @ state.mean.take(rows)), float(x @ gain.take(rows))
    after, spread = taught(mean, variance, outcome, params)
    moved = state.mean + (after - mean) / variance * gain
    gain *= math.sqrt(variance - spread) / variance
    cov = np.dot(gain[:, None], gain[None, :])
    np.subtract(state.cov, cov, out=cov)
    bit = 1 << state.learnt % SEEN_BITS
    marks = [mark & ~bit for mark in state.marks]
    for slot in slots:
        marks[slot] |= bit
    return replace(state, learnt=state.learnt + 1, mean=moved, cov=cov, marks=tuple(marks))


def _remember(state: State, event: Event, outcome: float, params: Params) -> State:
    if params.memory is None:
        return state
    traces = remember(state.traces, event.people, event.time, outcome, params.memory, params.max_active)
    return replace(state, traces=traces)
