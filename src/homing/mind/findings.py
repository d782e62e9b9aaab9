"""What a record supports, as counts with their n. A Finding holds no sentence; words come later."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from uuid import UUID

from homing.engine.counts import Count, jeffreys
from homing.record import Evidence, alarm_rang
from homing.vault import Fact

FEW = 20
"""Below this many finished moments we add "too few to say more". A convention, not a test: at n = 20 a
95 % interval for a half is still about 40 points wide."""


class Code(StrEnum):
    """What a finding is about."""

    NOTHING_YET = "nothing_yet"
    ONE_MOMENT = "one_moment"
    RANG = "rang"
    BEFORE_HURT = "before_hurt"
    QUIET_YET_HURT = "quiet_yet_hurt"
    HURT = "hurt"
    PROTECTED = "protected"
    OPEN = "open"
    TOO_FEW = "too_few"


@dataclass(frozen=True, slots=True)
class Finding:
    """``k`` of ``n`` moments, and the ``k`` moments themselves (newest last). ``partly``: no more than n could tell."""

    code: Code
    k: int
    n: int
    ids: tuple[UUID, ...] = ()
    partly: bool = False

    @property
    def interval(self) -> Count:
        """The share with its 95 % Jeffreys interval; an empty n leaves it all open."""
        return jeffreys(self.k, self.n)


def findings(facts: Sequence[Fact]) -> tuple[Finding, ...]:
    """What these moments, oldest first, say about alarm and hurt; counts before anything else (care rule 3).

    Hurt always counts: where the alarm does not tell of all of it, it is told by itself. Protected and open endings
    never count as safe (care rule 10).
    """
    if len(facts) < 2:
        return (Finding(Code.ONE_MOMENT if facts else Code.NOTHING_YET, len(facts), len(facts), _ids(facts)),)
    every, rang, quiet, untold = _Told(), _Told(), _Told(), _Told()
    protected, unended = list[UUID](), list[UUID]()
    for fact in facts:
        told = untold if fact.alarm is None else rang if alarm_rang(fact.alarm) else quiet
        told.ids.append(fact.id)
        how = fact.evidence
        if how is Evidence.PROTECTED:
            protected.append(fact.id)
        elif how is Evidence.OPEN:
            unended.append(fact.id)
        else:
            told.finished += 1
            every.finished += 1
            if how is Evidence.HURT:
                told.hurt.append(fact.id)
                every.hurt.append(fact.id)
    said = len(rang.ids) + len(quiet.ids)
    before_hurt = rang.finding(Code.BEFORE_HURT)
    hurt = every.finding(Code.HURT) if before_hurt is None or untold.hurt else None
    most = hurt or before_hurt
    found = [
        Finding(Code.RANG, len(rang.ids), said, tuple(rang.ids), partly=said < len(facts)) if said else None,
        before_hurt,
        quiet.finding(Code.QUIET_YET_HURT) if quiet.hurt else None,
        hurt,
        Finding(Code.PROTECTED, len(protected), len(facts), tuple(protected)) if protected else None,
        Finding(Code.OPEN, len(unended), len(facts), tuple(unended)) if unended else None,
        Finding(Code.TOO_FEW, most.n if most else 0, len(facts)) if most is None or most.n < FEW else None,
    ]
    return tuple(finding for finding in found if finding is not None)


@dataclass(slots=True)
class _Told:
    """Some moments: which, and of those whose ending tells something how many there are and which hurt."""

    ids: list[UUID] = field(default_factory=list)
    hurt: list[UUID] = field(default_factory=list)
    finished: int = 0

    def finding(self, code: Code) -> Finding | None:
        """In how many of the finished ones it hurt; None where none is finished."""
        return Finding(code, len(self.hurt), self.finished, tuple(self.hurt)) if self.finished else None


def _ids(facts: Sequence[Fact]) -> tuple[UUID, ...]:
    return tuple(fact.id for fact in facts)
