"""A form that is opened and sent as it stands changes nothing, whatever the moment holds."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from homing.companion import Desk
from homing.record import (
    Channel,
    Cue,
    CueSeen,
    Direction,
    LivedTime,
    Moment,
    Occasion,
    Opening,
    Person,
    Ritual,
    Step,
    Window,
)
from homing.vault import Vault
from homing.web.forms import STEPS
from tests import strategies as some
from tests.examples import examples
from tests.unit.web import markup
from tests.unit.web.support import FORM, MORNING, Browser, House

PANES = tuple(UUID(int=number) for number in (50, 51, 52))
STEP, RITUAL = UUID(int=60), UUID(int=61)


@dataclass(frozen=True, slots=True)
class Record:
    """A moment among people and cues, some merged into others, some in the bin."""

    people: tuple[Person, ...]
    cues: tuple[Cue, ...]
    moment: Moment
    binned: tuple[UUID, ...]
    windows: tuple[Window, ...] = ()
    planned: tuple[Step | Ritual, ...] = ()


@contextmanager
def lent(house: House, record: Record) -> Iterator[Browser]:
    """The owner's browser over a fresh vault with this record in it."""
    desk = Desk(Vault.in_memory(), house.ambient)
    browser = house.lend(desk)
    house.put(*record.people, *record.cues, *record.windows, *record.planned, record.moment)
    house.remove(*record.binned)
    yield browser


def named(record: Record) -> list[Person | Cue]:
    """The people and the cues."""
    everyone: list[Person | Cue] = []
    everyone += record.people
    return everyone + list(record.cues)


@st.composite
def records(draw: st.DrawFn) -> Record:
    """Any moment with any names: merged (in circles too), in the bin, told twice, sent and received."""
    ids = [UUID(int=number + 1) for number in range(8)]
    who = [replace(draw(some.people()), id=one, merged_into=None) for one in ids[: draw(st.integers(1, 3))]]
    what = [replace(draw(some.cues()), id=one, merged_into=None) for one in ids[3 : 3 + draw(st.integers(1, 4))]]
    people = [replace(one, merged_into=draw(_target(who, one))) for one in who]
    cues = [replace(one, merged_into=draw(_target(what, one))) for one in what]
    binned = [one for one in ids if draw(st.integers(0, 4)) == 0]
    moment = draw(
        some.moments(
            st.sampled_from([one.id for one in people]),
            st.sampled_from([one.id for one in cues]),
            st.just(UUID(int=99)),
            window_ids=st.sampled_from(PANES),
            step_ids=st.just(STEP),
            ritual_ids=st.just(RITUAL),
        )
    )
    windows = tuple(Window(id=one, label="a window", opening=draw(st.sampled_from(Opening))) for one in PANES)
    planned = (
        Step(id=STEP, label="a step"),
        Ritual(id=RITUAL, label="a ritual", occasion=draw(st.sampled_from(Occasion))),
    )
    there = [*(one.id for one in people), *(one.id for one in cues)]
    binned = [one for one in there if one in binned]
    binned += [one for one in (*PANES, STEP, RITUAL) if draw(st.integers(0, 4)) == 0]
    return Record(tuple(people), tuple(cues), moment, tuple(binned), windows, planned)


def _target(others: Sequence[Person | Cue], one: Person | Cue) -> st.SearchStrategy[UUID | None]:
    ids = [other.id for other in others if other.id != one.id]
    return st.none() | st.sampled_from(ids) if ids else st.none()


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """One app for all examples."""
    with House(tmp_path_factory.mktemp("house")).open() as opened:
        yield opened


@pytest.mark.system("S1")
@pytest.mark.care("C25")
@pytest.mark.parametrize("step", STEPS)
@given(record=records())
@settings(max_examples=examples(10, 40))
def test_sending_a_step_unchanged_changes_nothing(house: House, step: str, record: Record) -> None:
    """Any moment equals itself after any of its four forms is opened and sent as a browser would send it."""
    with lent(house, record) as browser:
        action = f"/moments/{record.moment.id}/{step}"
        form = browser.look(action).form(action)
        for button in (("go", "next"), None):
            answer = browser.submit(action, markup.sent_by(form, button))
            assert answer.status_code == 303
            assert house.find(record.moment) == record.moment
        draft = browser.submit(form.get("data-autosave"), markup.sent_by(form))
        assert draft.status_code == 204
        assert house.find(record.moment) == record.moment
        history = house.vault.read(lambda rows: rows.history(record.moment.id))
        assert [revision.change for revision in history] == ["created"]


@given(record=records())
@settings(max_examples=examples(10, 40))
def test_sending_the_pages_of_people_and_cues_unchanged_changes_nothing(house: House, record: Record) -> None:
    """Any person and any cue equals itself after its form is opened and sent, to the last letter of its note."""
    with lent(house, record) as browser:
        for one in named(record):
            if one.merged_into is not None or one.id in record.binned:
                continue
            room = "people" if isinstance(one, Person) else "cues"
            form = browser.look(f"/{room}/{one.id}").form(f"/{room}/{one.id}/change")
            assert browser.submit(form.get("action"), markup.sent_by(form)).status_code == 303
            assert one in (*house.all(Person), *house.all(Cue))


@given(told=some.texts(200), before=some.texts(200))
@settings(max_examples=examples(15, 60))
@pytest.mark.parametrize(("step", "field"), [("notice", "body"), ("name", "head"), ("ended", "note")])
def test_what_is_typed_is_what_is_kept(house: House, step: str, field: str, told: str, before: str) -> None:
    """Any text typed into a large field is kept to the letter, line ends told plainly, and shown again as it is."""
    told_before: dict[str, Any] = {field: before}
    moment = Moment(id=UUID(int=99), when=some_time(), **told_before)
    with lent(house, Record((), (), moment, ())) as browser:
        action = f"/moments/{moment.id}/{step}"
        typed = markup.sent_by(browser.look(action).form(action), ("go", "next"))
        pairs = [(name, told if name == field else value) for name, value in typed]
        assert browser.submit(action, pairs).status_code == 303
        kept = getattr(house.find(moment), field)
        assert _plain(kept) == _plain(told)
        shown = dict(markup.sent_by(browser.look(action).form(action)))[field]
        assert _plain(shown) == _plain(told)


@given(
    ticked=st.sets(st.sampled_from(["people", "cues", "sent"])),
    strength=st.sampled_from(["0.25", "0.5", "1.0"]),
    record=records(),
)
@settings(max_examples=examples(10, 40))
def test_only_what_is_touched_changes(house: House, ticked: set[str], strength: str, record: Record) -> None:
    """Ticking one more name or changing one strength leaves every other name of the moment under its own id."""
    with lent(house, record) as browser:
        action = f"/moments/{record.moment.id}/notice"
        form = browser.look(action).form(action)
        pairs = markup.sent_by(form, ("go", "next"))
        new = {(field, box.get("value")) for field in ticked for box in form.all("input") if box.get("name") == field}
        fields = [name for name, _ in pairs if name.startswith("strength-")][:1]
        pairs = [(name, strength if name in fields else value) for name, value in pairs]
        assert browser.submit(action, [*pairs, *(pair for pair in sorted(new) if pair not in pairs)]).status_code == 303
        kept = house.find(record.moment)
        assert kept.people[: len(record.moment.people)] == record.moment.people
        before = [(seen.cue, seen.direction) for seen in record.moment.cues]
        assert [(seen.cue, seen.direction) for seen in kept.cues][: len(before)] == before
        shown = {(Direction.SENT if name.startswith("strength-sent") else Direction.RECEIVED) for name in fields}
        for was, now in zip(record.moment.cues, kept.cues, strict=False):
            assert now.strength == was.strength or (was.direction in shown and now.strength == float(strength))
        assert replace(kept, people=record.moment.people, cues=record.moment.cues) == record.moment


def test_what_is_unticked_goes_under_every_name_it_has(house: House) -> None:
    """Taking away a person or a cue takes its merged names along, and leaves those in the bin alone."""
    a, b, c = (UUID(int=number) for number in (1, 2, 3))
    people = (Person(id=a, label="Ada"), Person(id=b, label="A.", merged_into=a), Person(id=c, label="Cy"))
    cues = (Cue(id=UUID(int=4), label="louder", channel=Channel.VOICE), Cue(id=UUID(int=5), label="loud"))
    seen = tuple(CueSeen(cue=cue.id, direction=way, strength=0.7) for cue in cues for way in Direction)
    moment = Moment(id=UUID(int=99), when=some_time(), people=(b, c, a), cues=seen)
    with lent(house, Record(people, cues, moment, (c, cues[1].id))) as browser:
        action = f"/moments/{moment.id}/notice"
        pairs = markup.sent_by(browser.look(action).form(action), ("go", "next"))
        told = [pair for pair in pairs if pair[0] not in ("people", "sent")]
        assert browser.submit(action, told).status_code == 303
        kept = house.find(moment)
        assert kept.people == (c,)
        assert kept.cues == (seen[0], *seen[2:])


def test_large_texts_pass_through_their_forms(house: House) -> None:
    """A note of a megabyte is shown and kept, whichever form it stands in."""
    long = "🫂" * 2**18
    moment = Moment(id=UUID(int=99), when=some_time(), note=long, head=long, body=long, expected_words=long)
    with lent(house, Record((), (), moment, ())) as browser:
        for step in STEPS:
            action = f"/moments/{moment.id}/{step}"
            pairs = markup.sent_by(markup.read(browser.get(action).text).form(action), ("go", "next"))
            sent = browser.post(action, content=urlencode(pairs).encode(), headers={"content-type": FORM})
            assert sent.status_code == 303
        assert house.find(moment) == moment


def some_time() -> LivedTime:
    """A time that any moment may have."""
    return LivedTime.at(MORNING, "Europe/Vienna")


def _plain(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "\ufffd")
