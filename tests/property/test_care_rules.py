"""No combination of facts gets past a care rule."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from homing.care import ENOUGH_FOR_A_STEP, QUIET_AFTER_HARM, Action, Facts, Reason, may

ACTIONS = st.sampled_from(Action)
FACTS = st.builds(
    Facts,
    held=st.booleans(),
    dangerous_moment=st.booleans(),
    since_harm=st.none() | st.timedeltas(timedelta(days=-3), timedelta(days=3)),
    finished=st.integers(0, 12),
    frightening=st.integers(0, 3),
    resting=st.booleans(),
    not_safe=st.booleans(),
)


@pytest.mark.care("C2")
@pytest.mark.care("C10")
@pytest.mark.care("C16")
@given(action=ACTIONS, facts=FACTS)
def test_nothing_passes_that_should_not(action: Action, facts: Facts) -> None:
    """What is allowed is allowed for the one set of facts that allows it, told here a second time."""
    is_quiet = facts.since_harm is not None and facts.since_harm < QUIET_AFTER_HARM
    is_shut = facts.held or facts.dangerous_moment or facts.not_safe
    is_open = not is_quiet and not facts.resting and (action is Action.COUNTS or not is_shut)
    if action is Action.STEP:
        is_open = is_open and facts.finished >= ENOUGH_FOR_A_STEP and not facts.frightening
    verdict = may(action, facts)
    assert bool(verdict) is verdict.allowed is is_open
    assert (verdict.reason is Reason.FINE) is is_open


@pytest.mark.care("C2")
@given(action=ACTIONS, facts=FACTS)
def test_more_danger_never_opens_anything(action: Action, facts: Facts) -> None:
    """What is closed stays closed if a hold, a danger mark or harm comes to it."""
    if not may(action, facts):
        worse: tuple[dict[str, Any], ...] = (
            {"held": True},
            {"dangerous_moment": True},
            {"since_harm": timedelta()},
            {"frightening": 3},
            {"resting": True},
            {"not_safe": True},
        )
        for more in worse:
            assert not may(action, replace(facts, **more))
