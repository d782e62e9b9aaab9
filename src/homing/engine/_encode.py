"""Moments as whole numbers and numbers in two long rows, for the compiled path.

Of each moment: how many weights, people, cues and people again it names, with the setting (-1: none, -2: unknown)
between; then their ids and codes. And its time, outcome (NaN: none), values of the weights and strengths of the cues.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from operator import itemgetter
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ._features import CODE, RESIDENT, Key
from .events import Event

if TYPE_CHECKING:
    from .blend import Params, State

UNKNOWN_SETTING = -2
_SHAPES = 4096
"""So many shapes of moments asked about are kept; then they are found anew."""
_TIME, _OUTCOME, _ONE, _COMMON, _SUM, _SHARE, _STRENGTHS = range(7)
"""Where in the numbers of a moment: then come the strengths of its cues, and these times the share of a person."""

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Kind = tuple[tuple[str, ...], tuple[str, ...], str | None, int]
"""Who, which cues by strength, where, and how many of the cues are stronger than nothing."""


class Shape(NamedTuple):
    """What moments of one kind have in common: their whole numbers, and which numbers stand where."""

    ints: Ints
    floats: Callable[[Sequence[float]], tuple[float, ...]]
    share: float
    people: int


class Encoded(NamedTuple):
    """Moments for a kernel: ``at`` (n + 1, 2) says where each begins. ``widest``: the most people in one."""

    ints: Ints
    floats: Floats
    at: Ints
    widest: int


class Words:
    """The vocabulary: an id for each weight, and so for each person, cue and setting."""

    def __init__(self, params: Params, state: State) -> None:
        self._own = params.world.table.own
        self._room = params.world.max_active - len(RESIDENT)
        self._people, self._cues = params.causes.people, params.causes.cues
        self.ids: dict[Key, int] = {}
        self.keys: list[Key] = []
        self.codes: list[int] = []
        self._taught: dict[Kind, Shape] = {}
        self._asked: dict[Kind, Shape] = {}
        world, causes, beta = state.parts
        for key in (*world.slots, *causes.names, *(("person", name) for name in beta.people)):
            self.add(key)

    def add(self, key: Key) -> int:
        """The id of a key, a new one if need be."""
        found = self.ids.get(key)
        if found is None:
            found = self.ids[key] = len(self.keys)
            self.keys.append(key)
            self.codes.append(self.code(key))
            self._asked.clear()
        return found

    def code(self, key: Key) -> int:
        """The code of a weight: that of its block unless it has a prior of its own."""
        return self._own.get(key, CODE[key[0]]) if self._own else CODE[key[0]]

    @property
    def most(self) -> int:
        """The most numbers that a moment has."""
        return 2 + len(RESIDENT) + self._room + self._cues

    def told(self, event: Event, into: Floats) -> Ints:
        """One moment to be read: its whole numbers, and its numbers into ``into``. What is not known keeps no id."""
        if len(self._asked) >= _SHAPES:
            self._asked.clear()
        shape, floats = self._written(event, self._asked)
        into[: len(floats)] = floats
        return shape.ints

    def write(self, event: Event) -> tuple[Shape, tuple[float, ...]]:
        """One moment to be learnt from: what its kind has in common, and its numbers."""
        return self._written(event, self._taught)

    def _written(self, event: Event, shapes: dict[Kind, Shape]) -> tuple[Shape, tuple[float, ...]]:
        people = event.people if len(event.people) < 2 else tuple(sorted(set(event.people)))
        names: tuple[str, ...] = ()
        strengths: tuple[float, ...] = ()
        if len(event.cues) == 1:
            names, strengths = (event.cues[0][0],), (event.cues[0][1],)
        elif event.cues:
            names, strengths = _by_strength(event.cues)
        there = len(strengths) - strengths.count(0.0)
        kind = (people, names, event.setting, there)
        shape = shapes.get(kind)
        if shape is None:
            shape = shapes[kind] = self._shape(kind, shapes is self._taught)
        share, outcome = shape.share, math.nan if event.outcome is None else event.outcome
        numbers = (event.time, outcome, 1.0, share * len(people), sum(strengths), share, *strengths)
        return shape, shape.floats((*numbers, *[share * x for x in strengths]))

    def _shape(self, kind: Kind, learn: bool) -> Shape:
        """Of a kind of moments, in the order of :mod:`homing.engine._features`."""
        people, cues, setting, _ = kind
        find = self.add if learn else self._found
        keys, values = self._weights(kind)
        ids = [find(key) for key in keys]
        every = [find(("person", name)) for name in people]
        heard = [find(("cue", name)) for name in cues[: self._cues]]
        place = -1 if setting is None else find(("setting", setting))
        if place == -1 and setting is not None:
            place = UNKNOWN_SETTING
        known = [self.codes[one] if one >= 0 else self.code(key) for one, key in zip(ids, keys, strict=True)]
        some = every[: self._people]
        ints = (len(ids), len(some), place, len(heard), len(every), *ids, *known, *some, *heard, *every)
        which = (_TIME, _OUTCOME, *values, *range(_STRENGTHS, _STRENGTHS + len(heard)))
        share = 1.0 / math.sqrt(len(people)) if people else 0.0
        return Shape(np.array(ints, dtype=np.int64), itemgetter(*which), share, len(every))

    def _found(self, key: Key) -> int:
        return self.ids.get(key, -1)

    def _weights(self, kind: Kind) -> tuple[list[Key], list[int]]:
        """The weights that moments of a kind touch, and where among their numbers the values stand."""
        people, cues, setting, there = kind
        strong, weak = _STRENGTHS, _STRENGTHS + len(cues)
        keys: list[Key] = [("person", name) for name in people]
        values = [_SHARE] * len(people)
        if setting is not None:
            keys.append(("setting", setting))
            values.append(_ONE)
        keys += [("cue", cue) for cue in cues[:there]]
        values += range(strong, strong + there)
        for n, cue in enumerate(cues[:there]):
            if len(keys) >= self._room:
                break
            keys += [("person_cue", name, cue) for name in people]
            values += [weak + n] * len(people)
        common = zip(RESIDENT, (_ONE, _COMMON, _SUM), (True, bool(people), there > 0), strict=True)
        shared = [(key, value) for key, value, held in common if held]
        return (
            [key for key, _ in shared] + keys[: self._room],
            [value for _, value in shared] + values[: self._room],
        )


def _by_strength(cues: Sequence[tuple[str, float]]) -> tuple[tuple[str, ...], tuple[float, ...]]:
    """The names of the cues and their strengths, the strongest first; of one told twice, the stronger."""
    strength = dict(cues)
    if len(strength) < len(cues):
        for cue, x in cues:
            strength[cue] = max(x, strength[cue])
    ranked = sorted([(-x, cue) for cue, x in strength.items()])
    return tuple([cue for _, cue in ranked]), tuple([-x for x, _ in ranked])


def encode(events: Sequence[Event], words: Words, time: float) -> Encoded:
    """All moments. Raises ``ValueError`` if one lies before the one before it, or the first before ``time``."""
    ints: list[Ints] = [np.empty(0, dtype=np.int64)]
    floats: list[float] = []
    at, widest, begun = [(0, 0)], 0, 0
    for event in events:
        if event.time < time:
            raise ValueError("the event lies before the state; feed events in the order of time")
        time = event.time
        shape, numbers = words.write(event)
        ints.append(shape.ints)
        floats += numbers
        begun += len(shape.ints)
        widest = max(widest, shape.people)
        at.append((begun, len(floats)))
    return Encoded(np.concatenate(ints), np.array(floats), np.array(at), widest)
