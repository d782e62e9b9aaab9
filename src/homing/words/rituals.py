"""Greetings and partings in words: when they are, and two counts side by side with an honest word beside them."""

from __future__ import annotations

from datetime import time

from babel.dates import format_time

from homing.care import Reason, Verdict
from homing.companion.practice.ritual_effect import Effect
from homing.engine.counts import Count
from homing.record import Day, Occasion, Ritual
from homing.words.labels import label
from homing.words.language import gettext, locale
from homing.words.sentences import why_not

_WORKING_DAYS = tuple(Day)[:5]


def kind(occasion: Occasion) -> str:
    """What it is.

    >>> kind(Occasion.MEETING)
    'a greeting'
    """
    return gettext("a greeting") if occasion is Occasion.MEETING else gettext("a parting")


def when(ritual: Ritual) -> str:
    """On which days, and at what time; empty for any time of any day.

    >>> from uuid import UUID
    >>> when(Ritual(id=UUID(int=1), label="tea", occasion=Occasion.MEETING, at="18:30"))
    'every day, 18:30'
    """
    if not ritual.days and not ritual.at:
        return ""
    if not ritual.days or len(ritual.days) == len(Day):
        days = gettext("every day")
    elif set(ritual.days) == set(_WORKING_DAYS):
        days = gettext("Monday to Friday")
    else:
        days = ", ".join(label(day) for day in Day if day in ritual.days)
    clock = [str(format_time(time.fromisoformat(ritual.at), "short", locale=locale()))] if ritual.at else []
    return ", ".join([days, *clock])


def beside(effect: Effect) -> tuple[str, ...]:
    """Both counts, each with its n; never their difference."""
    if effect.is_empty:
        return (gettext("Nothing to set side by side yet. Too early to say anything."),)
    return (_with_it(effect.with_it), _without(effect.without))


def too_few() -> str:
    """What is said where either count is small."""
    return gettext("Too few to say more.")


def no_proof() -> str:
    """What must stand beside the two counts."""
    return gettext(
        "This is no proof. The days differ: on a good day there may be more room for it, and what you write down is "
        "not all there was."
    )


def numbers(count: Count, *, with_it: bool) -> str:
    """A count with its interval; shown only on request (care rule 6)."""
    sentence = (
        gettext("With it: {k} of {n}, about {low} to {high} in 100 (95 % interval)")
        if with_it
        else gettext("Without it: {k} of {n}, about {low} to {high} in 100 (95 % interval)")
    )
    return sentence.format(k=count.k, n=count.n, low=round(100 * count.low), high=round(100 * count.high))


def agreement(ritual: Ritual) -> str:
    """What is said wherever a ritual has touch in it (care rule 12); empty elsewhere."""
    return never_consent() if ritual.touch.strip() else ""


def never_consent() -> str:
    """That touch is decided anew each time."""
    return gettext("An agreement is never consent. Each of you decides each time, and may always say no.")


def quiet(verdict: Verdict) -> str:
    """Why nothing is asked or counted here. Own words stay.

    A hold is not told: a ritual may have been designed together, and is looked at together, too (care rule 2).
    """
    if verdict.reason in (Reason.HOLD, Reason.DANGER_IN_MOMENT):
        return gettext("Homing brings nothing up and counts nothing here just now. Your words stay as you wrote them.")
    return why_not(verdict)


def _with_it(count: Count) -> str:
    match count.n, count.k:
        case 0, _:
            return gettext("No time with it yet that tells how you were afterwards.")
        case 1, 1:
            return gettext("With it once. You were settled afterwards.")
        case 1, _:
            return gettext("With it once. You were not settled afterwards.")
        case _:
            return gettext("Settled afterwards in {k} of {n} with it.").format(k=count.k, n=count.n)


def _without(count: Count) -> str:
    match count.n, count.k:
        case 0, _:
            return gettext("No time without it yet that tells how you were afterwards.")
        case 1, 1:
            return gettext("Without it once. You were settled afterwards.")
        case 1, _:
            return gettext("Without it once. You were not settled afterwards.")
        case _:
            return gettext("Settled afterwards in {k} of {n} without it.").format(k=count.k, n=count.n)
