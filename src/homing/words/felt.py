"""Where the felt state becomes a sentence: what the person said first, then what Homing takes from it, held lightly."""

from __future__ import annotations

from datetime import date, datetime, time

from babel.dates import format_skeleton

from homing.companion.felt import Day, Said
from homing.engine.coregulation import Settling
from homing.mind.felt import BodyNow
from homing.record import Anchor, Cue, Move, Person, Tool
from homing.words.labels import label
from homing.words.language import N_, gettext, locale, ngettext

_PARTS = (
    N_("at night"),
    N_("in the morning"),
    N_("in the afternoon"),
    N_("in the evening"),
)
"""The four quarters of a day, as they are drawn."""


def part_of_day(hour: float) -> str:
    """A time of day as one says it; nothing here is known to the minute.

    >>> part_of_day(7.5), part_of_day(23.0)
    ('in the morning', 'in the evening')
    """
    return gettext(_PARTS[int(hour // 6)])


def by_now(now: BodyNow, *, just_said: bool) -> str:
    """What Homing takes from what was said last. It never names a state that was not said."""
    if just_said:
        return gettext("You said so just now. That stands.")
    if now.felt is None:
        return gettext("Homing cannot tell by now. Only you can.")
    return gettext("It was not long ago, so it may still be so. You know better.")


def of_day(day: Day) -> str:
    """What was said on a day, in a sentence.

    >>> from datetime import date
    >>> of_day(Day(date(2026, 3, 1), (), ()))
    'Nothing said.'
    """
    if not day.said:
        return gettext("Nothing said.")
    told = dict.fromkeys(
        gettext("{state} {part}").format(state=label(one.felt), part=part_of_day(one.hour)) for one in day.said
    )
    return gettext("You said: {states}.").format(states=", ".join(told))


def long_day(day: date) -> str:
    """A day of the last week as one says it."""
    return format_skeleton("MMMMEEEEd", datetime.combine(day, time()), locale=locale())


def short_day(day: date) -> str:
    """The same for a narrow column."""
    return format_skeleton("MMMEd", datetime.combine(day, time()), locale=locale())


def bounds(said: Said) -> str:
    """Between which bounds Homing then took the body to be, from 0 (quiet) to 10 (stirred up); a dash for no guess."""
    if said.low is None or said.high is None:
        return "–"
    return gettext("{low} to {high}").format(low=round(said.low), high=round(said.high))


def shares(now: BodyNow) -> str:
    """How likely the model takes each state to be by now; shown only on request."""
    settled, edge, far = (round(100 * share) for share in now.reading.states)
    return gettext(
        "The model’s shares by now: settled {settled}, on edge {edge}, far away {far} in 100. "
        "How stirred up, from 0 to 10: about {low} to {high} (80 % interval)."
    ).format(settled=settled, edge=edge, far=far, low=round(10 * now.reading.low), high=round(10 * now.reading.high))


def settled(k: int, n: int) -> str:
    """How often it ended settled.

    >>> settled(2, 3)
    'Settled afterwards in 2 of 3 times.'
    """
    if n == 1:
        return gettext("Once. You were settled afterwards.") if k else gettext("Once. You were not settled afterwards.")
    return gettext("Settled afterwards in {k} of {n} times.").format(k=k, n=n)


def minutes(said: Settling) -> str:
    """How long it may take; empty where nothing is known of that. Shown only on request."""
    if said.minutes is None or not said.timed:
        return ""
    return ngettext(
        "About {median} minutes, likely between {low} and {high}; {n} time with minutes stands behind this.",
        "About {median} minutes, likely between {low} and {high}; {n} times with minutes stand behind this.",
        said.timed,
    ).format(
        median=round(said.minutes.median), low=round(said.minutes.low), high=round(said.minutes.high), n=said.timed
    )


def borrowed() -> str:
    """What stands under the numbers of what settles."""
    return gettext(
        "Each borrows a little from the others, the more the fewer its own times are (80 % interval). "
        "How much it borrows is a placeholder: no data stands behind that yet."
    )


def named(what: Person | Cue | Move | Tool | Anchor) -> str:
    """Its words: the label of a record, or those of the scale."""
    return label(what) if isinstance(what, Move | Tool) else what.label
