"""A pause has a time to come back and nothing else; a rest quiets every question and count."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

import pytest

from homing.care import Action, Facts, Reason, may
from homing.companion import Desk, expectations, looks, pages, pause, readings, rest
from homing.record import LivedTime, Outcome
from tests.desks import NOW, ZONE, Clock, keep

HERE = LivedTime.at(NOW, ZONE)
"""Six in the evening in Vienna."""


@pytest.mark.care("C11")
@pytest.mark.system("S13")
def test_a_pause_is_at_least_twenty_minutes_and_at_most_a_day() -> None:
    """The shortest and the longest are given, what lies beyond is refused, however large the number."""
    assert pause.after(NOW, 20) == NOW + timedelta(minutes=20)
    assert pause.after(NOW, 24 * 60) == NOW + timedelta(days=1)
    assert set(pause.SPANS) >= {20}
    for wrong in (19, 0, -20, 24 * 60 + 1, 10**30):
        with pytest.raises(pause.NoPause):
            pause.after(NOW, wrong)


@pytest.mark.care("C11")
@pytest.mark.parametrize(
    ("clock", "hours"), [(time(20, 40), 2 + 2 / 3), (time(18, 20), 1 / 3), (time(17, 0), 23), (time(0, 0), 6)]
)
def test_a_time_of_day_is_the_next_one(clock: time, hours: float) -> None:
    """The clock is the one of the place: later today, or tomorrow."""
    assert pause.at_clock(HERE, clock) == NOW + timedelta(hours=hours)


@pytest.mark.care("C11")
@pytest.mark.parametrize("clock", [time(18, 10), time(18, 1)])
def test_a_time_of_day_too_soon_is_refused(clock: time) -> None:
    """Ten minutes from now is no pause; it is not quietly made into a day either."""
    with pytest.raises(pause.NoPause):
        pause.at_clock(HERE, clock)


@pytest.mark.care("C11")
def test_the_day_on_which_the_clocks_change() -> None:
    """Where a day has 25 hours, the same hour tomorrow is more than a day away, and refused."""
    evening = LivedTime.at(datetime(2026, 10, 24, 10, 0, tzinfo=UTC), ZONE)
    with pytest.raises(pause.NoPause):
        pause.at_clock(evening, time(12, 0))


@pytest.mark.care("C11")
def test_a_pause_is_gone_a_day_after_its_end() -> None:
    """It is there until then; an instant far ahead, which none of ours can be, is none."""
    assert pause.running(NOW, None) is None
    assert pause.running(NOW, NOW - timedelta(hours=3)) == NOW - timedelta(hours=3)
    assert pause.running(NOW, NOW - timedelta(days=1, seconds=1)) is None
    assert pause.running(NOW, NOW + timedelta(days=2)) is None


@pytest.mark.care("C16")
def test_while_resting_nothing_is_asked_or_counted(desk: Desk, clock: Clock) -> None:
    """No count, no estimate, no question, no moment that waits; what is written stays written."""
    kept = keep(desk, "Plover", cues=("a sigh",), days=3, alarm=6, outcome=Outcome.OKAY)
    keep(desk, "Plover", days=2)
    ends = rest.begin(desk, 3)
    assert ends == clock() + timedelta(days=3)
    told = readings.reading_of(desk, kept)
    assert (told.counts.reason, told.tallies) == (Reason.RESTING, ())
    assert expectations.expect(desk, people=kept.people, cues=kept.cues)[1] is None
    assert looks.door_of(desk, kept.id).question.reason is Reason.RESTING
    assert not looks.leads_here(desk, kept)
    person = pages.person(desk, kept.people[0])
    assert (person.counts.reason, person.facts, person.beside) == (Reason.RESTING, (), ())
    today = pages.today(desk)
    assert today.gentle.things == ()
    assert today.resting_until == LivedTime.at(ends, ZONE)
    assert [one.value for one in Action if may(one, Facts(resting=True))] == []


@pytest.mark.care("C16")
def test_a_rest_ends_by_itself_or_by_a_tap(desk: Desk, clock: Clock) -> None:
    """After its time, and at once when the owner says so, everything is as before."""
    keep(desk, "Plover", days=3)
    rest.begin(desk, 1)
    clock.forward(hours=23)
    assert pages.today(desk).resting_until
    clock.forward(hours=1)
    assert not pages.today(desk).resting_until
    assert pages.today(desk).gentle.all("moments")
    rest.begin(desk, 30)
    rest.end(desk)
    assert not pages.today(desk).resting_until


@pytest.mark.care("C16")
def test_a_rest_is_one_of_those_offered_and_a_clock_set_back_does_not_prolong_it(desk: Desk, clock: Clock) -> None:
    """Nothing silently rests for years."""
    for wrong in (0, 2, 400):
        with pytest.raises(ValueError, match="not offered"):
            rest.begin(desk, wrong)
    rest.begin(desk, 30)
    clock.forward(days=-400)
    assert pages.today(desk).resting_until is None
