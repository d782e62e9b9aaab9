"""What the world model says, and what it learns."""

from __future__ import annotations

import itertools
import math
from dataclasses import replace

import numpy as np
import pytest

from homing.engine import world
from homing.engine.events import Event

from .diaries import events

HURT_BY_A = [Event(float(day), ("a",), (("voice", 1.0),), outcome=1.0) for day in range(8)]
FINE_WITH_B = [Event(day + 0.5, ("b",), (("voice", 1.0),), outcome=0.0) for day in range(8)]


def after(*diaries: list[Event]) -> world.State:
    """The state after these events, in order of time."""
    return world.many(world.start(), sorted(itertools.chain(*diaries), key=lambda event: event.time))[0]


@pytest.mark.system("S2")
def test_the_same_cue_may_mean_different_things_from_different_people() -> None:
    """One voice hurts with one person and not with the other, and the reading tells them apart."""
    state = after(HURT_BY_A, FINE_WITH_B)
    with_a, with_b = (world.read(state, Event(9.0, (name,), (("voice", 1.0),))) for name in "ab")
    assert with_a.p > 0.75
    assert with_b.p < 0.25
    assert with_a.low > with_b.high


@pytest.mark.system("S2")
def test_what_is_unknown_reads_as_unknown() -> None:
    """Before any outcome the interval is wide and nothing has been seen."""
    reading = world.read(world.start(), Event(0.0, ("a",), (("voice", 1.0),)))
    assert reading.high - reading.low > 0.7
    assert reading.seen == 0


def test_a_new_person_inherits_what_was_learnt_about_people() -> None:
    """Where company hurt and being alone did not, a new person starts nearer to hurt, less surely than a known one."""
    company = [Event(float(day), (f"p{day % 4}",), outcome=1.0) for day in range(24)]
    alone = [Event(day + 0.5, outcome=0.0) for day in range(24)]
    state = after(company, alone)
    nobody, new, known = (world.read(state, Event(25.0, who)) for who in ((), ("new",), ("p1",)))
    assert nobody.p < 0.35 < 0.5 < new.p < known.p
    assert new.variance > known.variance
    assert (nobody.seen, new.seen, known.seen) == (0, 0, 6)


def test_a_first_seen_cue_says_what_the_known_person_says_but_more_widely() -> None:
    """With a known person, a new cue moves the reading little and widens it."""
    state = after(HURT_BY_A, FINE_WITH_B)
    plain, fresh = world.read(state, Event(9.0, ("b",))), world.read(state, Event(9.0, ("b",), (("scent", 1.0),)))
    assert abs(plain.mean - fresh.mean) < 0.5
    assert fresh.variance > plain.variance


def test_a_faint_cue_says_less_than_a_strong_one() -> None:
    """Intensity grades what a cue says."""
    state = after(HURT_BY_A)
    p = [world.read(state, Event(9.0, (), (("voice", x),))).p for x in (0.0, 0.3, 0.6, 1.0)]
    assert p == sorted(set(p))


def test_time_alone_brings_the_belief_back_to_the_prior() -> None:
    """Long without news, the reading is what it was before the first event; meanwhile it only widens."""
    asked = Event(10.0, ("a",), (("voice", 1.0),))
    state = after(HURT_BY_A)
    widths = [world.read(state, replace(asked, time=t)).variance for t in (10.0, 40.0, 100.0, 1e6)]
    prior, late = world.read(world.start(), asked), world.read(state, replace(asked, time=1e6))
    assert widths == sorted(widths)
    assert late.p == pytest.approx(prior.p)
    assert late.variance == pytest.approx(prior.variance)


def test_waiting_in_two_parts_is_waiting_once() -> None:
    """The drift does not depend on how often anyone looked."""
    asked, state = Event(50.0, ("a",)), after(HURT_BY_A)
    halfway, _ = world.step(state, Event(23.0))
    assert world.read(halfway, asked).mean == pytest.approx(world.read(state, asked).mean, abs=1e-12)
    assert world.read(halfway, asked).variance == pytest.approx(world.read(state, asked).variance, abs=1e-12)


def test_events_must_come_in_order() -> None:
    """An event or a question before the state is refused; one at the same instant is welcome."""
    state = after(HURT_BY_A)
    with pytest.raises(ValueError, match="lies before the state"):
        world.step(state, Event(6.9, outcome=1.0))
    with pytest.raises(ValueError, match="lies before the state"):
        world.read(state, Event(6.9))
    assert world.step(state, Event(7.0, outcome=1.0))[0].learnt == 9


def test_order_at_the_same_instant_hardly_matters() -> None:
    """Two outcomes at one instant, in either order, lead to nearly the same reading (the update is approximate)."""
    one, two = Event(9.0, ("a",), outcome=0.0), Event(9.0, ("b",), (("voice", 0.8),), outcome=1.0)
    state = after(HURT_BY_A, FINE_WITH_B)
    for asked in (Event(9.0, ("a",)), Event(9.0, ("b",)), Event(9.0, (), (("voice", 1.0),))):
        first, second = (world.read(world.many(state, pair)[0], asked).p for pair in ([one, two], [two, one]))
        assert first == pytest.approx(second, abs=0.02)


def test_a_graded_outcome_lies_between() -> None:
    """Half a hurt moves the reading to between hurt and no hurt."""
    asked = Event(1.0, ("a",))
    p = [world.read(world.step(world.start(), Event(0.0, ("a",), outcome=y))[0], asked).p for y in (0.0, 0.5, 1.0)]
    assert p == sorted(set(p))


def test_posterior_is_close_to_the_exact_one() -> None:
    """With one bias and one person and hardly any drift, the reading is that of the exact posterior on a grid."""
    still = world.Params(
        bias=world.Block(0.0, 1.0, 1e9), person=world.Block(0.0, 1.0, 1e9), person_mean=world.Block(0.0, 1e-9, 1e9)
    )
    diary = [Event(float(i), ("a",) if i % 2 else (), outcome=float(i in (1, 3, 4, 7, 9, 11))) for i in range(12)]
    state, _ = world.many(world.start(still), diary, still)
    bias, person = np.meshgrid(np.linspace(-6, 6, 601), np.linspace(-6, 6, 601))
    log = -0.5 * (bias**2 + person**2)
    for event in diary:
        eta = bias + person * len(event.people)
        log += float(event.outcome or 0.0) * eta - np.logaddexp(0.0, eta)
    weight = np.exp(log - log.max()) / np.exp(log - log.max()).sum()
    for who, eta in (((), bias), (("a",), bias + person)):
        reading, mean = world.read(state, Event(12.0, who), still), float((weight * eta).sum())
        assert reading.mean == pytest.approx(mean, abs=0.03)
        assert reading.variance == pytest.approx(float((weight * (eta - mean) ** 2).sum()), rel=0.05)
        assert reading.p == pytest.approx(float((weight / (1 + np.exp(-eta))).sum()), abs=0.01)


def test_seen_counts_outcomes_that_share_anything() -> None:
    """Outcomes with this person or this cue or this setting count once each; open moments do not count."""
    diary = [
        Event(0.0, ("a",), outcome=1.0),
        Event(1.0, ("a",), (("voice", 1.0),), outcome=0.0),
        Event(2.0, ("b",), (("voice", 1.0),), "kitchen", outcome=0.0),
        Event(3.0, ("a",), (("voice", 1.0),), "kitchen"),
        Event(4.0, outcome=1.0),
    ]
    state = after(diary)
    assert world.read(state, Event(5.0, ("a",))).seen == 2
    assert world.read(state, Event(5.0, ("a",), (("voice", 1.0),))).seen == 3
    assert world.read(state, Event(5.0, (), (), "kitchen")).seen == 1
    assert world.read(state, Event(5.0)).seen == 0


def test_seen_looks_back_over_the_last_1024_outcomes() -> None:
    """Older outcomes leave the count, so that the state stays small."""
    state = after([Event(0.0, ("a",), outcome=1.0)], [Event(0.0, ("b",), outcome=0.0)] * 1023)
    both = Event(0.0, ("a", "b"))
    assert world.read(state, both).seen == 1024
    state, _ = world.step(state, Event(0.0, outcome=0.0))
    assert world.read(state, both).seen == 1023
    assert world.read(state, Event(0.0, ("a",))).seen == 0


def test_the_least_known_weight_leaves_first() -> None:
    """When room is short, whom the record knows well stays and whom it hardly knows falls back to the prior."""
    small = world.Params(max_active=5)
    diary = [Event(0.1 * i, ("well",), outcome=1.0) for i in range(5)]
    diary += [Event(1.0, ("hardly",), outcome=1.0), Event(2.0, ("new",), outcome=0.0)]
    state, _ = world.many(world.start(small), diary, small)
    assert set(state.slots) == {("bias",), ("person_mean",), ("cue_mean",), ("person", "well"), ("person", "new")}
    gone = world.read(state, Event(2.0, ("hardly",)), small)
    stranger = world.read(state, Event(2.0, ("stranger",)), small)
    assert gone == stranger


def test_an_open_moment_pushes_nobody_out() -> None:
    """Features of a moment without an outcome take no room."""
    small = world.Params(max_active=4)
    state, _ = world.many(world.start(small), [Event(0.0, ("a",), outcome=1.0), Event(1.0, ("b",))], small)
    assert ("person", "a") in state.slots


def test_a_moment_larger_than_the_room_is_read_and_learnt() -> None:
    """A thousand cues in one moment neither break the model nor make it grow past its bound."""
    flood = Event(0.0, ("a", "b"), tuple((f"c{i}", 1.0) for i in range(1000)), "kitchen", 1.0)
    state, reading = world.step(world.start(), flood)
    assert len(state.slots) == world.Params().max_active
    assert 0.0 <= reading.low <= reading.p <= reading.high <= 1.0
    assert np.isfinite(state.cov).all()


def test_interval_always_holds_p() -> None:
    """Even for a far, wide belief and a narrow level, p lies within its bounds."""
    far = world.Params(bias=world.Block(8.0, 30.0, 60.0), level=0.1)
    reading = world.read(world.start(far), Event(0.0), far)
    assert reading.low <= reading.p <= reading.high


def test_cost_of_the_state_does_not_grow_with_history() -> None:
    """After a thousand moments the state is as large as after five hundred."""
    diary = events(seed=9, moments=1000)
    half, _ = world.many(world.start(), diary[:500])
    whole, _ = world.many(half, diary[500:])
    assert len(whole.slots) == len(half.slots)
    assert len(world.dump(whole)) <= len(world.dump(half)) + 64


def test_results_are_those_of_this_version() -> None:
    """Pinned numbers: if this test must change, VERSION must change with it, or old checkpoints would mix with new."""
    state, readings = world.many(world.start(), events(seed=1, moments=40))
    last = readings[-1]
    assert world.VERSION == "world-1"
    assert (state.learnt, last.seen) == PINNED_COUNTS
    assert (last.p, last.low, last.high, last.mean, last.variance) == pytest.approx(PINNED, abs=1e-9)


def test_start_time_lies_before_everything() -> None:
    """The first event may lie at any time."""
    assert world.step(world.start(), Event(-1e9))[0].time == -1e9
    assert world.start().time == -math.inf


PINNED_COUNTS = (22, 5)
PINNED = (0.6432562251028864, 0.26753491026137277, 0.9291928947436081, 0.7835956923054942, 1.9525548121849257)
