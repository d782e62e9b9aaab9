"""What the person's rounds say of the cycle: what came after what, where it turned back, and slow erosion (S11).

Everything is counted from the rounds at each look. Only finished rounds count, since of a half-finished one nobody
knows what came last. Nothing is counted of who began, and nothing of a held person (care rules 2 and 6).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from statistics import fmean
from uuid import UUID

import numpy as np

from homing.care import Action, Verdict, may
from homing.companion import names
from homing.companion.desk import Desk, one_of
from homing.companion.holds import care_facts, held_people
from homing.companion.practice.cycle import Station, readable, station, station_of, verdict
from homing.engine import cycle as engine
from homing.engine.counts import Count
from homing.record import Aliases, By, Evidence, Outcome, Person, Round
from homing.vault import Fact, Rows, microseconds

HALF_A_YEAR = timedelta(days=182)
"""So far back slow erosion is looked for."""

_DAY = timedelta(days=1) / timedelta(microseconds=1)
_HURT = Outcome.HURT.value_01 or 0.0


@dataclass(frozen=True, slots=True)
class Follower:
    """What may come after a move: in ``k`` of ``n``, with the engine's share and its bounds. No station: it ended."""

    station: Station | None
    k: int
    n: int
    p: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class After:
    """After this move, ``n`` times. ``each`` holds what really came, the likeliest first.

    ``likely`` is the engine's likeliest; None where it is too early, or where no one move came most often.
    """

    station: Station
    n: int
    likely: Follower | None
    each: tuple[Follower, ...]

    @property
    def too_few(self) -> bool:
        """Whether it was followed fewer times than the engine waits for."""
        return self.n < engine.ENOUGH


@dataclass(frozen=True, slots=True)
class TurnedAt:
    """Of the rounds that came by this move, how many turned back there."""

    station: Station
    share: Count


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What some rounds say. ``stations`` in the order in which one tends to come by them; ``came`` counts each one's
    moves, ``arrows`` how often one followed another (endings left out). ``turned`` the most often first; ``turns``: how
    many rounds turned back anywhere.
    """

    rounds: int
    stations: tuple[Station, ...]
    came: Mapping[Station, int]
    arrows: Mapping[tuple[Station, Station], int]
    afters: tuple[After, ...]
    turned: tuple[TurnedAt, ...]
    turns: int

    @property
    def has_both(self) -> bool:
        """Whether moves of both are in it: with one side alone it would be no circle, but a charge."""
        return {at.by for at in self.stations} == set(By)


@dataclass(frozen=True, slots=True)
class Slow:
    """How moments with someone ended over half a year, on the scale from 0 (frightened or harmed) to 1 (met with care).

    ``moments``: the finished ones there are; None for ``trend``: too few to say.
    """

    trend: engine.Trend | None
    moments: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CyclePage:
    """The cycle, with someone or with all. ``whole``, ``reunions`` and ``others`` are None where nothing may be read.

    ``rounds`` are all that are kept, newest first, as own words; ``half`` of those that may be read are half-finished.
    ``beside``: with whom there are such rounds, and how many. ``slow`` is told of someone alone.
    """

    verdict: Verdict
    person: Person | None
    whole: Reading | None
    reunions: Reading | None
    others: Reading | None
    rounds: tuple[Round, ...]
    half: int
    beside: tuple[tuple[Person, int], ...]
    slow: Slow | None
    felt: tuple[str, ...]
    book: names.Book


@dataclass(frozen=True, slots=True, kw_only=True)
class Together:
    """What two people may look at together: the reading alone, and what the owner felt underneath, to be shown only on
    a tap. No name, no words of the owner's about the other.
    """

    verdict: Verdict
    reading: Reading | None
    felt: tuple[str, ...]


def cycle(desk: Desk, person_id: UUID | None = None) -> CyclePage:
    """The cycle with someone (raises :class:`NotFound`), or with everyone."""

    def work(rows: Rows) -> CyclePage:
        now, book = desk.ambient.now(), names.book(rows)
        person = None if person_id is None else names.find(rows, Person, book.follow.canonical(person_id))
        said = _verdict(rows, now, book.follow, person)
        kept = [one for one in rows.all(Round) if _is_with(one, person, book.follow)]
        may_be = [one for one in readable(rows, book.follow) if _is_with(one, person, book.follow)] if said else []
        lived = _finished(may_be, now)

        def told(which: str, some: Sequence[Round]) -> Reading | None:
            return rows.made_of(("cycle", which, person_id), tuple(some), read) if said else None

        return CyclePage(
            verdict=said,
            person=person,
            whole=told("whole", lived),
            reunions=told("reunions", [one for one in lived if one.reunion]),
            others=told("others", [one for one in lived if not one.reunion]),
            rounds=tuple(sorted(kept, key=lambda one: (one.when.utc, one.id), reverse=True)),
            half=sum(one.turned_back is None or not one.moves for one in may_be),
            beside=_beside(book, may_be),
            slow=_slow(rows, now, book.follow, person) if said and person is not None else None,
            felt=_felt(lived),
            book=book,
        )

    return desk.vault.read(work)


def together_with(desk: Desk, person_id: UUID) -> Together:
    """The cycle with someone, to be looked at together; raises :class:`NotFound`."""
    page = cycle(desk, person_id)
    return Together(verdict=page.verdict, reading=page.whole, felt=page.felt)


def together_of(desk: Desk, round_id: UUID) -> Together:
    """One round, to be looked at together; raises :class:`NotFound`."""

    def work(rows: Rows) -> Together:
        found, follow = one_of(rows, Round, round_id), names.book(rows).follow
        said = verdict(rows, desk.ambient.now(), follow, found.people)
        return Together(verdict=said, reading=read([found]) if said else None, felt=_felt([found]) if said else ())

    return desk.vault.read(work)


def read(rounds: Sequence[Round]) -> Reading:
    """What these rounds say. Of one that is half-finished its ending says nothing."""
    lived = [one for one in rounds if one.moves]
    told = [
        engine.Round(tuple(station(turn).key for turn in one.moves), bool(one.turned_back), one.reunion)
        for one in lived
    ]
    chain = engine.learn(told)
    walked = [[station(turn) for turn in one.moves] for one in lived]
    order = _order(walked)
    return Reading(
        rounds=len(lived),
        stations=order,
        came=Counter(at for walk in walked for at in walk),
        arrows=Counter(pair for walk in walked for pair in pairwise(walk)),
        afters=tuple(_after(chain, at) for at in order),
        turned=tuple(TurnedAt(station_of(one.move), one.share) for one in engine.turned_back(told)),
        turns=sum(one.turned_back for one in told),
    )


def _after(chain: engine.Chain, at: Station) -> After:
    told = engine.next_moves(chain, at.key)
    each = tuple(
        Follower(station_of(one.move) if one.move != engine.END else None, one.k, one.n, one.p, one.low, one.high)
        for one in told
        if one.k
    )
    most = max(one.k for one in each)
    is_alone = most > 1 and sum(one.k == most for one in each) == 1
    is_said = told[0].n >= engine.ENOUGH and told[0].k == most and is_alone
    return After(at, told[0].n, each[0] if is_said else None, each)


def _order(walked: Sequence[Sequence[Station]]) -> tuple[Station, ...]:
    """The stations as one tends to come by them: by the mean of where each first stands, then in the order of words."""
    first: dict[Station, list[int]] = {}
    for walk in walked:
        for at in dict.fromkeys(walk):
            first.setdefault(at, []).append(walk.index(at))
    return tuple(sorted(first, key=lambda at: (fmean(first[at]), at.key)))


def _verdict(rows: Rows, now: datetime, follow: Aliases, person: Person | None) -> Verdict:
    """Of all rounds together each is looked at by itself; here it is asked whether anything is said today."""
    if person is not None:
        return verdict(rows, now, follow, [person.id])
    return may(Action.CYCLE_MAP, care_facts(rows, now, follow))


def _is_with(one: Round, person: Person | None, follow: Aliases) -> bool:
    return person is None or person.id in map(follow.canonical, one.people)


def _finished(rounds: Sequence[Round], now: datetime) -> list[Round]:
    """What is dated ahead waits until its time has come."""
    return [one for one in rounds if one.moves and one.turned_back is not None and one.when.utc <= now]


def _beside(book: names.Book, rounds: Sequence[Round]) -> tuple[tuple[Person, int], ...]:
    """With whom, in the order of the record: there is no worst person (care rule 6)."""
    counted = Counter(one for each in rounds for one in set(map(book.follow.canonical, each.people)))
    return tuple((one, counted[one.id]) for one in book.people if counted[one.id])


def _felt(rounds: Sequence[Round]) -> tuple[str, ...]:
    """What was felt underneath one's own moves, each once, the newest first."""
    told = (turn.underneath.strip() for one in rounds[::-1] for turn in one.moves if turn.by is By.ME)
    return tuple(dict.fromkeys(filter(None, told)))


def _slow(rows: Rows, now: datetime, follow: Aliases, person: Person) -> Slow:
    """The trend of how moments with someone ended. Protected endings are no evidence (care rule 10), and a moment in
    which a held person was there, too, is left out.
    """
    same, until = follow.closure(person.id), microseconds(now)
    found = rows.facts(people=same, since=(microseconds(now - HALF_A_YEAR) + 1, ""))
    without = _with_held(rows, follow, same)
    told = [
        (fact.position[0] / _DAY, value)
        for fact in found
        if fact.position[0] <= until and fact.position not in without
        for value in _values(fact)
    ]
    times, values = np.array(told, dtype=float).reshape(-1, 2).T
    return Slow(engine.erosion(times, values, until / _DAY), len(told))


def _values(fact: Fact) -> Iterator[float]:
    """How good a finished moment was. What turned into a hurt later is no better than one, however it had ended."""
    value = None if fact.outcome is None else fact.outcome.value_01
    if fact.evidence is Evidence.HURT:
        yield min(_HURT, _HURT if value is None else value)
    elif fact.evidence is Evidence.NO_HURT and value is not None:
        yield value


def _with_held(rows: Rows, follow: Aliases, same: Collection[UUID]) -> set[tuple[int, str]]:
    held = held_people(rows)
    if not held:
        return set()
    beside = rows.named_beside(Person, people=same).items()
    return {position for one, positions in beside if follow.canonical(one) in held for position in positions}
