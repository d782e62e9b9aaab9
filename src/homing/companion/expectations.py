"""What the models expect, on request: how a moment like this one may end, and how loud the alarm may ring, now and
after quiet weeks. Care is asked before each of them. What part of an alarm may be older: :mod:`homing.companion.looks`.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from homing.care import Action, Facts, Verdict, may
from homing.companion.desk import Desk
from homing.companion.holds import CHANGED_OVER, care_facts, named_in
from homing.engine.healing import Forecast
from homing.engine.priors import Priors
from homing.mind import CueChange, Expectation, aliases, priors, use_priors
from homing.record import CueSeen, Moment
from homing.vault import Rows


def expect(
    desk: Desk,
    *,
    people: Collection[UUID] = (),
    cues: Collection[CueSeen] = (),
    setting: UUID | None = None,
    moment: Moment | None = None,
) -> tuple[Verdict, Expectation | None]:
    """What is expected of a moment like this one, if it may be said."""
    verdict = may(Action.ESTIMATE, _facts(desk, people, moment, named_in(cues, setting)))
    if not verdict:
        return verdict, None
    return verdict, desk.mind.expect(desk.ambient.now(), people=people, cues=cues, setting=setting)


@dataclass(frozen=True, slots=True)
class CueOverTime:
    """How loud a cue may ring after quiet weeks, and how its alarm has changed of late, if that can be said."""

    forecast: Forecast
    change: CueChange | None


def over_time(desk: Desk, cue_id: UUID) -> tuple[Verdict, CueOverTime | None]:
    """A cue over time, if it may be said: not of a cue that comes mostly from a held person."""
    verdict = may(Action.ESTIMATE, _facts(desk, (), None, [cue_id]))
    if not verdict:
        return verdict, None
    now = desk.ambient.now()
    change = desk.mind.change(now, now - CHANGED_OVER, cue_id)
    return verdict, CueOverTime(desk.mind.forecast(now, cue_id), change)


def begin_from(desk: Desk, learnt: Priors | None) -> None:
    """Let all estimates begin from priors learnt from a cohort; from the built-in placeholders for None.

    Raises :class:`PriorsError` unless the priors are of a binary outcome.
    """
    desk.vault.write(lambda rows: use_priors(rows, learnt))


def begun_from(desk: Desk) -> Priors | None:
    """The priors learnt from a cohort that estimates begin from; None for the placeholders."""
    return desk.vault.read(priors)


def _facts(desk: Desk, people: Collection[UUID], moment: Moment | None, cues: Collection[UUID]) -> Facts:
    def look(rows: Rows) -> Facts:
        follow = aliases(rows)
        with_them = follow.closures(people)
        lived = rows.facts(people=with_them) if with_them else []
        return care_facts(rows, desk.ambient.now(), follow, people, lived, moment, cues)

    return desk.vault.read(look)
