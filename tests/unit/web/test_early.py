"""The page of early relationships: told if one likes, seen for what it weighs, forgotten in one tap."""

from __future__ import annotations

from uuid import UUID

import pytest

from homing.record import Channel, Cue, CueSeen, Early, Outcome
from tests.unit.web.support import Browser, House, moment

pytestmark = [pytest.mark.system("S22"), pytest.mark.care("C8")]

LATE = Cue(id=UUID(int=0x29), label="late reply", channel=Channel.TIMING)


def told(house: House) -> Early:
    """The one telling."""
    (one,) = house.all(Early)
    return one


def test_nothing_need_be_told(house: House, writer: Browser) -> None:
    """The page asks, says that it may stay untold, and keeps nothing of an empty form; none is chosen beforehand."""
    page = writer.look("/early")
    assert "You need not tell any of it" in page.text
    assert not any(one.has("checked") and one.get("value") for one in page.root.all("input"))
    assert writer.press("/early", "/early").headers["location"] == "/early"
    assert house.all(Early) == []


def test_it_is_told_in_own_words_and_four_sentences(house: House, writer: Browser) -> None:
    """Each may be left out; a new telling begins with the old, which stays beside it."""
    writer.press("/early", "/early", words="nobody\r\ncame", unsure="4", alone="1")
    one = told(house)
    assert (one.words, one.unsure, one.unnoticed, one.alone, one.crowded) == ("nobody\ncame", 4, None, 1, None)
    writer.press("/early", "/early", unsure="")
    again = told(house)
    assert (again.id, again.words, again.unsure, again.alone) == (one.id, one.words, None, 1)
    page = writer.look("/early")
    assert "As you told it before" in page.text
    assert "very much" in page.text
    writer.submit("/early", [("crowded", "0")])
    assert (told(house).crowded, told(house).alone) == (0, 1)


@pytest.mark.parametrize("value", ["5", "-1", "x", "1.0"])
def test_an_answer_outside_the_scale_is_refused(house: House, writer: Browser, value: str) -> None:
    """With a clear error, and nothing is kept."""
    assert writer.submit("/early", [("unsure", value)]).status_code == 422
    assert house.all(Early) == []


@pytest.mark.care("C6")
def test_own_moments_have_the_say(house: House, writer: Browser) -> None:
    """How much it weighs, how many own moments there are, and what they say; shares stand in the numbers alone."""
    house.put(LATE)
    writer.submit("/early", [("unsure", "4"), ("unnoticed", "3")])
    page = writer.look("/early")
    assert "it is all there is, and it is weak" in page.text
    assert "counts as about 3 moments" in page.text
    for number in range(6):
        fields = {"cues": (CueSeen(cue=LATE.id),), "outcome": Outcome.HURT if number == 5 else Outcome.OKAY}
        house.put(moment(20 + number, hours=-30 * number - 30, **fields))
        if number == 1:
            assert "a few more, and they have the say" in writer.look("/early").text
    page = writer.look("/early")
    assert "Your own moments: hurt followed in 1 of 6 finished ones. Too few to say more." in page.text
    assert "You have finished 6 like these: they have the say now." in page.text
    shares = [one for one in page.root.all("p") if "of 100" in one.text]
    assert shares
    assert all(one.within("details") for one in shares)
    assert "placeholder" in page.text
    for word in ("anxious", "avoidant", "attachment", "style", "insecure", "%)"):
        assert word not in page.text.lower().replace("(80 % interval)", "")


def test_words_alone_are_kept_for_oneself(writer: Browser) -> None:
    """Nothing is made of them."""
    writer.submit("/early", [("words", "a house full of doors")])
    page = writer.look("/early")
    assert "a house full of doors" in page.text
    assert "nothing is made of it" in page.text


def test_it_is_forgotten_in_one_tap(house: House, writer: Browser) -> None:
    """One button that stands open on the page, and it is gone with its history."""
    writer.submit("/early", [("words", "a house full of doors")])
    one = told(house)
    assert not writer.look("/early").form("/early/forget").within("details")
    assert writer.press("/early", "/early/forget").headers["location"] == "/early"
    assert house.forgotten(one.id)
    assert "As it was for you" in writer.look("/early").text


@pytest.mark.care("C2")
def test_nothing_is_asked_or_said_after_harm(house: House, writer: Browser) -> None:
    """Being safe comes first; what was told can still be forgotten."""
    writer.submit("/early", [("words", "a house full of doors"), ("unsure", "4")])
    house.put(moment(1, outcome=Outcome.FRIGHTENED))
    page = writer.look("/early")
    assert "Are you safe now?" in page.text
    assert "a house full of doors" not in page.text
    assert "Your own moments" not in page.text
    assert [form.get("action") for form in page.root.all("form") if "early" in form.get("action")] == ["/early/forget"]
