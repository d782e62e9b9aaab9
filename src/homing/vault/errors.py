"""What can go wrong with a vault. Each error says in one sentence what to do, and holds nothing from the diary."""

from __future__ import annotations

from typing import ClassVar


class VaultError(Exception):
    """The root of everything a vault raises on its own account."""

    sentence: ClassVar[str] = "The diary file could not be read or written; check the disk, then try again."

    def __init__(self, sentence: str | None = None) -> None:
        super().__init__(sentence or self.sentence)


class VaultMissing(VaultError):
    """There is no vault in this folder."""

    sentence = "There is no diary in this folder yet; start one with a new passphrase."


class VaultExists(VaultError):
    """A vault is already there and is left alone."""

    sentence = "There is already a diary in this folder; unlock it with its passphrase, or choose another folder."


class WrongPassphrase(VaultError):
    """The passphrase opens no slot of the key file."""

    sentence = "This passphrase does not open the diary; check it and try again."


class WeakPassphrase(VaultError):
    """The new passphrase is too short."""

    sentence = "The passphrase is too short; use at least 8 characters, for example four words."


class VaultDamaged(VaultError):
    """The key file or the diary file is not as it was written."""

    sentence = "The diary file is damaged; nothing was changed, so put a backup of vault.db and vault.key in its place."


class VaultNewer(VaultError):
    """A newer Homing wrote this vault."""

    sentence = "A newer Homing wrote this diary; update Homing to open it. The file was left as it is."


class VaultFull(VaultError):
    """The disk is full; the last change was not kept, everything before it was."""

    sentence = "The disk is full and this change was not saved; free some space, then try again."


class VaultReadOnly(VaultError):
    """The folder or the file cannot be written."""

    sentence = "Homing may not write in its folder; make the folder writable, or choose another one."


class VaultBusy(VaultError):
    """Another process holds the vault."""

    sentence = "The diary is open in another Homing; close that one first."


class VaultClosed(VaultError):
    """The vault was closed, that is, locked."""

    sentence = "The diary is locked; unlock it with the passphrase."
