"""Two devices, as seen in a browser: the folder, and choosing between two forms of one entry."""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Literal
from uuid import UUID

import pytest
from playwright.sync_api import Browser, Page

from homing.companion import Desk, devices
from homing.record import Danger, LivedTime, Moment, Outcome, Person, Record
from homing.vault import Vault, kept, restore
from tests.browser import axe, walk
from tests.browser.browser import PHONE, looking
from tests.browser.house import PASSPHRASE, House
from tests.desks import ZONE, Clock, new_ambient

pytestmark = pytest.mark.browser

WHO = Person(id=UUID(int=0xA1), label="Wren")
NOTED = UUID(int=0xB1)
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")


@pytest.fixture
def apart(own: House, tmp_path: Path) -> Path:
    """A locked diary, and a second device that changed one of its moments otherwise; the folder they share."""
    when = LivedTime.at(own.clock() - timedelta(days=1), ZONE)
    moment = Moment(id=NOTED, when=when, people=(WHO.id,), alarm=4, note="we sat by the water")
    there = replace(
        moment, note="we sat by the water, and I said no", outcome=Outcome.BRUSHED_OFF, danger=(Danger.THREATENED,)
    )
    here = replace(moment, note="a heron stood there", alarm=6, outcome=Outcome.OKAY)
    shared = tmp_path / "shared"
    shared.mkdir()
    first = Vault.open(own.home, PASSPHRASE)
    _put(first, own.clock(), WHO, moment)
    restore(kept.make(first, own.clock()).path, tmp_path / "second")
    _put(first, own.clock() + timedelta(hours=2), here)
    first.close()
    second = Vault.open(tmp_path / "second", PASSPHRASE)
    _put(second, own.clock() + timedelta(hours=1), there)
    devices.sync(Desk(second, new_ambient(Clock(), 7)), shared)
    second.close()
    return shared


@pytest.mark.care("C2")
@pytest.mark.care("C23")
def test_two_forms_are_chosen_between(own: House, browser: Browser, apart: Path) -> None:
    """The folder is asked about, both forms are shown, and what is chosen part by part is kept, the danger with it."""
    with looking(browser, own.address, size=PHONE) as page:
        walk.unlock(page)
        walk.visit(page, "/keep/devices")
        page.get_by_label("The whole path").fill(str(apart))
        page.get_by_label("Only I can open it").check()
        page.get_by_label("Remember the folder").check()
        _seen(page, "start")
        page.get_by_role("button", name="Sync with this folder").click()
        page.get_by_role("heading", name="Waiting for you to choose").wait_for()
        _seen(page, "waiting")
        page.get_by_role("link", name="W…").click()
        page.get_by_role("heading", name="Changed on two devices").wait_for()
        _seen(page, "choose")
        page.locator("[name=part-note][value=both]").check()
        page.locator("[name=part-alarm][value=here]").check()
        page.locator("[name=part-outcome][value=there]").check()
        page.get_by_role("button", name="Keep what I chose").click()
        page.get_by_role("heading", name="Other devices").first.wait_for()
        assert page.get_by_text("Waiting for you to choose").count() == 0
    own.close()
    vault = Vault.open(own.home, PASSPHRASE)
    found = vault.read(lambda rows: rows.find(Moment, NOTED))
    vault.close()
    assert found is not None
    assert (found.note, found.alarm) == ("a heron stood there\n\nwe sat by the water, and I said no", 6)
    assert (found.outcome, found.danger) == (Outcome.BRUSHED_OFF, (Danger.THREATENED,))


def _put(vault: Vault, at: datetime, *records: Record) -> None:
    """Put records as they are."""
    vault.write(lambda rows: [rows.put(record, at) for record in records])


def _seen(page: Page, name: str) -> None:
    """Axe finds nothing; a picture, light and dark, if a folder for pictures is named."""
    walk.unfold(page)
    assert axe.faults(page) == []
    if pictures := os.environ.get("HOMING_PICTURES"):
        for width, height in ((390, 844), (1280, 800)):
            page.set_viewport_size({"width": width, "height": height})
            for scheme in SCHEMES:
                page.emulate_media(color_scheme=scheme)
                page.screenshot(path=f"{pictures}/devices-{name}-{width}-{scheme}.png", full_page=True)
