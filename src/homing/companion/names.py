"""People and cues as records of their own: add, rename, merge (and take it back), remove, forget."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TypeVar
from uuid import UUID

from homing.companion.desk import Desk, NotFound
from homing.mind import aliases
from homing.record import Channel, Cue, CueSeen, Moment, Person
from homing.vault import Rows, WritableRows

Named = TypeVar("Named", Person, Cue)


@dataclass(frozen=True, slots=True)
class Book:
    """Everyone and everything a vault names, read once. ``people`` and ``cues`` leave merged ones out."""

    people: tuple[Person, ...]
    cues: tuple[Cue, ...]
    by_id: dict[UUID, Person | Cue]
    """Every id, merged ones and those in the bin included, to the record that it stands for."""

    def person(self, record_id: UUID) -> Person | None:
        """The person meant by an id."""
        found = self.by_id.get(record_id)
        return found if isinstance(found, Person) else None

    def cue(self, record_id: UUID) -> Cue | None:
        """The cue meant by an id."""
        found = self.by_id.get(record_id)
        return found if isinstance(found, Cue) else None


def book(rows: Rows) -> Book:
    """The names as they stand now."""
    everyone: list[Person | Cue] = [*rows.all(Person), *rows.all(Cue)]
    binned = [gone.record for gone in rows.removed() if isinstance(gone.record, Person | Cue)]
    known = {record.id: record for record in [*binned, *everyone]}
    follow = aliases(rows)
    return Book(
        people=tuple(one for one in everyone if isinstance(one, Person) and one.merged_into is None),
        cues=tuple(one for one in everyone if isinstance(one, Cue) and one.merged_into is None),
        by_id={one: known[meant] for one in known if (meant := follow.canonical(one)) in known},
    )


def add_person(desk: Desk, label: str) -> Person:
    """The person of this name, added if there is none."""
    return desk.vault.write(lambda rows: person_named(rows, desk, label))


def add_cue(desk: Desk, label: str, channel: Channel | None) -> Cue:
    """The cue of this name in this channel, added if there is none."""
    return desk.vault.write(lambda rows: cue_named(rows, desk, label, channel))


def person_named(rows: WritableRows, desk: Desk, label: str) -> Person:
    """As :func:`add_person`, inside a transaction."""
    for person in book(rows).people:
        if _same(person.label, label):
            return person
    person = Person(id=desk.ambient.new_id(), label=label.strip())
    rows.put(person, desk.ambient.now())
    return person


def cue_named(rows: WritableRows, desk: Desk, label: str, channel: Channel | None) -> Cue:
    """As :func:`add_cue`, inside a transaction."""
    for cue in book(rows).cues:
        if _same(cue.label, label) and cue.channel == channel:
            return cue
    cue = Cue(id=desk.ambient.new_id(), label=label.strip(), channel=channel)
    rows.put(cue, desk.ambient.now())
    return cue


def find(rows: Rows, kind: type[Named], record_id: UUID) -> Named:
    """The live person or cue; raises :class:`NotFound`."""
    found = rows.find(kind, record_id)
    if found is None:
        raise NotFound(record_id)
    return found


def change(desk: Desk, record: Person | Cue) -> None:
    """Keep a changed person or cue; the earlier form stays in its history."""

    def work(rows: WritableRows) -> None:
        _either(rows, record.id)
        rows.put(record, desk.ambient.now())

    desk.vault.write(work)


def merge(desk: Desk, one: UUID, into: UUID) -> None:
    """Let ``one`` stand for ``into`` from now on. Its moments keep their own words; it can be taken back.

    A hold goes along: a danger that was lifted for one of them stays lifted, any other keeps the hold up.
    Raises ``ValueError`` for a person and a cue, or when both are the same already.
    """

    def work(rows: WritableRows) -> None:
        follow = aliases(rows)
        source, target = _either(rows, follow.canonical(one)), _either(rows, follow.canonical(into))
        if type(source) is not type(target) or source.id == target.id:
            raise ValueError("these two cannot be joined")
        rows.put(replace(source, merged_into=target.id), desk.ambient.now())

    desk.vault.write(work)


def unmerge(desk: Desk, one: UUID) -> None:
    """Take a merge back."""
    desk.vault.write(lambda rows: rows.put(replace(_either(rows, one), merged_into=None), desk.ambient.now()))


def remove(desk: Desk, record_id: UUID) -> None:
    """Put a person or cue into the bin. Its moments stay."""

    def work(rows: WritableRows) -> None:
        _either(rows, record_id)
        rows.remove(record_id, desk.ambient.now())

    desk.vault.write(work)


def forget(desk: Desk, record_id: UUID, *, with_moments: bool) -> int:
    """Forget a person or cue for good, aliases included, in one step (care rule 24); how many moments it touched.

    Moments that named it are forgotten too, or kept without it.
    """

    def work(rows: WritableRows) -> int:
        gone = set(aliases(rows).closure(record_id))
        if not any(rows.holds_id(one) for one in gone):
            raise NotFound(record_id)
        touched = {moment.id: moment for moment in _naming(rows, gone)}
        if with_moments:
            rows.forget(touched)
        else:
            for moment in touched.values():
                rows.put(_without(moment, gone), desk.ambient.now())
        rows.forget(gone)
        return len(touched)

    return desk.vault.write(work)


def _either(rows: Rows, record_id: UUID) -> Person | Cue:
    found = rows.find(Person, record_id) or rows.find(Cue, record_id)
    if found is None:
        raise NotFound(record_id)
    return found


def _naming(rows: Rows, ids: set[UUID]) -> Iterable[Moment]:
    yield from rows.moments(people=ids)
    yield from rows.moments(cues=ids)
    yield from rows.moments(settings=ids)


def _without(moment: Moment, gone: set[UUID]) -> Moment:
    return replace(
        moment,
        people=tuple(one for one in moment.people if one not in gone),
        cues=tuple(seen for seen in moment.cues if seen.cue not in gone),
        setting=None if moment.setting in gone else moment.setting,
    )


def seen(cues: Iterable[UUID]) -> tuple[CueSeen, ...]:
    """Cues as received, at full strength."""
    return tuple(CueSeen(cue=cue) for cue in cues)


def _same(one: str, other: str) -> bool:
    return one.strip().casefold() == other.strip().casefold()
