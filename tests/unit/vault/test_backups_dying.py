"""Killed, or without power, at every step of a backup, of a restore and of forgetting: nothing confirmed is lost."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from homing.vault import Vault, backups, kept, restore
from homing.vault.backups import listed
from tests.unit.vault.dying import died_everywhere
from tests.unit.vault.support import NOON, PASSPHRASE, ROBIN, VOICE, created, later, moment, put

BOTH = pytest.mark.parametrize("power", [False, True], ids=["killed", "without power"])


def ids(home: Path) -> set[int]:
    """The moments in a vault that opens and is sound."""
    vault = Vault.open(home, PASSPHRASE)
    try:
        assert kept.check_vault(vault).problems == ()
        return {one.id.int for one in vault.read(lambda rows: rows.moments())}
    finally:
        vault.close()


def stray(home: Path) -> list[str]:
    """What is half-made."""
    return [path.name for path in home.rglob("*") if ".part" in path.name or ".restore-" in path.name]


@pytest.fixture
def template(tmp_path: Path) -> Path:
    """A closed vault with two moments and two backups, one of them from when there was one moment."""
    vault = created(tmp_path / "vault")
    put(vault, ROBIN, VOICE, moment(1, note="a canary"))
    first = kept.keep_up(vault, NOON)
    assert first is not None
    shutil.copy(first.path, tmp_path / "kept.homing")
    put(vault, moment(2, 1))
    assert kept.keep_up(vault, later(30)) is not None
    put(vault, moment(3, 2))
    vault.close()
    return tmp_path


@BOTH
def test_a_backup_that_dies_anywhere_leaves_vault_and_backups_whole(template: Path, power: bool) -> None:
    """Every confirmed moment is there, each backup with a good name is whole, and the next opening makes one."""
    made = []
    for home in died_everywhere(template, "keep up", power=power):
        found = listed(home, whole=True)
        assert [one.trouble for one in found] == [None] * len(found)
        assert len(found) >= 2
        made.append(len(found))
        assert ids(home) == {1, 2, 3}
        vault = Vault.open(home, PASSPHRASE)
        kept.keep_up(vault, later(100))
        vault.close()
        assert listed(home, whole=True)[0].number >= 3
        assert stray(home) == []
    assert (made[0], made[-1]) == (2, 3)


@BOTH
def test_a_restore_that_dies_anywhere_leaves_the_old_vault_or_the_new_one(template: Path, power: bool) -> None:
    """The next opening finds the old vault as it was, or the restored one with the old one whole beside it."""
    restored = []
    for home in died_everywhere(template, "restore", power=power):
        assert Vault.exists(home)
        found = ids(home)
        restored.append(found == {1})
        assert stray(home) == []
        if not restored[-1]:
            assert found == {1, 2, 3}
            assert list(home.glob("*.aside-*")) == []
            continue
        back = home.with_name("back")
        back.mkdir()
        for path in home.glob("*.aside-1"):
            shutil.copy(path, back / path.name.removesuffix(".aside-1"))
        assert ids(back) == {1, 2, 3}
        shutil.rmtree(back)
    assert restored == sorted(restored)
    assert restored[0] is False
    assert restored[-1] is True


@BOTH
def test_forgetting_that_dies_anywhere_is_finished_by_the_next_opening(template: Path, power: bool) -> None:
    """Before: all is there. After: once the backups are tended again, none of them holds what was forgotten."""
    forgotten = []
    for home in died_everywhere(template, "forget", power=power):
        found = listed(home, whole=True)
        assert [one.trouble for one in found] == [None, None]
        vault = Vault.open(home, PASSPHRASE)
        assert vault.read(lambda rows: {one.id.int for one in rows.moments()}) in ({1, 2, 3}, {2, 3})
        gone = vault.read(lambda rows: bool(rows.tombstones()))
        kept.keep_up(vault, later(31))
        assert vault.behind == {}
        vault.close()
        forgotten.append(gone)
        for one in listed(home):
            there = home.with_name("there")
            restore(one.path, there)
            assert (1 in ids(there)) is not gone
            shutil.rmtree(there)
        assert stray(home) == []
    assert forgotten[-1] is True


def test_a_restore_into_nothing_dies_as_harmlessly(tmp_path: Path) -> None:
    """In an empty folder there is no vault or a whole one, at every step."""
    vault = created(tmp_path / "old")
    put(vault, moment(1))
    made = kept.make(vault, NOON)
    vault.close()
    shutil.copy(made.path, tmp_path / "kept.homing")
    (tmp_path / "vault").mkdir()
    whole = []
    for home in died_everywhere(tmp_path, "restore", power=True):
        whole.append(Vault.exists(home))
        if not whole[-1]:
            restore(tmp_path / "kept.homing", home)
        assert ids(home) == {1}
        assert list(home.glob("*.aside-*")) == []
    assert whole == sorted(whole)
    assert backups.last_good(tmp_path / "old") is not None
