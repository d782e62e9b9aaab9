"""From the record to what the planner of steps looks at: what care says of a step, and the past with whom it is.

A step goes toward the people it names. Whoever its window is for, or whose name stands in the words of a step in
general, may be met by it, too: a hold on any of them is enough.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from homing.care import ENOUGH_FOR_A_STEP, Action, Facts, Reason, Verdict, may
from homing.companion.holds import care_facts, held_people
from homing.companion.names import Book
from homing.companion.safety import is_safety
from homing.engine.healing import Ending, Past, Plan
from homing.mind.encode import day_of
from homing.record import Cue, Evidence, Moment, Outcome, Person, Respect, Step, Window
from homing.vault import Fact, Position, Rows, instant, microseconds

RECENT = 50
"""The newest moments of which the planner knows the setting, and of which one may be called to mind."""

FIRST_WORD = 3
"""The first word of a name counts as the name if it has so many letters."""

PLAN = Plan()
"""What the planner assumes."""

_ELSEWHERE = "elsewhere"
_AFTER_ANY_ID = "~"
_FINISHED = (Evidence.HURT, Evidence.NO_HURT)
_WELL = (Outcome.CARE, Outcome.OKAY)
_ENDINGS = {Evidence.HURT: Ending.HURT, Evidence.PROTECTED: Ending.PROTECTED, Evidence.OPEN: Ending.OPEN}


class Lived(NamedTuple):
    """What was lived with someone, in counts, for care and for the planner.

    ``finished``, ``frightening`` and ``alarms`` (told how loud) are of all that :meth:`Reading.lived` tells; ``hurt``
    of ``done`` of what the planner takes as finished. ``harm`` is what frightened or harmed, ``newest`` the newest few
    that the planner takes as finished.
    """

    finished: int = 0
    frightening: int = 0
    alarms: int = 0
    hurt: int = 0
    done: int = 0
    harm: tuple[Fact, ...] = ()
    newest: tuple[Fact, ...] = ()


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
        self._counted: dict[UUID, Lived] = {}
        self._harm_in_bin: list[Moment] | None = None
        held = book.follow.closures(held_people(rows))
        self.with_held = frozenset(fact.id for fact in rows.facts(people=held)) if held else frozenset[UUID]()

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

    def counted(self, person: UUID) -> Lived:
        """:meth:`lived` in counts. What was counted before is not counted again."""
        if person not in self._counted:
            same = self.book.follow.closure(person)
            facts, now = self.rows.facts(people=same), (microseconds(self.now), _AFTER_ANY_ID)
            at = bisect_right(facts, now, key=lambda fact: fact.position)
            key = ("stepping", frozenset(same), self.with_held)
            until = self.rows.folded(key, facts[:at], Lived(), self._add)
            ahead = [fact for fact in facts[at:] if is_harm(fact)]
            self._counted[person] = until._replace(
                finished=until.finished + sum(fact.evidence in _FINISHED for fact in ahead),
                frightening=until.frightening + len(ahead),
                alarms=until.alarms + sum(fact.alarm is not None for fact in ahead),
                harm=(*until.harm, *ahead),
            )
        return self._counted[person]

    def _add(self, before: Lived, facts: Sequence[Fact]) -> Lived:
        told = [fact for fact in facts if fact.id not in self.with_held or is_harm(fact)]
        finished = [fact for fact in told if fact.evidence in _FINISHED]
        done = [fact for fact in finished if fact.outcome is not Outcome.FRIGHTENED]
        harm = [fact for fact in told if is_harm(fact)]
        return Lived(
            finished=before.finished + len(finished),
            frightening=before.frightening + len(harm),
            alarms=before.alarms + sum(fact.alarm is not None for fact in told),
            hurt=before.hurt + sum(fact.evidence is Evidence.HURT for fact in done),
            done=before.done + len(done),
            harm=(*before.harm, *harm),
            newest=(*before.newest, *done)[-PLAN.finished :],
        )

    def harm_in_bin(self) -> list[Moment]:
        """What was harm and lies in the bin: it goes on counting."""
        if self._harm_in_bin is None:
            self._harm_in_bin = [moment for moment in self.rows.moments_in_bin() if moment.after_harm]
        return self._harm_in_bin

    def facts(self, person: UUID, places: Collection[UUID]) -> Facts:
        """What the care rules need to know of someone, and of places."""
        same = set(self.book.follow.closure(person))
        facts = care_facts(self.rows, self.now, self.book.follow, [person], cues=places)
        binned = sum(not same.isdisjoint(moment.people) for moment in self.harm_in_bin())
        lived = self.counted(person)
        return replace(facts, finished=lived.finished, frightening=lived.frightening + binned)


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
    people = {read.book.follow.canonical(one) for one in step.people}
    if len(people) == 1:
        return read.counted(*people).alarms
    each = [read.lived(one) for one in people]
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


def hurt_of(read: Reading, person: UUID) -> tuple[int, int]:
    """How many of the moments with someone that the planner takes as finished hurt, and how many those are."""
    lived, same = read.counted(person), set(read.book.follow.closure(person))
    binned = [_past_of(moment, read.book) for moment in read.harm_in_bin() if not same.isdisjoint(moment.people)]
    done = [one.ending is Ending.HURT for one in binned if one.finished and one.time <= day_of(read.now)]
    return lived.hurt + sum(done), lived.done + len(done)


def past(read: Reading, steps: Collection[Step]) -> tuple[Past, ...]:
    """Every try of any step, the newest moments of all, and of what was lived with the people of these steps whatever
    the planner's answer can rest on.

    Of older moments that is what was harm, the newest with each person whose ending is known, as many as the planner
    asks for, and the newest that a step may call to mind; of them only what the index knows is told: who, when and how
    they ended, not where. What was harm counts from the bin, too. How it ended where a held person was, too, says
    nothing of the others, unless it was harm.
    """
    rows, book = read.rows, read.book
    people = book.follow.closures(one for step in steps for one in step.people)
    ids = [step.id for live in (True, False) for step in rows.all(Step, live=live)]

    known = rows.kept(("stepping.told",), (Person, Cue), _ToldOf)

    def read_whole() -> dict[UUID, Past]:
        told = [
            *(rows.moments(practice=ids) if ids else ()),
            *rows.moments(limit=RECENT),
            *(rows.moments(people=people, limit=RECENT) if people else ()),
            *read.harm_in_bin(),
        ]
        return {moment.id: known.of(moment, book) for moment in told}

    whole = rows.kept(("stepping.past", frozenset(people)), (Moment, Person, Cue, Step), read_whole)
    older = {fact.id: fact for fact in _deciding(read, steps, whole) if fact.id not in whole}
    every = (*whole.values(), *_older(rows, book, people, older.values()))
    return tuple(
        replace(one, ending=Ending.OPEN) if UUID(one.id) in read.with_held and not one.harm else one for one in every
    )


def _deciding(read: Reading, steps: Collection[Step], told: Collection[UUID]) -> Iterator[Fact]:
    """The moments with the people of these steps on which an answer of the planner can rest."""
    everyone = {read.book.follow.canonical(one) for step in steps for one in step.people}
    for person in everyone:
        lived = read.counted(person)
        yield from (*lived.harm, *lived.newest)
    together = {frozenset(map(read.book.follow.canonical, step.people)) for step in steps}
    for people in {*together, *(frozenset([one]) for one in everyone)}:
        if people:
            yield from _newest_fine(read, people, told)


def _newest_fine(read: Reading, people: Collection[UUID], told: Collection[UUID]) -> Iterator[Fact]:
    """The newest moment with all these people, of those not told yet, that ended well and may be called to mind."""
    until, (first, *others) = microseconds(read.now), [read.book.follow.closure(one) for one in people]
    with_all = [{fact.id for fact in read.rows.facts(people=same)} for same in others]
    for fact in reversed(read.rows.facts(people=first)):
        is_known = fact.position[0] <= until and _ending_of(fact) is Ending.FINE
        is_free = fact.id not in told and fact.id not in read.with_held
        if is_known and is_free and all(fact.id in each for each in with_all):
            yield fact
            return


class _ToldOf:
    """What the planner is told of moments, for as long as names and merges stand: each is translated once."""

    def __init__(self) -> None:
        self._known: dict[UUID, tuple[Moment, Past]] = {}

    def of(self, moment: Moment, book: Book) -> Past:
        """What it is told of this moment."""
        before = self._known.get(moment.id)
        if before is not None and before[0] is moment:
            return before[1]
        told = _past_of(moment, book)
        self._known[moment.id] = moment, told
        return told


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


def _older(rows: Rows, book: Book, people: Collection[UUID], facts: Collection[Fact]) -> Iterator[Past]:
    """These moments with these people, of which none was read whole."""
    beside = rows.named_beside(Person, people=people) if facts else {}
    for fact in facts:
        there = (one for one, positions in beside.items() if _holds(positions, fact.position))
        yield Past(
            id=str(fact.id),
            time=day_of(instant(fact.position[0])),
            people=frozenset(str(book.follow.canonical(one)) for one in there),
            setting=_ELSEWHERE,
            ending=_ending_of(fact),
            danger=fact.dangerous,
        )


def _holds(positions: Sequence[Position], place: Position) -> bool:
    at = bisect_left(positions, place)
    return at < len(positions) and positions[at] == place


def _ending_of(fact: Fact) -> Ending:
    if fact.outcome is Outcome.FRIGHTENED:
        return Ending.FRIGHTENING
    return _ENDINGS.get(fact.evidence, Ending.FINE if fact.outcome in _WELL else Ending.UNMET)
