"""Whatever a diary holds, it is taken in, shown on every page and given out again, without a fault or an escape."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given, settings

from homing.companion import Desk
from homing.record import (
    Anchor,
    By,
    Cue,
    CueSeen,
    CycleMove,
    Direction,
    Early,
    FuzzyDate,
    LivedTime,
    Look,
    Memory,
    Moment,
    Need,
    Occasion,
    Opening,
    Pause,
    Person,
    Practised,
    Promise,
    Received,
    Record,
    Reward,
    Rhythm,
    Ritual,
    Round,
    Settling,
    Space,
    Step,
    Telling,
    Terms,
    Turn,
    Whose,
    Window,
    WindowSeen,
)
from homing.record.jsonl import read_jsonl, write_jsonl
from homing.vault import Vault
from tests import strategies as some
from tests.examples import examples
from tests.unit.web import markup
from tests.unit.web.markup import Element
from tests.unit.web.support import Browser, House, sound

FEW = 60
MANY = 5000
PARTS = 10


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """One app for all diaries; each gets a vault of its own."""
    with House(tmp_path_factory.mktemp("house")).open() as opened:
        yield opened


@given(diary=some.diaries())
@settings(max_examples=examples(5, FEW))
def test_a_hostile_diary_goes_through_every_page(house: House, diary: some.Diary) -> None:
    """Imported, shown, exported: every page is sound, every text is shown as text, everything comes out as it came."""
    walk(house, diary)


@pytest.mark.slow
@pytest.mark.parametrize("part", range(PARTS))
@given(diary=some.diaries())
@settings(max_examples=MANY // PARTS)
def test_five_thousand_hostile_diaries_go_through_every_page(house: House, part: int, diary: some.Diary) -> None:
    """The same for five thousand diaries, in ten parts that can run side by side."""
    assert part < PARTS
    walk(house, diary)


@pytest.mark.parametrize("text", some.HOSTILE, ids=range(len(some.HOSTILE)))
def test_one_hostile_text_in_every_field(house: House, text: str) -> None:
    """The same text as every name and in every field is shown as text on every page."""
    walk(house, full_of(text))


def test_a_hostile_note_of_a_megabyte(house: House) -> None:
    """A note of more than a quarter of a megabyte of tags, quotes and signs of four bytes is shown as text, too."""
    walk(house, full_of("<b>🫂</b>'; DROP TABLE record; --\r\n" * 2**13, label="M"))


def full_of(text: str, label: str = "") -> some.Diary:
    """A diary with this text in every field that can hold one."""
    name = label or (text if text.strip() else "x")
    person = Person(id=UUID(int=1), label=name, note=text)
    cue = Cue(id=UUID(int=2), label=name, note=text)
    moment = Moment(
        id=UUID(int=3),
        when=LivedTime(local=some.EDGES[1][1], zone="Europe/Berlin"),
        people=(person.id,),
        setting=cue.id,
        cues=(CueSeen(cue=cue.id), CueSeen(cue=cue.id, direction=Direction.SENT)),
        expected_words=text,
        head=text,
        body=text,
        small_thing=text,
        note=text,
        windows=(WindowSeen(window=UUID(int=5), opening=Opening.HALF),),
        step=UUID(int=12),
        ritual=UUID(int=13),
        received=Received.HEARD,
    )
    window = Window(
        id=UUID(int=5), label=name, people=(person.id,), circle=text, opening=Opening.AJAR, closes_when=text, why=text
    )
    told = (Telling(when=moment.when, to=person.id),)
    need = Need(id=UUID(int=6), label=name, will=text, people=(person.id,), window=window.id, tellings=told)
    look = Look(id=UUID(int=7), when=moment.when, cue=cue.id, moment=moment.id, words=text, step=text)
    memory = Memory(
        id=UUID(int=4), label=name, about=FuzzyDate("1994"), alarm=7, people=(person.id,), cues=(cue.id,), note=text
    )
    anchor = Anchor(id=UUID(int=8), label=name, words=text, person=person.id)
    tried = Settling(id=UUID(int=9), when=moment.when, anchor=anchor.id, people=(person.id,), setting=cue.id, note=text)
    pause = Pause(id=UUID(int=10), back=moment.when, people=(person.id,), note=text)
    terms = Terms(id=UUID(int=11), people=(person.id,), sentence=text, place=text, returning=text)
    settling = some.Diary(anchors=(anchor,), settlings=(tried,), pauses=(pause,), terms=(terms,))
    bubble = replace(settling, windows=(window,), needs=(need,), looks=(look,))
    named = replace(bubble, people=(person,), cues=(cue,), moments=(moment,), memories=(memory,))
    return with_practice(named, person.id, name, label or text)


def with_practice(diary: some.Diary, who: UUID, name: str, text: str) -> some.Diary:
    """The diary with this text in every field of practice that can hold one."""
    when = LivedTime(local=some.EDGES[1][1], zone="Europe/Berlin")
    parts: dict[str, Any] = dict.fromkeys(("look", "tone", "words", "touch", "place"), text)
    moves = tuple(Turn(by=by, move=CycleMove.WARM, words=text, underneath=text) for by in By)
    return replace(
        diary,
        steps=(Step(id=UUID(int=12), label=name, people=(who,), way_out=text),),
        rituals=(Ritual(id=UUID(int=13), label=name, occasion=Occasion.MEETING, people=(who,), **parts),),
        rhythms=(Rhythm(id=UUID(int=14), person=who, days=3),),
        promises=(Promise(id=UUID(int=15), label=name, whose=Whose.MINE, made=when, person=who, note=text),),
        spaces=(Space(id=UUID(int=16), label=name, person=who, where=text, bring=text),),
        rewards=(Reward(id=UUID(int=17), when=when, label=name, people=(who,), note=text),),
        early=(Early(id=UUID(int=18), when=when, words=text),),
        rounds=(Round(id=UUID(int=19), when=when, people=(who,), moves=moves, note=text),),
    )


def walk(house: House, diary: some.Diary) -> None:
    """Take a diary into an empty vault, open every room and everything in it, lay some in the bin, take it out."""
    browser = house.lend(Desk(Vault.in_memory(), house.ambient))
    lines = list(write_jsonl(diary.records, diary.forgotten, "a test"))
    twice = b"".join([*lines, *lines[1:]])
    assert "It is here" in sound(browser.post("/keep/import", files={"file": ("diary.jsonl", twice)})).text
    browser.submit("/names", [("show", "1")])
    for path in ("/today", "/moments", "/people", "/cues", "/keep"):
        browser.look(path)
    older = shown(browser.look("/older").text)
    assert all(seen(memory.label) in older for memory in diary.memories)
    for record in newest(diary.moments):
        look_at_moment(browser, record)
    for person in first(diary.people):
        look_at_named(browser, "people", person)
    for cue in first(diary.cues):
        look_at_named(browser, "cues", cue)
        browser.look(f"/cues/{cue.id}/forecast")
    entries: tuple[Record, ...] = (*diary.windows[:1], *diary.needs[:1], *diary.looks[:1])
    settled: tuple[Record, ...] = (*diary.anchors[:1], *diary.settlings[:1], *diary.pauses[:1], *diary.terms[:1])
    for entry in (*entries, *settled):
        browser.look(f"/entries/{entry.id}")
    for path in ("/anchors", "/settle", *(f"/anchors/{one.id}" for one in diary.anchors)):
        browser.look(path)
    for one in diary.settlings:
        browser.look(f"/anchors/tried/{one.id}")
    look_at_practice(browser, diary)
    diary = replace(diary, windows=tuple(closed_if_over(house, window) for window in diary.windows))
    exported = browser.submit("/keep/export")
    parsed = read_jsonl(exported.content.splitlines(keepends=True))
    assert parsed.faults == ()
    assert {placed.record.id: placed.record for placed in parsed.records} == {each.id: each for each in diary.records}
    assert set(parsed.tombstones) == set(diary.forgotten)
    assert browser.submit("/keep/export", [("format", "csv")]).status_code == 200
    for gone in (*newest(diary.moments), *first(diary.people), *first(diary.cues)):
        room = "moments" if isinstance(gone, Moment) else "people" if isinstance(gone, Person) else "cues"
        assert browser.submit(f"/{room}/{gone.id}/remove").status_code == 303
    for path in ("/keep/bin", "/moments", "/today"):
        browser.look(path)


def look_at_practice(browser: Browser, diary: some.Diary) -> None:
    """Every room of practice, one record of each kind with its history, and what is told with someone."""
    rooms: tuple[tuple[Practised, ...], ...] = (
        diary.steps,
        diary.rituals,
        diary.promises,
        diary.spaces,
        diary.rewards,
        diary.rounds,
    )
    for room, records in zip(("ladder", "rituals", "promises", "spaces", "rewards", "cycle"), rooms, strict=True):
        browser.look(f"/{room}")
        for record in records[:1]:
            browser.look(f"/{room}/{record.id}")
            browser.look(f"/entries/{record.id}")
    for one in (*[each.id for each in diary.rhythms[:1]], *[each.id for each in diary.early[:1]]):
        browser.look(f"/entries/{one}")
    for moment in newest(diary.moments):
        browser.look(f"/moments/{moment.id}/more")
        browser.look(f"/entries/{moment.id}")
    for person in first(diary.people):
        for path in ("/reassurance/{}", "/people/{}/trust", "/cycle/with/{}"):
            browser.look(path.format(person.id))
    for path in (
        "/practice",
        "/reassurance",
        "/early",
        "/therapist",
        *(f"/cycle/{one.id}/together" for one in diary.rounds),
    ):
        browser.look(path)


def closed_if_over(house: House, window: Window) -> Window:
    """The window as it is written down once anyone has looked: what is over is closed."""
    return replace(window, opening=window.standing(house.ambient.now()))


def newest(moments: Iterable[Moment]) -> list[Moment]:
    """The moment that stands first on the page."""
    return sorted(moments, key=lambda moment: (moment.when.utc, str(moment.id)))[-1:]


def first(records: Iterable[Person | Cue]) -> list[Person | Cue]:
    """Of people or cues one that has a page of its own."""
    return [record for record in records if record.merged_into is None][:1]


def look_at_moment(browser: Browser, record: Moment) -> None:
    """Its page says every word that was written, and its forms hold every word."""
    base = f"/moments/{record.id}"
    page = browser.look(base)
    for text in (record.body, record.head, record.note):
        assert seen(text) in shown(page.text)
    browser.look(f"{base}/expect")
    for step, field, text in (
        ("notice", "body", record.body),
        ("name", "head", record.head),
        ("name", "expected_words", record.expected_words),
        ("did", "", ""),
        ("ended", "note", record.note),
    ):
        form = browser.look(f"{base}/{step}").form(f"{base}/{step}")
        if field:
            assert in_form(form, field) == (shown(text) if field != "expected_words" else shown(text).replace("\n", ""))


def look_at_named(browser: Browser, room: str, record: Person | Cue) -> None:
    """Its page bears its name, and its form holds its note."""
    assert isinstance(record, Person | Cue)
    page = browser.look(f"/{room}/{record.id}")
    (heading,) = page.root.all("h1")
    assert seen(record.label) in shown(heading.text)
    form = page.form(f"/{room}/{record.id}/change")
    assert in_form(form, "note") == shown(record.note)
    assert in_form(form, "label") == shown(record.label).replace("\n", "")


def in_form(form: Element, field: str) -> str:
    """What a field of a form holds, with plain line ends."""
    (value,) = [value for name, value in markup.sent_by(form) if name == field]
    return value.replace("\r\n", "\n")


def seen(text: str) -> str:
    """A text as it stands on a page: a browser shows no NUL there."""
    return shown(text.replace("\0", ""))


def shown(text: str) -> str:
    """A text as a form can show it: plain line ends, a sign in place of NUL."""
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "\ufffd")
