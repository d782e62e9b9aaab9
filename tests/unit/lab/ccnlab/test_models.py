"""Our model's compound, and the models on the benchmark's trials."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from homing.engine.published import kalman_td
from homing.lab.ccnlab.compound import Saliences, elements
from homing.lab.ccnlab.models import KALMAN, MODELS, OURS, RW, TD, Model, respond
from homing.lab.ccnlab.reading import Experiment, experiments
from homing.lab.columns import Floats
from tests.unit.lab.ccnlab.invented import blocking, everything, experiment, patterning, trial, value

PLAIN = {"whole": 0.3, "pair": 0.5, "in_context": 0.2, "context": 0.1, "trace": 0.5}
SETTING = {"discount": 0.9, "noise": 0.3, "diffusion": 0.001, **PLAIN}


def made(*trials: dict[str, Any]) -> Experiment:
    """One experiment with one group of these trials."""
    return experiments([experiment("X_Y", {"main": list(trials)}, [value("main", "A", 1.0)] * 2)])[0]


def strengths(of: Floats) -> list[float]:
    """The strengths of the elements that are on, sorted."""
    return sorted(of[of != 0.0].round(4).tolist())


def test_compound_by_hand() -> None:
    """Before cues the context alone; with two, a serial, a whole and an in-context element for each, and one pair."""
    found = elements(made(trial("AB")), [Saliences(**PLAIN)])["main"][0, 0]
    assert strengths(found[0]) == [0.1]
    assert strengths(found[2]) == [0.1, 0.2, 0.2, 0.3, 0.3, 0.5, 1.0, 1.0]
    shared = (found[2] != 0.0) & (found[3] != 0.0)
    assert strengths(found[3][shared]) == [0.1, 0.3, 0.3]


def test_a_cue_leaves_a_trace() -> None:
    """A step after B has gone, its elements are halved, and so is its pair with the cue that follows."""
    found = elements(made(trial("A", before="B")), [Saliences(**PLAIN)])["main"][0, 0]
    assert strengths(found[2]) == [0.1, 0.1, 0.15, 0.2, 0.25, 0.3, 0.5, 1.0]
    assert strengths(found[3]) == [0.05, 0.075, 0.1, 0.125, 0.2, 0.25, 0.3, 1.0]


def test_a_cue_is_the_same_whenever_it_comes() -> None:
    """The serial compound counts from onset, and again after a pause; other contexts have elements of their own."""
    cue, nothing = [["A", 1.0]], [[], "K1", 0.0]
    again = {"timesteps": [[cue, "K1", 0.0], nothing, [cue, "K1", 0.0], [cue, "K1", 0.0]]}
    found = elements(made(again, trial("A", context="K2")), [Saliences(**PLAIN)])["main"][0]
    np.testing.assert_array_equal(found[0, 0], found[0, 2])
    here, there = found[0, 2] != 0.0, found[1, 2] != 0.0
    assert strengths(found[0, 2][here & there]) == [0.3, 1.0]


def test_settings_make_their_own_compounds() -> None:
    """Every setting has its saliences, on the same elements."""
    both = [Saliences(**PLAIN), Saliences(**(PLAIN | {"pair": 0.0}))]
    found = elements(made(trial("AB")), both)["main"]
    assert found.shape[:3] == (2, 1, 5)
    assert strengths(found[1, 0, 2]) == [0.1, 0.2, 0.2, 0.3, 0.3, 1.0, 1.0]


def test_ours_is_kalman_td_on_the_compound() -> None:
    """What the model values at each step is what the published model makes of the compound, row by row."""
    (found,) = experiments([patterning()])
    values = OURS.values(found, [SETTING])[0]["main"]
    shown = elements(found, [Saliences(**PLAIN)])["main"][0]
    times = np.arange(len(shown))[:, None] * 100.0 + np.arange(shown.shape[1])
    us = np.array([one.us for one in found.groups["main"]])
    rows = shown.reshape(-1, shown.shape[2]), us.ravel(), times.ravel()
    alone = kalman_td.run(*rows, kalman_td.Params(0.9, 0.3, 0.001)).expected
    np.testing.assert_allclose(values.ravel(), alone, rtol=0.0, atol=1e-9)


@pytest.mark.parametrize("model", MODELS, ids=lambda model: str(model.name))
def test_settings_together_are_settings_alone(model: Model) -> None:
    """Several settings in several groups of different length give what each gives alone."""
    grids = [{name: among[at % len(among)] for name, among in model.grid.items()} for at in (0, 1)]
    for one in experiments(everything()):
        both = model.values(one, grids)
        for at, setting in enumerate(grids):
            alone = model.values(one, [setting])[0]
            for group, trials in one.groups.items():
                assert both[at][group].shape[0] == len(trials)
                np.testing.assert_allclose(both[at][group], alone[group], rtol=0.0, atol=1e-9)


def test_temporal_difference_by_hand() -> None:
    """One pairing with the outcome on the last of three steps teaches that step .3, and the steps before it nothing."""
    (found,) = experiments([experiment("X_Y", {"main": [trial("A", 1.0, 3)]}, [value("main", "A", 1.0)] * 2)])
    values = TD.values(found, [TD.default or {}])[0]["main"]
    np.testing.assert_allclose(values[1], [0.0, 0.0, 0.0, 0.0, 0.6 * 0.5 * 2.0], rtol=0.0, atol=1e-12)
    assert values[2, 3] > 0.0


def test_rescorla_wagner_and_kalman_block() -> None:
    """A cue that was trained beside a good predictor has less value than one trained alone."""
    (found,) = experiments([blocking()])
    for model in (RW, KALMAN):
        values = model.values(found, [model.default or {}])[0]
        assert values["company"][-2, 2] < values["alone"][-2, 2]


def test_patterning_needs_pairs() -> None:
    """With elements for pairs our model comes to expect less of AB than of A, without them hardly."""
    (found,) = experiments([patterning()])
    paired, apart = (values["main"] for values in OURS.values(found, [SETTING, SETTING | {"pair": 0.0}]))
    assert paired[21, 4] - paired[23, 4] > apart[21, 4] - apart[23, 4] + 0.1


def test_response_is_logistic_or_the_value() -> None:
    """One half at the threshold, bounded by 0 and 1 however far the value runs; the value itself at slope 0."""
    value_ = np.array([-1e9, 0.2, 1e9])
    found = respond(value_, {"threshold": 0.2, "slope": 6.0})
    np.testing.assert_allclose(found, [0.0, 0.5, 1.0], rtol=0.0, atol=1e-12)
    assert respond(value_, {"threshold": 0.2, "slope": 0.0}) is value_
