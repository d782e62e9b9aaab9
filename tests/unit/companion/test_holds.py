"""A danger mark puts a hold on everyone who was there, until the owner lifts it, and nobody else can."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from homing.companion import Desk, NotFound, exchange, expectations, holds, moments, names, pages, readings
from homing.record import Danger, Moment, Outcome, Person, Safe
from tests.desks import NOW, keep, put

pytestmark = pytest.mark.care("C2")


def held(desk: Desk, *people: UUID) -> list[bool]:
    """Whether a hold stands on each; the list of held people says the same."""
    told = desk.vault.read(lambda rows: [holds.held(rows, one) for one in people])
    everyone = desk.vault.read(holds.held_people)
    follow = desk.vault.read(names.book).follow
    assert told == [follow.canonical(one) in everyone for one in people]
    return told


def dangerous(desk: Desk, *people: str) -> Moment:
    """A dangerous moment, long enough ago that readings are not quiet."""
    return keep(desk, *people, days=30, safe=Safe.NO)


@pytest.mark.parametrize("mark", [{"safe": Safe.NO}, *({"danger": (danger,)} for danger in Danger)], ids=str)
def test_every_danger_mark_raises_it(desk: Desk, mark: dict[str, Any]) -> None:
    """Each mark puts a hold on everyone in the moment, and on nobody else."""
    moment = keep(desk, "Sam", "Noor", **mark)
    other = keep(desk, "Robin")
    assert held(desk, *moment.people, *other.people) == [True, True, False]


def test_hurt_is_not_danger(desk: Desk) -> None:
    """Hurt, fright and being unsure are outcomes; the hold comes from the mark."""
    hurt = keep(desk, "Sam", outcome=Outcome.FRIGHTENED, safe=Safe.NOT_SURE)
    assert held(desk, *hurt.people) == [False]


def test_the_owner_lifts_it_and_a_new_dangerous_moment_raises_it_again(desk: Desk) -> None:
    """Lifting holds for the moments that are there; the next one raises the hold again."""
    sam = dangerous(desk, "Sam").people[0]
    holds.lift_hold(desk, sam)
    assert held(desk, sam) == [False]
    dangerous(desk, "Sam")
    assert held(desk, sam) == [True]


def test_lifting_is_for_one_person(desk: Desk) -> None:
    """Of two who were there, the hold on the other stands."""
    sam, noor = dangerous(desk, "Sam", "Noor").people
    holds.lift_hold(desk, sam)
    assert held(desk, sam, noor) == [False, True]


def test_nobody_has_no_hold_to_lift(desk: Desk) -> None:
    """Lifting for someone who is not here says so."""
    with pytest.raises(NotFound):
        holds.lift_hold(desk, UUID(int=99))
    assert held(desk, UUID(int=99)) == [False]


def test_a_new_mark_on_an_old_moment_raises_it_again(desk: Desk) -> None:
    """After lifting, a further danger mark on the same moment is a new danger; other changes are not."""
    moment = dangerous(desk, "Sam", "Noor")
    sam, noor = moment.people
    holds.lift_hold(desk, sam)
    holds.lift_hold(desk, noor)
    moments.keep(desk, replace(moment, note="more"))
    assert held(desk, sam, noor) == [False, False]
    moments.keep(desk, replace(moment, danger=(Danger.FOLLOWED,)))
    assert held(desk, sam, noor) == [True, True]


def test_a_mark_taken_off_and_put_on_again_is_new(desk: Desk) -> None:
    """The owner may take a mark back, which ends the hold; marking again raises it, also after lifting."""
    moment = dangerous(desk, "Sam")
    holds.lift_hold(desk, moment.people[0])
    moments.keep(desk, replace(moment, safe=None))
    assert held(desk, *moment.people) == [False]
    moments.keep(desk, moment)
    assert held(desk, *moment.people) == [True]


def test_who_is_added_to_a_dangerous_moment_is_held(desk: Desk) -> None:
    """Remembering later who else was there puts the hold on them, too."""
    moment = dangerous(desk, "Sam")
    robin = names.add_person(desk, "Robin").id
    moments.keep(desk, replace(moment, people=(*moment.people, robin)))
    assert held(desk, robin) == [True]


def test_removing_the_moment_does_not_lift_it(desk: Desk) -> None:
    """Neither in the bin nor restored does the moment let go of the hold; forgetting it for good does."""
    moment = dangerous(desk, "Sam")
    moments.remove(desk, moment.id)
    assert held(desk, *moment.people) == [True]
    moments.restore(desk, moment.id)
    assert held(desk, *moment.people) == [True]
    moments.forget(desk, moment.id)
    assert held(desk, *moment.people) == [False]


def test_renaming_and_the_bin_do_not_lift_it(desk: Desk) -> None:
    """A new label, and being removed and restored, change nothing about the hold."""
    sam = dangerous(desk, "Sam").people[0]
    names.change(desk, Person(id=sam, label="S."))
    assert held(desk, sam) == [True]
    names.remove(desk, sam)
    assert held(desk, sam) == [True]
    moments.restore(desk, sam)
    holds.lift_hold(desk, sam)
    names.remove(desk, sam)
    assert held(desk, sam) == [False]


def test_merged_names_share_it(desk: Desk) -> None:
    """A hold on either is a hold on both; taken apart again, each has its own."""
    sam, robin = dangerous(desk, "Sam").people[0], names.add_person(desk, "Robin").id
    for one, into in ((sam, robin), (robin, sam)):
        names.merge(desk, one, into)
        assert held(desk, sam, robin) == [True, True]
        names.unmerge(desk, one)
        assert held(desk, sam, robin) == [True, False]


def test_lifting_goes_for_all_names(desk: Desk) -> None:
    """Lifted for merged names it is lifted for each, also after the merge is taken back."""
    sam, sammy = dangerous(desk, "Sam").people[0], dangerous(desk, "Sammy").people[0]
    names.merge(desk, sammy, sam)
    holds.lift_hold(desk, sammy)
    assert held(desk, sam, sammy) == [False, False]
    names.unmerge(desk, sammy)
    assert held(desk, sam, sammy) == [False, False]


def test_merging_into_someone_it_was_lifted_for_lifts_nothing(desk: Desk) -> None:
    """Both were in one dangerous moment and it was lifted for one: merging leaves the hold on the other up."""
    sam, noor = dangerous(desk, "Sam", "Noor").people
    holds.lift_hold(desk, sam)
    names.merge(desk, noor, sam)
    assert held(desk, sam, noor) == [True, True]
    names.unmerge(desk, noor)
    assert held(desk, sam, noor) == [False, True]


def test_forgetting_one_person_leaves_the_hold_on_another(desk: Desk) -> None:
    """Who else was in a dangerous moment stays held when one of them is forgotten and the moment is kept."""
    sam, noor = dangerous(desk, "Sam", "Noor").people
    names.forget(desk, sam, with_moments=False)
    assert held(desk, noor) == [True]


def test_an_imported_dangerous_moment_raises_it(desk: Desk, other_desk: Desk) -> None:
    """A hold comes with the moments of a file, and what another file says was lifted lifts nothing here."""
    moment = dangerous(other_desk, "Sam")
    lines = list(exchange.export_jsonl(other_desk))
    exchange.import_jsonl(desk, lines)
    sam = moment.people[0]
    assert held(desk, sam) == [True]
    holds.lift_hold(other_desk, sam)
    told = exchange.import_jsonl(desk, exchange.export_jsonl(other_desk))
    assert told.refused
    assert held(desk, sam) == [True]


def test_an_imported_alias_cannot_lift_it(desk: Desk, other_desk: Desk) -> None:
    """A new name in a file, merged into someone here and full of lifted moments, leaves the hold up."""
    moment = dangerous(desk, "Sam")
    sam = moment.people[0]
    exchange.import_jsonl(other_desk, exchange.export_jsonl(desk))
    put(other_desk, Person(id=UUID(int=7), label="S", merged_into=sam, lifted=(moment.id,)))
    assert exchange.import_jsonl(desk, exchange.export_jsonl(other_desk)).added == 1
    assert held(desk, sam, UUID(int=7)) == [True, True]


def test_a_hold_shows_in_readings_and_pages(desk: Desk) -> None:
    """While it stands there is no estimate with this person, alone or among others; counts stay; lifted, it is back."""
    moment = dangerous(desk, "Sam")
    sam, noor = moment.people[0], names.add_person(desk, "Noor").id
    for people in ([sam], [noor, sam]):
        told = readings.read(desk, people=people)
        assert (told.held, bool(told.counts), bool(told.estimates)) == (True, True, False)
        assert expectations.expect(desk, people=people)[1] is None
    assert pages.person(desk, sam).held
    holds.lift_hold(desk, sam)
    told = readings.read(desk, people=[sam])
    assert not told.held
    assert told.estimates
    assert expectations.expect(desk, people=[sam])[1] is not None
    assert not pages.person(desk, sam).held
    assert expectations.expect(desk, people=[sam], moment=moment)[1] is None


@pytest.mark.care("C2")
@pytest.mark.parametrize(
    ("theirs", "others", "held"),
    [
        ((20, 21), (), True),
        ((20, 21), (22, 23, 24), False),
        ((20, 21), (200, 201, 202), True),
        ((200,), (20, 201), False),
    ],
)
def test_a_cue_that_is_mostly_theirs_is_held_with_them(
    desk: Desk, theirs: tuple[int, ...], others: tuple[int, ...], *, held: bool
) -> None:
    """Half or more of its moments with someone, ever or of late: then neither cue nor place foretells anything."""
    keep(desk, "Heron", days=9, danger=(Danger.THREATENED,))
    for who, days in (("Heron", theirs), ("Plover", others)):
        for day in days:
            told = keep(desk, who, cues=("a sigh",), place="the landing", days=day, alarm=7, outcome=Outcome.HURT)
    assert told.setting is not None
    # The mark above was written down just now; its day of quiet has to pass.
    desk = Desk(desk.vault, replace(desk.ambient, now=lambda: NOW + timedelta(days=2)))
    for cue in (told.cues[0].cue, told.setting):
        assert (expectations.over_time(desk, cue)[1] is None) is held
    assert (expectations.expect(desk, cues=told.cues)[1] is None) is held
    assert readings.read(desk, cues=told.cues, setting=told.setting).held is held


def test_a_held_person_in_the_bin_is_met_again_by_name(desk: Desk) -> None:
    """Whoever types the name again means the same person, hold and all; one without a hold, or with it lifted, stays
    in the bin, and the name is a new person's.
    """
    heron, alias = dangerous(desk, "Heron").people[0], names.add_person(desk, "H. at work").id
    plover = keep(desk, "Plover").people[0]
    names.merge(desk, alias, heron)
    for one in (heron, plover):
        names.remove(desk, one)
    assert names.add_person(desk, "h. at work ").id == heron
    assert held(desk, heron, alias) == [True, True]
    assert names.add_person(desk, "H. at work").id == heron
    names.remove(desk, heron)
    assert names.add_person(desk, "heron").id == heron
    assert names.add_person(desk, "Plover").id != plover
    holds.lift_hold(desk, heron)
    names.remove(desk, heron)
    assert names.add_person(desk, "Heron").id != heron
