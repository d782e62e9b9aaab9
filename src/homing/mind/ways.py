"""The bridge for ways to settle: from tries in the record to the order in which the engine offers them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from homing.engine.offers import Help, Offer, Try, offers
from homing.record import Helped, Settling, Tool

BREATH = frozenset({f"tool:{Tool.BREATHE}"})
_HELP = {Helped.YES: Help.HELPED, Helped.A_LITTLE: Help.HELPED, Helped.NO: Help.SAME, Helped.WORSE: Help.WORSE}


def way_of(settling: Settling) -> str | None:
    """The key of the way that was tried; None if neither an anchor nor a tool is named."""
    if settling.anchor is not None:
        return f"anchor:{settling.anchor}"
    return None if settling.tool is None else f"tool:{settling.tool}"


def offered(ways: Iterable[str], tries: Iterable[Settling], seed: int | Sequence[int]) -> tuple[Offer, ...]:
    """Every way once, in the order in which to offer them; tries of which nobody said whether they helped are left out.

    Breath that made it worse stands last until it has helped again (care rule 15). The same seed gives the same order.
    """
    told = sorted((one for one in tries if one.helped is not None), key=lambda one: one.when.utc)
    known = [Try(way, _HELP[one.helped]) for one in told if (way := way_of(one)) is not None and one.helped is not None]
    found = offers(ways, known, np.random.default_rng(seed), breath=BREATH)
    last = _too_much(known)
    return (*(one for one in found if one.way not in last), *(one for one in found if one.way in last))


def _too_much(tries: Iterable[Try]) -> set[str]:
    """Breath work that made it worse, and has not helped since."""
    found = set[str]()
    for one in tries:
        if one.way in BREATH and one.answer is Help.WORSE:
            found.add(one.way)
        elif one.answer is Help.HELPED:
            found.discard(one.way)
    return found
