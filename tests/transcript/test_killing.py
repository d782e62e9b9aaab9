"""A command that is killed in the middle leaves everything or nothing."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import time
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

from homing.record import LivedTime, Moment
from homing.record.jsonl import write_jsonl
from homing.vault import Cost, Vault
from tests.transcript.shell import LONGEST, WORDS, environment, sh

N = 4000


def test_an_import_killed_half_way_took_in_nothing(tmp_path: Path) -> None:
    """``kill -9`` while an import writes leaves the diary as it was; the same import then takes in everything."""
    vault = tmp_path / "vault"
    Vault.create(vault, WORDS, urandom=os.urandom, cost=Cost(memory=64, iterations=1, lanes=1)).close()
    when = LivedTime.at(datetime(2026, 3, 21, 19, 30, tzinfo=UTC), "UTC")
    moments = (Moment(id=UUID(int=n + 1, version=4), when=when, alarm=n % 11, note="x" * 2000) for n in range(N))
    (tmp_path / "diary.jsonl").write_bytes(b"".join(write_jsonl(moments, (), "a test")))
    here = environment(tmp_path, HOMING_PASSPHRASE=WORDS)

    taking = subprocess.Popen(
        ["homing", "import", "diary.jsonl"], cwd=tmp_path, env=here, start_new_session=True, stdout=subprocess.DEVNULL
    )
    deadline = time.monotonic() + LONGEST
    journal = vault / "vault.db-wal"
    while not (journal.exists() and journal.stat().st_size > 1_000_000) and time.monotonic() < deadline:
        assert taking.poll() is None, "the import was over before it could be killed"
        time.sleep(0.005)
    os.killpg(taking.pid, signal.SIGKILL)
    assert taking.wait(timeout=LONGEST) == -signal.SIGKILL

    def total() -> int:
        return int(json.loads(sh("homing moments --json --limit 1", tmp_path, here).stdout)["total"])

    assert total() == 0
    assert sh("homing import diary.jsonl", tmp_path, here).returncode == 0
    assert total() == N
