"""Danger and holds: the facts that the care rules look at, and the owner's own lifting of a hold."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

from homing.care import QUIET_AFTER_HARM, Facts, is_held
from homing.companion import names
from homing.companion.desk import Desk
from homing.mind import aliases
from homing.record import Evidence, Moment, Outcome, Person
from homing.vault import Fact, Revision, Rows, WritableRows

LATELY = timedelta(days=7)
"""Harm lived within this time and written down today quiets the reading; an old diary that is imported does not."""


def held(rows: Rows, person_id: UUID) -> bool:
    """Whether a hold stands on a person, under any of their names (care rule 2)."""
    meant = aliases(rows).closure(person_id)
    lifted = {one for person in rows.all(Person) if person.id in meant for one in person.lifted}
    return is_held(rows.dangerous_with(meant), lifted)


def lift_hold(desk: Desk, person_id: UUID) -> None:
    """Lift the hold, as the owner asks. A new dangerous moment raises it again."""

    def work(rows: WritableRows) -> None:
        follow = aliases(rows)
        person = names.find(rows, Person, follow.canonical(person_id))
        lifted = dict.fromkeys([*person.lifted, *rows.dangerous_with(follow.closure(person_id))])
        rows.put(replace(person, lifted=tuple(lifted)), desk.ambient.now())

    desk.vault.write(work)


def care_facts(rows: Rows, now: datetime, people: Collection[UUID], moment: Moment | None = None) -> Facts:
    """What the care rules need to know about a moment with these people."""
    everyone = aliases(rows).closures(people)
    lived = rows.facts(people=everyone) if everyone else []
    harmful = {fact.id: _instant(fact) for fact in lived if is_harm(fact)}
    if moment is not None and moment.after_harm:
        harmful[moment.id] = moment.when.utc
    return Facts(
        held=any(held(rows, person) for person in people),
        dangerous_moment=moment is not None and moment.is_dangerous,
        since_harm=min((_age(rows, now, one, lived_at) for one, lived_at in harmful.items()), default=None),
        finished=sum(fact.evidence in (Evidence.HURT, Evidence.NO_HURT) for fact in lived),
        frightening=sum(is_harm(fact) for fact in lived),
    )


def is_harm(fact: Fact) -> bool:
    """Whether a moment frightened, harmed, or carries the danger mark."""
    return fact.dangerous or fact.outcome is Outcome.FRIGHTENED


def _age(rows: Rows, now: datetime, moment_id: UUID, lived_at: datetime) -> timedelta:
    """Time since harm was lived or, if it is recent, since it was first written down as harm."""
    age = now - lived_at
    if not QUIET_AFTER_HARM <= age < LATELY:
        return age
    return min(age, now - _first_told(rows.history(moment_id), lived_at))


def _first_told(revisions: Iterable[Revision], otherwise: datetime) -> datetime:
    told = [revision.at for revision in revisions if isinstance(revision.record, Moment) and revision.record.after_harm]
    return min(told, default=otherwise)


def _instant(fact: Fact) -> datetime:
    return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=fact.position[0])
