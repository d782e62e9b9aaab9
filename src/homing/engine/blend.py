"""What really followed, said by three forecasters together: none of them is best in every kind of life.

The world filter (effects that add up), a latent-cause filter trained on outcomes (situations that recur) and the
per-person Beta with forgetting are averaged. Each weight is a prior weight times the forecaster's own running score,
exp(sum of log scores), in which older scores count less (dynamic model averaging; Raftery, Karny & Ettler 2010,
Technometrics 52:52, with forgetting .98). The interval is that of the mixture of their beliefs about p: it holds what
each is unsure of *and* what they disagree about. See ``docs/adr/engine-population-and-blend.md``.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from . import alarm, calibration, forgetting_beta, world
from ._forecasters import FORECASTERS, outcome_causes
from ._logistic import sigmoid
from ._mixture import Part, moments, quantile
from .calibration import Recalibration
from .events import Event, Reading

__all__ = ["VERSION", "BlendReading", "Params", "Share", "State", "dump", "load", "many", "read", "start", "step"]

VERSION = "blend-1/" + "/".join(forecaster.version for forecaster in FORECASTERS.values())
"""Changes whenever the same events and parameters would lead to other numbers, here or in a forecaster."""

_MAGIC = b"homing-blend\n"
_SURE = 1e-6
"""A score is taken as if no forecaster ever were surer than this."""


@dataclass(frozen=True, slots=True)
class Params:
    """The forecasters' parameters, their ``prior`` weights (world, causes, beta), and the ``forgetting`` of scores.

    ``spread`` scales the deviations in the mixture: the average of forecasters that are each calibrated is too wide
    (Gneiting & Ranjan 2013, Electron. J. Stat. 7:1747, whose spread-adjusted pool this is). ``unknown`` is the width
    of the interval from which on the reading says "I do not know" (a placeholder, like every prior of the forecasters;
    prior weights and spread were chosen on simulated diaries, see the ADR). ``recalibration`` comes from population
    data or not at all. ``seed`` drives the particles: the same seed, the same numbers.

    Raises ``ValueError`` for weights that are not positive, or forgetting, width or level outside their range.
    """

    world: world.Params = field(default_factory=world.Params)
    causes: alarm.Params = field(default_factory=outcome_causes)
    beta: forgetting_beta.Params = field(default_factory=forgetting_beta.Params)
    prior: tuple[float, float, float] = (0.45, 0.45, 0.1)
    forgetting: float = 0.98
    spread: float = 0.83
    unknown: float = 0.6
    level: float = 0.8
    recalibration: Recalibration | None = None
    seed: int = 0

    def __post_init__(self) -> None:
        if not all(math.isfinite(weight) and weight > 0.0 for weight in self.prior):
            raise ValueError("the prior weights of the forecasters are positive and finite")
        if not all(0.0 < share <= 1.0 for share in (self.forgetting, self.spread, self.unknown)):
            raise ValueError("forgetting, spread and unknown lie in (0, 1]")
        if not 0.0 < self.level < 1.0:
            raise ValueError("the level of an interval lies between 0 and 1")
        if self.world.outcome != "binary":
            raise ValueError("the blend forecasts hurt or not: the world model's outcome must be binary")

    def of(self, name: str) -> Any:
        """The parameters of the forecaster of this name."""
        return getattr(self, name)


@dataclass(frozen=True, slots=True)
class Share:
    """What one forecaster said, and how much it counted."""

    name: str
    weight: float
    p: float


@dataclass(frozen=True, slots=True)
class BlendReading(Reading):
    """A reading with its parts. ``unknown``: the interval is so wide that the honest sentence is "I do not know".

    ``disagreement`` is the part of the variance of the log-odds that comes from the forecasters' differing.
    """

    parts: tuple[Share, ...]
    disagreement: float
    unknown: bool


@dataclass(frozen=True, slots=True)
class State:
    """What the blend believes at ``time``: the forecasters' states, their forgotten log scores (3,), and how readings
    and outcomes have agreed so far (:mod:`homing.engine.calibration`).
    """

    time: float
    parts: tuple[Any, ...] = field(repr=False)
    scores: tuple[float, ...]
    tally: calibration.Tally = field(repr=False)


_DEFAULT = Params()
_AS_IT_IS = Recalibration(0.0, 1.0)


def start(params: Params = _DEFAULT) -> State:
    """The state before the first event. Its time lies before every event.

    >>> reading = read(start(), Event(time=0.0))
    >>> round(reading.p, 2), reading.unknown
    (0.45, True)
    """
    parts = tuple(forecaster.start(params.of(name)) for name, forecaster in FORECASTERS.items())
    return State(-math.inf, parts, (0.0,) * len(parts), calibration.NOTHING)


def step(state: State, event: Event, params: Params = _DEFAULT) -> tuple[State, BlendReading]:
    """Read the event, then learn from it. Without an outcome, only time passes.

    Raises ``ValueError`` if the event lies before the state.
    """
    taken = [
        forecaster.step(part, event, params.of(name), params.seed)
        for (name, forecaster), part in zip(FORECASTERS.items(), state.parts, strict=True)
    ]
    parts, said = tuple(part for part, _ in taken), [reading for _, reading in taken]
    reading = _together(state, said, params)
    scores, tally = state.scores, state.tally
    if event.outcome is not None:
        gained = [_log_score(one.p, event.outcome) for one in said]
        scores = tuple(params.forgetting * old + new for old, new in zip(scores, gained, strict=True))
        tally = calibration.noted(tally, reading.p, event.outcome)
    return State(event.time, parts, scores, tally), reading


def read(state: State, event: Event, params: Params = _DEFAULT) -> BlendReading:
    """What the state says about a moment now or later, without learning. The cost does not depend on the history.

    Raises ``ValueError`` if the event lies before the state.
    """
    said = [
        forecaster.read(part, event, params.of(name))
        for (name, forecaster), part in zip(FORECASTERS.items(), state.parts, strict=True)
    ]
    return _together(state, said, params)


def many(state: State, events: Iterable[Event], params: Params = _DEFAULT) -> tuple[State, list[BlendReading]]:
    """Step through events in time order; exactly what stepping one by one gives."""
    readings = []
    for event in events:
        state, reading = step(state, event, params)
        readings.append(reading)
    return state, readings


def dump(state: State) -> bytes:
    """The state as bytes, exact; :func:`load` gives it back.

    >>> load(dump(start())).scores
    (0.0, 0.0, 0.0)
    """
    blobs = [forecaster.dump(part) for forecaster, part in zip(FORECASTERS.values(), state.parts, strict=True)]
    head = {
        "version": VERSION,
        "time": state.time.hex(),
        "scores": [score.hex() for score in state.scores],
        "tally": [[number.hex() for number in row] for row in state.tally],
        "lengths": [len(blob) for blob in blobs],
    }
    return _MAGIC + json.dumps(head).encode("ascii") + b"\n" + b"".join(blobs)


def load(blob: bytes) -> State:
    """The state that :func:`dump` wrote. ``ValueError`` if it is damaged or of another engine version."""
    line, _, body = blob[len(_MAGIC) :].partition(b"\n")
    try:
        head = json.loads(line) if blob.startswith(_MAGIC) else {}
        version, time, lengths = str(head["version"]), float.fromhex(head["time"]), list(map(int, head["lengths"]))
        scores = tuple(map(float.fromhex, head["scores"]))
        tally = tuple((float.fromhex(a), float.fromhex(b), float.fromhex(c)) for a, b, c in head["tally"])
    except (ValueError, LookupError, TypeError, AttributeError, ArithmeticError, RecursionError) as error:
        raise ValueError("this engine state is damaged") from error
    if version != VERSION:
        raise ValueError("this engine state was written by another version of the engine")
    whole = len(scores) == len(lengths) == len(FORECASTERS) and len(tally) == calibration.BINS
    if not whole or min(lengths) < 0 or sum(lengths) != len(body):
        raise ValueError("this engine state is damaged")
    parts, at = [], 0
    for forecaster, length in zip(FORECASTERS.values(), lengths, strict=True):
        parts.append(forecaster.load(body[at : at + length]))
        at += length
    return State(time, tuple(parts), scores, tally)


def _log_score(p: float, outcome: float) -> float:
    p = min(max(p, _SURE), 1.0 - _SURE)
    return outcome * math.log(p) + (1.0 - outcome) * math.log1p(-p)


def _weights(state: State, params: Params) -> list[float]:
    top = max(state.scores)
    raw = [prior * math.exp(score - top) for prior, score in zip(params.prior, state.scores, strict=True)]
    total = sum(raw)
    return [weight / total for weight in raw]


def _together(state: State, said: list[Reading], params: Params) -> BlendReading:
    """The weighted mean of what was said, with the interval of the mixture of the forecasters' beliefs."""
    weights, fix = _weights(state, params), params.recalibration or _AS_IT_IS
    p = sum(weight * one.p for weight, one in zip(weights, said, strict=True))
    mixture: list[Part] = [
        (weight, fix.shift + fix.slope * one.mean, fix.slope * params.spread * math.sqrt(one.variance))
        for weight, one in zip(weights, said, strict=True)
    ]
    if params.recalibration is not None:
        p = fix.of(min(max(p, _SURE), 1.0 - _SURE))
    mean, variance = moments(mixture)
    tail = 0.5 * (1.0 - params.level)
    low, high = (sigmoid(quantile(q, mixture)) for q in (tail, 1.0 - tail))
    low, high = min(low, p), max(high, p)  # widened to hold p, never narrowed, as in the world model
    return BlendReading(
        p=p,
        low=low,
        high=high,
        mean=mean,
        variance=variance,
        seen=said[0].seen,
        parts=tuple(Share(name, weight, one.p) for name, weight, one in zip(FORECASTERS, weights, said, strict=True)),
        disagreement=variance - sum(weight * spread * spread for weight, _, spread in mixture),
        unknown=high - low >= params.unknown,
    )
