"""The recovery code: 140 random bits on paper. So many bits need no slow work; a guess is hopeless as it is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, ClassVar

from homing.vault.errors import WrongPassphrase, WrongRecovery
from homing.vault.slots.fields import SALT_BYTES, Slot, derived, read, text
from homing.vault.slots.paper import CODE_BITS, number_of, written


@dataclass(frozen=True, slots=True)
class RecoveryCode:
    """A code that is written down once and kept. It shows in no ``repr``."""

    kind: ClassVar[str] = "recovery"
    wrong: ClassVar[type[WrongPassphrase]] = WrongRecovery

    number: int = field(repr=False)

    @classmethod
    def new(cls, urandom: Callable[[int], bytes]) -> RecoveryCode:
        """A code that nobody has seen yet."""
        return cls(int.from_bytes(urandom(CODE_BITS // 8 + 1)) >> 4)

    @classmethod
    def typed(cls, code: str) -> RecoveryCode:
        """The code as someone typed it; :class:`MistypedRecovery` if it cannot have been printed so."""
        return cls(number_of(code))

    def groups(self) -> tuple[str, ...]:
        """The seven groups, for paper."""
        return tuple(written(self.number).split("-"))

    def fields(self, urandom: Callable[[int], bytes]) -> dict[str, Any]:
        """A salt."""
        return {"kdf": "hkdf-sha256", "salt": text(urandom(SALT_BYTES))}

    def key(self, slot: Slot) -> bytes:
        """The key from the code and the slot's salt."""
        return self._derived(read(slot, "salt", SALT_BYTES))

    def in_vain(self) -> None:
        """The same work without a slot."""
        self._derived(bytes(SALT_BYTES))

    def _derived(self, salt: bytes) -> bytes:
        return derived(self.number.to_bytes(CODE_BITS // 8 + 1), salt, "recovery slot")
