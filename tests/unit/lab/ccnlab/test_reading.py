"""Reading a benchmark file, and saying what is wrong with it."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from homing.lab.ccnlab.reading import BenchmarkError, experiments, read
from tests.unit.lab.ccnlab.invented import everything, learning, trial


def test_a_file_becomes_experiments(tmp_path: Path) -> None:
    """Cues, contexts, repeated trials, sessions and the way of measuring are taken as they are told."""
    path = tmp_path / "benchmark.json"
    path.write_text(json.dumps(everything()), encoding="utf-8")
    curve, blocked, patterned, feared = read(path)
    assert (curve.name, curve.category, curve.cues, curve.contexts) == ("Learning_Curve", "Learning", ("A",), ("K1",))
    assert len(curve.groups["main"]) == 12
    assert curve.groups["main"][0] is curve.groups["main"][11]
    assert curve.groups["main"][0].us.tolist() == [0.0, 0.0, 0.0, 0.0, 1.0]
    assert [one.session for one in curve.values] == [0, 1, 2, 3]
    assert blocked.values[0].session is None
    assert patterned.contexts == ("K1", "K2")
    assert patterned.groups["main"][-1].cues == {"B", "C"}
    assert (curve.suppression, feared.suppression) == (False, True)


def test_a_trial_without_any_cue_is_a_trial() -> None:
    """An experiment whose trials show nothing has no cues, and its trials still have their steps."""
    told = learning()
    told["stimuli"] = {"main": [trial("", 1.0)]}
    del told["meta"]
    (found,) = experiments([told])
    assert found.groups["main"][0].strengths.shape == (5, 0)
    assert not found.suppression


@pytest.mark.parametrize("content", [b"", b"{", b"\xff\xfe\x00", b"not at all", b"[" * 100_000])
def test_what_is_not_json_is_refused(tmp_path: Path, content: bytes) -> None:
    """An empty file, half a file and no text at all are refused as not being JSON."""
    path = tmp_path / "benchmark.json"
    path.write_bytes(content)
    with pytest.raises(BenchmarkError, match="the file is not JSON"):
        read(path)


def test_what_is_not_a_file_is_refused(tmp_path: Path) -> None:
    """A missing file and a folder are told apart."""
    with pytest.raises(BenchmarkError, match="no such file"):
        read(tmp_path / "nowhere.json")
    with pytest.raises(BenchmarkError, match="cannot be read"):
        read(tmp_path)


Spoil = Callable[[dict[str, Any]], Any]


def put(key: str, new: Any) -> Spoil:
    """Replace one part of an experiment."""
    return lambda told: told.__setitem__(key, new)


def in_trial(key: str, new: Any) -> Spoil:
    """Replace one part of its trial."""
    return lambda told: told["stimuli"]["main"][0].__setitem__(key, new)


def in_value(key: str, new: Any) -> Spoil:
    """Replace one part of its first value."""
    return lambda told: told["empirical"][0].__setitem__(key, new)


FAULTS: dict[str, tuple[Spoil, str]] = {
    "no name": (lambda told: told.pop("name"), "experiment 1: 'name' is missing"),
    "a number for a name": (put("name", 3), "'name' is of the wrong kind"),
    "no stimuli": (lambda told: told.pop("stimuli"), "'stimuli' is missing"),
    "no values": (put("empirical", []), "at least two measured values"),
    "meta that is no dictionary": (put("meta", []), "'meta' must be a dictionary"),
    "a group without trials": (put("stimuli", {"main": []}), "group main: there must be a list of trials"),
    "trials that are no dictionaries": (put("stimuli", {"main": [3]}), "trial 1: must be a dictionary"),
    "no steps": (in_trial("timesteps", []), "at least one time step"),
    "a step in two parts": (in_trial("timesteps", [[[], "K1"]]), "a time step must be"),
    "a cue without strength": (in_trial("timesteps", [[["A"], "K1", 0]]), "a time step must be"),
    "an endless outcome": (in_trial("timesteps", [[[], "K1", float("inf")]]), "strengths must be finite"),
    "half a repeat": (in_trial("repeat", 0.5), "'repeat' must be a whole number"),
    "a million repeats": (in_trial("repeat", 1_000_000), "more than 100,000 trials"),
    "a value of nobody": (in_value("group", "others"), "group 'others', which has no stimuli"),
    "a text for a value": (in_value("value", "3"), "'value' is of the wrong kind"),
    "yes for a value": (in_value("value", True), "'value' is of the wrong kind"),
    "an endless value": (in_value("value", float("nan")), "a value must be a finite number"),
    "session minus one": (in_value("session", -1), "'session' must be a whole number"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_faults_are_told_with_their_place(fault: str) -> None:
    """Each fault is refused with a sentence that says where it is."""
    spoil, sentence = FAULTS[fault]
    told = copy.deepcopy(learning())
    spoil(told)
    with pytest.raises(BenchmarkError, match=sentence):
        experiments([told])


@pytest.mark.parametrize(
    ("told", "sentence"),
    [({}, "a list of experiments"), ([], "no experiments"), ([7], "experiment 1: must be a dictionary")],
)
def test_what_is_no_list_of_experiments_is_refused(told: Any, sentence: str) -> None:
    """A benchmark is a list with at least one experiment."""
    with pytest.raises(BenchmarkError, match=sentence):
        experiments(told)


def test_two_of_one_name_are_refused() -> None:
    """Names tell experiments apart, so each comes once."""
    with pytest.raises(BenchmarkError, match="same name"):
        experiments([learning(), learning()])
