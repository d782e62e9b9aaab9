"""Reassurance: acceptance, interest, appreciation, given and received, and a rhythm that real contact resets (S14).

Homing asks, and never writes the words (care rule 13). What was given and what came are counted apart, from moments,
and never weighed against each other. Asking for reassurance is not pushed: nothing here prompts anyone to ask for it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from uuid import UUID

from homing.care import Action, Verdict, may
from homing.companion import names
from homing.companion.desk import Desk
from homing.companion.holds import care_facts, held_people
from homing.companion.practice import contact
from homing.record import Direction, Moment, Person, Reassurance, Reassured, Rhythm
from homing.vault import Rows, WritableRows, microseconds

WEEKS = 6
"""What was given and received is counted over so many weeks."""

ASKED_FOR = timedelta(days=3)
"""So long a rhythm asks; then it is quiet until as many days have passed again. Nothing piles up."""

ONE_TIME = timedelta(minutes=10)
"""Taps within so long tell of one time together, and are one moment."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """Of the ``n`` moments with someone in the last weeks: in how many something was given, and in how many it came.

    ``kinds`` counts the same by what it was; a moment may hold several.
    """

    n: int = 0
    given: int = 0
    received: int = 0
    kinds: Mapping[tuple[Direction, Reassurance], int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class With:
    """Someone, their rhythm if there is one, whether anything may be asked of them, and what was counted.

    ``counted`` is None where nothing may be asked.
    """

    person: Person
    rhythm: Rhythm | None
    asks: Verdict
    counted: Counted | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reassurances:
    """Those with a rhythm, in the order in which it was begun, then everyone else. ``asks``: whether anything may be
    asked just now, of whomever.
    """

    asks: Verdict
    rhythms: tuple[With, ...]
    others: tuple[Person, ...]
    book: names.Book


def all_of(desk: Desk) -> Reassurances:
    """Everyone, those with a rhythm first."""
    now = desk.ambient.now()

    def work(rows: Rows) -> Reassurances:
        book = names.book(rows)
        begun = dict.fromkeys(book.follow.canonical(one.person) for one in rows.all(Rhythm))
        here = {person.id: person for person in book.people}
        return Reassurances(
            asks=may(Action.REASSURANCE, care_facts(rows, now, book.follow)),
            rhythms=tuple(_with(rows, now, book, here[one]) for one in begun if one in here),
            others=tuple(person for person in book.people if person.id not in begun),
            book=book,
        )

    return desk.vault.read(work)


def of(desk: Desk, person_id: UUID) -> With:
    """One person; raises :class:`NotFound`."""

    def work(rows: Rows) -> With:
        book = names.book(rows)
        return _with(rows, desk.ambient.now(), book, names.find(rows, Person, book.follow.canonical(person_id)))

    return desk.vault.read(work)


def begin(desk: Desk, person_id: UUID, days: int) -> Rhythm | None:
    """Begin a rhythm with someone, or give theirs other days. None where none may be, as under a hold.

    Raises :class:`NotFound`, and ``ValueError`` for days that no rhythm has.
    """

    def work(rows: WritableRows) -> Rhythm | None:
        book = names.book(rows)
        person = names.find(rows, Person, book.follow.canonical(person_id))
        if not _verdict(rows, desk.ambient.now(), book, person.id):
            return None
        before = _rhythm(rows, book, person.id)
        rhythm = replace(before, days=days) if before else Rhythm(id=desk.ambient.new_id(), person=person.id, days=days)
        rows.put(rhythm, desk.ambient.now())
        return rhythm

    return desk.vault.write(work)


def stop(desk: Desk, person_id: UUID) -> None:
    """Let the rhythm with someone go, under every name they have. The moments stay."""

    def work(rows: WritableRows) -> None:
        same = names.book(rows).follow.closure(person_id)
        rows.forget([one.id for one in rows.all(Rhythm) if one.person in same])

    desk.vault.write(work)


def log(desk: Desk, person_id: UUID, kind: Reassurance, direction: Direction) -> Moment:
    """Keep, in one tap, that it was given or came just now. Raises :class:`NotFound`.

    Taps soon after each other are one moment, if nothing else was told of it; the same tap again changes nothing.
    """

    def work(rows: WritableRows) -> Moment:
        follow = names.book(rows).follow
        person = names.find(rows, Person, follow.canonical(person_id))
        told, when = Reassured(kind=kind, direction=direction), desk.ambient.lived_now()
        bare = Moment(id=desk.ambient.new_id(), when=when, people=(person.id,))
        for last in rows.moments(told_of=follow.closure(person.id), before=(microseconds(when.utc) + 1, ""), limit=1):
            is_bare = replace(last, id=bare.id, when=when, people=bare.people, reassured=()) == bare
            if is_bare and len(last.people) == 1 and when.utc - last.when.utc <= ONE_TIME:
                bare = last
        whole = replace(bare, reassured=tuple(dict.fromkeys([*bare.reassured, told])))
        if whole != bare:
            rows.put(whole, desk.ambient.now())
        return whole

    return desk.vault.write(work)


def counted(rows: Rows, book: names.Book, person_id: UUID, now: datetime) -> Counted:
    """What the moments of the last weeks tell; those with anyone on whom a hold stands are left out (care rule 2)."""
    same, held = book.follow.closure(person_id), held_people(rows)
    lived = [
        one
        for one in rows.moments_from((microseconds(now - timedelta(weeks=WEEKS)), ""))
        if one.when.utc <= now
        and not set(same).isdisjoint(one.people)
        and held.isdisjoint(map(book.follow.canonical, one.people))
    ]
    return of_moments(lived)


def of_moments(lived: Sequence[Moment]) -> Counted:
    """The counts of these moments."""
    told = [{(one.direction, one.kind) for one in moment.reassured} for moment in lived]
    ways = [{direction for direction, _kind in each} for each in told]
    return Counted(
        n=len(lived),
        given=sum(Direction.SENT in each for each in ways),
        received=sum(Direction.RECEIVED in each for each in ways),
        kinds=dict(Counter(one for each in told for one in each)),
    )


def due(rows: Rows, desk: Desk, book: names.Book) -> Rhythm | None:
    """The rhythm that asks today, the one whose days ended first; None if there is none.

    Its days run from the last contact with that person, whatever it was, or from when the rhythm was begun, if that is
    later. It asks for a few days, then is quiet until as many have passed again. Nothing of a held person, while
    resting, or for a day after harm.
    """
    now = desk.ambient.now()
    here = {person.id for person in book.people}
    waiting = [
        (since, place, one)
        for place, one in enumerate(rows.all(Rhythm))
        if book.follow.canonical(one.person) in here
        and (since := _asks_since(rows, book, one, now)) is not None
        and _verdict(rows, now, book, one.person)
    ]
    return min(waiting, key=lambda one: one[:2], default=(None, None, None))[2]


def _asks_since(rows: Rows, book: names.Book, rhythm: Rhythm, now: datetime) -> datetime | None:
    """Since when the rhythm asks; None while it is quiet. What is read costs little until its days are over."""
    same, span = book.follow.closure(rhythm.person), timedelta(days=rhythm.days)
    begun = rows.history(rhythm.id)[-1].at
    from_moments = max(begun, contact.last_moment(rows, same, now) or begun)
    if now - from_moments < span:
        return None
    began = max(from_moments, contact.last(rows, same, now) or begun)
    rounds, apart = divmod(now - began, span)
    return now - apart if rounds >= 1 and apart < ASKED_FOR else None


def _with(rows: Rows, now: datetime, book: names.Book, person: Person) -> With:
    asks = _verdict(rows, now, book, person.id)
    return With(
        person=person,
        rhythm=_rhythm(rows, book, person.id),
        asks=asks,
        counted=counted(rows, book, person.id, now) if asks else None,
    )


def _rhythm(rows: Rows, book: names.Book, person_id: UUID) -> Rhythm | None:
    """The rhythm with someone; of several, after a merge, the one begun first."""
    return next((one for one in rows.all(Rhythm) if book.follow.canonical(one.person) == person_id), None)


def _verdict(rows: Rows, now: datetime, book: names.Book, person_id: UUID) -> Verdict:
    return may(Action.REASSURANCE, care_facts(rows, now, book.follow, [person_id]))
