"""The folder that devices share: what lies in it, one more snapshot, and the going of one's own old ones.

A snapshot has a random name and is never written again. Nothing of another device is ever changed or deleted.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from homing.vault import home as place
from homing.vault.errors import VaultError, VaultFull, VaultReadOnly
from homing.vault.snapshots.faults import CopyOfSync, HoldsVault, NoFolder, NotASnapshot, SnapshotUnreadable
from homing.vault.snapshots.sealed import Seal
from homing.vault.snapshots.snapshot import Snapshot

DEVICE = "device"
"""The file that tells this device from others. It is beside the vault, not in it, so that no backup takes it along."""

ENDING = ".sealed"
NO_ROOM = "The disk of the shared folder is full; the diary itself is safe, and what the others had is in it."
NO_RIGHT = "Homing may not write in the shared folder; the diary itself is safe, and what the others had is in it."
NO_LOOK = "Homing may not look into this folder; make it readable, or choose another one. Nothing was changed."

_NAME = re.compile(r"[0-9a-f]{32}\.sealed")
_DEVICE = re.compile(r"[0-9a-f]{32}")


@dataclass(frozen=True, slots=True)
class Skipped:
    """A file that was left as it is, and why."""

    name: str
    trouble: VaultError


@dataclass(frozen=True, slots=True)
class Folder:
    """The shared folder, as one device uses it."""

    path: Path
    device: str
    seal: Seal

    def names(self) -> tuple[set[str], list[Skipped]]:
        """The names of the snapshots, and what else lies there. Folders and hidden files do not count."""
        names, others = set[str](), list[Skipped]()
        for path in self._shown():
            if _NAME.fullmatch(path.name):
                names.add(path.name)
            else:
                others.append(Skipped(path.name, CopyOfSync() if ENDING in path.name else NotASnapshot()))
        return names, others

    def read(self, name: str) -> Snapshot:
        """A snapshot. Raises as :meth:`Seal.open` and :meth:`Snapshot.parse`, or :class:`SnapshotUnreadable`."""
        try:
            with (self.path / name).open("rb") as file:
                content = self.seal.open(file)
        except OSError:
            raise SnapshotUnreadable from None
        return Snapshot.parse(content)

    def write(self, content: bytes, urandom: Callable[[int], bytes]) -> str:
        """One more, with this content (:meth:`Snapshot.to_bytes`); its name.

        It gets the name when all of it is on the disk and was read again. Raises :class:`VaultFull`,
        :class:`VaultReadOnly`; then there is not one more, and nothing half-made is left.
        """
        name, part = urandom(16).hex() + ENDING, self.path / f".{self.device}{place.PART}"
        try:
            with place.files():
                part.unlink(missing_ok=True)
                place.write_new(part, self.seal.close(content, urandom))
                self._look(part)
                place.publish(part, self.path / name)
        except VaultFull:
            raise VaultFull(NO_ROOM) from None
        except VaultReadOnly:
            raise VaultReadOnly(NO_RIGHT) from None
        finally:
            with suppress(OSError):
                part.unlink(missing_ok=True)
        return name

    def let_go(self, names: Collection[str]) -> None:
        """Delete snapshots of one's own of which a newer one holds everything. What cannot be deleted stays."""
        for name in names:
            with suppress(OSError):
                (self.path / name).unlink(missing_ok=True)

    def _look(self, part: Path) -> None:
        with part.open("rb") as file:
            self.seal.open(file)

    def _shown(self) -> list[Path]:
        try:
            return sorted(path for path in self.path.iterdir() if not path.name.startswith(".") and path.is_file())
        except OSError:
            raise NoFolder(NO_LOOK) from None


def look_at_place(path: Path, home: Path) -> None:
    """Raise :class:`NoFolder`, or :class:`HoldsVault`, for a folder that must not be shared."""
    with place.files():
        if not path.is_dir():
            raise NoFolder
        here, ours = path.resolve(), home.resolve()
        around = here.is_relative_to(ours) or ours.is_relative_to(here)
        if around or any((here / name).exists() for name in (place.DATABASE, place.KEY_FILE)):
            raise HoldsVault


def device_of(home: Path, urandom: Callable[[int], bytes]) -> str:
    """This device's own random id, made when it is first asked for. It says nothing about the device."""
    path = home / DEVICE
    with place.files():
        told = path.read_bytes().decode("ascii", "replace") if path.is_file() else ""
        if not _DEVICE.fullmatch(told):
            told = urandom(16).hex()
            place.write_over(path, told.encode("ascii"))
            place.settle(home)
    return told
