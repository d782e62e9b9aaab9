"""With whom, where and doing what the body settles: from the record to the pairs of before and after.

Associations of one's own body with people, places and ways. Nothing is read of anyone else.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from homing.engine.coregulation import UNSETTLED, Pair, Settled, settling
from homing.mind.mind import aliases
from homing.mind.ways import way_of
from homing.record import Aliases, Anchor, FeltState, Moment, Move, Settling
from homing.vault import Rows, microseconds

DOING = frozenset({Move.TOWARD, Move.STAYED, Move.SAID_NEED, Move.STEPPED_BACK})
"""What may be named as settling. Never what protects (care rule 10), nor what could weigh on another person."""

_UNSETTLED = tuple(map(FeltState, UNSETTLED))


class Kind(StrEnum):
    """What a body may settle with: whom, where, or doing what."""

    PERSON = "person"
    PLACE = "place"
    DOING = "doing"


def pairs(rows: Rows, left_out: Callable[[UUID], bool], since: datetime | None = None) -> tuple[Pair, ...]:
    """Before and after in the moments and tries at settling that began unsettled, ``since`` then (None: all of them).

    Keys are :func:`key_of` people, places and ways. ``left_out`` says of a person (of merged ones, the one they stand
    for) whether a hold stands on them: what happened with such a person, or by an anchor that is one, is left out
    whole. What ended in danger or fright, was protected or used against one later, or was calm because familiar, is no
    evidence of settling; where the body did not settle there, that counts (care rule 10). Of moments the record does
    not say how long it took.
    """
    follow = aliases(rows)
    who = {anchor.id: anchor.person for live in (True, False) for anchor in rows.all(Anchor, live=live)}
    tries = (one for one in rows.all(Settling) if since is None or one.when.utc >= since)
    told = [pair for moment in _unsettled(rows, since) for pair in _of_moment(moment, follow)]
    told += (pair for one in tries for pair in _of_try(one, follow, who))
    return tuple(pair for people, pair in told if not any(map(left_out, people)))


def key_of(kind: Kind, name: object) -> str:
    """The key of a person or place by its id, or of a move by its word."""
    return f"{kind}:{name}"


def settles(told: Iterable[Pair], level: float = 0.8) -> dict[Kind, Settled]:
    """With whom, where and doing what the body settles; each kind borrows from its own kind only.

    In the order of ids, never of shares: there is no best person (care rule 6).
    """
    held = tuple(told)
    return {kind: settling((_only(pair, kind) for pair in held), level) for kind in Kind}


def _unsettled(rows: Rows, since: datetime | None) -> Iterator[Moment]:
    if since is None:
        for word in UNSETTLED:
            yield from rows.moments(state=FeltState(word))
    else:
        yield from (one for one in rows.moments_from((microseconds(since), "")) if one.state in _UNSETTLED)


def _of_moment(moment: Moment, follow: Aliases) -> Iterator[tuple[list[UUID], Pair]]:
    """Who was there, and the pair, if the moment has both ends and may be one."""
    if moment.state is None or moment.state_after is None:
        return
    if moment.calm_is_no_safety and moment.state_after is FeltState.SETTLED:
        return
    people = sorted({follow.canonical(person) for person in moment.people})
    keys = _keys(people, moment.setting, follow, sorted(move for move in moment.moves if move in DOING))
    yield people, Pair(moment.state.value, moment.state_after.value, keys=keys)


def _of_try(told: Settling, follow: Aliases, who: Mapping[UUID, UUID | None]) -> Iterator[tuple[list[UUID], Pair]]:
    """Who was there or is the anchor, and the pair, if both ends are told."""
    if told.before is None or told.after is None:
        return
    people, way = sorted({follow.canonical(person) for person in told.people}), way_of(told)
    keys = _keys(people, told.setting, follow, [] if way is None else [way])
    anchor = None if told.anchor is None else who.get(told.anchor)
    concerned = people if anchor is None else [*people, follow.canonical(anchor)]
    yield concerned, Pair(told.before.value, told.after.value, told.minutes, keys)


def _keys(people: Iterable[UUID], setting: UUID | None, follow: Aliases, ways: Iterable[str]) -> tuple[str, ...]:
    places = [] if setting is None else [follow.canonical(setting)]
    named = ((Kind.PERSON, people), (Kind.PLACE, places), (Kind.DOING, ways))
    return tuple(key_of(kind, one) for kind, all_ in named for one in all_)


def _only(pair: Pair, kind: Kind) -> Pair:
    mark = key_of(kind, "")
    return Pair(pair.before, pair.after, pair.minutes, tuple(key for key in pair.keys if key.startswith(mark)))
