"""What a worker process does: take up the work, then one block after the other, until nobody asks any more."""

from __future__ import annotations

import pickle
import signal
import threading
from contextlib import suppress
from multiprocessing.connection import Connection
from typing import Any

from .base import carried, portable


def serve(connection: Connection) -> None:
    """Answer on this connection: the first message is the work, all others are blocks; each gets one answer.

    An answer is (whether it could be done, the result or the error).
    """
    if threading.current_thread() is threading.main_thread():
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the one who asks
    with connection, suppress(EOFError, BrokenPipeError, ConnectionResetError):
        fine, work = carried(_read, connection.recv_bytes())
        connection.send_bytes(_told(fine, None if fine else work))
        while True:
            content = connection.recv_bytes()
            connection.send_bytes(_told(*carried(lambda told: work(_read(told)), content)))


def _read(content: bytes) -> Any:
    return pickle.loads(content)  # noqa: S301 - over a pipe that nobody has but the process that started this one


def _told(fine: bool, found: Any) -> bytes:
    try:
        return pickle.dumps((fine, found), protocol=5)
    except Exception as error:  # a result that cannot travel
        return pickle.dumps((False, portable(error)))
