"""A record as if it had never spoken of someone or something."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace
from uuid import UUID

from homing.record.boundaries import Need, Opening, Window
from homing.record.cycles import Round
from homing.record.looks import Look
from homing.record.nouns import Cue, Memory, Moment, Person, Record
from homing.record.practice import Promise, Reward, Rhythm, Ritual, Space, Step
from homing.record.settling import Anchor, Pause, Settling, Terms

Gone = Collection[UUID]

DEPENDENT: tuple[type[Record], ...] = (Window, Terms, Look, Step, Ritual, Rhythm, Promise)
"""The nouns that may mean nothing without those whom they name."""


def without(record: Record, gone: Gone) -> Record:
    """The record as if it had never spoken of these people, cues, moments, windows, anchors, steps or rituals."""
    match record:
        case Moment():
            return moment_without(record, gone)
        case Person():
            lifted = _left(record.lifted, gone)
            return replace(record, lifted=lifted, merged_into=_unless(record.merged_into, gone))
        case Cue():
            return replace(record, merged_into=_unless(record.merged_into, gone))
        case Memory():
            return replace(record, people=_left(record.people, gone), cues=_left(record.cues, gone))
        case Window():
            return _window_without(record, gone)
        case Need():
            return _need_without(record, gone)
        case Look():
            return replace(record, moment=_unless(record.moment, gone))
        case Anchor() | Space() | Promise():
            return replace(record, person=_unless(record.person, gone))
        case Step():
            setting, window = _unless(record.setting, gone), _unless(record.window, gone)
            return replace(record, people=_left(record.people, gone), setting=setting, window=window)
        case Settling():
            anchor, setting = _unless(record.anchor, gone), _unless(record.setting, gone)
            return replace(record, anchor=anchor, people=_left(record.people, gone), setting=setting)
        case Pause() | Terms() | Ritual() | Reward() | Round():
            return replace(record, people=_left(record.people, gone))
        case _:
            return record


def means_nothing_without(record: Record, gone: Gone) -> bool:
    """Whether the record goes with them: a window, terms, a step or a ritual for these people alone, a rhythm or a
    promise with one of them, or a look at one of these cues.
    """
    match record:
        case Window(circle="") | Terms() | Step() | Ritual():
            return bool(record.people) and set(record.people).issubset(gone)
        case Rhythm() | Promise():
            return record.person in gone
        case Look():
            return record.cue in gone
        case _:
            return False


def moment_without(moment: Moment, gone: Gone) -> Moment:
    """As :func:`without`, of a moment."""
    return replace(
        moment,
        people=_left(moment.people, gone),
        cues=tuple(seen for seen in moment.cues if seen.cue not in gone),
        setting=_unless(moment.setting, gone),
        windows=tuple(seen for seen in moment.windows if seen.window not in gone),
        step=_unless(moment.step, gone),
        ritual=_unless(moment.ritual, gone),
    )


def _window_without(window: Window, gone: Gone) -> Window:
    """A window that was for those people alone is closed: it must not come to stand open for everyone."""
    people = _left(window.people, gone)
    is_lost = bool(window.people) and not people and not window.circle
    return replace(window, people=people, opening=Opening.CLOSED if is_lost else window.opening)


def _need_without(need: Need, gone: Gone) -> Need:
    tellings = tuple(replace(told, to=_unless(told.to, gone)) for told in need.tellings)
    return replace(need, people=_left(need.people, gone), window=_unless(need.window, gone), tellings=tellings)


def _left(ids: Iterable[UUID], gone: Gone) -> tuple[UUID, ...]:
    return tuple(one for one in ids if one not in gone)


def _unless(id_: UUID | None, gone: Gone) -> UUID | None:
    return None if id_ in gone else id_
