"""What ``homing lab`` shows while it works, and how what goes wrong is told."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from homing.cli.codes import Code, Stop

Progress = Callable[[str, int, int], None]
"""Called with what is being done, how much is done, and how much there is in all (at least 1)."""

WIDTH, LONGEST = 20, 50


@contextmanager
def shown(*errors: type[Exception]) -> Iterator[Progress]:
    """A bar on a terminal's standard error, gone in the end; each of these ``errors`` as one sentence (``REFUSED``)."""
    is_terminal = sys.stderr.isatty()

    def progress(name: str, done: int, whole: int) -> None:
        if is_terminal:
            sys.stderr.write(f"\r\x1b[K[{'#' * (WIDTH * done // whole):<{WIDTH}}] {name[:LONGEST]}")
            sys.stderr.flush()

    try:
        yield progress
    except errors as error:
        raise Stop(Code.REFUSED, f"{str(error)[0].upper()}{str(error)[1:]}.") from None
    finally:
        if is_terminal:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()
