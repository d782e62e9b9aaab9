"""Looking around in the sample diary."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, expect

from tests.browser import walk
from tests.browser.browser import PHONE, looking
from tests.browser.house import House
from tests.unit.web import markup

pytestmark = pytest.mark.browser

EMPTY_BY_NATURE = {"/keep/bin"}


def test_it_shows_something_true_everywhere_and_goes_in_one_tap(house: House, browser: Browser) -> None:
    """Before any vault, every page of the sample has something to show; one tap removes it; nothing was written."""
    with looking(browser, house.address, size=PHONE, touch=True) as page:
        walk.look_around(page)
        for address in walk.SAMPLE:
            shown = markup.read(page.request.get(address).text())
            assert "Invented people." in shown.text, address
            empty = [one for one in shown.elements if "empty" in one.get("class").split()]
            assert len(empty) == (address in EMPTY_BY_NATURE), address
        page.get_by_role("button", name="Leave the sample").tap()
        expect(page.get_by_role("link", name="Start")).to_be_visible()
        page.goto("/people")
        expect(page.get_by_role("link", name="Start")).to_be_visible()
        assert house.written() == []
        assert not house.home.exists()


def test_what_is_tried_in_the_sample_is_gone_with_it(house: House, browser: Browser) -> None:
    """A person may log a moment in the sample and see its reading; nothing of it is kept."""
    with looking(browser, house.address, size=PHONE, touch=True) as page:
        walk.look_around(page)
        page.goto("/moments/new")
        page.get_by_role("checkbox", name="voice gets louder").first.tap()
        page.get_by_role("button", name="Keep for now").tap()
        page.wait_for_url("**/moments/*-*")
        expect(page.locator("figure.chart").first).to_be_visible()
        moment = page.url
        page.get_by_role("button", name="Leave the sample").tap()
        page.wait_for_url("**/")
        walk.look_around(page)
        assert page.request.get(moment).status == 404
        assert house.written() == []
