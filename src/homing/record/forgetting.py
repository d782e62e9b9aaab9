"""A record as if it had never spoken of someone or something."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from uuid import UUID

from homing.record.nouns import Cue, Memory, Moment, Person, Record


def without(record: Record, gone: Collection[UUID]) -> Record:
    """The record as if it had never spoken of these people, cues or moments."""
    match record:
        case Moment():
            return moment_without(record, gone)
        case Person():
            lifted = tuple(one for one in record.lifted if one not in gone)
            return replace(
                record, lifted=lifted, merged_into=None if record.merged_into in gone else record.merged_into
            )
        case Memory():
            people = tuple(one for one in record.people if one not in gone)
            return replace(record, people=people, cues=tuple(one for one in record.cues if one not in gone))
        case Cue():
            return replace(record, merged_into=None if record.merged_into in gone else record.merged_into)
        case _:
            return record


def moment_without(moment: Moment, gone: Collection[UUID]) -> Moment:
    """As :func:`without`, of a moment."""
    return replace(
        moment,
        people=tuple(one for one in moment.people if one not in gone),
        cues=tuple(seen for seen in moment.cues if seen.cue not in gone),
        setting=None if moment.setting in gone else moment.setting,
    )
