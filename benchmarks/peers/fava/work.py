"""Fava, asked for its pages over a ledger; see the task in ``benchmarks/pages.py``.

In: ``ledger``, ``paths``, ``rounds`` and ``seconds``, after which no further round begins. Out: seconds of each request
by path, in order. It is served by its own server on loopback and asked by the client in ``benchmarks/asking.py``, as
Homing is.
"""

import json
import socket
import subprocess
import sys
from importlib import import_module
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[2]))
asking: Any = import_module("asking")  # no package here: this environment knows nothing of ours


def main() -> None:
    """Answer one task."""
    task = json.load(sys.stdin)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "fava.cli", task["ledger"], "-H", "127.0.0.1", "-p", str(port)]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)  # noqa: S603
    try:
        asking.wait(port)
        json.dump(asking.each(port, task["paths"], task["rounds"], seconds=task["seconds"]), sys.stdout)
    finally:
        server.terminate()
        server.wait()


main()
