"""What is kept of an open vault is what a fresh reading of it would give, whatever was done in between."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any
from unittest.mock import patch
from uuid import UUID

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from homing.companion import names
from homing.companion.holds import held_people
from homing.mind import aliases
from homing.record import CheckIn, Cue, CueSeen, Danger, FeltState, LivedTime, Moment, Outcome, Person, Step
from homing.vault import Fact, Rows, Vault, indexed, microseconds, tail, window

small = patch.object
NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
PEOPLE = [UUID(int=0xA0 + n) for n in range(3)]
CUES = [UUID(int=0xC0 + n) for n in range(3)]
STEP = UUID(int=0x57)
NOBODY: tuple[UUID, ...] = ()
SOME = st.lists(st.sampled_from(PEOPLE), max_size=2, unique=True)
SEEN = st.lists(st.sampled_from(CUES), max_size=2, unique=True)
WHICH = st.integers(min_value=1, max_value=12)
MOMENTS = st.builds(
    lambda which, hours, people, cues, place, outcome, danger, alarm, state, step: Moment(
        id=UUID(int=which),
        when=LivedTime.at(NOON + timedelta(hours=hours), "UTC"),
        people=tuple(people),
        cues=tuple(CueSeen(cue=one) for one in cues),
        setting=place,
        outcome=outcome,
        danger=(next(iter(Danger)),) if danger else (),
        alarm=alarm,
        state=state,
        step=step,
    ),
    WHICH,
    st.integers(min_value=-40, max_value=40),
    SOME,
    SEEN,
    st.sampled_from([None, *CUES]),
    st.sampled_from([None, Outcome.OKAY, Outcome.HURT, Outcome.FRIGHTENED]),
    st.booleans(),
    st.sampled_from([None, 3]),
    st.sampled_from([None, FeltState.ON_EDGE]),
    st.sampled_from([None, STEP]),
)

EARLIER = [
    Moment(
        id=UUID(int=n),
        when=LivedTime.at(NOON + timedelta(hours=3 * n - 12), "UTC"),
        people=(PEOPLE[n % 2],),
        cues=(CueSeen(cue=CUES[n % 2]),),
        setting=CUES[2],
    )
    for n in range(1, 9)
]


def everything(rows: Rows) -> list[Any]:
    """Every kind of reading that is kept, of everyone and everything."""
    since = (microseconds(NOON), "")
    told: list[Any] = [
        rows.all(Person),
        rows.all(Person, live=False),
        rows.newest(CheckIn, 2),
        rows.moments(limit=3),
        rows.moments(people=PEOPLE[:1], limit=3),
        list(rows.moments_from(since)),
        list(rows.moments_from((since[0] - 3_600_000_000 * 20, ""))),
        rows.moments(state=FeltState.ON_EDGE),
        rows.moments(people=PEOPLE[:1]),
        rows.moments(practice=[STEP]),
        rows.moments_in_bin(),
        rows.first_position(),
        rows.count(Moment),
        aliases(rows).closures(PEOPLE),
        names.book(rows).by_id,
        held_people(rows),
        rows.kept(("test", "people"), (Person, Moment), lambda: [one.label for one in rows.all(Person)]),
    ]
    for people, cues, places in [(PEOPLE[:1], [], []), (PEOPLE[:2], CUES[:1], []), ([], [], CUES[:2]), ([], CUES, [])]:
        asked: dict[str, Any] = {"people": people, "cues": cues, "settings": places}
        for binned in (False, True):
            facts = rows.facts(binned=binned, **asked)
            told += [facts, rows.facts(binned=binned, since=since, **asked)]
            told.append(rows.folded((tuple(people), tuple(cues), tuple(places), binned), facts, NOBODY, _ids))
        told += [list(rows.named_beside(kind, **asked).items()) for kind in (Person, Cue)]
    return told


def _ids(before: tuple[UUID, ...], facts: Any) -> tuple[UUID, ...]:
    told: list[Fact] = list(facts)
    return (*before, *(fact.id for fact in told))


class Kept(RuleBasedStateMachine):
    """A vault that is read after every change, beside readings of the same file that keep nothing."""

    def __init__(self) -> None:
        super().__init__()
        self.vault = Vault.in_memory()
        self.vault.write(lambda rows: [rows.put(Person(id=one, label=f"{one.int:x}"), NOON) for one in PEOPLE])
        self.vault.write(lambda rows: [rows.put(one, NOON) for one in EARLIER])

    @rule(moment=MOMENTS)
    def keep_a_moment(self, moment: Moment) -> None:
        """Log a moment, or change one, or bring it back from the bin."""
        self.vault.write(lambda rows: rows.is_forgotten(moment.id) or rows.put(moment, NOON))

    @rule(which=WHICH)
    def bin_or_restore(self, which: int) -> None:
        """Lay a moment in the bin, or take it out."""

        def work(rows: Any) -> None:
            if rows.find(Moment, UUID(int=which)):
                rows.remove(UUID(int=which), NOON)
            elif rows.holds_id(UUID(int=which)):
                rows.restore(UUID(int=which), NOON)

        self.vault.write(work)

    @rule(which=WHICH)
    def forget(self, which: int) -> None:
        """Forget a moment for good."""
        self.vault.write(lambda rows: rows.forget([UUID(int=which)]))

    @rule(who=st.sampled_from(PEOPLE), into=st.sampled_from([None, *PEOPLE]), lifted=st.lists(WHICH, max_size=3))
    def change_someone(self, who: UUID, into: UUID | None, lifted: list[int]) -> None:
        """Merge someone, take that back, or lift a hold."""
        told = replace(Person(id=who, label=f"{who.int:x}"), lifted=tuple(UUID(int=one) for one in lifted))
        self.vault.write(lambda rows: rows.put(replace(told, merged_into=into if into != who else None), NOON))

    @rule(who=st.sampled_from(PEOPLE))
    def take_a_name_out(self, who: UUID) -> None:
        """Rewrite every moment without someone."""

        def without(record: Any) -> Any:
            people = tuple(one for one in record.people if one != who)
            return replace(record, people=people)

        self.vault.write(lambda rows: rows.rewrite([who], without, Moment))

    @rule(which=st.integers(min_value=50, max_value=52))
    def check_in(self, which: int) -> None:
        """Tell how it is, which touches no moment."""
        told = CheckIn(id=UUID(int=which), when=LivedTime.at(NOON, "UTC"), state=FeltState.SETTLED)
        self.vault.write(lambda rows: rows.put(told, NOON))

    @rule(moment=MOMENTS)
    def fail(self, moment: Moment) -> None:
        """Begin to change something, and fail."""

        def work(rows: Any) -> None:
            rows.is_forgotten(moment.id) or rows.put(moment, NOON)
            raise KeyError("on purpose")

        with pytest.raises(KeyError):
            self.vault.write(work)

    @invariant()
    def is_as_if_read_anew(self) -> None:
        """Every kept reading equals one that keeps nothing, and asking twice changes nothing."""
        first, second = self.vault.read(everything), self.vault.read(everything)
        fresh = self.vault.look(lambda connection: everything(Rows(connection)))
        assert first == second == fresh

    def teardown(self) -> None:
        """Close it."""
        self.vault.close()


@pytest.mark.claim("P7")
@pytest.mark.care("C23")
@pytest.mark.parametrize(("newest", "held", "unsettled"), [(3, 4, 0), (1024, 100, 3)])
def test_what_is_kept_equals_a_fresh_reading(newest: int, held: int, unsettled: int) -> None:
    """After any logging, editing, deleting, restoring, marking, merging or forgetting, readings are as if fresh."""
    with small(tail, "LENGTH", newest), small(window, "MOST", held), small(indexed, "UNSETTLED", unsettled):
        run_state_machine_as_test(Kept, settings=settings(max_examples=8, stateful_step_count=12, deadline=None))


def test_a_step_is_no_reason_to_read_the_moments_anew() -> None:
    """A change of one kind leaves what rests on other kinds where it was."""
    vault, numbers = Vault.in_memory(), count(1)
    vault.write(lambda rows: rows.put(Person(id=PEOPLE[0], label="Robin"), NOON))

    def look(rows: Rows) -> int:
        return rows.kept(("test",), (Moment,), lambda: next(numbers))

    assert vault.read(look) == vault.read(look) == 1
    vault.write(lambda rows: rows.put(Step(id=UUID(int=9), label="nod"), NOON))
    assert vault.read(look) == 1
    vault.write(lambda rows: rows.put(Moment(id=UUID(int=1), when=LivedTime.at(NOON, "UTC")), NOON))
    assert vault.read(look) == 2
    vault.close()
