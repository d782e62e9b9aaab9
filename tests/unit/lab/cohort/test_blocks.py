"""Tables become blocks of people."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from homing.lab import cohort as lab
from homing.lab.cohort import Block, scanning
from homing.lab.columns import TableError
from homing.lab.table import Spec, spec_of
from tests.unit.lab.cohort.works import cohort

SPEC = spec_of(person="id", time="when", outcome="hurt", cues="late,place")


def as_csv(rows: dict[str, Any], path: Path) -> Path:
    """The rows as a CSV file, with a gap where nothing is known."""
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(rows)
        writer.writerows([["NA" if cell != cell else cell for cell in row] for row in zip(*rows.values(), strict=True)])
    return path


def same(one: list[Block], other: list[Block]) -> bool:
    """Whether two lists of blocks hold the same."""
    if len(one) != len(other):
        return False
    return all(
        (a.first, a.people) == (b.first, b.people)
        and all(
            np.array_equal(x, y, equal_nan=True) for x, y in zip((*a.events, a.rows), (*b.events, b.rows), strict=True)
        )
        for a, b in zip(one, other, strict=True)
    )


@pytest.mark.parametrize("size", [1, 2, 3, 100])
def test_files_frames_and_arrays_give_the_same_blocks(tmp_path: Path, size: int) -> None:
    """CSV, Parquet, pandas, polars and a mapping of lists are read alike, however many people a block holds."""
    rows = cohort()
    expected = list(lab.blocks(rows, SPEC, people=size))
    frame = pl.DataFrame(rows).with_columns(pl.col("hurt").fill_nan(None))
    frame.write_parquet(tmp_path / "t.parquet")
    frame.with_columns(pl.col("place").cast(pl.Categorical)).write_parquet(tmp_path / "c.parquet")
    sources = [as_csv(rows, tmp_path / "t.csv"), tmp_path / "t.parquet", tmp_path / "c.parquet", frame]
    for source in [*sources, pytest.importorskip("pandas").DataFrame(rows)]:
        assert same(list(lab.blocks(source, SPEC, people=size)), expected)


def test_a_block_holds_each_persons_rows_in_order_of_time_and_is_padded() -> None:
    """Rows are sorted by time within a person, people stay in the order of the table, padding is marked."""
    rows = {
        "id": [2, 2, 1, 2],
        "when": [5.0, 3.0, 1.0, 4.0],
        "hurt": [1, 0, 1, np.nan],
        "late": [0.5, 0.3, 0.1, np.nan],
        "place": ["car", "", "car", "door"],
    }
    (block,) = found = lab.blocks(rows, SPEC)
    assert (found.cues, found.people, found.longest, len(found)) == (("late", "place=car", "place=door"), 2, 3, 1)
    assert block.people == ("2", "1")
    assert block.rows.tolist() == [[1, 3, 0], [2, -1, -1]]
    assert block.events.there.tolist() == [[True, True, True], [True, False, False]]
    assert block.events.times.tolist() == [[3.0, 4.0, 5.0], [1.0, 0.0, 0.0]]
    assert block.events.cues[0].tolist() == [[0.3, 0.0, 0.0], [0.0, 0.0, 1.0], [0.5, 1.0, 0.0]]
    assert np.array_equal(block.events.outcomes, [[0, np.nan, 1], [1, np.nan, np.nan]], equal_nan=True)


@given(seed=st.integers(0, 50), piece=st.integers(1, 40), size=st.integers(1, 9))
def test_how_a_file_is_cut_does_not_matter(
    tmp_path_factory: pytest.TempPathFactory, seed: int, piece: int, size: int
) -> None:
    """Pieces that end within a person give the same blocks, whether or not the rows of a person are together."""
    rows = cohort(seed=seed)
    order = np.random.default_rng(seed).permutation(len(rows["id"])) if seed % 2 else np.arange(len(rows["id"]))
    rows = {name: [column[one] for one in order] for name, column in rows.items()}
    path = tmp_path_factory.mktemp("cut") / "t.parquet"
    pl.DataFrame(rows).write_parquet(path, row_group_size=5)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(scanning, "PIECE", piece)
        assert same(list(lab.blocks(path, SPEC, people=size)), list(lab.blocks(rows, SPEC, people=size)))


def test_long_diaries_make_small_blocks() -> None:
    """The number of people in a block falls where people have many rows, and never below one."""
    many = {"id": np.repeat([1, 2], 100_000), "when": np.tile(np.arange(100_000), 2), "hurt": np.zeros(200_000)}
    found = lab.blocks(
        {**many, "late": np.ones(200_000)}, spec_of(person="id", time="when", outcome="hurt", cues="late")
    )
    assert found.size == 8
    assert len(found) == 1


def test_without_polars_a_csv_file_is_read_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The extra is not needed for CSV."""
    path = as_csv(cohort(), tmp_path / "t.csv")
    expected = list(lab.blocks(path, SPEC, people=2))
    for module in ("homing.lab.cohort.scanning", "homing.lab.reading"):
        monkeypatch.setattr(f"{module}.find_spec", lambda _: None)
    assert same(list(lab.blocks(path, SPEC, people=2)), expected)


@pytest.mark.parametrize(
    ("lines", "sentence"),
    [
        ("id,when,hurt,late", "no column 'place'"),
        ("id,when,hurt,late,place", "no rows"),
        ("id,when,hurt,late,place\n,1,0,1,car\nW,1,0,1,car", "needs a person"),
        ("id,when,hurt,late,place\nW,1,0,1,car\nW,2,maybe,1,car", "column 'hurt' must hold numbers; row 2"),
        ("id,when,hurt,late,place\nW,1,0,1,car\nW,2,0,inf,car", "column 'late' must hold finite numbers; row 2"),
        ("id,when,hurt,late,place\nW,1,0,1,car\nW,2,0,1,7\nW,2,0,1,8\nW,2,0,1,9", "column 'place' holds numbers"),
        ("id,when,hurt,late,place,hurt\nW,1,0,1,car,0", "column 'hurt' more than once"),
        ("id,when,hurt,late,place\nW,1,0,1,car,7,8\n", "line 2 has 7 cells"),
        ("id,when,hurt,late,place\nW,soon,0,1,car\n", "must hold times"),
    ],
)
def test_bad_tables_get_a_clear_sentence(tmp_path: Path, lines: str, sentence: str) -> None:
    """What is wrong is said in words, and where, before or while the table is read."""
    path = tmp_path / "t.csv"
    path.write_text(lines + "\n", encoding="utf-8")
    with pytest.raises(TableError, match=sentence):
        list(lab.blocks(path, SPEC))


def test_a_wrong_cell_late_in_a_file_is_placed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A row number is told with the place where counting began."""
    monkeypatch.setattr(scanning, "PIECE", 2)
    path = tmp_path / "t.parquet"
    rows = {"id": [1, 1, 1, 1], "when": [1.0, 2.0, 3.0, 4.0], "hurt": [0, 1, 0, 1], "late": [1.0, 1.0, 1.0, np.inf]}
    pl.DataFrame(rows).write_parquet(path)
    with pytest.raises(TableError, match=r"counted from row \d of the table"):
        list(lab.blocks(path, spec_of(person="id", time="when", outcome="hurt", cues="late")))


def test_a_file_that_changes_meanwhile_is_told(tmp_path: Path) -> None:
    """A file that can no longer be read ends in a sentence."""
    path = tmp_path / "t.csv"
    found = lab.blocks(as_csv(cohort(), path), SPEC)
    path.write_text("id,when,hurt,late,place\nW,1,0,1,car,7,8\n", encoding="utf-8")
    with pytest.raises(TableError, match="could not be read to its end"):
        list(found)


def test_parquet_without_rows_or_with_rows_of_nobody_is_refused(tmp_path: Path) -> None:
    """A row with a time and without a person is no blank line; a table of no rows is told, too."""
    rows = pl.DataFrame(cohort())
    rows[1, "id"] = None
    rows.write_parquet(tmp_path / "t.parquet")
    with pytest.raises(TableError, match="needs a person"):
        lab.blocks(tmp_path / "t.parquet", SPEC)
    rows.clear().write_parquet(tmp_path / "t.parquet")
    with pytest.raises(TableError, match="no rows"):
        lab.blocks(tmp_path / "t.parquet", SPEC)


@pytest.mark.parametrize(
    ("rows", "spec", "people", "sentence"),
    [
        (cohort(), Spec("id", "when", "outcome", "real", outcome="hurt"), None, "at least one cue"),
        (cohort(), SPEC, 0, "at least one person"),
        ({**cohort(), "place": [f"w{one}" for one in range(len(cohort()["id"]) * 10)]}, SPEC, None, "differ in length"),
        ({name: [] for name in cohort()}, SPEC, None, "no rows"),
        ({**cohort(), "id": [None] * len(cohort()["id"])}, SPEC, None, "needs a person"),
    ],
)
def test_bad_questions_get_a_clear_sentence(
    rows: dict[str, Any], spec: Spec, people: int | None, sentence: str
) -> None:
    """No cue, no people, no rows, columns of different length: each is said."""
    with pytest.raises(TableError, match=sentence):
        lab.blocks(rows, spec, people=people)


def test_a_cue_of_too_many_words_is_refused() -> None:
    """Free text is no cue."""
    rows = {"id": [1] * 300, "when": range(300), "hurt": [0.0] * 300, "note": [f"word {one}" for one in range(300)]}
    with pytest.raises(TableError, match="300 different words"):
        lab.blocks(rows, spec_of(person="id", time="when", outcome="hurt", cues="note"))
