"""How a record is told in a file: in an export of everything, in a copy of one entry, and by name alone.

What lies in the bin stays at home, also where it is named, and so does what means nothing without it. A copy of one
entry says nothing of touch that could be taken for a yes (care rule 12), and there is none of what would add up to a
file about someone (care rule 21).
"""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

from homing.record import Anchor, Cue, Person, Promise, Record, Rhythm, Ritual, Round, Step, Window
from homing.record.forgetting import means_nothing_without, without
from homing.record.references import references
from homing.vault import Rows


def bare(record: Record) -> Record:
    """A person, cue, window or anchor by name alone, as a copy of one entry mentions it; any other as it is."""
    match record:
        case Person():
            return Person(id=record.id, label=record.label)
        case Cue():
            return Cue(id=record.id, label=record.label, channel=record.channel)
        case Window():
            return Window(id=record.id, label=record.label, about=record.about, size=record.size)
        case Anchor():
            return Anchor(id=record.id, label=record.label, kind=record.kind)
        case _:
            return record


def as_exported(rows: Rows, record: Record) -> Record:
    """The record as an export tells it, without mentions of what stays at home."""
    named = [(one, rows.find(noun, one)) for _, noun, one in references(record)]
    return without(record, {one for one, found in named if found is None or stays_at_home(rows, found)})


def never_consent(rows: Rows, record: Record) -> bool:
    """Whether it is a window about touch or money, or a step that uses one."""
    match record:
        case Window():
            return record.never_consent
        case Step(window=UUID() as by):
            window = rows.standing(by)
            return isinstance(window, Window) and window.never_consent
        case _:
            return False


def about_someone(record: Record) -> bool:
    """Whether it is a promise, a rhythm or a round with someone: one by one they would add up to a file about them."""
    match record:
        case Promise(person=who) | Rhythm(person=who):
            return who is not None
        case Round(people=people):
            return bool(people)
        case _:
            return False


def stays_at_home(rows: Rows, record: Record) -> bool:
    """Whether it means nothing without what lies in the bin."""
    binned = {one for _, noun, one in references(record) if rows.find(noun, one) is None}
    return means_nothing_without(record, binned)


def alone(rows: Rows, record: Record) -> list[Record]:
    """The bare names that an entry mentions, then the entry as a copy of it alone tells it.

    Another entry is not told along with it, and no window that must not be handed to anyone, nor the touch of a ritual
    (care rule 12).
    """
    named = {one: rows.find(noun, one) for _, noun, one in references(record)}
    told = {one: bare(found) for one, found in named.items() if found is not None and _may_be_named(rows, found)}
    entry = without(record, named.keys() - told.keys())
    return [*told.values(), replace(entry, touch="") if isinstance(entry, Ritual) else entry]


def _may_be_named(rows: Rows, record: Record) -> bool:
    match record:
        case Window():
            return not never_consent(rows, record) and not stays_at_home(rows, record)
        case _:
            return isinstance(record, Person | Cue | Anchor)
