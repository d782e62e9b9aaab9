"""What happened to a window: its story, and how far it stood at a time. Read from its history."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from homing.record import LivedTime, Opening, Precision, Window
from homing.vault import Rows

_AS_LONG_AS = {
    Precision.MINUTE: timedelta(minutes=1),
    Precision.HOUR: timedelta(hours=1),
    Precision.DAY: timedelta(days=1),
}
"""How long a time lasts as it was told. Of a month nobody knows what stood open at that moment."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Chapter:
    """One thing that happened to a window. ``by_itself``: its time was over; nobody tapped.

    With ``opening`` as ``before``, and not closed, only ``until`` was moved.
    """

    at: LivedTime
    opening: Opening
    before: Opening
    until: LivedTime | None
    by_itself: bool


def stood(rows: Rows, window_id: UUID, when: LivedTime) -> Opening:
    """How far a window stood at a time, by what had been tapped until then; the widest, if it was moved just then."""
    span = _AS_LONG_AS.get(when.precision, timedelta())
    begun = (when.local - when.local.min) % span if span else timedelta()  # how much of the hour, or day, was over
    stood = [Opening.CLOSED]
    for revision in rows.history(window_id):
        since = revision.at - when.utc + begun  # spans alone: a time may lie at either end of the calendar
        if since < span and isinstance(revision.record, Window) and revision.change != "removed":
            stood.append(revision.record.standing(revision.at + max(-since, timedelta())))
        if since <= timedelta():
            break
    return max(stood, key=lambda opening: opening.step) if span else Opening.CLOSED


def story(rows: Rows, window_id: UUID, zone: str) -> tuple[Chapter, ...]:
    """What happened to a window, newest first; times of taps as told in this zone."""
    told, last = list[Chapter](), None
    for revision in reversed(rows.history(window_id)):
        if isinstance(revision.record, Window):
            chapter = _chapter(revision.record, revision.at, zone, last)
            if last is None or _is_news(chapter, last):
                told.append(chapter)
                last = chapter
    return tuple(reversed(told))


def _is_news(chapter: Chapter, last: Chapter) -> bool:
    if chapter.opening is last.opening is Opening.CLOSED:
        return False
    return (chapter.opening, chapter.until) != (last.opening, last.until)


def _chapter(window: Window, at: datetime, zone: str, last: Chapter | None) -> Chapter:
    opening = window.standing(at)
    over = window.until if opening is Opening.CLOSED and window.until and window.until.utc <= at else None
    return Chapter(
        at=LivedTime.at(over.utc, over.zone) if over else LivedTime.at(at, zone),  # a time that clocks skip, as it was
        opening=opening,
        before=last.opening if last else Opening.CLOSED,
        until=window.until,
        by_itself=over is not None,
    )
