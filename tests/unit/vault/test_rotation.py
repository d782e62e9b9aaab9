"""Which backups stay, counted a second way; and the first lines of a backup, to the letter."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

from homing.vault.container import Label
from homing.vault.rotation import kept


def test_seven_days_five_weeks_twelve_months() -> None:
    """Of a backup a day for three years stay the newest of exactly so many days, weeks and months."""
    days = {number: date(2024, 1, 1) + timedelta(days=number) for number in range(1000)}
    weeks = {day.isocalendar()[:2]: number for number, day in days.items()}
    months = {(day.year, day.month): number for number, day in days.items()}
    newest = [sorted(found)[-most:] for found, most in ((days, 7), (weeks.values(), 5), (months.values(), 12))]
    assert kept(days.items()) == {number for numbers in newest for number in numbers}


def test_ten_days_of_one_month() -> None:
    """Where weeks and months add nothing, seven days stay and no eighth."""
    days = [(number, date(2026, 3, number)) for number in range(2, 12)]
    assert kept(days) == set(range(5, 12))


def test_a_label_is_written_as_it_was() -> None:
    """The first two lines of a backup have one form, in UTC wherever it was made."""
    east = datetime(2026, 3, 21, 13, tzinfo=timezone(timedelta(hours=1)))
    told = b'homing backup\n{"version":1,"made_at":"2026-03-21T12:00:00+00:00",'
    told += b'"number":7,"vault":"ab","key":3,"database":4}\n'
    for at in (east, east.astimezone(UTC)):
        assert Label(at, 7, "ab", 3, 4).to_bytes() == told
