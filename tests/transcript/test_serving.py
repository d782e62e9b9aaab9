"""``homing serve`` as a person starts it: a real process, a page over loopback, a second process, Ctrl-C."""

from __future__ import annotations

import http.client
import os
import re
import signal
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.parse import urlencode

import pytest

from homing.vault import Cost, Vault
from tests.transcript.shell import LONGEST, WORDS, environment, sh

ADDRESS = re.compile(r"Homing is open at http://127\.0\.0\.1:(\d+)/\n")


@contextmanager
def serving(work: Path, *more: str, **variables: str) -> Iterator[tuple[subprocess.Popen[str], int]]:
    """A running server and its port; its process group is gone at the end, whatever happened."""
    server = subprocess.Popen(
        ["homing", "serve", *more],
        env=environment(work, **variables),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    try:
        assert server.stdout is not None
        opened = ADDRESS.match(server.stdout.readline())
        assert opened, server.communicate(timeout=LONGEST)
        yield server, int(opened[1])
    finally:
        if server.poll() is None:
            with suppress(ProcessLookupError):
                os.killpg(server.pid, signal.SIGKILL)
        server.communicate(timeout=LONGEST)


def ask(
    port: int, method: str, path: str, form: dict[str, str] | None = None, cookie: str = ""
) -> tuple[int, str, str]:
    """Status, body, and the cookie of the answer."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=LONGEST)
    headers = {"Origin": f"http://127.0.0.1:{port}", "Content-Type": "application/x-www-form-urlencoded"}
    connection.request(method, path, urlencode(form or {}), headers | ({"Cookie": cookie} if cookie else {}))
    answer = connection.getresponse()
    body = answer.read().decode()
    assert answer.getheader("server") is None
    given = (answer.getheader("set-cookie") or "").split(";")[0]
    connection.close()
    return answer.status, body, given


@pytest.fixture
def work(tmp_path: Path) -> Path:
    """A folder with an empty vault in it."""
    Vault.create(tmp_path / "vault", WORDS, urandom=os.urandom, cost=Cost(memory=64, iterations=1, lanes=1)).close()
    return tmp_path


@pytest.mark.claim("P7")
def test_serve_opens_a_page_and_ctrl_c_locks_the_diary(work: Path) -> None:
    """The page comes, another process is told that the diary is open, and Ctrl-C ends with 0 and the lock released."""
    with serving(work, "--no-browser", "--port", "0") as (server, port):
        assert ask(port, "GET", "/")[0] == 200
        status, _, cookie = ask(port, "POST", "/unlock", {"passphrase": WORDS})
        assert (status, bool(cookie)) == (303, True)
        assert ask(port, "GET", "/today", cookie=cookie)[0] == 200

        other = sh("homing moments", work, environment(work, HOMING_PASSPHRASE=WORDS))
        assert (other.returncode, other.stderr) == (6, "The diary is open in another Homing; close that one first.\n")

        server.send_signal(signal.SIGINT)
        out, err = server.communicate(timeout=LONGEST)
        assert server.returncode == 0
        assert out.endswith("Homing is closed, and the diary is locked.\n")
        assert err == ""
    Vault.open(work / "vault", WORDS).close()


def test_a_plain_kill_ends_as_ctrl_c_does(work: Path) -> None:
    """SIGTERM closes the vault and ends with 0."""
    with serving(work, "--no-browser", "--port", "0") as (server, port):
        ask(port, "POST", "/unlock", {"passphrase": WORDS})
        server.send_signal(signal.SIGTERM)
        out, _ = server.communicate(timeout=LONGEST)
        assert (server.returncode, "the diary is locked" in out) == (0, True)
    Vault.open(work / "vault", WORDS).close()


def test_a_port_that_is_taken_is_said(tmp_path: Path) -> None:
    """A port that another program has ends the command with 6 and a sentence."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = sh(f"homing serve --no-browser --port {port}", tmp_path, environment(tmp_path))
    expected = f"Port {port} is taken by another program; choose another, or let 0 choose.\n"
    assert (done.returncode, done.stderr) == (6, expected)


def test_the_browser_is_opened_without_the_passphrase(work: Path) -> None:
    """The browser gets the address, and no passphrase in its environment."""
    browser, seen = work / "browser", work / "seen"
    browser.write_text(f'#!/bin/sh\necho "$1 ${{HOMING_PASSPHRASE-none}}" > {seen}.new\nmv {seen}.new {seen}\n')
    browser.chmod(0o700)
    os.mkfifo(work / "done")
    browser.write_text(browser.read_text() + f"echo > {work / 'done'}\n")
    with serving(work, "--port", "0", BROWSER=str(browser), HOMING_PASSPHRASE=WORDS) as (_, port):
        (work / "done").read_text()  # waits for the browser
        assert seen.read_text() == f"http://127.0.0.1:{port}/ none\n"
