"""``homing import`` and ``homing export``: whole or not at all, nothing written over, no fault unnamed."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from homing.cli.files import write_whole
from homing.vault import Cost, Vault
from tests.unit.cli.conftest import WORDS, Homing

HEADER = '{"type":"diary","version":1}\n'
PERSON = '{"type":"person","id":"00000000-0000-4000-8000-00000000000%d","label":"Wren %d"}\n'


@pytest.mark.usefixtures("vault")
def test_an_export_is_taken_in_elsewhere_as_it_is(
    homing: Homing, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Export, import into a new diary, export: the same bytes."""
    homing(
        "moment", "add", "--person", "Wren", "--cue", "voice:louder", "--outcome", "okay", "--note", "émoji 🌊\nline"
    )
    assert homing("export", "one.jsonl").code == 0
    other = tmp_path / "other"
    Vault.create(other, WORDS, urandom=os.urandom, cost=Cost(memory=64, iterations=1, lanes=1)).close()
    monkeypatch.setenv("HOMING_HOME", str(other))
    told = json.loads(homing("import", "one.jsonl", "--json").out)
    assert told == {"refused": False, "added": 3, "known": 0, "forgotten": 0, "faults": [], "bad": None}
    assert homing("export", "two.jsonl").code == 0
    assert (tmp_path / "one.jsonl").read_bytes() == (tmp_path / "two.jsonl").read_bytes()
    assert homing("export", "table.csv").code == 0
    assert (tmp_path / "table.csv").read_bytes().startswith(b"id,when,")


@pytest.mark.usefixtures("vault")
def test_an_export_replaces_nothing_unless_forced(homing: Homing, tmp_path: Path) -> None:
    """A file that is there stays as it is; with ``--force`` it is replaced whole, for its owner alone."""
    there = tmp_path / "there.jsonl"
    there.write_text("mine")
    there.chmod(0o644)
    done = homing("export", there)
    assert (done.code, there.read_text()) == (5, "mine")
    assert homing("export", there, "--force").code == 0
    assert there.read_text().startswith('{"type":"diary"')
    assert there.stat().st_mode & 0o777 == 0o600
    assert sorted(path.name for path in tmp_path.iterdir()) == ["there.jsonl", "vault"]


def test_places_that_are_no_place_for_an_export(homing: Homing, vault: Path, tmp_path: Path) -> None:
    """A device, a folder that is not there, and Homing's own folder are refused before the passphrase is needed."""
    (tmp_path / "pipe").touch()
    for place in (Path("/dev/null"), tmp_path, tmp_path / "no" / "file", vault / "out.jsonl"):
        done = homing("export", place, "--force", words="not the passphrase")
        assert (done.code, done.out) == (2, ""), place
    assert list(vault.glob("*.jsonl")) == []


def test_a_write_that_fails_leaves_what_was_there(tmp_path: Path) -> None:
    """If the content breaks off, the old file is whole and nothing else is left behind."""

    def breaks_off() -> Iterator[bytes]:
        yield b"half"
        raise OSError(28, "No space left on device")

    path = tmp_path / "file"
    path.write_bytes(b"before")
    with pytest.raises(OSError, match="No space left"):
        write_whole(path, breaks_off(), replace=True)
    assert [(one.name, one.read_bytes()) for one in tmp_path.iterdir()] == [("file", b"before")]
    with pytest.raises(FileExistsError):
        write_whole(path, [b"after"], replace=False)
    assert [(one.name, one.read_bytes()) for one in tmp_path.iterdir()] == [("file", b"before")]


def test_a_file_system_without_hard_links_is_served_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where a hard link cannot be made, the file is still named last and nothing is written over."""

    def cannot(_self: Path, _target: Path) -> None:
        raise PermissionError

    monkeypatch.setattr(Path, "hardlink_to", cannot)
    write_whole(tmp_path / "file", [b"one"], replace=False)
    with pytest.raises(FileExistsError):
        write_whole(tmp_path / "file", [b"two"], replace=False)
    assert [(one.name, one.read_bytes()) for one in tmp_path.iterdir()] == [("file", b"one")]


@pytest.mark.usefixtures("vault")
def test_a_table_with_faults_names_row_and_cell(homing: Homing, tmp_path: Path) -> None:
    """In a CSV file a fault is told by line and cell; the bad rows stand below the header in FILE.bad."""
    (tmp_path / "table.csv").write_text("when,people,alarm\n2026-03-21,Wren,7\n2026-03-22,Wren,loud\n")
    done = homing("import", "table.csv")
    assert done.code == 5
    assert done.err.splitlines()[0].startswith("table.csv:3:3: ")
    assert done.err.splitlines()[1].startswith("Nothing was taken in: one line needs a look first.")
    done = homing("import", "table.csv", "--skip-bad")
    assert done.code == 0
    assert "1 line was left out and is in table.csv.bad" in done.out
    assert (tmp_path / "table.csv.bad").read_text() == "when,people,alarm\n2026-03-22,Wren,loud\n"
    (tmp_path / "table.csv.bad").write_text("when,people,alarm\n2026-03-22,Wren,8\n")
    assert homing("import", "table.csv.bad", "--format", "csv").code == 0
    assert homing("moments").out.endswith("2 of 2 moments. Names stay hidden; --names shows them.\n")


@pytest.mark.usefixtures("vault")
def test_skip_bad_leaves_out_what_speaks_of_a_bad_line(homing: Homing, tmp_path: Path) -> None:
    """A moment with a person whose line is bad is left out too, and both are in FILE.bad."""
    moment = (
        '{"type":"moment","id":"00000000-0000-4000-8000-000000000003","people":["00000000-0000-4000-8000-000000000001"],'
        '"when":{"local":"2026-03-21T19:30","zone":"UTC","offset":0}}\n'
    )
    bad = PERSON.replace("Wren %d", "") % 1
    (tmp_path / "diary.jsonl").write_text(HEADER + bad + PERSON % (2, 2) + moment)
    told = json.loads(homing("import", "diary.jsonl", "--skip-bad", "--json").out)
    assert (told["added"], [fault["line"] for fault in told["faults"]]) == (1, [2, 4])
    assert told["bad"] == "diary.jsonl.bad"
    assert (tmp_path / "diary.jsonl.bad").read_text() == HEADER + bad + moment


@pytest.mark.usefixtures("vault")
def test_a_refused_import_tells_a_program_so(homing: Homing, tmp_path: Path) -> None:
    """With ``--json`` the faults are on standard output, without the lines themselves, and the exit code is 5."""
    (tmp_path / "diary.jsonl").write_text(HEADER + PERSON.replace("}", "") % (1, 1))
    done = homing("import", "diary.jsonl", "--json")
    told = json.loads(done.out)
    assert (done.code, told["refused"], told["added"]) == (5, True, 0)
    assert told["faults"][0].keys() == {"line", "column", "sentence"}
    assert "Wren" not in done.out + done.err


@pytest.mark.usefixtures("vault")
def test_what_was_forgotten_stays_forgotten(homing: Homing, tmp_path: Path) -> None:
    """An import says that it did not bring back what was forgotten here."""
    stone = '{"type":"forgotten","id":"00000000-0000-4000-8000-000000000001"}\n'
    (tmp_path / "stones.jsonl").write_text(HEADER + stone)
    (tmp_path / "people.jsonl").write_text(HEADER + PERSON % (1, 1) + PERSON % (2, 2))
    assert homing("import", "stones.jsonl").code == 0
    done = homing("import", "people.jsonl")
    assert (done.code, done.out) == (
        0,
        "1 record is new. 0 were here already.\n1 was forgotten here before, and stays forgotten.\n",
    )
