"""A table for the lab (CSV): refused in a sentence, or read, checked and sorted."""

from __future__ import annotations

import numpy as np

from fuzz.tools import Portion, demand, file
from homing.lab import columns, reading, table

CUES = ((), ("voice",), ("voice", "late"), ("voice", "place"))
NAMES = {"other": "other", "setting": "place"}


def check(data: bytes) -> None:
    """The first bytes say what the columns mean, the rest is the table."""
    portion = Portion(data)
    try:
        spec = table.spec_of(
            person="person",
            time="time",
            target=portion.one_of(("outcome", "alarm")),
            kind=portion.one_of(("binary", "unit", "real")),
            cues=portion.one_of(CUES),
            time_unit=portion.one_of(sorted(table.UNITS)),
            range=portion.one_of((None, (0.0, 10.0), (0.0, 0.0))),
            alarm=portion.one_of((None, "alarm")),
            **{name: portion.one_of((None, column)) for name, column in NAMES.items()},
        )
        path = file("table.csv", portion.rest())
        found = table.read_table(path, spec)
    except columns.TableError:
        return
    people = np.diff(found.starts)
    demand(people.sum() == found.rows and (people > 0).all(), "rows without a person")
    demand((np.sort(found.source) == np.arange(found.rows)).all(), "a row is lost or there twice")
    demand(np.isfinite(found.time).all(), "a time is not finite")
    inner = np.diff(found.time)[np.diff(found.owner) == 0]
    demand((inner >= 0).all(), "rows are not in the order of time")
    known = found.target[~np.isnan(found.target)]
    demand(len(known) and np.isfinite(known).all(), "a target is not finite")
    demand(not np.isinf(found.numeric).any(), "a cue is not finite")
    again = table.read_table(reading.columns_of(path, spec.columns), spec)
    same = np.array_equal(again.time, found.time) and np.array_equal(again.target, found.target, equal_nan=True)
    demand(same and again.worded_names == found.worded_names, "two readings, two tables")
