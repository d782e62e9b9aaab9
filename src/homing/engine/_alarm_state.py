"""The state of the alarm model, its parameters, and their exact form on disk."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ._timeprior import J

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Key = tuple[str, str]
"""A kind ("person", "setting" or "cue") and an id."""

BINS = 8
"""Each cause remembers when its evidence came in so many bins."""

SPOKEN = 4
"""Each cause remembers so many of its moments: those with the highest felt alarm."""

SEEN_BITS = 1024
"""Each name remembers in which of the last 1024 learnt moments it took part."""

SIZE, RUNG, QUIET, HURT, SAFE, WITH, PLACED, FIXED = range(J, J + 8)
"""Columns of ``Causes.stats`` after the J counters of the time prior: moments; felt alarm and its absence; harm and
its absence; moments with a person, moments with a setting; and the first column of the names."""

_MAGIC = b"homing-alarm\n"


@dataclass(frozen=True, slots=True)
class Params:
    """What the alarm model assumes before it has seen anything.

    **Every number is a placeholder: no data stand behind it.** ``particles`` M and ``causes`` K a particle keeps;
    ``alpha`` the readiness to see a new situation; ``floor`` the part of a cause's prior that never fades;
    ``alarm``, ``harm`` and ``cue`` Beta priors (yes, no); ``category`` the Dirichlet weight of one person or setting;
    ``grain`` how many rings or silences one felt alarm is worth; ``people``, ``settings`` and ``cues`` bound the names
    known at once; ``memory`` how many moments an old memory
    weighs; ``trust`` the belief that a person's answer points the right way; ``insight_days`` the days in which an
    insight fades to 1/e; ``level`` that of the interval.

    Raises ``ValueError`` for a number outside its range.
    """

    particles: int = 64
    causes: int = 8
    alpha: float = 0.5
    floor: float = 0.2
    alarm: tuple[float, float] = (1.0, 1.0)
    harm: tuple[float, float] = (1.0, 1.0)
    cue: tuple[float, float] = (0.2, 1.8)
    category: float = 0.5
    grain: float = 4.0
    people: int = 32
    settings: int = 16
    cues: int = 64
    memory: float = 4.0
    trust: float = 0.95
    insight_days: float = 14.0
    level: float = 0.8

    def __post_init__(self) -> None:
        if min(self.particles, self.people, self.settings, self.cues) < 1 or self.causes < 3:
            raise ValueError("the alarm model needs a particle, three causes, and room for a name of each kind")
        positive = (self.alpha, *self.alarm, *self.harm, *self.cue, self.category, self.grain, self.memory)
        if not all(math.isfinite(x) and x > 0.0 for x in (*positive, self.insight_days)):
            raise ValueError("the priors of the alarm model are positive and finite")
        if not 0.0 <= self.floor < math.inf:
            raise ValueError("the floor of the time prior is finite, and not below zero")
        if not 0.5 <= self.trust < 1.0 or not 0.0 < self.level < 1.0:
            raise ValueError("trust lies in [0.5, 1), the level of an interval between 0 and 1")

    @property
    def max_memories(self) -> int:
        """How many old memories with labels of their own can be held: two causes stay free for what comes."""
        return self.causes - 2


class Name(NamedTuple):
    """What is kept of one person, setting or cue: its first column, its latest moment, and one bit a moment."""

    column: int
    last: int
    mark: int


class Causes(NamedTuple):
    """The causes of M particles, K + 1 places each. The last place stays empty: it stands for a cause not yet met.

    ``stats`` lies in memory column by column, since a moment asks for a few columns of every cause.

    ``stats`` (M, K+1, F) are sums of evidence (columns above, then the names); ``lean`` (M, K+1) is what insight adds
    to the log prior; ``labels`` (M, K+1) are indices into ``State.labels`` or -1; ``times``, ``masses``
    and ``ended_well`` (M, K+1, BINS) say when the evidence came (days), how much (moments), and how much of it is of
    moments that ended well; ``moments`` and ``felt`` (M, K+1, SPOKEN) are the
    numbers and alarms of the moments kept, -1 where there is none.
    """

    stats: Floats
    lean: Floats
    labels: Ints
    times: Floats
    masses: Floats
    ended_well: Floats
    moments: Ints
    felt: Floats


@dataclass(frozen=True, eq=False)
class State:
    """What the alarm model believes at ``time``. Opaque to callers; its arrays are read-only.

    ``learnt`` counts the moments learnt from; ``weights`` (M,) are the normalised log weights of the particles;
    ``moments`` gives id and time of the moments that causes point to.
    """

    time: float
    learnt: int
    names: Mapping[Key, Name] = field(repr=False)
    labels: tuple[str, ...] = field(repr=False)
    moments: Mapping[int, tuple[str, float]] = field(repr=False)
    weights: Floats = field(repr=False)
    causes: Causes = field(repr=False)

    def __post_init__(self) -> None:
        for array in (self.weights, *self.causes):
            array.flags.writeable = False


def columns_of(stats: Floats) -> Floats:
    """The sums of evidence column by column, (F, M (K+1)): a view, unless the array has come another way (pickled)."""
    return np.ascontiguousarray(stats.transpose(2, 0, 1)).reshape(stats.shape[2], -1)


def by_column(stats: Floats) -> Floats:
    """The same sums of evidence (M, K+1, F), laid out in memory column by column."""
    return np.ascontiguousarray(stats.transpose(2, 0, 1)).transpose(1, 2, 0)


def empty(particles: int, causes: int) -> State:
    """The state before anything: so many equal particles without a cause. Its time lies before every event."""
    shape = (particles, causes + 1)
    blank = Causes(
        stats=np.zeros((FIXED, *shape)).transpose(1, 2, 0),
        lean=np.zeros(shape),
        labels=np.full(shape, -1),
        times=np.zeros((*shape, BINS)),
        masses=np.zeros((*shape, BINS)),
        ended_well=np.zeros((*shape, BINS)),
        moments=np.full((*shape, SPOKEN), -1),
        felt=np.full((*shape, SPOKEN), -1.0),
    )
    return State(-math.inf, 0, {}, (), {}, np.full(particles, -math.log(particles)), blank)


def dump(state: State, version: str) -> bytes:
    """The state as bytes: a line of JSON, then the arrays, little-endian. Exact: every bit comes back."""
    head = {
        "version": version,
        "time": state.time.hex(),
        "learnt": state.learnt,
        "shape": state.causes.stats.shape,
        "names": [[*key, name.column, name.last, f"{name.mark:x}"] for key, name in state.names.items()],
        "labels": state.labels,
        "moments": [[number, moment, time.hex()] for number, (moment, time) in state.moments.items()],
    }
    arrays = (state.weights, *state.causes)
    body = b"".join(array.astype("<i8" if array.dtype == np.int64 else "<f8").tobytes() for array in arrays)
    return _MAGIC + json.dumps(head).encode("ascii") + b"\n" + body


def load(blob: bytes, version: str) -> State:
    """The state that :func:`dump` wrote. ``ValueError`` if it is damaged or of another engine version."""
    line, _, body = blob[len(_MAGIC) :].partition(b"\n")
    try:
        head = json.loads(line) if blob.startswith(_MAGIC) else {}
        written = head["version"]
    except (ValueError, LookupError, TypeError, RecursionError) as error:
        raise ValueError("this engine state is damaged") from error
    if written != version:
        raise ValueError("this engine state was written by another version of the engine")
    try:
        return _whole(head, body)
    except (ValueError, LookupError, TypeError, AttributeError, OverflowError) as error:
        raise ValueError("this engine state is damaged") from error


def _whole(head: Mapping[str, Any], body: bytes) -> State:
    m, k, f = map(int, head["shape"])
    like = empty(m, k - 1)
    shapes = [like.weights.shape, (m, k, f), *(array.shape for array in like.causes[1:])]
    arrays, at = [], 0
    for shape, dtype in zip(shapes, (np.float64, *(array.dtype for array in like.causes)), strict=True):
        count = math.prod(shape)
        raw = np.frombuffer(body, "<i8" if dtype == np.int64 else "<f8", count, at)
        arrays.append(raw.astype(dtype).reshape(shape))
        at += raw.nbytes
    names = {(str(kind), str(name)): Name(int(c), int(n), int(x, 16)) for kind, name, c, n, x in head["names"]}
    moments = {int(number): (str(moment), float.fromhex(time)) for number, moment, time in head["moments"]}
    state = State(
        time=float.fromhex(head["time"]),
        learnt=int(head["learnt"]),
        names=names,
        labels=tuple(map(str, head["labels"])),
        moments=moments,
        weights=arrays[0],
        causes=Causes(by_column(arrays[1]), *arrays[2:]),
    )
    sound = all(np.isfinite(array).all() for array in arrays) and not math.isnan(state.time) and state.learnt >= 0
    pointing = all(FIXED <= name.column < f for name in names.values())
    if at != len(body) or f < FIXED or not sound or not pointing or state.causes.labels.max() >= len(state.labels):
        raise ValueError("this engine state is damaged")
    return state
