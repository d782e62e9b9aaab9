"""What the models expect is said with its width and its n, held lightly, and never about a human being."""

from __future__ import annotations

from dataclasses import replace

import pytest

from homing.engine import alarm, blend
from homing.engine.attribution import Attribution, Kind, Reason, Thin, TooEarly
from homing.engine.events import Event
from homing.engine.healing import At, Change, Forecast
from homing.engine.priors import Priors
from homing.engine.world import Params
from homing.mind import CueChange
from homing.words import expectations

NOTHING = Event(time=0.0)
HURT = replace(blend.read(blend.start(), NOTHING), p=0.3, low=0.12, high=0.44, seen=9, unknown=False)
ALARM = replace(alarm.read(alarm.start(), NOTHING), p=0.6, variance=0.02, seen=9)
SHARE = Attribution(0.4, 0.2, 0.6, -0.4, (Reason(Kind.TIME, "", -0.4),), (), (), 9)


@pytest.mark.care("C6")
def test_hurt_is_said_with_interval_and_n() -> None:
    """The estimate names its bounds, how much it has learnt from, and that it can be wrong."""
    said = expectations.hurt(HURT)
    assert "about 12 to 44 of 100" in said
    assert "9 finished moments" in said
    assert "a moment like this one" in said
    assert "1 finished moment that" in expectations.hurt(replace(HURT, seen=1))


def test_hurt_that_is_not_known_is_not_said_in_numbers() -> None:
    """Without moments, or where the width says so, there is no number."""
    for reading in (replace(HURT, seen=0), replace(HURT, unknown=True)):
        assert not any(sign.isdigit() for sign in expectations.hurt(reading))


def test_the_alarm_is_said_on_its_own_scale() -> None:
    """The expected alarm is told from 0 to 10, as what the body expects."""
    said = expectations.alarm(ALARM)
    assert "about 4 to 8 of 10" in said
    assert "9 moments" in said
    assert "not what will follow" in said
    assert not any(sign.isdigit() for sign in expectations.alarm(replace(ALARM, seen=0)))


def test_whose_data_stand_behind_the_beginning_is_said() -> None:
    """Without priors nobody's; with them those of so many others for a part of one estimate, and none for the rest."""
    assert expectations.begun_from(None) == "The model’s starting assumptions have no data behind them yet."
    said = expectations.begun_from(Priors(Params(), people=12, outcomes=300))
    assert said.startswith("How it may end begins in part from what was learnt from 12 people (a study of others, not")
    assert said.endswith("what your body may expect, begin from assumptions with no data behind them yet.")
    assert "from 1 person (" in expectations.begun_from(Priors(Params(), people=1, outcomes=3))


@pytest.mark.care("C3")
@pytest.mark.parametrize(
    ("share", "words"), [(0.1, "Little"), (0.4, "Part"), (0.6, "A good part"), (0.95, "Much"), (1.0, "Much")]
)
def test_a_share_is_said_in_words(share: float, words: str) -> None:
    """The share is said in words without a number, and that Homing cannot know."""
    said = expectations.older(replace(SHARE, share=share))
    assert said.startswith(words)
    assert said.endswith("Homing cannot know.")
    assert not any(sign.isdigit() for sign in said)


@pytest.mark.parametrize("reason", Thin)
def test_too_early_has_a_reason(reason: Thin) -> None:
    """Each way of being too early has its own sentence."""
    assert expectations.older(TooEarly(reason))


def test_the_numbers_of_a_share_have_an_n() -> None:
    """On request, the share has its interval and its n."""
    said = expectations.older_numbers(SHARE)
    assert "20 to 60 in 100" in said
    assert "9 moments" in said


@pytest.mark.parametrize("kind", Kind)
def test_reasons_have_words_for_both_sides(kind: Kind) -> None:
    """Every kind of reason can speak for then and for now, and a cue is called by its name."""
    for odds, side in ((0.5, "For then:"), (-0.5, "For now:")):
        told = expectations.reasons(replace(SHARE, reasons=(Reason(kind, "c", odds),)), lambda name: f"cue {name}")
        assert [one.startswith(side) for one in told] == [True]
        assert ("cue c" in told[0]) == (kind is Kind.CUE)


def test_small_reasons_are_left_out() -> None:
    """Only the strongest reasons are said, and none that hardly weighs."""
    many = tuple(Reason(Kind.CUE, str(at), odds) for at, odds in enumerate((0.01, 3.0, -2.0, 1.0, 0.5, 0.4)))
    told = expectations.reasons(replace(SHARE, reasons=many), str)
    assert [line.rpartition(" ")[2] for line in told] == ["1", "2", "3", "4"]


@pytest.mark.parametrize(
    ("experience", "insight", "lines"), [(-0.3, -0.1, 4), (0.3, 0.01, 3), (0.0, 0.2, 3), (0.02, -0.01, 1)]
)
def test_a_change_is_said_in_its_parts(experience: float, insight: float, lines: int) -> None:
    """What a cue predicts and which situation it is taken for are said apart, and only where they weigh."""
    after = 0.5 + experience + insight
    told = expectations.changed(CueChange(Change(0.5, after, experience, insight, ()), 7, 8))
    assert len(told) == lines
    assert f"{round(10 * after)} of 10" in told[0]


@pytest.mark.parametrize(("later", "words"), [(0.7, "perhaps at 7"), (0.3, "no louder")])
def test_a_return_is_said_as_a_guess(later: float, words: str) -> None:
    """What may come back is told with its bounds, and as no louder where it is not."""
    said = expectations.returning(Forecast(At(0.0, 0.4, 0.2, 0.6), (At(30.0, later, 0.1, 0.9),)))
    assert words in said
    assert "Between 1 and 9" in said
