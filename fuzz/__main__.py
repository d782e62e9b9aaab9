"""Run targets under atheris: ``python -m fuzz [--seconds 600] [--work DIR] [TARGET ...]``, all of them unless named.

Each gets its time in a process of its own, one after the other. What is found lies in ``DIR/TARGET``: the corpus, the
log, and an input for every crash. Ends with 1 if there was one.
"""

from __future__ import annotations

import argparse
import logging
import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
NAMES = sorted(path.stem for path in (HERE / "targets").glob("[a-z]*.py"))
SLOWEST = 20
"""Seconds that one input may take (the machine may be busy with something else)."""

MOST_MEMORY = 3072
"""MiB that the process may take. Under atheris some targets grow by a few KiB an input; without it they do not."""

MOST_AT_ONCE = 256
"""MiB that may be asked for at once."""

LONGEST = 4096
"""Bytes of an input. Every grammar here is smaller than that; size has tests of its own."""


def main(arguments: Sequence[str]) -> int:
    """Fuzz the targets named, one after the other."""
    reading = argparse.ArgumentParser(prog="python -m fuzz")
    reading.add_argument("targets", nargs="*", metavar="TARGET", help=f"any of: {', '.join(NAMES)}")
    reading.add_argument("--seconds", type=int, default=600, help="for each target")
    reading.add_argument("--work", type=Path, default=Path(tempfile.gettempdir()) / "homing-fuzz")
    reading.add_argument("--here", action="store_true", help=argparse.SUPPRESS)
    told = reading.parse_args(arguments)
    if unknown := set(told.targets) - set(NAMES):
        reading.error(f"there is no target {', '.join(sorted(unknown))}")
    if told.here:
        _fuzz(told.targets[0], told.work, told.seconds)
    return max([_apart(name, told.work, told.seconds) for name in told.targets or NAMES])


def _apart(name: str, work: Path, seconds: int) -> int:
    """One target in a process of its own, since libFuzzer ends the process it runs in."""
    place = work / name
    (place / "corpus").mkdir(parents=True, exist_ok=True)
    command = [sys.executable, "-m", "fuzz", "--here", "--seconds", str(seconds), "--work", str(work), name]
    with (place / "log").open("ab") as log:
        ended = subprocess.run(command, stdout=log, stderr=log, check=False).returncode  # noqa: S603 - ourselves
    last = [line for line in (place / "log").read_text(errors="replace").splitlines() if " cov: " in line][-1:]
    sys.stdout.write(f"{name}: {'a crash' if ended else 'fine'}; {' '.join(last)}; see {place / 'log'}\n")
    sys.stdout.flush()
    return int(ended != 0)


def _fuzz(name: str, work: Path, seconds: int) -> None:
    """Only our own code is instrumented; it must not have been imported before."""
    logging.disable(logging.CRITICAL)  # libraries tell of every broken form
    atheris: Any = import_module("atheris")
    with atheris.instrument_imports(include=["homing"]):
        check = import_module(f"fuzz.targets.{name}").check
    place = work / name
    known = [HERE / "seeds" / name, HERE / "findings" / name]
    options = [
        f"-max_total_time={seconds}",
        f"-timeout={SLOWEST}",
        f"-rss_limit_mb={MOST_MEMORY}",
        f"-malloc_limit_mb={MOST_AT_ONCE}",
        f"-max_len={LONGEST}",
        f"-artifact_prefix={place}{os.sep}",
        "-print_final_stats=1",
    ]
    words = HERE / "words" / f"{name}.dict"
    options += [f"-dict={words}"] if words.exists() else []
    folders = [str(place / "corpus"), *(str(one) for one in known if one.is_dir())]
    atheris.Setup([sys.argv[0], *options, *folders], check)
    atheris.Fuzz()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
