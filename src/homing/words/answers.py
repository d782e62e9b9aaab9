"""Sentences about answers that were given in moments: counts with their n, and "too early" where it is.

None of them says what someone is like. They say in how many moments the owner noted what.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from homing.companion.practice.answers import EARLY_DAYS, Asked, Tally
from homing.mind import FEW
from homing.words.labels import label
from homing.words.language import gettext, ngettext


@dataclass(frozen=True, slots=True)
class Phrases:
    """The sentences of one question, with ``{k}`` and ``{n}``: one for each word, and one for lately beside before.

    ``first`` is the word that is set beside its earlier count.
    """

    each: Mapping[StrEnum, str]
    first: StrEnum
    spans: str


def told(asked: Asked, phrases: Phrases) -> tuple[str, ...]:
    """What the record answers to one question."""
    if not asked.n:
        return (_only_apart(asked.apart),) if asked.apart else (gettext("Not noted yet."),)
    said = _early(asked) if asked.is_early else _counted(asked, phrases)
    return (*said, *_beside(asked))


def numbers(tally: Tally, word: StrEnum) -> str:
    """One word's share with its interval; shown only on request (care rule 6)."""
    count = tally.share(word)
    return gettext("{k} of {n}: about {low} to {high} in 100 (95 % interval)").format(
        k=count.k, n=count.n, low=round(100 * count.low), high=round(100 * count.high)
    )


def few(counts: Iterable[int]) -> str:
    """That some of these counts are too few to say more, where they are; said once beside them all."""
    are_few = any(0 < n < FEW for n in counts)
    return gettext("Too few to say more. People often write when it is hard.") if are_few else ""


def listed(tally: Tally) -> str:
    """Every word that was said, with how often: "yes in 2; no in 1"."""
    said = [(label(word), k) for word, k in tally.counts if k]
    return "; ".join(gettext("{answer} in {k}").format(answer=answer, k=k) for answer, k in said)


def _early(asked: Asked) -> tuple[str, ...]:
    whole = asked.whole
    if asked.n == 1:
        word = next(one for one, k in whole.counts if k)
        return (gettext("Too early to say. You noted it in one moment: {answer}.").format(answer=label(word)),)
    sentence = gettext("Too early to say. You noted it in {n} moments: {answers}.")
    first = sentence.format(n=asked.n, answers=listed(whole))
    if asked.days >= min(EARLY_DAYS, asked.n):
        return (first,)
    days = ngettext("All {n} of them were on one day.", "All {n} of them were on {days} days.", asked.days)
    return (first, days.format(n=asked.n, days=asked.days))


def _counted(asked: Asked, phrases: Phrases) -> tuple[str, ...]:
    whole = asked.whole
    said = [gettext(phrases.each[word]).format(k=k, n=whole.n) for word, k in whole.counts if k]
    if not whole.k(phrases.first):
        said.insert(0, gettext(phrases.each[phrases.first]).format(k=0, n=whole.n))
    if asked.lately.n and asked.before.n:
        lately, before = asked.lately, asked.before
        told = {"k": lately.k(phrases.first), "n": lately.n, "earlier": before.k(phrases.first), "of": before.n}
        said.append(gettext(phrases.spans).format(**told))
    return tuple(said)


def _beside(asked: Asked) -> tuple[str, ...]:
    """What may not be counted, and what cannot be told apart."""
    said = []
    if asked.apart:
        said.append(
            ngettext(
                "Of all {n}, {k} was a good answer where you protected yourself, there was danger, "
                "or it was used against you later. That is never counted.",
                "Of all {n}, {k} were good answers where you protected yourself, there was danger, "
                "or it was used against you later. Those are never counted.",
                asked.apart,
            ).format(k=asked.apart, n=asked.n + asked.apart)
        )
    if asked.shared:
        said.append(
            ngettext(
                "{k} of these {n} names someone else, too: only you know whom you meant.",
                "{k} of these {n} name someone else, too: only you know whom you meant.",
                asked.shared,
            ).format(k=asked.shared, n=asked.n)
        )
    return tuple(said)


def _only_apart(n: int) -> str:
    return ngettext(
        "You noted it in {n} moment, in which you protected yourself, there was danger, "
        "or it was used against you later. A good answer there is never counted.",
        "You noted it in {n} moments, in which you protected yourself, there was danger, "
        "or it was used against you later. Good answers there are never counted.",
        n,
    ).format(n=n)
