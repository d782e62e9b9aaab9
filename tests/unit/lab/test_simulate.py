"""What the lab simulates: cohorts, diaries that the app can read, published experiments, and the files they go to."""

from __future__ import annotations

import csv
import doctest
import importlib
import io
import json
import math
import sys
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import polars
import pytest

from homing import lab
from homing.engine.published import latent_cause_rw
from homing.lab import simulate
from homing.lab.designs import DESIGNS
from homing.lab.generators import GENERATORS, MOMENTS
from homing.lab.simulate import crowds
from homing.record import Cue, Moment, Outcome, Person
from homing.record.jsonl import read_jsonl, write_jsonl


@pytest.mark.parametrize("generator", GENERATORS)
def test_a_cohort_is_what_the_generators_drew(generator: str) -> None:
    """Each row of a cohort is a moment of the diary drawn with the seed that names its person."""
    table = simulate.cohort(generator, people=2, seed=31)
    drawn = [moment for seed in (31, 32) for moment in GENERATORS[generator](seed)]
    assert table["person"] == ["u31"] * MOMENTS + ["u32"] * MOMENTS
    assert table["time"] == [moment.event.time for moment in drawn]
    assert table["outcome"] == [moment.event.outcome for moment in drawn]
    assert table["other"] == ["+".join(moment.event.people) or None for moment in drawn]
    assert [dict(moment.event.cues).get("c3", 0.0) for moment in drawn] == table["c3"]


def test_the_truth_is_told_only_when_asked_for() -> None:
    """No column of a cohort gives away the chance of hurt unless it was asked for."""
    told = simulate.cohort("causes", people=1, seed=4, truth=True)
    plain = simulate.cohort("causes", people=1, seed=4)
    assert set(told) - set(plain) == {"p", "hurt"}
    assert {name: told[name] for name in plain} == plain
    assert told["p"] == [moment.p for moment in GENERATORS["causes"](4)]


def test_a_cohort_can_be_evaluated_as_it_is() -> None:
    """The table of a cohort goes into ``evaluate`` without a change."""
    report = lab.evaluate(
        simulate.cohort("causes", people=3, seed=9),
        person="person",
        time="time",
        time_unit="day",
        kind="binary",
        cues=[f"c{i}" for i in range(8)],
        other="other",
        setting="setting",
        models=["person_mean"],
    )
    assert report.rows == 3 * MOMENTS
    assert 0.0 < (report.models["person_mean"]["rmse"] or 0.0) < 1.0


def test_a_cohort_of_nobody_is_refused() -> None:
    """No people, or a negative seed, is refused."""
    with pytest.raises(ValueError, match="at least one person"):
        simulate.cohort("additive", people=0)
    with pytest.raises(ValueError, match="seed of 0 or more"):
        simulate.cohort("additive", seed=-1)
    with pytest.raises(ValueError, match="0 or more"):
        list(simulate.diary("additive", -1))


def test_a_diary_comes_back_from_its_file_as_it_was() -> None:
    """A simulated diary is valid in the open format, and tells the moments that were drawn."""
    records = list(simulate.diary("additive", 12, since=datetime(2025, 3, 1, tzinfo=UTC)))
    read = read_jsonl(b"".join(write_jsonl(records, (), "test")).splitlines(keepends=True))
    assert read.faults == ()
    assert [placed.record for placed in read.records] == records
    moments = [record for record in records if isinstance(record, Moment)]
    for moment, lived in zip(moments, GENERATORS["additive"](12), strict=True):
        passed = (moment.when.utc - datetime(2025, 3, 1, tzinfo=UTC)).total_seconds() / 86400.0
        assert lived.event.time - 1.0 / 1440.0 < passed <= lived.event.time
        wanted = {None: None, 0.0: Outcome.OKAY, 1.0: Outcome.HURT}[lived.event.outcome]
        assert moment.outcome is wanted
        assert tuple(seen.strength for seen in moment.cues) == tuple(x for _, x in lived.event.cues)


def test_a_diary_is_the_same_under_its_seed_and_names_nobody() -> None:
    """Ids follow from the seed, differ between seeds, and every label is a number, plainly nobody's name."""
    one, again, other = (list(simulate.diary("causes", seed)) for seed in (5, 5, 6))
    assert one == again
    assert not {record.id for record in one} & {record.id for record in other}
    labels = [record.label for record in one if isinstance(record, Person | Cue)]
    assert all(label.split()[0] in ("Person", "Cue", "Place") and label.split()[1].isdigit() for label in labels)


def test_an_experiment_is_the_model_on_the_design() -> None:
    """Responses in the table are the model's own on the rows of the design."""
    design = DESIGNS["amnesia-one-reminder"]
    table = simulate.experiment("amnesia-one-reminder")
    result = latent_cause_rw.run(design.cues, design.outcomes, design.times, amnesia=design.amnesia)
    assert table["response"] == result.response.tolist()
    assert table["amnesia"] == [0.0, 1.0, 0.0]
    assert table["phase"] == ["training", "reminder", "test"]
    assert set(map(len, table.values())) == {3}


@pytest.mark.parametrize("name", DESIGNS)
def test_every_design_runs(name: str) -> None:
    """Every design runs through its own model, with finite responses."""
    table = simulate.experiment(name)
    assert np.isfinite(np.array(table["response"], dtype=float)).all()
    assert len(table["trial"]) == len(DESIGNS[name].labels)


def test_an_experiment_runs_through_another_model() -> None:
    """A design may be run through a published model that it was not made for, with that model's own parameters."""
    table = simulate.experiment("renewal-ABA", "rescorla_wagner")
    assert set(table["model"]) == {"rescorla_wagner"}
    assert "amnesia" not in table
    with pytest.raises(ValueError, match="amnesia"):
        simulate.experiment("amnesia-older", "rescorla_wagner")
    with pytest.raises(ValueError, match="seed"):
        simulate.experiment("renewal-ABA", seed=-1)


def test_tables_come_back_from_their_files() -> None:
    """CSV, JSON Lines and Parquet hold the same cells, and gaps stay gaps."""
    table = simulate.cohort("additive", people=1, seed=2)
    table["outcome"][0] = math.nan
    parquet = polars.read_parquet(io.BytesIO(simulate.encoded(table, "parquet")))
    lines = [json.loads(line) for line in simulate.encoded(table, "jsonl").splitlines()]
    rows = list(csv.DictReader(io.StringIO(simulate.encoded(table, "csv").decode())))
    wanted = [None, *table["outcome"][1:]]
    assert parquet["outcome"].to_list() == wanted
    assert [line["outcome"] for line in lines] == wanted
    assert [float(row["outcome"]) if row["outcome"] else None for row in rows] == wanted
    assert [float(row["time"]) for row in rows] == table["time"] == parquet["time"].to_list()


def test_an_unknown_format_is_refused() -> None:
    """A format that there is not is refused, with those that there are."""
    with pytest.raises(ValueError, match="csv, jsonl, parquet"):
        simulate.encoded({}, "xlsx")


def test_parquet_alone_needs_polars(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the extra, CSV is written all the same."""
    monkeypatch.setitem(sys.modules, "polars", None)
    assert simulate.encoded({"a": [1]}, "csv") == b"a\n1\n"
    with pytest.raises(ModuleNotFoundError):
        simulate.encoded({"a": [1]}, "parquet")


def test_near_names_are_found() -> None:
    """A slip of the hand, or part of a name, finds the names that may be meant; nonsense finds none."""
    names = simulate.names()
    assert simulate.near("Renewal-aba", names)[0] == "renewal-ABA"
    assert simulate.near("transience", names)
    assert simulate.near("qqqqqqqq", names) == []
    assert simulate.near("", names) == []


@pytest.mark.parametrize("name", ["lab.simulate", "lab.simulate.diaries", "lab.simulate.experiments"])
def test_examples_in_docstrings_hold(name: str) -> None:
    """Every example of this module gives what it says."""
    assert doctest.testmod(importlib.import_module(f"homing.{name}")).failed == 0


@pytest.mark.parametrize("name", ["lab.simulate.tables", "lab.phenomena", "cli.lab.measuring"])
def test_examples_of_the_table_hold(name: str) -> None:
    """The examples of writing, choosing and telling give what they say."""
    found = doctest.testmod(importlib.import_module(f"homing.{name}"))
    assert (found.failed, found.attempted > 0) == (0, True)


def test_a_crowd_is_the_same_however_large(tmp_path: Path) -> None:
    """The first people of a larger crowd are those of a smaller one; CSV and Parquet hold the same rows."""
    [some] = simulate.crowd(3, moments=4, seed=2)
    more = list(simulate.crowd(1001, moments=4, seed=2))
    assert [len(part["person"]) for part in more] == [4000, 4]
    for name, column in some.items():
        np.testing.assert_array_equal(column, more[0][name][:12])
    crowds.write_parquet(1001, 4, 2, tmp_path / "crowd.parquet")
    (tmp_path / "crowd.csv").write_bytes(b"".join(crowds.as_csv(simulate.crowd(1001, 4, 2))))
    parquet, text = polars.read_parquet(tmp_path / "crowd.parquet"), polars.read_csv(tmp_path / "crowd.csv")
    assert parquet.equals(text.cast(parquet.schema))
    assert parquet["person"].to_list() == np.repeat(np.arange(1001), 4).tolist()
    assert 0 < parquet["outcome"].null_count() < 800
    assert len(list(tmp_path.iterdir())) == 2


def test_nobody_is_in_two_row_groups(tmp_path: Path) -> None:
    """A row group holds a thousand people, so that a piece of the file is whole people."""
    crowds.write_parquet(2001, 3, 1, tmp_path / "crowd.parquet")
    told = importlib.import_module("pyarrow.parquet").ParquetFile(tmp_path / "crowd.parquet").metadata
    assert [told.row_group(i).num_rows for i in range(told.num_row_groups)] == [3000, 3000, 3]


@pytest.mark.parametrize("asked", [(0, 1, 0), (1, 0, 0), (1, 1, -1)])
def test_a_crowd_of_nobody_is_refused(asked: tuple[int, int, int]) -> None:
    """People, moments and a seed are needed."""
    with pytest.raises(ValueError, match="a crowd needs"):
        next(simulate.crowd(*asked))
