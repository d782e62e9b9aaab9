"""Finished blocks in a folder."""

from __future__ import annotations

import stat
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from homing.lab import cohort as lab
from homing.lab.cohort.fingerprints import fingerprint
from homing.lab.cohort.keeping import Kept
from tests.unit.lab.cohort import works

PLAIN = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text()
TREES = st.recursive(
    PLAIN,
    lambda part: st.lists(part) | st.lists(part).map(tuple) | st.dictionaries(st.text(), part),
    max_leaves=8,
)


class Pair(NamedTuple):
    """Something with a name of its own."""

    one: int
    other: int


@dataclass(frozen=True)
class Work:
    """Work that differs by its rate."""

    rate: float


@given(tree=TREES)
def test_plain_results_come_back_as_they_were(tmp_path_factory: pytest.TempPathFactory, tree: Any) -> None:
    """Any tree of plain values is read as it was written, kinds and all."""
    kept = Kept(tmp_path_factory.mktemp("kept"), "work")
    path = kept.path(0, "block")
    assert kept.load(path) == (False, None)
    kept.save(path, tree)
    there, found = kept.load(path)
    assert there
    assert repr(found) == repr(tree)


def test_arrays_come_back_to_the_last_bit(tmp_path: Path) -> None:
    """Arrays keep their kind and shape, single numbers of NumPy stay what they are."""
    kept = Kept(tmp_path, None)
    given_result: dict[str, Any] = {
        "a": np.array([[0.1, np.nan]]),
        "b": (np.float32(0.1), [np.arange(3, dtype=np.int8)]),
    }
    kept.save(tmp_path / "x.npz", given_result)
    found = kept.load(tmp_path / "x.npz")[1]
    assert found["a"].tobytes() == given_result["a"].tobytes()
    assert found["b"][0] == np.float32(0.1)
    assert found["b"][1][0].dtype == np.int8
    assert stat.S_IMODE((tmp_path / "x.npz").stat().st_mode) == 0o600


@pytest.mark.parametrize("result", [Pair(1, 2), {1: 2}, np.array([None]), works.double])
def test_what_could_not_come_back_as_it_was_is_refused(tmp_path: Path, result: Any) -> None:
    """A result that is more than plain values and arrays is refused, and leaves no file."""
    with pytest.raises(lab.CohortError, match="cannot be kept"):
        Kept(tmp_path, None).save(tmp_path / "x.npz", result)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 cut off", b"\x80\x04K\x01."])
def test_a_damaged_file_is_computed_again(tmp_path: Path, content: bytes) -> None:
    """A file that is cut off, or that is no such file, counts as not there."""
    first = list(lab.map_blocks(works.double, [1.0, 2.0], engine="serial", keep=tmp_path))
    for path in tmp_path.iterdir():
        path.write_bytes(content)
    assert list(lab.map_blocks(works.double, [1.0, 2.0], engine="serial", keep=tmp_path)) == first


def test_other_work_and_other_blocks_are_not_mistaken(tmp_path: Path) -> None:
    """Another function, another parameter or another block is computed, and what was kept stays."""
    for work, block in ((works.double, 3), (partial(works.traced, tmp_path), 3), (works.double, 4)):
        list(lab.map_blocks(work, [block], engine="serial", keep=tmp_path / "kept"))
    assert len(list((tmp_path / "kept").iterdir())) == 3


def test_all_kept_needs_no_engine(tmp_path: Path) -> None:
    """When everything is there, no worker is started."""
    blocks = list(range(10))
    first = list(lab.map_blocks(works.double, blocks, engine="serial", keep=tmp_path))
    assert list(lab.map_blocks(works.double, blocks, engine="ray:nowhere:1", keep=tmp_path)) == first


def test_fingerprints_tell_values_apart() -> None:
    """Kind, shape, order, name and content all count."""
    values: list[Any] = [
        1, 1.0, True, "1", None, (1,), [1], {"a": 1}, {"b": 1}, Pair(1, 2), (1, 2), Work(0.1), Work(0.2),
        np.zeros(2), np.zeros((2, 1)), np.zeros(2, np.int64), np.zeros(0), works.double, works.dying, Pair,
        partial(works.double, 1), partial(works.double, 2), Path("a"), ("ab", "c"), ("a", "bc"), np.array([None]),
    ]  # fmt: skip
    found = [fingerprint("work", value) for value in values]
    assert len(set(found)) == len(values)
    assert found == [fingerprint("work", value) for value in values]
