"""Files that are gone through in blocks of people: the same numbers as tables that are read whole."""

from __future__ import annotations

import os
import pickle
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import numpy as np
import polars
import pytest

from homing.engine.world import Params
from homing.lab import TableError, compare, evaluate, fit, fitting, lots, scoring, streaming
from homing.lab.cohort import CohortError
from homing.lab.evaluation import MODELS
from homing.lab.features import learn
from homing.lab.protocol import divide, split_of
from homing.lab.scoring import fitted
from homing.lab.simulate.crowds import write_parquet
from homing.lab.streaming import mask, stream_of
from homing.lab.table import read_table, spec_of
from tests.unit.lab.tables import Made, diaries, ratings

QUICK = ("repeat_last", "person_mean", "rescorla_wagner", "blended_regression")
PLAIN: dict[str, Any] = {"person": "id", "time": "t", "kind": "real"}


def written(columns: dict[str, Any], path: Path) -> Path:
    """The columns as Parquet."""
    polars.DataFrame(columns, nan_to_null=True).write_parquet(path)
    return path


def told(report: Any) -> Any:
    """A report without its seconds."""
    found = report.as_json()
    for metrics in found["models"].values():
        del metrics["seconds"]
    return found


def numbers(found: Any) -> list[float]:
    """Every number of a report, in order."""
    if isinstance(found, dict):
        return [one for value in found.values() for one in numbers(value)]
    return [] if found is None or isinstance(found, str) else [float(found)]


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Blocks of two or three people, read a few rows at a time."""
    monkeypatch.setattr(streaming, "BLOCK", 40)
    monkeypatch.setattr("homing.lab.cohort.scanning.PIECE", 7)


@pytest.mark.parametrize("made", [ratings(), diaries()])
@pytest.mark.parametrize("split", ["people:0.4", "time:0.3"])
@pytest.mark.usefixtures("small")
def test_blocks_and_the_whole_give_the_same_numbers(made: Made, split: str, tmp_path: Path) -> None:
    """Every metric and interval of a file in blocks is that of the table read whole, but for rounding."""
    columns, how = made
    path = written(columns, tmp_path / "t.parquet")
    whole = evaluate(path, **how, split=split, models=QUICK)
    heard: list[str] = []
    blocks = evaluate(
        path, **how, split=split, models=QUICK, engine="serial", progress=lambda *one: heard.append(one[0])
    )
    assert numbers(told(blocks)) == pytest.approx(numbers(told(whole)), rel=1e-9, abs=1e-12)
    assert heard[: len(QUICK)] == list(QUICK)
    assert heard[-1].endswith("blocks")


@pytest.mark.parametrize("made", [ratings(), diaries()])
@pytest.mark.usefixtures("small")
def test_a_stream_holds_the_rows_of_the_table(made: Made, tmp_path: Path) -> None:
    """Blocks hold whole people, in order of time, with every column as the table that is read whole has it."""
    columns, how = made
    shuffled = np.concatenate([np.random.default_rng(one).permutation(15) + 15 * one for one in range(12)])
    rows = len(columns["t"])
    order = shuffled if rows == 180 else np.arange(rows)
    mixed = {name: [cells[i] for i in order] for name, cells in columns.items()}
    spec = spec_of(**how)
    stream = stream_of(written(mixed, tmp_path / "t.parquet"), spec, asked=True)
    assert stream is not None
    whole = read_table(mixed, spec)
    assert (stream.people, stream.rows, stream.longest) == (whole.people, rows, int(np.diff(whole.starts).max()))
    parts = list(stream.tables(np.ones(stream.people, dtype=bool)))
    assert [part.people for part in parts[:-1]] == [stream.size] * (len(parts) - 1)
    for name in ("time", "target", "numeric", "beside", "position", "source"):
        if getattr(whole, name) is not None:
            np.testing.assert_array_equal(np.concatenate([getattr(part, name) for part in parts]), getattr(whole, name))
    for name in ("other", "setting"):
        if getattr(whole, name) is not None:
            assert [word for part in parts for word in spelt(getattr(part, name))] == spelt(getattr(whole, name))
    assert [word for part in parts for one in part.worded for word in spelt(one)] == [
        word for one in whole.worded for word in spelt(one)
    ]


def spelt(column: Any) -> list[str | None]:
    """A column of words, written out."""
    return [None if code < 0 else column.names[code] for code in column.codes]


@pytest.mark.usefixtures("small")
def test_every_engine_gives_the_same_bits(tmp_path: Path) -> None:
    """Blocks computed by worker processes are the same to the last bit; two models can be compared there, too."""
    columns, how = diaries()
    path = written(columns, tmp_path / "t.parquet")
    asked = {**how, "models": "person_mean,rescorla_wagner"}
    one = evaluate(path, **asked, engine="serial")
    assert told(evaluate(path, **asked, engine="processes", workers=1)) == told(one)
    pair = compare(path, **asked, engine="serial").pairs["person_mean", "rescorla_wagner"]["rmse"]
    rmse = {name: found["rmse"] or 0.0 for name, found in one.models.items()}
    assert pair.difference == pytest.approx(rmse["person_mean"] - rmse["rescorla_wagner"])
    with pytest.raises(CohortError, match="no engine"):
        evaluate(path, **asked, engine="steam")


@pytest.mark.parametrize("name", MODELS)
@pytest.mark.parametrize("made", [ratings(6, 8), diaries(6, 8)])
def test_what_was_learnt_can_travel(name: str, made: Made) -> None:
    """A fitted model that was packed and unpacked says the same."""
    columns, how = made
    task = divide(read_table(columns, spec_of(**how)), split_of("people:0.4"), 0)
    model = fitted(name, task, learn(task.train), 0)
    there = pickle.loads(pickle.dumps(model))
    np.testing.assert_array_equal(there(task.held).mean, model(task.held).mean)


def test_only_large_parquet_files_are_gone_through_unasked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Small files, CSV and frames are read whole; a Parquet file of many rows is not."""
    columns, how = ratings(4, 5)
    path, spec = written(columns, tmp_path / "t.parquet"), spec_of(**how)
    csv = tmp_path / "t.csv"
    polars.DataFrame(columns).write_csv(csv)
    assert stream_of(path, spec) is None
    monkeypatch.setattr(streaming, "STREAMED", 10)
    assert stream_of(csv, spec) is None
    assert stream_of(columns, spec) is None
    assert stream_of(path, spec) is not None
    assert stream_of(csv, spec, asked=True) is not None


@pytest.mark.usefixtures("small")
def test_of_many_people_some_are_learnt_from(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With a small sample all the same rows are scored; with few groups the differences stay what they are."""
    columns, how = ratings(20, 8)
    path = written(columns, tmp_path / "t.parquet")
    asked = {**how, "models": "repeat_last,person_mean", "engine": "serial"}
    before = compare(path, **asked)
    monkeypatch.setattr(scoring, "GROUPS", 3)
    folded = compare(path, **asked)
    pair = ("repeat_last", "person_mean")
    assert folded.pairs[pair]["rmse"].difference == pytest.approx(before.pairs[pair]["rmse"].difference)
    assert folded.pairs[pair]["rmse"].low != before.pairs[pair]["rmse"].low
    monkeypatch.setattr(streaming, "SAMPLE", 40)
    few = compare(path, **asked)
    assert few.models["person_mean"]["n"] == before.models["person_mean"]["n"]
    assert few.models["person_mean"]["rmse"] != before.models["person_mean"]["rmse"]
    stream = stream_of(path, spec_of(**how), asked=True)
    assert stream is not None
    assert stream.sample(np.arange(20)).people == 5


@pytest.mark.parametrize(
    ("columns", "words", "split"),
    [
        (
            {"id": [1, 1, 2, 1], "t": [0, 1, 0, 2], "outcome": [1.0, 2.0, 3.0, 4.0]},
            "apart.*by column 'id'",
            "people:0.5",
        ),
        ({"id": ["b", "a", "b"], "t": [0, 0, 1], "outcome": [1.0, 2.0, 3.0]}, "lie apart", "people:0.5"),
        ({"id": [1, None], "t": [0, 1], "outcome": [1.0, 2.0]}, "every row needs a person", "people:0.5"),
        ({"id": ["a", "NA"], "t": [0, 1], "outcome": [1.0, 2.0]}, "every row needs a person", "people:0.5"),
        ({"id": [1.0, float("nan")], "t": [0, 1], "outcome": [1.0, 2.0]}, "every row needs a person", "people:0.5"),
        ({"id": [1, 1], "t": [0, 1], "outcome": ["x", "y"]}, "'outcome' must be one of numbers", "people:0.5"),
        ({"id": [1, 1], "t": [0, 1], "outcome": [2.0, 2.0]}, "the same in every row", "people:0.5"),
        ({"id": [1, 1], "t": [0, 1], "outcome": [None, float("nan")]}, "'outcome' is empty", "people:0.5"),
        (
            {"id": [1, 1], "t": [0, None], "outcome": [1.0, 2.0]},
            "needs a time.*counted from row 1",
            "time:0.5",
        ),
        ({"id": [1, 2, 3], "t": [0, 0, 0], "outcome": [1.0, 2.0, 3.0]}, "no row can be scored", "time:0.5"),
        (
            {"id": [1, 1, 2, 2], "t": [0, 1, 0, 1], "outcome": [None, 1.0, None, 2.0]},
            "too few rows",
            "time:0.5",
        ),
        ({"id": [], "t": [], "outcome": []}, "no rows|must be one of numbers", "people:0.5"),
    ],
)
def test_what_cannot_be_gone_through_is_refused(
    columns: dict[str, Any], words: str, split: str, tmp_path: Path
) -> None:
    """Each reason is one clear sentence that holds no cell."""
    path = tmp_path / "t.parquet"
    polars.DataFrame(columns, strict=False).write_parquet(path)
    with pytest.raises(TableError, match=words):
        evaluate(path, **PLAIN, split=split, models="person_mean", engine="serial")


def test_people_need_not_be_in_any_order(tmp_path: Path) -> None:
    """Names that do not rise are fine as long as each person's rows are together, be they words or numbers."""
    for names in (["b", "a", "c"], [7, 3, 9], [2.5, 1.5, 0.5]):
        columns = {"id": np.repeat(names, 3), "t": [0, 1, 2] * 3, "outcome": np.arange(9.0)}
        stream = stream_of(written(columns, tmp_path / "t.parquet"), spec_of(**PLAIN), asked=True)
        assert stream is not None
        assert (stream.people, stream.longest) == (3, 3)
        [one] = stream.tables(mask(3, np.array([1])))
        assert one.target.tolist() == [3.0, 4.0, 5.0]


def test_typed_columns_are_read_as_they_are(tmp_path: Path) -> None:
    """Dates, yes and no, and numbers for whom one was with need not be written out as words first."""
    columns = {
        "id": [1, 1, 2, 2],
        "t": np.array(["2031-01-01", "2031-01-03", "2031-01-02", "2031-01-01"], dtype="datetime64[us]"),
        "outcome": [True, False, None, True],
        "other": [7, 8, 8, 9],
    }
    spec = spec_of(person="id", time="t", kind="binary", other="other")
    path = tmp_path / "t.parquet"
    polars.DataFrame(columns).write_parquet(path)
    stream = stream_of(path, spec, asked=True)
    assert stream is not None
    [found] = stream.tables(mask(2, np.arange(2)))
    assert np.diff(found.time).tolist() == [2.0, -2.0, 1.0]
    np.testing.assert_array_equal(found.target, [1.0, 0.0, 1.0, np.nan])
    assert found.other is not None
    assert spelt(found.other) == ["7", "8", "9", "8"]


def test_a_file_without_rows_is_refused(tmp_path: Path) -> None:
    """Columns of the right kind with nothing in them are no table to learn from."""
    path = tmp_path / "t.parquet"
    polars.DataFrame({"id": [1], "t": [0], "outcome": [1.0]}).clear().write_parquet(path)
    with pytest.raises(TableError, match="has no rows"):
        stream_of(path, spec_of(**PLAIN), asked=True)


def test_a_file_is_needed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A frame, a missing file, a damaged one, and a missing polars are refused in a sentence."""
    columns, how = ratings(3, 4)
    with pytest.raises(TableError, match="only a table in a file"):
        evaluate(columns, **how, engine="serial")
    with pytest.raises(TableError, match="only a table in a file"):
        evaluate(tmp_path / "none.parquet", **how, keep=tmp_path / "kept")
    damaged = tmp_path / "t.parquet"
    damaged.write_bytes(b"PAR1 this is none PAR1")
    with pytest.raises(TableError, match="cannot be read"):
        evaluate(damaged, **how, engine="serial")
    monkeypatch.setattr(streaming, "find_spec", lambda _: None)
    with pytest.raises(TableError, match="extra 'lab'"):
        evaluate(written(columns, damaged), **how, engine="serial")


@pytest.mark.parametrize("made", [ratings(6, 6), diaries(6, 6)])
def test_one_lot_is_the_whole(made: Made, tmp_path: Path) -> None:
    """Up to a hundred people of a file in blocks teach exactly what they teach when it is read whole."""
    columns, how = made
    path = written(columns, tmp_path / "t.parquet")
    assert fit(path, **how, steps=1, engine="serial") == fit(path, **how, steps=1)


@pytest.mark.parametrize("kind", ["real", "unit", "binary"])
def test_lots_are_averaged(kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Everyone drawn who has outcomes teaches, each lot apart; kept lots are taken up again, and change nothing."""
    columns, how = diaries(6, 6) if kind == "binary" else ratings(6, 6)
    how |= {"kind": kind}
    columns[how.get("outcome", "outcome")][:6] = np.nan  # nobody of the first lot has an outcome
    path = written(columns, tmp_path / "t.parquet")
    monkeypatch.setattr(fitting, "PEOPLE", 1)
    kept = tmp_path / "kept"
    found = fit(path, **how, steps=1, people=6, keep=kept)
    assert found.people == 5
    assert found.outcomes == int(np.isfinite(columns[how.get("outcome", "outcome")]).sum())
    assert len(list(kept.iterdir())) == 6
    assert fit(path, **how, steps=1, people=6, keep=kept) == found
    assert fit(path, **how, steps=1, people=3, engine="serial").people <= 3


def test_the_average_of_lots_can_be_checked_by_hand() -> None:
    """Weighted by outcomes: means as they are, variances, drifts and noise by logs, noise in (0, 1) by log-odds."""
    one: dict[str, Any] = {"blocks": np.tile([1.0, 1.0, 10.0], (8, 1)), "noise": 0.2, "evidence": -1.0}
    other: dict[str, Any] = {"blocks": np.tile([4.0, 8.0, 80.0], (8, 1)), "noise": 0.8, "evidence": -4.0}
    rest: dict[str, Any] = {"converged": True, "people": 2}
    told = [{**one, **rest, "outcomes": 20}, {**other, **rest, "outcomes": 10, "converged": False}]
    found = lots._averaged(told, Params(outcome="unit"))
    assert found.params.bias.mean == pytest.approx(2.0)
    assert found.params.cue.variance == pytest.approx(2.0)
    assert found.params.person.tau == pytest.approx(20.0)
    odds = np.exp((2.0 * np.log(0.25) + np.log(4.0)) / 3.0)
    assert found.params.noise == pytest.approx(odds / (1.0 + odds))
    assert (found.evidence, found.converged, found.people, found.outcomes) == ((-2.0,), False, 4, 30)


RUN = """
import sys
from pathlib import Path
from homing.lab import evaluate, streaming
streaming.BLOCK = 5
evaluate(sys.argv[1], person="person", time="time", time_unit="day", kind="binary", cues="late,voice",
         models="repeat_last,person_mean", engine="serial", keep=Path(sys.argv[2]))
"""


def test_a_run_that_was_killed_goes_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """After ``kill -9`` in the middle, the next run takes the finished blocks and ends with the very same numbers."""
    table, kept = tmp_path / "crowd.parquet", tmp_path / "kept"
    write_parquet(400, 5, 1, table)
    running = subprocess.Popen([sys.executable, "-c", RUN, table, kept])
    deadline = time.monotonic() + 60.0
    while len(list(kept.glob("*.npz"))) < 3 and time.monotonic() < deadline:
        assert running.poll() is None, "the run was over before it could be killed"
        time.sleep(0.001)
    os.kill(running.pid, signal.SIGKILL)
    assert running.wait() == -signal.SIGKILL
    finished = {path.name: path.stat().st_mtime_ns for path in kept.glob("*.npz")}
    assert 3 <= len(finished) < 120
    monkeypatch.setattr(streaming, "BLOCK", 5)
    asked: dict[str, Any] = {"person": "person", "time": "time", "time_unit": "day", "kind": "binary"}
    asked |= {"cues": "late,voice", "models": "repeat_last,person_mean"}
    again = evaluate(table, **asked, keep=kept)
    assert {name: (kept / name).stat().st_mtime_ns for name in finished} == finished
    assert len(list(kept.glob("*.npz"))) == 120
    assert told(again) == told(evaluate(table, **asked, engine="serial"))
