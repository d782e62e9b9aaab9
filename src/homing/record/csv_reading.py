"""Reading a table of moments; the public name is :func:`homing.record.csv_table.read_csv`."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid5

from homing.record import csv_cells
from homing.record.csv_cells import Row
from homing.record.csv_columns import COLUMNS, VERBATIM, CueName, CueRef, PersonRef, Seen
from homing.record.fields import DiaryError
from homing.record.lived import LivedTime
from homing.record.nouns import Cue, CueSeen, Moment, Person
from homing.record.parsed import Fault, Parsed, Placed
from homing.record.references import references

_NAMESPACE = UUID("1d44b93e-72f6-4f4d-b850-4fd9a804abfb")
_SPEAKING = ("people", "setting", "cues", "windows", "step", "ritual")
_ALONE = ("setting", "step", "ritual")
_BOM = b"\xef\xbb\xbf"


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """Ids in the vault that cells may speak of. A table makes people and cues by their names, and nothing else."""

    people: Collection[UUID] = ()
    cues: Collection[UUID] = ()
    windows: Collection[UUID] = ()
    steps: Collection[UUID] = ()
    rituals: Collection[UUID] = ()


def read_csv(
    content: bytes | str,
    *,
    default_zone: str,
    people: Mapping[str, UUID],
    cues: Mapping[CueName, UUID],
    known: Known | None = None,
) -> Parsed:
    """The moments of a table, with the people and cues whose names are new; every fault by line and cell.

    ``people`` and ``cues`` map the names in the vault to ids, ``known`` holds any further ids.
    Ids that the table leaves out follow from the content, so that the same table gives the same records again.
    """
    raw = content.encode("utf-8", "surrogatepass") if isinstance(content, str) else content
    raw = raw.removeprefix(_BOM)
    faults = tuple(_undecodable(raw))
    if faults:
        return Parsed(faults=faults)
    text = raw.decode()
    delimiter = max(csv_cells.DELIMITERS, key=lambda sign: len(set(_names(text, sign)) & COLUMNS.keys()))
    return _Table(_names(text, delimiter), default_zone, _Names(people, cues, known or Known())).read(text, delimiter)


class _Names:
    """Ids for the names in cells; a new name gets an id that follows from it."""

    def __init__(self, people: Mapping[str, UUID], cues: Mapping[CueName, UUID], known: Known) -> None:
        self._people = dict(people)
        self._cues = dict(cues)
        self._known = {
            "people": {*known.people, *people.values()},
            "cues": {*known.cues, *cues.values()},
            "windows": {*known.windows},
            "step": {*known.steps},
            "ritual": {*known.rituals},
        }
        self.fresh: dict[UUID, Person | Cue] = {}

    def knows(self, column: str, ref: PersonRef | CueRef) -> bool:
        """Whether the id is that of what this column speaks of; a name always may stand."""
        return not isinstance(ref, UUID) or ref in self._known["cues" if column == "setting" else column]

    def person(self, ref: PersonRef) -> UUID:
        """The id of a person, made if needed."""
        if isinstance(ref, UUID):
            return ref
        if ref not in self._people:
            self._people[ref] = _derived("person", ref)
            self._make("people", Person(id=self._people[ref], label=ref))
        return self._people[ref]

    def cue(self, ref: CueRef) -> UUID:
        """The id of a cue, made if needed."""
        if isinstance(ref, UUID):
            return ref
        if ref not in self._cues:
            channel, label = ref
            self._cues[ref] = _derived("cue", channel and channel.value, label)
            self._make("cues", Cue(id=self._cues[ref], label=label, channel=channel))
        return self._cues[ref]

    def _make(self, column: str, noun: Person | Cue) -> None:
        """Keep a new record, unless the vault has it already under another name."""
        if noun.id not in self._known[column]:
            self._known[column].add(noun.id)
            self.fresh[noun.id] = noun


class _Table:
    """One reading of a table."""

    def __init__(self, header: list[str], default_zone: str, names: _Names) -> None:
        self._header = header
        self._zone = default_zone
        self._names = names
        self._records: list[Placed] = []
        self._faults: list[Fault] = []
        self._alike: Counter[str] = Counter()
        self._seen: dict[UUID, tuple[int, Moment]] = {}

    def read(self, text: str, delimiter: str) -> Parsed:
        rows = csv_cells.rows(text, delimiter)
        self._read_header(next(rows, Row(1, [], "")))
        for row in rows:
            self._read_row(row)
        return Parsed(records=tuple(self._records), faults=tuple(self._faults))

    def _read_header(self, row: Row) -> None:
        for at, name in enumerate(self._header):
            if name and name not in COLUMNS:
                self._fault(row, at, f"There is no column called '{_short(name)}'.")
            elif name and name in self._header[:at]:
                self._fault(row, at, f"The column '{name}' stands here twice.")
        if "when" not in self._header:
            self._fault(row, 0, "The first line names the columns; the column 'when' is missing.")
        if row.fault:
            self._fault(row, row.fault[0] - 1, row.fault[1])

    def _read_row(self, row: Row) -> None:
        before = len(self._faults)
        if row.fault:
            self._fault(row, row.fault[0] - 1, row.fault[1])
        told = dict(self._told(row)) if not row.fault else {}
        values = self._values(row, told)
        if "when" not in values and len(self._faults) == before and "when" in self._header:
            self._fault(row, self._header.index("when"), "The time is missing.")
        if len(self._faults) == before and "when" in values:
            self._keep(row, values, told)

    def _told(self, row: Row) -> Iterator[tuple[str, str]]:
        """Every cell that says something, by its column."""
        for at, cell in enumerate(row.cells):
            name = self._header[at] if at < len(self._header) else ""
            if not cell.strip() and not (cell and name in VERBATIM):
                continue
            if name in COLUMNS:
                told = csv_cells.unguarded(cell)
                yield name, told if name in VERBATIM else csv_cells.trimmed(told)
            elif not name:
                self._fault(row, at, "No column is named above this cell.")

    def _values(self, row: Row, told: Mapping[str, str]) -> dict[str, Any]:
        values: dict[str, Any] = {}
        for name, cell in told.items():
            try:
                values[name] = COLUMNS[name](cell)
            except DiaryError as error:
                for fault in error.faults:
                    self._fault(row, self._header.index(name), f"{name}: {fault.sentence}")
        for name in _SPEAKING:
            if not all(self._names.knows(name, ref) for ref in _refs(name, values)):
                self._fault(row, self._header.index(name), f"{name}: Nothing in the diary has this id.")
        return values

    def _keep(self, row: Row, values: dict[str, Any], told: Mapping[str, str]) -> None:
        try:
            lived = self._lived(values)
        except ValueError:
            self._fault(row, self._header.index("when"), "when: This time lies outside the years 1 to 9999.")
            return
        moment = self._moment(lived, values, told)
        line, before = self._seen.setdefault(moment.id, (row.line, moment))
        if before is moment:
            nouns = (self._names.fresh.pop(item, None) for _, _, item in references(moment))
            raw = row.text.encode()
            self._records += [Placed(row.line, record, raw) for record in (*(noun for noun in nouns if noun), moment)]
        elif before != moment:
            sentence = f"id: The moment in line {line} has the same id and other content."
            self._fault(row, self._header.index("id"), sentence)

    def _lived(self, values: dict[str, Any]) -> LivedTime:
        local, precision = values.pop("when")
        return LivedTime(
            local=local,
            zone=values.pop("zone", self._zone),
            offset=values.pop("offset", None),
            precision=values.pop("precision", precision),
        )

    def _moment(self, lived: LivedTime, values: dict[str, Any], told: Mapping[str, str]) -> Moment:
        names = self._names
        values["id"] = values.get("id") or self._derived_id(told)
        values["people"] = tuple(map(names.person, values.get("people", ())))
        values["setting"] = names.cue(values["setting"]) if "setting" in values else None
        values["cues"] = tuple(
            CueSeen(cue=names.cue(seen.cue), direction=seen.direction, strength=seen.strength)
            for seen in values.get("cues", ())
        )
        return Moment(when=lived, **values)

    def _derived_id(self, told: Mapping[str, str]) -> UUID:
        """An id from what the cells say, whatever their order; rows that say the same are counted."""
        content = json.dumps({name: "\n".join(cell.splitlines()) for name, cell in sorted(told.items())})
        self._alike[content] += 1
        return _derived("moment", content, self._alike[content])

    def _fault(self, row: Row, at: int, sentence: str) -> None:
        self._faults.append(Fault(row.line, at + 1, sentence, row.text.encode()))


def _names(text: str, delimiter: str) -> list[str]:
    """The names of the columns, in small letters."""
    first = next(csv_cells.rows(text, delimiter), None)
    return [cell.strip().lower() for cell in first.cells] if first else []


def _undecodable(raw: bytes) -> Iterator[Fault]:
    for number, line in enumerate(raw.split(b"\n"), 1):
        try:
            line.decode()
        except UnicodeDecodeError:
            yield Fault(number, 1, "This line is not UTF-8 text; save the table as CSV in UTF-8.", line)


def _refs(name: str, values: Mapping[str, Any]) -> Iterator[PersonRef | CueRef]:
    """Whom or what the cell of this column speaks of."""
    if name in _ALONE and name in values:
        yield values[name]
    elif name == "windows":
        yield from (item.window for item in values.get(name, ()))
    elif name in values:
        yield from (item.cue if isinstance(item, Seen) else item for item in values[name])


def _derived(*parts: object) -> UUID:
    return uuid5(_NAMESPACE, json.dumps(parts))


def _short(name: str) -> str:
    shown = "".join(sign if sign.isprintable() else "?" for sign in name)
    return shown if len(shown) <= 30 else f"{shown[:29]}…"
