"""Forgetting someone, in one step, leaves no trace but a tombstone."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

import pytest

from homing.companion import Desk, NotFound, exchange, holds, moments, names, readings
from homing.record import CueSeen, Moment, Outcome, Person, Safe
from tests.desks import contents, everything_written, keep, put

pytestmark = pytest.mark.care("C24")


def a_life_with(desk: Desk) -> tuple[UUID, UUID, list[Moment]]:
    """Two people in live, changed, removed and no longer naming moments; one has another name, merged."""
    told = [
        keep(desk, "CANARY Sam", "Noor", cues=("louder",), place="kitchen", note="one", safe=Safe.NO),
        keep(desk, "CANARY Sammy", note="two", outcome=Outcome.CARE),
        keep(desk, "Noor", note="three", outcome=Outcome.CARE),
        keep(desk, "CANARY Sam", note="four"),
        keep(desk, "CANARY Sam", "Noor", note="five"),
    ]
    sam, noor = told[0].people
    moments.remove(desk, told[3].id)
    moments.keep(desk, replace(told[4], people=(noor,)))
    names.merge(desk, told[1].people[0], sam)
    names.change(desk, Person(id=sam, label="CANARY S."))
    holds.lift_hold(desk, noor)
    desk.mind.expect(desk.ambient.now())
    return sam, noor, told


@pytest.mark.parametrize("under", ["own", "other"])
def test_forgotten_with_the_moments(desk: Desk, under: str) -> None:
    """Under any of the names: the person, all names, and every moment in which they are, in the bin too."""
    sam, noor, told = a_life_with(desk)
    sammy = told[1].people[0]
    assert names.forget(desk, sam if under == "own" else sammy, with_moments=True) == 3
    left = everything_written(desk, but=("tombstone",))
    assert "CANARY" not in left
    assert not [one for one in (sam, sammy, told[0].id, told[1].id, told[3].id) if str(one) in left]
    assert set(contents(desk)[2]) == {sam, sammy, told[0].id, told[1].id, told[3].id}
    assert moments.find(desk, told[2].id) == told[2]
    assert [
        revision.record.people for revision in moments.history(desk, told[4].id) if isinstance(revision.record, Moment)
    ] == [
        (noor,),
        (noor,),
    ]


@pytest.mark.parametrize("from_bin", [False, True])
def test_forgotten_while_the_moments_stay(desk: Desk, from_bin: bool) -> None:
    """The moments stay without them, in every earlier form too; also when forgotten from the bin."""
    sam, noor, told = a_life_with(desk)
    if from_bin:
        names.remove(desk, sam)
        moments.forget(desk, sam)
    else:
        assert names.forget(desk, sam, with_moments=False) == 3
    left = everything_written(desk, but=("tombstone",))
    assert "CANARY" not in left
    assert str(sam) not in left
    assert str(told[1].people[0]) not in left
    assert moments.find(desk, told[0].id) == replace(told[0], people=(noor,))
    assert moments.find(desk, told[1].id) == replace(told[1], people=())
    live, binned, _ = contents(desk)
    assert len([record for record in live if isinstance(record, Moment)]) == 4
    assert binned == [replace(told[3], people=())]
    assert moments.history(desk, told[0].id)[0].record == replace(told[0], people=(noor,))
    moments.restore(desk, told[3].id)
    assert len(desk.vault.read(lambda rows: rows.facts(people=[noor]))) == 3
    assert desk.vault.read(lambda rows: rows.facts(people=[sam])) == []
    assert sam not in desk.vault.read(lambda rows: rows.tallies())[0]


@pytest.mark.parametrize("with_moments", [False, True])
def test_a_cue_is_forgotten_as_cue_and_as_place(desk: Desk, with_moments: bool) -> None:
    """A cue leaves the cues and the settings of moments, or takes them along."""
    one = keep(desk, "Sam", cues=("CANARY",))
    cue = one.cues[0].cue
    two = moments.keep(desk, replace(keep(desk, "Sam", cues=("louder",)), setting=cue))
    moments.remove(desk, keep(desk, cues=("CANARY",)).id)
    moments.remove(desk, moments.keep(desk, replace(keep(desk), setting=cue)).id)
    assert names.forget(desk, cue, with_moments=with_moments) == 4
    assert len(contents(desk)[1]) == (0 if with_moments else 2)
    left = everything_written(desk, but=("tombstone",))
    assert "CANARY" not in left
    assert str(cue) not in left
    if not with_moments:
        assert moments.find(desk, one.id).cues == ()
        assert moments.find(desk, two.id) == replace(two, setting=None)


def test_a_forgotten_moment_leaves_the_lists_of_lifted_holds(desk: Desk) -> None:
    """The id of a dangerous moment does not stay behind with the person for whom the hold was lifted."""
    moment = keep(desk, "Sam", safe=Safe.NO)
    holds.lift_hold(desk, moment.people[0])
    moments.forget(desk, moment.id)
    assert str(moment.id) not in everything_written(desk, but=("tombstone",))


def test_nothing_that_was_learnt_stays(desk: Desk) -> None:
    """After forgetting, a reading with the id is that of a stranger."""
    sam, _, told = a_life_with(desk)
    names.forget(desk, sam, with_moments=False)
    found = readings.read(desk, people=[sam], cues=[CueSeen(cue=told[0].cues[0].cue)])
    assert all(not tally.facts for tally in found.tallies)
    assert not found.held


def test_the_forgotten_do_not_come_back_by_an_import(desk: Desk) -> None:
    """An old export brings back neither the person nor a mention of them, however often it is taken in."""
    sam, _, told = a_life_with(desk)
    old = list(exchange.export_jsonl(desk))
    names.forget(desk, sam, with_moments=False)
    before = contents(desk)
    for _ in range(2):
        done = exchange.import_jsonl(desk, old)
        assert (done.refused, done.added, done.forgotten) == (False, 0, 2)
    assert contents(desk) == before
    assert str(sam) not in everything_written(desk, but=("tombstone",))
    assert moments.find(desk, told[1].id).people == ()


def test_a_long_life_together_is_forgotten_in_one_step(desk: Desk) -> None:
    """However many moments there are, one step is enough."""
    sam = names.add_person(desk, "Sam").id
    when = desk.ambient.lived_now()
    put(desk, *(Moment(id=UUID(int=number), when=when, people=(sam,)) for number in range(1500)))
    assert names.forget(desk, sam, with_moments=True) == 1500
    assert contents(desk)[:2] == ([], [])


def test_nobody_cannot_be_forgotten(desk: Desk) -> None:
    """Who is not here, and what is no person and no cue, is not forgotten by name."""
    moment = keep(desk, "Sam")
    for one in (UUID(int=99), moment.id):
        with pytest.raises(NotFound):
            names.forget(desk, one, with_moments=False)
    names.forget(desk, moment.people[0], with_moments=False)
    with pytest.raises(NotFound):
        names.forget(desk, moment.people[0], with_moments=True)
