"""Keep, export, forget: each entry by itself, and a person in one step."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

import pytest

from homing.companion import Desk, NotFound, entries, exchange, forgetting, holds, memories, moments, names
from homing.record import Channel, Danger, FeltState, FuzzyDate, Memory, Moment, Outcome, Person
from tests.desks import Clock, contents, everything_written, keep, put

OLD = Memory(id=UUID(int=0x71), label="the cellar", about=FuzzyDate("1999"), alarm=9)


@pytest.mark.care("C25")
def test_an_entry_keeps_its_history(desk: Desk, clock: Clock) -> None:
    """Every form is there with its time, the newest first."""
    kept = keep(desk, "Plover", note="the first words")
    clock.forward(hours=1)
    moments.keep(desk, replace(kept, note="the second words"))
    told = entries.look(desk, kept.id)
    assert [version.change for version in told.versions] == ["changed", "created"]
    assert [version.record.note for version in told.versions if isinstance(version.record, Moment)] == [
        "the second words",
        "the first words",
    ]
    assert told.versions[0].at.utc == clock().replace(second=0)


@pytest.mark.care("C25")
@pytest.mark.care("C21")
def test_an_exported_entry_holds_itself_and_bare_names(desk: Desk, other_desk: Desk) -> None:
    """It can be taken in elsewhere, and here again without a change; a note about a person does not go along."""
    kept = keep(desk, "Plover", cues=("a sigh",), place="the landing", outcome=Outcome.OKAY, danger=(Danger.FORCED,))
    keep(desk, "Heron")
    plover = next(one for one in contents(desk)[0] if isinstance(one, Person) and one.label == "Plover")
    names.change(desk, replace(plover, note="what I know of them", known_since=FuzzyDate("2019")))
    holds.lift_hold(desk, plover.id)
    lines = list(entries.export(desk, kept.id))
    text = b"".join(lines).decode()
    assert "Plover" in text
    assert "Heron" not in text
    assert "what I know" not in text
    before = contents(desk)
    assert exchange.import_jsonl(desk, lines).faults == ()
    assert contents(desk) == before
    assert exchange.import_jsonl(other_desk, lines).added == len(lines) - 1
    assert other_desk.vault.read(lambda rows: holds.held(rows, plover.id))


@pytest.mark.care("C25")
def test_what_lies_in_the_bin_stays_at_home(desk: Desk) -> None:
    """An export of an entry does not name someone who was removed."""
    kept = keep(desk, "Plover", "Heron")
    names.remove(desk, kept.people[0])
    text = b"".join(entries.export(desk, kept.id)).decode()
    assert "Plover" not in text
    assert str(kept.people[0]) not in text


@pytest.mark.care("C25")
def test_each_kind_of_entry_is_removed_and_forgotten(desk: Desk) -> None:
    """A moment, an older thing and a check-in go into the bin, come back, and are forgotten for good."""
    memories.add(desk, OLD)
    ids = [keep(desk, "Plover").id, OLD.id, moments.check_in(desk, FeltState.SETTLED).id]
    for one in ids:
        entries.remove(desk, one)
        with pytest.raises(NotFound):
            entries.look(desk, one)
        moments.restore(desk, one)
        assert entries.look(desk, one).versions[0].change == "restored"
        entries.forget(desk, one)
        for ask in (entries.look, entries.remove, entries.forget, entries.export):
            with pytest.raises(NotFound):
                ask(desk, one)
        assert str(one) not in everything_written(desk, but=("tombstone",))


@pytest.mark.care("C25")
def test_a_person_is_no_entry(desk: Desk) -> None:
    """There is no export about one other person (care rule 21)."""
    kept = keep(desk, "Plover")
    with pytest.raises(NotFound):
        entries.export(desk, kept.people[0])


@pytest.mark.care("C24")
@pytest.mark.parametrize("with_entries", [False, True])
def test_a_person_is_forgotten_in_one_step(desk: Desk, *, with_entries: bool) -> None:
    """Under every name, from moments, older things and the bin; what is to stay stays without them."""
    first = keep(desk, "Plover", "Heron", note="Plover was early", danger=(Danger.FOLLOWED,), days=3)
    binned = keep(desk, "Pl.", days=4)
    elsewhere = keep(desk, "Heron", days=5)
    plover, also = first.people[0], binned.people[0]
    put(desk, replace(OLD, people=(plover,)))
    names.merge(desk, also, plover)
    moments.remove(desk, binned.id)
    going = forgetting.what_goes(desk, also)
    assert (going.person.label, [one.label for one in going.other_names]) == ("Plover", ["Pl."])
    assert (going.moments, going.shared, going.dangerous, going.memories) == (2, 1, 1, 1)
    assert (going.in_words, going.held) == (1, True)
    forgetting.forget_person(desk, plover, with_entries=with_entries)
    written = everything_written(desk, but=("tombstone",))
    assert str(plover) not in written
    assert str(also) not in written
    assert ("the cellar" in written) is not with_entries
    assert (str(first.id) in written) is (str(binned.id) in written) is not with_entries
    assert str(elsewhere.id) in written
    assert set(contents(desk)[2]) >= {plover, also}
    with pytest.raises(NotFound):
        forgetting.what_goes(desk, plover)
    with pytest.raises(NotFound):
        forgetting.forget_person(desk, plover, with_entries=False)


@pytest.mark.care("C24")
def test_a_cue_is_no_person(desk: Desk) -> None:
    """Only a person is forgotten as a person."""
    cue = names.add_cue(desk, "a sigh", Channel.VOICE)
    with pytest.raises(NotFound):
        forgetting.what_goes(desk, cue.id)
