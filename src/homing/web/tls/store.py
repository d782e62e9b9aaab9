"""Authorities on the disk: ``phone/`` in Homing's folder, one file an address, for the owner's account alone (0600)."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import load_pem_private_key

from homing.vault.home import files, prepare, settle, write_over
from homing.web.tls.authority import Authority, address_of
from homing.web.tls.private import Address

FOLDER = "phone"
_BETWEEN = b"-----END CERTIFICATE-----\n"


class AuthorityDamaged(Exception):
    """The file is not as it was written. Nothing was changed."""


def kept(home: Path, address: Address, now: datetime, urandom: Callable[[int], bytes]) -> tuple[Authority, bool]:
    """The authority for this address, and whether it is new: made now because there was none, or the old one ends.

    Raises :class:`AuthorityDamaged` if the file cannot be read, and :class:`VaultError` if the folder cannot be used.
    """
    path = home / FOLDER / _file_name(address)
    known = _read(path, address) if path.exists() else None
    if known is not None and known.is_good(now):
        return known, False
    prepare(path.parent)
    made = Authority.new(address, now, urandom)
    with files():
        write_over(path, b"".join(made.pem()))
        settle(path.parent)
    return made, True


def forget(home: Path) -> int:
    """Delete every authority; how many there were. Nobody can sign in their names again."""
    folder = home / FOLDER
    count = len(list(folder.glob("*.pem")))
    if folder.exists():
        with files():
            shutil.rmtree(folder)
            settle(home)
    return count


def _read(path: Path, address: Address) -> Authority:
    with files():
        certificate, between, key = path.read_bytes().partition(_BETWEEN)
    try:
        read = x509.load_pem_x509_certificate(certificate + between)
        secret = load_pem_private_key(key, None)
        if not isinstance(secret, ec.EllipticCurvePrivateKey) or address_of(read) != address:
            raise AuthorityDamaged
        if secret.public_key() != read.public_key():
            raise AuthorityDamaged
    except (ValueError, TypeError):
        raise AuthorityDamaged from None
    return Authority(address, read, secret)


def _file_name(address: Address) -> str:
    return f"{str(address).replace(':', '-')}.pem"
