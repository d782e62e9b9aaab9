"""The ways into a vault, one file each: passphrase, recovery code, the system's keyring, passkey.

Each gives a 32-byte key that wraps the vault's data key in a slot of its own;
:mod:`homing.vault.keys` does the wrapping.
"""

from homing.vault.slots.cost import Cost, calibrate
from homing.vault.slots.fields import Slot, Way
from homing.vault.slots.passkey import Assertion, Passkey
from homing.vault.slots.passphrase import Passphrase
from homing.vault.slots.recovery import RecoveryCode
from homing.vault.slots.system import SystemKeyring

HUMAN = frozenset({Passphrase.kind, RecoveryCode.kind})
"""The ways that a person can carry in their head or on paper. One of them always stays."""

KINDS = HUMAN | {SystemKeyring.kind, Passkey.kind}

__all__ = [
    "HUMAN",
    "KINDS",
    "Assertion",
    "Cost",
    "Passkey",
    "Passphrase",
    "RecoveryCode",
    "Slot",
    "SystemKeyring",
    "Way",
    "calibrate",
]
