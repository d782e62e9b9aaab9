"""One client for every server that is compared: one kept connection on loopback, from the question to the last byte.

The standard library alone, since peers run it in environments of their own.
"""

import http.client
import json
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Mapping
from typing import Any

WARM = 2
"""Unmeasured requests for each path first."""

LEAST = 3
"""So many rounds are measured, however slow a server is."""


def wait(port: int, seconds: float = 60.0) -> float:
    """Until something answers at the port; when that was, by the performance counter. ``TimeoutError`` if nothing."""
    last = time.perf_counter() + seconds
    while time.perf_counter() < last:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            return time.perf_counter()
        except OSError:
            time.sleep(0.005)
    raise TimeoutError


def once(link: http.client.HTTPConnection, path: str, headers: Mapping[str, str]) -> float:
    """Seconds for one page; ``RuntimeError`` if it is not one."""
    begun = time.perf_counter()
    link.request("GET", path, headers=dict(headers))
    answer = link.getresponse()
    answer.read()
    spent = time.perf_counter() - begun
    if answer.status != 200:
        raise RuntimeError(f"{path}: {answer.status}")
    return spent


def size(port: int, path: str, headers: Mapping[str, str]) -> int:
    """How many bytes a page has."""
    link = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
    link.request("GET", path, headers=dict(headers))
    told = link.getresponse().read()
    link.close()
    return len(told)


def each(
    port: int,
    paths: Iterable[str],
    rounds: int,
    headers: Mapping[str, str] | None = None,
    seconds: float = float("inf"),
) -> dict[str, list[float]]:
    """Seconds for each page, in turns, so many rounds; no further one after so many ``seconds``, beyond the least."""
    link = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
    told: dict[str, list[float]] = {path: [] for path in paths}
    last = time.perf_counter() + seconds
    for number in range(WARM + rounds):
        if number >= WARM + LEAST and time.perf_counter() > last:
            break
        for path, spent in told.items():
            seconds = once(link, path, headers or {})
            if number >= WARM:
                spent.append(seconds)
    link.close()
    return told


def answer(command: Callable[[dict[str, Any], int], list[str]]) -> None:
    """Do a peer's task, from standard input to standard output: start its server, and ask it for its pages.

    ``command`` is what follows Python's own name, for a task and a port. In: what the command reads, ``paths``,
    ``rounds`` and ``seconds``, after which no further round begins. Out: seconds of each request by path, in order.
    """
    task = json.load(sys.stdin)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = subprocess.Popen(  # noqa: S603
        [sys.executable, *command(task, port)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        wait(port)
        json.dump(each(port, task["paths"], task["rounds"], seconds=task["seconds"]), sys.stdout)
    finally:
        server.terminate()
        server.wait()
