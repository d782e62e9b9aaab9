"""Do they listen, respect a no, leave me calm? Answered from the moments of one's own record (S19).

Calm because it felt safe and calm because it was familiar are kept apart, and the second is never counted as the first.
Nothing is said of a held person, while resting, or for a day after harm (care rule 2). How this could be used to
control someone: as a verdict on a human being. So it counts what the owner noted, for the owner alone, and grades none.
"""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from homing.care import Action, Verdict, may
from homing.companion import names
from homing.companion.desk import Desk
from homing.companion.holds import care_facts
from homing.companion.practice.answers import Asked, asked, told_with
from homing.record import Afterwards, Answer, Person
from homing.vault import Rows

GOOD = (Answer.YES, Answer.PARTLY)
"""Answers that say something good of a moment."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Three:
    """The answers to the three questions."""

    listened: Asked
    respected: Asked
    afterwards: Asked

    @property
    def n(self) -> int:
        """How many answers there are, counted or set apart."""
        return sum(one.n + one.apart for one in (self.listened, self.respected, self.afterwards))

    @property
    def has_enough(self) -> bool:
        """Whether there is a count of which an interval says anything."""
        return any(one.whole.is_enough for one in (self.listened, self.respected, self.afterwards))


@dataclass(frozen=True, slots=True, kw_only=True)
class FeelsSafe:
    """What the record answers about someone; ``three`` is None where nothing may be said."""

    verdict: Verdict
    three: Three | None


def feels_safe(desk: Desk, person_id: UUID) -> FeelsSafe:
    """The three questions about one person, under all their names; raises :class:`NotFound`."""
    now, today = desk.ambient.now(), desk.ambient.lived_now().day

    def work(rows: Rows) -> FeelsSafe:
        follow = names.book(rows).follow
        person = names.find(rows, Person, follow.canonical(person_id))
        verdict = may(Action.FEELS_SAFE, care_facts(rows, now, follow, [person.id]))
        if not verdict:
            return FeelsSafe(verdict=verdict, three=None)
        told = told_with(rows, now, follow, person.id)
        three = Three(
            listened=asked(Answer, GOOD, ((one, one.listened) for one in told), follow, today),
            respected=asked(Answer, GOOD, ((one, one.respected) for one in told), follow, today),
            afterwards=asked(
                Afterwards, (Afterwards.CALM_SAFE,), ((one, one.afterwards) for one in told), follow, today
            ),
        )
        return FeelsSafe(verdict=verdict, three=three)

    return desk.vault.read(work)
