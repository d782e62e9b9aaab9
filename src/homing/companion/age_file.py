"""A diary inside an age file that a passphrase opens (age-encryption.org/v1), for one's own safekeeping.

Read back are own files only: the library behind this is not meant for files from strangers, so the header is read here
first, and whatever is not one scrypt recipient with a bearable cost never reaches it.
"""

from __future__ import annotations

import re
from importlib import import_module
from typing import Any

from homing.vault import WeakPassphrase

pyrage: Any = import_module("pyrage")  # it has no types of its own

LARGEST = 256 * 1024 * 1024
"""Bytes of a file that is taken in; what it holds is never larger than itself."""

HIGHEST_WORK = 20
"""log2 of the scrypt cost: 20 takes 1 GiB and some seconds, which is what writing an own file may choose at most."""

MIN_PASSPHRASE = 8
FIRST_LINE = b"age-encryption.org/v1\n"

_HEADER = re.compile(
    rb"age-encryption\.org/v1\n"
    rb"-> scrypt [A-Za-z0-9+/]{22} ([1-9][0-9]?)\n"
    rb"[A-Za-z0-9+/]{43}\n"
    rb"--- [A-Za-z0-9+/]{43}\n"
)
_OTHER = re.compile(rb"-> (?!scrypt )[^ \n]+")
_LONGEST_HEADER = 64 * 1024


class AgeFileError(ValueError):
    """Why an age file is not taken in. Its text is a sentence for the person and holds nothing from the file."""


class WrongAgePassphrase(AgeFileError):
    """The passphrase does not open the file, or the file is not as it was written."""


NOT_AGE = "This is not an age file, or only a part of one; nothing was taken in."
OTHER_RECIPIENTS = (
    "This age file was made for a key, not for a passphrase. Homing takes in only files that it wrote itself; "
    "open this one with the age tool, then import what comes out."
)
TOO_COSTLY = (
    "Opening this age file would take far more work than Homing ever asks for. Homing takes in only files that it "
    "wrote itself; nothing was taken in."
)
TOO_LARGE = "This file is larger than Homing takes at once. Nothing was taken in."
DOES_NOT_OPEN = "This passphrase does not open the file, or the file is damaged; nothing was taken in."


def is_age(raw: bytes) -> bool:
    """Whether a file says that it is one of age."""
    return raw.startswith(FIRST_LINE)


def seal(content: bytes, passphrase: str) -> bytes:
    """The content as an age file. Takes a second or two on purpose. Raises :class:`WeakPassphrase`."""
    if len(passphrase.strip()) < MIN_PASSPHRASE:
        raise WeakPassphrase
    sealed: bytes = pyrage.passphrase.encrypt(content, passphrase)
    return sealed


def unseal(raw: bytes, passphrase: str) -> bytes:
    """What an own age file holds. Raises :class:`AgeFileError`."""
    look(raw)
    try:
        content: bytes = pyrage.passphrase.decrypt(raw, passphrase)
    except pyrage.DecryptError:
        raise WrongAgePassphrase(DOES_NOT_OPEN) from None
    return content


def look(raw: bytes) -> None:
    """Refuse, before any work is done, what Homing would not have written."""
    if len(raw) > LARGEST:
        raise AgeFileError(TOO_LARGE)
    if not is_age(raw):
        raise AgeFileError(NOT_AGE)
    header = _HEADER.match(raw)
    if header is None:
        beginning = raw[:_LONGEST_HEADER].partition(b"\n---")[0]
        raise AgeFileError(OTHER_RECIPIENTS if _OTHER.search(beginning) else NOT_AGE)
    if int(header[1]) > HIGHEST_WORK:
        raise AgeFileError(TOO_COSTLY)
