"""The real app on a free loopback port: a server in a thread, a vault on the disk, a clock that a test may move."""

from __future__ import annotations

import random
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Thread
from time import monotonic, sleep

import uvicorn

from homing.companion import Ambient
from homing.vault import Cost
from homing.web import Keeper, create_app

ZONE = "Europe/Vienna"
MORNING = datetime(2026, 11, 21, 8, 30, tzinfo=UTC)
"""A Saturday morning, half past nine in Vienna."""

SMALLEST = Cost(memory=8, iterations=1, lanes=1)
PASSPHRASE = "lantern under the plum tree"


@dataclass(slots=True)
class Clock:
    """A clock that stands still until it is moved."""

    instant: datetime = MORNING

    def __call__(self) -> datetime:
        """Now."""
        return self.instant

    def forward(self, by: timedelta) -> None:
        """Let time pass."""
        self.instant += by


def ambient(now: Callable[[], datetime], seed: int = 0) -> Ambient:
    """Vienna, the given clock, and chance from a seed."""
    return Ambient(now=now, zone=ZONE, urandom=random.Random(seed).randbytes)


@dataclass(slots=True)
class House:
    """The app over one folder. It can be stopped and opened again, as after a night."""

    home: Path
    clock: Clock = field(default_factory=Clock)
    idle: timedelta = timedelta(minutes=10)
    keeper: Keeper = field(init=False)
    _port: int = 0
    _opened: int = 0
    _running: tuple[uvicorn.Server, Thread] | None = None

    @property
    def address(self) -> str:
        """Where it answers."""
        return f"http://127.0.0.1:{self._port}"

    def open(self) -> None:
        """Start the server; the same port as before, if there was one."""
        self._opened += 1
        self.keeper = Keeper(self.home, ambient(self.clock, seed=self._opened), idle=self.idle, cost=SMALLEST)
        ear = _listening(self._port)
        self._port = ear.getsockname()[1]
        told = {"log_config": None, "access_log": False, "server_header": False, "timeout_graceful_shutdown": 2}
        server = uvicorn.Server(uvicorn.Config(create_app(self.keeper), **told))  # type: ignore[arg-type]
        thread = Thread(target=server.run, kwargs={"sockets": [ear]}, name="house")
        thread.start()
        self._running = (server, thread)
        until = monotonic() + 20
        while not server.started and thread.is_alive() and monotonic() < until:
            sleep(0.01)
        assert server.started, "the server did not start"

    def close(self) -> None:
        """Stop the server; the vault is locked on the way."""
        if self._running is not None:
            server, thread = self._running
            server.should_exit = True
            thread.join(20)
            assert not thread.is_alive(), "the server did not stop"
        self._running = None

    def restart(self) -> None:
        """Close and open again, with nothing carried over in memory."""
        self.close()
        self.open()

    def written(self) -> list[Path]:
        """Every file under the folder of the vault."""
        return sorted(path for path in self.home.rglob("*") if path.is_file())


@contextmanager
def opened(home: Path, *, idle: timedelta = timedelta(minutes=10), clock: Clock | None = None) -> Iterator[House]:
    """A house that is open for as long as the block lasts."""
    house = House(home, clock or Clock(), idle)
    house.open()
    try:
        yield house
    finally:
        house.close()


def _listening(port: int) -> socket.socket:
    ear = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    ear.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    ear.bind(("127.0.0.1", port))
    return ear
