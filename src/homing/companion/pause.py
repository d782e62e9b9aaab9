"""A pause: when it ends, and nothing else. It has no reason, no other person and no count (care rule 11)."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from homing.record import LivedTime

LEAST, MOST = timedelta(minutes=20), timedelta(days=1)
"""A pause is offered from twenty minutes on, and its end is never more than a day away."""

SPANS = (20, 30, 60, 120)
"""Minutes that one tap may choose."""

MORE = (10, 20, 60)
"""Minutes by which one tap may prolong it."""

ANOTHER_DAY = (time(9), time(12), time(18))
"""Times of the next day that one tap may choose instead of today."""

NIGHT_ENDS = time(4)
"""Who is still awake at three means the same date by "tomorrow"."""


class NoPause(ValueError):
    """So short or so long a pause is not offered."""


def after(now: datetime, minutes: int) -> datetime:
    """The whole minute at which a pause of so many minutes ends; raises :class:`NoPause`.

    It is rounded up, so that nothing is taken from what was promised, unless that were more than a day away.
    """
    return min(_minute_after(now + _fitting(_span(minutes))), _minute(now + MOST))


def at_clock(now: LivedTime, clock: time) -> datetime:
    """The next instant at which the clock shows this where the pause was begun; raises :class:`NoPause`."""
    return now.utc + _fitting(_until(now, clock))


def longer(now: datetime, back: datetime, minutes: int) -> datetime:
    """The whole minute to which so many minutes more lead: from its end on, or from now if that has come.

    Never more than a day away. Raises :class:`NoPause` for what is no longer time.
    """
    span = _span(minutes)
    if not timedelta() < span <= MOST:
        raise NoPause
    return min(_minute_after(max(now, back) + span), _minute(now + MOST))


def another_day(now: LivedTime) -> tuple[LivedTime, ...]:
    """Return times of the next day that are not more than a day away, the earliest first."""
    is_night = now.local.time() < NIGHT_ENDS
    spans = [span for clock in ANOTHER_DAY if LEAST <= (span := _until(now, clock)) <= MOST]
    found = sorted((LivedTime.at(now.utc + span, now.zone) for span in spans), key=lambda one: one.utc)
    return tuple(one for one in found if is_night or one.day > now.day)


def running(now: datetime, back: datetime | None) -> datetime | None:
    """When to return; None if there is no pause, or one that ended more than a day ago, or none of ours."""
    return back if back is not None and now - MOST <= back <= now + MOST else None


def _until(now: LivedTime, clock: time) -> timedelta:
    days = (datetime.combine(now.day + timedelta(days=ahead), clock.replace(tzinfo=None)) for ahead in (0, 1))
    spans = (LivedTime(local=day, zone=now.zone).utc - now.utc for day in days)
    return next(span for span in spans if span > timedelta())


def _span(minutes: int) -> timedelta:
    try:
        return timedelta(minutes=minutes)
    except OverflowError:
        raise NoPause from None


def _fitting(span: timedelta) -> timedelta:
    if not LEAST <= span <= MOST:
        raise NoPause
    return span


def _minute(instant: datetime) -> datetime:
    return instant.replace(second=0, microsecond=0)


def _minute_after(instant: datetime) -> datetime:
    whole = _minute(instant)
    return whole if whole == instant else whole + timedelta(minutes=1)
