"""What the record holds about an old cue: how it ended, with whom else and since when it came, what is older.

Counts leave nobody out, or an alarm that was right would look like an old one. Beyond the count of people nothing is
told of those under a hold (care rule 2).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from homing.care import Facts
from homing.companion import names
from homing.companion.holds import care_facts, held_people, named_in
from homing.mind import Finding, findings
from homing.record import Aliases, Cue, Evidence, Look, Memory, Moment, Person, alarm_rang
from homing.vault import Fact, Position, Rows, microseconds


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """Some moments, oldest first, and what they say in counts."""

    facts: tuple[Fact, ...]
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CameWith:
    """Someone with whom the cue came: in these moments, and in something older (``about`` when)."""

    person: Person
    counted: Counted
    about: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Across:
    """In how many people the cue came, those of something older among them; who they are, but for held ones.

    ``since`` is the earliest of several years that were told, in a moment with them or in something older; not of held
    ones.
    """

    n: int
    people: tuple[CameWith, ...]
    since: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidences:
    """The counts about a cue. ``together``: those with the people of the moment from which one looks, if there are any.

    ``before``, ``after``: the same moments on both sides of the first look; empty until there is something since.
    """

    together: Counted | None
    whole: Counted
    across: Across
    before: Counted | None
    after: Counted | None


def starts_here(moment: Moment) -> bool:
    """Whether the alarm rang, and nothing followed that hurt or that the person had to protect themselves from."""
    return bool(moment.rang) and moment.evidence is Evidence.NO_HURT and not moment.is_dangerous


def moment_of(rows: Rows, look: Look) -> Moment | None:
    """The moment from which a look began, also while it lies in the bin: its marks go on counting."""
    found = None if look.moment is None else rows.standing(look.moment)
    return found if isinstance(found, Moment) else None


def facts_about(
    rows: Rows, now: datetime, follow: Aliases, cue: UUID, moment: Moment | None, *, step: bool = False
) -> Facts:
    """What the care rules need to know of looking at a cue, perhaps from a moment.

    The moment's people and the cue each may forbid it; so does a cue that came with held people alone, be it in
    something older. A ``step`` goes toward whoever is named, so that one held person with this cue is enough.
    """
    with_people = tuple(moment.people) if moment is not None else ()
    lived = rows.facts(people=follow.closures(with_people)) if with_people else facts_with(rows, follow, cue)
    of_cue = care_facts(rows, now, follow, lived=lived, cues=[cue])
    named = [cue, *(named_in(moment.cues, moment.setting) if moment is not None else ())]
    whole = care_facts(rows, now, follow, with_people, lived, moment, named)
    return replace(
        whole,
        held=whole.held or of_cue.held or _is_theirs(rows, follow, cue, any_one=step and not with_people),
        dangerous_moment=moment is not None and moment.after_harm,
    )


def facts_with(rows: Rows, follow: Aliases, cue: UUID, people: Collection[UUID] = ()) -> list[Fact]:
    """The moments with a cue, as a setting too, and with any of these people if some are given, oldest first."""
    same, who = follow.closure(cue), follow.closures(people)
    found = (*rows.facts(cues=same, people=who), *rows.facts(settings=same, people=who))
    return sorted({fact.position: fact for fact in found}.values(), key=lambda fact: fact.position)


def evidence(rows: Rows, book: names.Book, cue: Cue, moment: Moment | None, first: datetime) -> Evidences:
    """The counts, gathered in one snapshot. ``first`` is when the person first looked at this cue."""
    lived = facts_with(rows, book.follow, cue.id)
    people = tuple(moment.people) if moment is not None else ()
    together = counted(facts_with(rows, book.follow, cue.id, people)) if people else None
    here = lived if together is None else together.facts
    split = microseconds(first)
    before = [fact for fact in here if fact.position[0] < split]
    after = [fact for fact in here if fact.position[0] >= split and (moment is None or fact.id != moment.id)]
    return Evidences(
        together=together,
        whole=counted(lived),
        across=_across(rows, book, cue, lived),
        before=counted(before) if before and after else None,
        after=counted(after) if before and after else None,
    )


def counted(facts: Iterable[Fact]) -> Counted:
    """Moments with their counts."""
    told = tuple(facts)
    return Counted(facts=told, findings=findings(told))


def newest_like_it(rows: Rows, book: names.Book, cue: UUID) -> Moment | None:
    """The newest moment with a cue and someone, in which the alarm rang, beside no danger mark and nobody held."""
    held = held_people(rows)
    for fact in reversed(facts_with(rows, book.follow, cue)):
        if fact.alarm is not None and alarm_rang(fact.alarm):
            moment = rows.find(Moment, fact.id)
            if moment is not None and moment.people and may_be_named(book, held, moment):
                return moment
    return None


def may_be_named(book: names.Book, held: Collection[UUID], one: Moment | Memory) -> bool:
    """Whether a moment or something older may stand beside the person's answer: no danger in it, nobody held."""
    if isinstance(one, Moment) and one.after_harm:
        return False
    return not any(book.follow.canonical(person) in held for person in one.people)


def _across(rows: Rows, book: names.Book, cue: Cue, lived: Sequence[Fact]) -> Across:
    known = {person.id: person for person in book.people}
    by_position = {fact.position: fact for fact in lived}
    in_moments, in_older = _came_with(rows, book.follow, cue.id)
    everyone = [one for one in dict.fromkeys([*in_moments, *in_older]) if one in known]
    held = held_people(rows)
    told = [
        CameWith(
            person=known[one],
            counted=counted(by_position[at] for at in sorted(in_moments.get(one, ())) if at in by_position),
            about=tuple(
                sorted(memory.about.text for memory in in_older.get(one, ()) if may_be_named(book, held, memory))
            ),
        )
        for one in everyone
        if one not in held
    ]
    years = [fact.day.year for one in told for fact in one.counted.facts]
    years += [
        memory.about.earliest.year for memory in _older(rows, book.follow, cue.id) if may_be_named(book, held, memory)
    ]
    told.sort(key=lambda one: len(one.counted.facts), reverse=True)
    return Across(n=len(everyone), people=tuple(told), since=min(years) if len(set(years)) > 1 else None)


def _came_with(rows: Rows, follow: Aliases, cue: UUID) -> tuple[dict[UUID, set[Position]], dict[UUID, list[Memory]]]:
    """Who was there when the cue came, merged names once: in moments, and in something older."""
    same = follow.closure(cue)
    in_moments: dict[UUID, set[Position]] = {}
    for beside in (rows.named_beside(Person, cues=same), rows.named_beside(Person, settings=same)):
        for one, positions in beside.items():
            in_moments.setdefault(follow.canonical(one), set()).update(positions)
    in_older: dict[UUID, list[Memory]] = {}
    for memory in _older(rows, follow, cue):
        for person in dict.fromkeys(map(follow.canonical, memory.people)):
            in_older.setdefault(person, []).append(memory)
    return in_moments, in_older


def _older(rows: Rows, follow: Aliases, cue: UUID) -> list[Memory]:
    same = set(follow.closure(cue))
    return [memory for memory in rows.all(Memory) if same.intersection(memory.cues)]


def _is_theirs(rows: Rows, follow: Aliases, cue: UUID, *, any_one: bool) -> bool:
    """Whether everyone with whom the cue came is held; with ``any_one``, whether someone is."""
    held = held_people(rows)
    with_it = {one for found in _came_with(rows, follow, cue) for one in found} if held else set()
    return bool(with_it & held) if any_one else bool(with_it) and with_it <= held
