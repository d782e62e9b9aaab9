"""From tries in the record to the order in which ways to settle are offered."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from homing.engine.offers import Why
from homing.mind.ways import BREATH, offered, way_of
from homing.record import Helped, LivedTime, Settling, Tool
from tests import strategies as some
from tests.desks import NOW, ZONE

STONE = UUID(int=7)
WAYS = (f"anchor:{STONE}", *(f"tool:{tool}" for tool in Tool))
(BREATHE,) = BREATH


def tried(number: int, way: Tool | UUID | None, helped: Helped | None) -> Settling:
    """The try of this number, an hour after the one before."""
    when = LivedTime.at(NOW + timedelta(hours=number), ZONE)
    anchor, tool = (None, way) if isinstance(way, Tool) else (way, None)
    return Settling(id=UUID(int=100 + number), when=when, anchor=anchor, tool=tool, helped=helped)


def test_a_try_has_the_key_of_what_was_tried() -> None:
    """An anchor before a tool; neither has none."""
    assert way_of(tried(1, STONE, None)) == f"anchor:{STONE}"
    assert way_of(tried(1, Tool.HUM, None)) == "tool:hum"
    assert way_of(tried(1, None, Helped.YES)) is None


@pytest.mark.system("S23")
def test_answers_are_counted_and_what_is_open_is_not() -> None:
    """A little counts as helped, made it worse as not; a try without an answer, or with nothing named, says nothing."""
    tries = [
        *(tried(number, STONE, helped) for number, helped in enumerate(Helped)),
        tried(5, STONE, None),
        tried(6, None, Helped.YES),
        tried(7, Tool.HUM, Helped.NO),
    ]
    found = {one.way: one for one in offered(WAYS, tries, 1)}
    assert sorted(found) == sorted(WAYS)
    stone, hum, feet = found[f"anchor:{STONE}"], found["tool:hum"], found["tool:feet"]
    assert [(one.k, one.n, one.why) for one in (stone, hum, feet)] == [
        (2, 4, Why.HELPED),
        (0, 1, Why.TRIED),
        (0, 0, Why.NEW),
    ]


@pytest.mark.care("C15")
def test_breath_that_made_it_worse_stands_last_until_it_helps() -> None:
    """Also if it had helped before, and whatever the seed; the order of the tries is their time, not the list's."""
    before = [tried(number, Tool.BREATHE, Helped.YES) for number in range(6)]
    worse = tried(7, Tool.BREATHE, Helped.WORSE)
    again = tried(8, Tool.BREATHE, Helped.A_LITTLE)
    for seed in range(30):
        assert offered(WAYS, [worse, *before], seed)[-1].way == BREATHE
    assert any(offered(WAYS, [again, worse, *before], seed)[-1].way != BREATHE for seed in range(30))
    assert any(offered(WAYS, before, seed)[0].way == BREATHE for seed in range(30))


@given(tries=st.lists(some.settlings(anchor_ids=st.just(STONE)), max_size=6), seed=st.integers(0, 2**32))
def test_every_way_is_offered_once(tries: list[Settling], seed: int) -> None:
    """Whatever was tried: none is hidden or doubled, and a seed gives one order, however the tries are listed."""
    found = [one.way for one in offered(WAYS, tries, seed)]
    assert sorted(found) == sorted(WAYS)
    assert found == [one.way for one in offered(reversed(WAYS), tries[::-1], seed)]
