"""The ladder in words: what an offered step rests on, why there is none, how tries were met. Every number has its n.

Nothing here grades, praises or pushes; a step that is not taken is worth as much as one that is.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from babel.dates import format_date

from homing.care import Reason, Verdict
from homing.companion.practice.ladder import Ended, Met, Otherwise, ended
from homing.companion.practice.next_step import NEWEST_TRIES, STILL_ON, Loud, Offered, Source, Withheld
from homing.companion.practice.stepping import PLAN
from homing.engine.events import Reading
from homing.engine.healing import Stage, Why
from homing.record import ALARM_MAX, LivedTime, Moment, Outcome, Person, Step
from homing.words.labels import label
from homing.words.language import N_, gettext, locale, ngettext
from homing.words.sentences import why_not

FEW = 5
"""Below so many tries it is said that they are few (care rule 6)."""

Named = Callable[[Person], str]
"""How a page shows a name just now."""


@dataclass(frozen=True, slots=True)
class Starter:
    """A very small step to begin with and to word anew, with a way out."""

    label: str
    way_out: str


STARTERS: dict[str, Starter] = {
    "smile": Starter(N_("smile at a neighbour on the stairs"), N_("I look away and walk on.")),
    "talk": Starter(N_("two sentences with someone at the till"), N_("I say “have a good day” and go.")),
    "message": Starter(N_("one kind message to someone I like"), N_("I put the phone away. No answer is needed.")),
}
"""None of them says what it should lead to."""

_OTHERWISE: dict[Otherwise, str] = {
    Otherwise.USED_AGAINST: N_("used against me later"),
    Otherwise.PROTECTED: N_("I protected myself"),
    Otherwise.OPEN: N_("no ending yet"),
}

_UNMET = N_("You may have wished to be met in another way. It says nothing against you, or against having tried.")
_HURT = N_("That it hurt says nothing against you, or against having tried. You owe nobody another try.")
_KINDLY: dict[Ended, str] = {
    Outcome.MISSED: _UNMET,
    Outcome.BRUSHED_OFF: _UNMET,
    Outcome.HURT: _HURT,
    Otherwise.USED_AGAINST: _HURT,
    Otherwise.PROTECTED: N_("The way out is a part of every step."),
}
"""What is said once after such a try. After one that was met nothing is: there is no praise here."""

_WHY: dict[Why, str] = {
    Why.RISK_NOT_LOW: N_("Your record does not make it likely enough that such a moment goes without hurt."),
    Why.RISK_UNKNOWN: N_("Your record does not tell yet how such a moment may end."),
    Why.TOO_SOON: N_("Some rest between steps is good."),
    Why.ALARM_UNKNOWN: N_("Say how loud you expect the alarm, and Homing can weigh it."),
    Why.ALARM_TOO_HIGH: N_("The alarm you expect is loud. A smaller step may be kinder first; you can word one."),
    Why.ALARM_TOO_LOW: N_("Hardly any alarm is expected: it needs no practice. Do it whenever you like."),
    Why.NOTHING_OFFERED: N_("No step is written down that could be offered."),
}

_CARE: dict[Why, Reason] = {
    Why.DANGER: Reason.DANGER_IN_MOMENT,
    Why.AFTER_HARM: Reason.AFTER_HARM,
    Why.HOLD: Reason.HOLD,
    Why.FRIGHTENED_BEFORE: Reason.FRIGHTENED_BEFORE,
    Why.TOO_FEW: Reason.TOO_FEW,
}
"""What the planner refuses as care does, in the same words."""

OPENLY = (
    *(Why.TOO_SOON, Why.ALARM_TOO_LOW, Why.ALARM_TOO_HIGH, Why.ALARM_UNKNOWN),
    *(Reason.TOO_FEW, Why.TOO_FEW, Why.RISK_UNKNOWN, Why.NOTHING_OFFERED),
)
"""The reasons that the page of all steps says aloud, the one nearest to a step first. The others stay in a fold."""


def starter(key: str) -> Starter:
    """One of them, in this language; raises ``KeyError``."""
    told = STARTERS[key]
    return Starter(gettext(told.label), gettext(told.way_out))


def reasons(offered: Offered, named: Named) -> tuple[str, ...]:
    """Why this step: the stage, what it rests on, and how loud the alarm is expected."""
    beside = [_with(named(person), k, n) for person, k, n in offered.others]
    return (_stage(offered), _rests_on(offered, named), *beside, expected(offered.alarm))


def _stage(offered: Offered) -> str:
    if offered.stage is Stage.FIRST:
        return gettext("A first small step.")
    if offered.stage is Stage.AGAIN:
        return ngettext(
            "Again, where it went well: the one try like it ended with care, or okay.",
            "Again, where it went well: {k} of {n} tries like it ended with care, or okay.",
            offered.tries_here,
        ).format(k=offered.well_here, n=offered.tries_here)
    return ngettext(
        "In another place: the one try like it went well elsewhere, and what is learnt in one place may not hold in "
        "the next.",
        "In another place: {k} of {n} tries like it went well elsewhere, and what is learnt in one place may not hold "
        "in the next.",
        offered.tries,
    ).format(k=offered.well, n=offered.tries)


def _with(name: str, k: int, n: int) -> str:
    told = gettext("Hurt followed in {k} of your {n} finished moments with {name}, and none frightened you.")
    return told.format(k=k, n=n, name=name)


def _rests_on(offered: Offered, named: Named) -> str:
    k, n = offered.k, offered.n
    if offered.person is not None:
        return _with(named(offered.person), k, n)
    if not n:
        return gettext(
            "It names nobody, so no record tells what may follow. It rests on the alarm you expect, and nothing else."
        )
    return ngettext(
        "It names nobody, so no record tells what may follow, but for {n} finished try of it: {k} hurt.",
        "It names nobody, so no record tells what may follow, but for {n} finished tries of it: {k} hurt.",
        n,
    ).format(n=n, k=k)


def expected(alarm: Loud) -> str:
    """How loud the alarm is expected, and by whom."""
    loud = f"{alarm.p * ALARM_MAX:.0f}"
    if alarm.source is Source.OWN:
        return gettext("You expect the alarm at {loud} of 10.").format(loud=loud)
    if alarm.source is Source.TRIES and alarm.n == 1:
        return gettext("In your last try the alarm was at {loud} of 10.").format(loud=loud)
    if alarm.source is Source.TRIES:
        return gettext("In your last {n} tries the alarm was at about {loud} of 10.").format(n=alarm.n, loud=loud)
    told = gettext("Going by {n} moments in which you told it, the alarm may ring at about {loud} of 10.")
    return told.format(n=alarm.n, loud=loud)


def why_none(withheld: Withheld, named: Named, now: LivedTime) -> str:
    """Why a step is not offered now. Kind, and never a reproach."""
    reason = withheld.reason
    if withheld.person is not None:
        told = gettext("Too early to propose: {n} of at least {enough} finished moments with {name}.")
        return told.format(n=withheld.n, enough=PLAN.finished, name=named(withheld.person))
    if withheld.until is not None:
        told = gettext("Some rest between steps: {day} is soon enough for the next.")
        return told.format(day=_day(withheld.until, now))
    if isinstance(reason, Why) and reason in _WHY:
        return gettext(_WHY[reason])
    return why_not(Verdict(allowed=False, reason=reason if isinstance(reason, Reason) else _CARE[reason]))


def openly(withheld: Mapping[UUID, Withheld]) -> Withheld | None:
    """Of all reasons the one that may be said aloud and is nearest to a step; None if none may."""
    said = [one for one in withheld.values() if one.reason in OPENLY]
    return min(said, key=lambda one: (OPENLY.index(one.reason), -one.n), default=None)


def history(told: Met) -> tuple[str, ...]:
    """How the tries were met, each in counts with its n."""
    if told.n == 0:
        return (gettext("Not tried yet."),)
    hurt = gettext("What was used against you counts as hurt. It says nothing against you, or against having tried.")
    used = (hurt,) if Otherwise.USED_AGAINST in told.counts else ()
    if told.n == 1:
        (word,) = told.counts
        return (gettext("Tried once: {how}.").format(how=_how(word)), *used)
    each = tuple(
        gettext("{how}: {k} of {n} tries.").format(how=_begun(_how(word)), k=k, n=told.n)
        for word, k in told.counts.items()
    )
    protected = gettext("Where you protected yourself it is never counted as safe.")
    shielded = (protected,) if Otherwise.PROTECTED in told.counts else ()
    few = (gettext("Too few to say more."),) if told.n < FEW else ()
    return (*each, *used, *shielded, *few)


def how(moment: Moment) -> str:
    """How one try ended."""
    return _how(ended(moment))


def compared(step: Step, tries: Sequence[Moment]) -> str:
    """What was expected beside what was felt in the newest tries; empty where one of the two was not told."""
    felt = [one.alarm for one in tries if one.alarm is not None][:NEWEST_TRIES]
    if step.alarm is None or not felt:
        return ""
    told = ngettext(
        "You expect the alarm at {loud} of 10. In the last try that tells it, it was at {felt}.",
        "You expect the alarm at {loud} of 10. In the last {n} tries that tell it, it was at {felt}.",
        len(felt),
    )
    return told.format(loud=step.alarm, n=len(felt), felt=", ".join(map(str, felt)))


def numbers(risk: Reading) -> str:
    """What the record lets expect of a moment like this one, with its interval; on request alone (care rule 6)."""
    return ngettext(
        "In a moment like this one, Homing expects hurt in about {low} to {high} of 100 (80 % interval), going by {n} "
        "finished moment that shares something with it. It can be wrong.",
        "In a moment like this one, Homing expects hurt in about {low} to {high} of 100 (80 % interval), going by {n} "
        "finished moments that share something with it. It can be wrong.",
        risk.seen,
    ).format(low=round(100 * risk.low), high=round(100 * risk.high), n=risk.seen)


def kept_lately(tries: Sequence[Moment], now: LivedTime) -> tuple[str, ...]:
    """That the try just told is kept, and a kind word where it was not met; empty after some hours."""
    if not tries or not tries[0].is_finished or now.utc - tries[0].when.utc > STILL_ON:
        return ()
    word = ended(tries[0])
    said = gettext("It is kept: {how}.").format(how=_how(word))
    return (said, gettext(_KINDLY[word])) if word in _KINDLY else (said,)


def tried(n: int) -> str:
    """How often, for the list."""
    if n <= 1:
        return gettext("tried once") if n else gettext("not tried yet")
    return ngettext("tried {n} time", "tried {n} times", n).format(n=n)


def _how(word: Outcome | Otherwise) -> str:
    return gettext(_OTHERWISE[word]) if isinstance(word, Otherwise) else label(word)


def _day(until: LivedTime, now: LivedTime) -> str:
    """ "today", "tomorrow", "Friday"; later than in six days the date."""
    match (until.day - now.day).days:
        case 0:
            return gettext("today")
        case 1:
            return gettext("tomorrow")
        case days:
            return str(format_date(until.day, "EEEE" if days < 7 else "d MMMM", locale=locale()))


def _begun(words: str) -> str:
    return words[:1].upper() + words[1:]
