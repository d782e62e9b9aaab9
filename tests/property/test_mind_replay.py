"""What the mind says equals a replay from scratch, whatever happened to the record and in whatever order."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any
from unittest.mock import patch
from uuid import UUID

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from homing.companion import Ambient, Desk, moments, names
from homing.mind import Expectation, Mind, event_of, model
from homing.mind import mind as inside
from homing.mind.encode import answer_of
from homing.record import Cue, CueSeen, Direction, LivedTime, Moment, Outcome, Person
from homing.vault import Rows, Vault
from tests.desks import ZONE, Clock, put
from tests.examples import examples

PEOPLE = [Person(id=UUID(int=number), label=f"person {number}") for number in range(1, 5)]
CUES = [Cue(id=UUID(int=number), label=f"cue {number}") for number in range(11, 15)]
KNOWN: list[Person | Cue] = [*PEOPLE, *CUES]
DAYS = st.integers(-3, 9) | st.floats(0, 2)
SOME = st.lists(st.integers(0, 3), max_size=3, unique=True)
OUTCOMES = st.none() | st.sampled_from(Outcome)
WHICH = st.integers(0, 10**6)


class Replay(RuleBasedStateMachine):
    """A desk to which anything may happen, and beside it the moments, learnt one by one."""

    def __init__(self) -> None:
        super().__init__()
        self.patch = patch.multiple(inside, SPACING=3, KEPT=4)
        self.patch.start()
        self.clock = Clock()
        self.made = 0
        self.desk = Desk(Vault.in_memory(), Ambient(now=self.clock, zone=ZONE, urandom=self.fresh))
        put(self.desk, *KNOWN)

    def teardown(self) -> None:
        """The last word: a mind that has no checkpoint at all."""
        told = self.ask(self.desk.mind)
        self.desk.vault.write(lambda rows: rows.drop_checkpoints(None))
        assert self.ask(Mind(self.desk.vault)) == told
        self.desk.vault.close()
        self.patch.stop()

    @rule(days=DAYS, who=SOME, what=SOME, place=st.booleans(), outcome=OUTCOMES, protected=st.booleans())
    def keep(
        self, days: float, who: list[int], what: list[int], place: bool, outcome: Outcome | None, protected: bool
    ) -> None:
        """A moment, long ago, just now, or dated ahead."""
        seen = tuple(CueSeen(cue=CUES[at].id, direction=list(Direction)[at % 2], strength=0.5) for at in what)
        moment = Moment(
            id=self.desk.ambient.new_id(),
            when=self.ago(days),
            people=tuple(PEOPLE[at].id for at in who),
            cues=seen,
            setting=CUES[3].id if place else None,
            outcome=outcome,
            protected=protected,
        )
        moments.keep(self.desk, moment)

    @rule(which=WHICH, outcome=OUTCOMES, days=st.none() | DAYS, who=st.none() | SOME)
    def change(self, which: int, outcome: Outcome | None, days: float | None, who: list[int] | None) -> None:
        """A late outcome, another time, other people."""
        if moment := self.pick(self.live(), which):
            changes: dict[str, Any] = {"outcome": outcome}
            changes |= {} if days is None else {"when": self.ago(days)}
            changes |= {} if who is None else {"people": tuple(PEOPLE[at].id for at in who)}
            moments.keep(self.desk, replace(moment, **changes))

    @rule(which=WHICH)
    def remove(self, which: int) -> None:
        """Into the bin."""
        if moment := self.pick(self.live(), which):
            moments.remove(self.desk, moment.id)

    @rule(which=WHICH)
    def restore(self, which: int) -> None:
        """Out of the bin: a moment, a person or a cue."""
        binned = self.desk.vault.read(lambda rows: [gone.record.id for gone in rows.removed()])
        if binned:
            moments.restore(self.desk, binned[which % len(binned)])

    @rule(which=WHICH)
    def forget(self, which: int) -> None:
        """A moment is forgotten for good."""
        if moment := self.pick(self.live(), which):
            moments.forget(self.desk, moment.id)

    @rule(one=st.integers(0, 7), other=st.integers(0, 7))
    def merge(self, one: int, other: int) -> None:
        """Two people or two cues become one."""
        try:
            names.merge(self.desk, KNOWN[one].id, KNOWN[other].id)
        except (ValueError, LookupError):
            return

    @rule(one=st.integers(0, 7))
    def unmerge(self, one: int) -> None:
        """And two again."""
        try:
            names.unmerge(self.desk, KNOWN[one].id)
        except LookupError:
            return

    @rule(one=st.integers(0, 7))
    def remove_named(self, one: int) -> None:
        """A person or cue goes into the bin."""
        try:
            names.remove(self.desk, KNOWN[one].id)
        except LookupError:
            return

    @rule(one=st.sampled_from([2, 6]), with_moments=st.booleans())
    def forget_named(self, one: int, with_moments: bool) -> None:
        """A person or cue is forgotten, with the moments or out of them."""
        try:
            names.forget(self.desk, KNOWN[one].id, with_moments=with_moments)
        except LookupError:
            return

    @rule(days=st.sampled_from([-2, -1, 1, 3]))
    def wait(self, days: int) -> None:
        """Time passes, or the clock is set back."""
        self.clock.forward(days=days)

    @rule()
    def lock_and_unlock(self) -> None:
        """A new mind with the checkpoints that are there."""
        self.desk = Desk(self.desk.vault, self.desk.ambient)

    @rule(days=st.integers(1, 4))
    def look_back(self, days: int) -> None:
        """What was known some days ago is asked for, as the change of a cue does, and is what a new mind says."""
        then = self.clock() - timedelta(days=days)
        told, fresh = self.desk.mind.at(then), Mind(self.desk.vault).at(then)
        assert model.dump(told._state) == model.dump(fresh._state)

    @precondition(lambda self: self.live())
    @rule()
    def only_read(self) -> None:
        """Asking twice changes nothing."""
        assert self.ask(self.desk.mind) == self.ask(self.desk.mind)

    @invariant()
    def equals_a_replay(self) -> None:
        """The state, byte for byte, and the reading, are those of learning every moment once, in order."""

        def scratch(rows: Rows) -> model.State:
            names, now = inside._names(rows), self.clock()
            state = model.start(names.memories)
            for moment in rows.moments_from(None):
                if moment.when.utc <= now:
                    event = event_of(moment, names.follow)
                    since = min((names.since[one] for one in event.people if one in names.since), default=None)
                    state = model.step(state, event, answer_of(moment, since), moment.id)
            return state

        told, state = self.ask(self.desk.mind), self.desk.vault.read(scratch)
        assert model.dump(self.desk.mind._learnt[0].state) == model.dump(state)
        assert len(self.desk.mind._learnt) <= inside.IN_MIND
        kept = self.desk.vault.read(lambda rows: rows.checkpoint_positions(inside._names(rows).version))
        assert len(kept) <= inside.KEPT
        for said in (told.hurt, told.alarm):
            assert 0.0 <= said.low <= said.p <= said.high <= 1.0

    def fresh(self, many: int) -> bytes:
        """Bytes for an id that was never used before."""
        self.made += 1
        return self.made.to_bytes(many, "big")

    def ask(self, mind: Mind) -> Expectation:
        """A question with several features."""
        return mind.expect(
            self.clock(),
            people=[PEOPLE[0].id, PEOPLE[1].id],
            cues=[CueSeen(cue=CUES[0].id), CueSeen(cue=CUES[1].id, direction=Direction.SENT)],
            setting=CUES[3].id,
        )

    def live(self) -> list[Moment]:
        """The moments that are there."""
        return self.desk.vault.read(lambda rows: list(rows.moments_from(None)))

    def ago(self, days: float) -> LivedTime:
        """The lived time so many days before now."""
        return LivedTime.at(self.clock() - timedelta(days=days), ZONE)

    @staticmethod
    def pick(found: list[Moment], which: int) -> Moment | None:
        """One of them, if there is any."""
        return found[which % len(found)] if found else None


TestReplay = pytest.mark.system("S2")(Replay.TestCase)
TestReplay.settings = settings(
    max_examples=examples(8, 25), stateful_step_count=30, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
