"""What the body filter is told, assumes, believes and says."""

from __future__ import annotations

import json
import math
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np

from ._switching import Floats, Flow, moment_flow, slowest, stationary
from .events import Event, require_unit

STATES = ("settled", "on_edge", "far_away")
"""The three felt states. Everyday words: no mechanism is claimed for them (science page, section 3.4)."""

WORDS = (*STATES, "mixed", "cant_tell")
"""What a person may answer."""

TOP = 10
"""The arousal scale goes from 0 to 10."""

_MAGIC = b"homing-body\n"
_MINUTES, _HOURS = 1440.0, 24.0


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckIn(Event):
    """A look at the body; every part but the time may be missing, and a plain event is a check-in without any.

    ``felt``: one of ``WORDS``. ``arousal``: 0 to 10. ``heart``: the own heart rate as a z-score relative to the own
    rest (:func:`homing.engine.body.own_rest_z`), only while still. ``expected``: the alarm predicted for the moment,
    in [0, 1]. ``calm``: co-regulation, how calm and how close the other is, in [0, 1]; about oneself it says nothing.

    Raises ``ValueError`` for another word, an arousal off the scale, or a number that is none.

    >>> CheckIn(time=1.0, felt="on_edge", arousal=7).arousal
    7
    """

    felt: str | None = field(default=None, repr=False)
    arousal: int | None = field(default=None, repr=False)
    heart: float | None = field(default=None, repr=False)
    expected: float | None = field(default=None, repr=False)
    calm: float | None = field(default=None, repr=False)

    def __post_init__(self) -> None:
        Event.__post_init__(self)
        if self.felt is not None and self.felt not in WORDS:
            raise ValueError("a felt state is one of the words of the body filter")
        if self.arousal is not None and self.arousal not in range(TOP + 1):
            raise ValueError("an arousal is a whole number from 0 to 10")
        if self.heart is not None and not math.isfinite(self.heart):
            raise ValueError("a heart rate relative to rest must be a finite number")
        require_unit("an expected alarm", self.expected)
        require_unit("the calm of another", self.calm)

    @property
    def silent(self) -> bool:
        """Whether nothing was observed."""
        return self.felt is None and self.arousal is None and self.heart is None


Three = tuple[float, float, float]


class Table(NamedTuple):
    """The parameters as a step needs them; time in days.

    ``quiet`` is the flow without any input, ``rest`` (9) where it leads, ``ignorance`` the variance of arousal
    there; after ``horizon`` days not a digit is left of where the moments were.
    """

    means: Floats
    paces: Floats
    variances: Floats
    quiet: Flow
    rest: Floats
    ignorance: float
    horizon: float
    lead: float


@dataclass(frozen=True, slots=True)
class Params:
    """What the body filter assumes. **Every default is a placeholder: no data stand behind it.**

    In the order of ``STATES``: ``arousal`` and ``spread``, where arousal (0-10) rests in each state and its standard
    deviation there; ``minutes``, the time constants with which it goes there (the first is 20 minutes to the half).
    Per hour: ``edge`` and ``edge_gain``, settled to on edge at edge x exp(edge_gain x expected alarm); ``ease`` and
    ``ease_gain``, on edge to settled at ease x exp(ease_gain x calm); ``numb``, on edge to far away; ``thaw``, far away
    to on edge; ``wake``, far away to settled. An input acts for the ``lead`` minutes before the event that tells it.
    ``confusion``: how likely each of ``WORDS`` is in each state. ``report_sd``: noise of a told arousal. ``heart``:
    z = gain (a - rest) + noise, as (gain, rest, sd). Flooding begins when P(arousal > threshold) exceeds ``enter``
    and ends below ``leave``; ``threshold`` None means the person's own 90th percentile once ``own_after`` arousals
    are known, never below 5, and ``fallback`` before. ``sure``: the probability from which a state is named.

    Raises ``ValueError`` for a level outside (0, 1), rows that are no probabilities, or numbers out of range.
    """

    arousal: Three = (2.0, 7.0, 3.0)
    spread: Three = (1.2, 1.5, 1.5)
    minutes: Three = (20.0 / math.log(2.0), 10.0, 40.0)
    edge: float = 0.15
    edge_gain: float = 3.5
    ease: float = 1.0
    ease_gain: float = 1.0
    numb: float = 0.15
    thaw: float = 0.1
    wake: float = 0.3
    lead: float = 15.0
    confusion: tuple[tuple[float, ...], ...] = (
        (0.70, 0.06, 0.06, 0.08, 0.10),
        (0.05, 0.65, 0.08, 0.12, 0.10),
        (0.06, 0.10, 0.60, 0.14, 0.10),
    )
    report_sd: float = 1.0
    heart: Three = (0.2, 2.0, 1.2)
    enter: float = 0.8
    leave: float = 0.5
    threshold: float | None = None
    fallback: float = 7.0
    own_after: int = 20
    sure: float = 0.6
    level: float = 0.8
    table: Table = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        rates = (*self.spread, *self.minutes, self.edge, self.ease, self.numb, self.thaw, self.wake)
        positive = (*rates, self.lead, self.heart[2], self.report_sd - 0.29)
        numbers = (*positive, *self.arousal, self.edge_gain, self.ease_gain, *self.heart, self.fallback)
        if not all(map(math.isfinite, (*numbers, self.threshold or 0.0))) or min(positive) <= 0.0:
            raise ValueError("the body filter needs finite numbers, positive rates, times and widths, report_sd >= 0.3")
        if not (0.0 < self.level < 1.0 and 0.0 < self.leave <= self.enter < 1.0 and 0.0 < self.sure < 1.0):
            raise ValueError("a level lies between 0 and 1, and flooding ends at or below where it begins")
        rows = np.array(self.confusion)
        if rows.shape != (len(STATES), len(WORDS)) or rows.min() <= 0.0 or abs(rows.sum(axis=1) - 1.0).max() > 1e-9:
            raise ValueError("how likely each word is in each state: three rows of five, positive, each summing to 1")
        paces, means, variances = _MINUTES / np.array(self.minutes), np.array(self.arousal), np.square(self.spread)
        quiet = moment_flow(generator(self, None, None), paces, means, variances)
        rest = stationary(quiet)
        ignorance = float(rest[6:].sum() - rest[3:6].sum() ** 2)
        horizon, lead = 50.0 / slowest(quiet), self.lead / _MINUTES
        table = Table(means, paces, variances, Flow.of(quiet), rest, ignorance, horizon, lead)
        object.__setattr__(self, "table", table)


def generator(params: Params, expected: float | None, calm: float | None) -> Floats:
    """The switching rates a day, (3, 3), rows summing to 0, under these inputs; a missing input is none."""
    edge = params.edge * math.exp(params.edge_gain * (expected or 0.0))
    ease = params.ease * math.exp(params.ease_gain * (calm or 0.0))
    rates = _HOURS * np.array([[0.0, edge, 0.0], [ease, 0.0, params.numb], [params.wake, params.thaw, 0.0]])
    return rates - np.diag(rates.sum(axis=1))


@dataclass(frozen=True, eq=False)
class State:
    """What the body filter believes at ``time`` (days). Opaque to callers; its array is read-only.

    ``moments`` (9): probability, first and second moment of arousal in each state. ``learnt`` counts the check-ins
    that said something, ``told`` (11) how often each arousal was told, ``flooded`` is the flag with hysteresis.
    """

    time: float
    learnt: int
    flooded: bool
    told: tuple[int, ...] = field(repr=False)
    moments: Floats = field(repr=False)

    def __post_init__(self) -> None:
        self.moments.flags.writeable = False


@dataclass(frozen=True, slots=True)
class BodyReading:
    """What the filter says of the body, before it has learnt from the event itself.

    ``mean`` and ``variance`` are those of arousal on its scale of 0 to 10; ``p`` is that mean as a share of the scale,
    in [0, 1], and ``low`` and ``high`` bound the arousal, likewise as shares, at the level of the parameters.
    ``seen`` counts the check-ins learnt from. ``states`` are the probabilities of settled, on edge and far away,
    ``felt`` the likeliest, or None: "I cannot tell" (nothing learnt yet, or none likely enough). ``flood`` is
    P(arousal > threshold); ``flooded`` the flag, or None while too little is known of the present.
    """

    p: float
    low: float
    high: float
    mean: float
    variance: float
    seen: int
    states: Three
    felt: str | None
    flood: float
    flooded: bool | None


def dump(state: State, version: str) -> bytes:
    """The state as one line of JSON behind a mark; floats in hexadecimal, hence exact."""
    numbers = [value.hex() for value in state.moments.tolist()]
    head = {"version": version, "time": state.time.hex(), "learnt": state.learnt, "flooded": state.flooded}
    return _MAGIC + json.dumps({**head, "told": state.told, "moments": numbers}).encode("ascii")


def load(blob: bytes, version: str) -> State:
    """The state that :func:`dump` wrote. ``ValueError`` if it is damaged or of another engine version."""
    try:
        body = json.loads(blob.removeprefix(_MAGIC)) if blob.startswith(_MAGIC) else {}
        written, told = body.get("version"), tuple(map(int, body.get("told", ())))
        moments = np.array([float.fromhex(value) for value in body.get("moments", ())])
        time, learnt = float.fromhex(body.get("time", "nan")), int(body.get("learnt", -1))
        flooded = bool(body.get("flooded"))
    except (ValueError, TypeError, AttributeError, RecursionError) as error:
        raise ValueError("this engine state is damaged") from error
    if isinstance(written, str) and written != version:
        raise ValueError("this engine state was written by another version of the engine")
    whole = isinstance(written, str) and learnt >= 0 and not math.isnan(time)
    if not whole or len(told) != TOP + 1 or min(told) < 0 or len(moments) != 9 or not np.isfinite(moments).all():
        raise ValueError("this engine state is damaged")
    return State(time, learnt, flooded, told, moments)


def own_threshold(told: tuple[int, ...], params: Params) -> float:
    """The arousal above which this person counts as flooded: chosen, or their own 90th percentile, or the fallback."""
    if params.threshold is not None:
        return params.threshold
    total = sum(told)
    if total < params.own_after:
        return params.fallback
    below = np.cumsum(told)
    return max(5.0, float(np.searchsorted(below, 0.9 * total)))
