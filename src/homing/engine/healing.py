"""Small felt steps: which one next, if any; what may come back after a quiet time; and what a change was made of.

The planner (science page, section 5.5) is a proposal: **none of its numbers has data behind it**. Steps are chosen by
expected *alarm*, in the middle, never by expected harm. Danger, holds and harm come before everything else, and each
refusal has a name. Forecast and split live in :mod:`homing.engine._change` and are offered from here.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import IntEnum, StrEnum
from typing import NamedTuple

from ._change import Alarming, At, Change, Forecast, Reads, asking, forecast, split
from .events import Reading

__all__ = [
    "Alarming",
    "At",
    "Candidate",
    "Change",
    "Ending",
    "Facts",
    "Forecast",
    "Past",
    "Plan",
    "Proposal",
    "Reads",
    "Refusal",
    "Stage",
    "Why",
    "asking",
    "forecast",
    "propose",
    "split",
]


class Ending(StrEnum):
    """How a past moment ended. A protected ending is no evidence; one that is open is none yet.

    ``UNMET``: without hurt, but not met either (missed, brushed off, a window crossed). It is finished and no harm, and
    yet not what a next step is built on.
    """

    FINE = "fine"
    UNMET = "unmet"
    HURT = "hurt"
    FRIGHTENING = "frightening"
    PROTECTED = "protected"
    OPEN = "open"


class Why(IntEnum):
    """Why no step, or not this one. The smaller, the closer to harm, and the sooner it is said."""

    DANGER = 0
    AFTER_HARM = 1
    HOLD = 2
    FRIGHTENED_BEFORE = 3
    RISK_NOT_LOW = 4
    RISK_UNKNOWN = 5
    TOO_FEW = 6
    TOO_SOON = 7
    ALARM_UNKNOWN = 8
    ALARM_TOO_HIGH = 9
    ALARM_TOO_LOW = 10
    NOTHING_OFFERED = 11


class Stage(StrEnum):
    """Why this one: a first step with them, again where one went well, or with them in a new setting. Of a step in
    general it is told of its own tries.
    """

    FIRST = "first"
    AGAIN = "again"
    VARIED = "varied"


@dataclass(frozen=True, slots=True)
class Plan:
    """What the planner assumes. **Every default is a placeholder: no data stand behind it.**

    ``low``, ``high``: the band of expected alarm, in [0, 1]. ``risk``, ``possible_risk``: the most that the chance of
    hurt, and the upper end of its interval, may be. ``finished``: moments needed with each person. ``rest`` and
    ``long_rest``: days since the last step, and since one that did not end well. ``settle``: fine steps in one setting
    before others are sought. ``quiet``: days without a proposal after harm.

    Raises ``ValueError`` for a band or risk outside [0, 1] or the wrong way round, fewer than five finished moments,
    or a quiet time below a day (care rules 2 and 10 set those two; a plan may only be more careful).
    """

    low: float = 0.3
    high: float = 0.6
    risk: float = 0.25
    possible_risk: float = 0.5
    finished: int = 5
    rest: float = 2.0
    long_rest: float = 4.0
    settle: int = 3
    quiet: float = 1.0

    def __post_init__(self) -> None:
        if not (0.0 <= self.low < self.high <= 1.0 and 0.0 <= self.risk <= self.possible_risk <= 1.0):
            raise ValueError("a plan needs 0 <= low < high <= 1 and 0 <= risk <= possible_risk <= 1")
        if self.finished < 5 or self.quiet < 1.0 or self.settle < 1:
            raise ValueError("a plan needs at least five finished moments, a quiet day after harm, one step to settle")
        if not 0.0 <= self.rest <= self.long_rest:
            raise ValueError("a plan needs 0 <= rest <= long_rest, in days")

    @property
    def middle(self) -> float:
        """The middle of the band: the expected alarm that is sought."""
        return 0.5 * (self.low + self.high)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A step the person could take with these people, in this setting; with nobody named it is one in general.

    ``alarm`` is the alarm expected there, in [0, 1]; ``risk`` what the record says of real hurt with these people (the
    world model or the blend); None where nothing can be said. Of a step in general no record tells the risk, so that
    none is asked of it but how its own tries ended; whether it leads toward someone under a hold is the caller's to
    know. Ids are opaque. Raises ``ValueError`` for an alarm outside [0, 1].
    """

    id: str
    people: frozenset[str]
    setting: str | None = None
    alarm: float | None = None
    risk: Reading | None = None

    def __post_init__(self) -> None:
        if self.alarm is not None and not 0.0 <= self.alarm <= 1.0:
            raise ValueError("the expected alarm of a step must be a number between 0 and 1")


@dataclass(frozen=True, slots=True)
class Past:
    """A past moment at ``time`` (days since the Unix epoch): who, where, how it ended, and whether it was a step.

    ``danger`` is its danger mark; ``of`` the id of the candidate that was tried, if it was one. Raises ``ValueError``
    for a time that is not finite.
    """

    id: str
    time: float
    people: frozenset[str]
    setting: str | None = None
    ending: Ending = Ending.OPEN
    step: bool = False
    danger: bool = False
    of: str = ""

    def __post_init__(self) -> None:
        if not math.isfinite(self.time):
            raise ValueError("the time of a past moment must be a finite number of days")

    @property
    def harm(self) -> bool:
        """Whether it frightened or harmed, or carries a danger mark."""
        return self.danger or self.ending is Ending.FRIGHTENING

    @property
    def finished(self) -> bool:
        """Whether its ending is evidence: neither protected nor open, and nothing that frightened."""
        return self.ending in (Ending.FINE, Ending.UNMET, Ending.HURT)


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What the planner looks at: the instant (days), a danger mark on the present moment, holds, and the past.

    Raises ``ValueError`` for an instant that is not finite.
    """

    now: float
    danger: bool = False
    held: frozenset[str] = frozenset()
    past: tuple[Past, ...] = ()

    def __post_init__(self) -> None:
        if not math.isfinite(self.now):
            raise ValueError("the present must be a finite number of days")


class Proposal(NamedTuple):
    """The step to offer. ``finished`` counts the moments it rests on: with the person least known, or its own tries.

    ``recall`` is a moment with the same people (of a step in general, with whomever) that ended well and in which
    nobody held was, to call to mind beforehand. ``refused`` names the other candidates that may not be, and why. It is
    an offer: taking it is the person's own to decide.
    """

    id: str
    stage: Stage
    finished: int
    recall: str | None
    refused: tuple[tuple[str, Why], ...]


class Refusal(NamedTuple):
    """No step now. ``reason`` is the gravest one; ``refused`` names each candidate's own."""

    reason: Why
    refused: tuple[tuple[str, Why], ...]


_DEFAULT = Plan()


def propose(candidates: Sequence[Candidate], facts: Facts, plan: Plan = _DEFAULT) -> Proposal | Refusal:
    """The next small step, or why there is none.

    A step must have its expected alarm in the middle band and a low real risk, people with whom at least five moments
    are finished and none frightened, no hold and no danger, and rest since the last step. One in general rests on its
    alarm alone; it is refused once a try of it frightened, and while more of its tries hurt than ``plan.risk`` allows.
    Among those, the same people as last time come first; with them the same setting until ``plan.settle`` steps went
    well there, and then the setting practised least (renewal: what is learnt in one place may not hold in another;
    Bouton 2004, Learn. Mem. 11:485). The order of the candidates does not matter.

    Raises ``ValueError`` if two candidates have the same id.

    >>> calm = Reading(p=0.1, low=0.02, high=0.3, mean=-2.2, variance=0.8, seen=5)
    >>> five = tuple(Past(f"m{i}", float(i), frozenset({"sam"}), ending=Ending.FINE) for i in range(5))
    >>> wave = Candidate("wave", frozenset({"sam"}), alarm=0.4, risk=calm)
    >>> propose([wave], Facts(now=9.0, past=five))
    Proposal(id='wave', stage=<Stage.FIRST: 'first'>, finished=5, recall='m4', refused=())
    >>> propose([wave], Facts(now=9.0, past=five, danger=True)).reason
    <Why.DANGER: 0>
    >>> propose([wave], Facts(now=9.0, past=five[1:])).reason
    <Why.TOO_FEW: 6>
    """
    offered = sorted(candidates, key=lambda candidate: candidate.id)
    if len({candidate.id for candidate in offered}) < len(offered):
        raise ValueError("two candidates have the same id")
    stop = _stop(facts, plan)
    against = [(one, stop if stop is not None else _against(one, facts, plan)) for one in offered]
    refused = tuple((one.id, why) for one, why in against if why is not None)
    allowed = [one for one, why in against if why is None]
    if not allowed:
        gravest = min((why for _, why in refused), default=Why.NOTHING_OFFERED)
        return Refusal(gravest if stop is None else stop, refused)
    fine = [past for past in facts.past if past.time <= facts.now and past.ending is Ending.FINE]
    best = min(allowed, key=lambda one: (*_strangeness(one, fine, plan), abs((one.alarm or 0.0) - plan.middle), one.id))
    known = [past for past in fine if best.people <= past.people and not past.people & facts.held]
    return Proposal(
        best.id,
        _stage(best, fine),
        min((_finished(person, facts) for person in best.people), default=len(_tries(best, facts))),
        max(known, key=_order).id if known else None,
        refused,
    )


def _stop(facts: Facts, plan: Plan) -> Why | None:
    """What forbids every step. Harm told for a later time than now counts too."""
    if facts.danger:
        return Why.DANGER
    if any(past.harm and facts.now - past.time < plan.quiet for past in facts.past):
        return Why.AFTER_HARM
    return None


def _against(one: Candidate, facts: Facts, plan: Plan) -> Why | None:
    """What speaks against this step; what is closer to harm is looked at first."""
    if one.people & facts.held:
        return Why.HOLD
    if any(past.harm and (one.people & past.people or past.of == one.id) for past in facts.past):
        return Why.FRIGHTENED_BEFORE
    unproven = _with_them(one, facts, plan) if one.people else _in_general(one, facts, plan)
    if unproven is not None:
        return unproven
    if not _rested(facts, plan):
        return Why.TOO_SOON
    if one.alarm is None:
        return Why.ALARM_UNKNOWN
    if one.alarm > plan.high:
        return Why.ALARM_TOO_HIGH
    return Why.ALARM_TOO_LOW if one.alarm < plan.low else None


def _with_them(one: Candidate, facts: Facts, plan: Plan) -> Why | None:
    """What the record of moments with these people lacks, or says against it."""
    if one.risk is None:
        return Why.RISK_UNKNOWN
    if not (one.risk.p <= plan.risk and one.risk.high <= plan.possible_risk):  # so that a NaN is refused
        return Why.RISK_NOT_LOW
    return Why.TOO_FEW if any(_finished(person, facts) < plan.finished for person in one.people) else None


def _in_general(one: Candidate, facts: Facts, plan: Plan) -> Why | None:
    """What its own tries say against a step with nobody named: there is no other record of what may follow it."""
    tries = _tries(one, facts)
    hurt = sum(past.ending is Ending.HURT for past in tries)
    return Why.RISK_NOT_LOW if hurt > plan.risk * len(tries) else None


def _tries(one: Candidate, facts: Facts) -> list[Past]:
    """The finished tries of this very step."""
    return [past for past in facts.past if past.of == one.id and past.finished and past.time <= facts.now]


def _finished(person: str, facts: Facts) -> int:
    """Moments with this person whose ending is evidence, and that are not still to come."""
    return sum(person in past.people and past.finished and past.time <= facts.now for past in facts.past)


def _rested(facts: Facts, plan: Plan) -> bool:
    """Whether enough days lie between the last step and now; more of them after one that did not end well."""
    last = max((past for past in facts.past if past.step), key=_order, default=None)
    if last is None:
        return True
    return facts.now - last.time >= (plan.rest if last.ending is Ending.FINE else plan.long_rest)


def _order(past: Past) -> tuple[float, str]:
    return past.time, past.id


def _strangeness(one: Candidate, fine: Iterable[Past], plan: Plan) -> tuple[bool, int, int]:
    """How far a step is from what the stage asks for; the least comes first.

    Other people than in the last fine step are strange. So is, until a setting has settled, one with few fine steps
    and few fine moments, and afterwards one with many fine steps.
    """
    steps = [past for past in fine if past.step]
    other = bool(steps) and not _alike(max(steps, key=_order), one)
    here = _here(one, steps)
    return (other, here, 0) if _home(one, steps) >= plan.settle else (other, -here, -_here(one, fine))


def _stage(one: Candidate, fine: Iterable[Past]) -> Stage:
    steps = [past for past in fine if past.step]
    if _here(one, steps):
        return Stage.AGAIN
    return Stage.VARIED if _home(one, steps) else Stage.FIRST


def _alike(past: Past, one: Candidate) -> bool:
    """Whether it was with exactly these people; of a step in general, whether it was a try of it."""
    return past.people == one.people if one.people else past.of == one.id


def _here(one: Candidate, moments: Iterable[Past]) -> int:
    """Moments like it in this setting."""
    return sum(_alike(past, one) and past.setting == one.setting for past in moments)


def _home(one: Candidate, steps: Iterable[Past]) -> int:
    """Steps like it in the setting where there were most."""
    settings = Counter(past.setting for past in steps if _alike(past, one))
    return max(settings.values(), default=0)
