"""The backups in the folder of the vault: made whole or not at all, looked through, and let go in turn."""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Engine

from homing.vault import container, rotation
from homing.vault import home as place
from homing.vault.check import digest, pages
from homing.vault.container import Label
from homing.vault.database import engine_for, plain_faults
from homing.vault.errors import BackupThere, VaultClosed, VaultDamaged, VaultError, VaultFull
from homing.vault.keys import DataKey

DAY = timedelta(days=1)
ENDING = ".homing"

NO_ROOM = "The disk is full and no backup was made; the diary itself is safe. Free some space, then try again."

_NAME = re.compile(r"backup-([0-9]{6,12})-[0-9]{4}-[0-9]{2}-[0-9]{2}\.homing")


@dataclass(frozen=True, slots=True)
class Backup:
    """A backup in the folder. ``label`` is None if it is damaged, or a newer Homing made it; ``trouble`` says which."""

    path: Path
    number: int
    size: int
    label: Label | None
    trouble: VaultError | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """The vault that is backed up: its folder, its open database, its key, its key file, and whether it goes on."""

    home: Path
    engine: Engine
    key: DataKey
    key_file: bytes
    goes_on: Callable[[], bool]
    copying: Callable[[Any], None]
    """Is told the connection that a long copy runs on, so that locking can interrupt it, and None afterwards."""

    @property
    def tag(self) -> str:
        """Tells this vault's backups from another's, and nothing else of it."""
        return hmac.digest(self.key.for_sqlcipher().encode("ascii"), b"homing backups", hashlib.sha256).hex()[:32]

    def look(self) -> None:
        """Raise :class:`VaultClosed` if the vault is being locked."""
        if not self.goes_on():
            raise VaultClosed


def listed(home: Path, *, whole: bool = False) -> list[Backup]:
    """The backups in the folder, newest first; with ``whole`` each was read to its end and its checksum looked at."""
    folder = home / place.BACKUPS
    with place.files():
        found = [(match, path) for path in folder.glob("*") if (match := _NAME.fullmatch(path.name))]
        told = [_looked_at(path, int(match[1]), whole=whole) for match, path in found]
    return sorted(told, key=lambda backup: backup.number, reverse=True)


def last_good(home: Path) -> Backup | None:
    """The newest backup that is as it was written. It takes no passphrase to tell."""
    return next((one for one in listed(home) if not _looked_at(one.path, one.number, whole=True).trouble), None)


def is_due(source: Source, now: datetime) -> bool:
    """Whether the newest good backup of this vault is a day old, or there is none.

    One from the future (a clock was set back since) does not count, so that a wrong clock never stops backups.
    """
    own = [one for one in listed(source.home) if one.label is not None and one.label.vault == source.tag]
    if not own or _looked_at(own[0].path, own[0].number, whole=True).trouble:
        return True
    return not any(one.label and timedelta() <= now - one.label.made_at < DAY for one in own)


def make(source: Source, now: datetime, target: Path | None = None) -> tuple[Backup, str]:
    """Make a backup in the folder, or at ``target``; what was made, and the digest of what is in it (empty if unknown).

    It gets its name when all of it is on the disk and was read again. Raises :class:`BackupThere`,
    :class:`VaultFull`, :class:`VaultReadOnly`, :class:`VaultDamaged` (a page of the vault cannot be read),
    :class:`VaultClosed` (it was locked meanwhile). Whatever is raised, nothing half-made is left.
    """
    with workshop(source.home) as folder:
        number = max((one.number for one in listed(source.home)), default=0) + 1
        path = target or folder / f"backup-{number:06d}-{now.astimezone(UTC).date().isoformat()}{ENDING}"
        copy, part = folder / f"copy{place.PART}", path.with_name(f".{path.name[:80]}{place.PART}")
        try:
            with place.files(but=FileExistsError):
                place.write_new(copy, b"")
                copy_into(source, copy)
                told = look_through(source, copy)
                label = Label(now.astimezone(UTC), number, source.tag, len(source.key_file), copy.stat().st_size)
                part.unlink(missing_ok=True)
                container.pack(part, label, source.key_file, copy)
                container.verify(part)
                source.look()
                place.publish(part, path)
        except FileExistsError:
            raise BackupThere from None
        except VaultFull:
            raise VaultFull(NO_ROOM) from None
        finally:
            with suppress(OSError):
                part.unlink(missing_ok=True)
        return _looked_at(path, number, whole=False), told


def rotate(source: Source) -> list[Backup]:
    """Delete those of this vault's backups whose turn it is, and tell which. Only to be called after one was made."""
    own = [one for one in listed(source.home) if one.label is not None and one.label.vault == source.tag]
    stay = rotation.kept((one.number, one.label.made_at.date()) for one in own if one.label is not None)
    gone = [one for one in own if one.number not in stay]
    with place.files():
        for one in gone:
            one.path.unlink(missing_ok=True)
        if gone:
            place.settle(source.home / place.BACKUPS)
    return gone


def copy_into(source: Source, path: Path) -> None:
    """A consistent copy of the database under the same key, while others read and write. It is read page by page."""
    with plain_faults(), source.engine.connect() as connection:
        raw: Any = connection.connection.driver_connection
        source.copying(raw)
        try:
            source.look()
            raw.execute("VACUUM INTO ?", (str(path),))
        finally:
            source.copying(None)


def look_through(source: Source, path: Path) -> str:
    """Look at every page and record of a copy; its digest, empty if its form is one that is not known here."""
    source.look()
    with opened(source, path) as engine, plain_faults(), engine.connect() as connection:
        if pages(connection):
            raise VaultDamaged
        source.look()
        return digest(connection)


@contextmanager
def opened(source: Source, path: Path) -> Iterator[Engine]:
    """A copy of the database, opened with the vault's key."""
    engine = engine_for(path, source.key)
    try:
        yield engine
    finally:
        engine.dispose()


@contextmanager
def workshop(home: Path) -> Iterator[Path]:
    """The folder of the backups, for its owner alone, without what an earlier attempt left half-made."""
    folder = home / place.BACKUPS
    with place.files():
        folder.mkdir(mode=0o700, exist_ok=True)
        sweep(folder)
    try:
        yield folder
    finally:
        with suppress(OSError):
            sweep(folder)


def sweep(folder: Path) -> None:
    """Delete what is half-made in a folder; only who holds the vault's lock may."""
    for path in (*folder.glob(f"*{place.PART}"), *folder.glob(f"*{place.PART}-journal")):
        path.unlink(missing_ok=True)


def _looked_at(path: Path, number: int, *, whole: bool) -> Backup:
    backup = Backup(path, number, path.stat().st_size, None)
    try:
        return replace(backup, label=container.verify(path) if whole else container.read_label(path))
    except VaultError as error:
        return replace(backup, trouble=error)
