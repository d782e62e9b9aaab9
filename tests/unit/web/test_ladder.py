"""The pages of the ladder: the way out before anything, one tap to say how it went, and quiet where a hold stands."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest

from homing.record import (
    Channel,
    Cue,
    Danger,
    LivedTime,
    Moment,
    Opening,
    Outcome,
    Person,
    Step,
    Window,
)
from tests.unit.web.support import MORNING, PASSPHRASE, ROBIN, SKY, ZONE, Browser, House, moment

STAIRS = Cue(id=UUID(int=0x25), label="the stairs", channel=Channel.SETTING)
TALKS = Window(id=UUID(int=0x75), label="late talks", opening=Opening.AJAR, people=(ROBIN.id,))
SMILE = Step(id=UUID(int=0x85), label="smile at a neighbour", alarm=3, way_out="I walk\r\non.")
TELL = Step(
    id=UUID(int=0x86),
    label="tell one true thing",
    people=(ROBIN.id,),
    window=TALKS.id,
    opening=Opening.HALF,
    alarm=4,
    setting=STAIRS.id,
)
PATH = f"/ladder/{TELL.id}"


def lived(house: House, n: int = 9, **told: object) -> None:
    """Moments with Robin that ended well, one a day, until two days ago."""
    told = {"outcome": Outcome.OKAY, "cues": ()} | told
    house.put(*(moment(50 + at, hours=-24.0 * (at + 2), **told) for at in range(n)))


def tries(house: House, one: Step = TELL) -> list[Moment]:
    """The tries of a step."""
    return house.vault.read(lambda rows: rows.moments(practice=[one.id]))


@pytest.mark.system("S18")
def test_a_beginner_finds_small_ones_to_word_anew(house: House, writer: Browser) -> None:
    """An empty ladder offers three very small steps; each is only words in a form, kept when its owner keeps them."""
    page = writer.look("/ladder")
    links = [link.get("href") for link in page.root.all("a") if link.get("href").startswith("/ladder/new/")]
    assert links == ["/ladder/new/smile", "/ladder/new/talk", "/ladder/new/message"]
    assert "Never toward anyone you are afraid of" in page.text
    assert house.all(Step) == []
    answer = writer.press("/ladder/new/smile", "/ladder/new", alarm="3")
    (kept,) = house.all(Step)
    assert (kept.label, kept.alarm, kept.people) == ("smile at a neighbour on the stairs", 3, ())
    assert answer.headers["location"] == f"/ladder/{kept.id}"
    assert "I look away and walk on." in writer.look(f"/ladder/{kept.id}").text
    assert writer.get("/ladder/new/leap").status_code == 404


@pytest.mark.system("S18")
def test_a_step_is_kept_as_told(house: House, writer: Browser) -> None:
    """Words, way out, people, place, window, how far and how loud; without words nothing is kept, nor lost."""
    house.put(TALKS, STAIRS)
    told = [("label", " a question "), ("way_out", "I go."), ("people", str(SKY.id)), ("people_new", "Moss")]
    more = [
        ("window", str(TALKS.id)),
        ("opening", "wide"),
        ("setting_new", "the yard"),
        ("alarm", "5"),
        ("setting", ""),
    ]
    writer.submit("/ladder/new", told + more)
    (step,) = house.all(Step)
    moss = next(one for one in house.all(Person) if one.label == "Moss")
    yard = next(one for one in house.all(Cue) if one.label == "the yard")
    assert (step.label, step.way_out, step.window, step.opening) == ("a question", "I go.", TALKS.id, Opening.WIDE)
    assert (set(step.people), step.setting, step.alarm) == ({SKY.id, moss.id}, yard.id, 5)
    empty = writer.submit("/ladder/new", [("label", " "), ("way_out", "I whistle and go")])
    assert empty.status_code == 422
    assert "I whistle and go" in empty.text
    assert writer.submit("/ladder/new", [("label", "x"), ("alarm", "11")]).status_code == 422
    assert house.all(Step) == [step]


@pytest.mark.system("S18")
def test_the_offered_step_stands_first_with_its_counts(house: House, writer: Browser) -> None:
    """Why it, from how many moments, how loud; names stay hidden, and the numbers in a fold of its page."""
    house.put(TELL, SMILE, TALKS, STAIRS)
    lived(house, 12)
    page = writer.look("/ladder")
    assert "Hurt followed in 0 of your 12 finished moments with R…, and none frightened you." in page.text
    assert "You expect the alarm at 4 of 10." in page.text
    assert page.text.index("A step, if you like") < page.text.index("In general") < page.text.index("With R…")
    shown = writer.look(PATH)
    (numbers,) = [
        one for one in shown.root.all("details") if "of 100 (80 % interval)" in one.text and one.get("class")
    ][-1:]
    assert "The numbers" in numbers.text
    assert "Call this one to mind" in shown.text
    writer.submit("/names", [("show", "1"), ("back", "/ladder")])
    assert "with Robin of the hill, and none" in writer.look("/ladder").text


@pytest.mark.care("C10")
def test_too_few_moments_are_told_kindly(house: House, writer: Browser) -> None:
    """The count and what is waited for stand on the page of all steps."""
    house.put(TELL)
    lived(house, 3)
    page = writer.look("/ladder")
    assert "No step is proposed just now. Nothing needs to be done." in page.text
    assert "Too early to propose: 3 of at least 5 finished moments with R…." in page.text


@pytest.mark.care("C2")
def test_a_hold_is_quiet_on_the_ladder(house: House, writer: Browser) -> None:
    """Beside the neutral sentence the page of all steps says nothing of it; the step keeps its words, without a try."""
    house.put(TELL, TALKS, STAIRS)
    lived(house, 12)
    house.put(moment(90, hours=-24 * 30, danger=(Danger.FORCED,)))
    page = writer.look("/ladder")
    assert "No step is proposed just now." in page.text
    assert not any(word in page.text.lower() for word in ("danger", "hold", "frighten", "estimate"))
    assert TELL.label in page.text
    shown = writer.look(PATH)
    actions = {form.get("action") for form in shown.root.all("form")}
    assert not actions & {f"{PATH}/try", f"{PATH}/met"}
    assert "By your window" not in shown.text
    (fold,) = [one for one in shown.root.all("details") if "Homing does not estimate here" in one.text]
    assert not fold.has("open")
    writer.submit(f"{PATH}/try")
    kept = writer.submit(f"{PATH}/met", [("outcome", "okay")]).headers["location"]
    assert kept.startswith("/moments/")
    assert "okay" in writer.look(kept).text
    assert tries(house) == []
    assert writer.submit(f"{PATH}/met", [("outcome", "frightened_or_harmed_me")]).headers["location"] == "/safe-now"


@pytest.mark.care("C2")
def test_after_harm_safety_comes_first(house: House, writer: Browser) -> None:
    """For a day "Are you safe now?" stands there instead of a proposal and of counts; a rest is said."""
    assert "Are you safe now?" not in writer.look("/ladder").text
    house.put(moment(1, outcome=Outcome.FRIGHTENED))
    assert "Are you safe now?" in writer.look("/ladder").text
    house.put(TELL, SMILE)
    for path in ("/ladder", PATH):
        page = writer.look(path)
        assert "Are you safe now?" in page.text
        assert "tried" not in page.text.replace("I tried it", "")
    house.clock.move(days=2)
    writer = house.browser(house.keeper.unlock(PASSPHRASE))
    writer.submit("/keep/quiet/rest", [("days", "3")])
    assert "You are resting" in writer.look("/ladder").text
    assert f"{PATH}/try" not in [form.get("action") for form in writer.look(PATH).root.all("form")], "she frightened"
    assert writer.look(f"/ladder/{SMILE.id}").form(f"/ladder/{SMILE.id}/try")


@pytest.mark.system("S18")
@pytest.mark.care("C12")
def test_a_try_is_two_taps_and_opens_nothing(house: House, writer: Browser) -> None:
    """Begun by one tap, ended by another; the window stays as it is, and only its own page can open it."""
    house.put(TELL, TALKS, STAIRS)
    page = writer.look(PATH)
    assert page.text.index("My way out") < page.text.index("I try it now")
    assert [link.get("href") for link in page.root.all("a") if "Open it there" in link.text] == [f"/windows/{TALKS.id}"]
    assert not [form for form in page.root.all("form") if "/windows/" in form.get("action")]
    assert writer.press(PATH, f"{PATH}/try").headers["location"] == PATH
    (begun,) = tries(house)
    assert (begun.people, begun.outcome, begun.windows[0].opening) == (TELL.people, None, Opening.AJAR)
    assert "How did it go?" in writer.look(PATH).text
    writer.press(PATH, f"{PATH}/met", ("outcome", "brushed_off"), alarm="6")
    (told,) = tries(house)
    assert told == replace(begun, outcome=Outcome.BRUSHED_OFF, alarm=6)
    assert "Tried once: brushed off or judged." in writer.look(PATH).text
    assert "In the last try that tells it, it was at 6." in writer.look(PATH).text
    assert house.find(TALKS) == TALKS


@pytest.mark.system("S18")
@pytest.mark.parametrize(
    ("tap", "leads"),
    [
        (("outcome", "met_with_care"), PATH),
        (("outcome", "frightened_or_harmed_me"), "/safe-now"),
        (("protected", "1"), "/help/protected"),
    ],
)
def test_how_it_went_leads_where_it_should(house: House, writer: Browser, tap: tuple[str, str], leads: str) -> None:
    """A try just lived is one tap; what frightened leads to safety, what was protected to words about it."""
    house.put(TELL, TALKS, STAIRS)
    assert writer.press(PATH, f"{PATH}/met", tap).headers["location"] == leads
    assert len(tries(house)) == 1
    assert writer.submit(f"{PATH}/met").headers["location"] == PATH
    assert writer.submit(f"{PATH}/met", [("outcome", "great")]).status_code == 422
    assert len(tries(house)) == 1


@pytest.mark.system("S18")
@pytest.mark.care("C10")
def test_the_way_out_of_a_step_with_nobody_named_is_no_cause_for_alarm(house: House, writer: Browser) -> None:
    """It is kept as protected and leads back to the step, from where a link leads to words about it."""
    house.put(SMILE)
    path = f"/ladder/{SMILE.id}"
    assert writer.press(path, f"{path}/met", ("protected", "1")).headers["location"] == path
    assert tries(house, SMILE)[0].protected
    page = writer.look(path)
    assert "The way out is a part of every step." in page.text
    assert "/help/protected" in {a.get("href") for a in page.root.all("a")}


@pytest.mark.system("S18")
def test_used_against_me_later_is_kept_and_taken_back(house: House, writer: Browser) -> None:
    """One tap for a try, and one to take it back; it counts as hurt meanwhile."""
    house.put(TELL, TALKS, STAIRS)
    writer.press(PATH, f"{PATH}/met", ("outcome", "met_with_care"))
    writer.press(PATH, f"{PATH}/used")
    assert tries(house)[0].used_against
    assert "Tried once: used against me later." in writer.look(PATH).text
    writer.press(PATH, f"{PATH}/used")
    assert not tries(house)[0].used_against


@pytest.mark.care("C25")
def test_a_change_sent_unchanged_changes_nothing(house: House, writer: Browser) -> None:
    """The form sent as it stands leaves every step to the letter; one touched field changes alone."""
    house.put(TELL, SMILE, TALKS, STAIRS)
    for step in (TELL, SMILE):
        path = f"/ladder/{step.id}"
        writer.press(path, f"{path}/change")
        assert house.find(step) == step
    writer.press(PATH, f"{PATH}/change", window="", opening="")
    assert house.find(TELL) == replace(TELL, window=None, opening=None)
    writer.press(PATH, f"{PATH}/change", setting="", alarm="")
    assert house.find(TELL) == replace(TELL, window=None, opening=None, setting=None, alarm=None)
    assert writer.press(PATH, f"{PATH}/change", label=" ").status_code == 422
    writer.submit(f"{PATH}/change", [("label", "nod")])
    assert house.find(TELL) == replace(
        TELL, label="nod", people=(), window=None, opening=None, setting=None, alarm=None
    )


def test_a_step_is_set_aside_removed_and_forgotten(house: House, writer: Browser) -> None:
    """Set aside it waits in a fold and can be taken up; removed or forgotten, its page is gone."""
    house.put(TELL, SMILE)
    assert writer.press(PATH, f"{PATH}/aside").headers["location"] == "/ladder"
    page = writer.look("/ladder")
    (fold,) = [one for one in page.root.all("details") if TELL.label in one.text]
    assert "Set aside for now" in fold.text
    assert "I try it now" not in writer.look(PATH).text
    writer.press(PATH, f"{PATH}/aside")
    assert not house.find(TELL).set_aside
    writer.press(PATH, f"{PATH}/remove")
    assert writer.get(PATH).status_code == 404
    writer.press(f"/ladder/{SMILE.id}", f"/ladder/{SMILE.id}/forget")
    assert house.forgotten(SMILE.id)


def test_what_is_not_proposed_says_why_on_its_page(house: House, writer: Browser) -> None:
    """Another that comes first, one set aside, one with someone in the bin: each has its sentence."""
    other = replace(SMILE, id=UUID(int=0x87), label="nod", alarm=4)
    gone = replace(SMILE, id=UUID(int=0x88), label="wave", people=(SKY.id,))
    house.put(SMILE, other, gone, replace(TELL, set_aside=True))
    house.remove(SKY.id)
    assert "Another one comes first" in writer.look(f"/ladder/{SMILE.id}").text
    assert "It names nobody, so no record tells what may follow." in writer.look(f"/ladder/{other.id}").text
    assert "With someone who is not here any more" in writer.look(f"/ladder/{gone.id}").text
    assert "Not while it is set aside" in writer.look(PATH).text
    tried = Moment(id=UUID(int=0x99), when=LivedTime.at(MORNING - timedelta(hours=5), ZONE), step=SMILE.id)
    house.put(replace(tried, outcome=Outcome.OKAY))
    assert "Some rest between steps: Monday is soon enough" in writer.look("/ladder").text


def test_a_merged_place_stays_under_its_own_id(house: House, writer: Browser) -> None:
    """A form shows what a place stands for; sent unchanged, the step keeps its own."""
    yard = Cue(id=UUID(int=0x26), label="the yard", channel=Channel.SETTING)
    house.put(TELL, yard, replace(STAIRS, merged_into=yard.id))
    writer.press(PATH, f"{PATH}/change")
    assert house.find(TELL).setting == STAIRS.id
    assert "the yard" in writer.look(PATH).text


@pytest.mark.care("C2")
def test_under_a_hold_the_tries_are_no_sum(house: House, writer: Browser) -> None:
    """How each try went stays as it was written; in how many one was met with care is not told of a held person."""
    house.put(TELL, *(moment(50 + at, hours=-24.0 * (at + 30), step=TELL.id, outcome=Outcome.CARE) for at in range(6)))
    assert "Met with care: 6 of 6 tries." in writer.look(PATH).text
    house.put(moment(90, hours=-24 * 60, danger=(Danger.FORCED,)))
    house.clock.move(days=2)
    text = house.browser(house.keeper.unlock(PASSPHRASE)).look(PATH).text
    assert "of 6" not in text
    assert text.count("met with care") == 6
