"""A small library on the patterns that the rooms are about: in our own words, each piece with its sources (S27).

It is offered where a thing is met, by one quiet link, and never before help. No piece diagnoses or promises.
"""

from __future__ import annotations

from homing.words.language import N_
from homing.words.understanding import alarm, between, change, oneself, two
from homing.words.understanding.piece import Piece, Source

__all__ = ["PIECES", "SHELVES", "Piece", "Source"]

SHELVES: tuple[tuple[str, tuple[Piece, ...]], ...] = (
    (N_("The alarm"), (alarm.CUES, alarm.ALARM, alarm.TOWARD, alarm.CHOICE)),
    (N_("What changes it"), (change.INSIGHT, change.SMALL_STEPS, change.COMES_BACK)),
    (N_("With others"), (between.BOUNDARIES, between.HEARD, between.REASSURANCE, between.TRUST, between.FAMILIAR)),
    (N_("Two together"), (two.CYCLE, two.FLOODED, two.CALM_PEOPLE)),
    (N_("Yourself"), (oneself.NOT_BROKEN, oneself.FELT_STATES, oneself.EARLY)),
)
"""The pieces under their headings, in the order in which they are shown."""

PIECES: dict[str, Piece] = {piece.slug: piece for _, shelf in SHELVES for piece in shelf}
"""Every piece by its address."""
