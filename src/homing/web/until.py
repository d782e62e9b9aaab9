"""Until when a window stands open: a few spans as one says them, or a time of one's own."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from homing.record import LivedTime
from homing.web.chosen import BadForm
from homing.words import gettext as _

EVENING, MORNING = time(21, 30), time(8, 0)
NIGHT_ENDS = time(4, 0)
"""Who is still awake at three means the morning of the same day."""


class NoTime(ValueError):
    """A time of one's own was chosen, and none was told."""


def ends(choice: str, told: str, now: LivedTime) -> LivedTime | None:
    """When it closes by itself; None for no end. ``told`` is the time typed for the choice "time".

    A time told without a choice counts as chosen. Raises :class:`NoTime` where one is missing, and :class:`BadForm`
    for any other choice and for a time that is none.
    """
    if choice == "none" or not (choice or told):
        return None
    if choice == "hour":
        return LivedTime.at(now.utc + timedelta(hours=1), now.zone)
    if choice == "evening":
        return _at(datetime.combine(now.day, EVENING), now.zone)
    if choice == "morning":
        day = now.day if now.local.time() < NIGHT_ENDS else now.day + timedelta(days=1)
        return _at(datetime.combine(day, MORNING), now.zone)
    if choice not in ("", "time"):
        raise BadForm
    if not told:
        raise NoTime
    try:
        return _at(datetime.fromisoformat(told), now.zone)
    except ValueError as error:
        raise BadForm from error


def offered(now: LivedTime) -> list[tuple[str, str]]:
    """The spans that can be tapped now, and their words; an evening that is over is not among them."""
    words = {"hour": _("for one hour"), "evening": _("this evening"), "morning": _("until the morning")}
    return [(key, text) for key, text in words.items() if key != "evening" or now.local.time() < EVENING]


def _at(local: datetime, zone: str) -> LivedTime:
    return LivedTime(local=local, zone=zone)
