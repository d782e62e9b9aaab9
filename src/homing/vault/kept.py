"""The backups of an open vault: made now or when due, tended after forgetting, looked at in a drill."""

from __future__ import annotations

import os
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import mkdtemp, mkstemp
from typing import TYPE_CHECKING, Any

from homing.vault import backups, tending
from homing.vault import home as place
from homing.vault.backups import Backup, Source
from homing.vault.check import PAGES, Checked, check, digest
from homing.vault.errors import VaultDamaged, VaultError, VaultMissing

if TYPE_CHECKING:
    from homing.vault.slots import Way
    from homing.vault.vault import Vault

LAST, CLEAN = "backups.last", "backups.clean"
"""Settings: what the last backup held, and which backups are known to be without what was forgotten."""

_BEFORE = "The diary needs a new form, and first a backup, which could not be made; nothing was changed."


@dataclass(frozen=True, slots=True)
class Drill:
    """How a restore drill went. ``fresh`` and ``older`` count records that the backup lacks, or has in another form."""

    backup: Backup
    age: timedelta
    checked: Checked
    same: bool
    fresh: int
    older: int


def make(vault: Vault, now: datetime, target: Path | None = None) -> Backup:
    """Make a backup now. Raises as :func:`homing.vault.backups.make`; :class:`VaultMissing` for one in memory."""
    with vault.source() as source:
        if source is None:
            raise VaultMissing
        return _make(vault, source, now, target)


def keep_up(vault: Vault, now: datetime) -> Backup | None:
    """What is done by itself: tend the backups, and make one if the last is a day old and something changed since.

    Raises a :class:`VaultError` if the backup could not be made; nothing in the diary is touched by that.
    """
    with vault.source() as source:
        if source is None:
            return None
        tend(vault, source)
        if not backups.is_due(source, now) or not _changed(vault, source):
            return None
        made = _make(vault, source, now, None)
        backups.rotate(source)
        return made


def taken_along(vault: Vault, now: datetime) -> Backup:
    """A backup to be handed out and then deleted by who asked; if that is not done, the next opening does it."""
    with vault.source() as source:
        if source is None:
            raise VaultMissing
        with place.files():
            handle, name = mkstemp(prefix="along-", suffix=place.PART, dir=source.home)
            os.close(handle)
            Path(name).unlink()
        return _make(vault, source, now, Path(name))


def let_go(vault: Vault) -> list[Backup]:
    """Delete the backups whose turn it is; only to be called after one was made."""
    with vault.source() as source:
        return [] if source is None else backups.rotate(source)


def tend(vault: Vault, source: Source) -> None:
    """Write those backups anew that still hold what was forgotten, or open with other keys than the vault.

    What could not be reached is in ``vault.behind`` afterwards, by name.
    """
    gone = vault.read(lambda rows: rows.tombstones())
    known = _known(vault, len(gone))
    late = tending.behind(source, known, any_gone=bool(gone))
    failed = tending.tend(source, late, gone)
    vault.behind = failed
    if late:
        own = [one.path.name for one in backups.listed(source.home) if one.path.name not in failed]
        _remember(vault, CLEAN, {"tombstones": len(gone), "names": own})


def check_vault(vault: Vault) -> Checked:
    """Look at every page, table and record of the open vault."""
    try:
        return vault.look(check)
    except VaultDamaged:  # not even a look can be begun, or ended
        return Checked((PAGES,), {})


def drill(vault: Vault, backup: Backup, way: Way | str, now: datetime) -> Drill:
    """Restore a backup into a private folder of its own, open it as its owner would, compare it, and clean up.

    Raises what restoring and opening raise: :class:`WrongPassphrase`, :class:`BackupDamaged`, :class:`VaultFull`…
    """
    from homing.vault.restoring import restore
    from homing.vault.vault import Vault as Other

    with vault.source() as source:
        if source is None:
            raise VaultMissing
        with place.files():
            folder = Path(mkdtemp(prefix="drill-", suffix=place.PART, dir=source.home))
        try:
            label = restore(backup.path, folder).label
            other = Other.open(folder, way)
            try:
                checked, there = other.look(check), other.look(_forms)
                same = other.look(digest) == vault.look(digest)
            finally:
                other.close()
            here = vault.look(_forms)
            fresh = sum(one not in there for one in here)
            older = sum(one in there and there[one] != form for one, form in here.items())
            return Drill(backup, now - label.made_at, checked, same, fresh, older)
        finally:
            sweep(source.home)


def sweep(home: Path) -> None:
    """Delete the folders of drills that are over, however they ended, and what was handed out."""
    for handed in home.glob(f"along-*{place.PART}"):
        handed.unlink(missing_ok=True)
    for folder in home.glob(f"drill-*{place.PART}"):
        for path in sorted(folder.rglob("*"), reverse=True):
            with suppress(OSError):
                path.rmdir() if path.is_dir() else path.unlink()
        with suppress(OSError):
            folder.rmdir()


def before_migrating(source: Source, database: Path) -> None:
    """A backup of the vault as it is, before its form changes; dated by the file's last change."""
    try:
        with place.files():
            changed = datetime.fromtimestamp(database.stat().st_mtime, UTC)
        backups.make(source, changed)
    except VaultError as error:
        raise type(error)(f"{_BEFORE} {error}") from None


def _make(vault: Vault, source: Source, now: datetime, target: Path | None) -> Backup:
    gone = len(vault.read(lambda rows: rows.tombstones()))
    known = _known(vault, gone)
    made, told = backups.make(source, now, target)
    if target is None:
        _remember(vault, LAST, {"number": made.number, "digest": told})
        _remember(vault, CLEAN, {"tombstones": gone, "names": [*known, made.path.name]})
    return made


def _changed(vault: Vault, source: Source) -> bool:
    """Whether there is anything that the newest backup does not hold."""
    last: Any = vault.read(lambda rows: rows.get_setting(LAST))
    there = [one.number for one in backups.listed(source.home) if one.trouble is None]
    told = vault.look(digest)
    if not isinstance(last, dict) or last.get("number") not in there[:1]:
        return vault.look(_holds_anything)
    return bool(last.get("digest") != told)


def _known(vault: Vault, gone: int) -> list[str]:
    known: Any = vault.read(lambda rows: rows.get_setting(CLEAN))
    if isinstance(known, dict) and known.get("tombstones") == gone and isinstance(known.get("names"), list):
        return [str(name) for name in known["names"]]
    return []


def _remember(vault: Vault, key: str, value: Any) -> None:
    """Only a help: forgotten, it costs a second look."""
    with suppress(VaultError):
        vault.write(lambda rows: rows.set_setting(key, value))


def _holds_anything(connection: Any) -> bool:
    return (
        connection.exec_driver_sql("SELECT 1 FROM record UNION ALL SELECT 1 FROM tombstone LIMIT 1").first() is not None
    )


def _forms(connection: Any) -> dict[str, tuple[Any, ...]]:
    return {row[0]: tuple(row[1:]) for row in connection.exec_driver_sql("SELECT id, body, removed_at FROM record")}
