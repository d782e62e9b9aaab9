"""The words about one promise: for when, and what is said to an answer. Never a reproach."""

from __future__ import annotations

from datetime import date, datetime, time

from babel.dates import format_date, format_skeleton

from homing.record import FuzzyDate, Kept, Promise, Whose
from homing.words.labels import label
from homing.words.language import N_, gettext, locale

_ANSWERS = {
    (Whose.MINE, Kept.KEPT): N_("You did as you said."),
    (Whose.MINE, Kept.LATE): N_("Late still arrived."),
    (Whose.MINE, Kept.BROKEN): N_(
        "Nothing is held against you. If there is something true to say to them, you will know when."
    ),
    (Whose.THEIRS, Kept.KEPT): N_("It may be worth noticing."),
    (Whose.THEIRS, Kept.LATE): N_("What it means is yours to say."),
    (Whose.THEIRS, Kept.BROKEN): N_("You may be sad or angry about it, and you decide what it means."),
}


def for_when(due: FuzzyDate | None) -> str:
    """For when it was promised: as exactly as that was told.

    >>> for_when(FuzzyDate("2026-12-24")), for_when(FuzzyDate("2027")), for_when(None)
    ('for Thursday 24 December 2026', 'for 2027', '')
    """
    return "" if due is None else gettext("for {day}").format(day=_as_told(due))


def went(promise: Promise) -> str:
    """How it went, or that it has no ending yet."""
    return gettext("no ending yet") if promise.kept is None else label(promise.kept)


def to_answer(promise: Promise) -> str:
    """What is said to the answer; empty before there is one."""
    if promise.kept is None:
        return ""
    if promise.kept is Kept.RENEGOTIATED:
        return gettext("Agreed anew: neither kept nor broken. It stays here as it was.")
    return gettext(_ANSWERS[promise.whose, promise.kept])


def _as_told(due: FuzzyDate) -> str:
    first, exact = due.earliest, due.text.count("-")
    if exact == 2:
        return format_date(first, "EEEE d MMMM y", locale=locale())
    return _month(first) if exact else due.text


def _month(first: date) -> str:
    return format_skeleton("yMMMM", datetime.combine(first, time()), locale=locale())
