"""The nouns of practice: what they refuse, how they are written, and what a moment tells of them."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

import pytest

from homing.record import (
    AGREE_MAX,
    LONGEST_RHYTHM,
    Afterwards,
    Answer,
    By,
    CycleMove,
    Danger,
    Day,
    Early,
    Evidence,
    FuzzyDate,
    Kept,
    LivedTime,
    Moment,
    Move,
    Occasion,
    Opening,
    Outcome,
    Promise,
    PromiseSize,
    Reassurance,
    Reassured,
    Received,
    Record,
    Reward,
    RewardKind,
    Rhythm,
    Ritual,
    Round,
    Space,
    SpaceKind,
    Step,
    Turn,
    Whose,
)
from homing.record.diary import from_json, to_json
from homing.record.fields import DiaryError

A, B, C = (UUID(int=number) for number in range(1, 4))
WHEN = LivedTime(local=datetime(2026, 3, 21, 18, 30), zone="UTC")  # noqa: DTZ001 - local by design
MOMENT = Moment(id=A, when=WHEN, people=(B,), outcome=Outcome.CARE)

WHOLE: tuple[Record, ...] = (
    Step(
        id=A,
        label="a smile at the neighbour",
        people=(B,),
        setting=C,
        window=C,
        opening=Opening.AJAR,
        way_out="I go on walking.",
        alarm=0,
        set_aside=True,
    ),
    Ritual(
        id=A,
        label="the evening door",
        occasion=Occasion.PARTING,
        people=(B,),
        look="look",
        tone="tone",
        words="words",
        touch="touch",
        place="place",
        days=(Day.MONDAY, Day.SUNDAY),
        at="06:05",
    ),
    Rhythm(id=A, person=B, days=14),
    Promise(
        id=A,
        label="to call",
        whose=Whose.THEIRS,
        made=WHEN,
        person=B,
        size=PromiseSize.LARGE,
        due=FuzzyDate("2026-04"),
        kept=Kept.RENEGOTIATED,
        ended=WHEN,
        note="said so himself",
    ),
    Space(id=A, label="the choir", kind=SpaceKind.GROUP, person=B, where="the old school", bring="socks"),
    Reward(id=A, when=WHEN, label="sang", kind=RewardKind.DARED, people=(B,), note="loudly"),
    Early(id=A, when=WHEN, words="Grandmother noticed.", unsure=0, unnoticed=1, alone=4, crowded=2),
    Round(
        id=A,
        when=WHEN,
        people=(B,),
        moves=(
            Turn(by=By.ME, move=CycleMove.CRITICISE, words="why again", underneath="lonely"),
            Turn(by=By.THEM, move=CycleMove.WITHDRAW),
        ),
        reunion=True,
        turned_back=False,
        note="late",
    ),
    replace(
        MOMENT,
        step=B,
        occasion=Occasion.MEETING,
        ritual=C,
        listened=Answer.NO,
        respected=Answer.PARTLY,
        afterwards=Afterwards.CALM_SAFE,
        honest=Answer.YES,
        received=Received.DOUBTED,
        used_against=True,
        reassured=(Reassured(kind=Reassurance.ACCEPTANCE),),
    ),
)


@pytest.mark.parametrize("record", WHOLE, ids=lambda record: record.type)
def test_whatever_is_told_comes_back(record: Record) -> None:
    """Each noun with every field told is written whole, and read as it was; a no and a nought are not nothing."""
    told = to_json(record)
    names = list(type(record).__dataclass_fields__)
    wanted = names[names.index("step") :] if isinstance(record, Moment) else names
    assert set(wanted) - {"extra"} <= told.keys()
    assert from_json(told) == record


@pytest.mark.parametrize(
    ("noun", "parts"),
    [
        (Step, {"label": " "}),
        (Step, {"label": "x", "alarm": 11}),
        (Ritual, {"label": "", "occasion": Occasion.MEETING}),
        (Ritual, {"label": "x", "occasion": Occasion.MEETING, "at": "24:00"}),
        (Ritual, {"label": "x", "occasion": Occasion.MEETING, "at": "6:05"}),
        (Ritual, {"label": "x", "occasion": Occasion.MEETING, "at": "٠٦:٠٥"}),
        (Rhythm, {"person": B, "days": 0}),
        (Rhythm, {"person": B, "days": LONGEST_RHYTHM + 1}),
        (Promise, {"label": "\t", "whose": Whose.MINE, "made": WHEN}),
        (Space, {"label": ""}),
        (Reward, {"label": "", "when": WHEN}),
        (Early, {"when": WHEN, "unsure": -1}),
        (Early, {"when": WHEN, "crowded": AGREE_MAX + 1}),
    ],
)
def test_what_cannot_be_is_refused(noun: type[Any], parts: dict[str, Any]) -> None:
    """A name that shows nothing, a time that no clock shows, and a number off its scale make no record."""
    with pytest.raises(ValueError, match=r"[a-z]"):
        noun(id=A, **parts)


@pytest.mark.parametrize(
    ("field", "value", "path"),
    [
        ("step", 1, ("step",)),
        ("occasion", "met", ("occasion",)),
        ("listened", "not_sure", ("listened",)),
        ("afterwards", "calm", ("afterwards",)),
        ("received", True, ("received",)),
        ("used_against", "yes", ("used_against",)),
        ("reassured", ["interest"], ("reassured", 0)),
        ("reassured", [{"direction": "sent"}], ("reassured", 0)),
        ("reassured", [{"kind": "interest"}, {"kind": "praise"}], ("reassured", 1, "kind")),
        ("reassured", [{"kind": "interest", "words": "x"}], ("reassured", 0, "words")),
    ],
)
def test_a_wrong_answer_is_named_where_it_stands(field: str, value: object, path: tuple[str | int, ...]) -> None:
    """Every answer of a moment is read strictly, and a reassurance has no room for words of Homing's."""
    assert _faults({**to_json(MOMENT), field: value}) == [path]


@pytest.mark.parametrize(
    ("record", "field", "value", "path"),
    [
        (1, "at", "half past six", ("at",)),
        (1, "at", 1830, ("at",)),
        (1, "days", ["monday", "someday"], ("days", 1)),
        (2, "days", 0, ("days",)),
        (2, "days", True, ("days",)),
        (2, "days", LONGEST_RHYTHM + 1, ("days",)),
        (2, "person", None, ("person",)),
        (3, "kept", "forgiven", ("kept",)),
        (3, "due", "tomorrow", ("due",)),
        (6, "alone", 5, ("alone",)),
        (6, "alone", 1.0, ("alone",)),
        (6, "alone", "much", ("alone",)),
        (7, "moves", [{"by": "us", "move": "warm"}], ("moves", 0, "by")),
        (7, "moves", [{"by": "me"}], ("moves", 0)),
        (7, "moves", [{"by": "me", "move": "warm", "blame": 1}], ("moves", 0, "blame")),
    ],
)
def test_a_wrong_part_is_named_where_it_stands(
    record: int, field: str, value: object, path: tuple[str | int, ...]
) -> None:
    """Every part of practice is read strictly."""
    assert _faults({**to_json(WHOLE[record]), field: value}) == [path]


def test_a_ritual_without_a_time_may_say_so() -> None:
    """An empty time is no time."""
    ritual = Ritual(id=A, label="x", occasion=Occasion.MEETING)
    assert from_json({**to_json(ritual), "at": ""}) == ritual


@pytest.mark.system("S18")
@pytest.mark.care("C10")
def test_what_was_used_against_me_hurt() -> None:
    """However well it was met, and whatever I did, a moment that was used against me later is a hurt."""
    later = replace(MOMENT, used_against=True)
    assert MOMENT.evidence is Evidence.NO_HURT
    for moves in ((), (Move.LEFT,), (Move.STAYED,)):
        assert replace(later, moves=moves, protected=bool(moves)).evidence is Evidence.HURT
    assert replace(later, outcome=None).is_finished
    assert not later.is_dangerous


@pytest.mark.system("S19")
@pytest.mark.care("C10")
@pytest.mark.parametrize(
    ("told", "is_none"),
    [
        ({}, False),
        ({"afterwards": Afterwards.CALM_SAFE}, False),
        ({"afterwards": Afterwards.CALM_FAMILIAR}, True),
        ({"used_against": True}, True),
        ({"protected": True}, True),
        ({"moves": (Move.HID,)}, True),
        ({"outcome": Outcome.HURT}, False),
        ({"outcome": Outcome.HURT, "protected": True}, True),
        ({"outcome": Outcome.FRIGHTENED}, True),
        ({"danger": (Danger.FORCED,)}, True),
    ],
)
def test_calm_is_not_always_safe(told: dict[str, Any], is_none: bool) -> None:
    """Calm that is familiar, protected, after harm, or was used later is no evidence of safety."""
    assert replace(MOMENT, **told).calm_is_no_safety is is_none


@pytest.mark.system("S19")
@pytest.mark.parametrize(
    ("told", "tells"),
    [
        ({}, False),
        ({"step": C, "ritual": C}, False),
        ({"occasion": Occasion.MEETING}, True),
        ({"listened": Answer.NO}, True),
        ({"respected": Answer.YES}, True),
        ({"afterwards": Afterwards.NOT_SURE}, True),
        ({"honest": Answer.PARTLY}, True),
        ({"received": Received.HEARD}, True),
        ({"used_against": True}, True),
        ({"reassured": (Reassured(kind=Reassurance.INTEREST),)}, True),
    ],
)
def test_a_moment_knows_whether_it_tells_of_practice(told: dict[str, Any], tells: bool) -> None:
    """Any answer of one tap tells; a step or a ritual alone is found by its own id."""
    assert replace(MOMENT, **told).tells_of_practice is tells


def _faults(obj: dict[str, Any]) -> list[tuple[str | int, ...]]:
    with pytest.raises(DiaryError) as caught:
        from_json(obj)
    return [fault.path for fault in caught.value.faults]
