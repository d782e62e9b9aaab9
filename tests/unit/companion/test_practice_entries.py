"""Entries of practice: their copies, the bin, forgetting, and what becomes of two forms."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

import pytest

from homing.companion import Desk, NotFound, entries, exchange, forgetting, moments, names
from homing.companion.choosing import Side, choose, look, may_be_both
from homing.companion.merging import chosen, guarded, merge
from homing.record import (
    About,
    Answer,
    By,
    CycleMove,
    Early,
    LivedTime,
    Moment,
    Occasion,
    Opening,
    Practised,
    Promise,
    Reassurance,
    Reassured,
    Record,
    Reward,
    Rhythm,
    Ritual,
    Round,
    Space,
    Step,
    Turn,
    Whose,
    Window,
)
from homing.vault.facts import encode
from homing.vault.histories import Form, History
from tests.desks import NOW, ZONE, contents, everything_written, keep, put

WHEN = LivedTime.at(NOW, ZONE)
HUGS = Window(id=UUID(int=0x80), label="hugs", about=About.TOUCH, opening=Opening.AJAR)
TALK = Window(id=UUID(int=0x81), label="worries", about=About.TOPIC, opening=Opening.HALF)
STEP = Step(id=UUID(int=0x82), label="a smile", window=TALK.id, opening=Opening.AJAR, way_out="walk on")
RITUAL = Ritual(id=UUID(int=0x83), label="the door", occasion=Occasion.MEETING, words="there you are", touch="a kiss")
RHYTHM = UUID(int=0x84)
PROMISE = Promise(id=UUID(int=0x85), label="to call", whose=Whose.THEIRS, made=WHEN, note="on Sunday")
SPACE = Space(id=UUID(int=0x86), label="the choir", where="the old school")
REWARD = Reward(id=UUID(int=0x87), when=WHEN, label="sang aloud")
EARLY = Early(id=UUID(int=0x88), when=WHEN, words="Grandmother noticed.", unsure=2)
ROUND = Round(
    id=UUID(int=0x89), when=WHEN, moves=(Turn(by=By.ME, move=CycleMove.PURSUE, words="why again", underneath="alone"),)
)


def practice_with(who: UUID) -> tuple[Practised, ...]:
    """One of each kind, with this person in it wherever there can be someone."""
    return (
        replace(STEP, people=(who,)),
        replace(RITUAL, people=(who,)),
        Rhythm(id=RHYTHM, person=who, days=14),
        replace(PROMISE, person=who),
        replace(SPACE, person=who),
        replace(REWARD, people=(who,)),
        EARLY,
        replace(ROUND, people=(who,)),
    )


@pytest.mark.care("C25")
def test_each_kind_of_practice_is_removed_and_forgotten(desk: Desk) -> None:
    """Each goes into the bin, comes back, and is forgotten for good with every form it had."""
    plover = keep(desk, "Plover").people[0]
    put(desk, TALK, *practice_with(plover))
    for record in practice_with(plover):
        entries.remove(desk, record.id)
        with pytest.raises(NotFound):
            entries.look(desk, record.id)
        moments.restore(desk, record.id)
        assert entries.look(desk, record.id).record == record
        entries.forget(desk, record.id)
        assert str(record.id) not in everything_written(desk, but=("tombstone",))


@pytest.mark.care("C21")
def test_nothing_about_one_person_is_copied_by_itself(desk: Desk) -> None:
    """A promise, a rhythm and a round with someone have no copy, so that no file about them comes together."""
    plover = keep(desk, "Plover").people[0]
    practised = practice_with(plover)
    put(desk, TALK, *practised)
    refused = {record.id for record in practised if isinstance(record, Promise | Rhythm | Round)}
    for record in practised:
        stays = entries.look(desk, record.id).stays
        assert (stays is entries.Stays.ABOUT_SOMEONE) is (record.id in refused)
        if stays is not None:
            with pytest.raises(entries.StaysHere) as told:
                entries.export(desk, record.id)
            assert told.value.why is stays
    whole = b"".join(exchange.export_jsonl(desk))
    assert all(str(record.id).encode() in whole for record in practised)


@pytest.mark.care("C25")
def test_what_is_ones_own_has_a_copy_that_can_come_back(desk: Desk, other_desk: Desk) -> None:
    """A promise or a round with nobody named, and every other entry, is copied with bare names, and known again."""
    plover = keep(desk, "Plover").people[0]
    own = [one for one in practice_with(plover) if not isinstance(one, Promise | Rhythm | Round)]
    put(desk, TALK, *own, PROMISE, ROUND)
    before = contents(desk)
    for record, count in zip([*own, PROMISE, ROUND], (3, 2, 2, 2, 1, 1, 1), strict=True):
        lines = list(entries.export(desk, record.id))
        assert len(lines) - 1 == count
        assert b'"why"' not in b"".join(lines)
        assert exchange.import_jsonl(desk, lines).faults == ()
        assert contents(desk) == before
        assert exchange.import_jsonl(other_desk, lines).faults == ()


@pytest.mark.care("C12")
def test_no_copy_says_yes_to_touch(desk: Desk) -> None:
    """A step through a window about touch has no copy, in the bin or not, and that of a ritual leaves the touch out."""
    put(desk, HUGS, replace(STEP, window=HUGS.id), RITUAL)
    for _ in range(2):
        assert entries.look(desk, STEP.id).stays is entries.Stays.NEVER_CONSENT
        with pytest.raises(entries.StaysHere):
            entries.export(desk, STEP.id)
        if HUGS in contents(desk)[0]:
            entries.remove(desk, HUGS.id)
    copy = list(entries.export(desk, RITUAL.id))
    assert b"there you are" in copy[-1]
    assert b"a kiss" not in copy[-1]
    assert exchange.import_jsonl(desk, copy).faults == ()
    assert desk.vault.read(lambda rows: rows.all(Ritual)) == [RITUAL]


@pytest.mark.care("C25")
def test_a_moment_keeps_what_was_felt_when_its_step_goes(desk: Desk, other_desk: Desk) -> None:
    """A step in the bin is named nowhere outside; a forgotten one leaves the moment, in every form that it had."""
    put(desk, TALK, STEP, RITUAL)
    kept = keep(desk, "Plover", step=STEP.id, ritual=RITUAL.id, listened=Answer.YES)
    assert entries.look(desk, kept.id).called == {STEP.id: "a smile", RITUAL.id: "the door"}
    assert entries.look(desk, STEP.id).called == {TALK.id: "worries"}
    copy = b"".join(entries.export(desk, kept.id))
    assert b"a smile" not in copy
    assert str(STEP.id).encode() not in copy
    entries.remove(desk, STEP.id)
    assert entries.look(desk, kept.id).called == {RITUAL.id: "the door"}
    lines, table = list(exchange.export_jsonl(desk)), exchange.export_csv(desk)
    assert str(STEP.id) not in b"".join(lines).decode() + table
    for where in (desk, other_desk):
        assert exchange.import_jsonl(where, lines).faults == ()
        assert exchange.import_csv(where, table.encode()).faults == ()
    entries.forget(desk, RITUAL.id)
    moments.restore(desk, STEP.id)
    entries.forget(desk, STEP.id)
    written = everything_written(desk, but=("tombstone",))
    assert str(STEP.id) not in written
    assert str(RITUAL.id) not in written
    assert desk.vault.read(lambda rows: rows.find(Moment, kept.id)) == replace(kept, step=None, ritual=None)


@pytest.mark.care("C25")
def test_a_forgotten_window_leaves_the_step(desk: Desk) -> None:
    """The step stays without it."""
    put(desk, TALK, STEP)
    entries.forget(desk, TALK.id)
    assert str(TALK.id) not in everything_written(desk, but=("tombstone",))
    assert desk.vault.read(lambda rows: rows.all(Step)) == [replace(STEP, window=None)]


@pytest.mark.care("C24")
@pytest.mark.parametrize("with_entries", [False, True])
def test_what_was_practised_with_a_forgotten_person(desk: Desk, *, with_entries: bool) -> None:
    """Plans with them alone go in any case, in the bin too; quarrels, joys and spaces stay without them, or go."""
    kept = keep(desk, "Plover", "Heron")
    plover, heron = kept.people
    put(desk, TALK, *practice_with(plover))
    both = replace(STEP, id=UUID(int=0x90), people=(plover, heron), way_out="wave at Plover")
    theirs = replace(PROMISE, id=UUID(int=0x91), person=heron, note="as Plover did")
    quarrel = replace(ROUND, id=UUID(int=0x92), moves=(replace(ROUND.moves[0], words="Plover again"),))
    named = (
        replace(RITUAL, id=UUID(int=0x93), place="where Plover sat"),
        replace(SPACE, id=UUID(int=0x94), where="not with Plover"),
        replace(REWARD, id=UUID(int=0x95), note="told Plover"),
        replace(EARLY, id=UUID(int=0x96), words="like Plover"),
    )
    put(desk, both, theirs, quarrel, *named)
    moments.keep(desk, replace(kept, step=STEP.id))
    entries.remove(desk, RHYTHM)
    going = forgetting.what_goes(desk, plover)
    assert (going.planned, going.told, going.elsewhere) == (4, 3, 7)
    forgetting.forget_person(desk, plover, with_entries=with_entries)
    written = everything_written(desk, but=("tombstone",))
    assert str(plover) not in written
    stones = contents(desk)[2]
    for record in practice_with(plover)[:4]:
        assert str(record.id) not in written
        assert record.id in stones
    assert desk.vault.read(lambda rows: rows.all(Step)) == [replace(both, people=(heron,))]
    assert desk.vault.read(lambda rows: rows.all(Promise)) == [theirs]
    for kind, record in ((Space, SPACE), (Reward, REWARD), (Round, ROUND)):
        stayed = desk.vault.read(lambda rows, kind=kind: rows.all(kind))  # type: ignore[misc]
        assert (record in stayed) is not with_entries
    left = desk.vault.read(lambda rows: rows.find(Moment, kept.id))
    assert left == (None if with_entries else replace(kept, people=(heron,), step=None))


@pytest.mark.care("C24")
def test_plans_with_the_forgotten_do_not_come_back_by_an_import(desk: Desk) -> None:
    """From an old file a step, a ritual, a rhythm and a promise with a forgotten person stay out, also where named."""
    kept = keep(desk, "Plover", "Heron")
    put(desk, TALK, *practice_with(kept.people[0]))
    moments.keep(desk, replace(kept, step=STEP.id, ritual=RITUAL.id))
    lines, table = list(exchange.export_jsonl(desk)), exchange.export_csv(desk)
    forgetting.forget_person(desk, kept.people[0], with_entries=False)
    assert exchange.import_jsonl(desk, lines).faults == ()
    assert exchange.import_csv(desk, table.encode(), skip_bad=True).added == 0
    written = everything_written(desk, but=("tombstone",))
    assert not [one for one in (kept.people[0], STEP.id, RITUAL.id, RHYTHM, PROMISE.id) if str(one) in written]


@pytest.mark.care("C24")
def test_plans_with_someone_in_the_bin_stay_at_home(desk: Desk) -> None:
    """While they lie in the bin, no export tells what is planned with them alone."""
    kept = keep(desk, "Plover")
    put(desk, TALK, *practice_with(kept.people[0]))
    moments.keep(desk, replace(kept, step=STEP.id))
    names.remove(desk, kept.people[0])
    assert entries.look(desk, STEP.id).stays is entries.Stays.IN_BIN
    told = b"".join(exchange.export_jsonl(desk)).decode() + exchange.export_csv(desk)
    assert not [one for one in (kept.people[0], STEP.id, RITUAL.id, RHYTHM, PROMISE.id) if str(one) in told]


def forms(*told: tuple[int, Record]) -> History:
    """A history of changes."""
    return tuple(Form(at, "changed", encode(record)) for at, record in told)


@pytest.mark.system("S18")
@pytest.mark.care("C10")
def test_merging_takes_no_step_further() -> None:
    """Set aside on one device is set aside, of one window the narrower holds, and neither is a question."""
    aside, wide = replace(STEP, set_aside=True), replace(STEP, opening=Opening.WIDE)
    for ours, theirs in ((aside, wide), (wide, aside)):
        merged = merge(forms((1, STEP), (2, ours)), forms((1, STEP), (3, theirs)))
        assert not merged.is_open
        assert merged.history[-1].record == aside
    done = chosen(forms((1, STEP), (2, aside)), forms((1, STEP), (3, replace(wide, label="x"))), wide, 9)
    assert done[-1].record == aside
    other = replace(STEP, window=HUGS.id, opening=Opening.WIDE)
    untold = replace(STEP, opening=None)
    assert guarded(other, STEP) == other
    assert guarded(wide, untold) == wide
    assert guarded(untold, wide) == untold


@pytest.mark.system("S18")
@pytest.mark.care("C2")
def test_what_was_used_against_me_on_one_device_stays_so() -> None:
    """The mark of either form stands in both, whatever is chosen, and lies in what comes back from the bin."""
    moment = Moment(id=UUID(int=0x99), when=WHEN)
    used = replace(moment, used_against=True, note="later")
    merged = merge(forms((1, moment), (2, replace(moment, note="x"))), forms((1, moment), (3, used)))
    assert merged.is_open
    assert merged.history[-1].record == replace(moment, note="x", used_against=True)
    assert guarded(used, moment) == used


def test_two_forms_are_put_together_part_by_part(desk: Desk) -> None:
    """Texts and lists may both be kept; an id, a number of days and the order of moves may not."""
    assert may_be_both("step", "look")
    assert may_be_both("days", "ritual")
    assert may_be_both("reassured", "moment")
    assert not [
        part for kind, part in (("moment", "step"), ("rhythm", "days"), ("round", "moves")) if may_be_both(part, kind)
    ]
    moment = Moment(id=UUID(int=0x99), when=WHEN, reassured=(Reassured(kind=Reassurance.INTEREST),))
    ours, theirs = replace(moment, step=STEP.id), replace(moment, reassured=(Reassured(kind=Reassurance.ACCEPTANCE),))
    put(desk, STEP, TALK, ours)
    desk.vault.write(lambda rows: rows.keep_others(moment.id, [forms((1, moment), (2, theirs))]))
    found = look(desk, moment.id)
    assert found.parts == ("step", "reassured")
    with pytest.raises(ValueError, match="not chosen"):
        choose(desk, moment.id, found.mark, {"step": Side.BOTH, "reassured": Side.HERE})
    choose(desk, moment.id, found.mark, {"step": Side.HERE, "reassured": Side.BOTH})
    kinds = [Reassurance.INTEREST, Reassurance.ACCEPTANCE]
    kept = desk.vault.read(lambda rows: rows.find(Moment, moment.id))
    assert kept == replace(ours, reassured=tuple(Reassured(kind=kind) for kind in kinds))
