"""Where what the models expect becomes a sentence: with its width, held lightly, and never about a human being."""

from __future__ import annotations

from collections.abc import Callable

from homing.engine.alarm import AlarmReading
from homing.engine.attribution import Attribution, Kind, Reason, Thin, TooEarly
from homing.engine.blend import BlendReading
from homing.engine.healing import Forecast
from homing.engine.priors import Priors
from homing.mind import CueChange
from homing.record import ALARM_MAX
from homing.words.language import N_, gettext, ngettext

_OLDER = (
    (0.2, N_("Little of this alarm seems older.")),
    (0.5, N_("Part of this alarm may be older.")),
    (0.8, N_("A good part of this alarm may be older.")),
    (1.1, N_("Much of this alarm may be older.")),
)
_EARLY = {
    Thin.NOBODY: N_("Nobody else was there, so there is no “since then” to compare with."),
    Thin.UNKNOWN_START: N_("Too early to say: it is not told since when you have known each other."),
    Thin.FEW_MOMENTS: N_("Too early to say: there are too few moments with an alarm."),
    Thin.FEW_LIKE_THIS: N_("Too early to say: too few moments are like this one."),
    Thin.NOTHING_OLDER: N_("Too early to say: nothing in your record is older than this acquaintance."),
    Thin.TOO_WIDE: N_("Too early to say: it could be much or little."),
}
_REASONS = {
    Kind.TIME: (N_("how long ago the older moments were"), N_("how near the newer moments are")),
    Kind.PERSON: (N_("who was there"), N_("who was there")),
    Kind.SETTING: (N_("where it was"), N_("where it was")),
    Kind.CUE: (N_("this came: {name}"), N_("this came: {name}")),
    Kind.ABSENT: (N_("what the newer moments had and this one has not"), N_("what the older had and this one has not")),
    Kind.FELT: (N_("how loud the alarm was"), N_("how loud the alarm was")),
    Kind.STRENGTH: (N_("how loud the older alarms were"), N_("how loud the newer alarms were")),
}
_EXPERIENCE = (
    N_("Part of it is experience: the cue foretells a quieter alarm than before."),
    N_("Part of it is experience: the cue foretells a louder alarm than before."),
)
_INSIGHT = (
    N_("Part of it is how it is taken: for a calmer kind of situation."),
    N_("Part of it is how it is taken: for a more alarming kind of situation."),
)
SAID_REASONS = 4
"""At most so many reasons are said; the others are small."""


def hurt(reading: BlendReading) -> str:
    """What is expected to follow in a moment like this one; shown only on request, with its width."""
    if reading.seen == 0:
        return gettext("Homing has learnt nothing about a moment like this one yet. It cannot say how it will end.")
    if reading.unknown:
        return gettext("Homing does not know how a moment like this one ends. What it has learnt is too little.")
    return ngettext(
        "In a moment like this one, Homing expects hurt in about {low} to {high} of 100 (80 % interval). "
        "It has learnt from {n} finished moment that shares something with it. It can be wrong.",
        "In a moment like this one, Homing expects hurt in about {low} to {high} of 100 (80 % interval). "
        "It has learnt from {n} finished moments that share something with it. It can be wrong.",
        reading.seen,
    ).format(low=round(100 * reading.low), high=round(100 * reading.high), n=reading.seen)


def alarm(reading: AlarmReading) -> str:
    """How loud the alarm is expected to ring: what the body expects, not what follows."""
    if reading.seen == 0:
        return gettext("Homing knows no alarm in a moment like this one yet.")
    return ngettext(
        "Your alarm would ring at about {low} to {high} of 10 (80 % interval), going by {n} moment that shares "
        "something with this one. That is what your body expects, not what will follow.",
        "Your alarm would ring at about {low} to {high} of 10 (80 % interval), going by {n} moments that share "
        "something with this one. That is what your body expects, not what will follow.",
        reading.seen,
    ).format(low=_ten(reading.low), high=_ten(reading.high), n=reading.seen)


def begun_from(learnt: Priors | None) -> str:
    """Whose data stand behind what is assumed before the first moment: nobody's, or for a part those of a cohort.

    Priors from a cohort are those of one of the blend's forecasters; the others and the alarm keep placeholders.
    """
    if learnt is None:
        return gettext("The model’s starting assumptions have no data behind them yet.")
    part = ngettext(
        "How it may end begins in part from what was learnt from {n} person (a study of others, not you).",
        "How it may end begins in part from what was learnt from {n} people (a study of others, not you).",
        learnt.people,
    ).format(n=learnt.people)
    rest = gettext(
        "The rest of it, and what your body may expect, begin from assumptions with no data behind them yet."
    )
    return f"{part} {rest}"


def older(share: Attribution | TooEarly) -> str:
    """What the record adds to the person's own answer, in words; Homing cannot know."""
    if isinstance(share, TooEarly):
        return gettext(_EARLY[share.reason])
    part = next(words for bound, words in _OLDER if share.share < bound)
    return gettext(part) + " " + gettext("Homing cannot know.")


def older_numbers(share: Attribution) -> str:
    """The same with its interval; only on request."""
    return ngettext(
        "About {low} to {high} in 100 of the alarm (80 % interval), going by {n} moment like this one.",
        "About {low} to {high} in 100 of the alarm (80 % interval), going by {n} moments like this one.",
        share.seen,
    ).format(low=round(100 * share.low), high=round(100 * share.high), n=share.seen)


def reasons(share: Attribution, cue_label: Callable[[str], str]) -> list[str]:
    """What speaks most for then and for now, the strongest first. ``cue_label`` names a cue by its id in the engine."""
    strongest = sorted(share.reasons, key=lambda reason: -abs(reason.log_odds))[:SAID_REASONS]
    return [_reason(reason, cue_label) for reason in strongest if abs(reason.log_odds) >= 0.1]


def returning(forecast: Forecast) -> str:
    """What may come back after a quiet time, so that its coming back is no failure."""
    peak = forecast.peak
    now, later = _ten(forecast.now.p), _ten(peak.p)
    if later <= now:
        sentence = gettext("It would ring at about {now} of 10 now, and no louder after {days} quiet days.")
    else:
        sentence = gettext("It would ring at about {now} of 10 now, and perhaps at {later} after {days} quiet days.")
    told = sentence.format(now=now, later=later, days=round(peak.days))
    wide = gettext("Between {low} and {high} would not surprise.").format(low=_ten(peak.low), high=_ten(peak.high))
    return f"{told} {wide}"


def changed(told: CueChange) -> list[str]:
    """How a cue's alarm has changed; said apart: what it predicts, and which situation it is taken for."""
    change = told.change
    if abs(change.after - change.before) < 0.05:
        return [gettext("The alarm expected here is about what it was: {now} of 10.").format(now=_ten(change.after))]
    whole = gettext("The alarm expected here went from about {before} to about {now} of 10.")
    counted = gettext("Learnt from {n} moments before and {since} since.")
    parts = ((change.experience, *_EXPERIENCE), (change.insight, *_INSIGHT))
    said = [gettext(calmer if part < 0 else louder) for part, calmer, louder in parts if abs(part) >= 0.03]
    return [
        whole.format(before=_ten(change.before), now=_ten(change.after)),
        *said,
        counted.format(n=told.before, since=told.since),
    ]


def _reason(reason: Reason, cue_label: Callable[[str], str]) -> str:
    then, now = _REASONS[reason.kind]
    what = gettext(then if reason.log_odds > 0 else now)
    if reason.kind is Kind.CUE:
        what = what.format(name=cue_label(reason.name))
    side = gettext("For then: {what}") if reason.log_odds > 0 else gettext("For now: {what}")
    return side.format(what=what)


def _ten(p: float) -> int:
    return round(ALARM_MAX * p)
