"""A short memory is enough: the body now is what a replay of everything ever told would say."""

from __future__ import annotations

from datetime import timedelta
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from homing.engine import body
from homing.engine.events import Event
from homing.mind.encode import day_of
from homing.mind.felt import look_of, state_now, usual_time
from homing.record import CheckIn, FeltState, LivedTime
from tests.desks import NOW, ZONE, new_desk, put
from tests.examples import examples

TOLD = st.lists(
    st.tuples(st.integers(0, 60 * 24 * 12), st.sampled_from(FeltState)),
    min_size=1,
    max_size=12,
    unique_by=lambda t: t[0],
)
PAUSES = st.lists(st.tuples(st.floats(0.5, 1440.0), st.booleans()), max_size=12)


@settings(max_examples=examples(8, 25), deadline=None)
@given(TOLD, st.integers(0, 9))
def test_the_last_days_say_what_everything_says(told: list[tuple[int, FeltState]], seed: int) -> None:
    """Whatever was told, and in whatever order it was written down, nothing older than the memory changes a number."""
    desk = new_desk()
    checkins = [
        CheckIn(id=desk.ambient.new_id(), when=LivedTime.at(NOW - timedelta(minutes=ago), ZONE), state=state)
        for ago, state in sorted(told, reverse=True)
    ]
    put(desk, *Random(seed).sample(checkins, len(checkins)))
    said = desk.vault.read(lambda rows: state_now(rows, NOW))
    desk.vault.close()
    state, _ = body.many(body.start(), map(look_of, checkins))
    whole = body.read(state, Event(day_of(NOW)))
    if said is None:
        assert whole.states == pytest.approx(body.read(body.start(), Event(0.0)).states, abs=1e-9)
    else:
        assert said.reading.states == pytest.approx(whole.states, abs=1e-9)
        assert (said.reading.mean, said.reading.low) == pytest.approx((whole.mean, whole.low), abs=1e-6)
        assert said.felt in (None, said.told)


@given(PAUSES, st.integers(0, 9))
def test_the_order_of_pauses_is_irrelevant(pauses: list[tuple[float, bool]], seed: int) -> None:
    """In any order the same pauses say exactly the same, and they say it only from three on."""
    said = usual_time(pauses)
    assert said == usual_time(Random(seed).sample(pauses, len(pauses)))
    assert (said is None) == (len(pauses) < 3 or not any(settled for _, settled in pauses))
