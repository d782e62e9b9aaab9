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
    said = [fact for fact in facts if fact.alarm is not None]
    rang = [fact for fact in said if alarm_rang(fact.alarm or 0)]
    quiet = [fact for fact in said if not alarm_rang(fact.alarm or 0)]
    before_hurt = _hurt_among(Code.BEFORE_HURT, rang)
    is_untold = before_hurt is None or any(_is_hurt(fact) and fact.alarm is None for fact in facts)
    hurt = _hurt_among(Code.HURT, facts) if is_untold else None
    most = hurt or before_hurt
    found = [
        Finding(Code.RANG, len(rang), len(said), _ids(rang), partly=len(said) < len(facts)) if said else None,
        before_hurt,
        _hurt_among(Code.QUIET_YET_HURT, quiet) if any(_is_hurt(fact) for fact in quiet) else None,
        hurt,
        _some(Code.PROTECTED, [fact for fact in facts if fact.evidence is Evidence.PROTECTED], len(facts)),
        _some(Code.OPEN, [fact for fact in facts if fact.evidence is Evidence.OPEN], len(facts)),
        Finding(Code.TOO_FEW, most.n if most else 0, len(facts)) if most is None or most.n < FEW else None,
    ]
    return tuple(finding for finding in found if finding is not None)


def _finished(facts: Sequence[Fact]) -> list[Fact]:
    return [fact for fact in facts if fact.evidence in (Evidence.HURT, Evidence.NO_HURT)]


def _is_hurt(fact: Fact) -> bool:
    return fact.evidence is Evidence.HURT


def _hurt_among(code: Code, facts: Sequence[Fact]) -> Finding | None:
    finished = _finished(facts)
    hurt = [fact for fact in finished if _is_hurt(fact)]
    return Finding(code, len(hurt), len(finished), _ids(hurt)) if finished else None


def _some(code: Code, facts: Sequence[Fact], n: int) -> Finding | None:
    return Finding(code, len(facts), n, _ids(facts)) if facts else None


def _ids(facts: Sequence[Fact]) -> tuple[UUID, ...]:
    return tuple(fact.id for fact in facts)
