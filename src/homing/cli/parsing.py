"""From the words of an option to a word of the diary. What cannot be read is refused without being repeated."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import datetime
from enum import StrEnum
from typing import TypeVar
from uuid import UUID

from homing.cli.codes import Code, Stop
from homing.companion import Ambient, NewCue
from homing.record import LivedTime, Precision, csv_columns, fields, zone_named
from homing.record.fields import DiaryError
from homing.words import gettext as _
from homing.words import label

T = TypeVar("T")
Word = TypeVar("Word", bound=StrEnum)

_CLOCK = re.compile(r"\d{1,2}:\d\d", re.ASCII)


def refuse(option: str, sentence: str) -> Stop:
    """The refusal of what stands after an option."""
    return Stop(Code.USAGE, f"{option}: {sentence}")


def checked(option: str, read: Callable[[str], T], value: str) -> T:
    """The value as ``read`` reads it; its sentence, if it does not."""
    try:
        return read(value)
    except DiaryError as error:
        raise refuse(option, str(error)) from None


def text(option: str, value: str) -> str:
    """Any text that can be written down."""
    return checked(option, fields.text, value)


def whole(option: str, value: str, least: int, most: int) -> int:
    """A whole number from ``least`` to ``most``."""
    if not (value.isascii() and value.isdecimal() and len(value) < 10 and least <= int(value) <= most):
        raise refuse(option, _("this is a whole number from {least} to {most}.").format(least=least, most=most))
    return int(value)


def word(option: str, kind: type[Word], value: str) -> Word | None:
    """The word of a scale, by its key or as the pages say it; None for nothing."""
    if not value:
        return None
    meant = _bare(value)
    for one in kind:
        if meant in (_bare(one.value), _bare(label(one))):
            return one
    raise refuse(option, _("this is one of: {words}.").format(words=", ".join(label(one) for one in kind)))


def words(option: str, kind: type[Word], values: Iterable[str]) -> tuple[Word, ...]:
    """Words of a scale, each once, in the scale's order."""
    told = {word(option, kind, value) for value in values}
    return tuple(one for one in kind if one in told)


def person(value: str) -> str:
    """Someone's name."""
    return checked("--person", fields.label, value).strip()


def cue(value: str) -> NewCue:
    r"""``label``, ``channel:label``, ``sent:channel:label*0.5``, as in a CSV file; ``\:`` is a colon in the label."""
    seen = checked("--cue", csv_columns.cue_seen, value)
    if isinstance(seen.cue, UUID):
        raise refuse("--cue", _("a cue is told by its words here."))
    channel, words_of_it = seen.cue
    return NewCue(label=words_of_it, channel=channel, direction=seen.direction, strength=seen.strength)


def setting(value: str) -> str:
    """Where it was; empty for nothing."""
    return checked("--setting", fields.label, value).strip() if value else ""


def lived(when: str, zone: str, ambient: Ambient) -> LivedTime:
    """The time told, in the zone told; now and here for what is not. ``19:30`` alone is today."""
    try:
        place = zone_named(zone).key if zone else ambient.zone
    except ValueError:
        raise refuse("--zone", _("there is no such time zone; write one like Europe/Vienna.")) from None
    now = LivedTime.at(ambient.now(), place)
    if not when:
        return now
    if _CLOCK.fullmatch(when):
        when = f"{now.day.isoformat()}T{when:0>5}"
    told = checked("--when", csv_columns.when, when)
    return checked("--when", lambda _when: _lived(told.local, place, told.precision), when)


def _lived(local: datetime, zone: str, precision: Precision) -> LivedTime:
    try:
        return LivedTime(local=local, zone=zone, precision=precision)
    except ValueError:
        raise fields.wrong(_("this time lies outside the years 1 to 9999.")) from None


def _bare(value: str) -> str:
    return re.sub(r"[\s_\-'’]+", "", value).casefold()
