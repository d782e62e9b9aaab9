"""Old cues: no danger and no held person ever reaches the question; no answer moves a window; nobody gets a number."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from starlette.routing import Route

from homing.companion import Desk, looks, moments, names
from homing.record import (
    Aliases,
    Belongs,
    Channel,
    Cue,
    CueSeen,
    Danger,
    LivedTime,
    Look,
    Moment,
    Opening,
    Outcome,
    Person,
    Safe,
    Window,
)
from homing.vault import Rows
from homing.vault.histories import History
from homing.web.pages import routes
from tests.desks import ZONE, new_desk, put
from tests.examples import examples
from tests.unit.web import markup
from tests.unit.web.markup import Element
from tests.unit.web.support import Browser, House

PEOPLE = [Person(id=UUID(int=0x10 + at), label=f"Person of the mill {at}") for at in range(3)]
CUES = [Cue(id=UUID(int=0x20 + at), label=f"a sound {at}", channel=Channel.VOICE) for at in range(3)]
WHO, WHICH = st.integers(0, 2), st.integers(0, 10**6)
ASKED = (
    "Is it safe for you now, where",
    "Where does this alarm belong?",
    "What your record adds",
    "You said: ",
    "words of then",
)
"""What the question, the way to it and what comes after it say."""

NUMBER = re.compile(r"\d+\s*%|\d+ (?:in|of) 100\b|percent", re.IGNORECASE)
LABELS = re.compile(
    r"\b(toxic|avoidant|anxious(?:ly)? (?:attach\w*|type|style|person|one)|narcissis\w*|abuser|score|rank"
    r"|unsafe person)\b",
    re.IGNORECASE,
)
"""That someone left me anxious is an answer about a moment, and no label (S19)."""

ABOUT_A_MOMENT = ("expect", "record")
"""Pages that speak of a moment like this one, on request."""

PAGES_OF_HELP = ("/help", "/settle", "/measures", "/entries")

LIVED = st.tuples(
    st.lists(WHO, max_size=2, unique=True),
    st.lists(WHO, min_size=1, max_size=2, unique=True),
    st.sampled_from([2, 5, 8, 10]),
    st.sampled_from([Outcome.CARE, Outcome.OKAY, Outcome.HURT]),
    st.integers(2, 120),
)
DEED = st.one_of(
    st.tuples(st.just("look"), WHICH, st.sampled_from([Safe.YES, Safe.NOT_SURE])),
    st.tuples(st.just("look at cue"), WHO, st.just(Safe.YES)),
    st.tuples(st.just("mark"), WHICH, st.sampled_from([*Danger, Safe.NO])),
    st.tuples(st.just("bin"), WHICH, st.none()),
    st.tuples(st.just("merge"), WHO, WHO),
    st.tuples(st.just("unmerge"), WHO, st.none()),
    st.tuples(st.just("bin person"), WHO, st.none()),
    st.tuples(st.just("merge cues"), WHO, WHO),
)


def kept(house: House, number: int, told: tuple[list[int], list[int], int, Outcome, int]) -> Moment:
    """A moment of the random diary."""
    who, which, alarm, outcome, days = told
    return Moment(
        id=UUID(int=0x1000 + number),
        when=LivedTime.at(house.clock() - timedelta(days=days), ZONE),
        people=tuple(PEOPLE[at].id for at in who),
        cues=tuple(CueSeen(cue=CUES[at].id) for at in which),
        alarm=alarm,
        outcome=outcome,
    )


def do(desk: Desk, deed: tuple[str, int, object]) -> None:
    """One thing that a person might do; what is refused is left."""
    what, one, other = deed
    lived = desk.vault.read(lambda rows: rows.moments())
    moment = lived[one % len(lived)] if lived else None
    try:
        if what == "look" and moment is not None and isinstance(other, Safe):
            answered(desk, looks.begin(desk, moment.cues[0].cue, other, moment.id))
        elif what == "look at cue" and isinstance(other, Safe):
            answered(desk, looks.begin(desk, CUES[one].id, other))
        elif what == "mark" and moment is not None:
            mark: dict[str, Any] = {"danger": (other,)} if isinstance(other, Danger) else {"safe": other}
            moments.keep(desk, replace(moment, **mark))
        elif what == "bin" and moment is not None:
            moments.remove(desk, moment.id)
        elif what == "bin person":
            names.remove(desk, PEOPLE[one].id)
        elif what == "unmerge":
            names.unmerge(desk, PEOPLE[one].id)
        elif what in ("merge", "merge cues") and isinstance(other, int):
            named = PEOPLE if what == "merge" else CUES
            names.merge(desk, named[one].id, named[other].id)
    except (ValueError, LookupError):
        return


def answered(desk: Desk, look: Look | None) -> None:
    """Say something in a look that was begun."""
    if look is not None:
        looks.answer(desk, look.id, Belongs.THEN, "words of then")


def shut(desk: Desk) -> tuple[list[UUID], list[UUID]]:
    """The moments and looks that no question may reach, told a second time from the bare records."""

    def work(rows: Rows) -> tuple[list[Moment], list[Look], Aliases]:
        return [*rows.all(Moment), *rows.all(Moment, live=False)], rows.all(Look), names.book(rows).follow

    told, begun, follow = desk.vault.read(work)
    held = {follow.canonical(one) for moment in told if moment.is_dangerous for one in moment.people}
    by_id = {moment.id: moment for moment in told}

    def is_shut(moment: Moment) -> bool:
        return moment.is_dangerous or any(follow.canonical(one) in held for one in moment.people)

    return (
        [moment.id for moment in told if is_shut(moment)],
        [look.id for look in begun if look.moment in by_id and is_shut(by_id[look.moment])]
        + [look.id for look in begun if _is_theirs(follow, look.cue, told, held)],
    )


def _is_theirs(follow: Aliases, cue: UUID, told: list[Moment], held: set[UUID]) -> bool:
    """Whether everyone with whom a cue came is held."""
    here = [one for one in told if any(follow.canonical(seen.cue) == follow.canonical(cue) for seen in one.cues)]
    who = {follow.canonical(person) for one in here for person in one.people}
    return bool(who) and who <= held


@pytest.mark.care("C2")
@settings(max_examples=examples(12, 60), deadline=None)
@given(diary=st.lists(LIVED, min_size=3, max_size=10), deeds=st.lists(DEED, min_size=2, max_size=12))
def test_no_danger_and_no_held_person_reaches_the_question(
    diary: list[tuple[list[int], list[int], int, Outcome, int]], deeds: list[tuple[str, int, object]]
) -> None:
    """Through merges, bins and marks set later: no page asks or answers, and no form sent straight there keeps it."""
    with tempfile.TemporaryDirectory() as folder, House(Path(folder) / "homing").open() as house:
        desk = new_desk(house.clock)  # type: ignore[arg-type]
        put(desk, *PEOPLE, *CUES, *(kept(house, at, told) for at, told in enumerate(diary)))
        for deed in deeds:
            do(desk, deed)
        house.clock.move(days=2)
        browser = house.lend(desk)
        of_moments, of_looks = shut(desk)
        before = desk.vault.read(lambda rows: rows.all(Look))
        for one in of_moments:
            _says_nothing(browser, f"/moments/{one}/look", f"/moments/{one}")
            for cue in CUES:
                browser.submit(f"/moments/{one}/look", [("cue", str(cue.id)), ("safe", "yes")])
        for one in of_looks:
            _says_nothing(browser, f"/looks/{one}", f"/looks/{one}/record")
            browser.submit(f"/looks/{one}/answer", [("belongs", "mostly_now"), ("words", "new")])
            browser.submit(f"/looks/{one}/step", [("step", "new")])
            browser.submit(f"/looks/{one}/again", [("weeks", "2")])
        assert desk.vault.read(lambda rows: rows.all(Look)) == before
        house.keeper.lock()


def _says_nothing(browser: Browser, *addresses: str) -> None:
    for address in addresses:
        answer = browser.get(address)
        assert answer.status_code in (200, 303, 404), address
        text = " ".join(markup.read(answer.text).text.split())
        assert [told for told in ASKED if told in text] == [], address


@pytest.mark.care("C3")
@settings(max_examples=examples(8, 40), deadline=None)
@given(
    openings=st.lists(st.tuples(st.sampled_from(Opening), WHO, st.booleans()), min_size=1, max_size=5),
    belongs=st.sampled_from(Belongs),
    safe=st.sampled_from([Safe.YES, Safe.NOT_SURE]),
)
def test_no_answer_moves_a_window(openings: list[tuple[Opening, int, bool]], belongs: Belongs, safe: Safe) -> None:
    """Each of the four, from the first tap to the record's part, leaves every window byte for byte as it was."""
    with tempfile.TemporaryDirectory() as folder, House(Path(folder) / "homing").open() as house:
        desk = new_desk(house.clock)  # type: ignore[arg-type]
        here = kept(house, 1, ([0], [0], 9, Outcome.OKAY, 3))
        others = [kept(house, 10 + at, ([0], [0], 8, Outcome.CARE, 4 + at)) for at in range(6)]
        windows = [
            Window(
                id=UUID(int=0x70 + at),
                label="late talks",
                opening=opening,
                people=(PEOPLE[who].id,),
                until=LivedTime.at(house.clock() + timedelta(days=9), ZONE) if is_brief else None,
            )
            for at, (opening, who, is_brief) in enumerate(openings)
        ]
        put(desk, *PEOPLE, *CUES, here, *others, *windows)
        browser = house.lend(desk)
        before = _as_kept(desk, windows)
        told = [("cue", str(CUES[0].id)), ("safe", safe.value)]
        address = browser.submit(f"/moments/{here.id}/look", told).headers["location"]
        browser.submit(f"{address}/answer", [("belongs", belongs.value), ("words", "a little")])
        browser.submit(f"{address}/again", [("weeks", "6")])
        browser.submit(f"{address}/step", [("step", "tea")])
        assert browser.get(f"{address}/record").status_code == (200 if safe is Safe.YES else 303)
        browser.look(address)
        assert _as_kept(desk, windows) == before
        house.keeper.lock()


def _as_kept(desk: Desk, windows: list[Window]) -> dict[UUID, History]:
    """Every form of each window, to the byte."""
    return desk.vault.read(lambda rows: {one.id: rows.history_of(one.id) for one in windows})


@pytest.mark.care("C6")
@pytest.mark.parametrize("is_sample", [True, False])
def test_no_page_gives_a_person_a_number_or_a_label(tmp_path: Path, is_sample: bool) -> None:
    """On every page of the sample and of a small diary: no share outside "The numbers", and no word that grades."""
    with House(tmp_path / "homing").open() as house:
        if is_sample:
            browser = house.browser()
            browser.submit("/sample")
        else:
            desk = new_desk(house.clock)  # type: ignore[arg-type]
            endings = (Outcome.OKAY, Outcome.HURT, Outcome.CARE)
            lived = [kept(house, at, ([at % 3], [at % 2, 2], 2 + at % 9, endings[at % 3], 3 + at)) for at in range(30)]
            put(desk, *PEOPLE, *CUES, *lived)
            answered(desk, looks.begin(desk, CUES[0].id, Safe.YES))
            browser = house.lend(desk)
        browser.submit("/names", [("show", "1"), ("back", "/today")])
        found = []
        for address in _addresses(house):
            answer = browser.get(address)
            if answer.status_code == 200 and "html" in answer.headers["content-type"]:
                text = " ".join(_outside_numbers(markup.read(answer.text).root).split())
                is_free = address.rsplit("/", 1)[-1] in ABOUT_A_MOMENT
                found += [(address, one) for one in NUMBER.findall(text) if not is_free]
                found += [(address, one) for one in LABELS.findall(text) if not address.startswith(PAGES_OF_HELP)]
        assert found == []


def _addresses(house: House) -> Iterator[str]:
    """Every address with every id that belongs there."""
    kinds: dict[str, type[Any]] = {"people": Person, "cues": Cue, "moments": Moment, "looks": Look, "windows": Window}
    for route in routes():
        if isinstance(route, Route) and "GET" in (route.methods or ()):
            path = re.sub(r"\{number:int\}", "1", route.path).replace("{step:str}", "notice")
            kind = kinds.get(path.split("/")[1])
            some = house.all(kind)[:12] if kind is not None else []
            if "{id" not in path:
                yield path
            yield from (path.replace("{id:uuid}", str(one.id)) for one in some if "{id" in path)


def _outside_numbers(root: Element) -> str:
    """What can be read without opening a fold named "The numbers"."""
    if root.tag == "details" and any(one.text.strip() == "The numbers" for one in root.all("summary")):
        return ""
    if root.tag in markup.UNSEEN:
        return ""
    parts = (child if isinstance(child, str) else _outside_numbers(child) for child in root.children)
    return "".join(parts)
