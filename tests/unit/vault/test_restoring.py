"""Restoring: looked at wholly first, nothing deleted, nothing changed if it cannot be done."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from homing.vault import (
    Backup,
    BackupDamaged,
    NotABackup,
    Vault,
    VaultBusy,
    VaultDamaged,
    VaultExists,
    VaultFull,
    VaultNewer,
    WrongPassphrase,
    container,
    kept,
    restore,
)
from homing.vault import home as place
from tests.unit.vault.support import CHEAP, NOON, PASSPHRASE, created, moment, put, small_disk, urandom


@pytest.fixture
def backup(home: Path, tmp_path: Path) -> Backup:
    """A backup, elsewhere, of a closed vault with one moment, to which another was added since."""
    vault = created(home)
    put(vault, moment(1))
    made = kept.make(vault, NOON, tmp_path / "mine")
    put(vault, moment(2))
    vault.close()
    return made


def moments(home: Path) -> list[int]:
    """The moments of a vault."""
    vault = Vault.open(home, PASSPHRASE)
    try:
        return sorted(one.id.int for one in vault.read(lambda rows: rows.moments()))
    finally:
        vault.close()


def contents(home: Path) -> dict[str, bytes]:
    """Every file with what is in it."""
    return {path.name: path.read_bytes() for path in home.rglob("*") if path.is_file()}


def test_what_was_there_is_kept_under_other_names(home: Path, backup: Backup) -> None:
    """The diary is as it was then, and the one that was there opens again when its names are given back."""
    before = {name: content for name, content in contents(home).items() if name in ("vault.db", "vault.key")}
    assert restore(backup.path, home).aside == 1
    assert moments(home) == [1]
    assert {
        name.removesuffix(".aside-1"): content for name, content in contents(home).items() if "aside" in name
    } == before
    assert restore(backup.path, home).aside == 2
    for name in ("vault.db", "vault.key"):
        (home / f"{name}.aside-1").replace(home / name)
    assert moments(home) == [1, 2]


def test_a_vault_that_is_open_is_left_alone(home: Path, backup: Backup) -> None:
    """Nothing is put in the place of a vault that another has open."""
    vault = Vault.open(home, PASSPHRASE)
    with pytest.raises(VaultBusy):
        restore(backup.path, home)
    assert vault.read(lambda rows: rows.count(type(moment(1)))) == 2
    vault.close()


@pytest.mark.parametrize("half", ["vault.db", "vault.key"])
def test_half_a_vault_is_kept_too(home: Path, backup: Backup, half: str) -> None:
    """Where one file of two is missing, the other is set aside and the diary is whole again."""
    (home / half).unlink()
    assert restore(backup.path, home).aside == 1
    assert moments(home) == [1]
    assert len(list(home.glob("*.aside-1"))) == 1


def test_a_damaged_or_foreign_file_changes_nothing(home: Path, backup: Backup, tmp_path: Path) -> None:
    """What is no whole backup is refused before anything is touched."""
    before = contents(home)
    raw = backup.path.read_bytes()
    backup.path.write_bytes(raw[:-1])
    with pytest.raises(BackupDamaged):
        restore(backup.path, home)
    backup.path.write_bytes(b"hello")
    with pytest.raises(NotABackup):
        restore(backup.path, home)
    with pytest.raises(NotABackup):
        restore(backup.path, tmp_path / "new")
    assert not (tmp_path / "new").exists()
    assert contents(home) == before


@pytest.mark.parametrize(("key_file", "error"), [(b'{"version":9}', VaultNewer), (b"nonsense", VaultDamaged)])
def test_a_key_file_inside_that_makes_no_sense_is_refused(
    home: Path, backup: Backup, tmp_path: Path, key_file: bytes, error: type[Exception]
) -> None:
    """A backup whose checksum is right but whose key file is damaged, or too new, is not put in place."""
    before = contents(home)
    (tmp_path / "db").write_bytes(b"x" * 10)
    assert backup.label is not None
    label = container.Label(NOON, 1, backup.label.vault, len(key_file), 10)
    container.pack(tmp_path / "odd", label, key_file, tmp_path / "db")
    with pytest.raises(error):
        restore(tmp_path / "odd", home)
    assert contents(home) == before


def test_a_file_that_changes_after_the_first_look_is_not_put_in_place(
    home: Path, backup: Backup, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The checksum is looked at again while the parts are laid down."""
    before = contents(home)
    monkeypatch.setattr("homing.vault.restoring.look", lambda path: path.write_bytes(path.read_bytes()[:-1] + b"x"))
    with pytest.raises(BackupDamaged):
        restore(backup.path, home)
    assert contents(home) == before


def test_without_room_everything_stays_as_it_was(backup: Backup, tmp_path: Path) -> None:
    """A full disk ends the restore with a sentence, and the diary that was there opens as before."""
    with small_disk(tmp_path / "disk", "400k") as disk:
        vault = created(disk / "homing")
        put(vault, moment(7))
        vault.close()
        (disk / "filler").write_bytes(bytes(shutil.disk_usage(disk).free - 50_000))
        with pytest.raises(VaultFull):
            restore(backup.path, disk / "homing")
        assert moments(disk / "homing") == [7]
        assert not [name for name in contents(disk / "homing") if "restore" in name or "aside" in name]


def test_another_passphrase_is_the_one_of_the_backup(home: Path, tmp_path: Path) -> None:
    """A restored diary opens with what opened it when the backup was made, and with nothing else."""
    other = Vault.create(tmp_path / "other", "quite another one", urandom=urandom(9), cost=CHEAP)
    put(other, moment(9))
    made = kept.make(other, NOON)
    other.close()
    created(home).close()
    restore(made.path, home)
    with pytest.raises(WrongPassphrase):
        Vault.open(home, PASSPHRASE)
    Vault.open(home, "quite another one").close()


def test_a_restore_that_only_needs_to_be_finished_counts_as_a_vault(home: Path, backup: Backup) -> None:
    """After a crash behind the decision the folder has a vault: making one is refused, opening finishes the restore."""
    home.mkdir(exist_ok=True)
    number = place.free_number(home)
    container.unpack(backup.path, home / f"vault.key.restore-{number}", home / f"vault.db.restore-{number}")
    (home / "vault.db").rename(home / f"vault.db.aside-{number}")
    (home / "vault.key").rename(home / f"vault.key.aside-{number}")
    (home / "vault.key.restore--1").write_text("not a number")
    assert Vault.exists(home)
    place.require_whole(home)
    with pytest.raises(VaultExists):
        created(home)
    assert moments(home) == [1]
    assert not list(home.glob("*restore*"))
