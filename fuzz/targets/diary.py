"""A diary file (JSON Lines): what is read can be written, and reads the same again."""

from __future__ import annotations

from io import BytesIO

from fuzz.tools import demand
from homing.record.jsonl import read_jsonl, write_jsonl


def check(data: bytes) -> None:
    """Nothing is raised for any content, and each fault shows a line that is there."""
    parsed = read_jsonl(BytesIO(data))
    lines = data.count(b"\n") + 1
    for fault in parsed.faults:
        demand(1 <= fault.line <= lines and fault.column >= 1 and fault.text in data, "a fault lies outside the file")
    written = b"".join(write_jsonl((each.record for each in parsed.records), parsed.tombstones, parsed.made_by))
    again = read_jsonl(BytesIO(written))
    demand(not again.faults, "what was written does not read")
    demand([each.record for each in again.records] == [each.record for each in parsed.records], "a record changed")
    demand((again.tombstones, again.made_by) == (parsed.tombstones, parsed.made_by), "the rest changed")
    twice = b"".join(write_jsonl((each.record for each in again.records), again.tombstones, again.made_by))
    demand(twice == written, "writing is not the same twice")
