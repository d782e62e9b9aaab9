"""``homing phone``: which address it takes, what it asks, and a real server that speaks TLS and nothing else."""

from __future__ import annotations

import http.client
import os
import socket
import ssl
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from ipaddress import IPv4Address, ip_address
from pathlib import Path
from threading import Event, Thread
from time import monotonic, sleep
from urllib.parse import urlencode

import pytest
import uvicorn

from homing.cli import interfaces, phone, serving
from homing.cli.codes import Code
from homing.companion import Ambient
from homing.web import tls
from homing.web.server import server
from tests.unit.cli.conftest import WORDS, Homing

LOOPBACK = IPv4Address("127.0.0.2")
"""A stand-in for an address at home; the command itself takes none such."""


@dataclass
class Running:
    """A server that runs, and where."""

    port: int
    folder: Path

    def context(self) -> ssl.SSLContext:
        """A client that trusts what is kept in the folder."""
        (path,) = (self.folder / "phone").glob("*.pem")
        return ssl.create_default_context(cafile=str(path))

    def ask(self, method: str, path: str, cookie: str = "", host: str = "", **form: str) -> http.client.HTTPResponse:
        """Ask as a phone that trusts the certificate."""
        line = http.client.HTTPSConnection(str(LOOPBACK), self.port, timeout=20, context=self.context())
        body = urlencode(form)
        here = f"{LOOPBACK}:{self.port}"
        headers = {"Host": host or here, "Origin": f"https://{here}", "Cookie": cookie}
        headers["Content-Type"] = "application/x-www-form-urlencoded"
        line.request(method, path, body if method == "POST" else None, headers)
        answer = line.getresponse()
        answer.read()
        line.close()
        return answer


@contextmanager
def opened(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Running]:
    """``homing phone`` on loopback, from its first line to its last."""
    started: list[uvicorn.Server] = []
    ports: list[int] = []
    free = serving.first_free

    def watched(*told: object) -> uvicorn.Server:
        started.append(server(*told))  # type: ignore[arg-type]
        return started[0]

    def listening(*told: object) -> list[socket.socket]:
        found = free(*told)  # type: ignore[arg-type]
        ports.append(found[0].getsockname()[1])
        return found

    monkeypatch.setattr(phone, "server", watched)
    monkeypatch.setattr(serving, "first_free", listening)
    monkeypatch.setattr(serving, "stopped_by_signals", contextmanager(lambda: iter([None])))
    here = Ambient(now=lambda: datetime.now(UTC), zone="UTC", urandom=os.urandom)
    thread = Thread(target=phone.open_door, args=(folder, here, LOOPBACK, 0))
    thread.start()
    until = monotonic() + 20
    while not (started and started[0].started) and monotonic() < until:
        sleep(0.01)
    try:
        yield Running(ports[0], folder)
    finally:
        started[0].should_exit = True
        thread.join(20)
        assert not thread.is_alive()


@pytest.mark.claim("P7")
def test_a_phone_that_trusts_it_is_served(
    vault: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The page comes by TLS, the passphrase opens the diary, the cookie is Secure, and the end locks the diary."""
    with opened(vault, monkeypatch) as here:
        assert here.ask("GET", "/phone").status == 200
        answer = here.ask("POST", "/unlock", passphrase=WORDS)
        cookie = answer.getheader("set-cookie") or ""
        assert (answer.status, answer.getheader("location"), "; Secure" in cookie) == (303, "/today", True)
        assert here.ask("GET", "/today", cookie.split(";")[0]).status == 200
        assert answer.getheader("server") is None
    said = capsys.readouterr().out
    assert f"https://{LOOPBACK}:{here.port}/phone" in said
    assert said.endswith("Homing is closed, and the diary is locked.\n")
    again, _ = tls.kept(vault, LOOPBACK, datetime.now(UTC), os.urandom)
    assert "".join(again.fingerprint.split(":")) in said.replace(" ", "").replace("\n", "")


@pytest.mark.care("C28")
def test_nobody_else_gets_anything(vault: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Plain HTTP gets not a byte; a client that does not trust the certificate stops; another host is refused."""
    with opened(vault, monkeypatch) as here:
        with socket.create_connection((str(LOOPBACK), here.port), timeout=20) as line:
            line.sendall(b"GET / HTTP/1.1\r\nHost: 127.0.0.2\r\n\r\n")
            assert line.recv(100) == b""
        foreign = http.client.HTTPSConnection(str(LOOPBACK), here.port, timeout=20)
        with pytest.raises(ssl.SSLCertVerificationError):
            foreign.request("GET", "/")
        assert here.ask("GET", "/", host="attacker.example").status == 421
        assert here.ask("GET", "/", host=f"127.0.0.1:{here.port}").status == 421
        assert here.ask("POST", "/lock", host=f"{LOOPBACK}:1").status == 403


def test_only_the_address_is_listened_on(vault: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """At the machine's other addresses nobody answers on that port."""
    with opened(vault, monkeypatch) as here, pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.1", here.port), timeout=5)


@pytest.mark.care("C28")
@pytest.mark.usefixtures("vault")
@pytest.mark.parametrize(
    "host", ["0.0.0.0", "::", "127.0.0.1", "8.8.8.8", "192.0.2.2", "fe80::1", "fe80::1%lo", "::ffff:10.0.0.1"]
)
def test_an_address_that_is_not_at_home_is_refused(homing: Homing, tmp_path: Path, host: str) -> None:
    """Every interface, loopback, public and odd addresses are refused with a sentence, and no authority is made."""
    done = homing("phone", "--host", host, "--yes")
    assert (done.code, done.out) == (Code.USAGE, "")
    assert "not an address of a home network" in done.err
    assert not (tmp_path / "vault" / "phone").exists()


@pytest.mark.usefixtures("vault")
def test_what_else_is_refused(homing: Homing, tmp_path: Path) -> None:
    """A name, an address of another machine, a port of the system, another word: each with its own sentence."""
    for told, sentence in [
        (("--host", "example.org"), "a number such as 192.168.1.7, not a name"),
        (("--host", "10.255.254.253"), "does not have this address now"),
        (("--host", "10.255.254.253", "--port", "many"), "--port: this is a whole number"),
        (("forgot",), "After homing phone comes nothing, or: forget."),
    ]:
        done = homing("phone", *told, "--yes")
        assert (done.code, done.out) == (Code.USAGE, "")
        assert sentence in done.err
    assert not (tmp_path / "vault" / "phone").exists()


def test_without_a_diary_there_is_nothing_to_open(homing: Homing) -> None:
    """A stranger in the network must not be the first to choose a passphrase."""
    done = homing("phone", "--yes")
    assert done.code == Code.PLACE
    assert "homing init" in done.err


@pytest.mark.care("C23")
@pytest.mark.usefixtures("vault")
def test_it_asks_who_else_could_open_this(homing: Homing, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where nobody can be asked nothing is opened; a no opens nothing; a yes goes on."""
    monkeypatch.setattr(phone, "at_home", lambda: [IPv4Address("10.1.2.3")])
    done = homing("phone")
    assert (done.code, "Could anyone else open this?" in done.err) == (Code.USAGE, True)
    assert "Nobody can be asked here" in done.err
    monkeypatch.setattr(sys.stdin, "isatty", lambda: True, raising=False)
    for answer, code in (("n\n", Code.REFUSED), ("\n", Code.REFUSED), ("y\n", Code.FINE)):
        monkeypatch.setattr(sys.stdin, "readline", lambda told=answer: told, raising=False)
        monkeypatch.setattr(phone, "open_door", lambda *_: Code.FINE)
        assert homing("phone").code == code


@pytest.mark.usefixtures("vault")
def test_the_machine_s_own_address_is_found(homing: Homing, monkeypatch: pytest.MonkeyPatch) -> None:
    """One address at home is taken; of several one must be named; without any it is said."""
    taken: list[str] = []

    def open_door(_folder: Path, _here: Ambient, address: tls.Address, port: int | None) -> Code:
        taken.append(f"{address} {port}")
        return Code.FINE

    monkeypatch.setattr(phone, "open_door", open_door)
    monkeypatch.setattr(phone, "at_home", lambda: [ip_address(one) for one in ("127.0.0.1", "10.1.2.3", "8.8.8.8")])
    assert homing("phone", "--yes").code == Code.FINE
    assert homing("phone", "--yes", "--host", "192.168.1.7", "--port", "8500").code == Code.FINE
    assert taken == ["10.1.2.3 None", "192.168.1.7 8500"]
    monkeypatch.setattr(phone, "at_home", lambda: [ip_address(one) for one in ("192.168.1.7", "10.1.2.3")])
    assert "192.168.1.7, 10.1.2.3. Name that" in homing("phone", "--yes").err
    monkeypatch.setattr(phone, "at_home", list)
    assert "no address in a home network" in homing("phone", "--yes").err


def test_addresses_come_from_the_kernel() -> None:
    """Each interface that has an IPv4 address tells it; nothing is sent for that."""
    assert IPv4Address("127.0.0.1") in interfaces.at_home()


def test_forgetting(homing: Homing, vault: Path) -> None:
    """The authorities go, the diary stays, and what is left on the phone is said."""
    tls.kept(vault, LOOPBACK, datetime.now(UTC), os.urandom)
    done = homing("phone", "forget")
    assert (done.code, "1 certificate for phones is deleted" in done.out) == (0, True)
    assert "remove it in its settings" in done.out
    assert not (vault / "phone").exists()
    assert homing("phone", "forget").out == "There is no certificate for phones here.\n"
    assert homing("moments").code == 0


def test_a_damaged_certificate_is_said(vault: Path, monkeypatch: pytest.MonkeyPatch, homing: Homing) -> None:
    """It is neither used nor replaced; the way out is named."""
    tls.kept(vault, LOOPBACK, datetime.now(UTC), os.urandom)
    (path,) = (vault / "phone").iterdir()
    path.write_text("x")
    monkeypatch.setattr(phone, "_address", lambda _host: LOOPBACK)
    done = homing("phone", "--yes", "--port", "0")
    assert done.code == Code.DAMAGED
    assert "homing phone forget" in done.err
    assert path.read_text() == "x"


class Terminal:
    """Something that draws, or does not."""

    def __init__(self, encoding: str, *, tty: bool = True) -> None:
        self.encoding = encoding
        self._tty = tty

    def isatty(self) -> bool:
        """Whether somebody looks."""
        return self._tty


@pytest.mark.parametrize(
    ("term", "encoding", "tty", "drawn"),
    [("xterm", "utf-8", True, True), ("dumb", "utf-8", True, False), ("", "utf-8", True, False),
     ("xterm", "ascii", True, False), ("xterm", "utf-8", False, False)],
)  # fmt: skip
def test_the_picture_is_drawn_where_it_can_be(
    term: str, encoding: str, tty: bool, drawn: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In a terminal with blocks; not on a dumb one, not in ASCII, not into a file or a pipe."""
    monkeypatch.setenv("TERM", term)
    if not term:
        monkeypatch.delenv("TERM")
    monkeypatch.setattr(sys, "stdout", Terminal(encoding, tty=tty))
    picture = phone._picture("https://192.168.1.7:8460/")
    assert bool(picture) is drawn
    assert ("▄" in picture) is drawn
    assert "192" not in picture


def test_the_certificate_is_looked_after_while_it_serves() -> None:
    """The look comes again and again, also after one that failed, and ends with the server."""
    looked, twice = [], Event()

    def renew() -> None:
        looked.append(1)
        if len(looked) == 2:
            twice.set()
        raise OSError

    with phone._renewing(renew, every=0.01):
        assert twice.wait(20)
    count = len(looked)
    sleep(0.05)
    assert len(looked) == count
