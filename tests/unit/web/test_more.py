"""How someone was in a moment: one tap each, nothing chosen beforehand, and narrow where danger was marked."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

import pytest

from homing.record import (
    Afterwards,
    Answer,
    Danger,
    Direction,
    Evidence,
    Moment,
    Occasion,
    Outcome,
    Reassurance,
    Reassured,
    Received,
    Ritual,
    Step,
)
from tests.unit.web.markup import Page
from tests.unit.web.support import ROBIN, Browser, House, moment

HELLO = Ritual(id=UUID(int=0x81), label="tea at the door", occasion=Occasion.MEETING)
SAY = Step(id=UUID(int=0x82), label="say that I was sad", people=(ROBIN.id,))
LIVED = moment(1, outcome=Outcome.OKAY)
MORE = f"/moments/{LIVED.id}/more"
QUESTIONS = {"listened", "respected", "afterwards", "honest", "received", "used_against", "reassured", "occasion"}


def asked(page: Page) -> set[str]:
    """The names of the questions in the main part of a page."""
    (main,) = page.root.all("main")
    return {one.get("name") for one in main.all("input") if one.get("type") in ("radio", "checkbox")}


@pytest.mark.system("S19")
def test_each_answer_is_one_tap(house: House, writer: Browser) -> None:
    """Nothing is chosen beforehand; what is tapped is kept, is shown on the moment's page, and can be taken back."""
    house.put(HELLO, SAY, LIVED)
    page = writer.look(MORE)
    assert asked(page) == {*QUESTIONS, "ritual", "step"}
    assert not [one for one in page.root.all("input") if one.has("checked")]
    told = [
        *[("shown", "used_against"), ("shown", "reassured"), ("listened", "yes"), ("respected", "no")],
        *[("afterwards", "calm_because_familiar"), ("honest", "partly"), ("received", "doubted")],
        *[("used_against", "1"), ("reassured", "received-interest"), ("reassured", "sent-acceptance")],
        *[("occasion", "meeting"), ("ritual", str(HELLO.id)), ("step", str(SAY.id))],
    ]
    assert writer.submit(MORE, told).headers["location"] == f"/moments/{LIVED.id}"
    kept = house.find(LIVED)
    assert kept == replace(
        LIVED,
        listened=Answer.YES,
        respected=Answer.NO,
        afterwards=Afterwards.CALM_FAMILIAR,
        honest=Answer.PARTLY,
        received=Received.DOUBTED,
        used_against=True,
        reassured=(
            Reassured(kind=Reassurance.INTEREST),
            Reassured(kind=Reassurance.ACCEPTANCE, direction=Direction.SENT),
        ),
        occasion=Occasion.MEETING,
        ritual=HELLO.id,
        step=SAY.id,
    )
    assert kept.evidence is Evidence.HURT
    text = writer.look(f"/moments/{LIVED.id}").text
    for word in ("calm, because I know it like this", "doubted", "it was used against you", HELLO.label, SAY.label):
        assert word in text
    back = [(name, "") for name in ("listened", "respected", "afterwards", "honest", "received", "occasion")]
    writer.submit(MORE, [*told[:2], *back, ("ritual", ""), ("step", "")])
    assert house.find(LIVED) == LIVED


def test_a_draft_is_kept_while_one_taps(house: House, writer: Browser) -> None:
    """A draft is kept in the vault and leads nowhere; what its form did not show stays."""
    house.put(replace(LIVED, used_against=True, received=Received.HEARD))
    assert writer.submit(f"{MORE}?draft=1", [("honest", "no")]).status_code == 204
    kept = house.find(LIVED)
    assert (kept.honest, kept.used_against, kept.received) == (Answer.NO, True, Received.HEARD)


def test_it_is_offered_and_never_pushed(house: House, writer: Browser) -> None:
    """From the moment's page by a link, and after its last step by a second button; the first one leads past it."""
    house.put(LIVED)
    ended = f"/moments/{LIVED.id}/ended"
    assert MORE in [link.get("href") for link in writer.look(f"/moments/{LIVED.id}").root.all("a")]
    assert writer.press(ended, ended, ("go", "more")).headers["location"] == MORE
    assert writer.press(ended, ended, ("go", "next")).headers["location"] == f"/moments/{LIVED.id}"
    hurt = writer.press(ended, ended, ("go", "more"), outcome="frightened_or_harmed_me")
    assert hurt.headers["location"] == "/safe-now"


def test_alone_there_is_nobody_to_ask_about(house: House, writer: Browser) -> None:
    """A moment with nobody in it is asked for a step, if there is one; without any it says so."""
    alone = replace(LIVED, people=())
    house.put(alone)
    assert asked(writer.look(MORE)) == set()
    assert MORE not in [link.get("href") for link in writer.look(f"/moments/{alone.id}").root.all("a")]
    house.put(replace(SAY, people=()))
    assert asked(writer.look(MORE)) == {"step"}
    writer.submit(MORE, [("step", str(SAY.id))])
    assert house.find(alone).step == SAY.id


@pytest.mark.care("C2")
def test_under_a_hold_only_what_may_matter_later_is_asked(house: House, writer: Browser) -> None:
    """No closeness, no calm, no step; what was told stays, and a no that was not respected can still be noted."""
    told = replace(LIVED, afterwards=Afterwards.CALM_SAFE, step=SAY.id)
    house.put(SAY, told, moment(2, hours=-900, danger=(Danger.FORCED,)))
    page = writer.look(MORE)
    assert asked(page) == {"respected", "honest", "received", "used_against"}
    assert "Homing does not estimate here" in page.text
    assert all(fold.has("open") is False for fold in page.root.all("details"))
    writer.press(MORE, MORE, respected="no", used_against="1")
    assert house.find(told) == replace(told, respected=Answer.NO, used_against=True)


def test_a_broken_form_is_refused_whole(house: House, writer: Browser) -> None:
    """Words that no form of ours sends change nothing; a step that is not there any more is left out."""
    house.put(LIVED, SAY)
    for pair in (("listened", "very"), ("reassured", "praise"), ("step", "one")):
        assert writer.submit(MORE, [("shown", "reassured"), pair]).status_code == 422
    assert house.find(LIVED) == LIVED
    assert writer.submit(MORE, [("step", str(UUID(int=5)))]).status_code == 303
    assert house.find(LIVED) == LIVED
    assert writer.get(f"/moments/{UUID(int=6)}/more").status_code == 404
    assert house.all(Moment) == [LIVED]
