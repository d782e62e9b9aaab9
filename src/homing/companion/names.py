"""People and cues as records of their own: add, rename, merge (and take it back), remove, forget."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TypeVar
from uuid import UUID

from homing.care import is_held
from homing.companion.desk import Desk, NotFound, one_of
from homing.mind import aliases
from homing.record import Aliases, Channel, Cue, Person
from homing.record.forgetting import DEPENDENT, means_nothing_without, without
from homing.vault import Rows, WritableRows

Named = TypeVar("Named", Person, Cue)


@dataclass(frozen=True, slots=True)
class Book:
    """Everyone and everything a vault names, read once. ``people`` and ``cues`` leave merged ones out."""

    people: tuple[Person, ...]
    cues: tuple[Cue, ...]
    by_id: dict[UUID, Person | Cue]
    """Every id, merged ones and those in the bin included, to the record that it stands for."""
    follow: Aliases

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
    return rows.kept(("names.book",), (Person, Cue), lambda: _book(rows))


def _book(rows: Rows) -> Book:
    people, cues = rows.all(Person), rows.all(Cue)
    binned: list[Person | Cue] = [*rows.all(Person, live=False), *rows.all(Cue, live=False)]
    known = {one.id: one for one in (*binned, *people, *cues)}
    follow = aliases(rows)
    return Book(
        people=tuple(one for one in people if follow.canonical(one.id) == one.id),
        cues=tuple(one for one in cues if follow.canonical(one.id) == one.id),
        by_id={one: known[follow.canonical(one)] for one in known},
        follow=follow,
    )


def add_person(desk: Desk, label: str) -> Person:
    """The person of this name, added if there is none."""
    return desk.vault.write(lambda rows: person_named(rows, desk, label))


def add_cue(desk: Desk, label: str, channel: Channel | None) -> Cue:
    """The cue of this name in this channel, added if there is none."""
    return desk.vault.write(lambda rows: cue_named(rows, desk, label, channel))


def person_named(rows: WritableRows, desk: Desk, label: str) -> Person:
    """As :func:`add_person`, inside a transaction.

    A held person in the bin is met again by their name: a hold is not undone by deleting (care rule 2).
    """
    alike = [person for person in rows.all(Person) if _same(person.label, label)]
    found = _meant(rows, alike) or _held_in_bin(rows, desk, label)
    return found or _new(rows, desk, Person(id=desk.ambient.new_id(), label=label.strip()))


def cue_named(rows: WritableRows, desk: Desk, label: str, channel: Channel | None) -> Cue:
    """As :func:`add_cue`, inside a transaction."""
    alike = [cue for cue in rows.all(Cue) if cue.channel == channel and _same(cue.label, label)]
    return _meant(rows, alike) or _new(rows, desk, Cue(id=desk.ambient.new_id(), label=label.strip(), channel=channel))


def find(rows: Rows, kind: type[Named], record_id: UUID) -> Named:
    """The live person or cue; raises :class:`NotFound`."""
    return one_of(rows, kind, record_id)


def change(desk: Desk, record: Person | Cue) -> None:
    """Keep a changed person or cue; the earlier form stays in its history.

    Merges and lifted holds stay as they are: they have use cases of their own.
    """

    def work(rows: WritableRows) -> None:
        before = _either(rows, record.id)
        changed = replace(record, merged_into=before.merged_into)
        if isinstance(changed, Person) and isinstance(before, Person):
            changed = replace(changed, lifted=before.lifted)
        rows.put(changed, desk.ambient.now())

    desk.vault.write(work)


def merge(desk: Desk, one: UUID, into: UUID) -> None:
    """Let ``one`` stand for ``into`` from now on. Its moments keep their own ids; it can be taken back.

    A hold on one of them is a hold on both, while the merge stands.
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
    """Put the person or cue meant by an id into the bin, their other names behind them. The moments stay."""

    def work(rows: WritableRows) -> None:
        meant = _either(rows, aliases(rows).canonical(record_id))
        rows.remove(meant.id, desk.ambient.now())

    desk.vault.write(work)


def forget(desk: Desk, record_id: UUID, *, with_moments: bool) -> int:
    """Forget a person or cue for good, aliases included, in one step (care rule 24); how many moments it touched.

    Moments that named it are forgotten too, or kept without it; so are those in the bin.
    """
    return desk.vault.write(lambda rows: forget_named(rows, record_id, with_moments=with_moments))


def forget_named(rows: WritableRows, record_id: UUID, *, with_moments: bool) -> int:
    """As :func:`forget`, inside a transaction."""
    gone = set(aliases(rows).closure(record_id))
    if not any(isinstance(rows.standing(one), Person | Cue) for one in gone):
        raise NotFound(record_id)
    touched = _naming(rows, gone)
    leaving = gone | _only_of(rows, gone) | (touched if with_moments else set())
    rows.forget(leaving)
    rows.rewrite(leaving, lambda record: without(record, leaving))
    return len(touched)


def _either(rows: Rows, record_id: UUID) -> Person | Cue:
    found = rows.find(Person, record_id) or rows.find(Cue, record_id)
    if found is None:
        raise NotFound(record_id)
    return found


def _only_of(rows: Rows, ids: set[UUID]) -> set[UUID]:
    """What means nothing without these: a window or a step for them alone, a promise of theirs, a look at a cue…"""
    found = (one for noun in DEPENDENT for is_live in (True, False) for one in rows.all(noun, live=is_live))
    return {one.id for one in found if means_nothing_without(one, ids)}


def _naming(rows: Rows, ids: set[UUID]) -> set[UUID]:
    """The moments that name any of these, in the bin too."""
    facts = [
        rows.facts(people=ids, binned=True),
        rows.facts(cues=ids, binned=True),
        rows.facts(settings=ids, binned=True),
    ]
    return {fact.id for found in facts for fact in found}


def _meant(rows: Rows, alike: list[Named]) -> Named | None:
    """Of records with the same name the first that was not merged, or the one that a merged one stands for."""
    own = next((one for one in alike if one.merged_into is None), None)
    if own is not None or not alike:
        return own
    follow = aliases(rows)
    return next(filter(None, (rows.find(type(one), follow.canonical(one.id)) for one in alike)), None)


def _held_in_bin(rows: WritableRows, desk: Desk, label: str) -> Person | None:
    """Whoever this name means that lies in the bin with a hold on them, under any of their names: brought back."""
    follow = aliases(rows)
    told = (*rows.all(Person), *rows.all(Person, live=False))
    for one in [person for person in told if _same(person.label, label)]:
        same = [person for id_ in follow.closure(one.id) if isinstance(person := rows.standing(id_), Person)]
        if any(is_held(rows.dangerous_with([person.id]), person.lifted) for person in same):
            meant = follow.canonical(one.id)
            if rows.find(Person, meant) is None:
                rows.restore(meant, desk.ambient.now())
            return find(rows, Person, meant)
    return None


def _new(rows: WritableRows, desk: Desk, record: Named) -> Named:
    rows.put(record, desk.ambient.now())
    return record


def _same(one: str, other: str) -> bool:
    return one.strip().casefold() == other.strip().casefold()
