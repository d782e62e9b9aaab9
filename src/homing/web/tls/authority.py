"""The authority that a phone comes to trust, for one address and nothing else, and what it signs.

X.509 as in RFC 5280. The name constraints permit this one address, and exclude every DNS name by a zero-length one, as
the CA/Browser Forum's baseline requirements (7.1.5) ask where there are to be none: without that, an authority that is
constrained in its addresses could still speak for any name.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from ipaddress import ip_address, ip_network

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from homing.web.tls.private import Address

AUTHORITY_LIVES = timedelta(days=365)
LEAF_LIVES = timedelta(days=7)
BACKDATED = timedelta(days=1)
"""A phone's clock may be behind."""
SERIAL_BYTES = 16

_Name = tuple[x509.Name, ec.EllipticCurvePrivateKey]


@dataclass(frozen=True, slots=True)
class Leaf:
    """What the server shows, and its key."""

    certificate: x509.Certificate
    key: ec.EllipticCurvePrivateKey = field(repr=False)

    @property
    def half_spent(self) -> datetime:
        """From when on another should be in its place."""
        return self.certificate.not_valid_after_utc - LEAF_LIVES / 2

    def pem(self) -> tuple[bytes, bytes]:
        """Certificate and key, as files hold them."""
        return self.certificate.public_bytes(Encoding.PEM), _key_pem(self.key)


@dataclass(frozen=True, slots=True)
class Authority:
    """Signs for one address."""

    address: Address
    certificate: x509.Certificate
    key: ec.EllipticCurvePrivateKey = field(repr=False)

    @classmethod
    def new(cls, address: Address, now: datetime, urandom: Callable[[int], bytes]) -> Authority:
        """An authority that nobody trusts yet. The key itself comes from the operating system's randomness."""
        key = ec.generate_private_key(ec.SECP256R1())
        name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, label(address))])
        made = (
            _begun((name, key), name, now, AUTHORITY_LIVES, urandom)
            .public_key(key.public_key())
            .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
            .add_extension(_usage(key_cert_sign=True), critical=True)
            .add_extension(_constraints(address), critical=True)
            .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        )
        return cls(address, made.sign(key, SHA256()), key)

    def leaf(self, now: datetime, urandom: Callable[[int], bytes]) -> Leaf:
        """A new certificate with a new key. It ends no later than the authority does."""
        key = ec.generate_private_key(ec.SECP256R1())
        lives = min(LEAF_LIVES, self.ends - now)
        made = (
            _begun((self.certificate.subject, self.key), x509.Name([]), now, lives, urandom)
            .public_key(key.public_key())
            .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
            .add_extension(x509.SubjectAlternativeName([x509.IPAddress(self.address)]), critical=True)
            .add_extension(_usage(digital_signature=True), critical=True)
            .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
            .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(self.key.public_key()), critical=False)
        )
        return Leaf(made.sign(self.key, SHA256()), key)

    @property
    def ends(self) -> datetime:
        """When a phone stops trusting it."""
        return self.certificate.not_valid_after_utc

    @property
    def name(self) -> str:
        """How a phone lists it: where it leads, and not what is there."""
        return label(self.address)

    @property
    def fingerprint(self) -> str:
        """SHA-256 of the certificate, as phones write it: pairs of capital hexadecimal digits with colons."""
        return self.certificate.fingerprint(SHA256()).hex(":").upper()

    @property
    def der(self) -> bytes:
        """The certificate alone, as a phone takes it."""
        return self.certificate.public_bytes(Encoding.DER)

    def pem(self) -> tuple[bytes, bytes]:
        """Certificate and key, as files hold them."""
        return self.certificate.public_bytes(Encoding.PEM), _key_pem(self.key)

    def is_good(self, now: datetime) -> bool:
        """Whether it holds today, and long enough for one certificate more."""
        return self.certificate.not_valid_before_utc <= now <= self.ends - LEAF_LIVES


def label(address: Address) -> str:
    """The name of an authority."""
    return f"At home {address}"


def address_of(certificate: x509.Certificate) -> Address:
    """For which address an authority signs; ``ValueError`` if it is none of ours."""
    told = str(certificate.subject.rfc4514_string()).removeprefix("CN=At home ")
    return ip_address(told)


def _begun(
    issuer: _Name, subject: x509.Name, now: datetime, lives: timedelta, urandom: Callable[[int], bytes]
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .issuer_name(issuer[0])
        .subject_name(subject)
        .serial_number(int.from_bytes(urandom(SERIAL_BYTES)) | 1)
        .not_valid_before(now - BACKDATED)
        .not_valid_after(now + lives)
    )


def _constraints(address: Address) -> x509.NameConstraints:
    return x509.NameConstraints(
        permitted_subtrees=[x509.IPAddress(ip_network(address))], excluded_subtrees=[x509.DNSName("")]
    )


def _usage(*, digital_signature: bool = False, key_cert_sign: bool = False) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=digital_signature,
        key_cert_sign=key_cert_sign,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        crl_sign=False,
        encipher_only=False,
        decipher_only=False,
    )


def _key_pem(key: ec.EllipticCurvePrivateKey) -> bytes:
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
