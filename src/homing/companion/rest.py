"""A rest: for a while nothing is asked, suggested or counted; keeping moments and help stay (care rule 16)."""

from __future__ import annotations

from datetime import datetime, timedelta

from homing.companion.desk import Desk
from homing.vault import Rows, instant, microseconds

DAYS = (1, 3, 7, 14, 30)
"""Days that may be chosen."""

_KEY = "rest.until"


def begin(desk: Desk, days: int) -> datetime:
    """Rest from now on; the instant at which it ends by itself. ``ValueError`` for days that are not offered."""
    if days not in DAYS:
        raise ValueError("a rest of so many days is not offered")
    until = desk.ambient.now() + timedelta(days=days)
    desk.vault.write(lambda rows: rows.set_setting(_KEY, microseconds(until)))
    return until


def end(desk: Desk) -> None:
    """End the rest now."""
    desk.vault.write(lambda rows: rows.set_setting(_KEY, None))


def until(rows: Rows, now: datetime) -> datetime | None:
    """When the rest that goes on now will end; None if there is none. A clock set far back does not prolong it."""
    told = rows.get_setting(_KEY)
    if told is None:
        return None
    ends = instant(told)
    return ends if now < ends <= now + timedelta(days=DAYS[-1]) else None
