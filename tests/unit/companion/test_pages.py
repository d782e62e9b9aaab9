"""What the pages of today, a person and a cue hold."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest

from homing.companion import Desk, NotFound, moments, names, pages, pauses
from homing.mind import Code
from homing.record import CheckIn, FeltState, LivedTime, Outcome
from tests.desks import Clock, keep, put


def test_an_empty_today(desk: Desk) -> None:
    """Nothing kept yet is said as nothing."""
    found = pages.today(desk)
    assert (found.last, found.gentle.things, found.moments) == (None, (), 0)


@pytest.mark.care("C16")
def test_today_is_gentle(desk: Desk) -> None:
    """At most three moments that still want an ending are shown, the newest first, and no count of them."""
    kept = [keep(desk, "Sam", days=day) for day in range(5)]
    keep(desk, "Sam", outcome=Outcome.OKAY)
    found = pages.today(desk)
    assert found.gentle.all("moments") == tuple(kept[:3])
    assert found.moments == 6


def test_the_last_check_in_is_the_one_felt_last(desk: Desk, clock: Clock) -> None:
    """What is written down later about an earlier time is not how it last was."""
    last = moments.check_in(desk, FeltState.SETTLED)
    clock.forward(minutes=5)
    moments.check_in(desk, FeltState.ON_EDGE, LivedTime.at(clock().replace(hour=1), "UTC"))
    put(desk, CheckIn(id=UUID(int=1), when=LivedTime.at(clock().replace(year=2020), "UTC"), state=FeltState.MIXED))
    assert pages.today(desk).last == last


@pytest.mark.care("C16")
def test_a_pause_to_ask_about_is_one_of_three_gentle_things(desk: Desk, clock: Clock) -> None:
    """It takes the place of a moment that may want an ending."""
    kept = [keep(desk, "Sam", days=day) for day in range(3)]
    pauses.begin(desk, clock() + timedelta(minutes=20))
    clock.forward(minutes=30)
    found = pages.today(desk)
    assert found.gentle.one("pause") is not None
    assert found.gentle.all("moments") == tuple(kept[:2])


@pytest.mark.care("C2")
def test_for_a_day_after_harm_today_asks_for_nothing_good(desk: Desk, clock: Clock) -> None:
    """The day after that it does again."""
    keep(desk, "Sam", outcome=Outcome.FRIGHTENED)
    assert pages.today(desk).quiet
    clock.forward(days=1, hours=1)
    assert not pages.today(desk).quiet


@pytest.mark.system("S1")
@pytest.mark.care("C6")
def test_the_page_of_a_person(desk: Desk) -> None:
    """Its moments in counts, the newest of them, what came with them most often, other names, and the history."""
    first = keep(desk, "Sam", cues=("louder", "late"), days=4, alarm=8, outcome=Outcome.HURT)
    second = keep(desk, "Sammy", cues=("louder",), days=3, alarm=2, outcome=Outcome.CARE)
    keep(desk, "Robin", cues=("louder",), days=2)
    sam, sammy = first.people[0], second.people[0]
    names.merge(desk, sammy, sam)
    for asked in (sam, sammy):
        page = pages.person(desk, asked)
        assert page.record.id == sam
        assert (page.n, page.moments) == (2, (second, first))
        assert [fact.id for fact in page.facts] == [first.id, second.id]
        assert [(one.label, len(one.facts)) for one in page.beside] == [("louder", 2), ("late", 1)]
        assert [finding.code for finding in page.beside[1].findings] == [Code.ONE_MOMENT]
        assert [one.label for one in page.merged] == ["Sammy"]
        assert page.book.people[0].id == sam
    assert len(page.history) == 1
    assert not page.held


def test_the_page_of_a_cue_counts_each_moment_once(desk: Desk) -> None:
    """As cue and as setting it is counted together, a moment that has it as both only once."""
    one = keep(desk, "Sam", "Robin", cues=("late",), days=3)
    late = one.cues[0].cue
    two = moments.keep(desk, replace(keep(desk, "Sam", cues=("late",), days=2), setting=late))
    three = moments.keep(desk, replace(keep(desk, "Sam", days=1), setting=late))
    page = pages.cue(desk, late)
    assert (page.n, page.moments) == (3, (three, two, one))
    assert [(beside.label, len(beside.facts)) for beside in page.beside] == [("Sam", 3), ("Robin", 1)]
    assert not page.held


def test_a_page_holds_only_the_newest_moments(desk: Desk) -> None:
    """However many there are, a page holds twenty, and tells how many there are."""
    for day in range(25):
        keep(desk, "Sam", cues=("late",), days=day)
    newest = keep(desk, "Sam", cues=("late",), days=-1)
    for page in (pages.person(desk, newest.people[0]), pages.cue(desk, newest.cues[0].cue)):
        assert (page.n, len(page.moments), page.moments[0]) == (26, 20, newest)
        assert [moment.when.utc for moment in page.moments] == sorted(
            (moment.when.utc for moment in page.moments), reverse=True
        )


def test_what_lies_in_the_bin_is_not_counted(desk: Desk) -> None:
    """A removed moment leaves the counts; a removed cue keeps its name beside the person."""
    kept = keep(desk, "Sam", cues=("late",), days=1)
    keep(desk, "Sam", cues=("late",), days=2)
    moments.remove(desk, kept.id)
    names.remove(desk, kept.cues[0].cue)
    page = pages.person(desk, kept.people[0])
    assert (page.n, [one.label for one in page.beside]) == (1, ["late"])
    with pytest.raises(NotFound):
        pages.cue(desk, kept.cues[0].cue)


def test_there_is_no_page_of_nobody(desk: Desk) -> None:
    """Who is not here, or is of the other kind, has no page."""
    kept = keep(desk, "Sam", cues=("late",))
    for ask, one in ((pages.person, UUID(int=99)), (pages.person, kept.cues[0].cue), (pages.cue, kept.people[0])):
        with pytest.raises(NotFound):
            ask(desk, one)


def test_a_mention_of_nobody_is_passed_over(desk: Desk) -> None:
    """An id in a moment that leads nowhere, however it came there, is not shown beside anyone."""
    kept = keep(desk, "Sam", cues=("late",))
    put(desk, replace(kept, people=(*kept.people, UUID(int=99))))
    assert [one.label for one in pages.cue(desk, kept.cues[0].cue).beside] == ["Sam"]
