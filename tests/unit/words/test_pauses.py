"""The words about pauses: time left that does not tick, lengths, answers met without blame."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from homing.engine.body import Minutes
from homing.mind.felt import Usual
from homing.record import ComingBack, Ended, LivedTime, Pause
from homing.words import pauses

pytestmark = pytest.mark.care("C11")

BLAME = re.compile(r"\b(?:failed?|broke|late|missed|should|promise|violat\w*|must|again|streak)\b|!", re.IGNORECASE)


@pytest.mark.parametrize(
    ("minutes", "said"),
    [
        (0.2, ""),
        (-5, ""),
        (2, "in a few minutes"),
        (4, "in about 5 minutes"),
        (19.6, "in about 20 minutes"),
        (57, "in about 55 minutes"),
        (70, "in about an hour"),
        (100, "in about 2 hours"),
        (24 * 60, "in about 24 hours"),
    ],
)
def test_the_time_left_is_said_in_words(minutes: float, said: str) -> None:
    """Rounded as one says it, and nothing once the time has come."""
    assert pauses.left(timedelta(minutes=minutes)) == said


@pytest.mark.parametrize(
    ("minutes", "said"),
    [(1, "1 minute"), (45, "45 minutes"), (60, "1 hour"), (150, "2 hours 30 minutes"), (24 * 60, "a day")],
)
def test_a_length_is_said_as_one_says_it(minutes: int, said: str) -> None:
    """Hours and minutes; a day is a day."""
    assert pauses.length(minutes) == said


@pytest.mark.parametrize(("median", "said"), [(36.4, "35"), (38, "40"), (1.5, "5")])
def test_the_usual_time_has_its_count_and_its_interval(median: float, said: str) -> None:
    """To five minutes, with the number of pauses; the interval is said apart, with what it rests on."""
    told = Usual(Minutes(median, 14.4, 80.6), 6)
    assert pauses.usual(told) == f"You usually settle in about {said} minutes (6 pauses)."
    assert "between 14 and 81 minutes (80 % interval)" in pauses.usual_numbers(told)
    assert "no data behind it" in pauses.usual_numbers(told)


@pytest.mark.care("C13")
@pytest.mark.parametrize("word", list(ComingBack))
def test_no_answer_is_met_with_blame(word: ComingBack) -> None:
    """Whatever one says of coming back is kept, and nothing is held against anyone."""
    assert pauses.met(word).startswith("It is kept")
    assert not BLAME.search(pauses.met(word))


def test_how_a_pause_ended_is_said_as_far_as_it_was_told() -> None:
    """The answer before the end; nothing where nothing was told."""
    back = LivedTime.at(datetime(2026, 3, 20, 20, 40, tzinfo=UTC), "Europe/Vienna")
    said = [
        pauses.ending(Pause(id=UUID(int=1), back=back, ended=ended, coming_back=coming))
        for ended, coming in ((None, None), (Ended.BACK, None), (Ended.NOT_TODAY, None), (None, ComingBack.HARDER))
    ]
    assert said == ["", "You came back", "Not that day", "Coming back: harder"]


def test_the_list_tells_of_no_missed_return() -> None:
    """Beside others a pause tells of a return that was kept, or of nothing."""
    back = LivedTime.at(datetime(2026, 3, 1, 20, tzinfo=UTC), "UTC")
    told = Pause(id=UUID(int=1), back=back, ended=Ended.BACK, coming_back=ComingBack.HARDER)
    assert pauses.in_the_list(told) == pauses.ending(told) == "Coming back: harder"
    for missed in (replace(told, coming_back=ComingBack.NOT_YET), replace(told, ended=Ended.NOT_TODAY)):
        assert pauses.ending(missed)
        assert pauses.in_the_list(missed) == ""
