"""The moments that matter, one screen each: reachable at once, calm, and with nothing personal before unlocking."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from homing.companion import anchors, doors, screens
from homing.companion.screens import Screen
from homing.record import Anchor, Anchoring, Cue, Danger, LivedTime, Moment, Need, Outcome, Person, Window
from homing.vault import VaultDamaged
from homing.words.screens import afterwards
from tests.unit.web.markup import Page
from tests.unit.web.support import DOOR, LOUDER, ROBIN, SKY, Browser, House, moment

FERN = Person(id=UUID(int=0x12), label="Fern of the well")
SENTENCE = Anchor(id=UUID(int=0x90), label="The harbour is still there.", kind=Anchoring.SENTENCE, words="said slowly")
FRIEND = Anchor(id=UUID(int=0x91), label="a voice I know", kind=Anchoring.PERSON, person=FERN.id)
NEIGHBOUR = Anchor(id=UUID(int=0x92), label="Bracken next door", kind=Anchoring.PERSON)
SCARY = Anchor(id=UUID(int=0x93), label="Robin of the hill", kind=Anchoring.PERSON, person=ROBIN.id)
WORDS = Need(id=UUID(int=0x94), label="I have to be up early.", will="I will sit near the window.", people=(SKY.id,))
OTHER = Need(id=UUID(int=0x95), label="some air", will="I will stay an hour.")
AFRAID = (Danger.AFRAID_TO_SAY_NO,)
TO_TWO = 17.0
"""Hours from the morning on which the tests stand to half past two at night."""


def links(page: Page) -> list[str]:
    """Where the page leads."""
    return [link.get("href") for link in page.root.all("a")]


def open_links(page: Page) -> list[str]:
    """Where it leads without opening a fold."""
    return [link.get("href") for link in page.root.all("a") if not link.within("details")]


@pytest.mark.care("C23")
def test_the_night_is_dark_and_holds_nothing_before_unlocking(house: House) -> None:
    """Whatever the device says the page is dark; a stranger gets an anchor, lines and a way to unlock, and no word."""
    owner = house.create()
    house.put(FERN, SENTENCE, FRIEND, NEIGHBOUR)
    for browser in (owner, house.browser()):
        page = browser.look("/night")
        assert next(page.root.all("html")).get("data-theme") == "dark"
        assert {"/help", "/settle", "/safe-now"} <= set(links(page))
        assert not list(page.root.all("nav", "footer"))
    page = house.browser().look("/night?kept=1")
    assert "Unlock to keep a line" in page.text
    assert "It is kept" not in page.text
    assert not list(page.root.all("textarea"))
    for own in ("harbour", "voice I know", "Fern", "Bracken", "F…", "B…"):
        assert own not in page.text


def test_without_a_diary_nothing_is_offered_to_be_kept(stranger: Browser) -> None:
    """Where there is no vault the night page speaks of none."""
    assert "Unlock" not in stranger.look("/night").text


@pytest.mark.system("S23")
@pytest.mark.care("C23")
def test_at_night_one_s_own_sentence_and_people_stand_there(house: House, owner: Browser) -> None:
    """Unlocked, the own sentence takes the place of ours; people stand with hidden names until one taps."""
    house.put(FERN)
    assert "Feel what carries you" in owner.look("/night").text
    house.put(
        SENTENCE, replace(SENTENCE, id=UUID(int=0x96), kind=Anchoring.PLACE, label="elsewhere"), FRIEND, NEIGHBOUR
    )
    page = owner.look("/night")
    assert "The harbour is still there." in page.text
    assert "elsewhere" not in page.text
    assert "F…" in page.text
    assert "B…" in page.text
    assert "Fern" not in page.text
    assert owner.press("/night", "/names").headers["location"] == "/night"
    page = owner.look("/night")
    assert "Fern of the well" in page.text
    assert "Bracken next door" in page.text


@pytest.mark.care("C23")
@pytest.mark.parametrize("path", ["/night", "/settle", "/pause"])
def test_a_damaged_diary_keeps_nobody_from_what_helps(
    owner: Browser, monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    """Where nothing of one's own can be read, what is for anyone stands there."""

    def refuse(*_: object) -> None:
        raise VaultDamaged

    monkeypatch.setattr(anchors, "kit", refuse)
    owner.submit("/pause", [("minutes", "20")])
    assert "/help" in links(owner.look(path))


@pytest.mark.care("C2")
def test_nobody_under_a_hold_is_someone_to_call(house: House, owner: Browser) -> None:
    """Whoever is marked as dangerous does not stand among the people of the night."""
    house.put(ROBIN, SCARY)
    assert "R…" in owner.look("/night").text
    house.put(moment(1, danger=AFRAID))
    assert "R…" not in owner.look("/night").text


@pytest.mark.system("S4")
def test_a_line_is_kept_in_one_tap(house: House, owner: Browser) -> None:
    """It becomes the note of a moment; the same form twice keeps one, an empty one none, a forgotten one stays so."""
    path = "/night"
    told = [("id", str(UUID(int=0x99))), ("note", "the owl again")]
    assert owner.submit(path, told).headers["location"] == "/night?kept=1"
    assert owner.submit(path, told).headers["location"] == "/night?kept=1"
    assert "It is kept" in owner.look("/night?kept=1").text
    (kept,) = house.all(Moment)
    assert (kept.note, kept.outcome, kept.people) == ("the owl again", None, ())
    assert owner.press(path, path, note="  ").headers["location"] == "/night"
    owner.press(f"/moments/{kept.id}", f"/moments/{kept.id}/forget")
    owner.submit(path, told)
    assert not house.all(Moment)
    assert owner.submit(path, [("id", "x"), ("note", "y")]).status_code == 422


@pytest.mark.care("C16")
def test_today_offers_at_most_what_fits(house: House, writer: Browser) -> None:
    """By day a fold; with words ready the door; at night the dark page, also while locked; in a pause its return."""
    page = writer.look("/today")
    assert not {"/night", "/door"} & set(open_links(page))
    assert {"/door", "/good"} <= set(links(page))
    house.put(WORDS)
    doors.take(house.desk, WORDS.id)
    assert "/door" in open_links(writer.look("/today"))
    assert "/night" not in links(house.browser().look("/"))
    house.clock.move(hours=TO_TWO)
    writer = house.browser(house.keeper.unlock("lantern under the plum tree"))
    page = writer.look("/today")
    assert "/night" in open_links(page)
    assert "/door" not in open_links(page)
    assert "/night" in links(house.browser().look("/"))
    writer.submit("/pause", [("minutes", "20")])
    page = writer.look("/today")
    assert not {"/night", "/door"} & set(open_links(page))
    assert {"/night", "/door", "/good"} <= set(links(page))
    assert open_links(page).count("/pause") == 1


@pytest.mark.care("C16")
@given(hour=st.integers(0, 23), pausing=st.booleans(), ready=st.booleans())
def test_at_most_one_screen_stands_open(hour: int, *, pausing: bool, ready: bool) -> None:
    """None during a pause; at night the dark page, else the door if words are ready; the others wait in a fold."""
    here = LivedTime.at(datetime(2026, 11, 21, hour, tzinfo=UTC), "UTC")
    fitting = screens.fitting(here, pausing=pausing, ready=ready)
    night = hour >= 22 or hour < 5
    shown = [fitting.first, *fitting.others]
    if pausing:
        assert fitting.first is None
    else:
        assert fitting.first is (Screen.NIGHT if night else Screen.DOOR if ready else None)
    assert len(set(shown)) == len(shown)
    assert {Screen.DOOR, Screen.GOOD} <= set(shown)
    assert (Screen.NIGHT in shown) is night


@pytest.mark.care("C23")
def test_the_night_is_reached_without_a_diary_and_from_settling(house: House) -> None:
    """The first page leads to it at night, and the foot of the settling page always does."""
    stranger = house.browser()
    assert "/night" not in links(stranger.look("/"))
    assert "/night" in links(stranger.look("/settle"))
    house.clock.move(hours=TO_TWO)
    assert "/night" in links(stranger.look("/"))


@pytest.mark.care("C12")
@pytest.mark.system("S20")
def test_words_for_the_door_stand_there_alone(house: House, writer: Browser) -> None:
    """Put down beforehand they stand large, without a number, a name or a room; pause and getting away are one tap."""
    empty = writer.look("/door")
    assert "I may go again" in empty.text
    told = {"will": WORDS.will, "label": WORDS.label, "people": str(SKY.id), "people_new": "Moss"}
    assert writer.press("/door/words", "/door/words", None, **told).headers["location"] == "/door"
    (need,) = house.all(Need)
    assert (need.label, need.will, need.window) == (WORDS.label, WORDS.will, None)
    assert len(need.people) == 2
    page = writer.look("/door")
    (main,) = page.root.all("main")
    assert next(page.root.all("h1")).text == WORDS.will
    assert WORDS.label in main.text
    assert not any(sign.isdigit() for sign in main.text)
    assert "S…" not in main.text
    assert not list(page.root.all("nav", "footer", "details"))
    assert "/pause" in links(page)
    assert page.form("/away")


@pytest.mark.care("C25")
def test_words_for_the_door_may_change(house: House, writer: Browser) -> None:
    """Sent unchanged they stay to the letter; they may change, stand beside new ones, be taken again, be forgotten."""
    house.put(replace(WORDS, will="I will sit\r\nnear the window."), OTHER)
    path = "/door/words"
    assert writer.press(path, "/door", ("need", str(WORDS.id))).headers["location"] == "/door"
    before = house.find(WORDS)
    assert writer.press(path, path, label=before.label).headers["location"] == "/door"
    assert house.find(WORDS) == before
    writer.press(path, path, label="It was good to see you.")
    assert house.find(WORDS).label == "It was good to see you."
    writer.press(path, path, ("as", "new"), label="I am off.", will="I will listen.")
    assert len(house.all(Need)) == 3
    assert "I will listen." in writer.look("/door").text
    assert writer.press(path, "/door", ("need", str(OTHER.id))).headers["location"] == "/door"
    assert OTHER.will in writer.look("/door").text
    writer.press(f"/needs/{OTHER.id}", f"/needs/{OTHER.id}/forget")
    assert "I may go again" in writer.look("/door").text
    assert writer.submit("/door", [("need", str(OTHER.id))]).status_code == 404
    assert writer.submit("/door", [("need", "x")]).status_code == 422


def test_a_door_needs_a_sentence(house: House, writer: Browser) -> None:
    """Without one nothing is kept, and what was typed stands there still; an intention may be left out."""
    path = "/door/words"
    refused = writer.press(path, path, will="I will listen.", label=" ")
    assert refused.status_code == 422
    assert "I will listen." in refused.text
    assert not house.all(Need)
    writer.press(path, path, label="I am off.")
    assert "You may go whenever you like" in writer.look("/door").text


@pytest.mark.care("C12")
def test_words_that_order_someone_about_are_kept_and_gently_turned(house: House, writer: Browser) -> None:
    """They are kept as they are, and the page offers to turn them round before the door."""
    path = "/door/words"
    told = {"label": "I have to go.", "will": "You must not shout at me."}
    assert writer.press(path, path, None, **told).headers["location"] == path
    assert "you can decide what you will do" in writer.look(path).text
    assert house.all(Need)[0].will == "You must not shout at me."


@pytest.mark.care("C5")
@pytest.mark.parametrize("people", [(ROBIN.id,), ()])
def test_at_the_door_of_someone_under_a_hold_the_quiet_ways_come_first(
    house: House, writer: Browser, people: tuple[UUID, ...]
) -> None:
    """Leaving without a word stands open, the own sentence in a fold, and getting away before the pause."""
    house.put(replace(WORDS, people=people), moment(1, danger=AFRAID))
    doors.take(house.desk, WORDS.id)
    page = writer.look("/door")
    assert "Nothing has to be said to go" in page.text
    assert [said.within("details") for said in page.root.all("p") if said.text == WORDS.label] == [True]
    assert page.text.index("I need to get away") < page.text.index("Pause")
    house.put(replace(WORDS, people=(SKY.id,)))
    assert "Nothing has to be said to go" not in writer.look("/door").text


@pytest.mark.care("C16")
@pytest.mark.system("S24")
def test_something_good_is_as_quick_as_something_hard(house: House, writer: Browser) -> None:
    """A chip and how it was: two taps; it is an ordinary moment, and the same form sent twice keeps one."""
    assert "/good" in open_links_of_good_card(house, writer)
    fresh = str(UUID(int=0x99))
    told = [
        ("id", fresh),
        ("cues", str(DOOR.id)),
        ("people", str(SKY.id)),
        ("note", "tea"),
        ("outcome", "met_with_care"),
    ]
    for _twice in range(2):
        assert writer.submit("/good", told).headers["location"] == f"/good/{fresh}"
    kept = next(one for one in house.all(Moment) if one.id == UUID(fresh))
    assert (kept.outcome, kept.people, [seen.cue for seen in kept.cues]) == (Outcome.CARE, (SKY.id,), [DOOR.id])
    assert kept.note == "tea"
    assert kept.danger == ()
    assert "An alarm afterwards is common" in writer.look(f"/good/{fresh}").text
    assert writer.press("/good", "/good", ("outcome", "okay"), note="the sea").status_code == 303
    assert {one.outcome for one in house.all(Moment) if one.note} == {Outcome.CARE, Outcome.OKAY}


def open_links_of_good_card(house: House, writer: Browser) -> list[str]:
    """Today's links once there is a moment."""
    house.put(moment(1, outcome=Outcome.OKAY))
    return open_links(writer.look("/today"))


@pytest.mark.parametrize("told", [[], [("outcome", "hurt_me")], [("outcome", "x")]])
def test_only_what_was_good_is_kept_there(house: House, writer: Browser, told: list[tuple[str, str]]) -> None:
    """No other outcome is taken, and none is assumed."""
    assert writer.submit("/good", [("id", str(UUID(int=0x99))), *told]).status_code == 422
    assert not house.all(Moment)


def test_a_first_good_thing_finds_words_to_tap(house: House, owner: Browser) -> None:
    """Without a cue or a person of one's own there are examples, and a field for an initial."""
    page = owner.press("/good", "/good", ("outcome", "okay"), starter="face|smiles", people_new="Fern")
    assert page.status_code == 303
    assert [cue.label for cue in house.all(Cue)] == ["smiles"]
    assert [person.label for person in house.all(Person)] == ["Fern"]
    many = [Cue(id=UUID(int=0x200 + at), label=f"thing {at}") for at in range(12)]
    more = [Person(id=UUID(int=0x300 + at), label=f"Person {at}") for at in range(9)]
    house.put(*many, *more)
    text = owner.look("/good").text
    assert all(cue.label in text for cue in many)
    assert text.index("smiles") < text.index("thing 0")


@pytest.mark.care("C2")
def test_after_something_good_an_old_alarm_is_spoken_of_only_where_it_may(house: House, writer: Browser) -> None:
    """Not of someone under a hold and not within a day of harm; then it is said that it can be right."""
    old, plain = afterwards(explains=True)[0], afterwards(explains=False)[0]
    house.put(moment(1, outcome=Outcome.OKAY), moment(2, people=(SKY.id,), outcome=Outcome.CARE))
    with_robin, with_sky = f"/good/{moment(1).id}", f"/good/{moment(2).id}"
    for path in ("/good", with_robin, with_sky):
        assert old in writer.look(path).text
    house.put(moment(3, hours=-240, danger=AFRAID))
    house.clock.move(days=2)
    writer = house.browser(house.keeper.unlock("lantern under the plum tree"))
    assert old in writer.look(with_sky).text
    for path in ("/good", with_robin):
        assert old not in writer.look(path).text
        assert plain in writer.look(path).text
    house.put(moment(4, hours=47, people=(SKY.id,), outcome=Outcome.FRIGHTENED))
    assert old not in writer.look(with_sky).text
    assert "An alarm afterwards" in writer.look(f"/good/{moment(4).id}").text


@pytest.mark.care("C2")
@pytest.mark.care("C5")
@pytest.mark.care("C26")
def test_after_harm_one_page_asks_first(house: House, writer: Browser, stranger: Browser) -> None:
    """It claims nothing was written, leads to lines before any advice, lets one get away, and shows no insight."""
    for browser in (writer, stranger):
        page = browser.look("/safe-now")
        assert next(page.root.all("h1")).text == "Are you safe now?"
        assert page.text.index("call the emergency number") < page.text.index("People to call or text")
        assert page.text.index("People to call or text") < page.text.index("near a door")
        assert page.form("/away")
        assert "you wrote" not in page.text
        assert not list(page.root.all("figure"))
    house.put(moment(1, outcome=Outcome.OKAY), moment(2, outcome=Outcome.FRIGHTENED))
    for number in (1, 2):
        assert "/safe-now" in open_links(writer.look(f"/moments/{moment(number).id}"))


def test_needs_lead_to_the_door(house: House, writer: Browser) -> None:
    """Where needs are put into words, the door is one tap away, and a need with a window does not wait there."""
    talks = Window(id=UUID(int=0x70), label="late talks")
    house.put(talks, OTHER, replace(WORDS, window=talks.id), replace(WORDS, id=UUID(int=0x97), will=""))
    assert "/door" in links(writer.look("/needs"))
    offered = writer.look("/door/words").root.all("button")
    assert [button.get("value") for button in offered if button.get("name") == "need"] == [str(OTHER.id)]
    assert LOUDER.label not in writer.look("/door").text
