"""Which small step may be offered next, if any, and what that rests on.

Care is asked first, for everyone a step goes toward; then the planner of the engine, which keeps its own copy of what
a proposal must never break. Nothing is stored: every count comes from the moments, at each reading. See
``docs/adr/care-ladder.md``.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from homing.care import Action, Reason, may
from homing.companion import names
from homing.companion.desk import Desk
from homing.companion.holds import care_facts, held_people
from homing.companion.practice import stepping
from homing.companion.practice.stepping import PLAN
from homing.companion.safety import is_safety
from homing.engine.blend import BlendReading
from homing.engine.counts import jeffreys
from homing.engine.events import Reading
from homing.engine.healing import Candidate, Ending, Facts, Past, Proposal, Refusal, Stage, Why, propose
from homing.mind import Expectation, Outlook
from homing.mind.encode import day_of
from homing.record import ALARM_MAX, LivedTime, Moment, Person, Step
from homing.vault import Rows, instant

NEWEST_TRIES = 3
"""From so many of the newest tries the alarm of a step is expected, where its owner gave no number."""

ALARMS_ENOUGH = 3
"""Fewer alarms than this with the same people say nothing of a step."""

_DAY_US = 86_400_000_000
_NO_RISK = Reading(p=0.0, low=0.0, high=0.0, mean=0.0, variance=0.0, seen=0)

STILL_ON = timedelta(hours=12)
"""A try begun within this time and without an ending may still go on."""


class Source(StrEnum):
    """Where an expected alarm comes from."""

    OWN = "own"
    TRIES = "tries"
    RECORD = "record"


@dataclass(frozen=True, slots=True)
class Loud:
    """How loud the alarm is expected, in [0, 1]; by whom, and from how many alarms (0: the person's own number)."""

    p: float
    source: Source
    n: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Withheld:
    """Why a step is not offered now: ``n`` finished moments with ``person``, where those are too few; ``until`` when
    to rest, where it is too soon.
    """

    reason: Reason | Why
    person: Person | None = None
    n: int = 0
    until: LivedTime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Offered:
    """The step to offer, and what that rests on.

    ``k`` of ``n`` finished moments with ``person``, the one least known, ended in hurt (in general: of its own tries);
    ``others`` tells the same of everyone else it is with, so that a calm person hides nobody.
    ``well`` of ``tries`` with the same people went well, ``well_here`` of ``tries_here`` in this setting. ``recall`` is
    a moment to call to mind before; ``risk`` what is expected of a moment like it (None in general).
    """

    step: Step
    stage: Stage
    person: Person | None
    k: int
    n: int
    alarm: Loud
    well: int
    tries: int
    well_here: int
    tries_here: int
    recall: Moment | None
    risk: Reading | None
    others: tuple[tuple[Person, int, int], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Next:
    """The step to offer (None: none now), and why not each of the others. ``stopped``: why nothing is, with anyone."""

    offered: Offered | None
    withheld: dict[UUID, Withheld]
    stopped: Reason | None
    book: names.Book


@dataclass(frozen=True, slots=True)
class Room:
    """There is room for a small step. It names nobody, and nothing happens if it passes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Known:
    """One reading of the vault: the steps that may be planned, what speaks against others, the past, every try.

    ``lived``: how many finished moments with someone hurt, of how many. ``alarms``: in how many moments with its people
    the alarm was told, of each step.
    """

    steps: tuple[Step, ...]
    withheld: dict[UUID, Withheld]
    stopped: Reason | None
    facts: Facts
    tries: dict[UUID, tuple[Moment, ...]]
    lived: dict[str, tuple[int, int]]
    alarms: dict[UUID, int]
    book: names.Book


def proposal(desk: Desk) -> Next:
    """The next small step, or why there is none. The models are asked only of steps that their answer could allow."""
    whole = desk.vault.read(lambda rows: _known(rows, desk.ambient.now(), names.book(rows)))
    refused = _at_best(whole)
    known = replace(whole, steps=tuple(step for step in whole.steps if step.id not in refused))
    toward = [step for step in known.steps if step.people]
    outlook = desk.mind.at(desk.ambient.now()) if toward else None
    expected = {step.id: _expected(outlook, step) if outlook and step.people else [] for step in known.steps}
    alarms = _alarms(known, {step.id: _recorded(step, expected[step.id], known) for step in known.steps})
    risks = {step.id: _worst([one.hurt for one in expected[step.id]]) for step in known.steps}
    answer = _answer(known, alarms, risks)
    reasons = refused | {UUID(one): why for one, why in answer.refused}
    told = {one: _withheld(why, known, desk.ambient.zone) for one, why in reasons.items()}
    offered = None if isinstance(answer, Refusal) else _offered(desk, answer, known, alarms, risks)
    return Next(offered=offered, withheld=known.withheld | told, stopped=known.stopped, book=known.book)


def due(rows: Rows, desk: Desk, book: names.Book) -> Room | None:
    """Whether there is room for a small step: told without the models, by rest, by counts, by nothing against it.

    None while a try that was begun today has no ending yet.
    """
    now = desk.ambient.now()
    known = _known(rows, now, book)
    newest = max((one for told in known.tries.values() for one in told), key=lambda one: one.when.utc, default=None)
    if newest is not None and not newest.is_finished and now - newest.when.utc < STILL_ON:
        return None
    risks = {step.id: _counted(step, known) for step in known.steps}
    return Room() if isinstance(_answer(known, _alarms(known, {}), risks), Proposal) else None


def loud(step: Step, tries: Sequence[Moment]) -> Loud | None:
    """How loud its owner expects the alarm; else how loud it was in the newest tries, where that was told."""
    if step.alarm is not None:
        return Loud(step.alarm / ALARM_MAX, Source.OWN)
    felt = [one.alarm for one in tries if one.alarm is not None][:NEWEST_TRIES]
    return Loud(sum(felt) / len(felt) / ALARM_MAX, Source.TRIES, len(felt)) if felt else None


def tries_of(rows: Rows, now: datetime) -> dict[UUID, tuple[Moment, ...]]:
    """Every try up to now, of each step, newest first."""
    ids = [step.id for live in (True, False) for step in rows.all(Step, live=live)]
    found = defaultdict[UUID, list[Moment]](list)
    for moment in rows.moments(practice=ids) if ids else ():
        if moment.step is not None and moment.when.utc <= now:
            found[moment.step].append(moment)
    return {step: tuple(tries) for step, tries in found.items()}


def _known(rows: Rows, now: datetime, book: names.Book) -> _Known:
    steps = [step for step in rows.all(Step) if not step.set_aside and stepping.people_of(step, book) is not None]
    whole = may(Action.STEP_IN_GENERAL, care_facts(rows, now, book.follow))
    read = stepping.Reading(rows, now, book)
    said = {step.id: stepping.may_offer(read, step) for step in steps}
    fit = tuple(step for step in steps if whole and said[step.id].verdict)
    toward = {book.follow.canonical(one) for step in fit for one in step.people}
    held = frozenset(map(str, held_people(rows)))
    return _Known(
        steps=fit,
        withheld={
            one: Withheld(reason=told.verdict.reason, person=told.person, n=told.n)
            for one, told in said.items()
            if not told.verdict
        },
        stopped=None if whole else whole.reason,
        facts=Facts(now=day_of(now), held=held, past=stepping.past(read, fit) if fit else ()),
        tries=tries_of(rows, now),
        lived={str(one): stepping.hurt_of(read, one) for one in toward},
        alarms={step.id: stepping.alarms_with(read, step) for step in fit if step.people},
        book=book,
    )


def _alarms(known: _Known, recorded: Mapping[UUID, Loud | None]) -> dict[UUID, Loud]:
    """The alarm expected of each step of which one is."""
    told = {step.id: loud(step, known.tries.get(step.id, ())) or recorded.get(step.id) for step in known.steps}
    return {one: alarm for one, alarm in told.items() if alarm is not None}


def _answer(known: _Known, alarms: Mapping[UUID, Loud], risks: Mapping[UUID, Reading | None]) -> Proposal | Refusal:
    candidates = [
        Candidate(
            id=str(step.id),
            people=_people(step, known),
            setting=_setting(step, known),
            alarm=alarms[step.id].p if step.id in alarms else None,
            risk=risks[step.id],
        )
        for step in known.steps
    ]
    return propose(candidates, known.facts, PLAN)


def _at_best(known: _Known) -> dict[UUID, Why]:
    """What is refused whatever the models would say: an alarm in the middle, where none is told, and no risk at all."""
    middle = Loud(PLAN.middle, Source.RECORD)
    alarms = _alarms(known, {step.id: middle if step.people else None for step in known.steps})
    answer = _answer(known, alarms, {step.id: _NO_RISK if step.people else None for step in known.steps})
    return {UUID(one): why for one, why in answer.refused}


def _expected(outlook: Outlook, step: Step) -> list[Expectation]:
    """What is expected of a moment with all these people there, and with each of them alone."""
    alone = [(one,) for one in step.people] if len(step.people) > 1 else []
    return [outlook.expect(people=group, setting=step.setting) for group in (step.people, *alone)]


def _recorded(step: Step, expected: Sequence[Expectation], known: _Known) -> Loud | None:
    """The alarm that the record lets expect with all of them there, if it tells enough of them."""
    n = known.alarms.get(step.id, 0)
    return Loud(expected[0].alarm.p, Source.RECORD, n) if n >= ALARMS_ENOUGH else None


def _worst(readings: Sequence[BlendReading]) -> Reading | None:
    """The gravest of each part, so that a calm person beside someone never makes a step look safer than it is."""
    if not readings or any(one.unknown or not one.seen for one in readings):
        return None
    widest = max(readings, key=lambda one: one.high)
    p, low, seen = max(one.p for one in readings), max(one.low for one in readings), min(one.seen for one in readings)
    return Reading(p=p, low=low, high=widest.high, mean=widest.mean, variance=widest.variance, seen=seen)


def _counted(step: Step, known: _Known) -> Reading | None:
    """A stand-in by counts alone for what the models expect; with few moments it is the more careful of the two."""
    if not step.people:
        return None
    _, k, n = _lived_with(step, known)[0]
    count = jeffreys(k, n)
    return Reading(p=k / max(n, 1), low=count.low, high=count.high, mean=0.0, variance=0.0, seen=n)


def _lived_with(step: Step, known: _Known) -> list[tuple[str, int, int]]:
    """Each of the people of a step, the least known first: how many finished moments with them hurt, of how many."""
    each = [(person, *known.lived[person]) for person in sorted(_people(step, known))]
    return sorted(each, key=lambda told: told[2])


def _hurt(moments: Sequence[Past]) -> int:
    return sum(one.ending is Ending.HURT for one in moments)


def _people(step: Step, known: _Known) -> frozenset[str]:
    return frozenset(str(known.book.follow.canonical(one)) for one in step.people)


def _setting(step: Step, known: _Known) -> str | None:
    return None if step.setting is None else str(known.book.follow.canonical(step.setting))


def _offered(
    desk: Desk, answer: Proposal, known: _Known, alarms: Mapping[UUID, Loud], risks: Mapping[UUID, Reading | None]
) -> Offered:
    step = next(one for one in known.steps if one.id == UUID(answer.id))
    people, until = _people(step, known), known.facts.now
    steps = [one for one in known.facts.past if one.step and one.finished and one.time <= until]
    like = [one for one in steps if (one.people == people if people else one.of == answer.id)]
    well = [one for one in like if one.ending is Ending.FINE]
    here = _setting(step, known)
    each = _lived_with(step, known) if people else [("", _hurt(like), len(like))]
    (person, k, n), *others = each
    return Offered(
        step=step,
        stage=answer.stage,
        person=known.book.person(UUID(person)) if person else None,
        k=k,
        n=n,
        alarm=alarms[step.id],
        well=len(well),
        tries=len(like),
        well_here=sum(one.setting == here for one in well),
        tries_here=sum(one.setting == here for one in like),
        recall=desk.vault.read(lambda rows: _recalled(rows, answer.recall)),
        risk=risks[step.id],
        others=tuple((who, k, n) for one, k, n in others if (who := known.book.person(UUID(one))) is not None),
    )


def _recalled(rows: Rows, moment_id: str | None) -> Moment | None:
    """The moment to call to mind, if it was one of safety; of older ones the index alone does not tell that."""
    moment = None if moment_id is None else rows.find(Moment, UUID(moment_id))
    return moment if moment is not None and is_safety(moment) else None


def _withheld(why: Why, known: _Known, zone: str) -> Withheld:
    """The planner's reason; where it is rest, until when. It counts the last step, ended well or not, with anyone."""
    if why is not Why.TOO_SOON:
        return Withheld(reason=why)
    last = max((one for one in known.facts.past if one.step), key=lambda one: (one.time, one.id))
    days = PLAN.rest if last.ending is Ending.FINE else PLAN.long_rest
    return Withheld(reason=why, until=LivedTime.at(instant(round((last.time + days) * _DAY_US)), zone))
