"""What may come in: sizes, times, compressed and foreign kinds of bodies, paths; over real sockets where it matters."""

from __future__ import annotations

import ast
import asyncio
import gzip
import io
import socket
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Thread
from time import monotonic, sleep
from typing import Any
from zlib import compress

import pytest
from starlette.types import Message

import homing
from homing.record import Moment
from homing.web import guard
from homing.web import server as beneath
from tests.unit.web.conftest import house as house
from tests.unit.web.support import Browser, House
from tests.unit.web.test_guard import own, spoken

NOTHING = b'{"type":"diary"' + b" " * 4_000_000
BOMB = gzip.compress(NOTHING)


@pytest.mark.parametrize("coding", ["gzip", "deflate", "br", "zstd", "identity", "gzip, gzip", ""])
def test_no_compressed_body_is_taken(house: House, coding: str) -> None:
    """Whatever is said to be encoded is refused before a byte of it is looked at (zip bombs)."""
    headers = own(content_length=str(len(BOMB)), content_encoding=coding)
    status, _, said, _ = spoken(house, "/keep/import", headers, [BOMB])
    assert (status, said) == (415, b"Nothing compressed is taken.")


def zipped() -> bytes:
    """A zip bomb of four megabytes in a few thousand bytes, with a path that climbs."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("../../diary.jsonl", NOTHING)
    return made.getvalue()


XML = b"""<?xml version="1.0"?><!DOCTYPE d [<!ENTITY a SYSTEM "file://FILE"><!ENTITY b "&a;&a;">]><d>&b;</d>"""


@pytest.mark.parametrize("name", ["diary.jsonl", "diary.csv", "diary.zip", "../../etc/diary.jsonl", "diary.xml", ""])
@pytest.mark.parametrize("body", [BOMB, zipped(), compress(NOTHING), XML], ids=["gzip", "zip", "zlib", "xml"])
def test_what_is_packed_or_xml_is_not_opened(house: House, name: str, body: bytes, tmp_path: Path) -> None:
    """An upload is read as the text it is or refused; nothing is unpacked, no entity resolved, nothing written."""
    owner = house.create()
    secret = tmp_path / "secret"
    secret.write_text("Zebrafinch")
    answer = owner.post("/keep/import", files={"file": (name, body.replace(b"FILE", str(secret).encode()))})
    assert answer.status_code in (200, 303, 422)
    assert "Zebrafinch" not in answer.text
    assert house.all(Moment) == []
    assert {path.name.split("-")[0] for path in house.home.rglob("*")} <= {"vault.db", "vault.key", "vault.lock"}
    assert sorted(tmp_path.iterdir()) == [house.home, secret]


def test_no_xml_and_no_archive_is_ever_parsed() -> None:
    """No module that meets what a person sends imports a parser of XML, an unpacker, or a loader of objects."""
    never = {"xml", "xmlrpc", "lxml", "plistlib", "zipfile", "tarfile", "gzip", "bz2", "lzma", "pickle", "marshal"}
    root = Path(homing.__file__).parent
    met = [path for path in root.rglob("*.py") if path.relative_to(root).parts[0] not in ("lab", "engine")]
    met = [path for path in met if path.relative_to(root).parts[:2] != ("cli", "lab")]
    found = {f"{path.name}: {name}" for path in met for name in imported(path) if name in never}
    assert not found
    assert len(met) > 100


def imported(path: Path) -> Iterator[str]:
    """The first parts of all modules that a file imports."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (one.name.split(".")[0] for one in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            yield (node.module or "").split(".")[0]


@pytest.mark.parametrize(
    "path",
    ["/static/app.py", "/static/templates/base.html",
     "/static/../app.py", "/static/%2e%2e/app.py", "/static/..%2fapp.py", "/static/..%5capp.py", "/static/....//app.py",
     "/static//etc/hostname", "/static/%2fetc%2fhostname", "/static/css/../../app.py", "/static/%00",
     "/static/base%00.css",
     "/static/", "/static", "/static/css", "/static/css/", "/static/%c0%ae%c0%ae/app.py", "/../app.py",
     "//etc/hostname",
     "/static/.", "/static/..", "/keep/backups/..%2f..%2fvault.key", "/static/%252e%252e/app.py"],
)  # fmt: skip
def test_no_path_leads_out_of_the_static_files(house: House, path: str) -> None:
    """However it is written: nothing of the program, the machine or the vault, and no list of files."""
    house.create()
    with real(house) as port:
        answer = talk(port, f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: close\r\n\r\n".encode())
    assert answer.split(b" ")[1] in (b"400", b"404", b"405", b"307")
    for never in (b"create_app", b"chacha20", b"app.js</a>", b"base.css"):
        assert never not in answer.split(b"<main")[-1]


@pytest.mark.parametrize(
    "request_of",
    ["GET /{} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n", "GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX: {}\r\n\r\n",
     "GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n{}: x\r\n\r\n"],
)  # fmt: skip
def test_a_head_of_a_request_has_its_limit(house: House, request_of: str) -> None:
    """More than 64 KiB of address or headers is refused, and the connection closed."""
    with real(house) as port:
        answer = talk(port, request_of.format("x" * 200_000).encode())
    assert answer.startswith(b"HTTP/1.1 400")
    assert b"xxx" not in answer


@pytest.mark.parametrize(
    "smuggled",
    ["Content-Length: 5\r\nContent-Length: 6", "Transfer-Encoding: gzip, chunked", "Transfer-Encoding: identity",
     "Content-Length: +5", "Content-Length : 5", "Transfer-Encoding:\x0bchunked"],
)  # fmt: skip
def test_a_request_has_one_length(house: House, smuggled: str) -> None:
    """Two lengths or an odd one are refused and the connection is closed: nothing hides behind a request."""
    with real(house) as port:
        head = f"POST /lock HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nSec-Fetch-Site: same-origin\r\n{smuggled}\r\n\r\n"
        answer = talk(port, head.encode() + b"0\r\n\r\nGET /measures HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
    assert answer.split(b" ")[1] in (b"400", b"411", b"501")
    assert b"itchen" not in answer


def test_chunks_win_over_a_length_and_are_refused(house: House) -> None:
    """With both, the chunks say where the request ends (RFC 9112, 6.3), and the request is refused all the same."""
    house.create()
    with real(house) as port:
        head = f"POST /lock HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nSec-Fetch-Site: same-origin\r\n"
        both = "Transfer-Encoding: chunked\r\nContent-Length: 90\r\n\r\n0\r\n\r\n"
        after = "GET /measures HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n"
        answer = talk(port, (head + both + after).encode())
    assert [part[:3] for part in answer.split(b"HTTP/1.1 ")[1:]] == [b"411", b"200"]


def test_who_sends_slowly_is_not_waited_for(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """Half a form and then silence: after a while it counts as not sent, and nothing is changed."""
    monkeypatch.setattr(guard, "NEXT_PIECE", 0.05)
    house.create()
    sent: list[Message] = []
    pieces = [{"type": "http.request", "body": b"passphrase=", "more_body": True}]

    async def receive() -> Message:
        if pieces:
            return pieces.pop()
        await asyncio.sleep(3600)
        raise AssertionError

    async def send(message: Message) -> None:
        sent.append(message)

    for path, length in (("/unlock", "50"), ("/unlock", str(2**40))):
        headers = [(name.encode(), value.encode()) for name, value in own(content_length=length)]
        scope: dict[str, Any] = {"type": "http", "http_version": "1.1", "method": "POST", "scheme": "http"}
        scope |= {"path": path, "query_string": b"", "root_path": "", "headers": headers}
        asyncio.run(asyncio.wait_for(house.app(scope, receive, send), 20))
    assert [message["status"] for message in sent if "status" in message] == [413]


@pytest.mark.parametrize("said", [b"", b"GET / HT", b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX: "])
def test_who_never_finishes_asking_is_not_waited_for(
    house: House, monkeypatch: pytest.MonkeyPatch, said: bytes
) -> None:
    """A connection that says nothing, or half of its headers, is closed; whoever asks meanwhile is answered."""
    monkeypatch.setattr(beneath, "HEAD_WITHIN", 0.3)
    with real(house) as port, socket.create_connection(("127.0.0.1", port), timeout=20) as slow:
        slow.sendall(said)
        whole = f"GET /measures HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: close\r\n\r\n".encode()
        assert talk(port, whole).startswith(b"HTTP/1.1 200")
        assert slow.recv(1000) == b""


def test_a_second_request_may_not_dawdle_either(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """After an answer the same connection is closed when the next headers do not end."""
    monkeypatch.setattr(beneath, "HEAD_WITHIN", 0.3)
    with real(house) as port, socket.create_connection(("127.0.0.1", port), timeout=20) as slow:
        slow.sendall(f"HEAD /measures HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n\r\n".encode())
        assert slow.recv(65536).startswith(b"HTTP/1.1 200")
        slow.sendall(b"GET / HTTP/1.1\r\nHos")
        started = monotonic()
        while slow.recv(65536):
            pass
        assert monotonic() - started < 15


def test_many_connections_at_once_are_refused(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """Beyond a number of open connections there is a short refusal, not a process without files left to open."""
    monkeypatch.setattr(beneath, "MOST_CONNECTIONS", 5)
    with real(house) as port:
        held = [socket.create_connection(("127.0.0.1", port), timeout=20) for _ in range(6)]
        try:
            answer = talk(port, f"GET / HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: close\r\n\r\n".encode())
            assert answer.startswith(b"HTTP/1.1 503")
        finally:
            for one in held:
                one.close()


@pytest.mark.claim("P7")
def test_names_of_downloads_are_our_own(house: House) -> None:
    """No field of a form becomes part of a file's name: a day, and nothing that was sent."""
    owner: Browser = house.create()
    wanted = [("format", "jsonl"), ("filename", "../../x"), ("file", "/etc/passwd"), ("name", 'a"; b')]
    for path in ("/keep/export", "/keep/backups/take"):
        answer = owner.submit(path, wanted)
        told = answer.headers.get("content-disposition", "")
        assert "x" not in told.removeprefix("attachment; filename=") or 'filename="' in told
        assert ".." not in told
        assert "/" not in told
        assert "passwd" not in told


@contextmanager
def real(house: House) -> Iterator[int]:
    """The app behind the very server that ``homing serve`` starts; its port."""
    ear = socket.create_server(("127.0.0.1", 0))
    running = beneath.server(house.app)
    running.config.lifespan = "off"
    thread = Thread(target=running.run, kwargs={"sockets": [ear]})
    thread.start()
    until = monotonic() + 20
    while not running.started and monotonic() < until:
        sleep(0.01)
    try:
        yield ear.getsockname()[1]
    finally:
        running.should_exit = True
        thread.join(20)
        assert not thread.is_alive()


def talk(port: int, said: bytes) -> bytes:
    """Everything that comes back."""
    with socket.create_connection(("127.0.0.1", port), timeout=20) as line:
        line.sendall(said)
        heard = b""
        with suppress(ConnectionResetError, TimeoutError):
            while piece := line.recv(65536):
                heard += piece
        return heard
