"""The passphrase: Argon2id, as costly as this machine bears."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, ClassVar

from homing.vault.errors import VaultDamaged, WeakPassphrase, WrongPassphrase
from homing.vault.slots.cost import Cost, one_guess
from homing.vault.slots.fields import DAMAGED, SALT_BYTES, Slot, read, text

MIN_PASSPHRASE = 8
DEFAULT = Cost()


@dataclass(frozen=True, slots=True)
class Passphrase:
    """Words that a person knows. ``cost`` counts for a new slot alone; a slot that is there brings its own."""

    kind: ClassVar[str] = "passphrase"
    wrong: ClassVar[type[WrongPassphrase]] = WrongPassphrase

    words: str = field(repr=False)
    cost: Cost = DEFAULT

    def fields(self, urandom: Callable[[int], bytes]) -> dict[str, Any]:
        """Cost and salt; :class:`WeakPassphrase` below 8 characters."""
        if len(self._normal().strip()) < MIN_PASSPHRASE:
            raise WeakPassphrase
        return {
            "kdf": "argon2id",
            "memory": self.cost.memory,
            "iterations": self.cost.iterations,
            "lanes": self.cost.lanes,
            "salt": text(urandom(SALT_BYTES)),
        }

    def key(self, slot: Slot) -> bytes:
        """Work at the slot's own cost."""
        try:
            cost = Cost(slot["memory"], slot["iterations"], slot["lanes"])
        except (KeyError, TypeError, ValueError):
            raise VaultDamaged(DAMAGED) from None
        return cost.kdf(read(slot, "salt", SALT_BYTES)).derive(self._normal().encode("utf-8", "surrogatepass"))

    def in_vain(self) -> None:
        """One guess at the default cost."""
        one_guess(self.cost)

    def _normal(self) -> str:
        """The same passphrase from every keyboard: NFKC, as NIST SP 800-63B asks."""
        return unicodedata.normalize("NFKC", self.words)
