"""What every engine does: it takes blocks, and tells what became of them."""

from __future__ import annotations

import os
import pickle
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, NamedTuple, Protocol

_THREADS = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS", "VECLIB_MAXIMUM_THREADS")
ONE_THREAD = dict.fromkeys(_THREADS, "1")
"""Each worker is one thread: more would fight for the same cores."""


class Done(NamedTuple):
    """A block with its result."""

    number: int
    result: Any


class Failed(NamedTuple):
    """A block on which the work raised."""

    number: int
    error: BaseException


class Lost(NamedTuple):
    """A block whose worker died."""

    number: int


Outcome = Done | Failed | Lost


class Engine(Protocol):
    """Blocks in, outcomes out, in any order."""

    @property
    def room(self) -> int:
        """How many blocks are worth having in hand at once."""
        ...

    def submit(self, number: int, block: Any) -> None:
        """Take up a block."""
        ...

    def wait(self, *, patience: float | None = None) -> list[Outcome]:
        """What has ended since; waits until something has, ``patience`` seconds at most."""
        ...

    def close(self) -> None:
        """Stop at once, whatever is in hand."""
        ...


def answer(work: Any, block: Any) -> tuple[bool, Any]:
    """Whether the work could be done, and the result or the error."""
    try:
        return True, work(block)
    except Exception as error:
        return False, error


def carried(work: Any, block: Any) -> tuple[bool, Any]:
    """The same, with an error that can travel to another process: some can be packed and not unpacked."""
    fine, found = answer(work, block)
    return fine, found if fine else portable(found)


def portable(error: Exception) -> Exception:
    """The error, or in words what cannot travel."""
    try:
        pickle.loads(pickle.dumps(error))  # noqa: S301 - made in this line
    except Exception:
        return RuntimeError(f"{type(error).__name__}: {error}")
    return error


def cores() -> int:
    """How many cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


@contextmanager
def surroundings(variables: Mapping[str, str]) -> Iterator[None]:
    """These environment variables, for as long as processes are started."""
    before = {name: os.environ.get(name) for name in variables}
    os.environ.update(variables)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value
