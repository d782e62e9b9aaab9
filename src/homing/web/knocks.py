"""Waits after wrong tries at the door. One count for the vault, whoever tries from whichever browser.

Waiting never ends the owner's right to try: a wait is half a minute at most, a try during a wait is neither looked at
nor counted, and whoever may open the diary files anyhow meets no wait at the command line. Nothing is written down: a
process that starts anew begins at none, and who can start it could guess at the files themselves.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from math import ceil

FREE = 5
"""So many wrong tries cost no wait: slips of a finger."""
LONGEST = timedelta(seconds=30)
FORGOTTEN_AFTER = timedelta(minutes=15)
"""After so long without a wrong try the count begins anew."""


class TooSoon(Exception):
    """The door was knocked at before its wait was over. Nothing was tried."""

    def __init__(self, seconds: int) -> None:
        super().__init__()
        self.seconds = seconds
        """What is left of the wait, from 1 up."""


class Knocks:
    """Counts wrong tries. Not safe between threads by itself: the keeper asks under its lock."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        self._now = now
        self._wrong = 0
        self._last: datetime | None = None

    def may_try(self) -> None:
        """Raise :class:`TooSoon` while there is a wait. A clock that was set back makes no wait longer than its own."""
        if self._last is None:
            return
        since = self._now() - self._last
        if since < timedelta(0):
            self._last, since = self._now(), timedelta(0)
        if since >= FORGOTTEN_AFTER:
            self.right()
            return
        left = self._wait() - since
        if left > timedelta(0):
            raise TooSoon(ceil(left.total_seconds()))

    def wrong(self) -> None:
        """A try was wrong."""
        self._wrong += 1
        self._last = self._now()

    def right(self) -> None:
        """A try was right, or the wrong ones are long ago."""
        self._wrong, self._last = 0, None

    def _wait(self) -> timedelta:
        """1, 2, 4, 8, 16, then 30 seconds."""
        over = self._wrong - FREE
        return timedelta(0) if over < 0 else min(LONGEST, timedelta(seconds=2 ** min(over, 10)))
