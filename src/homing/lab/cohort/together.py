"""A table in memory, or a file that can only be read whole: its rows brought together, person by person."""

from __future__ import annotations

from typing import Any

import numpy as np

from homing.lab.columns import TableError
from homing.lab.reading import columns_of
from homing.lab.table import Spec

from .parts import Layout, Part, begins, cue_of, part_of, taken


def from_memory(source: Any, spec: Spec) -> tuple[Layout, Part]:
    """The layout and all rows, people in the order in which they first appear. Raises :class:`TableError`."""
    cells = columns_of(source, spec.columns)
    count = len(cells[spec.person])
    if count == 0:
        raise TableError("the table has no rows")
    cues = tuple(cue_of(cells[name], name) for name in spec.cues)
    part = part_of(cells, np.arange(count), spec, cues)
    starts = begins(part)
    order: dict[str, int] = {}
    numbers = [order.setdefault(str(name), len(order)) for name in part.person[starts]]
    owner = np.repeat(numbers, np.diff([*starts, count]))
    layout = Layout(len(order), int(np.bincount(owner).max()), cues)
    return layout, part if len(starts) == len(order) else taken(part, np.argsort(owner, kind="stable"))
