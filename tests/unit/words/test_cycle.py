"""What is said of the cycle: counts and nobody's fault, whichever way it went."""

from __future__ import annotations

from uuid import UUID

import pytest

from homing.care import Reason, Verdict
from homing.companion.practice.cycle import Station
from homing.companion.practice.cycle_reading import Slow, read
from homing.engine.cycle import Trend
from homing.record import By, CycleMove, LivedTime, Round, Turn
from homing.words import cycle as said
from tests.desks import NOW, ZONE

pytestmark = pytest.mark.system("S11")

A, B = Turn(by=By.ME, move=CycleMove.PURSUE), Turn(by=By.THEM, move=CycleMove.WITHDRAW)


def rounds(*walks: tuple[Turn, ...], turned: bool = False) -> list[Round]:
    """Finished rounds."""
    when = LivedTime.at(NOW, ZONE)
    return [Round(id=UUID(int=at), when=when, moves=walk, turned_back=turned) for at, walk in enumerate(walks)]


def trend(slope: float, *, stepwise: bool = False) -> Slow:
    """A trend that is beyond chance unless the slope is 0."""
    half = abs(slope) / 2 if slope else 0.1
    return Slow(Trend(slope, slope - half, slope + half, 20, 44, stepwise), 44)


def test_what_came_next() -> None:
    """The most frequent with its count; the end as an end; too few, and several alike, are said to be so."""
    reading = read(rounds((A, B), (A, B), (A, B)))
    assert said.afters(reading) == (
        "After “go after” (me) came “pull back” (them) in 3 of 3.",
        "After “pull back” (them) it ended in 3 of 3.",
    )
    assert said.after(read(rounds((A, B))).afters[0]) == "After “go after” (me): too few to say."
    assert said.after(read(rounds((A, B), (A, B), (A,), (A,))).afters[0]) == (
        "After “go after” (me) different things came in 4 times, none of them most often."
    )
    assert "until a move came three times" in said.afters(read(rounds((A, B))))[0]


def test_where_it_turned_back() -> None:
    """Of how many, and of how many came by there; that none did is no verdict."""
    reading = read(rounds((A, B), (A,), turned=True))
    assert said.turns(reading) == "2 of 2 quarrels turned back."
    assert said.turned(reading.turned[0]) == "At “pull back” (them), the one time it came by there."
    assert said.turned(reading.turned[1]) == "At “go after” (me): 1 of the 2 quarrels that came by."
    assert said.turns(read(rounds((A,)))).startswith("You noted no way back in this 1 quarrel.")
    assert said.turns(read([])) == ""


def test_few_are_said_to_be_few() -> None:
    """Below five, and never of none."""
    assert [bool(said.few(n)) for n in (0, 1, 4, 5)] == [False, True, True, False]


@pytest.mark.parametrize(
    ("told", "words"),
    [
        (trend(-0.05), "a little less well from month to month"),
        (trend(-0.05, stepwise=True), "One step describes it better"),
        (trend(0.05), "a little better from month to month"),
        (trend(0.05, stepwise=True), "as in one step"),
        (trend(0.0), "No slow change shows"),
    ],
)
def test_a_slow_change_says_its_way(told: Slow, words: str) -> None:
    """Falling, rising, in one step or not at all; always with the moments and weeks behind it."""
    sentence = said.slow(told)
    assert words in sentence
    assert sentence.endswith("That is from 44 finished moments in 20 weeks.")


def test_the_numbers_have_a_sign_that_is_a_minus() -> None:
    """As it is printed, not as it is typed."""
    told = trend(-0.05).trend
    assert told is not None
    assert "a change of −0.05 a month, between −0.08 and −0.03" in said.slow_numbers(told)


@pytest.mark.care("C2")
@pytest.mark.parametrize("reason", [reason for reason in Reason if reason is not Reason.FINE])
def test_each_no_has_a_quiet_reason(reason: Reason) -> None:
    """Where there is danger it is said that this is no cycle; nothing reproaches."""
    told = said.why_not(Verdict(allowed=False, reason=reason))
    assert told
    assert ("draws no cycle" in told) is (reason in (Reason.HOLD, Reason.DANGER_IN_MOMENT))


@pytest.mark.care("C21")
def test_two_people_are_one_of_us_and_the_other() -> None:
    """Neither "me" nor "them" on what both look at."""
    told = said.drawn(read(rounds((A, B), turned=True)), said.View.TOGETHER)
    assert told == (
        "From 1 quarrel. “go after” (one of us) to “pull back” (the other): 1 time; "
        "At “pull back” (the other), the one time it came by there."
    )
    assert said.drawn(read(rounds((A,)))) == "From 1 quarrel."
    assert said.move(Station(By.ME, CycleMove.WARM)) == "“be warm” (me)"


def test_half_finished_ones_are_told_of() -> None:
    """In their number, and not at all if there are none."""
    assert said.half(0) == ""
    assert said.half(1).startswith("1 is half-finished.")
    assert said.half(2).startswith("2 are half-finished.")
