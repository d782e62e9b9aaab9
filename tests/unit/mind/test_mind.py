"""The mind keeps in step with the record, keeps few checkpoints, and waits for what is dated ahead."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise
from typing import Any
from unittest.mock import patch
from uuid import UUID

import pytest

from homing.companion import Desk, moments, names
from homing.engine import alarm, blend
from homing.engine.alarm import Answer
from homing.engine.events import Event
from homing.mind import Expectation, Mind, aliases, event_of, model
from homing.mind import mind as inside
from homing.record import FuzzyDate, Memory, Outcome
from homing.vault import Rows, Vault
from tests.desks import Clock, keep


@pytest.fixture(autouse=True)
def close_checkpoints() -> Iterator[None]:
    """Checkpoints after every fourth moment, and six of them at most."""
    with patch.multiple(inside, SPACING=4, KEPT=6):
        yield


def from_scratch(desk: Desk) -> Expectation:
    """What a mind says that has nothing to go by but the moments."""
    desk.vault.write(lambda rows: rows.drop_checkpoints(None))
    return Mind(desk.vault).expect(desk.ambient.now())


def version(desk: Desk) -> str:
    """The version of what is learnt now."""
    return desk.vault.read(inside._names).version


def checkpoints(desk: Desk, of: str = "") -> int:
    """How many checkpoints of a version there are; of the present one unless told."""
    wanted = of or version(desk)
    return len(desk.vault.read(lambda rows: rows.checkpoint_positions(wanted)))


def live(desk: Desk, many: int) -> None:
    """So many moments, one a day, every third with hurt."""
    for day in range(many, 0, -1):
        keep(desk, "Sam", days=day, outcome=Outcome.HURT if day % 3 == 0 else Outcome.OKAY)


def test_an_empty_record_gives_the_prior(desk: Desk) -> None:
    """Without moments the mind says what the engine starts from."""
    now = desk.ambient.now()
    event, nothing = Event(time=now.timestamp() / 86400), model.start()
    assert desk.mind.expect(now) == Expectation(blend.read(nothing.blend, event), alarm.read(nothing.alarm, event))


def test_learning_on_equals_learning_anew(desk: Desk) -> None:
    """After each new moment the estimate is that of a fresh mind."""
    for _ in range(10):
        keep(desk, "Sam", outcome=Outcome.HURT)
        assert desk.mind.expect(desk.ambient.now()) == Mind(desk.vault).expect(desk.ambient.now())
    assert desk.mind.expect(desk.ambient.now()) == from_scratch(desk)


def test_few_checkpoints_are_kept(desk: Desk) -> None:
    """A long record leaves no more checkpoints than are kept, the densest towards now."""
    live(desk, 90)
    desk.mind.expect(desk.ambient.now())
    wanted = version(desk)
    kept = desk.vault.read(lambda rows: rows.checkpoint_positions(wanted))
    assert 3 <= len(kept) <= 6
    gaps = [after[0] - before[0] for before, after in pairwise(kept)]
    assert gaps[-1] == min(gaps) < max(gaps)
    assert desk.mind.expect(desk.ambient.now()) == from_scratch(desk)


def test_checkpoints_stay_few_as_moments_come_one_by_one(desk: Desk) -> None:
    """Logging day after day never piles them up."""
    for _ in range(60):
        keep(desk, "Sam", outcome=Outcome.OKAY)
        desk.mind.expect(desk.ambient.now())
        assert checkpoints(desk) <= 6


def test_a_new_mind_goes_on_from_a_checkpoint(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """After unlocking, only what came after the newest checkpoint is learnt again."""
    live(desk, 18)
    desk.mind.expect(desk.ambient.now())
    learnt: list[Event] = []

    def step(
        state: model.State, event: Event, answer: Answer | None, moment_id: UUID, params: blend.Params
    ) -> model.State:
        learnt.append(event)
        return real(state, event, answer, moment_id, params)

    real = model.step
    monkeypatch.setattr(model, "step", step)
    Mind(desk.vault).expect(desk.ambient.now())
    assert len(learnt) == 2


def test_a_new_engine_learns_everything_anew(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Checkpoints of another engine version are not used, and go when there are new ones."""
    live(desk, 18)
    before, old = desk.mind.expect(desk.ambient.now()), version(desk)
    monkeypatch.setattr(model, "VERSION", "another")
    assert Mind(desk.vault).expect(desk.ambient.now()) == before
    assert (checkpoints(desk, old), checkpoints(desk)) == (0, 4)


def test_an_edit_in_the_past_makes_later_checkpoints_stale(desk: Desk) -> None:
    """A late outcome counts at its moment's time, for a running mind and for a new one."""
    first = keep(desk, "Sam", days=80)
    live(desk, 30)
    before = desk.mind.expect(desk.ambient.now())
    moments.keep(desk, replace(first, outcome=Outcome.HURT))
    running, new = desk.mind.expect(desk.ambient.now()), Mind(desk.vault).expect(desk.ambient.now())
    assert running == new != before
    assert running == from_scratch(desk)


def test_a_moment_dated_ahead_waits_for_its_time(desk: Desk, clock: Clock) -> None:
    """A moment of tomorrow is no fault and is not learnt from; tomorrow it is; a clock set back undoes it."""
    live(desk, 9)
    today = desk.mind.expect(clock())
    keep(desk, "Sam", days=-1, outcome=Outcome.HURT)
    keep(desk, "Sam", days=-20000, outcome=Outcome.HURT)
    assert desk.mind.expect(clock()) == today
    clock.forward(days=2)
    later = desk.mind.expect(clock())
    assert later != today
    sam = names.add_person(desk, "Sam").id
    assert desk.mind.expect(clock(), people=[sam]).hurt.seen == 10
    clock.forward(days=-2)
    assert desk.mind.expect(clock()) == today
    assert desk.mind.expect(clock(), people=[sam]).hurt.seen == 9


def test_a_change_between_learning_and_keeping_leaves_no_checkpoint(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """If the record changes meanwhile, nothing is kept that does not fit it; the next estimate is right again."""
    live(desk, 9)
    read = desk.vault.read

    def and_then_a_late_moment(work: Callable[[Rows], Any]) -> Any:
        monkeypatch.undo()
        found = read(work)
        keep(desk, "Sam", days=40, outcome=Outcome.HURT)
        return found

    monkeypatch.setattr(Vault, "read", lambda _vault, work: and_then_a_late_moment(work))
    desk.mind.expect(desk.ambient.now())
    assert checkpoints(desk) == 0
    assert desk.mind.expect(desk.ambient.now()) == from_scratch(desk)


def test_merging_changes_what_was_learnt(desk: Desk) -> None:
    """What two names taught becomes one person's, and is parted again when the merge is taken back."""
    for day in range(9, 1, -1):
        keep(desk, "Sam" if day % 2 else "Sammy", days=day, outcome=Outcome.HURT)
    sam, sammy = names.add_person(desk, "Sam").id, names.add_person(desk, "Sammy").id
    apart = desk.mind.expect(desk.ambient.now(), people=[sam])
    names.merge(desk, sammy, sam)
    together = desk.mind.expect(desk.ambient.now(), people=[sam])
    assert (apart.hurt.seen, together.hurt.seen) == (4, 8)
    assert desk.mind.expect(desk.ambient.now(), people=[sammy]) == together
    names.unmerge(desk, sammy)
    assert desk.mind.expect(desk.ambient.now(), people=[sam]) == apart


def test_forgetting_leaves_nothing_learnt(desk: Desk) -> None:
    """Checkpoints that learnt from what is forgotten are gone at once."""
    live(desk, 12)
    desk.mind.expect(desk.ambient.now())
    assert checkpoints(desk) == 3
    names.forget(desk, names.add_person(desk, "Sam").id, with_moments=False)
    assert checkpoints(desk) == 0


def test_an_event_is_the_moment_with_merges_followed(desk: Desk) -> None:
    """What the mind learns from is the event of each moment under the names as they are."""
    moment = keep(desk, "Sam", "Sammy", cues=("loud",), days=1, outcome=Outcome.OKAY)
    names.merge(desk, moment.people[1], moment.people[0])
    event = desk.vault.read(lambda rows: event_of(moment, aliases(rows)))
    assert event.people == (str(moment.people[0]),)
    assert event.time == (desk.ambient.now() - timedelta(days=1)).timestamp() / 86400


@pytest.mark.system("S7")
@pytest.mark.parametrize("about", ["2003", "2026", "2026-03-20", "2421"])
@pytest.mark.parametrize("many", [0, 9])
def test_what_is_brought_along_may_be_dated_at_will(desk: Desk, about: str, many: int) -> None:
    """Something older that is dated after the first moment, or ahead, enters before it; nothing goes unanswered."""
    desk.vault.write(
        lambda rows: rows.put(
            Memory(id=UUID(int=9), label="the weir", about=FuzzyDate(about), alarm=9), desk.ambient.now()
        )
    )
    live(desk, many)
    expected = desk.mind.expect(desk.ambient.now())
    assert expected == from_scratch(desk)
    assert expected.alarm.p > 0.5 or many


def steps(monkeypatch: pytest.MonkeyPatch) -> list[UUID]:
    """The moments that are learnt from, from now on."""
    told, step = list[UUID](), model.step

    def counted(state: model.State, event: Event, answer: Any, moment_id: UUID, params: Any) -> model.State:
        told.append(moment_id)
        return step(state, event, answer, moment_id, params)

    monkeypatch.setattr(model, "step", counted)
    return told


def test_an_older_state_does_not_stand_before_a_newer_checkpoint(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """After a look back over weeks and an edit of some days ago, only the days since the checkpoint are learnt anew."""
    live(desk, 40)
    now = desk.ambient.now()
    desk.mind.at(now)
    desk.mind.at(now - timedelta(days=35))
    keep(desk, "Sam", days=3, outcome=Outcome.HURT)
    learnt = steps(monkeypatch)
    desk.mind.at(now)
    assert 0 < len(learnt) <= 8


def test_a_state_of_some_weeks_ago_stays_ready_while_one_logs(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each new moment is learnt from once; what was asked of weeks ago is not learnt anew, nor what is corrected."""
    live(desk, 20)
    now = desk.ambient.now()
    then = now - timedelta(days=15)
    desk.mind.at(now)
    desk.mind.at(then)
    learnt = steps(monkeypatch)
    for minutes in range(50, 0, -10):
        keep(desk, "Sam", days=minutes / 1440, outcome=Outcome.OKAY)
        desk.mind.at(now)
    assert len(learnt) == 5
    desk.mind.at(then)
    assert len(learnt) == 5
    moments.keep(desk, replace(keep(desk, "Sam", days=1 / 1440), note="said again"))
    desk.mind.at(now)
    assert len(learnt) == 6


@pytest.mark.care("C23")
def test_nothing_learnt_from_what_was_forgotten_stays_in_memory(desk: Desk) -> None:
    """Forgetting leaves the mind empty at once, before it is asked anything."""
    live(desk, 6)
    desk.mind.at(desk.ambient.now())
    assert desk.mind._learnt
    [sam] = desk.vault.read(names.book).people
    names.forget(desk, sam.id, with_moments=True)
    assert not desk.mind._learnt
