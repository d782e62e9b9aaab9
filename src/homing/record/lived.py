"""Lived time: the time a person would tell, kept with the place that makes it mean something.

The day of a moment is the day on which it was lived, wherever the person is later. The instant (UTC) is derived,
never stored on its own.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

_FUZZY = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")


class Precision(StrEnum):
    """How exactly the person knows the time."""

    MINUTE = "minute"
    HOUR = "hour"
    DAY = "day"
    MONTH = "month"
    YEAR = "year"


@dataclass(frozen=True, slots=True, kw_only=True)
class LivedTime:
    """A local date-time, its IANA zone, its offset from UTC in seconds, and how exact it is.

    ``offset`` settles the doubled hour when clocks go back; without it, the earlier of the two is meant.
    A time that the clocks skipped is kept as told and read with the offset that held before the change.

    Raises ``ValueError`` for an unknown zone, an aware ``local``, or an offset of a day or more.
    """

    local: datetime
    zone: str
    offset: int | None = None
    precision: Precision = Precision.MINUTE

    def __post_init__(self) -> None:
        if self.local.tzinfo is not None:
            raise ValueError("the local time carries an offset; put it in the field 'offset'")
        zone = zone_named(self.zone)
        if self.offset is None:
            told = self.local.replace(tzinfo=zone).utcoffset() or timedelta()
            object.__setattr__(self, "offset", int(told.total_seconds()))
        elif not -86400 < self.offset < 86400:
            raise ValueError("the offset is a day or more")
        try:
            _ = self.utc
        except OverflowError as error:
            raise ValueError("the time lies outside the years 1 to 9999") from error

    @classmethod
    def at(cls, instant: datetime, zone: str) -> LivedTime:
        """The lived time of an aware instant in a zone, to the minute."""
        there = instant.astimezone(zone_named(zone))
        offset = int((there.utcoffset() or timedelta()).total_seconds())
        return cls(local=there.replace(tzinfo=None, second=0, microsecond=0), zone=zone, offset=offset)

    @property
    def day(self) -> date:
        """The lived day: the local date."""
        return self.local.date()

    @property
    def utc(self) -> datetime:
        """The instant, aware, in UTC."""
        return self.local.replace(tzinfo=UTC) - timedelta(seconds=self.offset or 0)


@dataclass(frozen=True, slots=True, order=True)
class FuzzyDate:
    """A year, a month or a day: as much as the person knows. Written ``2019``, ``2019-03`` or ``2019-03-21``."""

    text: str

    def __post_init__(self) -> None:
        match = _FUZZY.fullmatch(self.text)
        if match is None:
            raise ValueError("write a date as 2019, 2019-03 or 2019-03-21")
        year, month, day = match.groups()
        date(int(year), int(month or 1), int(day or 1))

    @property
    def earliest(self) -> date:
        """The first day it may mean."""
        parts = [int(part) for part in self.text.split("-")]
        return date(parts[0], parts[1] if len(parts) > 1 else 1, parts[2] if len(parts) > 2 else 1)


def zone_named(name: str) -> ZoneInfo:
    """The IANA zone of this name; ``ValueError`` if there is none."""
    try:
        return ZoneInfo(name)
    except (LookupError, ValueError, OSError) as error:
        raise ValueError(f"there is no time zone called {name!r}") from error
