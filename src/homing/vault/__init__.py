"""The vault: one encrypted file on the person's own machine, with the history of every record in it."""

from homing.vault.errors import (
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
    WrongPassphrase,
)
from homing.vault.facts import Checkpoint, Fact, Position, Removed, Revision, instant, microseconds, position_of
from homing.vault.home import home_folder
from homing.vault.keys import Cost
from homing.vault.rows import Rows
from homing.vault.vault import Vault
from homing.vault.writable import WritableRows

__all__ = [
    "Checkpoint",
    "Cost",
    "Fact",
    "Position",
    "Removed",
    "Revision",
    "Rows",
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
    "WeakPassphrase",
    "WritableRows",
    "WrongPassphrase",
    "home_folder",
    "instant",
    "microseconds",
    "position_of",
]
