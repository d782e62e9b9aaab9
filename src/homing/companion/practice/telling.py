"""What one moment may tell of practice: how someone was, reassurance, meeting, parting, a step (S12, S14, S16 to S19).

Everything is kept with :func:`homing.companion.moments.keep`; here is only what a page may ask for. Where danger was
marked, after harm, or where it is not safe, nothing is asked that builds up closeness: what may matter later, such as a
no that was not respected, can still be noted (care rule 2).
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from homing.care import Action, Reason, Verdict, may
from homing.companion import names
from homing.companion.desk import Desk, NotFound
from homing.companion.holds import care_facts, named_in
from homing.record import Aliases, Moment, Ritual, Step
from homing.vault import Rows


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """A moment, whether it may be asked about freely, and the steps and rituals that it may name.

    ``offered``: whether its page may lead there. ``narrow``: whether only what may matter later is asked.
    """

    moment: Moment
    verdict: Verdict
    steps: tuple[Step, ...]
    rituals: tuple[Ritual, ...]
    book: names.Book

    @property
    def offered(self) -> bool:
        """Whether it may be offered; not while resting either."""
        return bool(self.verdict)

    @property
    def called(self) -> dict[UUID, str]:
        """What the steps and rituals are called, by id."""
        return {step.id: step.label for step in self.steps} | {ritual.id: ritual.label for ritual in self.rituals}

    @property
    def narrow(self) -> bool:
        """Whether closeness is not asked about. Who rests and comes here all the same is asked as ever."""
        return not self.verdict and self.verdict.reason is not Reason.RESTING


def telling(desk: Desk, moment_id: UUID) -> Telling:
    """What may be asked of a moment; raises :class:`NotFound`."""
    now = desk.ambient.now()

    def work(rows: Rows) -> Telling:
        moment = rows.find(Moment, moment_id)
        if moment is None:
            raise NotFound(moment_id)
        book = names.book(rows)
        cues = named_in(moment.cues, moment.setting)
        facts = care_facts(rows, now, book.follow, moment.people, moment=moment, cues=cues)
        named, with_them = {moment.step, moment.ritual}, book.follow.closures(moment.people)
        steps = (one for one in rows.all(Step) if one.id in named or not one.set_aside)
        return Telling(
            moment=moment,
            verdict=may(Action.FEELS_SAFE, facts),
            steps=tuple(one for one in steps if one.id in named or _is_for(one.people, with_them, book.follow)),
            rituals=tuple(
                one for one in rows.all(Ritual) if one.id in named or _is_for(one.people, with_them, book.follow)
            ),
            book=book,
        )

    return desk.vault.read(work)


def _is_for(people: Collection[UUID], with_them: Collection[UUID], follow: Aliases) -> bool:
    return not people or not set(follow.closures(people)).isdisjoint(with_them)
