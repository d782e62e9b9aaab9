"""A recovery code as someone types it: taken only if it is one, and one slip is always noticed."""

from __future__ import annotations

from fuzz.tools import Portion, demand
from homing.vault.errors import MistypedRecovery
from homing.vault.slots.paper import CODE_BITS, SYMBOLS, number_of, same_group, written


def check(data: bytes) -> None:
    """The first byte says whether the rest was typed, or is the number of a code in which one symbol is mistyped."""
    portion = Portion(data)
    if portion.byte() % 2:
        _slip(portion)
        return
    typed = portion.text()
    try:
        number = number_of(typed)
    except MistypedRecovery as error:
        demand(error.group is None or 1 <= error.group <= 7, "there is no such group")
        return
    demand(0 <= number < 1 << CODE_BITS, "the number is too large")
    demand(number_of(written(number)) == number, "a code changed")
    demand(same_group(typed, written(number)), "another code was read than was typed")


def _slip(portion: Portion) -> None:
    at, symbol = portion.byte(), portion.one_of(SYMBOLS)
    number = int.from_bytes(portion.rest()[:18]) % (1 << CODE_BITS)
    code = written(number)
    demand(number_of(code) == number, "a code changed")
    place = at % len(code)
    slipped = code[:place] + symbol + code[place + 1 :]
    if code[place] in ("-", symbol):
        return
    try:
        number_of(slipped)
    except MistypedRecovery as error:
        demand(error.group == place // 6 + 1, "the wrong group is named")
    else:
        demand(False, "a slip was not noticed")
