"""Which language is spoken just now. Everything a person reads passes through :func:`gettext` or :func:`ngettext`.

The language belongs to the running request or command (a context variable), never to the process.
"""

from __future__ import annotations

import gettext as _gettext
import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path

from babel import Locale, UnknownLocaleError

LOCALES = Path(__file__).parent / "locale"
DOMAIN = "homing"

OWN_NAME = "Homing"
"""As it stands in the messages, in whatever language."""

_spoken: ContextVar[tuple[Locale, _gettext.NullTranslations]] = ContextVar("spoken")
_name: ContextVar[str] = ContextVar("name", default=OWN_NAME)
_ENGLISH = (Locale("en", "GB"), _gettext.NullTranslations())
MOST = 20
"""So many languages of a header are looked at; a person speaks fewer."""

_RANGE = re.compile(
    r"\s*([A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{1,8}){0,3})\s*(?:;\s*q\s*=\s*([01](?:\.\d{0,3})?)\s*)?", re.ASCII
)
"""One language range of RFC 9110, section 12.5.4; nothing else may come near a file name."""


def gettext(message: str) -> str:
    """The message in the language spoken now."""
    return _now()[1].gettext(message).replace(OWN_NAME, _name.get())


def ngettext(one: str, many: str, n: int) -> str:
    """The right plural form for n."""
    return _now()[1].ngettext(one, many, n).replace(OWN_NAME, _name.get())


def N_(message: str) -> str:  # noqa: N802 -- the field's name for "translate later"
    """Mark a message for translation later."""
    return message


def locale() -> Locale:
    """The locale for dates and numbers."""
    return _now()[0]


@contextmanager
def speaking(tags: str, translations: _gettext.NullTranslations | None = None) -> Iterator[None]:
    """Speak the language of ``tags`` (as in an Accept-Language header) that is wanted most and that we have.

    English otherwise. The region of a language that we have may still change how a date is written.
    """
    spoken, found = next(filter(None, map(_known, _wanted(tags))), _ENGLISH)
    token = _spoken.set((spoken, translations or found))
    try:
        yield
    finally:
        _spoken.reset(token)


@contextmanager
def calling_itself(name: str) -> Iterator[None]:
    """Let every message say another name than Homing (care rule 23). What a person wrote stays as it is."""
    token = _name.set(name)
    try:
        yield
    finally:
        _name.reset(token)


def own_name() -> str:
    """The name that messages say now."""
    return _name.get()


def _now() -> tuple[Locale, _gettext.NullTranslations]:
    return _spoken.get(_ENGLISH)


def _wanted(tags: str) -> list[str]:
    """The languages asked for, the most wanted first; what is no language is passed over."""
    ranges = [match for tag in tags.split(",")[:MOST] if (match := _RANGE.fullmatch(tag))]
    weighed = [(float(match[2] or 1), match[1].replace("-", "_")) for match in ranges]
    return [tag for weight, tag in sorted(weighed, key=lambda one: -one[0]) if weight > 0]


def _known(tag: str) -> tuple[Locale, _gettext.NullTranslations] | None:
    """The locale and its messages, if we have them."""
    try:
        found = Locale.parse(tag)
    except (UnknownLocaleError, ValueError):
        return None
    if found.language == "en":
        return found, _ENGLISH[1]
    try:
        return found, _gettext.translation(DOMAIN, LOCALES, [str(found), found.language])
    except FileNotFoundError:
        return None
