"""The form of a sealed snapshot: who does not have the data key learns its size and whose it is, and nothing else.

A line that tells the version; 16 bytes that tell one diary's snapshots from another's; a salt of 32 bytes; chunks of
64 KiB, each sealed with ChaCha20-Poly1305 (RFC 8439) under a key of this file alone (HKDF, RFC 5869). The nonce counts
the chunks and marks the last (the STREAM construction: Hoang, Reyhanitabar, Rogaway and Vizár, CRYPTO 2015, as in age),
so that nothing can be cut off, put behind, or moved. The head is authenticated with every chunk.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

from homing.vault.keys import DataKey
from homing.vault.slots.fields import derived
from homing.vault.snapshots.faults import NotASnapshot, OtherDiary, SnapshotDamaged, SnapshotNewer

VERSION = 1
MAGIC = b"sealed snapshot "
TAG_BYTES = 16
SALT_BYTES = 32
CHUNK = 64 * 1024
SEAL_BYTES = 16
_LONGEST_LINE = 32


@dataclass(frozen=True, slots=True)
class Seal:
    """What seals and opens the snapshots of one diary."""

    secret: bytes = field(repr=False)
    tag: bytes
    """Tells this diary's snapshots from another's."""

    @classmethod
    def of(cls, key: DataKey) -> Seal:
        """From the data key, which all devices of a diary share."""
        root = key.for_sqlcipher().encode("ascii")
        return cls(derived(root, b"", "snapshot"), derived(root, b"", "snapshot tag")[:TAG_BYTES])

    def close(self, content: bytes, urandom: Callable[[int], bytes]) -> bytes:
        """The bytes of a snapshot that holds this."""
        head = MAGIC + b"%d\n" % VERSION + self.tag + urandom(SALT_BYTES)
        cipher = self._cipher(head)
        packed = zlib.compress(content)
        parts = [packed[at : at + CHUNK] for at in range(0, len(packed), CHUNK)]
        last = len(parts) - 1
        return head + b"".join(
            cipher.encrypt(_nonce(number, last=number == last), part, head) for number, part in enumerate(parts)
        )

    def open(self, file: BinaryIO) -> bytes:
        """What a snapshot holds.

        Raises :class:`NotASnapshot`, :class:`SnapshotNewer`, :class:`OtherDiary`, and :class:`SnapshotDamaged` for one
        that is not whole, or not as it was written.
        """
        head = self._head(file)
        cipher = self._cipher(head)
        try:
            packed = b"".join(
                cipher.decrypt(_nonce(number, last=last), part, head) for number, part, last in _parts(file)
            )
        except InvalidTag:
            raise SnapshotDamaged from None
        return zlib.decompress(packed)

    def _head(self, file: BinaryIO) -> bytes:
        line = file.readline(_LONGEST_LINE)
        told = line.removeprefix(MAGIC).removesuffix(b"\n")
        if not line.startswith(MAGIC) or not told.isdigit():
            raise NotASnapshot
        if int(told) > VERSION:
            raise SnapshotNewer
        rest = file.read(TAG_BYTES + SALT_BYTES)
        if len(rest) < TAG_BYTES + SALT_BYTES:
            raise SnapshotDamaged
        if rest[:TAG_BYTES] != self.tag:
            raise OtherDiary
        return line + rest

    def _cipher(self, head: bytes) -> ChaCha20Poly1305:
        return ChaCha20Poly1305(derived(self.secret, head[-SALT_BYTES:], "snapshot file"))


def _parts(file: BinaryIO) -> Iterator[tuple[int, bytes, bool]]:
    """Each sealed chunk with its number, and whether it is the last; at least one, if need be an empty one."""
    part, number = file.read(CHUNK + SEAL_BYTES), 0
    while True:
        following = file.read(CHUNK + SEAL_BYTES)
        yield number, part, not following
        if not following:
            return
        part, number = following, number + 1


def _nonce(number: int, *, last: bool) -> bytes:
    return number.to_bytes(11, "big") + (b"\x01" if last else b"\x00")
