"""The bridge for ways to settle: from tries in the record to the order in which the engine offers them."""

from __future__ import annotations

from collections.abc import Iterable

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


def offered(ways: Iterable[str], tries: Iterable[Settling], seed: int) -> tuple[Offer, ...]:
    """Every way once, in the order in which to offer them; tries of which nobody said whether they helped are left out.

    The same seed gives the same order.
    """
    told = [(way_of(one), one.helped) for one in tries]
    known = [Try(way, _HELP[helped]) for way, helped in told if way is not None and helped is not None]
    return offers(ways, known, np.random.default_rng(seed), breath=BREATH)
