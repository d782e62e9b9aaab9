"""What a use case works with: the open vault, what was learnt from it, and the surroundings (time, place, chance)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from homing.mind import Mind
from homing.record import LivedTime
from homing.vault import Vault


class NotFound(LookupError):
    """There is no such record here (any more)."""


@dataclass(frozen=True, slots=True)
class Ambient:
    """Time, place and chance, passed in. ``now`` gives an aware UTC instant; ``zone`` is an IANA name."""

    now: Callable[[], datetime]
    zone: str
    urandom: Callable[[int], bytes] = field(repr=False)

    def new_id(self) -> UUID:
        """A random UUID."""
        return UUID(bytes=self.urandom(16), version=4)

    def lived_now(self, zone: str | None = None) -> LivedTime:
        """Now, as told in a zone (this place's, unless another is named)."""
        return LivedTime.at(self.now(), zone or self.zone)


class Desk:
    """One open vault with its mind and surroundings."""

    def __init__(self, vault: Vault, ambient: Ambient) -> None:
        self.vault = vault
        self.ambient = ambient
        self.mind = Mind(vault)
