"""The room of practice: what of one's own stands in each of its rooms, and whether anything may be suggested now."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from homing.care import Action, Verdict, may
from homing.companion.desk import Desk
from homing.companion.holds import care_facts, held_people
from homing.mind import aliases
from homing.record import Anchor, Early, Need, Promise, Reward, Rhythm, Ritual, Round, Space, Step
from homing.vault import Rows


class Room(StrEnum):
    """The rooms, named as their addresses are."""

    LADDER = "ladder"
    RITUALS = "rituals"
    REASSURANCE = "reassurance"
    PROMISES = "promises"
    LISTENING = "listening"
    CYCLE = "cycle"
    NEEDS = "needs"
    ANCHORS = "anchors"
    SPACES = "spaces"
    REWARDS = "rewards"
    EARLY = "early"
    UNDERSTANDING = "understanding"


WITH_OTHERS = (Room.LADDER, Room.RITUALS, Room.REASSURANCE, Room.PROMISES, Room.LISTENING)
FOR_ONESELF = (Room.NEEDS, Room.ANCHORS, Room.SPACES, Room.REWARDS)
TO_LOOK_AT = (Room.CYCLE, Room.EARLY, Room.UNDERSTANDING)

_KINDS = {
    Room.RITUALS: Ritual,
    Room.REASSURANCE: Rhythm,
    Room.NEEDS: Need,
    Room.ANCHORS: Anchor,
    Room.SPACES: Space,
    Room.REWARDS: Reward,
    Room.CYCLE: Round,
    Room.EARLY: Early,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Practice:
    """How much of one's own stands in a room (plans and words, never what was done); empty where nothing is counted.

    ``any_held``: a hold stands on someone, so that nothing for two is put forward by itself.
    """

    verdict: Verdict
    stands: dict[Room, int] = field(default_factory=dict)
    any_held: bool = False


def practice(desk: Desk) -> Practice:
    """What stands in the rooms now; nothing is counted while resting, or for a day after harm."""

    def look(rows: Rows) -> Practice:
        verdict = may_explain_in(rows, desk)
        any_held = bool(held_people(rows))
        if not verdict:
            return Practice(verdict=verdict, any_held=any_held)
        stands = {room: rows.count(kind) for room, kind in _KINDS.items()}
        stands[Room.LADDER] = sum(not step.set_aside for step in rows.all(Step))
        stands[Room.PROMISES] = sum(promise.kept is None for promise in rows.all(Promise))
        return Practice(verdict=verdict, stands=stands, any_held=any_held)

    return desk.vault.read(look)


def may_explain(desk: Desk) -> Verdict:
    """Whether anything may be explained, or practised side by side, just now: not for a day after harm (care rule 2).

    While resting nothing is put forward either.
    """
    return desk.vault.read(lambda rows: may_explain_in(rows, desk))


def may_explain_in(rows: Rows, desk: Desk) -> Verdict:
    """As :func:`may_explain`, inside a transaction."""
    return may(Action.COUNTS, care_facts(rows, desk.ambient.now(), aliases(rows)))
