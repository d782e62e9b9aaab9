"""Choosing between two forms of a record that two devices changed: all of one, or part by part."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from typing import Any, cast
from uuid import UUID

from homing.care import Action, may
from homing.companion import merging, old_cues
from homing.companion.desk import Desk, NotFound
from homing.companion.holds import care_facts, named_in
from homing.companion.taking_in import break_circles, reconsider
from homing.mind import aliases
from homing.record import Look, Moment, Record, Rhythm, Round
from homing.record.diary import from_json, to_json
from homing.vault import Rows, WritableRows, microseconds
from homing.vault.facts import encode
from homing.vault.histories import History

_TEXTS = (
    *("note", "head", "body", "expected_words", "small_thing", "closes_when", "why", "will", "words", "step"),
    *("sentence", "place", "returning", "way_out", "look", "tone", "touch", "where", "bring"),
)
_LISTS = ("people", "cues", "moves", "expected", "windows", "tellings", "places", "days", "reassured")
_NEVER_BOTH = {(Moment.type, "step"), (Rhythm.type, "days"), (Round.type, "moves")}
"""Parts that have the name of a text or a list and are none, and the moves of a round, whose order tells it."""


class Side(StrEnum):
    """Whose form, or for some parts both."""

    HERE = "here"
    THERE = "there"
    BOTH = "both"


class Stale(Exception):
    """One of the two forms has changed since it was shown; nothing was done."""


@dataclass(frozen=True, slots=True)
class Open:
    """A record with two forms. ``parts`` are the names of the fields in which they differ.

    Danger marks and holds are in both forms alike: they are nothing that could be chosen away here. Beside one of them
    "then or now" is not among the parts either: it is not asked, and the answer here stays (care rule 2).
    """

    here: Record = field(repr=False)
    there: Record = field(repr=False)
    parts: tuple[str, ...]
    mark: str
    """Tells these two forms from any other two."""

    @property
    def id(self) -> UUID:
        """The record."""
        return self.here.id


def open_ones(desk: Desk) -> list[Open]:
    """The records that wait for a choice, in the order of their ids."""
    if desk.vault.read(Rows.others):
        desk.vault.write(reconsider)
    return desk.vault.read(lambda rows: [_looked_at(rows, desk, id_) for id_ in rows.others()])


def look(desk: Desk, id_: UUID) -> Open:
    """One of them; raises :class:`NotFound` if there is nothing to choose (any more)."""
    return desk.vault.read(lambda rows: _looked_at(rows, desk, id_))


def may_be_both(part: str, kind: str = "") -> bool:
    """Whether of this part of an entry of this kind both may be kept: texts one below the other, lists together."""
    return part in _TEXTS + _LISTS and (kind, part) not in _NEVER_BOTH


def choose(desk: Desk, id_: UUID, mark: str, sides: Mapping[str, Side]) -> None:
    """Keep, of each part in which the two differ, what the owner chose; both forms stay in the history.

    Raises :class:`NotFound`, :class:`Stale` if what ``mark`` told is not so any more, and ``ValueError`` if a part was
    not chosen or cannot be both.
    """

    def work(rows: WritableRows) -> None:
        found = _looked_at(rows, desk, id_)
        if found.mark != mark:
            raise Stale
        ours, theirs = rows.history_of(id_), rows.others_of(id_)[0]
        rows.adopt(id_, merging.chosen(ours, theirs, _put_together(found, sides), microseconds(desk.ambient.now())))
        reconsider(rows)
        break_circles(rows)

    desk.vault.write(work)


def _looked_at(rows: Rows, desk: Desk, id_: UUID) -> Open:
    ours, others = rows.history_of(id_), rows.others_of(id_)
    if not others:
        raise NotFound(id_)
    here, there = _alike_in_danger(ours, others[0])
    one, other = to_json(here), to_json(there)
    parts = [name for name in dict.fromkeys([*one, *other]) if one.get(name) != other.get(name)]
    if "belongs" in parts and not _may_be_asked(rows, desk.ambient.now(), here):
        parts.remove("belongs")
    mark = hashlib.sha256(f"{encode(here)}\n{encode(there)}".encode("utf-8", "surrogatepass")).hexdigest()
    return Open(here, there, tuple(parts), mark)


def _may_be_asked(rows: Rows, now: datetime, record: Record) -> bool:
    """Whether then or now may be a question about a moment or a look; a rest asks nothing away."""
    follow = aliases(rows)
    if isinstance(record, Moment):
        named = named_in(record.cues, record.setting)
        facts = care_facts(rows, now, follow, record.people, moment=record, cues=named)
    else:
        look = cast("Look", record)  # no other record has this part
        facts = old_cues.facts_about(rows, now, follow, look.cue, old_cues.moment_of(rows, look))
    return bool(may(Action.OLD_CUE_QUESTION, replace(facts, resting=False)))


def _alike_in_danger(ours: History, theirs: History) -> tuple[Record, Record]:
    here, there = ours[-1].record, theirs[-1].record
    return merging.guarded(here, there), merging.guarded(there, here)


def _put_together(found: Open, sides: Mapping[str, Side]) -> Record:
    here, there = to_json(found.here), to_json(found.there)
    told = {name: value for name, value in here.items() if name not in found.parts}
    for part in found.parts:
        side = sides.get(part)
        if side is None or (side is Side.BOTH and not may_be_both(part, found.here.type)):
            raise ValueError("a part was not chosen")
        value = _both(part, here, there) if side is Side.BOTH else (here if side is Side.HERE else there).get(part)
        if value is not None:
            told[part] = value
    in_order = {name: told[name] for name in dict.fromkeys([*here, *there]) if name in told}
    return cast("Record", from_json(in_order))  # the type is what both share, and no record is a tombstone


def _both(part: str, here: Mapping[str, Any], there: Mapping[str, Any]) -> Any:
    one, other = here.get(part), there.get(part)
    if not one or not other:
        return one or other
    if part in _TEXTS:
        return f"{one}\n\n{other}"
    known = [_named(item) for item in one]
    return [*one, *(item for item in other if _named(item) not in known)]


def _named(item: Any) -> Any:
    """What makes an item of a list the same: a cue is the same with another strength, but not sent and received; a
    window is the same however far open; a telling is the same if all of it is.
    """
    match item:
        case {"cue": cue}:
            return cue, item.get("direction")
        case {"window": window}:
            return window
        case _:
            return item
