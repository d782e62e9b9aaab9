"""The ladder: steps in own words, tries as moments, counts recomputed from them, and nothing opened by itself."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from homing.care import Reason
from homing.companion import Desk, NotFound, moments, names, rest, windows
from homing.companion.practice import ladder
from homing.companion.practice.ladder import Otherwise
from homing.companion.practice.next_step import Source
from homing.companion.practice.stepping import ending
from homing.engine.healing import Ending
from homing.record import (
    Channel,
    Danger,
    LivedTime,
    Moment,
    Opening,
    Outcome,
    Person,
    Respect,
    Step,
    Window,
    WindowSeen,
)
from tests.desks import ZONE, Clock, keep, put


def person(desk: Desk, label: str = "Sam") -> Person:
    """Someone of this name."""
    return names.add_person(desk, label)


def step(desk: Desk, *people: str, label: str = "say one true thing", new: str = "", **fields: Any) -> Step:
    """A step with these people, kept."""
    told = tuple(person(desk, one).id for one in people)
    return ladder.add(desk, Step(id=desk.ambient.new_id(), label=label, people=told, **fields), (), new)


def tried(desk: Desk, one: Step, outcome: Outcome | None = None, **told: Any) -> Moment:
    """A try of it."""
    moment = ladder.try_it(desk, one.id, outcome=outcome, **told)
    assert moment is not None
    return moment


@pytest.mark.system("S18")
def test_a_step_is_kept_in_its_owner_s_words(desk: Desk) -> None:
    """With whom, where and by which window, how far and the way out, how loud: as told, and new names with it."""
    window = windows.add(desk, Window(id=desk.ambient.new_id(), label="my day"))
    told = Step(id=desk.ambient.new_id(), label="a smile", window=window.id, opening=Opening.HALF, alarm=3)
    kept = ladder.add(desk, replace(told, way_out="I walk on."), ["Moss", " "], "the stairs")
    page = ladder.look(desk, kept.id)
    assert page.step == kept == ladder.find(desk, kept.id)
    assert [one.label for one in page.people or ()] == ["Moss"]
    assert kept.setting is not None
    assert desk.vault.read(names.book).cue(kept.setting) == names.add_cue(desk, "the stairs", Channel.SETTING)
    assert (page.window, page.opens, page.step.way_out, page.met.n) == (window, True, "I walk on.", 0)


@pytest.mark.system("S18")
def test_the_ladder_stands_in_order_of_the_alarm_in_general_first(desk: Desk) -> None:
    """Quietest first, those without a number last, grouped by whom they are with; set aside ones apart."""
    loud, unknown, mild = (step(desk, "Sam", alarm=alarm) for alarm in (7, None, 2))
    anyone, later = step(desk, alarm=5), step(desk, alarm=1)
    ladder.set_aside(desk, later.id, aside=True)
    found = ladder.all_of(desk)
    groups = [([one.label for one in people], [rung.step.id for rung in rungs]) for people, rungs in found.groups]
    assert groups == [([], [anyone.id]), (["Sam"], [mild.id, loud.id, unknown.id])]
    assert [rung.step.id for rung in found.aside] == [later.id]
    assert ladder.set_aside(desk, later.id, aside=False) == later


def test_without_steps_in_general_there_is_no_such_group(desk: Desk) -> None:
    """Merged names are one group."""
    one, other = step(desk, "Sam"), step(desk, "Sammy")
    names.merge(desk, person(desk, "Sammy").id, person(desk).id)
    ((people, rungs),) = ladder.all_of(desk).groups
    assert [each.label for each in people] == ["Sam"]
    assert {rung.step.id for rung in rungs} == {one.id, other.id}


@pytest.mark.system("S18")
def test_a_try_is_a_moment_with_its_window_as_it_stands(desk: Desk) -> None:
    """It tells who, where, by which window and how far that stood; no window moves (care rule 12)."""
    window = windows.add(desk, Window(id=desk.ambient.new_id(), label="my day", opening=Opening.AJAR))
    one = step(desk, "Sam", new="kitchen", window=window.id, opening=Opening.WIDE, alarm=4)
    moment = tried(desk, one)
    assert (moment.people, moment.setting, moment.step) == (one.people, one.setting, one.id)
    assert moment.windows == (WindowSeen(window=window.id, opening=Opening.AJAR),)
    assert moment.aperture == windows.aperture(moment.windows)
    assert windows.look(desk, window.id).window == window
    page = ladder.look(desk, one.id)
    assert (page.going_on, page.tries, page.met.counts) == (moment, (moment,), {Otherwise.OPEN: 1})
    told = ladder.tell(desk, one.id, moment.id, outcome=Outcome.OKAY, protected=False, alarm=5)
    assert told == replace(moment, outcome=Outcome.OKAY, alarm=5)
    assert ladder.look(desk, one.id).going_on is None
    assert windows.look(desk, window.id).window == window


@pytest.mark.system("S18")
@pytest.mark.parametrize(
    ("opening", "stands", "offers"),
    [(Opening.HALF, Opening.AJAR, True), (Opening.HALF, Opening.HALF, False), (None, Opening.CLOSED, False)],
)
def test_a_window_is_offered_as_far_as_the_step_says(
    desk: Desk, opening: Opening | None, stands: Opening, offers: bool
) -> None:
    """Only where the step would have it stand wider than it does, and never one that closed by itself."""
    window = windows.add(desk, Window(id=desk.ambient.new_id(), label="my day", opening=stands))
    assert ladder.look(desk, step(desk, "Sam", window=window.id, opening=opening).id).opens is offers


@pytest.mark.care("C10")
@pytest.mark.system("S18")
def test_how_tries_were_met_is_counted_once_each(desk: Desk, clock: Clock) -> None:
    """Seven words, and apart from them what was protected, used against me later, or has no ending."""
    one = step(desk, "Sam")
    tried(desk, one)
    for outcome in Outcome:
        clock.forward(days=3)
        tried(desk, one, outcome)
    clock.forward(days=3)
    tried(desk, one, None, protected=True)
    clock.forward(days=3)
    tried(desk, one, Outcome.CARE, protected=True)
    last = tried(desk, one, Outcome.OKAY)
    ladder.use_against(desk, one.id, last.id, used=True)
    clock.forward(days=3)
    told = ladder.met(desk.vault.read(lambda rows: rows.moments(practice=[one.id])))
    once: dict[ladder.Ended, int] = dict.fromkeys(Outcome, 1)
    assert told.counts == {**once, Otherwise.PROTECTED: 2, Otherwise.USED_AGAINST: 1, Otherwise.OPEN: 1}
    assert told.n == sum(told.counts.values()) == 11
    ladder.use_against(desk, one.id, last.id, used=False)
    assert ladder.look(desk, one.id).met.counts[Outcome.OKAY] == 2


def test_what_hurt_is_hurt_whatever_else_is_marked(desk: Desk) -> None:
    """An outcome of hurt stands before "used against me later" and before protected."""
    told = tried(desk, step(desk, "Sam"), Outcome.HURT, protected=True)
    assert ladder.ended(replace(told, used_against=True)) is Outcome.HURT


def test_a_finger_that_taps_twice_tries_once(desk: Desk, clock: Clock) -> None:
    """The same again within seconds is one try; another ending, or later, is another."""
    one = step(desk, "Sam")
    first = tried(desk, one, Outcome.OKAY)
    assert tried(desk, one, Outcome.OKAY) == first
    assert tried(desk, one, Outcome.CARE) != first
    clock.forward(minutes=1)
    assert tried(desk, one, Outcome.CARE).when != first.when
    assert ladder.look(desk, one.id).met.n == 3


@pytest.mark.care("C2")
def test_a_held_person_s_step_keeps_its_words_and_cannot_be_begun(desk: Desk) -> None:
    """Nothing is begun, opened or kept as a step toward them, under any name; what was lived is kept as any moment, and
    what was begun before can be told.
    """
    window = windows.add(desk, Window(id=desk.ambient.new_id(), label="my day"))
    one = step(desk, "Sam", "Alex", window=window.id, opening=Opening.HALF)
    begun = tried(desk, one)
    names.merge(desk, person(desk, "Sammy").id, person(desk).id)
    keep(desk, "Sammy", days=60, danger=(Danger.FOLLOWED,), outcome=Outcome.OKAY)
    page = ladder.look(desk, one.id)
    assert (page.step, page.begins.reason, page.opens) == (one, Reason.HOLD, False)
    desk.ambient.now.forward(days=2)  # type: ignore[attr-defined]  # the clock of the tests
    assert ladder.try_it(desk, one.id) is None
    lived = tried(desk, one, Outcome.FRIGHTENED)
    assert (lived.step, lived.windows, lived.outcome, lived.people) == (None, (), Outcome.FRIGHTENED, one.people)
    assert ladder.tell(desk, one.id, begun.id, outcome=Outcome.HURT, protected=False).outcome is Outcome.HURT


@pytest.mark.care("C2")
@pytest.mark.care("C16")
def test_after_harm_nothing_is_begun_and_what_was_lived_is_kept(desk: Desk) -> None:
    """For a day no step begins and nothing is counted; an ending can be told. Neither it nor a rest hides a hold."""
    one = step(desk, "Sam")
    frightening = keep(desk, "Alex", outcome=Outcome.FRIGHTENED)
    assert ladder.look(desk, one.id).begins.reason is Reason.AFTER_HARM
    assert ladder.try_it(desk, one.id) is None
    assert tried(desk, one, Outcome.OKAY)
    assert (ladder.look(desk, one.id).tries, ladder.look(desk, one.id).met.n) == ((), 0)
    toward = keep(desk, "Moss", days=60, danger=(Danger.FOLLOWED,)), step(desk, "Moss")
    assert ladder.look(desk, toward[1].id).begins.reason is Reason.HOLD
    assert tried(desk, toward[1], Outcome.OKAY).step is None
    moments.forget(desk, frightening.id)
    rest.begin(desk, 3)
    assert ladder.look(desk, one.id).begins
    keep(desk, "Sam", days=60, danger=(Danger.FOLLOWED,))
    assert ladder.look(desk, one.id).begins.reason is Reason.HOLD
    assert ladder.try_it(desk, one.id) is None
    one = step(desk)
    desk.ambient.now.forward(hours=1)  # type: ignore[attr-defined]  # the clock of the tests
    assert tried(desk, one)


def test_a_change_keeps_its_id_and_what_is_gone_is_left_out(desk: Desk) -> None:
    """Other words, others, no window that is not here; without its people a step is set aside, not one in general."""
    one = step(desk, "Sam", new="kitchen")
    changed = ladder.change(desk, replace(one, label="wave", window=uuid4(), setting=uuid4()), ["Moss"])
    assert (changed.id, changed.label, changed.window, changed.setting) == (one.id, "wave", None, None)
    assert len(changed.people) == 2
    assert not changed.set_aside
    names.forget(desk, person(desk, "Moss").id, with_moments=False)
    gone = ladder.change(desk, replace(changed, people=(uuid4(),)))
    assert (gone.people, gone.set_aside) == ((), True)


def test_a_step_with_someone_in_the_bin_stands_aside(desk: Desk) -> None:
    """It is neither in general nor offered; brought back, they are there again."""
    one = step(desk, "Sam", alarm=4)
    names.remove(desk, person(desk).id)
    found = ladder.all_of(desk)
    assert (found.groups, [rung.people for rung in found.aside]) == ((), [None])
    assert found.next.offered is None
    assert found.next.withheld == {}
    assert ladder.look(desk, one.id).people is None


def test_removed_and_forgotten_steps_leave_their_moments(desk: Desk) -> None:
    """From the bin a step comes back with its tries; forgotten, the moments stay without it."""
    one = step(desk, "Sam")
    moment = tried(desk, one, Outcome.OKAY)
    ladder.remove(desk, one.id)
    with pytest.raises(NotFound):
        ladder.find(desk, one.id)
    moments.restore(desk, one.id)
    assert ladder.look(desk, one.id).met.n == 1
    ladder.forget(desk, one.id)
    assert moments.find(desk, moment.id) == replace(moment, step=None)
    for work in (ladder.remove, ladder.forget, ladder.look, ladder.try_it):
        with pytest.raises(NotFound):
            work(desk, one.id)


def test_a_try_of_another_step_is_not_found(desk: Desk) -> None:
    """An ending is told of a try of this step alone."""
    one, other = step(desk, "Sam"), step(desk, "Alex")
    moment = tried(desk, other)
    with pytest.raises(NotFound):
        ladder.tell(desk, one.id, moment.id, outcome=Outcome.OKAY, protected=False)
    with pytest.raises(NotFound):
        ladder.use_against(desk, one.id, moment.id, used=True)


def test_the_alarm_comes_from_the_owner_first_then_from_the_newest_tries(desk: Desk, clock: Clock) -> None:
    """An own number stands; else the mean of the last three alarms that were told, newest first."""
    one = step(desk, "Sam")
    assert ladder.look(desk, one.id).loud is None
    for alarm in (10, 2, None, 3, 4):
        tried(desk, one, Outcome.OKAY, alarm=alarm)
        clock.forward(days=3)
    told = ladder.look(desk, one.id).loud
    assert told is not None
    assert told.p == pytest.approx(0.3)
    assert (told.source, told.n) == (Source.TRIES, 3)
    ladder.change(desk, replace(one, alarm=6))
    own = ladder.look(desk, one.id).loud
    assert own is not None
    assert (own.p, own.source) == (0.6, Source.OWN)


def test_a_try_dated_ahead_waits_for_its_day(desk: Desk) -> None:
    """It is no try yet."""
    one = step(desk, "Sam")
    ahead = LivedTime.at(desk.ambient.now() + timedelta(days=9), ZONE)
    put(desk, Moment(id=UUID(int=9), when=ahead, step=one.id, outcome=Outcome.OKAY))
    assert ladder.look(desk, one.id).met.n == 0


def test_a_crossed_window_is_no_good_ending(desk: Desk) -> None:
    """However it was met, a try in which a window was crossed is nothing to build on."""
    moment = tried(desk, step(desk, "Sam"), Outcome.OKAY)
    seen = WindowSeen(window=uuid4(), opening=Opening.HALF, respect=Respect.CROSSED)
    assert ending(moment) is Ending.FINE
    assert ending(replace(moment, windows=(seen,))) is Ending.UNMET
