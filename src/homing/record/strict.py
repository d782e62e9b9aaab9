"""JSON as a diary allows it: one object, every name once, finite numbers, whole characters, not too deep.

These are the rules of I-JSON (RFC 7493), so that no other program reads something else in the same line.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from math import isfinite
from typing import Any

from homing.record.fields import HALF, INFINITE, Path, writable
from homing.record.parts import Json

MAX_DEPTH = 32
"""How many objects and lists may stand in one another, the outermost counted."""

MAX_INTEGER = 2**53 - 1
"""The largest whole number that every program reads alike."""

_TOKEN = re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*"|[\[\]{}:,]|[^\s\[\]{}:,"]+', re.DOTALL)
_LONG = re.compile(r"(?<![\w.\"])-?\d{4000,}", re.ASCII)
_BIG = "Whole numbers go up to 9007199254740991; write a larger one as text in quotes."
_DEEP = f"Lists and objects stand more than {MAX_DEPTH} deep in one another here."
_PLAIN = {
    "Extra data": "One object ends here, but the line goes on; write one object a line.",
    "Unterminated string starting at": "This text is never closed by a quote.",
    "Invalid control character at": "Inside a text, a line end is written as \\n, a tab as \\t.",
    "Expecting value": "A value is missing here, or it is not written as JSON.",
    "Expecting ',' delimiter": "A comma or a closing bracket is missing here.",
    "Expecting ':' delimiter": "A colon is missing here.",
}
_BROKEN = "This is not JSON from here on."


class StrictError(ValueError):
    """A line that is not such JSON; ``spots`` holds each column (in characters, from 1) with its sentence."""

    def __init__(self, *spots: tuple[int, str]) -> None:
        super().__init__(" ".join(sentence for _, sentence in spots))
        self.spots = spots


class _OddError(Exception):
    """A number is too large or not finite."""


class _TwiceError(Exception):
    """A name stands twice in one object."""


def load(text: str) -> dict[str, Json]:
    """The one object in this text; raises :class:`StrictError` with the column of everything not allowed."""
    try:
        value = _decode(text)
    except StrictError:
        raise
    except json.JSONDecodeError as error:
        raise StrictError((error.pos + 1, _PLAIN.get(error.msg, _BROKEN))) from error
    except RecursionError as error:
        raise StrictError((_first(_deep(text)), _DEEP)) from error
    except _TwiceError as error:
        raise StrictError((_first(_repeated(text)), "This field stands here twice.")) from error
    except ValueError as error:
        raise StrictError((_first(match.start() for match in _LONG.finditer(text)), _BIG)) from error
    if type(value) is not dict:
        raise StrictError((len(text) - len(text.lstrip()) + 1, "A line holds one object in curly brackets."))
    return value


def columns(text: str, paths: Sequence[Path]) -> list[int]:
    """The columns of the values at these paths in a valid JSON text, counted from 1; 1 where there is none."""
    wanted = dict.fromkeys(paths, 1)
    for path, start, is_name in _places(text):
        if path in wanted and not is_name:
            wanted[path] = start + 1
    return [wanted[path] for path in paths]


def _decode(text: str) -> Json:
    """The value in this text. The slow search for oddities is only made where there may be one."""
    try:
        value = _careful.decode(text)
        if "\\u" not in text and text.count("{") + text.count("[") <= MAX_DEPTH:
            return value
    except _OddError:
        value = _lenient.decode(text)
    odd = list(_oddities(value, ()))
    if odd:
        found = columns(text, [path for path, _ in odd])
        raise StrictError(*zip(found, (sentence for _, sentence in odd), strict=True))
    return value


def _places(text: str) -> Iterator[tuple[Path, int, bool]]:
    """Every name and value of a valid JSON text: its path, where it starts, and whether it is a name."""
    steps: list[str | int | None] = []
    for match in _TOKEN.finditer(text):
        sign = match.group()
        if sign in "}]":
            steps.pop()
        elif sign == ",":
            last = steps[-1]
            steps[-1] = last + 1 if isinstance(last, int) else None
        elif steps and steps[-1] is None:
            steps[-1] = json.loads(sign)
            yield _path(steps), match.start(), True
        elif sign != ":":
            yield _path(steps), match.start(), False
            if sign in "{[":
                steps.append(None if sign == "{" else 0)


def _path(steps: list[str | int | None]) -> Path:
    return tuple(step for step in steps if step is not None)


def _oddities(value: Json, path: Path) -> Iterator[tuple[Path, str]]:
    """What JSON syntax lets pass and a diary does not."""
    kind = type(value)
    if kind is str:
        if not writable(value):
            yield path, HALF
    elif kind is float:
        if not isfinite(value):
            yield path, INFINITE
    elif kind is int:
        if not -MAX_INTEGER <= value <= MAX_INTEGER:
            yield path, _BIG
    elif kind in (dict, list):
        if len(path) >= MAX_DEPTH:
            yield path, _DEEP
            return
        for step, item in value.items() if kind is dict else enumerate(value):
            if not writable(str(step)):
                yield (*path, step), HALF
            yield from _oddities(item, (*path, step))


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise _TwiceError
    return found


def _repeated(text: str) -> Iterator[int]:
    seen: set[Path] = set()
    for path, start, is_name in _places(text):
        if is_name and path in seen:
            yield start
        elif is_name:
            seen.add(path)


def _deep(text: str) -> Iterator[int]:
    depth = 0
    for match in _TOKEN.finditer(text):
        depth += (match.group() in "{[") - (match.group() in "}]")
        if depth > MAX_DEPTH:
            yield match.start()


def _first(starts: Iterator[int]) -> int:
    """The first column, without looking further: what comes after the fault need not be JSON."""
    return next(starts, 0) + 1


def _whole(number: str) -> int:
    value = int(number)
    if not -MAX_INTEGER <= value <= MAX_INTEGER:
        raise _OddError
    return value


def _finite(number: str) -> float:
    value = float(number)
    if not isfinite(value):
        raise _OddError
    return value


_lenient = json.JSONDecoder(object_pairs_hook=_once)
_careful = json.JSONDecoder(object_pairs_hook=_once, parse_int=_whole, parse_float=_finite, parse_constant=_finite)
