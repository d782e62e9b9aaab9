"""The check finds what is not sound: pages, tables, records, the index. The drill tries a backup out."""

from __future__ import annotations

import shutil
from datetime import timedelta
from pathlib import Path
from random import Random

import pytest

from homing.vault import BackupDamaged, Vault, VaultDamaged, VaultError, WrongPassphrase, backups, kept, last_good
from homing.vault.check import INDEX, PAGES, RECORDS, TABLES
from tests.unit.vault.support import NOON, PASSPHRASE, ROBIN, SKY, VOICE, created, later, moment, put


def filled(home: Path) -> Vault:
    """A vault with a bit of everything in it."""
    vault = created(home)
    put(vault, ROBIN, SKY, VOICE, *(moment(n, n, note=f"note {n} " * 30, setting=VOICE.id) for n in range(10, 40)))
    vault.write(lambda rows: rows.remove(moment(11).id, NOON))
    vault.write(lambda rows: rows.forget([moment(12).id]))
    return vault


def spoilt(vault: Vault, statement: str) -> None:
    """Change the tables behind the vault's back."""
    with vault._writer.begin():
        vault._writer.exec_driver_sql("PRAGMA ignore_check_constraints = ON")
        vault._writer.exec_driver_sql(statement)


def test_a_sound_vault_has_no_problem(home: Path) -> None:
    """Bin, history and tombstones are no problems; what is counted is what is live."""
    vault = filled(home)
    checked = kept.check_vault(vault)
    assert (checked.problems, checked.counts) == ((), {"person": 2, "cue": 1, "moment": 28})
    vault.close()


@pytest.mark.parametrize(
    ("statement", "problem"),
    [
        ("UPDATE record SET body = '{' WHERE kind = 'person'", RECORDS),
        ("UPDATE record SET body = replace(body, 'note', 'nope') WHERE kind = 'moment'", RECORDS),
        ("UPDATE record SET kind = 'cue' WHERE kind = 'person'", RECORDS),
        ("UPDATE record SET id = 'x' || id WHERE kind = 'cue'", RECORDS),
        ("DELETE FROM revision WHERE record = 1", RECORDS),
        ("UPDATE record SET body = '{' WHERE kind = 'moment'", INDEX),
        ("UPDATE record SET kind = 'moment' WHERE kind = 'person'", INDEX),
        ("UPDATE moment SET alarm = 3", INDEX),
        ("UPDATE moment SET live = NOT live", INDEX),
        ("DELETE FROM moment WHERE record = 5", INDEX),
        ("DELETE FROM mention WHERE record = 5", INDEX),
        ("DELETE FROM words WHERE record = 5", INDEX),
        ("UPDATE tally SET n = n + 1", INDEX),
        ("INSERT INTO tally VALUES (0, 'x', 1)", INDEX),
        ("INSERT INTO mention VALUES (0, 'x', 1)", INDEX),
    ],
)
def test_what_does_not_fit_is_found(home: Path, statement: str, problem: str) -> None:
    """Whatever was changed behind the index or the history is told by a sentence."""
    vault = filled(home)
    spoilt(vault, statement)
    assert problem in kept.check_vault(vault).problems
    vault.close()


def test_a_row_that_belongs_to_nothing_is_found(home: Path) -> None:
    """A broken reference between the tables is told."""
    vault = filled(home)
    raw = vault._writer.connection.driver_connection
    assert raw is not None
    raw.execute("PRAGMA foreign_keys = OFF")
    raw.execute("INSERT INTO mention VALUES (0, 'x', 999)")
    assert TABLES in kept.check_vault(vault).problems
    vault.close()


def test_a_flipped_bit_anywhere_in_the_file_is_found(home: Path, tmp_path: Path) -> None:
    """In whatever page a bit is flipped: opening refuses, or the check tells of the page; a good backup is named."""
    vault = filled(home)
    made = kept.make(vault, NOON)
    vault.close()
    raw, random = (home / "vault.db").read_bytes(), Random(4)
    for first in range(0, len(raw), 4096):
        flipped = bytearray(raw)
        flipped[first + random.randrange(4096)] ^= 1 << random.randrange(8)
        (home / "vault.db").write_bytes(flipped)
        try:
            damaged = Vault.open(home, PASSPHRASE)
        except VaultDamaged:
            continue
        assert PAGES in kept.check_vault(damaged).problems, first
        damaged.close()
    (home / "vault.db").write_bytes(raw)
    whole = Vault.open(home, PASSPHRASE)
    assert kept.check_vault(whole).problems == ()
    whole.close()
    good = last_good(home)
    assert good is not None
    assert good.path == made.path
    assert tmp_path.is_dir()


def test_a_cut_file_is_found_at_many_lengths(home: Path) -> None:
    """However many bytes of the database are left, opening or checking tells of damage."""
    filled(home).close()
    raw = (home / "vault.db").read_bytes()
    for length in (*range(0, len(raw), 7321), *range(4096, len(raw), 4096 * 5), len(raw) - 1, len(raw) - 4096):
        (home / "vault.db").write_bytes(raw[:length])
        try:
            damaged = Vault.open(home, PASSPHRASE)
        except VaultDamaged:
            continue
        try:
            assert kept.check_vault(damaged).problems, length
        finally:
            damaged.close()


def test_a_flipped_bit_anywhere_in_the_key_file_is_found(home: Path) -> None:
    """No flip lets the vault open as if nothing were, and none is told as a wrong passphrase by mistake."""
    filled(home).close()
    raw = (home / "vault.key").read_bytes()
    for at in range(len(raw) - 1):
        flipped = bytearray(raw)
        flipped[at] ^= 1 << (at % 7)
        (home / "vault.key").write_bytes(flipped)
        with pytest.raises(VaultError) as told:
            Vault.open(home, PASSPHRASE)
        assert not isinstance(told.value, WrongPassphrase), at


def test_a_drill_opens_the_backup_and_says_what_would_be_lost(home: Path) -> None:
    """It compares with the diary of now, tells the age, and leaves nothing behind."""
    vault = filled(home)
    made = kept.make(vault, NOON)
    done = kept.drill(vault, made, PASSPHRASE, later(1))
    assert (done.same, done.fresh, done.older, done.age) == (True, 0, 0, timedelta(hours=1))
    assert done.checked == kept.check_vault(vault)
    put(vault, moment(50, 50), moment(10, 10, note="changed"))
    done = kept.drill(vault, made, PASSPHRASE, later(50))
    assert (done.same, done.fresh, done.older) == (False, 1, 1)
    assert sorted(path.name for path in home.iterdir() if "part" in path.name) == []
    vault.close()


def test_a_drill_with_a_wrong_passphrase_changes_nothing(home: Path) -> None:
    """Another passphrase is told, the copy is gone, and the diary stays open."""
    vault = filled(home)
    made = kept.make(vault, NOON)
    with pytest.raises(WrongPassphrase):
        kept.drill(vault, made, "not the one at all", NOON)
    made.path.write_bytes(made.path.read_bytes()[:-1])
    with pytest.raises(BackupDamaged):
        kept.drill(vault, made, PASSPHRASE, NOON)
    assert list(home.glob("drill-*")) == []
    assert vault.is_open
    vault.close()


def test_what_a_killed_drill_left_is_swept_by_the_next_opening(home: Path) -> None:
    """A private copy that a kill left behind goes when the vault is opened."""
    filled(home).close()
    shutil.copytree(home, home / "drill-abc.part", ignore=lambda *_: ["vault.lock"])
    (home / "drill-abc.part" / "backups").mkdir()
    Vault.open(home, PASSPHRASE).close()
    assert list(home.glob("drill-*")) == []
    assert backups.listed(home) == []
