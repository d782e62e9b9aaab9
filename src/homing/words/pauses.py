"""The words about pauses: time left without ticking, how coming back was, how long settling usually takes."""

from __future__ import annotations

from datetime import timedelta

from homing.mind.felt import Usual
from homing.record import ComingBack, Ended, Pause
from homing.words.labels import label
from homing.words.language import N_, gettext, ngettext

ROUND = 5
"""Minutes to which a length is rounded when it is said."""

_HOUR = 60
_DAY = 24 * _HOUR
_SOON = 3

_MET = {
    ComingBack.EASIER: N_("It is kept. A pause that helped is worth remembering."),
    ComingBack.SAME: N_("It is kept. A pause need not change anything to have been right."),
    ComingBack.HARDER: N_("It is kept. Coming back can be hard, and that is no fault of the pause, or of yours."),
    ComingBack.NOT_YET: N_("It is kept, and nothing is held against you. There can be good reasons not to come back."),
}


def left(span: timedelta) -> str:
    """About how long it is until the return time, said once; it does not tick."""
    minutes = round(span / timedelta(minutes=1))
    if minutes <= 0:
        return ""
    if minutes <= _SOON:
        return gettext("in a few minutes")
    if minutes < _HOUR:
        return gettext("in about {n} minutes").format(n=max(ROUND, round(minutes / ROUND) * ROUND))
    if minutes < 3 * _HOUR // 2:
        return gettext("in about an hour")
    return gettext("in about {n} hours").format(n=round(minutes / _HOUR))


def length(minutes: int) -> str:
    """A length as one says it.

    >>> length(90)
    '1 hour 30 minutes'
    """
    if minutes == _DAY:
        return gettext("a day")
    hours, rest = divmod(minutes, _HOUR)
    said = [ngettext("{n} hour", "{n} hours", hours).format(n=hours)] if hours else []
    said += [ngettext("{n} minute", "{n} minutes", rest).format(n=rest)] if rest else []
    return " ".join(said)


def usual(told: Usual) -> str:
    """How long settling usually takes, with the number of pauses it is learnt from."""
    return ngettext(
        "You usually settle in about {minutes} minutes ({n} pause).",
        "You usually settle in about {minutes} minutes ({n} pauses).",
        told.n,
    ).format(minutes=_rounded(told.minutes.median), n=told.n)


def usual_numbers(told: Usual) -> str:
    """The same with its interval; only on request."""
    return gettext(
        "The next time may take between {low} and {high} minutes (80 % interval). Few pauses leave much of this to a "
        "starting assumption with no data behind it."
    ).format(low=round(told.minutes.low), high=round(told.minutes.high))


def met(word: ComingBack) -> str:
    """What is said to the answer; never a reproach."""
    return gettext(_MET[word])


def ending(pause: Pause) -> str:
    """How a pause ended, as far as its owner told."""
    if pause.coming_back is not None:
        return gettext("Coming back: {how}").format(how=label(pause.coming_back))
    if pause.ended is Ended.BACK:
        return gettext("You came back")
    if pause.ended is Ended.NOT_TODAY:
        return gettext("Not that day")
    return ""


def in_the_list(pause: Pause) -> str:
    """The same beside other pauses: a return that was not kept stands on its own page alone, never in a row."""
    is_missed = pause.ended is Ended.NOT_TODAY or pause.coming_back is ComingBack.NOT_YET
    return "" if is_missed else ending(pause)


def _rounded(minutes: float) -> int:
    return max(ROUND, round(minutes / ROUND) * ROUND)
