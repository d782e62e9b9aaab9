"""The planner of steps is given less than was lived, and says the same of it."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import replace
from datetime import timedelta
from random import Random
from typing import Any
from uuid import UUID

import pytest
from hypothesis import event, given, settings
from hypothesis import strategies as st

from homing.companion import names
from homing.companion.practice import next_step, stepping
from homing.companion.practice.next_step import Loud, Source
from homing.companion.practice.stepping import PLAN
from homing.engine.events import Reading as Risk
from homing.engine.healing import Proposal, Refusal
from homing.record import Danger, Evidence, LivedTime, Moment, Outcome, Person, Record, Step
from homing.vault import Fact, Rows, microseconds
from tests.desks import NOW, ZONE, new_desk, put
from tests.examples import examples

WELL = (Outcome.OKAY, Outcome.CARE)
PEOPLE = [Person(id=UUID(int=0x10 + at), label=label) for at, label in enumerate(("Teal", "Dove", "Rook", "Wren"))]
GROUPS = [(0,), (1,), (2,), (0, 1), (1, 2), (0, 1, 2), (3,), (1, 3), ()]
STEPS = [
    Step(id=UUID(int=0x20 + at), label=f"something {at}", people=tuple(PEOPLE[one].id for one in group))
    for at, group in enumerate([(0,), (1,), (0, 1), (2,), (), (1, 2)])
]


def lived(seed: int, harm: float) -> Iterator[Record]:
    """A drawn diary: one in twenty is a try, some lie ahead, and so many are harm; two names may be one person."""
    rng = Random(seed)
    yield from PEOPLE[:2]
    yield replace(PEOPLE[2], merged_into=PEOPLE[0].id if rng.random() < 0.3 else None)
    yield PEOPLE[3]
    yield from STEPS
    for number in range(50):
        step = rng.choice(STEPS) if rng.random() < 0.05 else None
        group = tuple(PEOPLE[at].id for at in rng.choice(GROUPS))
        is_harm = rng.random() < harm
        told: dict[str, Any] = {"outcome": rng.choice([None, *WELL, *WELL, *WELL, Outcome.HURT])}
        if is_harm:
            told = rng.choice([{"outcome": Outcome.FRIGHTENED}, {"danger": (Danger.FORCED,), "outcome": Outcome.OKAY}])
        yield Moment(
            id=UUID(int=0x100 + number),
            when=LivedTime.at(NOW - timedelta(days=rng.choice([rng.uniform(-3, 4), *[rng.uniform(4, 200)] * 5])), ZONE),
            people=group if step is None else step.people,
            step=None if step is None else step.id,
            alarm=rng.choice([None, 3, 5, 8]),
            protected=rng.random() < 0.1,
            **told,
        )


def everything(read: stepping.Reading, steps: Collection[Step], _told: Collection[UUID]) -> Iterator[Fact]:
    """All that was lived with the people of these steps."""
    for person in {read.book.follow.canonical(one) for step in steps for one in step.people}:
        yield from read.lived(person)


@pytest.mark.system("S18")
@pytest.mark.care("C10")
@settings(max_examples=examples(5, 300), deadline=None)
@given(seed=st.integers(0, 10**6), harm=st.sampled_from([0.0, 0.02]), recent=st.integers(1, 4))
def test_the_smaller_past_says_what_all_moments_say(seed: int, harm: float, recent: int) -> None:
    """Every proposal and refusal, and every count, is that of all that was lived with the people of the steps."""
    desk = new_desk()
    put(desk, *lived(seed, harm))

    def known(rows: Rows) -> next_step._Known:
        return next_step._known(rows, NOW, names.book(rows))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(stepping, "RECENT", recent)
        small = desk.vault.read(known)
        patch.setattr(stepping, "_deciding", everything)
        whole = desk.vault.read(known)
        recounted = desk.vault.read(lambda rows: _recounted(rows, whole))
    assert len(small.facts.past) <= len(whole.facts.past)
    assert small.lived == whole.lived == recounted
    for alarm in (0.2, 0.4, 0.45, None):
        for p in (0.05, 0.9):
            loud = {} if alarm is None else {step.id: Loud(alarm, Source.RECORD) for step in small.steps}
            risk = Risk(p=p, low=0.0, high=p, mean=0.0, variance=0.0, seen=9)
            risks = {step.id: risk for step in small.steps}
            said, of_all = (_bounded(next_step._answer(one, loud, risks)) for one in (small, whole))
            event("proposed" if isinstance(said, Proposal) else said.reason.name)
            assert said == of_all
    desk.vault.close()


def _bounded(said: Proposal | Refusal) -> Proposal | Refusal:
    """Without how many finished moments the planner saw, beyond that they are enough: nobody is told that number."""
    return said._replace(finished=min(said.finished, PLAN.finished)) if isinstance(said, Proposal) else said


def _recounted(rows: Rows, known: next_step._Known) -> dict[str, tuple[int, int]]:
    """How many of the finished moments with each of them hurt, of how many, counted one by one."""
    read, found = stepping.Reading(rows, NOW, known.book), dict[str, tuple[int, int]]()
    for person in known.lived:
        done = [
            fact.evidence is Evidence.HURT
            for fact in read.lived(UUID(person))
            if fact.evidence in (Evidence.HURT, Evidence.NO_HURT) and fact.outcome is not Outcome.FRIGHTENED
            if fact.position[0] <= microseconds(NOW)
        ]
        found[person] = sum(done), len(done)
    return found
