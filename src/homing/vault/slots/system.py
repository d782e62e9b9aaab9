"""The operating system's keyring: a random secret kept there opens the vault for whoever is logged in as this user.

A keyring that does not encrypt, or that forgets, is no keyring: those are refused.
"""

from __future__ import annotations

from base64 import b64decode, b64encode
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, ClassVar

from homing.vault.errors import KeyringMissing, WrongKeyring, WrongPassphrase
from homing.vault.slots.fields import KEY_BYTES, SALT_BYTES, Slot, derived, read, text

if TYPE_CHECKING:
    from keyring.backend import KeyringBackend

SERVICE = "local-storage"
"""The name in the keyring. It says nothing of what is stored, since others who use the screen may list it."""

RECOMMENDED = 1.0
"""From this priority on the keyring library itself recommends a backend; plain files and dummies lie below."""


@dataclass(frozen=True, slots=True)
class SystemKeyring:
    """Secrets from the keyring, each under its account (a random name that the slot tells)."""

    kind: ClassVar[str] = "keyring"
    wrong: ClassVar[type[WrongPassphrase]] = WrongKeyring

    secrets: Mapping[str, bytes] = field(repr=False)

    @classmethod
    def new(cls, urandom: Callable[[int], bytes]) -> SystemKeyring:
        """A secret, put into the keyring and read back; :class:`KeyringMissing` if there is no real one."""
        account, secret = urandom(8).hex(), urandom(KEY_BYTES)
        try:
            keyring = real_keyring()
            keyring.set_password(SERVICE, account, b64encode(secret).decode())
        except Exception:  # each system's keyring fails with errors of its own
            raise KeyringMissing from None
        if _secret(keyring, account) != secret:
            raise KeyringMissing
        return cls({account: secret})

    @classmethod
    def known(cls, slots: Iterable[Slot]) -> SystemKeyring:
        """What the keyring holds for these slots; :class:`KeyringMissing` if there is no real one here."""
        keyring = real_keyring()
        found = {account: _secret(keyring, account) for account in _accounts(slots)}
        return cls({account: secret for account, secret in found.items() if secret is not None})

    def fields(self, urandom: Callable[[int], bytes]) -> dict[str, Any]:
        """The account and a salt."""
        (account,) = self.secrets
        return {"account": account, "kdf": "hkdf-sha256", "salt": text(urandom(SALT_BYTES))}

    def key(self, slot: Slot) -> bytes | None:
        """The key from the secret of the slot's account, if the keyring had it."""
        secret = self.secrets.get(str(slot.get("account")))
        return None if secret is None else derived(secret, read(slot, "salt", SALT_BYTES), "keyring slot")

    def in_vain(self) -> None:
        """Nothing: the door shows whether it offers this way."""


def real_keyring() -> KeyringBackend:
    """The system's keyring; :class:`KeyringMissing` if there is none that encrypts and keeps."""
    import keyring  # it looks for every keyring there is, which takes a quarter of a second
    from keyring.backends.chainer import ChainerBackend

    try:
        chosen = keyring.get_keyring()
        candidates = chosen.backends if isinstance(chosen, ChainerBackend) else [chosen]
        return next(one for one in candidates if _is_real(one))
    except Exception:  # a keyring that cannot even be asked is none
        raise KeyringMissing from None


def forget(slot: Slot) -> None:
    """Take a slot's secret out of the keyring; if that fails, what stays there opens nothing any more."""
    try:
        real_keyring().delete_password(SERVICE, str(slot.get("account")))
    except Exception:  # each system's keyring fails with errors of its own
        return


def _is_real(keyring: KeyringBackend) -> bool:
    module = type(keyring).__module__
    return not module.startswith(("keyrings.alt", "keyring.backends.null", "keyring.backends.fail")) and (
        float(keyring.priority) >= RECOMMENDED
    )


def _accounts(slots: Iterable[Slot]) -> list[str]:
    return [str(slot.get("account")) for slot in slots if slot.get("type") == SystemKeyring.kind]


def _secret(keyring: KeyringBackend, account: str) -> bytes | None:
    try:
        told = keyring.get_password(SERVICE, account)
        raw = b64decode(told or "", validate=True)
    except Exception:  # locked, refused or gone: each system has errors of its own
        return None
    return raw if len(raw) == KEY_BYTES else None
