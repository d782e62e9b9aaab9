"""The vault: one encrypted file on the person's own machine, with the history of every record in it."""

from homing.vault import backups, kept
from homing.vault.backups import Backup, last_good
from homing.vault.check import Checked
from homing.vault.errors import (
    BackupBehind,
    BackupDamaged,
    BackupThere,
    KeyringMissing,
    LastWayIn,
    MistypedRecovery,
    NoBackup,
    NoKeys,
    NoSuchKey,
    NotABackup,
    VaultBusy,
    VaultClosed,
    VaultDamaged,
    VaultError,
    VaultExists,
    VaultFull,
    VaultMissing,
    VaultNewer,
    VaultReadOnly,
    WeakPassphrase,
    WrongKeyring,
    WrongPasskey,
    WrongPassphrase,
    WrongRecovery,
)
from homing.vault.facts import Checkpoint, Fact, Position, Removed, Revision, instant, microseconds, position_of
from homing.vault.home import home_folder
from homing.vault.index import FIRST
from homing.vault.kept import Drill
from homing.vault.keys import KeyHeader, KeySlot
from homing.vault.restoring import Restored, restore
from homing.vault.rows import Rows
from homing.vault.slots import Assertion, Cost, Passkey, Passphrase, RecoveryCode, SystemKeyring, Way, calibrate
from homing.vault.vault import Vault
from homing.vault.writable import WritableRows

__all__ = [
    "FIRST",
    "Assertion",
    "Backup",
    "BackupBehind",
    "BackupDamaged",
    "BackupThere",
    "Checked",
    "Checkpoint",
    "Cost",
    "Drill",
    "Fact",
    "KeyHeader",
    "KeySlot",
    "KeyringMissing",
    "LastWayIn",
    "MistypedRecovery",
    "NoBackup",
    "NoKeys",
    "NoSuchKey",
    "NotABackup",
    "Passkey",
    "Passphrase",
    "Position",
    "RecoveryCode",
    "Removed",
    "Restored",
    "Revision",
    "Rows",
    "SystemKeyring",
    "Vault",
    "VaultBusy",
    "VaultClosed",
    "VaultDamaged",
    "VaultError",
    "VaultExists",
    "VaultFull",
    "VaultMissing",
    "VaultNewer",
    "VaultReadOnly",
    "Way",
    "WeakPassphrase",
    "WritableRows",
    "WrongKeyring",
    "WrongPasskey",
    "WrongPassphrase",
    "WrongRecovery",
    "backups",
    "calibrate",
    "home_folder",
    "instant",
    "kept",
    "last_good",
    "microseconds",
    "position_of",
    "restore",
]
