"""A passkey with the PRF extension (WebAuthn Level 3): its own secret, after checking the person, wraps the key.

The output of the PRF is what opens the slot. Beside it the signature is checked as any relying party does (Level 3,
section 7.2), over a challenge that was given out just now and counts once, so that an answer overheard once is of no
use at this door again.
"""

from __future__ import annotations

import hashlib
import json
from base64 import urlsafe_b64encode
from collections.abc import Callable
from dataclasses import dataclass, field
from hmac import compare_digest
from typing import Any, ClassVar
from urllib.parse import urlsplit

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ec import ECDSA, EllipticCurvePublicKey
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import load_der_public_key

from homing.vault.errors import WrongPasskey, WrongPassphrase
from homing.vault.slots.fields import KEY_BYTES, SALT_BYTES, Slot, derived, read, text

HOST = "localhost"
"""Passkeys belong to a name, and this is the only one that every machine has for itself."""

PRF_INPUT = hashlib.sha256(b"homing vault passkey slot").digest()
"""What the PRF is asked about. The credential is this slot's own, so the input may be the same for all."""

ALGORITHMS = (-7, -8, -257)
"""ES256, EdDSA and RS256, as COSE numbers them."""

_PRESENT_AND_VERIFIED = 0b101
_FLAGS_AT = 32


@dataclass(frozen=True, slots=True)
class Assertion:
    """What an authenticator answered to a challenge. All of it as bytes."""

    credential: bytes
    output: bytes = field(repr=False)
    authenticator_data: bytes = field(repr=False)
    client_data: bytes = field(repr=False)
    signature: bytes = field(repr=False)

    def confirm(self, public_key: bytes, challenge: bytes, origin: str) -> None:
        """Raise :class:`WrongPasskey` unless this credential signed this challenge for this origin just now."""
        if not (self._is_about(challenge, origin) and self._is_verified() and self._is_signed(public_key)):
            raise WrongPasskey

    def _is_about(self, challenge: bytes, origin: str) -> bool:
        try:
            told = json.loads(self.client_data)
            kind, said, place = told["type"], told["challenge"], told["origin"]
        except (ValueError, KeyError, TypeError, RecursionError):
            return False
        wanted = urlsafe_b64encode(challenge).rstrip(b"=").decode()
        is_here = place == origin and urlsplit(origin).hostname == HOST and told.get("crossOrigin") is not True
        return bool(kind == "webauthn.get" and isinstance(said, str) and said == wanted and is_here)

    def _is_verified(self) -> bool:
        """For our name, with the person there and checked by the authenticator."""
        data = self.authenticator_data
        return (
            len(data) > _FLAGS_AT
            and compare_digest(data[:_FLAGS_AT], hashlib.sha256(HOST.encode()).digest())
            and data[_FLAGS_AT] & _PRESENT_AND_VERIFIED == _PRESENT_AND_VERIFIED
        )

    def _is_signed(self, public_key: bytes) -> bool:
        signed = self.authenticator_data + hashlib.sha256(self.client_data).digest()
        try:
            key = load_der_public_key(public_key)
            if isinstance(key, EllipticCurvePublicKey):
                key.verify(self.signature, signed, ECDSA(SHA256()))
            elif isinstance(key, RSAPublicKey):
                key.verify(self.signature, signed, PKCS1v15(), SHA256())
            elif isinstance(key, Ed25519PublicKey):
                key.verify(self.signature, signed)
            else:
                return False
        except (InvalidSignature, UnsupportedAlgorithm, ValueError, TypeError):
            return False
        return True


@dataclass(frozen=True, slots=True)
class Passkey:
    """An answer that was confirmed when the slot was made, or is confirmed against the slot when it opens one."""

    kind: ClassVar[str] = "passkey"
    wrong: ClassVar[type[WrongPassphrase]] = WrongPasskey

    assertion: Assertion
    challenge: bytes
    origin: str
    public_key: bytes = b""

    def fields(self, urandom: Callable[[int], bytes]) -> dict[str, Any]:
        """Credential, public key and a salt; :class:`WrongPasskey` if the answer does not hold."""
        self.assertion.confirm(self.public_key, self.challenge, self.origin)
        if len(self.assertion.output) != KEY_BYTES:
            raise WrongPasskey
        return {
            "credential": text(self.assertion.credential),
            "public_key": text(self.public_key),
            "kdf": "hkdf-sha256",
            "salt": text(urandom(SALT_BYTES)),
        }

    def key(self, slot: Slot) -> bytes | None:
        """The key from the PRF's output, for the slot of this credential; :class:`WrongPasskey` if it is not proved."""
        if read(slot, "credential") != self.assertion.credential:
            return None
        self.assertion.confirm(read(slot, "public_key"), self.challenge, self.origin)
        return derived(self.assertion.output, read(slot, "salt", SALT_BYTES), "passkey slot")

    def in_vain(self) -> None:
        """Nothing: the door shows whether it offers this way."""
