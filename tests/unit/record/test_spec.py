"""The specification says what the code does."""

from __future__ import annotations

import re
from datetime import timedelta
from enum import StrEnum
from pathlib import Path
from typing import get_args

import pytest

from homing.record import (
    About,
    Afterwards,
    Anchor,
    Anchoring,
    Answer,
    Belongs,
    BodyPlace,
    By,
    Channel,
    CheckIn,
    Choice,
    ComingBack,
    Cue,
    CueSeen,
    CycleMove,
    Danger,
    Day,
    Direction,
    Early,
    Ended,
    Expected,
    FeltState,
    Heard,
    Helped,
    Kept,
    Look,
    Memory,
    Moment,
    Move,
    Need,
    Occasion,
    Opening,
    Outcome,
    Pause,
    Person,
    Practised,
    Precision,
    Promise,
    PromiseSize,
    Reassurance,
    Reassured,
    Received,
    Respect,
    Reward,
    RewardKind,
    Rhythm,
    Ritual,
    Round,
    Safe,
    Settling,
    Size,
    Space,
    SpaceKind,
    Step,
    Telling,
    Terms,
    Tool,
    Turn,
    Unknown,
    Whose,
    Window,
    WindowSeen,
)
from homing.record.csv_columns import COLUMNS
from homing.record.csv_table import read_csv
from homing.record.diary import encode, to_json
from homing.record.jsonl import read_jsonl
from homing.record.references import dangling

SPEC = (Path(__file__).parents[3] / "docs" / "spec" / "diary-v1.md").read_text("utf-8")
_BLOCKS = re.findall(r"```(\w+)\n(.*?)```", SPEC, re.DOTALL)
JSONL = [block for kind, block in _BLOCKS if kind == "jsonl"]
CSV = [block for kind, block in _BLOCKS if kind == "csv"]
NOUNS = (
    *(Person, Cue, CueSeen, Moment, CheckIn, Memory, Window, WindowSeen, Need, Telling, Look),
    *(Anchor, Settling, Pause, Terms),
    *(Step, Ritual, Rhythm, Promise, Space, Reward, Early, Round, Turn, Reassured),
)
SCALES = (
    *(About, Belongs, Channel, Choice, Danger, Direction, Expected, FeltState, Heard, Move, Opening),
    *(Outcome, Precision, Respect, Safe, Size),
    *(Anchoring, BodyPlace, ComingBack, Ended, Helped, Tool),
    *(Afterwards, Answer, By, CycleMove, Day, Kept, Occasion, PromiseSize, Reassurance, Received, RewardKind),
    *(SpaceKind, Whose),
)


@pytest.mark.parametrize("example", JSONL)
def test_every_example_in_json_lines_is_a_diary(example: str) -> None:
    """Each JSON Lines example is read without a fault, refers to nothing missing, and is canonical."""
    lines = example.encode().splitlines(keepends=True)
    parsed = read_jsonl(lines)
    assert parsed.faults == ()
    assert list(dangling(parsed)) == []
    assert len(parsed.records) + len(parsed.tombstones) == len(lines) - 1
    for placed in parsed.records:
        assert encode(to_json(placed.record)) == placed.text.decode()


@pytest.mark.parametrize("example", CSV)
def test_every_example_in_csv_is_a_table(example: str) -> None:
    """Each CSV example is read without a fault, a moment a row."""
    parsed = read_csv(example, default_zone="Europe/Berlin", people={}, cues={})
    assert parsed.faults == ()
    moments = [placed for placed in parsed.records if isinstance(placed.record, Moment)]
    assert len(moments) == len(example.splitlines()) - 1


def test_the_spec_shows_both_forms() -> None:
    """The examples were found."""
    assert len(JSONL) == 5
    assert len(CSV) == 2


def test_the_guarded_example_reads_as_told() -> None:
    """The apostrophes of the last example are taken off."""
    parsed = read_csv(CSV[1], default_zone="UTC", people={}, cues={})
    moment = parsed.records[-1].record
    assert isinstance(moment, Moment)
    assert (moment.note, moment.when.offset) == ("=mc² was all he said", -18000)


def test_the_future_in_the_examples_is_kept() -> None:
    """The example of growth holds a record and a field that are unknown here."""
    lantern, person = (placed.record for placed in read_jsonl(JSONL[1].encode().splitlines()).records)
    assert isinstance(lantern, Unknown)
    assert isinstance(person, Person)
    assert person.extra == {"favourite_tea": "mint"}


@pytest.mark.parametrize("scale", SCALES)
def test_the_spec_names_every_word(scale: type[StrEnum]) -> None:
    """Every word of every scale stands in the specification."""
    assert [word for word in scale if f"`{word.value}`" not in SPEC] == []


def test_the_spec_names_every_column_and_field() -> None:
    """Every column of the table and every field of every noun stand in the specification."""
    fields = {name for noun in NOUNS for name in noun.__dataclass_fields__} - {"extra", "type"}
    assert [name for name in sorted({*COLUMNS, *fields}) if f"`{name}`" not in SPEC] == []


@pytest.mark.care("C12")
def test_the_bubble_in_the_examples_closes_as_told() -> None:
    """The window of the example stands half open until its time, and not at that instant any more."""
    records = [placed.record for placed in read_jsonl(JSONL[3].encode().splitlines()).records]
    (window,) = (record for record in records if isinstance(record, Window))
    assert window.until is not None
    assert window.standing(window.until.utc - timedelta(seconds=1)) is Opening.HALF
    assert window.standing(window.until.utc) is Opening.CLOSED
    assert "never consent" in SPEC


@pytest.mark.care("C6")
def test_the_examples_of_practice_are_told_whole() -> None:
    """Each kind of practice stands in its example, and the specification forbids to make a score of any."""
    records = [placed.record for placed in read_jsonl(JSONL[4].encode().splitlines()).records]
    assert {type(record) for record in records} == {Person, Moment, *get_args(Practised)}
    (circle,) = (record for record in records if isinstance(record, Round))
    assert [(turn.by, turn.move) for turn in circle.moves] == [
        (By.ME, CycleMove.CRITICISE),
        (By.THEM, CycleMove.WITHDRAW),
        (By.ME, CycleMove.REPAIR),
    ]
    assert "No program may make a score" in SPEC
