"""Whatever is done to the record, a hold is lifted by the owner alone, and nothing is estimated under it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from homing.companion import exchange, expectations, holds, looks, moments, names, pages, readings
from homing.record import Danger, LivedTime, Moment, Outcome, Person, Safe
from homing.record.jsonl import write_jsonl
from tests.desks import ZONE, Clock, new_desk, put
from tests.examples import examples

PEOPLE = [Person(id=UUID(int=number), label=f"person {number}") for number in range(1, 5)]
WHO = st.integers(0, 3)
GROUP = st.lists(WHO, max_size=3, unique=True)
MARKS = st.sampled_from([(), (), (Danger.FOLLOWED,), (Danger.FOLLOWED, Danger.FORCED)])
WHICH = st.integers(0, 10**6)


class Holds(RuleBasedStateMachine):
    """A desk, and beside it who should be held: each person's dangerous moments that were not lifted since."""

    def __init__(self) -> None:
        super().__init__()
        self.clock = Clock()
        self.desk = new_desk(self.clock)
        self.kept: dict[UUID, Moment] = {}
        self.binned: set[UUID] = set()
        self.lifted: set[tuple[UUID, UUID]] = set()
        put(self.desk, *PEOPLE)

    def teardown(self) -> None:
        """Close the vault."""
        self.desk.vault.close()

    @rule(who=GROUP, danger=MARKS, unsafe=st.booleans(), days=st.integers(0, 20), by_file=st.booleans())
    def keep(self, who: list[int], danger: tuple[Danger, ...], unsafe: bool, days: int, by_file: bool) -> None:
        """A moment, by hand or in a file."""
        moment = Moment(
            id=self.desk.ambient.new_id(),
            when=LivedTime.at(self.clock() - timedelta(days=days), ZONE),
            people=tuple(PEOPLE[at].id for at in who),
            danger=danger,
            safe=Safe.NO if unsafe else None,
            outcome=Outcome.CARE,
        )
        if by_file:
            assert exchange.import_jsonl(self.desk, write_jsonl([moment], (), "")).added == 1
        else:
            moments.keep(self.desk, moment)
        self.kept[moment.id] = moment

    @rule(which=WHICH, who=st.none() | GROUP, danger=st.none() | MARKS)
    def change(self, which: int, who: list[int] | None, danger: tuple[Danger, ...] | None) -> None:
        """Other people, more or fewer marks."""
        if (before := self.pick(which)) is None:
            return
        now = before if who is None else replace(before, people=tuple(PEOPLE[at].id for at in who))
        now = now if danger is None else replace(now, danger=danger)
        moments.keep(self.desk, now)
        self.kept[now.id] = now
        if set(now.danger) - set(before.danger):
            self.lifted -= {(person, now.id) for person in now.people}

    @rule(which=WHICH)
    def remove(self, which: int) -> None:
        """A moment goes into the bin."""
        if moment := self.pick(which):
            moments.remove(self.desk, moment.id)
            self.binned.add(moment.id)

    @rule()
    def restore(self) -> None:
        """All that lies in the bin comes back, people too."""
        for gone in self.desk.vault.read(lambda rows: rows.removed()):
            moments.restore(self.desk, gone.record.id)
        self.binned.clear()

    @rule(which=WHICH)
    def forget(self, which: int) -> None:
        """A moment is forgotten for good: the one other way in which its hold ends."""
        if moment := self.pick(which):
            moments.forget(self.desk, moment.id)
            del self.kept[moment.id]

    @rule(one=WHO, other=WHO)
    def merge(self, one: int, other: int) -> None:
        """Two people become one."""
        try:
            names.merge(self.desk, PEOPLE[one].id, PEOPLE[other].id)
        except (ValueError, LookupError):
            return

    @rule(one=WHO, label=st.sampled_from(["S.", "N."]))
    def change_person(self, one: int, label: str) -> None:
        """A merge is taken back, a label changed, by a page that knew nothing of either."""
        try:
            names.unmerge(self.desk, PEOPLE[one].id)
            names.change(self.desk, replace(PEOPLE[one], label=label, lifted=tuple(self.kept)))
        except LookupError:
            return

    @rule(one=WHO)
    def remove_person(self, one: int) -> None:
        """A person goes into the bin, the moments stay."""
        try:
            names.remove(self.desk, PEOPLE[one].id)
        except LookupError:
            return

    @rule(one=WHO)
    def lift(self, one: int) -> None:
        """The owner lifts the hold, for all names of the person."""
        try:
            holds.lift_hold(self.desk, PEOPLE[one].id)
        except LookupError:
            return
        follow = self.desk.vault.read(names.book).follow
        for person in follow.closure(PEOPLE[one].id):
            self.lifted |= {(person, moment.id) for moment in self.dangerous(person)}

    @rule(hours=st.sampled_from([5, 20, 24 * 9]))
    def wait(self, hours: int) -> None:
        """Time passes."""
        self.clock.forward(hours=hours)

    @invariant()
    def who_is_held_is_as_it_should_be(self) -> None:
        """Everyone with a danger that was not lifted is held under every name, and nobody else."""
        follow = self.desk.vault.read(names.book).follow
        raised = {
            person.id
            for person in PEOPLE
            if any((person.id, moment.id) not in self.lifted for moment in self.dangerous(person.id))
        }
        expected = {one.id for one in PEOPLE if raised & set(follow.closure(one.id))}
        told = self.desk.vault.read(lambda rows: {one.id for one in PEOPLE if holds.held(rows, one.id)})
        assert told == expected
        assert self.desk.vault.read(holds.held_people) == {follow.canonical(one) for one in expected}

    @rule(one=WHO, other=WHO)
    def read(self, one: int, other: int) -> None:
        """Nothing but counts is told under a hold or beside a danger mark; nothing at all within a day after harm."""
        now, pair = self.clock(), {PEOPLE[one].id, PEOPLE[other].id}
        held = self.desk.vault.read(lambda rows: {person for person in pair if holds.held(rows, person)})
        harm = [moment for moment in self.kept.values() if moment.is_dangerous]
        is_quiet = any(now - moment.when.utc < timedelta(days=1) for moment in harm)
        told = readings.read(self.desk, people=pair)
        assert told.held is bool(held)
        if is_quiet:
            assert (bool(told.counts), told.tallies) == (False, ())
        _, expected = expectations.expect(self.desk, people=pair)
        assert expected is None or not (held or is_quiet)
        for moment in harm[-1:]:
            assert expectations.expect(self.desk, people=moment.people, moment=moment)[1] is None
            assert not looks.leads_here(self.desk, moment)
        try:
            page = pages.person(self.desk, PEOPLE[one].id)
        except LookupError:
            return
        assert page.held is (PEOPLE[one].id in held)
        assert not is_quiet or not page.facts

    def dangerous(self, person: UUID) -> list[Moment]:
        """The danger-marked moments with a person, those in the bin too."""
        return [moment for moment in self.kept.values() if moment.is_dangerous and person in moment.people]

    def pick(self, which: int) -> Moment | None:
        """One of the moments that are not in the bin."""
        live = [moment for one, moment in self.kept.items() if one not in self.binned]
        return live[which % len(live)] if live else None


TestHolds = pytest.mark.care("C2")(Holds.TestCase)
TestHolds.settings = settings(
    max_examples=examples(8, 20), stateful_step_count=25, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
