"""Whether a block can go to a kernel as it is: one pass over its rows, in plain Python that numba can compile."""

from __future__ import annotations

import math
from typing import Any


def sound(x: Any, r: Any, tau: Any, there: Any, least: float, most: float, low: float, high: float) -> bool:
    """Whether the rows that are there are finite, times do not fall, and cues and outcomes are in range.

    Cues (P, T, D) lie in [``least``, ``most``], outcomes (P, T) in [``low``, ``high``] or are NaN; the bounds may be
    infinite. What is written in the padding, where ``there`` (P, T) is False, does not matter.
    """
    for p in range(r.shape[0]):
        before = -math.inf
        for t in range(r.shape[1]):
            if there[p, t]:
                now, seen = tau[p, t], r[p, t]
                if not (math.isfinite(now) and now >= before) or math.isinf(seen) or seen < low or seen > high:
                    return False
                before = now
                for d in range(x.shape[2]):
                    if not (math.isfinite(x[p, t, d]) and least <= x[p, t, d] <= most):
                        return False
    return True
