"""Backups, restoring, checking and age files at the command line, inside the test's own process."""

from __future__ import annotations

import io
import os
import sys
from datetime import timedelta
from pathlib import Path

import pytest

from homing.companion import age_file
from homing.vault import Backup, Vault, VaultNewer, VaultReadOnly, container
from homing.vault.backups import listed
from homing.words.backups import age_of, made_when, size_of, state_of, what_would_be_lost
from tests.unit.cli.conftest import WORDS, Homing

KEPT = "backup-000001-"


@pytest.fixture
def begun(homing: Homing, vault: Path) -> Path:
    """A vault with a moment and the backup that came by itself."""
    assert homing("moment", "add", "--when", "2026-03-21", "--person", "Wren", "--alarm", "3").code == 0
    assert [one.number for one in listed(vault)] == [1]
    return vault


def test_backups_are_listed_made_and_restored(homing: Homing, begun: Path, tmp_path: Path) -> None:
    """A command makes the first; the list says that it is whole; restoring it keeps the diary that was there."""
    assert "whole" in homing("backups").out
    done = homing("backup")
    assert (done.code, "What you forget" in done.out) == (0, False)
    (kept,) = (path.name for path in (begun / "backups").iterdir())
    done = homing("restore", kept)
    assert (done.code, ".aside-1" in done.out) == (0, True)
    assert (begun / "vault.db.aside-1").is_file()
    done = homing("restore", begun / "backups" / "nothing.homing")
    assert (done.code, "no such file" in done.err) == (2, True)
    assert Vault.exists(tmp_path / "vault")


def test_without_a_backup_that_is_said(homing: Homing, vault: Path) -> None:
    """An empty folder is no error for the list, and one for the drill."""
    assert homing("backups").out == "There is no backup here yet. Make one with: homing backup\n"
    assert homing("drill").code == 4
    assert listed(vault) == []


@pytest.mark.care("C23")
@pytest.mark.parametrize(("answer", "code"), [("y\n", 0), ("Yes\n", 0), ("n\n", 5), ("\n", 5), ("", 5)])
def test_before_another_place_it_is_asked(
    homing: Homing, begun: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, answer: str, code: int
) -> None:
    """At a terminal the question waits for a clear yes."""
    (tmp_path / "stick").mkdir()
    terminal = io.StringIO(answer)
    monkeypatch.setattr(terminal, "isatty", lambda: True)
    monkeypatch.setattr(sys, "stdin", terminal)
    done = homing("backup", tmp_path / "stick")
    assert (done.code, "Could anyone else open this place" in done.err) == (code, True)
    assert len(list((tmp_path / "stick").iterdir())) == (0 if code else 1)
    assert begun.is_dir()


def test_places_that_are_no_place_for_a_backup(homing: Homing, begun: Path, tmp_path: Path) -> None:
    """Nowhere, Homing's own folder, a file that is there, and nobody to ask: each is a sentence."""
    (tmp_path / "there").write_text("mine")
    assert homing("backup", "--yes", tmp_path / "no" / "where").code == 2
    assert homing("backup", "--yes", begun / "mine").code == 2
    assert homing("backup", "--yes", tmp_path / "there").code == 5
    assert homing("backup", tmp_path / "new").code == 2
    assert homing("backup", "--yes", tmp_path / "new").code == 0
    assert container.verify(tmp_path / "new").number == 2


def test_check_and_drill_say_what_they_found(homing: Homing, begun: Path) -> None:
    """A sound diary; a backup that is sound inside; a damaged diary with what and where the last good copy is."""
    assert homing("check").out == "Every page and all 2 records are sound.\n"
    assert "restoring it would lose nothing" in homing("drill").out
    _spoil(begun)
    done = homing("check")
    assert (done.code, f"homing restore {KEPT}" in done.err) == (7, True)
    assert "Some records cannot be read" in done.out
    homing("backup")
    done = homing("drill")
    assert (done.code, "damaged inside" in done.err) == (7, True)
    (begun / "vault.db").write_bytes(b"x" * 9000)
    done = homing("moments")
    assert (done.code, "homing restore backup-" in done.err) == (7, True)


def _spoil(home: Path) -> None:
    vault = Vault.open(home, WORDS)
    vault.write(lambda rows: rows._connection.exec_driver_sql("UPDATE record SET id = 'x' WHERE kind = 'person'"))
    vault.close()


def test_a_backup_that_cannot_be_made_costs_no_entry(
    homing: Homing, vault: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The moment is kept, the command succeeds, and what stands against the backup is said."""

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(container, "pack", full)
    done = homing("moment", "add", "--when", "2026-03-21", "--alarm", "3")
    assert (done.code, done.err.startswith("What you did is kept. Of the backups, though:")) == (0, True)
    assert listed(vault) == []


def test_a_damaged_backup_is_listed_as_one(homing: Homing, begun: Path) -> None:
    """The list says which is no longer whole."""
    (path,) = (begun / "backups").iterdir()
    path.write_bytes(path.read_bytes()[:-1])
    assert "damaged" in homing("backups").out


def test_a_backup_that_cannot_be_mended_is_named(homing: Homing, begun: Path) -> None:
    """After something was forgotten, the check names the backup that may still hold it, and a command says so."""
    (path,) = (begun / "backups").iterdir()
    path.write_bytes(path.read_bytes()[:-1])
    assert homing("moments").err == ""
    vault = Vault.open(begun, WORDS)
    vault.write(lambda rows: rows.forget([row.id for row in rows.moments()]))
    vault.close()
    assert f"could not be mended: {path.name}" in homing("check").out
    assert "brought in step" in homing("moments").err


def test_what_is_said_of_backups() -> None:
    """Sizes, states, ages and losses in words."""
    plain = Backup(Path("x"), 1, 1_500_000, None)
    assert (size_of(plain), size_of(Backup(Path("x"), 1, 1, None))) == ("1.5 MB", "1 KB")
    assert made_when(plain, "UTC") == ""
    assert state_of(Backup(Path("x"), 1, 1, None, VaultNewer())) == "made by a newer Homing"
    assert state_of(Backup(Path("x"), 1, 1, None, VaultReadOnly())) == "cannot be read"
    assert "in the future" in age_of(timedelta(days=-3))
    assert age_of(timedelta(days=3)) == "It is 3 days old."
    assert what_would_be_lost(0, 2, same=False) == "2 records would go back to an earlier form."
    assert "only settings or histories" in what_would_be_lost(0, 0, same=False)


@pytest.mark.usefixtures("begun")
def test_the_diary_goes_into_an_age_file_and_back(
    homing: Homing, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The passphrase of the file is its own, from a file or the environment; a wrong one changes nothing."""
    (tmp_path / "words").write_text("six other words for it\n")
    (tmp_path / "words").chmod(0o600)
    assert homing("export", "--age", "diary.age", "--age-passphrase-file", "words").code == 0
    assert age_file.is_age((tmp_path / "diary.age").read_bytes())
    assert homing("export", "--age", "diary.age", "--age-passphrase-file", "words").code == 5
    assert homing("export", "--age", "-").code == 2
    monkeypatch.setenv("HOMING_AGE_PASSPHRASE", "six other words for it")
    assert homing("import", "diary.age").out == "0 records are new. 2 were here already.\n"
    assert "HOMING_AGE_PASSPHRASE" not in os.environ
    monkeypatch.setenv("HOMING_AGE_PASSPHRASE", "not those words")
    assert homing("import", "diary.age").code == 3
    assert homing("import", "diary.age", "--skip-bad").code == 2
    (tmp_path / "cut.age").write_text("age-encryption.org/v1\n-> X25519 abc\n")
    assert homing("import", "cut.age").code == 5


@pytest.mark.usefixtures("begun")
def test_a_file_that_appears_meanwhile_is_not_replaced(
    homing: Homing, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """If another program makes a file of that name while the diary is sealed, it stays."""

    def slow(content: bytes, _words: str) -> bytes:
        (tmp_path / "diary.age").write_text("mine")
        return content

    monkeypatch.setattr("homing.cli.exporting.seal", slow)
    monkeypatch.setenv("HOMING_AGE_PASSPHRASE", "six other words for it")
    assert homing("export", "--age", "diary.age").code == 5
    assert (tmp_path / "diary.age").read_text() == "mine"
