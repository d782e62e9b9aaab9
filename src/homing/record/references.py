"""Which ids a record speaks of, and which of them lead nowhere."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from uuid import UUID

from homing.record import strict
from homing.record.fields import Path
from homing.record.nouns import Cue, Memory, Moment, Person, Record
from homing.record.parsed import Fault, Parsed

_NOWHERE = {
    Person: "There is no person with this id, neither in this file nor in the diary.",
    Cue: "There is no cue with this id, neither in this file nor in the diary.",
    Moment: "There is no moment with this id, neither in this file nor in the diary.",
}


def references(record: Record) -> Iterator[tuple[Path, type[Person] | type[Cue] | type[Moment], UUID]]:
    """Every id that the record speaks of: its path in the JSON object, which noun it must name, and the id."""
    match record:
        case Moment():
            yield from ((("people", at), Person, item) for at, item in enumerate(record.people))
            if record.setting is not None:
                yield ("setting",), Cue, record.setting
            yield from ((("cues", at, "cue"), Cue, seen.cue) for at, seen in enumerate(record.cues))
        case Person():
            yield from ((("lifted", at), Moment, item) for at, item in enumerate(record.lifted))
            if record.merged_into is not None:
                yield ("merged_into",), Person, record.merged_into
        case Memory():
            yield from ((("people", at), Person, item) for at, item in enumerate(record.people))
            yield from ((("cues", at), Cue, item) for at, item in enumerate(record.cues))
        case Cue(merged_into=UUID() as target):
            yield ("merged_into",), Cue, target
        case _:
            return


def dangling(
    parsed: Parsed,
    *,
    people: Collection[UUID] = frozenset(),
    cues: Collection[UUID] = frozenset(),
    moments: Collection[UUID] = frozenset(),
) -> Iterator[Fault]:
    """References of a JSON Lines file that lead nowhere, with line and column.

    ``people``, ``cues`` and ``moments`` are the ids that the vault holds already. What the file says was forgotten is
    no fault: the reference outlived it.
    """
    known = {Person: set(people), Cue: set(cues), Moment: set(moments)}
    forgotten = {stone.id for stone in parsed.tombstones}
    for placed in parsed.records:
        if isinstance(placed.record, Person | Cue | Moment):
            known[type(placed.record)].add(placed.record.id)
    for placed in parsed.records:
        lost = [
            (path, _NOWHERE[noun])
            for path, noun, item in references(placed.record)
            if item not in known[noun] and item not in forgotten
        ]
        if lost:
            columns = strict.columns(placed.text.decode(), [path for path, _ in lost])
            for column, (_, sentence) in zip(columns, lost, strict=True):
                yield Fault(placed.line, column, sentence, placed.text)
