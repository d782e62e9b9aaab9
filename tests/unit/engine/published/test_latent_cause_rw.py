"""The latent-cause Rescorla-Wagner model: the published numbers, and the orderings that only it shows. Simulation only.

No practice rests on any of it: a registered replication found no retrieval-extinction effect in people (Chalkia et al.
2020).
"""

from __future__ import annotations

import numpy as np
import pytest

from homing.engine.published import latent_cause_rw
from homing.engine.published.latent_cause_rw import Params, Result
from homing.lab.designs import DESIGNS, Design

ALL = [design for design in DESIGNS.values() if design.model == "latent_cause_rw"]
PRINTED = {
    "no-retrieval": 0.991,
    "retrieval-1": 0.078,
    "retrieval-2": 0.068,
    "retrieval-3": 0.067,
    "retrieval-5": 0.066,
    "retrieval-10": 0.065,
    "retrieval-20": 0.063,
    "retrieval-30": 0.062,
    "retrieval-50": 0.890,
    "retrieval-100": 0.847,
    "retrieval-3-old": 0.408,
    "retrieval-before-extinction": 0.035,
    "retrieval-within-extinction": 0.750,
    "amnesia-one-reminder": 0.647,
    "amnesia-older": 0.927,
    "amnesia-stronger": 0.893,
    "amnesia-stronger-novel": 0.888,
    "extinction-elsewhere": 1.000,
    "extinction-similar": 0.214,
    "compound-amnesia": 0.044,
    "compound-control": 0.212,
    "transience-1": 0.134,
    "transience-40": 0.885,
    "transience-100": 0.750,
    "weak-reminder-soon": 0.951,
    "weak-none-soon": 0.477,
    "weak-reminder-late": 0.501,
    "weak-none-late": 0.487,
    "slight-amnesia-relearnt": 0.567,
}
"""Responses on the last trial as the public reference implementation gives them, to three digits."""


def simulate(design: Design) -> Result:
    """The model with the design's settings."""
    params = Params(**design.params)
    return latent_cause_rw.run(design.cues, design.outcomes, design.times, params, amnesia=design.amnesia)


def last(name: str) -> float:
    """The response on the last trial of a design."""
    return float(simulate(DESIGNS[name]).response[-1])


@pytest.mark.parametrize("name", PRINTED)
def test_final_response_is_the_printed_one(name: str) -> None:
    """The response on the test trial is the one in the table, to its digits."""
    assert last(name) == pytest.approx(PRINTED[name], abs=0.0005 + 1e-9)


@pytest.mark.parametrize("design", ALL, ids=lambda design: str(design.name))
def test_final_response_is_that_of_the_reference_implementation(design: Design) -> None:
    """The response on the test trial equals the reference implementation's eight digits."""
    assert simulate(design).response[-1] == pytest.approx(design.final, abs=1e-8)


def test_every_trial_of_one_design_is_that_of_the_reference_implementation() -> None:
    """Responses, posterior and weights along amnesia after a reminder equal the reference to ten digits (design 6)."""
    result = simulate(DESIGNS["amnesia-one-reminder"])
    np.testing.assert_allclose(result.response, [0.02275013195, 1.0, 0.646987917], rtol=0.0, atol=5e-11)
    q = [[1.0, 0.0, 0.0], [0.3738159488, 0.6261840512, 0.0], [0.1609467521, 0.3304065816, 0.5086466664]]
    np.testing.assert_allclose(result.responsibilities[:, :3], q, rtol=0.0, atol=5e-11)
    np.testing.assert_allclose(result.weights[:, 0, 0], [0.657, 0.1445080018, 0.1375305737], rtol=0.0, atol=5e-11)
    assert result.causes.tolist() == [0, 1, 2]


def test_slight_amnesia_leaves_what_the_published_code_leaves() -> None:
    """With amnesia .01 a weight of .468 falls to 4.5e-8 in three rounds: psi (1 - q) of it stays each time."""
    result = simulate(DESIGNS["slight-amnesia-relearnt"])
    assert result.weights[0, 0, 0] == pytest.approx(0.468, abs=1e-12)
    assert result.weights[1, 0, 0] == pytest.approx(4.515433527e-08, rel=1e-9)
    assert result.responsibilities[1, 0] == pytest.approx(0.4698062974, abs=1e-10)


@pytest.mark.parametrize(("count", "new"), [(1, 0.725), (2, 0.590), (3, 0.520), (5, 0.439), (10, 0.328), (20, 0.224)])
def test_the_more_was_learnt_the_less_one_surprise_is_a_new_cause(count: int, new: float) -> None:
    """After more pairings one trial without outcome is less likely given to a new cause (design 29)."""
    result = simulate(DESIGNS[f"surprise-after-{count}"])
    assert result.responsibilities[-1, 1] == pytest.approx(new, abs=0.0005)


def test_retrieval_shortly_before_extinction_weakens_the_return() -> None:
    """A short interval after retrieval leaves less than no retrieval or a long one; the edge lies past thirty (B3)."""
    assert last("retrieval-3") < last("retrieval-100") < last("no-retrieval")
    curve = [last(f"retrieval-{interval}") for interval in (2, 3, 5, 10, 20, 30, 50)]
    assert max(curve[:-1]) < 0.1 < 0.8 < curve[-1]


def test_retrieval_within_extinction_does_little() -> None:
    """Retrieval before extinction leaves less to reinstate than retrieval in its middle (B4)."""
    assert last("retrieval-before-extinction") < last("retrieval-within-extinction")


def test_boundaries_of_the_effect() -> None:
    """Older, stronger and longer reminded memories resist, as do reinforced reminders and other contexts (B5)."""
    resisting = ("amnesia-older", "amnesia-stronger", "amnesia-three-reminders", "amnesia-reinforced-reminder")
    assert last("amnesia-one-reminder") < min(last(name) for name in resisting)
    assert last("retrieval-3") < last("retrieval-3-old")
    assert last("extinction-similar") < last("extinction-elsewhere")
    assert last("compound-amnesia") < last("compound-control")


def test_amnesia_passes_and_the_curve_turns() -> None:
    """After a disrupted reminder the response comes back with the days, and falls again after about forty (B2)."""
    curve = [last(f"transience-{wait}") for wait in (1, 10, 20, 30, 40, 60, 80, 100)]
    assert curve[0] < 0.2
    assert 0 < int(np.argmax(curve)) < len(curve) - 1
    assert curve[-1] < max(curve) - 0.1


def test_a_reminder_strengthens_a_weak_memory_for_a_while() -> None:
    """A reminder without outcome raises a weak memory's response soon after, and hardly later (B8)."""
    assert last("weak-reminder-soon") > last("weak-none-soon") + 0.4
    assert abs(last("weak-reminder-late") - last("weak-none-late")) < 0.05


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


def test_an_unknown_outcome_is_left_out_of_the_history() -> None:
    """A row without outcome is answered, belongs to no cause and changes no weight."""
    result = latent_cause_rw.run(np.ones((3, 1)), [1.0, np.nan, 1.0], [0.0, 1.0, 2.0])
    assert result.causes.tolist() == [0, -1, 0]
    assert np.array_equal(result.weights[0], result.weights[1])


def test_far_cues_and_outcomes_keep_the_numbers_in_range() -> None:
    """Cues and outcomes hundreds of standard deviations away still leave a posterior that sums to one."""
    result = latent_cause_rw.run([[500.0], [-500.0], [500.0]], [80.0, -80.0, 80.0], [0.0, 1.0, 2.0], Params(rounds=1))
    assert np.allclose(result.responsibilities.sum(axis=1), 1.0)


@pytest.mark.parametrize("amnesia", [[1.0], [0.0, 2.0], [0.0, np.nan], [[0.0, 0.0]]])
def test_amnesia_is_one_share_a_row(amnesia: object) -> None:
    """Amnesia that is not one number from 0 to 1 for each row is refused."""
    with pytest.raises(ValueError, match="amnesia must be"):
        latent_cause_rw.run([[1.0], [1.0]], [1.0, 0.0], [0.0, 1.0], amnesia=amnesia)  # type: ignore[arg-type]  # meant
