"""Where the cycle becomes sentences: counts with their n, nobody's fault, no name.

On the owner's pages a move is "me" or "them"; on a page that two people look at it is "one of us" or "the other".
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

from homing.care import Reason, Verdict
from homing.companion.practice.cycle import Station
from homing.companion.practice.cycle_reading import After, Follower, Reading, Slow, TurnedAt
from homing.engine.cycle import Trend
from homing.record import By
from homing.words.labels import label
from homing.words.language import N_, gettext, ngettext
from homing.words.sentences import why_not as usual

FEW = 5
"""Below so many quarrels it is said that they are few (care rule 6)."""

UNDERNEATH = (N_("afraid"), N_("alone"), N_("hurt"), N_("ashamed"), N_("not enough"), N_("too much"))
"""Examples of what may be felt underneath; nothing is kept of them until they are used."""

MOST_TOLD = 14
"""So many arrows are told in words, those with the highest counts; the table has all."""

_TOGETHER = {By.ME: N_("one of us"), By.THEM: N_("the other")}


class View(StrEnum):
    """Who looks: the owner alone, or two people side by side."""

    ALONE = "alone"
    TOGETHER = "together"


def whose(by: By, view: View = View.ALONE) -> str:
    """Whose move it is.

    >>> whose(By.THEM), whose(By.THEM, View.TOGETHER)
    ('them', 'the other')
    """
    return gettext(_TOGETHER[by]) if view is View.TOGETHER else label(by)


def move(at: Station, view: View = View.ALONE) -> str:
    """A move, and whose."""
    return gettext("“{move}” ({whose})").format(move=label(at.move), whose=whose(at.by, view))


def whose_and_often(by: By, n: int, view: View = View.ALONE) -> str:
    """What stands below a move in the picture: whose it is, and how many times it came.

    >>> whose_and_often(By.ME, 3)
    'me · 3×'
    """
    return gettext("{whose} · {n}×").format(whose=whose(by, view), n=n)


def of(k: int, n: int) -> str:
    """Two counts where there is room for no more.

    >>> of(2, 5)
    '2 of 5'
    """
    return gettext("{k} of {n}").format(k=k, n=n)


def counted(reading: Reading) -> str:
    """How many quarrels stand behind what is said."""
    if not reading.rounds:
        return gettext("No finished quarrel is counted here yet. Too early to say anything.")
    told = ngettext("{n} quarrel is counted here.", "{n} quarrels are counted here.", reading.rounds)
    return told.format(n=reading.rounds)


def half(n: int) -> str:
    """That half-finished ones wait; empty if there are none."""
    if not n:
        return ""
    return ngettext(
        "{n} is half-finished. It is kept, and not counted before you say how it ended.",
        "{n} are half-finished. They are kept, and not counted before you say how they ended.",
        n,
    ).format(n=n)


def after(told: After) -> str:
    """What most often came next, if that can be said."""
    if told.too_few:
        return gettext("After {move}: too few to say.").format(move=move(told.station))
    if told.likely is None:
        return gettext("After {move} different things came in {n} times, none of them most often.").format(
            move=move(told.station), n=told.n
        )
    k, n = told.likely.k, told.likely.n
    if told.likely.station is None:
        return gettext("After {move} it ended in {k} of {n}.").format(move=move(told.station), k=k, n=n)
    return gettext("After {move} came {next} in {k} of {n}.").format(
        move=move(told.station), next=move(told.likely.station), k=k, n=n
    )


def afters(reading: Reading) -> tuple[str, ...]:
    """What most often came next after each move for which that can be said; else that it is too early."""
    told = tuple(after(one) for one in reading.afters if not one.too_few)
    return told or (gettext("Too few to say what tends to come next. Homing waits until a move came three times."),)


def follower(told: After, one: Follower) -> str:
    """The numbers: one thing that came after, with the interval of its share; shown only on request (care rule 6)."""
    came = gettext("the end") if one.station is None else move(one.station)
    return gettext("After {move}: {came} {k} of {n}, about {low} to {high} in 100 (80 % interval)").format(
        move=move(told.station), came=came, k=one.k, n=one.n, low=round(100 * one.low), high=round(100 * one.high)
    )


def borrowed() -> str:
    """What stands under the numbers of the next move."""
    return gettext(
        "Each move borrows a little from how often all moves come, worth two quarrels. "
        "How much it borrows is a placeholder: no data stands behind that yet."
    )


def turns(reading: Reading) -> str:
    """How many turned back anywhere."""
    if not reading.rounds:
        return ""
    if not reading.turns:
        return ngettext(
            "You noted no way back in this {n} quarrel. A way back is found one time, and then shows here.",
            "You noted no way back in these {n} quarrels. A way back is found one time, and then shows here.",
            reading.rounds,
        ).format(n=reading.rounds)
    return ngettext("{k} of {n} quarrel turned back.", "{k} of {n} quarrels turned back.", reading.rounds).format(
        k=reading.turns, n=reading.rounds
    )


def turned(at: TurnedAt, view: View = View.ALONE) -> str:
    """Where they turned back, and how many came by there."""
    k, n = at.share.k, at.share.n
    if n == 1:
        return gettext("At {move}, the one time it came by there.").format(move=move(at.station, view))
    return ngettext(
        "At {move}: {k} of the {n} quarrel that came by.", "At {move}: {k} of the {n} quarrels that came by.", n
    ).format(move=move(at.station, view), k=k, n=n)


def turned_numbers(at: TurnedAt) -> str:
    """The same with its interval; shown only on request."""
    return gettext("{move}: {k} of {n}, about {low} to {high} in 100 (95 % interval)").format(
        move=move(at.station),
        k=at.share.k,
        n=at.share.n,
        low=round(100 * at.share.low),
        high=round(100 * at.share.high),
    )


def reunions(again: Reading, others: Reading) -> str:
    """How many began on meeting again; empty if that was never so."""
    if not again.rounds:
        return ""
    n = again.rounds + others.rounds
    return ngettext(
        "{k} of {n} quarrel began on meeting again.", "{k} of {n} quarrels began on meeting again.", n
    ).format(k=again.rounds, n=n)


def few(n: int) -> str:
    """What stands under so few; empty under more."""
    return gettext("Too few to say more. People often write when it is hard.") if 0 < n < FEW else ""


def slow(told: Slow) -> str:
    """Whether it wears thin over half a year, in words; with how much stands behind that."""
    if told.trend is None:
        return ngettext(
            "Too few to say how it went over the months: {n} finished moment with them in half a year. "
            "Homing waits for more, and over more weeks.",
            "Too few to say how it went over the months: {n} finished moments with them in half a year. "
            "Homing waits for more, and over more weeks.",
            told.moments,
        ).format(n=told.moments)
    return f"{_way(told.trend)} {_behind(told.trend)}"


def slow_numbers(trend: Trend) -> str:
    """The slope with its bounds; shown only on request."""
    return gettext(
        "From 0 (frightened or harmed) to 1 (met with care), a change of {slope} a month, between {low} and {high} "
        "(95 % interval), from {moments} moments in {weeks} weeks."
    ).format(
        slope=_signed(trend.slope),
        low=_signed(trend.low),
        high=_signed(trend.high),
        moments=trend.moments,
        weeks=trend.weeks,
    )


def why_not(verdict: Verdict) -> str:
    """Why there is no map just now. Quiet, and never a reproach."""
    if verdict.reason in (Reason.HOLD, Reason.DANGER_IN_MOMENT):
        return gettext(
            "Homing draws no cycle here. A cycle is something that two people are caught in; danger is not that, and "
            "it is not yours to mend. What you wrote stays yours."
        )
    return usual(verdict)


def drawn(reading: Reading, view: View = View.ALONE) -> str:
    """The picture in words, for those who do not see it."""
    arrows = sorted(reading.arrows.items(), key=lambda one: -one[1])[:MOST_TOLD]
    told = [
        ngettext("{start} to {end}: {k} time", "{start} to {end}: {k} times", k).format(
            start=move(start, view), end=move(end, view), k=k
        )
        for (start, end), k in arrows
    ]
    told += [turned(at, view).rstrip(".") for at in reading.turned]
    whole = ngettext("From {n} quarrel.", "From {n} quarrels.", reading.rounds).format(n=reading.rounds)
    return f"{whole} {_sentence(told)}" if told else whole


def _sentence(parts: Sequence[str]) -> str:
    return f"{'; '.join(parts)}."


def _way(trend: Trend) -> str:
    if not (trend.falling or trend.rising):
        return gettext("No slow change shows over the last half year; one that is small may be there all the same.")
    if trend.falling:
        if trend.stepwise:
            return gettext(
                "Over the last half year they ended less well after some point than before it. One step describes it "
                "better than a slow slope: something may have happened then."
            )
        return gettext(
            "Over the last half year your moments with them ended a little less well from month to month. No single "
            "time stands out. You may have felt it before you could say it."
        )
    if trend.stepwise:
        return gettext("Over the last half year they ended better after some point than before it, as in one step.")
    return gettext("Over the last half year your moments with them ended a little better from month to month.")


def _behind(trend: Trend) -> str:
    return gettext("That is from {moments} finished moments in {weeks} weeks.").format(
        moments=trend.moments, weeks=trend.weeks
    )


def _signed(value: float) -> str:
    return f"{value:+.2f}".replace("-", "−")
