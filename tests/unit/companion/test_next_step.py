"""Which step is offered, what that rests on, and each reason why none is."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from homing.care import Reason
from homing.companion import Desk, holds, looks, moments, names, rest, windows
from homing.companion.practice import ladder, next_step, stepping
from homing.companion.practice.next_step import Offered, Room, Source, Withheld
from homing.engine.healing import Stage, Why
from homing.mind import Outlook
from homing.record import Danger, LivedTime, Moment, Move, Outcome, Safe, Step, Window
from tests.desks import ZONE, Clock, keep, put
from tests.unit.companion.test_ladder import person, step, tried


def known(
    desk: Desk, *people: str, n: int = 8, outcome: Outcome = Outcome.OKAY, first: int = 40, **told: Any
) -> Moment:
    """The last of ``n`` moments with someone that ended so, a day apart."""
    return [keep(desk, *people, days=first - day, outcome=outcome, **told) for day in range(n)][-1]


def offered(desk: Desk) -> Offered:
    """What is offered; something is."""
    told = ladder.proposal(desk).offered
    assert told is not None
    return told


def why(desk: Desk, one: Step) -> Withheld:
    """Why this step is not; it is not."""
    told = ladder.proposal(desk)
    assert told.offered is None or told.offered.step.id != one.id
    return told.withheld[one.id]


def room(desk: Desk) -> Room | None:
    """Whether Today would say that there is room."""
    return desk.vault.read(lambda rows: ladder.due(rows, desk, names.book(rows)))


@pytest.mark.system("S18")
def test_a_step_is_offered_with_what_it_rests_on(desk: Desk) -> None:
    """Its stage, the finished moments and how many hurt, the alarm by its owner, a moment to recall, the risk."""
    last = known(desk, "Sam", n=12)
    one = step(desk, "Sam", alarm=4)
    told = offered(desk)
    assert (told.step, told.stage, told.k, told.n) == (one, Stage.FIRST, 0, 12)
    assert (told.person, told.recall) == (person(desk), last)
    assert (told.alarm.p, told.alarm.source) == (0.4, Source.OWN)
    assert told.risk is not None
    assert told.risk.high <= stepping.PLAN.possible_risk
    assert room(desk) == Room()
    ladder.set_aside(desk, one.id, aside=True)
    told_now = ladder.proposal(desk)
    assert (told_now.offered, told_now.withheld, told_now.stopped) == (None, {}, None)
    assert room(desk) is None


def test_of_several_people_each_is_counted(desk: Desk) -> None:
    """The least known first, the others beside, each with the moments that hurt."""
    known(desk, "Sam", n=12)
    known(desk, "Alex", n=30, first=60)
    keep(desk, "Alex", days=70, outcome=Outcome.HURT)
    step(desk, "Sam", "Alex", alarm=4)
    told = offered(desk)
    assert (told.person, told.k, told.n) == (person(desk), 0, 12)
    assert [(who.label, k, n) for who, k, n in told.others] == [("Alex", 1, 31)]


@pytest.mark.care("C10")
def test_too_few_finished_moments_are_counted_with_the_person(desk: Desk) -> None:
    """Protected, open and future moments are none of them; of several people the least known is told."""
    known(desk, "Sam", n=9)
    known(desk, "Alex", n=3)
    known(desk, "Alex", n=9, protected=True)
    known(desk, "Alex", n=9, moves=(Move.GAVE_IN,))
    keep(desk, "Alex", days=-3, outcome=Outcome.OKAY)
    keep(desk, "Alex", days=3)
    told = why(desk, step(desk, "Sam", "Alex", alarm=4))
    assert told == Withheld(reason=Reason.TOO_FEW, person=person(desk, "Alex"), n=3)
    assert room(desk) is None


@pytest.mark.care("C2")
@pytest.mark.care("C10")
def test_one_held_person_among_several_is_enough(desk: Desk) -> None:
    """By any name, and from the bin; with the hold lifted, who frightened is still nobody to practise with."""
    known(desk, "Sam", n=9)
    known(desk, "Reed", n=9)
    both, alone = step(desk, "Sam", "Reed", alarm=4), step(desk, "Sam", alarm=4)
    marked = keep(desk, "Heron", days=30, danger=(Danger.FORCED,), outcome=Outcome.OKAY)
    names.merge(desk, person(desk, "Heron").id, person(desk, "Reed").id)
    desk.ambient.now.forward(days=2)  # type: ignore[attr-defined]  # the clock of the tests
    assert why(desk, both).reason is Reason.HOLD
    moments.remove(desk, marked.id)
    assert why(desk, both).reason is Reason.HOLD
    assert offered(desk).step == alone
    holds.lift_hold(desk, person(desk, "Reed").id)
    assert why(desk, both).reason is Reason.FRIGHTENED_BEFORE


@pytest.mark.care("C2")
@pytest.mark.care("C16")
def test_after_harm_and_while_resting_nothing_is_offered(desk: Desk, clock: Clock) -> None:
    """With anyone, in general too; each step has that reason."""
    known(desk, "Sam", n=9)
    one, anyone = step(desk, "Sam", alarm=4), step(desk, alarm=4)
    harm = keep(desk, "Alex", outcome=Outcome.FRIGHTENED)
    told = ladder.proposal(desk)
    assert (told.offered, told.stopped) == (None, Reason.AFTER_HARM)
    assert {told.withheld[each.id].reason for each in (one, anyone)} == {Reason.AFTER_HARM}
    assert room(desk) is None
    moments.forget(desk, harm.id)
    rest.begin(desk, 3)
    assert ladder.proposal(desk).stopped is Reason.RESTING
    clock.forward(days=4)
    assert offered(desk).stage is Stage.FIRST


@pytest.mark.system("S18")
def test_a_step_in_general_rests_on_the_own_number_alone(desk: Desk, clock: Clock) -> None:
    """No person, no risk, no record but its own tries; a moment of safety with whomever is recalled."""
    well = keep(desk, "Moss", days=2, outcome=Outcome.CARE)
    one = step(desk, alarm=3)
    told = offered(desk)
    assert (told.step, told.person, told.risk, told.k, told.n, told.recall) == (one, None, None, 0, 0, well)
    assert room(desk) == Room()
    tried(desk, one, Outcome.OKAY, alarm=2)
    assert why(desk, one).reason is Why.TOO_SOON
    clock.forward(days=2)
    told = offered(desk)
    assert (told.stage, told.k, told.n, told.well, told.well_here) == (Stage.AGAIN, 0, 1, 1, 1)


@pytest.mark.care("C2")
@pytest.mark.parametrize("by", ["words", "first word", "window", "initial", "alias"])
def test_a_step_in_general_never_leads_toward_someone_held(desk: Desk, by: str) -> None:
    """Neither by its words nor by its window, whatever the person is called; others stay open."""
    reed = person(desk, {"first word": "Reed of the lock", "initial": "R"}.get(by, "Reed"))
    window = windows.add(desk, Window(id=desk.ambient.new_id(), label="late talks", people=(reed.id,)))
    label = {"words": "wave at reed", "first word": "a word to Reed", "initial": "smile at R", "alias": "nod to Heron"}
    one = step(desk, label=label.get(by, "a late talk"), alarm=4, window=window.id if by == "window" else None)
    names.merge(desk, person(desk, "Heron").id, reed.id)
    other = step(desk, label="are we early? smile at the reeds", alarm=6)
    assert offered(desk).step == one
    keep(desk, reed.label, days=9, safe=Safe.NO, outcome=Outcome.OKAY)
    desk.ambient.now.forward(days=2)  # type: ignore[attr-defined]  # the clock of the tests
    assert why(desk, one).reason is Reason.HOLD
    assert offered(desk).step == other


@pytest.mark.care("C2")
def test_a_window_for_someone_held_closes_the_step_with_another(desk: Desk) -> None:
    """A step with Sam by a window that is for Reed is not offered under a hold on Reed."""
    known(desk, "Sam", n=9)
    window = windows.add(desk, Window(id=desk.ambient.new_id(), label="talks", people=(person(desk, "Reed").id,)))
    one = step(desk, "Sam", alarm=4, window=window.id)
    assert offered(desk).step == one
    keep(desk, "Reed", days=9, danger=(Danger.HARMED,))
    desk.ambient.now.forward(days=2)  # type: ignore[attr-defined]  # the clock of the tests
    assert why(desk, one).reason is Reason.HOLD


@pytest.mark.care("C2")
def test_a_place_that_is_mostly_a_held_one_s_is_left_in_peace(desk: Desk) -> None:
    """A step in general there is not offered; nor where someone said today that it is not safe."""
    for day in range(4):
        keep(desk, "Reed", days=30 + day, place="the mill", outcome=Outcome.OKAY)
    mill, stairs = step(desk, new="the mill", alarm=4), step(desk, new="the stairs", alarm=4)
    keep(desk, "Reed", days=20, danger=(Danger.HARMED,))
    desk.ambient.now.forward(days=2)  # type: ignore[attr-defined]  # the clock of the tests
    assert why(desk, mill).reason is Reason.HOLD
    assert offered(desk).step == stairs
    assert stairs.setting is not None
    looks.begin(desk, stairs.setting, Safe.NO)
    assert why(desk, stairs).reason is Reason.NOT_SAFE


@pytest.mark.care("C2")
def test_nothing_with_a_held_person_is_recalled(desk: Desk) -> None:
    """Nor a moment of which its owner was not sure that it was safe, if it is old."""
    known(desk, "Sam", n=30, first=90)
    known(desk, "Sam", "Reed", n=6)
    step(desk, "Sam", alarm=4)
    keep(desk, "Reed", days=60, danger=(Danger.FOLLOWED,), outcome=Outcome.OKAY)
    desk.ambient.now.forward(days=2)  # type: ignore[attr-defined]  # the clock of the tests
    recalled = offered(desk).recall
    assert recalled is not None
    assert recalled.people == (person(desk).id,)


def test_of_older_moments_only_those_of_safety_are_recalled(desk: Desk) -> None:
    """What the index alone knows is looked at before it is called to mind."""
    known(desk, "Sam", n=5, first=400, safe=Safe.NOT_SURE)
    known(desk, "Sam", n=60, first=70, outcome=Outcome.MISSED)
    step(desk, "Sam", alarm=4)
    assert offered(desk).recall is None


@pytest.mark.care("C10")
def test_old_moments_count_by_the_index_alone(desk: Desk) -> None:
    """Beyond the newest, who was there and how it ended is known: hurt, protected, open, frightening, with whom."""
    known(desk, "Sam", "Alex", n=20, first=400)
    for ending in (
        {"outcome": Outcome.HURT},
        {"outcome": Outcome.OKAY, "protected": True},
        {},
        {"outcome": Outcome.MISSED},
    ):
        keep(desk, "Sam", days=300, **ending)
    known(desk, "Sam", n=55, first=70)
    one = step(desk, "Sam", alarm=4)
    assert (offered(desk).k, offered(desk).n) == (1, 20 + 2 + 55)
    keep(desk, "Sam", "Alex", days=350, outcome=Outcome.FRIGHTENED)
    desk.ambient.now.forward(days=2)  # type: ignore[attr-defined]  # the clock of the tests
    assert why(desk, one).reason is Reason.FRIGHTENED_BEFORE


@pytest.mark.system("S18")
def test_the_alarm_may_come_from_tries_or_from_the_record(desk: Desk, clock: Clock) -> None:
    """Without an own number the record's alarm is taken, if three were told with them; without one the step waits."""
    known(desk, "Sam", n=9)
    one = step(desk, "Sam")
    assert why(desk, one).reason is Why.ALARM_UNKNOWN
    known(desk, "Sam", n=4, first=20, alarm=5)
    told = offered(desk).alarm
    assert (told.source, told.n) == (Source.RECORD, 4)
    assert room(desk) is None, "without asking the models nothing is known of its alarm"
    tried(desk, one, Outcome.CARE, alarm=4)
    clock.forward(days=2)
    assert offered(desk).alarm == next_step.Loud(0.4, Source.TRIES, 1)
    assert room(desk) == Room()


@pytest.mark.system("S18")
def test_rest_is_told_until_when(desk: Desk, clock: Clock) -> None:
    """Two days after a step that went well, four after any other ending, with whomever it was."""
    known(desk, "Sam", n=12)
    one, anyone = step(desk, "Sam", alarm=4), step(desk, alarm=4)
    tried(desk, anyone, Outcome.BRUSHED_OFF)
    assert why(desk, one).until == LivedTime.at(clock() + timedelta(days=4), ZONE)
    clock.forward(days=3.9)
    assert why(desk, one).reason is Why.TOO_SOON
    assert room(desk) is None
    clock.forward(days=0.2)
    assert offered(desk).step
    tried(desk, one, Outcome.CARE)
    assert why(desk, anyone).until == LivedTime.at(clock() + timedelta(days=2), ZONE)


@pytest.mark.system("S18")
def test_the_same_place_comes_again_and_then_another(desk: Desk, clock: Clock) -> None:
    """After one that went well the same comes again; with three, another place, with its counts."""
    known(desk, "Sam", n=12)
    here, there = step(desk, "Sam", new="kitchen", alarm=4), step(desk, "Sam", new="garden", alarm=5)
    seen = []
    for _ in range(4):
        told = offered(desk)
        seen.append((told.step.id, told.stage, told.well_here, told.well))
        tried(desk, told.step, Outcome.CARE)
        clock.forward(days=3)
    first, other = (here.id, there.id) if seen[0][0] == here.id else (there.id, here.id)
    assert seen == [
        (first, Stage.FIRST, 0, 0),
        (first, Stage.AGAIN, 1, 1),
        (first, Stage.AGAIN, 2, 2),
        (other, Stage.VARIED, 0, 3),
    ]


@pytest.mark.care("C10")
def test_hurt_in_the_record_withholds(desk: Desk) -> None:
    """Where half of it hurt nothing is offered; nothing known of the risk is no reason for a step either."""
    for day in range(6):
        keep(desk, "Sam", days=30 - day, outcome=Outcome.HURT if day % 2 else Outcome.OKAY)
    assert why(desk, step(desk, "Sam", alarm=4)).reason is Why.RISK_NOT_LOW
    assert room(desk) is None


@pytest.mark.care("C10")
def test_a_calm_person_beside_someone_does_not_make_a_step_look_safer(desk: Desk) -> None:
    """With two the gravest reading counts: of both together, and of each alone."""
    known(desk, "Sam", n=30, first=90)
    known(desk, "Sam", "Alex", n=6)
    for day in range(5):
        keep(desk, "Alex", days=10 - day, outcome=Outcome.HURT)
    assert why(desk, step(desk, "Sam", "Alex", alarm=4)).reason in (Why.RISK_NOT_LOW, Why.RISK_UNKNOWN)


@pytest.mark.care("C2")
def test_what_frightened_is_told_to_the_planner_too(desk: Desk) -> None:
    """The newest, the old that the index alone knows, and what lies in the bin: all of it is harm, with whom it was."""
    one = step(desk, "Sam", alarm=4)
    told: dict[str, Any] = {"outcome": Outcome.FRIGHTENED}
    old, newest = keep(desk, "Sam", days=300, **told), keep(desk, "Sam", days=1, **told)
    binned = keep(desk, "Sam", days=200, danger=(Danger.FORCED,))
    moments.remove(desk, binned.id)
    known(desk, "Sam", n=60, first=90)
    told_of = desk.vault.read(
        lambda rows: stepping.past(stepping.Reading(rows, desk.ambient.now(), names.book(rows)), [one])
    )
    harm = {past.id for past in told_of if past.harm and str(person(desk).id) in past.people}
    assert harm == {str(each.id) for each in (old, newest, binned)}


def test_the_models_are_asked_only_where_they_could_allow_a_step(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """While it is too soon, or the own alarm is too loud, nothing is replayed to say so."""
    known(desk, "Sam", n=9)
    loud, mild = step(desk, "Sam", alarm=9), step(desk, "Sam", alarm=4)
    asked, look = list[datetime](), desk.mind.at

    def counted(at: datetime) -> Outlook:
        asked.append(at)
        return look(at)

    monkeypatch.setattr(desk.mind, "at", counted)
    assert why(desk, loud).reason is Why.ALARM_TOO_HIGH
    assert len(asked) == 1
    assert offered(desk).step == mild
    tried(desk, mild, Outcome.CARE)
    assert why(desk, mild).reason is Why.TOO_SOON
    assert len(asked) == 2


def test_an_unanswered_try_of_today_leaves_no_room(desk: Desk, clock: Clock) -> None:
    """Its ending comes first; whoever left it open is asked nothing more after the longer rest."""
    one = step(desk, alarm=4)
    begun = tried(desk, one)
    assert room(desk) is None
    moments.keep(desk, replace(begun, when=LivedTime.at(clock() - timedelta(days=5), ZONE)))
    assert room(desk) == Room()


def test_a_step_of_whom_nobody_is_known_is_not_planned(desk: Desk) -> None:
    """An id that leads nowhere makes no step in general of it."""
    one = step(desk, alarm=4)
    put(desk, replace(one, people=(UUID(int=77),)))
    assert ladder.proposal(desk).offered is None


@pytest.mark.care("C2")
def test_what_a_held_person_was_part_of_counts_for_nobody(desk: Desk) -> None:
    """Moments with someone and a held person too are none of the five with that someone, nor in what is told of them;
    what frightened there still counts.
    """
    known(desk, "Sam", n=4, alarm=2)
    known(desk, "Sam", "Reed", n=9, first=60, alarm=9)
    one = step(desk, "Sam", alarm=4)
    assert offered(desk).n == 13
    keep(desk, "Heron", days=90, danger=(Danger.FORCED,))
    names.merge(desk, person(desk, "Heron").id, person(desk, "Reed").id)
    desk.ambient.now.forward(days=2)  # type: ignore[attr-defined]  # the clock of the tests
    assert why(desk, one) == Withheld(reason=Reason.TOO_FEW, person=person(desk), n=4)
    assert room(desk) is None
    known(desk, "Sam", n=8, first=30)
    told = offered(desk)
    assert (told.n, told.k) == (12, 0)
    keep(desk, "Sam", "Reed", days=70, outcome=Outcome.FRIGHTENED)
    desk.ambient.now.forward(days=2)  # type: ignore[attr-defined]  # the clock of the tests
    assert why(desk, one).reason is Reason.FRIGHTENED_BEFORE
