"""How models follow people: by arrays or the compiled loop, in blocks or whole, and no baseline twice."""

from __future__ import annotations

import pickle
from dataclasses import replace
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import polars
import pytest

from homing.engine.published import _twins
from homing.lab import evaluate, hierarchy, scoring
from homing.lab.cohort import CohortError, kernels
from homing.lab.cohort.fingerprints import fingerprint
from homing.lab.features import learn
from homing.lab.protocol import Task, divide, split_of
from homing.lab.scoring import Chosen, Score, fitted
from homing.lab.sharing import Same, same
from homing.lab.simulate import crowds
from homing.lab.table import read_table, spec_of
from tests.unit.lab.tables import Made, diaries, ratings

NAMES = ("personal_regression", "repeat_last", "ours", "person_mean")


def task(made: Made, split: str = "people:0.4") -> Task:
    """The table, parted."""
    columns, how = made
    return divide(read_table(columns, spec_of(**how)), split_of(split), 0)


@cache
def learnt(split: str) -> tuple[Task, dict[str, Chosen], Same]:
    """Models of a few diaries, and the experts of ours that are one of the others."""
    given = task(diaries(5, 7), split)
    models = {name: fitted(name, given, learn(given.train), 0) for name in NAMES}
    others = {name: one.model for name, one in models.items() if name != "ours"}
    return given, models, same(models["ours"].model, others)


@pytest.mark.parametrize("made", [ratings(6, 8), diaries(6, 8)])
def test_both_paths_give_the_same_report(made: Made, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whole or in blocks, a table is told the same by arrays and by the compiled loop."""
    columns, how = made
    path = tmp_path / "t.parquet"
    polars.DataFrame(columns, nan_to_null=True).write_parquet(path)
    ways: tuple[dict[str, Any], ...] = ({}, {"engine": "serial"})
    for where in ways:
        found: dict[str, list[float]] = {}
        for said in ("on", "off"):
            monkeypatch.setenv(kernels.VARIABLE, said)
            models = evaluate(path, **how, **where, models="blended_regression,personal_regression").models
            told = [{**one, "seconds": None} for one in models.values()]
            found[said] = [value for one in told for value in one.values() if value is not None]
        assert found["on"] == pytest.approx(found["off"], rel=1e-9)


def test_the_choice_travels_with_what_was_learnt(monkeypatch: pytest.MonkeyPatch) -> None:
    """A model goes its path wherever it is, and what it computes on one is not taken for what it did on the other."""
    given, arrays, times = task(diaries(4, 6)), hierarchy._by_arrays, []

    def counted(*what: Any) -> Any:
        times.append(1)
        return arrays(*what)

    monkeypatch.setattr(hierarchy, "_by_arrays", counted)
    slow = fitted("personal_regression", given, learn(given.train), 0, compiled=False)
    fast = pickle.loads(pickle.dumps(replace(slow, compiled=True)))
    assert fingerprint(slow, None) != fingerprint(fast, None)
    before = len(times)
    by_loop = fast(given.held)
    assert len(times) == before
    np.testing.assert_allclose(slow(given.held).p, by_loop.p, rtol=1e-12)
    assert len(times) == before + 1


_P = hierarchy.Prior(np.zeros(1), np.eye(1), 1.0, binary=True)


def test_it_takes_enough_rows_to_be_worth_compiling(monkeypatch: pytest.MonkeyPatch) -> None:
    """A row costs these models many times what it costs a published one, so fewer rows are enough."""
    monkeypatch.delenv(kernels.VARIABLE, raising=False)
    assert scoring.by_loops(kernels.WORTH // 10)
    assert not scoring.by_loops(kernels.WORTH // 10 - 1)
    assert not fitted("person_mean", task(diaries(4, 6)), learn(task(diaries(4, 6)).train), 0).compiled


def test_without_numba_one_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    """People who are to be followed by the compiled loop where numba is missing: a sentence with both ways out."""

    def missing(name: str) -> ModuleType:
        raise ModuleNotFoundError(f"No module named {name!r}")

    _twins.compiled.cache_clear()
    monkeypatch.setattr(_twins, "import_module", missing)
    held = task(diaries(4, 6)).held
    with pytest.raises(CohortError, match=r"extra 'fast'.*HOMING_NUMBA=off"):
        hierarchy.follow(held, np.ones((held.rows, 1)), held.target, _P, fast=True)


@pytest.mark.parametrize("split", ["people:0.4", "time:0.3"])
def test_what_is_not_said_twice_is_said_the_same(split: str) -> None:
    """Ours gets to the same bits, whether it takes what the baselines have said or follows everyone again."""
    given, models, shared = learnt(split)
    work = Score(models, 0.5, None, shared)
    once, twice = work(given.held)["said"], replace(work, shared=())(given.held)["said"]
    for name in NAMES:
        for metric in ("rmse", "log_loss", "bins"):
            np.testing.assert_array_equal(once[name][metric], twice[name][metric])
    assert once["ours"]["seconds"] > once["personal_regression"]["seconds"]


def test_only_what_was_learnt_alike_is_shared() -> None:
    """With people held out ours has the very baselines; with later rows its regressions know no clock, and differ."""
    assert {name for _, name in learnt("people:0.4")[2]} == {"personal_regression", "repeat_last", "person_mean"}
    assert {name for _, name in learnt("time:0.3")[2]} == {"repeat_last", "person_mean"}
    given, models, _ = learnt("people:0.4")
    other = fitted("person_mean", task(diaries(5, 7, seed=1)), learn(given.train), 0)
    assert same(models["ours"].model, {"person_mean": other.model}) == ()


def test_a_crowd_goes_to_polars_as_it_is() -> None:
    """Each thousand is one frame with the same columns, and nothing where nothing was noted."""
    [columns], [frame] = list(crowds.crowd(20, 5, 1)), list(crowds.as_frames(crowds.crowd(20, 5, 1)))
    assert frame.schema == {"person": polars.Int64} | dict.fromkeys(crowds.COLUMNS[1:], polars.Float64)
    np.testing.assert_array_equal(frame["outcome"].to_numpy(), columns["outcome"])
    assert frame["outcome"].null_count() == int(np.isnan(columns["outcome"]).sum()) > 0
