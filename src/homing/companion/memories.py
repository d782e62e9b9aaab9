"""Something older: what the person brings along from before, in their own words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

from homing.companion import moments
from homing.companion.desk import Desk, NotFound
from homing.companion.names import person_named
from homing.mind import MOST_MEMORIES
from homing.record import Memory
from homing.vault import WritableRows


class NoRoom(ValueError):
    """As many memories are kept as the alarm model can hold."""


def all_of(desk: Desk) -> list[Memory]:
    """Everything older that was told, in order of telling."""
    return desk.vault.read(lambda rows: rows.all(Memory))


def add(desk: Desk, memory: Memory, new_people: Sequence[str] = ()) -> Memory:
    """Keep something older, and whomever it names for the first time. Raises :class:`NoRoom`."""

    def work(rows: WritableRows) -> Memory:
        if rows.count(Memory) >= MOST_MEMORIES:
            raise NoRoom
        named = [person_named(rows, desk, label).id for label in new_people if label.strip()]
        told = replace(memory, people=tuple(dict.fromkeys([*memory.people, *named])))
        rows.put(told, desk.ambient.now())
        return told

    return desk.vault.write(work)


def forget(desk: Desk, memory_id: UUID) -> None:
    """Forget something older for good; raises :class:`NotFound`."""
    if desk.vault.read(lambda rows: rows.find(Memory, memory_id)) is None:
        raise NotFound(memory_id)
    moments.forget(desk, memory_id)
