"""``homing reading`` and ``homing demo``: counts first, the numbers on request, care before both."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from homing.cli import surroundings
from homing.companion import Desk, fill_with_sample, names
from homing.record import Person
from homing.vault import Vault
from tests.unit.cli.conftest import WORDS, Homing

Reading = Callable[..., dict[str, Any]]


@pytest.fixture
def sample(vault: Path) -> Path:
    """A vault that holds the sample diary."""
    opened = Vault.open(vault, WORDS)
    desk = Desk(opened, surroundings.ambient())
    fill_with_sample(desk)
    wren = next(one for one in opened.read(lambda rows: rows.all(Person)) if one.label == "Wren")
    other = names.add_person(desk, "W. from the ferry house")
    names.merge(desk, other.id, wren.id)
    opened.close()
    return vault


@pytest.fixture
def reading(homing: Homing, sample: Path) -> Reading:
    """What ``homing reading --json`` tells a program."""
    assert sample.is_dir()

    def told(*arguments: str) -> dict[str, Any]:
        done = homing("reading", *arguments, "--json")
        assert (done.code, done.err) == (0, "")
        found: dict[str, Any] = json.loads(done.out)
        return found

    return told


@pytest.mark.care("C6")
@pytest.mark.usefixtures("sample")
def test_numbers_are_shown_on_request_alone(homing: Homing) -> None:
    """Without ``--numbers`` there are counts in words; with it, intervals and the estimate."""
    plain = homing("reading", "--person", "wren", "--cue", "voice:voice gets louder").out
    assert "The alarm rang in 12 of these 19 moments." in plain
    assert "in 100" not in plain
    assert "expects" not in plain
    full = homing("reading", "--person", "wren", "--cue", "voice:voice gets louder", "--numbers").out
    assert "12 of 19: about 41 to 82 in 100 (95 % interval)" in full
    assert "In a moment like this one, Homing expects hurt in about" in full
    assert full.index("12 of these 19") < full.index("expects")


@pytest.mark.care("C2")
def test_no_estimate_where_danger_was_marked(homing: Homing, reading: Reading) -> None:
    """Someone under a hold has counts and no estimate, as text and as JSON."""
    done = homing("reading", "--person", "Old Hawthorn", "--numbers")
    assert "Homing does not estimate here: you marked danger." in done.out
    assert "expects" not in done.out
    told = reading("--person", "Old Hawthorn", "--numbers")
    assert told["counts"] == {"allowed": True, "reason": "fine"}
    assert told["estimate"] == {"allowed": False, "reason": "hold"}


def test_json_has_intervals_with_numbers_alone(reading: Reading) -> None:
    """A program gets the same restraint as a person."""
    without, with_them = reading("--person", "Wren"), reading("--person", "Wren", "--numbers")
    assert "estimate" not in without
    assert all("low" not in finding for finding in without["tallies"][0]["findings"])
    assert with_them["estimate"]["allowed"] is True
    assert 0 <= with_them["estimate"]["low"] <= with_them["estimate"]["high"] <= 1
    rang = with_them["tallies"][0]["findings"][0]
    assert (rang["code"], rang["k"], rang["n"], rang["level"]) == ("rang", 17, 47, 0.95)


def test_an_earlier_name_still_finds_a_merged_person(reading: Reading) -> None:
    """A merged person is found under both names, as one."""
    told = reading("--person", "w. from the ferry house")
    assert [one["label"] for one in told["people"]] == ["Wren"]
    assert told["tallies"][0]["moments"] == 47


def test_a_setting_is_counted_where_it_happened(homing: Homing, reading: Reading) -> None:
    """A cue of the channel "setting" counts the moments in that place."""
    here = reading("--cue", "setting:kitchen")["tallies"]
    assert here[0]["moments"] > 10
    with_wren = reading("--person", "Wren", "--cue", "kitchen")["tallies"]
    assert 0 < with_wren[0]["moments"] <= here[0]["moments"]
    assert homing("reading", "--cue", "kitchen").out.startswith("kitchen\n")


def test_who_is_unknown_is_said_and_not_counted_for_others(homing: Homing, reading: Reading) -> None:
    """A reading with someone unknown says so, and does not show what happened with everyone else instead."""
    done = homing("reading", "--person", "Zed", "--cue", "late reply")
    assert done.code == 0
    assert done.out == (
        "There is nobody called Zed in your diary yet.\nNo moment like this one yet. Too early to say anything.\n"
    )
    told = reading("--person", "Zed", "--cue", "late reply")
    assert (told["unknown"], told["tallies"]) == ({"people": ["Zed"], "cues": []}, [])


def test_the_demo_needs_no_diary_and_leaves_none(homing: Homing, tmp_path: Path) -> None:
    """The sample's readings come from memory; no file is made."""
    done = homing("demo", "--numbers")
    assert done.code == 0
    assert [done.out.count(f"\nWith {who}\n") for who in ("Wren", "Bram the baker", "Old Hawthorn")] == [1, 1, 1]
    assert done.out.count("Homing does not estimate here") == 1
    told = json.loads(homing("demo", "--json").out)
    assert len(told["readings"]) == 4
    assert list(tmp_path.iterdir()) == []
