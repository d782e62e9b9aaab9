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


class WrongRecovery(WrongPassphrase):
    """The recovery code is well written, but opens no slot of the key file."""

    sentence = "This recovery code does not open the diary; it may belong to another one, or have been taken back."


class MistypedRecovery(WrongRecovery):
    """What was typed cannot be a recovery code: something in it is not as it was printed."""

    sentence = "This is not quite a recovery code: it has seven groups of five, and something in them was mistyped."

    def __init__(self, group: int | None = None) -> None:
        super().__init__()
        self.group = group
        """The first group that is not as it was printed, from 1; None if symbols are missing or too many."""


class WrongKeyring(WrongPassphrase):
    """The system's keyring has no secret that opens a slot."""

    sentence = "This computer's keyring does not open the diary; use the passphrase or the recovery code."


class WrongPasskey(WrongPassphrase):
    """The passkey's answer opens no slot, or is not about what was asked."""

    sentence = "This passkey does not open the diary; try once more, or use the passphrase or the recovery code."


class KeyringMissing(VaultError):
    """There is no keyring here that encrypts and keeps what it is given."""

    sentence = "There is no keyring here that keeps secrets encrypted, or it is locked; nothing was changed."


class LastWayIn(VaultError):
    """Without this slot no way in would be left that a person can carry."""

    sentence = "This is the last way in that you can carry yourself; add another one first. Nothing was changed."


class NoSuchKey(VaultError):
    """No slot that may be changed has this id."""

    sentence = "There is no such key (any more). Nothing was changed."


class NoKeys(VaultError):
    """A vault in memory has no key file."""

    sentence = "The sample diary lives in memory alone and has no keys."


class WeakPassphrase(VaultError):
    """The new passphrase is too short."""

    sentence = "The passphrase is too short; use at least 8 characters, for example four words."


class VaultDamaged(VaultError):
    """The key file or the diary file is not as it was written."""

    sentence = "The diary file is damaged; nothing was changed, and a backup can be put in its place."


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


class NoBackup(VaultError):
    """There is no backup in the vault's folder."""

    sentence = "There is no backup in Homing's own folder yet; make one first."


class NotABackup(VaultError):
    """The file is none that Homing made as a backup."""

    sentence = "This is not a backup that Homing made; nothing was changed."


class BackupDamaged(VaultDamaged):
    """The backup is not as it was written."""

    sentence = "This backup is damaged or not whole; nothing was changed, so choose another one."


class BackupThere(VaultError):
    """Something has the name that a backup should get."""

    sentence = "There is already a file of that name, and it was left alone; choose another name."


class BackupBehind(VaultError):
    """A backup could not be brought in step with the vault."""

    sentence = (
        "Some backups could not be brought in step with the diary: they may still hold what was forgotten, or open "
        "with keys of before. It is tried again next time; a check names them."
    )
