"""Forgetting a person in one step (care rule 24): first what goes and what stays, then it is done."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from homing.companion import names
from homing.companion.desk import Desk, NotFound
from homing.companion.holds import held
from homing.record import Aliases, Memory, Moment, Person
from homing.vault import Rows, WritableRows

SEARCHED = 3
"""A name shorter than this is found in half of all words, so it is not looked for in notes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Going:
    """What goes with a person, and what would stay of them.

    ``moments`` name them, in the bin too; ``shared`` of those name someone else as well, ``dangerous`` carry a danger
    mark. ``memories`` are older things that name them. ``in_words`` counts moments whose own words hold the nickname.
    """

    person: Person
    other_names: tuple[Person, ...]
    moments: int
    shared: int
    dangerous: int
    memories: int
    in_words: int
    held: bool


def what_goes(desk: Desk, person_id: UUID) -> Going:
    """What forgetting this person would take; raises :class:`NotFound`."""
    return desk.vault.read(lambda rows: _look(rows, person_id))


def forget_person(desk: Desk, person_id: UUID, *, with_entries: bool) -> None:
    """Forget a person under every name, for good; raises :class:`NotFound`.

    ``with_entries``: the moments and older things that name them go, too; otherwise they stay without the person. A
    hold ends with the person. Tombstones keep an import from bringing any of it back, and the vault writes its backups
    anew; ``desk.vault.behind`` names those that it could not.
    """

    def work(rows: WritableRows) -> None:
        same = _known(rows, person_id)
        memories = _memories(rows, same) if with_entries else []
        names.forget_named(rows, person_id, with_moments=with_entries)
        rows.forget(memory.id for memory in memories)

    desk.vault.write(work)


def _look(rows: Rows, person_id: UUID) -> Going:
    same = _known(rows, person_id)
    records = [one for one in map(rows.standing, same) if isinstance(one, Person)]
    person = next(one for one in records if one.id == _aliases(rows).canonical(person_id))
    lived = rows.facts(people=same, binned=True)
    named = [one for one in (rows.standing(fact.id) for fact in lived) if isinstance(one, Moment)]
    return Going(
        person=person,
        other_names=tuple(one for one in records if one.id != person.id),
        moments=len(named),
        shared=sum(bool(set(moment.people) - same) for moment in named),
        dangerous=sum(fact.dangerous for fact in lived),
        memories=len(_memories(rows, same)),
        in_words=_in_words(rows, records),
        held=held(rows, person.id),
    )


def _known(rows: Rows, person_id: UUID) -> set[UUID]:
    """Every id of the person; those in the bin count."""
    same = set(_aliases(rows).closure(person_id))
    if not any(isinstance(rows.standing(one), Person) for one in same):
        raise NotFound(person_id)
    return same


def _aliases(rows: Rows) -> Aliases:
    return names.book(rows).follow


def _memories(rows: Rows, people: Collection[UUID]) -> list[Memory]:
    everything = [*rows.all(Memory), *rows.all(Memory, live=False)]
    return [memory for memory in everything if not set(people).isdisjoint(memory.people)]


def _in_words(rows: Rows, records: Collection[Person]) -> int:
    sought = {one.label.strip() for one in records if len(one.label.strip()) >= SEARCHED}
    return len({moment.id for label in sought for moment in rows.moments(text=label)})
