"""The phenomena of the published models, and of ours, measured: each beside what was published, told if it holds.

What "published" is differs, and each row's source says it: the output of a paper's own code, a mean of its animals, an
ordering without numbers, or a number computed for this project's design. A row of our alarm model says so, and how far
apart its trials are.
"""

from __future__ import annotations

from collections.abc import Callable

from homing.lab.phenomena import classical, engine, gradual, memory, ours, pairs, rooms, volatility
from homing.lab.phenomena._table import Line, Measured, Panel, Phenomenon, Row, Value

__all__ = ["PHENOMENA", "Line", "Measured", "Panel", "Phenomenon", "Row", "Value", "chosen", "phenomena"]

PHENOMENA: tuple[Phenomenon, ...] = (
    *memory.PHENOMENA,
    *rooms.PHENOMENA,
    *gradual.PHENOMENA,
    *volatility.PHENOMENA,
    *classical.PHENOMENA,
    *ours.PHENOMENA,
    *pairs.PHENOMENA,
    *engine.PHENOMENA,
)
"""Every row, in the order of the table."""


def chosen(only: str = "") -> tuple[Phenomenon, ...]:
    """The phenomena of which the name or the family holds this text (upper or lower case); all of them for none.

    >>> [one.family for one in chosen("jeffreys")]
    ['engine']
    """
    wanted = only.casefold()
    return tuple(one for one in PHENOMENA if wanted in one.name.casefold() or wanted in one.family.casefold())


def phenomena(seed: int = 0, only: str = "", progress: Callable[[str, int, int], None] = lambda *_: None) -> list[Row]:
    """Measure the table, or the rows that :func:`chosen` finds. ``progress(name, done, whole)`` hears of each row.

    The same ``seed`` gives the same table. Nothing is chosen by looking at a result, and no row is left out.

    Raises ``ValueError`` for a negative seed.
    """
    if seed < 0:
        raise ValueError("a seed is 0 or more")
    rows, wanted = [], chosen(only)
    for i, one in enumerate(wanted):
        progress(one.name, i, len(wanted))
        rows.append(_measured(one, seed))
    return rows


def _measured(one: Phenomenon, seed: int) -> Row:
    found = one.measure(seed)
    return Row(one.name, one.family, one.source, one.published, found.ours, bool(found.holds), one.rule, found.panels)
