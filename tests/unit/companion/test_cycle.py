"""A quarrel mapped in taps, and what the rounds say of the cycle."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from homing.care import Reason
from homing.companion import Desk, NotFound, holds, names, rest
from homing.companion.practice import cycle, cycle_reading
from homing.companion.practice.cycle import NobodyNamed, NotOffered, Station
from homing.record import By, CycleMove, Danger, LivedTime, Moment, Outcome, Round, Turn
from tests.desks import NOW, ZONE, Clock, contents, keep, new_desk, put

pytestmark = pytest.mark.system("S11")

ME, THEM = By.ME, By.THEM
ASK, GO = Station(ME, CycleMove.CRITICISE), Station(THEM, CycleMove.WITHDRAW)
AFTER, MEND = Station(ME, CycleMove.PURSUE), Station(ME, CycleMove.REPAIR)


@pytest.fixture
def clock() -> Clock:
    """A clock set by hand."""
    return Clock()


@pytest.fixture
def desk(clock: Clock) -> Iterator[Desk]:
    """An empty desk with that clock."""
    one = new_desk(clock)
    yield one
    one.vault.close()


def someone(desk: Desk, label: str = "Wren") -> UUID:
    """A person of this name."""
    return names.add_person(desk, label).id


def lived(
    desk: Desk, who: UUID | None, *moves: Station, turned: bool | None = False, reunion: bool = False, days: float = 1
) -> Round:
    """A round as it stands in the record."""
    told = Round(
        id=desk.ambient.new_id(),
        when=LivedTime.at(desk.ambient.now() - timedelta(days=days), ZONE),
        people=() if who is None else (who,),
        moves=tuple(Turn(by=move.by, move=move.move) for move in moves),
        turned_back=turned,
        reunion=reunion,
    )
    put(desk, told)
    return told


def endanger(desk: Desk, label: str = "Wren", days: float = 9) -> Moment:
    """A moment with a danger mark, written down long enough ago."""
    clock = desk.ambient.now
    assert isinstance(clock, Clock)
    marked = keep(desk, label, days=days, danger=(Danger.THREATENED,))
    clock.forward(days=2)
    return marked


def test_each_tap_is_kept(desk: Desk) -> None:
    """With whom, then move by move; half-finished it is there, and finished once it is said how it ended."""
    begun = cycle.begin(desk, [], ["W."], reunion=True)
    assert (begun.moves, begun.turned_back, begun.reunion) == ((), None, True)
    cycle.add_move(desk, begun.id, ASK, after=0)
    half = cycle.add_move(desk, begun.id, GO, after=1)
    assert cycle.look(desk, begun.id).round == half
    assert [cycle.station(turn) for turn in half.moves] == [ASK, GO]
    whole = cycle.end(desk, begun.id, turned_back=True)
    assert whole.turned_back is True
    assert cycle.end(desk, begun.id, turned_back=None).turned_back is None


def test_a_finger_that_taps_twice_adds_one(desk: Desk) -> None:
    """A tap from a page that is out of date changes nothing; nor does one on a round that has ended, or is full."""
    begun = cycle.begin(desk, [someone(desk)])
    one = cycle.add_move(desk, begun.id, ASK, after=0)
    assert cycle.add_move(desk, begun.id, ASK, after=0) == one
    assert cycle.take_out(desk, begun.id, 0, of=2) == one
    ended = cycle.end(desk, begun.id, turned_back=False)
    assert cycle.add_move(desk, begun.id, GO, after=1) == ended
    full = lived(desk, someone(desk), *[ASK] * cycle.MOST, turned=None)
    assert cycle.add_move(desk, full.id, GO, after=cycle.MOST) == full


def test_without_a_move_there_is_nothing_to_end(desk: Desk) -> None:
    """An empty round stays open."""
    begun = cycle.begin(desk, [someone(desk)])
    assert cycle.end(desk, begun.id, turned_back=True).turned_back is None


def test_the_last_move_is_undone_and_any_can_be_taken_out(desk: Desk) -> None:
    """Without the last one the round is open again; whether it turned stays if an earlier one goes."""
    one = lived(desk, someone(desk), ASK, GO, MEND, turned=True)
    shorter = cycle.take_out(desk, one.id, 1, of=3)
    assert [cycle.station(turn) for turn in shorter.moves] == [ASK, MEND]
    assert shorter.turned_back is True
    open_again = cycle.take_out(desk, one.id, 1, of=2)
    assert (len(open_again.moves), open_again.turned_back) == (1, None)
    assert cycle.take_out(desk, one.id, -1, of=1) == open_again


def test_own_words_are_kept_and_offered_again(desk: Desk) -> None:
    """As the person worded that move before, the newest first; what was felt underneath is told of one's own alone."""
    who = someone(desk)
    first = lived(desk, who, ASK, GO, days=5)
    cycle.reword(desk, first.id, 0, ASK, "asked where they were", "alone")
    told = cycle.reword(desk, first.id, 1, GO, "went silent", "never kept")
    assert (told.moves[0].underneath, told.moves[1].underneath) == ("alone", "")
    second = lived(desk, who, ASK, turned=None)
    cycle.reword(desk, second.id, 0, ASK, "asked again", "")
    page = cycle.look(desk, second.id)
    assert page.worded[ASK] == ("asked again", "asked where they were")
    assert page.worded[GO] == ("went silent",)
    assert page.felt == ("alone",)
    for at, move in ((0, GO), (5, ASK)):
        with pytest.raises(NotFound):
            cycle.reword(desk, second.id, at, move, "x", "")


def test_the_rest_can_be_changed(desk: Desk) -> None:
    """With whom, when, how it began, a note; the moves stay, and who was forgotten meanwhile is left out."""
    one = lived(desk, someone(desk), ASK)
    when = LivedTime.at(NOW - timedelta(days=3), ZONE)
    told = cycle.change(desk, one.id, [UUID(int=9)], ["N."], reunion=True, when=when, note="in the car")
    assert (told.moves, told.when, told.reunion, told.note, len(told.people)) == (
        one.moves,
        when,
        True,
        "in the car",
        1,
    )


def test_it_can_be_binned_and_forgotten(desk: Desk) -> None:
    """From the bin it can come back; forgotten, it leaves a tombstone alone."""
    who = someone(desk)
    one, other = lived(desk, who, ASK), lived(desk, who, GO)
    cycle.remove(desk, one.id)
    cycle.forget(desk, other.id)
    _, binned, stones = contents(desk)
    assert (binned, stones) == ([one], [other.id])
    for work in (cycle.look, cycle.remove, cycle.forget):
        with pytest.raises(NotFound):
            work(desk, other.id)


@pytest.mark.care("C2")
def test_no_map_is_offered_under_a_hold(desk: Desk) -> None:
    """Not by an old name, not by an alias, not by a tap on a page that was open before; and nothing new is kept."""
    who = someone(desk)
    alias = someone(desk, "W. at work")
    one = lived(desk, who, ASK, GO, turned=None)
    names.merge(desk, alias, who)
    endanger(desk)
    before = contents(desk)
    assert [person.label for person in cycle.door(desk).people] == []
    for people, new in (([who], []), ([alias], []), ([], ["wren"]), ([], ["Wren", "Someone new"])):
        with pytest.raises(NotOffered, match="hold"):
            cycle.begin(desk, people, new)
    with pytest.raises(NotOffered):
        cycle.add_move(desk, one.id, ASK, after=2)
    with pytest.raises(NotOffered):
        cycle.end(desk, one.id, turned_back=True)
    assert contents(desk) == before
    page = cycle.look(desk, one.id)
    assert (page.verdict.reason, page.round) == (Reason.HOLD, one)
    assert cycle.reword(desk, one.id, 0, ASK, "my words stay mine", "").moves[0].words == "my words stay mine"


@pytest.mark.care("C2")
def test_a_mark_set_later_silences_what_began_before(desk: Desk) -> None:
    """Neither the pages of the person nor of their rounds read anything, and the page of all leaves them out."""
    who, other = someone(desk), someone(desk, "Lark")
    theirs = [lived(desk, who, ASK, GO, MEND, turned=True, days=20 + day) for day in range(4)]
    lived(desk, other, AFTER, GO, days=30)
    nameless = lived(desk, None, ASK, AFTER, days=40)
    assert cycle_reading.cycle(desk, who).whole is not None
    assert cycle_reading.together_of(desk, nameless.id).reading is not None
    marked = endanger(desk)
    page = cycle_reading.cycle(desk, who)
    assert (page.verdict.reason, page.whole, page.slow, page.felt) == (Reason.HOLD, None, None, ())
    assert len(page.rounds) == 4
    assert cycle_reading.together_with(desk, who).reading is None
    assert cycle_reading.together_of(desk, theirs[0].id).reading is None
    everyone = cycle_reading.cycle(desk)
    assert everyone.whole is not None
    assert (everyone.whole.rounds, everyone.whole.stations) == (1, (AFTER, GO))
    assert cycle_reading.together_of(desk, nameless.id).verdict.reason is Reason.HOLD
    assert cycle.look(desk, nameless.id).worded == {ASK: (), AFTER: (), GO: ()}
    assert marked.is_dangerous
    holds.lift_hold(desk, who)
    again = cycle_reading.cycle(desk)
    assert again.whole is not None
    assert again.whole.rounds == 6


@pytest.mark.care("C2")
@pytest.mark.care("C16")
def test_nothing_for_a_day_after_harm_nor_while_resting(desk: Desk, clock: Clock) -> None:
    """Then there is no map with anyone, and nothing is read."""
    who, one = someone(desk), lived(desk, someone(desk), ASK, GO)
    keep(desk, "Lark", outcome=Outcome.FRIGHTENED)
    assert cycle.door(desk).verdict.reason is Reason.AFTER_HARM
    with pytest.raises(NotOffered, match="after_harm"):
        cycle.begin(desk, [who])
    assert cycle_reading.cycle(desk).whole is None
    clock.forward(days=2)
    rest.begin(desk, 3)
    assert cycle.door(desk).verdict.reason is Reason.RESTING
    assert cycle_reading.together_of(desk, one.id).verdict.reason is Reason.RESTING


def test_it_is_begun_with_someone(desk: Desk) -> None:
    """An initial is enough; with nobody nothing is kept."""
    with pytest.raises(NobodyNamed):
        cycle.begin(desk, [UUID(int=9)], [" "])
    assert contents(desk)[0] == []


def test_what_tends_to_come_next_is_told_with_its_count(desk: Desk) -> None:
    """After "pursue" came "withdraw" in all 3; after "withdraw" three different things came, so none is named."""
    who = someone(desk)
    lived(desk, who, ASK, GO, AFTER, GO, days=5)
    lived(desk, who, AFTER, GO, MEND, turned=True, days=4)
    lived(desk, who, AFTER, GO, ASK, days=3)
    reading = cycle_reading.cycle(desk, who).whole
    assert reading is not None
    told = {one.station: one for one in reading.afters}
    likely = told[AFTER].likely
    assert likely is not None
    assert (likely.station, likely.k, likely.n) == (GO, 3, 3)
    assert (told[GO].n, told[GO].likely, told[GO].too_few) == (4, None, False)
    assert (told[MEND].too_few, told[MEND].likely) == (True, None)
    assert [(one.station, one.share.k, one.share.n) for one in reading.turned] == [(MEND, 1, 1)]
    assert (reading.rounds, reading.turns, reading.arrows[AFTER, GO]) == (3, 1, 3)


def test_an_ending_is_told_as_one(desk: Desk) -> None:
    """Where it mostly ended after a move, that is what most often came."""
    who = someone(desk)
    for day in range(3):
        lived(desk, who, ASK, GO, days=day + 1)
    reading = cycle_reading.cycle(desk, who).whole
    assert reading is not None
    last = next(one for one in reading.afters if one.station == GO)
    assert last.likely is not None
    assert (last.likely.station, last.likely.k, last.likely.n) == (None, 3, 3)


def test_reunions_are_beside_the_others(desk: Desk) -> None:
    """Each with its own count; together they are all."""
    who = someone(desk)
    lived(desk, who, ASK, GO, reunion=True)
    lived(desk, who, GO, ASK)
    lived(desk, who, GO)
    page = cycle_reading.cycle(desk, who)
    assert page.whole is not None
    assert page.reunions is not None
    assert page.others is not None
    assert (page.whole.rounds, page.reunions.rounds, page.others.rounds) == (3, 1, 2)
    assert (ASK, GO) not in page.others.arrows


def test_only_finished_rounds_count(desk: Desk) -> None:
    """Half-finished ones are told of and wait; so does what is dated ahead."""
    who = someone(desk)
    lived(desk, who, ASK, GO, turned=None)
    lived(desk, who, turned=None)
    lived(desk, who, ASK, days=-2)
    page = cycle_reading.cycle(desk, who)
    assert page.whole is not None
    assert (page.whole.rounds, page.half, len(page.rounds)) == (0, 2, 3)
    assert page.whole.afters == ()


def test_one_page_is_of_one_person_under_all_names(desk: Desk) -> None:
    """Merged names are one, the page of all tells with whom there are rounds, in the order of the record."""
    who, alias, other = someone(desk), someone(desk, "W. at work"), someone(desk, "Lark")
    lived(desk, other, GO)
    lived(desk, who, ASK)
    lived(desk, alias, ASK)
    names.merge(desk, alias, who)
    page = cycle_reading.cycle(desk, alias)
    assert page.person is not None
    assert page.whole is not None
    assert (page.person.id, page.whole.rounds) == (who, 2)
    assert [(person.label, n) for person, n in cycle_reading.cycle(desk).beside] == [("Wren", 2), ("Lark", 1)]
    endanger(desk, "W. at work")
    lived(desk, who, ASK)
    assert [(person.label, n) for person, n in cycle_reading.cycle(desk).beside] == [("Lark", 1)]
    rest.begin(desk, 1)
    assert cycle_reading.cycle(desk).beside == ()
    with pytest.raises(NotFound):
        cycle_reading.cycle(desk, UUID(int=9))


def test_what_is_looked_at_together_holds_no_words_about_the_other(desk: Desk) -> None:
    """Stations and counts; and what one felt underneath, each once, the newest first."""
    who = someone(desk)
    old, new = lived(desk, who, ASK, GO, ASK, days=9), lived(desk, who, ASK, days=2)
    cycle.reword(desk, old.id, 0, ASK, "a word about them", "alone")
    cycle.reword(desk, old.id, 2, ASK, "", "tired")
    cycle.reword(desk, new.id, 0, ASK, "", "alone")
    told = cycle_reading.together_with(desk, who)
    assert told.felt == ("alone", "tired")
    assert "a word about them" not in repr(told)
    assert cycle_reading.together_of(desk, old.id).felt == ("alone", "tired")


def fill(desk: Desk, outcomes: list[Outcome], **fields: Any) -> None:
    """A moment with Wren every three days, the newest today."""
    for at, outcome in enumerate(reversed(outcomes)):
        keep(desk, "Wren", days=3 * at, outcome=outcome, **fields)


FALLING = [
    *[Outcome.CARE, Outcome.OKAY, Outcome.CARE, Outcome.CARE, Outcome.OKAY] * 3,
    *[Outcome.OKAY, Outcome.OKAY, Outcome.MISSED, Outcome.CARE, Outcome.OKAY] * 3,
    *[Outcome.MISSED, Outcome.OKAY, Outcome.MISSED, Outcome.BRUSHED_OFF, Outcome.MISSED] * 3,
]


def test_slow_erosion_is_seen(desk: Desk) -> None:
    """A slow fall over the months shows with its weeks and moments; in the other direction it rises."""
    fill(desk, FALLING)
    slow = cycle_reading.cycle(desk, someone(desk)).slow
    assert slow is not None
    assert slow.trend is not None
    assert (slow.trend.falling, slow.trend.moments, slow.moments) == (True, 45, 45)


def test_too_few_moments_say_nothing(desk: Desk) -> None:
    """With few moments there is a count and no trend; of everyone together there is none at all."""
    fill(desk, FALLING[:9])
    slow = cycle_reading.cycle(desk, someone(desk)).slow
    assert slow is not None
    assert (slow.trend, slow.moments) == (None, 9)
    assert cycle_reading.cycle(desk).slow is None


@pytest.mark.care("C10")
def test_protected_endings_are_no_evidence_of_going_well(desk: Desk) -> None:
    """What was protected, is not known or lies ahead is left out; what was used against me later is a hurt."""
    fill(desk, [Outcome.OKAY] * 12, protected=True)
    fill(desk, [Outcome.UNKNOWN] * 3)
    keep(desk, "Wren", days=-3, outcome=Outcome.CARE)
    keep(desk, "Wren", days=4, outcome=Outcome.CARE, used_against=True)
    keep(desk, "Wren", days=5, used_against=True)
    slow = cycle_reading.cycle(desk, someone(desk)).slow
    assert slow is not None
    assert slow.moments == 2


@pytest.mark.care("C2")
def test_moments_with_a_held_person_beside_are_left_out(desk: Desk) -> None:
    """What happened while someone dangerous was there says nothing of the two."""
    keep(desk, "Wren", outcome=Outcome.OKAY)
    keep(desk, "Wren", "Heron", days=1, outcome=Outcome.OKAY)
    keep(desk, "Wren", "Lark", days=2, outcome=Outcome.OKAY)
    endanger(desk, "Heron")
    slow = cycle_reading.cycle(desk, someone(desk)).slow
    assert slow is not None
    assert slow.moments == 2
