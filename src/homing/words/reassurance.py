"""Reassurance in words. There is no word of it to say to anyone: those are the person's own (care rule 13)."""

from __future__ import annotations

from homing.care import Reason, Verdict
from homing.companion.practice.reassurance import WEEKS, Counted
from homing.record import Direction, Reassurance
from homing.words.labels import label
from homing.words.language import N_, gettext, ngettext
from homing.words.sentences import why_not
from homing.words.windows import FEW

_MEANT: dict[Reassurance, str] = {
    Reassurance.ACCEPTANCE: N_("being taken as one is"),
    Reassurance.INTEREST: N_("being asked, and listened to"),
    Reassurance.APPRECIATION: N_("being thanked, being seen"),
}


def question() -> str:
    """The only thing that Homing says of it."""
    return gettext("Is there something true you would like to say?")


def meant(kind: Reassurance) -> str:
    """What a kind of reassurance is about."""
    return gettext(_MEANT[kind])


def rhythm(days: int) -> str:
    """When one would like to be asked."""
    return ngettext(
        "Homing asks after {days} day without any moment with them.",
        "Homing asks after {days} days without any moment with them.",
        days,
    ).format(days=days)


def span(told: Counted) -> str:
    """Of how many moments is spoken, and of how long."""
    if not told.n:
        return gettext("No moment with them in the last {weeks} weeks.").format(weeks=WEEKS)
    return ngettext(
        "You kept {n} moment with them in the last {weeks} weeks.",
        "You kept {n} moments with them in the last {weeks} weeks.",
        told.n,
    ).format(n=told.n, weeks=WEEKS)


def is_few(told: Counted) -> bool:
    """Whether there are too few moments to say more than the counts."""
    return told.n < FEW


def counts(told: Counted) -> tuple[str, ...]:
    """Given and received apart, each with its n; never one against the other. Where both are none it is said once."""
    if not told.n:
        return ()
    if not (told.given or told.received):
        none = ngettext("None of it is noted in that one moment yet.", "None of it is noted in these {n} yet.", told.n)
        return (none.format(n=told.n),)
    given = ngettext("You gave some in {k} of {n}.", "You gave some in {k} of these {n}.", told.n)
    received = ngettext("Some came to you in {k} of {n}.", "Some came to you in {k} of these {n}.", told.n)
    return (given.format(k=told.given, n=told.n), received.format(k=told.received, n=told.n))


def kinds(told: Counted) -> tuple[tuple[str, str, str], ...]:
    """The same by kind: its words, then how often it was given and how often it came, each of n."""
    return tuple(
        (label(kind), _of(told, Direction.SENT, kind), _of(told, Direction.RECEIVED, kind))
        for kind in Reassurance
        if any((way, kind) in told.kinds for way in Direction)
    )


def no_balance() -> str:
    """What stands under the counts."""
    return gettext(
        "Two counts of what you wrote down, not of all there was. They are no balance: nobody owes the other a number."
    )


def quiet(verdict: Verdict) -> str:
    """Why nothing is asked or counted here."""
    if verdict.reason in (Reason.HOLD, Reason.DANGER_IN_MOMENT):
        return gettext("You marked danger with this person. Homing asks nothing and counts nothing here.")
    return why_not(verdict)


def _of(told: Counted, way: Direction, kind: Reassurance) -> str:
    return gettext("{k} of {n}").format(k=told.kinds.get((way, kind), 0), n=told.n)
