"""A quarrel mapped move by move, in taps (S11). Every tap is kept, half-finished rounds too.

A cycle is something that two people are caught in. Where there is fear and control it is not that: with a held person
no mapping is offered, and nothing is read (care rule 2). Care is asked anew at every tap and at every look, so that a
mark set later silences what began before; the person's own words stay theirs all the same.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from homing.care import Action, Facts, Verdict, may
from homing.companion import moments, names
from homing.companion.desk import Desk, NotFound, one_of
from homing.companion.holds import care_facts, held_people
from homing.mind import aliases
from homing.record import Aliases, By, CycleMove, LivedTime, Person, Round, Turn
from homing.vault import Rows, WritableRows

MOST = 40
"""A round has at most so many moves: beyond that it is not one quarrel any more."""

OFFERED = 5
"""So many of the person's own earlier words are offered for a move."""


class Station(NamedTuple):
    """A place in the cycle: whose move, and which."""

    by: By
    move: CycleMove

    @property
    def key(self) -> str:
        """The same as one word, for the engine and for a form."""
        return f"{self.by}:{self.move}"


class NotOffered(Exception):
    """No mapping here and now; ``verdict`` says why. Nothing was changed."""

    def __init__(self, verdict: Verdict) -> None:
        super().__init__(verdict.reason.value)
        self.verdict = verdict


class NobodyNamed(ValueError):
    """A round is begun with someone: an initial is enough."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Door:
    """Whether a round may be begun at all, and with whom: held people are left out."""

    verdict: Verdict
    people: tuple[Person, ...]
    book: names.Book


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundPage:
    """One round, whether it may be mapped and read, and the person's own earlier words.

    ``worded``: for each station how they worded it, the newest first; ``felt``: what they felt underneath.
    """

    round: Round
    verdict: Verdict
    worded: dict[Station, tuple[str, ...]]
    felt: tuple[str, ...]
    book: names.Book


def station(turn: Turn) -> Station:
    """The place of a move in the cycle."""
    return Station(turn.by, turn.move)


def station_of(key: str) -> Station:
    """The station of a key; ``ValueError`` if there is none.

    >>> station_of("me:withdraw").key
    'me:withdraw'
    """
    by, _, move = key.partition(":")
    return Station(By(by), CycleMove(move))


def facts_of(rows: Rows, now: datetime, follow: Aliases, people: Collection[UUID]) -> Facts:
    """What the care rules need to know of a round with these people.

    One that names nobody may be with anyone: while a hold stands on someone, it is taken to be theirs.
    """
    facts = care_facts(rows, now, follow, people)
    return facts if people or not held_people(rows) else replace(facts, held=True)


def verdict(rows: Rows, now: datetime, follow: Aliases, people: Collection[UUID]) -> Verdict:
    """Whether a round with these people may be mapped and read now."""
    return may(Action.CYCLE_MAP, facts_of(rows, now, follow, people))


def door(desk: Desk) -> Door:
    """Where a round is begun."""

    def work(rows: Rows) -> Door:
        book, held = names.book(rows), held_people(rows)
        general = may(Action.CYCLE_MAP, care_facts(rows, desk.ambient.now(), book.follow))
        return Door(verdict=general, people=tuple(one for one in book.people if one.id not in held), book=book)

    return desk.vault.read(work)


def begin(
    desk: Desk,
    people: Collection[UUID],
    new_people: Sequence[str] = (),
    *,
    reunion: bool = False,
    when: LivedTime | None = None,
) -> Round:
    """Begin a round, without a move yet. Raises :class:`NobodyNamed` or :class:`NotOffered`, with nothing kept."""

    def work(rows: WritableRows) -> Round:
        named = _named(rows, desk, people, new_people)
        if not named:
            raise NobodyNamed
        general = verdict(rows, desk.ambient.now(), aliases(rows), named)
        if not general:
            raise NotOffered(general)
        at = when or desk.ambient.lived_now()
        begun = Round(id=desk.ambient.new_id(), when=at, people=named, reunion=reunion)
        rows.put(begun, desk.ambient.now())
        return begun

    return desk.vault.write(work)


def look(desk: Desk, round_id: UUID) -> RoundPage:
    """One round; raises :class:`NotFound`."""

    def work(rows: Rows) -> RoundPage:
        found, book = one_of(rows, Round, round_id), names.book(rows)
        earlier = readable(rows, book.follow, [found.id])
        turns = [turn for one in [*earlier, found][::-1] for turn in one.moves[::-1]]
        return RoundPage(
            round=found,
            verdict=verdict(rows, desk.ambient.now(), book.follow, found.people),
            worded={
                at: _newest(turn.words for turn in turns if station(turn) == at) for at in set(map(station, turns))
            },
            felt=_newest(turn.underneath for turn in turns if turn.by is By.ME),
            book=book,
        )

    return desk.vault.read(work)


def add_move(desk: Desk, round_id: UUID, move: Station, *, after: int) -> Round:
    """Keep what came next. ``after`` is how many moves the page showed: a finger that tapped twice adds one.

    Raises :class:`NotFound` and :class:`NotOffered`. A round that has ended, or is full, stays as it is.
    """

    def changed(one: Round) -> Round:
        is_open = one.turned_back is None and len(one.moves) == after < MOST
        return replace(one, moves=(*one.moves, Turn(by=move.by, move=move.move))) if is_open else one

    return _map(desk, round_id, changed)


def end(desk: Desk, round_id: UUID, *, turned_back: bool | None) -> Round:
    """Keep whether it turned round at its last move; None: it goes on after all, or that is not said.

    Raises :class:`NotFound` and :class:`NotOffered`. Without a move there is nothing to end.
    """
    return _map(desk, round_id, lambda one: replace(one, turned_back=turned_back if one.moves else None))


def take_out(desk: Desk, round_id: UUID, at: int, *, of: int) -> Round:
    """Take a move out; ``of`` is how many the page showed. Raises :class:`NotFound`.

    Without the last one it is open again where it ended: whether it turned was said of that move.
    """

    def changed(one: Round) -> Round:
        if len(one.moves) != of or not 0 <= at < of:
            return one
        turned_back = None if at == of - 1 else one.turned_back
        return replace(one, moves=(*one.moves[:at], *one.moves[at + 1 :]), turned_back=turned_back)

    return _change(desk, round_id, changed)


def reword(desk: Desk, round_id: UUID, at: int, move: Station, words: str, underneath: str) -> Round:
    """Keep own words on a move, and for one's own what was felt underneath. Raises :class:`NotFound`, also where
    that move stands there no more.
    """

    def changed(one: Round) -> Round:
        if not 0 <= at < len(one.moves) or station(one.moves[at]) != move:
            raise NotFound(round_id)
        felt = underneath if move.by is By.ME else one.moves[at].underneath
        turn = replace(one.moves[at], words=words, underneath=felt)
        return replace(one, moves=(*one.moves[:at], turn, *one.moves[at + 1 :]))

    return _change(desk, round_id, changed)


def change(
    desk: Desk,
    round_id: UUID,
    people: Collection[UUID],
    new_people: Sequence[str] = (),
    *,
    reunion: bool,
    when: LivedTime,
    note: str,
) -> Round:
    """Keep with whom, when, whether on meeting again, and a note; the moves stay. Raises :class:`NotFound`."""

    def work(rows: WritableRows) -> Round:
        named = _named(rows, desk, people, new_people)
        told = replace(one_of(rows, Round, round_id), people=named, reunion=reunion, when=when, note=note)
        rows.put(told, desk.ambient.now())
        return told

    return desk.vault.write(work)


def remove(desk: Desk, round_id: UUID) -> None:
    """Put it into the bin. Raises :class:`NotFound`."""

    def work(rows: WritableRows) -> None:
        one_of(rows, Round, round_id)
        rows.remove(round_id, desk.ambient.now())

    desk.vault.write(work)


def forget(desk: Desk, round_id: UUID) -> None:
    """Forget it for good. Raises :class:`NotFound`."""
    desk.vault.read(lambda rows: one_of(rows, Round, round_id))
    moments.forget(desk, round_id)


def readable(rows: Rows, follow: Aliases, but: Collection[UUID] = ()) -> list[Round]:
    """The live rounds, oldest first, but for these and for any with a held person, or with nobody named while a hold
    stands on someone. Whether anything may be read at all is another question.
    """
    held = held_people(rows)
    found = [
        one
        for one in rows.all(Round)
        if one.id not in but
        and (one.people or not held)
        and held.isdisjoint(follow.canonical(person) for person in one.people)
    ]
    return sorted(found, key=lambda one: (one.when.utc, one.id))


def _map(desk: Desk, round_id: UUID, changed: Callable[[Round], Round]) -> Round:
    """As :func:`_change`, where mapping may be offered."""

    def work(rows: WritableRows) -> Round:
        found = one_of(rows, Round, round_id)
        general = verdict(rows, desk.ambient.now(), aliases(rows), found.people)
        if not general:
            raise NotOffered(general)
        return _put(rows, desk, changed(found))

    return desk.vault.write(work)


def _change(desk: Desk, round_id: UUID, changed: Callable[[Round], Round]) -> Round:
    return desk.vault.write(lambda rows: _put(rows, desk, changed(one_of(rows, Round, round_id))))


def _put(rows: WritableRows, desk: Desk, told: Round) -> Round:
    rows.put(told, desk.ambient.now())
    return told


def _named(rows: WritableRows, desk: Desk, people: Iterable[UUID], new_people: Iterable[str]) -> tuple[UUID, ...]:
    """Who is here of these, and whoever is named for the first time."""
    new = [names.person_named(rows, desk, label).id for label in new_people if label.strip()]
    return tuple(dict.fromkeys([*(one for one in people if rows.holds_id(one)), *new]))


def _newest(words: Iterable[str]) -> tuple[str, ...]:
    """The first few of these, each once."""
    return tuple(dict.fromkeys(word.strip() for word in words if word.strip()))[:OFFERED]
