"""What the slots of ``vault.key`` share: their fields as JSON, and what each way into the vault can do."""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from collections.abc import Callable, Mapping
from typing import Any, ClassVar, Protocol, TypeAlias

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from homing.vault.errors import VaultDamaged, WrongPassphrase

KEY_BYTES = 32
SALT_BYTES = 16
DAMAGED = "The key file vault.key is damaged; put a backup of it in its place."

Slot: TypeAlias = Mapping[str, Any]


class Way(Protocol):
    """Something that opens a slot, and from which a slot can be made."""

    kind: ClassVar[str]
    """The type of its slots."""

    wrong: ClassVar[type[WrongPassphrase]]
    """What is raised when it opens no slot."""

    def fields(self, urandom: Callable[[int], bytes]) -> dict[str, Any]:
        """The parameters of a new slot."""
        ...

    def key(self, slot: Slot) -> bytes | None:
        """The key that wraps in this slot, None if it is not meant; :class:`VaultDamaged` if it makes no sense."""
        ...

    def in_vain(self) -> None:
        """The work of one attempt where there is no slot, so that time does not tell."""
        ...


def canonical(value: Any) -> bytes:
    """JSON that is the same every time."""
    return json.dumps(value, sort_keys=True, separators=(",", ":")).encode("ascii")


def text(raw: bytes) -> str:
    """Bytes as they stand in a slot."""
    return b64encode(raw).decode("ascii")


def read(slot: Slot, name: str, length: int | None = None) -> bytes:
    """Bytes of a slot; :class:`VaultDamaged` if they are not there or not as long as they must be."""
    try:
        raw = b64decode(slot[name], validate=True)
    except (KeyError, TypeError, ValueError):
        raise VaultDamaged(DAMAGED) from None
    if length is not None and len(raw) != length:
        raise VaultDamaged(DAMAGED)
    return raw


def derived(secret: bytes, salt: bytes, purpose: str) -> bytes:
    """A key from a secret that is random already: HKDF with SHA-256 (RFC 5869), apart for every purpose."""
    return HKDF(SHA256(), KEY_BYTES, salt, f"homing vault {purpose}".encode()).derive(secret)
