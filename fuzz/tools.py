"""What the targets share: taking bytes apart, demanding what must hold, and a folder that is gone afterwards."""

from __future__ import annotations

import asyncio
import atexit
import shutil
import tempfile
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from random import Random
from typing import TypeVar

T = TypeVar("T")

WORDS = "lantern under the plum tree"
"""The passphrase of every seed that has one."""


class Broken(Exception):
    """Something that must always hold does not."""


def demand(holds: object, sentence: str) -> None:
    """Raise :class:`Broken` with this sentence unless it holds."""
    if not holds:
        raise Broken(sentence)


class Portion:
    """Bytes that are taken from the front. When they are used up, zeros follow."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._at = 0

    def byte(self) -> int:
        """The next byte."""
        self._at += 1
        return self._data[self._at - 1] if self._at <= len(self._data) else 0

    def one_of(self, choices: Sequence[T]) -> T:
        """One of these, as the next byte says."""
        return choices[self.byte() % len(choices)]

    def part(self) -> bytes:
        """As many bytes as the next byte says."""
        length = self.byte()
        self._at += length
        return self._data[self._at - length : self._at]

    def rest(self) -> bytes:
        """All that is left."""
        return self._data[self._at :]

    def text(self) -> str:
        """All that is left as a command line gives it: bytes that are no UTF-8 become lone surrogates."""
        return self.rest().decode("utf-8", "surrogateescape")


def chance() -> Callable[[int], bytes]:
    """What stands for ``os.urandom``: the same for every input, so that a finding can be found again."""
    return Random(1).randbytes  # noqa: S311 - nothing here is a secret


@cache
def loop() -> asyncio.AbstractEventLoop:
    """The event loop of this process."""
    made = asyncio.new_event_loop()
    atexit.register(made.close)
    return made


@cache
def folder() -> Path:
    """A folder for this process, deleted when it ends."""
    made = Path(tempfile.mkdtemp(prefix="homing-fuzz-"))
    atexit.register(shutil.rmtree, made, ignore_errors=True)
    return made


def file(name: str, content: bytes) -> Path:
    """A file of this name and content in the folder."""
    path = folder() / name
    path.write_bytes(content)
    return path
