"""What is said of promises, empathy and honesty: how it went, in counts with their n; never what someone is worth."""

from __future__ import annotations

from homing.care import Reason, Verdict
from homing.companion.practice.answers import Asked
from homing.companion.practice.trust import Ledger
from homing.companion.safety import Share
from homing.record import Answer, Kept, PromiseSize, Received, Whose
from homing.words.answers import Phrases
from homing.words.answers import told as _told
from homing.words.labels import label
from homing.words.language import N_, gettext, ngettext
from homing.words.sentences import why_not

RECEIVED = Phrases(
    {
        Received.HEARD: N_("You were heard in {k} of the {n} moments in which you told something of yourself."),
        Received.FIXED: N_("They tried to fix it in {k} of {n}."),
        Received.MOVED_ON: N_("They changed the subject in {k} of {n}."),
        Received.DOUBTED: N_("It was doubted in {k} of {n}."),
        Received.JUDGED: N_("It was judged in {k} of {n}."),
        Received.NOT_SURE: N_("You were not sure in {k} of {n}."),
    },
    Received.HEARD,
    N_("Heard in the last three months: {k} of {n}. Before that: {earlier} of {of}."),
)
HONEST = Phrases(
    {
        Answer.YES: N_("They were honest, as far as you could tell, in {k} of the {n} moments in which you noted it."),
        Answer.PARTLY: N_("They partly were in {k} of {n}."),
        Answer.NO: N_("They were not, as far as you could tell, in {k} of {n}."),
    },
    Answer.YES,
    N_("Honest in the last three months: {k} of {n}. Before that: {earlier} of {of}."),
)
_TITLES = {
    (Whose.MINE, PromiseSize.SMALL): N_("Small promises of mine"),
    (Whose.MINE, PromiseSize.LARGE): N_("Large promises of mine"),
    (Whose.THEIRS, PromiseSize.SMALL): N_("Small promises of theirs"),
    (Whose.THEIRS, PromiseSize.LARGE): N_("Large promises of theirs"),
}
_ENDED = {
    Kept.KEPT: N_("Kept: {k} of the {n} that ended."),
    Kept.LATE: N_("Kept, but late: {k} of {n}."),
    Kept.BROKEN: N_("Broken: {k} of {n}."),
}


def received(asked: Asked) -> tuple[str, ...]:
    """How what I told of myself was received."""
    return _told(asked, RECEIVED)


def honest(asked: Asked) -> tuple[str, ...]:
    """Whether they were honest."""
    return _told(asked, HONEST)


def title(ledger: Ledger) -> str:
    """Whose promises these are, and how large."""
    return gettext(_TITLES[ledger.whose, ledger.size])


def promises(ledger: Ledger) -> tuple[str, ...]:
    """How those promises went."""
    whole, said = ledger.whole, list[str]()
    if whole.n == 1:
        how = next(word for word, k in whole.counts if k)
        said.append(gettext("One ended: {how}.").format(how=label(how)))
    elif whole.n:
        said += [gettext(text).format(k=whole.k(word), n=whole.n) for word, text in _ENDED.items() if whole.k(word)]
    if ledger.lately.n and ledger.before.n:
        lately, before = ledger.lately, ledger.before
        said.append(
            gettext("Kept in the last three months: {k} of {n}. Before that: {earlier} of {of}.").format(
                k=lately.k(Kept.KEPT), n=lately.n, earlier=before.k(Kept.KEPT), of=before.n
            )
        )
    return (*said, *_not_ended(ledger))


def cared(lately: Share, before: Share) -> tuple[str, ...]:
    """How often moments together were met with care."""
    k, n = lately.k + before.k, lately.n + before.n
    if not n:
        return ()
    if n == 1:
        one = gettext("The one moment together that you finished was met with care.")
        return (one,) if k else (gettext("The one moment together that you finished ended otherwise."),)
    said = [gettext("Met with care: {k} of the {n} moments together that you finished.").format(k=k, n=n)]
    if lately.n and before.n:
        said.append(
            gettext("In the last three months: {k} of {n}. Before that: {earlier} of {of}.").format(
                k=lately.k, n=lately.n, earlier=before.k, of=before.n
            )
        )
    return tuple(said)


def used(told: Share) -> str:
    """That something told in trust was turned against the person; empty where it never was."""
    if not told.k:
        return ""
    if told.n == 1:
        return gettext(
            "Once you told something of yourself, and it was used against you later. "
            "That says nothing against having told it."
        )
    return ngettext(
        "In {k} of the {n} moments in which you told something of yourself, it was used against you later. "
        "That says nothing against having told it.",
        "In {k} of the {n} moments in which you told something of yourself, it was used against you later. "
        "That says nothing against having told them.",
        told.k,
    ).format(k=told.k, n=told.n)


def quiet(verdict: Verdict) -> str:
    """Why nothing is counted here. The promises stay among one's own words."""
    if verdict.reason in (Reason.HOLD, Reason.DANGER_IN_MOMENT):
        return gettext("You marked danger with this person. Homing counts nothing here. What you wrote stays yours.")
    return why_not(verdict)


def _not_ended(ledger: Ledger) -> tuple[str, ...]:
    if ledger.all == 1 and ledger.open:
        return (gettext("There is one, and it has no ending yet."),)
    if ledger.all == 1 and ledger.renegotiated:
        return (gettext("There is one. It was agreed anew: neither kept nor broken."),)
    said = []
    if ledger.renegotiated:
        said.append(
            ngettext(
                "{k} of all {n} was agreed anew, which is neither kept nor broken.",
                "{k} of all {n} were agreed anew, which is neither kept nor broken.",
                ledger.renegotiated,
            ).format(k=ledger.renegotiated, n=ledger.all)
        )
    if ledger.open:
        said.append(
            ngettext("{k} of all {n} has no ending yet.", "{k} of all {n} have no ending yet.", ledger.open).format(
                k=ledger.open, n=ledger.all
            )
        )
    return tuple(said)
