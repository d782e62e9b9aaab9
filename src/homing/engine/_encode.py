"""Moments as whole numbers and numbers in two long rows, for the compiled path.

Of each moment: how many weights, people, cues and people again it names, with the setting (-1: none, -2: unknown)
between; then their ids and codes. And its time, outcome (NaN: none), values of the weights and strengths of the cues.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ._features import CODE, RESIDENT, Key
from .events import Event

if TYPE_CHECKING:
    from .blend import Params, State

UNKNOWN_SETTING = -2


class Encoded(NamedTuple):
    """Moments for a kernel: ``at`` (n + 1, 2) says where each begins. ``widest``: the most people in one."""

    ints: NDArray[np.int64]
    floats: NDArray[np.float64]
    at: NDArray[np.int64]
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
        return found

    def code(self, key: Key) -> int:
        """The code of a weight: that of its block unless it has a prior of its own."""
        return self._own.get(key, CODE[key[0]]) if self._own else CODE[key[0]]

    def told(self, event: Event) -> Encoded:
        """One moment to be read: what is not known keeps no id."""
        ints: list[int] = []
        floats: list[float] = []
        self.write(event, ints, floats, False)
        at = np.array(((0, 0), (len(ints), len(floats))))
        return Encoded(np.array(ints), np.array(floats), at, 0)

    def write(self, event: Event, ints: list[int], floats: list[float], learn: bool) -> int:
        """Append one moment; gives the number of people. The order is that of :mod:`homing.engine._features`."""
        people = event.people if len(event.people) < 2 else tuple(sorted(set(event.people)))
        strength = dict(event.cues)
        if len(strength) < len(event.cues):
            for cue, x in event.cues:
                strength[cue] = max(x, strength[cue])
        cues = sorted(strength.items(), key=_strongest) if len(strength) > 1 else list(strength.items())
        keys, values = self._weights(people, cues, event.setting)
        find = self.add if learn else self._found
        ids = [find(key) for key in keys]
        every = [find(("person", name)) for name in people]
        heard = [find(("cue", name)) for name, _ in cues[: self._cues]]
        there = -1 if event.setting is None else find(("setting", event.setting))
        if there == -1 and event.setting is not None:
            there = UNKNOWN_SETTING
        codes = self.codes
        known = [codes[one] if one >= 0 else self.code(key) for one, key in zip(ids, keys, strict=True)]
        some = every[: self._people]
        ints += (len(ids), len(some), there, len(heard), len(every), *ids, *known, *some, *heard, *every)
        floats += (event.time, math.nan if event.outcome is None else event.outcome, *values)
        floats += [x for _, x in cues[: self._cues]]
        return len(every)

    def _found(self, key: Key) -> int:
        return self.ids.get(key, -1)

    def _weights(
        self, people: Sequence[str], cues: list[tuple[str, float]], setting: str | None
    ) -> tuple[list[Key], list[float]]:
        """The weights a moment touches and their values, as :func:`homing.engine._features.features` finds them."""
        share = 1.0 / math.sqrt(len(people)) if people else 0.0
        keys: list[Key] = [("person", name) for name in people]
        values = [share] * len(people)
        if setting is not None:
            keys.append(("setting", setting))
            values.append(1.0)
        there = [pair for pair in cues if pair[1] > 0.0]
        keys += [("cue", cue) for cue, _ in there]
        values += [x for _, x in there]
        for cue, x in there:
            if len(keys) >= self._room:
                break
            keys += [("person_cue", name, cue) for name in people]
            values += [share * x] * len(people)
        common = (1.0, share * len(people), sum(x for _, x in there))
        shared = [(key, x) for key, x in zip(RESIDENT, common, strict=True) if x > 0.0]
        return (
            [key for key, _ in shared] + keys[: self._room],
            [x for _, x in shared] + values[: self._room],
        )


def encode(events: Sequence[Event], words: Words, time: float) -> Encoded:
    """All moments. Raises ``ValueError`` if one lies before the one before it, or the first before ``time``."""
    ints: list[int] = []
    floats: list[float] = []
    at, widest = [(0, 0)], 0
    for event in events:
        if event.time < time:
            raise ValueError("the event lies before the state; feed events in the order of time")
        time = event.time
        widest = max(widest, words.write(event, ints, floats, True))
        at.append((len(ints), len(floats)))
    return Encoded(np.array(ints, dtype=np.int64), np.array(floats), np.array(at), widest)


def _strongest(cue: tuple[str, float]) -> tuple[float, str]:
    return -cue[1], cue[0]
