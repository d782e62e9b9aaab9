"""The pages of an old cue: safety first, counts before the question, and the record on request alone."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from homing.record import Belongs, Danger, FuzzyDate, Look, Memory, Outcome, Person, Safe
from tests.unit.web.support import DOOR, LOUDER, ROBIN, SKY, Browser, House, moment

CUE = f"/cues/{LOUDER.id}/look"


def lived(house: House, **fields: Any) -> None:
    """A dozen loud moments with Robin in which the voice rose, the newest first in number."""
    told: dict[str, Any] = {"outcome": Outcome.OKAY, "alarm": 7} | fields
    house.put(*(moment(number, hours=-50 * number, **told) for number in range(1, 13)))


def begun(writer: Browser, safe: str = "yes", path: str = CUE, *more: tuple[str, str]) -> str:
    """The address of a look that was just begun."""
    address: str = writer.submit(path, [("safe", safe), *more]).headers["location"]
    assert address.startswith("/looks/")
    return address


def only_look(house: House) -> Look:
    """The one look that is kept."""
    [found] = house.all(Look)
    return found


@pytest.mark.system("S7")
@pytest.mark.care("C2")
@pytest.mark.care("C3")
def test_safety_then_counts_then_the_own_answer_then_the_record(house: House, writer: Browser) -> None:
    """Nothing of the past before safety, the counts before the question, the record only after both and when asked."""
    lived(house)
    assert CUE in [link.get("href") for link in writer.look(f"/cues/{LOUDER.id}").root.all("a")]
    first = writer.look(CUE)
    assert "rang" not in first.text
    assert not [one for one in first.elements if one.has("checked")]
    address = begun(writer)
    assert only_look(house).safe is Safe.YES
    text = writer.look(address).text
    assert (
        text.index("The alarm rang in all 12")
        < text.index("This has come with one person")
        < text.index("Then, or now?")
    )
    assert "older" not in text.replace("how old", "")
    assert writer.get(f"{address}/record").headers["location"] == address
    assert (
        writer.press(address, f"{address}/answer", belongs="mostly_then", words="my throat").headers["location"]
        == address
    )
    assert (only_look(house).belongs, only_look(house).words) == (Belongs.THEN, "my throat")
    text = writer.look(address).text
    assert "You said: mostly then" in text
    assert "my throat" in text
    assert "Nothing opens or closes because of this answer." in text
    assert "Too early to say" not in text
    text = writer.look(f"{address}/record").text
    assert "Too early to say: it is not told since when you have known each other." in text
    assert "Understanding can help. New experience can, too" in text
    assert "Coming back is normal" in text


@pytest.mark.system("S7")
def test_a_moment_leads_there_where_its_alarm_was_far_above(house: House, writer: Browser) -> None:
    """A quiet link where the alarm rang and nothing bad followed; none elsewhere, and no address to type."""
    lived(house)
    house.put(moment(20, hours=-3, alarm=9, outcome=Outcome.HURT), moment(21, hours=-4, alarm=2, outcome=Outcome.OKAY))
    one = f"/moments/{moment(1).id}"
    assert f"{one}/look" in [link.get("href") for link in writer.look(one).root.all("a")]
    for other in (20, 21):
        path = f"/moments/{moment(other).id}"
        assert "then, or now?" not in writer.look(path).text
        writer.look(f"{path}/look", 404)
        assert writer.submit(f"{path}/look", [("safe", "yes"), ("cue", str(LOUDER.id))]).status_code == 404
    address = begun(writer, "yes", f"{one}/look", ("cue", str(LOUDER.id)))
    assert only_look(house).moment == moment(1).id
    assert "when this came: the voice rises" in writer.look(address).text
    writer.press(address, f"{address}/answer", belongs="both")
    assert house.find(moment(1)).belongs is Belongs.BOTH


def test_of_several_cues_one_is_chosen(house: House, writer: Browser) -> None:
    """What came and where it was stand to choose from; another cue, or none, is refused."""
    house.put(moment(1, alarm=8, outcome=Outcome.CARE, setting=DOOR.id))
    path = f"/moments/{moment(1).id}/look"
    page = writer.look(path)
    assert [one.get("value") for one in page.form(path).all("input")] == [str(LOUDER.id), str(DOOR.id)]
    assert writer.submit(path, [("cue", str(ROBIN.id)), ("safe", "yes")]).status_code == 404
    assert writer.submit(path, [("cue", "x"), ("safe", "yes")]).status_code == 422
    assert writer.submit(path, [("cue", str(DOOR.id))]).headers["location"] == path
    assert writer.submit(path, [("cue", str(DOOR.id)), ("safe", "maybe")]).status_code == 422
    assert house.all(Look) == []
    begun(writer, "not_sure", path, ("cue", str(DOOR.id)))
    assert only_look(house).cue == DOOR.id


@pytest.mark.care("C2")
def test_no_leads_to_care_and_asks_nothing(house: House, writer: Browser) -> None:
    """Help comes first, no number and no question; the moment can be marked in one tap, and a slip be forgotten."""
    lived(house)
    path = f"/moments/{moment(1).id}/look"
    address = begun(writer, "no", path, ("cue", str(LOUDER.id)))
    page = writer.look(address)
    assert "Your alarm may be right." in page.text
    assert "/safe-now" in [link.get("href") for link in page.root.all("a")]
    assert "rang" not in page.text
    assert "belong" not in page.text
    assert "Not now" in writer.look(CUE).text
    assert writer.submit(CUE, [("safe", "yes")]).headers["location"] == CUE
    assert writer.press(address, f"{address}/mark").headers["location"] == "/safe-now"
    assert house.find(moment(1)).safe is Safe.NO
    assert "Keep it with the moment" not in writer.look(address).text
    assert writer.press(address, f"{address}/forget").headers["location"] == f"/cues/{LOUDER.id}"
    assert house.all(Look) == []
    assert "no question" not in writer.look(CUE).text


@pytest.mark.care("C2")
def test_not_sure_meets_help_first_then_counts_and_words(house: House, writer: Browser) -> None:
    """Safety information stands above the counts; there is no then or now to choose, and no share."""
    lived(house)
    address = begun(writer, "not_sure")
    text = writer.look(address).text
    assert text.index("What may help now") < text.index("The alarm rang in all 12")
    assert "Where does this alarm belong?" not in text
    writer.press(address, f"{address}/answer", words="a little")
    writer.submit(f"{address}/answer", [("belongs", "mostly_then"), ("words", "a little")])
    assert (only_look(house).belongs, only_look(house).words) == (None, "a little")
    assert writer.get(f"{address}/record").headers["location"] == address


@pytest.mark.system("S9")
@pytest.mark.care("C2")
def test_a_cue_is_told_across_people(house: House, writer: Browser) -> None:
    """Those of something older are among them; a held one is counted and not told about."""
    lived(house)
    reed, sam = Person(id=UUID(int=0x90), label="Old Reed"), Person(id=UUID(int=0x91), label="Sam by the sea")
    house.put(
        reed,
        sam,
        Memory(
            id=UUID(int=0x92),
            label="the weir",
            about=FuzzyDate("1994"),
            alarm=9,
            people=(reed.id, sam.id),
            cues=(LOUDER.id,),
        ),
    )
    writer.submit("/names", [("show", "1")])
    address = begun(writer)
    text = writer.look(address).text
    assert "This has come with 3 people in your life. The earliest you told of is from 1994." in text
    assert "In something older: 1994." in text
    assert "Old Reed" in text
    house.put(moment(40, hours=-400, people=(reed.id,), cues=(), danger=(Danger.HARMED,)))
    text = writer.look(address).text
    assert "This has come with 3 people in your life." in text
    assert "1994" not in text
    assert "Old Reed" not in text
    assert "Whoever you marked danger with is in this count." in text


@pytest.mark.system("S7")
def test_a_day_to_look_again_is_chosen_or_not(house: House, writer: Browser) -> None:
    """Two weeks, six, a day of one's own, or not; a day gone by is refused with a word."""
    lived(house)
    address = begun(writer)
    writer.press(address, f"{address}/answer", belongs="not_sure")
    today = house.ambient.lived_now().day
    for told, days in (
        (("weeks", "2"), 14),
        (("weeks", "6"), 42),
        (("day", (today + timedelta(days=3)).isoformat()), 3),
    ):
        assert writer.submit(f"{address}/again", [told]).headers["location"] == address
        assert only_look(house).again == FuzzyDate((today + timedelta(days=days)).isoformat())
        assert "You wanted to look again on" in writer.look(address).text
    for wrong in ("2020-01-01", "soon", ""):
        answer = writer.submit(f"{address}/again", [("day", wrong)])
        assert answer.status_code == 422
        assert "A day ahead is needed." in answer.text
    assert writer.submit(f"{address}/again", [("weeks", "300")]).status_code == 422
    assert writer.submit(f"{address}/again", [("not", "1")]).status_code == 303
    assert only_look(house).again is None


@pytest.mark.care("C10")
def test_a_step_is_in_own_words(house: House, writer: Browser) -> None:
    """It is kept as written; with too few finished moments there is only a quiet word."""
    lived(house)
    address = begun(writer)
    writer.press(address, f"{address}/answer", belongs="both")
    writer.press(address, f"{address}/step", step="one cup of tea")
    assert only_look(house).step == "one cup of tea"
    assert "one cup of tea" in writer.look(address).text
    house.put(moment(60, people=(SKY.id,), cues=moment().cues, alarm=9, outcome=Outcome.OKAY))
    other = begun(writer, "yes", f"/moments/{moment(60).id}/look", ("cue", str(LOUDER.id)))
    writer.submit(f"{other}/answer", [("belongs", "both"), ("words", "")])
    assert "at least five finished moments" in writer.look(other).text


@pytest.mark.care("C25")
def test_earlier_looks_stand_as_they_were(house: House, writer: Browser) -> None:
    """A later look shows what was counted before and since, and the earlier answer; an unsaid one leaves no line."""
    lived(house)
    first = begun(writer)
    writer.press(first, f"{first}/answer", belongs="mostly_then", words="like the old kitchen")
    begun(writer)
    house.clock.move(days=42)
    house.put(*(moment(70 + at, hours=24 * 7 * at, alarm=2, outcome=Outcome.CARE) for at in range(1, 6)))
    writer = house.browser(house.keeper.unlock("lantern under the plum tree"))
    text = writer.look(begun(writer)).text
    assert text.index("With whom it came") < text.index("Since you first looked") < text.index("Then, or now?")
    assert "like the old kitchen" in text
    assert "no answer" not in text
    assert "The alarm rang in all 12 of these moments." in text
    assert "The alarm stayed quiet in all 5 of these moments." in text


@pytest.mark.care("C2")
def test_a_shut_look_shows_its_answer_nowhere(house: House, writer: Browser) -> None:
    """After a danger mark its page, its record and its entry keep silent about then and now."""
    lived(house)
    address = begun(writer)
    writer.press(address, f"{address}/answer", belongs="mostly_then", words="old words")
    entry = address.replace("/looks/", "/entries/")
    assert "mostly then" in writer.look(entry).text
    house.put(moment(30, hours=-400, danger=(Danger.FORCED,)))
    text = writer.look(address).text
    assert "Not now" in text
    assert "You marked danger here. That comes first" in text
    assert "old words" not in text
    assert "mostly then" not in writer.look(entry).text
    assert writer.get(f"{address}/record").headers["location"] == address


def test_a_look_without_safety_leads_back_to_the_first_question(house: House, writer: Browser) -> None:
    """One that came from a file without an answer about now shows nothing but the way to that question."""
    lived(house)
    house.put(Look(id=UUID(int=0x99), when=moment(1).when, cue=LOUDER.id))
    page = writer.look(f"/looks/{only_look(house).id}")
    assert CUE in [link.get("href") for link in page.root.all("a")]
    assert "rang" not in page.text
