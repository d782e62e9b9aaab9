"""A server that only sends: ``/N`` answers with N bytes. ``python -m benchmarks.bare``.

It reads nothing but the head of a question and decides nothing. It prints its port and serves until it is told to stop.
"""

from __future__ import annotations

import socket
import sys


def main() -> None:
    """Serve one connection after another."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        sys.stdout.write(f"{listening.getsockname()[1]}\n")
        sys.stdout.flush()
        while True:
            link, _ = listening.accept()
            link.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            with link:
                _answer(link)


def _answer(link: socket.socket) -> None:
    asked = b""
    while more := link.recv(65536):
        asked += more
        while b"\r\n\r\n" in asked:
            head, asked = asked.split(b"\r\n\r\n", 1)
            length = int(head.split(b" ", 2)[1][1:] or 0)
            link.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % length + bytes(length))


if __name__ == "__main__":
    main()
