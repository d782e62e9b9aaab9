"""What settles and what is safe: no held person is ever counted or named, through merges and late marks; and outside
"The numbers" no person has a share or a rank.
"""

from __future__ import annotations

import re
import tempfile
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from homing.companion import Desk, holds, names, safety, settles
from homing.record import (
    Anchor,
    Anchoring,
    Channel,
    Cue,
    CueSeen,
    Danger,
    Expected,
    FeltState,
    LivedTime,
    Moment,
    Outcome,
    Person,
    Settling,
)
from tests.desks import NOW, ZONE, Clock, new_desk, put
from tests.examples import examples
from tests.unit.web import markup
from tests.unit.web.support import House

pytestmark = [pytest.mark.care("C2"), pytest.mark.care("C6")]

LABELS = ("Quillon", "Marigold", "Thistledown", "Oxbow")
PEOPLE = [Person(id=UUID(int=0x10 + at), label=label) for at, label in enumerate(LABELS)]
PLACES = [Cue(id=UUID(int=0x20 + at), label=f"place {at}", channel=Channel.SETTING) for at in range(2)]
CUE = Cue(id=UUID(int=0x30), label="a hum", channel=Channel.VOICE)
ANCHORS = [
    Anchor(id=UUID(int=0x40 + at), label=f"what {one.label} says", kind=Anchoring.SENTENCE, person=one.id)
    for at, one in enumerate(PEOPLE)
]
WHO = st.integers(0, len(PEOPLE) - 1)
TOLD = st.tuples(
    st.lists(WHO, max_size=2, unique=True),
    st.integers(0, 1),
    st.sampled_from(FeltState),
    st.sampled_from(FeltState),
    st.sampled_from(Outcome),
    st.booleans(),
)
MERGES = st.lists(st.tuples(WHO, WHO), max_size=2)
SHARE = re.compile(r"\d+\s*%|\bin 100\b|percent|\b(?:best|worst|rank\w*|score\w*)\b", re.IGNORECASE)
NO_BEST = "There is no best person"
"""The one place where such a word may stand."""


def live(desk: Desk, told: list[tuple[list[int], int, FeltState, FeltState, Outcome, bool]], marked: int) -> None:
    """A record of moments and tries with these people, then a late mark on one of them."""
    put(desk, *PEOPLE, *PLACES, CUE, *ANCHORS)
    for at, (who, place, before, after, outcome, trying) in enumerate(told):
        when = LivedTime.at(desk.ambient.now() - timedelta(days=10, hours=at), ZONE)
        ids = tuple(PEOPLE[one].id for one in who)
        if trying and who:
            anchor = ANCHORS[who[0]].id
            ways: dict[str, Any] = {"before": before, "after": after, "minutes": 5 + at, "setting": PLACES[place].id}
            put(desk, Settling(id=UUID(int=0x100 + at), when=when, people=ids[1:], anchor=anchor, **ways))
            continue
        put(
            desk,
            Moment(
                id=UUID(int=0x100 + at),
                when=when,
                people=ids,
                setting=PLACES[place].id,
                cues=(CueSeen(cue=CUE.id),),
                state=before,
                state_after=after,
                outcome=outcome,
                expected=(Expected.LEFT,) if at % 2 else (),
            ),
        )
    mark = LivedTime.at(desk.ambient.now() - timedelta(days=30), ZONE)
    put(desk, Moment(id=UUID(int=0x99), when=mark, people=(PEOPLE[marked].id,), danger=(Danger.FORCED,)))


@settings(max_examples=examples(15, 150), deadline=None)
@given(told=st.lists(TOLD, max_size=12), marked=WHO, merges=MERGES)
def test_no_held_person_is_counted(
    told: list[tuple[list[int], int, FeltState, FeltState, Outcome, bool]], marked: int, merges: list[tuple[int, int]]
) -> None:
    """The counts are those of a record in which nothing with a held person, under any name, ever stood."""
    clock = Clock(NOW)
    desk = new_desk(clock)
    live(desk, told, marked)
    for one, into in merges:
        try:
            names.merge(desk, PEOPLE[one].id, PEOPLE[into].id)
        except ValueError:
            continue
    held = desk.vault.read(holds.held_people)
    said, safe = settles.settles(desk), safety.safety(desk)
    follow = safe.book.follow
    assert follow.canonical(PEOPLE[marked].id) in held
    named = [[one.what.id for one in said.people if isinstance(one.what, Person)], [one.what.id for one in safe.people]]
    assert all(held.isdisjoint(each) for each in named)
    assert all(follow.canonical(one.person) not in held for one in said.sentences if one.person)
    clean = [
        moment
        for moment in desk.vault.read(lambda rows: rows.moments())
        if held.isdisjoint(map(follow.canonical, moment.people))
    ]
    assert safe.n == sum(map(safety.is_safety, clean))
    assert all(held.isdisjoint(map(follow.canonical, moment.people)) for moment in safe.newest)
    assert said.alarms == sum(bool(moment.expected) and not moment.after_harm for moment in clean)
    for person in PEOPLE:
        is_held = follow.canonical(person.id) in held
        assert (safety.with_person(desk, person.id) is None) == is_held
    order = [person.id for person in safe.book.people]
    for each in named:
        places = [order.index(one) for one in each]
        assert places == sorted(places)
    desk.vault.close()


def outside_the_numbers(html: str) -> str:
    """What the main part of a page says outside its folds."""
    page = markup.read(html)
    (main,) = page.root.all("main")
    text = " ".join(main.text.split())
    for piece in (" ".join(one.text.split()) for one in main.all("details")):
        text = text.replace(piece, " ")
    return text


@settings(max_examples=examples(3, 12), deadline=None)
@given(told=st.lists(TOLD, min_size=6, max_size=14), marked=WHO)
def test_no_page_names_a_held_person_or_grades_another(
    told: list[tuple[list[int], int, FeltState, FeltState, Outcome, bool]], marked: int
) -> None:
    """With names shown, neither their name nor their anchor stands on the pages, and nobody has a share or a rank."""
    with tempfile.TemporaryDirectory() as folder, House(Path(folder) / "homing").open() as house:
        desk = new_desk(house.clock)  # type: ignore[arg-type]
        live(desk, told, marked)
        browser = house.lend(desk)
        browser.submit("/names", [("show", "1"), ("back", "/safety")])
        for path in ("/body", "/body/settles", "/safety"):
            answer = browser.get(path)
            assert answer.status_code == 200
            assert LABELS[marked] not in answer.text
            text = outside_the_numbers(answer.text)
            assert not SHARE.search(text.replace(NO_BEST, "")), path
        house.keeper.lock()
