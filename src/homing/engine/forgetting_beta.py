"""The simplest thing that can be said: how often it hurt with these people lately.

One Beta distribution per person, whose counts lose half their weight every fourteen days (a Beta-Bernoulli model with
exponential forgetting; West & Harrison 1997, "Bayesian Forecasting and Dynamic Models", ch. 6 on discounting). A person
starts from the share among everyone, held loosely. Cues and settings are not looked at. It is a forecaster to average
with and a yardstick: what cannot beat it has learnt nothing.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from ._betalogit import beta_log_odds
from ._logistic import sigmoid
from ._mixture import normal_quantile
from .events import Event, Reading

__all__ = ["VERSION", "Params", "State", "Tally", "dump", "load", "many", "read", "start", "step"]

VERSION = "forgetting-beta-1"
"""Changes whenever the same events and parameters would lead to other numbers."""

SEEN_BITS = 1024
_MAGIC = b"homing-forgetting-beta\n"


@dataclass(frozen=True, slots=True)
class Params:
    """Half-life of a count in days; ``prior`` counts of hurt and not-hurt among everyone; ``strength`` of a person's
    start, in moments; the most people kept; level of the interval. **All placeholders: no data stand behind them.**

    Raises ``ValueError`` for a number that is not positive and finite, room for no one, or a level outside (0, 1).
    """

    half_life: float = 14.0
    prior: tuple[float, float] = (1.0, 1.5)
    strength: float = 2.0
    most: int = 128
    level: float = 0.8

    def __post_init__(self) -> None:
        if not all(math.isfinite(x) and x > 0.0 for x in (self.half_life, *self.prior, self.strength)):
            raise ValueError("half-life, prior and strength must be positive and finite")
        if self.most < 1 or not 0.0 < self.level < 1.0:
            raise ValueError("there must be room for one person, and the level must lie between 0 and 1")


class Tally(NamedTuple):
    """Decayed counts of hurt and not-hurt, and one bit for each of the latest outcomes that took part."""

    hurt: float = 0.0
    fine: float = 0.0
    mark: int = 0

    def faded(self, left: float) -> Tally:
        """The counts after time has left this share of them."""
        return Tally(self.hurt * left, self.fine * left, self.mark)


@dataclass(frozen=True, slots=True)
class State:
    """What is known at ``time``: the tally of all moments, and one for each person. ``learnt`` counts outcomes."""

    time: float
    learnt: int
    everyone: Tally = field(repr=False)
    people: Mapping[str, Tally] = field(repr=False)


_DEFAULT = Params()


def start(params: Params = _DEFAULT) -> State:
    """The state before the first event. Its time lies before every event.

    >>> round(read(start(), Event(time=0.0)).p, 2)
    0.4
    """
    del params  # the shape of every filter; nothing of the state depends on it
    return State(-math.inf, 0, Tally(), {})


def step(state: State, event: Event, params: Params = _DEFAULT) -> tuple[State, Reading]:
    """Read the event, then learn from it. Without an outcome, only time passes.

    One outcome with several people counts once, spread over them evenly. Raises ``ValueError`` if the event lies
    before the state.

    >>> after, _ = step(start(), Event(time=0.0, people=("sam",), outcome=1.0))
    >>> round(read(after, Event(time=0.0, people=("sam",))).p, 2)
    0.71
    """
    reading = read(state, event, params)
    if event.outcome is None:
        return _passed(state, event.time, params), reading
    return _learnt(_passed(state, event.time, params), event, event.outcome, params), reading


def read(state: State, event: Event, params: Params = _DEFAULT) -> Reading:
    """What is known about a moment now or later with these people; with no one named, about moments in general.

    Raises ``ValueError`` if the event lies before the state.
    """
    left = _left(state, event.time, params)
    everyone, strength = state.everyone.faded(left), params.strength
    a, b = everyone.hurt + params.prior[0], everyone.fine + params.prior[1]
    a, b = strength * a / (a + b), strength * b / (a + b)
    tallies = [state.people.get(person, Tally()).faded(left) for person in sorted(set(event.people))]
    mark = 0
    for tally in tallies:
        a, b, mark = a + tally.hurt / len(tallies), b + tally.fine / len(tallies), mark | tally.mark
    mean, variance = beta_log_odds(a, b)
    p, half = a / (a + b), normal_quantile(0.5 * (1.0 + params.level)) * math.sqrt(variance)
    return Reading(p, min(sigmoid(mean - half), p), max(sigmoid(mean + half), p), mean, variance, mark.bit_count())


def many(state: State, events: Iterable[Event], params: Params = _DEFAULT) -> tuple[State, list[Reading]]:
    """Step through events in time order; exactly what stepping one by one gives."""
    readings = []
    for event in events:
        state, reading = step(state, event, params)
        readings.append(reading)
    return state, readings


def dump(state: State) -> bytes:
    """The state as bytes, exact; :func:`load` gives it back."""
    tallies = {"": state.everyone, **{f"p{name}": tally for name, tally in state.people.items()}}
    rows = [
        [name, tally.hurt.hex(), tally.fine.hex(), f"{tally.mark:0{SEEN_BITS // 4}x}"]
        for name, tally in tallies.items()
    ]
    whole = {"version": VERSION, "time": state.time.hex(), "learnt": state.learnt, "tallies": rows}
    return _MAGIC + json.dumps(whole).encode("ascii")


def load(blob: bytes) -> State:
    """The state that :func:`dump` wrote. ``ValueError`` if it is damaged or of another engine version."""
    try:
        whole: dict[str, Any] = json.loads(blob[len(_MAGIC) :]) if blob.startswith(_MAGIC) else {}
        version, rows = whole["version"], whole["tallies"]
        tallies = {str(name): Tally(float.fromhex(a), float.fromhex(b), int(mark, 16)) for name, a, b, mark in rows}
        time, learnt, everyone = float.fromhex(whole["time"]), int(whole["learnt"]), tallies.pop("")
    except (ValueError, LookupError, TypeError, AttributeError, ArithmeticError, RecursionError) as error:
        raise ValueError("this engine state is damaged") from error
    if version != VERSION:
        raise ValueError("this engine state was written by another version of the engine")
    return State(time, learnt, everyone, {name[1:]: tally for name, tally in tallies.items()})


def _left(state: State, time: float, params: Params) -> float:
    if time < state.time:
        raise ValueError("the event lies before the state; feed events in the order of time")
    return float(2.0 ** (-(time - state.time) / params.half_life))


def _passed(state: State, time: float, params: Params) -> State:
    left = _left(state, time, params)
    people = {name: tally.faded(left) for name, tally in state.people.items()}
    return State(time, state.learnt, state.everyone.faded(left), people)


def _learnt(state: State, event: Event, outcome: float, params: Params) -> State:
    bit, who = 1 << state.learnt % SEEN_BITS, sorted(set(event.people))
    everyone = Tally(state.everyone.hurt + outcome, state.everyone.fine + 1.0 - outcome)
    people = {name: tally._replace(mark=tally.mark & ~bit) for name, tally in state.people.items()}
    for name in who:
        old, share = people.get(name, Tally()), 1.0 / len(who)
        people[name] = Tally(old.hurt + share * outcome, old.fine + share * (1.0 - outcome), old.mark | bit)
    others = [name for name in people if name not in who]  # of equals the one known longest: never as a set has them
    for name in sorted(others, key=lambda n: people[n].hurt + people[n].fine):
        if len(people) <= max(params.most, len(who)):
            break
        del people[name]
    return State(state.time, state.learnt + 1, everyone, people)
