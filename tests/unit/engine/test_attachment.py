"""The weak prior: visible, bounded, and soon outweighed by a person's own moments."""

from __future__ import annotations

import math
from dataclasses import fields, replace

import numpy as np
import pytest

from homing.engine import attachment
from homing.engine._beta import beta_cdf
from homing.engine.attachment import (
    Answers,
    Expectation,
    Kind,
    Params,
    alarm_gain,
    approach_cost,
    prior,
    with_events,
)

WORRIED, EASY = Answers(worry=2.0, distance=2.0), Answers(worry=-2.0, distance=-2.0)


@pytest.mark.system("S22")
def test_about_five_own_moments_outweigh_the_prior() -> None:
    """After five own moments most of the weight is their own, and two very different priors are near each other."""
    for kind in Kind:
        for weight in (2.0, 3.0, 4.0):
            params = Params(weight=weight)
            one, two = (with_events(prior(kind, answers, params), 1, 5) for answers in (WORRIED, EASY))
            apart = prior(kind, WORRIED, params).mean - prior(kind, EASY, params).mean
            assert one.own_share > 0.5
            assert abs(one.mean - two.mean) < 0.45 * abs(apart) + 1e-12
            assert abs(one.mean - 0.2) < 0.25


@pytest.mark.system("S22")
def test_own_moments_win_in_the_end() -> None:
    """After fifty own moments where hurt is rare even the most worried prior moves the expectation by less than .05."""
    after = with_events(prior(Kind.ABSENCE, Answers(worry=3.0)), 5, 50)
    assert abs(after.mean - 0.1) < 0.05
    assert after.own_share > 0.9


def test_without_answers_every_kind_is_the_same() -> None:
    """The prior is optional: unanswered, it says the same of every cue, costs nothing and rings no louder."""
    assert len({prior(kind) for kind in Kind}) == 1
    assert prior(Kind.OTHER).mean == pytest.approx(1.0 / (1.0 + math.exp(0.4)))
    assert (approach_cost(), alarm_gain()) == (0.0, 1.0)


def test_each_answer_touches_its_own_kind_of_cue() -> None:
    """Worry moves what absence is expected to bring, distance what closeness is; neither touches any other cue."""
    for answers in (WORRIED, EASY, Answers(worry=1.0), Answers(distance=1.0)):
        assert prior(Kind.OTHER, answers) == prior(Kind.OTHER)
    assert prior(Kind.ABSENCE, Answers(worry=1.0)).mean == pytest.approx(1.0 / (1.0 + math.exp(0.05)))
    assert prior(Kind.CLOSENESS, Answers(distance=1.0)).mean == pytest.approx(1.0 / (1.0 + math.exp(0.15)))
    assert prior(Kind.ABSENCE, Answers(distance=3.0)) == prior(Kind.ABSENCE)
    assert prior(Kind.CLOSENESS, Answers(worry=3.0)) == prior(Kind.CLOSENESS)


def test_extreme_answers_are_bounded() -> None:
    """No answer, however far out, makes the prior strong."""
    wild = Answers(worry=1e9, distance=-1e9)
    assert prior(Kind.ABSENCE, wild) == prior(Kind.ABSENCE, Answers(worry=3.0))
    assert 0.1 < prior(Kind.ABSENCE, wild).mean < 0.7
    assert approach_cost(Answers(distance=-1e9)) == pytest.approx(-0.9)
    assert alarm_gain(Answers(worry=3.0)) == pytest.approx(1.6)
    assert alarm_gain(Answers(worry=-3.0), Params(gain=1.0)) == 0.1


@pytest.mark.care("C8")
def test_there_is_no_type_and_no_label() -> None:
    """Nothing in the module names a kind of person."""
    words = ("secure", "anxious", "avoidant", "preoccupied", "dismiss", "fearful", "disorgani", "style")
    public = [name.lower() for name in (*vars(attachment), *(f.name for f in fields(Answers)), *Kind)]
    assert not any(word in name for word in words for name in public)
    assert all(isinstance(getattr(Expectation(1.0, 1.0), field.name), int | float) for field in fields(Expectation))


def test_bounds_hold_what_they_say() -> None:
    """The bounds cut off half each of what the level leaves, and narrow with own moments."""
    early, late = prior(Kind.OTHER), with_events(prior(Kind.OTHER), 8, 20)
    for belief in (early, late):
        low, high = belief.bounds(0.9)
        assert beta_cdf(low, belief.a, belief.b) == pytest.approx(0.05)
        assert beta_cdf(high, belief.a, belief.b) == pytest.approx(0.95)
    assert np.diff(late.bounds()) < np.diff(early.bounds())


def test_events_add_up() -> None:
    """Two helpings of moments are the same as one."""
    start = prior(Kind.CLOSENESS, WORRIED)
    assert with_events(with_events(start, 1, 2), 0, 3) == replace(with_events(start, 1, 5))


def test_impossible_numbers_are_refused() -> None:
    """Answers that are no numbers, a heavy prior, more hurt than moments and a level of 1 are refused."""
    start = prior(Kind.OTHER)
    with pytest.raises(ValueError, match="answers"):
        Answers(worry=math.nan)
    for params in ({"weight": 5.0}, {"weight": 1.0}, {"gain": math.inf}):
        with pytest.raises(ValueError, match="2 to 4"):
            Params(**params)
    for hurt, finished in ((2, 1), (-1, 3)):
        with pytest.raises(ValueError, match="own events"):
            with_events(start, hurt, finished)
    with pytest.raises(ValueError, match="level"):
        start.bounds(1.0)
