"""Where a Finding or a Verdict becomes a sentence. Counts come with their n; no word grades a human being."""

from __future__ import annotations

from homing.care import Reason, Verdict
from homing.mind import Code, Finding
from homing.words.language import gettext, ngettext


def say(finding: Finding) -> str:
    """One plain sentence, or two."""
    k, n = finding.k, finding.n
    match finding.code:
        case Code.NOTHING_YET:
            return gettext("No moment like this one yet. Too early to say anything.")
        case Code.ONE_MOMENT:
            return gettext("One moment. Too early to say anything. It is kept.")
        case Code.RANG if n == 1:
            return (
                gettext("You noted the alarm in one of these moments. It rang.")
                if k
                else gettext("You noted the alarm in one of these moments. It stayed quiet.")
            )
        case Code.RANG if finding.partly:
            return gettext("The alarm rang in {k} of the {n} moments in which you noted it.").format(k=k, n=n)
        case Code.RANG if k == n:
            return gettext("The alarm rang in all {n} of these moments.").format(n=n)
        case Code.RANG if k == 0:
            return gettext("The alarm stayed quiet in all {n} of these moments.").format(n=n)
        case Code.RANG:
            return gettext("The alarm rang in {k} of these {n} moments.").format(k=k, n=n)
        case Code.BEFORE_HURT if n == 1:
            return (
                gettext("You finished one in which it rang. It ended in hurt.")
                if k
                else gettext("You finished one in which it rang. It did not end in hurt.")
            )
        case Code.BEFORE_HURT:
            return gettext("It came before hurt in {k} of the {n} you finished.").format(k=k, n=n)
        case Code.QUIET_YET_HURT if n == 1:
            return gettext("Once it stayed quiet, and hurt followed.")
        case Code.QUIET_YET_HURT:
            return gettext("Of the {n} you finished in which it stayed quiet, {k} ended in hurt.").format(k=k, n=n)
        case Code.HURT if n == 1:
            return (
                gettext("Hurt followed in the one you finished.")
                if k
                else gettext("The one you finished did not end in hurt.")
            )
        case Code.HURT:
            return gettext("Hurt followed in {k} of the {n} you finished.").format(k=k, n=n)
        case Code.PROTECTED:
            return ngettext(
                "In {k} of these {n} you protected yourself. That is never counted as safe.",
                "In {k} of these {n} you protected yourself. Those are never counted as safe.",
                k,
            ).format(k=k, n=n)
        case Code.OPEN:
            return ngettext("{k} of these {n} has no ending yet.", "{k} of these {n} have no ending yet.", k).format(
                k=k, n=n
            )
        case Code.TOO_FEW:
            return gettext("Too few to say more. People often write when it is hard.")


def numbers(finding: Finding) -> str:
    """The same with its interval; shown only on request (care rule 6)."""
    count = finding.interval
    return gettext("{k} of {n}: about {low} to {high} in 100 (95 % interval)").format(
        k=finding.k, n=finding.n, low=round(100 * count.low), high=round(100 * count.high)
    )


def why_not(verdict: Verdict) -> str:
    """Why something is not shown. Quiet, and never a reproach."""
    match verdict.reason:
        case Reason.AFTER_HARM:
            return gettext("No reading for a day. First things first: are you safe now?")
        case Reason.RESTING:
            return gettext("You are resting: nothing is counted or expected just now. What you write is kept.")
        case Reason.DANGER_IN_MOMENT | Reason.HOLD:
            return gettext("Homing does not estimate here: you marked danger. The counts stay as you wrote them.")
        case Reason.NOT_SAFE:
            return gettext("You said that it is not safe for you where this comes up. Homing asks and expects nothing.")
        case Reason.FRIGHTENED_BEFORE:
            return gettext("No step is suggested here: you were frightened before.")
        case Reason.TOO_FEW:
            return gettext("Too early. Homing waits for at least five finished moments.")
        case Reason.FINE:
            return ""
