"""Whether the widths mean what they say, on diaries simulated from the model's own laws.

This shows that the filter is right about its own assumptions. It is no evidence about people.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pytest
from numpy.typing import NDArray

from homing.engine import world

from .diaries import TRUTH, World, diary

PEOPLE, MOMENTS, FIRST_SCORED = 40, 120, 10


class Scores(NamedTuple):
    """Per scored moment: true p, hurt, and what the filter and the running base rate said."""

    truth: NDArray[np.float64]
    hurt: NDArray[np.float64]
    p: NDArray[np.float64]
    low: NDArray[np.float64]
    high: NDArray[np.float64]
    base: NDArray[np.float64]

    def log_loss(self, p: NDArray[np.float64]) -> float:
        """Mean negative log likelihood of what happened."""
        return float(-np.mean(self.hurt * np.log(p) + (1.0 - self.hurt) * np.log(1.0 - p)))

    def covered(self) -> float:
        """Share of moments whose true p lies in the interval."""
        return float(np.mean((self.low <= self.truth) & (self.truth <= self.high)))

    def calibration_error(self) -> float:
        """Expected calibration error over ten equal bins."""
        bins = np.minimum((self.p * 10).astype(int), 9)
        return float(sum(abs((self.hurt - self.p)[bins == i].sum()) for i in range(10)) / len(self.p))


def score(params: world.Params, seeds: range) -> Scores:
    """Run the filter over simulated people; only labelled outcomes are learnt, all are scored."""
    rows = []
    for seed in seeds:
        state, hurt, n = world.start(params), 0.5, 1.0
        for i, lived in enumerate(diary(seed, MOMENTS)):
            state, r = world.step(state, lived.event, params)
            if i >= FIRST_SCORED:
                rows.append((lived.p, lived.hurt, r.p, r.low, r.high, hurt / n))
            if lived.event.outcome is not None:
                hurt, n = hurt + lived.event.outcome, n + 1.0
    return Scores(*np.array(rows).T)


@pytest.fixture(scope="module")
def matched() -> Scores:
    """The filter told the laws of the world it reads."""
    return score(TRUTH, range(100, 100 + PEOPLE))


def test_interval_covers_the_true_probability(matched: Scores) -> None:
    """The 80 % interval holds the true probability in 75 to 85 % of moments."""
    assert 0.75 <= matched.covered() <= 0.85


def test_probabilities_are_calibrated(matched: Scores) -> None:
    """Of the moments read as p, about p hurt: the expected calibration error is below .03."""
    assert matched.calibration_error() < 0.03


def test_reading_beats_the_base_rate(matched: Scores) -> None:
    """The log loss is better than that of the running base rate and of the best constant, and not below the truth's."""
    constant = np.full_like(matched.p, matched.hurt.mean())
    ours = matched.log_loss(matched.p)
    assert ours < matched.log_loss(matched.base) - 0.01
    assert ours < matched.log_loss(constant) - 0.03
    assert ours > matched.log_loss(matched.truth)


def test_built_in_priors_do_no_harm() -> None:
    """With the built-in placeholders instead of the true laws, calibration and skill nearly stay."""
    scores = score(world.Params(), range(200, 200 + PEOPLE // 2))
    assert 0.72 <= scores.covered() <= 0.9
    assert scores.calibration_error() < 0.05
    assert scores.log_loss(scores.p) < scores.log_loss(scores.base)


def test_weights_are_recovered_within_their_own_width() -> None:
    """The true weights lie within two standard deviations of what was learnt in 90 to 98 % of cases."""
    inside = []
    for seed in range(300, 320):
        lived = World(seed)
        state, _ = world.many(world.start(TRUTH), [lived.moment(1.0).event for _ in range(MOMENTS)], TRUTH)
        for key, slot in state.slots.items():
            kind, name = key[0], "".join(key[1:])
            off = lived.weight(kind, name) - state.mean[slot]
            inside.append(abs(off) <= 2.0 * np.sqrt(state.cov[slot, slot]))
    assert 0.9 <= np.mean(inside) <= 0.98
