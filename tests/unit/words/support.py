"""Catalogues made on the spot, and a language that shows what was translated."""

from __future__ import annotations

import gettext
from collections.abc import Mapping
from io import BytesIO

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo

Id = str | tuple[str, str]


def catalogue(language: str, told: Mapping[Id, str | tuple[str, ...]]) -> bytes:
    """A compiled catalogue of these messages."""
    made = Catalog(locale=language)
    for message, words in told.items():
        made.add(message, words)
    out = BytesIO()
    write_mo(out, made)
    return out.getvalue()


class Brackets(gettext.NullTranslations):
    """A language in which every message stands in brackets, so that what never passed through it is seen."""

    def gettext(self, message: str) -> str:
        """The message in brackets."""
        return f"⟦{message}⟧"

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        """The right form in brackets."""
        return f"⟦{msgid1 if n == 1 else msgid2}⟧"
