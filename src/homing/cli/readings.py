"""``homing reading`` and ``homing demo``: care first, then counts, and the numbers only on request."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from homing.cli import parsing
from homing.cli.codes import Code, Stop
from homing.cli.reading_lines import Told, as_told, lines
from homing.cli.surroundings import own_desk, sample_desk
from homing.cli.telling import name, say, say_json
from homing.companion import Desk, NewCue, pages
from homing.companion.expectations import expect
from homing.companion.names import Book, book
from homing.companion.readings import read
from homing.record import Channel, Cue, CueSeen, Direction, Person
from homing.vault import Rows
from homing.words import gettext as _

CUES_SHOWN = 2
"""In the demo, this many of the cues that came most often with a person."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Whom and what a reading is about, as far as the diary knows them, and what it does not know."""

    people: tuple[Person, ...]
    cues: tuple[tuple[Cue, Direction], ...]
    nobody: tuple[str, ...] = ()
    nothing: tuple[str, ...] = ()


def reading(
    people: Sequence[str], cues: Sequence[str], passphrase_file: Path | None, *, numbers: bool, as_json: bool
) -> Code:
    """Read a moment with these people and cues."""
    if not people and not cues:
        raise Stop(Code.USAGE, _("Name at least one person or cue. See: homing reading --help"))
    named, told = [parsing.person(one) for one in people], [(one, parsing.cue(one)) for one in cues]
    with own_desk(passphrase_file) as desk:
        known = desk.vault.read(book)
        asked = desk.vault.read(lambda rows: _find(rows, known, named, told))
        found = None if _asks_of_nobody(asked) else _read(desk, asked)
    if as_json:
        say_json(as_told(asked.people, asked.nobody, asked.nothing, found, known, numbers=numbers))
        return Code.FINE
    for one in asked.nobody:
        say(_("There is nobody called {name} in your diary yet.").format(name=name(one)))
    for one in asked.nothing:
        say(_("There is no cue called {name} in your diary yet.").format(name=name(one)))
    for line in lines(asked.people, found, known, numbers=numbers):
        say(line)
    return Code.FINE


def demo(*, numbers: bool, as_json: bool) -> Code:
    """The readings of the sample diary, one for each of its people."""
    with sample_desk() as desk:
        known = desk.vault.read(book)
        shown = [(person, _read(desk, _most_often(desk, person))) for person in known.people]
    if as_json:
        say_json({"readings": [as_told((person,), (), (), found, known, numbers=numbers) for person, found in shown]})
        return Code.FINE
    say(_("A sample diary: three invented months with four invented people. Nothing of it is kept."))
    for person, found in shown:
        say()
        for line in lines((person,), found, known, numbers=numbers):
            say(line)
    if not numbers:
        say()
        say(_("The numbers behind this: homing demo --numbers"))
    return Code.FINE


def _find(rows: Rows, known: Book, named: Sequence[str], told: Sequence[tuple[str, NewCue]]) -> Asked:
    """Look the names up, earlier names of merged records too."""
    everyone, everything = rows.all(Person), rows.all(Cue)
    people: dict[Person, None] = {}
    cues: dict[tuple[Cue, Direction], None] = {}
    nobody, nothing = [], []
    for label in named:
        meant = [known.person(one.id) for one in everyone if _same(one.label, label)]
        people |= {one: None for one in meant if one is not None}
        nobody += [] if any(meant) else [label]
    for written, cue in told:
        found = [known.cue(one.id) for one in everything if _matches(one, written, cue)]
        cues |= {(one, cue.direction): None for one in found if one is not None}
        nothing += [] if any(found) else [written]
    return Asked(people=tuple(people), cues=tuple(cues), nobody=tuple(nobody), nothing=tuple(nothing))


def _matches(cue: Cue, written: str, told: NewCue) -> bool:
    return (_same(cue.label, told.label) and told.channel in (None, cue.channel)) or _same(cue.label, written)


def _same(one: str, other: str) -> bool:
    return one.strip().casefold() == other.strip().casefold()


def _asks_of_nobody(asked: Asked) -> bool:
    """Whether a person was named and none is known, or nothing at all is known: then nothing can be counted."""
    return not asked.people and (bool(asked.nobody) or not asked.cues)


def _read(desk: Desk, asked: Asked) -> Told:
    people = [one.id for one in asked.people]
    settings = [cue for cue, _direction in asked.cues if cue.channel is Channel.SETTING]
    seen = [CueSeen(cue=cue.id, direction=direction) for cue, direction in asked.cues if cue not in settings]
    setting = settings[0].id if settings else None
    _verdict, expected = expect(desk, people=people, cues=seen, setting=setting)
    return Told(read(desk, people=people, cues=seen, setting=setting), expected)


def _most_often(desk: Desk, person: Person) -> Asked:
    beside = pages.person(desk, person.id).beside[:CUES_SHOWN]
    known = desk.vault.read(book)
    cues = [cue for one in beside if (cue := known.cue(one.id)) is not None]
    return Asked(people=(person,), cues=tuple((cue, Direction.RECEIVED) for cue in cues))
