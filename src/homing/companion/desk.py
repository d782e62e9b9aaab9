"""What a use case works with: the open vault, what was learnt from it, and the surroundings (time, place, chance)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeVar
from uuid import UUID

from homing.mind import Mind
from homing.record import LivedTime, Record
from homing.vault import Rows, Vault, WritableRows

R = TypeVar("R", bound=Record)


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


def one_of(rows: Rows, kind: type[R], record_id: UUID) -> R:
    """The live record of this kind; raises :class:`NotFound`."""
    found = rows.find(kind, record_id)
    if found is None:
        raise NotFound(record_id)
    return found


def forget_one(desk: Desk, kind: type[Record], record_id: UUID) -> None:
    """Forget a record that nothing else names, for good; raises :class:`NotFound`."""

    def work(rows: WritableRows) -> None:
        one_of(rows, kind, record_id)
        rows.forget([record_id])

    desk.vault.write(work)
