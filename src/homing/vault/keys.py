"""The key of the vault, and the key file that wraps it.

The database is encrypted with one random 32-byte data key. ``vault.key`` holds a list of slots; each wraps the same
data key in its own way, so that a way can be added or changed without touching the database (the idea of LUKS).
The ways are in :mod:`homing.vault.slots`; each gives a key that seals the data key with ChaCha20-Poly1305 (RFC 8439).
The header's version and all of a slot's parameters are authenticated with it. The day on which a slot was added is
sealed with the data key, so that a locked file does not tell it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

from homing.vault.errors import LastWayIn, NoSuchKey, VaultDamaged, VaultNewer
from homing.vault.slots import HUMAN, KINDS, Passphrase, Slot, Way
from homing.vault.slots.cost import Cost
from homing.vault.slots.fields import DAMAGED, KEY_BYTES, canonical, derived, read, text

VERSION = 1
ID_BYTES = 8
NONCE_BYTES = 12
TAG_BYTES = 16
DAY_BYTES = len("2026-01-31")


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

    def wrapped_by(self, seal: ChaCha20Poly1305, nonce: bytes, bound: bytes) -> bytes:
        """The key, sealed."""
        return seal.encrypt(nonce, self._secret, bound)

    def for_days(self) -> ChaCha20Poly1305:
        """What seals the days on which slots were added."""
        return ChaCha20Poly1305(derived(bytes(self._secret), b"", "slot day"))

    def wipe(self) -> None:
        """Overwrite the bytes. Copies that the interpreter made on the way are beyond its reach."""
        self._secret[:] = bytes(len(self._secret))


@dataclass(frozen=True, slots=True)
class KeySlot:
    """What may be shown of a slot: a public id, its type (``unknown`` if newer than this Homing), the day it came."""

    id: str
    kind: str
    added: date | None = None


@dataclass(frozen=True, slots=True, repr=False)
class KeyHeader:
    """The content of ``vault.key``: slots as JSON objects. Slots of a type not known here are kept as they are.

    A header does not change; each change gives a new one.
    """

    slots: tuple[Slot, ...]

    @classmethod
    def create(
        cls, passphrase: str, urandom: Callable[[int], bytes], cost: Cost, day: date | None = None
    ) -> tuple[KeyHeader, DataKey]:
        """A new data key, and a header with one slot for this passphrase.

        Raises :class:`WeakPassphrase` below 8 characters.
        """
        key = DataKey(urandom(KEY_BYTES))
        return cls(()).with_way(Passphrase(passphrase, cost), key, urandom=urandom, day=day), key

    @classmethod
    def parse(cls, raw: bytes) -> KeyHeader:
        """The header in a key file; :class:`VaultDamaged` if it is not as written, :class:`VaultNewer` if too new."""
        try:
            told = json.loads(raw)
            version = told["version"]
        except (ValueError, KeyError, TypeError, RecursionError):
            raise VaultDamaged(DAMAGED) from None
        if type(version) is int and version > VERSION:
            raise VaultNewer
        header = cls(tuple(told["slots"])) if type(told.get("slots")) is list else cls(())
        if version != VERSION or told != json.loads(header.to_bytes()):
            raise VaultDamaged(DAMAGED)
        return header

    def to_bytes(self) -> bytes:
        """The key file. The checksum tells a damaged file from a wrong passphrase; it protects nothing."""
        told = {"version": VERSION, "slots": list(self.slots)}
        return canonical(told | {"checksum": hashlib.sha256(canonical(told)).hexdigest()}) + b"\n"

    def unlock(self, way: Way | str) -> DataKey:
        """The data key; a text is a passphrase.

        Raises the way's own kind of :class:`WrongPassphrase`; :class:`VaultNewer` if there is no slot of a type known
        here; :class:`VaultDamaged` if a slot makes no sense.
        """
        shown = Passphrase(way) if isinstance(way, str) else way
        if not any(_kind(slot) in KINDS for slot in self.slots):
            raise VaultNewer
        mine = self.of_kind(shown.kind)
        if not mine:
            shown.in_vain()
        for slot in mine:
            secret = _open(shown, slot)
            if secret is not None:
                return DataKey(secret)
        raise shown.wrong

    def of_kind(self, kind: str) -> tuple[Slot, ...]:
        """The slots of a type, in order."""
        return tuple(slot for slot in self.slots if _kind(slot) == kind)

    def shown(self, key: DataKey) -> tuple[KeySlot, ...]:
        """What may be told of each slot, in order."""
        days = key.for_days()
        return tuple(KeySlot(_id(slot), _kind(slot), _day(slot, days)) for slot in self.slots)

    def with_way(
        self, way: Way, key: DataKey, *, urandom: Callable[[int], bytes], day: date | None = None
    ) -> KeyHeader:
        """A header with one more slot, which this way opens."""
        slot = {"type": way.kind, "id": urandom(ID_BYTES).hex(), **way.fields(urandom)}
        if day is not None:
            nonce = urandom(NONCE_BYTES)
            told = key.for_days().encrypt(nonce, day.isoformat().encode(), slot["id"].encode())
            slot["added"] = text(nonce + told)
        slot |= {"cipher": "chacha20-poly1305", "nonce": text(urandom(NONCE_BYTES))}
        secret = way.key(slot)
        if secret is None:
            raise way.wrong
        sealed = key.wrapped_by(ChaCha20Poly1305(secret), read(slot, "nonce", NONCE_BYTES), _bound(slot))
        return KeyHeader((*self.slots, slot | {"wrapped": text(sealed)}))

    def without(self, slot_id: str) -> KeyHeader:
        """A header without this slot.

        Raises :class:`NoSuchKey` for one that is not there or of a type not known here; :class:`LastWayIn` if neither
        a passphrase nor a recovery code would be left.
        """
        gone = self.find(slot_id)
        left = KeyHeader(tuple(slot for slot in self.slots if slot is not gone))
        if not any(_kind(slot) in HUMAN for slot in left.slots):
            raise LastWayIn
        return left

    def find(self, slot_id: str) -> Slot:
        """The slot of this id, of a type known here; :class:`NoSuchKey` if there is none."""
        for slot in self.slots:
            if _kind(slot) in KINDS and _id(slot) == slot_id:
                return slot
        raise NoSuchKey

    def with_passphrase(
        self, new: Passphrase, key: DataKey, *, urandom: Callable[[int], bytes], day: date | None = None
    ) -> KeyHeader:
        """A header whose only passphrase is this one, in the first place; all other slots stay as they are."""
        (made,) = KeyHeader(()).with_way(new, key, urandom=urandom, day=day).slots
        return KeyHeader((made, *(slot for slot in self.slots if _kind(slot) != Passphrase.kind)))


def _open(way: Way, slot: Slot) -> bytes | None:
    bare = {name: value for name, value in slot.items() if name != "wrapped"}
    nonce, wrapped = read(slot, "nonce", NONCE_BYTES), read(slot, "wrapped", KEY_BYTES + TAG_BYTES)
    secret = way.key(bare)
    if secret is None:
        return None
    try:
        return ChaCha20Poly1305(secret).decrypt(nonce, wrapped, _bound(bare))
    except InvalidTag:
        return None


def _bound(slot: Slot) -> bytes:
    """What is authenticated beside the key: the version of the header and every parameter of the slot."""
    return canonical({"version": VERSION, "slot": dict(slot)})


def _kind(slot: Any) -> str:
    """The type of a slot; ``unknown`` for one that this Homing does not know, or that is no slot at all."""
    kind = slot.get("type") if isinstance(slot, dict) else None
    return kind if isinstance(kind, str) and kind in KINDS else "unknown"


def _id(slot: Any) -> str:
    """The slot's id. The first vaults gave none: theirs follows from the slot itself."""
    told = slot.get("id") if isinstance(slot, dict) else None
    return told if isinstance(told, str) else hashlib.sha256(canonical(slot)).hexdigest()[: 2 * ID_BYTES]


def _day(slot: Any, days: ChaCha20Poly1305) -> date | None:
    """The day it was added; None if it was not told, or not by us."""
    if _kind(slot) == "unknown" or "added" not in slot:
        return None
    try:
        sealed = read(slot, "added", NONCE_BYTES + DAY_BYTES + TAG_BYTES)
        told = days.decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], _id(slot).encode())
        return date.fromisoformat(told.decode())
    except (InvalidTag, ValueError, VaultDamaged):
        return None
