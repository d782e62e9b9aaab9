"""More about a check-in, and how it has been: what was said comes first, a guess fades, days of nothing are nothing."""

from __future__ import annotations

import doctest
from datetime import timedelta
from uuid import UUID

import pytest

from homing.care import Reason
from homing.companion import Desk, NotFound, felt, moments, rest
from homing.mind.felt import look_of
from homing.record import BodyPlace, Danger, FeltState, LivedTime
from homing.words import felt as words
from tests.desks import ZONE, Clock, keep

pytestmark = pytest.mark.system("S10")
EDGE, SETTLED, FAR = FeltState.ON_EDGE, FeltState.SETTLED, FeltState.FAR_AWAY


def test_more_is_added_to_a_check_in_at_any_time(desk: Desk, clock: Clock) -> None:
    """Strength, places in the body's order, each once, and words; the state and its time stay as they were."""
    told = moments.check_in(desk, EDGE)
    clock.forward(days=2)
    more = felt.add_more(desk, told.id, 7, [BodyPlace.CHEST, BodyPlace.JAW, BodyPlace.CHEST], "tight")
    assert (more.state, more.when) == (told.state, told.when)
    assert (more.strength, more.places, more.note) == (7, (BodyPlace.JAW, BodyPlace.CHEST), "tight")
    assert felt.find(desk, told.id) == more
    assert look_of(more).arousal == 7


def test_the_same_twice_is_written_once(desk: Desk) -> None:
    """A form sent twice leaves one form in the history; a tile tapped twice loses nothing of what was added."""
    told = moments.check_in(desk, EDGE)
    more = felt.add_more(desk, told.id, 3, [BodyPlace.BACK], "")
    felt.add_more(desk, told.id, 3, [BodyPlace.BACK], "")
    assert len(moments.history(desk, told.id)) == 2
    assert moments.check_in(desk, EDGE) == more


def test_what_is_no_strength_or_no_check_in_is_refused(desk: Desk) -> None:
    """A strength beyond 10 changes nothing; what is not there is not found."""
    told = moments.check_in(desk, EDGE)
    with pytest.raises(ValueError, match="0"):
        felt.add_more(desk, told.id, 11, [], "")
    assert felt.find(desk, told.id) == told
    with pytest.raises(NotFound):
        felt.find(desk, UUID(int=5))
    with pytest.raises(NotFound):
        felt.add_more(desk, UUID(int=5), None, [], "")


def test_nothing_said_is_nothing_shown(desk: Desk) -> None:
    """Seven days, today first, all empty."""
    page = felt.body(desk)
    assert (page.last, page.now, bool(page.estimates)) == (None, None, True)
    assert [one.day for one in page.days] == [
        desk.ambient.lived_now().day - timedelta(days=back) for back in range(felt.DAYS)
    ]
    assert all(not one.said and not one.shades for one in page.days)


def test_a_day_holds_what_was_said_and_a_guess_that_fades(desk: Desk, clock: Clock) -> None:
    """The shades begin with the word, pale, and end; the next day, of which nothing was said, stays empty."""
    told = moments.check_in(desk, EDGE, LivedTime.at(clock() - timedelta(hours=28), ZONE))
    page = felt.body(desk)
    assert page.last == told
    assert page.now is not None
    assert page.now.felt is None
    today, yesterday, *others = page.days
    assert not today.said
    assert not today.shades
    (said,) = yesterday.said
    assert said.felt is EDGE
    assert said.low is not None
    assert said.high is not None
    assert 0 <= said.low < said.high <= 10
    left = [shade.left for shade in yesterday.shades]
    assert 4 <= len(left) <= 7
    assert left == sorted(left, reverse=True)
    assert all(0 <= one <= 1 for one in left)
    assert all(not one.said and not one.shades for one in others)


def test_what_was_told_stands_before_the_model(desk: Desk, clock: Clock) -> None:
    """Said just now, it stands; then it may still be so, or Homing cannot tell. No state is named that was not said."""
    moments.check_in(desk, SETTLED)
    soon = felt.body(desk)
    assert soon.now is not None
    assert (soon.now.told, soon.just_said) == (SETTLED, True)
    assert words.by_now(soon.now, just_said=True) == "You said so just now. That stands."
    clock.forward(minutes=45)
    later = felt.body(desk)
    assert later.now is not None
    assert (later.now.felt, later.just_said) == (SETTLED, False)
    assert "may still be so" in words.by_now(later.now, just_said=False)
    moments.check_in(desk, EDGE)
    clock.forward(hours=2)
    last = felt.body(desk).now
    assert last is not None
    assert (last.told, last.felt, last.reading.felt) == (EDGE, None, "settled")
    assert "cannot tell" in words.by_now(last, just_said=False)
    assert "in 100" in words.shares(last)


@pytest.mark.care("C16")
def test_resting_there_are_own_words_alone(desk: Desk) -> None:
    """What was said is shown; nothing is guessed."""
    moments.check_in(desk, FAR)
    rest.begin(desk, 3)
    page = felt.body(desk)
    assert page.estimates.reason is Reason.RESTING
    assert page.now is None
    assert page.last is not None
    assert page.days[0].said == (felt.Said(page.days[0].said[0].hour, FAR, None, None),)
    assert not page.days[0].shades
    assert words.bounds(page.days[0].said[0]) == "–"


@pytest.mark.care("C2")
def test_after_harm_nothing_is_guessed_for_a_day(desk: Desk, clock: Clock) -> None:
    """The day after, the guess is there again."""
    keep(desk, "Sam", danger=(Danger.THREATENED,), state=EDGE)
    assert felt.body(desk).estimates.reason is Reason.AFTER_HARM
    assert felt.body(desk).now is None
    clock.forward(days=1, minutes=1)
    assert felt.body(desk).now is not None


def test_days_are_told_in_a_sentence(desk: Desk) -> None:
    """Parts of the day, never a minute, and the same thing once."""
    moments.check_in(desk, EDGE)
    keep(desk, state=EDGE, state_after=SETTLED)
    today = felt.body(desk).days[0]
    assert words.of_day(today) == "You said: on edge in the evening, settled in the evening."
    assert words.short_day(today.day) == "Fri 20 Mar"
    assert words.long_day(today.day) == "Friday 20 March"
    assert words.bounds(felt.Said(1.0, EDGE, 1.6, 4.2)) == "2 to 4"


def test_examples_hold() -> None:
    """What the docstrings say is so."""
    assert doctest.testmod(words).failed == 0
