"""axe-core, put into a page from outside (a script tag would be refused by the page's own policy)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from playwright.sync_api import Page

from tests.browser.browser import DESKTOP, PHONE

VENDOR = Path(__file__).parent / "vendor"
SOURCE = (VENDOR / "axe.min.js").read_text(encoding="utf-8")

_RUN = """async (only) => {
  const options = { resultTypes: ["violations"], rules: { "target-size": { enabled: true } } };
  if (only) options.runOnly = only;
  const { violations } = await axe.run(document, options);
  const say = (one, node) => `${one.id}: ${node.target} (${node.any.map((why) => why.message)})`;
  return violations.flatMap((one) => one.nodes.map((node) => say(one, node)));
}"""


def faults(page: Page) -> list[str]:
    """What axe finds on this page: every rule on phone and desktop, the colours in the dark as well."""
    page.evaluate(f"window.axe || (() => {{ {SOURCE} }})()")
    found: list[str] = []
    for size in (PHONE, DESKTOP):
        page.set_viewport_size({"width": size["width"], "height": size["height"]})
        page.emulate_media(color_scheme="light")
        found += _run(page, size, "light", None)
        page.emulate_media(color_scheme="dark")
        found += _run(page, size, "dark", ["color-contrast"])
    return found


def _run(page: Page, size: dict[str, int], scheme: str, only: list[str] | None) -> list[str]:
    violations: Any = page.evaluate(_RUN, only)
    return [f"{size['width']} {scheme} {one}" for one in violations]
