"""``homing lab run``."""

from __future__ import annotations

import csv
import io
import sys
from pathlib import Path

import polars as pl
import pytest

from homing.engine.published import rescorla_wagner
from tests.unit.cli.conftest import Homing
from tests.unit.lab.cohort.works import cohort

ASKED = ["--person", "id", "--time", "when", "--target", "hurt", "--cues", "late,place", "--model", "rescorla_wagner"]


@pytest.fixture
def table(tmp_path: Path) -> Path:
    """An invented cohort."""
    path = tmp_path / "t.parquet"
    pl.DataFrame(cohort()).with_columns(pl.col("hurt").fill_nan(None)).write_parquet(path)
    return path


def test_the_result_is_a_tidy_table_in_the_order_of_the_rows(homing: Homing, table: Path) -> None:
    """Every row of the table gets what its person expected, and gaps stay empty."""
    done = homing("lab", "run", table, *ASKED, "--engine", "serial", "--block", "2", "--params", '{"rate": 0.5}')
    assert (done.code, done.err) == (0, "")
    rows = list(csv.DictReader(io.StringIO(done.out)))
    given = pl.read_parquet(table)
    assert [int(row["row"]) for row in rows] == list(range(1, len(given) + 1))
    assert [row["person"] for row in rows] == given["id"].to_list()
    assert [row["target"] == "" for row in rows] == given["hurt"].is_null().to_list()
    one = given.filter(pl.col("id") == given["id"][0]).sort("when")
    hot = one.select(
        "late", *((pl.col("place") == word).cast(pl.Float64).alias(word) for word in ("car", "door", "kitchen"))
    )
    expected = rescorla_wagner.run(
        hot.to_numpy(), one["hurt"].to_numpy(), one["when"].to_numpy(), rescorla_wagner.Params(0.5)
    )
    found = {float(row["time"]): float(row["expected"]) for row in rows[: len(one)]}
    assert [found[when] for when in one["when"]] == pytest.approx(expected.expected.tolist(), abs=1e-15)


def test_the_table_is_the_same_on_every_engine_and_in_every_form(homing: Homing, table: Path, tmp_path: Path) -> None:
    """CSV and Parquet hold the same; so do a run in this process, one in others, and one that goes on from it."""
    for out, *how in (
        ("a.csv", "serial"),
        ("b.csv", "processes", "--keep", "kept"),
        ("c.parquet", "serial", "--keep", "kept"),
    ):
        done = homing("lab", "run", table, *ASKED, "--out", out, "--block", "3", "--workers", "1", "--engine", *how)
        assert (done.code, done.out, done.err) == (0, "", "")
    assert (tmp_path / "a.csv").read_bytes() == (tmp_path / "b.csv").read_bytes()
    assert len(list((tmp_path / "kept").iterdir())) == 3
    assert pl.read_csv(tmp_path / "a.csv").equals(pl.read_parquet(tmp_path / "c.parquet"))
    assert {path.name for path in tmp_path.iterdir()} == {"a.csv", "b.csv", "c.parquet", "kept", "t.parquet"}


@pytest.mark.parametrize(
    ("more", "code", "sentence"),
    [
        (["--params", "{rate: 1}"], 2, "JSON object"),
        (["--params", "[1]"], 2, "JSON object"),
        (["--params", '{"speed": 1}'], 5, "Rescorla_wagner has no parameter 'speed'"),
        (["--model", "pavlov"], 5, "There is no model 'pavlov'"),
        (["--cues", "light"], 5, "The table has no column 'light'"),
        (["--cues", "hurt"], 5, "is the target"),
        (["--out", "x.xlsx"], 5, "ends in .csv or .parquet"),
        (["--out", "nowhere/x.csv"], 5, "folder of the table to write"),
        (["--engine", "quantum"], 5, "There is no engine"),
        (["--params", '{"rate": "fast"}', "--engine", "serial", "--out", "x.csv"], 5, "Block 0 could not be computed"),
    ],
)
def test_what_cannot_be_run_is_said_and_nothing_is_written(
    homing: Homing, table: Path, tmp_path: Path, more: list[str], code: int, sentence: str
) -> None:
    """Each trouble is one sentence and an exit code; no file is left."""
    done = homing("lab", "run", table, *ASKED, *more)
    assert (done.code, done.out) == (code, "")
    assert sentence in done.err
    assert done.err.count("\n") == 1
    assert [path.name for path in tmp_path.iterdir()] == ["t.parquet"]


def test_parquet_needs_the_extra(homing: Homing, table: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without polars, the sentence says what to install."""
    monkeypatch.setattr("homing.lab.cohort.writing.find_spec", lambda _: None)
    assert "extra 'lab'" in homing("lab", "run", table, *ASKED, "--out", "x.parquet").err


def test_progress_is_shown_on_a_terminal_alone(homing: Homing, table: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A bar that grows, and is wiped away in the end."""
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    done = homing("lab", "run", table, *ASKED, "--engine", "serial", "--block", "4", "--out", "x.csv")
    assert (
        done.err == "\r\x1b[K[##########          ] 1 of 2 blocks\r\x1b[K[####################] 2 of 2 blocks\r\x1b[K"
    )
