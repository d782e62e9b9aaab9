"""Datasette, asked for its pages over an SQLite table (the ``database`` of the task in ``benchmarks/pages.py``).

It is served by its own server on loopback and asked by the client in ``benchmarks/asking.py``, as Homing is.
"""

import sys
from importlib import import_module
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[2]))
asking: Any = import_module("asking")  # no package here: this environment knows nothing of ours


def command(task: dict[str, Any], port: int) -> list[str]:
    """Its own server, as it comes."""
    return [
        "-m",
        "datasette",
        task["database"],
        "-h",
        "127.0.0.1",
        "-p",
        str(port),
        "--setting",
        "sql_time_limit_ms",
        "10000",
    ]


asking.answer(command)
