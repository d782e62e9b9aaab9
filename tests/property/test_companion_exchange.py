"""Nothing is lost between two vaults, whatever a diary holds, and whatever is skipped leaves nothing dangling."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from homing.companion import Desk, exchange, names
from homing.companion.exchange import export_jsonl, import_jsonl
from homing.record import Cue, Moment, Person, Record
from homing.record.jsonl import write_jsonl
from homing.record.references import references
from tests import strategies as some
from tests.desks import contents, new_desk
from tests.examples import examples

FEW = settings(
    max_examples=examples(8, 25),
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


def file(diary: some.Diary) -> list[bytes]:
    """The diary as lines."""
    return list(write_jsonl(diary.records, diary.forgotten, "a test"))


def dangling(desk: Desk) -> list[UUID]:
    """Ids that a live record speaks of and that are not here."""
    live, binned, _ = contents(desk)
    here: dict[UUID, Record] = {record.id: record for record in (*binned, *live)}
    told = [(noun, one) for record in live for _, noun, one in references(record)]
    return [one for noun, one in told if not isinstance(here.get(one), noun)]


def everyone_is_listed(desk: Desk) -> bool:
    """Whether every person and cue stands for somebody who is on a list."""
    book = desk.vault.read(names.book)
    listed = {person.id for person in book.people} | {cue.id for cue in book.cues}
    return {record.id for record in book.by_id.values()} == listed


@given(diary=some.diaries())
@FEW
def test_export_and_import_give_the_same_vault(diary: some.Diary) -> None:
    """A diary goes through two empty vaults and comes out as it was, unknown types and fields too."""
    one, two = new_desk(), new_desk()
    first = import_jsonl(one, file(diary))
    assert (first.refused, first.added) == (False, len(diary.records))
    told = list(export_jsonl(one))
    assert import_jsonl(two, told).added == len(diary.records)
    assert contents(one) == contents(two) == (list(diary.records), [], [stone.id for stone in diary.forgotten])
    assert list(export_jsonl(two)) == told
    again = import_jsonl(two, told)
    assert (again.added, again.known, again.refused) == (0, len(diary.records), False)
    assert dangling(two) == []
    one.vault.close()
    two.vault.close()


@given(diary=some.diaries(), data=st.data())
@FEW
def test_whatever_is_skipped_nothing_dangles(diary: some.Diary, data: st.DataObject) -> None:
    """With lines damaged, left out, or in conflict, what comes in speaks only of what is here; all or nothing else."""
    lines = file(diary)
    desk = new_desk()
    for _ in range(data.draw(st.integers(0, 3))):
        at = data.draw(st.integers(0, len(lines) - 1))
        lines[at] = data.draw(
            st.sampled_from([b"", b"{}\n", lines[at].replace(b'"label":"', b'"label":"x'), lines[at][:-9] + b"\n"])
        )
    done = import_jsonl(desk, lines)
    if done.refused:
        assert contents(desk) == ([], [], [])
    skipped = import_jsonl(desk, lines, skip_bad=True)
    assert not skipped.refused
    assert dangling(desk) == []
    assert {fault.line for fault in done.faults} <= {fault.line for fault in skipped.faults}
    assert everyone_is_listed(desk)
    desk.vault.close()


@given(diary=some.diaries(max_moments=3), into=st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), max_size=5))
@FEW
def test_no_merge_makes_anyone_vanish(diary: some.Diary, into: list[tuple[int, int]]) -> None:
    """Whatever merges a file tells, either it is refused, or everyone stands for somebody who is on the list."""
    told: list[Record] = list(diary.records)
    for one, other in into:
        source, target = told[one % len(told)] if told else None, told[other % len(told)] if told else None
        if isinstance(source, Person | Cue) and type(source) is type(target) and target is not None:
            told[told.index(source)] = replace(source, merged_into=target.id)
    desk = new_desk()
    done = import_jsonl(desk, write_jsonl(told, (), ""))
    assert everyone_is_listed(desk)
    assert len(desk.vault.read(names.book).by_id) == (0 if done.refused else len(diary.people) + len(diary.cues))
    desk.vault.close()


@given(diary=some.diaries())
@FEW
def test_an_own_table_is_always_known(diary: some.Diary) -> None:
    """The moments as a table can be taken in again and change nothing, hostile names included."""
    desk = new_desk()
    plain = [replace(record, extra={}) if isinstance(record, Moment) else record for record in diary.records]
    import_jsonl(desk, write_jsonl(plain, diary.forgotten, ""))
    before = contents(desk)
    done = exchange.import_csv(desk, exchange.export_csv(desk).encode())
    assert (done.faults, done.added, done.known) == ((), 0, len(diary.moments))
    assert contents(desk) == before
    desk.vault.close()


@given(diary=some.diaries(), which=st.integers(0, 9), with_moments=st.booleans())
@FEW
def test_a_file_never_brings_back_the_forgotten(diary: some.Diary, which: int, with_moments: bool) -> None:
    """After forgetting anyone, the file from before changes nothing, however often it is taken in."""
    named = [*(person.id for person in diary.people), *(cue.id for cue in diary.cues)]
    desk = new_desk()
    import_jsonl(desk, file(diary))
    if named:
        names.forget(desk, named[which % len(named)], with_moments=with_moments)
    before = contents(desk)
    for _ in range(2):
        done = import_jsonl(desk, file(diary))
        assert (done.refused, done.added) == (False, 0)
    assert contents(desk) == before
    assert dangling(desk) == []
    assert not {record.id for record in before[0]} & set(before[2])
    desk.vault.close()
