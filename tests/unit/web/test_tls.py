"""The authority of the home network and what it signs, read by OpenSSL and by cryptography's own verifier."""

from __future__ import annotations

import os
import socket
import ssl
import stat
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from ipaddress import IPv4Address, IPv6Address, ip_address
from pathlib import Path
from threading import Thread

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import ExtendedKeyUsageOID

from homing.vault import VaultError
from homing.vault.home import write_over
from homing.web import tls
from homing.web.tls.authority import BACKDATED, Authority
from tests.unit.web.support import Clock

TODAY = datetime.now(UTC).replace(microsecond=0)
"""OpenSSL reads the machine's own clock."""
HOME, SIX = IPv4Address("192.168.7.20"), IPv6Address("fd12:3456:789a::7")
BOTH = pytest.mark.parametrize("address", [HOME, SIX], ids=str)


def authority(address: tls.Address = HOME, now: datetime = TODAY) -> Authority:
    """A new one."""
    return Authority.new(address, now, os.urandom)


@pytest.mark.care("C28")
@pytest.mark.parametrize(
    ("told", "is_home"),
    [("10.0.0.1", True), ("172.16.0.1", True), ("172.31.255.254", True), ("192.168.1.7", True),
     ("169.254.3.4", True), ("fd00::1", True), ("fc00::1", True),
     ("172.15.255.255", False), ("172.32.0.1", False), ("192.167.255.255", False), ("192.169.0.1", False),
     ("0.0.0.0", False), ("127.0.0.1", False), ("8.8.8.8", False), ("100.64.0.1", False), ("192.0.2.2", False),
     ("198.18.0.1", False), ("224.0.0.1", False), ("255.255.255.255", False), ("::", False), ("::1", False),
     ("fe80::1", False), ("fe80::1%eth0", False), ("fd00::1%eth0", False), ("2001:db8::1", False), ("ff02::1", False),
     ("::ffff:192.168.1.7", False), ("::192.168.1.7", False), ("64:ff9b::c0a8:107", False)],
)  # fmt: skip
def test_only_a_home_network_s_addresses_are_private(told: str, is_home: bool) -> None:
    """RFC 1918, IPv4 link-local and IPv6 unique local count; nothing that many tools also call private does."""
    assert tls.is_at_home(ip_address(told)) is is_home


@BOTH
def test_the_authority_is_for_one_address(address: tls.Address) -> None:
    """It signs only leaves, only for this address, never for a name; those limits are critical."""
    made = authority(address).certificate
    limits = made.extensions.get_extension_for_class(x509.NameConstraints)
    assert limits.critical
    assert [str(one.value) for one in limits.value.permitted_subtrees or ()] == [f"{address}/{address.max_prefixlen}"]
    assert [one.value for one in limits.value.excluded_subtrees or ()] == [""]
    basic = made.extensions.get_extension_for_class(x509.BasicConstraints)
    assert (basic.critical, basic.value.ca, basic.value.path_length) == (True, True, 0)
    usage = made.extensions.get_extension_for_class(x509.KeyUsage).value
    assert (usage.key_cert_sign, usage.crl_sign, usage.digital_signature) == (True, False, False)


@BOTH
def test_the_leaf_is_short_lived_and_for_a_server_alone(address: tls.Address) -> None:
    """A week, a P-256 key of its own each time, this one address as its only name, server authentication alone."""
    issuer = authority(address)
    leaf, other = issuer.leaf(TODAY, os.urandom), issuer.leaf(TODAY, os.urandom)
    shown = leaf.certificate
    assert shown.not_valid_after_utc - TODAY == tls.LEAF_LIVES == timedelta(days=7)
    assert TODAY - shown.not_valid_before_utc == BACKDATED
    names = shown.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    assert [str(one.value) for one in names] == [str(address)]
    purposes = shown.extensions.get_extension_for_class(x509.ExtendedKeyUsage).value
    assert list(purposes) == [ExtendedKeyUsageOID.SERVER_AUTH]
    assert isinstance(leaf.key.curve, ec.SECP256R1)
    assert leaf.key.private_numbers() != other.key.private_numbers()
    assert shown.serial_number != other.certificate.serial_number


def test_no_leaf_outlives_its_authority() -> None:
    """At the end of the year the last leaf ends with the authority."""
    issuer = authority()
    late = issuer.ends - timedelta(days=2)
    assert issuer.leaf(late, os.urandom).certificate.not_valid_after_utc == issuer.ends
    assert issuer.ends - TODAY == tls.AUTHORITY_LIVES == timedelta(days=365)
    assert not issuer.is_good(late)


def test_keys_show_in_no_repr() -> None:
    """What is printed by accident holds no key."""
    issuer = authority()
    assert "PRIVATE" not in repr(issuer) + repr(issuer.leaf(TODAY, os.urandom))
    assert "key=" not in repr(issuer)


def handshake(server: ssl.SSLContext, client: ssl.SSLContext, name: str) -> str | None:
    """Speak TLS over a real socket on loopback; its version, or None if either side refused."""
    with socket.create_server(("127.0.0.1", 0)) as ear:

        def answer() -> None:
            one, _ = ear.accept()
            with one, suppress(OSError):
                server.wrap_socket(one, server_side=True).close()

        thread = Thread(target=answer)
        thread.start()
        try:
            line = socket.create_connection(ear.getsockname())
            with line, client.wrap_socket(line, server_hostname=name) as spoken:
                return spoken.version()
        except ssl.SSLError:
            return None
        finally:
            thread.join(10)


def trusting(issuer: Authority) -> ssl.SSLContext:
    """A client that trusts this authority and no other."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.load_verify_locations(cadata=issuer.der)
    return context


def serving(certificate: x509.Certificate, key: ec.EllipticCurvePrivateKey, folder: Path) -> ssl.SSLContext:
    """A server that shows this certificate."""
    path = folder / "shown.pem"
    secret = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    path.write_bytes(secret + certificate.public_bytes(Encoding.PEM))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(path)
    return context


@BOTH
def test_who_trusts_the_authority_is_served_and_nobody_else(address: tls.Address) -> None:
    """TLS 1.3 for a client that trusts it; a client that does not, or asks for another address, refuses."""
    issuer = authority(address)
    fresh = tls.Fresh(issuer, lambda: datetime.now(UTC), os.urandom)
    assert handshake(fresh.context, trusting(issuer), str(address)) == "TLSv1.3"
    assert handshake(fresh.context, trusting(authority(address)), str(address)) is None
    assert handshake(fresh.context, trusting(issuer), "192.168.7.21") is None
    assert handshake(fresh.context, trusting(issuer), "localhost") is None


def test_nothing_older_than_tls_1_2_is_spoken() -> None:
    """TLS 1.2 with forward secrecy is the oldest; 1.1 and 1.2 without are refused."""
    issuer = authority()
    fresh = tls.Fresh(issuer, lambda: datetime.now(UTC), os.urandom)
    old = trusting(issuer)
    old.maximum_version = ssl.TLSVersion.TLSv1_2
    assert handshake(fresh.context, old, str(HOME)) == "TLSv1.2"
    assert fresh.context.minimum_version is ssl.TLSVersion.TLSv1_2
    spoken = [one for one in fresh.context.get_ciphers() if one["protocol"] != "TLSv1.3"]
    assert spoken
    assert all("ECDHE" in one["name"] and ("GCM" in one["name"] or "CHACHA20" in one["name"]) for one in spoken)


@pytest.mark.parametrize("names", [["192.168.7.21"], ["192.168.7.20", "8.8.8.8"], ["fd12::1"], ["bank.example"]])
def test_a_stolen_authority_speaks_for_no_other_address(names: list[str], tmp_path: Path) -> None:
    """With the key in a thief's hands: OpenSSL refuses what it signs for any other address, or for any name at all."""
    issuer = authority()
    key = ec.generate_private_key(ec.SECP256R1())
    told = [x509.DNSName(one) if one.endswith("example") else x509.IPAddress(ip_address(one)) for one in names]
    forged = (
        x509.CertificateBuilder()
        .issuer_name(issuer.certificate.subject)
        .subject_name(x509.Name([]))
        .serial_number(7)
        .not_valid_before(TODAY - timedelta(hours=1))
        .not_valid_after(TODAY + timedelta(days=1))
        .public_key(key.public_key())
        .add_extension(x509.SubjectAlternativeName(told), critical=True)
        .sign(issuer.key, SHA256())
    )
    assert handshake(serving(forged, key, tmp_path), trusting(issuer), names[-1]) is None


def test_the_certificate_renews_itself_while_it_serves() -> None:
    """After half of its week another takes its place in the same context; before that, none does."""
    clock = Clock(TODAY - timedelta(days=3.6))
    issuer = authority(now=clock())
    fresh = tls.Fresh(issuer, clock, os.urandom)
    first = fresh.leaf
    clock.move(days=3.4)
    assert not fresh.renew()
    clock.move(days=0.2)
    assert fresh.renew()
    assert fresh.leaf.certificate.not_valid_after_utc > first.certificate.not_valid_after_utc
    assert handshake(fresh.context, trusting(issuer), str(HOME)) == "TLSv1.3"


def test_no_key_of_a_leaf_stays_on_the_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """OpenSSL reads the leaf's key from a file that is gone afterwards."""
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    monkeypatch.setattr(os, "access", lambda *_: False)
    seen: list[int] = []
    real = ssl.SSLContext.load_cert_chain

    def watched(self: ssl.SSLContext, path: Path) -> None:
        seen.append(stat.S_IMODE(path.stat().st_mode))
        seen.append(stat.S_IMODE(path.parent.stat().st_mode))
        real(self, path)

    monkeypatch.setattr(ssl.SSLContext, "load_cert_chain", watched)
    tls.Fresh(authority(), lambda: TODAY, os.urandom)
    assert seen == [0o600, 0o700]
    assert list(tmp_path.iterdir()) == []


@BOTH
def test_an_authority_is_kept_for_its_address(address: tls.Address, tmp_path: Path) -> None:
    """It is made once for an address, readable for its owner alone, and found again."""
    made, is_new = tls.kept(tmp_path / "home", address, TODAY, os.urandom)
    again, is_new_again = tls.kept(tmp_path / "home", address, TODAY + timedelta(days=300), os.urandom)
    assert (is_new, is_new_again, again.fingerprint) == (True, False, made.fingerprint)
    (path,) = (tmp_path / "home" / "phone").iterdir()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    _, is_other = tls.kept(tmp_path / "home", IPv4Address("10.0.0.5"), TODAY, os.urandom)
    assert is_other


@pytest.mark.parametrize("days", [359, 400, -30])
def test_an_authority_that_ends_is_replaced(days: int, tmp_path: Path) -> None:
    """A week before its end, after it, and before its beginning another one takes its place."""
    made, _ = tls.kept(tmp_path, HOME, TODAY, os.urandom)
    other, is_new = tls.kept(tmp_path, HOME, TODAY + timedelta(days=days), os.urandom)
    assert is_new
    assert other.fingerprint != made.fingerprint
    assert len(list((tmp_path / "phone").iterdir())) == 1


def test_a_damaged_file_is_said_and_left_alone(tmp_path: Path) -> None:
    """Truncated, foreign, mixed up, or of another kind: it is neither used nor replaced."""
    tls.kept(tmp_path, HOME, TODAY, os.urandom)
    path = tmp_path / "phone" / "192.168.7.20.pem"
    whole, other = path.read_bytes(), b"".join(authority(SIX).pem())
    mixed = authority().pem()[0] + authority().pem()[1]
    for bad in (b"", whole[:300], whole[:-40], b"x" * 1000, other, mixed, rsa()):
        write_over(path, bad)
        with pytest.raises(tls.AuthorityDamaged):
            tls.kept(tmp_path, HOME, TODAY, os.urandom)
        assert path.read_bytes() == bad


def rsa() -> bytes:
    """An authority of ours with a key of another kind behind it."""
    from cryptography.hazmat.primitives.asymmetric import rsa as kind

    key = kind.generate_private_key(65537, 2048)
    return authority().pem()[0] + key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


def test_forgetting_leaves_nothing(tmp_path: Path) -> None:
    """Every authority and its key are deleted; a second time there is nothing to delete."""
    tls.kept(tmp_path, HOME, TODAY, os.urandom)
    tls.kept(tmp_path, SIX, TODAY, os.urandom)
    assert tls.forget(tmp_path) == 2
    assert list(tmp_path.iterdir()) == []
    assert tls.forget(tmp_path) == 0


def test_a_folder_that_cannot_be_made_is_said(tmp_path: Path) -> None:
    """Where something else has the folder's name, it is the vault's own kind of error, without a path in it."""
    (tmp_path / "phone").write_text("a file")
    with pytest.raises(VaultError) as error:
        tls.kept(tmp_path, HOME, TODAY, os.urandom)
    assert str(tmp_path) not in str(error.value)
