"""People and cues: found or added by name, renamed, merged and parted, removed, never vanishing."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

import pytest

from homing.companion import Desk, NotFound, moments, names
from homing.record import Channel, Cue, FeltState, Person
from homing.record.forgetting import without
from homing.vault import Rows
from tests.desks import keep, put

A, B, C, D = (UUID(int=number) for number in (10, 11, 12, 13))


def known(desk: Desk) -> names.Book:
    """The names as they stand."""
    return desk.vault.read(names.book)


def labels(desk: Desk) -> list[str]:
    """Everyone on the list of people."""
    return [person.label for person in known(desk).people]


@pytest.mark.parametrize("label", ["Sam", " Sam ", "sam", "SAM\t", "\u2003sAm"])
def test_a_person_is_found_by_name(desk: Desk, label: str) -> None:
    """Blanks around a name and capitals make no difference."""
    assert names.add_person(desk, "Sam ") == names.add_person(desk, label)
    assert labels(desk) == ["Sam"]


def test_capitals_are_compared_as_words_are(desk: Desk) -> None:
    """Letters without a simple small form are the same too, and other names are others."""
    assert names.add_person(desk, "STRAẞE") == names.add_person(desk, "strasse")
    assert names.add_person(desk, "Sam") != names.add_person(desk, "Samu")


@pytest.mark.system("S1")
def test_a_cue_has_its_channel(desk: Desk) -> None:
    """The same words in another channel, or in none, are another cue."""
    told = [names.add_cue(desk, "Louder", channel).id for channel in (Channel.VOICE, Channel.WORDS, None)]
    assert len(set(told)) == 3
    assert names.add_cue(desk, "louder ", Channel.VOICE).id == told[0]


@pytest.mark.system("S1")
@pytest.mark.care("C9")
def test_a_new_cue_has_no_meaning(desk: Desk) -> None:
    """A cue starts as its words and channel, with nothing said of it."""
    cue = names.add_cue(desk, "smiles", Channel.FACE)
    assert cue == Cue(id=cue.id, label="smiles", channel=Channel.FACE)


def test_a_merged_name_finds_whom_it_stands_for(desk: Desk) -> None:
    """Who types a name that was merged means the one it was merged into."""
    sam, sammy = names.add_person(desk, "Sam"), names.add_person(desk, "Sammy")
    names.merge(desk, sammy.id, sam.id)
    assert names.add_person(desk, "sammy") == sam
    names.remove(desk, sam.id)
    assert names.add_person(desk, "sammy").id not in (sam.id, sammy.id)


def test_an_own_name_wins_over_a_merged_one(desk: Desk) -> None:
    """Of two with the same name the one that stands for itself is meant."""
    put(desk, Person(id=A, label="Sam", merged_into=B), Person(id=B, label="Noor"), Person(id=C, label="Sam"))
    assert names.add_person(desk, "Sam").id == C


def test_renaming_keeps_the_id_and_the_history(desk: Desk) -> None:
    """A label is changed, and the earlier one stays in the history; who is not here cannot be changed."""
    sam = names.add_person(desk, "Sam")
    names.change(desk, replace(sam, label="S."))
    told = [revision.record for revision in moments.history(desk, sam.id)]
    assert told == [replace(sam, label="S."), sam]
    with pytest.raises(NotFound):
        names.change(desk, Person(id=A, label="Nobody"))


@pytest.mark.care("C2")
def test_a_change_from_an_old_page_undoes_no_merge_and_lifts_nothing(desk: Desk) -> None:
    """A form filled from an earlier reading changes what it shows and nothing else."""
    old = names.add_person(desk, "Sam")
    into = names.add_person(desk, "Noor")
    names.merge(desk, old.id, into.id)
    names.change(desk, replace(old, note="new", lifted=(D,)))
    stands = desk.vault.read(lambda rows: rows.standing(old.id))
    assert stands == replace(old, note="new", merged_into=into.id)
    cue = names.add_cue(desk, "louder", None)
    names.change(desk, replace(cue, channel=Channel.VOICE, merged_into=D))
    assert desk.vault.read(lambda rows: rows.standing(cue.id)) == replace(cue, channel=Channel.VOICE)


@pytest.mark.system("S1")
def test_a_merge_is_an_alias_and_can_be_taken_back(desk: Desk) -> None:
    """The moments keep their own ids, so that unmerging gives everything back."""
    moment = keep(desk, "Sam", "Sammy")
    sam, sammy = moment.people
    names.merge(desk, sammy, sam)
    book = known(desk)
    assert [person.id for person in book.people] == [sam]
    assert book.person(sammy) == book.person(sam)
    assert moments.find(desk, moment.id) == moment
    names.unmerge(desk, sammy)
    assert [person.id for person in known(desk).people] == [sam, sammy]
    names.unmerge(desk, sammy)
    assert [revision.change for revision in moments.history(desk, sammy)] == ["changed", "changed", "created"]


def test_merges_are_followed_to_their_end(desk: Desk) -> None:
    """Merging into a merged one means the one it stands for; parting the middle takes its own along."""
    put(desk, *(Person(id=one, label=str(one)) for one in (A, B, C)))
    names.merge(desk, B, A)
    names.merge(desk, B, C)
    assert [person.id for person in known(desk).people] == [C]
    names.unmerge(desk, A)
    assert {one: known(desk).by_id[one].id for one in (A, B, C)} == {A: A, B: A, C: C}


def test_what_is_one_already_or_never_can_be_is_not_merged(desk: Desk) -> None:
    """One with itself, under any name, and a person with a cue."""
    put(desk, Person(id=A, label="Sam"), Person(id=B, label="Sammy", merged_into=A), Cue(id=C, label="louder"))
    for one, other in ((A, A), (A, B), (B, A), (A, C), (C, B)):
        with pytest.raises(ValueError, match="cannot be joined"):
            names.merge(desk, one, other)
    with pytest.raises(NotFound):
        names.merge(desk, A, D)
    with pytest.raises(NotFound):
        names.unmerge(desk, D)


def test_a_circle_of_merges_makes_nobody_vanish(desk: Desk) -> None:
    """Whatever got into a vault, everyone is found under somebody who is on the list."""
    put(
        desk,
        Person(id=A, label="Sam", merged_into=B),
        Person(id=B, label="Sammy", merged_into=A),
        Person(id=C, label="S", merged_into=B),
        Person(id=D, label="Noor", merged_into=UUID(int=99)),
    )
    assert [person.id for person in known(desk).people] == [A, D]
    assert {one: known(desk).by_id[one].id for one in (A, B, C, D)} == {A: A, B: A, C: A, D: D}


def test_removing_takes_the_other_names_along(desk: Desk) -> None:
    """Removing under any name removes the one who is meant; restoring brings back all; the moments stay."""
    moment = keep(desk, "Sam", "Sammy")
    sam, sammy = moment.people
    names.merge(desk, sammy, sam)
    names.remove(desk, sammy)
    assert labels(desk) == []
    assert known(desk).by_id[sammy].label == "Sam"
    assert moments.find(desk, moment.id) == moment
    moments.restore(desk, sam)
    assert labels(desk) == ["Sam"]
    with pytest.raises(NotFound):
        names.remove(desk, D)


def test_a_book_tells_people_from_cues(desk: Desk) -> None:
    """An id leads to the person or to the cue that it means, and not to the other kind."""
    put(desk, Person(id=A, label="Sam"), Cue(id=C, label="louder"))
    book = known(desk)
    assert (book.person(A), book.person(C), book.person(D)) == (Person(id=A, label="Sam"), None, None)
    assert (book.cue(C), book.cue(A)) == (Cue(id=C, label="louder"), None)


def test_find_wants_the_right_kind(desk: Desk) -> None:
    """A person is not found as a cue."""
    put(desk, Person(id=A, label="Sam"))

    def look(rows: Rows) -> Person:
        with pytest.raises(NotFound):
            names.find(rows, Cue, A)
        return names.find(rows, Person, A)

    assert desk.vault.read(look).label == "Sam"


def test_records_without_names_in_them_stay_as_they_are(desk: Desk) -> None:
    """Leaving someone out of a record that speaks of nobody gives the same record."""
    check_in = moments.check_in(desk, FeltState.MIXED)
    assert without(check_in, {A}) is check_in
