"""What can stand against exchanging snapshots. Each is told without content, as every error of the vault."""

from __future__ import annotations

from homing.vault.errors import VaultError


class NoFolder(VaultError):
    """The folder cannot be the one that devices share."""

    sentence = "There is no such folder; make it first, then try again. Nothing was changed."


class HoldsVault(NoFolder):
    """The folder holds a vault, or is in or around the folder of this one."""

    sentence = (
        "The diary itself must not lie in a folder that is synced: two devices that write in one file destroy it. "
        "Choose a folder of its own, outside Homing's. Nothing was changed."
    )


class NotASnapshot(VaultError):
    """The file is no snapshot, though it may have the name of one."""

    sentence = "not from Homing"


class CopyOfSync(NotASnapshot):
    """A copy that a sync program made under another name."""

    sentence = "a copy that a sync program made, or one on its way"


class SnapshotDamaged(VaultError):
    """The snapshot is not whole, or not as it was written."""

    sentence = "damaged, or not all of it is here yet"


class SnapshotUnreadable(SnapshotDamaged):
    """The file cannot be read, or is gone by now."""

    sentence = "cannot be read"


class OtherDiary(VaultError):
    """The snapshot is another diary's."""

    sentence = "of another diary"


class SnapshotNewer(VaultError):
    """A newer Homing wrote the snapshot."""

    sentence = "a newer Homing wrote it; update Homing here, then sync again"
