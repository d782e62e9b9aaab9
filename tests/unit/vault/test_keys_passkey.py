"""A passkey as a way in: its PRF's output opens the slot, if it signed this challenge for this place just now."""

from __future__ import annotations

import hashlib
import json
from base64 import urlsafe_b64encode
from dataclasses import dataclass, replace
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, padding, rsa, x25519
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from homing.vault import Assertion, KeyHeader, LastWayIn, Passkey, VaultDamaged, WrongPasskey
from homing.vault.keys import DataKey
from tests.unit.vault.support import CHEAP, PASSPHRASE, urandom

ORIGIN = "http://localhost:8460"
CHALLENGE = bytes(range(32))
OUTPUT = bytes(range(100, 132))
EC, ED = ec.generate_private_key(ec.SECP256R1()), ed25519.Ed25519PrivateKey.generate()


@dataclass
class Authenticator:
    """One credential as WebAuthn describes it, with a key of its own."""

    private: Any = EC
    credential: bytes = b"one credential"
    output: bytes = OUTPUT
    flags: int = 0b101
    rp: str = "localhost"

    @property
    def public_key(self) -> bytes:
        """Its public key (SubjectPublicKeyInfo, DER)."""
        told: bytes = self.private.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
        return told

    def answer(self, given: bytes = CHALLENGE, **client: Any) -> Assertion:
        """Sign a challenge, with changes to what the browser says around it."""
        said = urlsafe_b64encode(given).rstrip(b"=").decode()
        told = {"type": "webauthn.get", "challenge": said, "origin": ORIGIN, "crossOrigin": False} | client
        data = hashlib.sha256(self.rp.encode()).digest() + bytes([self.flags]) + bytes(4)
        client_data = json.dumps(told).encode()
        return Assertion(self.credential, self.output, data, client_data, self.sign(data, client_data))

    def sign(self, data: bytes, client_data: bytes) -> bytes:
        """A signature over both."""
        return self._sign(data + hashlib.sha256(client_data).digest())

    def passkey(
        self, assertion: Assertion | None = None, challenge: bytes = CHALLENGE, origin: str = ORIGIN
    ) -> Passkey:
        """The answer as the door hands it on."""
        return Passkey(assertion or self.answer(), challenge, origin, self.public_key)

    def _sign(self, data: bytes) -> bytes:
        if isinstance(self.private, ec.EllipticCurvePrivateKey):
            return self.private.sign(data, ec.ECDSA(SHA256()))
        if isinstance(self.private, rsa.RSAPrivateKey):
            return self.private.sign(data, padding.PKCS1v15(), SHA256())
        if isinstance(self.private, ed25519.Ed25519PrivateKey):
            return self.private.sign(data)
        return b"cannot sign"


def with_passkey(one: Authenticator) -> tuple[KeyHeader, DataKey]:
    """A header with a passphrase and this passkey."""
    header, key = KeyHeader.create(PASSPHRASE, urandom(), CHEAP)
    return KeyHeader.parse(header.with_way(one.passkey(), key, urandom=urandom(2)).to_bytes()), key


@pytest.mark.parametrize("private", [EC, ED, rsa.generate_private_key(65537, 2048)], ids=["ES256", "EdDSA", "RS256"])
def test_a_passkey_opens_the_same_key(private: Any) -> None:
    """With each kind of signature that is asked for, a new answer to a new challenge opens the slot."""
    one = Authenticator(private)
    header, key = with_passkey(one)
    again = one.passkey(one.answer(b"another challenge"), b"another challenge")
    assert header.unlock(again).for_sqlcipher() == key.for_sqlcipher()


@pytest.mark.claim("P7")
def test_neither_output_nor_answer_is_stored_or_shown() -> None:
    """The key file and every repr are without the PRF's output."""
    header, _ = with_passkey(Authenticator())
    assert set(header.slots[1]) == {
        "type",
        "id",
        "credential",
        "public_key",
        "kdf",
        "salt",
        "cipher",
        "nonce",
        "wrapped",
    }
    assert str(OUTPUT) not in repr(Authenticator().passkey())


@pytest.mark.parametrize(
    "client",
    [{"type": "webauthn.create"}, {"challenge": "AAAA"}, {"challenge": 7}, {"origin": "http://localhost:1"},
     {"origin": "http://attacker.example"}, {"crossOrigin": True}],
)  # fmt: skip
def test_an_answer_about_something_else_opens_nothing(client: dict[str, Any]) -> None:
    """Another purpose, challenge or origin, or a page within a page: refused although the output is right."""
    one = Authenticator()
    header, _ = with_passkey(one)
    with pytest.raises(WrongPasskey):
        header.unlock(one.passkey(one.answer(**client)))


def test_passkeys_belong_to_localhost() -> None:
    """On any other name an answer is refused, even if everything agrees."""
    one = Authenticator()
    origin = "http://127.0.0.1:8460"
    with pytest.raises(WrongPasskey):
        one.passkey(one.answer(origin=origin), origin=origin).fields(urandom())


@pytest.mark.parametrize("raw", [b"", b"[]", b"{}", b"null", b"\xff", b"[" * 99999, b'{"type": "webauthn.get"}'])
def test_what_no_browser_says_opens_nothing(raw: bytes) -> None:
    """Client data that cannot be read is a wrong answer, not a crash."""
    one = Authenticator()
    with pytest.raises(WrongPasskey):
        one.passkey(replace(one.answer(), client_data=raw)).fields(urandom())


@pytest.mark.parametrize("flags", [0b000, 0b001, 0b100])
def test_the_person_must_have_been_checked(flags: int) -> None:
    """Without a touch, or without PIN or finger, nothing opens."""
    with pytest.raises(WrongPasskey):
        Authenticator(flags=flags).passkey().fields(urandom())


def test_data_for_another_name_or_cut_short_is_refused() -> None:
    """The authenticator must have answered to our name, in full."""
    one = Authenticator()
    for told in (Authenticator(rp="elsewhere").answer(), replace(one.answer(), authenticator_data=b"short")):
        with pytest.raises(WrongPasskey):
            one.passkey(told).fields(urandom())


@pytest.mark.parametrize("signature", [b"", b"x" * 70])
def test_a_forged_signature_opens_nothing(signature: bytes) -> None:
    """The right output with a wrong signature is refused."""
    one = Authenticator()
    header, _ = with_passkey(one)
    with pytest.raises(WrongPasskey):
        header.unlock(one.passkey(replace(one.answer(), signature=signature)))


@pytest.mark.parametrize("public", [b"", b"no key", None])
def test_a_public_key_that_cannot_verify_is_refused(public: bytes | None) -> None:
    """No key, no key at all, and a key of a kind that signs nothing."""
    other = x25519.X25519PrivateKey.generate().public_key()
    told = other.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo) if public is None else public
    with pytest.raises(WrongPasskey):
        replace(Authenticator().passkey(), public_key=told).fields(urandom())


@pytest.mark.parametrize("output", [b"", OUTPUT[:-1], OUTPUT + b"x"])
def test_without_a_whole_output_there_is_no_slot(output: bytes) -> None:
    """An authenticator that cannot do PRF makes no slot."""
    with pytest.raises(WrongPasskey):
        Authenticator(output=output).passkey().fields(urandom())


def test_another_output_or_another_credential_opens_nothing() -> None:
    """A wrong output breaks the seal; a credential that is not known here is passed over."""
    header, _ = with_passkey(Authenticator())
    for one in (Authenticator(output=bytes(32)), Authenticator(credential=b"another one")):
        with pytest.raises(WrongPasskey):
            header.unlock(one.passkey())
    with pytest.raises(WrongPasskey):
        KeyHeader.create(PASSPHRASE, urandom(), CHEAP)[0].unlock(Authenticator().passkey())


def test_a_slot_without_its_credential_is_damage() -> None:
    """A forged slot is damage, not a crash."""
    header, _ = with_passkey(Authenticator())
    bare = {name: value for name, value in header.slots[1].items() if name != "credential"}
    with pytest.raises(VaultDamaged):
        KeyHeader((header.slots[0], bare)).unlock(Authenticator().passkey())


def test_a_passkey_is_never_the_only_way_in() -> None:
    """Beside it alone, the passphrase cannot be taken back."""
    header, key = with_passkey(Authenticator())
    with pytest.raises(LastWayIn):
        header.without(header.shown(key)[0].id)
