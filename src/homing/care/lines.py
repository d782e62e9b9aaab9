"""Lines that help, bundled offline, each with where it was read and until when that may be trusted (care rule 26).

The data is ``lines.toml``; ``docs/lines.md`` says how a line is checked and renewed. Nothing here dials or fetches.
"""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import MISSING, dataclass, fields
from datetime import date, timedelta
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import Any


class Kind(StrEnum):
    """What a line is for, in the order in which lines are shown."""

    EMERGENCY = "emergency"
    VIOLENCE = "violence"
    OWN_BEHAVIOUR = "own_behaviour"
    CRISIS = "crisis"


class Trace(StrEnum):
    """What a call leaves behind. A key; its sentence is in :mod:`homing.words`."""

    CALL_LOG_AND_PERHAPS_BILL = "call_log_and_perhaps_bill"
    CALL_LOG_NOT_BILL = "call_log_not_bill"


class Method(StrEnum):
    """How a line was last checked, from the strongest to the weakest."""

    CALLED = "called"
    OFFICIAL_PAGE = "official page"
    STORED_PAGE = "stored page"


LONGEST = timedelta(days=100)
"""A check may be trusted for no longer than this."""

EU = "EU"
_MEMBERS = "AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK"
EU_COUNTRIES = frozenset(_MEMBERS.split())
"""Where a line of the European Union works: its members, by their codes of ISO 3166-1."""

_COUNTRY = re.compile(r"[A-Z]{2}(-[A-Z]{3})?")
_NUMBER = re.compile(r"[0-9][0-9 -]*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line. ``country`` is an ISO 3166 code (``GB-SCT`` for a part of a country) or ``EU``.

    ``hours`` and ``text_or_chat`` are None if no source said them; ``page`` is the line's own page, if a source named
    it. ``trace_source`` and ``hours_source`` are further sources; ``source_dated`` is when the source says it was
    written.
    """

    country: str
    kind: Kind
    name: str
    number: str
    for_whom: str
    leaves_trace: Trace
    source: str
    checked: date
    method: Method
    review_by: date
    hours: str | None = None
    text_or_chat: str | None = None
    page: str | None = None
    source_dated: str | None = None
    trace_source: str | None = None
    hours_source: str | None = None


@cache
def load_lines() -> tuple[Line, ...]:
    """All lines, in the order of the file. ``ValueError`` if an entry is not complete."""
    return parse_lines(files("homing.care").joinpath("lines.toml").read_text(encoding="utf-8"))


def parse_lines(text: str) -> tuple[Line, ...]:
    """The lines that a TOML text tells. ``ValueError`` names the entry and its fault."""
    return tuple(_line(place, entry) for place, entry in enumerate(tomllib.loads(text).get("line", []), start=1))


def lines_for(country: str | None) -> tuple[Line, ...]:
    """The lines for a country, emergency first; all of them for None.

    A country includes its parts (``GB``: England and Scotland too) and a part its country; a country of the European
    Union has the Union's lines as well. A country without lines gives an empty tuple.
    """
    found = [line for line in load_lines() if country is None or _serves(line, country.upper())]
    order = list(Kind)
    return tuple(sorted(found, key=lambda line: order.index(line.kind)))


def countries() -> tuple[str, ...]:
    """The codes of all countries that have a line, in alphabetical order; every country of the European Union has."""
    own = {line.country[:2] for line in load_lines()}
    return tuple(sorted((own - {EU}) | (EU_COUNTRIES if EU in own else frozenset())))


def is_stale(line: Line, today: date) -> bool:
    """Whether the time to check this line again has passed. It is then still shown, and labelled."""
    return today > line.review_by


def release_faults(today: date, lines: Iterable[Line] | None = None) -> list[str]:
    """What stands against releasing these lines (default: the bundled ones) today, one sentence each."""
    checked = load_lines() if lines is None else tuple(lines)
    faults = [f"{line.country} {line.name}: {fault}" for line in checked for fault in _faults(line, today)]
    for (country, number), times in Counter((line.country, line.number) for line in checked).items():
        if times > 1:
            faults.append(f"{country} {number}: this number is there {times} times.")
    if not checked:
        faults.append("There are no lines.")
    return faults


def _faults(line: Line, today: date) -> list[str]:
    trial = {
        f"it was to be checked again by {line.review_by}.": is_stale(line, today),
        "it says that it was checked in the future.": line.checked > today,
        "it is to be checked again before it was checked.": line.review_by < line.checked,
        f"its check is trusted for more than {LONGEST.days} days.": line.review_by - line.checked > LONGEST,
        "it was read in a stored copy of a page, not on its official page.": line.method is Method.STORED_PAGE,
        "its source is not a web address.": not line.source.startswith(("https://", "http://")),
    }
    return [sentence for sentence, wrong in trial.items() if wrong]


def _serves(line: Line, country: str) -> bool:
    if line.country == EU:
        return country[:2] in EU_COUNTRIES or country == EU
    return line.country == country or country.startswith(f"{line.country}-") or line.country.startswith(f"{country}-")


def _line(place: int, entry: Mapping[str, Any]) -> Line:
    known = {field.name: field for field in fields(Line)}
    if unknown := entry.keys() - known.keys():
        raise ValueError(f"line {place} has fields that no line has: {sorted(unknown)}")
    needed = {name for name, field in known.items() if field.default is MISSING}
    if missing := needed - entry.keys():
        raise ValueError(f"line {place} lacks {sorted(missing)}")
    if empty := [name for name, value in entry.items() if value == ""]:
        raise ValueError(f"line {place} has empty fields: {sorted(empty)}; leave out what no source said")
    if not _COUNTRY.fullmatch(entry["country"]) or not _NUMBER.fullmatch(entry["number"]):
        raise ValueError(f"line {place} has a country or a number that is none")
    words = {
        "kind": Kind(entry["kind"]),
        "leaves_trace": Trace(entry["leaves_trace"]),
        "method": Method(entry["method"]),
    }
    return Line(**{**entry, **words})
