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
from homing.companion.holds import care_facts, held_people
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


class Reading:
    """One reading of the vault at an instant. What was lived with each person is read once, however many the steps."""

    def __init__(self, rows: Rows, now: datetime, book: Book) -> None:
        self.rows, self.now, self.book = rows, now, book
        self._lived: dict[UUID, list[Fact]] = {}
        self._harm_in_bin: list[Moment] | None = None
        held = book.follow.closures(held_people(rows))
        self.with_held = {fact.id for fact in rows.facts(people=held)} if held else set[UUID]()

    def lived(self, person: UUID) -> list[Fact]:
        """The moments with someone up to now, under any of their names, without those that a held person was part of.

        What was harm counts also if it is dated ahead, and whoever was there.
        """
        if person not in self._lived:
            until, facts = microseconds(self.now), self.rows.facts(people=self.book.follow.closure(person))
            self._lived[person] = [
                fact for fact in facts if is_harm(fact) or (fact.position[0] <= until and fact.id not in self.with_held)
            ]
        return self._lived[person]

    def harm_in_bin(self) -> list[Moment]:
        """What was harm and lies in the bin: it goes on counting."""
        if self._harm_in_bin is None:
            self._harm_in_bin = [moment for moment in self.rows.all(Moment, live=False) if moment.after_harm]
        return self._harm_in_bin

    def facts(self, person: UUID, places: Collection[UUID]) -> Facts:
        """What the care rules need to know of someone, and of places."""
        same = set(self.book.follow.closure(person))
        facts = care_facts(self.rows, self.now, self.book.follow, [person], self.lived(person), cues=places)
        binned = sum(not same.isdisjoint(moment.people) for moment in self.harm_in_bin())
        return replace(facts, frightening=facts.frightening + binned)


def may_begin(read: Reading, step: Step) -> Verdict:
    """Whether a step may be begun from its page. Neither few moments nor a rest are reasons against it, and neither a
    rest nor the day after harm may hide a hold.
    """
    return _gravest(verdict for verdict, _, _ in _each(read, step, offering=False))


def may_offer(read: Reading, step: Step) -> Said:
    """Whether a step may be offered, asked for each person that it goes toward, and for whom it may meet."""
    each = list(_each(read, step, offering=True))
    verdict = _gravest(one for one, _, _ in each)
    if verdict.reason is not Reason.TOO_FEW:
        return Said(verdict)
    n, person = min(((n, person) for one, person, n in each if one == verdict), key=lambda few: few[0])
    return Said(verdict, read.book.person(person), n)


def _each(read: Reading, step: Step, *, offering: bool) -> Iterator[tuple[Verdict, UUID, int]]:
    """The verdict on the step for each person concerned, and how many moments with them are finished."""
    places = [] if step.setting is None else [step.setting]
    toward = dict.fromkeys(map(read.book.follow.canonical, step.people))
    if not toward:
        facts = care_facts(read.rows, read.now, read.book.follow, cues=places)
        yield _asked(Action.STEP_IN_GENERAL, facts, offering=offering), step.id, 0
    for one in dict.fromkeys([*toward, *_near(read.rows, read.book, step)]):
        facts = read.facts(one, places)
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


def alarms_with(read: Reading, step: Step) -> int:
    """In how many moments with all the people of a step it was told how loud the alarm was."""
    each = [read.lived(read.book.follow.canonical(one)) for one in step.people]
    return len(set.intersection(*({fact.id for fact in facts if fact.alarm is not None} for facts in each)))


def is_harm(fact: Fact) -> bool:
    """Whether it frightened or harmed, or carries a danger mark."""
    return fact.dangerous or fact.outcome is Outcome.FRIGHTENED


def _near(rows: Rows, book: Book, step: Step) -> list[UUID]:
    """Whom the step may meet though it does not name them."""
    window = None if step.window is None else rows.standing(step.window)
    behind = [book.follow.canonical(one) for one in window.people] if isinstance(window, Window) else []
    return behind if step.people else [*behind, *named_in_words(step.label, rows, book)]


def named_in_words(words: str, rows: Rows, book: Book) -> Iterator[UUID]:
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


def past(read: Reading, steps: Collection[Step]) -> tuple[Past, ...]:
    """What was lived with the people of these steps, every try of any step, and the newest moments of all.

    Of older moments only what the index knows is told: who, when and how they ended, not where. What was harm counts
    from the bin, too. How it ended where a held person was, too, says nothing of the others, unless it was harm.
    """
    rows, book = read.rows, read.book
    people = book.follow.closures(one for step in steps for one in step.people)
    ids = [step.id for live in (True, False) for step in rows.all(Step, live=live)]
    told = [
        *(rows.moments(practice=ids) if ids else ()),
        *rows.moments(limit=RECENT),
        *(rows.moments(people=people, limit=RECENT) if people else ()),
        *read.harm_in_bin(),
    ]
    whole = {moment.id: _past_of(moment, book) for moment in told}
    every = (*whole.values(), *_older(rows, book, people, whole))
    without = set(map(str, read.with_held))
    return tuple(replace(one, ending=Ending.OPEN) if one.id in without and not one.harm else one for one in every)


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
