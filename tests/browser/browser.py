"""Chromium, and a watch over everything it says and asks for."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    Request,
    Response,
    expect,
    sync_playwright,
)

from tests.needs import CHROMIUM

ARGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PHONE = {"width": 360, "height": 740}
DESKTOP = {"width": 1280, "height": 800}
PATIENCE_MS = 20_000
"""How long a busy machine may take for one step; a page that is there answers in milliseconds."""

expect.set_options(timeout=PATIENCE_MS)


@contextmanager
def chromium() -> Iterator[Browser]:
    """A running Chromium."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGS)
        try:
            yield browser
        finally:
            browser.close()


@dataclass
class Watch:
    """What must never happen on any page: a fault in the console, a broken policy, a word to the outside."""

    faults: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    names: tuple[str, ...] = ()
    """Names of this machine that may be asked for, beside its number."""
    _refused: set[str] = field(default_factory=set)

    def over(self, context: BrowserContext) -> None:
        """Watch every page of this context."""
        context.on("console", self._heard)
        context.on("weberror", lambda error: self.faults.append(f"script: {error.error}"))
        context.on("request", self._asked)
        context.on("response", self._answered)

    def verdict(self) -> list[str]:
        """Everything that should not have been."""
        outside = [one for one in self.asked if urlsplit(one).hostname not in ("127.0.0.1", None, *self.names)]
        return [*self.faults, *(f"asked the outside: {one}" for one in outside)]

    def _heard(self, message: ConsoleMessage) -> None:
        # Chromium reports a page that answers 403 or 422 as a fault in the console; that page was meant.
        if message.type in ("error", "warning") and message.location.get("url") not in self._refused:
            self.faults.append(f"console: {message.text}")

    def _asked(self, request: Request) -> None:
        self.asked.append(request.url)

    def _answered(self, response: Response) -> None:
        if response.status >= 400 and response.request.is_navigation_request():
            self._refused.add(response.url)
        elif response.status >= 400:
            self.faults.append(f"{response.status} for {urlsplit(response.url).path}")


@contextmanager
def looking(
    browser: Browser,
    address: str,
    *,
    size: dict[str, int] | None = None,
    touch: bool = False,
    script: bool = True,
    dark: bool = False,
    scale: float = 1,
    names: tuple[str, ...] = (),
) -> Iterator[Page]:
    """A page of a fresh browser profile. At the end nothing may have gone wrong and nothing left the machine."""
    width_and_height = size or DESKTOP
    context = browser.new_context(
        base_url=address,
        viewport={"width": width_and_height["width"], "height": width_and_height["height"]},
        device_scale_factor=scale,
        has_touch=touch,
        java_script_enabled=script,
        color_scheme="dark" if dark else "light",
        locale="en-GB",
        timezone_id="Europe/Vienna",
        reduced_motion="reduce",
    )
    context.set_default_timeout(PATIENCE_MS)
    watch = Watch(names=names)
    watch.over(context)
    try:
        yield context.new_page()
        assert watch.verdict() == []
    finally:
        context.close()
