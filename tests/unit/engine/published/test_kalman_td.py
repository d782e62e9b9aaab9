"""Kalman temporal difference: numbers by hand, an independent computation, what it is known for."""

from __future__ import annotations

import numpy as np

from homing.engine.published import kalman_rescorla_wagner
from homing.engine.published._protocol import Events, Floats
from homing.engine.published.kalman_td import Params, run, run_block, start
from tests.unit.engine.published.designs import Rows, trials


def serial(*kinds: tuple[int, list[str], float], cues: str = "AX") -> Rows:
    """Trials of several steps: (how many, the cues of each step, the outcome on the last), a minute apart."""
    shown, outcomes, times, clock = [], [], [], 0.0
    for count, steps, outcome in kinds:
        for _ in range(count):
            for at, letters in enumerate(steps):
                shown.append([float(cue in letters) for cue in cues])
                outcomes.append(outcome if at == len(steps) - 1 else 0.0)
                times.append(clock + at)
            clock += 60.0
    return np.array(shown), np.array(outcomes), np.array(times)


def looked_up(rows: Rows, params: Params) -> tuple[Floats, Floats]:
    """The weights and covariance after all rows, with what follows each row looked up, as the paper's own code does."""
    cues, outcomes, times = rows
    weights, covariance = np.zeros(cues.shape[1]), params.prior_variance * np.eye(cues.shape[1])
    for t in range(len(cues)):
        ends = t + 1 == len(cues) or times[t + 1] - times[t] > params.pause
        change = cues[t] - np.asarray(params.discount) * (0.0 if ends else cues[t + 1])
        covariance = covariance + params.diffusion * np.eye(len(weights))
        gain = covariance @ change / (change @ covariance @ change + params.noise_variance)
        weights = weights + gain * (outcomes[t] - change @ weights)
        covariance = covariance - np.outer(gain, change @ covariance)
    return weights, covariance


def test_two_steps_by_hand() -> None:
    """X then A then 1, all variances 1: nothing is learnt of X's row but its variance, and A takes half, then more."""
    rows = serial((1, ["X", "A"], 1.0), (1, ["A"], 0.0))
    result = run(*rows, Params(discount=1.0, diffusion=0.0))
    # X's row: h = (-1, 1), C h = (-1, 1), residual 3; A's variance is then 2/3, covariance 1/3. A's row: 2/3 / (5/3).
    np.testing.assert_allclose(result.covariance[1], [[2 / 3, 1 / 3], [1 / 3, 2 / 3]], rtol=0.0, atol=1e-12)
    np.testing.assert_allclose(result.weights[2], [0.4, 0.2], rtol=0.0, atol=1e-12)
    assert result.expected.tolist() == [0.0, 0.0, result.weights[2, 0]]


def test_the_paper_s_own_order_gives_the_same() -> None:
    """Learning a row when the next is there is learning it with the next looked up."""
    rows = serial((3, ["X", "XA", "A"], 1.0), (2, ["A", "", "X"], 0.5), (1, [""], 0.0))
    weights, covariance = looked_up((rows[0][:-1], rows[1][:-1], rows[2][:-1]), Params())
    result = run(*rows)
    np.testing.assert_allclose(result.weights[-1], weights, rtol=0.0, atol=1e-12)
    np.testing.assert_allclose(result.covariance[-1], covariance, rtol=0.0, atol=1e-12)


def test_trial_of_one_row_is_kalman_rescorla_wagner() -> None:
    """Where every row is a trial, the model is Kalman Rescorla-Wagner."""
    cues, outcomes, times = trials((6, "A", 1.0), (6, "AX", 0.0), (3, "X", 1.0))
    apart = run(cues, outcomes, 60.0 * times).expected
    np.testing.assert_allclose(apart, kalman_rescorla_wagner.run(cues, outcomes, times).expected, rtol=0.0, atol=1e-12)


def test_second_order_conditioning_and_latent_inhibition() -> None:
    """A cue that announces a predictor becomes one; a cue that was seen before learns more slowly."""
    assert run(*serial((30, ["A"], 1.0), (3, ["X", "A"], 0.0), (1, ["X"], 0.0))).expected[-1] > 0.2
    seen, new = (serial((count, ["X"], 0.0), (2, ["X"], 1.0), (1, ["X"], 0.0)) for count in (30, 0))
    assert run(*seen, Params(diffusion=0.001)).expected[-1] < run(*new, Params(diffusion=0.001)).expected[-1]


def test_overshadowed_cue_recovers_when_the_other_is_extinguished() -> None:
    """Extinguishing one cue of a compound raises the value of the other, in its absence."""
    trained, tested = (10, ["XA", "XA"], 1.0), (1, ["A"], 0.0)
    extinguished = run(*serial(trained, (10, ["X", "X"], 0.0), tested)).expected[-1]
    assert extinguished > run(*serial(trained, tested)).expected[-1] + 0.1


def test_each_person_can_have_parameters_of_their_own() -> None:
    """Numbers one a person give what each gives alone."""
    cues, outcomes, times = serial((4, ["X", "A"], 1.0), (2, ["X"], 0.0))
    there = np.ones((2, len(times)), dtype=bool)
    twice = [np.stack([field, field]) for field in (cues, outcomes, times)]
    events = Events(twice[0], twice[1], twice[2], there)
    both = Params(discount=(0.5, 0.9), noise_variance=(1.0, 0.2), diffusion=(0.0, 0.05))
    expected = run_block(start(2, 2, both), events, both)[1]
    for person, params in enumerate((Params(0.5, 1.0, 0.0), Params(0.9, 0.2, 0.05))):
        alone = run(cues, outcomes, times, params).expected
        np.testing.assert_allclose(expected[person], alone, rtol=0.0, atol=1e-12)
