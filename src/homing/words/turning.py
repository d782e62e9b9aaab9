"""Turning "you must not…" round, gently: a boundary says what I will do (care rule 12). It blocks nothing.

It knows English phrasings alone, and reads them without understanding: it may offer too little or too much, and
either costs nothing but a line. "You must be tired" and "you must have known" guess at the other; they are left alone.
So is "I will not let you touch me": it says what I will do.
"""

from __future__ import annotations

import re

from homing.words.language import gettext

READ = 2000
"""So many characters are read; a boundary is said in fewer."""

_APOSTROPHES = str.maketrans(dict.fromkeys("‘’ʼ′´`＇", "'"))
_BREAK = r"(?:^|(?<=[.!?;:…\"“”()\n–—]))[\s\-*•]{0,9}"
_COMMA = r"(?:^|(?<=[.!?;:,…\"“”()\n–—]))[\s\-*•]{0,9}(?:(?:please|just|so|then|no),?\s+){0,3}"
_GUESSED_AT = (
    "if|when|whenever|because|do|did|what|whatever|where|why|unless|until|while|whether|know|think|guess|understand|"
    "see|sorry|all|how|hear"
)
_YOU = r"\b(?=you|u)" + "".join(rf"(?<!\b{word}\s)" for word in _GUESSED_AT.split("|")) + "(?:you|u)"
"""The one spoken to, but not in "if you have to go" or "I know you can't"."""
_FEELING = (
    "tired|exhausted|hungry|thirsty|cold|ill|sick|hurt|sad|upset|angry|afraid|scared|lonely|happy|glad|proud|worried|"
    "wondering|thinking|feeling|joking|kidding|busy|right|mad|so|very|really|relieved|disappointed|new"
)
_OWN = "want|know|think|feel|like|need|mind|worry|care|have|believe|trust|see|remember|agree|understand"
_MUST = rf"must\b(?!\s+have\b)(?!\s+be\s+(?:{_FEELING})\b)|mustn'?t"

_ORDERS = (
    rf"{_YOU}\s+(?:(?:really|just|also|always|simply)\s+)?(?:{_MUST})",
    rf"{_YOU}\s+(?:(?:really|just|also|always|simply)\s+)?(?:have|need)\s+to\b(?!\s+know)",
    rf"{_YOU}\s+(?:shouldn'?t\b|should\b(?!\s+(?:know|see|have)\b)|ought\s+to\b|(?:had\s+)?better\b)",
    rf"{_YOU}(?:'?ve\s+got\s+to|\s+gotta|'d\s+better)\b",
    rf"{_YOU}\s+(?:can'?t|can\s*not|may\s+not)\b(?!\s+(?:imagine|know|be\s+blamed))",
    rf"{_YOU}(?:\s+are|'?re)\s+(?:not\s+(?:allowed|to)|never\s+to|to|forbidden)\b",
    rf"{_YOU}\s+(?:aren'?t\s+(?:allowed|to)|(?:don'?t|do\s+not)\s+get\s+to|will\s+(?:never|not)|won'?t)\b",
    r"\bi\s+(?:forbid|order|expect)\s+you\b",
    rf"{_COMMA}(?:stop|quit)\s+(?:\w+\s+)?\w+ing\b",
    rf"{_COMMA}(?:and\s+|but\s+)?(?:don'?t|do\s+not)\s+you\s+(?:(?:ever|dare)\s+)*(?!(?:{_OWN})\b)\w",
    rf"{_COMMA}(?:don'?t|do\s+not)\s+(?:ever\s+)?(?!(?:{_OWN}|you|get\s+me\s+wrong)\b)\w",
    rf"{_BREAK}(?:please,?\s+)?never\s+(?!(?:{_OWN}|again)\b|\w+\s+i\b)\w",
)
_ORDERING = re.compile("|".join(f"(?:{one})" for one in _ORDERS))


def turned(text: str) -> str | None:
    """The offer to turn a sentence that orders the other about, with the reason; None for any other.

    >>> turned("I will leave the room if you shout.") is None
    True
    """
    plain = re.sub(r"[^\S\n]+", " ", text[:READ].translate(_APOSTROPHES).casefold())
    if _ORDERING.search(plain) is None:
        return None
    return gettext(
        "You cannot steer what someone else does; you can decide what you will do. "
        "You could begin: “If that happens, I will …”"
    )
