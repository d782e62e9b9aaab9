"""Rituals and reassurance in words: counts with their n, nothing compared, and no words to say to anyone."""

from __future__ import annotations

from uuid import UUID

import pytest

from homing.care import Reason, Verdict
from homing.companion.practice.reassurance import Counted
from homing.companion.practice.ritual_effect import Effect
from homing.engine.counts import jeffreys
from homing.record import Day, Direction, Occasion, Reassurance, Ritual
from homing.words import reassurance, rituals, speaking
from homing.words.sentences import why_not

HELLO = Ritual(id=UUID(int=1), label="hello", occasion=Occasion.MEETING)


def effect(k: int, n: int, others: int, of: int) -> Effect:
    """Settled in k of n with it, and in so many of others without it."""
    return Effect(jeffreys(k, n), jeffreys(others, of))


WITH, WITHOUT = "Settled afterwards in {k} of {n} with it.", "Settled afterwards in {k} of {n} without it."
ONCE, NOT_ONCE = "You were settled afterwards.", "You were not settled afterwards."
NONE = "yet that tells how you were afterwards."


@pytest.mark.system("S12")
@pytest.mark.parametrize(
    ("told", "expected"),
    [
        (effect(5, 8, 2, 6), (WITH.format(k=5, n=8), WITHOUT.format(k=2, n=6))),
        (effect(1, 1, 0, 1), (f"With it once. {ONCE}", f"Without it once. {NOT_ONCE}")),
        (effect(0, 1, 1, 1), (f"With it once. {NOT_ONCE}", f"Without it once. {ONCE}")),
        (effect(0, 2, 0, 0), (WITH.format(k=0, n=2), f"No time without it {NONE}")),
        (effect(0, 0, 0, 2), (f"No time with it {NONE}", WITHOUT.format(k=0, n=2))),
        (effect(0, 0, 0, 0), ("Nothing to set side by side yet. Too early to say anything.",)),
    ],
)
def test_both_counts_stand_side_by_side(told: Effect, expected: tuple[str, ...]) -> None:
    """Each with its n; where there is none yet, that is said."""
    assert rituals.beside(told) == expected


@pytest.mark.care("C6")
def test_few_is_said_and_intervals_only_on_request() -> None:
    """Few on either side is few; the interval stands in the sentence of the numbers alone, and nothing is proved."""
    assert effect(5, 8, 2, 60).few
    assert effect(5, 60, 2, 8).few
    assert not effect(5, 20, 2, 20).few
    assert rituals.too_few() == "Too few to say more."
    assert "no proof" in rituals.no_proof()
    assert rituals.numbers(jeffreys(5, 8), with_it=True) == "With it: 5 of 8, about 29 to 88 in 100 (95 % interval)"
    assert rituals.numbers(jeffreys(2, 6), with_it=False).startswith("Without it: 2 of 6, about ")


@pytest.mark.parametrize(
    ("days", "at", "expected"),
    [
        ((), "", ""),
        ((), "07:05", "every day, 07:05"),
        (tuple(Day), "", "every day"),
        (tuple(Day)[:5], "18:30", "Monday to Friday, 18:30"),
        ((Day.SUNDAY, Day.MONDAY), "", "Monday, Sunday"),
    ],
)
def test_when_it_is(days: tuple[Day, ...], at: str, expected: str) -> None:
    """On which days and at what time; nothing where neither was told."""
    ritual = Ritual(id=UUID(int=1), label="hello", occasion=Occasion.PARTING, days=days, at=at)
    with speaking("en-GB"):
        assert rituals.when(ritual) == expected
    assert rituals.kind(ritual.occasion) == "a parting"


@pytest.mark.care("C12")
def test_touch_is_never_agreed_for_good() -> None:
    """Wherever a ritual has touch in it, it is said that an agreement is never consent; nowhere else."""
    touching = Ritual(id=UUID(int=1), label="hello", occasion=Occasion.MEETING, touch="a hand")
    assert rituals.agreement(touching) == rituals.never_consent()
    assert "never consent" in rituals.never_consent()
    assert rituals.agreement(HELLO) == ""


@pytest.mark.system("S14")
def test_given_and_received_are_told_apart() -> None:
    """Of how many moments, then either count with its n; by kind too; they are no balance."""
    told = Counted(n=9, given=3, received=5, kinds={(Direction.SENT, Reassurance.INTEREST): 3})
    assert reassurance.span(told) == "You kept 9 moments with them in the last 6 weeks."
    assert reassurance.counts(told) == ("You gave some in 3 of these 9.", "Some came to you in 5 of these 9.")
    assert reassurance.kinds(told) == (("interest", "3 of 9", "0 of 9"),)
    assert reassurance.counts(Counted(n=1, given=1)) == ("You gave some in 1 of 1.", "Some came to you in 0 of 1.")
    assert reassurance.span(Counted()) == "No moment with them in the last 6 weeks."
    assert reassurance.counts(Counted()) == ()
    assert reassurance.counts(Counted(n=1)) == ("None of it is noted in that one moment yet.",)
    assert reassurance.counts(Counted(n=7)) == ("None of it is noted in these 7 yet.",)
    assert reassurance.is_few(Counted(n=4))
    assert not reassurance.is_few(told)
    assert "no balance" in reassurance.no_balance()
    assert "after 1 day " in reassurance.rhythm(1)
    assert "after 7 days " in reassurance.rhythm(7)


@pytest.mark.care("C13")
def test_there_is_one_question_and_no_words_to_say() -> None:
    """Homing asks; what a kind means speaks of being met, never as a sentence that could be sent."""
    assert reassurance.question() == "Is there something true you would like to say?"
    for kind in Reassurance:
        assert reassurance.meant(kind).startswith("being ")
        assert not set(reassurance.meant(kind).split()) & {"I", "you", "you’re", "love"}


@pytest.mark.care("C2")
@pytest.mark.parametrize("quiet", [rituals.quiet, reassurance.quiet], ids=["rituals", "reassurance"])
def test_silence_is_said_kindly(quiet: object) -> None:
    """Under a hold in words of its own, which at a ritual, that two may look at, do not tell of it; after harm and
    while resting in those of every page.
    """
    assert callable(quiet)
    assert ("danger" in quiet(Verdict(allowed=False, reason=Reason.HOLD))) is (quiet is reassurance.quiet)
    assert "counts nothing here" in quiet(Verdict(allowed=False, reason=Reason.HOLD))
    for reason in (Reason.AFTER_HARM, Reason.RESTING):
        verdict = Verdict(allowed=False, reason=reason)
        assert quiet(verdict) == why_not(verdict)
