"""The alarm model against a sum over every way in which a short diary can be divided into causes."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np
import pytest

from homing.engine import alarm, alarm_beam
from homing.engine._timeprior import kernel
from homing.engine.alarm import Params
from homing.engine.events import Event

PARAMS = Params(particles=4000, causes=8)

DIARY = [
    Event(0.0, ("a",), (("voice", 0.8),), "home", outcome=1.0, alarm=0.9),
    Event(0.4, ("a", "b"), (("smile", 1.0),), outcome=0.0, alarm=0.2, aperture=0.5),
    Event(3.0, ("b",), (("voice", 1.0), ("smile", 0.3)), "car", alarm=0.7),
    Event(3.1, (), (), "home", outcome=0.0),
    Event(40.0, ("a",), (("voice", 0.6),), "home", outcome=0.0, alarm=0.8),
    Event(41.5, ("c",), (("touch", 1.0),), alarm=0.1),
]
ASKED = Event(42.0, ("a",), (("voice", 1.0),), "home")


def partitions(count: int) -> Iterator[tuple[int, ...]]:
    """Every way to divide ``count`` moments, as restricted growth strings."""
    if count == 0:
        yield ()
        return
    for head in partitions(count - 1):
        for last in range(max(head, default=-1) + 2):
            yield (*head, last)


def rising(yes: float, no: float, more: float, less: float) -> float:
    """log B(yes + more, no + less) / B(yes, no), by the standard library."""
    parts = ((yes, more), (no, less))
    up = sum(math.lgamma(x + d) - math.lgamma(x) for x, d in parts)
    return up - (math.lgamma(yes + no + more + less) - math.lgamma(yes + no))


def dirichlet(names: Sequence[str], past: Sequence[tuple[Sequence[str], bool]]) -> float:
    """How well a cause whose moments named ``past`` (and whether they are its own) foresaw ``names``."""
    known = {name for told, _ in past for name in told}
    own = [told for told, mine in past if mine and told]
    log = 0.0
    for name in names:
        count = sum(1 / len(told) for told in own if name in told)
        size = len(known | {name}) + 1
        log += math.log((count + PARAMS.category) / (len(own) + PARAMS.category * size)) / len(names)
    return log


def foreseen(event: Event, past: Sequence[Event], mine: Sequence[bool], told: bool) -> float:
    """The log likelihood of an event under the cause of these past moments; ``told``: with alarm and outcome."""
    log = dirichlet(event.people, [(e.people, m) for e, m in zip(past, mine, strict=True)])
    if event.setting is not None:
        places = [((e.setting,) if e.setting else (), m) for e, m in zip(past, mine, strict=True)]
        log += dirichlet((event.setting,), places)
    named = dict(event.cues)
    for cue in {cue for e in past for cue, _ in e.cues} if named else set():
        since = next(i for i, e in enumerate(past) if cue in dict(e.cues))
        seen = [dict(e.cues).get(cue, 0.0) for e, m in zip(past[since:], mine[since:], strict=True) if m and e.cues]
        x = named.get(cue, 0.0)
        yes, no = PARAMS.cue[0] + sum(seen), PARAMS.cue[1] + sum(1 - y for y in seen)
        log += x * math.log(yes) + (1 - x) * math.log(no) - math.log(yes + no)
    if told and event.alarm is not None:
        log += rising(*alarm_counts(past, mine), PARAMS.grain * event.alarm, PARAMS.grain * (1 - event.alarm))
    if told and event.outcome is not None:
        ends = [(e.outcome, e.aperture) for e, m in zip(past, mine, strict=True) if m and e.outcome is not None]
        yes, no = sum(h for h, _ in ends), sum(u * (1 - h) for h, u in ends)
        more = (event.outcome, event.aperture * (1 - event.outcome))
        log += rising(PARAMS.harm[0] + yes, PARAMS.harm[1] + no, *more)
    return log


def alarm_counts(past: Sequence[Event], mine: Sequence[bool]) -> tuple[float, float]:
    """The Beta parameters of the felt alarm after these moments."""
    felt = [e.alarm for e, m in zip(past, mine, strict=True) if m and e.alarm is not None]
    yes, no = (PARAMS.grain * sum(felt), PARAMS.grain * sum(1 - y for y in felt))
    return PARAMS.alarm[0] + yes, PARAMS.alarm[1] + no


def prior(time: float, past: Sequence[Event], causes: Sequence[int]) -> list[float]:
    """The prior of each cause so far and of a new one."""
    ages = [float(kernel(time - event.time).sum()) for event in past]
    old = [
        PARAMS.floor + sum(age for age, z in zip(ages, causes, strict=True) if z == k)
        for k in range(max(causes, default=-1) + 1)
    ]
    total = sum(old) + PARAMS.alpha
    return [mass / total for mass in (*old, PARAMS.alpha)]


def exact(diary: Sequence[Event], asked: Event) -> tuple[float, float]:
    """The expected alarm of ``asked`` and its variance, summed over every partition of the diary."""
    weights, firsts, seconds = [], [], []
    for causes in partitions(len(diary)):
        log = 0.0
        for t, event in enumerate(diary):
            mine = [z == causes[t] for z in causes[:t]]
            log += math.log(prior(event.time, diary[:t], causes[:t])[causes[t]])
            log += foreseen(event, diary[:t], mine, told=True)
        for k, mass in enumerate(prior(asked.time, diary, causes)):
            mine = [z == k for z in causes]
            yes, no = alarm_counts(diary, mine)
            weights.append(log + math.log(mass) + foreseen(asked, diary, mine, told=False))
            firsts.append(yes / (yes + no))
            seconds.append(firsts[-1] * (yes + 1) / (yes + no + 1))
    share = np.exp(np.array(weights) - max(weights))
    share /= share.sum()
    p = float(share @ np.array(firsts))
    return p, float(share @ np.array(seconds)) - p * p


def test_there_are_203_ways_to_divide_six_moments() -> None:
    """The enumeration finds each partition once (Bell numbers)."""
    assert [len(set(partitions(n))) for n in range(7)] == [1, 1, 2, 5, 15, 52, 203]


@pytest.mark.parametrize("count", range(1, len(DIARY) + 1))
def test_a_wide_beam_is_exact(count: int) -> None:
    """With room for every partition, the beam gives the exact mean and variance of the expected alarm."""
    state, _ = alarm_beam.many(alarm_beam.start(PARAMS), DIARY[:count], PARAMS, width=1000)
    reading = alarm.read(state, ASKED, PARAMS)
    assert (reading.p, reading.variance) == pytest.approx(exact(DIARY[:count], ASKED), abs=1e-11)


@pytest.mark.parametrize("seed", range(3))
def test_many_particles_are_close_to_exact(seed: int) -> None:
    """Four thousand particles come within .003 of the exact mean."""
    state, _ = alarm.many(alarm.start(PARAMS), DIARY, PARAMS, seed=seed)
    assert alarm.read(state, ASKED, PARAMS).p == pytest.approx(exact(DIARY, ASKED)[0], abs=0.003)


def test_the_usual_particles_are_near_on_average() -> None:
    """Sixty-four particles miss the exact mean by less than .01 on average over twenty seeds."""
    params, target = replace(PARAMS, particles=64), exact(DIARY, ASKED)[0]
    missed = [
        abs(alarm.read(alarm.many(alarm.start(params), DIARY, params, seed=seed)[0], ASKED, params).p - target)
        for seed in range(20)
    ]
    assert np.mean(missed) < 0.01


def test_thirty_two_assignments_are_nearly_exact() -> None:
    """The beam at its usual width misses the exact mean by less than .01."""
    state, _ = alarm_beam.many(alarm_beam.start(PARAMS), DIARY, PARAMS)
    assert alarm.read(state, ASKED, PARAMS).p == pytest.approx(exact(DIARY, ASKED)[0], abs=0.01)


def test_moments_of_one_instant_may_be_told_in_any_order() -> None:
    """At equal times, and with the names known, the order of moments hardly matters."""
    known = [replace(event, time=0.0) for event in DIARY]
    one, two = (replace(DIARY[0], time=1.0), replace(DIARY[4], time=1.0))
    answers = []
    for pair in ((one, two), (two, one)):
        state, _ = alarm_beam.many(alarm_beam.start(PARAMS), [*known[:3], *pair], PARAMS, width=1000)
        answers.append(alarm.read(state, replace(ASKED, time=1.0), PARAMS).p)
    assert answers[0] == pytest.approx(answers[1], abs=1e-3)
