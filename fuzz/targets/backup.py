"""A backup and its way back: refused whole, or put in place whole; what was there before is never lost."""

from __future__ import annotations

import hashlib
import json
import shutil
from pathlib import Path

from fuzz.tools import Portion, demand, file, folder
from homing.vault import container, home, restoring
from homing.vault.errors import BackupDamaged, NotABackup, VaultDamaged, VaultError, VaultNewer

BEFORE = {home.KEY_FILE: b"the key of before", home.DATABASE: b"the diary of before"}
REFUSALS = (NotABackup, BackupDamaged, VaultNewer)


def check(data: bytes) -> None:
    """The first byte says whether the rest is a backup, or gets lengths and checksum that fit it."""
    portion = Portion(data)
    is_whole = portion.byte() % 2 == 0
    raw = portion.rest() if is_whole else _mended(portion.rest())
    path = file("some.homing", raw)
    try:
        label = container.verify(path)
    except REFUSALS:
        return _is_refused(path)
    demand(container.read_label(path) == label, "two readings, two labels")
    key = container.key_file_of(path)
    try:
        demand(restoring.look(path) == label, "two readings, two labels")
    except (VaultDamaged, VaultNewer):
        return _is_refused(path)
    there = _home()
    restoring.restore(path, there)
    left = {one.name: one.read_bytes() for one in there.iterdir() if one.is_file()}
    start = len(raw) - container.CHECKSUM - label.database
    demand(left[home.KEY_FILE] == key == raw[start - label.key : start], "another key file is there")
    demand(left[home.DATABASE] == raw[start : start + label.database], "another database is there")
    demand(set(BEFORE.values()) <= set(left.values()), "what was there before is lost")
    return None


def _is_refused(path: Path) -> None:
    there = _home()
    try:
        restoring.restore(path, there)
    except VaultError:
        pass
    else:
        demand(False, "it was refused, and then restored")
    left = {one.name: one.read_bytes() for one in there.iterdir() if one.name in BEFORE or home.RESTORE in one.name}
    demand(left == BEFORE, "a refused backup changed something")


def _home() -> Path:
    there = folder() / "home"
    shutil.rmtree(there, ignore_errors=True)
    there.mkdir()
    for name, content in BEFORE.items():
        (there / name).write_bytes(content)
    return there


def _mended(raw: bytes) -> bytes:
    """The same with the length of the database, and the checksum, as they must be."""
    head, _, body = raw.removeprefix(container.MAGIC).partition(b"\n")
    try:
        told = json.loads(head)
        told["database"] = len(body) - told["key"]
        head = json.dumps(told, separators=(",", ":")).encode("ascii")
    except (ValueError, TypeError, KeyError, RecursionError):
        pass
    whole = container.MAGIC + head + b"\n" + body
    return whole + hashlib.sha256(whole).digest()
