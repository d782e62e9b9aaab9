"""Nothing of a moment is lost between the record and a spreadsheet."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from homing.record import Moment
from homing.record.csv_cells import escaped, guarded, items, joined, quoted, rows, unescaped, unguarded
from homing.record.csv_table import Known, read_csv, write_csv
from homing.record.parsed import Parsed
from tests import strategies as some
from tests.examples import examples

_DANGEROUS = tuple("=+-@\t\r\n＝＋－＠")


def _read_back(diary: some.Diary) -> Parsed:
    text = "".join(write_csv(diary.moments, diary.people, diary.cues))
    return read_csv(
        text.encode(),
        default_zone="UTC",
        people={person.label: person.id for person in diary.people},
        cues={(cue.channel, cue.label): cue.id for cue in diary.cues},
        known=Known(
            people=[person.id for person in diary.people],
            cues=[cue.id for cue in diary.cues],
            windows=[window.id for window in diary.windows],
            steps=[step.id for step in diary.steps],
            rituals=[ritual.id for ritual in diary.rituals],
        ),
    )


@given(some.diaries())
@settings(max_examples=examples(12, 60))
def test_a_table_gives_the_same_moments_back(diary: some.Diary) -> None:
    """Every moment comes back from CSV as it was, but for fields of a newer Homing."""
    parsed = _read_back(diary)
    assert parsed.faults == ()
    assert [placed.record for placed in parsed.records] == [replace(moment, extra={}) for moment in diary.moments]


@given(some.diaries())
@settings(max_examples=examples(10, 50))
def test_new_names_make_the_same_records_every_time(diary: some.Diary) -> None:
    """A table read twice into an empty vault makes the same people, cues and moments, and no two alike."""
    names = Counter(person.label for person in diary.people)
    kinds = Counter((cue.channel, cue.label) for cue in diary.cues)
    people = [person for person in diary.people if names[person.label] == 1]
    cues = [cue for cue in diary.cues if kinds[cue.channel, cue.label] == 1]
    known = {person.id for person in people} | {cue.id for cue in cues}
    plain = [moment for moment in diary.moments if _speaks_of(moment) <= known]
    text = "".join(write_csv(plain, people, cues))
    here = Known(
        windows=[window.id for window in diary.windows],
        steps=[step.id for step in diary.steps],
        rituals=[ritual.id for ritual in diary.rituals],
    )
    once, twice = (read_csv(text, default_zone="UTC", people={}, cues={}, known=here) for _ in range(2))
    assert once == twice
    assert once.faults == ()
    ids = [placed.record.id for placed in once.records]
    assert len(set(ids)) == len(ids)
    assert not set(ids) & known


@given(some.texts())
@settings(max_examples=examples(20, 100))
def test_no_cell_begins_like_a_formula_and_every_text_survives(text: str) -> None:
    """A guarded cell never begins with a sign that starts a formula, and the guard can be taken off again."""
    assert not guarded(text).startswith(_DANGEROUS)
    assert unguarded(guarded(text)) == text


@given(st.lists(st.lists(some.texts(), min_size=2, max_size=4), max_size=4), st.sampled_from(",;\t"))
@settings(max_examples=examples(20, 100))
def test_any_cells_can_be_written_and_read(table: list[list[str]], delimiter: str) -> None:
    """Rows of any texts come back with their line numbers, whatever the delimiter."""
    text = "".join(delimiter.join(map(quoted, cells)) + "\r\n" for cells in table)
    told = [cells for cells in table if any(cell.strip() for cell in cells)]
    assert [row.cells for row in rows(text, delimiter)] == told
    assert all(row.fault is None for row in rows(text, delimiter))


@given(st.lists(some.labels(), max_size=4))
@settings(max_examples=examples(20, 100))
def test_any_names_can_stand_in_a_list(names: list[str]) -> None:
    """Names with semicolons, colons, stars, blanks and backslashes come back from one cell."""
    assert [unescaped(item) for item in items(joined([escaped(name) for name in names]))] == names


@given(st.text(max_size=200) | st.binary(max_size=200))
def test_any_content_can_be_read(content: str | bytes) -> None:
    """A table of anything at all is read without an exception, and every fault has a place."""
    parsed = read_csv(content, default_zone="UTC", people={}, cues={})
    assert parsed.faults
    assert all(fault.line >= 1 and fault.column >= 1 and fault.sentence.endswith(".") for fault in parsed.faults)


@given(
    st.lists(
        st.lists(some.texts(10) | st.sampled_from(["2026", "hug", "5", "yes", "closer", "id:x:half"]), max_size=12),
        max_size=4,
    )
)
def test_any_rows_can_stand_under_a_header(table: list[list[str]]) -> None:
    """Rows of anything under a good header are read without an exception."""
    lines = [
        "when,people,cues,setting,alarm,choice,small_thing,windows,note,step,used_against,reassured",
        *(",".join(map(quoted, cells)) for cells in table),
    ]
    parsed = read_csv("\n".join(lines), default_zone="UTC", people={}, cues={})
    assert all(fault.line > 1 for fault in parsed.faults)


def _speaks_of(moment: Moment) -> set[object]:
    return {*moment.people, *(seen.cue for seen in moment.cues), *([moment.setting] if moment.setting else [])}
