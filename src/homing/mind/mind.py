"""The mind: keeps the engine's state in step with the record.

The state is disposable. It is kept as checkpoints in the vault, each good for the moments up to its position; an edit
in the past drops the checkpoints after it and replays from the one before, so that what is read is always what a
replay of the whole record would give.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from threading import RLock
from uuid import UUID

from homing.engine import world
from homing.engine.events import Reading
from homing.mind.encode import event_of, question
from homing.record import Aliases, Cue, CueSeen, Person
from homing.vault import Checkpoint, Position, Rows, Vault, WritableRows, position_of

SPACING = 64
"""Moments between two checkpoints of a long replay."""

KEPT = 16
"""Checkpoints kept. Older ones thin out, so that a recent edit is cheap and an old one merely fair."""

_CONSUMED = "mind.sequence"


class Mind:
    """What was learnt from the moments of one open vault. Safe to call from any thread."""

    def __init__(self, vault: Vault) -> None:
        self._vault = vault
        self._lock = RLock()
        self._state: world.State | None = None
        self._sequence = -1

    def estimate(
        self, at: datetime, *, people: Iterable[UUID] = (), cues: Iterable[CueSeen] = (), setting: UUID | None = None
    ) -> Reading:
        """How often hurt is expected in a moment like this one: of the moment, never of a person (care rule 6)."""
        with self._lock:
            state = self._catch_up()
            event = question(at, self._vault.read(aliases), people=people, cues=cues, setting=setting)
            return world.read(state, event)

    def _catch_up(self) -> world.State:
        _, dirty = self._vault.read(lambda rows: rows.changed_since(self._sequence))
        if self._state is None or dirty is not None:
            self._sequence, self._state = self._vault.write(_replay)
        return self._state


def aliases(rows: Rows) -> Aliases:
    """All merges of a vault, of people and cues together (ids never collide)."""
    return Aliases([*rows.all(Person), *rows.all(Cue)])


def _replay(rows: WritableRows) -> tuple[int, world.State]:
    """The newest sequence in the change log, and the state that a replay of the whole record would give."""
    sequence, dirty = rows.changed_since(rows.get_setting(_CONSUMED) or 0)
    if dirty is not None:
        rows.drop_checkpoints(dirty)
    start = rows.latest_checkpoint(world.VERSION, None)
    if start is None:
        rows.drop_checkpoints(None)
        state = _learn(rows, world.start(), None)
    else:
        state = _learn(rows, world.load(start.blob), start.position)
    rows.set_setting(_CONSUMED, sequence)
    return sequence, state


def _learn(rows: WritableRows, state: world.State, last: Position | None) -> world.State:
    """The state after every moment later than ``last``; leaves checkpoints on the way."""
    names = aliases(rows)
    learnt = 0
    for moment in rows.moments_from(last):
        position = position_of(moment)
        if last is not None and position <= last:
            continue
        state, _ = world.step(state, event_of(moment, names))
        last, learnt = position, learnt + 1
        if learnt % SPACING == 0:
            _keep(rows, state, position)
    if learnt % SPACING and last is not None:
        _keep(rows, state, last)
    return state


def _keep(rows: WritableRows, state: world.State, position: Position) -> None:
    rows.put_checkpoint(Checkpoint(version=world.VERSION, position=position, blob=world.dump(state)))
    kept = sorted(rows.checkpoints(), key=lambda checkpoint: checkpoint.position)
    if len(kept) > KEPT:
        for checkpoint in kept[0 : KEPT // 2 : 2]:
            rows.drop_checkpoint(checkpoint.position)
