"""What a page about today, a person or a cue shows: gathered in one snapshot, counted, never graded."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from homing.care import Action, Facts, Verdict, may
from homing.companion import felt, gentle, names, rest, windows
from homing.companion.desk import Desk
from homing.companion.holds import care_facts
from homing.mind import Finding, findings
from homing.record import CheckIn, Cue, LivedTime, Moment, Opening, Person, Window
from homing.vault import Fact, Position, Revision, Rows

SHOWN = 20
"""The newest moments that a page of a person or cue holds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Today:
    """How it last was, what stands open, and at most three gentle things; until when nothing is asked.

    ``quiet``: nothing good is asked for inside quiet hours, while resting, nor for a day after harm.
    """

    last: CheckIn | None
    windows: tuple[Window, ...]
    gentle: gentle.Gentle
    moments: int
    book: names.Book
    resting_until: LivedTime | None
    quiet: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """How often two things came together: a cue with a person, or a person with a cue."""

    id: UUID
    label: str
    facts: tuple[Fact, ...]
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedPage:
    """One person or cue: its ``n`` moments in counts, the newest of them, what it comes with, its other names.

    ``facts``, ``findings`` and ``beside`` are empty while ``counts`` may not be told.
    """

    record: Person | Cue
    counts: Verdict
    held: bool
    n: int
    facts: tuple[Fact, ...]
    findings: tuple[Finding, ...]
    beside: tuple[Beside, ...]
    merged: tuple[Person | Cue, ...]
    history: tuple[Revision, ...]
    moments: tuple[Moment, ...]
    book: names.Book


def today(desk: Desk) -> Today:
    """Today."""
    instant = desk.ambient.now()
    open_now = [one for one in windows.bubble(desk).windows if one.standing(instant) is not Opening.CLOSED]

    def look(rows: Rows) -> Today:
        ends, book = rest.until(rows, instant), names.book(rows)
        comes_up = gentle.gather(rows, desk, book)
        return Today(
            last=felt.last_said(rows),
            windows=tuple(open_now),
            gentle=comes_up,
            moments=rows.count(Moment),
            book=book,
            resting_until=LivedTime.at(ends, desk.ambient.zone) if ends else None,
            quiet=comes_up.quiet_until is not None or not may(Action.COUNTS, care_facts(rows, instant, book.follow)),
        )

    return desk.vault.read(look)


def person(desk: Desk, person_id: UUID) -> NamedPage:
    """The page of one person; raises :class:`NotFound`."""

    def look(rows: Rows) -> NamedPage:
        known = names.book(rows)
        record = names.find(rows, Person, known.follow.canonical(person_id))
        same = known.follow.closure(record.id)
        lived = rows.facts(people=same)
        facts = care_facts(rows, desk.ambient.now(), known.follow, [record.id], lived)
        beside = [rows.named_beside(Cue, people=same)]
        return _page(rows, known, record, lived, facts, beside, rows.moments(people=same, limit=SHOWN))

    return desk.vault.read(look)


def cue(desk: Desk, cue_id: UUID) -> NamedPage:
    """The page of one cue, as a setting too; raises :class:`NotFound`."""

    def look(rows: Rows) -> NamedPage:
        known = names.book(rows)
        record = names.find(rows, Cue, known.follow.canonical(cue_id))
        same = known.follow.closure(record.id)
        both = {fact.position: fact for fact in (*rows.facts(cues=same), *rows.facts(settings=same))}
        lived = [both[position] for position in sorted(both)]
        beside = [rows.named_beside(Person, cues=same), rows.named_beside(Person, settings=same)]
        newest = [moment for fact in lived[: -SHOWN - 1 : -1] if (moment := rows.find(Moment, fact.id))]
        return _page(rows, known, record, lived, care_facts(rows, desk.ambient.now(), known.follow), beside, newest)

    return desk.vault.read(look)


def _page(
    rows: Rows,
    known: names.Book,
    record: Person | Cue,
    lived: Sequence[Fact],
    facts: Facts,
    beside: Iterable[dict[UUID, list[Position]]],
    newest: Sequence[Moment],
) -> NamedPage:
    verdict = may(Action.COUNTS, facts)
    return NamedPage(
        record=record,
        counts=verdict,
        held=facts.held,
        n=len(lived),
        facts=tuple(lived) if verdict else (),
        findings=findings(lived) if verdict else (),
        beside=rows.kept(("pages.beside", record.id), (Moment, Person, Cue), lambda: _beside(lived, beside, known))
        if verdict
        else (),
        merged=tuple(one for one in rows.all(type(record)) if known.follow.canonical(one.id) == record.id != one.id),
        history=tuple(rows.history(record.id)),
        moments=tuple(newest),
        book=known,
    )


def _beside(
    lived: Sequence[Fact], beside: Iterable[dict[UUID, list[Position]]], known: names.Book
) -> tuple[Beside, ...]:
    """What stands in the same moments, the most frequent first; merged names are counted together."""
    order = {fact.position: at for at, fact in enumerate(lived)}
    together: dict[UUID, set[int]] = {}
    for one, positions in (item for named in beside for item in named.items()):
        if one in known.by_id:
            together.setdefault(known.by_id[one].id, set()).update(order[position] for position in positions)
    each = [
        Beside(id=one, label=known.by_id[one].label, facts=shared, findings=findings(shared))
        for one, places in together.items()
        for shared in [tuple(lived[at] for at in sorted(places))]
    ]
    return tuple(sorted(each, key=lambda one: len(one.facts), reverse=True))
