"""A reading as lines for a person, and as JSON for a program. Both obey the same verdicts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from homing.cli.telling import name
from homing.companion.names import Book
from homing.companion.readings import Reading, Tally
from homing.mind import Code, Finding, findings
from homing.record import Person
from homing.words import estimate, why_not
from homing.words import gettext as _
from homing.words import numbers as interval
from homing.words import say as sentence

COUNTED = (Code.RANG, Code.BEFORE_HURT, Code.QUIET_YET_HURT, Code.HURT)
"""The findings that have an interval worth showing."""


def lines(people: Sequence[Person], reading: Reading | None, known: Book, *, numbers: bool) -> Iterator[str]:
    """The reading in sentences; without a reading, that there is nothing to count yet."""
    if reading is None:
        yield sentence(findings(())[0])
        return
    if not reading.counts:
        yield why_not(reading.counts)
        yield _("People to call or text: homing lines")
        return
    for tally in reading.tallies:
        yield _title(people, tally, known)
        for finding in tally.findings:
            yield f"  {sentence(finding)}"
            if numbers and finding.code in COUNTED and finding.n:
                yield f"    {interval(finding)}"
    if not reading.estimates:
        yield why_not(reading.estimates)
    elif numbers and reading.estimate is not None:
        yield estimate(reading.estimate)
    if numbers:
        yield _("An interval says how far chance alone may carry so few moments. A diary is seldom a fair sample.")


def as_told(
    people: Sequence[Person],
    nobody: Sequence[str],
    nothing: Sequence[str],
    reading: Reading | None,
    known: Book,
    *,
    numbers: bool,
) -> dict[str, Any]:
    """The reading as JSON; intervals and the estimate only with ``numbers``."""
    told: dict[str, Any] = {
        "people": [{"id": str(one.id), "label": one.label} for one in people],
        "unknown": {"people": list(nobody), "cues": list(nothing)},
        "tallies": [],
    }
    if reading is None:
        return told
    told["counts"] = {"allowed": bool(reading.counts), "reason": reading.counts.reason}
    told["tallies"] = [_tally(tally, known, numbers=numbers) for tally in reading.tallies]
    if numbers:
        told["estimate"] = {"allowed": bool(reading.estimates), "reason": reading.estimates.reason}
        if reading.estimates and reading.estimate is not None:
            found = reading.estimate
            told["estimate"] |= {"low": found.low, "high": found.high, "level": 0.8, "seen": found.seen}
    return told


def _title(people: Sequence[Person], tally: Tally, known: Book) -> str:
    cue = None if tally.cue is None else known.cue(tally.cue)
    who = _(" or ").join(name(one.label) for one in people)
    what = "" if cue is None else name(cue.label)
    if not who:
        return what
    return _("With {who}: {what}").format(who=who, what=what) if what else _("With {who}").format(who=who)


def _tally(tally: Tally, known: Book, *, numbers: bool) -> dict[str, Any]:
    cue = None if tally.cue is None else known.cue(tally.cue)
    return {
        "cue": None if cue is None else {"id": str(cue.id), "label": cue.label, "channel": cue.channel},
        "moments": len(tally.facts),
        "findings": [_finding(finding, numbers=numbers) for finding in tally.findings],
    }


def _finding(finding: Finding, *, numbers: bool) -> dict[str, Any]:
    told: dict[str, Any] = {
        "code": finding.code,
        "k": finding.k,
        "n": finding.n,
        "sentence": sentence(finding),
    }
    if numbers and finding.code in COUNTED and finding.n:
        told |= {"low": finding.interval.low, "high": finding.interval.high, "level": 0.95}
    return told
