"""What a nervous system expects: time-sensitive latent causes behind the felt alarm.

Each moment is thought to come from one hidden cause ("which kind of situation is this?"). Causes fade as a power law of
time and can return; each expects certain people, settings and cues, a certain felt alarm, and a certain chance of harm,
all conjugate (Beta and Dirichlet), so that only the assignment of moments to causes is sampled: Rao-Blackwellised
particles with systematic resampling. The prior over assignments is that of Gershman, Monfils, Norman & Niv 2017 (eLife
6:e23763, eq. 3-4) with the floor of Song et al. 2022 (arXiv 2205.04670); counts for what a cause predicts are those of
Gershman, Blei & Niv 2010 (Psychol. Rev. 117:197). The causes are never named by the engine.

It is apart from the world model: a high alarm is what a body expects, not what follows. See
``docs/adr/engine-alarm-model.md`` for the choices and for what has no data behind it.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from enum import StrEnum

import numpy as np

from . import _alarm_state, _particles
from ._alarm_features import (
    View,
    beliefs,
    evidence_row,
    features,
    felt,
    followed,
    harmed,
    log_prior,
    ones,
    rung,
    view,
)
from ._alarm_state import HURT, QUIET, RUNG, SAFE, Floats, Ints, Params, State
from ._graded import interval
from ._timeprior import J, remembered
from .events import Event, require_unit

__all__ = [
    "VERSION",
    "AlarmReading",
    "Answer",
    "Memory",
    "Params",
    "Points",
    "State",
    "dump",
    "insight",
    "load",
    "many",
    "read",
    "remember",
    "silent",
    "start",
    "step",
]

VERSION = "alarm-1"
"""Changes whenever the same events, parameters and seeds would lead to other numbers."""

_DEFAULT = Params()


@dataclass(frozen=True, slots=True)
class AlarmReading:
    """What the alarm model says about one moment, before it has learnt from it.

    ``p`` is the expected felt alarm in [0, 1], ``variance`` that of the belief about it; ``low`` and ``high`` bound
    what a moment like this one rings on average, at ``level`` (80 % unless the parameters say otherwise). ``harm`` is
    the chance of harm by the alarm's own lights: **not** how often harm really follows, which the world model says.
    ``effective`` is the effective number of particles behind the numbers, ``seen`` the number of the last 1024 moments
    learnt from that share a person, cue or setting with this one.
    """

    p: float
    variance: float
    level: float
    harm: float
    effective: float
    seen: int

    @property
    def low(self) -> float:
        """The lower bound of the interval; found when asked for, since a replay never asks."""
        return interval(self.p, self.variance, self.level)[0]

    @property
    def high(self) -> float:
        """The upper bound of the interval."""
        return interval(self.p, self.variance, self.level)[1]


@dataclass(frozen=True, slots=True)
class Memory:
    """Something old that the person brings: it seeds a cause, which carries ``label``, the person's own key for it.

    ``time`` in days since the epoch, give or take ``uncertainty`` days; ``strength`` in [0, 1] the alarm it holds;
    ``outcome`` as in an event. Memories with one label feed one cause.

    Raises ``ValueError`` for an empty label, a time that is not finite, a negative uncertainty, or a number outside
    [0, 1]. Ids and label stay out of ``repr``.
    """

    time: float
    strength: float
    label: str = field(repr=False)
    uncertainty: float = 0.0
    people: tuple[str, ...] = field(default=(), repr=False)
    cues: tuple[tuple[str, float], ...] = field(default=(), repr=False)
    setting: str | None = field(default=None, repr=False)
    outcome: float | None = None

    def __post_init__(self) -> None:
        if not self.label:
            raise ValueError("a memory needs a label")
        if not math.isfinite(self.time) or not 0.0 <= self.uncertainty < math.inf:
            raise ValueError("a memory needs a finite time, and an uncertainty of zero or more days")
        require_unit("the strength of a memory", self.strength)
        require_unit("the outcome of a memory", self.outcome)
        for _, intensity in self.cues:
            require_unit("the intensity of a cue", intensity)


class Points(StrEnum):
    """Where a person's answer points: to a memory of theirs, to then, to now, or to both alike."""

    MEMORY = "memory"
    THEN = "then"
    NOW = "now"
    BOTH = "both"


@dataclass(frozen=True, slots=True)
class Answer:
    """What a person says a moment is about. Evidence about its cause, believed by ``Params.trust``, never a command.

    ``label`` is that of the memory pointed to; ``since`` the day (since the epoch) on which "now" began, usually when
    the relationship did: evidence from before it is "then".

    Raises ``ValueError`` if the label of a memory, or the day that parts then from now, is missing.
    """

    points: Points
    label: str = field(default="", repr=False)
    since: float = math.nan

    def __post_init__(self) -> None:
        if self.points is Points.MEMORY and not self.label:
            raise ValueError("an answer about a memory needs the label of the memory")
        if self.points in (Points.THEN, Points.NOW) and not math.isfinite(self.since):
            raise ValueError("an answer about then or now needs the day on which now began")


def start(params: Params = _DEFAULT, memories: Iterable[Memory] = ()) -> State:
    """The state before the first event, with these memories entered in order of time.

    >>> round(read(start(), Event(time=0.0)).p, 6)
    0.5
    >>> father = Memory(time=-9000.0, strength=0.9, label="m1", uncertainty=400.0, cues=(("voice", 1.0),))
    >>> round(read(start(memories=[father]), Event(time=0.0, cues=(("voice", 1.0),))).p, 2)
    0.76
    """
    state = _alarm_state.empty(params.particles, params.causes)
    for memory in sorted(memories, key=lambda memory: (memory.time, memory.label)):
        state = remember(state, memory, params)
    return state


def remember(state: State, memory: Memory, params: Params = _DEFAULT) -> State:
    """Enter an old memory: it weighs ``params.memory`` moments of its strength, in the cause that carries its label.

    No randomness: every particle takes it in alike. What is already learnt is not judged anew, so memories are best
    entered before the first event (edit, then replay). If the memory is later than the state, time passes to it.

    Raises ``ValueError`` for one label more than ``params.max_memories``.
    """
    labels = state.labels if memory.label in state.labels else (*state.labels, memory.label)
    if len(labels) > params.max_memories:
        raise ValueError("no room for another memory with a label of its own")
    state = _particles.drift(state, max(state.time, memory.time), params)
    shown = view(memory.people, memory.setting, memory.cues, params)
    state = _particles.enter(state, shown.keys(), params)
    code = labels.index(memory.label)
    carries = state.causes.labels == code
    chosen: Ints = np.where(carries.any(axis=1), carries.argmax(axis=1), carries.shape[1] - 1)
    causes, places = _particles.take(state.causes, np.arange(len(chosen)), chosen)
    extra = list(zip((RUNG, QUIET), rung(memory.strength, params), strict=True))
    if memory.outcome is not None:
        extra += zip((HURT, SAFE), harmed(memory.outcome, 1.0), strict=True)
    row = evidence_row(state, shown, weight=params.memory, whole=False, extra=extra)
    row[:J] = params.memory * remembered(state.time - memory.time, memory.uncertainty)
    every = np.arange(len(places))
    causes.stats[every, places] += row
    causes.labels[every, places] = code
    _particles.note_time(causes, places, memory.time, params.memory, 0.0)
    return replace(state, labels=labels, causes=causes)


def read(state: State, event: Event, params: Params = _DEFAULT) -> AlarmReading:
    """What the state expects of a moment now or later, from who, where and which cues; felt alarm and outcome of the
    event are not looked at. No randomness. The cost does not depend on the history.

    Raises ``ValueError`` if the event lies before the state.
    """
    shown = view(event.people, event.setting, event.cues, params)
    return _reading(state, shown, _expectation(state, event.time, shown, params), params)


def step(
    state: State, event: Event, params: Params = _DEFAULT, *, seed: int = 0, answer: Answer | None = None
) -> tuple[State, AlarmReading]:
    """Read the event, then learn from it. With neither alarm nor outcome, only time passes.

    The draws depend on ``seed`` (not negative) and on the number of moments learnt from, and on nothing else.

    Raises ``ValueError`` if the event lies before the state, or the seed is negative.

    >>> rang = Event(time=1.0, people=("sam",), cues=(("voice", 1.0),), alarm=0.9, outcome=0.0)
    >>> after, before = step(start(), rang, seed=7)
    >>> again = read(after, rang)
    >>> round(before.p, 2), round(again.p, 2), round(again.harm, 2), again.seen
    (0.5, 0.76, 0.34, 1)
    """
    shown = view(event.people, event.setting, event.cues, params)
    joint = _expectation(state, event.time, shown, params)
    reading = _reading(state, shown, joint, params)
    if event.alarm is None and event.outcome is None:
        return _particles.drift(state, event.time, params), reading
    joint = judged(state, event, joint, params, answer)
    weights, rows, chosen = _particles.branch(state.weights, joint, (seed, state.learnt))
    return learn(state, event, shown, params, weights, rows, chosen), reading


def many(
    state: State, events: Iterable[Event], params: Params = _DEFAULT, *, seed: int = 0
) -> tuple[State, list[AlarmReading]]:
    """Step through events in time order with one seed; exactly what stepping one by one gives."""
    readings = []
    for event in events:
        state, reading = step(state, event, params, seed=seed)
        readings.append(reading)
    return state, readings


def silent(event: Event) -> Event:
    """The moment without what was felt and what followed: all that the alarm model learns from.

    >>> silent(Event(1.0, outcome=1.0, alarm=0.7))
    Event(time=1.0, outcome=None, alarm=None)
    """
    return replace(event, outcome=None, alarm=None)


def insight(state: State, time: float, answer: Answer, params: Params = _DEFAULT) -> State:
    """The person has understood which situation this is. It moves responsibilities only, and it fades.

    Every cause keeps what it predicts, to the bit; the prior of the causes that the answer does not point to falls by
    the odds of ``params.trust``, and comes back within weeks (``params.insight_days``) unless moments confirm it. A
    new insight takes the place of the one before. That instruction helps in part: Luck & Lipp 2016
    (10.1111/ajpy.12135).

    Raises ``ValueError`` if ``time`` lies before the state.
    """
    state = _particles.drift(state, time, params)
    lean = pointed(state, answer, params)
    return replace(state, causes=state.causes._replace(lean=lean - lean.max(axis=1, keepdims=True)))


def dump(state: State) -> bytes:
    """The state as bytes, exact; :func:`load` gives it back.

    >>> load(dump(start())).learnt
    0
    """
    return _alarm_state.dump(state, VERSION)


def load(blob: bytes) -> State:
    """The state that :func:`dump` wrote. ``ValueError`` if it is damaged or of another engine version."""
    return _alarm_state.load(blob, VERSION)


def expectation(state: State, event: Event, params: Params) -> Floats:
    """For those who build on this module: log of prior times features, (M, K+1), before alarm and outcome."""
    shown = view(event.people, event.setting, event.cues, params)
    return _expectation(state, event.time, shown, params)


def _expectation(state: State, time: float, shown: View, params: Params) -> Floats:
    log = log_prior(state, time, params)
    for term in features(state, shown, params):
        log += term.log
    return log


def judged(state: State, event: Event, joint: Floats, params: Params, answer: Answer | None) -> Floats:
    """For those who build on this module: ``joint`` with what was felt, what followed, and what the person said."""
    joint = joint + felt(state, event, params) + followed(state, event, params)
    return joint if answer is None else joint + pointed(state, answer, params)


def pointed(state: State, answer: Answer, params: Params) -> Floats:
    """The log likelihood of an answer under each cause, (M, K+1): ``trust`` where it points, the rest elsewhere."""
    if answer.points is Points.MEMORY:
        code = state.labels.index(answer.label) if answer.label in state.labels else len(state.labels)
        share = (state.causes.labels == code).astype(np.float64)
    elif answer.points is Points.BOTH:
        share = np.full(state.causes.lean.shape, 0.5)
    else:
        share = older_share(state, answer.since)
        share = share if answer.points is Points.THEN else 1.0 - share
    likelihood: Floats = np.log(params.trust * share + (1.0 - params.trust) * (1.0 - share))
    return likelihood


def older_share(state: State, since: float) -> Floats:
    """The share of each cause's evidence that comes from before day ``since``, (M, K+1); 0 where there is none.

    Later moments that ended well do not make the alarm a matter of now; those that hurt, and those whose ending is
    open or protected, do: "it is only the past" is the more dangerous mistake.
    """
    masses, before = state.causes.masses, state.causes.times < since
    older = np.where(before, masses, 0.0).sum(axis=-1)
    later = np.where(before, 0.0, masses - state.causes.ended_well).sum(axis=-1)
    share: Floats = older / np.maximum(older + later, 1e-300)
    return share


def learn(state: State, event: Event, shown: View, params: Params, weights: Floats, rows: Ints, chosen: Ints) -> State:
    """For those who build on this module: the state whose particles are ``rows`` of this one, the moment in ``chosen``.

    ``weights`` (M',) are the new log weights, ``rows`` and ``chosen`` (M',) the parents and the causes.
    """
    state = _particles.enter(_particles.drift(state, event.time, params), shown.keys(), params)
    causes, places = _particles.take(state.causes, rows, chosen)
    extra: list[tuple[int, float]] = []
    if event.alarm is not None:
        extra += zip((RUNG, QUIET), rung(event.alarm, params), strict=True)
    if event.outcome is not None:
        extra += zip((HURT, SAFE), harmed(event.outcome, event.aperture), strict=True)
    row = evidence_row(state, shown, weight=1.0, whole=True, extra=extra)
    row[:J] = 1.0
    causes.stats[np.arange(len(places)), places] += row
    ended_well = 0.0 if event.outcome is None else harmed(event.outcome, event.aperture)[1]
    _particles.note_time(causes, places, event.time, 1.0, ended_well)
    moments = state.moments
    if event.alarm is not None:
        _particles.note_moment(causes, places, state.learnt, event.alarm)
        moments = _particles.kept_moments(causes, {**moments, state.learnt: (event.id, event.time)})
    names = _particles.marked(state, shown.keys())
    return replace(state, learnt=state.learnt + 1, names=names, moments=moments, weights=weights, causes=causes)


def _reading(state: State, shown: View, joint: Floats, params: Params) -> AlarmReading:
    """Mean and variance of the mixture of Betas over causes and particles, in closed form."""
    share = state.weights[:, None] + joint
    share -= share.max()
    np.exp(share, out=share)
    particle = share @ ones(share.shape[1])
    total = float(particle.sum())
    yes, count = beliefs(state.causes, params)  # (alarm, harm) x the places
    expected = yes / count
    p, harm = (expected @ share.ravel() / total).tolist()
    again = yes[0] + 1.0
    again /= count[0] + 1.0
    again *= expected[0]
    second = float(again @ share.ravel()) / total
    variance = max(second - p * p, 1e-12)
    return AlarmReading(
        p=p,
        variance=variance,
        level=params.level,
        harm=harm,
        effective=total * total / float(particle @ particle),
        seen=_particles.seen(state, shown.keys()),
    )
