"""The key of the vault, and the key file that wraps it.

The database is encrypted with one random 32-byte data key. ``vault.key`` holds a list of slots; each wraps the same
data key in its own way, so that a way can be added or changed without touching the database (the idea of LUKS).
Today there is one type of slot, ``passphrase``: Argon2id (RFC 9106) gives a key that seals the data key with
ChaCha20-Poly1305 (RFC 8439); the header's version and the slot's parameters are authenticated with it.
"""

from __future__ import annotations

import hashlib
import json
import unicodedata
from base64 import b64decode, b64encode
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

from homing.vault.errors import VaultDamaged, VaultNewer, WeakPassphrase, WrongPassphrase

VERSION = 1
KEY_BYTES = 32
SALT_BYTES = 16
NONCE_BYTES = 12
MIN_PASSPHRASE = 8

_DAMAGED = "The key file vault.key is damaged; put a backup of it in its place."
_BY_WORDS = "passphrase"


@dataclass(frozen=True, slots=True)
class Cost:
    """What one guess costs: memory in KiB, passes over it, and lanes. The defaults take about a tenth of a second.

    Raises ``ValueError`` outside what Argon2id allows, or beyond 4 GiB, 64 passes or 64 lanes (so that a forged key
    file cannot freeze the machine).
    """

    memory: int = 65_536
    iterations: int = 3
    lanes: int = 4

    def __post_init__(self) -> None:
        if not (1 <= self.lanes <= 64 and 1 <= self.iterations <= 64 and 8 * self.lanes <= self.memory <= 4_194_304):
            raise ValueError("this cost lies outside what Homing allows")


class DataKey:
    """The 32 bytes that open the database. They show in no ``repr`` and can be wiped."""

    __slots__ = ("_secret",)

    def __init__(self, secret: bytes) -> None:
        self._secret = bytearray(secret)

    def __repr__(self) -> str:
        return "DataKey(hidden)"

    def for_sqlcipher(self) -> str:
        """The raw key as SQLCipher's ``PRAGMA key`` takes it."""
        return f"x'{self._secret.hex()}'"

    def wipe(self) -> None:
        """Overwrite the bytes. Copies that the interpreter made on the way are beyond its reach."""
        self._secret[:] = bytes(len(self._secret))


@dataclass(frozen=True, slots=True, repr=False)
class KeyHeader:
    """The content of ``vault.key``: slots as JSON objects. Slots of a type not known here are kept as they are."""

    slots: tuple[Mapping[str, Any], ...]

    @classmethod
    def create(cls, passphrase: str, urandom: Callable[[int], bytes], cost: Cost) -> tuple[KeyHeader, DataKey]:
        """A new data key, and a header with one slot for this passphrase.

        Raises :class:`WeakPassphrase` below 8 characters.
        """
        if len(_normal(passphrase).strip()) < MIN_PASSPHRASE:
            raise WeakPassphrase
        secret = urandom(KEY_BYTES)
        slot: dict[str, Any] = {
            "type": _BY_WORDS,
            "kdf": "argon2id",
            "memory": cost.memory,
            "iterations": cost.iterations,
            "lanes": cost.lanes,
            "salt": _text(urandom(SALT_BYTES)),
            "cipher": "chacha20-poly1305",
            "nonce": _text(urandom(NONCE_BYTES)),
        }
        sealed = _seal(passphrase, slot).encrypt(_bytes(slot, "nonce", NONCE_BYTES), secret, _bound(slot))
        return cls((slot | {"wrapped": _text(sealed)},)), DataKey(secret)

    @classmethod
    def parse(cls, raw: bytes) -> KeyHeader:
        """The header in a key file; :class:`VaultDamaged` if it is not as written, :class:`VaultNewer` if too new."""
        try:
            told = json.loads(raw)
            version = told["version"]
        except (ValueError, KeyError, TypeError, RecursionError):
            raise VaultDamaged(_DAMAGED) from None
        if type(version) is int and version > VERSION:
            raise VaultNewer
        header = cls(tuple(told["slots"])) if type(told.get("slots")) is list else cls(())
        if version != VERSION or told != json.loads(header.to_bytes()):
            raise VaultDamaged(_DAMAGED)
        return header

    def to_bytes(self) -> bytes:
        """The key file. The checksum tells a damaged file from a wrong passphrase; it protects nothing."""
        told = {"version": VERSION, "slots": list(self.slots)}
        return _canonical(told | {"checksum": hashlib.sha256(_canonical(told)).hexdigest()}) + b"\n"

    def unlock(self, passphrase: str) -> DataKey:
        """The data key.

        Raises :class:`WrongPassphrase`; :class:`VaultNewer` if there is no slot of a type known here;
        :class:`VaultDamaged` if a slot makes no sense.
        """
        known = [slot for slot in self.slots if isinstance(slot, dict) and slot.get("type") == _BY_WORDS]
        if not known:
            raise VaultNewer
        for slot in known:
            secret = _open(passphrase, slot)
            if secret is not None:
                return DataKey(secret)
        raise WrongPassphrase


def _open(passphrase: str, slot: Mapping[str, Any]) -> bytes | None:
    bare = {name: value for name, value in slot.items() if name != "wrapped"}
    nonce, wrapped = _bytes(slot, "nonce", NONCE_BYTES), _bytes(slot, "wrapped", KEY_BYTES + 16)
    try:
        return _seal(passphrase, bare).decrypt(nonce, wrapped, _bound(bare))
    except InvalidTag:
        return None


def _seal(passphrase: str, slot: Mapping[str, Any]) -> ChaCha20Poly1305:
    try:
        cost = Cost(slot["memory"], slot["iterations"], slot["lanes"])
    except (KeyError, TypeError, ValueError):
        raise VaultDamaged(_DAMAGED) from None
    kdf = Argon2id(
        salt=_bytes(slot, "salt", SALT_BYTES),
        length=KEY_BYTES,
        iterations=cost.iterations,
        lanes=cost.lanes,
        memory_cost=cost.memory,
    )
    return ChaCha20Poly1305(kdf.derive(_normal(passphrase).encode("utf-8", "surrogatepass")))


def _bound(slot: Mapping[str, Any]) -> bytes:
    """What is authenticated beside the key: the version of the header and every parameter of the slot."""
    return _canonical({"version": VERSION, "slot": dict(slot)})


def _normal(passphrase: str) -> str:
    """The same passphrase from every keyboard: NFKC, as NIST SP 800-63B asks."""
    return unicodedata.normalize("NFKC", passphrase)


def _canonical(value: Any) -> bytes:
    return json.dumps(value, sort_keys=True, separators=(",", ":")).encode("ascii")


def _text(raw: bytes) -> str:
    return b64encode(raw).decode("ascii")


def _bytes(slot: Mapping[str, Any], name: str, length: int) -> bytes:
    try:
        raw = b64decode(slot[name], validate=True)
    except (KeyError, TypeError, ValueError):
        raise VaultDamaged(_DAMAGED) from None
    if len(raw) != length:
        raise VaultDamaged(_DAMAGED)
    return raw
