"""Reading one JSON value as one field of a record, with a plain sentence for everything that may be wrong.

A reader takes a JSON value and returns the field, or raises :class:`DiaryError` with the path inside the value.
Sentences never quote what a person wrote.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import datetime
from enum import StrEnum
from functools import lru_cache
from typing import Any, NamedTuple, TypeAlias, TypeVar
from uuid import UUID

from homing.record.boundaries import Heard, Opening, Respect, Telling, WindowSeen
from homing.record.cycles import By, CycleMove, Turn
from homing.record.lived import FuzzyDate, LivedTime, Precision, zone_named
from homing.record.nouns import CueSeen
from homing.record.parts import Json
from homing.record.practice import AGREE_MAX, CLOCK, LONGEST_RHYTHM, Reassurance, Reassured
from homing.record.scales import ALARM_MAX, Direction
from homing.record.settling import DAY

T = TypeVar("T")
Word = TypeVar("Word", bound=StrEnum)
Reader: TypeAlias = Callable[[Json], T]
Path: TypeAlias = tuple[str | int, ...]
"""Keys and list positions from the outermost object to the value that is meant."""

_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE | re.ASCII)
_LOCAL = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d{1,6})?)?", re.ASCII)

HALF = "This text holds half of a character (a lone surrogate)."
INFINITE = "NaN, infinity and numbers beyond all measure are not allowed."


class FieldFault(NamedTuple):
    """What is wrong, and where inside the JSON value."""

    path: Path
    sentence: str


class DiaryError(ValueError):
    """A value that is no field of a diary; ``faults`` holds every reason, never the content."""

    def __init__(self, *faults: FieldFault) -> None:
        super().__init__(" ".join(fault.sentence for fault in faults))
        self.faults = faults

    def under(self, step: str | int) -> list[FieldFault]:
        """The faults as seen from one level further out."""
        return [FieldFault((step, *path), sentence) for path, sentence in self.faults]


def writable(value: str) -> bool:
    """Whether the text has a UTF-8 form, that is, no lone surrogate."""
    if value.isascii():
        return True
    try:
        value.encode()
    except UnicodeEncodeError:
        return False
    return True


def wrong(sentence: str) -> DiaryError:
    """The error for the value itself."""
    return DiaryError(FieldFault((), sentence))


def text(value: Json) -> str:
    """Any text, the empty one too, as long as it can be written down."""
    if type(value) is not str:
        raise wrong("This must be text in quotes.")
    if not writable(value):
        raise wrong(HALF)
    return value


def label(value: Json) -> str:
    """Text that shows something."""
    if not text(value).strip():
        raise wrong("A name is needed here; it is empty.")
    return text(value)


def flag(value: Json) -> bool:
    """``true`` or ``false``."""
    if type(value) is not bool:
        raise wrong("This must be true or false.")
    return value


def identity(value: Json) -> UUID:
    """An id, written as 36 characters."""
    if type(value) is not str or _UUID.fullmatch(value) is None:
        raise wrong("An id is a UUID, such as 123e4567-e89b-42d3-a456-426614174000.")
    return UUID(int=int(value.replace("-", ""), 16))


_recent = lru_cache(maxsize=4096)(identity)


def reference(value: Json) -> UUID:
    """The id of another record. The same few people and cues come back all the time, so their ids are remembered."""
    return _recent(value) if type(value) is str else identity(value)


def alarm(value: Json) -> int:
    """The felt strength of the alarm."""
    if type(value) is not int or not 0 <= value <= ALARM_MAX:
        raise wrong(f"The alarm is a whole number from 0 to {ALARM_MAX}.")
    return value


def minutes(value: Json) -> int:
    """A whole number of minutes, at least one."""
    if type(value) is not int or value < 1:
        raise wrong("Minutes are a whole number, at least 1.")
    return value


def pause_minutes(value: Json) -> int:
    """The length of a pause: a day at most."""
    if minutes(value) > DAY:
        raise wrong(f"A pause lasts {DAY} minutes at most.")
    return minutes(value)


def rhythm_days(value: Json) -> int:
    """The days of a rhythm."""
    if type(value) is not int or not 1 <= value <= LONGEST_RHYTHM:
        raise wrong(f"The days of a rhythm are a whole number from 1 to {LONGEST_RHYTHM}.")
    return value


def agreed(value: Json) -> int:
    """How far a sentence is agreed to."""
    if type(value) is not int or not 0 <= value <= AGREE_MAX:
        raise wrong(f"The answer is a whole number from 0 to {AGREE_MAX}.")
    return value


def clock(value: Json) -> str:
    """A local time of day, or no text."""
    if text(value) and CLOCK.fullmatch(value) is None:
        raise wrong("Write the time of day as 18:30.")
    return text(value)


def share(value: Json) -> float:
    """A number in [0, 1]."""
    if type(value) not in (int, float) or not 0 <= value <= 1:
        raise wrong("This must be a number from 0 to 1.")
    return float(value)


def fuzzy_date(value: Json) -> FuzzyDate:
    """A year, a month or a day."""
    try:
        return FuzzyDate(text(value))
    except ValueError as error:
        raise wrong("Write a date as 2019, 2019-03 or 2019-03-21.") from error


def word_of(words: type[Word]) -> Reader[Word]:
    """A reader for one of the words of a scale."""
    known = {word.value: word for word in words}
    sentence = f"This must be one of: {', '.join(known)}."

    def read(value: Json) -> Word:
        word = known.get(value) if type(value) is str else None
        if word is None:
            raise wrong(sentence)
        return word

    return read


def perhaps(read: Reader[T]) -> Reader[T | None]:
    """A reader that takes ``null`` for "nothing was said"."""
    return lambda value: None if value is None else read(value)


def each(read: Reader[T]) -> Reader[tuple[T, ...]]:
    """A reader for a list."""

    def read_all(value: Json) -> tuple[T, ...]:
        if type(value) is not list:
            raise wrong("This must be a list in square brackets.")
        try:
            return tuple(map(read, value))
        except DiaryError:
            raise DiaryError(*(fault for at, item in enumerate(value) for fault in _faults(read, item, at))) from None

    return read_all


def closed(value: Json, readers: Mapping[str, Reader[Any]], needed: tuple[str, ...]) -> dict[str, Any]:
    """The fields of an inner object, which has no room for unknown ones."""
    if type(value) is not dict:
        raise wrong("This must be an object in curly brackets.")
    found, rest = split(value, readers, needed)
    if rest:
        raise DiaryError(*(FieldFault((name,), "This field is not known here.") for name in rest))
    return found


def split(
    value: Mapping[str, Json], readers: Mapping[str, Reader[Any]], needed: tuple[str, ...]
) -> tuple[dict[str, Any], dict[str, Json]]:
    """The known fields, read, and the others as they came; raises :class:`DiaryError` with every fault."""
    found: dict[str, Any] = {}
    rest: dict[str, Json] = {}
    faults: list[FieldFault] = []
    for name, item in value.items():
        read = readers.get(name)
        if read is None:
            rest[name] = item
            continue
        try:
            found[name] = read(item)
        except DiaryError as error:
            faults += error.under(name)
    faults += [FieldFault((), f"The field '{name}' is missing.") for name in needed if name not in value]
    if faults:
        raise DiaryError(*faults)
    return found, rest


def _faults(read: Reader[Any], value: Json, at: int) -> list[FieldFault]:
    try:
        read(value)
    except DiaryError as error:
        return error.under(at)
    return []


def local_time(value: Json) -> datetime:
    """A local date-time, to the minute or finer."""
    try:
        if _LOCAL.fullmatch(text(value)) is None:
            raise ValueError
        return datetime.fromisoformat(value)
    except ValueError as error:
        raise wrong("Write the local time as 2026-03-21T19:30, without an offset; there must be such a day.") from error


def zone(value: Json) -> str:
    """The name of an IANA time zone."""
    try:
        zone_named(text(value))
    except ValueError as error:
        raise wrong("There is no time zone of this name; write one such as Europe/Berlin.") from error
    return text(value)


def offset(value: Json) -> int:
    """Seconds east of UTC."""
    if type(value) is not int or not -86400 < value < 86400:
        raise wrong("The offset is a whole number of seconds, less than a day.")
    return value


_LIVED: Mapping[str, Reader[Any]] = {
    "local": local_time,
    "zone": zone,
    "offset": perhaps(offset),
    "precision": word_of(Precision),
}
_SEEN: Mapping[str, Reader[Any]] = {"cue": reference, "direction": word_of(Direction), "strength": share}

_WINDOW: Mapping[str, Reader[Any]] = {
    "window": reference,
    "opening": word_of(Opening),
    "respect": perhaps(word_of(Respect)),
}


def lived_time(value: Json) -> LivedTime:
    """A lived time: ``local`` and ``zone``, perhaps ``offset`` and ``precision``."""
    try:
        return LivedTime(**closed(value, _LIVED, ("local", "zone")))
    except DiaryError:
        raise
    except ValueError as error:
        raise wrong("This time lies outside the years 1 to 9999.") from error


def cue_seen(value: Json) -> CueSeen:
    """A cue in a moment: ``cue``, perhaps ``direction`` and ``strength``."""
    return CueSeen(**closed(value, _SEEN, ("cue",)))


def window_seen(value: Json) -> WindowSeen:
    """A window in a moment: ``window`` and ``opening``, perhaps ``respect``."""
    return WindowSeen(**closed(value, _WINDOW, ("window", "opening")))


def telling(value: Json) -> Telling:
    """One time that a need was said: ``when``, perhaps ``to`` and ``heard``."""
    return Telling(**closed(value, _TELLING, ("when",)))


_TELLING: Mapping[str, Reader[Any]] = {
    "when": lived_time,
    "to": perhaps(reference),
    "heard": perhaps(word_of(Heard)),
}

_TURN: Mapping[str, Reader[Any]] = {
    "by": word_of(By),
    "move": word_of(CycleMove),
    "words": text,
    "underneath": text,
}
_REASSURED: Mapping[str, Reader[Any]] = {"kind": word_of(Reassurance), "direction": word_of(Direction)}


def turn(value: Json) -> Turn:
    """One move of a round: ``by`` and ``move``, perhaps ``words`` and ``underneath``."""
    return Turn(**closed(value, _TURN, ("by", "move")))


def reassured(value: Json) -> Reassured:
    """A reassurance in a moment: ``kind``, perhaps ``direction``."""
    return Reassured(**closed(value, _REASSURED, ("kind",)))
