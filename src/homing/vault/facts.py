"""What a vault tells beside the records themselves, and how a record and its time are written in the tables."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import TypeAlias, cast
from uuid import UUID

from homing.record import (
    Anchor,
    CheckIn,
    Cue,
    Early,
    Evidence,
    Forgotten,
    Look,
    Memory,
    Moment,
    Need,
    Outcome,
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
    Unknown,
    Window,
)
from homing.record.diary import HEADER, from_text, to_text
from homing.record.fields import HALF, writable

Position: TypeAlias = tuple[int, str]
"""UTC microseconds since the Unix epoch (may be negative), and a moment's id as text: the total order of moments."""

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_NOUNS = (
    *(Person, Cue, Moment, CheckIn, Memory, Window, Need, Look, Anchor, Settling, Pause, Terms),
    *(Step, Ritual, Rhythm, Promise, Space, Reward, Early, Round),
)
KINDS: dict[type, str] = {noun: noun.type for noun in _NOUNS}
"""The kinds of record that this Homing knows."""

_TAKEN = {*KINDS.values(), Forgotten.type, HEADER}


@dataclass(frozen=True, slots=True)
class Fact:
    """What the index knows of a live moment. ``alarm`` is 0 to 10."""

    id: UUID
    day: date
    position: Position
    alarm: int | None
    outcome: Outcome | None
    evidence: Evidence
    dangerous: bool


@dataclass(frozen=True, slots=True)
class Revision:
    """One form that a record had. ``change``: created, changed, removed or restored; ``at`` in UTC."""

    number: int
    at: datetime
    change: str
    record: Record = field(repr=False)


@dataclass(frozen=True, slots=True)
class Removed:
    """A record in the bin, and since when (UTC)."""

    record: Record = field(repr=False)
    at: datetime


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """What an engine of this version knew after the moment at this position."""

    version: str
    position: Position
    blob: bytes = field(repr=False)


def position_of(moment: Moment) -> Position:
    """Where a moment stands in time."""
    return microseconds(moment.when.utc), str(moment.id)


def microseconds(instant: datetime) -> int:
    """Microseconds since the Unix epoch; ``TypeError`` for an instant without an offset."""
    return (instant - EPOCH) // timedelta(microseconds=1)


def instant(us: int) -> datetime:
    """The instant (UTC) of so many microseconds since the Unix epoch."""
    return EPOCH + timedelta(microseconds=us)


def uuid_of(text: str) -> UUID:
    """The id that was written as text; it needs no checking here, and there may be many."""
    return UUID(int=int(text.replace("-", ""), 16))


def fold(text: str) -> str:
    """The text as a search compares it: canonical caseless matching (The Unicode Standard, 3.13, D145)."""
    folded = unicodedata.normalize("NFD", unicodedata.normalize("NFD", text).casefold())
    return folded.encode("utf-8", "replace").decode("utf-8")


def words_of(moment: Moment) -> str:
    """What a search reads in a moment, folded."""
    told = (moment.note, moment.head, moment.body, moment.expected_words, moment.small_thing)
    return fold("\n".join(filter(None, told)))


def kind_of(record: Record) -> str:
    """The word for its kind; ``ValueError`` if an unknown record bears the word of a known one."""
    if isinstance(record, Unknown) and record.type in _TAKEN:
        raise ValueError("this type is known here; an unknown record cannot have it")
    return record.type


def encode(record: Record) -> str:
    """The record as JSON text; equal records give the same text.

    Raises ``ValueError`` for a record that could not be read back: it would make the whole diary unreadable.
    """
    body = to_text(record)
    if not writable(body):
        raise ValueError(HALF)
    decode(body)
    return body


def decode(body: str) -> Record:
    """The record that :func:`encode` wrote."""
    return cast("Record", from_text(body))
