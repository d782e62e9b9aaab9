"""The folder of the vault."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from homing.vault import Vault, VaultBusy, VaultError, VaultExists, VaultFull, VaultReadOnly, home_folder
from homing.vault import home as place
from tests.unit.vault.support import CHEAP, PASSPHRASE, child, created, moment, put, small_disk, urandom


def mode(path: Path) -> int:
    """The permission bits."""
    return path.stat().st_mode & 0o777


def test_the_folder_is_the_one_that_is_named(tmp_path: Path) -> None:
    """HOMING_HOME decides."""
    assert home_folder({"HOMING_HOME": str(tmp_path)}) == tmp_path


@pytest.mark.parametrize("environ", [{}, {"HOMING_HOME": ""}, {"HOMING_HOME": "  "}])
def test_without_a_name_it_is_the_platforms_data_folder(environ: dict[str, str]) -> None:
    """Unset and empty mean the data folder of the person, which is absolute."""
    assert home_folder(environ).is_absolute()
    assert home_folder(environ).name == "homing"


def test_a_tilde_is_the_persons_own_folder() -> None:
    """A tilde that no shell expanded is understood."""
    assert home_folder({"HOMING_HOME": "~/diary"}) == Path.home() / "diary"


def test_a_relative_folder_is_refused() -> None:
    """A relative HOMING_HOME would be another diary in each place, and is refused in words."""
    with pytest.raises(VaultError, match="full path"):
        home_folder({"HOMING_HOME": "diary"})


@pytest.mark.care("C23")
@pytest.mark.parametrize("umask", [0o000, 0o022, 0o077])
def test_only_the_owner_can_read_anything(home: Path, umask: int) -> None:
    """Whatever the umask, the folder is 0700 and each file in it 0600, journals and lock included."""
    before = os.umask(umask)
    try:
        vault = created(home)
        put(vault, moment(1))
        names = {path.name for path in home.iterdir()}
        assert {"vault.db", "vault.db-wal", "vault.db-shm", "vault.key", "vault.lock"} <= names
        assert mode(home) == 0o700
        assert {mode(path) for path in home.iterdir()} == {0o600}
        vault.close()
    finally:
        os.umask(before)


def test_what_was_opened_up_is_closed_again(home: Path) -> None:
    """A folder and files that others may read are taken back when the vault is opened."""
    created(home).close()
    for path in (home, home / "vault.db", home / "vault.key"):
        path.chmod(0o755)
    Vault.open(home, PASSPHRASE).close()
    assert [mode(path) for path in (home, home / "vault.db", home / "vault.key")] == [0o700, 0o600, 0o600]


def test_a_vault_is_made_in_a_folder_that_is_not_there_yet(tmp_path: Path) -> None:
    """Folders on the way are made too, also with strange letters in their names."""
    home = tmp_path / "a b" / "ü%20?#" / "homing"
    created(home).close()
    assert Vault.exists(home)


def test_an_existing_vault_is_left_alone(home: Path) -> None:
    """Creating over a vault is refused and changes neither file."""
    created(home).close()
    before = {path.name: path.read_bytes() for path in home.iterdir()}
    with pytest.raises(VaultExists):
        created(home)
    assert {path.name: path.read_bytes() for path in home.iterdir()} == before


@pytest.mark.parametrize("lost", ["vault.db", "vault.key"])
def test_an_orphaned_half_is_moved_aside_and_kept(home: Path, lost: str) -> None:
    """Where half a vault is missing, the other half is renamed, never deleted, before a new one is made; every time."""
    kept = "vault.key" if lost == "vault.db" else "vault.db"
    contents = []
    for _ in range(2):
        created(home).close()
        (home / lost).unlink()
        contents.append((home / kept).read_bytes())
    created(home).close()
    assert Vault.exists(home)
    assert [(home / f"{kept}.aside-{number}").read_bytes() for number in (1, 2)] == contents


def test_a_file_in_the_place_of_the_folder_is_told(tmp_path: Path) -> None:
    """Where the folder cannot be, the sentence says why and names no path."""
    blocked = tmp_path / "file"
    blocked.write_text("here first")
    with pytest.raises(VaultError, match="folder") as caught:
        created(blocked)
    assert str(tmp_path) not in str(caught.value)


@pytest.mark.parametrize(
    ("number", "kind"),
    [(errno.EROFS, VaultReadOnly), (errno.EACCES, VaultReadOnly), (errno.ENOSPC, VaultFull), (errno.EIO, VaultError)],
)
def test_what_the_system_says_becomes_a_plain_error(number: int, kind: type[VaultError]) -> None:
    """Each errno becomes the error that says what to do, without its path."""
    with pytest.raises(VaultError) as caught, place.files():
        raise OSError(number, os.strerror(number), "/secret/path")
    assert type(caught.value) is kind
    assert "/secret" not in str(caught.value)
    assert caught.value.__suppress_context__


def test_a_second_vault_in_this_process_is_busy(home: Path) -> None:
    """The lock holds within one process too, and is given back on closing."""
    vault = created(home)
    with pytest.raises(VaultBusy):
        Vault.open(home, PASSPHRASE)
    vault.close()
    Vault.open(home, PASSPHRASE).close()


_OTHER = """
import sys
from pathlib import Path
from homing.vault import Vault, VaultError
try:
    Vault.open(Path(sys.argv[1]), sys.argv[2]).close()
    print("opened")
except VaultError as error:
    print(type(error).__name__)
"""


def test_a_second_process_is_told_at_once(home: Path) -> None:
    """Another process is refused while the vault is open here, and let in afterwards."""
    vault = created(home)
    assert child(_OTHER, str(home), PASSPHRASE).communicate(timeout=60)[0].strip() == "VaultBusy"
    put(vault, moment(1))
    vault.close()
    assert child(_OTHER, str(home), PASSPHRASE).communicate(timeout=60)[0].strip() == "opened"


def test_a_failed_creation_leaves_nothing_behind(tmp_path: Path) -> None:
    """Where the database cannot be made (its path is too long for SQLite), neither half nor leftovers stay."""
    home = tmp_path / ("d" * 200) / ("e" * 200) / ("f" * 200)
    with pytest.raises(VaultError):
        created(home)
    assert [path.name for path in home.iterdir()] == ["vault.lock"]


def test_a_disk_without_room_for_a_vault_leaves_none(tmp_path: Path) -> None:
    """On a real disk of 40 KiB creation says that it is full, and leaves neither file nor leftovers."""
    with small_disk(tmp_path / "disk", "40k") as disk:
        with pytest.raises(VaultFull):
            Vault.create(disk, PASSPHRASE, urandom=urandom(), cost=CHEAP)
        assert {path.name for path in disk.iterdir()} <= {"vault.lock"}
