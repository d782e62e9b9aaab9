"""Tables from files and frames, and one clear sentence for those that cannot be used."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pytest

from homing.lab import reading
from homing.lab.columns import TableError, Words, numbers, numbers_or_words, times, words
from homing.lab.table import Table, read_table, spec_of
from tests.unit.lab.tables import csv_of, diaries, ratings


def same(one: Table, other: Table) -> None:
    """Both tables hold the same."""
    for name in ("starts", "time", "target", "numeric", "position", "source"):
        np.testing.assert_array_equal(getattr(one, name), getattr(other, name))
    assert [w.names for w in one.worded] == [w.names for w in other.worded]
    for a, b in zip(one.worded, other.worded, strict=True):
        np.testing.assert_array_equal(a.codes, b.codes)


def test_every_way_in_gives_the_same_table(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A mapping, pandas, polars, CSV with and without polars, and Parquet are read alike."""
    columns, told = ratings()
    monkeypatch.setattr(reading, "_FAST", 0)
    spec, path = spec_of(**told), tmp_path / "t.csv"
    path.write_text(csv_of(columns), encoding="utf-8")
    pl.DataFrame(columns).write_parquet(tmp_path / "t.parquet")
    plain = read_table(columns, spec)
    for source in (
        import_module("pandas").DataFrame(columns),
        pl.DataFrame(columns),
        path,
        str(path),
        tmp_path / "t.parquet",
    ):
        same(plain, read_table(source, spec))
    monkeypatch.setattr(reading, "find_spec", lambda _name: None)
    same(plain, read_table(path, spec))
    broken = tmp_path / "broken.csv"
    broken.write_text('id,t,outcome\n"a,1,2\n', encoding="utf-8")
    monkeypatch.undo()
    monkeypatch.setattr(reading, "_FAST", 0)
    with pytest.raises(TableError):
        read_table(broken, spec_of(person="id", time="t", kind="real"))
    monkeypatch.setattr(reading, "find_spec", lambda _name: None)
    with pytest.raises(TableError, match="extra 'lab'"):
        read_table(tmp_path / "t.parquet", spec)


def test_a_name_keeps_every_sign(tmp_path: Path) -> None:
    """A name that ends in U+0000 stays another name than the one without, from a file and from a mapping."""
    spec = spec_of(person="person", time="time", kind="real")
    path = tmp_path / "t.csv"
    path.write_text("person,time,outcome\nrobin,1,0\nrobin\0,2,1\n", encoding="utf-8")
    told = {"person": ["robin", "robin\0"], "time": ["1", "2"], "outcome": ["0", "1"]}
    assert [read_table(source, spec).people for source in (path, told)] == [2, 2]


def test_rows_are_sorted_and_ties_keep_their_order() -> None:
    """People come together, times rise, and rows of one person at one time stay as the file has them."""
    columns = {"id": ["b", "a", "b", "a", "b"], "t": [2, 5, 1, 5, 1], "outcome": [1.0, 2.0, 3.0, 4.0, 5.0]}
    table = read_table(columns, spec_of(person="id", time="t", kind="real"))
    assert table.source.tolist() == [2, 4, 0, 1, 3]
    assert table.position.tolist() == [0, 1, 2, 0, 1]
    assert (table.rows, table.people, table.owner.tolist()) == (5, 2, [0, 0, 0, 1, 1])


BAD: dict[str, tuple[dict[str, Any], dict[str, Any], str]] = {
    "missing column": ({}, {"cues": "loud"}, "no column 'loud'"),
    "nobody": ({"id": ["a", None, "b", "b"]}, {}, "row 2 has none"),
    "text in the target": ({"outcome": [1, 2, "much", 3]}, {}, "'outcome' must hold numbers; row 3"),
    "text among numbers": ({"cue": [1, 2, "x", 3]}, {"cues": "cue"}, "'cue' holds numbers, but row 3"),
    "infinite": ({"outcome": [1.0, np.inf, 2.0, 3.0]}, {}, "finite numbers; row 2"),
    "infinite cue": ({"cue": [1.0, np.inf, 2.0, 3.0]}, {"cues": "cue"}, "finite numbers; row 2"),
    "dates as cue": ({"cue": np.array(["2026-01-01"] * 4, dtype="datetime64[D]")}, {"cues": "cue"}, "holds dates"),
    "no target": ({"outcome": [None] * 4}, {}, "'outcome' is empty"),
    "constant": ({"outcome": [3.0] * 4}, {}, "nothing to predict"),
    "not binary": ({"outcome": [0, 1, 2, 1]}, {"kind": "binary"}, "a binary target is 0 or 1"),
    "outside": ({}, {"kind": "unit"}, "outside its range, 0 to 1"),
    "no time": ({"t": [1, None, 2, 3]}, {}, "'t' row 2 has none"),
    "no date": ({"t": ["2026-01-01", "soon", "2026-01-02", "2026-01-03"]}, {}, "'t' must hold times"),
    "mixed times": ({"t": ["2026-01-01", "", "2026-01-02", "2026-01-03"]}, {}, "row 2 has none"),
    "ragged": ({"outcome": [1.0, 2.0]}, {}, "differ in length"),
    "empty": ({"id": [], "t": [], "outcome": []}, {}, "has no rows"),
    "target": ({}, {"target": "mood"}, "outcome or alarm"),
    "kind": ({}, {"kind": "ordinal"}, "binary, unit or real"),
    "unit of time": ({}, {"time_unit": "week"}, "unit of time is one of"),
    "range": ({}, {"range": (5, 1)}, "a low end and a higher one"),
    "binary range": ({}, {"kind": "binary", "range": (0, 5)}, "has no other range"),
    "target as cue": ({}, {"cues": "outcome"}, "is the target"),
    "one column twice": ({}, {"outcome": "outcome", "alarm": "outcome"}, "named for two things"),
}


@pytest.mark.parametrize("case", BAD)
def test_a_bad_table_gets_one_clear_sentence(case: str) -> None:
    """What cannot be used is refused, with the column and the row, and nothing of what is in the cells."""
    change, told, sentence = BAD[case]
    columns = {"id": ["a", "a", "b", "b"], "t": [0, 1, 0, 1], "outcome": [1.0, 2.0, 3.0, 5.0], **change}
    with pytest.raises(TableError, match=sentence) as refused:
        read_table(columns, spec_of(**{"person": "id", "time": "t", "kind": "real", **told}))
    assert not any(word in str(refused.value) for word in ("much", "soon"))


FILES = {
    "id,t\na,1\n": "no column 'outcome'",
    "id,t,outcome,outcome\na,1,2,3\n": "more than once",
    "id,t,outcome\na,1,2\na,2\n": "line 3 has 2 cells",
    "": "no column 'id'",
}


@pytest.mark.parametrize("text", FILES)
def test_a_bad_file_gets_one_clear_sentence(text: str, tmp_path: Path) -> None:
    """A CSV file with missing columns, doubled columns or short lines is refused."""
    path = tmp_path / "t.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(TableError, match=FILES[text]):
        read_table(path, spec_of(person="id", time="t", kind="real"))


def test_files_that_are_no_tables_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A missing file, bytes that are no text, a broken Parquet file and a monstrous cell each get a sentence."""
    spec = spec_of(person="id", time="t", kind="real")
    with pytest.raises(TableError, match="no such table"):
        read_table(tmp_path / "none.csv", spec)
    (tmp_path / "bytes.csv").write_bytes(b"id,t,outcome\n\xff\xfe,1,2\n")
    (tmp_path / "t.parquet").write_bytes(b"no parquet")
    (tmp_path / "long.csv").write_text(f"id,t,outcome\n{'x' * 200_000},1,2\n", encoding="utf-8")
    with pytest.raises(TableError, match="Parquet file cannot be read"):
        read_table(tmp_path / "t.parquet", spec)
    monkeypatch.setattr(reading, "find_spec", lambda _name: None)
    with pytest.raises(TableError, match="not text in UTF-8"):
        read_table(tmp_path / "bytes.csv", spec)
    with pytest.raises(TableError, match="not a CSV table"):
        read_table(tmp_path / "long.csv", spec)
    (tmp_path / "blank.csv").write_text("id,t,outcome\na,1,2\n\na,2,3\n", encoding="utf-8")
    assert read_table(tmp_path / "blank.csv", spec).rows == 2


def test_cells_become_numbers_words_and_times() -> None:
    """Gaps have many spellings, truth values are 0 and 1, whole numbers name people alike however they are written."""
    np.testing.assert_array_equal(numbers(["1.5", "NA", None, "true", " - "], "x"), [1.5, np.nan, np.nan, 1.0, np.nan])
    assert words([1, 2, 1]).names == ("1", "2")
    assert words([1.0, "1", "b", None]).codes.tolist() == [0, 0, 1, -1]
    assert isinstance(numbers_or_words(["a", "1", "b"], "x"), Words)
    with pytest.raises(TableError):
        numbers(["1_0"], "x")
    noon = datetime(2026, 3, 1, 12, tzinfo=UTC)
    days = [noon, noon.isoformat(), date(2026, 3, 2), "2026-03-02"]
    assert np.diff(times(days, "t", 1.0)).tolist() == [0.0, 0.5, 0.0]
    stamps = np.array(["2026-03-01T00:00", "2026-03-02T00:00"], dtype="datetime64[s]")
    assert np.diff(times(stamps, "t", 1.0)).tolist() == [1.0]
    with pytest.raises(TableError, match="row 2 has none"):
        times(np.array(["2026-03-01", "NaT"], dtype="datetime64[D]"), "t", 1.0)
    with pytest.raises(TableError, match="row 1 does not"):
        times([object(), "2026-03-01"], "t", 1.0)


def test_a_table_can_be_cut() -> None:
    """Some people, or some rows, keep their positions and everything else they have."""
    columns, told = diaries()
    table = read_table(columns, spec_of(**told))
    few = table.of_people([2, 0])
    assert few.people == 2
    np.testing.assert_array_equal(few.target[:14], table.target[28:42])
    late = table.where(table.position >= 10)
    assert late.people == table.people
    assert set(late.position.tolist()) == {10, 11, 12, 13}
    assert late.beside is not None
    assert late.other is not None
    assert table.of_people([]).rows == 0
    with pytest.raises(TableError, match="more than"):
        read_table(Huge(), spec_of(person="id", time="t", kind="real"))


class Huge(Mapping[str, Any]):
    """A table of more rows than are taken, none of which is there."""

    def __getitem__(self, name: str) -> Any:
        return np.broadcast_to(np.int8(0), (60_000_000,))

    def __iter__(self) -> Any:
        return iter(("id", "t", "outcome"))

    def __len__(self) -> int:
        return 3
