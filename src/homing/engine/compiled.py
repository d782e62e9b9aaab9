"""The compiled path: :func:`homing.engine.blend.many` and ``read`` at a fraction of the cost, for the lab and workers.

It needs numba (the extra ``fast``) and is never imported by the server. A replay is encoded once, runs in one call
over three contiguous blocks without allocating, and comes back as an ordinary :class:`homing.engine.blend.State`. It
says what the array path says to 1e-12, with the same draws. See ``docs/adr/engine-speed.md``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import overload

import numpy as np

from ._encode import Words, encode
from ._forecasters import FORECASTERS
from ._kernels_blend import SAID, answer, replay
from ._kernels_room import Floats
from ._rooms import Rooms, filled, refuse, state_of
from .blend import BlendReading, Params, Share, State
from .events import Event

__all__ = ["Reader", "Readings", "many"]

_DEFAULT = Params()
_NAMES = tuple(FORECASTERS)


class Readings(Sequence[BlendReading]):
    """What was said of n moments, as one array; a reading is made when it is asked for.

    ``numbers`` (n, 14): p, low, high, mean, variance, seen, the three weights, the three p, disagreement, unknown.
    """

    def __init__(self, numbers: Floats) -> None:
        self.numbers = numbers

    def __len__(self) -> int:
        return len(self.numbers)

    @overload
    def __getitem__(self, at: int) -> BlendReading: ...

    @overload
    def __getitem__(self, at: slice) -> Readings: ...

    def __getitem__(self, at: int | slice) -> BlendReading | Readings:
        return Readings(self.numbers[at]) if isinstance(at, slice) else reading_of(self.numbers[at].tolist())

    def __iter__(self) -> Iterator[BlendReading]:
        return map(reading_of, self.numbers.tolist())


def reading_of(said: list[float]) -> BlendReading:
    """A reading from its fourteen numbers."""
    p, low, high, mean, variance, seen, w0, w1, w2, p0, p1, p2, disagreement, unknown = said
    parts = (Share(_NAMES[0], w0, p0), Share(_NAMES[1], w1, p1), Share(_NAMES[2], w2, p2))
    return BlendReading(p, low, high, mean, variance, int(seen), parts, disagreement, unknown > 0.0)


def many(state: State, events: Iterable[Event], params: Params = _DEFAULT) -> tuple[State, Readings]:
    """What :func:`homing.engine.blend.many` gives, within 1e-12, and in the same state to go on from.

    The moments that no cause points to any more are left out of the state of the causes; nothing reads them.

    Raises ``ValueError`` if an event lies before the one before it, or if the world model has a memory of the lately
    (``Params.world.memory``), which the compiled path does not know.
    """
    refuse(params)
    moments, words = list(events), Words(params, state)
    encoded = encode(moments, words, state.time)
    rooms = Rooms.of(state, params, words, encoded.widest)
    filled(rooms, state, params, words)
    out = np.empty((len(moments), SAID))
    replay(
        rooms.table, rooms.floats, rooms.ints, rooms.marks, params.seed, encoded.ints, encoded.floats, encoded.at, out
    )
    return state_of(rooms, state, words, moments), Readings(out)


class Reader:
    """Readings of one state, which stays as it is: for asking often."""

    def __init__(self, state: State, params: Params = _DEFAULT) -> None:
        refuse(params)
        self._words, self._time = Words(params, state), state.time
        rooms = Rooms.of(state, params, self._words, 0)
        filled(rooms, state, params, self._words)
        self._blocks = rooms.table, rooms.floats, rooms.ints, rooms.marks
        self._numbers, self._said = np.empty(self._words.most), np.empty(SAID)

    def read(self, event: Event) -> BlendReading:
        """As :func:`homing.engine.blend.read`. Raises ``ValueError`` if the event lies before the state."""
        if event.time < self._time:
            raise ValueError("the event lies before the state; feed events in the order of time")
        answer(*self._blocks, self._words.told(event, self._numbers), self._numbers, self._said)
        return reading_of(self._said.tolist())
