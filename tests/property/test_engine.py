"""What holds of the world model for every diary there can be."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from homing.engine import world
from homing.engine.counts import jeffreys
from homing.engine.events import Event
from tests.examples import examples

NAMES = st.one_of(st.sampled_from(["a", "b", "c", "d"]), st.text(max_size=6))
UNIT = st.floats(0.0, 1.0)
SMALL = world.Params(max_active=9)
ROOMY = world.Params(max_active=64)


@st.composite
def diaries(draw: st.DrawFn) -> list[Event]:
    """Up to fifteen moments with anything in them, in order of time."""
    times = sorted(draw(st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=15)))
    return [
        Event(
            time,
            tuple(draw(st.lists(NAMES, max_size=4))),
            tuple(draw(st.lists(st.tuples(NAMES, UNIT), max_size=5))),
            draw(st.none() | NAMES),
            draw(st.none() | st.sampled_from([0.0, 1.0]) | UNIT),
        )
        for time in times
    ]


@settings(max_examples=examples(8, 40), deadline=None)
@given(diaries())
def test_every_diary_leaves_a_belief_that_is_one(diary: list[Event]) -> None:
    """Readings are ordered probabilities, and the belief stays a bounded Gaussian no wider than its prior."""
    state, readings = world.many(world.start(SMALL), diary, SMALL)
    assert all(0.0 <= r.low <= r.p <= r.high <= 1.0 and r.variance > 0.0 for r in readings)
    assert all(0 <= r.seen <= state.learnt for r in readings)
    assert len(state.slots) <= SMALL.max_active
    assert np.array_equal(state.cov, state.cov.T)
    assert np.linalg.eigvalsh(state.cov).min() > 0.0
    assert np.all(state.cov.diagonal() <= SMALL.table.variance_array[state.codes] * (1 + 1e-9))


@settings(max_examples=examples(8, 40), deadline=None)
@given(diaries(), st.integers(0, 15))
def test_a_rest_anywhere_changes_nothing(diary: list[Event], cut: int) -> None:
    """Writing the state down after any event and going on from there gives the same bytes as never stopping."""
    whole, _ = world.many(world.start(SMALL), diary, SMALL)
    half, _ = world.many(world.start(SMALL), diary[:cut], SMALL)
    again, _ = world.many(world.load(world.dump(half)), diary[cut:], SMALL)
    assert world.dump(again) == world.dump(whole)


@settings(max_examples=examples(8, 40), deadline=None)
@given(diaries(), diaries())
def test_moments_without_an_outcome_teach_nothing(diary: list[Event], silent: list[Event]) -> None:
    """Strewing open moments among the others changes no later reading."""
    # With little room, which of two weights about equally forgotten gives way is decided by rounding.
    mixed = sorted([*diary, *(replace(event, outcome=None) for event in silent)], key=lambda event: event.time)
    plain, _ = world.many(world.start(ROOMY), diary, ROOMY)
    strewn, _ = world.many(world.start(ROOMY), mixed, ROOMY)
    for event in diary:
        asked = replace(event, time=mixed[-1].time)
        one, two = world.read(plain, asked, ROOMY), world.read(strewn, asked, ROOMY)
        assert abs(one.p - two.p) < 1e-9
        assert abs(one.variance - two.variance) < 1e-9
        assert one.seen == two.seen


@settings(max_examples=examples(12, 60), deadline=None)
@given(st.integers(0, 300), st.integers(0, 300), st.floats(0.2, 0.99))
def test_count_intervals_hold_their_share(k: int, more: int, level: float) -> None:
    """The interval of k of n holds k / n, lies in [0, 1], and grows with the level."""
    count, wider = jeffreys(k, k + more, level), jeffreys(k, k + more, 0.5 + level / 2)
    share = k / (k + more) if k + more else 0.5
    assert 0.0 <= wider.low <= count.low <= share <= count.high <= wider.high <= 1.0
