"""Greetings and partings of one's own (S12): designed, brought up when two really meet or part, kept in one tap.

What was done is a moment, with how it felt; a ritual holds no count, and nothing is missed (care rule 13). It is
brought up for nobody on whom a hold stands. :mod:`homing.companion.practice.ritual_effect` says what is set side by
side.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from uuid import UUID

from homing.care import Action, Verdict, may
from homing.companion import moments, names
from homing.companion.desk import Desk, one_of
from homing.companion.holds import care_facts
from homing.companion.practice import contact, ritual_effect
from homing.companion.practice.ritual_effect import Effect
from homing.companion.practice.stepping import named_in_words
from homing.record import Day, FeltState, LivedTime, Moment, Person, Ritual
from homing.vault import Rows, WritableRows, microseconds

AROUND = timedelta(hours=1)
"""So long before and after its time a ritual is brought up. A convention."""

SHOWN = 6
"""The newest times that the page of a ritual lists."""

_DAYS = tuple(Day)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rituals:
    """Every ritual, in the order in which they were designed."""

    rituals: tuple[Ritual, ...]
    book: names.Book


@dataclass(frozen=True, slots=True, kw_only=True)
class RitualPage:
    """A ritual; whether Homing may ask after it (``asks``); what may be set side by side, and the newest times with it.

    ``effect`` is None where it may not be asked; ``people`` are those of its people that are here.
    """

    ritual: Ritual
    asks: Verdict
    effect: Effect | None
    people: tuple[Person, ...]
    newest: tuple[Moment, ...]
    book: names.Book


def all_of(desk: Desk) -> Rituals:
    """Every ritual: plans of one's own, whatever stands against bringing them up."""
    return desk.vault.read(lambda rows: Rituals(rituals=tuple(rows.all(Ritual)), book=names.book(rows)))


def look(desk: Desk, ritual_id: UUID) -> RitualPage:
    """One ritual; raises :class:`NotFound`."""
    now = desk.ambient.now()

    def work(rows: Rows) -> RitualPage:
        ritual, book = one_of(rows, Ritual, ritual_id), names.book(rows)
        asks = _verdict(rows, now, book, ritual)
        newest = rows.moments(practice=[ritual.id], before=(microseconds(now) + 1, ""), limit=SHOWN)
        return RitualPage(
            ritual=ritual,
            asks=asks,
            effect=ritual_effect.effect(rows, book, ritual, now) if asks else None,
            people=tuple(_here(book, ritual.people)),
            newest=tuple(newest),
            book=book,
        )

    return desk.vault.read(work)


def find(desk: Desk, ritual_id: UUID) -> Ritual:
    """The ritual; raises :class:`NotFound`."""
    return desk.vault.read(lambda rows: one_of(rows, Ritual, ritual_id))


def put(desk: Desk, ritual: Ritual, new_people: Sequence[str] = ()) -> Ritual:
    """Keep a ritual, new or changed, and whomever it names for the first time. Who is not here any more is left out."""

    def work(rows: WritableRows) -> Ritual:
        named = [names.person_named(rows, desk, label).id for label in new_people if label.strip()]
        known = [one for one in ritual.people if rows.holds_id(one)]
        whole = replace(ritual, people=tuple(dict.fromkeys([*known, *named])))
        rows.put(whole, desk.ambient.now())
        return whole

    return desk.vault.write(work)


def log(desk: Desk, ritual_id: UUID, state: FeltState, people: Collection[UUID] = (), *, with_it: bool) -> Moment:
    """Keep that they met or parted just now, with the ritual or without it, and how it felt. Raises :class:`NotFound`.

    ``people``: who it was; nobody told means all for whom it is. The same again within seconds is a finger that tapped
    twice: one is kept.
    """

    def work(rows: WritableRows) -> Moment:
        ritual, book = one_of(rows, Ritual, ritual_id), names.book(rows)
        told = [one.id for one in _here(book, people)] or [one.id for one in _here(book, ritual.people)]
        moment = Moment(
            id=desk.ambient.new_id(),
            when=desk.ambient.lived_now(),
            people=tuple(told),
            state_after=state,
            occasion=ritual.occasion,
            ritual=ritual.id if with_it else None,
        )
        return moments.once(rows, desk, moment)

    return desk.vault.write(work)


def forget(desk: Desk, ritual_id: UUID) -> None:
    """Forget a ritual for good; the moments stay, without it. Raises :class:`NotFound`."""
    find(desk, ritual_id)
    moments.forget(desk, ritual_id)


def due(rows: Rows, desk: Desk, book: names.Book) -> Ritual | None:
    """The ritual whose time is about now, the nearest if there are several; None if there is none.

    Not one that was kept already, nor one with people of whom any moment was kept since its hour began: real life has
    come first. Nothing for a held person, while resting, or for a day after harm. What was not done is simply gone.
    """
    now = desk.ambient.now()
    near = [(abs(at - now), place, at, one) for place, one in enumerate(rows.all(Ritual)) for at in _times(one, desk)]
    for apart, _place, at, ritual in sorted(near, key=lambda one: one[:2]):
        if apart <= AROUND and _is_open(rows, now, at - AROUND, book, ritual) and _verdict(rows, now, book, ritual):
            return ritual
    return None


def _verdict(rows: Rows, now: datetime, book: names.Book, ritual: Ritual) -> Verdict:
    return may(Action.RITUAL, care_facts(rows, now, book.follow, ritual.people or _in_words(rows, book, ritual)))


def _in_words(rows: Rows, book: names.Book, ritual: Ritual) -> tuple[UUID, ...]:
    """Of a ritual for nobody in particular, whose name stands in its words: with them it may be kept, too."""
    words = (ritual.label, ritual.look, ritual.tone, ritual.words, ritual.touch, ritual.place)
    return tuple(named_in_words("\n".join(words), rows, book))


def _here(book: names.Book, people: Collection[UUID]) -> Iterator[Person]:
    """Whom these ids mean, each once; who lies in the bin is left out."""
    meant = {book.follow.canonical(one) for one in people}
    return (person for person in book.people if person.id in meant)


def _times(ritual: Ritual, desk: Desk) -> Iterator[datetime]:
    """Its instants yesterday, today and tomorrow: around midnight its hour reaches into another day."""
    if not ritual.at:
        return
    today = desk.ambient.lived_now().day
    for day in (today + timedelta(days=apart) for apart in (-1, 0, 1)):
        if not ritual.days or _DAYS[day.weekday()] in ritual.days:
            yield LivedTime(local=datetime.combine(day, time.fromisoformat(ritual.at)), zone=desk.ambient.zone).utc


def _is_open(rows: Rows, now: datetime, since: datetime, book: names.Book, ritual: Ritual) -> bool:
    """Whether nothing was kept yet since its hour began, and somebody for whom it is, is here."""
    same = book.follow.closures(ritual.people)
    if ritual.people and not any(_here(book, ritual.people)):
        return False
    lived = [contact.last(rows, set(same), now)] if same else []
    lived += [one.when.utc for one in rows.moments(practice=[ritual.id], before=(microseconds(now) + 1, ""), limit=1)]
    if not same:
        of_kind = (one for one in rows.moments_from((microseconds(since), "")) if one.occasion is ritual.occasion)
        lived += [one.when.utc for one in of_kind if one.when.utc <= now]
    return all(at is None or at < since for at in lived)
