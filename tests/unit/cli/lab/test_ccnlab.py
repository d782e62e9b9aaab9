"""``homing lab ccnlab`` on small invented experiments."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from homing.cli.codes import Code
from tests.unit.cli.conftest import Homing
from tests.unit.lab.ccnlab.invented import everything


@pytest.fixture
def benchmark(tmp_path: Path) -> Path:
    """A benchmark file."""
    path = tmp_path / "benchmark.json"
    path.write_text(json.dumps(everything()), encoding="utf-8")
    return path


def test_table_tells_scores_means_and_intervals(homing: Homing, benchmark: Path) -> None:
    """Every experiment is told once, and each part with its means and the intervals of ours less the others."""
    done = homing("lab", "ccnlab", benchmark, "--tune", "--tries", "1")
    assert (done.code, done.err) == (Code.FINE, "")
    assert done.out.count("Learning_Curve") == 1
    assert "4 experiments; split by seed 0" in done.out
    assert "held out: settings chosen on the other half (2 experiments)" in done.out
    assert done.out.count("ours less td_tuned") == 4
    assert "95 % interval" in done.out
    assert "nan" not in done.out


def test_json_is_all_there_is_on_standard_output(homing: Homing, benchmark: Path) -> None:
    """A program gets rows and a summary, and another seed another split."""
    done = homing("lab", "ccnlab", benchmark, "--tune", "--tries", "1", "--seed", "3", "--json")
    told = json.loads(done.out)
    assert set(told) == {"rows", "summary"}
    assert told["summary"]["split_seed"] == 3
    assert done.err == ""


def test_memo_is_gone_on_from(homing: Homing, benchmark: Path, tmp_path: Path) -> None:
    """With a memo the second run tries nothing again, and tells the same."""
    asked = ("lab", "ccnlab", benchmark, "--tune", "--tries", "1", "--memo", tmp_path / "tried.jsonl", "--json")
    first = homing(*asked)
    kept = (tmp_path / "tried.jsonl").read_bytes()
    assert homing(*asked) == first
    assert (tmp_path / "tried.jsonl").read_bytes() == kept


def test_figures_are_drawn(homing: Homing, benchmark: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Pictures are written into the folder; without matplotlib a sentence says what to install."""
    asked = ("lab", "ccnlab", benchmark, "--tune", "--tries", "1", "--json", "--figures", tmp_path / "pictures")
    assert homing(*asked).code == Code.FINE
    assert sorted(path.name for path in (tmp_path / "pictures").iterdir()) == ["ccnlab.png", "ccnlab.svg"]
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    done = homing(*asked)
    assert done.code == Code.REFUSED
    assert done.err == "To draw figures, install Homing with the extra 'lab'.\n"


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("", "The file is not JSON: line 1, column 1."),
        ("{}", "The benchmark must be a list of experiments."),
        ("[]", "The benchmark has no experiments."),
        ('[{"name": "A_B"}]', "Experiment 1 (A_B): 'stimuli' is missing."),
    ],
)
def test_bad_files_get_a_sentence(homing: Homing, benchmark: Path, content: str, sentence: str) -> None:
    """What is wrong with the file is told in one sentence, and there is no result."""
    benchmark.write_text(content, encoding="utf-8")
    done = homing("lab", "ccnlab", benchmark)
    assert (done.code, done.out, done.err) == (Code.REFUSED, "", f"{sentence}\n")


def test_missing_file_and_unknown_split_get_a_sentence(homing: Homing, benchmark: Path, tmp_path: Path) -> None:
    """A file that is not there, and experiments for which no settings are on record."""
    assert homing("lab", "ccnlab", tmp_path / "nowhere.json").err == "There is no such file.\n"
    done = homing("lab", "ccnlab", benchmark)
    assert done.code == Code.REFUSED
    assert "choose them anew (--tune)" in done.err


def test_progress_is_for_terminals(homing: Homing, benchmark: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """On a terminal a line on standard error says what is being done, and is wiped at the end."""
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    done = homing("lab", "ccnlab", benchmark, "--tune", "--tries", "1", "--json")
    assert "choosing ours" in done.err
    assert done.err.endswith("\r\x1b[K")
