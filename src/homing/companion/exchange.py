"""Diary files in and out. An import takes all of a file or nothing, and taking it twice changes nothing more."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from uuid import UUID

from homing import __version__
from homing.companion.desk import Desk
from homing.companion.sample import sample_records
from homing.record import Cue, CueSeen, Forgotten, Moment, Person, Record
from homing.record.csv_table import read_csv, write_csv
from homing.record.diary import to_json
from homing.record.jsonl import read_jsonl, write_jsonl
from homing.record.parsed import Fault, Parsed, Placed
from homing.record.references import dangling
from homing.vault import Rows, WritableRows

MADE_BY = f"homing {__version__}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """What an import did, or would not do: with ``faults`` (unless they were skipped) nothing was taken in."""

    added: int = 0
    known: int = 0
    forgotten: int = 0
    faults: tuple[Fault, ...] = ()
    skipped: bool = False

    @property
    def refused(self) -> bool:
        """Whether nothing was taken in."""
        return bool(self.faults) and not self.skipped


def import_jsonl(desk: Desk, lines: Iterable[bytes], *, skip_bad: bool = False) -> Imported:
    """Take in a diary file (JSON Lines), whole or not at all; with ``skip_bad`` without its faulty lines."""
    parsed = read_jsonl(lines)
    return desk.vault.write(lambda rows: _take(rows, desk, parsed, skip_bad=skip_bad))


def import_csv(desk: Desk, data: bytes, *, skip_bad: bool = False) -> Imported:
    """Take in moments from a table (CSV); people and cues are found by their names, or added."""

    def work(rows: WritableRows) -> Imported:
        people = {person.label: person.id for person in rows.all(Person) if person.merged_into is None}
        cues = {(cue.channel, cue.label): cue.id for cue in rows.all(Cue) if cue.merged_into is None}
        known = {record.id for record in rows.everything() if isinstance(record, Person | Cue)}
        parsed = read_csv(data, default_zone=desk.ambient.zone, people=people, cues=cues, known=known)
        return _take(rows, desk, parsed, skip_bad=skip_bad)

    return desk.vault.write(work)


def export_jsonl(desk: Desk) -> Iterator[bytes]:
    """The whole live record as lines of a diary file. What lies in the bin stays at home, also where it is named."""

    def gather(rows: Rows) -> tuple[list[Record], list[Forgotten]]:
        everything = list(rows.everything())
        live = {record.id for record in everything}
        return [_among(record, live) for record in everything], [Forgotten(id=one) for one in rows.tombstones()]

    records, tombstones = desk.vault.read(gather)
    return write_jsonl(records, tombstones, MADE_BY)


def export_csv(desk: Desk) -> str:
    """The moments alone as a table."""

    def gather(rows: Rows) -> str:
        moments = list(rows.moments_from(None))
        people = {person.id: person for person in rows.all(Person)}
        cues = {cue.id: cue for cue in rows.all(Cue)}
        live = {*people, *cues}
        return "".join(write_csv([_moment_among(moment, live) for moment in moments], people.values(), cues.values()))

    return desk.vault.read(gather)


def fill_with_sample(desk: Desk) -> None:
    """Put the invented people and their ninety days on the desk."""

    def work(rows: WritableRows) -> None:
        for record in sample_records(desk.ambient.lived_now()):
            rows.put(record, desk.ambient.now())

    desk.vault.write(work)


def _take(rows: WritableRows, desk: Desk, parsed: Parsed, *, skip_bad: bool) -> Imported:
    faults = [*parsed.faults, *_misfits(rows, parsed)]
    if faults and not skip_bad:
        return Imported(faults=_in_order(faults))
    bad = {fault.line for fault in faults}
    good = [placed for placed in parsed.records if placed.line not in bad]
    if skip_bad:
        good, faults = _without_followers(rows, replace(parsed, records=tuple(good)), faults)
    added = known = forgotten = 0
    for placed in good:
        if rows.is_forgotten(placed.record.id):
            forgotten += 1
        elif rows.holds_id(placed.record.id):
            known += 1
        else:
            rows.put(placed.record, desk.ambient.now())
            added += 1
    rows.forget([stone.id for stone in parsed.tombstones if not rows.holds_id(stone.id)])
    return Imported(added=added, known=known, forgotten=forgotten, faults=_in_order(faults), skipped=skip_bad)


def _misfits(rows: Rows, parsed: Parsed) -> Iterator[Fault]:
    """What is right in itself but does not fit this vault."""
    stones = tuple(Forgotten(id=one) for one in rows.tombstones())
    here = {record.id: record for record in [*(gone.record for gone in rows.removed()), *rows.everything()]}
    yield from dangling(
        replace(parsed, tombstones=(*parsed.tombstones, *stones)),
        people=_ids(here, Person),
        cues=_ids(here, Cue),
        moments=_ids(here, Moment),
    )
    for placed in parsed.records:
        before = here.get(placed.record.id)
        if before is not None and before != placed.record:
            yield Fault(placed.line, 1, _difference(before, placed.record), placed.text)


def _without_followers(rows: Rows, parsed: Parsed, faults: list[Fault]) -> tuple[list[Placed], list[Fault]]:
    """Leave out, too, what speaks of a line that was left out, until nothing dangles."""
    while more := list(_misfits(rows, parsed)):
        bad = {fault.line for fault in more}
        faults = [*faults, *more]
        parsed = replace(parsed, records=tuple(placed for placed in parsed.records if placed.line not in bad))
    return list(parsed.records), faults


def _difference(before: Record, after: Record) -> str:
    """Which fields differ. Their contents are not repeated: the line itself is at hand."""
    one, other = to_json(before), to_json(after)
    fields = sorted(name for name in one.keys() | other.keys() if one.get(name) != other.get(name))
    return (
        "This id is known here with other content; the difference is in: "
        + ", ".join(fields)
        + ". Nothing known is overwritten by an import."
    )


def _ids(here: Mapping[UUID, Record], kind: type[Record]) -> set[UUID]:
    return {one for one, record in here.items() if isinstance(record, kind)}


def _in_order(faults: Iterable[Fault]) -> tuple[Fault, ...]:
    return tuple(sorted(dict.fromkeys(faults), key=lambda fault: (fault.line, fault.column)))


def _among(record: Record, live: set[UUID]) -> Record:
    match record:
        case Moment():
            return _moment_among(record, live)
        case Person():
            merged = record.merged_into if record.merged_into in live else None
            return replace(record, lifted=tuple(one for one in record.lifted if one in live), merged_into=merged)
        case Cue():
            return replace(record, merged_into=record.merged_into if record.merged_into in live else None)
        case _:
            return record


def _moment_among(moment: Moment, live: set[UUID]) -> Moment:
    cues: tuple[CueSeen, ...] = tuple(seen for seen in moment.cues if seen.cue in live)
    setting = moment.setting if moment.setting in live else None
    return replace(moment, people=tuple(one for one in moment.people if one in live), cues=cues, setting=setting)
