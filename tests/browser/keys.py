"""Hands on a keyboard: every press is counted, a letter as much as Tab."""

from __future__ import annotations

from playwright.sync_api import Locator, Page, expect

FAR = 80
"""More Tabs than any page needs."""


class Keys:
    """Tab, Enter, Space, arrows and letters; never the mouse."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.presses = 0

    def press(self, *keys: str) -> None:
        """Press these keys one after another."""
        for key in keys:
            self.page.keyboard.press(key)
        self.presses += len(keys)

    def write(self, text: str) -> None:
        """Type letter by letter."""
        self.page.keyboard.type(text)
        self.presses += len(text)

    def to(self, target: Locator) -> None:
        """Tab until this has the focus, and see that the focus is visible there."""
        expect(target).to_have_count(1)
        for _ in range(FAR):
            if target.evaluate("(one) => one === document.activeElement"):
                return
            self.press("Tab")
        raise AssertionError(f"Tab does not reach {target}")

    def choose(self, target: Locator) -> None:
        """Go there and tick it."""
        self.to(target)
        self.press("Space")
        expect(target).to_be_checked()

    def go(self, target: Locator, address: str) -> None:
        """Go there, press Enter, and arrive."""
        self.to(target)
        self.enter(address)

    def enter(self, address: str) -> None:
        """Press Enter and arrive at an address of this form."""
        self.press("Enter")
        self.page.wait_for_url(address)

    def skip(self) -> None:
        """Past the header and the rooms."""
        self.press("Tab", "Tab", "Enter")
        expect(self.page.locator("main")).to_be_focused()
