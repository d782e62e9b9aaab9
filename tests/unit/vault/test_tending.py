"""What was forgotten leaves the backups too, and they open with what opens the vault."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from uuid import UUID

import pytest

from homing.record import Moment, Record
from homing.record.forgetting import without
from homing.vault import Passphrase, Vault, VaultFull, WritableRows, WrongPassphrase, container, kept, restore, schema
from homing.vault.backups import listed
from homing.vault.migrations import STEPS
from tests.unit.vault.support import CHEAP, NOON, PASSPHRASE, ROBIN, VOICE, created, later, moment, put, urandom
from tests.unit.vault.test_canaries import leaks, plain_pages
from tests.unit.vault.test_migrate import step

CANARY = "featherlight-canary"


def pages_of_everything(home: Path, vault: Vault, scratch: Path) -> bytes:
    """Every decrypted page of the vault and of each of its backups, and every other file as it is."""
    found = b""
    for path in home.rglob("*"):
        if path.suffix == ".homing":
            container.unpack(path, scratch / "key", scratch / "db")
            found += plain_pages(scratch / "db", vault._key)
            (scratch / "key").unlink()
            (scratch / "db").unlink()
        elif path.name == "vault.db":
            found += plain_pages(path, vault._key)
        elif path.is_file():
            found += path.read_bytes()
    return found


@pytest.fixture
def three(vault: Vault) -> list[Path]:
    """Backups from before a note was there, with it, and with another form of it."""
    put(vault, ROBIN, VOICE, *(moment(number, number, note=f"filler {number} " * 40) for number in range(10, 40)))
    made = [kept.make(vault, NOON).path]
    put(vault, moment(1, note=f"{CANARY} " * 200))
    made.append(kept.make(vault, later(30)).path)
    put(vault, moment(1, note=f"later {CANARY} " * 3))
    vault.write(lambda rows: rows.remove(moment(1).id, NOON))
    made.append(kept.make(vault, later(60)).path)
    return made


@pytest.mark.care("C25")
def test_a_forgotten_note_is_in_no_file_any_more(vault: Vault, home: Path, three: list[Path], tmp_path: Path) -> None:
    """After forgetting, no decrypted page of vault or backups holds it; what else was in them is there, and sound."""
    assert CANARY.encode() in pages_of_everything(home, vault, tmp_path)
    vault.write(lambda rows: rows.forget([moment(1).id]))
    assert vault.behind == {}
    found = pages_of_everything(home, vault, tmp_path)
    assert b"canary" not in found
    assert b"filler 12" in found
    assert leaks(home, [CANARY]) == []
    for number, path in enumerate(three):
        assert restore(path, tmp_path / str(number)).label.number == number + 1
        other = Vault.open(tmp_path / str(number), PASSPHRASE)
        assert kept.check_vault(other).problems == ()
        assert other.read(lambda rows: (rows.count(Moment), rows.tombstones())) == (30, [moment(1).id])
        other.close()


@pytest.mark.care("C24")
def test_a_forgotten_person_leaves_the_moments_of_every_backup(vault: Vault, three: list[Path], tmp_path: Path) -> None:
    """Someone is forgotten and the moments kept: no form in any backup names them any more."""

    def forget(rows: WritableRows) -> None:
        def change(record: Record) -> Record:
            return without(record, {ROBIN.id})

        rows.forget([ROBIN.id])
        rows.rewrite([ROBIN.id], change)

    vault.write(forget)
    for number, path in enumerate(three):
        restore(path, tmp_path / str(number))
        other = Vault.open(tmp_path / str(number), PASSPHRASE)
        forms = other.read(lambda rows: [form.record for row in rows.moments() for form in rows.history(row.id)])
        assert forms
        assert all(isinstance(one, Moment) and one.people == () for one in forms)
        other.close()


def test_backups_open_with_what_opens_the_vault(vault: Vault, home: Path, three: list[Path], tmp_path: Path) -> None:
    """After a change of the passphrase the old one opens no backup in the folder, and the new one opens all."""
    vault.change_keys(
        lambda header, key: header.with_way(Passphrase("a new and longer one", CHEAP), key, urandom=urandom(5)).without(
            header.slots[0]["id"]
        )
    )
    for number, path in enumerate(three):
        restore(path, tmp_path / str(number))
        with pytest.raises(WrongPassphrase):
            Vault.open(tmp_path / str(number), PASSPHRASE)
        Vault.open(tmp_path / str(number), "a new and longer one").close()
    assert [one.trouble for one in listed(home, whole=True)] == [None] * 3


def test_backups_that_are_in_step_are_not_written_again(vault: Vault, three: list[Path]) -> None:
    """A second look changes no file."""
    vault.write(lambda rows: rows.forget([moment(10).id]))
    before = [path.stat().st_mtime_ns for path in three]
    vault.tend_backups()
    kept.keep_up(vault, later(61))
    assert [path.stat().st_mtime_ns for path in three] == before


def test_a_backup_that_cannot_be_written_anew_is_told_and_tried_again(
    vault: Vault, three: list[Path], monkeypatch: pytest.MonkeyPatch, tmp_path: Path, home: Path
) -> None:
    """Forgetting succeeds in the diary; the backups that failed are named, and the next opening mends them."""

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(container, "pack", full)
        vault.write(lambda rows: rows.forget([moment(1).id]))
    assert {name: type(error) for name, error in vault.behind.items()} == dict.fromkeys(
        (path.name for path in three), VaultFull
    )
    assert b"canary" in pages_of_everything(home, vault, tmp_path)
    vault.close()
    again = Vault.open(home, PASSPHRASE)
    kept.keep_up(again, later(61))
    assert again.behind == {}
    assert b"canary" not in pages_of_everything(home, again, tmp_path)
    again.close()


def test_a_damaged_backup_is_named_since_it_may_still_hold_something(vault: Vault, three: list[Path]) -> None:
    """What cannot be read cannot be mended: it is left, and told by name."""
    raw = three[1].read_bytes()
    three[1].write_bytes(raw[:-1])
    vault.write(lambda rows: rows.forget([moment(1).id]))
    assert list(vault.behind) == [three[1].name]
    three[1].unlink()
    vault.tend_backups()
    assert vault.behind == {}


def test_tending_stops_when_the_vault_is_locked(
    vault: Vault, three: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Locking does not wait for all backups; what is left is mended at the next opening."""
    real = container.unpack
    walked: list[Path] = []

    def locking(path: Path, key_file: Path, database: Path) -> container.Label:
        walked.append(path)
        vault._is_open = False
        return real(path, key_file, database)

    monkeypatch.setattr(container, "unpack", locking)
    vault.write(lambda rows: rows.forget([moment(1).id]))
    vault._is_open = True
    assert len(walked) == 1
    assert len(three) == 3


def test_a_damaged_memory_of_what_was_tended_costs_only_a_second_look(vault: Vault, three: list[Path]) -> None:
    """Whatever stands in the settings about backups, tending and backing up go on."""
    for nonsense in ("x", {"tombstones": 0}, {"tombstones": 0, "names": "x"}):
        vault.write(lambda rows, told=nonsense: rows.set_setting(kept.CLEAN, told))  # type: ignore[misc]
        vault.write(lambda rows, told=nonsense: rows.set_setting(kept.LAST, told))  # type: ignore[misc]
        vault.tend_backups()
        assert vault.behind == {}
    assert kept.keep_up(vault, later(90)) is not None
    assert len(three) == 3


def test_before_a_migration_there_is_a_backup(home: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """An older form is backed up as it is before it changes, also if the change then fails; tending brings it up."""
    vault = created(home)
    put(vault, moment(1, note=CANARY))
    vault.close()
    monkeypatch.setattr(schema, "REVISION", "0002")
    with monkeypatch.context() as patched:
        patched.setattr("homing.vault.migrations.STEPS", (*STEPS, step("0002", "0001", "CREATE TABLE record (a)")))
        with pytest.raises(Exception, match="already exists"):
            Vault.open(home, PASSPHRASE)
    assert [one.trouble for one in listed(home, whole=True)] == [None]
    monkeypatch.setattr("homing.vault.migrations.STEPS", (*STEPS, step("0002", "0001", "CREATE TABLE later (a)")))
    vault = Vault.open(home, PASSPHRASE)
    assert len(listed(home)) == 2
    vault.write(lambda rows: rows.forget([moment(1).id]))
    assert vault.behind == {}
    assert b"canary" not in pages_of_everything(home, vault, tmp_path)
    vault.close()


def test_without_room_for_that_backup_nothing_is_migrated(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """If no backup can be made, the form stays, and the sentence says so."""
    vault = created(home)
    put(vault, moment(1))
    vault.close()

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(schema, "REVISION", "0002")
        patched.setattr("homing.vault.migrations.STEPS", (*STEPS, step("0002", "0001", "CREATE TABLE later (a)")))
        patched.setattr(container, "pack", full)
        with pytest.raises(VaultFull, match=r"nothing was changed.*disk is full"):
            Vault.open(home, PASSPHRASE)
    vault = Vault.open(home, PASSPHRASE)
    assert vault.read(lambda rows: rows.moments()) == [moment(1)]
    vault.close()


@pytest.mark.slow
def test_ten_years_are_backed_up_tended_and_restored(home: Path, tmp_path: Path) -> None:
    """36,500 moments go into a backup and back, are checked, and lose one that is forgotten."""
    vault = created(home)
    number = 36_500

    def fill(rows: WritableRows) -> None:
        for one in range(1, number + 1):
            rows.put(moment(one, one * 2.4, note="a note of some words " * 8, alarm=one % 11), NOON)

    vault.write(fill)
    made = kept.make(vault, NOON)
    vault.write(lambda rows: rows.forget([UUID(int=7)]))
    assert vault.behind == {}
    restore(made.path, tmp_path / "new")
    other = Vault.open(tmp_path / "new", PASSPHRASE)
    checked = kept.check_vault(other)
    assert (checked.problems, checked.counts) == ((), {"moment": number - 1})
    assert replace(made, label=None).number == 1
    other.close()
    vault.close()
