"""The ways into the vault: listed, added, taken back, changed. Each is one step on the key file; the diary stays."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from homing.companion.desk import Desk
from homing.vault import (
    Cost,
    KeyHeader,
    KeySlot,
    MistypedRecovery,
    Passkey,
    Passphrase,
    RecoveryCode,
    SystemKeyring,
    Vault,
    VaultError,
    Way,
)
from homing.vault.keys import DataKey
from homing.vault.slots import system


@dataclass(frozen=True, slots=True)
class Offered:
    """The ways in that the door shows to everyone, beside passphrase and recovery code."""

    keyring: bool = False
    passkeys: tuple[str, ...] = ()
    """The ids of the credentials, in Base64, as the key file has them."""


def offered(home: Path) -> Offered:
    """What the key file tells to everyone; nothing if it cannot be read: opening it will say why."""
    try:
        header = Vault.header(home)
    except VaultError:
        return Offered()
    passkeys = tuple(str(slot.get("credential", "")) for slot in header.of_kind(Passkey.kind))
    return Offered(bool(header.of_kind(SystemKeyring.kind)), passkeys)


def typed(told: str) -> Way:
    """What someone typed as a proof: a recovery code if it can be read as one, or else a passphrase."""
    try:
        return RecoveryCode.typed(told)
    except MistypedRecovery:
        return Passphrase(told)


def of_this_computer(home: Path) -> SystemKeyring:
    """What the system's keyring holds for this vault; :class:`KeyringMissing` if there is no real keyring."""
    return SystemKeyring.known(Vault.header(home).slots)


def proves(desk: Desk, told: str) -> bool:
    """Whether this passphrase or recovery code opens the vault: asked again before any key is touched."""
    return desk.vault.accepts(typed(told))


def listed(desk: Desk) -> tuple[KeySlot, ...]:
    """The ways in, in order."""
    return desk.vault.key_slots()


def new_code(desk: Desk) -> RecoveryCode:
    """A recovery code that opens nothing until :func:`add` is done with it."""
    return RecoveryCode.new(desk.ambient.urandom)


def add(desk: Desk, way: Way) -> None:
    """Add a way in. Raises what the way raises when it is no good."""
    desk.vault.change_keys(_adding(desk, way))


def add_keyring(desk: Desk) -> None:
    """Put a secret into the system's keyring, and add it. Raises :class:`KeyringMissing` with nothing changed."""
    add(desk, SystemKeyring.new(desk.ambient.urandom))


def remove(desk: Desk, slot_id: str) -> None:
    """Take a way in back; of a keyring, the secret there as well.

    Raises :class:`LastWayIn` and :class:`NoSuchKey`.
    """
    gone = []

    def change(header: KeyHeader, _key: DataKey) -> KeyHeader:
        gone.append(header.find(slot_id))
        return header.without(slot_id)

    desk.vault.change_keys(change)
    for slot in gone:
        if slot["type"] == SystemKeyring.kind:
            system.forget(slot)


def change_passphrase(desk: Desk, words: str, cost: Cost) -> None:
    """Replace the passphrase (or set one); all other ways stay. Raises :class:`WeakPassphrase`."""
    new, day = Passphrase(words, cost), desk.ambient.lived_now().day
    desk.vault.change_keys(lambda header, key: header.with_passphrase(new, key, urandom=desk.ambient.urandom, day=day))


def _adding(desk: Desk, way: Way) -> Callable[[KeyHeader, DataKey], KeyHeader]:
    day = desk.ambient.lived_now().day
    return lambda header, key: header.with_way(way, key, urandom=desk.ambient.urandom, day=day)
