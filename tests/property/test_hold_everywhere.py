"""The hold over every flow: no page and no command estimates, explains or foretells anything about a held person."""

from __future__ import annotations

import ast
import inspect
import re
import tempfile
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from starlette.routing import Route

from homing.companion import holds
from homing.record import (
    Belongs,
    Channel,
    Cue,
    CueSeen,
    Danger,
    FuzzyDate,
    LivedTime,
    Look,
    Memory,
    Moment,
    Move,
    Outcome,
    Person,
    Safe,
)
from homing.web.pages import routes
from homing.words import expectations, looks
from tests.desks import ZONE, new_desk, put
from tests.examples import examples
from tests.unit.web import markup
from tests.unit.web.support import MORNING, Browser, House

pytestmark = [pytest.mark.care("C2"), pytest.mark.care("C10")]

HELD = Person(id=UUID(int=0x31), label="Heron of the lock", known_since=FuzzyDate("2020"))
OTHER = Person(id=UUID(int=0x32), label="Plover")
THEIRS = Cue(id=UUID(int=0x41), label="the key turns", channel=Channel.VOICE)
SHARED = Cue(id=UUID(int=0x42), label="a sigh", channel=Channel.VOICE)
PLACE = Cue(id=UUID(int=0x43), label="the landing", channel=Channel.SETTING)
OLD = Memory(
    id=UUID(int=0x51), label="the cellar", about=FuzzyDate("1999"), alarm=9, people=(HELD.id,), cues=(THEIRS.id,)
)
LOOKED = tuple(
    Look(
        id=UUID(int=0x61 + at),
        when=LivedTime.at(MORNING - timedelta(days=12), ZONE),
        cue=THEIRS.id,
        moment=UUID(int=0x1000) if at else None,
        safe=Safe.YES,
        belongs=Belongs.THEN,
        words="a thing of then",
    )
    for at in range(2)
)
"""Looks at their cue that were begun and answered before the danger was marked."""

ASKED = ("hen, or now?", "Only you can say.", "Is it safe for you now, where", "mostly then", "mostly now")
"""What the old-cue question and the way to it say."""

LONG = 20
"""A piece of a sentence shorter than this may stand in another sentence, too."""

HOW = st.tuples(
    st.integers(2, 400), st.none() | st.integers(0, 10), st.sampled_from(Outcome), st.booleans(), st.booleans()
)


def sentences() -> Iterator[str]:
    """Every piece of every sentence in which the models speak, taken from the modules that word them."""
    for node in (*ast.walk(ast.parse(inspect.getsource(expectations))), *ast.walk(ast.parse(inspect.getsource(looks)))):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in ("gettext", "ngettext", "N_"):
            for told in node.args:
                if isinstance(told, ast.Constant) and isinstance(told.value, str):
                    yield from (piece for piece in re.split(r"\{\w+\}", told.value) if len(piece.strip()) >= LONG)


FORBIDDEN = (*sorted({piece.strip() for piece in sentences()}), *ASKED)


def lived(house: House, number: int, how: tuple[int, int | None, Outcome, bool, bool], *, held: bool) -> Moment:
    """A moment with the held person and their cue, or with another and a cue that both have."""
    days, alarm, outcome, gave_in, both = how
    people = (HELD.id, *((OTHER.id,) if both else ())) if held else (OTHER.id,)
    return Moment(
        id=UUID(int=0x1000 + number),
        when=LivedTime.at(house.clock() - timedelta(days=days), ZONE),
        people=people,
        cues=(CueSeen(cue=THEIRS.id),) if held else (CueSeen(cue=SHARED.id),),
        setting=PLACE.id if held else None,
        alarm=alarm,
        outcome=outcome,
        moves=(Move.GAVE_IN,) if gave_in else (),
    )


def addresses(moments: list[Moment]) -> Iterator[str]:
    """Every address that can be opened, with the held person, their moments, cues and memories in it."""
    ids = {"people": [HELD.id], "cues": [THEIRS.id, PLACE.id], "older": [OLD.id], "looks": [one.id for one in LOOKED]}
    of_moments = [moment.id for moment in moments]
    for route in routes():
        if not isinstance(route, Route) or "GET" not in (route.methods or ()):
            continue
        path = re.sub(r"\{number:int\}", "1", route.path)
        room = path.split("/")[1]
        for one in ids.get(room, [*of_moments, OLD.id, *(look.id for look in LOOKED)]) if "{id" in path else [None]:
            here = path.replace("{id:uuid}", str(one))
            steps = ("notice", "name", "did", "ended") if "{step:str}" in here else ("",)
            yield from (here.replace("{step:str}", step) for step in steps)


def said_of_them(browser: Browser, moments: list[Moment]) -> list[tuple[str, str]]:
    """What is said where it must not be: the address and the piece of a sentence."""
    found = []
    for address in addresses(moments):
        answer = browser.get(address)
        assert answer.status_code in (200, 303, 308, 404), address
        if "html" in answer.headers.get("content-type", ""):
            text = " ".join(markup.read(answer.text).text.split())
            found += [(address, piece) for piece in FORBIDDEN if piece in text]
    return found


def test_what_is_looked_for_is_really_said() -> None:
    """The list of forbidden sentences is whole: it knows expectation, share, forecast and change."""
    parts = (
        "expects hurt in about",
        "would ring at about",
        "alarm may be older",
        "It would ring",
        "went from about",
        "your alarm expected",
    )
    for part in parts:
        assert any(part in piece for piece in FORBIDDEN)
    assert len(FORBIDDEN) > 25


@settings(max_examples=examples(3, 6), deadline=None)
@given(
    with_them=st.lists(HOW, min_size=5, max_size=9), with_other=st.lists(HOW, max_size=8), mark=st.sampled_from(Danger)
)
def test_no_page_speaks_for_the_models_about_a_held_person(
    with_them: list[tuple[int, int | None, Outcome, bool, bool]],
    with_other: list[tuple[int, int | None, Outcome, bool, bool]],
    mark: Danger,
) -> None:
    """With names shown, on every page there is, and after trying to answer the question that is not asked."""
    with tempfile.TemporaryDirectory() as folder, House(Path(folder) / "homing").open() as house:
        desk = new_desk(house.clock)  # type: ignore[arg-type]
        theirs = [lived(house, at, how, held=True) for at, how in enumerate(with_them)]
        marked = Moment(
            id=UUID(int=0x999),
            when=LivedTime.at(house.clock() - timedelta(days=9), ZONE),
            people=(HELD.id,),
            danger=(mark,),
        )
        alone = Moment(id=UUID(int=0x998), when=marked.when, cues=(CueSeen(cue=THEIRS.id),), alarm=6)
        others = [lived(house, 100 + at, how, held=False) for at, how in enumerate(with_other)]
        put(desk, HELD, OTHER, THEIRS, SHARED, PLACE, OLD, *theirs, marked, alone, *others, *LOOKED)
        house.clock.move(days=2)  # what was written down as harm today is two days old now
        browser = house.lend(desk)
        assert desk.vault.read(lambda rows: holds.held(rows, HELD.id))
        assert browser.submit("/names", [("show", "1"), ("back", "/today")]).status_code == 303
        for moment in (theirs[0], marked, alone):
            told = [("cue", str(THEIRS.id)), ("safe", "yes")]
            assert browser.submit(f"/moments/{moment.id}/look", told).status_code in (303, 404)
            assert house.find(moment).belongs is None
        browser.submit(f"/cues/{THEIRS.id}/look", [("safe", "yes")])
        for look in LOOKED:
            browser.submit(f"/looks/{look.id}/answer", [("belongs", "mostly_now"), ("words", "another")])
        assert house.all(Look) == list(LOOKED)
        assert said_of_them(browser, [*theirs[:3], marked, alone]) == []
        house.keeper.lock()


def test_the_walk_would_notice(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Without the hold the same walk finds what it looks for: the test is no decoration."""
    monkeypatch.setattr(holds, "is_held", lambda *_: False)
    with House(tmp_path / "homing").open() as house:
        desk = new_desk(house.clock)  # type: ignore[arg-type]
        theirs = [lived(house, at, (20 + at, 8, Outcome.HURT, False, False), held=True) for at in range(6)]
        put(desk, HELD, OTHER, THEIRS, SHARED, PLACE, OLD, *theirs, *LOOKED)
        house.clock.move(days=2)
        found = said_of_them(house.lend(desk), theirs[:1])
        places = {address.rsplit("/", 1)[-1] for address, _ in found}
        assert {"expect", "forecast", "look", "record", str(THEIRS.id), *(str(look.id) for look in LOOKED)} <= places
        house.keeper.lock()
