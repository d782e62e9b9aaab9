"""A table of moments (CSV): what is read can be written, and reads the same again."""

from __future__ import annotations

from uuid import UUID

from fuzz.tools import demand
from homing.record import Cue, Moment, Person
from homing.record.csv_table import Known, read_csv, write_csv

ZONE = "Europe/Vienna"
KNOWN = Known(
    windows=[UUID("51111111-1111-4111-8111-111111111111")],
    steps=[UUID("61111111-1111-4111-8111-111111111111")],
    rituals=[UUID("71111111-1111-4111-8111-111111111111")],
)


def check(data: bytes) -> None:
    """Nothing is raised for any content."""
    parsed = read_csv(data, default_zone=ZONE, people={}, cues={}, known=KNOWN)
    lines = data.count(b"\n") + data.count(b"\r") + 1
    for fault in parsed.faults:
        demand(1 <= fault.line <= lines and fault.column >= 1, "a fault lies outside the table")
    records = [each.record for each in parsed.records]
    people = [one for one in records if isinstance(one, Person)]
    cues = [one for one in records if isinstance(one, Cue)]
    moments = [one for one in records if isinstance(one, Moment)]
    if parsed.faults:
        return
    table = "".join(write_csv(moments, people, cues))
    again = read_csv(
        table,
        default_zone="Pacific/Auckland",
        people={one.label: one.id for one in people},
        cues={(one.channel, one.label): one.id for one in cues},
        known=KNOWN,
    )
    demand(not again.faults, "what was written does not read")
    demand([each.record for each in again.records] == moments, "a moment changed")
