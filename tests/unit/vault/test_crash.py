"""A process that dies: while a vault is made, and while it writes."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest

from homing.record import Moment
from homing.vault import Vault
from tests.unit.vault.support import PASSPHRASE, child, created, moment, put

_MAKE = """
import os, sys
from pathlib import Path
from random import Random
from homing.vault import Cost, Vault

def dying(work):
    def step(*given, **named):
        global left
        left -= 1
        if left == 0:
            os._exit(9)
        return work(*given, **named)
    return step

step, status = 0, 9
while status:
    step += 1
    forked = os.fork()
    if not forked:
        left = step
        os.fsync, os.open, os.close = dying(os.fsync), dying(os.open), dying(os.close)
        Path.rename, Path.mkdir = dying(Path.rename), dying(Path.mkdir)
        home = Path(sys.argv[1]) / str(step)
        Vault.create(home, sys.argv[2], urandom=Random(1).randbytes, cost=Cost(64, 1, 1))
        os._exit(0)
    status = os.waitstatus_to_exitcode(os.waitpid(forked, 0)[1])
    print(status, flush=True)
"""


def test_a_creation_that_dies_anywhere_leaves_none_or_a_whole_one(tmp_path: Path) -> None:
    """Whichever step the process dies at, there is no vault or a whole one, and a new one can be made over the rest."""
    out, err = child(_MAKE, str(tmp_path), PASSPHRASE).communicate(timeout=120)
    statuses = [int(line) for line in out.split()]
    assert statuses == [9] * (len(statuses) - 1) + [0], err
    whole = []
    for step in range(1, len(statuses) + 1):
        home = tmp_path / str(step)
        whole.append(Vault.exists(home))
        if whole[-1]:
            Vault.open(home, PASSPHRASE).close()
            continue
        before = sorted(path.read_bytes() for path in home.glob("vault.[dk]*"))
        created(home).close()
        assert sorted(path.read_bytes() for path in home.glob("*.aside-1")) == before
    assert whole.count(False) > 5
    assert whole == sorted(whole)


_WRITE = """
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID
from homing.record import LivedTime, Moment
from homing.vault import Vault
noon = datetime(2026, 3, 1, 12, tzinfo=UTC)
vault = Vault.open(Path(sys.argv[1]), sys.argv[2])
first = int(sys.argv[3])
print("ready", flush=True)
for number in range(first, first + 100):
    when = LivedTime.at(noon + timedelta(minutes=number), "UTC")
    one = Moment(id=UUID(int=number), when=when, note="n" * (number * 37 % 3000), people=(UUID(int=7),))
    vault.write(lambda rows: rows.put(one, noon))
    print(number, flush=True)
print("done", flush=True)
vault.close()
"""


def confirmed_before(home: Path, first: int, lines: int) -> Iterator[int]:
    """Start a hundred writes, kill the process after so many confirmations; the numbers it confirmed."""
    process = child(_WRITE, str(home), PASSPHRASE, str(first))
    assert process.stdout is not None
    for _ in range(lines):
        process.stdout.readline()
    os.kill(process.pid, signal.SIGKILL)
    out = process.stdout.read()  # what lies in its buffer, too, which ``communicate`` would pass over
    process.communicate(timeout=60)
    assert process.returncode == -signal.SIGKILL
    yield from range(first, first + max(lines - 1, 0))
    yield from (int(line) for line in out.split("\n")[:-1] if line.isdigit())


def kill_again_and_again(home: Path, times: int) -> None:
    """Kill as many processes as told amid their writes; after each, all that was confirmed is there and whole."""
    created(home).close()
    random, kept = Random(times), set[int]()
    for time in range(times):
        kept |= set(confirmed_before(home, 1_000 * (time + 1), random.randint(1, 99)))
        vault = Vault.open(home, PASSPHRASE)
        found = {one.id.int for one in vault.read(lambda rows: rows.moments())}
        assert kept <= found
        # At most the one write that was on its way may be there without its confirmation having been read.
        assert len(found - kept) <= time + 1
        assert vault.read(lambda rows: rows.count(Moment) == len(rows.facts()) == sum(rows.tallies()[0].values()))
        assert vault.read(lambda rows: rows._connection.exec_driver_sql("PRAGMA integrity_check").scalar()) == "ok"
        assert vault.read(lambda rows: rows._connection.exec_driver_sql("PRAGMA foreign_key_check").all()) == []
        vault.close()


def test_what_was_confirmed_outlives_a_kill(home: Path) -> None:
    """After kill -9 amid a hundred writes every confirmed moment is there, twice in a row in one vault."""
    kill_again_and_again(home, 2)


@pytest.mark.slow
def test_what_was_confirmed_outlives_a_hundred_kills(home: Path) -> None:
    """The same, a hundred times."""
    kill_again_and_again(home, 100)


def test_a_key_file_alone_is_no_vault_and_is_kept(home: Path) -> None:
    """What a creation that died between its two last steps leaves is kept under another name."""
    vault = created(home)
    put(vault, moment(1))
    vault.close()
    (home / "vault.key").rename(home / "vault.key.new")
    halves = {(home / name).read_bytes() for name in ("vault.db", "vault.key.new")}
    created(home).close()
    assert {path.read_bytes() for path in home.glob("*.aside-1")} == halves
