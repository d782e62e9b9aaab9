"""TLS as the server speaks it: 1.2 at least, and a certificate that renews itself while it serves."""

from __future__ import annotations

import os
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from homing.vault.home import files, write_new
from homing.web.tls.authority import Authority, Leaf

CIPHERS = "ECDHE+AESGCM:ECDHE+CHACHA20"
"""For TLS 1.2: forward secrecy and authenticated encryption. TLS 1.3 brings its own."""


class Fresh:
    """A context of the server, and the certificate in it."""

    def __init__(self, authority: Authority, now: Callable[[], datetime], urandom: Callable[[int], bytes]) -> None:
        self._authority = authority
        self._now = now
        self._urandom = urandom
        self.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self.context.minimum_version = ssl.TLSVersion.TLSv1_2
        self.context.set_ciphers(CIPHERS)
        self.leaf = self._renewed()

    def renew(self) -> bool:
        """Put a new certificate in its place if half its life is over; whether that was so."""
        if self._now() < self.leaf.half_spent:
            return False
        self.leaf = self._renewed()
        return True

    def _renewed(self) -> Leaf:
        leaf = self._authority.leaf(self._now(), self._urandom)
        with _on_disk(leaf) as path:
            self.context.load_cert_chain(path)
        return leaf


@contextmanager
def _on_disk(leaf: Leaf) -> Iterator[Path]:
    """OpenSSL reads files alone: one (0600) in a folder (0700) that is gone at once, in memory where that can be."""
    memory = Path("/dev/shm")  # noqa: S108 - a file system in memory; the folder below it is ours alone
    place = memory if memory.is_dir() and os.access(memory, os.W_OK) else None
    with files(), TemporaryDirectory(dir=place) as folder:
        path = Path(folder) / "leaf.pem"
        write_new(path, b"".join(reversed(leaf.pem())))
        yield path
