"""Two devices with one diary, by sealed snapshots in a folder that some other program keeps alike on both."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from homing.companion.desk import Desk
from homing.companion.taking_in import Taken, reconsider, take_in
from homing.vault import Rows, VaultError, VaultMissing, WritableRows
from homing.vault.snapshots import Folder, Seal, Skipped, Snapshot, SnapshotNewer, device_of, digest_of, look_at_place

_FOLDER, _SEEN, _LAST = "devices.folder", "devices.seen", "devices.last"


@dataclass(frozen=True, slots=True, kw_only=True)
class Synced:
    """What a round brought. ``read`` counts new snapshots, ``records`` what came or changed here through them.

    ``open`` counts the records that wait for the owner's choice, old ones included; ``written`` is whether there is
    one more snapshot of this device; ``skipped`` are files that were left as they are, with the reason.
    """

    read: int
    records: int
    came_back: int
    forgotten: int
    open: int
    written: bool
    skipped: tuple[Skipped, ...]


def sync(desk: Desk, path: Path) -> Synced:
    """Take in what other devices left in this folder, then leave there what is known here.

    Raises :class:`NoFolder`; :class:`VaultMissing` for a diary in memory;
    :class:`VaultFull` and :class:`VaultReadOnly` if nothing could be left there. What was taken in until then is kept.
    """
    with _folder(desk, path) as folder:
        names, skipped = folder.names()
        seen = {name: device for name, device in _seen(desk).items() if name in names}
        taken, read = Taken(), 0
        for name in sorted(names - seen.keys()):
            found = _read(desk, folder, name)
            if isinstance(found, VaultError):
                skipped.append(Skipped(name, found))
                continue
            device, more = found
            _add(taken, more)
            seen[name] = device
            read += device != folder.device
        written = _leave(desk, folder, names, seen)
        return Synced(
            read=read,
            records=taken.records,
            came_back=taken.came_back,
            forgotten=taken.forgotten,
            open=len(desk.vault.read(Rows.others)),
            written=written,
            skipped=tuple(skipped),
        )


def look_at(desk: Desk, path: Path) -> None:
    """Raise :class:`NoFolder` for a folder that cannot be the shared one, before anyone is asked about it."""
    look_at_place(path, _home(desk))


def remembered(desk: Desk) -> Path | None:
    """The folder that the owner wanted to be remembered on this device."""
    home = desk.vault.home
    told: Any = desk.vault.read(lambda rows: rows.get_setting(_FOLDER))
    if home is None or not isinstance(told, dict):
        return None
    return Path(str(told["path"])) if told.get("device") == device_of(home, desk.ambient.urandom) else None


def remember(desk: Desk, path: Path) -> None:
    """Remember the folder, and that the owner was asked who else could open it. No other device takes it over."""
    home = _home(desk)
    device = device_of(home, desk.ambient.urandom)
    desk.vault.write(lambda rows: rows.set_setting(_FOLDER, {"path": str(path), "device": device}))


def forget_folder(desk: Desk) -> None:
    """Remember it no more. What lies in the folder stays there."""
    desk.vault.write(lambda rows: rows.set_setting(_FOLDER, None))


def is_behind(desk: Desk) -> bool:
    """Whether something was forgotten since this device last left a snapshot: it may still be in the folder."""

    def work(rows: Rows) -> bool:
        last: Any = rows.get_setting(_LAST)
        return isinstance(last, dict) and last.get("gone") != len(rows.tombstones())

    return desk.vault.read(work)


def _read(desk: Desk, folder: Folder, name: str) -> tuple[str, Taken] | VaultError:
    """One snapshot, one transaction: all of it is taken in, or nothing, and then why."""
    try:
        snapshot = folder.read(name)
    except VaultError as error:
        return error
    try:
        return snapshot.device, desk.vault.write(lambda rows: take_in(rows, snapshot))
    except ValueError:  # it is authentic, so a newer Homing wrote what cannot be read here
        return SnapshotNewer()


def _add(total: Taken, more: Taken) -> None:
    total.records += more.records
    total.came_back += more.came_back
    total.forgotten += more.forgotten


def _leave(desk: Desk, folder: Folder, names: set[str], seen: dict[str, str]) -> bool:
    """Leave a snapshot if the last one does not hold all that is known; then delete those that were our own before."""

    def look(rows: WritableRows) -> tuple[Snapshot, Any]:
        reconsider(rows)
        return Snapshot.of(rows, folder.device), rows.get_setting(_LAST)

    snapshot, last = desk.vault.write(look)
    content = snapshot.to_bytes()
    told = {"device": folder.device, "digest": digest_of(content), "gone": len(snapshot.gone)}
    current = isinstance(last, dict) and all(last.get(key) == value for key, value in told.items())
    written = not (current and last["name"] in names)
    name = folder.write(content, desk.ambient.urandom) if written else str(last["name"])
    old = [one for one, device in seen.items() if device == folder.device and one != name]
    left = {one: device for one, device in seen.items() if one not in old} | {name: folder.device}

    def note(rows: WritableRows) -> None:
        rows.set_setting(_LAST, told | {"name": name})
        rows.set_setting(_SEEN, left)

    if written or old or left != _seen(desk):
        desk.vault.write(note)
    folder.let_go(old)
    return written


def _seen(desk: Desk) -> dict[str, str]:
    """The snapshots that were taken in already, each with its device. They never change, so once is enough."""
    told: Any = desk.vault.read(lambda rows: rows.get_setting(_SEEN))
    return {str(name): str(device) for name, device in told.items()} if isinstance(told, dict) else {}


@contextmanager
def _folder(desk: Desk, path: Path) -> Iterator[Folder]:
    home = _home(desk)
    look_at_place(path, home)
    with desk.vault.source() as source:
        assert source is not None  # noqa: S101 - it has a folder, so it has a source; this tells the type checker
        yield Folder(path.resolve(), device_of(home, desk.ambient.urandom), Seal.of(source.key))


def _home(desk: Desk) -> Path:
    if desk.vault.home is None:
        raise VaultMissing
    return desk.vault.home
