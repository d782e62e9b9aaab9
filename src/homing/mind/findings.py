"""What a record supports, as counts with their n. A Finding holds no sentence; words come later."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
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
    """``k`` of ``n`` moments, the 95 % Jeffreys interval of the share, and the moments themselves (newest last)."""

    code: Code
    k: int
    n: int
    ids: tuple[UUID, ...] = ()

    @property
    def interval(self) -> Count:
        """The share with its interval; an empty n leaves it all open."""
        return jeffreys(self.k, self.n)


def findings(facts: Sequence[Fact]) -> tuple[Finding, ...]:
    """What these moments, oldest first, say about alarm and hurt; counts before anything else (care rule 3).

    Hurt always counts. Protected and open endings never count as safe (care rule 10).
    """
    if len(facts) < 2:
        return (Finding(Code.ONE_MOMENT if facts else Code.NOTHING_YET, len(facts), len(facts), _ids(facts)),)
    said = [fact for fact in facts if fact.alarm is not None]
    rang = [fact for fact in said if alarm_rang(fact.alarm or 0)]
    quiet = [fact for fact in said if not alarm_rang(fact.alarm or 0)]
    finished = _finished(facts)
    hurt = _hurt_among(Code.BEFORE_HURT, _finished(rang)) if rang else _hurt_among(Code.HURT, finished)
    found = [
        Finding(Code.RANG, len(rang), len(said), _ids(rang)) if said else None,
        hurt,
        _hurt_among(Code.QUIET_YET_HURT, _finished(quiet)) if any(_is_hurt(fact) for fact in quiet) else None,
        _some(Code.PROTECTED, [fact for fact in facts if fact.evidence is Evidence.PROTECTED], len(facts)),
        _some(Code.OPEN, [fact for fact in facts if fact.evidence is Evidence.OPEN], len(facts)),
        Finding(Code.TOO_FEW, len(finished), len(facts)) if hurt is None or hurt.n < FEW else None,
    ]
    return tuple(finding for finding in found if finding is not None)


def _finished(facts: Sequence[Fact]) -> list[Fact]:
    return [fact for fact in facts if fact.evidence in (Evidence.HURT, Evidence.NO_HURT)]


def _is_hurt(fact: Fact) -> bool:
    return fact.evidence is Evidence.HURT


def _hurt_among(code: Code, facts: Sequence[Fact]) -> Finding | None:
    hurt = [fact for fact in facts if _is_hurt(fact)]
    return Finding(code, len(hurt), len(facts), _ids(hurt)) if facts else None


def _some(code: Code, facts: Sequence[Fact], n: int) -> Finding | None:
    return Finding(code, len(facts), n, _ids(facts)) if facts else None


def _ids(facts: Sequence[Fact]) -> tuple[UUID, ...]:
    return tuple(fact.id for fact in facts)
