"""The guided flow in the middle of a moment, by forms alone; and the page for when no one feels safe."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest

from homing.companion import rest
from homing.companion.plain import Guise
from homing.record import (
    Channel,
    Choice,
    Cue,
    CueSeen,
    Danger,
    Direction,
    Expected,
    FeltState,
    LivedTime,
    Look,
    Moment,
    Need,
    Opening,
    Outcome,
    Person,
    Safe,
    Window,
)
from homing.record.lived import FuzzyDate
from tests.unit.web.support import DOOR, LOUDER, MORNING, ROBIN, SKY, ZONE, Browser, House, moment

HERE = UUID(int=0x77)
BASE = f"/now/{HERE}"


def told(browser: Browser, step: str, *pairs: tuple[str, str], base: str = BASE) -> str:
    """Send a step; where it leads."""
    answer = browser.submit(f"{base}/{step}", list(pairs))
    assert answer.status_code == 303
    return answer.headers["location"]


def kept(house: House) -> Moment:
    """The one moment there is."""
    (one,) = house.all(Moment)
    return one


@pytest.mark.system("S4")
def test_the_whole_flow(house: House, writer: Browser) -> None:
    """Begin, pause, notice, name, choose, one small thing, done: each step keeps what it was told and leads on."""
    base = writer.get("/now").headers["location"].removesuffix("/pause")
    assert house.all(Moment) == []
    assert writer.press(f"{base}/pause", f"{base}/pause", ("go", "next")).headers["location"] == f"{base}/notice"
    assert house.all(Moment) == []
    page = {"people": str(ROBIN.id), "cues": str(LOUDER.id), "state": "on_edge"}
    answer = writer.press(f"{base}/notice", f"{base}/notice", ("go", "next"), **page)
    assert answer.headers["location"] == f"{base}/name"
    answer = writer.press(f"{base}/name", f"{base}/name", ("alarm", "7"), expected="to_be_left")
    assert answer.headers["location"] == f"{base}/choose"
    assert told(writer, "choose", ("choice", "step_back"), base=base) == f"{base}/next"
    assert told(writer, "next", ("small_thing", ""), ("thing", "say: not now"), base=base) == f"{base}/done"
    assert kept(house) == Moment(
        id=UUID(base.split("/")[-1]),
        when=LivedTime.at(MORNING, ZONE),
        people=(ROBIN.id,),
        cues=(CueSeen(cue=LOUDER.id),),
        state=FeltState.ON_EDGE,
        alarm=7,
        expected=(Expected.LEFT,),
        choice=Choice.STEP_BACK,
        small_thing="say: not now",
    )
    done = writer.look(f"{base}/done").text
    assert "say: not now" in done
    assert "step back" in writer.look(base.replace("now", "moments")).text
    assert "You chose: step back." in writer.look(f"{base.replace('now', 'moments')}/did").text


@pytest.mark.system("S4")
def test_every_step_may_be_skipped(house: House, owner: Browser) -> None:
    """Going on without a word leads through every step, keeps nothing, and says so."""
    for step, after in zip(
        ("pause", "notice", "name", "choose", "next"), ("notice", "name", "choose", "next", "done"), strict=True
    ):
        owner.look(f"{BASE}/{step}")
        assert owner.press(f"{BASE}/{step}", f"{BASE}/{step}", ("go", "next")).headers["location"] == f"{BASE}/{after}"
    assert "Nothing was kept" in owner.look(f"{BASE}/done").text
    assert house.all(Moment) == []
    assert "You were in the middle of this" not in owner.look("/today").text


def test_going_back_loses_nothing(house: House, writer: Browser) -> None:
    """Back keeps what the step holds; a step sent again as it stands changes nothing."""
    assert told(writer, "pause", ("go", "back")) == f"{BASE}/pause"
    told(writer, "notice", ("people", str(ROBIN.id)), ("cues", str(LOUDER.id)), ("cues", str(DOOR.id)), ("go", "next"))
    assert told(writer, "name", ("alarm", "5"), ("go", "back")) == f"{BASE}/notice"
    told(writer, "choose", ("choice", "out"))
    told(writer, "next", ("small_thing", "tea"), ("go", "next"))
    before = kept(house)
    for step in ("pause", "notice", "name", "choose", "next"):
        writer.press(f"{BASE}/{step}", f"{BASE}/{step}", ("go", "next"))
    assert kept(house) == before


def test_what_the_chips_do_not_show_stays(house: House, writer: Browser) -> None:
    """A cue that came from me, its strength, the place and the body's words outlive the short list of chips."""
    kitchen = Cue(id=UUID(int=0x40), label="kitchen", channel=Channel.SETTING)
    more = [Cue(id=UUID(int=0x100 + n), label=f"cue {n}") for n in range(12)]
    people = [Person(id=UUID(int=0x200 + n), label=f"P{n}") for n in range(9)]
    seen = (CueSeen(cue=more[11].id, strength=0.5), CueSeen(cue=LOUDER.id, direction=Direction.SENT))
    there = moment(1, cues=seen, people=(people[8].id,), setting=kitchen.id, body="shoulders", choice=Choice.STAY)
    house.put(kitchen, *more, *people, there)
    base = f"/now/{there.id}"
    for step in ("notice", "name", "choose", "next"):
        writer.press(f"{base}/{step}", f"{base}/{step}", ("go", "next"))
    assert house.find(there) == there


@pytest.mark.care("C23")
def test_names_are_hidden_until_tapped(house: House, writer: Browser) -> None:
    """Names are initials until one taps "Show names", and the tap loses nothing."""
    house.put(moment(1, people=(SKY.id,)))
    assert SKY.label not in writer.get(f"{BASE}/notice").text
    assert told(writer, "notice", ("people", str(SKY.id)), ("go", "names")) == f"{BASE}/notice"
    page = writer.look(f"{BASE}/notice")
    assert SKY.label in page.text
    assert "Show names" not in page.text
    assert Moment(id=HERE, when=LivedTime.at(MORNING, ZONE), people=(SKY.id,)) in house.all(Moment)


def test_a_draft_is_kept_without_new_names(house: House, owner: Browser) -> None:
    """A draft keeps what is ticked, leaves out names still being typed, and remembers the step."""
    pairs = [("state", "mixed"), ("cues_new", "a hal"), ("starter", "face|smiles")]
    assert owner.submit(f"{BASE}/notice?draft=1", pairs).status_code == 204
    assert kept(house).state is FeltState.MIXED
    assert house.all(Cue) == []
    assert f"{BASE}/notice" in owner.get("/today").text
    told(owner, "notice", *pairs)
    assert [cue.label for cue in house.all(Cue)] == ["a hal", "smiles"]


@pytest.mark.system("S4")
def test_today_offers_what_was_broken_off(house: House, writer: Browser) -> None:
    """After a lock Today offers the moment at the step where it stopped, until one leaves it or gives it an ending."""
    told(writer, "notice", ("cues", str(LOUDER.id)), ("go", "next"))
    house.keeper.lock()
    again = house.browser(house.keeper.unlock("lantern under the plum tree"))
    page = again.look("/today")
    assert "You were in the middle of this" in page.text
    assert f'href="{BASE}/name"' in again.get("/today").text
    assert again.press("/today", f"{BASE}/leave").headers["location"] == "/today"
    assert "You were in the middle of this" not in again.look("/today").text
    assert kept(house).cues == (CueSeen(cue=LOUDER.id),)


@pytest.mark.care("C2")
@pytest.mark.parametrize("step", ["pause", "notice", "name", "choose", "next"])
def test_not_safe_is_one_tap_away(house: House, writer: Browser, step: str) -> None:
    """From every step "I am not safe" keeps the moment as it is, marks it, and leads to care; nothing leads back in."""
    told(writer, "notice", ("people", str(ROBIN.id)), ("go", "next"))
    sent = [("people", str(ROBIN.id))] if step == "notice" else []
    assert told(writer, step, *sent, ("go", "unsafe")) == "/safe-now"
    assert (kept(house).safe, kept(house).people) == (Safe.NO, (ROBIN.id,))
    assert "You were in the middle of this" not in writer.look("/today").text
    assert writer.get(f"{BASE}/done").headers["location"] == "/safe-now"


def test_not_safe_before_anything_was_told(house: House, owner: Browser) -> None:
    """The mark alone is kept, too."""
    assert told(owner, "pause", ("go", "unsafe")) == "/safe-now"
    assert kept(house).is_dangerous


@pytest.mark.system("S2")
@pytest.mark.care("C6")
def test_the_record_is_asked_in_one_line(house: House, writer: Browser) -> None:
    """Only when asked, one line of counts stands on the page, without a share."""
    house.put(*(moment(n, hours=-30 * n, alarm=8, outcome=Outcome.OKAY) for n in range(1, 4)))
    told(writer, "notice", ("people", str(ROBIN.id)), ("cues", str(LOUDER.id)), ("go", "next"))
    for step in ("name", "choose"):
        assert "these moments" not in writer.look(f"{BASE}/{step}").text
        asked = told(writer, step, ("go", "ask"))
        assert asked == f"{BASE}/{step}?asked=1"
        text = writer.look(asked).text
        assert "The alarm rang in all 3 of these moments. It came before hurt in 0 of the 3 you finished." in text
        assert "%" not in text
        assert "the voice rises" in text


def test_asking_before_anything_is_named(owner: Browser) -> None:
    """With nobody and nothing named it is said that there is nothing to count."""
    assert "nothing to count" in owner.look(f"{BASE}/choose?asked=1").text


def test_asking_of_a_person_or_a_cue_alone(house: House, writer: Browser) -> None:
    """Without a cue the line is about the person; without a person about the cue."""
    house.put(*(moment(n, hours=-30 * n, alarm=8) for n in range(1, 4)))
    told(writer, "notice", ("cues", str(LOUDER.id)))
    assert "When this came: the voice rises" in writer.look(f"{BASE}/name?asked=1").text
    told(writer, "notice", ("people", str(ROBIN.id)))
    assert "With R…" in writer.look(f"{BASE}/name?asked=1").text


@pytest.mark.care("C2")
@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"danger": (Danger.FORCED,), "hours": -2000.0}, "you marked danger"),
        ({"outcome": Outcome.FRIGHTENED}, "are you safe now?"),
    ],
    ids=["hold", "harm"],
)
def test_care_stands_before_the_line(house: House, writer: Browser, fields: dict[str, Any], sentence: str) -> None:
    """After danger or harm the answer is a kind sentence, and no number."""
    house.put(moment(1, **fields), moment(2, hours=-3000, alarm=9))
    told(writer, "notice", ("people", str(ROBIN.id)))
    text = writer.look(f"{BASE}/choose?asked=1").text
    assert sentence in text
    assert "rang" not in text


@pytest.mark.parametrize("choice", ["", *Choice])
def test_each_choice_has_small_things(writer: Browser, choice: str) -> None:
    """After every choice, and after none, there are things small enough for a minute, help, and a way past them."""
    told(writer, "choose", ("choice", choice))
    text = writer.look(f"{BASE}/next").text
    for word in ("Pause, with a time to come back", "Settle now", "Someone to call or text", "I need to get away"):
        assert text.count(word) == 1
    assert "Go on without one" in text


@pytest.mark.system("S20")
def test_own_needs_and_open_windows_are_at_hand(house: House, writer: Browser) -> None:
    """One's own sentences and the windows that stand open for this person are among the small things."""
    house.put(
        Need(id=UUID(int=1), label="quiet", will="I will sit by the door.", people=(ROBIN.id,)),
        Window(id=UUID(int=2), label="work worries", people=(ROBIN.id,), opening=Opening.HALF),
    )
    told(writer, "notice", ("people", str(ROBIN.id)))
    page = writer.get(f"{BASE}/next").text
    assert "I will sit by the door." in page
    assert f'href="/windows/{UUID(int=2)}"' in page
    told(writer, "next", ("small_thing", ""), ("thing", "I will sit by the door."))
    assert 'aria-pressed="true"><span>I will sit by the door.' in writer.get(f"{BASE}/next").text


@pytest.mark.care("C5")
def test_nothing_is_announced_where_there_was_danger(house: House, writer: Browser) -> None:
    """With someone under a hold neither a sentence to say nor a step closer is offered, only the quiet things."""
    house.put(
        moment(1, hours=-2000, danger=(Danger.THREATENED,)),
        Need(id=UUID(int=1), label="quiet", will="I will say so."),
    )
    told(writer, "notice", ("people", str(ROBIN.id)))
    told(writer, "choose", ("choice", "closer"))
    text = writer.look(f"{BASE}/next").text
    assert "I will say so." not in text
    assert "sit a little nearer" not in text
    assert "tell someone safe, later" in text


@pytest.mark.parametrize(("go", "address"), [("pause", "/pause"), ("settle", "/settle"), ("help", "/help")])
def test_a_thing_with_a_page_of_its_own(house: House, writer: Browser, go: str, address: str) -> None:
    """Pause, settle and someone to call are kept as the small thing and lead to their page at once."""
    told(writer, "choose", ("choice", "stay"))
    assert told(writer, "next", ("small_thing", ""), ("go", go)) == address
    assert kept(house).small_thing
    assert "You were in the middle of this" not in writer.look("/today").text


@pytest.mark.care("C11")
def test_getting_away_leaves_no_trace(house: House, writer: Browser) -> None:
    """ "I need to get away" keeps nothing, drops a return time, asks nothing later, and goes at once."""
    writer.submit("/pause", [("minutes", "20")])
    told(writer, "choose", ("choice", "out"))
    before = kept(house)
    answer = writer.submit(f"{BASE}/next", [("small_thing", "half a word"), ("go", "away")])
    assert (answer.status_code, answer.headers["location"]) == (307, "/away")
    assert writer.submit("/away").headers["location"] == "/away"
    assert house.keeper.plain.back is None
    assert kept(house) == before
    assert "You were in the middle of this" not in writer.look("/today").text


def test_what_is_not_there(house: House, owner: Browser) -> None:
    """A step that there is not, a form for the last page, a forgotten moment and a strange word are refused."""
    there = moment(1)
    house.put(there)
    assert owner.get(f"{BASE}/later").status_code == 404
    assert owner.submit(f"{BASE}/done").status_code == 404
    assert owner.submit(f"{BASE}/choose", [("choice", "win")]).status_code == 422
    house.remove(there.id)
    assert owner.get(f"/now/{there.id}/notice").status_code == 404
    assert house.all(Moment) == []


def test_an_alarm_between_the_tiles_is_told(house: House, owner: Browser) -> None:
    """A loudness told elsewhere that no tile has is said in words; one that has a tile is marked on it."""
    there = moment(1, alarm=6)
    house.put(there)
    assert "You said 6 of 10." in owner.look(f"/now/{there.id}/name").text
    house.put(replace(there, alarm=7))
    page = owner.get(f"/now/{there.id}/name").text
    assert "You said" not in page
    assert page.count('aria-pressed="true"') == 1


@pytest.mark.system("S5")
@pytest.mark.care("C23")
def test_today_tells_what_is_open(house: House, writer: Browser) -> None:
    """What stands open is on Today with how far and until when, for whom only when names are shown."""
    until = LivedTime.at(MORNING.replace(hour=20), ZONE)
    house.put(Window(id=UUID(int=2), label="work worries", people=(ROBIN.id,), opening=Opening.HALF, until=until))
    text = writer.look("/today").text
    assert "half open · until 21:30" in text
    assert "for someone" in text
    writer.submit("/names", [("show", "1")])
    assert f"for {ROBIN.label}" in writer.look("/today").text


def test_today_tells_of_a_look_that_is_due(house: House, writer: Browser) -> None:
    """An old cue that the person wanted to look at again is among the gentle things, and not while resting."""
    when = LivedTime.at(MORNING.replace(month=10), ZONE)
    house.put(moment(1, hours=-900, alarm=8, outcome=Outcome.OKAY))
    house.put(Look(id=UUID(int=3), when=when, cue=LOUDER.id, safe=Safe.YES, again=FuzzyDate("2026-11-20")))
    assert f'href="/cues/{LOUDER.id}/look"' in writer.get("/today").text
    rest.begin(house.desk, 1)
    assert "look" not in writer.get("/today").text.split("<main")[1].lower().replace("look at it", "")


@pytest.mark.care("C23")
def test_the_discreet_empty_look_stays(owner: Browser) -> None:
    """In disguise an empty diary shows nothing of what it is for."""
    owner.submit("/keep/quiet/name", [("name", Guise.LISTS.value)])
    text = owner.get("/today").text
    assert "Something is happening" not in text
    assert "Nothing here yet." in text


@pytest.mark.system("S3")
def test_no_one_asks_first(house: House, owner: Browser) -> None:
    """Whether someone keeps others away is asked before anything; no step stands on that page."""
    page = owner.look("/no-one")
    assert "Does someone keep others away from you" in page.text
    assert "I will" not in page.text
    assert house.all(Need) == []


@pytest.mark.system("S3")
@pytest.mark.care("C17")
def test_kept_away_leads_to_care(house: House, owner: Browser) -> None:
    """ "Yes" leads to lines and no step; nothing of the answer is kept, and the address stays the same."""
    before = house.vault.read(lambda rows: list(rows.everything()))
    answer = owner.submit("/no-one", [("kept_away", "yes")])
    assert (answer.status_code, "location" in answer.headers) == (200, False)
    assert 'href="/help"' in answer.text
    assert "I will" not in answer.text
    assert house.vault.read(lambda rows: list(rows.everything())) == before


@pytest.mark.system("S3")
@pytest.mark.parametrize(("answer", "lines"), [("no", 1), ("not_sure", 2)])
def test_the_smallest_step(house: House, owner: Browser, answer: str, lines: int) -> None:
    """ "No" and "not sure" lead to the smallest step; it is kept in its words as a need. Not sure names a line, too."""
    page = owner.submit("/no-one", [("kept_away", answer)])
    assert page.text.split("<main")[1].count('href="/help"') == lines
    sent = [("id", str(HERE)), ("example", "I will nod to a neighbour."), ("will", "")]
    assert "It is kept" in owner.submit("/no-one", sent).text
    assert [need.will for need in house.all(Need)] == ["I will nod to a neighbour."]
    owner.submit("/no-one", [("id", str(UUID(int=5))), ("example", "I will nod."), ("will", " I will feed the cat. ")])
    assert [need.will for need in house.all(Need)][1:] == ["I will feed the cat."]
    assert owner.submit("/no-one", [("kept_away", "perhaps")]).status_code == 422


@pytest.mark.system("S3")
@pytest.mark.care("C6")
def test_it_is_recognised_in_counts(house: House, writer: Browser) -> None:
    """After five moments with two people that did not end well, Today leads there, in counts, never a verdict."""
    assert "/no-one" in writer.get("/people").text
    people = (ROBIN.id, SKY.id)
    house.put(*(moment(n, people=(people[n % 2],), outcome=Outcome.MISSED) for n in range(1, 6)))
    assert "When no one feels safe" in writer.look("/today").text
    text = writer.look("/no-one").text
    assert "Of the 5 moments you finished in the last sixty days, with 2 people, none ended with care, or okay." in text
    house.put(moment(9, outcome=Outcome.CARE))
    assert "When no one feels safe" not in writer.look("/today").text
