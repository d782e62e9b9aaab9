"""The reading: what a person's own record supports about a moment like this one.

Care is asked first, counts come before anything else, and the model's estimate only where care allows it.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from homing.care import Action, Facts, Verdict, may
from homing.companion.desk import Desk
from homing.companion.holds import care_facts
from homing.engine.events import Reading as Estimate
from homing.mind import Finding, aliases, findings
from homing.record import CueSeen, Moment
from homing.vault import Fact, Rows


@dataclass(frozen=True, slots=True)
class Tally:
    """Moments that share one thing, and what they say. ``cue`` None: every moment with these people."""

    cue: UUID | None
    facts: tuple[Fact, ...]
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What may be said: the counts, and the estimate if it may be given."""

    counts: Verdict
    estimates: Verdict
    held: bool
    tallies: tuple[Tally, ...]
    estimate: Estimate | None


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
        facts = care_facts(rows, desk.ambient.now(), people, moment)
        return facts, (_tallies(rows, people, cues) if may(Action.COUNTS, facts) else ())

    facts, tallies = desk.vault.read(look)
    estimates = may(Action.ESTIMATE, facts)
    estimate = desk.mind.estimate(desk.ambient.now(), people=people, cues=cues, setting=setting) if estimates else None
    return Reading(
        counts=may(Action.COUNTS, facts), estimates=estimates, held=facts.held, tallies=tallies, estimate=estimate
    )


def _tallies(rows: Rows, people: Collection[UUID], cues: Collection[CueSeen]) -> tuple[Tally, ...]:
    follow = aliases(rows)
    with_them = follow.closures(people)
    wanted = list(dict.fromkeys(follow.canonical(seen.cue) for seen in cues))
    each = [_tally(rows, with_them, cue, follow.closure(cue)) for cue in wanted]
    each.sort(key=lambda tally: len(tally.facts), reverse=True)
    return (*each, *([_tally(rows, with_them, None, ())] if with_them else []))


def _tally(rows: Rows, people: Collection[UUID], cue: UUID | None, same: Collection[UUID]) -> Tally:
    facts = tuple(rows.facts(people=people, cues=same))
    return Tally(cue=cue, facts=facts, findings=findings(facts))
