"""What safety made possible (S25): dared, dreamt, played, alone or together. Kept, and read again; never counted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from homing.care import Action, may
from homing.companion import moments, names
from homing.companion.desk import Desk, forget_one, one_of
from homing.companion.holds import care_facts, held
from homing.companion.safety import is_safety
from homing.record import Moment, Reward
from homing.vault import Rows, WritableRows


@dataclass(frozen=True, slots=True, kw_only=True)
class Rewards:
    """The newest first, by lived time. ``asks``: not while resting, nor for a day after harm; what is kept stays."""

    rewards: tuple[Reward, ...]
    asks: bool
    book: names.Book


def all_of(desk: Desk) -> Rewards:
    """Everything kept here."""

    def work(rows: Rows) -> Rewards:
        book = names.book(rows)
        return Rewards(
            rewards=tuple(sorted(rows.all(Reward), key=lambda one: one.when.utc, reverse=True)),
            asks=bool(may(Action.COUNTS, care_facts(rows, desk.ambient.now(), book.follow))),
            book=book,
        )

    return desk.vault.read(work)


def find(desk: Desk, reward_id: UUID) -> Reward:
    """One of them; raises :class:`NotFound`."""
    return desk.vault.read(lambda rows: one_of(rows, Reward, reward_id))


def begun_from(desk: Desk, moment_id: UUID) -> Moment | None:
    """The good moment from which something is kept here; None if it is none any more, or a hold stands on someone who
    was there. Raises :class:`NotFound`.
    """
    moment = moments.find(desk, moment_id)
    is_held = desk.vault.read(lambda rows: any(held(rows, one) for one in moment.people))
    return moment if is_safety(moment) and not is_held else None


def put(desk: Desk, reward: Reward, new_people: Sequence[str] = ()) -> Reward:
    """Keep it, new or changed, and whomever it names for the first time. Who is not here any more is left out."""

    def work(rows: WritableRows) -> Reward:
        named = [names.person_named(rows, desk, label).id for label in new_people if label.strip()]
        known = [one for one in reward.people if rows.holds_id(one)]
        whole = replace(reward, people=tuple(dict.fromkeys([*known, *named])))
        rows.put(whole, desk.ambient.now())
        return whole

    return desk.vault.write(work)


def forget(desk: Desk, reward_id: UUID) -> None:
    """Forget it for good; raises :class:`NotFound`."""
    forget_one(desk, Reward, reward_id)
