"""What many people teach: the climb goes up, finds the laws of a simulated cohort, and helps people it has not seen."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest

from homing.engine import population, world
from homing.engine._ascent import climb
from homing.engine._cohort import crowds
from homing.engine._evidence import Laws, evidence
from homing.engine.events import Event
from homing.engine.world import Block, Memory, Params

from .diaries import TRUTH, diary

LAW = Params(
    bias=Block(50.0, 225.0, 30.0),
    cue_mean=Block(0.0, 1e-6, 60.0),
    named=((("cue", "storm"), Block(12.0, 100.0, 60.0)),),
    outcome="real",
    noise=49.0,
)


def rated(seed: int, law: Params = LAW, moments: int = 25) -> list[Event]:
    """One simulated person's ratings: a bias and the effect of a storm, both drifting."""
    rng = np.random.default_rng(seed)
    blocks = [law.bias, law.named[0][1]]
    centre = np.array([block.mean for block in blocks])
    spread, tau = np.sqrt([block.variance for block in blocks]), np.array([block.tau for block in blocks])
    w, found = centre + spread * rng.standard_normal(2), []
    for day in range(moments):
        left = np.exp(-1.0 / tau)
        w = centre + left * (w - centre) + spread * np.sqrt(1.0 - left**2) * rng.standard_normal(2)
        storm = float(rng.random() < 0.5)
        value = w[0] + storm * w[1] + np.sqrt(law.noise) * rng.standard_normal()
        found.append(Event(float(day), cues=(("storm", 1.0),) if storm else (), value=float(value)))
    return found


def start_of(cohort: list[list[Event]]) -> Params:
    """The starting point of a cohort of ratings."""
    return population.starting_point(cohort, "real", [("cue", "storm")])


@pytest.fixture(scope="module")
def learnt() -> population.Fit:
    """The fit of 80 simulated people."""
    cohort = [rated(seed) for seed in range(1000, 1080)]
    return population.fit(cohort, start_of(cohort), most=40)


def test_the_climb_converges_and_never_falls(learnt: population.Fit) -> None:
    """The evidence rises with every step until it rests."""
    assert learnt.converged
    assert all(after >= before for before, after in pairwise(learnt.evidence))
    assert learnt.evidence[-1] > learnt.evidence[0] + 0.05
    assert (learnt.people, learnt.outcomes) == (80, 2000)


def test_the_laws_of_the_cohort_are_found(learnt: population.Fit) -> None:
    """Means, variances and noise come out near those the ratings were drawn with, the drift within a factor."""
    storm = dict(learnt.params.named)["cue", "storm"]
    both = storm.variance + learnt.params.cue_mean.variance  # with one cue these two cannot be told apart
    assert learnt.params.bias.mean == pytest.approx(50.0, abs=4.0)
    assert storm.mean + learnt.params.cue_mean.mean == pytest.approx(12.0, abs=3.0)
    assert np.sqrt(learnt.params.bias.variance) == pytest.approx(15.0, rel=0.2)
    assert np.sqrt(both) == pytest.approx(10.0, rel=0.25)
    assert np.sqrt(learnt.params.noise) == pytest.approx(7.0, rel=0.1)
    assert 10.0 < learnt.params.bias.tau < 90.0


def test_people_never_seen_are_foreseen_better(learnt: population.Fit) -> None:
    """On new people, a filter with learnt priors errs less than one at the starting point and than repeating."""
    held = [rated(seed) for seed in range(2000, 2040)]

    def error(params: Params) -> float:
        squares = []
        for one in held:
            _, readings = world.many(world.start(params), one, params)
            squares += [(r.p - (e.value or 0.0)) ** 2 for r, e in zip(readings[1:], one[1:], strict=True)]
        return float(np.sqrt(np.mean(squares)))

    repeat = [((a.value or 0.0) - (b.value or 0.0)) ** 2 for one in held for a, b in pairwise(one)]
    assert error(learnt.params) < error(start_of(held))
    assert error(learnt.params) < 0.8 * float(np.sqrt(np.mean(repeat)))


def test_the_crowd_filter_is_the_filter() -> None:
    """The vectorised evidence is the sum of the log predictive densities of the plain filter, one person at a time."""
    memory = replace(LAW, memory=Memory(3.0, 50.0), recent=Block(0.2, 0.1, 40.0))
    cohort = [rated(seed, moments=5 + seed) for seed in range(6)]
    table = memory.table
    laws = Laws(table.mean_array[None], table.variance_array[None], np.array([table.taus]), np.array([memory.noise]))
    crowd = sum(float(evidence(group, laws, "real")[0]) for group in crowds(cohort, memory))
    plain = 0.0
    for one in cohort:
        _, readings = world.many(world.start(memory), one, memory)
        for r, e in zip(readings, one, strict=True):
            whole = r.variance + memory.noise
            plain -= 0.5 * (np.log(2 * np.pi * whole) + ((e.value or 0.0) - r.mean) ** 2 / whole)
    assert crowd == pytest.approx(plain, rel=1e-9)


@pytest.mark.parametrize("params", [TRUTH, replace(TRUTH, outcome="unit", noise=0.4)], ids=["binary", "unit"])
def test_the_crowd_filter_learns_as_the_filter_does(params: Params) -> None:
    """With people, settings and pairs the crowd foresees the last outcome as the plain filter does."""
    cohort = [[lived.event for lived in diary(seed, 20, labelled=0.7)] for seed in (1, 2)]
    table = params.table
    laws = Laws(table.mean_array[None], table.variance_array[None], np.array([table.taus]), np.array([params.noise]))
    for one in cohort:
        known = [event for event in one if event.outcome is not None]
        state, _ = world.many(world.start(params), known[:-1], params)
        reading = world.read(state, known[-1], params)
        nodes = np.linspace(-12, 12, 20_001)
        belief = np.exp(-0.5 * (nodes - reading.mean) ** 2 / reading.variance)
        y = known[-1].outcome or 0.0
        likelihood = np.exp((y * nodes - np.logaddexp(0.0, nodes)) / params.noise)
        told = np.log((belief * likelihood).sum() / belief.sum()) - 0.5 * np.log(params.noise)
        before, after = (
            sum(float(evidence(group, laws, params.outcome)[0]) for group in crowds([part], params))
            for part in (known[:-1], known)
        )
        assert after - before == pytest.approx(told, abs=1e-5)


def test_a_binary_cohort_teaches_its_base_rate() -> None:
    """From people who are hurt often, the prior of the bias moves up, and the noise stays that of a coin."""
    cohort = [
        [Event(float(i), (f"p{i % 2}",), outcome=float((seed + i) % 5 > 0)) for i in range(8)] for seed in range(12)
    ]
    learnt = population.fit_population(cohort)
    often = world.read(world.start(learnt), Event(0.0, ("x",)), learnt)
    assert often.p == pytest.approx(0.8, abs=0.08)
    assert learnt.noise == 1.0


def test_a_unit_cohort_teaches_its_noise() -> None:
    """Shares that vary little around a person's own mean lead to a small noise inside (0, 1)."""
    rng = np.random.default_rng(5)
    cohort = []
    for _ in range(25):
        own = 1.0 / (1.0 + np.exp(-rng.normal(0.0, 1.0)))
        cohort.append([Event(float(i), outcome=float(rng.beta(20 * own, 20 * (1 - own)))) for i in range(10)])
    learnt = population.fit(cohort, population.starting_point(cohort, "unit"), most=30)
    assert 0.02 < learnt.params.noise < 0.12  # a Beta of 20 counts has dispersion 1 / 21
    assert learnt.params.outcome == "unit"


def test_the_same_cohort_teaches_the_same() -> None:
    """The fit is deterministic, and does not depend on the order of the people."""
    cohort = [rated(seed, moments=8) for seed in range(6)]
    one, again, turned = (population.fit(some, start_of(cohort), most=4) for some in (cohort, cohort, cohort[::-1]))
    assert one == again
    assert turned.evidence[-1] == pytest.approx(one.evidence[-1], rel=1e-6)


def test_what_the_cohort_does_not_show_stays_where_it_was() -> None:
    """Blocks nobody touches keep their prior exactly; open moments and silent people change nothing."""
    cohort = [rated(seed, moments=6) for seed in range(4)]
    begin = start_of(cohort)
    plain = population.fit(cohort, begin, most=3)
    silent = [*cohort, [], [Event(0.0)]]
    assert population.fit(silent, begin, most=3) == plain
    assert plain.params.person == begin.person
    assert not plain.converged


@pytest.mark.parametrize("cohort", [[], [[]], [[Event(0.0)]]])
def test_a_cohort_without_outcomes_is_refused(cohort: list[list[Event]]) -> None:
    """There is nothing to learn from nothing."""
    with pytest.raises(ValueError, match="without outcomes"):
        population.fit_population(cohort)
    with pytest.raises(ValueError, match="without outcomes"):
        population.fit(cohort, Params())


def test_a_diary_out_of_order_is_refused() -> None:
    """Time goes one way."""
    with pytest.raises(ValueError, match="order of time"):
        population.fit_population([[Event(1.0, outcome=1.0), Event(0.0, outcome=0.0)]])


def test_crowds_stay_small() -> None:
    """Many people with many weights are filtered in several crowds, none of them dropped."""
    cohort = [[lived.event for lived in diary(seed, 12, labelled=1.0)] for seed in range(8)]
    groups = crowds(cohort, Params())
    assert len(groups) > 1
    assert sum(len(group.y) for group in groups) == 8


def test_a_climb_finds_the_top_and_stops_at_a_cliff() -> None:
    """A smooth hill is climbed to its top; where every step falls, the climb ends where it stands."""
    hill = climb(lambda x: -((x - [1.0, -2.0]) ** 2 * [1.0, 30.0]).sum(axis=1), np.zeros(2), 50, 1e-10)
    assert hill.top == pytest.approx([1.0, -2.0], abs=1e-4)
    assert hill.rested
    cliff = climb(lambda x: np.where(np.abs(x[:, 0]) < 1e-3, x[:, 0], -1.0), np.zeros(1), 50, 1e-10)
    assert 0.0 <= cliff.top[0] < 1e-3
    assert not cliff.rested
    valley = climb(lambda x: np.exp(-((x[:, 0] - 3.0) ** 2)), np.array([0.5]), 50, 1e-12)
    assert valley.top == pytest.approx([3.0], abs=1e-3)
