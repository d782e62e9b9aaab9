"""The kit: what settles this person, tried in one tap, offered by what helped."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest

from homing.companion import Desk, NotFound, anchors, moments, names, rest
from homing.engine.offers import Why
from homing.record import Anchor, Anchoring, FeltState, Helped, LivedTime, Outcome, Person, Safe, Settling, Tool
from tests.desks import Clock, contents, everything_written, keep, put

STONE = Anchor(id=UUID(int=0x50), label="a flat stone", kind=Anchoring.SENSATION, words="turn it over")
pytestmark = pytest.mark.system("S23")


def told(desk: Desk, tool: Tool, *answers: Helped) -> list[Settling]:
    """Tries with this tool, an hour apart from now on, each with its answer."""
    when = desk.ambient.now()
    tries = [
        Settling(
            id=desk.ambient.new_id(), when=LivedTime.at(when + timedelta(hours=at), "UTC"), tool=tool, helped=answer
        )
        for at, answer in enumerate(answers)
    ]
    put(desk, *tries)
    return tries


def test_everything_is_in_the_kit_once(desk: Desk) -> None:
    """Own anchors and the nine tools, none hidden, all new at first; in one order until something is answered."""
    put(desk, STONE)
    kit = anchors.kit(desk)
    assert [way.anchor for way in kit.ways if way.anchor] == [STONE]
    assert {way.tool for way in kit.ways if way.tool} == set(Tool)
    assert len(kit.ways) == 10
    assert {way.why for way in kit.ways} == {Why.NEW}
    anchors.tried(desk, tool=Tool.FEET)
    assert anchors.kit(desk).ways == kit.ways


def test_the_order_is_drawn_anew_on_another_day(desk: Desk, clock: Clock) -> None:
    """With nothing known, other ways come first on other days."""
    firsts = set()
    for _ in range(12):
        firsts.add(anchors.kit(desk).ways[0].tool)
        clock.forward(days=1)
    assert len(firsts) > 2


def test_what_helped_comes_first_with_its_counts(desk: Desk) -> None:
    """What helped in nine of nine stands first, and says so; what made it worse is told apart."""
    told(desk, Tool.MOVE, *[Helped.YES] * 9)
    told(desk, Tool.HUM, *[Helped.NO] * 9)
    told(desk, Tool.FEET, Helped.WORSE, Helped.NO)
    ways = {way.tool: way for way in anchors.kit(desk).ways}
    move, hum, feet = ways[Tool.MOVE], ways[Tool.HUM], ways[Tool.FEET]
    assert (move.k, move.n, move.worse, move.why) == (9, 9, 0, Why.HELPED)
    assert (hum.k, hum.n, hum.worse, hum.why) == (0, 9, 0, Why.TRIED)
    assert (feet.k, feet.n, feet.worse, feet.why) == (0, 2, 1, Why.TRIED)
    assert [way.tool for way in anchors.kit(desk).ways].index(Tool.MOVE) < 3


@pytest.mark.care("C15")
def test_breath_that_made_it_worse_is_offered_last_and_something_else_instead(desk: Desk) -> None:
    """After it: something that moves and something that looks outward, neither of which made it worse before."""
    told(desk, Tool.PUSH, Helped.WORSE)
    told(desk, Tool.LISTEN, *[Helped.YES] * 8)
    one = anchors.tried(desk, tool=Tool.BREATHE)
    anchors.answer(desk, one.id, helped=Helped.WORSE)
    assert anchors.kit(desk).ways[-1].tool is Tool.BREATHE
    page = anchors.look_at_try(desk, one.id)
    moves, outward = (way.tool for way in page.instead)
    assert moves in anchors.MOVES - {Tool.PUSH}
    assert outward in anchors.LOOKS_OUT
    anchors.answer(desk, one.id, helped=Helped.YES)
    assert anchors.look_at_try(desk, one.id).instead == ()


@pytest.mark.care("C15")
def test_nothing_is_left_to_offer_instead(desk: Desk) -> None:
    """Where all that moves and looks outward made it worse, nothing is pressed on anyone."""
    for tool in anchors.MOVES | anchors.LOOKS_OUT:
        told(desk, tool, Helped.WORSE)
    one = anchors.tried(desk, tool=Tool.HUM)
    anchors.answer(desk, one.id, helped=Helped.NO)
    assert anchors.look_at_try(desk, one.id).instead == ()


@pytest.mark.care("C2")
def test_a_held_person_is_no_anchor(desk: Desk) -> None:
    """While a hold stands they are not offered and no tries are told; the anchor itself stays."""
    kept = keep(desk, "Plover")
    put(desk, replace(STONE, person=kept.people[0]))
    assert any(way.anchor for way in anchors.kit(desk).ways)
    moments.keep(desk, replace(kept, safe=Safe.NO))
    assert not any(way.anchor for way in anchors.kit(desk).ways)
    assert anchors.look(desk, STONE.id).tries is None
    assert anchors.find(desk, STONE.id).person == kept.people[0]


@pytest.mark.care("C16")
def test_while_resting_nothing_is_counted_or_suggested(desk: Desk) -> None:
    """The kit is there without reasons, an anchor without its tries, and nothing is offered instead."""
    put(desk, STONE)
    one = anchors.answer(desk, anchors.tried(desk, anchor=STONE.id).id, helped=Helped.NO)
    assert len(anchors.look_at_try(desk, one.id).instead) == 2
    rest.begin(desk, rest.DAYS[0])
    page = anchors.look_at_try(desk, one.id)
    assert (page.resting, page.instead, page.anchor) == (True, (), STONE)
    assert (anchors.kit(desk).resting, anchors.kit(desk).quiet) == (True, True)
    assert anchors.look(desk, STONE.id).tries is None


@pytest.mark.care("C2")
def test_for_a_day_after_harm_nothing_is_counted(desk: Desk, clock: Clock) -> None:
    """Every way is there, and may be tried; what came of it is told again the day after."""
    put(desk, STONE)
    told(desk, Tool.HUM, Helped.YES)
    assert not anchors.kit(desk).quiet
    clock.forward(hours=2)
    keep(desk, outcome=Outcome.FRIGHTENED)
    found = anchors.kit(desk)
    assert (found.quiet, found.resting, len(found.ways)) == (True, False, 1 + len(Tool))
    assert (anchors.look(desk, STONE.id).offered, anchors.look(desk, STONE.id).tries) == (True, None)
    clock.forward(days=1, hours=1)
    assert not anchors.kit(desk).quiet


def test_the_newest_tries_say_what_helped(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """A long diary is not read through for the kit of a flooded person."""
    monkeypatch.setattr(anchors, "RECENT", 2)
    told(desk, Tool.HUM, Helped.YES)
    told(desk, Tool.MOVE, Helped.YES, Helped.YES)
    assert {way.tool: way.n for way in anchors.kit(desk).ways if way.n} == {Tool.MOVE: 2}


def test_a_finger_that_taps_twice_tries_once(desk: Desk, clock: Clock) -> None:
    """Within seconds it is the same try; another way, or later, or after an answer, it is another."""
    one = anchors.tried(desk, tool=Tool.FEET, before=FeltState.ON_EDGE)
    assert (one.tool, one.before, one.helped) == (Tool.FEET, FeltState.ON_EDGE, None)
    assert anchors.tried(desk, tool=Tool.FEET) == one
    other = anchors.tried(desk, tool=Tool.HUM)
    assert other.id != one.id
    anchors.answer(desk, other.id, helped=Helped.YES)
    third = anchors.tried(desk, tool=Tool.HUM)
    assert third.id != other.id
    clock.forward(minutes=1)
    assert anchors.tried(desk, tool=Tool.HUM).id != third.id
    assert len(desk.vault.read(lambda rows: rows.all(Settling))) == 4


@pytest.mark.system("S24")
def test_answers_come_one_by_one(desk: Desk, clock: Clock) -> None:
    """Each answer leaves the others as they were; the minutes are those until it was first said how it is."""
    one = anchors.tried(desk, tool=Tool.FEET)
    anchors.answer(desk, one.id, before=FeltState.FAR_AWAY)
    clock.forward(minutes=12)
    anchors.answer(desk, one.id, helped=Helped.A_LITTLE)
    anchors.answer(desk, one.id, after=FeltState.MIXED)
    clock.forward(minutes=9)
    last = anchors.answer(desk, one.id, after=FeltState.SETTLED)
    assert last == replace(one, before=FeltState.FAR_AWAY, helped=Helped.A_LITTLE, after=FeltState.SETTLED, minutes=12)
    assert anchors.find_try(desk, one.id) == last


@pytest.mark.parametrize(("passed", "minutes"), [(0.2, 1), (240, 240), (241, None), (-5, None)])
def test_how_it_is_much_later_has_no_minutes(desk: Desk, clock: Clock, passed: float, minutes: int | None) -> None:
    """After hours, or with a clock set back, it is kept how it is, not how long it took."""
    one = anchors.tried(desk, tool=Tool.FEET)
    clock.forward(minutes=passed)
    assert anchors.answer(desk, one.id, after=FeltState.SETTLED).minutes == minutes


def test_with_whom_and_where(desk: Desk) -> None:
    """People are kept with the try, those named for the first time, too, each once."""
    plover = names.add_person(desk, "Plover")
    one = anchors.tried(desk, tool=Tool.FEET)
    told = anchors.around(desk, replace(one, people=(plover.id,), note="on the stairs"), ["Heron", " ", "plover"])
    (heron,) = (person for person in contents(desk)[0] if isinstance(person, Person) and person.label == "Heron")
    assert told.people == (plover.id, heron.id)
    assert anchors.find_try(desk, one.id).note == "on the stairs"


def test_an_anchor_is_kept_changed_and_forgotten(desk: Desk) -> None:
    """With a person known or new; who is not here is left out; forgotten, it leaves its tries without it."""
    kept = anchors.keep(desk, STONE, "Plover")
    assert kept.person is not None
    assert anchors.keep(desk, replace(kept, person=UUID(int=99))).person is None
    one = anchors.tried(desk, anchor=STONE.id)
    assert anchors.look(desk, STONE.id).tries == (one,)
    anchors.forget(desk, STONE.id)
    assert str(STONE.id) not in everything_written(desk, but=("tombstone",))
    page = anchors.look_at_try(desk, one.id)
    assert (page.settling, page.anchor) == (replace(one, anchor=None), None)


def test_what_is_not_here_is_not_found(desk: Desk) -> None:
    """No anchor, no try: each way of asking says so, and nothing is written."""
    put(desk, STONE)
    nowhere = UUID(int=99)
    for ask in (anchors.find, anchors.look, anchors.forget, anchors.find_try, anchors.look_at_try):
        with pytest.raises(NotFound):
            ask(desk, nowhere)
    with pytest.raises(NotFound):
        anchors.answer(desk, STONE.id, helped=Helped.YES)
    with pytest.raises(NotFound):
        anchors.tried(desk, anchor=nowhere)
    assert contents(desk) == ([STONE], [], [])
