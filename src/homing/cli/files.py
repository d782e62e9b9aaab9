"""Files that appear whole or not at all, for their owner alone."""

from __future__ import annotations

import os
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from tempfile import mkstemp


def write_whole(path: Path, parts: Iterable[bytes], *, replace: bool) -> None:
    """Write a file (0600) beside its place, see it on the disk, and only then give it its name.

    Raises ``FileExistsError`` if something has that name and ``replace`` is false; ``OSError`` otherwise. Whatever is
    raised, a file that was there is as it was, and nothing else is left behind.
    """
    handle, beside = mkstemp(prefix=f".{path.name[:40]}.", suffix=".part", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.writelines(parts)
            file.flush()
            os.fsync(file.fileno())
        if replace:
            Path(beside).replace(path)
        else:
            _name(Path(beside), path)
    finally:
        with suppress(FileNotFoundError):
            Path(beside).unlink()
    _settle(path.parent)


def _name(beside: Path, path: Path) -> None:
    """Give the file its name unless something has it; a hard link cannot overwrite."""
    try:
        path.hardlink_to(beside)
    except FileExistsError:
        raise
    except OSError:  # a file system without hard links
        if path.exists() or path.is_symlink():
            raise FileExistsError from None
        beside.rename(path)


def _settle(folder: Path) -> None:
    """See the names in a folder on the disk; some file systems cannot, and have written the file all the same."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
