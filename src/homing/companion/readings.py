"""The reading: what a person's own record supports about a moment like this one.

Care is asked first, and counts come before anything else. What the models expect waits behind a request of its own
(:mod:`homing.companion.expectations`).
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from uuid import UUID

from homing.care import Action, Facts, Verdict, may
from homing.companion.desk import Desk
from homing.companion.holds import care_facts, named_in
from homing.mind import Finding, aliases, findings
from homing.record import Aliases, CueSeen, Moment
from homing.vault import Fact, Rows


@dataclass(frozen=True, slots=True)
class Tally:
    """Moments that share one thing, and what they say. ``cue`` None: every moment with these people."""

    cue: UUID | None
    facts: tuple[Fact, ...]
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What may be said: the counts, and whether an estimate may be asked for."""

    counts: Verdict
    estimates: Verdict
    held: bool
    tallies: tuple[Tally, ...]


def reading_of(desk: Desk, moment: Moment) -> Reading:
    """The reading beside a moment."""
    return read(desk, people=moment.people, cues=moment.cues, setting=moment.setting, moment=moment)


def read(
    desk: Desk,
    *,
    people: Collection[UUID] = (),
    cues: Collection[CueSeen] = (),
    setting: UUID | None = None,
    moment: Moment | None = None,
) -> Reading:
    """The reading for these people and cues now, or for a moment that has them."""

    def look(rows: Rows) -> tuple[Facts, tuple[Tally, ...]]:
        follow = aliases(rows)
        with_them = follow.closures(people)
        lived = rows.facts(people=with_them) if with_them else []
        facts = care_facts(rows, desk.ambient.now(), follow, people, lived, moment, named_in(cues, setting))
        return facts, _tallies(rows, follow, with_them, lived, cues, setting) if may(Action.COUNTS, facts) else ()

    facts, tallies = desk.vault.read(look)
    return Reading(
        counts=may(Action.COUNTS, facts),
        estimates=may(Action.ESTIMATE, facts),
        held=facts.held,
        tallies=tallies,
    )


def _tallies(
    rows: Rows,
    follow: Aliases,
    with_them: Collection[UUID],
    lived: Sequence[Fact],
    cues: Collection[CueSeen],
    setting: UUID | None,
) -> tuple[Tally, ...]:
    """For each cue the moments with it and these people, the most frequent first; the setting; then all with them."""
    wanted = dict.fromkeys(follow.canonical(seen.cue) for seen in cues)
    each = [_tally(cue, rows.facts(people=with_them, cues=follow.closure(cue))) for cue in wanted]
    each.sort(key=lambda tally: len(tally.facts), reverse=True)
    if setting is not None:
        there = follow.canonical(setting)
        each.append(_tally(there, rows.facts(people=with_them, settings=follow.closure(there))))
    return (*each, *([_tally(None, lived)] if with_them else []))


def _tally(cue: UUID | None, facts: Sequence[Fact]) -> Tally:
    return Tally(cue=cue, facts=tuple(facts), findings=findings(facts))
