"""``python -m benchmarks [--json PATH]``: a small table of costs, and the same numbers for a program."""

from __future__ import annotations

import argparse
import json
import platform
import sys
from pathlib import Path

import numpy as np

from .engine import Row, rows


def main() -> None:
    """Measure, print as it goes, and write the JSON if a path is given."""
    parser = argparse.ArgumentParser(
        prog="benchmarks", description="What the engine costs, beside a peer in the same run."
    )
    parser.add_argument("--json", type=Path, metavar="PATH", help="write the numbers to this file as well")
    path: Path | None = parser.parse_args().json
    measured: list[Row] = []
    for row in rows():
        measured.append(row)
        sys.stdout.write(f"{row.name:<48}{row.value:>10.2f} {row.unit}\n")
        sys.stdout.flush()
    if path is not None:
        made_with = {"python": platform.python_version(), "numpy": np.__version__, "machine": platform.machine()}
        numbers = [row._asdict() for row in measured]
        path.write_text(json.dumps({"made_with": made_with, "rows": numbers}, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
