"""Sealed, immutable snapshots of a diary, by which two devices keep one diary through any synced folder."""

from homing.vault.snapshots.faults import (
    CopyOfSync,
    HoldsVault,
    NoFolder,
    NotASnapshot,
    OtherDiary,
    SnapshotDamaged,
    SnapshotNewer,
    SnapshotUnreadable,
)
from homing.vault.snapshots.folder import ENDING, Folder, Skipped, device_of, look_at_place
from homing.vault.snapshots.sealed import Seal
from homing.vault.snapshots.snapshot import Snapshot, digest_of

__all__ = [
    "ENDING",
    "CopyOfSync",
    "Folder",
    "HoldsVault",
    "NoFolder",
    "NotASnapshot",
    "OtherDiary",
    "Seal",
    "Skipped",
    "Snapshot",
    "SnapshotDamaged",
    "SnapshotNewer",
    "SnapshotUnreadable",
    "device_of",
    "digest_of",
    "look_at_place",
]
