"""Keep, export, forget: each entry by itself, and a person in one step."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest

from homing.companion import Desk, NotFound, entries, exchange, forgetting, holds, memories, moments, names
from homing.record import (
    About,
    Anchor,
    Anchoring,
    Channel,
    Danger,
    FeltState,
    FuzzyDate,
    Helped,
    LivedTime,
    Look,
    Memory,
    Moment,
    Need,
    Opening,
    Outcome,
    Pause,
    Person,
    Record,
    Settling,
    Telling,
    Terms,
    Window,
    WindowSeen,
)
from tests.desks import Clock, contents, everything_written, keep, new_desk, put

LOOK = UUID(int=0x74)
WINDOW = Window(id=UUID(int=0x72), label="worries", about=About.TOPIC, opening=Opening.HALF, why="slowly")
NEED = Need(id=UUID(int=0x73), label="an hour alone", will="I will go out")
STONE = Anchor(id=UUID(int=0x75), label="a stone", kind=Anchoring.SENSATION, words="turn it over")
OLD = Memory(id=UUID(int=0x71), label="the cellar", about=FuzzyDate("1999"), alarm=9)


def look_at(moment: Moment) -> Look:
    """A look that began from this moment, at its first cue."""
    return Look(id=LOOK, when=moment.when, cue=moment.cues[0].cue, moment=moment.id, words="older than they are")


def settling_of(moment: Moment) -> tuple[Settling, Pause, Terms]:
    """A try with the stone, a pause, and terms, with whoever was there in the moment."""
    who, when = moment.people, moment.when
    return (
        Settling(id=UUID(int=0x76), when=when, anchor=STONE.id, helped=Helped.YES, people=who, note="slowly"),
        Pause(id=UUID(int=0x77), back=when, people=who),
        Terms(id=UUID(int=0x78), people=who, sentence="I will be back"),
    )


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
    """Every kind of entry goes into the bin, comes back, and is forgotten for good."""
    memories.add(desk, OLD)
    kept = keep(desk, "Plover", cues=("a sigh",))
    put(desk, WINDOW, replace(NEED, window=WINDOW.id), look_at(kept), STONE, *settling_of(kept))
    settled = [STONE.id, *(one.id for one in settling_of(kept))]
    ids = [NEED.id, WINDOW.id, LOOK, *settled, kept.id, OLD.id, moments.check_in(desk, FeltState.SETTLED).id]
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
    assert (going.in_words, going.elsewhere, going.held) == (1, 0, True)
    assert (going.windows, going.needs, going.settling, going.terms) == (0, 0, 0, 0)
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


@pytest.mark.care("C12")
@pytest.mark.care("C25")
@pytest.mark.parametrize("about", [About.TOUCH, About.MONEY])
def test_a_touch_or_money_window_is_copied_for_nobody(desk: Desk, other_desk: Desk, about: About) -> None:
    """Neither by itself nor with an entry that names it; the full export, which is the owner's own, holds it."""
    window = replace(WINDOW, about=about, label="CANARY")
    put(desk, window, replace(NEED, window=window.id))
    kept = keep(desk, "Plover", windows=(WindowSeen(window=window.id, opening=Opening.HALF),))
    assert entries.look(desk, window.id).stays is entries.Stays.NEVER_CONSENT
    with pytest.raises(entries.StaysHere) as refused:
        entries.export(desk, window.id)
    assert refused.value.why is entries.Stays.NEVER_CONSENT
    for one in (NEED.id, kept.id):
        assert entries.look(desk, one).stays is None
        lines = list(entries.export(desk, one))
        assert b"CANARY" not in b"".join(lines)
        assert str(window.id).encode() not in b"".join(lines)
        assert exchange.import_jsonl(desk, lines).faults == ()
        assert exchange.import_jsonl(other_desk, lines).faults == ()
    assert b"CANARY" in b"".join(exchange.export_jsonl(desk))


@pytest.mark.care("C25")
@pytest.mark.care("C21")
def test_copies_of_a_window_a_need_and_a_look_tell_no_other_entry(desk: Desk, other_desk: Desk) -> None:
    """A copy holds bare names, of a window too, and can be taken in elsewhere, and here again without a change."""
    kept = keep(desk, "Plover", cues=("a sigh",), note="CANARY")
    plover = kept.people[0]
    told = (Telling(when=kept.when, to=plover),)
    put(desk, replace(WINDOW, people=(plover,)), replace(NEED, window=WINDOW.id, tellings=told), look_at(kept))
    before = contents(desk)
    for one, count in ((NEED.id, 3), (LOOK, 2), (WINDOW.id, 2)):
        lines = list(entries.export(desk, one))
        assert len(lines) - 1 == count
        assert b"CANARY" not in b"".join(lines)
        assert (b'"why"' in b"".join(lines)) is (one == WINDOW.id)
        assert exchange.import_jsonl(desk, lines).faults == ()
        assert contents(desk) == before
    assert exchange.import_jsonl(other_desk, entries.export(desk, NEED.id)).added == 3
    (window,) = other_desk.vault.read(lambda rows: rows.all(Window))
    assert (window.opening, window.label) == (Opening.CLOSED, "worries")


@pytest.mark.care("C25")
def test_no_copy_of_what_is_about_something_in_the_bin(desk: Desk, other_desk: Desk) -> None:
    """A look at a removed cue and a window for a removed person stay at home, also from exports and where named."""
    kept = keep(desk, "Plover", cues=("a sigh",))
    put(desk, replace(WINDOW, people=kept.people), replace(NEED, window=WINDOW.id), look_at(kept))
    kept = moments.keep(desk, replace(kept, windows=(WindowSeen(window=WINDOW.id, opening=Opening.HALF),)))
    names.remove(desk, kept.people[0])
    names.remove(desk, kept.cues[0].cue)
    for one in (LOOK, WINDOW.id):
        assert entries.look(desk, one).stays is entries.Stays.IN_BIN
        with pytest.raises(entries.StaysHere):
            entries.export(desk, one)
    files = [list(entries.export(desk, one)) for one in (NEED.id, kept.id)] + [list(exchange.export_jsonl(desk))]
    for lines in files:
        assert b"worries" not in b"".join(lines)
        assert str(LOOK).encode() not in b"".join(lines)
        for where in (desk, other_desk):
            assert exchange.import_jsonl(where, lines).faults == ()
    table = exchange.export_csv(desk)
    assert str(WINDOW.id) not in table
    assert other_desk.vault.read(lambda rows: rows.all(Need)) == [NEED]


@pytest.mark.care("C12")
def test_a_window_is_removed_closed_and_its_history_ends_closed(desk: Desk, clock: Clock) -> None:
    """The bin gives a window back closed, and one whose time is over is told as closed in its history and its copy."""
    until = LivedTime.at(clock() + timedelta(hours=1), "UTC")
    put(desk, WINDOW, replace(WINDOW, id=LOOK, until=until))
    entries.remove(desk, WINDOW.id)
    moments.restore(desk, WINDOW.id)
    clock.forward(hours=2)
    for one in (WINDOW.id, LOOK):
        newest = entries.look(desk, one).versions[0].record
        assert isinstance(newest, Window)
        assert newest.opening is Opening.CLOSED
        assert b'"opening"' not in b"".join(entries.export(desk, one))


@pytest.mark.care("C24")
@pytest.mark.parametrize("with_entries", [False, True])
def test_what_names_a_forgotten_person_in_the_bubble(desk: Desk, *, with_entries: bool) -> None:
    """A window for them alone goes and is counted before; needs stay without them; own words with the name are told."""
    kept = keep(desk, "Plover", "Heron")
    plover, heron = kept.people
    alone, shared, circle = (
        replace(WINDOW, id=UUID(int=0x80), people=(plover,), why="because of Plover"),
        replace(WINDOW, id=UUID(int=0x81), people=(plover, heron), why="Plover and Heron"),
        replace(WINDOW, id=UUID(int=0x82), people=(plover,), circle="the choir"),
    )
    put(desk, alone, shared, circle, replace(NEED, people=(heron,), tellings=(Telling(when=kept.when, to=plover),)))
    put(desk, replace(NEED, id=UUID(int=0x83), will="I will ring Plover"), replace(NEED, id=UUID(int=0x84)))
    put(desk, replace(OLD, note="as with PLOVER"))
    entries.remove(desk, alone.id)
    going = forgetting.what_goes(desk, plover)
    assert (going.windows, going.needs, going.elsewhere) == (1, 1, 3)
    forgetting.forget_person(desk, plover, with_entries=with_entries)
    assert str(plover) not in everything_written(desk, but=("tombstone",))
    assert alone.id in contents(desk)[2]
    windows = {one.id: one for one in desk.vault.read(lambda rows: rows.all(Window))}
    assert windows.keys() == {shared.id, circle.id}
    assert (windows[shared.id].people, windows[shared.id].opening) == ((heron,), Opening.HALF)
    assert (windows[circle.id].people, windows[circle.id].opening) == ((), Opening.HALF)
    assert len(desk.vault.read(lambda rows: rows.all(Need))) == 3


@pytest.mark.care("C24")
def test_windows_and_looks_of_the_forgotten_do_not_come_back_by_an_import(desk: Desk) -> None:
    """From an old file, a window for a forgotten person alone and a look at a forgotten cue stay out."""
    kept = keep(desk, "Plover", cues=("a sigh",))
    old = list(exchange.export_jsonl(desk))
    put(desk, replace(WINDOW, people=kept.people), replace(NEED, window=WINDOW.id), look_at(kept))
    moments.keep(desk, replace(kept, windows=(WindowSeen(window=WINDOW.id, opening=Opening.HALF),)))
    newer = list(exchange.export_jsonl(desk))
    assert len(newer) == len(old) + 3
    for gone in (kept.people[0], kept.cues[0].cue):
        names.forget(desk, gone, with_moments=True)
    stones = {*kept.people, kept.cues[0].cue}
    fresh = new_desk()
    put(fresh, *(Person(id=one, label="x") for one in stones))
    for one in stones:
        names.forget(fresh, one, with_moments=False)
    for where in (desk, fresh):
        assert exchange.import_jsonl(where, newer).faults == ()
        written = everything_written(where, but=("tombstone",))
        assert not [one for one in (*stones, WINDOW.id, LOOK) if str(one) in written]
    fresh.vault.close()


@pytest.mark.care("C25")
@pytest.mark.care("C21")
def test_a_copy_of_a_try_tells_the_anchor_by_name_alone(desk: Desk, other_desk: Desk) -> None:
    """It holds the try, the nickname and what the anchor is called; neither what one does with it nor who it is."""
    kept = keep(desk, "Plover")
    tried, pause, terms = settling_of(kept)
    put(desk, replace(STONE, words="CANARY", person=kept.people[0]), tried, pause, terms)
    before = contents(desk)
    for one, count in ((tried, 3), (pause, 2), (terms, 2), (STONE, 2)):
        lines = list(entries.export(desk, one.id))
        assert len(lines) - 1 == count
        assert (b"CANARY" in b"".join(lines)) is (one is STONE)
        assert exchange.import_jsonl(desk, lines).faults == ()
        assert contents(desk) == before
    assert entries.look(desk, tried.id).called == {STONE.id: "a stone"}
    assert entries.look(desk, pause.id).called == {}
    assert exchange.import_jsonl(other_desk, entries.export(desk, tried.id)).added == 3
    (stone,) = other_desk.vault.read(lambda rows: rows.all(Anchor))
    assert (stone.label, stone.kind, stone.words, stone.person) == ("a stone", Anchoring.SENSATION, "", None)


@pytest.mark.care("C25")
def test_a_forgotten_anchor_leaves_the_tries_without_it(desk: Desk) -> None:
    """The try stays with what it did, in every form it had, and does not name the anchor."""
    tried, *_ = settling_of(keep(desk, "Plover"))
    put(desk, STONE, tried)
    entries.forget(desk, STONE.id)
    assert str(STONE.id) not in everything_written(desk, but=("tombstone",))
    assert desk.vault.read(lambda rows: rows.all(Settling)) == [replace(tried, anchor=None)]


@pytest.mark.care("C24")
@pytest.mark.parametrize("with_entries", [False, True])
def test_what_names_a_forgotten_person_in_settling(desk: Desk, *, with_entries: bool) -> None:
    """Anchors, tries and pauses are counted and stay without them or go; terms with them alone go in any case."""
    kept = keep(desk, "Plover", "Heron")
    plover, heron = kept.people
    tried, pause, terms = settling_of(replace(kept, people=(plover,)))
    alone = replace(terms, id=UUID(int=0x90), people=(heron,))
    both = replace(terms, id=UUID(int=0x91), people=(plover, heron), place="where Plover is not")
    named = replace(STONE, person=plover)
    other = replace(tried, id=UUID(int=0x92), people=(heron,), note="without Plover")
    everything: tuple[Record, ...] = (named, tried, other, pause, terms, alone, both)
    put(desk, *everything)
    entries.remove(desk, terms.id)
    entries.remove(desk, pause.id)
    going = forgetting.what_goes(desk, plover)
    assert (going.settling, going.terms, going.elsewhere) == (3, 1, 2)
    forgetting.forget_person(desk, plover, with_entries=with_entries)
    written = everything_written(desk, but=("tombstone",))
    assert str(plover) not in written
    assert (str(named.id) in written) is not with_entries
    assert desk.vault.read(lambda rows: rows.all(Terms)) == [alone, replace(both, people=(heron,))]
    stays: list[Settling] = [replace(other, anchor=None)] if with_entries else [replace(tried, people=()), other]
    assert desk.vault.read(lambda rows: rows.all(Settling)) == stays
    assert desk.vault.read(lambda rows: rows.all(Anchor)) == ([] if with_entries else [STONE])
    assert desk.vault.read(lambda rows: rows.all(Pause, live=False)) == (
        [] if with_entries else [replace(pause, people=())]
    )
    assert terms.id in contents(desk)[2]
