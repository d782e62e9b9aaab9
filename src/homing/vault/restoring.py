"""Putting a backup in the place of the vault. What is there is renamed, never deleted.

The order makes any crash harmless: both parts are laid down under other names; the last rename of a laid-down key file
is the decision; from there on :func:`finish` (which every opening calls first) only renames.
"""

from __future__ import annotations

from contextlib import ExitStack, suppress
from dataclasses import dataclass
from pathlib import Path

from homing.vault import container
from homing.vault import home as place
from homing.vault.container import Label
from homing.vault.keys import KeyHeader


@dataclass(frozen=True, slots=True)
class Restored:
    """What was put in place, and the number behind the names of what was there before (None: nothing was)."""

    label: Label
    aside: int | None


def look(backup: Path) -> Label:
    """Read a backup to its end, and its key file for sense, without any passphrase.

    Raises :class:`NotABackup`, :class:`BackupDamaged`, :class:`VaultNewer`, :class:`VaultReadOnly`.
    """
    label = container.verify(backup)
    KeyHeader.parse(container.key_file_of(backup))
    return label


def restore(backup: Path, home: Path) -> Restored:
    """Put a backup in the place of the vault in this folder, or into an empty one.

    The content was encrypted with the key inside; whether a passphrase opens it is seen when it is opened. Raises as
    :func:`look`, :class:`VaultBusy` and :class:`VaultFull`; then everything is as it was.
    """
    look(backup)
    place.prepare(home)
    with ExitStack() as held:
        held.callback(place.lock(home).release)
        with place.files():
            finish(home)
            return _restore(backup, home)


def finish(home: Path) -> None:
    """Carry a restore that was decided to its end, and drop one that was not. The caller holds the lock."""
    number = place.under_way(home)
    if number is not None:
        database, key_file = _laid_down(home, number)
        if database.exists():
            place.set_aside(home, number)
            database.rename(home / place.DATABASE)
            place.settle(home)
        key_file.rename(home / place.KEY_FILE)
        place.settle(home)
    for left in home.glob(f"*{place.RESTORE}*"):
        left.unlink(missing_ok=True)


def _restore(backup: Path, home: Path) -> Restored:
    number = place.free_number(home)
    there = any((home / name).exists() for name in (place.DATABASE, place.KEY_FILE))
    database, key_file = _laid_down(home, number)
    part = key_file.with_name(key_file.name + place.PART)
    try:
        label = container.unpack(backup, part, database)
        place.settle(home)
    except BaseException:
        for left in (part, database):
            with suppress(OSError):
                left.unlink(missing_ok=True)
        raise
    part.rename(key_file)
    place.settle(home)
    finish(home)
    return Restored(label, number if there else None)


def _laid_down(home: Path, number: int) -> tuple[Path, Path]:
    return home / f"{place.DATABASE}{place.RESTORE}{number}", home / f"{place.KEY_FILE}{place.RESTORE}{number}"
