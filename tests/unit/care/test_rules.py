"""The care rules, one by one."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest

from homing.care import ENOUGH_FOR_A_STEP, QUIET_AFTER_HARM, Action, Facts, Reason, Verdict, is_held, may

CLOSER_LOOKS = [action for action in Action if action is not Action.COUNTS]
ONE, TWO = UUID(int=1), UUID(int=2)


@pytest.mark.care("C2")
@pytest.mark.parametrize("action", CLOSER_LOOKS)
def test_a_hold_stops_everything_but_counts(action: Action) -> None:
    """Under a hold nothing is estimated, asked or proposed; the counts stay."""
    assert may(action, Facts(held=True, finished=9)).reason is Reason.HOLD
    assert may(Action.COUNTS, Facts(held=True, finished=9))


@pytest.mark.care("C2")
@pytest.mark.parametrize("action", CLOSER_LOOKS)
def test_a_dangerous_moment_is_not_looked_into(action: Action) -> None:
    """Beside a moment with the danger mark nothing but counts is shown, whoever was there."""
    assert may(action, Facts(dangerous_moment=True, finished=9)).reason is Reason.DANGER_IN_MOMENT
    assert may(Action.COUNTS, Facts(dangerous_moment=True))


@pytest.mark.care("C2")
@pytest.mark.parametrize("action", Action)
def test_after_harm_there_is_silence_for_a_day(action: Action) -> None:
    """For one day after harm nothing is said at all; when the day is over, the other rules decide."""
    last_second = Facts(since_harm=QUIET_AFTER_HARM - timedelta(microseconds=1), finished=9)
    assert may(action, last_second).reason is Reason.AFTER_HARM
    assert may(action, Facts(since_harm=QUIET_AFTER_HARM, finished=9))
    assert may(action, Facts(since_harm=timedelta(minutes=-5))).reason is Reason.AFTER_HARM


@pytest.mark.care("C10")
def test_a_step_waits_for_five_finished_moments() -> None:
    """A step is proposed after five finished moments and not after four."""
    assert may(Action.STEP, Facts(finished=ENOUGH_FOR_A_STEP - 1)).reason is Reason.TOO_FEW
    assert may(Action.STEP, Facts(finished=ENOUGH_FOR_A_STEP)).reason is Reason.FINE


@pytest.mark.care("C10")
def test_a_step_is_never_proposed_where_there_was_fright() -> None:
    """One frightening moment is enough, however many good ones there are."""
    assert may(Action.STEP, Facts(finished=500, frightening=1)).reason is Reason.FRIGHTENED_BEFORE


def test_what_is_closer_to_harm_is_said_first() -> None:
    """Of several reasons the one nearest to harm is given."""
    all_of_it = Facts(held=True, dangerous_moment=True, since_harm=timedelta(), frightening=1)
    assert may(Action.STEP, all_of_it).reason is Reason.AFTER_HARM
    later = Facts(held=True, dangerous_moment=True, since_harm=timedelta(days=2), frightening=1)
    assert may(Action.STEP, later).reason is Reason.DANGER_IN_MOMENT
    assert may(Action.STEP, Facts(held=True, frightening=1)).reason is Reason.HOLD


@pytest.mark.care("C2")
@pytest.mark.care("C10")
@pytest.mark.care("C16")
@pytest.mark.parametrize(
    ("action", "facts", "reason"),
    [
        (Action.COUNTS, Facts(since_harm=timedelta()), Reason.AFTER_HARM),
        (Action.COUNTS, Facts(resting=True), Reason.RESTING),
        (Action.ESTIMATE, Facts(resting=True, held=True), Reason.RESTING),
        (Action.ESTIMATE, Facts(dangerous_moment=True), Reason.DANGER_IN_MOMENT),
        (Action.ESTIMATE, Facts(held=True), Reason.HOLD),
        (Action.OLD_CUE_QUESTION, Facts(not_safe=True), Reason.NOT_SAFE),
        (Action.THEN_NOW_SHARE, Facts(not_safe=True), Reason.NOT_SAFE),
        (Action.STEP, Facts(not_safe=True, frightening=1), Reason.NOT_SAFE),
        (Action.ESTIMATE, Facts(not_safe=True, held=True), Reason.HOLD),
        (Action.COUNTS, Facts(not_safe=True), Reason.FINE),
        (Action.STEP, Facts(finished=9, frightening=1), Reason.FRIGHTENED_BEFORE),
        (Action.STEP, Facts(finished=0), Reason.TOO_FEW),
        (Action.STEP, Facts(finished=0, resting=True), Reason.RESTING),
        (Action.COUNTS, Facts(held=True, dangerous_moment=True), Reason.FINE),
        (Action.STEP, Facts(finished=5), Reason.FINE),
        (Action.ESTIMATE, Facts(), Reason.FINE),
    ],
)
def test_a_verdict_says_whether_and_why(action: Action, facts: Facts, reason: Reason) -> None:
    """Something is allowed exactly if the reason is that all is fine."""
    verdict = may(action, facts)
    assert verdict == Verdict(allowed=reason is Reason.FINE, reason=reason)
    assert verdict.allowed is bool(verdict) is (reason is Reason.FINE)


def test_the_two_numbers_of_the_rules() -> None:
    """A day of quiet after harm, and five moments before a step: whoever changes them changes a promise."""
    assert timedelta(days=1) == QUIET_AFTER_HARM
    assert ENOUGH_FOR_A_STEP == 5


@pytest.mark.care("C2")
def test_a_hold_stands_until_every_dangerous_moment_is_lifted() -> None:
    """A hold follows from dangerous moments that were not lifted, and from nothing else."""
    assert not is_held([], [])
    assert not is_held([], [ONE])
    assert is_held([ONE], [])
    assert is_held([ONE, TWO], [ONE])
    assert not is_held([ONE], [TWO, ONE])
