"""What a form holds when it is shown: what is kept, or, when it comes back with an error, what was just typed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from homing.web.visit import OwnVisit


class Incomplete(ValueError):
    """Something is missing, or cannot be read; the message is for the person, and holds nothing of what they typed."""


@dataclass(frozen=True, slots=True)
class Told:
    """The fields of one form. ``again``: it comes back, so that nothing typed is lost."""

    visit: OwnVisit
    again: bool = False

    def text(self, name: str, kept: object = "") -> str:
        """What stands in a field."""
        return self.visit.text(name) if self.again else str(kept)

    def ticked(self, name: str, kept: Sequence[object] = ()) -> list[str]:
        """What is ticked."""
        return self.visit.texts(name) if self.again else [str(one) for one in kept]
