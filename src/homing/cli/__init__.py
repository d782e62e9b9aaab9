"""The command line: a thin face over the use cases."""

from __future__ import annotations

import os
import sys
from io import TextIOWrapper


def main() -> int:
    """Run ``homing`` with the arguments of this process; the exit code is one of :class:`homing.cli.codes.Code`."""
    from homing.cli.running import run

    os.umask(0o077)  # whatever a command writes is for its owner alone
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="replace")
    return run(sys.argv[1:])
