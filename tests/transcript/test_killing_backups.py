"""Real processes, really killed: while they back up and while they restore."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

import pytest

from homing.record import LivedTime, Moment
from homing.vault import Cost, Vault, WritableRows
from homing.vault.backups import listed
from tests.transcript.shell import LONGEST, WORDS, environment, sh

N = 1500
WHEN = datetime(2026, 3, 21, 19, 30, tzinfo=UTC)


@pytest.fixture
def work(tmp_path: Path) -> Path:
    """A folder with a vault of some megabytes."""
    vault = Vault.create(tmp_path / "vault", WORDS, urandom=os.urandom, cost=Cost(memory=64, iterations=1, lanes=1))

    def fill(rows: WritableRows) -> None:
        for n in range(N):
            note = f"{n} " * 1000
            rows.put(Moment(id=UUID(int=n + 1, version=4), when=LivedTime.at(WHEN, "UTC"), note=note), WHEN)

    vault.write(fill)
    vault.close()
    return tmp_path


def killed_when(command: list[str], work: Path, seen: Callable[[], bool]) -> bool:
    """Kill a command with -9 as soon as something is seen; False if it was over before that."""
    here = environment(work, HOMING_PASSPHRASE=WORDS)
    doing = subprocess.Popen(command, cwd=work, env=here, start_new_session=True, stdout=subprocess.DEVNULL)
    deadline = time.monotonic() + LONGEST
    while not seen() and doing.poll() is None and time.monotonic() < deadline:
        time.sleep(0.001)
    if doing.poll() is None:
        os.killpg(doing.pid, signal.SIGKILL)
    return doing.wait(timeout=LONGEST) == -signal.SIGKILL


def size_of(path: Path) -> int:
    """How large a file is; -1 if it is not there."""
    try:
        return path.stat().st_size
    except FileNotFoundError:
        return -1


def total(work: Path) -> int:
    """How many moments the diary holds, by a process of its own."""
    done = sh("homing moments --json --limit 1", work, environment(work, HOMING_PASSPHRASE=WORDS))
    assert done.returncode == 0, done.stderr
    return int(json.loads(done.stdout)["total"])


@pytest.mark.parametrize("part", ["copy.part", ".backup-000001"])
def test_a_backup_killed_half_way_leaves_no_half(work: Path, part: str) -> None:
    """``kill -9`` while the copy or the file itself grows: no half has a good name, and the next backup is whole."""
    folder = work / "vault" / "backups"

    def seen() -> bool:
        return any(size_of(path) > 200_000 for path in folder.glob(f"{part}*"))

    assert killed_when(["homing", "backup"], work, seen)
    assert all(one.trouble is None for one in listed(work / "vault", whole=True))
    assert total(work) == N
    assert [one.trouble for one in listed(work / "vault", whole=True)] == [None]
    assert not list(folder.glob("*part*"))


def test_a_restore_killed_half_way_leaves_the_diary(work: Path) -> None:
    """``kill -9`` while a restore lays its parts down: the diary is as it was, and nothing else is left after it."""
    assert sh("homing backup --yes kept.homing", work, environment(work, HOMING_PASSPHRASE=WORDS)).returncode == 0
    laid = work / "vault" / "vault.db.restore-1"
    was_killed = killed_when(["homing", "restore", "kept.homing"], work, lambda: size_of(laid) > 0)
    assert total(work) == N
    assert not list((work / "vault").glob("*restore*"))
    assert was_killed or list((work / "vault").glob("*.aside-1"))
