"""Quiet hours: from one local time of day until another nothing gentle comes up by itself (care rule 16).

They go by the clock on the wall where the person is. Where a change of the clocks gives one of their ends two readings
(an hour that comes twice, or is left out), they begin at the earlier and end at the later of the two.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from homing.record import LivedTime
from homing.vault import Rows, WritableRows

_KEY = "gentle.hours"
_TOLD = re.compile(r"((?:[01]\d|2[0-3]):[0-5]\d)-((?:[01]\d|2[0-3]):[0-5]\d)", re.ASCII)
_NONE = "none"
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class QuietHours:
    """From ``begins`` until ``ends``, local times of day; over midnight if it ends earlier than it begins.

    Raises ``ValueError`` if both are the same: nobody could tell whether that is never or always.
    """

    begins: time
    ends: time

    def __post_init__(self) -> None:
        if self.begins == self.ends:
            raise ValueError("quiet hours begin and end at different times")

    def hold(self, instant: datetime, zone: str) -> bool:
        """Whether an aware instant lies in them, by the clock on the wall of this place.

        >>> night = QuietHours(time(22), time(8))
        >>> night.hold(datetime(2026, 11, 22, 6, 30, tzinfo=UTC), "Europe/Vienna")
        True
        """
        return self.until(instant, zone) is not None

    def until(self, instant: datetime, zone: str) -> LivedTime | None:
        """When those that go on now end; None outside them."""
        ends = [ends for begins, ends in self._spans(instant, zone) if begins <= instant < ends]
        return LivedTime.at(max(ends), zone) if ends else None

    def _spans(self, instant: datetime, zone: str) -> list[tuple[datetime, datetime]]:
        """Those of the day before, of this one and of the next, as instants."""
        here = instant.astimezone(ZoneInfo(zone)).date()
        return [self._span(here + days * _DAY, zone) for days in (-1, 0, 1)]

    def _span(self, day: date, zone: str) -> tuple[datetime, datetime]:
        last = day if self.begins < self.ends else day + _DAY
        return min(_readings(day, self.begins, zone)), max(_readings(last, self.ends, zone))


def _readings(day: date, clock: time, zone: str) -> tuple[datetime, datetime]:
    """The instants that a local time may mean: the same one twice, but where the clocks are changed."""
    told = datetime.combine(day, clock, ZoneInfo(zone))
    return told.replace(fold=0).astimezone(UTC), told.replace(fold=1).astimezone(UTC)


USUAL = QuietHours(time(22), time(8))
"""What holds until the person chooses. A convention: who works at night has other nights."""


def told(rows: Rows) -> QuietHours | None:
    """The person's quiet hours; None if they want none. What cannot be read is as if nothing had been said."""
    kept = rows.get_setting(_KEY)
    if kept == _NONE:
        return None
    match = _TOLD.fullmatch(kept) if isinstance(kept, str) else None
    if match is None or match[1] == match[2]:
        return USUAL
    return QuietHours(time.fromisoformat(match[1]), time.fromisoformat(match[2]))


def keep(rows: WritableRows, hours: QuietHours | None) -> None:
    """Keep other hours, to the minute, or none."""
    rows.set_setting(_KEY, _NONE if hours is None else f"{hours.begins:%H:%M}-{hours.ends:%H:%M}")
