"""Rituals and rhythms under any life: nothing after real contact, nothing about the held or after harm, and counts that
are those of the moments, whatever was edited, merged, thrown away or brought back.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from homing.care import QUIET_AFTER_HARM
from homing.companion import Desk, holds, moments, names
from homing.companion.practice import reassurance, rituals
from homing.companion.practice.reassurance import Counted
from homing.companion.practice.ritual_effect import Effect
from homing.engine.counts import jeffreys
from homing.record import (
    Danger,
    Day,
    Direction,
    Evidence,
    FeltState,
    LivedTime,
    Moment,
    Move,
    Occasion,
    Outcome,
    Person,
    Reassurance,
    Reassured,
    Rhythm,
    Ritual,
)
from homing.words import reassurance as reassurance_words
from homing.words import rituals as ritual_words
from tests.desks import NOW, ZONE, Clock, new_desk, put
from tests.examples import examples

pytestmark = [pytest.mark.care("C2"), pytest.mark.care("C13")]

PEOPLE = [Person(id=UUID(int=0x10 + at), label=label) for at, label in enumerate(("Wren", "Sage", "Flint"))]
RITUALS = [
    Ritual(id=UUID(int=0x20), label="hello", occasion=Occasion.MEETING, people=(PEOPLE[0].id,), at="18:00"),
    Ritual(id=UUID(int=0x21), label="bye", occasion=Occasion.PARTING, people=(PEOPLE[0].id, PEOPLE[1].id), at="18:30"),
    Ritual(id=UUID(int=0x22), label="door", occasion=Occasion.MEETING, days=(Day.FRIDAY, Day.SUNDAY), at="17:40"),
]
RHYTHMS = [
    Rhythm(id=UUID(int=0x30), person=PEOPLE[0].id, days=1),
    Rhythm(id=UUID(int=0x31), person=PEOPLE[1].id, days=4),
]
WHO = st.integers(0, len(PEOPLE) - 1)
SOME = st.lists(WHO, min_size=1, max_size=2, unique=True).map(lambda each: tuple(PEOPLE[one].id for one in each))
MOMENT = st.fixed_dictionaries(
    {
        "people": SOME | st.just(()),
        "occasion": st.sampled_from([None, Occasion.MEETING, Occasion.MEETING, Occasion.PARTING]),
        "ritual": st.none() | st.sampled_from([one.id for one in RITUALS]),
        "state_after": st.sampled_from([None, *FeltState, FeltState.SETTLED]),
        "moves": st.sampled_from([(), (), (Move.GAVE_IN,)]),
        "outcome": st.sampled_from([None, Outcome.OKAY, Outcome.HURT]),
        "reassured": st.lists(
            st.builds(Reassured, kind=st.sampled_from(Reassurance), direction=st.sampled_from(Direction)),
            max_size=2,
            unique=True,
        ).map(tuple),
    }
)
HARM = st.fixed_dictionaries({"people": SOME, "outcome": st.just(Outcome.FRIGHTENED)})
MARK = st.fixed_dictionaries({"people": SOME, "danger": st.just((Danger.FORCED,))})
HOURS = st.integers(-60, 100) | st.sampled_from([0, 0, 1, 2, 23, 24, 25, 96, 97, 24 * 42, 24 * 43, 24 * 364, 24 * 366])
MERGE = st.tuples(st.just("merge"), st.tuples(WHO, WHO), st.none())
STEP = st.one_of(
    st.tuples(st.just("keep"), HOURS, MOMENT),
    st.tuples(st.just("keep"), HOURS, MOMENT),
    st.tuples(st.just("keep"), st.integers(0, 30), HARM | MARK),
    st.tuples(st.just("edit"), st.integers(0, 9), MOMENT),
    st.tuples(st.sampled_from(["bin", "back", "forget"]), st.integers(0, 9), st.none()),
    MERGE,
    st.tuples(st.just("unmerge"), WHO, st.none()),
    st.tuples(st.just("wait"), st.sampled_from([1, 24, 48]), st.none()),
)
LONG_AGO = st.tuples(st.just("keep"), st.integers(24 * 9, 24 * 20), MARK)
"""A danger mark on someone, old enough to raise a hold without the quiet of a day."""
LIFE = st.builds(
    lambda merges, kept, marks, steps: [*merges, *kept, *marks, *steps],
    st.lists(MERGE, max_size=2),
    st.lists(st.tuples(st.just("keep"), HOURS, MOMENT), max_size=5),
    st.lists(LONG_AGO, max_size=1),
    st.lists(STEP, max_size=6),
)
AT_THE_DOOR = st.sampled_from([0, 24, 48, 24 * 5])
"""Hours after which it is about the time of the rituals again."""
DAYS_LATER = st.sampled_from([0, 24, 26, 48, 97, 100, 120])
NUMBERED = re.compile(r"\d")
OF = re.compile(r"\d+ of (?:these )?\d+")


@dataclass
class Life:
    """A desk on which a life was lived, and the ids of its moments."""

    desk: Desk
    ids: list[UUID]

    @property
    def now(self) -> datetime:
        """The present instant."""
        return self.desk.ambient.now()

    def ask(self, work: Callable[..., Any]) -> Any:
        """What a provider of gentle things says now."""
        return self.desk.vault.read(lambda rows: work(rows, self.desk, names.book(rows)))


def lived(steps: list[Any]) -> Life:
    """Live these steps, one after the other; what cannot be done is left."""
    clock = Clock(NOW)
    life = Life(new_desk(clock), [])
    put(life.desk, *PEOPLE, *RITUALS, *RHYTHMS)
    for kind, told, fields in steps:
        try:
            _live(life, clock, kind, told, fields)
        except (LookupError, ValueError):
            continue
    return life


def _live(life: Life, clock: Clock, kind: str, told: Any, fields: Any) -> None:
    desk = life.desk
    match kind:
        case "keep":
            when = LivedTime.at(clock() - timedelta(hours=told), ZONE)
            life.ids.append(desk.ambient.new_id())
            moments.keep(desk, Moment(id=life.ids[-1], when=when, **fields))
        case "edit":
            moments.keep(desk, replace(moments.find(desk, life.ids[told]), **fields))
        case "bin":
            moments.remove(desk, life.ids[told])
        case "back":
            moments.restore(desk, life.ids[told])
        case "forget":
            moments.forget(desk, life.ids[told])
        case "merge":
            names.merge(desk, PEOPLE[told[0]].id, PEOPLE[told[1]].id)
        case "unmerge":
            names.unmerge(desk, PEOPLE[told].id)
        case "wait":
            clock.forward(hours=told)


def standing(life: Life) -> tuple[list[Moment], Callable[[UUID], UUID], frozenset[UUID]]:
    """Every live moment, whom an id means, and who is held."""
    book = life.desk.vault.read(names.book)
    held = life.desk.vault.read(holds.held_people)
    return life.desk.vault.read(lambda rows: list(rows.moments())), book.follow.canonical, held


def harmed_lately(life: Life) -> bool:
    """Whether harm was lived within a day, by any live moment."""
    told, _, _ = standing(life)
    return any(one.after_harm and timedelta() <= life.now - one.when.utc < QUIET_AFTER_HARM for one in told)


def told_again(told: list[Moment]) -> tuple[int, int]:
    """Settled, and of how many, written down once more and in another way."""
    k = n = 0
    for one in told:
        if one.state_after is FeltState.SETTLED:
            is_left_out = one.after_harm or one.protected or one.evidence is Evidence.PROTECTED
            k, n = (k, n) if is_left_out else (k + 1, n + 1)
        elif one.state_after in (FeltState.ON_EDGE, FeltState.FAR_AWAY, FeltState.MIXED):
            n += 1
    return k, n


@pytest.mark.system("S12")
@settings(max_examples=examples(25, 300), deadline=None)
@given(steps=LIFE)
def test_the_effect_is_a_recount_of_the_moments(steps: list[Any]) -> None:
    """Both counts equal those of the live moments of the same occasion and people, without whoever is held."""
    life = lived(steps)
    told, meant, held = standing(life)
    for ritual in RITUALS:
        page = rituals.look(life.desk, ritual.id)
        assert bool(page.asks) is (page.effect is not None)
        if page.effect is None:
            continue
        people = {meant(one) for one in ritual.people}
        assert not held & people
        assert not harmed_lately(life)
        alike = [
            one
            for one in told
            if timedelta() <= life.now - one.when.utc <= timedelta(days=365)
            and not held & {meant(other) for other in one.people}
            and (not people or people & {meant(other) for other in one.people})
        ]
        with_it = [one for one in alike if one.ritual == ritual.id and one.occasion in (None, ritual.occasion)]
        without = [one for one in alike if one.ritual != ritual.id and one.occasion is ritual.occasion]
        assert (page.effect.with_it.k, page.effect.with_it.n) == told_again(with_it)
        assert (page.effect.without.k, page.effect.without.n) == told_again(without)
    life.desk.vault.close()


@pytest.mark.system("S14")
@settings(max_examples=examples(25, 300), deadline=None)
@given(steps=LIFE)
def test_given_and_received_are_a_recount_of_the_moments(steps: list[Any]) -> None:
    """Of the last six weeks, with that person under any name, and with nobody there who is held."""
    life = lived(steps)
    told, meant, held = standing(life)
    for person in {meant(one.id) for one in PEOPLE}:
        found = reassurance.of(life.desk, person)
        assert bool(found.asks) is (found.counted is not None)
        if found.counted is None:
            continue
        assert person not in held
        assert not harmed_lately(life)
        mine = [
            one
            for one in told
            if timedelta() <= life.now - one.when.utc <= timedelta(weeks=6)
            and person in {meant(other) for other in one.people}
            and not held & {meant(other) for other in one.people}
        ]
        ways = [{each.direction for each in one.reassured} for one in mine]
        assert (found.counted.n, found.counted.given, found.counted.received) == (
            len(mine),
            sum(Direction.SENT in each for each in ways),
            sum(Direction.RECEIVED in each for each in ways),
        )
    life.desk.vault.close()


@pytest.mark.system("S14")
@settings(max_examples=examples(30, 400), deadline=None)
@given(steps=LIFE, hours=DAYS_LATER)
def test_a_rhythm_never_asks_after_contact_nor_where_it_must_not(steps: list[Any], hours: int) -> None:
    """Whatever was lived, told late, merged or thrown away: no contact within its days, nobody held, no fresh harm."""
    life = lived([*steps, ("wait", hours, None)])
    asked = life.ask(reassurance.due)
    if asked is not None:
        told, meant, held = standing(life)
        contacts = [
            one.when.utc
            for one in told
            if one.when.utc <= life.now and meant(asked.person) in {meant(other) for other in one.people}
        ]
        assert all(life.now - one >= timedelta(days=asked.days) for one in contacts)
        assert life.now - NOW >= timedelta(days=asked.days)
        assert meant(asked.person) not in held
        assert not harmed_lately(life)
    life.desk.vault.close()


@pytest.mark.system("S12")
@settings(max_examples=examples(30, 400), deadline=None)
@given(steps=LIFE, hours=AT_THE_DOOR, after=st.lists(st.tuples(st.just("keep"), st.integers(0, 2), MOMENT), max_size=2))
def test_a_ritual_never_comes_up_after_contact_nor_where_it_must_not(
    steps: list[Any], hours: int, after: list[Any]
) -> None:
    """Only within an hour of its time, with nothing kept with its people since, nobody held, no fresh harm."""
    life = lived([*steps, ("wait", hours, None), *after])
    asked = life.ask(rituals.due)
    if asked is not None:
        told, meant, held = standing(life)
        people = {meant(one) for one in asked.people}
        lately = [one for one in told if timedelta() <= life.now - one.when.utc <= timedelta(hours=1)]
        clock = datetime.strptime(asked.at, "%H:%M")  # noqa: DTZ007 - a time of day has no zone
        here = LivedTime.at(life.now, ZONE).local
        apart = abs(timedelta(hours=here.hour - clock.hour, minutes=here.minute - clock.minute))
        assert apart <= timedelta(hours=1)
        since = life.now - (timedelta(hours=1) + (here - here.replace(hour=clock.hour, minute=clock.minute)))
        for one in lately:
            with_them = people & {meant(other) for other in one.people} or one.ritual == asked.id
            assert one.when.utc < since or not with_them
        assert not held & people
        assert not harmed_lately(life)
    life.desk.vault.close()


@pytest.mark.parametrize("work", [rituals.due, reassurance.due], ids=["rituals", "reassurance"])
@settings(max_examples=examples(12, 150), deadline=None)
@given(steps=LIFE, who=WHO, hours=AT_THE_DOOR | DAYS_LATER)
def test_a_moment_just_kept_makes_it_silent(work: Callable[..., Any], steps: list[Any], who: int, hours: int) -> None:
    """Whatever came up of someone: after a moment with them just now nothing of them comes up."""
    life = lived([*steps, ("wait", hours, None)])
    moments.keep(life.desk, Moment(id=UUID(int=0x99), when=LivedTime.at(life.now, ZONE), people=(PEOPLE[who].id,)))
    asked = life.ask(work)
    if asked is not None:
        _, meant, _ = standing(life)
        people = {asked.person} if isinstance(asked, Rhythm) else set(asked.people)
        assert meant(PEOPLE[who].id) not in {meant(one) for one in people}
    life.desk.vault.close()


COUNTS = st.integers(0, 60).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


@pytest.mark.care("C6")
@given(with_it=COUNTS, without=COUNTS)
def test_every_count_of_a_ritual_carries_its_n(with_it: tuple[int, int], without: tuple[int, int]) -> None:
    """No sentence has a number without "of n" beside it, none compares, and only the numbers speak of 100."""
    effect = Effect(jeffreys(*with_it), jeffreys(*without))
    for sentence in (*ritual_words.beside(effect), ritual_words.no_proof(), ritual_words.too_few()):
        assert not NUMBERED.search(OF.sub("", sentence))
        assert not re.search(r"\b(more|better|less|worse) than\b|%|in 100", sentence)
    for count in (effect.with_it, effect.without):
        assert f"{count.k} of {count.n}" in ritual_words.numbers(count, with_it=count is effect.with_it)


@pytest.mark.care("C6")
@given(n=st.integers(0, 60), data=st.data())
def test_every_count_of_reassurance_carries_its_n(n: int, data: st.DataObject) -> None:
    """The span says of how many moments; each count after it says so again, and none sets one against the other."""
    k = st.integers(0, n)
    kinds = data.draw(st.dictionaries(st.tuples(st.sampled_from(Direction), st.sampled_from(Reassurance)), k))
    told = Counted(n=n, given=data.draw(k), received=data.draw(k), kinds=kinds)
    assert not n or f" {n} moment" in reassurance_words.span(told)
    for sentence in reassurance_words.counts(told):
        if sentence.startswith("None of it"):
            assert not told.given
            assert not told.received
            assert set(re.findall(r"\d+", sentence)) <= {str(n)}
            continue
        assert not NUMBERED.search(OF.sub("", sentence))
        assert len(OF.findall(sentence)) == 1
        assert sentence.rstrip(".").endswith(str(n))
    for _, given_in, received_in in reassurance_words.kinds(told):
        assert all(each.endswith(f" of {n}") for each in (given_in, received_in))
