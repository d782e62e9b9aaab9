"""No step is ever proposed toward danger, without rest, or on endings that are no evidence; every count is recomputed.

A machine lives through a diary in a real vault, with marks set late, holds lifted and raised, people merged and parted,
moments in the bin and out of it. After each deed the bare records are asked a second time.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from hypothesis import event, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from homing.companion import holds, moments, names, rest
from homing.companion.practice import ladder
from homing.companion.practice.ladder import Otherwise
from homing.companion.practice.next_step import Next
from homing.record import Aliases, Danger, Evidence, LivedTime, Moment, Outcome, Person, Safe, Step
from homing.vault import Revision, Rows
from tests.desks import ZONE, Clock, new_desk, put
from tests.examples import examples

PEOPLE = [Person(id=UUID(int=0x10 + at), label=label) for at, label in enumerate(("Teal", "Dove of the mill", "R"))]
WHO = st.integers(0, 2)
GROUP = st.lists(WHO, max_size=2, unique=True)
WHICH = st.integers(0, 10**6)
WELL = (Outcome.CARE, Outcome.OKAY)
ENDINGS = st.builds(
    lambda outcome, protected, alarm: {"outcome": outcome, "protected": protected, "alarm": alarm},
    st.sampled_from([None, *WELL, *WELL, *WELL, *Outcome]),
    st.sampled_from([False] * 5 + [True]),
    st.none() | st.integers(0, 10),
)
HOURS = st.sampled_from([60, 120, 1, 25, 49])
MARKS = st.sampled_from(
    [
        *({"danger": (Danger.FORCED,)}, {"danger": (Danger.AFRAID_TO_SAY_NO,)}, {"safe": Safe.NO}),
        *({"outcome": Outcome.FRIGHTENED}, {"used_against": True}, {"protected": True}),
    ]
)
NAMING = ("wave at teal", "tea with Dove", "a word to R")
LABELS = st.sampled_from(["a smile", "a nod", "are we early", *NAMING])


@dataclass(frozen=True)
class Told:
    """Every bare record, and when each moment was first harm."""

    live: list[Moment]
    binned: list[Moment]
    people: dict[UUID, Person]
    here: set[UUID]
    steps: dict[UUID, Step]
    follow: Aliases
    harm_told: dict[UUID, datetime]

    @property
    def all(self) -> list[Moment]:
        """Those in the bin, too."""
        return [*self.live, *self.binned]

    def with_any(self, who: UUID, among: list[Moment]) -> list[Moment]:
        """The moments with someone, by any of their names."""
        return [one for one in among if who in {self.follow.canonical(each) for each in one.people}]

    def is_held(self, who: UUID) -> bool:
        """Whether some name of theirs stands in a dangerous moment that was not lifted for that name."""
        return any(
            moment.id not in self.people[name].lifted
            for moment in self.all
            if moment.is_dangerous
            for name in moment.people
            if self.follow.canonical(name) == who
        )

    def frightened(self, who: UUID) -> bool:
        """Whether any moment with them, in the bin too, frightened or was dangerous."""
        return any(one.after_harm for one in self.with_any(who, self.all))

    def named(self, words: str) -> set[UUID]:
        """Whoever is named in these words, told a second time."""
        told = {"teal": 0, "Dove": 1, "R": 2}
        return {self.follow.canonical(PEOPLE[at].id) for name, at in told.items() if re.search(rf"\b{name}\b", words)}


def told(rows: Rows) -> Told:
    """Everything, as it stands."""
    everyone = {one.id: one for live in (True, False) for one in rows.all(Person, live=live)}
    live, binned = rows.all(Moment), rows.all(Moment, live=False)
    first = {one.id: _first_harm(rows.history(one.id)) for one in (*live, *binned) if one.after_harm}
    return Told(
        live=live,
        binned=binned,
        people=everyone,
        here={one.id for one in rows.all(Person)},
        steps={one.id: one for one in rows.all(Step)},
        follow=Aliases(everyone.values()),
        harm_told=first,
    )


def _first_harm(forms: list[Revision]) -> datetime:
    return min(form.at for form in forms if isinstance(form.record, Moment) and form.record.after_harm)


def went_well(moment: Moment) -> bool:
    """Whether a next step may be built on it."""
    is_safe = not moment.is_dangerous and moment.safe is not Safe.NOT_SURE
    return moment.outcome in WELL and moment.evidence is Evidence.NO_HURT and is_safe


def is_finished(moment: Moment) -> bool:
    """Whether its ending is evidence."""
    return moment.evidence in (Evidence.HURT, Evidence.NO_HURT) and moment.outcome is not Outcome.FRIGHTENED


class Climbing(RuleBasedStateMachine):
    """A life with a ladder."""

    def __init__(self) -> None:
        super().__init__()
        self.clock = Clock()
        self.desk = new_desk(self.clock)
        self.rests_until = self.clock()

    def teardown(self) -> None:
        """Close the vault."""
        self.desk.vault.close()

    def _all(self, live: bool = True) -> list[Moment]:
        return self.desk.vault.read(lambda rows: rows.all(Moment, live=live))

    @initialize(n=st.integers(5, 9))
    def begin(self, n: int) -> None:
        """Good days with each of them, one that was protected, a step with each, one in general that names them."""
        put(self.desk, *PEOPLE)
        for at, person in enumerate(PEOPLE):
            put(self.desk, *(self._moment(20 + day, (person.id,), outcome=Outcome.OKAY, alarm=4) for day in range(n)))
            put(self.desk, self._moment(19, (person.id,), outcome=Outcome.CARE, protected=True))
            self._step(f"something {at}", (person.id,), 4)
            self._step(NAMING[at], (), 5)
        self._step("a smile", (), 3)

    def _moment(self, days: float, people: tuple[UUID, ...], **fields: Any) -> Moment:
        when = LivedTime.at(self.clock() - timedelta(days=days), ZONE)
        return Moment(id=self.desk.ambient.new_id(), when=when, people=people, **fields)

    def _step(self, label: str, people: tuple[UUID, ...], alarm: int | None) -> None:
        ladder.add(self.desk, Step(id=self.desk.ambient.new_id(), label=label, people=people, alarm=alarm))

    @rule(who=GROUP, days=st.sampled_from([-2, 0.2, 1.5, 40]), safe=st.sampled_from([None, None, *Safe]), how=ENDINGS)
    def live(self, who: list[int], days: float, safe: Safe | None, how: dict[str, Any]) -> None:
        """A moment, perhaps with nobody, perhaps dated ahead."""
        put(self.desk, self._moment(days, tuple(PEOPLE[at].id for at in who), safe=safe, **how))

    @rule(label=LABELS, who=st.just([]) | GROUP, alarm=st.sampled_from([4, 4, 5, None, 2, 7]))
    def word_a_step(self, label: str, who: list[int], alarm: int | None) -> None:
        """One more step."""
        self._step(label, tuple(PEOPLE[at].id for at in who), alarm)

    @rule(which=WHICH, begun=st.booleans(), hours=HOURS, how=ENDINGS)
    def climb(self, which: int, begun: bool, hours: int, how: dict[str, Any]) -> None:
        """Try some step: whatever Homing thinks of it, and as far as it lets one."""
        self.clock.forward(hours=hours)
        steps = self.desk.vault.read(lambda rows: rows.all(Step))
        moment = ladder.try_it(self.desk, steps[which % len(steps)].id, **({} if begun else how))
        if moment is not None and begun and moment.step is not None:
            ladder.tell(self.desk, moment.step, moment.id, **how)
        self.clock.forward(hours=hours)

    @rule(outcome=st.sampled_from([*WELL, *Outcome]), hours=HOURS)
    def climb_what_is_offered(self, outcome: Outcome, hours: int) -> None:
        """Take the offer, and let time pass."""
        following = ladder.proposal(self.desk)
        if following.offered is not None:
            assert ladder.try_it(self.desk, following.offered.step.id, outcome=outcome) is not None
        self.clock.forward(hours=hours)

    @rule(which=WHICH, mark=MARKS, hours=HOURS)
    def mark_later(self, which: int, mark: dict[str, Any], hours: int) -> None:
        """Something is marked in a moment long lived, and time passes."""
        lived = self._all()
        moments.keep(self.desk, replace(lived[which % len(lived)], **mark))
        self.clock.forward(hours=hours)

    @rule(which=WHICH)
    def bin_a_moment(self, which: int) -> None:
        """It goes into the bin."""
        lived = self._all()
        moments.remove(self.desk, lived[which % len(lived)].id)

    @rule(which=WHICH)
    @precondition(lambda self: bool(self._all(live=False)))
    def bring_back(self, which: int) -> None:
        """It comes out again."""
        binned = self._all(live=False)
        moments.restore(self.desk, binned[which % len(binned)].id)

    @rule(who=WHO)
    def lift(self, who: int) -> None:
        """The owner lifts a hold."""
        holds.lift_hold(self.desk, PEOPLE[who].id)

    @rule(one=WHO, other=WHO)
    def merge(self, one: int, other: int) -> None:
        """Two names are one person, or not any more."""
        try:
            names.merge(self.desk, PEOPLE[one].id, PEOPLE[other].id)
        except ValueError:
            names.unmerge(self.desk, PEOPLE[one].id)

    @rule(which=WHICH, aside=st.booleans())
    def set_aside(self, which: int, aside: bool) -> None:
        """A step waits, or is taken up."""
        steps = self.desk.vault.read(lambda rows: rows.all(Step))
        ladder.set_aside(self.desk, steps[which % len(steps)].id, aside=aside)

    @rule(hours=HOURS)
    def let_time_pass(self, hours: int) -> None:
        """Hours or days."""
        self.clock.forward(hours=hours)

    @rule()
    def take_a_rest(self) -> None:
        """A day of rest."""
        self.rests_until = rest.begin(self.desk, 1)

    @invariant()
    def nothing_is_offered_that_may_not_be(self) -> None:
        """The bare records, asked a second time, allow what is offered; and every number is theirs."""
        following, bare = ladder.proposal(self.desk), self.desk.vault.read(told)
        there_is_room = self.desk.vault.read(lambda rows: ladder.due(rows, self.desk, names.book(rows)))
        if following.offered is None:
            event("nothing")
        else:
            event("in general" if not following.offered.step.people else "with someone")
            assert list(self._against(following.offered.step, bare)) == []
            self._counts(following, bare)
        if there_is_room is not None:
            assert any(not list(self._against(step, bare)) for step in bare.steps.values())
        for step in bare.steps.values():
            self._met(step, bare)

    def _against(self, step: Step, bare: Told) -> Iterator[str]:
        now, people = self.clock(), {bare.follow.canonical(one) for one in step.people}
        if step.set_aside or not people <= bare.here:
            yield "it waits"
        if now < self.rests_until:
            yield "rest"
        if any(now - one.when.utc < timedelta(days=1) for one in bare.all if one.after_harm and one.when.utc <= now):
            yield "harm lately"
        if any(self._told_lately(one, bare) for one in bare.all if one.after_harm):
            yield "harm told lately"
        for who in people | (set() if people else bare.named(step.label)):
            if bare.is_held(who):
                yield "a hold"
            if bare.frightened(who):
                yield "fright"
        if any(self._finished(who, bare) < 5 for who in people):
            yield "too few"
        last = max((one for one in bare.live if one.step), key=lambda one: (one.when.utc, str(one.id)), default=None)
        if last is not None and now - last.when.utc < timedelta(days=2 if went_well(last) else 4):
            yield "no rest yet"
        own = [one for one in bare.live if one.step == step.id and one.when.utc <= now and is_finished(one)]
        if not people and (
            4 * sum(one.evidence is Evidence.HURT for one in own) > len(own)
            or any(one.after_harm for one in bare.all if one.step == step.id)
        ):
            yield "its tries hurt"
        if step.alarm is not None and not 3 <= step.alarm <= 6:
            yield "the alarm"

    def _told_lately(self, moment: Moment, bare: Told) -> bool:
        """Whether harm of the last week was written down as such less than a day ago."""
        first = bare.harm_told[moment.id]
        is_recent = first - moment.when.utc < timedelta(days=7)
        return is_recent and self.clock() - first < timedelta(days=1)

    def _finished(self, who: UUID, bare: Told) -> int:
        return sum(is_finished(one) and one.when.utc <= self.clock() for one in self._of_them(who, bare))

    def _of_them(self, who: UUID, bare: Told) -> list[Moment]:
        """The moments with someone, without those that anyone held was part of."""
        found = bare.with_any(who, bare.live)
        return [one for one in found if not any(bare.is_held(bare.follow.canonical(other)) for other in one.people)]

    def _counts(self, following: Next, bare: Told) -> None:
        offered = following.offered
        assert offered is not None
        people = {bare.follow.canonical(one) for one in offered.step.people}
        if people:
            assert offered.person is not None
            assert offered.n == min(self._finished(who, bare) for who in people)
            done = [one for one in self._of_them(offered.person.id, bare) if is_finished(one)]
        else:
            done = [one for one in bare.live if one.step == offered.step.id and is_finished(one)]
        lived = [one for one in done if one.when.utc <= self.clock()]
        assert (offered.k, offered.n) == (sum(one.evidence is Evidence.HURT for one in lived), len(lived))
        if offered.recall is not None:
            there = {bare.follow.canonical(one) for one in offered.recall.people}
            assert went_well(offered.recall)
            assert people <= there
            assert not any(bare.is_held(who) for who in there)

    def _met(self, step: Step, bare: Told) -> None:
        page = ladder.look(self.desk, step.id)
        tries = [one for one in bare.live if one.step == step.id and one.when.utc <= self.clock()]
        assert page.met.n == sum(page.met.counts.values()) == (len(tries) if page.counts else 0)
        protected = [one for one in tries if one.evidence is Evidence.PROTECTED]
        if page.counts:
            assert page.met.counts.get(Otherwise.PROTECTED, 0) == len(protected)
            well = [one for one in tries if one.outcome in WELL and one.evidence is Evidence.NO_HURT]
            assert sum(page.met.counts.get(word, 0) for word in WELL) == len(well)


@pytest.mark.system("S18")
@pytest.mark.care("C2")
@pytest.mark.care("C10")
def test_no_step_leads_toward_danger() -> None:
    """Whatever is lived, marked, merged, binned or lifted, in any order: each proposal stands up to the records."""
    run_state_machine_as_test(
        Climbing, settings=settings(max_examples=examples(5, 100), stateful_step_count=10, deadline=None)
    )


@pytest.mark.system("S18")
def test_the_machine_is_offered_steps() -> None:
    """What is tested above is not empty: from its beginning on the machine is offered a step, with someone and not."""
    machine = Climbing()
    machine.begin(9)
    offered = ladder.proposal(machine.desk).offered
    assert offered is not None
    for step in machine.desk.vault.read(lambda rows: rows.all(Step)):
        ladder.set_aside(machine.desk, step.id, aside=bool(step.people) == bool(offered.step.people))
    other = ladder.proposal(machine.desk).offered
    assert other is not None
    assert bool(other.step.people) is not bool(offered.step.people)
    machine.teardown()
