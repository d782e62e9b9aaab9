"""Pictures of every page of the sample diary on one fixed day: ``python -m tests.browser.pictures FOLDER``.

With ``--readme`` the few that the README shows: ``python -m tests.browser.pictures --readme docs/pictures``.
"""

from __future__ import annotations

import argparse
import tempfile
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Page

from homing.companion.sample import PERSON_IDS
from tests.browser import walk
from tests.browser.browser import DESKTOP, PHONE, chromium, looking
from tests.browser.house import House, opened

SIZES = {"phone": PHONE, "desktop": DESKTOP}


@dataclass(frozen=True)
class Shot:
    """One picture: its name, the page, the size, light or dark, what is tapped first, and how far down."""

    name: str
    address: str
    size: str = "phone"
    dark: bool = False
    tap: str = ""
    down_to: str = ""


README = (
    Shot("today", "/today"),
    Shot("moment", f"/moments/{walk.MOMENT}/name"),
    Shot("reading", f"/moments/{walk.MOMENT}", down_to=".card"),
    Shot("now", "/now"),
    Shot("bubble", "/bubble"),
    Shot("look", f"/looks/{walk.LOOK}"),
    Shot("pause", "/pause", tap="button[name=minutes]"),
    Shot("anchors", "/anchors"),
    Shot("night", "/night"),
    Shot("practice", "/practice"),
    Shot("ladder", "/ladder"),
    Shot("cycle", f"/cycle/with/{PERSON_IDS['wren']}", down_to="figure"),
    Shot("cues", "/cues"),
    Shot("person-held", f"/people/{PERSON_IDS['hawthorn']}"),
    Shot("today-dark", "/today", dark=True),
    Shot("reading-desktop", f"/moments/{walk.MOMENT}", size="desktop"),
)


def main() -> None:
    """Take the pictures."""
    told = argparse.ArgumentParser(description=__doc__)
    told.add_argument("folder", type=Path)
    told.add_argument("--only", default="", help="only addresses that contain this")
    told.add_argument("--unfold", action="store_true", help="open every fold")
    told.add_argument("--readme", action="store_true", help="only the pictures of the README")
    told.add_argument("--size", choices=[*SIZES, ""], default="")
    told.add_argument("--theme", choices=["light", "dark", ""], default="")
    args = told.parse_args()
    args.folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as home, opened(Path(home) / "homing") as house, chromium() as browser:
        if args.readme:
            take_for_readme(browser, house, args.folder)
            return
        for size in [args.size] if args.size else SIZES:
            for theme in [args.theme] if args.theme else ["light", "dark"]:
                take_all(browser, house, args.folder, size, theme, only=args.only, open_folds=args.unfold)


def take_for_readme(browser: Browser, house: House, folder: Path) -> None:
    """The few pictures that the README shows, each as a person would see it without scrolling far."""
    for shot in README:
        scale = 1 if shot.size == "desktop" else 2
        with looking(browser, house.address, size=SIZES[shot.size], dark=shot.dark, scale=scale) as page:
            walk.look_around(page)
            walk.visit(page, shot.address)
            if shot.tap:
                page.locator(shot.tap).first.click()
                page.wait_for_load_state()
            if shot.down_to:
                page.locator(shot.down_to).first.evaluate("(one) => scrollTo(0, one.getBoundingClientRect().top - 80)")
            page.screenshot(path=folder / f"{shot.name}.png", animations="disabled")


def take_all(
    browser: Browser, house: House, folder: Path, size: str, theme: str, *, only: str, open_folds: bool
) -> None:
    """Every page in one size and theme."""
    with looking(browser, house.address, size=SIZES[size], dark=theme == "dark") as page:
        for addresses, before in ((walk.BEFORE, None), (walk.SAMPLE, walk.look_around)):
            wanted = [address for address in addresses if only in address]
            if before is not None and wanted:
                before(page)
            for address in wanted:
                walk.visit(page, address)
                if open_folds:
                    walk.unfold(page)
                _take(page, folder / f"{size}-{theme}-{_name(address)}.png")
        page.goto("/keep")
        if page.get_by_role("button", name="Leave the sample").count():
            page.get_by_role("button", name="Leave the sample").click()


def _take(page: Page, path: Path) -> None:
    page.screenshot(path=path, full_page=True, animations="disabled")


def _name(address: str) -> str:
    return address.strip("/").replace("/", "_") or "front"


if __name__ == "__main__":
    main()
