"""The pages of promises and of trust: mine and theirs, one tap to answer, counts beside their stories."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest

from homing.record import (
    Afterwards,
    Answer,
    Danger,
    FuzzyDate,
    Kept,
    LivedTime,
    Outcome,
    Person,
    Promise,
    PromiseSize,
    Received,
    Whose,
)
from tests.unit.web.support import MORNING, ROBIN, SKY, ZONE, Browser, House, moment

RING = Promise(
    id=UUID(int=0x85),
    label="to ring on Sunday",
    whose=Whose.THEIRS,
    made=LivedTime.at(MORNING, ZONE),
    person=ROBIN.id,
    due=FuzzyDate("2026-12"),
    note="she said so\r\ntwice",
)
PAGE, TRUST = f"/promises/{RING.id}", f"/people/{ROBIN.id}/trust"
pytestmark = pytest.mark.system("S17")


def test_a_promise_is_kept_as_told(house: House, writer: Browser) -> None:
    """Words, whose it is, with whom, how large and for when; someone new is known from then on."""
    told = [("label", " to bring the key "), ("whose", "mine"), ("size", "large"), ("soon", "week"), ("due", "")]
    answer = writer.submit("/promises", [*told, ("person", str(SKY.id)), ("person_new", "Moss")])
    (kept,) = house.all(Promise)
    moss = next(one for one in house.all(Person) if one.label == "Moss")
    assert answer.headers["location"] == f"/promises/{kept.id}"
    assert (kept.label, kept.whose, kept.size) == ("to bring the key", Whose.MINE, PromiseSize.LARGE)
    assert (kept.person, kept.due) == (moss.id, FuzzyDate("2026-11-28"))
    assert "to bring the key" in writer.look("/promises").text


@pytest.mark.parametrize(
    ("told", "due"),
    [
        ([("soon", "today")], "2026-11-21"),
        ([("soon", "tomorrow"), ("due", "2027-01-05")], "2027-01-05"),
        ([("soon", ""), ("due", "2027")], "2027"),
        ([], None),
    ],
)
def test_a_day_is_a_tap_or_as_one_knows_it(
    house: House, writer: Browser, told: list[tuple[str, str]], due: str | None
) -> None:
    """A day written by hand goes before a tap; a year is enough, and so is none."""
    writer.submit("/promises", [("label", "x"), ("whose", "theirs"), *told])
    (kept,) = house.all(Promise)
    assert kept.due == (None if due is None else FuzzyDate(due))
    assert kept.size is PromiseSize.SMALL


@pytest.mark.parametrize(
    "told",
    [
        [("label", "my own words")],
        [("label", " "), ("whose", "mine")],
        [("label", "my own words"), ("whose", "mine"), ("due", "soon")],
        [("label", "my own words"), ("whose", "mine"), ("person_new", "Moss"), ("due", "2026-13")],
    ],
)
def test_what_is_missing_is_said_and_nothing_typed_is_lost(
    house: House, writer: Browser, told: list[tuple[str, str]]
) -> None:
    """Nothing is kept, nobody becomes known, and the form comes back as it was filled."""
    answer = writer.submit("/promises", told)
    assert answer.status_code == 422
    assert house.all(Promise) == []
    assert len(house.all(Person)) == 2
    assert all(value in answer.text for _, value in told)
    assert 'role="alert"' in answer.text


def test_how_it_went_is_one_tap(house: House, writer: Browser) -> None:
    """Four buttons, none of them pressed beforehand; the one that stands is said, and can be taken back."""
    house.put(RING)
    form = writer.look(PAGE).form(f"{PAGE}/answer")
    assert [one.get("value") for one in form.all("button")] == [word.value for word in Kept]
    writer.press(PAGE, f"{PAGE}/answer", ("kept", "broken"))
    kept = house.find(RING)
    assert kept == replace(RING, kept=Kept.BROKEN, ended=LivedTime.at(MORNING, ZONE))
    assert "you decide what it means" in writer.look(PAGE).text
    writer.submit(f"{PAGE}/answer")
    assert house.find(RING) == kept
    writer.press(PAGE, f"{PAGE}/answer", ("kept", ""))
    assert house.find(RING) == RING


def test_agreeing_anew_offers_a_new_promise(house: House, writer: Browser) -> None:
    """The old one stays as it was; the new one has its own day and words."""
    house.put(RING)
    assert "a new promise" not in writer.look(PAGE).text
    writer.press(PAGE, f"{PAGE}/answer", ("kept", "renegotiated"))
    answer = writer.press(PAGE, f"{PAGE}/anew", new_label="to write", soon="tomorrow")
    old, new = sorted(house.all(Promise), key=lambda one: one.kept is None)
    assert answer.headers["location"] == f"/promises/{new.id}"
    assert (old.kept, old.due, old.note) == (Kept.RENEGOTIATED, RING.due, RING.note)
    assert (new.label, new.due, new.person, new.kept) == ("to write", FuzzyDate("2026-11-22"), ROBIN.id, None)
    lost = writer.submit(f"{PAGE}/anew", [("new_label", "to write again"), ("new_due", "one day")])
    assert lost.status_code == 422
    assert "to write again" in lost.text
    assert "one day" in lost.text
    assert len(house.all(Promise)) == 2


def test_a_change_leaves_the_rest_to_the_letter(house: House, writer: Browser) -> None:
    """Only what was touched; without words nothing, with all that was typed still there."""
    ended = LivedTime.at(MORNING - timedelta(days=2), ZONE)
    house.put(replace(RING, kept=Kept.LATE, ended=ended))
    writer.press(PAGE, f"{PAGE}/change", due="2026-12-24", person=str(SKY.id), ended="2026-11-20T10:00")
    kept = house.find(RING)
    assert kept.ended is not None
    assert (kept.due, kept.person, kept.note) == (FuzzyDate("2026-12-24"), SKY.id, RING.note)
    assert kept.ended.local.isoformat() == "2026-11-20T10:00:00"
    for told, wrong in (("label", " "), ("due", "Xmas"), ("made", "then")):
        both = {"note": "my new note", told: wrong}
        answer = writer.press(PAGE, f"{PAGE}/change", None, **both)
        assert answer.status_code == 422
        assert "my new note" in answer.text
        assert house.find(RING) == kept
    assert writer.submit(f"{PAGE}/change", [("soon", "never")]).status_code == 422


def test_a_merged_name_is_shown_as_whom_it_stands_for(house: House, writer: Browser) -> None:
    """The promise keeps the id it was written with; nobody ticked is nobody."""
    alias = Person(id=UUID(int=0x12), label="Rob", merged_into=ROBIN.id)
    house.put(alias, replace(RING, person=alias.id))
    writer.press(PAGE, f"{PAGE}/change", note="more")
    assert house.find(RING).person == alias.id
    writer.press(PAGE, f"{PAGE}/change", person="")
    assert house.find(RING).person is None
    writer.press(PAGE, f"{PAGE}/change", person=str(UUID(int=5)))
    assert house.find(RING).person is None


def test_forgetting_is_for_good(house: House, writer: Browser) -> None:
    """It is gone, and its page with it."""
    house.put(RING)
    assert writer.press(PAGE, f"{PAGE}/forget").headers["location"] == "/promises"
    assert house.forgotten(RING.id)
    assert writer.get(PAGE).status_code == 404


def test_trust_is_counts_and_stories(house: House, writer: Browser) -> None:
    """Mine beside theirs, each count with its n, each story a link; intervals only behind "The numbers"."""
    house.put(RING, replace(RING, id=UUID(int=0x86), kept=Kept.BROKEN, size=PromiseSize.LARGE, label="the big one"))
    for at in range(6):
        house.put(replace(RING, id=UUID(int=0x90 + at), kept=Kept.KEPT, label=f"small {at}"))
        told = {"received": Received.HEARD, "honest": Answer.YES, "outcome": Outcome.CARE}
        house.put(moment(at, hours=-30 * (at + 1), **told, used_against=at == 3))
    page = writer.look(TRUST)
    text = " ".join(page.text.split())
    for said in (
        "Kept: 6 of the 6 that ended.",
        "1 of all 7 has no ending yet.",
        "One ended: broken.",
        "You were heard in 5 of the 5 moments in which you told something of yourself.",
        "In 1 of the 6 moments in which you told something of yourself, it was used against you later.",
        "Met with care: 5 of the 6 moments together that you finished.",
        "They were honest, as far as you could tell, in 5 of the 5 moments in which you noted it.",
    ):
        assert said in text
    links = {link.get("href") for link in page.root.all("a")}
    assert {f"/promises/{RING.id}", f"/moments/{moment(3).id}"} <= links
    folds = " ".join(" ".join(one.text.split()) for one in page.root.all("details"))
    assert "95 % interval" in folds
    assert text.count("95 % interval") == folds.count("95 % interval")
    assert not [link for link in links if "export" in link]
    assert ROBIN.label not in text


@pytest.mark.care("C21")
def test_there_is_no_copy_of_trust(house: House, writer: Browser) -> None:
    """No form on that page, and none on the list of promises, takes anything out."""
    house.put(RING)
    for path in (TRUST, "/promises"):
        actions = {form.get("action") for form in writer.look(path).root.all("form")}
        assert actions <= {"/leave", "/names", "/promises"}
        assert writer.submit(f"{path}/export").status_code in (404, 405)


@pytest.mark.system("S19")
def test_the_person_page_answers_from_the_record(house: House, writer: Browser) -> None:
    """Too early while there is little; then in counts, with what is familiar apart; it leads on to practice."""
    here = f"/people/{ROBIN.id}"
    assert "Too early: nothing noted yet" in writer.look(here).text
    words = [Afterwards.CALM_SAFE, *[Afterwards.CALM_FAMILIAR] * 3, Afterwards.ANXIOUS]
    for at, word in enumerate(words):
        house.put(moment(at, hours=-30 * (at + 1), afterwards=word, listened=Answer.YES if at < 2 else None))
    page = writer.look(here)
    text = " ".join(page.text.split())
    assert "You were calm because it felt safe in 1 of the 5 moments" in text
    assert "You were calm because you know it like this in 3 of 5. That is kept apart" in text
    assert "Too early to say. You noted it in 2 moments: yes in 2." in text
    links = {link.get("href") for link in page.root.all("a")}
    rooms = {"/ladder", "/rituals", f"/reassurance/{ROBIN.id}", "/promises", f"/cycle/with/{ROBIN.id}", TRUST}
    assert rooms <= links
    assert writer.look(TRUST).root.all("h1")


@pytest.mark.care("C2")
def test_under_a_hold_it_all_stands_down_quietly(house: House, writer: Browser) -> None:
    """No answers, no links to practise with them, no counts; their promises stay among one's own words."""
    house.put(RING, moment(1, listened=Answer.YES), moment(2, hours=-900, danger=(Danger.THREATENED,)))
    page = writer.look(f"/people/{ROBIN.id}")
    links = {link.get("href") for link in page.root.all("a")}
    assert not links & {"/ladder", "/rituals", TRUST, f"/cycle/with/{ROBIN.id}", f"/reassurance/{ROBIN.id}"}
    assert "Do they listen" not in page.text
    trust = writer.look(TRUST)
    assert "Homing counts nothing here. What you wrote stays yours." in trust.text
    assert RING.label not in trust.text
    assert RING.label in writer.look("/promises").text
