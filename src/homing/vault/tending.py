"""Keeping the backups in step with the vault: what was forgotten leaves them too, and they open with the same keys."""

from __future__ import annotations

from collections.abc import Collection
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from uuid import UUID

from homing.record.forgetting import without
from homing.vault import container
from homing.vault import home as place
from homing.vault.backups import Backup, Source, listed, opened, workshop
from homing.vault.database import plain_faults, pragma, writer_of
from homing.vault.errors import VaultError
from homing.vault.migrate import migrate
from homing.vault.writable import WritableRows


def behind(source: Source, known: Collection[str], *, any_gone: bool) -> list[Backup]:
    """This vault's backups that are not ``known`` to be without what was forgotten, or that open with other keys.

    One that cannot be read may hold something only if anything was ever forgotten.
    """
    return [
        one
        for one in listed(source.home)
        if (one.label is None and any_gone)
        or (
            one.label is not None
            and one.label.vault == source.tag
            and (one.path.name not in known or not _same_keys(source, one))
        )
    ]


def tend(source: Source, backups: Collection[Backup], gone: Collection[UUID]) -> dict[str, VaultError]:
    """Write these backups anew, each in one step: without what is ``gone``, and with the vault's key file of today.

    Those that could not be written are told by name, with the reason; they are as they were.
    """
    failed: dict[str, VaultError] = {}
    for one in backups:
        source.look()
        try:
            with place.files(), workshop(source.home) as folder:
                _tend_one(source, one, gone, folder)
        except VaultError as error:
            failed[one.path.name] = error
    return failed


def _tend_one(source: Source, backup: Backup, gone: Collection[UUID], folder: Path) -> None:
    if backup.trouble is not None:
        raise backup.trouble
    copy, part = folder / f"copy{place.PART}", folder / f"new{place.PART}"
    label = container.unpack(backup.path, folder / f"key{place.PART}", copy)
    _forget(source, copy, gone)
    told = replace(label, key=len(source.key_file), database=copy.stat().st_size)
    container.pack(part, told, source.key_file, copy)
    container.verify(part)
    part.replace(backup.path)
    with suppress(OSError):
        place.settle(folder)


def _forget(source: Source, path: Path, gone: Collection[UUID]) -> None:
    """Forget in a copy of the database what was forgotten since; its form is brought up first."""
    with opened(source, path) as engine, plain_faults(), writer_of(engine) as writer:
        pragma(writer, "journal_mode = MEMORY")
        migrate(writer)
        with writer.begin():
            rows = WritableRows(writer)
            new = set(gone).difference(rows.tombstones())
            if new:
                rows.forget(new)
                rows.rewrite(new, lambda record: without(record, new))
            rows.settle()
            rows.end()


def _same_keys(source: Source, backup: Backup) -> bool:
    with place.files():
        return container.key_file_of(backup.path) == source.key_file
