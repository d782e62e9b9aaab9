"""An age file: whatever reaches the library behind it has one scrypt recipient and a bearable cost."""

from __future__ import annotations

from fuzz.tools import WORDS, demand
from homing.companion import age_file

QUICK = 4
"""Up to this work factor the target has time to open the file."""


def check(data: bytes) -> None:
    """Anything but an own file is refused before any work is done."""
    try:
        age_file.look(data)
    except age_file.AgeFileError:
        return
    first, recipient, _rest = data.split(b"\n", 2)
    words = recipient.split(b" ")
    demand(first == b"age-encryption.org/v1", "another format")
    demand(words[:2] == [b"->", b"scrypt"] and len(words) == 4, "another recipient")
    demand(words[3].isdigit() and 1 <= int(words[3]) <= age_file.HIGHEST_WORK, "too costly")
    if int(words[3]) > QUICK:
        return
    try:
        content = age_file.unseal(data, WORDS)
    except age_file.AgeFileError:
        return
    demand(len(content) < len(data), "it held more than itself")
