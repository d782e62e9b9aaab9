"""Outcomes of three kinds, the memory of past outcomes, and weights with a prior of their own."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest

from homing.engine import world
from homing.engine._features import Key
from homing.engine._outcome import taught
from homing.engine._recent import recent, remember
from homing.engine.events import Event
from homing.engine.world import Block, Memory, Params

from .diaries import events

REAL = Params(bias=Block(50.0, 400.0, 1e9), cue=Block(0.0, 100.0, 1e9), outcome="real", noise=64.0)


def test_real_outcomes_are_learnt_exactly() -> None:
    """Without drift the belief is that of Bayesian linear regression, solved in one piece."""
    rng = np.random.default_rng(3)
    diary = [
        Event(float(i), cues=(("a", 1.0),) if rng.random() < 0.5 else (), value=float(rng.normal(60, 15)))
        for i in range(25)
    ]
    params = replace(REAL, cue_mean=Block(0.0, 30.0, 1e9))
    state, _ = world.many(world.start(params), diary, params)
    x = np.array([[1.0, float(bool(e.cues))] for e in diary])
    y = np.array([e.value for e in diary], dtype=float)
    prior = np.diag([400.0, 130.0])  # a cue's whole effect: what cues have in common and its own
    precision = np.linalg.inv(prior) + x.T @ x / 64.0
    mean = np.linalg.solve(precision, np.linalg.solve(prior, [50.0, 0.0]) + x.T @ y / 64.0)
    for asked, row in ((Event(25.0), [1.0, 0.0]), (Event(25.0, cues=(("a", 1.0),)), [1.0, 1.0])):
        reading = world.read(state, asked, params)
        assert reading.mean == pytest.approx(float(np.array(row) @ mean), abs=1e-4)
        assert reading.variance == pytest.approx(float(np.array(row) @ np.linalg.solve(precision, row)), rel=1e-5)


def test_a_real_reading_is_in_the_unit_of_the_value() -> None:
    """The expected value and its interval lie on the scale of what is learnt, and a missing value teaches nothing."""
    state, before = world.step(world.start(REAL), Event(0.0, value=90.0), REAL)
    after = world.read(state, Event(0.0), REAL)
    assert before.p == 50.0
    assert before.low == pytest.approx(50.0 - 1.2815515655 * 20.0)
    assert 80.0 < after.p < 90.0
    silent, _ = world.step(state, Event(0.0, outcome=1.0), REAL)
    assert world.dump(silent) == world.dump(state)


def test_unit_outcomes_narrow_more_than_single_hurts() -> None:
    """A measured share of .7 says more than a hurt told as .7 of one, and pulls the belief towards itself."""
    shares = [Event(float(i), outcome=0.7) for i in range(10)]
    unit = Params(outcome="unit", noise=0.1)
    graded, _ = world.many(world.start(), shares)
    measured, _ = world.many(world.start(unit), shares, unit)
    one, two = world.read(graded, Event(10.0)), world.read(measured, Event(10.0), unit)
    assert abs(two.p - 0.7) < 0.05
    assert abs(two.p - 0.7) < abs(one.p - 0.7)
    assert two.high - two.low < 0.6 * (one.high - one.low)


@pytest.mark.parametrize("outcome", [0.0, 0.35, 1.0])
@pytest.mark.parametrize("noise", [1.0, 0.2, 0.02])
def test_what_a_share_teaches_matches_a_fine_grid(outcome: float, noise: float) -> None:
    """Mean and variance after a share are those of prior times powered likelihood, summed on a grid."""
    eta = np.linspace(-12.0, 12.0, 40_001)
    log = -0.5 * (eta - 0.3) ** 2 / 1.7 + (outcome * eta - np.logaddexp(0.0, eta)) / noise
    weight = np.exp(log - log.max())
    mean = float((weight * eta).sum() / weight.sum())
    variance = float((weight * (eta - mean) ** 2).sum() / weight.sum())
    after = taught(0.3, 1.7, outcome, Params(outcome="unit", noise=noise))
    assert after == pytest.approx((mean, variance), rel=2e-3, abs=2e-3)


def test_a_unit_outcome_with_the_noise_of_a_coin_is_the_binary_model() -> None:
    """With noise 1 the unit kind gives the binary numbers, bit for bit."""
    diary, unit = events(seed=4, moments=40), Params(outcome="unit", noise=1.0)
    assert world.many(world.start(unit), diary, unit)[1] == world.many(world.start(), diary)[1]


def test_a_memory_follows_what_lately_happened_with_these_people() -> None:
    """Where moments repeat the one before, a memory makes the forecast repeat it too, for this person only."""
    params = Params(memory=Memory(2.0, 0.5), recent=Block(2.0, 1.0, 90.0))
    state, _ = world.many(world.start(params), [Event(float(i), ("a",), outcome=1.0) for i in range(4)], params)
    plain, _ = world.many(world.start(), [Event(float(i), ("a",), outcome=1.0) for i in range(4)])
    with_a, with_b = (world.read(state, Event(4.0, (name,)), params) for name in "ab")
    assert with_a.p > world.read(plain, Event(4.0, ("a",))).p
    assert with_b.p < with_a.p
    assert (with_a.seen, with_b.seen) == (4, 0)


def test_the_recent_mean_shrinks_to_the_centre_and_fades() -> None:
    """One outcome counts half, a long silence brings back 0, several people are averaged, no one is a trace too."""
    memory = Memory(3.0, 0.4)
    traces = remember({}, ("a",), 10.0, 1.0, memory, 5)
    assert recent(traces, ("a",), 10.0, memory) == pytest.approx(0.3)
    assert recent(traces, ("a", "b", "b"), 10.0, memory) == pytest.approx(0.15)
    assert recent(traces, ("a",), 13.0, memory) == pytest.approx(0.5 * 0.6 / 1.5)
    assert recent(traces, ("a",), 10_000.0, memory) == pytest.approx(0.0, abs=1e-12)
    assert recent(traces, (), 10.0, memory) == 0.0
    assert recent(remember({}, (), 0.0, 1.0, memory, 5), (), 0.0, memory) == pytest.approx(0.3)


def test_the_memory_keeps_only_those_met_last() -> None:
    """However many people come, the traces stay few; who was met again stays."""
    memory = Memory(3.0, 0.5)
    traces: dict[Key, tuple[float, float, float]] = {}
    for time, name in enumerate("abcadea"):
        traces = remember(traces, (name,), float(time), 1.0, memory, 3)
    assert set(traces) == {("person", name) for name in "dea"}


def test_a_named_weight_has_its_own_prior() -> None:
    """A cue that means the same for everyone starts from its own mean, and learns from there."""
    params = Params(named=((("cue", "raised voice"), Block(2.0, 0.1, 90.0)),))
    named, other = (
        world.read(world.start(params), Event(0.0, cues=((c, 1.0),)), params) for c in ("raised voice", "x")
    )
    assert named.mean == pytest.approx(other.mean + 2.0)
    assert named.variance == pytest.approx(other.variance - 0.5)
    state, _ = world.step(world.start(params), Event(0.0, cues=(("raised voice", 1.0),), outcome=0.0), params)
    late = world.read(state, Event(1e6, cues=(("raised voice", 1.0),)), params)
    assert late.mean == pytest.approx(named.mean)


def test_states_with_everything_come_back_exactly() -> None:
    """A state with traces and named weights is written and read without losing a bit."""
    params = Params(memory=Memory(2.0, 0.4), named=((("cue", "c1"), Block(1.0, 0.2, 30.0)),))
    state, _ = world.many(world.start(params), events(seed=5, moments=30), params)
    again = world.load(world.dump(state))
    assert world.dump(again) == world.dump(state)
    asked = events(seed=5, moments=31)[-1]
    assert world.step(again, asked, params)[1] == world.step(state, asked, params)[1]


@pytest.mark.parametrize(
    ("old", "new"),
    [(b'"own": [[', b'"own": [[99999, 8], ['), (b'"traces": [[[', b'"traces": [[7, "x"], [[')],
)
def test_damaged_extras_are_refused(old: bytes, new: bytes) -> None:
    """Named weights or traces that make no sense are refused with the sentence for damage."""
    params = Params(memory=Memory(2.0, 0.4), named=((("cue", "c1"), Block(1.0, 0.2, 30.0)),))
    state, _ = world.step(world.start(params), Event(0.0, ("a",), (("c1", 1.0),), outcome=1.0), params)
    blob = world.dump(state)
    assert old in blob
    with pytest.raises(ValueError, match="this engine state is damaged"):
        world.load(blob.replace(old, new, 1))


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"outcome": "ordinal"}, "an outcome is one of binary, unit, real"),
        ({"noise": 0.5}, "the noise is"),
        ({"outcome": "unit", "noise": 1.5}, "the noise is"),
        ({"outcome": "unit", "noise": 0.0}, "the noise is"),
        ({"outcome": "real", "noise": math.inf}, "the noise is"),
        ({"memory": Memory(1.0, 0.5), "max_active": 4}, "five with a memory"),
        ({"named": ((("cue", "a"), Block(0.0, 1.0, 1.0)),) * 2}, "each once"),
        ({"named": ((("tune", "a"), Block(0.0, 1.0, 1.0)),)}, "by its block"),
        ({"named": (((), Block(0.0, 1.0, 1.0)),)}, "by its block"),
    ],
)
def test_parameters_that_make_no_sense_are_refused(changes: dict[str, object], sentence: str) -> None:
    """Each is refused with a sentence that says what is wanted."""
    with pytest.raises(ValueError, match=sentence):
        replace(Params(), **changes)  # type: ignore[arg-type]  # wrong on purpose


@pytest.mark.parametrize(("half_life", "centre"), [(0.0, 0.5), (math.inf, 0.5), (1.0, math.nan)])
def test_a_memory_that_makes_no_sense_is_refused(half_life: float, centre: float) -> None:
    """A memory needs a positive, finite half-life and a finite centre."""
    with pytest.raises(ValueError, match="a memory needs"):
        Memory(half_life, centre)


def test_a_value_that_is_not_finite_is_refused() -> None:
    """A real outcome must be a number."""
    with pytest.raises(ValueError, match="value of an event must be a finite number"):
        Event(0.0, value=math.nan)
