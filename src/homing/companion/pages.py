"""What a page about today, a person or a cue shows: gathered in one snapshot, counted, never graded."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from homing.care import Action, Verdict, may
from homing.companion import names
from homing.companion.desk import Desk
from homing.companion.holds import care_facts, held
from homing.mind import Finding, aliases, findings
from homing.record import CheckIn, Cue, Moment, Person
from homing.vault import Fact, Revision, Rows

GENTLE = 3
"""At most this many gentle things for today."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Today:
    """How it last was, and at most three moments that may still want an ending."""

    last: CheckIn | None
    open_moments: tuple[Moment, ...]
    moments: int
    book: names.Book


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """How often two things came together: a cue with a person, or a person with a cue."""

    id: UUID
    label: str
    facts: tuple[Fact, ...]
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedPage:
    """One person or cue: its moments in counts, what it comes with, its other names and its history."""

    record: Person | Cue
    counts: Verdict
    held: bool
    facts: tuple[Fact, ...]
    findings: tuple[Finding, ...]
    beside: tuple[Beside, ...]
    merged: tuple[Person | Cue, ...]
    history: tuple[Revision, ...]
    moments: tuple[Moment, ...]
    book: names.Book


def today(desk: Desk) -> Today:
    """Today."""

    def look(rows: Rows) -> Today:
        check_ins = rows.all(CheckIn)
        return Today(
            last=max(check_ins, key=lambda one: one.when.utc, default=None),
            open_moments=tuple(rows.moments(unfinished=True, limit=GENTLE)),
            moments=rows.count(Moment),
            book=names.book(rows),
        )

    return desk.vault.read(look)


def person(desk: Desk, person_id: UUID) -> NamedPage:
    """The page of one person; raises :class:`NotFound`."""

    def look(rows: Rows) -> NamedPage:
        meant = aliases(rows).canonical(person_id)
        record = names.find(rows, Person, meant)
        same = aliases(rows).closure(meant)
        verdict = may(Action.COUNTS, care_facts(rows, desk.ambient.now(), [meant]))
        facts = tuple(rows.facts(people=same)) if verdict else ()
        return _page(rows, record, same, verdict, facts, is_held=held(rows, meant))

    return desk.vault.read(look)


def cue(desk: Desk, cue_id: UUID) -> NamedPage:
    """The page of one cue; raises :class:`NotFound`."""

    def look(rows: Rows) -> NamedPage:
        meant = aliases(rows).canonical(cue_id)
        record = names.find(rows, Cue, meant)
        same = aliases(rows).closure(meant)
        facts = (*rows.facts(cues=same), *rows.facts(settings=same))
        everyone = may(Action.COUNTS, care_facts(rows, desk.ambient.now(), []))
        return _page(rows, record, same, everyone, tuple(sorted(facts, key=lambda fact: fact.position)), is_held=False)

    return desk.vault.read(look)


def _page(
    rows: Rows,
    record: Person | Cue,
    same: tuple[UUID, ...],
    verdict: Verdict,
    facts: tuple[Fact, ...],
    *,
    is_held: bool,
) -> NamedPage:
    of_person = isinstance(record, Person)
    moments = rows.moments(people=same) if of_person else rows.moments(cues=same) or rows.moments(settings=same)
    names_now = names.book(rows)
    return NamedPage(
        record=record,
        counts=verdict,
        held=is_held,
        facts=facts,
        findings=findings(facts) if verdict else (),
        beside=_beside(moments, facts, names_now, of_person=of_person) if verdict else (),
        merged=tuple(one for one in rows.all(type(record)) if one.id in same and one.id != record.id),
        history=tuple(rows.history(record.id)),
        moments=tuple(moments),
        book=names_now,
    )


def _beside(moments: list[Moment], facts: tuple[Fact, ...], book: names.Book, *, of_person: bool) -> tuple[Beside, ...]:
    by_id = {fact.id: fact for fact in facts}
    together: dict[UUID, dict[UUID, Fact]] = {}
    for moment in moments:
        others = [seen.cue for seen in moment.cues] if of_person else moment.people
        for other in others:
            record = book.by_id.get(other)
            if record is not None and moment.id in by_id:
                together.setdefault(record.id, {})[moment.id] = by_id[moment.id]
    tallies = [
        Beside(id=one, label=book.by_id[one].label, facts=tuple(shared), findings=findings(shared))
        for one, found in together.items()
        for shared in [sorted(found.values(), key=lambda fact: fact.position)]
    ]
    return tuple(sorted(tallies, key=lambda one: len(one.facts), reverse=True))
