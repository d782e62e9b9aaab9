"""Backups as a person uses them: by themselves once a day, now, on a stick, checked, and tried out."""

from __future__ import annotations

from pathlib import Path

from homing.companion.desk import Desk
from homing.vault import (
    Backup,
    BackupBehind,
    BackupDamaged,
    Checked,
    Drill,
    NoBackup,
    VaultClosed,
    VaultError,
    Way,
    backups,
    kept,
)


def keep_up(desk: Desk) -> VaultError | None:
    """Make a backup if the last is a day old and something changed, and tend the others; what stood against it.

    The diary itself is never touched by what goes wrong here, and being locked meanwhile is no trouble.
    """
    try:
        kept.keep_up(desk.vault, desk.ambient.now())
    except VaultClosed:
        return None
    except VaultError as error:
        return error
    return BackupBehind() if desk.vault.behind else None


def make(desk: Desk) -> Backup:
    """Make a backup in Homing's own folder, now, and let older ones go in their turn."""
    made = kept.make(desk.vault, desk.ambient.now())
    kept.let_go(desk.vault)
    return made


def make_at(desk: Desk, place: Path) -> Backup:
    """Make a backup as this file, or, if it is a folder, in it under a name that tells the day alone.

    Raises :class:`BackupThere` rather than write over anything.
    """
    day = desk.ambient.lived_now().day.isoformat()
    return kept.make(
        desk.vault, desk.ambient.now(), place / f"backup-{day}{backups.ENDING}" if place.is_dir() else place
    )


def listed(desk: Desk) -> list[Backup]:
    """The backups in Homing's folder, newest first, each read to its end; none for a diary in memory."""
    home = desk.vault.home
    return [] if home is None else backups.listed(home, whole=True)


def newest_good(desk: Desk) -> Backup | None:
    """The newest backup that is as it was written."""
    return next((one for one in listed(desk) if one.trouble is None), None)


def check(desk: Desk) -> Checked:
    """Look at every page and record of the open diary."""
    return kept.check_vault(desk.vault)


def drill(desk: Desk, way: Way | str) -> Drill:
    """Try the newest backup out. Raises :class:`NoBackup` if there is none, and as :func:`kept.drill`."""
    newest = next(iter(listed(desk)), None)
    if newest is None:
        raise NoBackup
    if newest.trouble is not None:
        raise BackupDamaged
    return kept.drill(desk.vault, newest, way, desk.ambient.now())


def behind(desk: Desk) -> list[str]:
    """The names of backups that could not be brought in step: they may still hold what was forgotten."""
    desk.vault.tend_backups()
    return sorted(desk.vault.behind)
