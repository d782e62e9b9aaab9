"""Nothing is lost between a record and its file."""

from __future__ import annotations

import json
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from homing.record import Forgotten, Moment, Record
from homing.record.diary import from_json, from_text, to_json, to_text
from homing.record.jsonl import read_jsonl, write_jsonl
from homing.record.references import dangling
from tests import strategies as some
from tests.examples import examples


@given(some.records() | some.tombstones())
@settings(max_examples=examples(20, 100))
def test_json_gives_the_same_record_back(record: Record | Forgotten) -> None:
    """Every record equals itself after a way through a JSON object, and the object is stable."""
    obj = to_json(record)
    assert from_json(obj) == record
    assert to_json(from_json(obj)) == obj


@given(some.records() | some.tombstones())
@settings(max_examples=examples(20, 100))
def test_text_gives_the_same_record_back(record: Record | Forgotten) -> None:
    """Every record equals itself after a way through one line of UTF-8."""
    line = to_text(record)
    assert "\n" not in line
    assert from_text(line.encode()) == from_text(line) == record
    assert to_text(from_text(line)) == line


@given(some.moments())
def test_the_lived_day_survives(moment: Moment) -> None:
    """A moment stays on the day it was lived, and at the same instant."""
    again = from_text(to_text(moment))
    assert isinstance(again, Moment)
    assert (again.when.day, again.when.utc) == (moment.when.day, moment.when.utc)


@given(some.diaries())
@settings(max_examples=examples(10, 50))
def test_a_file_gives_the_same_diary_back(diary: some.Diary) -> None:
    """A whole diary comes back from its lines, in its order, without a fault."""
    lines = list(write_jsonl(diary.records, diary.forgotten, "Homing, a test"))
    parsed = read_jsonl(lines)
    assert parsed.faults == ()
    assert tuple(placed.record for placed in parsed.records) == diary.records
    assert parsed.tombstones == diary.forgotten
    assert list(dangling(parsed)) == []
    assert list(write_jsonl([placed.record for placed in parsed.records], parsed.tombstones, parsed.made_by)) == lines


@given(some.diaries(max_moments=2), st.data())
@settings(max_examples=examples(10, 50))
def test_damage_is_named_or_harmless(diary: some.Diary, data: st.DataObject) -> None:
    """Whatever bytes are changed, reading never fails, and every fault has a place inside its line."""
    whole = bytearray(b"".join(write_jsonl(diary.records, diary.forgotten, "Homing, a test")))
    for _ in range(data.draw(st.integers(1, 3))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    lines = bytes(whole).splitlines(keepends=True)
    parsed = read_jsonl(lines)
    for fault in parsed.faults:
        assert 1 <= fault.line <= len(lines)
        assert 1 <= fault.column <= len(fault.text) + 1
        assert fault.sentence.endswith(".")


@given(st.binary(max_size=200))
def test_any_bytes_can_be_read(content: bytes) -> None:
    """A file of anything at all is read without an exception, and is no diary."""
    assert read_jsonl(content.splitlines(keepends=True)).faults


@given(some.people(), some.jsons())
def test_unknown_fields_stay_where_they_were(person: Record, value: object) -> None:
    """A field from the future is kept beside the known ones and written back unchanged."""
    obj = to_json(person) | {"from_the_future": value}
    assert json.loads(to_text(from_json(obj)))["from_the_future"] == value


@given(some.moments(), some.texts())
def test_a_known_field_wins_over_an_extra_of_its_name(moment: Moment, text: str) -> None:
    """An extra that bears the name of a known field never hides it."""
    assert to_json(replace(moment, extra={"note": text, "type": text, "id": text})) == to_json(
        replace(moment, extra={})
    )
