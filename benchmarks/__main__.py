"""``python -m benchmarks [SUITE ...]``: measure, beside peers in the same run; ``--keep`` puts it on record.

What is on record is ``benchmarks/results.json``; ``docs/performance.md`` is written from it.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import sys
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np

from . import page
from .floor import rates
from .measure import Row
from .peers import PeerMissing

SUITES = {
    "reading": "One reading, and ten years of them",
    "filters": "The published filters",
    "cohort": "A cohort",
    "pages": "Pages over ten years",
    "start": "Starting up",
    "scale": "A million people",
    "growth": "Growth",
}
"""Each a module here with ``ABOUT`` (a sentence or two: what is compared and how) and ``rows()``."""


def main() -> int:
    """Measure the suites asked for, print each row as it comes, and keep or write them if asked."""
    parser = argparse.ArgumentParser(prog="benchmarks", description="What Homing costs, beside peers in the same run.")
    parser.add_argument("suites", nargs="*", metavar="SUITE", help=f"of: {', '.join(SUITES)} (all)")
    parser.add_argument("--keep", action="store_true", help="put it on record, and write docs/performance.md")
    parser.add_argument("--json", type=Path, metavar="PATH", help="write the numbers to this file")
    asked = parser.parse_args()
    unknown = [one for one in asked.suites if one not in SUITES]
    if unknown:
        parser.error(f"There is no suite {unknown[0]}. Suites: {', '.join(SUITES)}.")
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # whoever installs a program keeps what Python compiles of it
    results = page.load()
    measured = {name: _measured(name) for name in (asked.suites or SUITES)}
    if asked.keep:
        page.save({"machine": _machine(), "suites": {**results["suites"], **measured}})
    if asked.json is not None:
        asked.json.write_text(json.dumps(measured, indent=1) + "\n", encoding="utf-8")
    return 0


def _measured(name: str) -> dict[str, Any]:
    suite, load = import_module(f"benchmarks.{name}"), os.getloadavg()[0]
    sys.stdout.write(f"{SUITES[name]}\n")
    rows: list[dict[str, Any]] = []
    try:
        for row in suite.rows():
            rows.append(row.told())
            sys.stdout.write(f"  {_line(row)}\n")
            sys.stdout.flush()
    except PeerMissing as missing:
        raise SystemExit(f"A peer is missing here, and nothing is compared without it. {missing}") from missing
    return {
        "title": SUITES[name],
        "order": list(SUITES).index(name),
        "about": suite.ABOUT,
        "day": datetime.now(UTC).date().isoformat(),
        "load": load,
        "rows": rows,
    }


def _line(row: Row) -> str:
    beside = "".join(f", {name} {one.median:.4g} (x {row.times_of(one.median):.3g})" for name, one in row.peers.items())
    goal = "" if row.met is None else f", goal {row.goal:g} {'met' if row.met else 'MISSED'}"
    return f"{row.name:<56}{row.ours.median:>12.4g} {row.unit}{beside}{goal}"


def _machine() -> dict[str, str]:
    found = rates()
    cpu = Path("/proc/cpuinfo")
    names = [line.partition(":")[2].strip() for line in cpu.read_text().splitlines() if line.startswith("model name")]
    return {
        "processor": f"{names[0] if names else platform.machine()}, {os.cpu_count()} cores",
        "system": platform.system(),
        "Python and NumPy": f"{platform.python_version()}, {np.__version__}",
        "multiply and add, float64": f"{found.flops / 1e9:.1f} Gflop/s",
        "copying near, and far": f"{found.near / 1e9:.1f} and {found.far / 1e9:.1f} GB/s",
        "exponentials": f"{found.exps / 1e6:.0f} million/s",
        "a call in Python, and of NumPy": f"{found.call * 1e9:.0f} and {found.array * 1e9:.0f} ns",
    }


if __name__ == "__main__":
    raise SystemExit(main())
