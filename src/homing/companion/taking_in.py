"""Taking in what another device knows, in one transaction: what was forgotten, every record, and then the holds."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from homing.companion import merging
from homing.record import Cue, Moment, Person, Record
from homing.record.forgetting import DEPENDENT, means_nothing_without, without
from homing.vault import WritableRows
from homing.vault.histories import History, Relation, mended, next_form, relation
from homing.vault.snapshots import Snapshot

Histories = Mapping[UUID, History]


@dataclass(slots=True)
class Taken:
    """Counts: records that came or changed; of these, those that came back from the bin; records forgotten here."""

    records: int = 0
    came_back: int = 0
    forgotten: int = 0


def take_in(rows: WritableRows, snapshot: Snapshot) -> Taken:
    """Bring in what a snapshot knows. Taking one in twice, or an older one after a newer one, changes nothing more.

    Raises ``ValueError`` for something that this Homing cannot read; then nothing may be kept.
    """
    gone = {*rows.tombstones(), *snapshot.gone}
    theirs = _mended(snapshot.histories, gone)
    touched = [history[-1].record for id_, history in snapshot.histories.items() if theirs.get(id_) is not history]
    lost = _lost(rows, touched, gone)
    gone |= lost
    taken = Taken(forgotten=_forget(rows, gone))
    theirs = _mended(theirs, lost)
    before = rows.histories()
    for id_, history in theirs.items():
        if before.get(id_) != history:
            _take_one(rows, taken, id_, mended(before.get(id_, ()), gone), history)
    reconsider(rows)
    _watch_holds(rows, before, theirs)
    break_circles(rows)
    return taken


def reconsider(rows: WritableRows) -> None:
    """Look at every record that is open once more: some are settled by what the owner did since, here or there."""
    for id_, others in rows.others().items():
        left = list[History]()
        for theirs in others:
            ours = rows.history_of(id_)
            merged = merging.merge(ours, theirs)
            if merged.history != ours:
                rows.adopt(id_, merged.history)
            if merged.is_open:
                left.append(theirs)
        if left != others:
            rows.keep_others(id_, left)


def break_circles(rows: WritableRows) -> None:
    """Take back one merge of each circle that two devices made together."""
    people: list[Person | Cue] = [*rows.all(Person), *rows.all(Person, live=False)]
    cues: list[Person | Cue] = [*rows.all(Cue), *rows.all(Cue, live=False)]
    for record in merging.without_circles({one.id: one for one in people + cues}):
        rows.adopt(record.id, next_form(rows.history_of(record.id), record))


def _mended(histories: Histories, gone: Collection[UUID]) -> dict[UUID, History]:
    return {id_: mended(history, gone) for id_, history in histories.items() if id_ not in gone}


def _lost(rows: WritableRows, theirs: Iterable[Record], gone: Collection[UUID]) -> set[UUID]:
    """What, here or there, means nothing without those who were forgotten."""
    here = (one for noun in DEPENDENT for is_live in (True, False) for one in rows.all(noun, live=is_live))
    return {record.id for record in (*here, *theirs) if means_nothing_without(record, gone)}


def _forget(rows: WritableRows, all_gone: Collection[UUID]) -> int:
    gone = set(all_gone).difference(rows.tombstones())
    here = sum(rows.holds_id(one) for one in gone)
    if gone:
        rows.forget(sorted(gone))
        rows.rewrite(gone, lambda record: without(record, gone))
    return here


def _take_one(rows: WritableRows, taken: Taken, id_: UUID, ours: History, theirs: History) -> None:
    merged = merging.merge(ours, theirs) if ours else merging.Merged(theirs)
    if merged.history != ours:
        rows.adopt(id_, merged.history)
        taken.records += not merged.is_open
        taken.came_back += merged.came_back
    if merged.is_open:
        others = rows.others_of(id_)
        if not any(relation(theirs, other) in (Relation.SAME, Relation.BEHIND) for other in others):
            left = [other for other in others if relation(other, theirs) is not Relation.BEHIND]
            rows.keep_others(id_, [*left, theirs])


def _watch_holds(rows: WritableRows, before: Histories, theirs: Histories) -> None:
    """Raise again each hold whose lifting, here or there, did not know of all the danger that is known now."""
    for person in [*rows.all(Person), *rows.all(Person, live=False)]:
        now = {one: moment for one in person.lifted if isinstance(moment := rows.standing(one), Moment)}
        views = [(_person(view, person.id), _moments(view, person.lifted)) for view in (before, theirs)]
        held = merging.still_lifted(person, now, *views)
        if held != person:
            rows.adopt(person.id, next_form(rows.history_of(person.id), held))


def _person(view: Histories, id_: UUID) -> Person | None:
    record = view[id_][-1].record if id_ in view else None
    return record if isinstance(record, Person) else None


def _moments(view: Histories, ids: tuple[UUID, ...]) -> dict[UUID, Moment]:
    records = (view[one][-1].record for one in ids if one in view)
    return {record.id: record for record in records if isinstance(record, Moment)}
