"""Before the door: an intention and a sentence to leave with, put into words beforehand (interface.md).

They are a :class:`homing.record.Need` like any other (``will`` is the intention, ``label`` the sentence), so that they
are found among the needs and leave with an export. Which of them stands at the door is a setting of this vault.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from homing.companion import needs, windows
from homing.companion.desk import Desk, NotFound
from homing.record import Need
from homing.vault import Rows, WritableRows

_KEY = "door.need"


@dataclass(frozen=True, slots=True, kw_only=True)
class Door:
    """The words that stand at the door, others that might, and whether quieter ways come first (care rule 5)."""

    words: Need | None
    others: tuple[Need, ...]
    quietly: bool
    needs: needs.Needs


def door(desk: Desk) -> Door:
    """What is there for the door."""
    words = desk.vault.read(_words)
    found = needs.all_of(desk)
    return Door(
        words=words,
        others=tuple(one for one in found.needs if one.will and one.window is None and one != words),
        quietly=words is not None and windows.announcing(desk, words),
        needs=found,
    )


def is_ready(desk: Desk) -> bool:
    """Whether words stand ready."""
    return desk.vault.read(_words) is not None


def keep(desk: Desk, need: Need, new_people: Sequence[str] = ()) -> Need:
    """Keep these words, new or changed, and let them stand at the door."""
    is_here = desk.vault.read(lambda rows: rows.find(Need, need.id)) is not None
    kept = (needs.change if is_here else needs.add)(desk, need, new_people)
    take(desk, kept.id)
    return kept


def take(desk: Desk, need_id: UUID) -> None:
    """Let words that are kept already stand at the door; raises :class:`NotFound`."""

    def work(rows: WritableRows) -> None:
        if rows.find(Need, need_id) is None:
            raise NotFound(need_id)
        rows.set_setting(_KEY, str(need_id))

    desk.vault.write(work)


def _words(rows: Rows) -> Need | None:
    told = rows.get_setting(_KEY)
    return None if told is None else rows.find(Need, UUID(str(told)))
