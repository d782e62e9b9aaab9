"""The kit in the pages: open a way, try it in one tap, say whether it helped, or say nothing."""

from __future__ import annotations

import re
from dataclasses import replace
from uuid import UUID

import pytest

from homing.companion import rest
from homing.companion.anchors import Offered
from homing.engine.offers import Why
from homing.record import Anchor, Anchoring, Channel, Cue, FeltState, Helped, Person, Safe, Settling, Tool
from homing.web.render import HERE
from homing.words import anchors as said
from homing.words import label
from tests.unit.web import markup
from tests.unit.web.support import ROBIN, Browser, House, moment, sound

STONE = Anchor(id=UUID(int=0x50), label="a flat stone", kind=Anchoring.SENSATION, words="turn it over, slowly")
SHED = Cue(id=UUID(int=0x51), label="the shed", channel=Channel.SETTING)
pytestmark = pytest.mark.system("S23")


def way(k: int = 0, n: int = 0, worse: int = 0, why: Why = Why.NEW, tool: Tool | None = Tool.HUM) -> Offered:
    """A way as it is offered."""
    return Offered(anchor=None if tool else STONE, tool=tool, k=k, n=n, worse=worse, why=why)


def try_it(house: House, browser: Browser, tool: Tool) -> Settling:
    """Tap "I try this"; the try as it was kept."""
    assert browser.submit("/anchors/tried", [("tool", tool.value)]).status_code == 303
    return house.all(Settling)[-1]


def tries_that_helped() -> list[Settling]:
    """So many tries with the stone that helped that it stands among the first."""
    when = moment().when
    return [Settling(id=UUID(int=0x700 + n), when=when, anchor=STONE.id, helped=Helped.YES) for n in range(40)]


def tap(browser: Browser, path: str, name: str, value: str) -> None:
    """Press a button that is really there."""
    buttons = [(one.get("name"), one.get("value")) for one in browser.look(path).root.all("button")]
    assert (name, value) in buttons
    assert browser.submit(path, [(name, value)]).headers["location"] == path


@pytest.mark.parametrize(
    ("told", "words"),
    [
        (way(), "new for you"),
        (way(0, 1, 0, Why.TRIED), "tried once"),
        (way(0, 2, 0, Why.TRIED), "tried twice"),
        (way(0, 5, 0, Why.TRIED), "tried 5 times"),
        (way(1, 1, 0, Why.HELPED), "helped the one time you tried"),
        (way(5, 6, 0, Why.HELPED), "helped in 5 of 6 tries"),
        (way(5, 6, 1, Why.HELPED), "helped in 5 of 6 tries"),
        (way(0, 2, 1, Why.TRIED), "made it worse, so it waits here"),
    ],
)
def test_every_way_says_why_it_stands_there(told: Offered, words: str) -> None:
    """By counts alone, without a share or a promise."""
    assert said.why(told) == words


def test_every_way_has_something_to_do() -> None:
    """Own words where there are any; otherwise two sentences or so, for every tool and every kind of anchor."""
    assert said.what_to_do(STONE) == "turn it over, slowly"
    told = [said.what_to_do(one) for one in Tool]
    told += [said.what_to_do(replace(STONE, words="", kind=kind)) for kind in (*Anchoring, None)]
    told += [said.what_to_do(None)]
    assert all(len(words) > 30 and "!" not in words for words in told)
    assert all(said.after(helped, tool) for helped in Helped for tool in (Tool.HUM, Tool.BREATHE, None))


def test_what_to_do_stands_in_one_place() -> None:
    """No template tells again what to do with a tool."""
    written = "".join(path.read_text("utf-8") for path in (HERE / "templates").rglob("*.html"))
    assert [tool for tool in Tool if said.what_to_do(tool)[:40] in written] == []


def test_the_kit_shows_every_way_with_its_reason(house: House) -> None:
    """Own anchors and nine tools, each with what to do and one tap; how the order comes about is explained."""
    owner = house.create()
    assert owner.look("/anchors").text.count("new for you") == 9
    house.put(STONE)
    page = owner.look("/anchors")
    assert all(label(tool) in page.text and said.what_to_do(tool) in page.text for tool in Tool)
    assert STONE.label in page.text
    assert STONE.words in page.text
    assert page.text.count("I try this") == 10
    assert "Thompson sampling" in page.text


@pytest.mark.care("C23")
def test_settle_holds_no_content_before_unlocking(house: House) -> None:
    """A stranger sees the nine tools and nothing of the kit; its owner sees what is theirs or helped, up to three."""
    owner = house.create()
    stranger = house.browser()
    assert "/anchors" not in {a.get("href") for a in stranger.look("/settle").root.all("a")}
    assert "/anchors" in {a.get("href") for a in owner.look("/settle").root.all("a")}
    assert "What you hold on to" not in owner.look("/settle").text
    house.put(*(replace(STONE, id=UUID(int=0x60 + n), label=f"stone {n}") for n in range(4)))
    assert len(set(re.findall(r"stone \d", owner.look("/settle").text))) == 3
    for browser in (stranger, house.browser()):
        text = browser.look("/settle").text
        assert "stone" not in text.replace("a key, a stone", "")
        assert all(label(tool) in text for tool in Tool)


def test_one_tap_tries_it_and_one_says_whether_it_helped(house: House) -> None:
    """From the kit to the answer and how it is now; each tap is kept at once, and nothing is asked twice."""
    owner = house.create()
    one = f"/anchors/tried/{try_it(house, owner, Tool.FEET).id}"
    page = owner.look(one)
    assert "did that help?" in page.text
    assert "And how is it in you now?" not in page.text
    tap(owner, one, "before", "on_edge")
    assert "as you begin" not in owner.look(one).text
    house.clock.move(minutes=7)
    tap(owner, one, "helped", "a_little")
    page = owner.look(one)
    assert "A little is enough" in page.text
    assert "And how is it in you now?" in page.text
    tap(owner, one, "after", "settled")
    (kept,) = house.all(Settling)
    assert (kept.before, kept.helped, kept.after, kept.minutes) == (
        FeltState.ON_EDGE,
        Helped.A_LITTLE,
        FeltState.SETTLED,
        7,
    )
    text = owner.look(one).text
    assert "after 7 minutes" in text
    assert "And how is it in you now?" not in text
    assert "helped the one time you tried" in owner.look("/anchors").text


@pytest.mark.care("C15")
def test_breath_that_made_it_worse(house: House) -> None:
    """It is met kindly, breath stands last, and something that moves or looks outward is one tap away."""
    owner = house.create()
    one = f"/anchors/tried/{try_it(house, owner, Tool.BREATHE).id}"
    assert "Nothing is held" in owner.look(one).text
    tap(owner, one, "helped", "made_it_worse")
    page = owner.look(one)
    assert "you never have to use it" in page.text
    assert "Something that moves, or looks outward" in page.text
    assert "/help" in {a.get("href") for a in page.root.all("a")}
    names = re.findall(r'<span class="way-name">([^<]+)</span>', owner.get("/anchors").text)
    assert names[-1] == label(Tool.BREATHE)
    assert "made it worse, so it waits here" in owner.look("/anchors").text
    form = next(form for form in page.root.all("form") if form.get("action") == "/anchors/tried")
    assert owner.submit("/anchors/tried", markup.sent_by(form)).headers["location"] != one
    assert house.all(Settling)[-1].tool is not Tool.BREATHE


@pytest.mark.care("C16")
def test_while_resting_nothing_is_asked(house: House) -> None:
    """The kit stands without reasons; a try asks nothing, though it may be told, and offers nothing instead."""
    owner = house.create()
    rest.begin(house.desk, rest.DAYS[0])
    text = owner.look("/anchors").text
    assert "new for you" not in text
    assert "Why they stand" not in text
    one = f"/anchors/tried/{try_it(house, owner, Tool.HUM).id}"
    assert "nothing is asked" in owner.look(one).text
    tap(owner, one, "helped", "no")
    text = owner.look(one).text
    assert "no failure of yours" in text
    assert "how is it in you now" not in text
    assert "Something that moves" not in text


def test_an_anchor_of_one_s_own(house: House) -> None:
    """Added with a person, shown with names hidden, changed to the letter, forgotten; without words it is not kept."""
    owner = house.create()
    house.put(ROBIN)
    sound(owner.submit("/anchors", [("label", "  ")]), 422)
    told = {"label": "the porch", "kind": "place", "words": "count the boards", "person": str(ROBIN.id)}
    here = owner.press("/anchors", "/anchors", None, **told).headers["location"]
    (kept,) = house.all(Anchor)
    assert (kept.label, kept.kind, kept.words, kept.person) == (
        "the porch",
        Anchoring.PLACE,
        "count the boards",
        ROBIN.id,
    )
    page = owner.look(here)
    assert "count the boards" in page.text
    assert ROBIN.label not in page.text
    assert owner.press(here, "/names").headers["location"] == here
    assert ROBIN.label in owner.look(here).text
    assert owner.press(here, f"{here}/change").headers["location"] == here
    assert house.find(kept) == kept
    assert owner.submit(f"{here}/change", [("label", "the back porch")]).headers["location"] == here
    assert house.find(kept) == replace(kept, label="the back porch")
    owner.press(here, f"{here}/change", person="", kind="")
    assert house.find(kept) == replace(kept, label="the back porch", person=None, kind=None)
    sound(owner.submit(f"{here}/change", [("label", " ")]), 422)
    owner.press(here, f"{here}/change", person_new="Sorrel, Fennel")
    named = house.find(kept).person
    assert [one.label for one in house.all(Person) if one.id == named] == ["Sorrel"]
    assert owner.press(here, f"{here}/forget").headers["location"] == "/anchors"
    assert house.forgotten(kept.id)


@pytest.mark.system("S23")
def test_reassurance_may_be_a_sentence_of_one_s_own(house: House) -> None:
    """The form says quietly that a part of oneself may still need to hear something; the sentence stands large."""
    owner = house.create()
    assert "A part of you may still need to hear something" in owner.look("/anchors").text
    told = {"label": "for the small one", "kind": "sentence", "words": "You are not late. I waited."}
    here = owner.press("/anchors", "/anchors", None, **told).headers["location"]
    assert "You are not late. I waited." in owner.look(here).text


def test_an_anchor_tells_of_its_tries(house: House) -> None:
    """When it was tried and what it did; with whom and where can be told afterwards, and stay as told."""
    owner = house.create()
    house.put(STONE, ROBIN, SHED)
    one = owner.press(f"/anchors/{STONE.id}", "/anchors/tried").headers["location"]
    tap(owner, one, "helped", "yes")
    owner.submit(one, [("before", "far_away"), ("after", "settled")])
    assert "far away → settled" in owner.look(f"/anchors/{STONE.id}").text
    pairs = [("people", str(ROBIN.id)), ("people_new", "Sorrel"), ("setting", str(SHED.id)), ("note", "dusk")]
    assert owner.submit(one, pairs).headers["location"] == one
    (kept,) = house.all(Settling)
    assert (kept.people[0], len(kept.people), kept.setting, kept.note) == (ROBIN.id, 2, SHED.id, "dusk")
    form = next(form for form in owner.look(one).root.all("form") if any(form.all("textarea")))
    owner.submit(one, markup.sent_by(form))
    assert house.find(kept) == kept


@pytest.mark.care("C2")
def test_a_held_person_is_not_offered(house: House) -> None:
    """Neither in the kit nor on the page for settling; the anchor's own page tells of no tries."""
    owner = house.create()
    held = replace(STONE, label="her velvet voice", person=ROBIN.id)
    house.put(ROBIN, held, moment(1, safe=Safe.NO), Settling(id=UUID(int=0x55), when=moment().when, anchor=held.id))
    for path in ("/anchors", "/settle"):
        assert "her velvet voice" not in owner.look(path).text
    page = owner.look(f"/anchors/{held.id}")
    assert "When you tried it" not in page.text
    assert "I try this" not in page.text
    assert STONE.words in page.text
    house.put(replace(held, words=""))
    assert "Bring them to mind" not in owner.look(f"/anchors/{held.id}").text


@pytest.mark.care("C23")
def test_an_anchor_that_is_a_person_is_a_name(house: House) -> None:
    """It stands hidden wherever it is offered, during a pause too, until names are shown."""
    owner = house.create()
    house.put(ROBIN, replace(STONE, label="Marigold", kind=Anchoring.PERSON), *tries_that_helped())
    owner.submit("/pause", [("minutes", "20")])
    one = owner.submit("/anchors/tried", [("anchor", str(STONE.id))]).headers["location"]
    paths = ("/anchors", "/settle", "/pause", f"/anchors/{STONE.id}", one)
    for path in paths:
        page = owner.look(path)
        assert "M…" in page.text
        assert "Marigold" not in page.text
    assert owner.press("/anchors", "/names").headers["location"] == "/anchors"
    assert all("Marigold" in owner.look(path).text for path in paths)
    owner.submit("/names", [("show", "0")])
    here = f"/anchors/{STONE.id}"
    for words, shown in ((f"the hum of {ROBIN.label}", False), ("the humming at the oven", True)):
        house.put(replace(STONE, label=words, kind=Anchoring.PERSON, person=ROBIN.id))
        assert (next(owner.look(here).root.all("h1")).text == words) is shown


@pytest.mark.parametrize(
    "told",
    [
        [],
        [("tool", "sprint")],
        [("anchor", "x")],
        [("tool", "hum"), ("anchor", str(STONE.id))],
        [("tool", "hum"), ("before", "x")],
    ],
)
def test_what_no_form_of_ours_sends_is_refused(house: House, told: list[tuple[str, str]]) -> None:
    """Neither an anchor nor a tool, both, or what is none, changes nothing."""
    owner = house.create()
    house.put(STONE)
    sound(owner.submit("/anchors/tried", told), 422)
    assert house.all(Settling) == []


@pytest.mark.care("C25")
def test_each_is_an_entry(house: House) -> None:
    """A try and an anchor have a history, a copy, the bin and forgetting; a try says what it was with."""
    owner = house.create()
    house.put(STONE)
    owner.press(f"/anchors/{STONE.id}", "/anchors/tried")
    (one,) = house.all(Settling)
    assert STONE.label in owner.look(f"/entries/{one.id}").text
    assert b"a flat stone" in owner.press(f"/entries/{one.id}", f"/entries/{one.id}/export").content
    assert owner.press(f"/entries/{one.id}", f"/entries/{one.id}/remove").headers["location"] == "/anchors"
    assert "A try at settling" in owner.look("/keep/bin").text
    assert owner.press(f"/entries/{STONE.id}", f"/entries/{STONE.id}/remove").headers["location"] == "/anchors"
    assert STONE.label in owner.look("/keep/bin").text
    owner.look(f"/anchors/{STONE.id}", 404)
