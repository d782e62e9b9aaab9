"""A record as if it had never spoken of someone or something."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from uuid import UUID

from homing.record.boundaries import Need, Opening, Window
from homing.record.looks import Look
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
        case Window():
            return _window_without(record, gone)
        case Need():
            return _need_without(record, gone)
        case Look():
            return replace(record, moment=None if record.moment in gone else record.moment)
        case Cue():
            return replace(record, merged_into=None if record.merged_into in gone else record.merged_into)
        case _:
            return record


def means_nothing_without(record: Record, gone: Collection[UUID]) -> bool:
    """Whether the record goes with them: a window for these people alone, or a look at one of these cues."""
    match record:
        case Window():
            return bool(record.people) and not record.circle and set(record.people).issubset(gone)
        case Look():
            return record.cue in gone
        case _:
            return False


def moment_without(moment: Moment, gone: Collection[UUID]) -> Moment:
    """As :func:`without`, of a moment."""
    return replace(
        moment,
        people=tuple(one for one in moment.people if one not in gone),
        cues=tuple(seen for seen in moment.cues if seen.cue not in gone),
        setting=None if moment.setting in gone else moment.setting,
        windows=tuple(seen for seen in moment.windows if seen.window not in gone),
    )


def _window_without(window: Window, gone: Collection[UUID]) -> Window:
    """A window that was for those people alone is closed: it must not come to stand open for everyone."""
    people = tuple(one for one in window.people if one not in gone)
    is_lost = bool(window.people) and not people and not window.circle
    return replace(window, people=people, opening=Opening.CLOSED if is_lost else window.opening)


def _need_without(need: Need, gone: Collection[UUID]) -> Need:
    return replace(
        need,
        people=tuple(one for one in need.people if one not in gone),
        window=None if need.window in gone else need.window,
        tellings=tuple(replace(told, to=None) if told.to in gone else told for told in need.tellings),
    )
