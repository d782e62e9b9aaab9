"""The parts of the body filter: exact moments, readings between marks, and the time that settling takes."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
import pytest
from numpy.typing import NDArray

from homing.engine._switching import Flow, expm, moment_flow, slowest, stationary
from homing.engine._truncated import between
from homing.engine.body import Recovery, not_settled_by, settled_after, settling_time

Floats = NDArray[np.float64]
Q = np.array([[-0.6, 0.5, 0.1], [1.0, -1.2, 0.2], [0.3, 0.4, -0.7]])
PACES, MEANS, VARIANCES = np.array([1.5, 4.0, 0.8]), np.array([2.0, 7.0, 3.0]), np.array([1.4, 2.2, 2.0])
FLOW = moment_flow(Q, PACES, MEANS, VARIANCES)
START = np.array([0.2, 0.7, 0.1, 0.4, 5.6, 0.3, 1.1, 46.0, 1.2])


def test_moments_match_many_simulated_paths() -> None:
    """Probability and moments in each state agree with 40,000 paths simulated step by step."""
    rng, n, steps, end = np.random.default_rng(5), 40_000, 200, 1.0
    dt = end / steps
    jump = expm(dt * Q).cumsum(axis=1)
    state = np.where(rng.random(n) < 0.3, 0, 1)
    a = np.where(state == 0, 2.0, 8.0)
    start = np.array([0.3, 0.7, 0.0, 0.6, 5.6, 0.0, 1.2, 44.8, 0.0])
    for _ in range(steps):
        state = (rng.random(n)[:, None] > jump[state]).sum(axis=1)
        keep = np.exp(-dt * PACES[state])
        noise = np.sqrt(VARIANCES[state] * (1.0 - keep**2)) * rng.standard_normal(n)
        a = MEANS[state] + keep * (a - MEANS[state]) + noise
    told = expm(end * FLOW) @ start
    for power in range(3):
        for s in range(3):
            values = np.where(state == s, a**power, 0.0)
            off = abs(float(values.mean()) - told[3 * power + s])
            assert off < 4.0 * values.std() / math.sqrt(n) + 0.01 * abs(told[3 * power + s])


def test_moments_match_small_steps_of_the_law() -> None:
    """The exponential is what fourth-order Runge-Kutta steps of the linear law lead to."""
    x, dt = START, 0.001
    for _ in range(700):
        k1 = FLOW @ x
        k2 = FLOW @ (x + 0.5 * dt * k1)
        k3 = FLOW @ (x + 0.5 * dt * k2)
        x = x + dt / 6.0 * (k1 + 2.0 * k2 + 2.0 * k3 + FLOW @ (x + dt * k3))
    assert expm(0.7 * FLOW) @ START == pytest.approx(x, abs=1e-9)


def test_waiting_twice_is_waiting_once() -> None:
    """However a wait is cut, the moments are the same; a wait of nothing changes nothing."""
    once = expm(3.0 * FLOW) @ START
    cut = START
    for part in (0.01, 1.3, 0.0, 1.69):
        cut = expm(part * FLOW) @ cut
    assert cut == pytest.approx(once, abs=1e-12)
    assert np.array_equal(expm(0.0 * FLOW), np.eye(9))


def test_a_flow_taken_apart_moves_as_its_exponential() -> None:
    """Both ways agree after a minute, an hour, a day and no time; also where two modes are one, and cannot be told."""
    one_way = np.array([[-1.0, 1.0, 0.0], [0.0, -1.0, 1.0], [0.0, 0.0, 0.0]])
    alike = moment_flow(one_way, np.full(3, 2.0), np.full(3, 3.0), np.ones(3))
    for matrix, is_apart in ((FLOW, True), (alike, False)):
        flow = Flow.of(matrix)
        assert (flow.rates is not None) is is_apart
        for elapsed in (1 / 1440, 1 / 24, 1.0, 50.0 / slowest(matrix)):  # the last: as long as the filter remembers
            assert flow.after(elapsed, START) == pytest.approx(expm(elapsed * matrix) @ START, rel=1e-10, abs=1e-10)
        assert np.array_equal(flow.after(0.0, START), START)


def test_time_leads_to_the_stationary_moments() -> None:
    """What time leaves as it is, it also leads to, at no slower a rate than the slowest."""
    rest = stationary(FLOW)
    assert np.abs(FLOW @ rest).max() < 1e-12
    assert rest[:3].sum() == pytest.approx(1.0)
    assert expm(45.0 / slowest(FLOW) * FLOW) @ START == pytest.approx(rest, abs=1e-9)


def moments(density: Callable[[Floats], Floats], width: float = 12.0) -> tuple[float, float, float]:
    """Mass, mean and variance of a density, on a fine grid."""
    x = np.linspace(-width, width, 400_001)
    f = density(x)
    mass = float(f.sum() * (x[1] - x[0]))
    mean = float((f * x).sum() / f.sum())
    return mass, mean, float((f * (x - mean) ** 2).sum() / f.sum())


ERF = np.vectorize(math.erf)


@pytest.mark.parametrize(
    ("mean", "variance", "noise", "low", "high"),
    [
        (0.0, 1.0, 1.0, 0.5, 1.5),
        (0.3, 2.0, 0.5, -math.inf, -1.0),
        (-0.5, 1.5, 1.0, 4.0, math.inf),
        (0.0, 0.5, 1.0, -1.0, 1.0),
        (2.0, 1.0, 0.3, -3.0, -2.5),
    ],
)
def test_a_reading_between_marks_is_bayes_rule(
    mean: float, variance: float, noise: float, low: float, high: float
) -> None:
    """Mass, mean and variance match a fine grid, in the middle and in either tail."""

    def density(x: Floats) -> Floats:
        prior = np.exp(-0.5 * (x - mean) ** 2 / variance) / math.sqrt(2.0 * math.pi * variance)
        above, below = ((mark - x) / math.sqrt(2.0 * noise) for mark in (low, high))
        return np.asarray(prior * 0.5 * (ERF(below) - ERF(above)))

    learnt = between(mean, variance, noise, low, high)
    assert tuple(learnt) == pytest.approx(moments(density), rel=1e-6)


def test_extreme_readings_stay_numbers() -> None:
    """Far beyond what a float can weigh, the belief goes to the mark, on either side, without a break."""
    for sign in (1.0, -1.0):
        bounds = sorted((sign * 100.0, sign * math.inf))
        learnt = between(0.0, 1.0, 1.0, *bounds)
        assert sign * learnt.mean == pytest.approx(50.0, abs=0.02)
        assert learnt.variance == pytest.approx(0.5)
        assert learnt.mass > 0.0
    near, far = (between(0.0, 1.0, 1.0, edge * math.sqrt(2.0), math.inf) for edge in (34.9999, 35.0001))
    assert near.mean == pytest.approx(far.mean, rel=1e-3)
    everything = between(0.3, 2.0, 1.0, -math.inf, math.inf)
    assert tuple(everything) == (1.0, 0.3, 2.0)


@pytest.mark.system("S13")
def test_recovery_starts_at_twenty_minutes() -> None:
    """Before any pause the median is 20 minutes, with the log's standard deviation at .7."""
    assert settling_time(Recovery()).median == pytest.approx(20.0)
    assert math.sqrt(Recovery().variance) == pytest.approx(0.7)


def test_recovery_is_bayes_rule() -> None:
    """Times that ended, and one that had not, give the posterior that a fine grid gives."""
    prior = Recovery()
    known = settled_after(settled_after(prior, 35.0), 50.0)

    def ended(x: Floats) -> Floats:
        value = -0.5 * x**2 / prior.variance
        for minutes in (35.0, 50.0):
            value = value - 0.5 * (math.log(minutes / 20.0) - x) ** 2 / prior.scatter
        return np.asarray(np.exp(value))

    _, mean, variance = moments(ended)
    assert known.mean == pytest.approx(mean + math.log(20.0))
    assert known.variance == pytest.approx(variance)
    censored = not_settled_by(prior, 60.0)

    def waiting(x: Floats) -> Floats:
        tail = 0.5 * (1.0 + ERF((x - math.log(3.0)) / math.sqrt(2.0 * prior.scatter)))
        return np.asarray(np.exp(-0.5 * x**2 / prior.variance) * tail)

    _, mean, variance = moments(waiting)
    assert censored.mean == pytest.approx(mean + math.log(20.0))
    assert censored.variance == pytest.approx(variance)
    assert censored.seen == 1


def test_recovery_finds_the_truth_and_censoring_is_no_bias() -> None:
    """Over simulated people, half of whose waits are cut short, 80 % bounds hold the next time in 74 to 86 %."""
    rng, held, medians = np.random.default_rng(11), [], []
    for _ in range(300):
        truth = rng.normal(math.log(20.0), 0.7)
        recovery = Recovery()
        for _ in range(12):
            minutes, cut = math.exp(rng.normal(truth, 0.5)), math.exp(rng.normal(truth, 0.5))
            recovery = settled_after(recovery, minutes) if minutes < cut else not_settled_by(recovery, cut)
        following = settling_time(recovery)
        held.append(following.low < math.exp(rng.normal(truth, 0.5)) < following.high)
        medians.append(math.log(following.median) - truth)
    assert 0.74 <= np.mean(held) <= 0.86
    assert abs(np.mean(medians)) < 0.05


def test_impossible_recoveries_are_refused() -> None:
    """Times that are none, a level of 1, and widths of 0 are refused."""
    for minutes in (0.0, -3.0, math.inf, math.nan):
        for learn in (settled_after, not_settled_by):
            with pytest.raises(ValueError, match="minutes"):
                learn(Recovery(), minutes)
    with pytest.raises(ValueError, match="level"):
        settling_time(Recovery(), 1.0)
    for broken in ({"variance": 0.0}, {"scatter": math.inf}, {"mean": math.nan}):
        with pytest.raises(ValueError, match="recovery time needs"):
            Recovery(**broken)  # type: ignore[arg-type]  # by name
