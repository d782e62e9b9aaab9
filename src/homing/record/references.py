"""Which ids a record speaks of, and which of them lead nowhere."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import TypeAlias
from uuid import UUID

from homing.record import strict
from homing.record.boundaries import Need, Window
from homing.record.cycles import Round
from homing.record.fields import Path
from homing.record.looks import Look
from homing.record.nouns import Cue, Memory, Moment, Person, Record
from homing.record.parsed import Fault, Parsed
from homing.record.practice import Promise, Reward, Rhythm, Ritual, Space, Step
from homing.record.settling import Anchor, Pause, Settling, Terms

Named: TypeAlias = type[Person] | type[Cue] | type[Moment] | type[Window] | type[Anchor] | type[Step] | type[Ritual]
"""A noun that others speak of."""

_NOWHERE: dict[Named, str] = {
    Person: "There is no person with this id, neither in this file nor in the diary.",
    Cue: "There is no cue with this id, neither in this file nor in the diary.",
    Moment: "There is no moment with this id, neither in this file nor in the diary.",
    Window: "There is no window with this id, neither in this file nor in the diary.",
    Anchor: "There is no anchor with this id, neither in this file nor in the diary.",
    Step: "There is no step with this id, neither in this file nor in the diary.",
    Ritual: "There is no ritual with this id, neither in this file nor in the diary.",
}

NAMED: tuple[Named, ...] = tuple(_NOWHERE)
"""Every noun that others speak of."""


def references(record: Record) -> Iterator[tuple[Path, Named, UUID]]:
    """Every id that the record speaks of: its path in the JSON object, which noun it must name, and the id."""
    match record:
        case Moment():
            yield from ((("people", at), Person, item) for at, item in enumerate(record.people))
            if record.setting is not None:
                yield ("setting",), Cue, record.setting
            yield from ((("cues", at, "cue"), Cue, seen.cue) for at, seen in enumerate(record.cues))
            yield from ((("windows", at, "window"), Window, seen.window) for at, seen in enumerate(record.windows))
            if record.step is not None:
                yield ("step",), Step, record.step
            if record.ritual is not None:
                yield ("ritual",), Ritual, record.ritual
        case Person():
            yield from ((("lifted", at), Moment, item) for at, item in enumerate(record.lifted))
            if record.merged_into is not None:
                yield ("merged_into",), Person, record.merged_into
        case Memory():
            yield from ((("people", at), Person, item) for at, item in enumerate(record.people))
            yield from ((("cues", at), Cue, item) for at, item in enumerate(record.cues))
        case Anchor(person=UUID() as who) | Space(person=UUID() as who) | Promise(person=UUID() as who):
            yield ("person",), Person, who
        case Rhythm(person=who):
            yield ("person",), Person, who
        case Settling():
            if record.anchor is not None:
                yield ("anchor",), Anchor, record.anchor
            yield from ((("people", at), Person, item) for at, item in enumerate(record.people))
            if record.setting is not None:
                yield ("setting",), Cue, record.setting
        case Step():
            yield from ((("people", at), Person, item) for at, item in enumerate(record.people))
            if record.setting is not None:
                yield ("setting",), Cue, record.setting
            if record.window is not None:
                yield ("window",), Window, record.window
        case Window() | Pause() | Terms() | Ritual() | Reward() | Round():
            yield from ((("people", at), Person, item) for at, item in enumerate(record.people))
        case Need():
            yield from ((("people", at), Person, item) for at, item in enumerate(record.people))
            if record.window is not None:
                yield ("window",), Window, record.window
            for at, telling in enumerate(record.tellings):
                if telling.to is not None:
                    yield ("tellings", at, "to"), Person, telling.to
        case Look():
            yield ("cue",), Cue, record.cue
            if record.moment is not None:
                yield ("moment",), Moment, record.moment
        case Cue(merged_into=UUID() as target):
            yield ("merged_into",), Cue, target
        case _:
            return


def dangling(parsed: Parsed, here: Mapping[Named, Collection[UUID]] | None = None) -> Iterator[Fault]:
    """References of a JSON Lines file that lead nowhere, with line and column.

    ``here`` holds the ids that the vault knows already, by noun. What the file says was forgotten is no fault: the
    reference outlived it.
    """
    known = {noun: set((here or {}).get(noun, ())) for noun in _NOWHERE}
    forgotten = {stone.id for stone in parsed.tombstones}
    for placed in parsed.records:
        if isinstance(placed.record, NAMED):
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
