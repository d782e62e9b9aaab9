"""Files that appear whole or not at all, for their owner alone."""

from __future__ import annotations

import os
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from tempfile import mkstemp

from homing.vault.home import publish, settle


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
            with suppress(OSError):  # some file systems cannot, and have written the name all the same
                settle(path.parent)
        else:
            publish(Path(beside), path)
    finally:
        with suppress(FileNotFoundError):
            Path(beside).unlink()
