"""``homing lab evaluate``, ``compare`` and ``fit`` in a terminal."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from homing.lab.priors import load
from tests.unit.cli.conftest import Homing
from tests.unit.lab.tables import csv_of, diaries, ratings

READ = ("--person", "id", "--time", "t", "--target", "outcome", "--kind", "real", "--range", "0", "100")
CUES = ("--cues", "word,graded")


@pytest.fixture
def table(tmp_path: Path) -> Path:
    """A table of ratings as CSV."""
    path = tmp_path / "ratings.csv"
    path.write_text(csv_of(ratings(6, 8)[0]), encoding="utf-8")
    return path


def test_evaluate_prints_json_and_nothing_else(homing: Homing, table: Path) -> None:
    """With --json standard output is one JSON value with rows, split, seed and every model's metrics."""
    done = homing("lab", "evaluate", table, *READ, *CUES, "--split", "people:0.3", "--seed", "2", "--json")
    assert (done.code, done.err) == (0, "")
    told = json.loads(done.out)
    assert (told["rows"], told["split"], told["seed"]) == (48, "people:0.3", 2)
    assert set(told["models"]["ours"]) == {"rmse", "log_loss", "ece", "coverage", "r2", "n", "seconds"}
    assert told["models"]["ours"]["log_loss"] is None
    assert len(told["models"]) == 8


def test_evaluate_prints_tables_for_people(homing: Homing, table: Path, tmp_path: Path) -> None:
    """Without --json there are two tables, and --csv keeps a tidy one."""
    models = ("--models", "ours,person_mean", "--csv", tmp_path / "out.csv")
    done = homing("lab", "evaluate", table, *READ, *CUES, "--split", "time:0.3", *models)
    assert (done.code, done.err) == (0, "")
    assert done.out.startswith("48 rows; split time:0.3; seed 0\n")
    assert "less ours" in done.out
    assert (tmp_path / "out.csv").read_text().count("\n") == 15


def test_compare_tells_every_pair(homing: Homing, table: Path) -> None:
    """Three models are three pairs."""
    models = ("--models", "repeat_last,person_mean,exponential_mean", "--json")
    done = homing("lab", "compare", table, *READ, *CUES, *models)
    assert done.code == 0
    assert len(json.loads(done.out)["pairs"]) == 3


def test_fit_writes_priors(homing: Homing, tmp_path: Path) -> None:
    """The file can be read back; without --out the JSON is the result; with --json the counts are."""
    path, out = tmp_path / "d.csv", tmp_path / "priors.json"
    path.write_text(csv_of(diaries(4, 6)[0]), encoding="utf-8")
    read = ("--person", "id", "--time", "t", "--target", "outcome", "--outcome", "hurt", "--kind", "binary")
    asked = ("lab", "fit", path, *read, "--cues", "late", "--time-unit", "day")
    done = homing(*asked, "--out", out)
    assert (done.code, done.err) == (0, "")
    assert f"of {load(out).people} people, seed 0" in done.out
    assert homing(*asked).out == out.read_text()
    assert json.loads(homing(*asked, "--out", out, "--json").out)["people"] == 4


@pytest.mark.parametrize(
    ("change", "code", "sentence"),
    [
        (("--cues", "loud"), 5, "The table has no column 'loud'"),
        (("--kind", "binary", "--cues", "word"), 5, "A binary target"),
        (("--split", "people:2", "--cues", "word"), 5, "A split is people:F or time:F"),
        (("--models", "oracle", "--cues", "word"), 5, "A model is one of ours"),
        (("--seed", "-1", "--cues", "word"), 2, "--help"),
    ],
)
def test_what_cannot_be_done_is_one_sentence(
    homing: Homing, table: Path, change: tuple[str, ...], code: int, sentence: str
) -> None:
    """The exit code is that of the rest of Homing, standard output stays empty, and there is one line."""
    read = READ if "--kind" not in change else READ[:6]
    done = homing("lab", "evaluate", table, *read, *change)
    assert (done.code, done.out) == (code, "")
    assert sentence in done.err
    assert done.err.count("\n") == 1


def test_want_of_memory_is_a_sentence(homing: Homing, table: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A table that does not fit is refused like any other."""

    def full(*_args: object, **_named: object) -> None:
        raise MemoryError

    monkeypatch.setattr("homing.lab.evaluate", full)
    done = homing("lab", "evaluate", table, *READ, *CUES)
    assert (done.code, "does not fit into memory" in done.err) == (5, True)


def test_a_bar_is_shown_on_a_terminal_alone(homing: Homing, table: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """On a terminal each model is announced on standard error, and the line is cleared at the end."""
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    done = homing("lab", "evaluate", table, *READ, *CUES, "--models", "repeat_last,person_mean")
    assert "person_mean" in done.err
    assert done.err.endswith("\r\x1b[K")
    assert "\x1b" not in done.out


def test_files_are_gone_through_in_blocks(homing: Homing, table: Path, tmp_path: Path) -> None:
    """With --keep finished blocks are in that folder, for evaluate, compare and fit; the numbers are the same."""
    models = ("--models", "repeat_last,person_mean", "--json")
    whole = json.loads(homing("lab", "evaluate", table, *READ, *CUES, *models).out)
    done = homing("lab", "evaluate", table, *READ, *CUES, *models, "--keep", tmp_path / "kept", "--engine", "serial")
    found = json.loads(done.out)
    assert found["models"]["person_mean"]["rmse"] == pytest.approx(whole["models"]["person_mean"]["rmse"])
    assert len(list((tmp_path / "kept").iterdir())) == 1
    assert homing("lab", "compare", table, *READ, *CUES, *models, "--engine", "serial").code == 0
    told = homing("lab", "fit", table, *READ, *CUES, "--people", "3", "--engine", "serial", "--out", "p.json", "--json")
    assert json.loads(told.out)["people"] == 3


def test_an_engine_that_is_not_there_is_one_sentence(homing: Homing, table: Path) -> None:
    """The names of the engines are told."""
    done = homing("lab", "evaluate", table, *READ, *CUES, "--models", "person_mean", "--engine", "steam")
    assert done.code != 0
    assert "processes, serial, ray" in done.err
