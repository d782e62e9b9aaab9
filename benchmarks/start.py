"""Starting up: help on the command line, the server's first page, and what it holds while nobody asks."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from http.client import HTTPConnection
from pathlib import Path

from . import asking
from .measure import Row, figure, in_turn
from .peers import python_of

ABOUT = (
    "Each command in a process of its own, from calling it to its end, taking turns; the server from calling it to the "
    "last byte of its first page, and the memory it holds (resident) two seconds later. Files are in the disk cache."
)

ROUNDS = 5
STARTS = 5
REST = 2.0
BARE = "Python itself, doing nothing"
PORT = 18_460
"""Where the server listens while it is timed."""


def rows() -> Iterator[Row]:
    """Help beside the peers' help; then the server."""
    tasks = {"homing": _help([str(Path(sys.executable).with_name("homing")), "--help"])}
    tasks["Python"] = _help([sys.executable, "-c", "pass"])
    tasks |= {name: _help([str(python_of(name).with_name(name)), "--help"]) for name in ("datasette", "fava")}
    told = in_turn(tasks, rounds=ROUNDS, scale=1.0)
    ours, least = told.pop("homing"), told.pop("Python").median
    yield Row("homing --help", "s", ours, told, goal=0.15, floor=least, floor_of=BARE)
    pages, memory = zip(*(_started() for _ in range(STARTS)), strict=True)
    yield Row("server to its first page", "s", figure(pages), goal=1.5, floor=least, floor_of=BARE)
    note = "Before unlocking; Linux tells it, no other system."
    yield Row("idle memory", "MB", figure(memory), goal=100.0, floor=_idle_python(), floor_of=BARE, note=note)


def _help(command: Sequence[str]) -> Callable[[], None]:
    def run() -> None:
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)  # noqa: S603

    return run


def _started() -> tuple[float, float]:
    """Seconds from calling the server to its first page, and the megabytes it holds soon after."""
    with tempfile.TemporaryDirectory() as home:
        command = [sys.executable, "-m", "homing", "serve", "--no-browser", "--port", str(PORT)]
        begun = time.perf_counter()
        server = subprocess.Popen(command, env=os.environ | {"HOMING_HOME": home}, stdout=subprocess.DEVNULL)  # noqa: S603
        try:
            asking.wait(PORT)
            asking.once(HTTPConnection("127.0.0.1", PORT, timeout=30), "/pause", {"Sec-Fetch-Site": "none"})
            spent = time.perf_counter() - begun
            time.sleep(REST)
            return spent, _resident(server.pid)
        finally:
            server.terminate()
            server.wait()


def _idle_python() -> float:
    """The megabytes that Python holds which does nothing."""
    command = [sys.executable, "-c", "import sys; sys.stdin.read()"]
    with subprocess.Popen(command, stdin=subprocess.PIPE) as idle:  # noqa: S603
        time.sleep(REST / 4)
        held = _resident(idle.pid)
        idle.terminate()
    return held


def _resident(process: int) -> float:
    status = Path(f"/proc/{process}/status").read_text(encoding="utf-8")
    return next(float(line.split()[1]) / 1024 for line in status.splitlines() if line.startswith("VmRSS"))
