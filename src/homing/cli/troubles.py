"""From what a vault says to an exit code and a sentence that tells, in a terminal, what to do next."""

from __future__ import annotations

from homing.cli.codes import Code
from homing.vault import (
    BackupBehind,
    BackupDamaged,
    BackupThere,
    KeyringMissing,
    LastWayIn,
    NoBackup,
    NoKeys,
    NoSuchKey,
    NotABackup,
    VaultBusy,
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
from homing.words import gettext as _

CODES: dict[type[VaultError], Code] = {
    WrongPassphrase: Code.WRONG_PASSPHRASE,
    VaultMissing: Code.PLACE,
    VaultExists: Code.PLACE,
    WeakPassphrase: Code.REFUSED,
    BackupThere: Code.REFUSED,
    NoBackup: Code.PLACE,
    NotABackup: Code.REFUSED,
    LastWayIn: Code.REFUSED,
    NoSuchKey: Code.REFUSED,
    NoKeys: Code.REFUSED,
    KeyringMissing: Code.REFUSED,
    VaultBusy: Code.BUSY,
    BackupBehind: Code.DISK,
    VaultDamaged: Code.DAMAGED,
    VaultNewer: Code.DAMAGED,
    VaultFull: Code.DISK,
    VaultReadOnly: Code.DISK,
    VaultError: Code.DISK,
}


def code_and_sentence(error: Exception) -> tuple[Code, str] | None:
    """How a command ends that met this error; None if it is not one of the vault's."""
    if not isinstance(error, VaultError):
        return None
    code = next((CODES[kind] for kind in type(error).__mro__ if kind in CODES), Code.DISK)
    told = _(str(error))
    if isinstance(error, VaultMissing):
        told = _("There is no diary here yet. Make one with: homing init. To look around first: homing demo")
    if isinstance(error, VaultDamaged) and not isinstance(error, BackupDamaged):
        told = f"{told} {_where_good()}"
    return code, told


def _where_good() -> str:
    from homing.cli.surroundings import home, local_zone
    from homing.words.backups import where_good

    return where_good(home(), local_zone())
