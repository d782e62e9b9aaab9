"""Reload, back, a double tap, two tabs, and a great deal of everything."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from uuid import UUID

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from homing.companion import Desk
from homing.record import Channel, Cue, CueSeen, LivedTime, Moment, Outcome, Person
from homing.vault import Rows, Vault
from tests.browser import walk
from tests.browser.browser import DESKTOP, PHONE, looking
from tests.browser.house import MORNING, PASSPHRASE, SMALLEST, ZONE, House, ambient, opened
from tests.browser.measure import sticks_out, too_small

pytestmark = pytest.mark.browser

LONG = "Donaudampfschifffahrtsgesellschaftskapitaenswitwenrente" * 2
NARROW = {"width": 320, "height": 640}


def test_reload_and_back_neither_lose_nor_double(own: House, browser: Browser) -> None:
    """A reload keeps what was typed into a moment, and going back and sending a step again makes no second one."""
    with looking(browser, own.address, size=PHONE) as page:
        walk.unlock(page)
        page.goto("/moments/new")
        page.get_by_label("Who was there?").fill("Sorrel")
        page.get_by_role("button", name="Next").click()
        page.wait_for_url("**/name")
        page.get_by_label("Or in your own words").fill("to be laughed at")
        page.get_by_role("status").get_by_text("Kept", exact=True).wait_for()
        page.reload()
        expect(page.get_by_label("Or in your own words")).to_have_value("to be laughed at")
        page.go_back()
        page.get_by_role("button", name="Next").click()
        page.wait_for_url("**/name")
        expect(page.get_by_label("Or in your own words")).to_have_value("to be laughed at")
        assert _count(own, Moment) == 1
        assert _count(own, Person) == 1


@pytest.mark.parametrize("script", [True, False], ids=["script", "plain"])
def test_a_double_tap_keeps_one(own: House, browser: Browser, script: bool) -> None:
    """A double click on any button that keeps something keeps it once."""
    with looking(browser, own.address, script=script) as page:
        walk.unlock(page)
        page.goto("/start/moment")
        page.get_by_label("With whom?").fill("Sorrel")
        _twice(page, page.get_by_role("button", name="Keep", exact=True))
        page.goto("/moments/new")
        page.get_by_label("Something new, in your words").or_(page.get_by_label("What came to you, in your")).fill(
            "late"
        )
        _twice(page, page.get_by_role("button", name="Next"))
        page.goto("/today")
        _twice(page, page.get_by_role("button", name="Settled"))
        page.goto("/people")
        page.get_by_text("Add someone").click()
        page.get_by_label("Nickname or initial").fill("Fennel")
        _twice(page, page.get_by_role("button", name="Add", exact=True))
        assert (_count(own, Moment), _count(own, Person), _count(own, Cue)) == (2, 2, 1)
        assert len(_checkins(own)) == 1


def test_two_tabs_change_one_moment(own: House, browser: Browser) -> None:
    """What two tabs say in different steps of one moment is all kept, and each tab sees it."""
    with looking(browser, own.address) as page:
        walk.unlock(page)
        page.goto("/moments/new")
        page.get_by_label("Who was there?").fill("Sorrel")
        page.get_by_role("button", name="Keep for now").click()
        page.wait_for_url("**/moments/*-*")
        moment = page.url
        page.goto(f"{moment}/ended")
        other = page.context.new_page()
        other.goto(f"{moment}/name")
        page.get_by_role("radio", name="Okay").check(force=True)
        other.get_by_label("And what did your head know?").fill("all is well")
        page.get_by_role("button", name="Keep", exact=True).click()
        other.get_by_role("button", name="Keep for now").click()
        for tab in (page, other):
            tab.goto(moment)
            expect(tab.get_by_text("all is well")).to_be_visible()
            expect(tab.get_by_text("okay", exact=True)).to_be_visible()


def test_a_great_deal_of_everything_fits(tmp_path: Path, browser: Browser) -> None:
    """Forty people, sixty cues, long words and a note of 10,000 letters stay inside the page, narrow and wide."""
    crowded = _crowd(tmp_path)
    with opened(tmp_path) as house, looking(browser, house.address, size=NARROW) as page:
        walk.unlock(page)
        page.goto("/people")
        page.get_by_role("button", name="Show names").click()
        page.get_by_role("button", name="Hide names").wait_for()
        person, cue = crowded.people[0], crowded.cues[0].cue
        addresses = (
            *walk.of_moment(crowded.id),
            f"/people/{person}",
            f"/cues/{cue}",
            *walk.SAMPLE[:2],
            "/people",
            "/cues",
        )
        for address in (*addresses, "/moments/new"):
            walk.visit(page, address)
            walk.unfold(page)
            assert (address, sticks_out(page), too_small(page)) == (address, [], [])
        page.set_viewport_size({"width": DESKTOP["width"], "height": DESKTOP["height"]})
        for address in addresses:
            walk.visit(page, address)
            walk.unfold(page)
            assert (address, sticks_out(page)) == (address, [])


def _twice(page: Page, button: Locator) -> None:
    """Two quick taps, and all that they set going."""
    button.dblclick()
    page.wait_for_timeout(300)
    page.wait_for_load_state("networkidle")


def _crowd(home: Path) -> Moment:
    people = [Person(id=UUID(int=n), label=f"{n} {LONG}") for n in range(1, 41)]
    cues = [Cue(id=UUID(int=n), label=f"{n} {LONG}", channel=list(Channel)[n % len(Channel)]) for n in range(101, 161)]
    moment = Moment(
        id=UUID(int=1000),
        when=LivedTime.at(MORNING, ZONE),
        people=tuple(person.id for person in people),
        cues=tuple(CueSeen(cue=cue.id) for cue in cues),
        alarm=8,
        outcome=Outcome.OKAY,
        body=LONG,
        head=LONG * 3,
        expected_words=LONG,
        note=("word " * 200 + LONG * 9) * 5,
    )
    vault = Vault.create(home, PASSPHRASE, urandom=ambient(lambda: MORNING).urandom, cost=SMALLEST)
    again = [replace(moment, id=UUID(int=1000 + n)) for n in range(4)]
    everything: list[Person | Cue | Moment] = [*people, *cues, *again]
    vault.write(lambda rows: [rows.put(one, MORNING) for one in everything])
    vault.close()
    return moment


def _desk(house: House) -> Desk:
    """What the house keeps, read in the house itself by a second key."""
    seen = house.keeper.enter(house.keeper.unlock(PASSPHRASE).token)
    assert seen is not None
    return seen[0]


def _count(house: House, kind: type[Moment | Person | Cue]) -> int:
    return _desk(house).vault.read(lambda rows: rows.count(kind))


def _checkins(house: House) -> list[object]:
    def look(rows: Rows) -> list[object]:
        return [record for record in rows.everything() if record.type == "checkin"]

    return _desk(house).vault.read(look)
