"""Danger and holds: the facts that the care rules look at, and the owner's own lifting of a hold."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

from homing.care import QUIET_AFTER_HARM, Facts, is_held
from homing.companion import names, rest
from homing.companion.desk import Desk
from homing.mind import aliases
from homing.record import Aliases, Cue, CueSeen, Evidence, Look, Moment, Outcome, Person, Safe
from homing.vault import Fact, Position, Rows, WritableRows, instant, microseconds

LATELY = timedelta(days=7)
"""Harm lived within this time and written down today quiets the readings; an old diary that is imported does not."""

_FINISHED = (Evidence.HURT, Evidence.NO_HURT)

CHANGED_OVER = timedelta(days=42)
"""Over so many weeks a cue's change is told, and its people are looked at."""


def held(rows: Rows, person_id: UUID) -> bool:
    """Whether a hold stands on a person, under any of their names (care rule 2)."""
    return _any_held(rows, aliases(rows).closure(person_id))


def held_people(rows: Rows) -> frozenset[UUID]:
    """Everyone on whom a hold stands; of merged ones the one that they stand for."""

    def read() -> frozenset[UUID]:
        follow, people = aliases(rows), [*rows.all(Person), *rows.all(Person, live=False)]
        return frozenset(follow.canonical(person.id) for person in people if _any_held(rows, [person.id]))

    return rows.kept(("holds.held",), (Moment, Person, Cue), read)


def lift_hold(desk: Desk, person_id: UUID) -> None:
    """Lift the hold under all their names, as the owner asks. A new danger mark raises it again.

    Each name keeps its own list, so that merging and unmerging never lift anything by themselves.
    """

    def work(rows: WritableRows) -> None:
        follow = aliases(rows)
        names.find(rows, Person, follow.canonical(person_id))
        for one in follow.closure(person_id):
            person = names.find(rows, Person, one)
            lifted = dict.fromkeys([*person.lifted, *rows.dangerous_with([one])])
            rows.put(replace(person, lifted=tuple(lifted)), desk.ambient.now())

    desk.vault.write(work)


def raise_again(rows: WritableRows, desk: Desk, before: Moment | None, now: Moment) -> None:
    """A danger mark that is new in a moment raises the hold again, also where it was lifted after this very moment."""
    if not _marks(now) - (_marks(before) if before else set()):
        return
    for one in now.people:
        person = rows.find(Person, one)
        if person is not None and now.id in person.lifted:
            lifted = tuple(moment for moment in person.lifted if moment != now.id)
            rows.put(replace(person, lifted=lifted), desk.ambient.now())


def care_facts(
    rows: Rows,
    now: datetime,
    follow: Aliases,
    people: Collection[UUID] = (),
    lived: Sequence[Fact] = (),
    moment: Moment | None = None,
    cues: Collection[UUID] = (),
) -> Facts:
    """What the care rules need to know: ``lived`` are the moments with these people, ``moment`` the one in question.

    Where nobody is named, ``cues`` (settings too) that come mostly from held people are held with them. One at which
    the person lately looked and said that it is not safe for them is left in peace, whoever is named.
    """
    return Facts(
        held=_any_held(rows, follow.closures(people)) if people else _mostly_from_held(rows, now, follow, cues),
        resting=rest.until(rows, now) is not None,
        dangerous_moment=moment is not None and moment.is_dangerous,
        since_harm=min(_since_harm(rows, now, moment), default=None),
        finished=len([fact for fact in lived if fact.evidence in _FINISHED]),
        frightening=len([fact for fact in lived if _is_harm(fact)]),
        not_safe=_said_not_safe(rows, now, follow, cues),
    )


def named_in(cues: Iterable[CueSeen], setting: UUID | None) -> list[UUID]:
    """The cues of a moment, its setting among them."""
    return [seen.cue for seen in cues] + ([] if setting is None else [setting])


def _mostly_from_held(rows: Rows, now: datetime, follow: Aliases, cues: Collection[UUID]) -> bool:
    """Whether half or more of the moments in which one of these came from someone were with a held person.

    It is looked at over all time, and once more over the last weeks: either way what would be said of the cue would be
    said of that person (care rule 2).
    """
    held = held_people(rows) if cues else frozenset[UUID]()
    return bool(held) and any(_is_theirs(rows, now, follow, cue, held) for cue in cues)


def _is_theirs(rows: Rows, now: datetime, follow: Aliases, cue: UUID, held: Collection[UUID]) -> bool:
    same = follow.closure(cue)
    with_held, with_any = set[Position](), set[Position]()
    for beside in (rows.named_beside(Person, cues=same), rows.named_beside(Person, settings=same)):
        for one, positions in beside.items():
            with_any.update(positions)
            if follow.canonical(one) in held:
                with_held.update(positions)
    lately = (microseconds(now - CHANGED_OVER), "")
    spans = (with_any, {position for position in with_any if position >= lately})
    return any(span and 2 * len(span & with_held) >= len(span) for span in spans)


def _said_not_safe(rows: Rows, now: datetime, follow: Aliases, cues: Collection[UUID]) -> bool:
    """Whether a look at one of these cues ended within a day in "no, it is not safe now"."""
    same = set(follow.closures(cues))
    said = (look for look in rows.all(Look) if look.safe is Safe.NO and look.cue in same) if same else ()
    return any(now - look.when.utc < QUIET_AFTER_HARM for look in said)


def _any_held(rows: Rows, people: Collection[UUID]) -> bool:
    marked = ((one, rows.dangerous_with([one])) for one in people)
    return any(is_held(moments, _lifted(rows, one)) for one, moments in marked if moments)


def _lifted(rows: Rows, person_id: UUID) -> tuple[UUID, ...]:
    person = rows.standing(person_id)
    return person.lifted if isinstance(person, Person) else ()


def _marks(moment: Moment) -> set[str]:
    return {*moment.danger, *([moment.safe] if moment.safe is Safe.NO else [])}


def _is_harm(fact: Fact) -> bool:
    return fact.dangerous or fact.outcome is Outcome.FRIGHTENED


def _since_harm(rows: Rows, now: datetime, moment: Moment | None) -> Iterator[timedelta]:
    """How long ago each recent harm was lived or, if that is later, first written down as harm.

    With whomever it was, and in the bin too: after harm there is no reading of anything for a day (care rule 2).
    """
    if moment is not None and moment.after_harm and rows.standing(moment.id) is None:
        yield now - moment.when.utc
    for fact in rows.facts(since=(microseconds(now - LATELY - QUIET_AFTER_HARM), ""), binned=True):
        if _is_harm(fact):
            lived, told = instant(fact.position[0]), _first_told(rows, fact.id, now)
            if lived <= now:  # what is dated ahead quiets from when it was written, not until its date
                yield now - lived
            if told - lived < LATELY:
                yield now - told


def _first_told(rows: Rows, moment_id: UUID, otherwise: datetime) -> datetime:
    forms = ((revision.at, revision.record) for revision in rows.history(moment_id))
    return min((at for at, record in forms if isinstance(record, Moment) and record.after_harm), default=otherwise)
