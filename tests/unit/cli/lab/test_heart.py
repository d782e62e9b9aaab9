"""``homing lab heart`` on an invented recording."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from homing.cli.codes import Code
from homing.cli.lab.listening import _number
from homing.lab.heart.areas import Area
from homing.lab.heart.filtering import SETTINGS
from tests.unit.cli.conftest import Homing
from tests.unit.lab import hearts


def test_tables_and_json(homing: Homing, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The tables tell both halves, every baseline and what was passed over; JSON the same, and nothing else."""
    monkeypatch.setattr("homing.lab.heart.scoring.SETTINGS", SETTINGS[:1])  # the fewer, the faster
    folder = hearts.write(tmp_path / "invented", people=5)
    done = homing("lab", "heart", folder)
    assert (done.code, done.err) == (Code.FINE, "")
    assert "5 people" in done.out
    assert "the other half" in done.out
    for name in ("filter_others_rest", "heart_own_rest", "logistic", "where_it_is_silent"):
        assert name in done.out
    assert "nan" not in done.out
    told = json.loads(homing("lab", "heart", folder, "--json").out)
    area = told["parts"]["everyone"]["filter"]["pooled"]["area"]
    assert f"filter               {area:.3f} (" in done.out


def test_bad_folder_gets_a_sentence(homing: Homing, tmp_path: Path) -> None:
    """What is missing is told in one sentence, and there is no result."""
    done = homing("lab", "heart", tmp_path)
    name = "Processed_data/Improved_All_Combined_hr_rsp_binary.csv"
    assert (done.code, done.out, done.err) == (Code.REFUSED, "", f"There is no {name} in this folder.\n")


def test_area_of_one_person_has_no_interval() -> None:
    """Where an interval cannot be given, the number stands alone, and where there is no number, a dash."""
    assert _number(Area(0.75, None, None)) == "0.750"
    assert _number(Area(None, None, None)) == "--"
    assert _number(Area(0.05, -0.01, 0.1), "+") == "+0.050 (-0.010 to +0.100)"
