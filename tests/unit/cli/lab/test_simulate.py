"""``homing lab simulate``."""

from __future__ import annotations

import csv
import io
import json
import sys
from collections.abc import Callable
from pathlib import Path

import polars
import pytest

from homing.lab import simulate
from tests.unit.cli.conftest import Homing


def test_a_design_is_told_as_a_table(homing: Homing) -> None:
    """Without a file the trials go to standard output as CSV, and nothing else does."""
    done = homing("lab", "simulate", "retrieval-3")
    rows = list(csv.DictReader(io.StringIO(done.out)))
    assert (done.code, done.err) == (0, "")
    assert len(rows) == 23
    assert float(rows[-1]["response"]) == pytest.approx(0.06709907, abs=1e-8)


def test_a_design_runs_through_another_model(homing: Homing) -> None:
    """--model chooses another published model."""
    done = homing("lab", "simulate", "renewal-ABA", "--model", "rescorla_wagner")
    assert done.code == 0
    assert "rescorla_wagner" in done.out


@pytest.mark.parametrize("ending", ["csv", "parquet", "jsonl"])
def test_a_cohort_goes_where_it_should(homing: Homing, tmp_path: Path, ending: str) -> None:
    """The ending of the file tells its format; person, time and outcome are those of the seeds."""
    done = homing("lab", "simulate", "causes", "--people", "2", "--seed", "7", "--out", f"cohort.{ending}")
    path = tmp_path / f"cohort.{ending}"
    readers: dict[str, Callable[[Path], polars.DataFrame]] = {
        "csv": polars.read_csv,
        "parquet": polars.read_parquet,
        "jsonl": polars.read_ndjson,
    }
    read = readers[ending](path)
    assert done.code == 0
    assert "not data about people" in done.out
    assert read["person"].to_list() == simulate.cohort("causes", 2, 7)["person"]


def test_a_cohort_is_evaluated_as_it_is(homing: Homing) -> None:
    """What simulate wrote goes into evaluate as its help says."""
    homing("lab", "simulate", "causes", "--people", "4", "--out", "cohort.csv")
    columns = ["--person", "person", "--time", "time", "--time-unit", "day", "--other", "other", "--setting", "setting"]
    asked = ["--target", "outcome", "--kind", "binary", "--cues", ",".join(f"c{i}" for i in range(8))]
    done = homing("lab", "evaluate", "cohort.csv", *columns, *asked, "--models", "person_mean", "--json")
    assert done.code == 0
    assert json.loads(done.out)["rows"] == 480


def test_a_simulated_diary_comes_into_the_app(homing: Homing, vault: Path) -> None:
    """--format diary writes a file that ``homing import`` takes in whole."""
    assert vault.is_dir()
    assert homing("lab", "simulate", "additive", "--seed", "3", "--format", "diary", "--out", "d.jsonl").code == 0
    assert homing("import", "d.jsonl").code == 0
    told = json.loads(homing("moments", "--json", "--limit", "1").out)
    assert told["total"] == 120


def test_the_truth_is_told_on_request(homing: Homing) -> None:
    """--truth adds the chance that hurt was drawn with, and what followed."""
    plain = homing("lab", "simulate", "additive", "--people", "1").out.splitlines()[0]
    told = homing("lab", "simulate", "additive", "--people", "1", "--truth").out.splitlines()[0]
    assert told == f"{plain},p,hurt"


def test_everything_is_named(homing: Homing) -> None:
    """--list names every generator, design and model."""
    done = homing("lab", "simulate", "--list")
    assert done.code == 0
    assert all(name in done.out for name in (*simulate.names(), *simulate.models()))


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        ((), 2, "Name a design or generator"),
        (("renewal-aba",), 2, "Perhaps renewal-ABA"),
        (("qqqqqqqqqqq",), 2, "There is no design or generator of this name. --list"),
        (("renewal-ABA", "--model", "rescorla"), 2, "Perhaps rescorla_wagner"),
        (("renewal-ABA", "--model", "qqqqqqq"), 2, "There is no model of this name. --list"),
        (("amnesia-older", "--model", "rescorla_wagner"), 5, "this model knows none"),
        (("renewal-ABA", "--format", "diary"), 2, "for a generator"),
        (("causes", "--model", "rescorla_wagner"), 2, "for published designs"),
        (("causes", "--format", "xlsx"), 2, "one of csv, jsonl, parquet, diary"),
        (("causes", "--format", "parquet"), 2, "name a file with --out"),
        (("causes", "--out", "nowhere/cohort.csv"), 2, "make it first"),
        (("causes", "--out", "."), 2, "not an ordinary file"),
        (("causes", "--people", "0"), 2, "lab simulate --help"),
        (("causes", "--seed", "-1"), 2, "lab simulate --help"),
    ],
)
def test_what_cannot_be_is_said_in_a_sentence(homing: Homing, arguments: tuple[str, ...], code: int, told: str) -> None:
    """A name that there is not, or options that do not fit, end with one sentence and write nothing."""
    done = homing("lab", "simulate", *arguments)
    assert (done.code, done.out) == (code, "")
    assert told in done.err
    assert "Traceback" not in done.err
    assert not {"qqqqqqq", "qqqqqqqqqqq"} & set(done.err.split())


def test_a_file_that_is_there_is_kept(homing: Homing, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file is replaced only with --force, even if it appears while simulating."""
    path = tmp_path / "cohort.csv"
    path.write_text("mine", encoding="utf-8")
    assert homing("lab", "simulate", "causes", "--out", "cohort.csv").code == 5
    monkeypatch.setattr("homing.cli.lab.simulating._look_at_place", lambda *_: None)
    assert homing("lab", "simulate", "causes", "--out", "cohort.csv").code == 5
    assert path.read_text(encoding="utf-8") == "mine"
    assert homing("lab", "simulate", "causes", "--people", "1", "--out", "cohort.csv", "--force").code == 0
    assert path.read_text(encoding="utf-8").startswith("person,time,other")


def test_parquet_without_its_extra_is_said(homing: Homing, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without polars, Parquet is refused with what to do."""
    monkeypatch.setitem(sys.modules, "polars", None)
    done = homing("lab", "simulate", "causes", "--out", "cohort.parquet")
    assert (done.code, done.out) == (5, "")
    assert "extra 'lab'" in done.err


def test_a_crowd_is_written_in_pieces(homing: Homing, tmp_path: Path) -> None:
    """A crowd goes to the terminal, to CSV and to Parquet, all the same people; nothing is replaced unasked."""
    asked = ("lab", "simulate", "crowd", "--people", "2", "--moments", "3", "--seed", "4")
    text = homing(*asked).out
    assert text.splitlines()[0] == "person,time,late,voice,outcome"
    assert homing(*asked, "--out", tmp_path / "c.csv").code == 0
    assert (tmp_path / "c.csv").read_text() == text
    assert "not data about people" in homing(*asked, "--out", tmp_path / "c.parquet").out
    assert (tmp_path / "c.parquet").stat().st_size > 0
    assert homing(*asked, "--out", tmp_path / "c.csv").code != 0
    assert homing(*asked, "--out", tmp_path / "c.csv", "--force").code == 0


@pytest.mark.parametrize("more", [("--truth",), ("--model", "hgf_binary"), ("--format", "jsonl")])
def test_a_crowd_has_few_choices(homing: Homing, more: tuple[str, ...]) -> None:
    """What a crowd cannot be is refused in a sentence."""
    done = homing("lab", "simulate", "crowd", *more)
    assert (done.code, "csv or parquet" in done.err) == (2, True)
