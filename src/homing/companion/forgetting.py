"""Forgetting a person in one step (care rule 24): first what goes and what stays, then it is done."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import TypeVar
from uuid import UUID

from homing.companion import names
from homing.companion.desk import Desk, NotFound
from homing.companion.holds import held
from homing.record import (
    Aliases,
    Anchor,
    Early,
    Look,
    Memory,
    Need,
    Pause,
    Person,
    Promise,
    Record,
    Reward,
    Rhythm,
    Ritual,
    Round,
    Settling,
    Space,
    Step,
    Terms,
    Window,
)
from homing.record.forgetting import means_nothing_without, without
from homing.record.references import references
from homing.vault import Rows, WritableRows
from homing.vault.facts import fold

R = TypeVar("R", bound=Record)

SEARCHED = 3
"""A name shorter than this is found in half of all words, so it is not looked for in notes."""

_SETTLING: tuple[type[Record], ...] = (Anchor, Settling, Pause)
_PLANNED: tuple[type[Record], ...] = (Step, Ritual, Rhythm, Promise)
_TOLD: tuple[type[Record], ...] = (Round, Reward, Space)


@dataclass(frozen=True, slots=True, kw_only=True)
class Going:
    """What goes with a person, and what would stay of them.

    ``moments`` name them, in the bin too; ``shared`` of those name someone else as well, ``dangerous`` carry a danger
    mark. ``memories`` are older things that name them, ``settling`` anchors, tries at settling and pauses that do,
    ``told`` rounds, rewards and spaces; ``needs`` those for them, or said to them. ``windows``, ``terms`` and
    ``planned`` (steps and rituals for them alone, rhythms and promises) go with them in any case. ``in_words`` counts
    moments whose own words hold the nickname, ``elsewhere`` whatever else would stay and whose own words do.
    """

    person: Person
    other_names: tuple[Person, ...]
    moments: int
    shared: int
    dangerous: int
    memories: int
    settling: int
    told: int
    windows: int
    terms: int
    planned: int
    needs: int
    in_words: int
    elsewhere: int
    held: bool


def what_goes(desk: Desk, person_id: UUID) -> Going:
    """What forgetting this person would take; raises :class:`NotFound`."""
    return desk.vault.read(lambda rows: _look(rows, person_id))


def forget_person(desk: Desk, person_id: UUID, *, with_entries: bool) -> None:
    """Forget a person under every name, for good; raises :class:`NotFound`.

    ``with_entries``: the moments, older things, anchors, tries at settling, pauses, rounds, rewards and spaces that
    name them go, too; otherwise they stay without the person. A window, terms, a step or a ritual for them alone, a
    rhythm and a promise go in any case, and a need always stays, since it is the owner's own. A hold ends with the
    person. Tombstones keep an import from bringing any of it back, and the vault writes its backups anew;
    ``desk.vault.behind`` names those that it could not.
    """

    def work(rows: WritableRows) -> None:
        same = _known(rows, person_id)
        gone = {one.id for one in _naming(rows, same, Memory, *_SETTLING, *_TOLD)} if with_entries else set()
        names.forget_named(rows, person_id, with_moments=with_entries)
        rows.forget(sorted(gone))
        if gone:
            rows.rewrite(gone, lambda record: without(record, gone), Settling)  # an anchor is named there alone

    desk.vault.write(work)


def _look(rows: Rows, person_id: UUID) -> Going:
    same = _known(rows, person_id)
    records = [one for one in map(rows.standing, same) if isinstance(one, Person)]
    person = next(one for one in records if one.id == _aliases(rows).canonical(person_id))
    lived = rows.facts(people=same, binned=True)
    others = (places for one, places in rows.named_beside(Person, people=same).items() if one not in same)
    in_bin = [moment for moment in rows.moments_in_bin() if not same.isdisjoint(moment.people)]
    return Going(
        person=person,
        other_names=tuple(one for one in records if one.id != person.id),
        moments=len(lived),
        shared=len({at for places in others for at in places}) + sum(not same.issuperset(one.people) for one in in_bin),
        dangerous=sum(fact.dangerous for fact in lived),
        memories=len(_naming(rows, same, Memory)),
        settling=len(_naming(rows, same, *_SETTLING)),
        told=len(_naming(rows, same, *_TOLD)),
        windows=sum(means_nothing_without(one, same) for one in _everything(rows, Window)),
        terms=sum(means_nothing_without(one, same) for one in _everything(rows, Terms)),
        planned=sum(means_nothing_without(one, same) for noun in _PLANNED for one in _everything(rows, noun)),
        needs=sum(not same.isdisjoint(_whom(need)) for need in _everything(rows, Need)),
        in_words=_in_words(rows, records),
        elsewhere=_elsewhere(rows, same, records),
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


def _naming(rows: Rows, people: Collection[UUID], *nouns: type[Record]) -> list[Record]:
    """The records of these kinds that name one of these people, in the bin too."""
    found = (one for noun in nouns for one in _everything(rows, noun))
    return [one for one in found if any(named in people for _, _, named in references(one))]


def _everything(rows: Rows, noun: type[R]) -> list[R]:
    return [*rows.all(noun), *rows.all(noun, live=False)]


def _whom(need: Need) -> set[UUID]:
    """For whom a need is, and to whom it was said."""
    return {*need.people, *(telling.to for telling in need.tellings if telling.to is not None)}


def _in_words(rows: Rows, records: Collection[Person]) -> int:
    return len({moment.id for label in _sought(records) for moment in rows.moments(text=label)})


def _elsewhere(rows: Rows, people: Collection[UUID], records: Collection[Person]) -> int:
    sought = {fold(label) for label in _sought(records)}
    told: list[tuple[Record, tuple[str, ...]]] = [
        *((one, (one.label, one.circle, one.closes_when, one.why)) for one in rows.all(Window)),
        *((one, (one.label, one.will)) for one in rows.all(Need)),
        *((one, (one.words, one.step)) for one in rows.all(Look)),
        *((one, (one.label, one.note)) for one in rows.all(Memory)),
        *((one, (one.label, one.words)) for one in rows.all(Anchor)),
        *((one, (one.note,)) for one in rows.all(Settling)),
        *((one, (one.note,)) for one in rows.all(Pause)),
        *((one, (one.sentence, one.place, one.returning)) for one in rows.all(Terms)),
        *_practised(rows),
    ]
    written = [fold("\n".join(texts)) for one, texts in told if not means_nothing_without(one, people)]
    return sum(any(label in words for label in sought) for words in written)


def _practised(rows: Rows) -> Iterator[tuple[Record, tuple[str, ...]]]:
    """What was written in own words of practice."""
    yield from ((one, (one.label, one.way_out)) for one in rows.all(Step))
    yield from ((one, (one.label, one.look, one.tone, one.words, one.touch, one.place)) for one in rows.all(Ritual))
    yield from ((one, (one.label, one.note)) for one in rows.all(Promise))
    yield from ((one, (one.label, one.where, one.bring)) for one in rows.all(Space))
    yield from ((one, (one.label, one.note)) for one in rows.all(Reward))
    yield from ((one, (one.words,)) for one in rows.all(Early))
    for one in rows.all(Round):
        yield one, (one.note, *(text for turn in one.moves for text in (turn.words, turn.underneath)))


def _sought(records: Collection[Person]) -> set[str]:
    return {one.label.strip() for one in records if len(one.label.strip()) >= SEARCHED}
