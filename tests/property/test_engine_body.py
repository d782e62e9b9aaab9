"""What holds of the body filter for every row of looks at the body there can be."""

from __future__ import annotations

import math

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from homing.engine import body
from homing.engine.body import WORDS, CheckIn, Recovery, not_settled_by, settled_after, settling_time
from homing.engine.events import Event
from tests.examples import examples

UNIT = st.none() | st.floats(0.0, 1.0)
FINITE = st.floats(allow_nan=False, allow_infinity=False)


@st.composite
def looks(draw: st.DrawFn) -> list[CheckIn]:
    """Up to twelve looks with anything in them, in order of time."""
    gaps = st.floats(0.0, 1.0) | st.floats(0.0, 1e5)
    time, made = 0.0, []
    for gap in draw(st.lists(gaps, min_size=1, max_size=12)):
        time += gap
        felt, arousal = draw(st.none() | st.sampled_from(WORDS)), draw(st.none() | st.integers(0, 10))
        heart, expected, calm = draw(st.none() | FINITE), draw(UNIT), draw(UNIT)
        made.append(CheckIn(time=time, felt=felt, arousal=arousal, heart=heart, expected=expected, calm=calm))
    return made


@settings(max_examples=examples(12, 60), deadline=None)
@given(looks())
def test_every_row_of_looks_leaves_a_belief_that_is_one(row: list[CheckIn]) -> None:
    """Probabilities sum to one, bounds hold the mean, and everything is finite."""
    state, readings = body.many(body.start(), row)
    for said in (*readings, body.read(state, Event(row[-1].time))):
        assert 0.0 <= said.low <= said.p <= said.high <= 1.0
        assert math.isclose(sum(said.states), 1.0)
        assert min(said.states) > 0.0
        assert -10.0 < said.mean < 20.0
        assert 0.0 < said.variance < 60.0
        assert 0.0 <= said.flood <= 1.0
    assert sum(state.told) == sum(look.arousal is not None for look in row)
    assert np.isfinite(state.moments).all()


@settings(max_examples=examples(8, 40), deadline=None)
@given(looks(), st.integers(0, 12), st.floats(0.0, 10.0), st.floats(0.0, 1.0))
def test_waiting_in_parts_is_waiting(row: list[CheckIn], cut: int, wait: float, part: float) -> None:
    """An event that says nothing, anywhere in a wait, changes no later reading; nor does a rest on disk."""
    state, _ = body.many(body.start(), row[:cut])
    begun = max(state.time, 0.0)
    halfway, _ = body.step(body.load(body.dump(state)), Event(begun + part * wait))
    one, two = (body.read(s, Event(begun + wait)) for s in (state, halfway))
    assert np.allclose((one.mean, one.variance, *one.states), (two.mean, two.variance, *two.states), atol=1e-8)


@settings(max_examples=examples(12, 60), deadline=None)
@given(st.lists(st.tuples(st.floats(0.1, 1e4), st.booleans()), max_size=20))
def test_recovery_stays_a_belief(pauses: list[tuple[float, bool]]) -> None:
    """Whatever the pauses, the bounds are in order, every pause narrows the belief, and a wait never shortens it."""
    recovery = Recovery()
    for minutes, over in pauses:
        after = settled_after(recovery, minutes) if over else not_settled_by(recovery, minutes)
        assert 0.0 < after.variance <= recovery.variance * (1.0 + 1e-12)
        assert over or after.mean >= recovery.mean - 1e-12
        recovery = after
    told = settling_time(recovery)
    assert 0.0 < told.low < told.median < told.high < math.inf
    assert recovery.seen == len(pauses)
