"""Work for the tests, in a module that worker processes can import."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NoReturn

import numpy as np

from homing.engine.published._protocol import Floats

IDS = ("W", "B", "fern", "moss", "K", "teal", "L")


def double(block: Any) -> Any:
    """Twice each number."""
    return 2.0 * block


def traced(folder: Path, block: int) -> int:
    """The square; leaves a file that tells by whom it was computed, and takes its time."""
    time.sleep(0.05)
    (folder / f"{block}-{os.getpid()}-{time.monotonic_ns()}").touch()
    return block * block


def hanging_once(folder: Path, block: int) -> int:
    """The square; on block 2 the first worker says who it is and waits for its end."""
    if block == 2:
        try:
            with (folder / "who").open("x") as file:
                file.write(f"{os.getpid()}\n")
        except FileExistsError:
            return block * block
        time.sleep(60.0)
    return block * block


def dying(block: int) -> int:
    """Nobody survives block 1."""
    if block == 1:
        os.kill(os.getpid(), signal.SIGKILL)
    return block


def refusing(block: int) -> int:
    """Block 1 is refused."""
    if block == 1:
        raise ValueError("this block is not to be computed")
    return block


class Odd(Exception):
    """An error that can be packed, and not unpacked."""

    def __init__(self, one: int, other: int) -> None:
        super().__init__(f"{one} and {other}")


def odd(block: int) -> NoReturn:
    """Fails in a way that cannot travel."""
    raise Odd(block, block)


def unpackable(block: int) -> Any:
    """A result that cannot travel."""
    return lambda: block


class Unwelcome:
    """Work that no worker can take up."""

    def __reduce__(self) -> tuple[Any, ...]:
        return _refuse, ()

    def __call__(self, block: int) -> int:
        """Never reached in a worker."""
        return block


def _refuse() -> NoReturn:
    raise LookupError("not here")


def threads(block: int) -> str:
    """How many threads linear algebra may use in the process that computes this."""
    return f"{block} {os.environ.get('OPENBLAS_NUM_THREADS')} {os.environ.get('OMP_NUM_THREADS')}"


@contextmanager
def killer(folder: Path) -> Iterator[None]:
    """Kill the first process that says who it is in this folder."""
    done = threading.Event()

    def wait() -> None:
        while not done.is_set():
            told = (folder / "who").read_text() if (folder / "who").exists() else ""
            if told.endswith("\n"):
                os.kill(int(told), signal.SIGKILL)
                return
            time.sleep(0.01)

    thread = threading.Thread(target=wait)
    thread.start()
    try:
        yield
    finally:
        done.set()
        thread.join()


def cohort(people: int = 7, seed: int = 3) -> dict[str, Any]:
    """A table of plainly invented people with 1 to 9 rows each; gaps, words and rows that are out of order."""
    rng = np.random.default_rng(seed)
    rows: dict[str, list[Any]] = {name: [] for name in ("id", "when", "hurt", "late", "place")}
    for person in range(people):
        count = int(rng.integers(1, 10))
        rows["id"] += [f"{IDS[person % len(IDS)]}{person}"] * count
        rows["when"] += rng.permutation(count).astype(float).tolist()
        rows["hurt"] += np.where(rng.random(count) < 0.2, np.nan, rng.integers(0, 2, count)).tolist()
        rows["late"] += rng.random(count).round(3).tolist()
        rows["place"] += rng.choice(["kitchen", "car", "door"], count).tolist()
    return rows


def equal(one: list[Floats], other: list[Floats]) -> bool:
    """Whether two runs are the same to the last bit."""
    return [a.tobytes() for a in one] == [b.tobytes() for b in other]
