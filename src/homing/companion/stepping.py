"""From the record to what the planner of steps looks at: what care says of a step, and the past with whom it is.

A step goes toward the people it names. Whoever its window is for, or whose name stands in the words of a step in
general, may be met by it, too: a hold on any of them is enough.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from homing.care import ENOUGH_FOR_A_STEP, Action, Facts, Reason, Verdict, may
from homing.companion.holds import care_facts
from homing.companion.names import Book
from homing.companion.safety import is_safety
from homing.engine.healing import Ending, Past
from homing.mind.encode import day_of
from homing.record import Evidence, Moment, Outcome, Person, Respect, Step, Window
from homing.vault import Fact, Rows, instant, microseconds

RECENT = 50
"""The newest moments of which the planner knows the setting, and of which one may be called to mind."""

FIRST_WORD = 3
"""The first word of a name counts as the name if it has so many letters."""

_ELSEWHERE = "elsewhere"
_WELL = (Outcome.CARE, Outcome.OKAY)
_ENDINGS = {Evidence.HURT: Ending.HURT, Evidence.PROTECTED: Ending.PROTECTED, Evidence.OPEN: Ending.OPEN}


@dataclass(frozen=True, slots=True)
class Said:
    """What care says of a step; with whom too few moments are finished, and how many are."""

    verdict: Verdict
    person: Person | None = None
    n: int = 0


def ending(moment: Moment) -> Ending:
    """How a moment ended, for the planner. Well is only what was met, in safety, with no window crossed."""
    if moment.outcome is Outcome.FRIGHTENED:
        return Ending.FRIGHTENING
    is_crossed = any(seen.respect is Respect.CROSSED for seen in moment.windows)
    return _ENDINGS.get(moment.evidence, Ending.FINE if is_safety(moment) and not is_crossed else Ending.UNMET)


def people_of(step: Step, book: Book) -> tuple[Person, ...] | None:
    """Whom a step is with, merged names once; None if someone is not here any more, or lies in the bin."""
    here = {person.id for person in book.people}
    found = [book.person(one) for one in step.people]
    known = {person.id: person for person in found if person is not None and person.id in here}
    return tuple(known.values()) if len(found) == sum(one is not None and one.id in known for one in found) else None


def may_begin(rows: Rows, now: datetime, book: Book, step: Step) -> Verdict:
    """Whether a step may be begun from its page. Neither few moments nor a rest are reasons against it, and neither a
    rest nor the day after harm may hide a hold.
    """
    return _gravest(verdict for verdict, _, _ in _each(rows, now, book, step, offering=False))


def may_offer(rows: Rows, now: datetime, book: Book, step: Step) -> Said:
    """Whether a step may be offered, asked for each person that it goes toward, and for whom it may meet."""
    each = list(_each(rows, now, book, step, offering=True))
    verdict = _gravest(one for one, _, _ in each)
    if verdict.reason is not Reason.TOO_FEW:
        return Said(verdict)
    n, person = min(((n, person) for one, person, n in each if one == verdict), key=lambda few: few[0])
    return Said(verdict, book.person(person), n)


def _each(
    rows: Rows, now: datetime, book: Book, step: Step, *, offering: bool
) -> Iterator[tuple[Verdict, UUID, int]]:
    """The verdict on the step for each person concerned, and how many moments with them are finished."""
    places = [] if step.setting is None else [step.setting]
    toward = dict.fromkeys(map(book.follow.canonical, step.people))
    if not toward:
        facts = care_facts(rows, now, book.follow, cues=places)
        yield _asked(Action.STEP_IN_GENERAL, facts, offering=offering), step.id, 0
    for one in dict.fromkeys([*toward, *_near(rows, book, step)]):
        facts = care_facts(rows, now, book.follow, [one], _lived(rows, now, book, one), cues=places)
        counted = facts.finished if offering and one in toward else max(facts.finished, ENOUGH_FOR_A_STEP)
        yield _asked(Action.STEP, replace(facts, finished=counted), offering=offering), one, facts.finished


def _asked(action: Action, facts: Facts, *, offering: bool) -> Verdict:
    if offering:
        return may(action, facts)
    on_any_day = may(action, replace(facts, resting=False, since_harm=None))
    return may(action, replace(facts, resting=False)) if on_any_day else on_any_day


def _gravest(verdicts: Iterable[Verdict]) -> Verdict:
    """Of several verdicts the first that forbids; that moments are too few is said last."""
    told = list(verdicts)
    against = [one for one in told if not one]
    return min(against, key=lambda one: one.reason is Reason.TOO_FEW, default=told[0])


def _lived(rows: Rows, now: datetime, book: Book, person: UUID) -> list[Fact]:
    """The moments with someone up to now; what was harm also if it is dated ahead, or lies in the bin."""
    same, until = book.follow.closure(person), microseconds(now)
    live = [fact for fact in rows.facts(people=same) if fact.position[0] <= until and not is_harm(fact)]
    return [*live, *(fact for fact in rows.facts(people=same, binned=True) if is_harm(fact))]


def alarms_with(rows: Rows, now: datetime, book: Book, step: Step) -> int:
    """In how many moments with all the people of a step it was told how loud the alarm was, up to now."""
    until = microseconds(now)
    each = [rows.facts(people=book.follow.closure(one)) for one in step.people]
    told = [{fact.id for fact in facts if fact.alarm is not None and fact.position[0] <= until} for facts in each]
    return len(set.intersection(*told))


def is_harm(fact: Fact) -> bool:
    """Whether it frightened or harmed, or carries a danger mark."""
    return fact.dangerous or fact.outcome is Outcome.FRIGHTENED


def _near(rows: Rows, book: Book, step: Step) -> list[UUID]:
    """Whom the step may meet though it does not name them."""
    window = None if step.window is None else rows.standing(step.window)
    behind = [book.follow.canonical(one) for one in window.people] if isinstance(window, Window) else []
    return behind if step.people else [*behind, *_named_in(step.label, rows, book)]


def _named_in(words: str, rows: Rows, book: Book) -> Iterator[UUID]:
    """The people of whom a name stands in these words: the whole of it, or its first word.

    An initial is one in its own case alone, so that "R" stands in no "are we".
    """
    for person in (*rows.all(Person), *rows.all(Person, live=False)):
        label = person.label.strip()
        first = label.split()[0]
        if any(_stands(name, words) for name in (label, first if len(first) >= FIRST_WORD else label)):
            yield book.follow.canonical(person.id)


def _stands(name: str, words: str) -> bool:
    whole = rf"(?<!\w){re.escape(name)}(?!\w)"
    return re.search(whole, words, re.IGNORECASE if len(name) >= FIRST_WORD else 0) is not None


def past(rows: Rows, book: Book, steps: Collection[Step]) -> tuple[Past, ...]:
    """What was lived with the people of these steps, every try of any step, and the newest moments of all.

    Of older moments only what the index knows is told: who, when and how they ended, not where. What was harm counts
    from the bin, too.
    """
    people = book.follow.closures(one for step in steps for one in step.people)
    ids = [step.id for live in (True, False) for step in rows.all(Step, live=live)]
    told = [
        *(rows.moments(practice=ids) if ids else ()),
        *rows.moments(limit=RECENT),
        *(rows.moments(people=people, limit=RECENT) if people else ()),
        *(moment for moment in rows.all(Moment, live=False) if moment.after_harm),
    ]
    whole = {moment.id: _past_of(moment, book) for moment in told}
    return (*whole.values(), *_older(rows, book, people, whole))


def _past_of(moment: Moment, book: Book) -> Past:
    return Past(
        id=str(moment.id),
        time=day_of(moment.when.utc),
        people=frozenset(str(book.follow.canonical(one)) for one in moment.people),
        setting=None if moment.setting is None else str(book.follow.canonical(moment.setting)),
        ending=ending(moment),
        step=moment.step is not None,
        danger=moment.is_dangerous,
        of="" if moment.step is None else str(moment.step),
    )


def _older(rows: Rows, book: Book, people: Collection[UUID], told: Collection[UUID]) -> Iterator[Past]:
    """The moments with these people that were not read whole."""
    facts = [fact for fact in rows.facts(people=people) if fact.id not in told] if people else []
    who: dict[str, set[str]] = {}
    for one, positions in rows.named_beside(Person, people=people).items() if facts else ():
        for _, moment in positions:
            who.setdefault(moment, set()).add(str(book.follow.canonical(one)))
    for fact in facts:
        yield Past(
            id=str(fact.id),
            time=day_of(instant(fact.position[0])),
            people=frozenset(who[fact.position[1]]),
            setting=_ELSEWHERE,
            ending=_ending_of(fact),
            danger=fact.dangerous,
        )


def _ending_of(fact: Fact) -> Ending:
    if fact.outcome is Outcome.FRIGHTENED:
        return Ending.FRIGHTENING
    return _ENDINGS.get(fact.evidence, Ending.FINE if fact.outcome in _WELL else Ending.UNMET)
