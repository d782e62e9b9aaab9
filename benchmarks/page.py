"""``docs/performance.md``, written from ``benchmarks/results.json`` and from nothing else."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from .measure import Figure, Row

HERE = Path(__file__).parent
RESULTS, PAGE = HERE / "results.json", HERE.parent / "docs" / "performance.md"


def load() -> dict[str, Any]:
    """The results on record: the machine, and the suites by name."""
    return dict(json.loads(RESULTS.read_text(encoding="utf-8"))) if RESULTS.exists() else {"machine": {}, "suites": {}}


def save(results: Mapping[str, Any]) -> None:
    """Put the results on record, and the page beside them."""
    RESULTS.write_text(json.dumps(results, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    PAGE.write_text(page(results), encoding="utf-8")


def page(results: Mapping[str, Any]) -> str:
    """The whole page."""
    return "\n".join(_lines(results)) + "\n"


def _lines(results: Mapping[str, Any]) -> Iterator[str]:
    yield (HERE / "page-head.md").read_text(encoding="utf-8").rstrip()
    for suite, told in sorted(results["suites"].items(), key=lambda one: one[1]["order"]):
        yield f"\n## {told['title']}\n"
        yield f"`python -m benchmarks {suite}`, {told['day']}, load {told['load']:.1f} at the start. {told['about']}"
        yield ""
        yield from _table([Row.read(row) for row in told["rows"]])
    yield "\n## The machine\n"
    yield from (f"- {name}: {value}" for name, value in results["machine"].items())


def _table(rows: list[Row]) -> Iterator[str]:
    yield "| what | Homing | peer | Homing / peer | goal | floor | Homing / floor |"
    yield "|---|---|---|---|---|---|---|"
    for row in rows:
        peers = list(row.peers.items())
        beside = "<br>".join(f"{name} {_told(one, row.unit)}" for name, one in peers)
        ratios = "<br>".join(f"**{_number(row.times_of(one.median))}**" for _, one in peers)
        floor = f"{_number(row.floor)} {row.unit}" if row.floor is not None else ""
        distance = _number(row.times_of(row.floor)) if row.floor else ""
        ours = _told(row.ours, row.unit)
        yield f"| {row.name} | {ours} | {beside} | {ratios} | {_goal(row)} | {floor} | {distance} |"
    notes = [
        f"{row.name}: {text}" for row in rows for text in (row.note, row.floor_of and f"floor: {row.floor_of}") if text
    ]
    if notes:
        yield ""
        yield from (f"- {note}" for note in notes)


def _goal(row: Row) -> str:
    if row.goal is None:
        return ""
    way, word = "≥" if row.more_is_better else "≤", "met" if row.met else "**missed**"
    return f"{way} {_number(row.goal)} {row.unit}, {word}"


def _told(one: Figure, unit: str) -> str:
    spread = f" ({_number(one.low)} to {_number(one.high)})" if one.rounds > 1 else ""
    return f"{_number(one.median)} {unit}{spread}"


def _number(value: float) -> str:
    """Three digits that count, with thousands apart.

    >>> [_number(one) for one in (0.01234, 1.5, 12.34, 123.4, 1234567.0)]
    ['0.0123', '1.50', '12.3', '123', '1,234,567']
    """
    if value >= 100:
        return f"{value:,.0f}"
    return f"{value:.1f}" if value >= 10 else f"{value:.2f}" if value >= 1 else f"{value:.3g}"
