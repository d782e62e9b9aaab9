"""Whatever two devices know of one entry of practice, what protects in either stands, and nobody loses a word."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from homing.companion.merging import chosen, merge
from homing.record import Moment, Practised, Record, Step
from homing.vault.facts import encode
from homing.vault.histories import Form, History
from tests import strategies as some
from tests.examples import examples

HERE = st.just(UUID(int=7))
CHANGES = st.sampled_from(["changed", "removed"])


@st.composite
def two_forms(draw: st.DrawFn, records: st.SearchStrategy[Record]) -> tuple[History, History]:
    """A record on two devices: the same at first, then changed on each, perhaps into the bin."""
    first = draw(records)
    forms = [draw(st.tuples(st.integers(2, 9), CHANGES, records)) for _ in range(2)]
    base = Form(1, "created", encode(first))
    ours, theirs = ((base, Form(at, change, encode(record))) for at, change, record in forms)
    return ours, theirs


@pytest.mark.system("S18")
@given(two_forms(some.steps(HERE, window_ids=st.sampled_from([UUID(int=8), UUID(int=9)]))))
@settings(max_examples=examples(12, 60))
def test_a_step_goes_no_further_than_either_says(both: tuple[History, History]) -> None:
    """Set aside on one is set aside, through one window the narrower holds, and either order comes to the same."""
    ours, theirs = both
    one, other = (_step(history) for history in both)
    here, there = merge(ours, theirs), merge(theirs, ours)
    for merged in (here, there):
        step = _step(merged.history)
        assert step.set_aside is (one.set_aside or other.set_aside)
        if one.window == other.window and one.opening and other.opening and step.opening:
            assert step.opening.step == min(one.opening.step, other.opening.step)
    assert here.is_open is there.is_open
    assert here.is_open or here.history == there.history
    assert _step(chosen(ours, theirs, replace(one, set_aside=False), 99)).set_aside is step.set_aside


@pytest.mark.system("S17")
@pytest.mark.care("C2")
@given(two_forms(some.moments(ids=HERE)))
@settings(max_examples=examples(12, 60))
def test_what_was_used_against_me_stays_in_every_order(both: tuple[History, History]) -> None:
    """The mark of either device stands after merging, and after any choice."""
    ours, theirs = both
    marked = any(_moment(history).used_against for history in both)
    assert _moment(merge(ours, theirs).history).used_against is marked
    assert _moment(merge(theirs, ours).history).used_against is marked
    plain = replace(_moment(ours), used_against=False)
    assert _moment(chosen(ours, theirs, plain, 99)).used_against is marked


@given(st.one_of(some.rituals(HERE), some.promises(HERE), some.rounds(HERE), some.rewards(HERE)), st.data())
@settings(max_examples=examples(8, 40))
def test_no_word_of_either_form_is_lost(first: Practised, data: st.DataObject) -> None:
    """What is not settled by itself stays open with both forms whole; what is settled has both in its history."""
    other = data.draw(st.sampled_from([first, replace(first, extra={"x": 1})]))
    ours = (Form(1, "created", encode(first)), Form(2, "changed", encode(replace(first, extra={"y": 2}))))
    theirs = (ours[0], Form(3, "changed", encode(other)))
    merged = merge(ours, theirs)
    assert merged.is_open
    assert merged.history == ours
    assert {form.body for form in chosen(ours, theirs, other, 9)} >= {form.body for form in (*ours, *theirs)}


def _step(history: History) -> Step:
    record = history[-1].record
    assert isinstance(record, Step)
    return record


def _moment(history: History) -> Moment:
    record = history[-1].record
    assert isinstance(record, Moment)
    return record
