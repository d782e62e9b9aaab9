"""The only place where what was found or decided becomes a sentence."""

from homing.words import expectations
from homing.words.labels import HINTS, STARTERS, label
from homing.words.language import DOMAIN, LOCALES, N_, gettext, locale, ngettext, speaking
from homing.words.sentences import numbers, say, why_not

__all__ = [
    "DOMAIN",
    "HINTS",
    "LOCALES",
    "N_",
    "STARTERS",
    "expectations",
    "gettext",
    "label",
    "locale",
    "ngettext",
    "numbers",
    "say",
    "speaking",
    "why_not",
]
