"""A command at a terminal of its own, as if somebody sat there: what it shows, and an answer to each of its prompts."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress

LONGEST = 120
"""Seconds that one command may take on a very busy machine."""

# Makes standard input the terminal that the session belongs to, then becomes the command. Tests that run in the
# background of a shell have inherited that Ctrl-C is to be ignored: at a terminal of one's own it is not.
TAKE_TERMINAL = (
    "import fcntl, os, signal, sys, termios; signal.signal(signal.SIGINT, signal.SIG_DFL); "
    "fcntl.ioctl(0, termios.TIOCSCTTY, 0); os.execvp(sys.argv[1], sys.argv[1:])"
)


def at_terminal(
    command: Sequence[str], answers: Sequence[bytes], environ: Mapping[str, str] | None = None
) -> tuple[int, bytes]:
    """Run the command and answer each prompt, which ends in a colon; the exit code, and all that was shown."""
    mine, its = os.openpty()
    child = subprocess.Popen(
        [sys.executable, "-c", TAKE_TERMINAL, *command],
        env=environ,
        stdin=its,
        stdout=its,
        stderr=its,
        start_new_session=True,
    )
    os.close(its)
    shown = b""
    with os.fdopen(mine, "r+b", buffering=0) as terminal, suppress(OSError):  # Linux's way to say that it was closed
        for answer in answers:
            before = len(shown)
            while not shown[before:].rstrip(b" ").endswith(b":"):
                shown += terminal.read(1024)
            terminal.write(answer)
        while more := terminal.read(1024):
            shown += more
    return child.wait(timeout=LONGEST), shown
