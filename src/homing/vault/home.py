"""The folder of the vault: where it is, who may read it, and how its files change so that a crash leaves no half.

POSIX permissions and directory ``fsync`` are used throughout.
"""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from itertools import count
from pathlib import Path

import platformdirs
from filelock import FileLock, Timeout

from homing.vault.errors import VaultBusy, VaultDamaged, VaultError, VaultFull, VaultMissing, VaultReadOnly

DATABASE = "vault.db"
KEY_FILE = "vault.key"
LOCK_FILE = "vault.lock"
BACKUPS = "backups"
NEW = ".new"
PART = ".part"
"""The end of a name that something has until it is whole. Whatever bears it may be deleted when nobody works on it."""
RESTORE = ".restore-"
"""What a restore laid down and has not put in place yet; a number follows."""

_JOURNALS = ("", "-wal", "-shm", "-journal")
_FORBIDDEN = (errno.EACCES, errno.EPERM, errno.EROFS)
_NO_ROOM = (errno.ENOSPC, errno.EDQUOT)


def home_folder(environ: Mapping[str, str]) -> Path:
    """The folder that ``HOMING_HOME`` names, or the platform's data folder when it is unset or empty.

    Raises :class:`VaultError` for a relative path: it would mean another diary in every folder one happens to be in.
    """
    told = environ.get("HOMING_HOME", "").strip()
    if not told:
        return platformdirs.user_data_path("homing", appauthor=False)
    folder = Path(told).expanduser()
    if not folder.is_absolute():
        raise VaultError("HOMING_HOME must be a full path that begins at the root; write it out, or leave it unset.")
    return folder


def is_whole(home: Path) -> bool:
    """Whether both files of a vault are there, or a restore that only needs to be finished."""
    return ((home / DATABASE).is_file() and (home / KEY_FILE).is_file()) or under_way(home) is not None


def under_way(home: Path) -> int | None:
    """The number of a restore of which every byte is on the disk, while its files are not in place yet."""
    for path in sorted(home.glob(f"{KEY_FILE}{RESTORE}*")):
        number = path.name.removeprefix(KEY_FILE + RESTORE)
        if number.isdecimal():
            return int(number)
    return None


def free_number(home: Path) -> int:
    """The first number with which nothing was set aside or restored yet."""
    return next(n for n in count(1) if not any(home.glob(f"*.aside-{n}")) and not any(home.glob(f"*{RESTORE}{n}*")))


def set_aside(home: Path, number: int) -> None:
    """Rename a vault's files, as far as they are there, with this number behind. Nothing is deleted."""
    for name in (DATABASE, KEY_FILE):
        for path in (home / (name + tail) for tail in _JOURNALS):
            if path.exists():
                path.rename(path.with_name(f"{path.name}.aside-{number}"))
    settle(home)


def require_whole(home: Path) -> None:
    """Raise :class:`VaultMissing` if neither file is there, :class:`VaultDamaged` if only one is."""
    if is_whole(home):
        return
    if not (home / DATABASE).exists() and not (home / KEY_FILE).exists():
        raise VaultMissing
    lost = KEY_FILE if (home / DATABASE).exists() else DATABASE
    raise VaultDamaged(f"The file {lost} is missing beside its other half; put it back from a backup.")


@contextmanager
def files(but: tuple[type[OSError], ...] | type[OSError] = ()) -> Iterator[None]:
    """Turn what the operating system says about files into a :class:`VaultError` without a path in it, ``but`` this."""
    try:
        yield
        return
    except but:
        raise
    except OSError as error:
        fault = _fault(error)
    raise fault from None


def prepare(home: Path) -> None:
    """Make the folder if need be, for its owner alone (0700)."""
    with files():
        home.mkdir(mode=0o700, parents=True, exist_ok=True)
        tighten(home)


def tighten(home: Path) -> None:
    """Take the folder (0700) and the vault's files (0600) away from everyone but their owner, where they are wider."""
    found = [(home, 0o700), *((home / (name + tail), 0o600) for name in (DATABASE, KEY_FILE) for tail in _JOURNALS)]
    for path, mode in found:
        if path.exists() and path.stat().st_mode & 0o077:
            path.chmod(mode)


def lock(home: Path) -> FileLock:
    """The process lock, taken; :class:`VaultBusy` at once if another process (or another vault here) has it."""
    held = FileLock(home / LOCK_FILE, mode=0o600, thread_local=False, blocking=False)
    with files():
        try:
            held.acquire()
        except Timeout:
            raise VaultBusy from None
    return held


def write_new(path: Path, content: bytes) -> None:
    """Write a file that is not there yet (0600) and see it safely on the disk."""
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def write_over(path: Path, content: bytes) -> None:
    """Put new content in the place of a file in one step: a crash leaves the old one or the new one, whole.

    What an earlier attempt left under the other name was never confirmed, and wraps a key: it is deleted.
    """
    new = path.with_name(path.name + NEW)
    new.unlink(missing_ok=True)
    try:
        write_new(new, content)
        new.rename(path)
    except OSError:
        with suppress(OSError):
            new.unlink(missing_ok=True)
        raise


def settle(path: Path) -> None:
    """See a file, or the names in a folder, safely on the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def move_aside(home: Path) -> None:
    """Rename what is left of a vault or of an unfinished one, all with the same new suffix. Nothing is deleted."""
    names = [name + new + tail for name in (DATABASE, KEY_FILE) for new in ("", NEW) for tail in _JOURNALS]
    left = [home / name for name in names if (home / name).exists()]
    if left:
        number = free_number(home)
        for path in left:
            path.rename(path.with_name(f"{path.name}.aside-{number}"))
        settle(home)


def publish(part: Path, path: Path) -> None:
    """Give a file that is whole its name. Raises ``FileExistsError`` if something has it: nothing is written over."""
    try:
        path.hardlink_to(part)
    except FileExistsError:
        raise
    except OSError:  # a file system without hard links
        if path.exists() or path.is_symlink():
            raise FileExistsError from None
        part.rename(path)
    else:
        part.unlink()
    with suppress(OSError):  # some file systems cannot, and have written the name all the same
        settle(path.parent)


def discard_new(home: Path) -> None:
    """Delete the files of a creation that failed just now; nobody has written in them."""
    for name in (DATABASE, KEY_FILE):
        for tail in _JOURNALS:
            (home / (name + NEW + tail)).unlink(missing_ok=True)


def _fault(error: OSError) -> VaultError:
    if error.errno in _FORBIDDEN:
        return VaultReadOnly()
    if error.errno in _NO_ROOM:
        return VaultFull()
    return VaultError(
        f"Homing cannot use its folder ({error.strerror or 'no reason given'}); check it, or choose another."
    )
