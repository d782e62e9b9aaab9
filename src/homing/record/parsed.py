"""What came of reading a diary file: its records with their lines, its tombstones, and every fault."""

from __future__ import annotations

from dataclasses import dataclass, field

from homing.record.nouns import Forgotten, Record


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong, and where. ``text`` is the whole line (or CSV row) as it came, without its line end.

    Lines and columns count from 1. A column counts characters in JSON Lines, and cells in CSV.
    """

    line: int
    column: int
    sentence: str
    text: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Placed:
    """A record and the line it came from."""

    line: int
    record: Record = field(repr=False)
    text: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Parsed:
    """A diary file, read. It may be taken in only if ``faults`` is empty, or without the lines that have one."""

    records: tuple[Placed, ...] = ()
    tombstones: tuple[Forgotten, ...] = ()
    faults: tuple[Fault, ...] = ()
    made_by: str = ""
