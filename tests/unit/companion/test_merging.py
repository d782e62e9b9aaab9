"""What becomes of one record that two devices know differently, in whatever order they meet."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from homing.companion.merging import chosen, guarded, merge, still_lifted, without_circles
from homing.record import (
    CheckIn,
    Cue,
    Danger,
    FeltState,
    LivedTime,
    Memory,
    Moment,
    Opening,
    Person,
    Record,
    Safe,
    Window,
)
from homing.record.lived import FuzzyDate
from homing.vault.facts import encode, instant
from homing.vault.histories import Form, History, Relation, relation
from tests.desks import NOW, ZONE

WREN, SKY = UUID(int=0xA1), UUID(int=0xA2)
AT = UUID(int=0xB1)
WHEN = LivedTime.at(NOW, ZONE)
MOMENT = Moment(id=AT, when=WHEN, people=(WREN,))
PERSON = Person(id=WREN, label="Wren")
OLD = Memory(id=AT, label="a", about=FuzzyDate("1994"), alarm=1)


def forms(*told: tuple[int, Record] | tuple[int, Record, str]) -> History:
    """A history: instants and records, and what was done if it was no change."""
    return tuple(Form(one[0], one[2] if len(one) == 3 else "changed", encode(one[1])) for one in told)


def both_ways(ours: History, theirs: History) -> Any:
    """What merging makes of it here; there it must be the same if it is settled, and settle it here again."""
    here, there = merge(ours, theirs), merge(theirs, ours)
    assert here.is_open is there.is_open
    if not here.is_open:
        assert here.history == there.history
        assert relation(ours, here.history) in (Relation.BEHIND, Relation.SAME)
        assert merge(ours, here.history).history == here.history
    return here


BASE = (1, MOMENT)


def test_who_knows_more_is_right() -> None:
    """Equal is left, the longer history is taken, whatever the clocks say."""
    short, long = forms(BASE), forms(BASE, (-50, replace(MOMENT, note="new")))
    assert merge(short, short).history == short
    assert merge(short, long).history == long
    assert merge(long, short).history == long


def test_back_to_an_earlier_form_is_newer_all_the_same() -> None:
    """Changed and changed back, or into the bin and out again, is told from never changed."""
    for back in (
        forms(BASE, (2, replace(MOMENT, note="x")), (3, MOMENT)),
        forms(BASE, (2, MOMENT, "removed"), (3, MOMENT, "restored")),
    ):
        assert merge(forms(BASE), back).history == back
        assert merge(back[:2], back).history == back
        assert merge(back, back[:2]).history == back


def test_the_same_change_on_both_is_one() -> None:
    """Nobody is asked about two equal forms; both instants stay in the history."""
    new = replace(MOMENT, note="x")
    merged = both_ways(forms(BASE, (2, new)), forms(BASE, (9, new)))
    assert not merged.is_open
    assert {form.at for form in merged.history} == {1, 2, 9}


def test_an_edit_wins_over_the_bin() -> None:
    """It comes back in the edited form, with the danger that the other one knew of."""
    binned = forms(
        BASE,
        (5, replace(MOMENT, danger=(Danger.FORCED,)), "changed"),
        (6, replace(MOMENT, danger=(Danger.FORCED,)), "removed"),
    )
    edited = forms(BASE, (2, replace(MOMENT, note="x")))
    merged = both_ways(binned, edited)
    assert merged.came_back
    assert merged.history[-1].record == replace(MOMENT, note="x", danger=(Danger.FORCED,))
    assert not merged.history[-1].is_binned


def test_in_the_bin_on_both_nobody_is_asked() -> None:
    """One form lies on top, the other in the history, the danger of both in it; it stays in the bin."""
    one, other = replace(MOMENT, note="x"), replace(MOMENT, note="y", safe=Safe.NO)
    merged = both_ways(forms(BASE, (2, one, "removed")), forms(BASE, (3, other, "removed")))
    assert merged.history[-1].is_binned
    assert merged.history[-1].record.is_dangerous
    assert {form.record.note for form in merged.history} == {"", "x", "y"}
    assert merge(forms((1, one, "removed")), forms((2, one, "removed"))).history[-1].is_binned


@pytest.mark.care("C2")
def test_two_changes_stay_open_with_the_danger_of_both() -> None:
    """The present form stays, but for the marks, with whom they name; looking again adds nothing more."""
    ours = forms(BASE, (2, replace(MOMENT, note="x", danger=(Danger.FORCED,))))
    theirs = forms(BASE, (3, replace(MOMENT, note="y", people=(SKY,), danger=(Danger.THREATENED,), safe=Safe.NO)))
    merged = both_ways(ours, theirs)
    now = merged.history[-1].record
    assert merged.is_open
    assert now == replace(MOMENT, note="x", people=(WREN, SKY), danger=(Danger.THREATENED, Danger.FORCED), safe=Safe.NO)
    assert merge(merged.history, theirs).history == merged.history


@pytest.mark.care("C2")
def test_marks_alone_need_no_question() -> None:
    """Two different marks on one moment, or liftings of two moments, come together by themselves."""
    one, other = replace(MOMENT, danger=(Danger.FORCED,)), replace(MOMENT, danger=(Danger.THREATENED,))
    merged = both_ways(forms(BASE, (2, one)), forms(BASE, (3, other)))
    assert merged.history[-1].record == replace(MOMENT, danger=(Danger.THREATENED, Danger.FORCED))
    lifted = [replace(PERSON, lifted=tuple(UUID(int=n) for n in told)) for told in ((1, 2), (3, 2))]
    merged = both_ways(forms((1, PERSON), (2, lifted[0])), forms((1, PERSON), (3, lifted[1])))
    assert merged.history[-1].record == replace(PERSON, lifted=(UUID(int=2),))


@pytest.mark.care("C12")
def test_merging_opens_no_window() -> None:
    """Of two forms the narrower holds, with the earlier end, whether asked or not, in the bin or out of it."""
    window = Window(id=AT, label="hugs", opening=Opening.HALF)
    soon, late = (LivedTime.at(WHEN.utc + timedelta(hours=hours), "UTC") for hours in (1, 2))
    wide, ajar = replace(window, opening=Opening.WIDE, until=soon), replace(window, opening=Opening.AJAR, until=late)
    safe = replace(window, opening=Opening.AJAR, until=soon)
    base = (1, window)
    merged = both_ways(forms(base, (2, wide)), forms(base, (3, ajar)))
    assert (merged.is_open, merged.history[-1].record) == (False, safe)
    merged = both_ways(forms(base, (2, wide, "removed")), forms(base, (3, ajar)))
    assert (merged.came_back, merged.history[-1].record) == (True, safe)
    asked = both_ways(forms(base, (2, replace(wide, why="x"))), forms(base, (3, ajar)))
    assert (asked.is_open, asked.history[-1].record) == (True, replace(safe, why="x"))
    done = chosen(forms(base, (2, wide)), forms(base, (3, ajar)), replace(wide, why="x"), 9)
    assert done[-1].record == replace(safe, why="x")
    assert guarded(window, replace(window, opening=Opening.WIDE)) == window
    assert guarded(replace(window, until=late), window).until == late


def test_what_ended_by_either_clock_stays_closed() -> None:
    """A window whose end has passed by the clock of one device is closed, though the other's clock is behind."""
    window = Window(id=AT, label="hugs", opening=Opening.HALF, until=LivedTime.at(instant(60_000_000), "UTC"))
    ajar = replace(window, opening=Opening.AJAR)
    merged = both_ways(forms((1, window), (2, replace(window, until=None))), forms((1, window), (3, ajar)))
    assert merged.history[-1].record == ajar
    merged = both_ways(forms((1, window), (2, ajar)), forms((1, window), (90_000_000, replace(window, until=None))))
    assert merged.history[-1].record == replace(ajar, opening=Opening.CLOSED)


def test_same_forms_in_another_order_are_open() -> None:
    """Whoever knows the same but has another form on top has to be asked."""
    one, other = replace(MOMENT, note="x"), replace(MOMENT, note="y")
    assert merge(forms((1, one), (2, other)), forms((2, other), (1, one))).is_open
    assert not merge(forms(BASE, (1, one), (2, other)), forms((1, one), BASE, (2, other))).is_open


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (CheckIn(id=AT, when=WHEN, state=FeltState.SETTLED), CheckIn(id=AT, when=WHEN, state=FeltState.MIXED)),
        (OLD, replace(OLD, label="b")),
        (Cue(id=AT, label="a"), Cue(id=AT, label="b")),
    ],
)  # fmt: skip
def test_any_kind_of_record_may_be_open(one: Record, other: Record) -> None:
    """Two forms of any kind wait for the owner; once chosen, the other device takes the choice over."""
    ours, theirs = forms((1, one)), forms((2, other))
    assert merge(ours, theirs).is_open
    done = chosen(ours, theirs, other, 9)
    assert done[-1].record == other
    assert merge(theirs, done).history == done
    assert merge(ours, done).history == done


@pytest.mark.care("C2")
def test_choosing_lifts_nothing() -> None:
    """The chosen form gets the marks of both, and no lifting that only one has; out of the bin if it lay there."""
    marked = replace(MOMENT, note="x", danger=(Danger.FORCED,))
    done = chosen(forms(BASE, (2, marked)), forms(BASE, (3, replace(MOMENT, note="y"))), replace(MOMENT, note="y"), 9)
    assert done[-1].record == replace(MOMENT, note="y", danger=(Danger.FORCED,))
    assert chosen(forms((2, marked, "removed")), forms(BASE), MOMENT, 9)[-1].change == "restored"
    lifted = replace(PERSON, lifted=(AT,))
    assert chosen(forms((1, PERSON)), forms((2, lifted)), lifted, 9)[-1].record == PERSON


def test_a_merge_of_the_binned_form_stays() -> None:
    """If one device joined someone to another person and binned them, the one that comes back stays joined."""
    joined = replace(PERSON, merged_into=SKY)
    merged = both_ways(
        forms((1, PERSON), (2, joined), (3, joined, "removed")), forms((1, PERSON), (4, replace(PERSON, note="x")))
    )
    assert merged.history[-1].record == replace(PERSON, note="x", merged_into=SKY)


def test_forms_of_two_kinds_are_no_forms_of_one_record() -> None:
    """That can only come from something this Homing does not understand."""
    with pytest.raises(ValueError, match="not two forms"):
        merge(forms((1, Cue(id=AT, label="a"))), forms((2, Person(id=AT, label="a"))))


def test_circles_are_opened_at_one_place() -> None:
    """The smallest id of each circle stands for itself; a chain, or a merge into nobody here, is no circle."""
    ids = [UUID(int=n) for n in range(1, 7)]
    into = {1: 2, 2: 3, 3: 2, 4: 5, 5: None, 6: 99}
    people = {
        ids[n - 1]: Person(id=ids[n - 1], label="x", merged_into=UUID(int=to) if to else None) for n, to in into.items()
    }
    assert without_circles(people) == [replace(people[ids[1]], merged_into=None)]
    assert without_circles({ids[0]: replace(people[ids[0]], merged_into=ids[0])}) != []


@pytest.mark.care("C2")
def test_a_lifting_stands_only_if_all_the_danger_was_seen() -> None:
    """Another mark, or another person named, is a reason to hold again; a mark that is gone is none."""
    lifted = replace(PERSON, lifted=(AT,))
    marked = replace(MOMENT, danger=(Danger.FORCED,))
    worse = replace(marked, safe=Safe.NO)

    def stands(now: Moment | None, *seen: tuple[Person | None, Moment | None]) -> bool:
        views = [(person, {AT: moment} if moment else {}) for person, moment in seen]
        return still_lifted(lifted, {AT: now} if now else {}, *views) == lifted

    assert stands(marked, (lifted, marked), (None, None))
    assert stands(marked, (PERSON, None), (lifted, worse))
    assert not stands(worse, (lifted, marked), (PERSON, worse))
    assert not stands(marked, (lifted, None))
    assert not stands(marked, (lifted, replace(marked, people=(SKY,))))
    assert stands(MOMENT, (lifted, None))
    assert stands(replace(worse, people=(SKY,)), (lifted, None))
    assert stands(None, (lifted, None))
