"""What settles the sample's narrator: four anchors, tries at settling, three pauses, and terms agreed with Wren."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from uuid import UUID, uuid5

from homing.companion.sample.cast import CUE_IDS, PERSON_IDS, SAMPLE
from homing.companion.sample.told import when
from homing.record import (
    Anchor,
    Anchoring,
    ComingBack,
    Ended,
    FeltState,
    Helped,
    LivedTime,
    Pause,
    Record,
    Settling,
    Terms,
    Tool,
)

_EDGE, _FAR, _MIXED, _SETTLED = FeltState.ON_EDGE, FeltState.FAR_AWAY, FeltState.MIXED, FeltState.SETTLED

# Days back, clock, anchor or tool, before, after, minutes, whether it helped, with whom, where.
# fmt: off
_TRIES = (
    (78, "21:05", Tool.BREATHE, _EDGE, _EDGE, 6, Helped.WORSE, "", ""),
    (78, "21:15", Tool.PUSH, _EDGE, _MIXED, 9, Helped.A_LITTLE, "", "kitchen"),
    (70, "19:40", "bench", _EDGE, _SETTLED, 25, Helped.YES, "bram", "river"),
    (61, "07:45", Tool.MOVE, _EDGE, _SETTLED, 12, Helped.YES, "", ""),
    (55, "18:35", "stone", _FAR, _MIXED, 10, Helped.A_LITTLE, "", "work"),
    (47, "22:35", Tool.LOOK_AROUND, _FAR, _FAR, 8, Helped.NO, "", ""),
    (40, "20:10", "bench", _MIXED, _SETTLED, 30, Helped.YES, "bram", "river"),
    (36, "12:50", Tool.MOVE, _EDGE, _SETTLED, 10, Helped.YES, "", "work"),
    (29, "07:50", "sentence", _EDGE, _MIXED, 5, Helped.A_LITTLE, "", ""),
    (23, "12:05", Tool.COLD_WATER, _EDGE, _SETTLED, 7, Helped.YES, "", "work"),
    (16, "13:15", Tool.MOVE, _MIXED, None, None, Helped.YES, "wren", "river"),
    (9, "20:30", "humming", _MIXED, _SETTLED, 15, Helped.YES, "wren", "kitchen"),
)
# fmt: on


def settling(today: LivedTime) -> tuple[Record, ...]:
    """Anchors, twelve tries, three pauses and one agreement, all lived before ``today``."""
    return (*_anchors(), *_tries(today), *_pauses(today), _terms())


def anchor_id(key: str) -> UUID:
    """The id of the sample anchor with this key: the same on every day."""
    return uuid5(SAMPLE, f"anchor {key}")


def _anchors() -> tuple[Anchor, ...]:
    return (
        Anchor(
            id=anchor_id("bench"),
            label="The bench by the weir",
            kind=Anchoring.PLACE,
            words="Sit on the left end. Watch the water go over.",
        ),
        Anchor(
            id=anchor_id("stone"),
            label="The flat stone in my coat",
            kind=Anchoring.SENSATION,
            words="Thumb along the thin edge, slowly, all the way round.",
        ),
        Anchor(
            id=anchor_id("sentence"),
            label="You are big now, and the door opens",
            kind=Anchoring.SENTENCE,
            words="Said to the one of me who still waits on the stairs.",
        ),
        Anchor(
            id=anchor_id("humming"),
            label="The humming at the oven",
            kind=Anchoring.PERSON,
            words="Think of the flour on his sleeves.",
            person=PERSON_IDS["bram"],
        ),
    )


def _tries(today: LivedTime) -> Iterator[Settling]:
    for number, (back, clock, way, before, after, minutes, helped, who, where) in enumerate(_TRIES, start=1):
        tool = way if isinstance(way, Tool) else None
        yield Settling(
            id=uuid5(SAMPLE, f"settling {number}"),
            when=when(today, back, clock, today.zone),
            anchor=None if tool else anchor_id(way),
            tool=tool,
            before=before,
            after=after,
            minutes=minutes,
            helped=helped,
            people=tuple(PERSON_IDS[word] for word in who.split()),
            setting=CUE_IDS[where] if where else None,
            note="My breath felt like a thing to do wrong." if helped is Helped.WORSE else "",
        )


def _pauses(today: LivedTime) -> tuple[Pause, ...]:
    """One kept, one that took longer and was kept, one that was missed."""
    wren = (PERSON_IDS["wren"],)
    kept, longer, missed = (when(today, *told, today.zone) for told in ((52, "19:10"), (33, "20:40"), (14, "22:15")))
    return (
        Pause(
            id=uuid5(SAMPLE, "pause kept"),
            began=kept,
            first_back=_later(kept, 20),
            back=_later(kept, 20),
            people=wren,
            before=_EDGE,
            ended=Ended.BACK,
            ended_at=_later(kept, 24),
            after=_SETTLED,
            coming_back=ComingBack.EASIER,
        ),
        Pause(
            id=uuid5(SAMPLE, "pause longer"),
            began=longer,
            first_back=_later(longer, 20),
            back=_later(longer, 50),
            people=wren,
            before=_EDGE,
            ended=Ended.BACK,
            ended_at=_later(longer, 47),
            after=_SETTLED,
            coming_back=ComingBack.SAME,
            note="I walked as far as the lock and back.",
        ),
        Pause(
            id=uuid5(SAMPLE, "pause missed"),
            began=missed,
            first_back=_later(missed, 20),
            back=_later(missed, 20),
            people=wren,
            before=_FAR,
            coming_back=ComingBack.NOT_YET,
            note="I fell asleep. We spoke at breakfast.",
        ),
    )


def _terms() -> Terms:
    return Terms(
        id=uuid5(SAMPLE, "terms wren"),
        people=(PERSON_IDS["wren"],),
        minutes=30,
        sentence="I am too loud inside.",
        place="I go down to the boats, or to the roof.",
        returning="We make tea first, and begin with the smallest part.",
    )


def _later(lived: LivedTime, minutes: int) -> LivedTime:
    return LivedTime.at(lived.utc + timedelta(minutes=minutes), lived.zone)
