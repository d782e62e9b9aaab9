"""What the vault's tests share: a cheap vault, fixed randomness, a few fictional records, and real trouble."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from random import Random
from typing import Any
from uuid import UUID

from homing.record import Cue, CueSeen, LivedTime, Moment, Person
from homing.vault import Checkpoint, Cost, Vault, WritableRows
from tests.needs import Need, left_out

CHEAP = Cost(memory=64, iterations=1, lanes=1)
PASSPHRASE = "a lantern in fog"
NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)

ROBIN = Person(id=UUID(int=0xA0001), label="Robin")
SKY = Person(id=UUID(int=0xA0002), label="Sky")
VOICE = Cue(id=UUID(int=0xC0001), label="the voice gets quieter")
KITCHEN = Cue(id=UUID(int=0xC0002), label="the kitchen")


def urandom(seed: int = 1) -> Callable[[int], bytes]:
    """Randomness that is the same every time."""
    return Random(seed).randbytes


def created(home: Path) -> Vault:
    """A new vault with a cheap key."""
    return Vault.create(home, PASSPHRASE, urandom=urandom(), cost=CHEAP)


def later(hours: float) -> datetime:
    """So many hours after noon of the first day."""
    return NOON + timedelta(hours=hours)


def moment(number: int, hours: float = 0.0, **fields: Any) -> Moment:
    """A moment with Robin and a cue in it, unless told otherwise."""
    told: dict[str, Any] = {"people": (ROBIN.id,), "cues": (CueSeen(cue=VOICE.id),)}
    return Moment(id=UUID(int=number), when=LivedTime.at(later(hours), "Europe/Berlin"), **(told | fields))


def put(vault: Vault, *records: Any, at: datetime = NOON) -> list[bool]:
    """Put records in one transaction."""
    return vault.write(lambda rows: [rows.put(record, at) for record in records])


def write_each(vault: Vault, *works: Callable[[WritableRows], object]) -> None:
    """Do each piece of work in a transaction of its own."""
    for work in works:
        vault.write(work)


def put_checkpoints(vault: Vault, *checkpoints: Checkpoint) -> None:
    """Keep checkpoints, each in a transaction of its own."""
    for checkpoint in checkpoints:
        vault.write(partial(WritableRows.put_checkpoint, checkpoint=checkpoint))


def child(code: str, *arguments: str, environ: dict[str, str] | None = None) -> subprocess.Popen[str]:
    """Another process that runs this code with this interpreter."""
    return subprocess.Popen(
        [sys.executable, "-c", code, *arguments], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environ
    )


def in_threads(*works: Callable[[], object]) -> None:
    """Run them side by side; an exception in one is raised here."""
    faults: list[BaseException] = []

    def guarded(work: Callable[[], object]) -> None:
        try:
            work()
        except BaseException as error:
            faults.append(error)

    threads = [threading.Thread(target=guarded, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert not any(thread.is_alive() for thread in threads)
    if faults:
        raise faults[0]


@contextmanager
def small_disk(folder: Path, size: str) -> Iterator[Path]:
    """A real file system of this size at ``folder``; where this process may not mount one, the test is left out."""
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", f"size={size},mode=0700", "none", str(folder)]
    try:
        mounted = subprocess.run(mount, capture_output=True, check=False).returncode == 0
    except OSError:
        mounted = False
    if not mounted:
        left_out(Need.MOUNT)
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)
