"""Models on a table: the same rows for all, nothing seen beforehand, numbers that can be checked by hand."""

from __future__ import annotations

import doctest
import importlib
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from homing.engine.calibration import expected_calibration_error
from homing.engine.published import rescorla_wagner
from homing.lab import MODELS, TableError, bootstrap, compare, evaluate, evaluation, hierarchy, stacking
from homing.lab.baselines import BASELINES
from homing.lab.features import basic, full, learn
from homing.lab.hierarchy import Prior, follow
from homing.lab.metrics import calibration_error
from homing.lab.ours import in_batches, ours
from homing.lab.panel import batches, steps
from homing.lab.protocol import Task, divide, split_of
from homing.lab.said import Said
from homing.lab.table import Table, read_table, spec_of
from tests.unit.lab.tables import ROLES, Made, diaries, ratings

METRICS = {"rmse", "log_loss", "ece", "coverage", "r2", "n", "seconds"}


def made(table: Made) -> Table:
    """The table as the lab reads it."""
    return read_table(table[0], spec_of(**table[1]))


def said(task: Task, name: str, held: Table) -> Said:
    """What a model that was fitted on the task's training rows says about these people."""
    code = learn(task.train)
    fitted = ours(task.train, code, 0, by_time=task.by_time) if name == "ours" else BASELINES[name](task.train, code)
    return in_batches(fitted, held)


@pytest.mark.parametrize("name", ["columns", "protocol", ""])
def test_examples_in_docstrings_hold(name: str) -> None:
    """Every example in the lab's docstrings is true."""
    found = doctest.testmod(importlib.import_module(f"homing.lab.{name}" if name else "homing.lab"))
    assert (found.failed, found.attempted > 0) == (0, True)


def test_every_model_is_scored_on_the_same_rows() -> None:
    """All metrics are there for all models; a metric without meaning is None; nobody's first row counts."""
    columns, told = ratings()
    report = evaluate(columns, **told, split="people:0.25", seed=3)
    assert tuple(report.models) == MODELS
    assert all(set(found) == METRICS for found in report.models.values())
    task = divide(made((columns, told)), split_of("people:0.25"), 3)
    assert {found["n"] for found in report.models.values()} == {int(task.scored.sum())}
    assert not task.scored[task.held.position == 0].any()
    assert task.held.people == 3
    ours_ = report.models["ours"]
    assert ours_["log_loss"] is None
    assert ours_["ece"] is None
    rmse = {name: found["rmse"] or 0.0 for name, found in report.models.items()}
    assert rmse["ours"] < 1.05 * min(rmse.values())
    assert 0.5 < (ours_["coverage"] or 0.0) <= 1.0
    assert report.as_text().count("\n") > 15
    assert report.as_csv().startswith("model,metric,value\nours,rmse,")
    assert set(report.as_json()) == {"rows", "split", "seed", "models", "differences"}


def test_the_same_seed_gives_the_same_numbers() -> None:
    """All but seconds is decided by the table and the seed."""
    columns, told = diaries(6, 9)
    runs = [evaluate(columns, **told, split="people:0.3", seed=5).as_json() for _ in range(2)]
    for run in runs:
        for found in run["models"].values():
            del found["seconds"]
    assert runs[0] == runs[1]
    binary = runs[0]["models"]["ours"]
    assert binary["coverage"] is None
    assert 0.3 < binary["log_loss"] < 0.9
    assert set(runs[0]["differences"]["person_mean"]) == {"rmse", "log_loss"}


@pytest.mark.parametrize("name", MODELS)
@pytest.mark.parametrize("kind", ["ratings", "diaries"])
@pytest.mark.parametrize("split", ["people:0.3", "time:0.4"])
def test_nothing_is_seen_beforehand(name: str, kind: str, split: str) -> None:
    """A row's prediction does not change when its own target, its own alarm, or anything later does."""
    columns, told = ratings(8, 10) if kind == "ratings" else diaries(8, 10)
    task = divide(made((columns, told)), split_of(split), 0)
    before = said(task, name, task.held)
    late = task.held.position >= 7
    rng = np.random.default_rng(0)
    target = np.where(late, 1.0 - np.nan_to_num(task.held.target), task.held.target)
    numeric = np.where((task.held.position >= 8)[:, None], rng.random(task.held.numeric.shape), task.held.numeric)
    beside = None if task.held.beside is None else np.where(late, rng.random(len(late)), task.held.beside)
    after = said(task, name, replace(task.held, target=target, numeric=numeric, beside=beside))
    early = task.held.position <= 7
    for one, other in zip(
        (before.mean, before.low, before.high, before.p), (after.mean, after.low, after.high, after.p), strict=True
    ):
        np.testing.assert_allclose(one[early], other[early], rtol=1e-9, atol=1e-12)


def test_held_out_rows_do_not_teach_before_they_are_scored() -> None:
    """By people, the training table holds nobody who is scored; by time, no row that is."""
    table = made(ratings())
    people = divide(table, split_of("people:0.5"), 1)
    assert not set(people.train.source.tolist()) & set(people.held.source.tolist())
    time = divide(table, split_of("time:0.3"), 1)
    assert not set(time.train.source.tolist()) & set(time.held.source[time.scored].tolist())
    assert time.held.position[time.scored].min() == 11
    assert time.by_time


@pytest.mark.parametrize("split", ["people", "people:0", "time:1", "time:x", "half:0.5", "people:nan"])
def test_a_split_that_is_none_is_refused(split: str) -> None:
    """Only people:F and time:F with a share between 0 and 1 are splits."""
    with pytest.raises(TableError, match="a split is"):
        split_of(split)


def test_splits_that_leave_nothing_are_refused() -> None:
    """One person cannot be held out; nor can everything; a table of first rows has nothing to score."""
    one = made(ratings(1))
    with pytest.raises(TableError, match="nobody can be held out"):
        divide(one, split_of("people:0.3"), 0)
    with pytest.raises(TableError, match="too few rows are left"):
        divide(one, split_of("time:0.99"), 0)
    firsts = {"id": [1, 2, 3, 4], "t": [0] * 4, "outcome": [1.0, 2.0, 3.0, 4.0]}
    with pytest.raises(TableError, match="no row can be scored"):
        evaluate(firsts, person="id", time="t", kind="real")


@pytest.mark.parametrize(
    ("columns", "told", "split"),
    [
        (*ratings(1, 60), "time:0.3"),
        (*ratings(2, 20), "people:0.5"),
        (*ratings(3, 4), "time:0.3"),
        (*ratings(2, 3, 4), "time:0.3"),
    ],
)
def test_few_people_and_few_rows_just_work(columns: dict[str, Any], told: dict[str, Any], split: str) -> None:
    """One person, two people, a handful of rows: every model says something finite."""
    report = evaluate(columns, **told, split=split)
    for found in report.models.values():
        assert np.isfinite(found["rmse"] or 0.0)
    single = len(set(columns["id"])) == 1
    assert (report.differences["repeat_last"]["rmse"].low is None) is (single or split.startswith("people"))


def test_alarms_are_a_target_as_well() -> None:
    """An alarm of 0 to 10 is predicted in its own unit, from earlier outcomes, too, and stays on its scale."""
    columns, told = diaries()
    told = {**told, "target": "alarm", "kind": "unit", "range": (0, 10)}
    report = evaluate(columns, **told, models="ours,person_mean,rescorla_wagner")
    assert list(report.models) == ["ours", "person_mean", "rescorla_wagner"]
    assert 0.0 < (report.models["ours"]["rmse"] or 0.0) < 5.0
    task = divide(made((columns, told)), split_of("people:0.3"), 0)
    found = said(task, "ours", task.held)
    assert min(found.low.min(), found.mean.min()) >= 0.0
    assert max(found.high.max(), found.mean.max()) <= 10.0


def test_models_are_chosen_by_name_and_progress_is_told() -> None:
    """Only the named models run, each announced once; an unknown name is refused."""
    columns, told = ratings(6, 6)
    heard: list[tuple[str, int, int]] = []
    report = evaluate(columns, **told, models=["repeat_last", "person_mean"], progress=lambda *one: heard.append(one))
    assert heard == [("repeat_last", 0, 2), ("person_mean", 1, 2)]
    assert report.differences == {}
    assert "less ours" not in report.as_text()
    with pytest.raises(TableError, match="a model is one of"):
        evaluate(columns, **told, models="oracle")


def test_compare_sets_every_two_models_against_each_other() -> None:
    """The differences of three models are three pairs; those of one model are refused."""
    columns, told = ratings()
    found = compare(columns, **told, models="repeat_last,person_mean,exponential_mean", seed=2)
    assert len(found.pairs) == 3
    pair = found.pairs["repeat_last", "person_mean"]["rmse"]
    assert pair.difference == pytest.approx(
        (found.models["repeat_last"]["rmse"] or 0.0) - (found.models["person_mean"]["rmse"] or 0.0)
    )
    assert pair.low is not None
    assert pair.low <= pair.difference <= (pair.high or 0.0)
    assert "repeat_last, person_mean" in found.as_text()
    assert found.as_csv().count("\n") == 22
    assert {one["against"] for one in found.as_json()["pairs"]} == {"person_mean", "exponential_mean"}
    with pytest.raises(TableError, match="at least two"):
        compare(columns, **told, models="ours")


def test_simple_baselines_are_what_their_names_say() -> None:
    """Repeat last and person mean can be checked by hand: the training mean first, gaps change nothing."""
    columns = {
        "id": ["a"] * 3 + ["b"] * 5,
        "t": [0, 1, 2, 0, 1, 2, 3, 4],
        "outcome": [1.0, 2.0, 6.0, 4.0, np.nan, 8.0, 0.0, 5.0],
    }
    table = read_table(columns, spec_of(person="id", time="t", kind="real"))
    task = Task(table.of_people([0]), table.of_people([1]), np.ones(5, bool))
    np.testing.assert_allclose(said(task, "repeat_last", task.held).mean, [3.0, 4.0, 4.0, 8.0, 0.0])
    np.testing.assert_allclose(said(task, "person_mean", task.held).mean, [3.0, 4.0, 4.0, 6.0, 4.0])


def test_rescorla_wagner_is_the_published_one() -> None:
    """The baseline's predictions are those of the published model on the same cues and a background."""
    columns, told = ratings(6, 12)
    told = {**told, "range": None, "cues": "word"}
    task = divide(made((columns, told)), split_of("people:0.3"), 0)
    code = learn(task.train)
    found = said(task, "rescorla_wagner", task.held).mean
    cues = np.concatenate([np.ones((task.held.rows, 1)), code.plain(task.held)], axis=1)
    y = task.held.target - code.centre
    rates = (0.003, 0.01, 0.02, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6)
    tried = []
    for rate in rates:
        expected = []
        for begin, end in zip(task.held.starts[:-1], task.held.starts[1:], strict=True):
            rows = slice(begin, end)
            run = rescorla_wagner.run(cues[rows], y[rows], np.arange(end - begin), rescorla_wagner.Params(rate=rate))
            expected.append(run.expected)
        tried.append(np.concatenate(expected) + code.centre)
    assert any(np.allclose(found, one) for one in tried)


def test_the_filter_is_a_ridge_regression_without_drift() -> None:
    """After n rows its prediction is that of the regression on those rows, with the prior as penalty."""
    table = made(ratings(1, 30))
    rng = np.random.default_rng(0)
    x, y = rng.normal(size=(30, 3)), rng.normal(size=30)
    cov = np.diag([1.0, 0.5, 2.0])
    told, _ = follow(table, x, y, Prior(np.array([0.1, 0.2, 0.3]), cov, 0.7))
    bend = x[:20].T @ x[:20] / 0.7 + np.linalg.inv(cov)
    weights = np.linalg.solve(bend, x[:20].T @ y[:20] / 0.7 + np.linalg.inv(cov) @ [0.1, 0.2, 0.3])
    assert told[20] == pytest.approx(float(x[20] @ weights))


def test_features_are_finite_whatever_is_missing() -> None:
    """Gaps, new words and single names never leave a hole in the features."""
    table = made(diaries(12))
    code = learn(table.of_people([0, 1]))
    assert full(table, learn(table)).shape[1] != full(table, code).shape[1]  # many names are each person's own
    for features in (basic(table, code), full(table, code)):
        assert np.isfinite(features).all()
        assert len(features) == table.rows
    empty = replace(table, numeric=np.full_like(table.numeric, np.nan))
    assert np.isfinite(full(empty, learn(empty))).all()


def test_people_are_walked_through_side_by_side() -> None:
    """Each step gives the rows of those who are still there, and every row comes once; batches part people only."""
    table = made(ratings(5, 6)).where(made(ratings(5, 6)).source % 7 != 0)
    rows = np.concatenate([here for _, here in steps(table)])
    assert sorted(rows.tolist()) == list(range(table.rows))
    parts = list(batches(table, 12))
    assert np.concatenate(parts).tolist() == list(range(table.people))
    assert len(parts) > 1
    assert list(steps(table.of_people([]))) == []


def test_weights_go_to_whoever_is_right() -> None:
    """Of a good, a bad and a middling forecaster the good one counts most; with a changing person, lately right."""
    table = made(ratings(10, 40))
    y = np.nan_to_num(table.target, nan=50.0)
    table = replace(table, target=y)
    rng = np.random.default_rng(1)
    names = np.stack([y + rng.normal(0, s, len(y)) for s in (1.0, 10.0, 5.0)], axis=1)
    stack = stacking.learn(table, names, np.ones(len(y), bool), np.full(3, 1 / 3))
    assert (stack.weights[:, 0] > 0.9).all()
    turned = np.where((table.owner % 2 == 0)[:, None], names[:, [0, 1]], names[:, [1, 0]])
    personal = stacking.learn(table, turned, np.ones(len(y), bool), np.full(2, 0.5))
    assert personal.rate > 0.0
    late = table.position > 20
    assert np.mean((personal.mix(table, turned) - y)[late] ** 2) < 4.0


def test_the_bootstrap_draws_people() -> None:
    """The interval of a difference holds it, is wider for fewer people, and is none for one person."""
    rng = np.random.default_rng(0)
    many = np.abs(rng.normal(2.0, 1.0, 200))
    wide = bootstrap.paired(many[:10], many[:10] * 0.5 + 0.3, np.full(10, 4.0), 1, root=True)
    close = bootstrap.paired(many, many * 0.5 + 0.3, np.full(200, 4.0), 1, root=True)
    assert wide.low is not None
    assert close.low is not None
    assert (wide.high or 0.0) - wide.low > (close.high or 0.0) - close.low
    assert close.low <= close.difference <= (close.high or 0.0)
    assert bootstrap.paired(many[:1], many[:1], np.ones(1), 1, root=False) == (0.0, None, None)


def test_the_calibration_error_is_the_engine_s() -> None:
    """Many rows at once give what the engine's tally gives one by one."""
    rng = np.random.default_rng(0)
    p = rng.random(300)
    y = (rng.random(300) < p).astype(float)
    assert calibration_error(p, y) == pytest.approx(expected_calibration_error(p.tolist(), y.tolist()))


def test_a_table_without_engine_room_still_works(monkeypatch: pytest.MonkeyPatch) -> None:
    """Above the number of rows that the engine's filters take row by row, the rest of ours goes on without them."""
    monkeypatch.setattr("homing.lab.ours._ENGINE_ROWS", 10)
    columns, told = diaries()
    assert 0.0 < (evaluation.evaluate(columns, **told, models="ours").models["ours"]["rmse"] or 0.0) < 0.7


@pytest.mark.parametrize("keeps", [1.0, 0.8])
def test_a_drift_is_chosen_where_what_a_cue_means_changes(keeps: float) -> None:
    """Of weights that stay none is taken to drift; of weights that lose a fifth a row it is, and foresees better."""
    rng, (people, rows) = np.random.default_rng(5), (25, 40)
    cue, slope, y = rng.normal(size=(people, rows)), 2.0 * rng.normal(size=people), np.zeros((people, rows))
    for row in range(rows):
        slope = keeps * slope + 2.0 * np.sqrt(1.0 - keeps**2) * rng.normal(size=people)
        y[:, row] = slope * cue[:, row] + 0.3 * rng.normal(size=people)
    columns = {"id": np.repeat(np.arange(people), rows), "t": np.tile(np.arange(rows), people)}
    how: dict[str, Any] = {**ROLES, "kind": "real", "range": (-20.0, 20.0), "cues": "cue"}
    table = read_table({**columns, "cue": cue.ravel(), "outcome": y.ravel()}, spec_of(**how))
    x, told = np.stack([np.ones(y.size), cue.ravel()], axis=1), y.ravel()
    scored = np.tile(np.arange(rows) > 0, people).astype(float)
    still = hierarchy.learn(table, x, told, binary=False)
    found = hierarchy.with_drift(table, x, told, still, scored)
    errors = [np.square(hierarchy.follow(table, x, told, one)[0] - told).mean() for one in (still, found)]
    assert (still.kept, found.kept < 1.0) == (1.0, keeps < 1.0)
    assert errors[1] < (0.9 if keeps < 1.0 else 1.05) * errors[0]
