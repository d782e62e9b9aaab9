"""``homing lab phenomena``."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from homing.cli.lab import measuring
from tests.unit.cli.conftest import Homing


def test_rows_are_told_side_by_side(homing: Homing) -> None:
    """Each row shows what was published and what ours gives, and the end counts what holds."""
    done = homing("lab", "phenomena", "--only", "B4")
    assert (done.code, done.err) == (0, "")
    assert "published  0.03514  0.7496\n" in done.out
    assert "ours       0.03514  0.7496\n" in done.out
    assert done.out.rstrip().endswith("1 of 1 rows hold.")


def test_a_row_that_does_not_hold_is_shown_and_counted(homing: Homing) -> None:
    """It says so, is named at the end, and does not make the command fail."""
    done = homing("lab", "phenomena", "--only", "B2 spontaneous")
    assert done.code == 0
    assert "DOES NOT HOLD B2 spontaneous recovery" in done.out
    assert "0 of 1 rows hold; 1 do not:\n  B2 spontaneous recovery" in done.out


def test_json_is_json_alone(homing: Homing) -> None:
    """--json prints one JSON value with the rows and the seed."""
    done = homing("lab", "phenomena", "--only", "jeffreys", "--seed", "4", "--json")
    told = json.loads(done.out)
    assert told["seed"] == 4
    assert [set(row) for row in told["rows"]] == [{"name", "source", "published", "ours", "holds", "rule"}]
    assert told["rows"][0]["holds"] is True


def test_figures_are_drawn(homing: Homing, tmp_path: Path) -> None:
    """--figures makes the folder and draws each family there."""
    done = homing("lab", "phenomena", "--only", "weak bad influence", "--figures", "pictures")
    assert done.code == 0
    assert "2 files are in pictures" in done.out
    assert sorted(path.name for path in (tmp_path / "pictures").iterdir()) == ["pairs.png", "pairs.svg"]


def test_figures_without_their_extra_are_refused(homing: Homing, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without matplotlib nothing is measured in vain."""
    monkeypatch.setattr(measuring, "find_spec", lambda _: None)
    done = homing("lab", "phenomena", "--only", "jeffreys", "--figures", "pictures")
    assert (done.code, done.out) == (5, "")
    assert "extra 'lab'" in done.err


def test_a_name_that_there_is_not_meets_its_neighbours(homing: Homing) -> None:
    """An unknown name is told which families there are near it, and is not repeated."""
    done = homing("lab", "phenomena", "--only", "renewel")
    assert (done.code, done.out) == (2, "")
    assert "near it: renewal" in done.err
    assert "renewel" not in done.err
    assert "volatility" in homing("lab", "phenomena", "--only", "qqqqqq").err


def test_progress_is_shown_on_a_terminal_alone(homing: Homing, monkeypatch: pytest.MonkeyPatch) -> None:
    """On a terminal's standard error a bar says which row is measured, and is gone at the end."""
    assert homing("lab", "phenomena", "--only", "B4").err == ""
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    done = homing("lab", "phenomena", "--only", "B4", "--json")
    assert "B4 after reinstatement" in done.err
    assert done.err.endswith("\r\x1b[K")
    assert json.loads(done.out)["rows"]


def test_it_can_be_interrupted(homing: Homing, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ctrl-C ends it with 130, and no half table is told."""

    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(sys.modules["homing.lab.phenomena"], "_measured", interrupted)
    done = homing("lab", "phenomena", "--only", "B4")
    assert (done.code, done.out) == (130, "")
