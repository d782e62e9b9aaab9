"""What one guess at a passphrase costs, and how much of it this machine can bear."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

WANTED_SECONDS = 0.5
MOST_MEMORY = 262_144
"""KiB that calibration goes up to: a backup must open on a phone or a small computer, too."""


@dataclass(frozen=True, slots=True)
class Cost:
    """What one guess costs: memory in KiB, passes over it, and lanes. The defaults take about a tenth of a second.

    Raises ``ValueError`` outside what Argon2id allows, or beyond 4 GiB, 64 passes or 64 lanes (so that a forged key
    file cannot freeze the machine).
    """

    memory: int = 65_536
    iterations: int = 3
    lanes: int = 4

    def __post_init__(self) -> None:
        if not (1 <= self.lanes <= 64 and 1 <= self.iterations <= 64 and 8 * self.lanes <= self.memory <= 4_194_304):
            raise ValueError("this cost lies outside what Homing allows")

    def kdf(self, salt: bytes, length: int = 32) -> Argon2id:
        """Argon2id (RFC 9106) at this cost."""
        return Argon2id(salt=salt, length=length, iterations=self.iterations, lanes=self.lanes, memory_cost=self.memory)


def one_guess(cost: Cost) -> None:
    """Do the work of one guess."""
    cost.kdf(bytes(16)).derive(b"")


def calibrate(clock: Callable[[], float], guess: Callable[[Cost], object] = one_guess) -> Cost:
    """The cost at which one guess takes about half a second here, never below the default.

    Memory is doubled first (it is what hurts a guesser with graphics cards), then passes are added. A machine that is
    busy or slow keeps the default. ``clock`` gives seconds.
    """
    cost = Cost()
    seconds = _seconds(clock, guess, cost)
    while cost.memory < MOST_MEMORY and 2 * seconds <= WANTED_SECONDS:
        cost = replace(cost, memory=2 * cost.memory)
        seconds = _seconds(clock, guess, cost)
    passes = int(cost.iterations * WANTED_SECONDS / seconds) if seconds > 0 else cost.iterations
    return replace(cost, iterations=min(max(passes, cost.iterations), 64))


def _seconds(clock: Callable[[], float], guess: Callable[[Cost], object], cost: Cost) -> float:
    begun = clock()
    guess(cost)
    return clock() - begun
