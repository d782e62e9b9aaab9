"""Temporal difference: numbers by hand, two independent computations, second-order conditioning."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from homing.engine.published import rescorla_wagner
from homing.engine.published._protocol import Floats
from homing.engine.published.temporal_difference import SUTTON_BARTO, Params, run
from tests.unit.engine.published.designs import Rows, trials

HALF = Params(rate=0.5, discount=0.5)


def serial(*kinds: tuple[int, list[str], float], cues: str = "AX") -> Rows:
    """Trials of several steps: (how many, the cues of each step, the outcome on the last), a minute apart."""
    shown, outcomes, times = [], [], []
    clock = 0.0
    for count, steps, outcome in kinds:
        for _ in range(count):
            for at, letters in enumerate(steps):
                shown.append([float(cue in letters) for cue in cues])
                outcomes.append(outcome if at == len(steps) - 1 else 0.0)
                times.append(clock + at)
            clock += 60.0
    return np.array(shown), np.array(outcomes), np.array(times)


def test_value_travels_back_by_hand() -> None:
    """X then A then 1: A learns 1/2, 3/4, 7/8; X half of half of what A has gained, a trial behind."""
    result = run(*serial((3, ["X", "A"], 1.0)), HALF)
    assert result.expected.tolist() == [0.0, 0.0, 0.0, 0.5, 0.125, 0.75]
    assert result.response.tolist() == result.expected.tolist()


def test_trial_of_one_row_is_rescorla_wagner() -> None:
    """Where every row is a trial, the model is Rescorla-Wagner."""
    design = trials((6, "A", 1.0), (6, "AX", 0.0), (3, "X", 1.0))
    plain = rescorla_wagner.run(*design)
    np.testing.assert_array_equal(run(*design).expected, plain.expected)


def test_second_order_conditioning() -> None:
    """A cue that announces a predictor becomes one, though it was never followed by the outcome itself."""
    phases = serial((30, ["A"], 1.0), (3, ["X", "A"], 0.0), (1, ["X"], 0.0))
    assert run(*phases).expected[-1] > 0.3
    assert rescorla_wagner.run(*phases).expected[-1] == 0.0


def test_blocking_and_no_latent_inhibition() -> None:
    """X learns nothing beside a full predictor, and learns no slower for having been seen before."""
    assert abs(run(*trials((50, "A", 1.0), (50, "AX", 1.0), (1, "X", 0.0))).expected[-1]) < 1e-6
    assert run(*trials((30, "X", 0.0), (4, "X", 1.0))).expected[-1] == run(*trials((4, "X", 1.0))).expected[-1]


def test_eligibility_reaches_back_within_a_trial_only() -> None:
    """With lambda = 1 the first trial teaches both cues at once; a trial before it, with no outcome, learns nothing."""
    given = serial((1, ["A"], 0.0), (1, ["X", ""], 1.0), (1, ["X"], 0.0), (1, ["A"], 0.0))
    assert run(*given, replace(HALF, trace=1.0)).expected.tolist() == [0.0, 0.0, 0.0, 0.25, 0.0]
    assert run(*given, HALF).expected.tolist() == [0.0] * 5


def test_compound_tells_early_from_late() -> None:
    """A cue that stays on for three steps with the outcome on the last predicts more the closer it comes."""
    value = run(*serial((60, ["A", "A", "A"], 1.0)), Params(discount=0.5)).expected[-3:]
    np.testing.assert_allclose(value, [0.25, 0.5, 1.0], rtol=0.0, atol=1e-3)


def test_last_element_stays_on() -> None:
    """A cue that outlasts its compound goes on with the last element, so it still predicts."""
    result = run(*serial((60, ["A", "A", "A"], 1.0)), Params(discount=0.5, steps=2))
    assert result.weights.shape[2] == 2
    assert result.expected[-1] == result.weights[-1, 0, 1] > 0.5


def test_clock_of_the_trial_or_of_the_cue() -> None:
    """Counting from its own onset a cue is known wherever it comes; counting from the trial's it is a new one."""
    moved = serial((20, ["A"], 1.0), (1, ["", "A"], 0.0))
    assert run(*moved).expected[-1] > 0.9
    assert run(*moved, Params(clock="trial")).expected[-1] == 0.0


def test_unknown_outcome_is_not_learnt_from() -> None:
    """A row whose outcome is not known leaves the weights as they were."""
    cues, outcomes, times = trials((4, "A", 1.0))
    outcomes[2] = np.nan
    expected = run(cues, outcomes, times).expected
    assert expected[3] == expected[2]


def benchmark_peer(design: Rows, steps: int) -> list[float]:
    """The benchmark's TD by its definition: one flat vector of cue times step, learnt from once the next is known.

    What is returned is the value before the outcome of the row is learnt, on every row.
    """
    cues, outcomes, times = design
    weights, values = np.zeros((steps, cues.shape[1])), []
    starts = [t for t in range(len(times)) if t == 0 or times[t] > times[t - 1] + 1.0]
    for first, end in zip(starts, [*starts[1:], len(times)], strict=True):
        for t in range(first, end):
            if t > first:
                after, before = weights[t - first] @ cues[t], weights[t - 1 - first] @ cues[t - 1]
                weights[t - 1 - first] += 0.3 * (outcomes[t - 1] + 0.98 * after - before) * cues[t - 1]
            values.append(float(weights[t - first] @ cues[t]))
        weights[end - 1 - first] += 0.3 * (outcomes[end - 1] - weights[end - 1 - first] @ cues[end - 1]) * cues[end - 1]
    return values


def test_default_is_the_peer_of_the_benchmark() -> None:
    """With the clock of the trial the values are those of the benchmark's TD, computed on its own here."""
    rng = np.random.default_rng(8)
    kinds = [(1, ["A", "AX", "X", ""][: rng.integers(1, 5)], float(rng.integers(0, 2))) for _ in range(40)]
    design = serial(*kinds)
    mine = run(*design, Params(clock="trial"))
    np.testing.assert_allclose(mine.expected, benchmark_peer(design, 4), rtol=0.0, atol=1e-12)


def sutton(cues: Floats, outcomes: Floats) -> Floats:
    """Sutton's own form for the paper of 1990: alpha .1, gamma .95, a trace that moves by .2, the US a step later."""
    strength, trace, before = np.zeros(cues.shape[1]), np.zeros(cues.shape[1]), 0.0
    for x, us in zip(cues, outcomes, strict=True):
        error = 0.1 * (us + 0.95 * (strength @ x) - before)
        strength, trace = strength + error * trace, trace + 0.2 * (x - trace)
        before = strength @ x
    return strength


def test_values_of_sutton_and_barto() -> None:
    """With their values, and outcomes a row up, the weights are those of Sutton's form while none is below 0."""
    trial = [[0.0, 1.0]] * 4 + [[0.0, 0.0]] * 16
    cues, outcomes = np.array(trial * 20), np.tile(np.arange(20) == 3, 20).astype(float)
    mine = run(cues, outcomes, np.arange(400.0), SUTTON_BARTO)
    theirs = sutton(cues[:-1], np.concatenate([[0.0], outcomes[:-2]]))
    later = sutton(cues, np.concatenate([[0.0], outcomes[:-1]]))
    assert later[1] > 0.1
    np.testing.assert_allclose(mine.weights[-1, :, 0], later, rtol=0.0, atol=1e-12)
    np.testing.assert_allclose(mine.weights[-2, :, 0], theirs, rtol=0.0, atol=1e-12)
