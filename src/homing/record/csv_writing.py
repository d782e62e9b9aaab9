"""Writing a table of moments; the public name is :func:`homing.record.csv_table.write_csv`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any
from uuid import UUID

from homing.record import csv_cells
from homing.record.boundaries import WindowSeen
from homing.record.csv_cells import escaped
from homing.record.csv_columns import COLUMNS
from homing.record.diary import to_json
from homing.record.nouns import Cue, CueSeen, Moment, Person
from homing.record.practice import Reassured
from homing.record.scales import Channel, Direction


def write_csv(moments: Iterable[Moment], people: Iterable[Person], cues: Iterable[Cue]) -> Iterator[str]:
    """The table row by row, each with its line end. What a newer Homing added to a moment is not in it."""
    writing = _Writing(people, cues)
    yield ",".join(COLUMNS) + "\r\n"
    for moment in moments:
        cells = writing.cells(moment)
        yield ",".join(csv_cells.quoted(csv_cells.guarded(cells.get(name, ""))) for name in COLUMNS) + "\r\n"


class _Writing:
    """What the cells of moments need to know: which names tell people and cues apart."""

    def __init__(self, people: Iterable[Person], cues: Iterable[Cue]) -> None:
        persons, signs = list(people), list(cues)
        names = Counter(person.label for person in persons)
        kinds = Counter((cue.channel, cue.label) for cue in signs)
        self._people = {person.id: person.label for person in persons if names[person.label] == 1}
        self._cues = {cue.id: (cue.channel, cue.label) for cue in signs if kinds[cue.channel, cue.label] == 1}

    def cells(self, moment: Moment) -> dict[str, str]:
        """The cells that are not empty, by column, before guard and quotes."""
        told = to_json(moment)
        lived = told.pop("when")
        cells = {
            "zone": lived["zone"],
            "offset": str(lived["offset"]),
            "precision": moment.when.precision.value,
            "when": lived["local"],
            "people": csv_cells.joined([self._person(item) for item in moment.people]),
            "setting": self._setting(moment.setting),
            "cues": csv_cells.joined([self._seen(seen) for seen in moment.cues]),
            "windows": csv_cells.joined([_window(seen) for seen in moment.windows]),
            "step": _id(moment.step),
            "ritual": _id(moment.ritual),
            "reassured": csv_cells.joined([_reassured(one) for one in moment.reassured]),
        }
        for name in COLUMNS.keys() & told.keys() - cells.keys():
            cells[name] = _cell(told[name])
        return cells

    def _person(self, item: UUID) -> str:
        label = self._people.get(item)
        return f"id:{item}" if label is None else escaped(label)

    def _setting(self, item: UUID | None) -> str:
        if item is None:
            return ""
        channel, label = self._cues.get(item, (None, ""))
        return escaped(label) if channel is Channel.SETTING else self._cue(item)

    def _seen(self, seen: CueSeen) -> str:
        sent = "sent:" if seen.direction is Direction.SENT else ""
        strength = f"*{seen.strength!r}" if seen.strength != 1.0 else ""
        return f"{sent}{self._cue(seen.cue)}{strength}"

    def _cue(self, item: UUID) -> str:
        name = self._cues.get(item)
        if name is None:
            return f"id:{item}"
        channel, label = name
        return f"{channel.value if channel else ''}:{escaped(label)}"


def _window(seen: WindowSeen) -> str:
    respect = f":{seen.respect.value}" if seen.respect else ""
    return f"id:{seen.window}:{seen.opening.value}{respect}"


def _id(one: UUID | None) -> str:
    return "" if one is None else f"id:{one}"


def _reassured(one: Reassured) -> str:
    return f"{'sent:' if one.direction is Direction.SENT else ''}{one.kind.value}"


def _cell(value: Any) -> str:
    if isinstance(value, list):
        return csv_cells.joined(value)
    return "yes" if value is True else str(value)
