"""A week of check-ins on a phone, each one tap; then what settles, from the record, and what a screen reader meets."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest
from playwright.sync_api import Browser, Page, expect

from homing.record import FeltState, LivedTime, Moment, Outcome, Person
from homing.vault import Vault
from tests.browser import axe, walk
from tests.browser.browser import PHONE, looking
from tests.browser.house import MORNING, PASSPHRASE, SMALLEST, ZONE, House, ambient, opened

pytestmark = [pytest.mark.browser, pytest.mark.system("S10"), pytest.mark.system("S24")]
WEEK = ("On edge", "Settled", "Far away", "Settled", "Mixed", "Can’t tell", "Settled")


@pytest.fixture
def lived(tmp_path: Path) -> Iterator[House]:
    """A locked vault with one person and a few moments with them that began on edge."""
    home = tmp_path / "homing"
    person = Person(id=UUID(int=1), label="Wren of the ferry")
    with closing(Vault.create(home, PASSPHRASE, urandom=ambient(lambda: MORNING).urandom, cost=SMALLEST)) as vault:
        vault.write(lambda rows: rows.put(person, MORNING))
        for at in range(6):
            moment = Moment(
                id=UUID(int=0x10 + at),
                when=LivedTime.at(MORNING - timedelta(days=9, hours=at), ZONE),
                people=(person.id,),
                state=FeltState.ON_EDGE,
                state_after=FeltState.SETTLED if at < 4 else FeltState.ON_EDGE,
                outcome=Outcome.CARE,
            )
            vault.write(lambda rows, one=moment: rows.put(one, MORNING))  # type: ignore[misc]
    with opened(home) as house:
        yield house


def tap(page: Page, word: str) -> None:
    """One tap on Today."""
    page.goto("/today")
    page.get_by_role("button", name=word).click()
    page.wait_for_url("**/today")


def test_a_week_of_check_ins_and_then_what_settles(lived: House, browser: Browser) -> None:
    """Seven taps on seven days, once with more about it; the week shows them, and who grounds is told in counts."""
    with looking(browser, lived.address, size=PHONE, touch=True) as page:
        for word in WEEK:
            walk.unlock(page)
            expect(page.locator("input:checked")).to_have_count(0)
            tap(page, word)
            expect(page.get_by_text("Last time you said:")).to_contain_text(word.lower())
            lived.clock.forward(timedelta(days=1))
        walk.unlock(page)
        page.get_by_role("link", name="More about it").click()
        page.wait_for_url("**/checkins/*")
        page.get_by_role("radio", name="6").check(force=True)
        page.get_by_role("checkbox", name="chest").check(force=True)
        page.get_by_label("Words for it").fill("warm")
        assert axe.faults(page) == []
        page.get_by_role("button", name="Keep", exact=True).click()
        page.wait_for_url("**/today")
        page.get_by_role("link", name="How it has been").click()
        page.wait_for_url("**/body")
        expect(page.locator(".fd-svg")).to_have_count(6)
        expect(page.get_by_text("Nothing said.")).to_have_count(1)
        expect(page.locator(".fd-words", has_text="You said: far away")).to_be_visible()
        assert axe.faults(page) == []
        page.get_by_role("link", name="Look at it").click()
        page.wait_for_url("**/body/settles")
        expect(page.get_by_role("heading", name="Who grounds you?")).to_be_visible()
        expect(page.get_by_text("Settled afterwards in 4 of 6 times.")).to_have_count(2)
        expect(page.get_by_text("Wren")).to_have_count(0)
        expect(page.locator(".interval-words")).to_be_hidden()
        page.get_by_role("button", name="Show names").click()
        page.wait_for_url("**/body/settles")
        expect(page.locator(".list-title", has_text="Wren of the ferry")).to_be_visible()
        walk.unfold(page)
        expect(page.locator(".interval-words")).to_be_visible()
        assert axe.faults(page) == []
        page.get_by_role("link", name="Moments of safety").click()
        expect(page.get_by_text("moments of safety in the last twelve months")).to_be_visible()
        page.get_by_role("link", name="Keep a good moment").click()
        page.wait_for_url("**/moments/*/notice")
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
