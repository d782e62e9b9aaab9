"""Rows, means, differences with their interval, and pictures."""

from __future__ import annotations

import json
import math
import sys
from pathlib import Path

import pytest

from homing.lab import ccnlab
from homing.lab.ccnlab import settings
from homing.lab.ccnlab.models import MODELS, Setting
from homing.lab.ccnlab.reading import BenchmarkError, experiments
from homing.lab.ccnlab.report import COLUMNS, Report, Row, difference, means, means_where_all, run
from tests.unit.lab.ccnlab.invented import everything


@pytest.fixture(scope="module")
def report() -> Report:
    """The invented experiments, with few tries."""
    return run(experiments(everything()), tune=True, tries=2)


def scored(ours: float, others: float) -> dict[str, float]:
    """A row of scores in which all others have the same."""
    return {name: ours if name == "ours" else others for name in COLUMNS}


def test_every_experiment_has_a_row_and_a_half(report: Report) -> None:
    """Rows come in the order of the file; half of them are held out, and the others have scores with halves swapped."""
    assert [row.experiment for row in report.rows] == [told["name"] for told in everything()]
    assert sum(row.held_out for row in report.rows) == 2
    for row in report.rows:
        assert tuple(row.scores) == COLUMNS
        assert (row.swapped is None) == row.held_out
    assert set(report.first) == set(report.second) == {model.name for model in MODELS}


def test_same_seed_gives_the_same_report(report: Report) -> None:
    """The whole report, intervals included, is a function of the file and the seed."""
    again = run(experiments(everything()), tune=True, tries=2)
    assert json.dumps(again.as_json()) == json.dumps(report.as_json())


def test_json_has_rows_and_a_summary(report: Report) -> None:
    """Programs find each row's scores, and in the summary the split, the settings and the intervals of each part."""
    told = report.as_json()
    assert set(told["rows"][0]) == {"experiment", "held_out", "swapped", *COLUMNS}
    summary = told["summary"]
    assert summary["split_seed"] == 0
    assert set(summary["settings"]["first_half"]) == {"ours", "td", "kalman", "rw"}
    assert [(name, part["n"]) for name, part in summary["parts"].items()] == [
        ("held_out", 2),
        ("swapped", 2),
        ("both_held_out", 4),
        ("tuned_on", 2),
    ]
    assert set(summary["parts"]["held_out"]["ours_less"]["td"]) == {"difference", "low", "high", "n"}
    json.dumps(told, allow_nan=False)


def test_no_score_counts_nothing_or_is_left_out() -> None:
    """In the one mean an undefined score is 0, in the other the experiment is left out for everyone."""
    rows = [scored(0.5, math.nan), scored(0.7, 0.3)]
    assert means(rows)["ours"] == pytest.approx(0.6)
    assert means(rows)["td"] == pytest.approx(0.15)
    where_all, count = means_where_all(rows)
    assert (where_all["ours"], where_all["td"], count) == (0.7, 0.3, 1)
    assert difference(rows, "td", 0).difference == pytest.approx(0.45)


def test_difference_is_paired() -> None:
    """Experiments that differ much do not widen the interval when both models do equally better or worse on them."""
    rows = [scored(0.1 * at + 0.05, 0.1 * at) for at in range(8)]
    found = difference(rows, "td", 1)
    assert found.low == pytest.approx(0.05) == found.high
    assert found.n == 8
    wide = difference([scored(0.5, 0.0), scored(-0.3, 0.0), scored(0.4, 0.0)], "td", 1)
    assert wide.low < 0.0 < wide.high


def test_nothing_to_compare_is_no_number() -> None:
    """A part without experiments has no mean and no interval."""
    assert math.isnan(means([])["ours"])
    assert math.isnan(difference([], "td", 0).low)
    assert Report((), 0, {}, {}).as_json()["summary"]["parts"]["held_out"]["mean_undefined_0"]["ours"] is None


def test_settings_on_record_are_for_their_split_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Other experiments or another split are refused unless settings are chosen anew; their own split is run."""
    told = experiments(everything())
    with pytest.raises(BenchmarkError, match="no settings on record"):
        run(told)
    first = {"Learning_Curve", "Competition_Made"}
    for seed in range(20):
        if ccnlab.halves(told, seed)[0] == first:
            break
    monkeypatch.setattr(settings, "_FIRST_HALF", frozenset(first))
    found = run(told, seed=seed)
    assert {row.experiment for row in found.rows if not row.held_out} == first
    assert found.first is settings.FIRST


@pytest.mark.parametrize("recorded", [settings.FIRST, settings.SECOND])
def test_settings_on_record_are_whole(recorded: dict[str, Setting]) -> None:
    """Every model has every part of its setting on record, from its grid."""
    for model in MODELS:
        assert set(recorded[model.name]) == {*model.grid, "threshold", "slope"}
        assert all(recorded[model.name][name] in among for name, among in model.grid.items())


def test_pictures_are_written_and_repeat(report: Report, tmp_path: Path) -> None:
    """An SVG and a PNG, in a folder that is made, the same bytes each time."""
    pytest.importorskip("matplotlib")
    svg, png = ccnlab.draw(report, tmp_path / "a" / "b")
    assert svg.read_text(encoding="utf-8").count("</svg>") == 1
    assert png.read_bytes()[1:4] == b"PNG"
    again, _ = ccnlab.draw(report, tmp_path)
    assert svg.read_bytes() == again.read_bytes()


def test_pictures_need_matplotlib(report: Report, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without it, the missing module is named."""
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    with pytest.raises(ModuleNotFoundError):
        ccnlab.draw(report, tmp_path)


def test_progress_is_told() -> None:
    """Choosing and scoring both say how far they are."""
    seen: list[tuple[str, int, int]] = []
    run(experiments(everything()), tune=True, tries=1, progress=lambda *told: seen.append(told))
    assert ("choosing ours", 1, 1) in seen
    assert ("Learning_Curve", 0, 4) in seen
    assert Row("x", True, {}, None).held_out
