"""axe finds nothing on any page; neither does the watch over console, policy and requests."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from uuid import UUID

import pytest
from playwright.sync_api import Browser, Page
from starlette.routing import Route, compile_path

from homing.web.pages import routes
from tests.browser import axe, walk
from tests.browser.browser import PHONE, looking
from tests.browser.house import House
from tests.browser.measure import first_control

pytestmark = pytest.mark.browser

ELSEWHERE = "/measures"
"""The ordinary page one lands on: nothing of ours is there, not even a way out."""

UNSEEN = {"/favicon.ico"}
"""Addresses that are not pages."""


def test_axe_is_what_it_says() -> None:
    """The vendored axe and its licences are the files that VENDORED.md names."""
    rows = [line.split("|") for line in (axe.VENDOR / "VENDORED.md").read_text().splitlines() if "MPL-2.0 |" in line]
    told = {row[1].strip(): row[5].strip() for row in rows}
    held = {
        one.name: hashlib.sha256(one.read_bytes()).hexdigest() for one in axe.VENDOR.iterdir() if one.suffix != ".md"
    }
    assert told == held


def test_every_page_is_walked() -> None:
    """The walk leads to every address that can be opened."""
    walked = [*walk.BEFORE, *walk.SAMPLE]
    shown = [route.path for route in routes() if isinstance(route, Route) and "GET" in (route.methods or ())]
    missed = [path for path in shown if not any(compile_path(path)[0].match(one) for one in walked)]
    assert set(missed) == UNSEEN


@pytest.mark.parametrize("addresses", [walk.BEFORE[:5], walk.BEFORE[5:]], ids=["door", "help"])
def test_pages_for_anyone(house: House, browser: Browser, addresses: tuple[str, ...]) -> None:
    """Before there is a vault axe finds nothing, on phone and desktop, light and dark."""
    with looking(browser, house.address, size=PHONE) as page:
        assert _faults(page, addresses) == {}


@pytest.mark.parametrize("part", range(4))
def test_pages_of_the_sample(sample_house: House, browser: Browser, part: int) -> None:
    """In the sample diary axe finds nothing, folds open, a held person among the pages."""
    with looking(browser, sample_house.address, size=PHONE) as page:
        walk.look_around(page)
        assert _faults(page, walk.SAMPLE[part::4]) == {}


def test_pages_of_an_empty_vault(own: House, browser: Browser) -> None:
    """Locked, wrongly unlocked and still empty, one's own diary gives axe nothing to find."""
    with looking(browser, own.address, size=PHONE) as page:
        assert _faults(page, ["/"]) == {}
        _wrong_passphrase(page)
        assert _here(page) == []
        walk.unlock(page)
        assert _faults(page, ["/today", "/moments", "/moments/new", "/people", "/cues"]) == {}


def test_pages_with_something_wrong(house: House, browser: Browser) -> None:
    """Forms that name an error, a refused file and a missing page give axe nothing to find."""
    with looking(browser, house.address, size=PHONE) as page:
        for wrong in (_unlike_passphrases, _maybe_watched):
            wrong(page)
            assert _here(page) == []
        walk.look_around(page)
        for wrong in (_bad_file, _bad_date, _gone):
            wrong(page)
            assert _here(page) == []


@pytest.mark.care("C2")
def test_pages_after_harm(own: House, browser: Browser) -> None:
    """After harm, with a hold on the person, axe finds nothing."""
    with looking(browser, own.address, size=PHONE) as page:
        walk.unlock(page)
        person = walk.dangerous_moment(page)
        assert _here(page) == []
        assert _faults(page, ["/safe-now", "/moments", person, "/people"]) == {}


def _faults(page: Page, addresses: Iterable[str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for address in addresses:
        walk.visit(page, address)
        found[address] = _here(page)
    return {address: faults for address, faults in found.items() if faults}


def _here(page: Page) -> list[str]:
    walk.unfold(page)
    found = axe.faults(page)
    if page.url.endswith(ELSEWHERE):
        return found
    if first_control(page) != "Leave quickly":
        found.append(f"{first_control(page)} comes before Leave quickly")
    if page.title() != "Homing":
        found.append(f"the title says {page.title()}")
    return found


def _wrong_passphrase(page: Page) -> None:
    page.goto("/")
    page.get_by_label("Passphrase").fill("not this one at all")
    page.get_by_role("button", name="Open", exact=True).click()
    page.get_by_role("alert").wait_for()


def _unlike_passphrases(page: Page) -> None:
    page.goto("/start/passphrase")
    page.get_by_label("Passphrase").fill("one long passphrase")
    page.get_by_label("The same again").fill("and another")
    page.get_by_role("button", name="Make my diary").click()
    page.get_by_role("alert").wait_for()


def _maybe_watched(page: Page) -> None:
    page.goto("/start")
    page.get_by_role("button", name="Maybe").click()
    page.get_by_text("Safer ways").wait_for()


def _bad_file(page: Page) -> None:
    page.goto("/keep")
    page.get_by_label("File").set_input_files({"name": "odd.jsonl", "mimeType": "text/plain", "buffer": b"{odd\n[]\n"})
    page.get_by_role("button", name="Bring it in").click()
    page.get_by_text("Nothing was brought in").wait_for()


def _bad_date(page: Page) -> None:
    page.goto("/people")
    page.locator("#people-list a").first.click()
    page.get_by_text("Change", exact=True).click()
    page.get_by_label("Known since").fill("long ago")
    page.locator("form[action$='/change'] button").click()
    page.get_by_role("alert").wait_for()


def _gone(page: Page) -> None:
    page.goto(f"/moments/{UUID(int=7)}")
    page.get_by_text("This page is not here").wait_for()
