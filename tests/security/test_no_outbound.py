"""No outbound connection (claim P6): the whole suite runs with the outside closed, and what is served opens nothing."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import sys
import urllib.error
import urllib.request
from contextlib import suppress
from pathlib import Path

import pytest

from homing.vault import Cost, Vault
from tests import outside
from tests.outside import watch_sockets
from tests.transcript.shell import LONGEST, WORDS, environment, sh
from tests.transcript.test_serving import ask, serving

pytestmark = pytest.mark.claim("P6")

AWAY = ("192.0.2.1", 9)
"""An address for documentation, which leads nowhere (RFC 5737)."""


def refused() -> list[str]:
    """What was tried and refused since the last look; looking forgives it."""
    tried = list(watch_sockets.tried)
    watch_sockets.tried.clear()
    return tried


def test_the_watch_bites() -> None:
    """Connecting, sending and asking for a name all fail in this very process."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as one:
        for attempt in (lambda: one.connect(AWAY), lambda: one.connect_ex(AWAY), lambda: one.sendto(b"x", AWAY)):
            with pytest.raises(watch_sockets.OutsideError):
                attempt()
    with pytest.raises(watch_sockets.OutsideError):
        socket.getaddrinfo("example.org", 80)
    with pytest.raises(watch_sockets.OutsideError):
        socket.gethostbyname("example.org")
    with pytest.raises(watch_sockets.OutsideError):
        asyncio.run(asyncio.open_connection("192.0.2.1", 9))
    with pytest.raises(urllib.error.URLError, match="to the outside"):
        urllib.request.urlopen("http://192.0.2.1:9/", timeout=1)
    assert len(refused()) == 7


def test_hiding_it_does_not_help() -> None:
    """What swallows the error is still found: the fixture looks at what was tried, not at what was raised."""
    with suppress(Exception):
        socket.create_connection(("2001:db8::1", 9), timeout=1)
    assert refused() == ["socket.connect"]


def test_loopback_and_files_are_allowed(tmp_path: Path) -> None:
    """A test may still speak to itself."""
    with socket.create_server(("127.0.0.1", 0)) as ear, socket.create_connection(ear.getsockname()):
        pass
    with socket.socket(socket.AF_UNIX) as ear, socket.socket(socket.AF_UNIX) as mouth:
        ear.bind(str(tmp_path / "s"))
        ear.listen()
        mouth.connect(str(tmp_path / "s"))
    assert socket.getaddrinfo("127.0.0.1", 80)
    assert socket.getaddrinfo("localhost", 80)
    assert refused() == []


def test_processes_that_tests_start_are_watched(tmp_path: Path) -> None:
    """The hook is there in every Python that a transcript starts."""
    line = f"{sys.executable} -c \"import socket; socket.create_connection(('192.0.2.1', 9), timeout=1)\""
    done = sh(line, tmp_path, environment(tmp_path))
    assert done.returncode == 1
    assert "OutsideError" in done.stderr


def test_a_served_diary_opens_no_socket_at_all(tmp_path: Path) -> None:
    """From the first page through writing and exporting to the end: the server connects to nothing, not even here."""
    Vault.create(tmp_path / "vault", WORDS, urandom=os.urandom, cost=Cost(memory=64, iterations=1, lanes=1)).close()
    seen = tmp_path / "seen"
    with serving(tmp_path, "--no-browser", "--port", "0", **{watch_sockets.SEEN: str(seen)}) as (server, port):
        for path in ("/", "/help", "/help/my-own", "/settle", "/pause", "/nowhere", "/static/js/app.js"):
            ask(port, "GET", path)
        _, _, cookie = ask(port, "POST", "/unlock", {"passphrase": WORDS})
        for path, form in [
            ("/start/moment", {"person": "Wren", "cue": "louder", "outcome": "okay"}),
            ("/checkin", {"state": "settled"}),
            ("/keep/export", {"format": "jsonl"}),
            ("/keep/keys/recovery", {"proof": WORDS}),
        ]:
            assert ask(port, "POST", path, form, cookie)[0] in (200, 303)
        for path in ("/today", "/moments", "/people", "/cues", "/keep", "/keep/keys", "/keep/backups", "/keep/quiet"):
            assert ask(port, "GET", path, cookie=cookie)[0] == 200
        server.send_signal(signal.SIGINT)
        server.communicate(timeout=LONGEST)
    assert server.returncode == 0
    allowed = {"socket.getaddrinfo"}  # asyncio asks which family a listening number is of; nobody else is asked
    events = set(seen.read_text().split()) if seen.exists() else set()
    assert events <= allowed


def test_a_thread_that_may_not_be_watched_yet_is_asked_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """Threads that begin at the same instant are all watched, and none dies of it; what never works still fails."""
    refused, watched = iter([True, True, False]), list[object]()

    def settrace(function: object) -> None:
        if next(refused, True):
            raise RuntimeError("another trace function is being installed")
        watched.append(function)

    outside.patient(settrace)(len)
    assert watched == [len]
    monkeypatch.setattr(outside, "ATTEMPTS", 2)
    with pytest.raises(RuntimeError):
        outside.patient(settrace)(len)
