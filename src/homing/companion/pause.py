"""A pause: when it ends, and nothing else. It has no reason, no other person and no count (care rule 11)."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from homing.record import LivedTime

LEAST, MOST = timedelta(minutes=20), timedelta(days=1)
"""A pause is offered from twenty minutes on, and is never longer than a day."""

SPANS = (20, 30, 60, 120)
"""Minutes that one tap may choose."""


class NoPause(ValueError):
    """So short or so long a pause is not offered."""


def after(now: datetime, minutes: int) -> datetime:
    """The instant at which a pause of so many minutes ends; raises :class:`NoPause`."""
    try:
        span = timedelta(minutes=minutes)
    except OverflowError:
        raise NoPause from None
    return now + _fitting(span)


def at_clock(now: LivedTime, clock: time) -> datetime:
    """The next instant at which the clock shows this where the pause was begun; raises :class:`NoPause`."""
    days = (datetime.combine(now.day + timedelta(days=ahead), clock.replace(tzinfo=None)) for ahead in (0, 1))
    spans = (LivedTime(local=day, zone=now.zone).utc - now.utc for day in days)
    return now.utc + _fitting(next(span for span in spans if span > timedelta()))


def running(now: datetime, back: datetime | None) -> datetime | None:
    """When to return; None if there is no pause, or one that ended more than a day ago, or none of ours."""
    return back if back is not None and now - MOST <= back <= now + MOST else None


def _fitting(span: timedelta) -> timedelta:
    if not LEAST <= span <= MOST:
        raise NoPause
    return span
