"""The IPv4 addresses of this machine, asked of its own kernel: nothing is sent, no name is looked up."""

from __future__ import annotations

import fcntl
import socket
import struct
import sys
from contextlib import suppress
from ipaddress import IPv4Address

SIOCGIFADDR = 0xC0206921 if sys.platform == "darwin" else 0x8915
"""The request "address of an interface": of the BSDs, and of Linux."""


def at_home() -> list[IPv4Address]:
    """The address of each interface that has one, in the system's order."""
    found: list[IPv4Address] = []
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as ear:
        for _number, name in socket.if_nameindex():
            with suppress(OSError):
                told = fcntl.ioctl(ear.fileno(), SIOCGIFADDR, struct.pack("40s", name.encode()[:15]))
                found.append(IPv4Address(told[20:24]))
    return found
