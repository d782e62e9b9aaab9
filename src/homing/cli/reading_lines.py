"""A reading as lines for a person, and as JSON for a program. Both obey the same verdicts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from homing.cli.telling import name
from homing.companion.names import Book
from homing.companion.readings import Reading, Tally
from homing.mind import Code, Expectation, Finding, findings
from homing.record import Person
from homing.words import expectations, why_not
from homing.words import gettext as _
from homing.words import numbers as interval
from homing.words import say as sentence

COUNTED = (Code.RANG, Code.BEFORE_HURT, Code.QUIET_YET_HURT, Code.HURT)
"""The findings that have an interval worth showing."""


class Told(NamedTuple):
    """What may be counted, and what the models expect where care allows it."""

    reading: Reading
    expected: Expectation | None


def lines(people: Sequence[Person], told: Told | None, known: Book, *, numbers: bool) -> Iterator[str]:
    """The reading in sentences; without a reading, that there is nothing to count yet."""
    if told is None:
        yield sentence(findings(())[0])
        return
    reading, expected = told
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
    elif numbers and expected is not None:
        yield expectations.hurt(expected.hurt)
        yield expectations.alarm(expected.alarm)
    if numbers:
        yield _("An interval says how far chance alone may carry so few moments. A diary is seldom a fair sample.")


def as_told(
    people: Sequence[Person],
    nobody: Sequence[str],
    nothing: Sequence[str],
    found: Told | None,
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
    if found is None:
        return told
    reading, expected = found
    told["counts"] = {"allowed": bool(reading.counts), "reason": reading.counts.reason}
    told["tallies"] = [_tally(tally, known, numbers=numbers) for tally in reading.tallies]
    if numbers:
        told["estimate"] = {"allowed": bool(reading.estimates), "reason": reading.estimates.reason}
        told["alarm"] = dict(told["estimate"])
        if expected is not None:
            hurt, alarm = expected.hurt, expected.alarm
            told["estimate"] |= {"low": hurt.low, "high": hurt.high, "level": 0.8, "seen": hurt.seen}
            told["estimate"] |= {"unknown": hurt.unknown}
            told["alarm"] |= {"low": alarm.low, "high": alarm.high, "level": 0.8, "seen": alarm.seen}
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
