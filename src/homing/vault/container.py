"""The form of a backup: one file that holds the key file, the encrypted database, and a checksum over everything.

A magic line; one line of JSON (version, instant, number, which vault, two lengths); the bytes of ``vault.key``; the
bytes of the database; SHA-256 over all of it. The checksum tells damage without any passphrase; what protects the
content is the encryption inside.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, BinaryIO

from homing.vault import home as place
from homing.vault.errors import BackupDamaged, NotABackup, VaultNewer

VERSION = 1
MAGIC = b"homing backup\n"
LONGEST_LINE = 4096
LONGEST_KEY = 1024 * 1024
CHECKSUM = hashlib.sha256().digest_size
CHUNK = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Label:
    """What a backup says of itself without a passphrase.

    ``made_at`` is UTC by the clock of then; ``number`` counts upward, whatever the clock said; ``vault`` tells one
    vault's backups from another's.
    """

    made_at: datetime
    number: int
    vault: str
    key: int
    database: int

    def to_bytes(self) -> bytes:
        """The two lines at the beginning of the file."""
        told = {
            "version": VERSION,
            "made_at": self.made_at.astimezone(UTC).isoformat(),
            "number": self.number,
            "vault": self.vault,
            "key": self.key,
            "database": self.database,
        }
        return MAGIC + json.dumps(told, separators=(",", ":")).encode("ascii") + b"\n"


def pack(path: Path, label: Label, key_file: bytes, database: Path) -> None:
    """Write a backup under a name that is not there yet (0600), and see it safely on the disk."""
    seal = hashlib.sha256()
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file, database.open("rb") as source:
        for part in (label.to_bytes(), key_file, *_chunks(source, label.database)):
            seal.update(part)
            file.write(part)
        file.write(seal.digest())
        file.flush()
        os.fsync(file.fileno())


def read_label(path: Path) -> Label:
    """The label, if the length of the file fits it. The rest is not read.

    Raises :class:`NotABackup`, :class:`BackupDamaged`, :class:`VaultNewer`.
    """
    with _opened(path) as (_, label):
        return label


def key_file_of(path: Path) -> bytes:
    """The key file inside, unlooked at. Raises as :func:`read_label`."""
    with _opened(path) as (file, label):
        return file.read(label.key)


def verify(path: Path) -> Label:
    """The label, after the whole file was read and is as it was written. Raises as :func:`read_label`."""
    with _opened(path) as (file, label):
        _walk(file, label)
        return label


def unpack(path: Path, key_file: Path, database: Path) -> Label:
    """Lay the two parts down as new files (0600), safely on the disk, while the checksum is looked at.

    Raises as :func:`read_label`; then the new files are deleted again.
    """
    try:
        with _opened(path) as (file, label):
            _walk(file, label, key_file, database)
            return label
    except BaseException:
        for made in (key_file, database):
            made.unlink(missing_ok=True)
        raise


def _walk(file: BinaryIO, label: Label, *targets: Path) -> None:
    seal = hashlib.sha256(label.to_bytes())
    for number, length in enumerate((label.key, label.database)):
        with _target(targets, number) as out:
            for part in _chunks(file, length):
                seal.update(part)
                if out is not None:
                    out.write(part)
    if file.read() != seal.digest():
        raise BackupDamaged


@contextmanager
def _target(targets: tuple[Path, ...], number: int) -> Iterator[BinaryIO | None]:
    if not targets:
        yield None
        return
    handle = os.open(targets[number], os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as out:
        yield out
        out.flush()
        os.fsync(out.fileno())


@contextmanager
def _opened(path: Path) -> Iterator[tuple[BinaryIO, Label]]:
    with place.files():
        if not path.is_file():
            raise NotABackup
        with path.open("rb") as file:
            yield file, _label(file, path.stat().st_size)


def _label(file: BinaryIO, size: int) -> Label:
    if file.read(len(MAGIC)) != MAGIC:
        raise NotABackup
    line = file.readline(LONGEST_LINE)
    try:
        told = json.loads(line)
        version = told["version"]
        if type(version) is int and version > VERSION:
            raise VaultNewer
        label = Label(
            datetime.fromisoformat(told["made_at"]), *(told[name] for name in ("number", "vault", "key", "database"))
        )
        fits = label.to_bytes() == MAGIC + line and _is_sound(label)
    except (ValueError, KeyError, TypeError, OverflowError, RecursionError):
        raise BackupDamaged from None
    if not fits or size != len(MAGIC) + len(line) + label.key + label.database + CHECKSUM:
        raise BackupDamaged
    return label


def _is_sound(label: Label) -> bool:
    numbers: tuple[Any, ...] = (label.number, label.key, label.database)
    return all(type(one) is int and one >= 0 for one in numbers) and label.key <= LONGEST_KEY


def _chunks(file: BinaryIO, length: int) -> Iterator[bytes]:
    """Exactly so many bytes. Fewer means that the file was cut while it was read."""
    while length:
        part = file.read(min(length, CHUNK))
        if not part:
            raise BackupDamaged
        length -= len(part)
        yield part
