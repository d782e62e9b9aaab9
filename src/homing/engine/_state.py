"""The state of the world model, its parameters, and their exact form on disk."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from statistics import NormalDist
from types import MappingProxyType
from typing import Literal, NamedTuple, get_args

import numpy as np
from numpy.typing import NDArray

from ._features import BLOCKS, CODE, RESIDENT, Key

Floats = NDArray[np.float64]
Codes = NDArray[np.int16]
Trace = tuple[float, float, float]
"""A decayed sum, its weight, and the time at which both were so."""

NOTHING_OWN: Mapping[Key, int] = MappingProxyType({})
MOST_NAMED = 1000

SEEN_BITS = 1024
"""Each weight remembers in which of the last 1024 outcomes it took part."""

Kind = Literal["binary", "unit", "real"]
"""What an outcome is: hurt or not (or a share of it), a measured share in [0, 1], or any real number."""

_MAGIC = b"homing-world\n"


@dataclass(frozen=True, slots=True)
class Block:
    """The prior of one kind of weight: mean and variance (log-odds), and ``tau``, the days in which it drifts back.

    Raises ``ValueError`` unless the mean is finite and variance and tau are positive and finite.
    """

    mean: float
    variance: float
    tau: float

    def __post_init__(self) -> None:
        if not all(map(math.isfinite, (self.mean, self.variance, self.tau))) or self.variance <= 0.0 or self.tau <= 0.0:
            raise ValueError("a block needs a finite mean, and a positive, finite variance and tau")


@dataclass(frozen=True, slots=True)
class Memory:
    """A feature made of past outcomes with the same people: their mean, weighted down by half every ``half_life`` days.

    It is measured from ``centre``, in the unit of the outcome, with one more moment at the centre itself; so it is 0
    for people met for the first time, and goes back to 0 in a long silence. Raises ``ValueError`` unless the half-life
    is positive and both are finite.
    """

    half_life: float
    centre: float

    def __post_init__(self) -> None:
        if not (math.isfinite(self.half_life) and self.half_life > 0.0 and math.isfinite(self.centre)):
            raise ValueError("a memory needs a positive, finite half-life and a finite centre")


class Table(NamedTuple):
    """The parameters as a step needs them: by block code, and the half-width of the interval in standard deviations.

    Weights with a prior of their own have the codes after those of the blocks.
    """

    means: list[float]
    variances: list[float]
    taus: list[float]
    mean_array: Floats
    variance_array: Floats
    reach: float
    own: Mapping[Key, int]


@dataclass(frozen=True, slots=True)
class Params:
    """What the world model assumes before it has seen anything.

    **Every default below is a placeholder: no data stand behind it.** They were chosen so that a first moment reads
    "I do not know" (80 % interval from about .05 to .8), and so that what was learnt fades over one to three months.
    ``level`` is that of the interval; ``max_active`` bounds the weights kept. :func:`homing.engine.population.fit`
    learns means, variances, taus and noise from many people instead.

    ``named`` gives single weights a prior of their own, ``((("cue", "unfair"), Block(...)), ...)``: sensible where a
    word means the same for everyone. ``memory`` adds the weight ``recent`` on past outcomes with the same people.

    ``outcome`` says what is learnt. *binary*: hurt or not; a grade counts as that share of each. *unit*: a measured
    share y in [0, 1] with variance ``noise`` p(1 - p), 0 < noise <= 1 (1 is the binary model). *real*: any number,
    ``Event.value``, with mean x'w itself and variance ``noise``; then every prior is in the unit of the value.

    Raises ``ValueError`` for a level outside (0, 1), room for fewer than four weights (five with a memory), a noise
    that does not fit the outcome, a weight named twice, or more than a thousand named.
    """

    bias: Block = Block(-0.4, 1.0, 90.0)
    person_mean: Block = Block(0.0, 0.25, 90.0)
    cue_mean: Block = Block(0.0, 0.15, 90.0)
    person: Block = Block(0.0, 0.8, 60.0)
    cue: Block = Block(0.0, 0.6, 60.0)
    setting: Block = Block(0.0, 0.3, 60.0)
    person_cue: Block = Block(0.0, 0.4, 45.0)
    recent: Block = Block(0.0, 0.25, 90.0)
    max_active: int = 256
    level: float = 0.8
    outcome: Kind = "binary"
    noise: float = 1.0
    memory: Memory | None = None
    named: tuple[tuple[Key, Block], ...] = ()
    table: Table = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        if not 0.0 < self.level < 1.0:
            raise ValueError("the level of an interval lies between 0 and 1")
        if self.max_active <= len(RESIDENT) + (self.memory is not None):
            raise ValueError("the world model needs room for at least four weights, five with a memory")
        self._require_noise()
        own = {key: len(BLOCKS) + i for i, (key, _) in enumerate(self.named)}
        if len(own) < len(self.named) or len(own) > MOST_NAMED or any(not key or key[0] not in CODE for key in own):
            raise ValueError("at most a thousand weights may be named, each once and by its block")
        blocks: list[Block] = [*(getattr(self, name) for name in BLOCKS), *(block for _, block in self.named)]
        means, variances = [block.mean for block in blocks], [block.variance for block in blocks]
        reach = NormalDist().inv_cdf(0.5 * (1.0 + self.level))
        taus = [block.tau for block in blocks]
        table = Table(means, variances, taus, np.array(means), np.array(variances), reach, own)
        object.__setattr__(self, "table", table)

    def _require_noise(self) -> None:
        most = {"binary": 1.0, "unit": 1.0, "real": math.inf}.get(self.outcome)
        if most is None:
            raise ValueError(f"an outcome is one of {', '.join(get_args(Kind))}")
        fits = self.noise == 1.0 if self.outcome == "binary" else 0.0 < self.noise <= most and math.isfinite(self.noise)
        if not fits:
            raise ValueError("the noise is 1 for binary outcomes, at most 1 for unit ones, and positive and finite")


@dataclass(frozen=True, eq=False)
class State:
    """What the world model believes at ``time``. Opaque to callers; its arrays are read-only.

    ``slots`` maps each of the d active weights to its place; ``codes`` (d) holds their blocks; ``mean`` (d) and
    ``cov`` (d, d) the Gaussian belief in log-odds; ``marks`` (d) the latest outcomes each took part in, one bit
    an outcome; ``learnt`` is the number of outcomes learnt from. ``traces`` holds, where there is a memory, the sum of
    past outcomes with each person and its weight, both as they were at the time that stands third.
    """

    time: float
    learnt: int
    slots: Mapping[Key, int] = field(repr=False)
    codes: Codes = field(repr=False)
    mean: Floats = field(repr=False)
    cov: Floats = field(repr=False)
    marks: tuple[int, ...] = field(repr=False)
    traces: Mapping[Key, Trace] = field(default_factory=dict, repr=False)

    def __post_init__(self) -> None:
        for array in (self.codes, self.mean, self.cov):
            array.flags.writeable = False


def codes_of(keys: Iterable[Key], own: Mapping[Key, int] = NOTHING_OWN) -> Codes:
    """The codes of these weights, shape (number of keys,): that of their block, unless they have ``own`` priors."""
    return np.array([own.get(key, CODE[key[0]]) for key in keys], dtype=np.int16)


def dump(state: State, version: str) -> bytes:
    """The state as bytes: a line of JSON, then the arrays, little-endian. Exact: every bit comes back."""
    head = {"version": version, "time": state.time.hex(), "learnt": state.learnt, "keys": list(state.slots)}
    own = {slot: code for slot, code in enumerate(state.codes.tolist()) if code >= len(BLOCKS)}
    if own:
        head["own"] = list(own.items())
    if state.traces:
        head["traces"] = [[key, *map(float.hex, trace)] for key, trace in state.traces.items()]
    numbers = state.mean.astype("<f8").tobytes() + state.cov.astype("<f8").tobytes()
    marks = b"".join(mark.to_bytes(SEEN_BITS // 8, "little") for mark in state.marks)
    return _MAGIC + json.dumps(head).encode("ascii") + b"\n" + numbers + marks


def load(blob: bytes, version: str) -> State:
    """The state that :func:`dump` wrote. ``ValueError`` if it is damaged or of another engine version."""
    magic, rest = blob[: len(_MAGIC)], blob[len(_MAGIC) :]
    line, _, body = rest.partition(b"\n")
    try:
        head = json.loads(line) if magic == _MAGIC else {}
        written = head.get("version")
        keys = [tuple(map(str, key)) for key in head.get("keys", ())]
        time, learnt, codes = float.fromhex(head.get("time", "nan")), int(head.get("learnt", -1)), codes_of(keys)
        for slot, code in head.get("own", ()):
            codes[slot] = code
        traces = {tuple(map(str, key)): _trace(*numbers) for key, *numbers in head.get("traces", ())}
    except (ValueError, TypeError, AttributeError, LookupError, ArithmeticError, RecursionError) as error:
        raise ValueError("this engine state is damaged") from error
    if isinstance(written, str) and written != version:
        raise ValueError("this engine state was written by another version of the engine")
    d = len(keys)
    numbers, size = 8 * (d + d * d), SEEN_BITS // 8
    whole = len(set(keys)) == d and tuple(keys[: len(RESIDENT)]) == RESIDENT and len(body) == numbers + d * size
    if not whole or not isinstance(written, str) or learnt < 0 or math.isnan(time):
        raise ValueError("this engine state is damaged")
    mean = np.frombuffer(body, "<f8", d).astype(np.float64)
    cov = np.frombuffer(body, "<f8", d * d, 8 * d).astype(np.float64).reshape(d, d)
    marks = tuple(int.from_bytes(body[at : at + size], "little") for at in range(numbers, len(body), size))
    if not (np.isfinite(mean).all() and np.isfinite(cov).all()):
        raise ValueError("this engine state is damaged")
    return State(time, learnt, {key: slot for slot, key in enumerate(keys)}, codes, mean, cov, marks, traces)


def _trace(total: str, weight: str, time: str) -> Trace:
    return float.fromhex(total), float.fromhex(weight), float.fromhex(time)
