"""The pages of the cycle: tap by tap without JavaScript, what the rounds say, and the picture for two."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest

from homing.companion.practice.cycle import Station
from homing.record import By, CycleMove, Danger, LivedTime, Moment, Outcome, Person, Round, Turn
from tests.unit.web.markup import Element, Page, sent_by
from tests.unit.web.support import MORNING, PASSPHRASE, ROBIN, SKY, ZONE, Browser, House, moment

pytestmark = pytest.mark.system("S11")

ASK = Turn(by=By.ME, move=CycleMove.CRITICISE, words="asked where they were", underneath="quite alone")
GO = Turn(by=By.THEM, move=CycleMove.WITHDRAW, words="slammed the door")
MEND = Turn(by=By.ME, move=CycleMove.REPAIR)
READ = ("After “", "turned back.", "How it tends to go", "What tends to come next", "Look at it together")
"""What a reading says."""


def lived(number: int = 1, *moves: Turn, turned: bool | None = False, **fields: Any) -> Round:
    """A round with Robin."""
    told: dict[str, Any] = {"people": (ROBIN.id,), "when": LivedTime.at(MORNING, ZONE)} | fields
    return Round(id=UUID(int=0x6000 + number), moves=moves or (ASK, GO), turned_back=turned, **told)


def three(house: House) -> None:
    """Three finished rounds with Robin, one of them turned back, one on meeting again."""
    house.put(lived(1), lived(2, ASK, GO, MEND, turned=True, reunion=True), lived(3, ASK, GO))


def begun(house: House) -> Round:
    """The one round there is."""
    (one,) = house.all(Round)
    return one


def tap(browser: Browser, one: Round, move: Turn) -> None:
    """Press a move as it stands on the page."""
    key = Station(move.by, move.move).key
    answer = browser.press(f"/cycle/{one.id}", f"/cycle/{one.id}/move", ("move", key))
    assert answer.headers["location"] == f"/cycle/{one.id}#next"


def endanger(house: House) -> Browser:
    """A danger mark on Robin, written down two days ago; the browser of its owner, today."""
    house.put(moment(7, hours=-300, danger=(Danger.THREATENED,)))
    house.clock.move(days=2)
    return house.browser(house.keeper.unlock(PASSPHRASE))


def svg(page: Page) -> Element:
    """The drawing."""
    return next(one for one in page.root.all("svg") if one.get("role") == "img")


def test_a_quarrel_is_mapped_in_taps(house: House, writer: Browser) -> None:
    """Whom, begin, one tap for each move, one for its end; each is kept at once, and shows on the next page."""
    answer = writer.press("/cycle/new", "/cycle/new", people=str(ROBIN.id), reunion="1")
    one = begun(house)
    assert answer.headers["location"] == f"/cycle/{one.id}#next"
    assert (one.people, one.reunion, one.moves) == ((ROBIN.id,), True, ())
    for move in (ASK, GO, MEND):
        tap(writer, one, move)
    page = writer.look(f"/cycle/{one.id}")
    assert [item.text.split() for item in page.root.all("li") if "cy-step" in item.get("class")][1] == [
        "them:",
        "pull",
        "back",
    ]
    assert "half-finished" in writer.look("/cycle").text
    ended = writer.press(f"/cycle/{one.id}", f"/cycle/{one.id}/end", ("turned", "yes"))
    assert ended.headers["location"] == f"/cycle/{one.id}"
    kept = begun(house)
    assert ([turn.move for turn in kept.moves], kept.turned_back) == ([ASK.move, GO.move, MEND.move], True)
    assert "turned back here" in writer.look(f"/cycle/{one.id}").text


def test_taps_can_be_undone_and_it_may_go_on(house: House, writer: Browser) -> None:
    """The last move is undone in one tap, any other taken out, and an ending taken back."""
    house.put(lived(1, ASK, GO, MEND, turned=None))
    one = begun(house)
    (last,) = [
        form
        for form in writer.look(f"/cycle/{one.id}").root.all("form")
        if form.get("action").endswith("/undo") and "Undo the last move" in form.text
    ]
    writer.submit(last.get("action"), sent_by(last))
    assert begun(house).moves == (ASK, GO)
    writer.press(f"/cycle/{one.id}", f"/cycle/{one.id}/end", ("turned", "no"))
    assert begun(house).turned_back is False
    assert "That is no failure of anyone" in writer.look(f"/cycle/{one.id}").text
    writer.press(f"/cycle/{one.id}", f"/cycle/{one.id}/end")
    assert begun(house).turned_back is None
    writer.submit(f"/cycle/{one.id}/undo", [("of", "2"), ("at", "0")])
    assert begun(house).moves == (GO,)


def test_own_words_are_one_tap_when_told_before(house: House, writer: Browser) -> None:
    """As the person worded that move before; typed ones are kept, and what nobody touched stays to the letter."""
    house.put(lived(1), lived(2, Turn(by=By.ME, move=CycleMove.CRITICISE), turned=None))
    other = UUID(int=0x6002)
    page = writer.look(f"/cycle/{other}")
    offered = {button.get("value") for button in page.root.all("button") if button.get("name") in ("again", "felt")}
    assert {"asked where they were", "quite alone", "afraid"} <= offered
    told = [("at", "0"), ("move", "me:criticise"), ("of", "1")]
    writer.submit(f"/cycle/{other}/words", [*told, ("again", "asked where they were")])
    writer.submit(f"/cycle/{other}/words", [*told, ("felt", "quite alone")])
    assert next(one for one in house.all(Round) if one.id == other).moves == (ASK,)
    writer.submit(f"/cycle/{other}/words", [*told, ("words", "asked\r\nagain"), ("underneath", "")])
    (turn,) = next(one for one in house.all(Round) if one.id == other).moves
    assert (turn.words, turn.underneath) == ("asked\nagain", "")
    assert writer.submit(f"/cycle/{other}/words", [("at", "5"), *told[1:]]).headers["location"] == f"/cycle/{other}"


def test_the_rest_is_changed_binned_and_forgotten(house: House, writer: Browser) -> None:
    """With whom, when, a note; what nobody touched stays."""
    house.put(lived(1), lived(2))
    one = UUID(int=0x6001)
    writer.press(f"/cycle/{one}", f"/cycle/{one}/change", note="in the car", when="2026-11-19T18:30")
    told = next(round_ for round_ in house.all(Round) if round_.id == one)
    assert (told.note, told.people, told.when.local.day) == ("in the car", (ROBIN.id,), 19)
    writer.press(f"/cycle/{one}", f"/cycle/{one}/change")
    assert next(round_ for round_ in house.all(Round) if round_.id == one) == told
    assert writer.press(f"/cycle/{one}", f"/cycle/{one}/remove").headers["location"] == "/cycle"
    other = UUID(int=0x6002)
    writer.press(f"/cycle/{other}", f"/cycle/{other}/forget")
    assert house.all(Round) == []
    assert house.forgotten(other)


@pytest.mark.parametrize(
    ("path", "pairs"),
    [
        ("move", [("of", "2"), ("move", "me:shout")]),
        ("move", [("of", "x"), ("move", "me:warm")]),
        ("undo", [("of", "2"), ("at", "-1")]),
        ("end", [("turned", "perhaps")]),
        ("change", [("when", "then")]),
    ],
)
def test_what_no_form_sends_changes_nothing(house: House, writer: Browser, path: str, pairs: list[Any]) -> None:
    """A clear error, and the round stays."""
    one = lived(1, turned=None)
    house.put(one)
    assert writer.submit(f"/cycle/{one.id}/{path}", pairs).status_code == 422
    assert begun(house) == one


def test_a_quarrel_is_begun_with_someone(house: House, writer: Browser) -> None:
    """Without anyone nothing is kept, and what was tapped stays tapped."""
    answer = writer.submit("/cycle/new", [("reunion", "1")])
    assert answer.status_code == 422
    assert "An initial is enough" in answer.text
    assert 'name="reunion" value="1" checked' in answer.text
    assert house.all(Round) == []


@pytest.mark.care("C6")
def test_the_page_reads_in_counts(house: House, writer: Browser) -> None:
    """What tends to come next, where it turned back, reunions apart; intervals stand in the numbers alone."""
    three(house)
    page = writer.look(f"/cycle/with/{ROBIN.id}")
    for sentence in (
        "3 quarrels are counted here.",
        "After “criticise” (me) came “pull back” (them) in 3 of 3.",
        "1 of 3 quarrels turned back.",
        "At “mend” (me), the one time it came by there.",
        "1 of 3 quarrels began on meeting again.",
        "Too few to say more.",
        "Too few to say how it went over the months",
    ):
        assert sentence in page.text
    for item in page.root.all("li", "p"):
        if "interval" in item.text:
            assert item.within("details")
    assert ROBIN.label not in page.text
    assert "Map a quarrel" in writer.look("/cycle").text


def test_a_slow_change_is_told_with_its_numbers_behind(house: House, writer: Browser) -> None:
    """How moments with someone ended over half a year, with how many, and that people write when it is hard."""
    better = [Outcome.OKAY, Outcome.CARE, Outcome.CARE], [Outcome.MISSED, Outcome.BRUSHED_OFF, Outcome.MISSED]
    for day in range(45):
        house.put(moment(100 + day, hours=-72 * day - 1, outcome=better[day < 20][day % 3]))
    page = writer.look(f"/cycle/with/{ROBIN.id}")
    assert "finished moments in" in page.text
    assert "People write more when it is hard" in page.text
    numbers = next(one for one in page.root.all("p") if "a change of" in one.text)
    assert numbers.within("details")


@pytest.mark.care("C2")
def test_a_held_person_is_on_no_map(house: House, writer: Browser) -> None:
    """Not offered, not begun, not gone on with, not read, from any page; own words stay, and can be erased. On the page
    for two it looks as where there is nothing yet: the other stands beside.
    """
    three(house)
    half = lived(9, turned=None)
    house.put(half)
    for path in ("/cycle", f"/cycle/with/{ROBIN.id}", "/cycle/new", f"/cycle/{half.id}"):
        assert any(word in writer.look(path).text for word in (*READ, "What came next?", "With whom?"))
    writer = endanger(house)
    before = house.all(Round)
    nothing_to_see = writer.look(f"/cycle/with/{SKY.id}/together").text
    assert not any(word in nothing_to_see.lower() for word in ("danger", "safe", "mend", "draws no"))
    assert str(ROBIN.id) not in {
        box.get("value") for box in writer.look("/cycle/new").root.all("input") if box.get("name") == "people"
    }
    answer = writer.submit("/cycle/new", [("people", str(ROBIN.id)), ("people_new", "Moss")])
    assert answer.status_code == 422
    assert "Homing draws no cycle here" in answer.text
    assert [one.label for one in house.all(Person)] == [ROBIN.label, SKY.label]
    for path, pairs in (("move", [("of", "2"), ("move", "me:warm")]), ("end", [("turned", "yes")])):
        assert writer.submit(f"/cycle/{half.id}/{path}", pairs).headers["location"] == f"/cycle/{half.id}"
    assert house.all(Round) == before
    for path in (
        f"/cycle/with/{ROBIN.id}",
        f"/cycle/with/{ROBIN.id}/together",
        *(f"/cycle/{one.id}{more}" for one in before for more in ("", "/together")),
    ):
        page = writer.look(path)
        assert not any(word in page.text for word in (*READ, "What came next?", "Did it end there?"))
        assert not any(one.get("role") == "img" for one in page.root.all("svg"))
        if path.endswith("/together"):
            assert page.text == nothing_to_see
        else:
            assert "Homing draws no cycle here" in page.text
    assert "slammed the door" in writer.look(f"/cycle/{half.id}").text
    whole = writer.look("/cycle").text
    assert "No finished quarrel is counted" in whole
    assert not any(word in whole for word in READ[:2])


@pytest.mark.care("C2")
def test_nothing_for_a_day_after_harm(house: House, writer: Browser) -> None:
    """Every page of the cycle asks first whether one is safe."""
    three(house)
    house.put(moment(7, outcome=Outcome.FRIGHTENED, people=(SKY.id,)))
    for path in ("/cycle", "/cycle/new", f"/cycle/with/{ROBIN.id}", f"/cycle/{lived(1).id}"):
        page = writer.look(path)
        assert "are you safe now?" in page.text
        assert not any(word in page.text for word in READ)


def test_while_resting_nothing_is_mapped(house: House, writer: Browser) -> None:
    """A quiet line, and the rounds as they were written."""
    three(house)
    writer.submit("/keep/quiet/rest", [("days", "3")])
    page = writer.look("/cycle")
    assert "You are resting" in page.text
    assert "As you wrote them" in page.text


@pytest.mark.care("C21")
def test_two_can_look_at_it_and_it_blames_nobody(house: House, writer: Browser) -> None:
    """No name, no own words about the other, no "me" and "them"; what was felt underneath only on a tap."""
    three(house)
    writer.submit("/names", [("show", "1"), ("back", "/cycle")])
    page = writer.look(f"/cycle/with/{ROBIN.id}/together")
    for word in (ROBIN.label, "slammed the door", "asked where they were", "(me)", "(them)", "you "):
        assert word not in page.text.replace("Leave quickly", "")
    assert "neither of us is it" in page.text
    felt = next(one for one in page.root.all("li") if one.text == "quite alone")
    assert felt.within("details")
    assert not next(one for one in page.root.all("details") if "quite alone" in one.text).has("open")
    assert not list(page.root.all("nav", "footer"))


@pytest.mark.care("C21")
def test_one_side_alone_is_not_shown_to_two(house: House, writer: Browser) -> None:
    """Moves of the other alone would be a charge: there is nothing to look at until both sides are in it."""
    house.put(lived(1, GO, GO))
    for path in (f"/cycle/with/{ROBIN.id}/together", f"/cycle/{lived(1).id}/together"):
        page = writer.look(path)
        assert "A picture for two needs moves of both." in page.text
        assert not any(one.get("role") == "img" for one in page.root.all("svg"))
    assert svg(writer.look(f"/cycle/with/{ROBIN.id}"))


def test_the_picture_says_what_it_shows(house: House, writer: Browser) -> None:
    """A title and a description, the same as a table, and each station by shape, word and count."""
    three(house)
    page = writer.look(f"/cycle/with/{ROBIN.id}")
    drawing = svg(page)
    assert [next(drawing.all(tag)).text.strip() != "" for tag in ("title", "desc")] == [True, True]
    assert "“criticise” (me) to “pull back” (them): 3 times" in next(drawing.all("desc")).text
    assert "me · 3×" in drawing.text
    assert "1 of 1" in drawing.text
    shapes = {
        one.get("class"): next(one.all("path")).get("d") for one in drawing.all("g") if "place" in one.get("class")
    }
    assert ["a22" in shapes["cy-place cy-me"], "a22" in shapes["cy-place cy-them"]] == [True, False]
    rows = [[cell.text for cell in row.all("td")] for row in page.root.all("tr")]
    assert ["“criticise” (me)", "“pull back” (them)", "3"] in rows


def test_one_round_alone_has_its_picture(house: House, writer: Browser) -> None:
    """On its own page, and for two; one move alone is no picture."""
    house.put(lived(1), lived(2, ASK))
    assert svg(writer.look(f"/cycle/{lived(1).id}")).text
    assert svg(writer.look(f"/cycle/{lived(1).id}/together")).text
    assert not any(one.get("role") == "img" for one in writer.look(f"/cycle/{lived(2).id}").root.all("svg"))
    house.put(lived(3, turned=None, people=(SKY.id,)))
    assert svg(writer.look(f"/cycle/{lived(3).id}/together")).text


def test_many_rounds_and_moves_fit(house: House, writer: Browser) -> None:
    """Older rounds are folded away, a full round takes no more moves, and what is not drawn stands in the table."""
    turns = tuple(Turn(by=by, move=move) for move in CycleMove for by in By)
    full = lived(1, *(turns * 3)[:40], turned=None)
    house.put(full, *(lived(number, *turns) for number in range(2, 26)))
    page = writer.look(f"/cycle/with/{ROBIN.id}")
    assert "more stand in the table alone" in page.text
    assert "Older ones" in page.text
    assert "What came next?" not in writer.look(f"/cycle/{full.id}").text


def test_names_are_hidden_until_tapped(house: House, writer: Browser) -> None:
    """As everywhere; the way back leads to the page on which one tapped."""
    three(house)
    for path in ("/cycle", "/cycle/new", f"/cycle/with/{ROBIN.id}", f"/cycle/{lived(1).id}"):
        assert ROBIN.label not in writer.look(path).text
        assert writer.press(path, "/names").headers["location"] == path
        assert ROBIN.label in writer.look(path).text
        writer.press(path, "/names")


def test_a_moment_s_id_is_no_round(house: House, writer: Browser) -> None:
    """An address with another record's id says that nothing is there."""
    one: Moment = moment(1)
    house.put(one)
    for path in (f"/cycle/{one.id}", f"/cycle/{one.id}/together", f"/cycle/with/{one.id}"):
        writer.look(path, 404)
