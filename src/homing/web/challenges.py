"""Challenges for passkeys: each is given out once, counts once, and only for a few minutes."""

from __future__ import annotations

from datetime import datetime, timedelta
from threading import Lock

from homing.companion import Ambient

COUNTS_FOR = timedelta(minutes=5)
MOST = 64
"""So many wait at once; whoever asks for more makes the oldest of them void."""


class Challenges:
    """Those that were given out and not used yet."""

    def __init__(self, ambient: Ambient) -> None:
        self._ambient = ambient
        self._lock = Lock()
        self._given: dict[bytes, datetime] = {}

    def give(self) -> bytes:
        """A new one."""
        one = self._ambient.urandom(32)
        with self._lock:
            self._given[one] = self._ambient.now()
            while len(self._given) > MOST:
                del self._given[next(iter(self._given))]
        return one

    def take(self, one: bytes) -> bool:
        """Whether it was given out just now; it will not count again."""
        with self._lock:
            given = self._given.pop(one, None)
        return given is not None and timedelta(0) <= self._ambient.now() - given < COUNTS_FOR
