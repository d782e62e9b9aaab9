"""The eight weeks of a story of practice: days by the clock on the wall, and the way into its rooms."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from playwright.sync_api import Locator

from tests.browser.house import ZONE
from tests.browser.life import Life

MONDAY = datetime(2026, 11, 23, tzinfo=ZoneInfo(ZONE))
"""The first Monday of the eight weeks; a house begins on the Saturday before."""


def at(week: int, day: int, clock: str) -> datetime:
    """A day of the story (0 is Monday) by the clock on the wall."""
    hour, minute = map(int, clock.split(":"))
    return MONDAY + timedelta(weeks=week, days=day, hours=hour, minutes=minute)


def until(life: Life, when: datetime) -> None:
    """Time passes until then."""
    life.later(when - life.house.clock.instant)


def rooms(life: Life) -> Locator:
    """The bar of rooms."""
    return life.page.get_by_role("navigation", name="Rooms")


def room(life: Life, title: str) -> None:
    """By the room of practice into one of its rooms."""
    life.go("Practice", "link", rooms(life))
    life.follow(life.page.locator("a.list-a", has=life.page.get_by_text(title, exact=True)))


def group(life: Life, legend: str) -> Locator:
    """The choices below these words."""
    return life.page.get_by_role("group", name=legend, exact=True)
