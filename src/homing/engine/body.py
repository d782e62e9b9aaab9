"""The body between check-ins: three felt states, arousal that drifts within them, flooding, and recovery time.

Arousal follows an Ornstein-Uhlenbeck process whose mean and pace depend on a hidden felt state; the state switches
with rates that a predicted alarm and another's calm change (science page, section 3.3: a proposal, **with no data
behind its numbers**). Between events the moments are exact (:mod:`homing.engine._switching`); each observation updates
a Gaussian per state by Bayes' rule, matched in mean and variance. What is missing is not guessed. Arousal and heart
agree only loosely in people; the felt answer counts first, and the heart is optional, one's own, and relative to rest.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from . import _felt
from ._felt import STATES, TOP, WORDS, BodyReading, CheckIn, Params, State, generator, own_threshold
from ._mixture import quantile
from ._recovery import Minutes, Recovery, not_settled_by, settled_after, settling_time
from ._switching import Floats, expm, moment_flow
from ._truncated import between
from .events import Event

__all__ = [
    "STATES",
    "VERSION",
    "WORDS",
    "BodyReading",
    "CheckIn",
    "Minutes",
    "Params",
    "Recovery",
    "State",
    "after",
    "dump",
    "load",
    "many",
    "not_settled_by",
    "own_rest_z",
    "read",
    "settled_after",
    "settling_time",
    "silent",
    "start",
    "step",
]

VERSION = "body-1"
"""Changes whenever the same events and parameters would lead to other numbers."""

_DEFAULT = Params()
_LEAST = 1e-9
"""No state is ever quite ruled out."""

_SPIKE = 6.0
"""A heart further from rest than this many deviations is taken to be this far: sensors slip."""

_ENOUGH = 0.8
"""Flooding is spoken of while the variance of arousal is below this share of what it is when nothing is known."""


def start(params: Params = _DEFAULT) -> State:
    """The state before the first event: what time alone leads to. Its time lies before every event.

    >>> read(start(), Event(time=0.0)).felt is None
    True
    """
    return State(-math.inf, 0, False, (0,) * (TOP + 1), params.table.rest.copy())


def step(state: State, event: Event, params: Params = _DEFAULT) -> tuple[State, BodyReading]:
    """Read the event, then learn from it if it is a :class:`CheckIn` that observes anything; else only time passes.

    Raises ``ValueError`` if the event lies before the state.

    >>> tense, _ = step(start(), CheckIn(time=1.0, felt="on_edge", arousal=9))
    >>> soon, later = read(tense, Event(time=1.0)), read(tense, Event(time=1.25))
    >>> soon.felt, soon.flooded, round(soon.mean, 1), later.felt, round(later.mean, 1)
    ('on_edge', True, 8.4, 'settled', 2.8)
    """
    passed = _pass(state, event, params)
    return _learnt(passed, event, params), _say(passed, params)


def read(state: State, event: Event, params: Params = _DEFAULT) -> BodyReading:
    """What the state says about the body now or later, without learning; only the event's time and inputs count.

    Raises ``ValueError`` if the event lies before the state.

    >>> alone, alarmed = (read(start(), CheckIn(time=0.0, expected=u)) for u in (None, 1.0))
    >>> round(alone.states[1], 2), round(alarmed.states[1], 2)
    (0.11, 0.63)
    """
    return _say(_pass(state, event, params), params)


def many(state: State, events: Iterable[Event], params: Params = _DEFAULT) -> tuple[State, list[BodyReading]]:
    """Step through events in time order; exactly what stepping one by one gives."""
    readings = []
    for event in events:
        state, reading = step(state, event, params)
        readings.append(reading)
    return state, readings


def after(state: State, events: Iterable[Event], params: Params = _DEFAULT) -> State:
    """The state in which :func:`many` ends, without its readings, which cost more than learning.

    >>> row = [CheckIn(time=1.0, felt="on_edge"), CheckIn(time=1.1, felt="settled")]
    >>> dump(after(start(), row)) == dump(many(start(), row)[0])
    True
    """
    for event in events:
        state = _learnt(_pass(state, event, params), event, params)
    return state


def silent(event: Event) -> Event:
    """The event without what the filter learns from, or is moved by: its time.

    >>> silent(CheckIn(time=2.0, arousal=3))
    Event(time=2.0, outcome=None, alarm=None)
    """
    return Event(event.time)


def dump(state: State) -> bytes:
    """The state as bytes, exact; :func:`load` gives it back.

    >>> load(dump(start())).learnt
    0
    """
    return _felt.dump(state, VERSION)


def load(blob: bytes) -> State:
    """The state that :func:`dump` wrote. ``ValueError`` if it is damaged or of another engine version."""
    return _felt.load(blob, VERSION)


def own_rest_z(rate: Floats, rest: Floats, least: int = 30) -> NDArray[np.float64] | None:
    """A person's own heart rate relative to their own rest: z-scores by median and median absolute deviation.

    ``rate`` (n) and ``rest`` (m) are beats per minute of the same still person; NaN marks what was not measured, and
    stays NaN in ``rate``. A deviation below one beat counts as one: a wrist sensor sees no finer. None when fewer than
    ``least`` measurements of rest are left: poor data says nothing.

    >>> rest = np.tile([58.0, 60.0, 62.0], 20)
    >>> own_rest_z(np.array([60.0, 72.0, np.nan]), rest).round(1).tolist()
    [0.0, 4.0, nan]
    >>> own_rest_z(np.array([72.0]), rest[:9]) is None
    True
    """
    known = rest[np.isfinite(rest)]
    if len(known) < least:
        return None
    middle = np.median(known)
    width = max(1.0, 1.4826 * float(np.median(np.abs(known - middle))))
    return np.asarray((rate - middle) / width, dtype=np.float64)


class _Part(NamedTuple):
    """One state of the mixture: its probability, and mean and variance of arousal in it."""

    p: float
    mean: float
    variance: float


def _mixture(moments: Floats) -> list[_Part]:
    """The three parts; what rounding could do to a part that has almost vanished is kept out."""
    p = np.maximum(moments[:3], _LEAST)
    means = moments[3:6] / p
    variances = np.maximum(moments[6:] / p - means * means, 1e-6)
    return [_Part(*part) for part in zip((p / p.sum()).tolist(), means.tolist(), variances.tolist(), strict=True)]


def _pass(state: State, event: Event, params: Params) -> State:
    """Let time pass; the inputs of the event acted during the last ``lead`` of it, or all of it if it was less."""
    if event.time < state.time:
        raise ValueError("the event lies before the state; feed events in the order of time")
    table, elapsed = params.table, event.time - state.time
    expected, calm = (event.expected, event.calm) if isinstance(event, CheckIn) else (None, None)
    lead = 0.0 if expected is None and calm is None else min(elapsed, table.lead)
    moments = _quiet(state.moments, elapsed - lead, params)
    flooded = state.flooded and _flood(moments, state.told, params) >= params.leave
    if lead > 0.0:
        rates = generator(params, expected, calm)
        moments = expm(lead * moment_flow(rates, table.paces, table.means, table.variances)) @ moments
    return State(event.time, state.learnt, flooded, state.told, moments)


def _quiet(moments: Floats, elapsed: float, params: Params) -> Floats:
    if elapsed > params.table.horizon:
        return params.table.rest.copy()
    return params.table.quiet.after(elapsed, moments)


def _learnt(passed: State, event: Event, params: Params) -> State:
    """The state once time has passed up to an event, and what it observes is learnt from."""
    if not isinstance(event, CheckIn) or event.silent:
        return passed
    told = list(passed.told)
    if event.arousal is not None:
        told[event.arousal] += 1
    moments = _learn(passed.moments, event, params)
    flooded = _flagged(passed.flooded, _flood(moments, tuple(told), params), params)
    return State(event.time, passed.learnt + 1, flooded, tuple(told), moments)


def _learn(moments: Floats, event: CheckIn, params: Params) -> Floats:
    """Bayes' rule in each state: the word weighs it, heart and arousal move its Gaussian and weigh it too."""
    parts = [_updated(s, part, event, params) for s, part in enumerate(_mixture(moments))]
    log_weight, mean, variance = np.array(parts).T
    weight = np.maximum(np.exp(log_weight - log_weight.max()), _LEAST)
    weight /= weight.sum()
    return np.concatenate([weight, weight * mean, weight * (variance + mean * mean)])


def _updated(s: int, part: _Part, event: CheckIn, params: Params) -> tuple[float, float, float]:
    """The log weight, mean and variance of state number s after what was observed."""
    weight, mean, variance = math.log(part.p), part.mean, part.variance
    if event.felt is not None:
        weight += math.log(params.confusion[s][WORDS.index(event.felt)])
    if event.heart is not None:
        gain, rest, sd = params.heart
        total = gain * gain * variance + sd * sd
        off = min(max(event.heart, -_SPIKE), _SPIKE) - gain * (mean - rest)
        weight -= 0.5 * (off * off / total + math.log(total))
        mean, variance = mean + gain * variance / total * off, variance * sd * sd / total
    if event.arousal is not None:
        low = event.arousal - 0.5 if event.arousal > 0 else -math.inf
        high = event.arousal + 0.5 if event.arousal < TOP else math.inf
        mass, mean, variance = between(mean, variance, params.report_sd**2, low, high)
        weight += math.log(mass)
    return weight, mean, variance


def _say(state: State, params: Params) -> BodyReading:
    parts = _mixture(state.moments)
    mean = math.fsum(p * m for p, m, _ in parts)
    variance = math.fsum(p * (v + (m - mean) ** 2) for p, m, v in parts)
    tail, share = 0.5 * (1.0 - params.level), _share(mean)
    spread = [(p, m, math.sqrt(v)) for p, m, v in parts]
    likeliest = max(range(len(STATES)), key=lambda s: parts[s].p)
    flood = _flood(state.moments, state.told, params)
    enough = state.learnt > 0 and variance < _ENOUGH * params.table.ignorance
    settled, edge, far = (part.p for part in parts)
    return BodyReading(
        p=share,
        low=min(_share(quantile(tail, spread)), share),  # widened where a skewed mixture leaves its mean outside
        high=max(_share(quantile(1.0 - tail, spread)), share),
        mean=mean,
        variance=variance,
        seen=state.learnt,
        states=(settled, edge, far),
        felt=STATES[likeliest] if state.learnt and parts[likeliest].p >= params.sure else None,
        flood=flood,
        flooded=_flagged(state.flooded, flood, params) if enough else None,
    )


def _share(arousal: float) -> float:
    """An arousal as a share of the scale, in [0, 1]."""
    return min(max(arousal / TOP, 0.0), 1.0)


def _flood(moments: Floats, told: tuple[int, ...], params: Params) -> float:
    """P(arousal > the person's threshold)."""
    return _above(own_threshold(told, params), _mixture(moments))


def _flagged(before: bool, flood: float, params: Params) -> bool:
    """Flooding begins at one level and ends at a lower one."""
    return flood >= params.leave if before else flood > params.enter


def _above(mark: float, parts: list[_Part]) -> float:
    return math.fsum(0.5 * p * math.erfc((mark - m) / math.sqrt(2.0 * v)) for p, m, v in parts)
