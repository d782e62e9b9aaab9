"""Diary files in and out. An import takes all of a file or nothing, and taking it twice changes nothing more."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from homing import __version__
from homing.companion.copies import alone, as_exported, bare, stays_at_home
from homing.companion.desk import Desk
from homing.companion.names import Named
from homing.companion.sample import sample_records
from homing.mind import everyone
from homing.record import Aliases, Cue, Forgotten, Person, Record, Ritual, Step, Window, strict
from homing.record.csv_table import Known, read_csv, write_csv
from homing.record.diary import to_json
from homing.record.forgetting import means_nothing_without, moment_without, without
from homing.record.jsonl import read_jsonl, write_jsonl
from homing.record.parsed import Fault, Parsed, Placed
from homing.record.references import NAMED, dangling, references
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
        parsed = read_csv(
            data,
            default_zone=desk.ambient.zone,
            people={person.label: person.id for person in _merged_first(rows.all(Person))},
            cues={(cue.channel, cue.label): cue.id for cue in _merged_first(rows.all(Cue))},
            known=_known(rows),
        )
        return _take(rows, desk, parsed, skip_bad=skip_bad)

    return desk.vault.write(work)


def export_jsonl(desk: Desk) -> Iterator[bytes]:
    """The whole live record as lines of a diary file. What lies in the bin stays at home, also where it is named, and
    so does what means nothing without it.
    """

    def gather(rows: Rows) -> tuple[list[Record], list[Forgotten]]:
        everything = list(rows.everything())
        live = {record.id for record in everything}
        told = [record for record in everything if not means_nothing_without(record, _mentions(record) - live)]
        live = {record.id for record in told}
        return [without(record, _mentions(record) - live) for record in told], list(map(_stone, rows.tombstones()))

    records, tombstones = desk.vault.read(gather)
    return write_jsonl(records, tombstones, MADE_BY)


def export_csv(desk: Desk) -> str:
    """The moments alone as a table."""

    def gather(rows: Rows) -> str:
        people, cues = rows.all(Person), rows.all(Cue)
        told = [one for noun in (Window, Step, Ritual) for one in rows.all(noun) if not stays_at_home(rows, one)]
        live = {one.id for named in (people, cues, told) for one in named}
        moments = (moment_without(moment, _mentions(moment) - live) for moment in rows.moments_from(None))
        return "".join(write_csv(moments, people, cues))

    return desk.vault.read(gather)


def fill_with_sample(desk: Desk) -> None:
    """Put the invented people and their ninety days on the desk."""

    def work(rows: WritableRows) -> None:
        for record in sample_records(desk.ambient.lived_now()):
            rows.put(record, desk.ambient.now())

    desk.vault.write(work)


def _known(rows: Rows) -> Known:
    """What a table may speak of by its id. What was forgotten of the rest is no fault: it is passed over."""
    named = everyone(rows)
    stones = rows.tombstones()
    return Known(
        people=[one.id for one in named if isinstance(one, Person)],
        cues=[one.id for one in named if isinstance(one, Cue)],
        windows=[*_every(rows, Window), *stones],
        steps=[*_every(rows, Step), *stones],
        rituals=[*_every(rows, Ritual), *stones],
    )


def _every(rows: Rows, noun: type[Record]) -> set[UUID]:
    """The ids of all of this kind, in the bin too."""
    return {one.id for live in (True, False) for one in rows.all(noun, live=live)}


def _take(rows: WritableRows, desk: Desk, parsed: Parsed, *, skip_bad: bool) -> Imported:
    """Take in what fits. What was forgotten, here or by the file, does not come back, not even as a mention."""
    stones = [stone.id for stone in parsed.tombstones if not rows.holds_id(stone.id)]
    gone = {*rows.tombstones(), *stones}
    alone = {each.record.id for each in parsed.records if means_nothing_without(each.record, gone)}
    gone |= {one for one in alone if not rows.holds_id(one)}
    wanted = [placed for placed in parsed.records if placed.record.id not in gone]
    fitting, faults = _fitting(rows, wanted, gone, list(parsed.faults), skip_bad=skip_bad)
    if faults and not skip_bad:
        return Imported(faults=_in_order(faults))
    new = [without(placed.record, gone) for placed in fitting if not rows.holds_id(placed.record.id)]
    for record in new:
        rows.put(record, desk.ambient.now())
    rows.forget(stones)
    return Imported(
        added=len(new),
        known=len(fitting) - len(new),
        forgotten=len(parsed.records) - len(wanted),
        faults=_in_order(faults),
        skipped=skip_bad,
    )


def _fitting(
    rows: Rows, wanted: list[Placed], gone: set[UUID], faults: list[Fault], *, skip_bad: bool
) -> tuple[list[Placed], list[Fault]]:
    """What can be taken in, and every fault. If bad lines are skipped, so is what speaks of them."""
    bad = {fault.line for fault in faults} if skip_bad else set()
    fitting = [placed for placed in wanted if placed.line not in bad]
    while misfits := list(_misfits(rows, fitting, gone)):
        faults = [*faults, *(fault for _, fault in misfits)]
        if not skip_bad:
            break
        at_fault = {placed.record.id for placed, _ in misfits}
        fitting = [placed for placed in fitting if placed.record.id not in at_fault]
    # A row of a table brings the names that are new in it. They stay where another row speaks of them.
    bad = {fault.line for fault in faults}
    needed = {one for placed in fitting if placed.line not in bad for one in _mentions(placed.record)}
    return [placed for placed in fitting if placed.line not in bad or placed.record.id in needed], faults


def _misfits(rows: Rows, placed: Sequence[Placed], gone: set[UUID]) -> Iterator[tuple[Placed, Fault]]:
    """What is right in itself but does not fit this vault, or the rest of the file."""
    spoken_of = {one for each in placed for one in (each.record.id, *_mentions(each.record))}
    here = {one: record for one in spoken_of if (record := rows.standing(one)) is not None}
    by_line = {each.line: each for each in placed}
    whole = Parsed(records=tuple(placed), tombstones=tuple(Forgotten(id=one) for one in spoken_of & gone))
    for fault in dangling(whole, {noun: _ids(here, noun) for noun in NAMED}):
        yield by_line[fault.line], fault
    for each in _circling(rows, placed):
        column = strict.columns(each.text.decode(), [("merged_into",)])[0]
        yield each, Fault(each.line, column, "These merges lead round in a circle.", each.text)
    for each in placed:
        before, after = here.get(each.record.id), without(each.record, gone)
        if before is not None and after not in _tellings(rows, before):
            yield each, Fault(each.line, 1, _difference(before, after), each.text)


def _circling(rows: Rows, placed: Iterable[Placed]) -> Iterator[Placed]:
    """Lines whose merges never come to an end, in the file or together with the vault."""
    told = [(each, each.record) for each in placed if isinstance(each.record, Person | Cue)]
    known = {one.id: one for one in (*everyone(rows), *(record for _, record in told))}
    follow = Aliases(known.values())
    for each, record in told:
        if record.merged_into in known and known[follow.canonical(record.id)].merged_into in known:
            yield each


def _tellings(rows: Rows, record: Record) -> Iterator[Record]:
    """The forms in which this record may come back from a file of our own."""
    yield record
    yield as_exported(rows, record)
    yield bare(record)
    yield alone(rows, record)[-1]


def _difference(before: Record, after: Record) -> str:
    """Which fields differ. Their contents are not repeated: the line itself is at hand."""
    one, other = to_json(before), to_json(after)
    fields = sorted(name for name in one.keys() | other.keys() if one.get(name) != other.get(name))
    return (
        "This id is known here with other content; the difference is in: "
        + ", ".join(fields)
        + ". Nothing known is overwritten by an import."
    )


def _stone(gone: UUID) -> Forgotten:
    return Forgotten(id=gone)


def _mentions(record: Record) -> set[UUID]:
    return {one for _, _, one in references(record)}


def _merged_first(records: Iterable[Named]) -> list[Named]:
    """In this order, a name that two of them have belongs to the one that was not merged."""
    return sorted(records, key=lambda record: record.merged_into is None)


def _ids(here: Mapping[UUID, Record], kind: type[Record]) -> set[UUID]:
    return {one for one, record in here.items() if isinstance(record, kind)}


def _in_order(faults: Iterable[Fault]) -> tuple[Fault, ...]:
    return tuple(sorted(dict.fromkeys(faults), key=lambda fault: (fault.line, fault.column)))
