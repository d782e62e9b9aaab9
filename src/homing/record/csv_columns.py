"""The columns of a diary's CSV: how each cell becomes a field of a moment, and back.

People and cues stand in cells by name, or as ``id:`` and their id where a name would not tell them apart.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import datetime
from enum import StrEnum
from typing import Any, NamedTuple, TypeAlias, TypeVar
from uuid import UUID

from homing.record import csv_cells, fields
from homing.record.boundaries import Opening, Respect, WindowSeen
from homing.record.fields import wrong
from homing.record.lived import Precision
from homing.record.practice import Afterwards, Answer, Occasion, Reassurance, Reassured, Received
from homing.record.scales import Belongs, Channel, Choice, Danger, Direction, Expected, FeltState, Move, Outcome, Safe

T = TypeVar("T")
CueName: TypeAlias = tuple[Channel | None, str]
PersonRef: TypeAlias = UUID | str
CueRef: TypeAlias = UUID | CueName
CellReader: TypeAlias = Callable[[str], Any]

_CHANNELS = {channel.value: channel for channel in Channel}
_DIRECTIONS = {direction.value: direction for direction in Direction}
_WHEN = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d)(?:[T ](\d\d:\d\d(?::\d\d(?:\.\d{1,6})?)?))?)?)?", re.ASCII)
_NUMBER = re.compile(r"\d+(?:\.\d+)?(?:[eE][+-]?\d{1,3})?", re.ASCII)
_WHOLE = re.compile(r"([+-]?\d{1,9})(?:\.0+)?", re.ASCII)
_YES_NO = {"yes": True, "true": True, "1": True, "no": False, "false": False, "0": False}
_WINDOW_FORM = "Write a window as id:, its id, how far it stood open, and perhaps respected, crossed or unclear."
_PRACTICE_FORM = "Write a step or a ritual as id: and its id."
_REASSURED_FORM = "Write a reassurance as acceptance, interest or appreciation, with sent: before it if you gave it."
_CUE_FORM = "Write a cue as voice:louder, with sent: before it if it came from you and *0.5 after it for its strength."


class Seen(NamedTuple):
    """A cue in a cell, not yet looked up."""

    cue: CueRef
    direction: Direction
    strength: float


class When(NamedTuple):
    """A local time and how exact its writing is."""

    local: datetime
    precision: Precision


def when(cell: str) -> When:
    """A local date-time, a day, a month or a year; what is not told is filled up with noon and the first."""
    match = _WHEN.fullmatch(cell)
    if match is None:
        raise wrong("Write the local time as 2026-03-21T19:30, or 2026-03-21, 2026-03 or 2026 if that is all you know.")
    year, month, day, clock = match.groups()
    precision = Precision.MINUTE if clock else Precision.DAY if day else Precision.MONTH if month else Precision.YEAR
    return When(fields.local_time(f"{year}-{month or '01'}-{day or '01'}T{clock or '12:00'}"), precision)


def word(words: type[StrEnum]) -> CellReader:
    """A reader for one word of a scale, in large or small letters."""
    read = fields.word_of(words)
    return lambda cell: read(cell.lower())


def every(read: Callable[[str], T]) -> Callable[[str], tuple[T, ...]]:
    """A reader for a list with semicolons."""
    return lambda cell: tuple(map(read, csv_cells.items(cell)))


def yes(cell: str) -> bool:
    """``yes`` or ``no``."""
    found = _YES_NO.get(cell.lower())
    if found is None:
        raise wrong("Write yes or no.")
    return found


def whole(cell: str) -> int:
    """A whole number, as spreadsheets write it."""
    match = _WHOLE.fullmatch(cell)
    if match is None:
        raise wrong("This must be a whole number.")
    return int(match[1])


def number(cell: str) -> float:
    """A number from 0 to 1."""
    return fields.share(float(cell) if _NUMBER.fullmatch(cell) else None)


def person(item: str) -> PersonRef:
    """A name, or ``id:`` and an id."""
    head, *tail = csv_cells.split(item, ":")
    if tail and head.strip() == "id":
        return fields.identity(":".join(tail).strip())
    return fields.label(csv_cells.unescaped(item))


def cue_seen(item: str) -> Seen:
    """``sent:voice:louder*0.5``, where only the name is needed."""
    *front, last = map(csv_cells.trimmed, csv_cells.split(item, ":"))
    name, *strengths = map(csv_cells.trimmed, csv_cells.split(last, "*"))
    direction = _DIRECTIONS.get(front[0]) if front else None
    front = front[1:] if direction else front
    if len(front) > 1 or len(strengths) > 1:
        raise wrong(_CUE_FORM)
    strength = number(strengths[0]) if strengths else 1.0
    return Seen(_cue(front[0] if front else "", name), direction or Direction.RECEIVED, strength)


def setting(cell: str) -> CueRef:
    """The name of a setting; ``voice:louder`` if the cue has another channel."""
    if len(csv_cells.items(cell)) != 1:
        raise wrong(r"A moment has one setting; write a semicolon in its name as \;.")
    item = csv_cells.items(cell)[0]
    seen = cue_seen(item)
    if (seen.direction, seen.strength) != (Direction.RECEIVED, 1.0):
        raise wrong("A setting has no direction and no strength.")
    if isinstance(seen.cue, UUID) or len(csv_cells.split(item, ":")) > 1:
        return seen.cue
    return Channel.SETTING, seen.cue[1]


def window_seen(item: str) -> WindowSeen:
    """``id:`` and an id, ``:half``, and perhaps ``:respected``."""
    head, *told = map(str.strip, item.split(":"))
    if head != "id" or len(told) not in (2, 3):
        raise wrong(_WINDOW_FORM)
    respect = word(Respect)(told[2]) if len(told) == 3 else None
    return WindowSeen(window=fields.identity(told[0]), opening=word(Opening)(told[1]), respect=respect)


def practised(cell: str) -> UUID:
    """``id:`` and the id of a step or a ritual."""
    head, *told = map(str.strip, cell.split(":"))
    if head != "id" or len(told) != 1:
        raise wrong(_PRACTICE_FORM)
    return fields.identity(told[0])


def reassured(item: str) -> Reassured:
    """``interest``, or ``sent:interest`` if it came from me."""
    *front, kind = map(str.strip, item.split(":"))
    if len(front) > 1:
        raise wrong(_REASSURED_FORM)
    direction = word(Direction)(front[0]) if front else Direction.RECEIVED
    return Reassured(kind=word(Reassurance)(kind), direction=direction)


def _cue(channel: str, name: str) -> CueRef:
    if channel == "id":
        return fields.identity(name)
    if channel and channel not in _CHANNELS:
        raise wrong(f"There is no such channel. The channels are: {', '.join(_CHANNELS)}.")
    return _CHANNELS.get(channel), fields.label(csv_cells.unescaped(name))


COLUMNS: Mapping[str, CellReader] = {
    "id": fields.identity,
    "when": when,
    "zone": fields.zone,
    "offset": lambda cell: fields.offset(whole(cell)),
    "precision": word(Precision),
    "people": every(person),
    "setting": setting,
    "cues": every(cue_seen),
    "state": word(FeltState),
    "state_after": word(FeltState),
    "alarm": lambda cell: fields.alarm(whole(cell)),
    "expected": every(word(Expected)),
    "expected_words": fields.text,
    "head": fields.text,
    "body": fields.text,
    "choice": word(Choice),
    "small_thing": fields.text,
    "moves": every(word(Move)),
    "outcome": word(Outcome),
    "protected": yes,
    "safe": word(Safe),
    "danger": every(word(Danger)),
    "belongs": word(Belongs),
    "note": fields.text,
    "aperture": number,
    "windows": every(window_seen),
    "step": practised,
    "occasion": word(Occasion),
    "ritual": practised,
    "listened": word(Answer),
    "respected": word(Answer),
    "afterwards": word(Afterwards),
    "honest": word(Answer),
    "received": word(Received),
    "used_against": yes,
    "reassured": every(reassured),
}
"""Every column in the order in which Homing writes them, with its reader."""

VERBATIM = frozenset({"expected_words", "head", "body", "small_thing", "note"})
"""Columns whose blanks belong to the text."""
