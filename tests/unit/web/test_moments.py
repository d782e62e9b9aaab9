"""A moment by forms alone: from its first step to its reading, and everything that can be done with it later."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from uuid import UUID

import pytest

from homing.companion import expectations
from homing.engine import world
from homing.engine.priors import Priors
from homing.record import (
    Channel,
    Cue,
    CueSeen,
    Danger,
    Direction,
    Expected,
    FeltState,
    LivedTime,
    Moment,
    Move,
    Outcome,
    Person,
    Safe,
)
from tests.unit.web import markup
from tests.unit.web.support import DOOR, LOUDER, MORNING, ROBIN, ZONE, Browser, House, moment, sound

STEPS = ("notice", "name", "did", "ended")


@pytest.mark.system("S4")
@pytest.mark.system("S2")
def test_a_moment_from_the_first_step_to_its_reading(house: House, owner: Browser) -> None:
    """New, notice, name, did, ended, reading: every field told in a form is in the moment, and the page shows it."""
    address = owner.get("/moments/new").headers["location"]
    base = address.removesuffix("/notice")
    form = owner.look(address).form(address)
    pairs = [
        *markup.sent_by(form, ("go", "next")),
        ("people_new", "Robin, Sky"),
        ("cues_new", "a hum , a cough"),
        ("cue_channel", "voice"),
        ("sent_new", "crossed arms"),
        ("starter", "face|smiles"),
        ("setting_new", "kitchen"),
        ("state", "on_edge"),
    ]
    pairs = [("body", "\nshoulders up\r\n") if name == "body" else (name, value) for name, value in pairs]
    pairs = [("zone", "Asia/Kathmandu") if name == "zone" else (name, value) for name, value in pairs]
    assert owner.submit(address, pairs).headers["location"] == f"{base}/name"
    told = {"alarm": "7", "expected": "to_be_left", "expected_words": "a door", "head": "they are only tired"}
    assert owner.press(f"{base}/name", f"{base}/name", ("go", "next"), **told).headers["location"] == f"{base}/did"
    assert (
        owner.press(f"{base}/did", f"{base}/did", ("go", "next"), moves="stayed").headers["location"] == f"{base}/ended"
    )
    told = {"outcome": "met_with_care", "safe": "yes", "state_after": "settled", "note": "they asked"}
    assert owner.press(f"{base}/ended", f"{base}/ended", ("go", "next"), **told).headers["location"] == base
    (kept,) = house.all(Moment)
    people = {person.label: person.id for person in house.all(Person)}
    cues = {(cue.label, cue.channel): cue.id for cue in house.all(Cue)}
    assert kept == Moment(
        id=UUID(base.split("/")[-1]),
        when=LivedTime.at(MORNING, "Asia/Kathmandu"),
        people=(people["Robin"], people["Sky"]),
        setting=cues["kitchen", Channel.SETTING],
        cues=(
            CueSeen(cue=cues["a hum", Channel.VOICE]),
            CueSeen(cue=cues["a cough", Channel.VOICE]),
            CueSeen(cue=cues["crossed arms", Channel.VOICE], direction=Direction.SENT),
            CueSeen(cue=cues["smiles", Channel.FACE]),
        ),
        state=FeltState.ON_EDGE,
        state_after=FeltState.SETTLED,
        alarm=7,
        expected=(Expected.LEFT,),
        expected_words="a door",
        head="they are only tired",
        body="\nshoulders up\n",
        moves=(Move.STAYED,),
        outcome=Outcome.CARE,
        safe=Safe.YES,
        note="they asked",
    )
    text = owner.look(base).text
    for shown in ("a hum", "kitchen", "7 of 10", "a door", "they are only tired", "they asked", "met with care"):
        assert shown in text
    assert "Too early to say anything" in text or "Too few to say more" in text


@pytest.mark.care("C23")
def test_a_draft_keeps_what_was_said_and_no_half_typed_name(house: House, owner: Browser) -> None:
    """Autosave keeps the texts and the choices of a step; a name is made only when the form is really sent."""
    path = f"/moments/{moment().id}/notice"
    draft = [("people_new", "Ro"), ("cues_new", "the vo"), ("setting_new", "ki"), ("body", "tight"), ("state", "mixed")]
    answer = owner.submit(f"{path}?draft=1", draft)
    assert (answer.status_code, answer.content) == (204, b"")
    (kept,) = house.all(Moment)
    assert (kept.body, kept.state, kept.people, kept.cues, kept.setting) == ("tight", FeltState.MIXED, (), (), None)
    assert house.all(Person) + house.all(Cue) == []
    for text in ("t", "ti", "tight throat"):
        owner.submit(f"{path}?draft=1", [("body", text)])
    assert house.find(kept).body == "tight throat"
    owner.submit(path, [("people_new", "Robin"), ("body", "tight throat"), ("go", "keep")])
    assert [person.label for person in house.all(Person)] == ["Robin"]


@pytest.mark.parametrize(("step", "after"), list(zip(STEPS, (*STEPS[1:], ""), strict=True)))
def test_each_step_leads_on_or_rests(house: House, writer: Browser, step: str, after: str) -> None:
    """ "Next" leads to the next step and from the last to the moment; "keep for now" leads to the moment at once."""
    house.put(moment())
    base = f"/moments/{moment().id}"
    assert writer.submit(f"{base}/{step}", [("go", "next")]).headers["location"] == f"{base}/{after}".rstrip("/")
    assert writer.submit(f"{base}/{step}", [("go", "keep")]).headers["location"] == base
    assert writer.submit(f"{base}/{step}").headers["location"] == f"{base}/{after}".rstrip("/")


@pytest.mark.care("C23")
def test_names_are_hidden_until_tapped(house: House, writer: Browser) -> None:
    """A name stands as its first letter until one taps, in this browser alone; what was typed is kept."""
    house.put(moment())
    base = f"/moments/{moment().id}"
    pages = ["/today", "/moments", base, f"{base}/notice", "/people", f"/people/{ROBIN.id}", f"/cues/{LOUDER.id}"]
    for path in pages:
        assert ROBIN.label not in writer.look(path).text
    answer = writer.submit(f"{base}/notice", [("people", str(ROBIN.id)), ("body", "warm"), ("go", "names")])
    assert answer.headers["location"] == f"{base}/notice"
    assert house.find(moment()).body == "warm"
    shown = [ROBIN.label in writer.look(path).text for path in pages]
    assert shown[1:6] == [True] * 5
    assert ROBIN.label not in house.browser(house.keeper.unlock("lantern under the plum tree")).look("/people").text
    writer.submit("/names", [("show", "0")])
    assert ROBIN.label not in writer.look("/people").text


@pytest.mark.care("C2")
@pytest.mark.parametrize("told", [{"danger": "threatened"}, {"safe": "no"}, {"outcome": "frightened_or_harmed_me"}])
def test_after_harm_the_first_question_is_safety(house: House, writer: Browser, told: dict[str, str]) -> None:
    """A mark of danger or harm leads to "Are you safe now?"; for a day there is no reading, and then only counts."""
    first = [moment(number, hours=-100 - number, outcome=Outcome.OKAY, alarm=6) for number in range(2, 8)]
    house.put(*first, moment())
    base = f"/moments/{moment().id}"
    assert writer.submit(f"{base}/ended", list(told.items())).headers["location"] == "/safe-now"
    writer.look("/safe-now")
    for path in (base, f"/moments/{first[0].id}", f"/people/{ROBIN.id}"):
        text = writer.look(path).text
        assert "are you safe now?" in text.lower()
        assert "The alarm rang" not in text
    assert "expects hurt" not in writer.look(f"{base}/expect").text
    house.clock.move(hours=30)
    writer = house.browser(house.keeper.unlock("lantern under the plum tree"))
    held = "danger" in told or "safe" in told
    for path in (base, f"/moments/{first[0].id}"):
        text = writer.look(path).text
        assert "The alarm rang" in text
        expected = writer.look(f"{path}/expect").text
        assert ("expects hurt" in expected) is not held
        assert ("then, or now?" in text) is (path != base and not held)


@pytest.mark.care("C2")
def test_a_held_person_is_never_estimated(house: House, writer: Browser) -> None:
    """While a hold stands no page holds an estimate with this person; lifted by the owner, it is there on request."""
    marked = moment(1, hours=-400, danger=(Danger.FOLLOWED,), outcome=Outcome.HURT)
    house.put(marked, *(moment(number, hours=-50 - number, outcome=Outcome.OKAY, alarm=3) for number in range(2, 9)))
    paths = ["/today", "/moments", "/people", f"/people/{ROBIN.id}", "/cues", f"/cues/{LOUDER.id}", "/keep/bin"]
    paths += [f"/moments/{moment(number).id}{more}" for number in (1, 2, 8) for more in ("", "/expect")]
    for path in paths:
        text = writer.look(path).text
        assert "expects hurt" not in text
        assert "then, or now?" not in text.lower()
    assert "a hold stands" in writer.look("/people").text
    writer.press(f"/people/{ROBIN.id}", f"/people/{ROBIN.id}/lift")
    assert "a hold stands" not in writer.look("/people").text
    assert "expects hurt" in writer.look(f"/moments/{moment(2).id}/expect").text
    assert "expects hurt" not in writer.look(f"/moments/{marked.id}/expect").text


def test_an_estimate_says_whose_data_it_begins_from(house: House, writer: Browser) -> None:
    """Built-in assumptions have no data; priors of a cohort name how many people taught them, until taken back."""
    house.put(*(moment(number, hours=-50 - number, outcome=Outcome.OKAY, alarm=3) for number in range(1, 9)))
    path, nobody = f"/moments/{moment().id}/expect", "The model’s starting assumptions have no data behind them yet."
    assert nobody in writer.look(path).text
    expectations.begin_from(house.desk, Priors(world.Params(), people=12, outcomes=300))
    told = writer.look(path).text
    assert "expects hurt" in told
    assert "learnt from 12 people (a study of others, not you)" in told
    assert "what your body may expect, begin from assumptions with no data behind them yet." in told
    assert nobody not in told
    expectations.begin_from(house.desk, None)
    assert nobody in writer.look(path).text


@pytest.mark.care("C10")
def test_a_protected_ending_is_told_as_one(house: House, writer: Browser) -> None:
    """What followed because one gave in is shown as protected, and never counted as safe."""
    house.put(moment())
    base = f"/moments/{moment().id}"
    writer.press(f"{base}/ended", f"{base}/ended", ("go", "next"), protected="1", outcome="okay")
    assert house.find(moment()).protected
    assert "never counted as safe" in writer.look(base).text
    form = writer.look(f"{base}/ended").form(f"{base}/ended")
    writer.submit(f"{base}/ended", [pair for pair in markup.sent_by(form) if pair[0] != "protected"])
    assert not house.find(moment()).protected


def test_moves_one_is_not_proud_of_are_met_without_shame(house: House, writer: Browser) -> None:
    """Beside a move that worries, and only there, the page for one's own behaviour is offered."""
    house.put(moment(1, moves=(Move.BLOCKED_WAY,)), moment(2, moves=(Move.STAYED,)))
    links = [[a.get("href") for a in writer.look(f"/moments/{moment(n).id}").root.all("a")] for n in (1, 2)]
    assert ["/help/my-own" in found for found in links] == [True, False]


@pytest.mark.parametrize(
    ("step", "field", "value"),
    [("notice", "people", "x"), ("notice", "cues", "x"), ("notice", "sent", "1"), ("notice", "setting", "x"),
     ("notice", "state", "fine"), ("notice", "cue_channel", "smell"), ("notice", "starter", "smell|smoke"),
     ("notice", f"strength-received-{LOUDER.id}", "0.7"), ("notice", f"strength-received-{LOUDER.id}", "nan"),
     ("notice", f"strength-received-{LOUDER.id}", "x"), ("name", "alarm", "11"), ("name", "alarm", "-1"),
     ("name", "alarm", "x"), ("name", "alarm", "٣"), ("name", "alarm", "9" * 5000), ("name", "expected", "rain"),
     ("did", "moves", "flew"), ("ended", "outcome", "fine"), ("ended", "safe", "perhaps"), ("ended", "danger", "rain"),
     ("ended", "state_after", "x"), ("ended", "when", "yesterday"), ("ended", "when", "2026-02-30T10:00"),
     ("ended", "when", "2026-11-21T09:30+01:00"), ("ended", "when", "0001-01-01T00:00")],
)  # fmt: skip
def test_what_no_form_of_ours_sends_changes_nothing(
    house: House, writer: Browser, step: str, field: str, value: str
) -> None:
    """A field with a value that our form cannot hold is refused, and the moment stays as it was."""
    before = moment(1, note="as it was")
    house.put(before)
    pairs = [("cues", str(LOUDER.id)), (field, value), ("note", "new"), ("body", "new")]
    page = sound(writer.submit(f"/moments/{before.id}/{step}", pairs), 422)
    assert "That did not work" in page.text
    assert house.find(before) == before


def test_the_time_can_be_changed(house: House, writer: Browser) -> None:
    """Another time is read in the moment's own zone; the field as it was, or cleared, leaves the time alone."""
    when = LivedTime(local=datetime.fromisoformat("2026-10-25T02:30:15"), zone=ZONE, offset=3600)
    kept = moment(1, when=when)
    house.put(kept)
    path = f"/moments/{kept.id}/ended"
    for same in ("2026-10-25T02:30", ""):
        writer.submit(path, [("when", same)])
        assert house.find(kept).when == when
    writer.submit(path, [("when", "2026-10-24T02:30")])
    assert house.find(kept).when == LivedTime(local=datetime.fromisoformat("2026-10-24T02:30"), zone=ZONE)


def test_an_unknown_zone_loses_no_moment(house: House, owner: Browser) -> None:
    """A browser that names a zone unknown here still keeps its moment, in this machine's zone."""
    for number, zone in enumerate(["Mars/Olympus", "../etc/passwd", "x" * 5000, ""]):
        owner.submit(f"/moments/{moment(number).id}/ended", [("zone", zone), ("note", "kept")])
    assert {kept.when.zone for kept in house.all(Moment)} == {ZONE}
    assert len(house.all(Moment)) == 4


def test_who_was_forgotten_meanwhile_is_left_out(house: House, writer: Browser) -> None:
    """A form that was opened before someone was forgotten keeps the rest of what it says."""
    house.put(moment())
    path = f"/moments/{moment().id}/notice"
    pairs = markup.sent_by(writer.look(path).form(path))
    writer.submit(f"/people/{ROBIN.id}/forget", [("moments", "keep")])
    assert writer.submit(path, [*pairs, ("body", "still here")]).status_code == 303
    assert (house.find(moment()).people, house.find(moment()).body) == ((), "still here")


def test_a_moment_in_the_bin_or_forgotten_takes_no_more(house: House, writer: Browser) -> None:
    """A form left open over a moment that was removed or forgotten does not bring it back."""
    house.put(moment(1), moment(2))
    writer.press(f"/moments/{moment(1).id}", f"/moments/{moment(1).id}/remove")
    writer.press(f"/moments/{moment(2).id}", f"/moments/{moment(2).id}/forget")
    for number in (1, 2):
        for address in ("ended", "ended?draft=1", "remove"):
            sound(writer.submit(f"/moments/{moment(number).id}/{address}", [("note", "late")]), 404)
    assert house.all(Moment) == []


def test_earlier_versions_are_there(house: House, writer: Browser) -> None:
    """What was changed can still be read, one tap from the moment (care rule 25)."""
    house.put(moment(1, note="the first words"))
    house.put(moment(1, note="the second words"))
    assert f"/entries/{moment(1).id}" in {a.get("href") for a in writer.look(f"/moments/{moment(1).id}").root.all("a")}
    text = writer.look(f"/entries/{moment(1).id}").text
    assert "the first words" in text
    assert "the second words" in text


def test_the_list_has_pages(house: House, writer: Browser) -> None:
    """Twenty moments a page, newest first; a page beyond the last is the last, and no number breaks it."""
    house.put(*(moment(number, hours=-number) for number in range(1, 46)))

    def shown(path: str) -> list[str]:
        links = [a.get("href") for a in writer.look(path).root.all("a")]
        return [link for link in links if link.startswith("/moments/0000")]

    def of(first: int, last: int) -> list[str]:
        return [f"/moments/{moment(number).id}" for number in range(first, last + 1)]

    assert shown("/moments") == shown("/moments/page/1") == shown("/moments/page/0") == of(1, 20)
    assert shown("/moments/page/2") == of(21, 40)
    assert shown("/moments/page/3") == shown("/moments/page/4") == shown(f"/moments/page/{10**30}") == of(41, 45)


@pytest.mark.claim("P7")
def test_words_are_found(house: House, writer: Browser) -> None:
    """A search goes by the form's body, whatever its letters' case, and says how many it found."""
    house.put(moment(1, note="Ähren im Wind"), moment(2, head="nothing"), moment(3, body="ährenfeld"))
    page = sound(writer.submit("/moments", [("q", "ÄHREN")]))
    assert "2 moments with these words." in page.text
    assert [box.get("value") for box in page.root.all("input") if box.get("name") == "q"] == ["ÄHREN"]
    assert "0 moments with these words." in sound(writer.submit("/moments", [("q", "'; DROP TABLE moment; --")])).text
    assert len(house.all(Moment)) == 3


def test_cues_in_both_directions_have_strengths_of_their_own(house: House, writer: Browser) -> None:
    """A cue that came and was sent is told apart, also in how strong it was."""
    seen = (CueSeen(cue=LOUDER.id, strength=0.3), CueSeen(cue=LOUDER.id, direction=Direction.SENT, strength=0.9))
    house.put(moment(1, cues=seen))
    path = f"/moments/{moment(1).id}/notice"
    field = f"strength-sent-{LOUDER.id}"
    writer.press(path, path, ("go", "next"), **{field: "0.5"})
    assert house.find(moment(1)).cues == (seen[0], replace(seen[1], strength=0.5))


def test_a_setting_of_another_channel_stays_and_can_be_chosen(house: House, writer: Browser) -> None:
    """A place whose channel was changed later is still shown as the place of its moments; another can be chosen."""
    place = Cue(id=UUID(int=0x30), label="the hall", channel=Channel.SETTING)
    house.put(place, moment(1, setting=DOOR.id, cues=(CueSeen(cue=place.id),)))
    path = f"/moments/{moment(1).id}/notice"
    pairs = markup.sent_by(writer.look(path).form(path))
    assert ("setting", str(DOOR.id)) in pairs
    assert ("cues", str(place.id)) in pairs
    writer.press(path, path, ("go", "next"), setting=str(place.id))
    assert house.find(moment(1)).setting == place.id
    writer.press(path, path, ("go", "next"), setting="")
    assert house.find(moment(1)).setting is None


def test_a_new_place_takes_the_place_of_the_old(house: House, writer: Browser) -> None:
    """A place typed in stands instead of the one that was chosen."""
    house.put(moment(1, setting=DOOR.id))
    path = f"/moments/{moment(1).id}/notice"
    writer.press(path, path, ("go", "next"), setting_new="the garden, and more")
    (garden,) = [cue for cue in house.all(Cue) if cue.label == "the garden"]
    assert house.find(moment(1)).setting == garden.id
