"""Which language is spoken just now. Everything a person reads passes through :func:`gettext` or :func:`ngettext`.

The language belongs to the running request or command (a context variable), never to the process.
"""

from __future__ import annotations

import gettext as _gettext
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path

from babel import Locale, UnknownLocaleError

LOCALES = Path(__file__).parent / "locale"
DOMAIN = "homing"

_spoken: ContextVar[tuple[Locale, _gettext.NullTranslations]] = ContextVar("spoken")
_ENGLISH = (Locale("en", "GB"), _gettext.NullTranslations())


def gettext(message: str) -> str:
    """The message in the language spoken now."""
    return _now()[1].gettext(message)


def ngettext(one: str, many: str, n: int) -> str:
    """The right plural form for n."""
    return _now()[1].ngettext(one, many, n)


def N_(message: str) -> str:  # noqa: N802 -- the field's name for "translate later"
    """Mark a message for translation later."""
    return message


def locale() -> Locale:
    """The locale for dates and numbers."""
    return _now()[0]


@contextmanager
def speaking(tags: str, translations: _gettext.NullTranslations | None = None) -> Iterator[None]:
    """Speak the first language of ``tags`` (as in an Accept-Language header) that we have; English otherwise."""
    token = _spoken.set((_locale_for(tags), translations or _translations_for(tags)))
    try:
        yield
    finally:
        _spoken.reset(token)


def _now() -> tuple[Locale, _gettext.NullTranslations]:
    return _spoken.get(_ENGLISH)


def _wanted(tags: str) -> list[str]:
    return [tag.split(";")[0].strip().replace("-", "_") for tag in tags.split(",") if tag.strip()]


def _translations_for(tags: str) -> _gettext.NullTranslations:
    wanted = _wanted(tags)
    before_english = wanted[: next((i for i, tag in enumerate(wanted) if tag.startswith("en")), len(wanted))]
    return _gettext.translation(DOMAIN, LOCALES, before_english, fallback=True) if before_english else _ENGLISH[1]


def _locale_for(tags: str) -> Locale:
    """A locale whose language we speak; its region may still change how a date is written."""
    for tag in _wanted(tags):
        try:
            found = Locale.parse(tag)
        except (UnknownLocaleError, ValueError):
            continue
        if found.language == "en" or (LOCALES / found.language).is_dir():
            return found
    return _ENGLISH[0]
