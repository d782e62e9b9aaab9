"""The sentences about early relationships: what was brought along is held lightly, own moments have the say."""

from __future__ import annotations

from homing.companion.practice.early import OfKind
from homing.engine.attachment import Kind
from homing.record import AGREE_MAX
from homing.words.language import N_, gettext, ngettext

SENTENCES: dict[str, str] = {
    "unsure": N_("I was never quite sure that someone would be there."),
    "unnoticed": N_("I was seen only if I was loud, or good."),
    "alone": N_("I learnt early to manage by myself."),
    "crowded": N_("Being close to someone left no room for me."),
}
"""Sentences of our own, for the fields of the record; tried on nobody."""

AGREEMENT = (N_("not at all"), N_("a little"), N_("half"), N_("quite"), N_("very much"))

FEW = 20
"""Below so many finished moments it is said that they are few."""

_KINDS: dict[Kind, tuple[str, str]] = {
    Kind.ABSENCE: (N_("When an answer is long in coming"), N_("Cues about timing: a late reply, a long silence.")),
    Kind.CLOSENESS: (N_("When someone comes close"), N_("Cues about touch and distance.")),
    Kind.OTHER: (
        N_("Everything else"),
        N_("All other cues: a voice, a face, a place. The answers change nothing here."),
    ),
}


def sentence(field: str) -> str:
    """One of the four sentences."""
    return gettext(SENTENCES[field])


def agreed(told: int | None) -> str:
    """How far it is agreed to."""
    return gettext("not said") if told is None else gettext(AGREEMENT[told])


def agreement() -> list[tuple[str, str]]:
    """What may be tapped."""
    return [(str(step), agreed(step)) for step in range(AGREE_MAX + 1)]


def title(kind: Kind) -> str:
    """What a kind of cue is called."""
    return gettext(_KINDS[kind][0])


def why(kind: Kind) -> str:
    """Which cues Homing counts as this kind."""
    return gettext(_KINDS[kind][1])


def weight(told: OfKind, weighs: float) -> str:
    """How much was brought along, and who has the say by now."""
    n, brought = told.hurt.n, gettext("What you brought along counts as about {n} moments.").format(n=round(weighs))
    if not n:
        return brought + " " + gettext("You have finished none like these yet, so it is all there is, and it is weak.")
    if told.now.own_share > 0.5:
        return f"{brought} " + ngettext(
            "You have finished {n} like these: it has the say now.",
            "You have finished {n} like these: they have the say now.",
            n,
        ).format(n=n)
    return f"{brought} " + ngettext(
        "You have finished {n} like these; a few more, and they have the say.",
        "You have finished {n} like these; a few more, and they have the say.",
        n,
    ).format(n=n)


def own(told: OfKind) -> str:
    """What the person's own moments say now."""
    k, n = told.hurt.k, told.hurt.n
    if not n:
        return gettext("Your own moments: none yet. Too early to say anything.")
    said = ngettext(
        "Your own moments: hurt followed in {k} of {n} finished one.",
        "Your own moments: hurt followed in {k} of {n} finished ones.",
        n,
    ).format(k=k, n=n)
    return f"{said} {gettext('Too few to say more.')}" if n < FEW else said


def numbers(told: OfKind) -> tuple[str, str]:
    """The same in numbers, before and now; shown only on request (care rule 6)."""
    (low, high), (low_now, high_now) = told.before.bounds(), told.now.bounds()
    return (
        gettext("Before any moment, from your answers alone: hurt in about {p} of 100, {low} to {high}.").format(
            p=_hundred(told.before.mean), low=_hundred(low), high=_hundred(high)
        ),
        gettext(
            "Now, with {n} finished moments of your own: about {p} of 100, {low} to {high} (80 % interval)."
        ).format(n=told.hurt.n, p=_hundred(told.now.mean), low=_hundred(low_now), high=_hundred(high_now)),
    )


def placeholder() -> str:
    """How little is behind it."""
    return gettext(
        "How much the answers weigh is a placeholder: no study gives it, and where such an effect was looked for it "
        "was not always found. That is why it is kept weak."
    )


def _hundred(share: float) -> int:
    return round(100 * share)
