"""``homing moment add`` and ``homing moments``: every part of a moment from the words of a command."""

from __future__ import annotations

import io
import json
from types import SimpleNamespace

import pytest

from homing.cli import moments, surroundings
from homing.cli.codes import Code
from homing.cli.telling import name
from tests.unit.cli.conftest import Homing


@pytest.mark.usefixtures("vault")
def test_every_part_of_a_moment_can_be_told(homing: Homing) -> None:
    """Each option becomes its field of the diary; scales take their keys and the words of the pages."""
    done = homing(
        *["moment", "add", "--when", "2026-10-25 02:30", "--zone", "Europe/Vienna", "--person", "Wren", "--person"],
        *[
            "Bram",
            "--cue",
            "sent:voice:louder*0.5",
            "--cue",
            r"says\: no",
            "--setting",
            "kitchen",
            "--state",
            "on edge",
        ],
        *["--state-after", "can't tell", "--alarm", "7", "--expected", "to be left", "--expected", "to_be_shamed"],
        *["--expected-words", "the door", "--head", "loved", "--body", "braced", "--did", "stayed", "--did", "hid"],
        *["--outcome", "don’t know yet", "--protected", "--safe", "not sure", "--note", "a note", "--json"],
    )
    assert (done.code, done.err) == (0, "")
    told = json.loads(done.out)
    kept = told["moment"]
    ids = [kept.pop("id"), kept.pop("setting"), *kept.pop("people"), *(seen.pop("cue") for seen in kept["cues"])]
    assert len(set(ids)) == 6
    assert told == {
        "after_harm": False,
        "moment": {
            "type": "moment",
            "when": {"local": "2026-10-25T02:30", "zone": "Europe/Vienna", "offset": 7200},
            "cues": [{"direction": "sent", "strength": 0.5}, {}],
            "state": "on_edge",
            "state_after": "cant_tell",
            "alarm": 7,
            "expected": ["to_be_left", "to_be_shamed"],
            "expected_words": "the door",
            "head": "loved",
            "body": "braced",
            "moves": ["stayed", "hid"],
            "outcome": "dont_know_yet",
            "protected": True,
            "safe": "not_sure",
            "note": "a note",
        },
    }
    listed = json.loads(homing("moments", "--json", "--names").out)["moments"][0]
    assert listed["people"] == ["Wren", "Bram"]
    assert listed["cues"] == ["louder", "says: no"]
    assert (listed["evidence"], listed["dangerous"]) == ("protected", False)


@pytest.mark.care("C2")
@pytest.mark.parametrize(
    "harm", [["--danger", "threatened"], ["--safe", "no"], ["--outcome", "frightened or harmed me"]]
)
@pytest.mark.usefixtures("vault")
def test_after_harm_safety_is_asked_first(homing: Homing, harm: list[str]) -> None:
    """A moment of harm is answered with "Are you safe now?", and a reading with that person waits for a day."""
    added = homing("moment", "add", "--person", "Hawthorn", "--alarm", "9", *harm)
    assert added.code == 0
    assert added.out.startswith("It is kept. Are you safe now?")
    assert "homing lines" in added.out
    read = homing("reading", "--person", "Hawthorn", "--numbers")
    assert read.code == 0
    assert read.out.startswith("No reading for a day. First things first: are you safe now?\n")
    assert "of" not in read.out.split()
    told = json.loads(homing("reading", "--person", "Hawthorn", "--numbers", "--json").out)
    assert told["tallies"] == []
    assert told["counts"] == {"allowed": False, "reason": "after_harm"}
    assert told["estimate"] == {"allowed": False, "reason": "after_harm"}


@pytest.mark.parametrize(
    ("when", "shown"),
    [("2026-03-21", "2026-03-21"), ("2026-03", "2026-03"), ("1900", "1900"), ("2026-03-21T19:30", "2026-03-21 19:30")],
)
@pytest.mark.usefixtures("vault")
def test_a_time_is_shown_as_exactly_as_it_was_told(homing: Homing, when: str, shown: str) -> None:
    """A day is listed as a day, a year as a year."""
    assert homing("moment", "add", "--when", when).code == 0
    assert homing("moments").out.splitlines()[0].split("  ")[0] == shown


@pytest.mark.usefixtures("vault")
def test_an_hour_alone_is_today(homing: Homing) -> None:
    """``--when 7:05`` means today, in the zone told."""
    told = json.loads(homing("moment", "add", "--when", "7:05", "--json").out)
    now = surroundings.ambient().lived_now("UTC")
    assert told["moment"]["when"]["local"] in (f"{now.day}T07:05", f"{now.day.isoformat()}T07:05")


@pytest.mark.parametrize("year", ["0001", "9999"])
@pytest.mark.usefixtures("vault")
def test_a_time_beyond_all_years_is_refused(homing: Homing, year: str) -> None:
    """A time whose instant lies outside the years 1 to 9999 is refused in a sentence."""
    edge = "-01-01 00:00" if year == "0001" else "-12-31 23:59"
    zone = "Asia/Tokyo" if year == "0001" else "America/New_York"
    done = homing("moment", "add", "--when", f"{year}{edge}", "--zone", zone)
    assert (done.code, done.err) == (2, "--when: this time lies outside the years 1 to 9999.\n")


@pytest.mark.usefixtures("vault")
def test_a_note_may_come_from_standard_input(homing: Homing, monkeypatch: pytest.MonkeyPatch) -> None:
    """``--note -`` keeps the note out of the shell's history; text that is not UTF-8 is refused."""
    monkeypatch.setattr(moments, "sys", SimpleNamespace(stdin=io.TextIOWrapper(io.BytesIO("two\nlines ✓\n".encode()))))
    assert json.loads(homing("moment", "add", "--note", "-", "--json").out)["moment"]["note"] == "two\nlines ✓"
    monkeypatch.setattr(moments, "sys", SimpleNamespace(stdin=io.TextIOWrapper(io.BytesIO(b"\xff\xfe"))))
    done = homing("moment", "add", "--note", "-")
    assert (done.code, done.err) == (2, "--note: what came from standard input is not UTF-8 text.\n")


@pytest.mark.care("C23")
@pytest.mark.usefixtures("vault")
def test_names_are_hidden_until_asked_for(homing: Homing) -> None:
    """The list shows neither people nor cues nor notes by itself, as text or as JSON."""
    homing("moment", "add", "--person", "Wren", "--cue", "louder", "--note", "secret", "--outcome", "okay")
    homing("moment", "add", "--person", "Wren", "--did", "left", "--outcome", "okay")
    homing("moment", "add", "--person", "Wren", "--did", "froze")
    for extra in ([], ["--json"]):
        shown = homing("moments", *extra).out
        assert not any(word in shown for word in ("Wren", "louder", "secret"))
    listed = homing("moments", "--names").out
    assert "okay  Wren, louder\n" in listed
    assert "okay, protected  Wren\n" in listed
    assert "  protected  Wren\n" in listed
    assert "secret" not in listed


def test_a_name_cannot_move_the_cursor() -> None:
    """Control characters, line ends and turned-around text are left out where a name is shown; long names are cut."""
    assert name("W\x1b[2Jren\r\n\u202eevil") == "W [2Jren evil"
    assert len(name("x" * 1000)) == 60


@pytest.mark.usefixtures("vault")
def test_a_machine_without_a_zone_is_taken_for_utc(homing: Homing, monkeypatch: pytest.MonkeyPatch) -> None:
    """A time zone that cannot be told is a note, not a failure."""
    monkeypatch.setattr(surroundings, "get_localzone_name", lambda: None)
    done = homing("moment", "add", "--json")
    assert done.code == Code.FINE
    assert json.loads(done.out)["moment"]["when"]["zone"] == "UTC"
    assert "does not tell its time zone" in done.err
