"""A diary file: every fault by line and column."""

from __future__ import annotations

import json
from uuid import UUID

import pytest

from homing.record import Cue, Forgotten, Moment, Person
from homing.record.jsonl import read_jsonl, write_jsonl
from homing.record.parsed import Fault
from homing.record.references import dangling
from homing.record.strict import columns, load

HEADER = '{"type":"diary","version":1}'
ID = "00000000-0000-4000-8000-00000000000"
SAM = f'{{"type":"person","id":"{ID}1","label":"Sam"}}'


def _read(*lines: str | bytes) -> list[tuple[int, int, str]]:
    raw = [line.encode() if isinstance(line, str) else line for line in lines]
    return [(fault.line, fault.column, fault.sentence) for fault in read_jsonl(raw).faults]


def _at(line: str, *what: str) -> list[tuple[int, int]]:
    """The places of the faults of this line, which must name them in these words."""
    found = _read(HEADER, line)
    assert len(found) == len(what)
    assert all(word in sentence for word, (_, _, sentence) in zip(what, found, strict=True))
    return [(number, column) for number, column, _ in found]


def test_blank_lines_a_mark_and_line_ends_of_windows_are_fine() -> None:
    """A byte order mark, CRLF and blank lines change nothing, and lines are counted as they stand."""
    parsed = read_jsonl([b"\xef\xbb\xbf\r\n", HEADER.encode() + b"\r\n", b" \t\r\n", SAM.encode()])
    assert parsed.faults == ()
    assert [(placed.line, placed.record) for placed in parsed.records] == [
        (4, Person(id=UUID(f"{ID}1"), label="Sam")),
    ]


@pytest.mark.parametrize("lines", [(), ("\n", "  \n"), (b"\xef\xbb\xbf",)])
def test_an_empty_file_is_no_diary(lines: tuple[str | bytes, ...]) -> None:
    """A file of nothing is refused in a sentence."""
    [(line, column, sentence)] = _read(*lines)
    assert (line, column) == (1, 1)
    assert "empty" in sentence


def test_a_file_without_a_header_is_refused() -> None:
    """The first line must say what this is, and later faults are still named."""
    assert [(line, column) for line, column, _ in _read(SAM, "{")] == [(1, 1), (2, 2)]


def test_who_made_it_is_told() -> None:
    """The header says which program wrote the file; what else it says is passed over."""
    assert read_jsonl([b'{"type":"diary","version":1,"made_by":"A test","mood":5}']).made_by == "A test"


@pytest.mark.parametrize(
    ("header", "column", "word"),
    [
        ('{"type":"diary"}', 1, "version"),
        ('{"type":"diary","version":"1"}', 27, "version"),
        ('{"type":"diary","version":true}', 27, "version"),
        ('{"type":"diary","version":0}', 27, "version"),
        ('{"type":"diary", "version" : 2}', 30, "newer"),
        ('{"type":"diary","version":1,"made_by":5}', 39, "text"),
    ],
)
def test_a_bad_header_is_named(header: str, column: int, word: str) -> None:
    """A missing, unknown or newer version is a clear sentence at its place."""
    [(line, at, sentence)] = _read(header, SAM)
    assert (line, at) == (1, column)
    assert word in sentence


def test_nothing_is_read_after_a_newer_version() -> None:
    """What a newer version means is not guessed."""
    parsed = read_jsonl([b'{"type":"diary","version":9}', SAM.encode(), b"{"])
    assert (len(parsed.faults), parsed.records) == (1, ())


def test_utf_16_is_named() -> None:
    """A file in UTF-16 gets one clear sentence."""
    [(line, column, sentence)] = _read(*(HEADER + "\n" + SAM).encode("utf-16").splitlines(keepends=True))
    assert (line, column) == (1, 1)
    assert "UTF-16" in sentence


def test_a_line_that_is_not_utf_8_is_named() -> None:
    """The column counts characters, and the line is handed back as it came."""
    bad = b'{"type":"\xc3\xa9\xff"}'
    [fault] = read_jsonl([HEADER.encode(), bad + b"\n", SAM.encode()]).faults
    assert fault == Fault(2, 11, "This line is not UTF-8 text.", bad)


@pytest.mark.parametrize(
    ("line", "column", "word"),
    [
        ("{", 2, "JSON"),
        ('{"a":1,}', 8, "JSON"),
        ('{"a" 1}', 6, "colon"),
        ('{"a":1 "b":2}', 8, "comma"),
        ('{"a":}', 6, "value"),
        ('{"a":"b', 6, "closed"),
        ('{"a":"\t"}', 7, "line end"),
        ("{} {}", 4, "line"),
        ("  [1]", 3, "object"),
        ('{"a":[0,NaN]}', 9, "NaN"),
        ('{"a":-Infinity}', 6, "infinity"),
        ('{"a":1e999}', 6, "infinity"),
        ('{"b":"[,","a":9007199254740992}', 15, "Whole numbers"),
        ('{"a":"1", "b" : -' + "9" * 5000 + "}", 17, "Whole numbers"),
        ('{"a":"\\ud800"}', 6, "half"),
        ('{"\\udc00":1}', 11, "half"),
        ('{"a":{"b":1},"c":{"b":1,"b":2}}', 25, "twice"),
        ('{"a":1,"\\u0061":2}', 8, "twice"),
        ('{"a":{"b":1,"b":2}]}', 13, "twice"),
        ('{"a":' + "[" * 32 + "]" * 32 + "}", 37, "deep"),
        ('{"a":' + "[" * 100_000, 37, "deep"),
    ],
)
def test_a_line_that_is_no_strict_json_is_named(line: str, column: int, word: str) -> None:
    """Whatever two programs could read differently is refused, at its column."""
    assert _at(line, word) == [(2, column)]


def test_the_deepest_nesting_is_read() -> None:
    """Thirty-two levels are allowed."""
    line = f'{{"type":"lantern","id":"{ID}1","a":' + "[" * 31 + "]" * 31 + "}"
    assert _read(HEADER, line) == []


def test_every_fault_of_a_line_is_named() -> None:
    """Several faults of one line have their own columns."""
    line = '{"type":"moment", "id":5, "people":["x"], "alarm": 11, "when":{"local":"2026-03-21T19:30","zone":"é"}}'
    places = _at(line, "UUID", "UUID", "alarm", "time zone")
    assert [line[column - 1] for _, column in places] == ["5", '"', "1", '"']
    assert _at('{"a":NaN,"b":"\\ud800"}', "NaN", "half") == [(2, 6), (2, 14)]


def test_a_second_header_is_named() -> None:
    """A header stands only first."""
    assert _at(HEADER, "first line") == [(2, 9)]


def test_the_same_id_with_the_same_content_is_one_record() -> None:
    """A record that stands twice is read once."""
    parsed = read_jsonl([line.encode() for line in (HEADER, SAM, SAM)])
    assert (len(parsed.records), parsed.faults) == (1, ())


@pytest.mark.parametrize(
    "other",
    [
        f'{{"type":"person","label":"Noor","id":"{ID}1"}}',
        f'{{"type":"cue","label":"Sam","id":"{ID}1"}}',
        f'{{"type":"forgotten","id":"{ID}1"}}',
    ],
)
def test_the_same_id_with_other_content_is_named(other: str) -> None:
    """The later line is at fault, at its id, and names the earlier."""
    [(line, column, sentence)] = _read(HEADER, SAM, other)
    assert (line, column) == (3, other.index(f'"{ID}') + 1)
    assert "line 2" in sentence


def test_tombstones_are_kept_apart() -> None:
    """Tombstones are no records, and are written after them."""
    lines = list(write_jsonl([], [Forgotten(id=UUID(f"{ID}1"))], "A test"))
    parsed = read_jsonl(lines)
    assert (parsed.records, parsed.tombstones) == ((), (Forgotten(id=UUID(f"{ID}1")),))
    assert json.loads(lines[0]) == {"type": "diary", "version": 1, "made_by": "A test"}
    assert all(line.endswith(b"\n") for line in lines)


def test_faults_and_records_do_not_show_their_content() -> None:
    """What a person wrote is in no repr, so that it reaches no log."""
    parsed = read_jsonl([HEADER.encode(), SAM.encode(), b'{"label":"Sam"}'])
    assert parsed.faults
    assert "Sam" not in repr(parsed)


def test_dangling_references_are_named() -> None:
    """Each reference that leads nowhere is listed at its column; known and forgotten ids are not."""
    moment = (
        f'{{"type":"moment","id":"{ID}2","when":{{"local":"2026-03-21T19:30","zone":"UTC"}},'
        f'"people":["{ID}1","{ID}3","{ID}4"],"setting":"{ID}5","cues":[{{"cue":"{ID}6"}},{{"cue":"{ID}1"}}]}}'
    )
    noor = f'{{"type":"person","id":"{ID}7","label":"Noor","lifted":["{ID}2","{ID}8"],"merged_into":"{ID}2"}}'
    cue = f'{{"type":"cue","id":"{ID}9","label":"hug","merged_into":"{ID}1"}}'
    state = (
        f'{{"type":"checkin","id":"{ID[:-1]}10","when":{{"local":"2026-03-21T19:30","zone":"UTC"}},"state":"mixed"}}'
    )
    gone = f'{{"type":"forgotten","id":"{ID}4"}}'
    parsed = read_jsonl([line.encode() for line in (HEADER, SAM, moment, noor, cue, state, gone)])
    assert parsed.faults == ()
    found = {
        (fault.line, fault.text.decode()[fault.column :][:36]) for fault in dangling(parsed, {Cue: [UUID(f"{ID}5")]})
    }
    assert found == {(3, f"{ID}3"), (3, f"{ID}6"), (3, f"{ID}1"), (4, f"{ID}8"), (4, f"{ID}2"), (5, f"{ID}1")}
    everything = [UUID(f"{ID}{last}") for last in range(10)]
    assert list(dangling(parsed, {Person: everything, Cue: everything, Moment: everything})) == []


def test_a_path_that_is_not_there_is_the_first_column() -> None:
    """Looking for nothing finds the beginning."""
    assert columns('{"a":[1,{"b":2}]}', [("b",), ("a", 1, "b"), ()]) == [1, 14, 1]
    assert load(' {"a":[{},[]]} ') == {"a": [{}, []]}


def test_many_faults_in_one_line_take_no_time() -> None:
    """Finding the places of many faults is one walk through the line, not one for each."""
    line = '{"type":"lantern","x":[' + ",".join(["NaN"] * 20_000) + "]}"
    assert len(_read(HEADER, line)) == 20_000


def test_escapes_and_numbers_within_measure_are_read() -> None:
    """Escaped characters, pairs of surrogates and ordinary numbers are no fault."""
    line = f'{{"type":"lantern","id":"{ID}1","a":["\\u00e9\\ud83d\\ude00",1,-0.5,null,true]}}'
    assert _read(HEADER, line) == []
