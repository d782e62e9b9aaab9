"""What one short piece is made of."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from homing.words.language import gettext


@dataclass(frozen=True, slots=True)
class Source:
    """A published source. ``whole``: it was read in its full text; otherwise in its summary alone, and that is said."""

    text: str
    whole: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A short piece: what seems well supported, in paragraphs, then what is contested or unknown, then its sources.

    ``slug`` is its address; ``brief`` says in a line what it is about. All texts are marked for translation.
    """

    slug: str
    title: str
    brief: str
    paragraphs: tuple[str, ...]
    contested: str
    sources: tuple[Source, ...]

    def told(self) -> Iterator[str]:
        """Its paragraphs in the language spoken now."""
        yield from map(gettext, self.paragraphs)
