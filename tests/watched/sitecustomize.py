"""No test speaks to the outside: an audit hook refuses it, wherever in Python it is tried, and remembers that it was.

Loopback and sockets of the file system are allowed. Python imports a module of this name by itself where its folder
stands in PYTHONPATH, so that processes which tests start are watched, too. There is no way back.
"""

from __future__ import annotations

import os
import socket
import sys
from ipaddress import ip_address
from typing import Any

SPEAKING = frozenset({"socket.connect", "socket.sendto", "socket.sendmsg"})
NAMING = frozenset({"socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr", "socket.getnameinfo"})
SEEN = "HOMING_SOCKETS_SEEN"
"""The variable that names a file into which every such event of a process goes, also what is allowed."""

tried: list[str] = []
"""What this process tried, though nobody may."""


class OutsideError(OSError):
    """Something tried to reach another machine."""


def _look(event: str, told: tuple[Any, ...]) -> None:
    if event not in SPEAKING and event not in NAMING:
        return
    if SEEN in os.environ:
        with open(os.environ[SEEN], "a", encoding="utf-8") as file:  # noqa: PTH123 - within an audit hook
            file.write(f"{event}\n")
    if event in SPEAKING and _leads_out(told[0], told[1]):
        _refuse(event)
    if event in NAMING and not _needs_no_asking(told[0]):
        _refuse(event)


def _refuse(event: str) -> None:
    tried.append(event)
    raise OutsideError(f"{event} to the outside")


def _leads_out(one: Any, address: Any) -> bool:
    if getattr(one, "family", None) not in (socket.AF_INET, socket.AF_INET6) or address is None:
        return False
    return not _is_loopback(address[0])


def _needs_no_asking(host: Any) -> bool:
    """A number, this machine's own name, or nothing: no other machine is asked for it."""
    told = host[0] if isinstance(host, tuple) else host
    if told is None or _text(told) in ("", "localhost", socket.gethostname()):
        return True
    return _number(told) is not None


def _is_loopback(host: Any) -> bool:
    number = _number(host)
    return _text(host) == "localhost" or (number is not None and number.is_loopback)


def _number(host: Any) -> Any:
    try:
        return ip_address(_text(host))
    except ValueError:
        return None


def _text(host: Any) -> str:
    return host.decode("ascii", "replace") if isinstance(host, (bytes, bytearray)) else str(host)


sys.addaudithook(_look)
