"""The vault: one encrypted file on the person's own machine, with the history of every record in it."""

from homing.vault.errors import (
    KeyringMissing,
    LastWayIn,
    MistypedRecovery,
    NoKeys,
    NoSuchKey,
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
from homing.vault.keys import KeyHeader, KeySlot
from homing.vault.rows import Rows
from homing.vault.slots import Assertion, Cost, Passkey, Passphrase, RecoveryCode, SystemKeyring, Way, calibrate
from homing.vault.vault import Vault
from homing.vault.writable import WritableRows

__all__ = [
    "Assertion",
    "Checkpoint",
    "Cost",
    "Fact",
    "KeyHeader",
    "KeySlot",
    "KeyringMissing",
    "LastWayIn",
    "MistypedRecovery",
    "NoKeys",
    "NoSuchKey",
    "Passkey",
    "Passphrase",
    "Position",
    "RecoveryCode",
    "Removed",
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
    "calibrate",
    "home_folder",
    "instant",
    "microseconds",
    "position_of",
]
