"""A process that dies while it changes the keys: the old key file or the new one, and the diary behind either."""

from __future__ import annotations

from pathlib import Path

import pytest

from homing.vault import Passphrase, Vault, WrongPassphrase
from tests.unit.vault.support import CHEAP, PASSPHRASE, child, created, moment, put

OTHER = "two lanterns in fog"
_CHANGE = """
import os, sys
from pathlib import Path
from random import Random
from homing.vault import Cost, Passphrase, Vault

def dying(work, after):
    def step(*given, **named):
        global left
        left -= 1
        if left == 0 and not after:
            os._exit(9)
        result = work(*given, **named)
        if left == 0:
            os._exit(9)
        return result
    return step

home, old, new = Path(sys.argv[1]), sys.argv[2], sys.argv[3]
for after in (False, True):
    step, status = 0, 9
    while status:
        step += 1
        forked = os.fork()
        if not forked:
            vault = Vault.open(home, old)
            left = step
            for place, name in ((os, "fsync"), (os, "open"), (os, "close"), (Path, "rename"), (Path, "unlink")):
                setattr(place, name, dying(getattr(place, name), after))
            words = Passphrase(new, Cost(64, 1, 1))
            vault.change_keys(lambda header, key: header.with_passphrase(words, key, urandom=Random(step).randbytes))
            os._exit(0)
        status = os.waitstatus_to_exitcode(os.waitpid(forked, 0)[1])
        opened = []
        for words in (old, new):
            try:
                vault = Vault.open(home, words)
            except Exception as error:
                continue
            opened.append(words)
            count = vault.read(lambda rows: len(rows.moments()))
            vault.close()
        print(status, len(opened), int(opened == [new]), count, flush=True)
        if opened == [new]:
            old, new = new, old
"""


def test_a_change_that_dies_anywhere_leaves_keys_that_work(home: Path) -> None:
    """Whichever step the process dies at, before or after doing it, exactly one passphrase opens the whole diary."""
    vault = created(home)
    put(vault, moment(1))
    vault.close()
    out, err = child(_CHANGE, str(home), PASSPHRASE, OTHER).communicate(timeout=120)
    told = [tuple(int(part) for part in line.split()) for line in out.splitlines()]
    assert {(opened, count) for _, opened, _, count in told} == {(1, 1)}, err
    died = [changed for status, _, changed, _ in told if status == 9]
    assert [status for status, *_ in told].count(0) == 2
    assert {0, 1} == set(died)
    assert len(died) > 10
    assert sorted(path.name for path in home.glob("vault.key*")) == ["vault.key"]


@pytest.mark.parametrize("lost", ["after", "before"])
def test_power_lost_between_rename_and_sync_leaves_either(home: Path, lost: str) -> None:
    """A disk may forget a rename that was not synced: with the old file back in place, the old words open it."""
    vault = created(home)
    old = (home / "vault.key").read_bytes()
    put(vault, moment(1))
    vault.change_keys(lambda header, key: header.with_passphrase(_words(), key, urandom=lambda length: b"n" * length))
    vault.close()
    if lost == "before":
        (home / "vault.key").write_bytes(old)
    good, bad = (PASSPHRASE, OTHER) if lost == "before" else (OTHER, PASSPHRASE)
    with pytest.raises(WrongPassphrase):
        Vault.open(home, bad)
    again = Vault.open(home, good)
    assert again.read(lambda rows: rows.moments()) == [moment(1)]
    again.close()


def _words() -> Passphrase:
    return Passphrase(OTHER, CHEAP)
