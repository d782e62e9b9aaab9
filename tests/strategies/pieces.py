"""Pieces of which records are made, hostile content included."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from hypothesis import strategies as st

from homing.record import (
    Anchor,
    CheckIn,
    Cue,
    Early,
    Forgotten,
    FuzzyDate,
    LivedTime,
    Look,
    Memory,
    Moment,
    Need,
    Pause,
    Person,
    Precision,
    Promise,
    Reward,
    Rhythm,
    Ritual,
    Round,
    Settling,
    Space,
    Step,
    Terms,
    Window,
)

HOSTILE = (
    "🫂👩‍👩‍👧‍👦🏳️‍🌈",
    "\U0001f600\U00020000\U0010ffff",
    "שלום مرحبا \u202eevil\u202c \u2066x\u2069",
    "<script>alert(1)</script>&amp;<!--]]>",
    "<img src=x onerror=alert(1)>\"'`",
    "'); DROP TABLE moments; --",
    "{{ 7*7 }} {% raw %} ${x} %s %n",
    "nul\x00bell\x07esc\x1b[31mdel\x7f\x9f",
    "tab\tline\nreturn\rboth\r\nsep\u2028para\u2029nel\x85",
    "=1+1",
    "'=1+1",
    "''@x",
    "-2+3",
    '@SUM(A1);"a","b"',
    "\t=x",
    "a;b\\;c:d*0.5",
    "sent:voice:louder*0.5",
    "id:00000000-0000-0000-0000-000000000001",
    "id:00000000-0000-0000-0000-000000000001:half:respected",
    " leading and trailing ",
    "e\u0301 \u00e9 \ufb01 \ufeff\u200b",
    '"quoted", with, commas',
    "../../etc/passwd",
    "NULL",
    "Z" * 5000,
)
"""Texts that have broken other programs."""

ZONES = (
    "UTC",
    "Europe/Berlin",
    "Europe/Dublin",
    "America/New_York",
    "America/St_Johns",
    "America/Sao_Paulo",
    "Australia/Lord_Howe",
    "Asia/Kathmandu",
    "Africa/Casablanca",
    "Pacific/Apia",
    "Pacific/Kiritimati",
    "Antarctica/Troll",
)
"""Zones with whole, half and quarter hours, negative summer time, and a day that never was."""

EDGES = (
    ("Europe/Berlin", datetime(2026, 3, 29, 2, 30)),  # noqa: DTZ001 - local by design; skipped
    ("Europe/Berlin", datetime(2026, 10, 25, 2, 30)),  # noqa: DTZ001 - twice
    ("America/New_York", datetime(2026, 11, 1, 1, 59)),  # noqa: DTZ001 - twice
    ("Australia/Lord_Howe", datetime(2026, 4, 5, 1, 45)),  # noqa: DTZ001 - half an hour twice
    ("Pacific/Apia", datetime(2011, 12, 30, 12, 0)),  # noqa: DTZ001 - a skipped day
    ("Europe/Berlin", datetime(1900, 1, 1, 0, 0)),  # noqa: DTZ001 - local mean time before
    ("UTC", datetime(2100, 12, 31, 23, 59)),  # noqa: DTZ001 - the last minute
)
"""Local times at which clocks jump, with their zones."""

_NOUNS = (
    *(Person, Cue, Moment, CheckIn, Memory, Window, Need, Look, Anchor, Settling, Pause, Terms),
    *(Step, Ritual, Rhythm, Promise, Space, Reward, Early, Round),
)
KINDS = frozenset({"diary", "", Forgotten.type, *(noun.type for noun in _NOUNS)})
"""Types that no record from the future can have."""

_FIELDS = frozenset(["type", "id", "when", "label", "note", "extra"]) | {
    name for noun in _NOUNS for name in noun.__dataclass_fields__
}

IDS = st.uuids()
"""Any id."""


def texts(max_size: int = 40) -> st.SearchStrategy[str]:
    """Any text that UTF-8 can hold, hostile ones often, the empty one too."""
    plain = st.text(st.characters(exclude_categories=["Cs"]), max_size=max_size)
    return st.one_of(plain, st.sampled_from(HOSTILE))


def labels() -> st.SearchStrategy[str]:
    """Names that show something."""
    return texts(20).filter(lambda text: bool(text.strip()))


def extras() -> st.SearchStrategy[dict[str, Any]]:
    """Fields that no Homing knows yet."""
    return st.dictionaries(texts(8).filter(lambda name: name not in _FIELDS), jsons(), max_size=2)


def jsons() -> st.SearchStrategy[Any]:
    """Any JSON value that a diary allows."""
    whole = st.integers(-(2**53 - 1), 2**53 - 1)
    leaf = st.one_of(st.none(), st.booleans(), whole, st.floats(allow_nan=False, allow_infinity=False), texts(10))
    return st.recursive(
        leaf,
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts(6), inner, max_size=3),
        max_leaves=5,
    )


def zones() -> st.SearchStrategy[str]:
    """Names of time zones."""
    return st.sampled_from(ZONES)


@st.composite
def lived_times(draw: st.DrawFn) -> LivedTime:
    """Times from 1900 to 2100, with both readings of doubled hours, and offsets of travellers."""
    edge = st.sampled_from(EDGES)
    early, late = datetime(1900, 1, 1), datetime(2100, 12, 31, 23, 59)  # noqa: DTZ001 - local by design
    anywhen = st.tuples(zones(), st.datetimes(early, late))
    zone, local = draw(edge | anywhen)
    if draw(st.booleans()):
        local = local.replace(second=0, microsecond=0)
    return LivedTime(
        local=local.replace(fold=draw(st.integers(0, 1))),
        zone=zone,
        offset=draw(st.none() | st.integers(-86399, 86399)),
        precision=draw(st.sampled_from(Precision)),
    )


def fuzzy_dates() -> st.SearchStrategy[FuzzyDate]:
    """A year, a month or a day."""
    return st.builds(lambda day, length: FuzzyDate(day.isoformat()[:length]), st.dates(), st.sampled_from((4, 7, 10)))


def tuples(items: st.SearchStrategy[Any]) -> st.SearchStrategy[tuple[Any, ...]]:
    """A few of these."""
    return st.lists(items, max_size=3).map(tuple)


def or_any(ids: st.SearchStrategy[UUID] | None) -> st.SearchStrategy[UUID]:
    """These ids, or any."""
    return IDS if ids is None else ids
