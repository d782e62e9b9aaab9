"""Gradual extinction: the values of Song et al. 2022, and what the filter does at its edges. Simulation only.

There is no general advantage of occasional harm in extinction (Quintero et al. 2024), and the third condition turns on
a near tie between two histories: only its order is asserted.
"""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest

from homing.engine.published import gradual_extinction
from homing.engine.published.gradual_extinction import Params
from homing.lab.designs import DESIGNS

PUBLISHED = {
    "recovery-standard": 0.125,
    "recovery-gradual": -0.170,
    "reinstatement-standard": 0.134,
    "reinstatement-gradual": -0.082,
}
"""Freezing in the four last tests less that in the four last trials of extinction, from the authors' saved outputs."""


@cache
def freezing(name: str) -> tuple[float, float]:
    """Mean freezing in the last four trials of extinction and in the tests, over five seeds."""
    design = DESIGNS[name]
    runs = [gradual_extinction.run(design.cues, design.outcomes, design.times, seed=seed) for seed in range(5)]
    response = np.mean([run.response for run in runs], axis=0)
    labels = np.array(design.labels)
    ended = response[np.flatnonzero(labels == "extinction")[-4:]]
    return float(ended.mean()), float(response[labels == "test"].mean())


def change(name: str) -> float:
    """How much freezing has come back."""
    ended, tested = freezing(name)
    return tested - ended


@pytest.mark.parametrize("name", PUBLISHED)
def test_what_comes_back_is_the_published_value(name: str) -> None:
    """After a sudden end and after thinning out, what returns is within .01 of the authors' own runs."""
    assert change(name) == pytest.approx(PUBLISHED[name], abs=0.01)


def test_what_thins_out_returns_less_and_ends_higher() -> None:
    """Freezing rises where shocks stopped at once and falls where they thinned out, which ends higher (B6)."""
    assert change("recovery-gradual") < 0.0 < change("recovery-standard")
    assert freezing("recovery-gradual")[0] > freezing("recovery-standard")[0]


@pytest.mark.parametrize("question", ["recovery", "reinstatement"])
def test_thinning_out_in_another_order_is_no_better(question: str) -> None:
    """The reversed order lies between the gradual one and the sudden end."""
    assert change(f"{question}-gradual") <= change(f"{question}-reverse") < change(f"{question}-standard")


def test_it_runs_out_of_causes_quietly() -> None:
    """With two causes at most and an eager prior, freezing stays within bounds; the seed alone decides."""
    params = Params(particles=50, alpha=50.0, causes=2)
    rows = np.ones((8, 1)), np.arange(8) % 2, np.arange(8.0) * 30
    result = gradual_extinction.run(*rows, params, seed=5)
    assert np.all((result.response >= 0.2) & (result.response <= 1.0))
    assert np.array_equal(result.response, gradual_extinction.run(*rows, params, seed=5).response)
    assert not np.array_equal(result.response, gradual_extinction.run(*rows, params, seed=6).response)


def test_an_unknown_shock_changes_nothing_that_follows() -> None:
    """A row whose shock is not known is answered, and later rows expect what they would have without it."""
    cues, times = np.ones((6, 1)), np.arange(6.0)
    outcomes = np.array([1.0, 1.0, np.nan, 0.0, 0.0, 0.0])
    result = gradual_extinction.run(cues, outcomes, times)
    kept = ~np.isnan(outcomes)
    without = gradual_extinction.run(cues[kept], outcomes[kept], times[kept])
    np.testing.assert_allclose(result.expected[kept], without.expected, rtol=0.0, atol=1e-12)
    assert np.isnan(result.new).tolist() == (~kept).tolist()


def test_sessions_begin_afresh_after_a_night() -> None:
    """Within a session freezing carries over; after a night it is what is expected then."""
    result = gradual_extinction.run(np.ones((3, 1)), [1.0, 0.0, 0.0], [0.0, 0.05, 30.0])
    now = 0.2 + 0.8 * result.expected
    assert result.response[0] == pytest.approx(now[0])
    assert result.response[1] == pytest.approx(0.7 * now[0] + 0.3 * now[1])
    assert result.response[2] == pytest.approx(now[2])


@pytest.mark.parametrize(("cue", "shock"), [(1.5, 0.0), (-0.5, 0.0), (1.0, 2.0), (1.0, -1.0)])
def test_what_is_no_chance_is_refused(cue: float, shock: float) -> None:
    """Cues and shocks outside 0 to 1 are refused."""
    with pytest.raises(ValueError, match="between 0 and 1"):
        gradual_extinction.run([[cue]], [shock], [0.0])
