"""A life at the phone: what a story does, through the pages alone. Every page on its way is looked over.

With ``HOMING_STORIES=FOLDER`` each turning point of a story leaves a picture in that folder.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Literal, TypeVar

from playwright.sync_api import Browser, Locator, Page, expect

from homing.record import Record
from tests.browser.browser import PHONE, looking
from tests.browser.house import PASSPHRASE, House
from tests.browser.measure import sticks_out

Role = Literal["button", "link", "checkbox", "radio"]
Kept = TypeVar("Kept", bound=Record)

_LABELLED = re.compile(
    r"\b(toxic|narcissis\w*|avoidant|anxious (?:person|type|style|attach\w*)"
    r"|abuser|victim|unsafe person|score|rank|rating)\b",
    re.IGNORECASE,
)
"""What no page says of anyone (care rule 6). That someone left me anxious is said of a moment, not of them."""

_REPROACHED = re.compile(
    r"\b(streaks?|guilt\w*|overdue|you(?:’ve| have)? (?:forgot|failed|missed)|you should|well done|in a row)\b",
    re.IGNORECASE,
)
"""What no page says to anyone: neither blame nor praise (care rule 13)."""

_GENTLE = """() => [...document.querySelectorAll(".gentle-one")]
  .reduce((sum, one) => sum + Math.max(1, one.querySelectorAll("li").length), 0)"""


@dataclass(slots=True)
class Life:
    """One person, one phone, one thumb."""

    house: House
    page: Page

    def go(self, name: str, role: Role = "button", within: Locator | None = None) -> None:
        """Tap what leads to another page, and look that page over."""
        self.follow(self.find(name, role, within))

    def follow(self, target: Locator) -> None:
        """Tap this, and look over the page it leads to."""
        with self.page.expect_navigation():
            target.tap()
        self.look_over()

    def tap(self, name: str, role: Role = "checkbox", within: Locator | None = None) -> None:
        """Tap what stays on the page."""
        self.find(name, role, within).tap()

    def find(self, name: str, role: Role, within: Locator | None = None) -> Locator:
        """What has this role and exactly this name."""
        return (within or self.page.locator("body")).get_by_role(role, name=name, exact=True)

    def unfold(self, words: str) -> None:
        """Tap a fold open."""
        self.page.locator("summary", has_text=words).tap()

    def write(self, label: str, words: str) -> None:
        """Write into a field."""
        self.page.get_by_label(label, exact=True).fill(words)

    def open(self, address: str) -> None:
        """Come to a page by its address, as from a bookmark."""
        answer = self.page.goto(address)
        assert answer is not None
        assert answer.status == 200, f"{address} answered {answer.status}"
        self.look_over()

    def unlock(self) -> None:
        """Show the passphrase."""
        self.open("/")
        self.page.get_by_label("Passphrase").fill(PASSPHRASE)
        self.go("Open")
        assert self.page.url.endswith("/today")

    def later(self, by: timedelta) -> None:
        """Time passes; the diary locked itself meanwhile."""
        assert by >= self.house.idle
        self.house.clock.forward(by)
        self.unlock()

    def at(self, instant: datetime) -> None:
        """The machine was off; its clock says this when it is on again."""
        self.house.close()
        self.house.clock.instant = instant
        self.house.open()
        self.unlock()

    def sees(self, *sentences: str) -> None:
        """Each of these can be read on the page."""
        for sentence in sentences:
            expect(self.page.get_by_text(sentence).filter(visible=True).first).to_be_visible()

    def misses(self, *sentences: str) -> None:
        """None of these is on the page, not even in a fold."""
        for sentence in sentences:
            expect(self.page.get_by_text(sentence)).to_have_count(0)

    def headed(self, words: str) -> None:
        """The page is headed so."""
        expect(self.page.get_by_role("heading", level=1)).to_have_text(words)

    def card(self, heading: str) -> Locator:
        """The card with this heading."""
        return self.page.locator(".card", has=self.page.get_by_role("heading", name=heading, exact=True))

    def group(self, legend: str) -> Locator:
        """What stands under this question."""
        return self.page.get_by_role("group", name=legend, exact=True)

    def look_over(self) -> None:
        """No share, label or reproach can be read here, nothing sticks out, Today has three gentle things at most."""
        told = self.page.locator("body").inner_text()
        assert "%" not in told, self.page.url
        assert _LABELLED.findall(told) == [], self.page.url
        assert _REPROACHED.findall(told) == [], self.page.url
        assert self.page.evaluate(_GENTLE) <= 3, self.page.url
        assert sticks_out(self.page) == [], self.page.url

    def turn(self, name: str) -> None:
        """A turning point: a picture of it, if pictures are wanted."""
        folder = os.environ.get("HOMING_STORIES")
        if folder:
            Path(folder).mkdir(parents=True, exist_ok=True)
            self.page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)

    def moment(self, person: str, cue: str, alarm: int, outcome: str, *, treated: str = "", danger: str = "") -> str:
        """Keep a whole moment, from "New" to its ending; its address. Who and what is new is written, else tapped.

        ``treated``: how the one window of theirs was treated. After ``danger`` one is led to care.
        """
        self.go("New", "link")
        if self.find(person, "checkbox").count():
            self.tap(person)
        else:
            if self.page.locator("summary", has_text="Someone new").count():
                self.unfold("Someone new")
            self.page.locator("[name=people_new]").fill(person)
        if self.find(cue, "checkbox").count():
            self.tap(cue)
        else:
            self.page.locator("[name=cues_new]").fill(cue)
        self.go("Next")
        self.tap(str(alarm), "radio")
        self.go("Next")
        self.go("Next")
        self.tap(outcome, "radio")
        if treated:
            self.unfold("Was one of your windows open?")
            self.tap(treated, "radio")
        if danger:
            self.unfold("Was there danger?")
            self.tap(danger)
        address = self.page.url.removesuffix("/ended")
        self.go("Keep", within=self.page.locator("main"))
        return address

    def all_of(self, kind: type[Kept]) -> list[Kept]:
        """What the vault holds in the end."""
        seen = self.house.keeper.enter(self.house.keeper.unlock(PASSPHRASE).token)
        assert seen is not None
        return list(seen[0].vault.read(lambda rows: rows.all(kind)))

    def one(self, kind: type[Kept]) -> Kept:
        """The only one of its kind."""
        (kept,) = self.all_of(kind)
        return kept


@contextmanager
def living(house: House, browser: Browser) -> Iterator[Life]:
    """Someone with a phone and a thumb, and the diary unlocked."""
    with looking(browser, house.address, size=PHONE, touch=True) as page:
        life = Life(house, page)
        life.unlock()
        yield life
