"""From responses to reported values: by hand."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from homing.lab.ccnlab.reading import BenchmarkError, Experiment, experiments
from homing.lab.ccnlab.readouts import Readout
from homing.lab.columns import Floats
from tests.unit.lab.ccnlab.invented import blocking, experiment, fear, learning, trial, value


def one(told: dict[str, Any]) -> Experiment:
    """A single experiment."""
    return experiments([told])[0]


def rising(count: int) -> Floats:
    """Responses of 0 before the cue, then, on trial n, n, 2n and (while the outcome is there) 100."""
    n = np.arange(1.0, count + 1.0)[:, None]
    return np.concatenate([0.0 * n, 0.0 * n, n, 2.0 * n, 0.0 * n + 100.0], axis=1)


def test_conditioned_response_by_session() -> None:
    """The mean during the cue before the outcome, 1.5 n; session 0 is trial 1, the others four trials each."""
    found = Readout(one(learning())).values({"main": rising(12)})
    np.testing.assert_allclose(found, [1.5, 1.5 * 2.5, 1.5 * 6.5, 1.5 * 10.5], rtol=0.0, atol=1e-12)


def test_without_sessions_the_last_run_counts() -> None:
    """The test is the last unbroken run of the variable's cues; its outcome is 0, so all three steps count."""
    responses = {"alone": rising(9), "company": rising(12)}
    found = Readout(one(blocking())).values(responses)
    np.testing.assert_allclose(found, [(3 * 8.5 + 100.0) / 3, (3 * 11.5 + 100.0) / 3], rtol=0.0, atol=1e-12)


def test_suppression_by_hand() -> None:
    """Largest response 4: left 4 and 4 without the cue, 2 and 1 with it, so 3/11; nothing left at all counts 0."""
    responses = np.tile([0.0, 0.0, 2.0, 3.0, 4.0], (6, 1))
    flat = np.ones((9, 5))
    found = Readout(one(fear())).values({"weak": responses, "strong": flat})
    np.testing.assert_allclose(found, [3 / 11, 3 / 11, 0.0, 0.0], rtol=0.0, atol=1e-12)


def test_a_shorter_trial_ignores_what_is_beyond_it() -> None:
    """Responses after the end of a trial do not count, not even as the largest."""
    short = {"timesteps": [[[], "K1", 0], [[["A", 1]], "K1", 0]]}
    told = experiment("X_Y", {"main": [short, trial("A"), short]}, [value("main", "A", 1.0)] * 2, "suppression ratio")
    responses = np.array([[0.0, 1.0, 99.0, 99.0, 99.0], [0.0, 0.0, 1.0, 1.0, 1.0], [0.0, 0.5, 99.0, 99.0, 99.0]])
    assert Readout(one(told)).values({"main": responses}).tolist() == [0.0, 0.0]


def test_listed_experiments_have_windows_of_their_own() -> None:
    """Where the benchmark measures something else than the variable's own cues, that is what counts."""
    serial = trial("A", 1.0, 2, before="B")
    stimuli = {"serial": [serial, trial("A", 0.0, 4)]}
    values = [value("serial", "BA", 1.0, 1), value("serial", "A", 0.0, 1)]
    found = Readout(one(experiment("Discrimination_FeaturePositive", stimuli, values))).values({"serial": rising(6)})
    np.testing.assert_allclose(found, [1.5 * 1.5, (3 * 4.5 + 100.0) / 3], rtol=0.0, atol=1e-12)
    both = {
        "component": [trial("AC", 1.0), trial("AD", 1.0), trial("BC"), trial("BD")],
        "biconditional": [trial("AC", 1.0), trial("AD"), trial("BC"), trial("BD", 1.0)],
    }
    values = [value(group, sign, 1.0) for group in both for sign in "+−"]
    found = Readout(one(experiment("Discrimination_Biconditional", both, values))).values(
        dict.fromkeys(both, rising(4))
    )
    np.testing.assert_allclose(found, [2.25, (3 * 3.5 + 100) / 3, 3.75, (3 * 2.5 + 100) / 3], rtol=0.0, atol=1e-12)


def test_listed_tests_are_the_last_trials() -> None:
    """A listed number of last trials is the test, though more trials look like it."""
    stimuli = {"a": [trial("A", 0.0, 30)], "b": [trial("A", 0.0, 10)]}
    told = experiment("Recovery_Renewal", stimuli, [value("a", "A", 1.0), value("b", "A", 2.0)])
    found = Readout(one(told)).values({"a": rising(30), "b": rising(10)})
    np.testing.assert_allclose(found, [(3 * 25.5 + 100.0) / 3, (3 * 5.5 + 100.0) / 3], rtol=0.0, atol=1e-12)


def test_values_without_trials_are_refused() -> None:
    """A variable that is never shown, and more sessions than trials, are refused."""
    told = blocking()
    told["empirical"].append(value("alone", "Z", 1.0))
    with pytest.raises(BenchmarkError, match="no trials to measure 'Z' of 'alone'"):
        Readout(one(told))
    told = learning()
    told["empirical"].append(value("main", "A", 1.0, 13))
    with pytest.raises(BenchmarkError, match="too few trials for the sessions of 'A'"):
        Readout(one(told))
