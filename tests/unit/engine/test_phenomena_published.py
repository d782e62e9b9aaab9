"""Two published models, as published: their numbers, and the orderings that only they show. Simulation only.

No practice rests on any of it. A registered replication found no retrieval-extinction effect in people (Chalkia et al.
2020), and there is no general advantage of occasional harm in extinction (Quintero et al. 2024).
"""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest

from homing.engine.published import gradual_extinction, latent_cause_rw
from homing.engine.published.latent_cause_rw import Params

Design = list[tuple[float, tuple[float, ...], float, float]]
"""Trials: time, cues, outcome, amnesia."""

DAY, MONTH = 20, 200


def trial(time: float, outcome: float = 0.0, cues: tuple[float, ...] = (1.0,), amnesia: float = 0.0) -> Design:
    """One trial."""
    return [(time, cues, outcome, amnesia)]


def train(count: int, cues: tuple[float, ...] = (1.0,), outcome: float = 1.0) -> Design:
    """``count`` reinforced trials from time 0, one unit apart."""
    return [(float(t), cues, outcome, 0.0) for t in range(count)]


def block(start: float, count: int, cues: tuple[float, ...] = (1.0,)) -> Design:
    """``count`` unreinforced trials, one unit apart."""
    return [(start + t, cues, 0.0, 0.0) for t in range(count)]


def last(design: Design, params: Params | None = None) -> float:
    """The response on the last trial."""
    times, cues, outcomes, amnesia = zip(*design, strict=True)
    return float(latent_cause_rw.run(cues, outcomes, times, params or Params(), amnesia=amnesia).response[-1])


def retrieval(interval: float, wait: float = DAY) -> Design:
    """Three pairings, one retrieval, eighteen extinction trials ``interval`` later, and a test after a month."""
    first = 2 + wait + 1
    lone = trial(first) if interval > 1 else []
    start = first + interval + 1 if interval > 1 else first
    end = start + (17 if interval > 1 else 18)
    return [*train(3), *lone, *block(start, 18 if interval > 1 else 19), *trial(end + MONTH + 1)]


def consolidation(pairs: int, wait: float, amnesia: float, reminders: int = 1, outcome: float = 0.0) -> Design:
    """Pairings, reminders after ``wait``, amnesia after the last of them, and a test a day later."""
    start = pairs - 1 + wait + 1
    shown = [(start + i, (1.0,), outcome, 0.0) for i in range(reminders - 1)]
    final = start + reminders - 1
    return [*train(pairs), *shown, *trial(final, outcome, amnesia=amnesia), *trial(final + DAY + 1)]


def transience(wait: float) -> Design:
    """One pairing, a reminder under amnesia a hundred later, and a test ``wait`` after it."""
    return [*train(1), *trial(101.0, amnesia=1.0), *trial(102.0 + wait)]


def context(similarity: float) -> Design:
    """Retrieval and extinction in a context of this similarity to the first, and a test in the first."""
    away = (1.0, similarity)
    return [*train(3, (1.0, 1.0)), *trial(23.0, cues=away), *block(27.0, 18, away), *trial(65.0, cues=(1.0, 1.0))]


def compound(amnesia: float) -> Design:
    """Two cues trained together, one reminded of, the other tested."""
    one = (1.0, 0.0)
    return [
        *train(1, (1.0, 1.0)),
        *trial(21.0, cues=one, amnesia=amnesia),
        *trial(42.0, cues=one),
        *trial(43.0, cues=(0.0, 1.0)),
    ]


def weak(reminder: float, wait: float) -> Design:
    """A weak memory, a reminder or none, and a test ``wait`` later."""
    return [*train(2, outcome=0.1), *trial(22.0, cues=(reminder,)), *trial(23.0 + wait)]


def reinstated(early: bool) -> Design:
    """Retrieval before extinction, or in its middle; then one unsignalled outcome a day before the test."""
    head = [*train(3), *trial(23.0), *block(27.0, 18)]
    split = [*train(3), *block(23.0, 5), *trial(48.0), *block(52.0, 15)]
    end = 44.0 if early else 66.0
    return [*(head if early else split), *trial(end + 21, 1.0, (0.0,)), *trial(end + 42)]


PUBLISHED = [
    ("no retrieval", retrieval(1), 0.99124761),
    ("retrieval, 3", retrieval(3), 0.06709907),
    ("retrieval, 100", retrieval(100), 0.84742075),
    ("old memory, retrieval, 3", retrieval(3, 29 * DAY), 0.40779083),
    ("retrieval then extinction", reinstated(early=True), 0.03514043),
    ("retrieval within extinction", reinstated(early=False), 0.74955956),
    ("amnesia after one reminder", consolidation(1, DAY, 1.0), 0.64698792),
    ("amnesia after three", consolidation(1, DAY, 1.0, reminders=3), 0.99870418),
    ("no amnesia", consolidation(1, DAY, 0.0, reminders=3), 0.99944934),
    ("amnesia, older memory", consolidation(1, 2 * DAY, 1.0), 0.92699757),
    ("amnesia, stronger memory", consolidation(2, DAY, 1.0), 0.89313903),
    ("amnesia, reinforced reminder", consolidation(1, DAY, 1.0, outcome=1.0), 0.99999268),
    ("amnesia, test after 1", transience(1), 0.13372374),
    ("amnesia, test after 50", transience(50), 0.87475766),
    ("extinction elsewhere", context(0.0), 1.0),
    ("extinction somewhere similar", context(0.8), 0.21419632),
    ("compound, amnesia", compound(1.0), 0.04358531),
    ("compound, none", compound(0.0), 0.21205364),
    ("weak, reminder, soon", weak(1.0, 2), 0.95087455),
    ("weak, none, soon", weak(0.0, 2), 0.47692168),
    ("weak, reminder, later", weak(1.0, 50), 0.50142043),
    ("weak, none, later", weak(0.0, 50), 0.48728328),
]
"""Final responses of the public reference implementation (designs 1-11, 19, 21-25 and 32-35 of the paper's code)."""


@pytest.mark.parametrize(("design", "published"), [case[1:] for case in PUBLISHED], ids=[case[0] for case in PUBLISHED])
def test_final_response_is_the_published_one(design: Design, published: float) -> None:
    """The response on the test trial equals that of the reference implementation."""
    assert last(design) == pytest.approx(published, abs=2e-8)


def test_retrieval_shortly_before_extinction_weakens_the_return() -> None:
    """A short interval after retrieval leaves less than no retrieval or a long one; the edge lies past thirty (B3)."""
    short, none, long = last(retrieval(3)), last(retrieval(1)), last(retrieval(100))
    assert short < long < none
    curve = [last(retrieval(interval)) for interval in (2, 3, 5, 10, 20, 30, 50)]
    assert max(curve[:-1]) < 0.1 < 0.8 < curve[-1]


def test_retrieval_within_extinction_does_little() -> None:
    """Retrieval before extinction leaves less to reinstate than retrieval in its middle (B4)."""
    assert last(reinstated(early=True)) < last(reinstated(early=False))


def test_boundaries_of_the_effect() -> None:
    """Older, stronger and longer reminded memories resist, as do reinforced reminders and other contexts (B5)."""
    plain = last(consolidation(1, DAY, 1.0))
    assert plain < last(consolidation(1, 2 * DAY, 1.0))
    assert plain < last(consolidation(2, DAY, 1.0))
    assert plain < last(consolidation(1, DAY, 1.0, reminders=3))
    assert plain < last(consolidation(1, DAY, 1.0, outcome=1.0))
    assert last(retrieval(3)) < last(retrieval(3, 29 * DAY))
    assert last(context(0.8)) < last(context(0.0))
    assert last(compound(1.0)) < last(compound(0.0))


def test_amnesia_passes_and_the_curve_turns() -> None:
    """After a disrupted reminder the response comes back with the days, and falls again after about forty (B2)."""
    curve = [last(transience(wait)) for wait in (1, 10, 20, 30, 40, 60, 80, 100)]
    assert curve[0] < 0.2
    assert 0 < int(np.argmax(curve)) < len(curve) - 1
    assert curve[-1] < max(curve) - 0.1


def test_a_reminder_strengthens_a_weak_memory_for_a_while() -> None:
    """A reminder without outcome raises a weak memory's response soon after, and hardly later (B8)."""
    assert last(weak(1.0, 2)) > last(weak(0.0, 2)) + 0.4
    assert abs(last(weak(1.0, 50)) - last(weak(0.0, 50))) < 0.05


def test_without_new_causes_it_is_rescorla_wagner() -> None:
    """With alpha = 0 and one round of EM, the weights are those of Rescorla and Wagner exactly (B9)."""
    rng = np.random.default_rng(4)
    cues, outcomes = rng.integers(0, 2, (40, 3)).astype(float), rng.integers(0, 2, 40).astype(float)
    result = latent_cause_rw.run(cues, outcomes, np.arange(40.0), Params(alpha=0.0, rounds=1))
    weights = np.zeros(3)
    for t, (x, r) in enumerate(zip(cues, outcomes, strict=True)):
        assert result.expected[t] == pytest.approx(float(weights @ x), abs=1e-14)
        weights = weights + 0.3 * x * (r - weights @ x)
        assert np.allclose(result.weights[t, 0], weights, atol=1e-14)
    assert np.all(result.causes == 0)


def test_the_rooms_for_causes_may_run_out() -> None:
    """With more kinds of trial than causes, the model goes on with the causes it has."""
    cues = np.eye(6) * 20.0
    result = latent_cause_rw.run(cues, np.ones(6), np.arange(6.0), Params(alpha=5.0, causes=2))
    assert set(result.causes.tolist()) == {0, 1}
    assert np.allclose(result.responsibilities.sum(axis=1), 1.0)


@pytest.mark.parametrize(
    ("cues", "outcomes", "times"),
    [([[1.0]], [1.0, 0.0], [0.0]), ([1.0], [1.0], [0.0]), ([[1.0], [1.0]], [0.0, 0.0], [1.0, 1.0])],
)
def test_latent_cause_rw_refuses_what_does_not_fit(cues: object, outcomes: list[float], times: list[float]) -> None:
    """Lengths that differ, cues without a second axis, and times that stand still are refused."""
    with pytest.raises(ValueError, match="every trial"):
        latent_cause_rw.run(cues, outcomes, times)  # type: ignore[arg-type]  # shapes are checked when run


TRIAL = 180 / 3600
"""A tone of 20 s and 160 s of rest, in hours."""


@cache
def gradual(shocked: frozenset[int]) -> tuple[float, float]:
    """Freezing in the last four trials of extinction, and in four trials a month later; the mean over three seeds."""
    hours, shock = [0.0, TRIAL, 2 * TRIAL + 40 / 3600], [1.0] * 3
    for wait, count in ((24.0, 24), (24.0, 4), (30 * 24.0, 4)):
        begin = hours[-1] + wait
        hours += [begin + TRIAL * i for i in range(count)]
        shock += [float(count == 24 and i + 1 in shocked) for i in range(count)]
    runs = [gradual_extinction.run(np.ones(35), shock, hours, seed=seed) for seed in range(3)]
    freezing = np.mean(runs, axis=0)
    return float(freezing[23:27].mean()), float(freezing[31:].mean())


STANDARD, GRADUAL = frozenset[int](), frozenset({1, 3, 6, 10, 15})


def test_what_thins_out_returns_less_than_what_stops_at_once() -> None:
    """After a month freezing has risen where shocks stopped at once, and fallen where they thinned out (B6)."""
    ended, later = gradual(STANDARD)
    assert later - ended == pytest.approx(0.127, abs=0.01)
    slow, after = gradual(GRADUAL)
    assert after - slow == pytest.approx(-0.169, abs=0.01)
    assert slow > ended


def test_when_shocks_thin_out_in_another_order_nothing_is_certain() -> None:
    """The reversed order is no better than the gradual one; its value turns on a near tie, and is not asserted."""
    ended, later = gradual(frozenset({1, 6, 10, 13, 15}))
    slow, after = gradual(GRADUAL)
    assert later - ended >= after - slow


def test_gradual_extinction_runs_out_of_causes_quietly() -> None:
    """With two causes at most and an eager prior, freezing stays a probability; the seed alone decides."""
    params = gradual_extinction.Params(particles=50, alpha=50.0, causes=2)
    tone, shock, hours = np.ones(8), np.arange(8) % 2, np.arange(8.0) * 30
    freezing = gradual_extinction.run(tone, shock, hours, params, seed=5)
    assert np.all((freezing >= 0.2) & (freezing <= 1.0))
    assert np.array_equal(freezing, gradual_extinction.run(tone, shock, hours, params, seed=5))


@pytest.mark.parametrize("hours", [[0.0], [1.0, 1.0]])
def test_gradual_extinction_refuses_what_does_not_fit(hours: list[float]) -> None:
    """Lengths that differ, and hours that stand still, are refused."""
    with pytest.raises(ValueError, match="every trial"):
        gradual_extinction.run([1.0, 1.0], [0.0, 0.0], hours)
