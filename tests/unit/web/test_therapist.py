"""The page for a therapist: chosen piece by piece, shown as it will be on paper, stored nowhere."""

from __future__ import annotations

from uuid import UUID

import pytest

from homing.record import Answer, Danger, FeltState, Need, Outcome, Space
from tests.desks import everything_written
from tests.unit.web.support import LOUDER, PASSPHRASE, ROBIN, Browser, House, moment, sound

pytestmark = pytest.mark.system("S21")

QUIET = Need(id=UUID(int=0x90), label="an hour of quiet", will="I will read.")
CHOIR = Space(id=UUID(int=0x91), label="the choir", bring="a cap")
TOLD = moment(1, note="the weir was loud", alarm=8, outcome=Outcome.OKAY, state=FeltState.ON_EDGE, listened=Answer.NO)


@pytest.fixture
def filled(house: House, writer: Browser) -> Browser:
    """A diary with a moment, a need and a space."""
    house.put(TOLD, QUIET, CHOIR)
    return writer


def test_nothing_is_chosen_beforehand(filled: Browser) -> None:
    """No box is ticked but the weeks; sent so, the page says that nothing is chosen, with no paper."""
    form = filled.look("/therapist").form("/therapist")
    ticked = [one.get("name") for one in form.all("input") if one.has("checked")]
    assert ticked == ["weeks"]
    page = sound(filled.submit("/therapist", [("go", "see")]), 422)
    assert "Nothing is chosen yet." in page.text


@pytest.mark.care("C21")
def test_the_paper_holds_what_was_chosen_and_nothing_else(filled: Browser) -> None:
    """The own question, the moment in own words, the need; no other piece, and no answer about how someone was."""
    chosen = [("go", "see"), ("question", "Why\nthen?"), ("moments", str(TOLD.id)), ("needs", str(QUIET.id))]
    page = sound(filled.submit("/therapist", chosen))
    (paper,) = page.root.all("article")
    for there in ("Why\nthen?", "the weir was loud", "an hour of quiet", "I will read.", "8 of 10", "on edge"):
        assert there in paper.text
    for not_there in ("a cap", "The alarm rang", "settled", ROBIN.label, "listen", "The counts are of"):
        assert not_there not in paper.text
    assert "R…" in paper.text


def test_names_are_shown_only_if_chosen(filled: Browser) -> None:
    """Initials otherwise, also for someone who has names shown on the screen."""
    filled.submit("/names", [("show", "1"), ("back", "/therapist")])
    chosen = [("go", "see"), ("moments", str(TOLD.id))]
    assert ROBIN.label not in filled.submit("/therapist", chosen).text
    assert ROBIN.label in filled.submit("/therapist", [*chosen, ("names", "1")]).text


def test_counts_carry_their_n(house: House, filled: Browser) -> None:
    """Overview, states, cues and what settles: sentences with k and n, and no percentage."""
    chosen = [("go", "see"), ("overview", "1"), ("states", "1"), ("settles", "1"), ("cues", str(LOUDER.id))]
    (paper,) = sound(filled.submit("/therapist", [*chosen, ("spaces", str(CHOIR.id))])).root.all("article")
    assert "One moment. Too early to say anything." in paper.text
    assert "When this came: the voice rises" in paper.text
    assert "Not said in these weeks." in paper.text
    assert "Nothing to count yet." in paper.text
    assert "a cap" in paper.text
    assert "%" not in paper.text
    for number in range(6):
        house.put(
            moment(10 + number, state=FeltState.ON_EDGE, state_after=FeltState.SETTLED, setting=LOUDER.id, alarm=7)
        )
        filled.submit("/checkin", [("state", ("settled", "on_edge")[number % 2])])
        house.clock.move(minutes=1)
    (paper,) = sound(filled.submit("/therapist", chosen)).root.all("article")
    assert "The alarm rang in all 7 of these moments." in paper.text
    assert "You said it 6 times: settled in 3 of 6, on edge in 3 of 6." in " ".join(paper.text.split())
    assert "the voice rises: Settled afterwards in 6 of 6 times." in " ".join(paper.text.split())


def test_the_choice_comes_back_whole(filled: Browser) -> None:
    """With other weeks, or from the paper, everything chosen is still chosen; what no form sends is refused."""
    chosen = [("question", "Why then?"), ("moments", str(TOLD.id)), ("overview", "1"), ("names", "1"), ("weeks", "8")]
    paper = sound(filled.submit("/therapist", [*chosen, ("go", "see")]))
    again = [(one.get("name"), one.get("value")) for one in paper.form("/therapist").all("input")]
    assert sorted(again) == sorted(chosen)
    page = sound(filled.submit("/therapist", [*again, ("go", "choose")]))
    ticked = {one.get("name") for one in page.form("/therapist").all("input") if one.has("checked")}
    assert ticked == {"moments", "overview", "names", "weeks"}
    assert "Why then?" in page.form("/therapist").text
    assert filled.submit("/therapist", [("weeks", "5")]).status_code == 422


def test_nothing_of_it_is_stored(house: House, filled: Browser) -> None:
    """The question and the choice stand in no table, in no address, and are gone on the next visit."""
    before = everything_written(house.desk)
    filled.submit("/therapist", [("go", "see"), ("question", "Why then?"), ("moments", str(TOLD.id))])
    assert everything_written(house.desk) == before
    assert "Why then?" not in filled.look("/therapist").text


@pytest.mark.care("C2")
def test_after_harm_there_is_nothing_in_counts(house: House, filled: Browser) -> None:
    """The choice of counts is not there for a day, and asked for all the same it gives none; own words can go."""
    house.put(moment(3, danger=(Danger.FORCED,)))
    page = filled.look("/therapist")
    names = {one.get("name") for one in page.form("/therapist").all("input")}
    assert names & {"overview", "states", "settles", "cues"} == set()
    told = [("go", "see"), ("overview", "1"), ("states", "1"), ("cues", str(LOUDER.id)), ("question", "Why then?")]
    (paper,) = sound(filled.submit("/therapist", told)).root.all("article")
    assert "Why then?" in paper.text
    assert "moment" not in paper.text


@pytest.mark.care("C2")
@pytest.mark.usefixtures("filled")
def test_a_held_person_is_in_no_count_and_may_be_told_of(house: House) -> None:
    """Two days on, their cue is not offered; a moment with them goes on the page in own words if it is chosen."""
    marked = moment(3, danger=(Danger.FORCED,), note="he blocked the door")
    house.put(marked)
    house.clock.move(days=2)
    browser = house.browser(house.keeper.unlock(PASSPHRASE))
    names = {one.get("name") for one in browser.look("/therapist").form("/therapist").all("input")}
    assert "overview" in names
    assert "cues" not in names
    told = [("go", "see"), ("overview", "1"), ("cues", str(LOUDER.id)), ("moments", str(marked.id))]
    (paper,) = sound(browser.submit("/therapist", told)).root.all("article")
    assert "he blocked the door" in paper.text
    assert "the voice rises" in paper.text
    assert "When this came" not in paper.text
    assert "Nothing to count yet." in paper.text
