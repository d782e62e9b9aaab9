"""What is known of learning and unlearning fear, shown by the alarm model itself.

The outcome stands for the unconditioned stimulus, the setting for the context, and ``harm`` (what the alarm's own
lights expect) for the conditioned response. Trials lie a quarter of an hour apart unless said otherwise. Parameters
are the defaults, with 200 particles. With days between trials ABC falls below AAB: the order of B1 is that of sessions.
What this model does *not* show, retrieval-extinction and a lasting benefit of gradual extinction, is shown by other,
published models in ``test_phenomena_published.py``.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import numpy as np
import pytest

from homing.engine import alarm
from homing.engine.alarm import Params
from homing.engine.events import Event

PARAMS = Params(particles=200)
SEEDS = range(3)
QUARTER, DAY = 0.01, 1.0

Trial = tuple[float, str]
"""The outcome of a trial, and its context."""


@cache
def response(phases: tuple[tuple[float, tuple[Trial, ...]], ...], gap: float = QUARTER) -> tuple[float, ...]:
    """Expected harm before each trial, the mean over seeds. A phase is the days waited before it, and its trials."""
    time, diary = 0.0, []
    for wait, trials in phases:
        time += wait
        for outcome, context in trials:
            diary.append(Event(time, (), (("tone", 1.0),), context, outcome=outcome))
            time += gap
    read = [[r.harm for r in alarm.many(alarm.start(PARAMS), diary, PARAMS, seed=seed)[1]] for seed in SEEDS]
    return tuple(np.mean(read, axis=0).tolist())


def trials(outcomes: Sequence[float], context: str = "A") -> tuple[Trial, ...]:
    """These outcomes in one context."""
    return tuple((float(outcome), context) for outcome in outcomes)


def renewal(design: str) -> float:
    """The response in the third context after learning in the first and unlearning in the second."""
    phases = (
        (0.0, trials([1] * 10, design[0])),
        (0.0, trials([0] * 20, design[1])),
        (0.0, trials([0], design[2])),
    )
    return response(phases)[-1]


def test_fear_returns_with_the_context() -> None:
    """Renewal: ABA > ABC > AAB > AAA > ABB (B1)."""
    found = [renewal(design) for design in ("ABA", "ABC", "AAB", "AAA", "ABB")]
    assert found == sorted(found, reverse=True)
    assert len(set(found)) == 5
    assert found[0] > 0.7 > 0.5 > found[1] > 0.3 > 0.1 > found[4]


def test_fear_returns_with_time_and_levels_off() -> None:
    """Spontaneous recovery rises with every longer delay, ever more slowly, and stays far from whole (B2)."""
    waits = (DAY, 10 * DAY, 100 * DAY, 1000 * DAY, 10_000 * DAY, 100_000 * DAY)
    days = [
        response(((0.0, trials([1] * 10)), (0.0, trials([0] * 20)), (wait - DAY, trials([0]))), gap=DAY)[-1]
        for wait in waits
    ]
    assert days == sorted(days)
    assert days[3] - days[0] > 0.05
    assert days[5] - days[4] < 0.01
    assert days[5] < 0.6


def test_the_familiar_is_learnt_slowly_where_it_was_familiar() -> None:
    """Latent inhibition: harmless meetings slow later fear, most of all in the same context (B7)."""
    learning = (0.0, trials([1] * 6))
    same = response(((0.0, trials([0] * 20)), learning), gap=DAY)[-5:]
    other = response(((0.0, trials([0] * 20, "B")), learning), gap=DAY)[-5:]
    none = response((learning,), gap=DAY)[-5:]
    assert np.all(np.array(same) < np.array(other))
    assert np.all(np.array(other) < np.array(none))
    assert none[-1] - other[-1] < 0.1 < 0.4 < other[-1] - same[-1]


def test_what_hurt_only_sometimes_is_unlearnt_more_slowly() -> None:
    """Partial reinforcement, a trial a day: fear falls more slowly, and ends higher than after steady harm (B10)."""
    unlearning = (0.0, trials([0] * 24))
    steady = response(((0.0, trials([1] * 20)), unlearning), gap=DAY)[20:]
    partial = response(((0.0, trials([1, 0, 1, 0, 0, 1, 1, 0, 0, 1] * 2)), unlearning), gap=DAY)[20:]
    assert all(p / partial[0] > s / steady[0] for p, s in zip(partial[1:], steady[1:], strict=True))
    assert partial[-1] > steady[-1]


def test_one_cause_knows_no_context() -> None:
    """Without readiness to see new situations there is no renewal beyond what contexts themselves carry."""
    params = Params(particles=20, alpha=1e-12)
    read = {}
    for design in ("AAA", "ABA"):
        contexts = [(1.0, design[0])] * 10 + [(0.0, design[1])] * 20 + [(0.0, design[2])]
        diary = [
            Event(i * QUARTER, (), (("tone", 1.0),), context, outcome=outcome)
            for i, (outcome, context) in enumerate(contexts)
        ]
        read[design] = alarm.many(alarm.start(params), diary, params)[1][-1].harm
    assert read["ABA"] == pytest.approx(read["AAA"], abs=1e-9)
