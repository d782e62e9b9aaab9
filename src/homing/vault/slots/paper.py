"""How a recovery code is written on paper, and read back from it with the slips of hand and eye forgiven.

Seven groups of five symbols of Crockford's Base32 (digits and letters without I, L, O and U): four carry 20 bits, the
fifth checks them. The check is a sum over GF(32) with the group's number in it, so that one wrong symbol, two that
changed places, and two groups that did are always noticed, and in which group.
"""

from __future__ import annotations

import unicodedata

from homing.vault.errors import MistypedRecovery

GROUPS = 7
DATA = 4
GROUP = DATA + 1
CODE_BITS = 5 * DATA * GROUPS
SYMBOLS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"

_MODULUS = 0b100101
"""x^5 + x^2 + 1, under which 2 generates the 31 numbers of GF(32) other than 0."""
_ALIKE = str.maketrans("abcdefghijklmnopqrstuvwxyz", "ABCDEFGHIJKLMNOPQRSTUVWXYZ") | str.maketrans("oOiIlL", "001111")


def written(number: int) -> str:
    """The code of a number of 140 bits, in groups.

    >>> written(0)
    '00000-00001-00002-00003-00004-00005-00006'
    """
    digits = [number >> (5 * place) & 31 for place in reversed(range(DATA * GROUPS))]
    groups = [digits[at : at + DATA] for at in range(0, len(digits), DATA)]
    return "-".join("".join(SYMBOLS[digit] for digit in [*group, _check(group, at)]) for at, group in enumerate(groups))


def number_of(code: str) -> int:
    """The number behind a code as someone typed it: small letters, O for 0, I or L for 1, any spaces and dashes.

    Raises :class:`MistypedRecovery`, with the first group in which something is not as it was printed.
    """
    plain = _plain(code)
    if len(plain) != GROUP * GROUPS:
        raise MistypedRecovery
    number = 0
    for at in range(GROUPS):
        digits = [SYMBOLS.find(symbol) for symbol in plain[at * GROUP : (at + 1) * GROUP]]
        if -1 in digits or digits[DATA] != _check(digits[:DATA], at):
            raise MistypedRecovery(at + 1)
        for digit in digits[:DATA]:
            number = number << 5 | digit
    return number


def same_group(told: str, group: str) -> bool:
    """Whether what was typed is this group."""
    return _plain(told) == _plain(group)


def _plain(code: str) -> str:
    """Symbols alone, one form of each: letters and digits in capitals; everything else was put there for the eye."""
    return "".join(one for one in unicodedata.normalize("NFKC", code).translate(_ALIKE) if one.isalnum())


def _check(digits: list[int], number: int) -> int:
    total = number
    for power, digit in enumerate(digits, 1):
        total ^= _times_two(digit, power)
    return total


def _times_two(digit: int, times: int) -> int:
    for _ in range(times):
        digit <<= 1
        if digit & 32:
            digit ^= _MODULUS
    return digit
