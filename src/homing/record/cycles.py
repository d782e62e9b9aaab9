"""The cycle of disconnection: one quarrel, move by move, blaming nobody (S11)."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import ClassVar
from uuid import UUID

from homing.record.lived import LivedTime
from homing.record.parts import Extra


class CycleMove(StrEnum):
    """The standard moves. What a person calls them is theirs."""

    CRITICISE = "criticise"
    DEFEND = "defend"
    ATTACK = "attack"
    WITHDRAW = "withdraw"
    PURSUE = "pursue"
    GIVE_IN = "give_in"
    PAUSE = "pause"
    REPAIR = "repair"
    WARM = "warm"


class By(StrEnum):
    """Who made a move."""

    ME = "me"
    THEM = "them"


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """One move: whose, which, in what words of one's own, and what was felt underneath (told of one's own moves)."""

    by: By
    move: CycleMove
    words: str = ""
    underneath: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """One time round the cycle, in order. ``reunion``: it began on meeting again; ``turned_back``: it turned round at
    its last move, by a repair, a pause or a kind word; None while that was not said.
    """

    type: ClassVar[str] = "round"

    id: UUID
    when: LivedTime
    people: tuple[UUID, ...] = ()
    moves: tuple[Turn, ...] = ()
    reunion: bool = False
    turned_back: bool | None = None
    note: str = ""
    extra: Extra = field(default_factory=dict, hash=False)
