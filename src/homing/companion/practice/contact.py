"""When someone was last met, written to or thought out with, as far as the record tells: for what waits on real life.

It is read to keep quiet, and shown to nobody: no "last seen" (care rule 14).
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Iterator
from datetime import datetime
from uuid import UUID

from homing.record import LivedTime, Need, Pause, Reward, Round, Settling
from homing.vault import Rows, instant, microseconds


def last(rows: Rows, same: Collection[UUID], now: datetime) -> datetime | None:
    """The newest instant, up to now, at which something with one of these ids was lived; None if nothing was.

    By lived time, whenever it was written down. What is dated ahead has not been yet, and what lies in the bin is not
    told any more.
    """
    told = (last_moment(rows, same, now), *(when.utc for when in _beside_moments(rows, set(same)) if when.utc <= now))
    return max((one for one in told if one is not None), default=None)


def last_moment(rows: Rows, same: Collection[UUID], now: datetime) -> datetime | None:
    """The newest moment with one of these ids, up to now."""
    until, facts = (microseconds(now) + 1, ""), rows.facts(people=same) if same else []
    at = bisect_left(facts, until, key=lambda fact: fact.position)
    return instant(facts[at - 1].position[0]) if at else None


def _beside_moments(rows: Rows, same: set[UUID]) -> Iterator[LivedTime]:
    """When something else was lived with them: a quarrel, a reward, settling, a pause, a need that was told."""
    yield from (one.when for one in rows.all(Round) if same & set(one.people))
    yield from (one.when for one in rows.all(Reward) if same & set(one.people))
    yield from (one.when for one in rows.all(Settling) if same & set(one.people))
    yield from (one.began or one.back for one in rows.all(Pause) if same & set(one.people))
    yield from (told.when for need in rows.all(Need) for told in need.tellings if told.to in same)
