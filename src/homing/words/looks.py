"""The sentences about an old cue. They notice, and hold it lightly.

None of them says that an alarm belongs to the past alone: said too strongly, that would teach a new situation and
leave the old one as it was (docs/adr/care-old-cues.md).
"""

from __future__ import annotations

from homing.companion.old_cues import Across
from homing.engine.healing import Forecast
from homing.mind import CueChange
from homing.record import ALARM_MAX
from homing.words.language import N_, gettext, ngettext

FELT = 0.03
"""A part of a change smaller than this is "about the same": a third of a step on the scale of the alarm."""

_EXPERIENCE = (
    N_("Less alarm than before. It seems to come from moments that went differently than your alarm expected."),
    N_("About as much alarm as before."),
    N_("More alarm than before. It seems to come from moments in which it rang loudly, and it may be right."),
)
_INSIGHT = (
    N_("More often for a calmer kind of moment. Your own answers may have a part in that."),
    N_("For the same kinds of moment as before."),
    N_("More often for a more alarming kind of moment. Your own answers may have a part in that."),
)


def across(told: Across) -> str:
    """With how many people a cue came, and since when."""
    if not told.n:
        return gettext("Your record names nobody with whom this came.")
    people = ngettext(
        "This has come with one person in your life.", "This has come with {n} people in your life.", told.n
    ).format(n=told.n)
    if told.since is None:
        return people
    return people + " " + gettext("The earliest you told of is from {year}.").format(year=told.since)


def also_older(about: tuple[str, ...]) -> str:
    """That someone was there in something older, and when that was about."""
    return gettext("In something older: {when}.").format(when=", ".join(about))


def foretells(told: CueChange) -> str:
    """What became of what the cue predicts: the part that new experience changes."""
    return gettext(_EXPERIENCE[_way(told.change.experience)])


def taken_for(told: CueChange) -> str:
    """What became of which situation the cue is taken for: the part that understanding changes."""
    return gettext(_INSIGHT[_way(told.change.insight)])


def learnt_from(told: CueChange) -> str:
    """On how many moments that rests."""
    return gettext("Learnt from {n} moments before and {since} since.").format(n=told.before, since=told.since)


def coming_back(forecast: Forecast) -> str:
    """That an alarm which comes back after a quiet time is no failure."""
    if round(ALARM_MAX * forecast.peak.p) > round(ALARM_MAX * forecast.now.p):
        return gettext("After a quiet time this alarm may ring louder again. That is no failure: it is normal.")
    return gettext("Homing expects no louder alarm after quiet weeks. If one comes back all the same, that is normal.")


def _way(part: float) -> int:
    return 0 if part <= -FELT else 2 if part >= FELT else 1
