"""Opening a vault when something is wrong with it: each a clear sentence, nothing lost, nothing half-written."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random

import pytest
from sqlcipher3 import dbapi2

from homing.vault import (
    Vault,
    VaultBusy,
    VaultClosed,
    VaultDamaged,
    VaultError,
    VaultExists,
    VaultFull,
    VaultMissing,
    VaultNewer,
    VaultReadOnly,
    WeakPassphrase,
    WrongPassphrase,
)
from homing.vault.database import engine_for, plain_faults, pragma
from homing.vault.keys import KeyHeader
from tests.unit.vault.support import CHEAP, PASSPHRASE, child, created, moment, put, small_disk, urandom


def contents(home: Path) -> dict[str, bytes]:
    """Every file, byte for byte."""
    return {path.name: path.read_bytes() for path in home.iterdir()}


def filled(home: Path, moments: int = 60) -> None:
    """A closed vault with some moments, over a few dozen pages."""
    vault = created(home)
    put(vault, *(moment(number, number, note="n" * 700) for number in range(1, moments + 1)))
    vault.close()


def read_all(home: Path) -> int:
    """Open, read every record and every index, close."""
    vault = Vault.open(home, PASSPHRASE)
    try:
        return vault.read(lambda rows: len(list(rows.everything())) + len(rows.moments(text="n")) + len(rows.facts()))
    finally:
        vault.close()


def test_a_folder_without_a_vault_says_so(home: Path) -> None:
    """Nothing there is told apart from something broken, and opening makes nothing."""
    assert not Vault.exists(home)
    with pytest.raises(VaultMissing):
        Vault.open(home, PASSPHRASE)
    assert not home.exists()


@pytest.mark.parametrize("lost", ["vault.db", "vault.key"])
def test_half_a_vault_is_damage_and_names_the_missing_file(home: Path, lost: str) -> None:
    """Without one of its files a vault is damaged, and the sentence says which to put back."""
    created(home).close()
    (home / lost).unlink()
    with pytest.raises(VaultDamaged, match=lost):
        Vault.open(home, PASSPHRASE)


def test_a_wrong_passphrase_changes_nothing_and_may_be_tried_again(home: Path) -> None:
    """After a wrong passphrase both files are as they were, and the right one opens them."""
    filled(home)
    before = contents(home)
    with pytest.raises(WrongPassphrase):
        Vault.open(home, "another lantern")
    assert contents(home) == before
    Vault.open(home, PASSPHRASE).close()


def test_a_weak_passphrase_makes_no_vault(home: Path) -> None:
    """A weak passphrase is refused before anything is written."""
    with pytest.raises(WeakPassphrase):
        Vault.create(home, "short", urandom=urandom(), cost=CHEAP)
    assert not home.exists()


def test_the_default_cost_is_used_when_none_is_given(home: Path) -> None:
    """Without a cost of its own, a vault gets the full one."""
    Vault.create(home, PASSPHRASE, urandom=urandom()).close()
    assert KeyHeader.parse((home / "vault.key").read_bytes()).slots[0]["memory"] == 65_536


def test_a_damaged_key_file_is_told(home: Path) -> None:
    """A changed byte in the key file is damage, and the lock is given back."""
    created(home).close()
    raw = (home / "vault.key").read_bytes()
    (home / "vault.key").write_bytes(raw.replace(b"argon", b"argoN"))
    for _ in range(2):
        with pytest.raises(VaultDamaged, match=r"vault\.key"):
            Vault.open(home, PASSPHRASE)


def test_no_flipped_bit_goes_unnoticed(home: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """A bit flipped anywhere in the file is damage when its page is read, never another text; and nothing is logged."""
    filled(home)
    database = home / "vault.db"
    raw, random = database.read_bytes(), Random(4)
    whole = read_all(home)
    noticed = 0
    for page in range(0, len(raw), 4096):
        at = page + random.randrange(4096)
        database.write_bytes(raw[:at] + bytes([raw[at] ^ 1 << random.randrange(8)]) + raw[at + 1 :])
        try:
            # A page that nothing was asked from (an index of the bin, say) is not read.
            assert read_all(home) == whole
        except VaultDamaged:
            noticed += 1
    assert noticed > len(raw) / 4096 / 2
    database.write_bytes(raw)
    assert read_all(home) == whole
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize("keep", [0, 1, 100, 4096, 5000, 40_960])
def test_a_cut_file_is_damage(home: Path, keep: int) -> None:
    """However much of the file is left, even none of it, it is damage and not an empty diary."""
    filled(home)
    raw = (home / "vault.db").read_bytes()
    assert keep < len(raw)
    (home / "vault.db").write_bytes(raw[:keep])
    with pytest.raises(VaultDamaged):
        read_all(home)


def test_another_vaults_database_is_damage(home: Path, tmp_path: Path) -> None:
    """A database that this key does not open is told as damage, since the passphrase was right."""
    filled(home)
    other = tmp_path / "other"
    Vault.create(other, PASSPHRASE, urandom=urandom(9), cost=CHEAP).close()
    (home / "vault.db").write_bytes((other / "vault.db").read_bytes())
    with pytest.raises(VaultDamaged):
        Vault.open(home, PASSPHRASE)


def test_a_newer_schema_is_left_as_it_is(home: Path) -> None:
    """A vault of a later Homing is refused, and its files are the same byte for byte."""
    filled(home, 3)
    key = KeyHeader.parse((home / "vault.key").read_bytes()).unlock(PASSPHRASE)
    engine = engine_for(home / "vault.db", key)
    with engine.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    engine.dispose()
    before = contents(home)
    with pytest.raises(VaultNewer):
        Vault.open(home, PASSPHRASE)
    assert contents(home) == before


@contextmanager
def read_only(home: Path, parent: Path) -> Iterator[None]:
    """A folder that really cannot be written: by its permissions, or for root by a read-only mount of it."""
    if os.geteuid() != 0:
        home.chmod(0o500)
        yield
        home.chmod(0o700)
        return
    with small_disk(parent, "4m") as disk:
        for name, raw in contents(home).items():
            (disk / name).write_bytes(raw)
        subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)
        yield


def test_a_read_only_folder_is_told_before_anything_happens(home: Path, tmp_path: Path) -> None:
    """On a folder that cannot be written (a real read-only mount for root), opening and creating say so."""
    filled(home, 3)
    disk = tmp_path / "disk"
    with read_only(home, disk):
        where = disk if os.geteuid() == 0 else home
        before = contents(where)
        with pytest.raises(VaultReadOnly):
            Vault.open(where, PASSPHRASE)
        with pytest.raises(VaultReadOnly):
            Vault.create(where / "inner", PASSPHRASE, urandom=urandom(), cost=CHEAP)
        assert contents(where) == before


def test_a_file_that_turns_read_only_refuses_the_write_and_keeps_the_rest(vault: Vault) -> None:
    """When SQLite reports that it may not write, the write raises and reading goes on."""
    put(vault, moment(1))
    pragma(vault._writer, "query_only = ON")
    with pytest.raises(VaultReadOnly):
        put(vault, moment(2))
    pragma(vault._writer, "query_only = OFF")
    assert vault.read(lambda rows: [one.id.int for one in rows.moments()]) == [1]


def fill_up(vault: Vault) -> list[int]:
    """Write until the vault says that the disk is full; the numbers that were confirmed."""
    confirmed: list[int] = []
    while len(confirmed) < 10_000:
        number = len(confirmed) + 1
        try:
            put(vault, moment(number, number, note="x" * 4000))
        except VaultFull:
            return confirmed
        confirmed.append(number)
    pytest.fail("the disk never filled up")


def test_a_full_disk_loses_nothing_that_was_confirmed(tmp_path: Path) -> None:
    """On a real disk of 1 MiB the write that does not fit raises, what was confirmed stays, and room lets it go on."""
    with small_disk(tmp_path / "disk", "1m") as disk:
        (disk / "ballast").write_bytes(bytes(200_000))
        vault = created(disk)
        confirmed = fill_up(vault)
        with pytest.raises(VaultFull):
            put(vault, moment(20_000, note="x" * 200_000))
        assert sorted(one.id.int for one in vault.read(lambda rows: rows.moments())) == confirmed
        (disk / "ballast").unlink()
        put(vault, moment(30_000))
        vault.close()
        again = Vault.open(disk, PASSPHRASE)
        assert sorted(one.id.int for one in again.read(lambda rows: rows.moments())) == [*confirmed, 30_000]
        assert again.read(lambda rows: rows._connection.exec_driver_sql("PRAGMA integrity_check").scalar()) == "ok"
        again.close()


def test_a_database_at_its_limit_is_full(vault: Vault) -> None:
    """Without a small disk the same is seen at SQLite's own limit of pages."""
    pragma(vault._writer, "max_page_count = 60")
    confirmed = fill_up(vault)
    pragma(vault._writer, "max_page_count = 100000")
    put(vault, moment(20_000))
    assert vault.read(lambda rows: rows.count(type(moment(1)))) == len(confirmed) + 1


def test_a_journal_that_cannot_grow_is_a_full_disk() -> None:
    """SQLite's own word for an index of the journal without room (SQLITE_IOERR_SHMSIZE) is told as a full disk."""
    fault = dbapi2.OperationalError("disk I/O error")
    fault.sqlite_errorcode = 4874
    with pytest.raises(VaultFull), plain_faults():
        raise fault


def test_forgetting_beside_a_reader_still_forgets(vault: Vault) -> None:
    """If the journal cannot be emptied just then, since someone reads from it, it is forgotten nevertheless."""
    put(vault, moment(1), moment(2))
    with vault._engine.connect() as reader, reader.begin():
        reader.exec_driver_sql("SELECT count(*) FROM record").scalar()
        vault.write(lambda rows: rows.forget([moment(1).id]))
    assert vault.read(lambda rows: [one.id.int for one in rows.moments()]) == [2]


_HOLD = """
import sys, time
from pathlib import Path
from homing.vault.database import engine_for, writer_of
from homing.vault.keys import KeyHeader
home = Path(sys.argv[1])
key = KeyHeader.parse((home / "vault.key").read_bytes()).unlock(sys.argv[2])
writer = writer_of(engine_for(home / "vault.db", key))
with writer.begin():
    print("holding", flush=True)
    sys.stdin.read()
"""


def test_a_stranger_who_holds_the_database_makes_it_busy(home: Path) -> None:
    """A program that goes round the process lock and holds SQLite's own is told as busy, and harms nothing."""
    created(home).close()
    vault = Vault.open(home, PASSPHRASE)
    pragma(vault._writer, "busy_timeout = 50")
    with subprocess.Popen(
        [sys.executable, "-c", _HOLD, str(home), PASSPHRASE],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as stranger:
        assert stranger.stdout is not None
        assert stranger.stdout.readline() == "holding\n"
        with pytest.raises(VaultBusy):
            put(vault, moment(1))
        stranger.communicate("")
    put(vault, moment(1))
    vault.close()


def test_each_error_says_what_to_do_in_one_sentence() -> None:
    """Every error is a VaultError with a short plain sentence of its own."""
    kinds = (
        VaultMissing,
        VaultExists,
        WrongPassphrase,
        WeakPassphrase,
        VaultDamaged,
        VaultNewer,
        VaultFull,
        VaultReadOnly,
        VaultBusy,
        VaultClosed,
    )
    sentences = [str(kind()) for kind in kinds]
    assert all(issubclass(kind, VaultError) for kind in kinds)
    assert len(set(sentences)) == len(kinds)
    assert all(sentence.endswith(".") and len(sentence) < 120 for sentence in sentences)


@pytest.mark.claim("P7")
def test_no_error_or_repr_shows_the_passphrase_the_key_or_content(home: Path) -> None:
    """Neither what is raised, printed in full with its causes, nor a repr has a secret or a note in it."""
    process = child(_SHOWING, str(home), environ={"CANARY": "moonflower-canary", **os.environ})
    out, err = process.communicate(timeout=60)
    key = KeyHeader.parse((home / "vault.key").read_bytes()).unlock("moonflower-canary")
    assert out.count("Traceback") >= 5, err
    for secret in ("moonflower-canary", key.for_sqlcipher()[2:-1]):
        assert secret not in out + err


_SHOWING = """
import logging, os, sys, traceback
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from uuid import UUID
from homing.record import LivedTime, Moment
from homing.vault import Cost, Vault
logging.basicConfig(level=logging.DEBUG, stream=sys.stdout)
home, canary, noon = Path(sys.argv[1]), os.environ["CANARY"], datetime(2026, 3, 1, 12, tzinfo=UTC)
def show(work):
    try:
        work()
    except Exception:
        traceback.print_exc(file=sys.stdout)
vault = Vault.create(home, canary, urandom=Random(1).randbytes, cost=Cost(64, 1, 1))
moment = Moment(id=UUID(int=1), when=LivedTime.at(noon, "UTC"), note=canary)
vault.write(lambda rows: rows.put(moment, noon))
def twice(rows):
    values = (str(moment.id), canary)
    rows._connection.exec_driver_sql("INSERT INTO record (id, kind, body) VALUES (?, 'a', ?)", values)
def forbidden(rows):
    rows._connection.exec_driver_sql("PRAGMA query_only = ON")
    rows.set_setting("a", canary)
show(lambda: vault.write(twice))
show(lambda: vault.write(forbidden))
show(lambda: vault.write(lambda rows: rows.remove(UUID(int=2), noon)))
show(lambda: Vault.open(home, canary))
print(repr(vault), vault.read(lambda rows: (rows, rows.get_setting(canary))))
vault.close()
show(lambda: vault.read(lambda rows: None))
show(lambda: Vault.open(home, "not " + canary[:5]))
"""
