"""Quiet hours hold by the clock on the wall, over midnight and where the clocks are changed."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from homing.companion import Desk, gentle, quiet_hours
from homing.companion.quiet_hours import USUAL, QuietHours
from homing.record import LivedTime
from tests.desks import ZONE

pytestmark = pytest.mark.care("C16")

MINUTES = st.integers(0, 24 * 60 - 1).map(lambda minute: time(minute // 60, minute % 60))
HOURS = st.tuples(MINUTES, MINUTES).filter(lambda pair: pair[0] != pair[1]).map(lambda pair: QuietHours(*pair))
INSTANTS = st.integers(0, 3 * 366 * 24 * 60).map(lambda n: datetime(2025, 1, 1, tzinfo=UTC) + timedelta(minutes=n))
SPRING, AUTUMN = date(2026, 3, 29), date(2026, 10, 25)
"""Nights in Vienna in which the hour from two to three is left out, and comes twice."""


def shown(hours: QuietHours, clock: time) -> bool:
    """Whether a clock on the wall shows a time that lies in them."""
    if hours.begins < hours.ends:
        return hours.begins <= clock < hours.ends
    return clock >= hours.begins or clock < hours.ends


@given(HOURS, INSTANTS, st.sampled_from([ZONE, "America/New_York", "Asia/Kolkata", "UTC"]))
def test_they_hold_whenever_the_clock_on_the_wall_says_so(hours: QuietHours, instant: datetime, zone: str) -> None:
    """Whatever the hours, the day and the place; and beyond them only around a change of the clocks."""
    here = instant.astimezone(ZoneInfo(zone))
    changed = {(here + days * timedelta(days=1)).utcoffset() for days in (-1, 0, 1)}
    holds = hours.hold(instant, zone)
    assert holds or not shown(hours, here.time())
    if len(changed) == 1:
        assert holds == shown(hours, here.time())


@given(HOURS, INSTANTS)
def test_their_end_is_the_first_instant_outside(hours: QuietHours, instant: datetime) -> None:
    """They hold until the minute before, and no longer; outside them there is no end."""
    ends = hours.until(instant, ZONE)
    assert (ends is not None) == hours.hold(instant, ZONE)
    if ends is not None:
        assert instant < ends.utc <= instant + timedelta(hours=26)
        assert hours.hold(ends.utc - timedelta(microseconds=1), ZONE)


@pytest.mark.parametrize(
    ("day", "begins", "ends", "quiet"),
    [
        (AUTUMN, time(22), time(2, 30), ["00:10Z", "00:45Z", "01:15Z"]),
        (AUTUMN, time(2, 30), time(8), ["00:40Z", "01:10Z", "01:40Z"]),
        (SPRING, time(22), time(2, 30), ["00:50Z", "01:10Z"]),
        (SPRING, time(2, 30), time(8), ["01:10Z", "05:50Z"]),
    ],
)
def test_on_the_night_when_the_clocks_change(day: date, begins: time, ends: time, quiet: list[str]) -> None:
    """They go on without a break through the hour that comes twice, and begin in the one that is left out."""
    hours = QuietHours(begins, ends)
    for text in quiet:
        assert hours.hold(datetime.fromisoformat(f"{day}T{text}"), ZONE)
    assert not hours.hold(datetime.combine(day, time(12), UTC), ZONE)


def test_without_a_choice_they_are_from_ten_to_eight(desk: Desk) -> None:
    """A choice is kept to the minute; none is a choice, too; what cannot be read is as if nothing had been said."""
    assert gentle.chosen(desk).hours == USUAL == QuietHours(time(22), time(8))
    gentle.keep_hours(desk, QuietHours(time(23, 15), time(7)))
    assert gentle.chosen(desk).hours == QuietHours(time(23, 15), time(7))
    gentle.keep_hours(desk, None)
    assert gentle.chosen(desk).hours is None
    for wrong in ("", "25:00-08:00", "08:00-08:00", 7, ["22:00"]):
        desk.vault.write(lambda rows, wrong=wrong: rows.set_setting("gentle.hours", wrong))  # type: ignore[misc]
        assert desk.vault.read(quiet_hours.told) == USUAL
    with pytest.raises(ValueError, match="different times"):
        QuietHours(time(8), time(8))


def test_they_tell_when_they_end() -> None:
    """As a time of the place: in the evening it is the next morning's."""
    evening = datetime(2026, 11, 22, 22, 30, tzinfo=UTC)
    assert USUAL.until(evening, ZONE) == LivedTime.at(datetime(2026, 11, 23, 7, tzinfo=UTC), ZONE)
    assert USUAL.until(evening - timedelta(hours=5), ZONE) is None
