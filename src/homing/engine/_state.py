"""The state of the world model, its parameters, and their exact form on disk."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from statistics import NormalDist
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ._features import BLOCKS, CODE, RESIDENT, Key

Floats = NDArray[np.float64]

SEEN_BITS = 1024
"""Each weight remembers in which of the last 1024 outcomes it took part."""

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


class Table(NamedTuple):
    """The parameters as a step needs them: by block code, and the half-width of the interval in standard deviations."""

    means: list[float]
    variances: list[float]
    taus: list[float]
    mean_array: Floats
    variance_array: Floats
    reach: float


@dataclass(frozen=True, slots=True)
class Params:
    """What the world model assumes before it has seen anything.

    **Every default below is a placeholder: no data stand behind it.** They were chosen so that a first moment reads
    "I do not know" (80 % interval from about .05 to .8), and so that what was learnt fades over one to three months.
    ``level`` is that of the interval; ``max_active`` bounds the weights kept.

    Raises ``ValueError`` for a level outside (0, 1), or room for fewer than four weights.
    """

    bias: Block = Block(-0.4, 1.0, 90.0)
    person_mean: Block = Block(0.0, 0.25, 90.0)
    cue_mean: Block = Block(0.0, 0.15, 90.0)
    person: Block = Block(0.0, 0.8, 60.0)
    cue: Block = Block(0.0, 0.6, 60.0)
    setting: Block = Block(0.0, 0.3, 60.0)
    person_cue: Block = Block(0.0, 0.4, 45.0)
    max_active: int = 256
    level: float = 0.8
    table: Table = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        if not 0.0 < self.level < 1.0:
            raise ValueError("the level of an interval lies between 0 and 1")
        if self.max_active <= len(RESIDENT):
            raise ValueError("the world model needs room for at least four weights")
        blocks: list[Block] = [getattr(self, name) for name in BLOCKS]
        means, variances = [block.mean for block in blocks], [block.variance for block in blocks]
        reach = NormalDist().inv_cdf(0.5 * (1.0 + self.level))
        taus = [block.tau for block in blocks]
        object.__setattr__(self, "table", Table(means, variances, taus, np.array(means), np.array(variances), reach))


@dataclass(frozen=True, eq=False)
class State:
    """What the world model believes at ``time``. Opaque to callers; its arrays are read-only.

    ``slots`` maps each of the d active weights to its place; ``codes`` (d) holds their blocks; ``mean`` (d) and
    ``cov`` (d, d) the Gaussian belief in log-odds; ``marks`` (d) the latest outcomes each took part in, one bit
    an outcome; ``learnt`` is the number of outcomes learnt from.
    """

    time: float
    learnt: int
    slots: Mapping[Key, int] = field(repr=False)
    codes: NDArray[np.int8] = field(repr=False)
    mean: Floats = field(repr=False)
    cov: Floats = field(repr=False)
    marks: tuple[int, ...] = field(repr=False)

    def __post_init__(self) -> None:
        for array in (self.codes, self.mean, self.cov):
            array.flags.writeable = False


def codes_of(keys: Iterable[Key]) -> NDArray[np.int8]:
    """The block codes of these weights, shape (number of keys,)."""
    return np.array([CODE[key[0]] for key in keys], dtype=np.int8)


def dump(state: State, version: str) -> bytes:
    """The state as bytes: a line of JSON, then the arrays, little-endian. Exact: every bit comes back."""
    head = {"version": version, "time": state.time.hex(), "learnt": state.learnt, "keys": list(state.slots)}
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
    except (ValueError, TypeError, AttributeError, LookupError, RecursionError) as error:
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
    return State(time, learnt, {key: slot for slot, key in enumerate(keys)}, codes, mean, cov, marks)
