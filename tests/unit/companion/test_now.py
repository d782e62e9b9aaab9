"""In the moment: where one stopped, which chips come first, the record in one line, what is at hand."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest

from homing.care import Reason
from homing.companion import Desk, moments, names, now, pages, rest
from homing.mind import Code
from homing.record import Channel, Cue, Danger, LivedTime, Moment, Need, Opening, Outcome, Safe, Window
from tests.desks import ZONE, Clock, keep, put

SOON = UUID(int=77)


def broken_off(desk: Desk) -> now.BrokenOff | None:
    """The moment that would be offered."""
    return desk.vault.read(lambda rows: now.broken_off(rows, desk.ambient.now()))


def chips(desk: Desk, moment: Moment) -> now.Chips:
    """The chips of a moment."""
    return desk.vault.read(lambda rows: now.chips(rows, names.book(rows), moment, desk.ambient.now()))


def here(desk: Desk, **fields: Any) -> Moment:
    """A moment that happens now, not kept."""
    return Moment(id=SOON, when=LivedTime.at(desk.ambient.now(), ZONE), **fields)


@pytest.mark.system("S4")
def test_where_one_stopped(desk: Desk, clock: Clock) -> None:
    """A moment that was broken off is offered at its step for twelve hours, and no longer once it is done."""
    kept = keep(desk, "Sam")
    assert broken_off(desk) is None
    now.stand_at(desk, kept.id, "name")
    assert broken_off(desk) == now.BrokenOff(kept, "name")
    now.stand_at(desk, kept.id, "choose")
    assert broken_off(desk) == now.BrokenOff(kept, "choose")
    clock.forward(hours=11, minutes=59)
    assert broken_off(desk) is not None
    clock.forward(minutes=2)
    assert broken_off(desk) is None
    clock.forward(hours=-2)
    now.stand_at(desk, kept.id, "done")
    assert broken_off(desk) is None


def test_leaving_it(desk: Desk) -> None:
    """What one leaves is offered no more and stays as it is; leaving another moment changes nothing."""
    kept, other = keep(desk, "Sam"), keep(desk, "Robin")
    now.stand_at(desk, kept.id, "name")
    now.leave(desk, other.id)
    assert broken_off(desk) == now.BrokenOff(kept, "name")
    now.leave(desk, kept.id)
    assert broken_off(desk) is None
    assert moments.find(desk, kept.id) == kept


@pytest.mark.parametrize(
    "fields", [{"outcome": Outcome.OKAY}, {"outcome": Outcome.UNKNOWN}, {"protected": True}, {"safe": Safe.NO}], ids=str
)
def test_what_has_an_ending_or_was_dangerous_is_not_offered(desk: Desk, fields: dict[str, Any]) -> None:
    """A moment with an ending, or with a danger mark, is not put before the person again."""
    now.stand_at(desk, keep(desk, "Sam", **fields).id, "next")
    assert broken_off(desk) is None


@pytest.mark.care("C16")
def test_nothing_is_offered_while_resting_or_forgotten(desk: Desk) -> None:
    """While resting, or after the moment was forgotten, nothing is offered."""
    kept = keep(desk, "Sam")
    now.stand_at(desk, kept.id, "name")
    rest.begin(desk, 1)
    assert broken_off(desk) is None
    rest.end(desk)
    assert broken_off(desk) is not None
    moments.forget(desk, kept.id)
    assert broken_off(desk) is None


@pytest.mark.system("S4")
def test_chips_are_learnt(desk: Desk) -> None:
    """What was used often and lately stands first; one recent moment outweighs two that are two half-lives old."""
    for day in (61, 62):
        keep(desk, "Sam", cues=("louder",), place="kitchen", days=day)
    keep(desk, "Robin", cues=("late",), place="car", days=1)
    put(desk, Cue(id=UUID(int=9), label="never yet", channel=Channel.FACE))
    found = chips(desk, here(desk))
    assert [person.label for person in found.people] == ["Robin", "Sam"]
    assert [cue.label for cue in found.cues] == ["late", "louder", "never yet"]
    assert [cue.label for cue in found.settings] == ["car", "kitchen"]


def test_cues_of_those_who_are_there_stand_first(desk: Desk) -> None:
    """Cues that came with the people of the moment come before others, merged names followed; the moment itself does
    not count.
    """
    old = keep(desk, "Sam", cues=("louder",), days=90)
    other = keep(desk, "Sammy", days=2)
    keep(desk, "Robin", cues=("late",), days=1)
    assert [cue.label for cue in chips(desk, here(desk)).cues] == ["late", "louder"]
    names.merge(desk, other.people[0], old.people[0])
    assert [cue.label for cue in chips(desk, here(desk, people=other.people)).cues] == ["louder", "late"]
    late = keep(desk, "Robin", cues=("late",))
    assert [cue.label for cue in chips(desk, replace(late, people=old.people)).cues] == ["louder", "late"]


def test_a_moment_of_tomorrow_weighs_no_more_than_one_of_now(desk: Desk) -> None:
    """A time in the future (a clock set back) does not outweigh everything."""
    keep(desk, "Sam", cues=("late",), days=-3000)
    for _ in range(2):
        keep(desk, "Sam", cues=("louder",))
    assert [cue.label for cue in chips(desk, here(desk)).cues] == ["louder", "late"]


@pytest.mark.system("S2")
@pytest.mark.care("C6")
def test_the_record_in_one_line(desk: Desk) -> None:
    """Counts of earlier moments with the most frequent cue: when the alarm rang, and what followed; not this moment."""
    for day in range(2, 6):
        keep(desk, "Sam", cues=("louder",), days=day, alarm=8, outcome=Outcome.OKAY if day > 2 else Outcome.HURT)
    last = keep(desk, "Sam", cues=("louder", "late"), alarm=9)
    line = now.one_line(desk, last)
    assert [(one.code, one.k, one.n) for one in line.findings] == [(Code.RANG, 4, 4), (Code.BEFORE_HURT, 1, 4)]
    assert line.cue == last.cues[0].cue
    assert line.verdict


def test_all_hurt_is_in_the_line(desk: Desk) -> None:
    """Hurt that followed a quiet alarm is told with the rest, never left out for shortness."""
    keep(desk, "Sam", days=4, alarm=1, outcome=Outcome.HURT)
    keep(desk, "Sam", days=3, alarm=8, outcome=Outcome.HURT)
    keep(desk, "Sam", days=3, alarm=8, outcome=Outcome.OKAY)
    line = now.one_line(desk, keep(desk, "Sam"))
    assert line.cue is None
    assert [(one.code, one.k, one.n) for one in line.findings] == [(Code.RANG, 2, 3), (Code.HURT, 2, 3)]


def test_little_to_count(desk: Desk) -> None:
    """Nobody named is nothing to count; few moments are told as few; a rare cue gives way to the person."""
    assert now.one_line(desk, keep(desk)).findings == ()
    first = keep(desk, "Sam", cues=("louder",), days=1)
    assert [one.code for one in now.one_line(desk, first).findings] == [Code.NOTHING_YET]
    keep(desk, "Sam", days=2)
    line = now.one_line(desk, keep(desk, "Sam", cues=("louder",)))
    assert (line.cue, [one.code for one in line.findings]) == (None, [Code.OPEN])


@pytest.mark.care("C2")
def test_care_stands_before_the_line(desk: Desk, clock: Clock) -> None:
    """With danger in the moment, a hold, harm within a day, or a rest there is no count, only the reason."""
    first = keep(desk, "Sam", days=30, danger=(Danger.THREATENED,))
    keep(desk, "Sam", days=20)
    for moment, reason in (
        (keep(desk, "Sam"), Reason.HOLD),
        (here(desk, people=first.people, safe=Safe.NO), Reason.AFTER_HARM),
        (replace(first, id=first.id), Reason.DANGER_IN_MOMENT),
    ):
        line = now.one_line(desk, moment)
        assert (line.verdict.reason, line.findings) == (reason, ())
    robin = keep(desk, "Robin")
    rest.begin(desk, 1)
    assert now.one_line(desk, robin).verdict.reason is Reason.RESTING
    rest.end(desk)
    keep(desk, "Noor", outcome=Outcome.FRIGHTENED)
    assert now.one_line(desk, robin).verdict.reason is Reason.AFTER_HARM
    clock.forward(days=2)
    assert now.one_line(desk, robin).verdict


@pytest.mark.system("S20")
def test_what_is_at_hand(desk: Desk) -> None:
    """Needs for these people come first, then those for anyone; windows are those that stand open for them now."""
    sam, robin = keep(desk, "Sam").people[0], keep(desk, "Robin").people[0]
    put(
        desk,
        Need(id=UUID(int=1), label="quiet"),
        Need(id=UUID(int=2), label="an hour", people=(sam,)),
        Need(id=UUID(int=3), label="a call", people=(robin,)),
        Window(id=UUID(int=4), label="work", people=(sam,), opening=Opening.HALF),
        Window(id=UUID(int=5), label="shut", people=(sam,)),
        Window(id=UUID(int=6), label="theirs", people=(robin,), opening=Opening.WIDE),
    )
    found = now.at_hand(desk, here(desk, people=(sam,)))
    assert [need.label for need in found.needs] == ["an hour", "quiet"]
    assert [window.label for window in found.windows] == ["work"]
    assert not found.quiet
    alone = now.at_hand(desk, here(desk))
    assert ([need.label for need in alone.needs], alone.windows) == (["quiet"], ())


@pytest.mark.care("C5")
@pytest.mark.parametrize("fields", [{"safe": Safe.NO}, {"outcome": Outcome.FRIGHTENED}], ids=str)
def test_nothing_to_announce_where_it_was_frightening(desk: Desk, fields: dict[str, Any]) -> None:
    """With someone who was frightening no sentence is ready to be said, only what needs no announcing."""
    sam = keep(desk, "Sam", days=9, **fields).people[0]
    put(desk, Need(id=UUID(int=1), label="quiet", will="I will leave the room."))
    found = now.at_hand(desk, here(desk, people=(sam,)))
    assert (found.quiet, found.needs) == (True, ())
    assert now.at_hand(desk, here(desk, safe=Safe.NO)).quiet


@pytest.mark.system("S3")
def test_no_one_safe_needs_five_moments_and_two_people(desk: Desk) -> None:
    """Five finished moments of the last weeks, with two people, none of which ended well, are counted, and no fewer."""
    for day in range(4):
        keep(desk, "Sam", days=day, outcome=Outcome.HURT)
    keep(desk, "Robin", days=61, outcome=Outcome.HURT)
    keep(desk, outcome=Outcome.HURT)
    keep(desk, "Robin")
    assert now.no_one_safe(desk) is None
    keep(desk, "Sam", outcome=Outcome.MISSED)
    assert now.no_one_safe(desk) is None
    keep(desk, "Robin", outcome=Outcome.OKAY, protected=True)
    assert now.no_one_safe(desk) == now.NoOneSafe(n=6, people=2)
    assert pages.today(desk).gentle.one("no_one") == now.NoOneSafe(n=6, people=2)
    keep(desk, "Robin", outcome=Outcome.OKAY)
    assert now.no_one_safe(desk) is None


@pytest.mark.care("C2")
@pytest.mark.care("C16")
def test_no_one_safe_is_not_said_after_harm_or_while_resting(desk: Desk, clock: Clock) -> None:
    """For a day after harm, and while resting, nothing is made of it."""
    for name in ("Sam", "Robin", "Noor", "Sam", "Robin"):
        keep(desk, name, outcome=Outcome.BRUSHED_OFF)
    assert now.no_one_safe(desk) is not None
    rest.begin(desk, 1)
    assert now.no_one_safe(desk) is None
    rest.end(desk)
    keep(desk, "Sam", outcome=Outcome.FRIGHTENED)
    assert now.no_one_safe(desk) is None
    clock.forward(days=1)
    assert now.no_one_safe(desk) == now.NoOneSafe(n=6, people=3)


def test_two_names_of_one_person_are_one(desk: Desk) -> None:
    """A merged name is no second person."""
    kept = [keep(desk, name, outcome=Outcome.HURT) for name in ("Sam", "Sammy", "Sam", "Sam", "Sammy")]
    assert now.no_one_safe(desk) is not None
    names.merge(desk, kept[1].people[0], kept[0].people[0])
    assert now.no_one_safe(desk) is None


@pytest.mark.system("S3")
def test_a_smallest_step_is_kept_once(desk: Desk) -> None:
    """The same step sent twice is one, and one that was forgotten is not brought back."""
    need = Need(id=SOON, label="a step", will="I will nod.")
    for _ in range(2):
        now.keep_step(desk, need)
    assert desk.vault.read(lambda rows: rows.all(Need)) == [need]
    moments.forget(desk, SOON)
    now.keep_step(desk, need)
    assert desk.vault.read(lambda rows: rows.all(Need)) == []


@pytest.mark.care("C16")
def test_today_holds_three_things_at_most(desk: Desk) -> None:
    """A moment that was broken off stands first and is not told twice; with it, three things are there at most."""
    kept = [keep(desk, "Sam", days=day) for day in range(5)]
    now.stand_at(desk, kept[0].id, "choose")
    found = pages.today(desk)
    assert found.gentle.one("broken_off") == now.BrokenOff(kept[0], "choose")
    assert found.gentle.all("moments") == tuple(kept[1:3])
    rest.begin(desk, 1)
    resting = pages.today(desk)
    assert (resting.gentle.things, resting.gentle.going_on) == ((), None)


@pytest.mark.system("S5")
def test_today_tells_what_is_open(desk: Desk, clock: Clock) -> None:
    """What stands open is told, also while resting; what has expired is not."""
    until = LivedTime.at(clock().replace(hour=19), ZONE)
    half = Window(id=UUID(int=1), label="work", opening=Opening.HALF, until=until)
    put(desk, half, Window(id=UUID(int=2), label="shut"))
    rest.begin(desk, 1)
    assert pages.today(desk).windows == (half,)
    clock.forward(hours=2)
    assert pages.today(desk).windows == ()
