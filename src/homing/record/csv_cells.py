"""The grammar of a diary's CSV: rows and cells, the guard against formulas, and lists inside a cell.

Rows and cells follow RFC 4180. The parser is our own because a fault must be named by line, content may be any size,
and the text of a faulty row is handed back as it came.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

DELIMITERS = (",", ";", "\t")
"""What may stand between cells; the first is what Homing writes."""

_FORMULA = r"[=+\-@\t\r\n＝＋－＠]"
_TO_GUARD = re.compile(rf"'*{_FORMULA}")
_GUARDED = re.compile(rf"'+{_FORMULA}")
_QUOTED = re.compile(r'"([^"]*(?:""[^"]*)*)"')
_CELL_END = {delimiter: re.compile(rf"[{delimiter}\r\n]") for delimiter in DELIMITERS}
_LINE_END = re.compile(r"\r\n|\n|\r")
_MUST_QUOTE = re.compile(r'[",;\t\r\n]|^\s|\s$')
_SPECIAL = re.compile(r"[\\;:*]|^[\s=+\-@＝＋－＠]|\s$")


@dataclass(frozen=True, slots=True)
class Row:
    """The cells of one row, the line on which it begins, and its text without the line end."""

    line: int
    cells: list[str]
    text: str
    fault: tuple[int, str] | None = None


def rows(text: str, delimiter: str) -> Iterator[Row]:
    """The rows of a CSV text, blank lines left out. A row with ``fault`` (cell number, sentence) has bad quoting."""
    at, line = 0, 1
    while at < len(text):
        start = at
        cells, at, fault = _cells(text, at, delimiter)
        row = text[start:at]
        if fault is not None or any(cell.strip() for cell in cells):
            yield Row(line, cells, row, fault)
        end = _LINE_END.match(text, at)
        at = end.end() if end else at
        line += len(_LINE_END.findall(row)) + 1


def _cells(text: str, at: int, delimiter: str) -> tuple[list[str], int, tuple[int, str] | None]:
    """The cells of the row that begins here, where it ends, and what is wrong with its quotes."""
    cells: list[str] = []
    while True:
        if text.startswith('"', at):
            match = _QUOTED.match(text, at)
            if match is None:
                return cells, len(text), (len(cells) + 1, "A quote is opened here and never closed.")
            cells.append(match[1].replace('""', '"'))
            at = match.end()
        else:
            at = _skip(text, at, delimiter, cells)
        if not text.startswith(delimiter, at):
            break
        at += 1
    if at < len(text) and text[at] not in "\r\n":
        end = _LINE_END.search(text, at)
        fault = "Text follows the closing quote; a quote inside a cell is written twice."
        return cells, end.start() if end else len(text), (len(cells), fault)
    return cells, at, None


def _skip(text: str, at: int, delimiter: str, cells: list[str]) -> int:
    """Read one cell without quotes; where it ends."""
    match = _CELL_END[delimiter].search(text, at)
    end = match.start() if match else len(text)
    cells.append(text[at:end])
    return end


def quoted(cell: str) -> str:
    """The cell as it stands in a row, in quotes if anything could be mistaken."""
    return '"' + cell.replace('"', '""') + '"' if _MUST_QUOTE.search(cell) else cell


def guarded(cell: str) -> str:
    """The cell with an apostrophe before it if a spreadsheet could take it for a formula.

    >>> guarded("=1+1"), guarded("'=1+1"), guarded("it's"), unguarded(guarded("=1+1"))
    ("'=1+1", "''=1+1", "it's", '=1+1')
    """
    return f"'{cell}" if _TO_GUARD.match(cell) else cell


def unguarded(cell: str) -> str:
    """The cell without the apostrophe that :func:`guarded` put there; every text survives both."""
    return cell[1:] if _GUARDED.match(cell) else cell


def joined(items: list[str]) -> str:
    """Escaped items as one cell."""
    return "; ".join(items)


def items(cell: str) -> list[str]:
    """The items of a cell, still escaped, without blanks around them; empty items are passed over."""
    return [item for item in map(trimmed, split(cell, ";")) if item]


def split(item: str, sign: str) -> list[str]:
    r"""The parts between the signs that have no backslash before them.

    >>> split(r"a:b\:c", ":")
    ['a', 'b\\:c']
    """
    if "\\" not in item:
        return item.split(sign)
    parts, start = [], 0
    for match in re.finditer(r"\\.|" + re.escape(sign), item, re.DOTALL):
        if match[0] == sign:
            parts.append(item[start : match.start()])
            start = match.end()
    return [*parts, item[start:]]


def trimmed(item: str) -> str:
    """The item without the blanks around it; a blank after a backslash belongs to it."""
    if "\\" not in item:
        return item.strip()
    left = item.lstrip()
    bare = left.rstrip()
    backslashes = len(bare) - len(bare.rstrip("\\"))
    return left[: len(bare) + backslashes % 2]


def escaped(text: str) -> str:
    r"""A name as it stands in a list: a backslash before what would be read as a sign.

    >>> escaped("late; again")
    'late\\; again'
    """
    return _SPECIAL.sub(lambda match: "\\" + match[0], text)


def unescaped(item: str) -> str:
    """The name that :func:`escaped` was given."""
    return re.sub(r"\\(.)", r"\1", item, flags=re.DOTALL)
