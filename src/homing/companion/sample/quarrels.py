"""Four quarrels of the sample, move by move: two that turned back, two that did not. They blame nobody."""

from __future__ import annotations

from uuid import uuid5

from homing.companion.sample.cast import PERSON_IDS, SAMPLE
from homing.companion.sample.told import when
from homing.record import By, CycleMove, LivedTime, Round, Turn

_HARD_WORK = (
    Turn(by=By.ME, move=CycleMove.PURSUE, words="ask where she was", underneath="afraid that she is leaving"),
    Turn(by=By.THEM, move=CycleMove.DEFEND, words="the ferry"),
    Turn(by=By.ME, move=CycleMove.CRITICISE, words="say that she always knew", underneath="small"),
    Turn(by=By.THEM, move=CycleMove.ATTACK, words="“hard work”"),
    Turn(by=By.ME, move=CycleMove.ATTACK, words="shout", underneath="alone"),
    Turn(by=By.THEM, move=CycleMove.WITHDRAW, words="the door"),
)
_BLOCK = (
    Turn(by=By.THEM, move=CycleMove.PURSUE, words="question after question"),
    Turn(by=By.ME, move=CycleMove.DEFEND, underneath="crowded"),
    Turn(by=By.THEM, move=CycleMove.CRITICISE, words="that I never say"),
    Turn(by=By.ME, move=CycleMove.WITHDRAW, words="round the block", underneath="no room to breathe"),
)
_TABLE = (
    Turn(by=By.THEM, move=CycleMove.CRITICISE, words="the post on the stairs"),
    Turn(by=By.ME, move=CycleMove.DEFEND, underneath="caught"),
    Turn(by=By.THEM, move=CycleMove.CRITICISE),
    Turn(by=By.THEM, move=CycleMove.PAUSE, words="her hand flat on the table"),
)
_BINS = (
    Turn(by=By.THEM, move=CycleMove.CRITICISE, words="the bins"),
    Turn(by=By.ME, move=CycleMove.DEFEND, words="both feet on the tiles", underneath="caught, a little"),
    Turn(by=By.ME, move=CycleMove.REPAIR, words="“say it slower?”", underneath="hope"),
    Turn(by=By.THEM, move=CycleMove.WARM, words="a laugh"),
)

_ROUNDS = (
    (74, "23:20", _HARD_WORK, True, False, "She said sorry in the morning."),
    (57, "21:40", _BLOCK, False, False, ""),
    (24, "19:05", _TABLE, True, True, "She heard herself."),
    (12, "18:50", _BINS, True, True, ""),
)
"""Days back, clock, moves, whether it began on meeting again, whether it turned back, and a note."""


def rounds(today: LivedTime) -> tuple[Round, ...]:
    """All of them with Wren, oldest first."""
    return tuple(
        Round(
            id=uuid5(SAMPLE, f"round {number}"),
            when=when(today, back, clock, today.zone),
            people=(PERSON_IDS["wren"],),
            moves=moves,
            reunion=reunion,
            turned_back=turned_back,
            note=note,
        )
        for number, (back, clock, moves, reunion, turned_back, note) in enumerate(_ROUNDS, start=1)
    )
