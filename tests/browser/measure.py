"""What a page measures: targets too small for a thumb, and what sticks out at the side."""

from __future__ import annotations

from playwright.sync_api import Page

THUMB = 44
"""CSS pixels each way; more than the 24 that WCAG 2.5.8 asks."""

_SMALL = """(least) => {
  const found = [];
  const shown = (one) => one.checkVisibility({ visibilityProperty: true, contentVisibilityAuto: true });
  const inSentence = (one) => one.localName === "a" && getComputedStyle(one).display === "inline"
    && [...one.parentElement.childNodes].some((beside) => beside !== one && beside.textContent.trim());
  for (const one of document.querySelectorAll("a[href], button, input, select, textarea, summary")) {
    if (one.type === "hidden" || one.tabIndex < 0 || !shown(one) || inSentence(one)) continue;
    if (one.matches(".vh")) continue;
    const area = (one.closest("label") ?? one).getBoundingClientRect();
    if (area.width < least - 0.5 || area.height < least - 0.5)
      found.push([one.localName, one.textContent.trim() || one.name, area.width | 0, area.height | 0].join(" "));
  }
  return found;
}"""

_STICKS_OUT = """() => {
  const width = document.documentElement.clientWidth;
  if (document.scrollingElement.scrollWidth <= width) return [];
  return [...document.querySelectorAll("body *")]
    .filter((one) => one.getBoundingClientRect().right > width + 0.5)
    .map((one) => `${one.localName}.${one.className} ${one.getBoundingClientRect().right.toFixed(0)} of ${width}`);
}"""

_FIRST = """() => {
  const any = "a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex='0']";
  return document.querySelector(any)?.textContent.trim() ?? "";
}"""


def too_small(page: Page) -> list[str]:
    """Targets smaller than a thumb; links inside a sentence are exempt, as in WCAG 2.5.8."""
    found: list[str] = page.evaluate(_SMALL, THUMB)
    return found


def sticks_out(page: Page) -> list[str]:
    """What makes the page scroll sideways."""
    found: list[str] = page.evaluate(_STICKS_OUT)
    return found


def first_control(page: Page) -> str:
    """The words of the first thing that takes the focus."""
    found: str = page.evaluate(_FIRST)
    return found
