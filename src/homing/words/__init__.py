"""The only place where what was found or decided becomes a sentence."""

from homing.words import expectations, looks
from homing.words.labels import HINTS, STARTERS, label
from homing.words.language import (
    DOMAIN,
    LOCALES,
    N_,
    calling_itself,
    gettext,
    locale,
    ngettext,
    own_name,
    speaking,
)
from homing.words.sentences import numbers, say, why_not

__all__ = [
    "DOMAIN",
    "HINTS",
    "LOCALES",
    "N_",
    "STARTERS",
    "calling_itself",
    "expectations",
    "gettext",
    "label",
    "locale",
    "looks",
    "ngettext",
    "numbers",
    "own_name",
    "say",
    "speaking",
    "why_not",
]
