"""Diary files in and out: whole or not at all, twice as once, never over what is known, never the forgotten."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest

from homing.companion import Desk, exchange, fill_with_sample, moments, names
from homing.companion.exchange import Imported, export_jsonl, import_jsonl
from homing.record import Cue, Moment, Outcome, Person, Unknown
from tests.desks import contents, keep, put

HEADER = b'{"type":"diary","version":1}\n'
A, B, C, D = (f"{number:08x}-0000-4000-8000-000000000000" for number in (10, 11, 12, 13))


def lines(*records: dict[str, Any]) -> list[bytes]:
    """A diary file of these objects."""
    return [HEADER, *(json.dumps(record).encode() + b"\n" for record in records)]


def person(one: str, label: str = "Sam", **fields: Any) -> dict[str, Any]:
    """A person as a JSON object."""
    return {"type": "person", "id": one, "label": label, **fields}


def moment(one: str, *people: str, **fields: Any) -> dict[str, Any]:
    """A moment as a JSON object."""
    return {
        "type": "moment",
        "id": one,
        "when": {"local": "2026-03-01T12:00", "zone": "UTC"},
        "people": list(people),
        **fields,
    }


def faults(done: Imported) -> list[tuple[int, str]]:
    """Where and what the faults are."""
    return [(fault.line, fault.sentence) for fault in done.faults]


def test_an_export_makes_the_same_vault_elsewhere(desk: Desk, other_desk: Desk) -> None:
    """The sample diary comes out of an export as it went in, and counts what was added."""
    fill_with_sample(desk)
    done = import_jsonl(other_desk, export_jsonl(desk))
    assert (done.added, done.known, done.faults, done.refused) == (len(contents(desk)[0]), 0, (), False)
    assert contents(other_desk) == contents(desk)


def test_taking_it_twice_changes_nothing(desk: Desk) -> None:
    """A second import of the same file finds everything known and writes nothing, not even a revision."""
    file = lines(person(A), moment(B, A))
    import_jsonl(desk, file)
    done = import_jsonl(desk, file)
    assert (done.added, done.known, done.refused) == (0, 2, False)
    assert len(moments.history(desk, UUID(A))) == 1


def test_an_own_export_is_known_whatever_lies_in_the_bin(desk: Desk) -> None:
    """What an export leaves out for the bin's sake is no difference when it comes back."""
    one, two = keep(desk, "Sam", "Noor", cues=("late",), place="kitchen"), keep(desk, "Robin")
    names.merge(desk, one.people[0], one.people[1])
    for gone in (one.people[1], one.cues[0].cue):
        names.remove(desk, gone)
    assert one.setting is not None
    names.remove(desk, one.setting)
    moments.remove(desk, two.id)
    before = contents(desk)
    told = list(export_jsonl(desk))
    assert str(one.people[1]).encode() not in b"".join(told)
    done = import_jsonl(desk, told)
    assert (done.refused, done.added, done.known) == (False, 0, 3)
    assert contents(desk) == before


def test_known_ids_with_other_content_are_refused(desk: Desk) -> None:
    """Nothing is overwritten; the fault names the fields that differ and none of their contents."""
    import_jsonl(desk, lines(person(A, note="CANARY here"), moment(B, A)))
    before = contents(desk)
    done = import_jsonl(desk, lines(person(A, "S.", note="CANARY there"), moment(B, A), person(C, "Noor")))
    assert done.refused
    sentence = "This id is known here with other content; the difference is in: label, note."
    assert faults(done) == [(2, f"{sentence} Nothing known is overwritten by an import.")]
    assert contents(desk) == before


def test_an_id_of_another_kind_is_refused(desk: Desk) -> None:
    """A cue cannot come in under the id of a person, nor can what is in the bin be changed."""
    import_jsonl(desk, lines(person(A), person(B, "Noor")))
    names.remove(desk, UUID(B))
    done = import_jsonl(desk, lines({"type": "cue", "id": A, "label": "Sam"}, person(B, "N.")))
    assert ["type" in sentence or "label" in sentence for _, sentence in faults(done)] == [True, True]
    assert import_jsonl(desk, lines(person(B, "Noor"))).known == 1


@pytest.mark.parametrize(
    ("records", "sentence"),
    [
        ([moment(B, A)], "There is no person with this id, neither in this file nor in the diary."),
        ([moment(B, setting=A)], "There is no cue with this id, neither in this file nor in the diary."),
        ([person(A, lifted=[B])], "There is no moment with this id, neither in this file nor in the diary."),
        ([person(A, merged_into=A)], "These merges lead round in a circle."),
        ([{"type": "cue", "id": A, "label": "late", "merged_into": A}], "These merges lead round in a circle."),
        ([person(A, "")], "A name is needed here; it is empty."),
    ],
    ids=["person", "cue", "moment", "self", "self-cue", "label"],
)
def test_one_bad_line_and_nothing_is_taken(desk: Desk, records: list[dict[str, Any]], sentence: str) -> None:
    """Every fault is told with its line and a column inside it, and not one record comes in."""
    done = import_jsonl(desk, lines(person(C, "Noor"), *records))
    assert done.refused
    assert faults(done) == [(3, sentence)]
    assert 1 < done.faults[0].column <= len(done.faults[0].text)
    assert contents(desk) == ([], [], [])


def test_a_circle_of_merges_is_named_in_every_line_of_it(desk: Desk) -> None:
    """Whoever stands in the circle, or leads into it, is named; nobody vanishes into it."""
    circle = [person(A, merged_into=B), person(B, merged_into=C), person(C, merged_into=A), person(D, merged_into=A)]
    done = import_jsonl(desk, lines(*circle))
    assert faults(done) == [(line, "These merges lead round in a circle.") for line in (2, 3, 4, 5)]
    assert all(fault.text[fault.column - 1 :].startswith(b'"') for fault in done.faults)
    skipped = import_jsonl(desk, lines(*circle, person("0000000e-0000-4000-8000-000000000000")), skip_bad=True)
    assert (skipped.added, skipped.refused) == (1, False)


def test_a_circle_through_the_vault_is_a_fault(desk: Desk) -> None:
    """If a merge here waits for someone who is missing, a file that closes the circle is refused."""
    put(desk, Person(id=UUID(A), label="Sam", merged_into=UUID(B)))
    done = import_jsonl(desk, lines(person(B, "Noor", merged_into=A)))
    assert faults(done) == [(2, "These merges lead round in a circle.")]
    assert [one.label for one in desk.vault.read(names.book).people] == ["Sam"]


def test_a_long_chain_of_merges_is_read_in_one_go(desk: Desk) -> None:
    """A thousand names merged one into the next are one person, and take no long time."""
    ids = [f"{number:08x}-0000-4000-8000-000000000000" for number in range(1000)]
    chain = [
        person(one, **({"merged_into": before} if before else {})) for before, one in zip(["", *ids], ids, strict=False)
    ]
    assert import_jsonl(desk, lines(*chain)).added == 1000
    book = desk.vault.read(names.book)
    assert [one.id for one in book.people] == [UUID(ids[0])]
    assert {record.id for record in book.by_id.values()} == {UUID(ids[0])}


def test_bad_lines_can_be_left_out(desk: Desk) -> None:
    """With skip_bad the rest comes in, without what speaks of a line that was left out, so that nothing dangles."""
    file = [
        *lines(person(A), moment(B, A)),
        b"not JSON\n",
        *lines(
            person(C, "Noor", merged_into=D),
            person(D, "", note="x"),
            moment("0000000f-0000-4000-8000-000000000000", A, C),
        )[1:],
    ]
    done = import_jsonl(desk, file, skip_bad=True)
    assert (done.added, done.skipped, done.refused) == (2, True, False)
    assert [line for line, _ in faults(done)] == [4, 5, 6, 7]
    assert {str(record.id) for record in contents(desk)[0]} == {A, B}


def test_a_file_without_a_header_can_be_skipped_into(desk: Desk) -> None:
    """Without its header a file is refused; with skip_bad the first line is left out."""
    told = lines(person(A), person(B, "Noor"))[1:]
    assert import_jsonl(desk, told).refused
    assert import_jsonl(desk, told, skip_bad=True).added == 1


def test_tombstones_travel(desk: Desk, other_desk: Desk) -> None:
    """What was forgotten in one vault does not come into another that has taken in its export."""
    sam = names.add_person(desk, "Sam").id
    old = list(export_jsonl(desk))
    names.forget(desk, sam, with_moments=False)
    import_jsonl(other_desk, export_jsonl(desk))
    done = import_jsonl(other_desk, old)
    assert (done.added, done.forgotten, done.refused) == (0, 1, False)
    assert contents(other_desk) == ([], [], [sam])


def test_a_tombstone_in_a_file_deletes_nothing_here(desk: Desk) -> None:
    """Who is alive here stays, also in what the file says of them; forgetting is for the owner."""
    import_jsonl(desk, lines(person(A), moment(B, A)))
    before = contents(desk)
    done = import_jsonl(desk, lines({"type": "forgotten", "id": A}, moment(B, A), moment(C, A)))
    assert (done.refused, done.added) == (False, 1)
    assert contents(desk)[0][:2] == before[0]
    assert contents(desk)[2] == []
    added = contents(desk)[0][2]
    assert isinstance(added, Moment)
    assert added.people == (UUID(A),)


def test_mentions_of_the_forgotten_are_left_out(desk: Desk) -> None:
    """A moment that speaks of someone forgotten comes in without them; other faults keep their place in the line."""
    names.forget(desk, names.add_person(desk, "Sam").id, with_moments=False)
    gone = str(contents(desk)[2][0])
    told = moment(B, gone, A, cues=[{"cue": gone}], setting=gone)
    done = import_jsonl(desk, lines(told))
    assert done.faults[0].text[done.faults[0].column - 1 :].startswith(f'"{A}"'.encode())
    taken = [person(A, "Noor", merged_into=gone), {"type": "cue", "id": C, "label": "late", "merged_into": gone}, told]
    for expected in ((3, 0), (0, 3)):
        again = import_jsonl(desk, lines(*taken))
        assert (again.added, again.known, again.refused) == (*expected, False)
    assert moments.find(desk, UUID(B)).people == (UUID(A),)
    assert gone not in str(contents(desk)[0])


def test_a_file_may_mention_what_it_says_was_forgotten(desk: Desk) -> None:
    """A reference that outlived its person comes in without the id, and the tombstone is kept."""
    done = import_jsonl(desk, lines(moment(B, A), {"type": "forgotten", "id": A}))
    assert (done.refused, done.added) == (False, 1)
    assert moments.find(desk, UUID(B)).people == ()
    assert contents(desk)[2] == [UUID(A)]


def test_unknown_types_and_fields_pass_through(desk: Desk, other_desk: Desk) -> None:
    """What a newer Homing wrote is kept and given on."""
    file = lines({"type": "lantern", "id": A, "light": 0.5}, person(B, favourite_tea="mint"))
    import_jsonl(desk, file)
    live = contents(desk)[0]
    assert live == [
        Unknown(id=UUID(A), type="lantern", body={"light": 0.5}),
        Person(id=UUID(B), label="Sam", extra={"favourite_tea": "mint"}),
    ]
    import_jsonl(other_desk, export_jsonl(desk))
    assert contents(other_desk)[0] == live


def test_a_failure_halfway_leaves_nothing(desk: Desk) -> None:
    """If the disk or anything else fails in the middle of an import, nothing of it stays."""
    calls = iter(range(3))

    def failing() -> Any:
        if next(calls) == 2:
            raise OSError("no space left")
        return clock()

    clock = desk.ambient.now
    desk.ambient = replace(desk.ambient, now=failing)
    with pytest.raises(OSError, match="no space"):
        import_jsonl(desk, lines(person(A), person(B, "Noor"), person(C, "Robin")))
    assert contents(desk) == ([], [], [])


def test_an_empty_file_is_refused(desk: Desk) -> None:
    """A file with nothing in it, not even a header, is no diary; a header alone is an empty one."""
    assert import_jsonl(desk, []).refused
    assert import_jsonl(desk, lines()) == Imported()


class TestTables:
    """Moments as CSV."""

    TABLE = "when,people,cues,outcome,note\n2026-03-01T12:00,Sam; Noor,voice:late,okay,one\n2026-03-02,Sam,,,two\n"

    def people(self, desk: Desk) -> list[str]:
        """The labels on the list of people."""
        return [one.label for one in desk.vault.read(names.book).people]

    def take(self, desk: Desk, *rows: str, skip_bad: bool = False) -> Imported:
        """Import a table."""
        return exchange.import_csv(desk, "\n".join(rows).encode(), skip_bad=skip_bad)

    def rows(self, desk: Desk) -> Sequence[Moment]:
        """The moments, oldest first."""
        return desk.vault.read(lambda rows: list(rows.moments_from(None)))

    def test_names_are_found_or_added(self, desk: Desk) -> None:
        """A table brings its moments, in the zone of this place, and the names that are new in it."""
        sam = names.add_person(desk, "Sam")
        done = self.take(desk, self.TABLE)
        assert (done.added, done.refused) == (4, False)
        one, two = self.rows(desk)
        assert (one.people[0], two.people) == (sam.id, (sam.id,))
        assert (one.when.zone, one.outcome) == (desk.ambient.zone, Outcome.OKAY)
        assert self.people(desk) == ["Sam", "Noor"]

    def test_twice_is_once(self, desk: Desk) -> None:
        """The same table again changes nothing, also after a rename, a merge, and for those in the bin."""
        self.take(desk, self.TABLE)
        assert (self.take(desk, self.TABLE).added, self.take(desk, self.TABLE).known) == (0, 2)
        sam, noor = (one.id for one in desk.vault.read(names.book).people)
        names.merge(desk, noor, sam)
        assert (self.take(desk, self.TABLE).added, len(self.rows(desk))) == (0, 2)
        names.remove(desk, sam)
        assert (self.take(desk, self.TABLE).added, len(self.rows(desk))) == (0, 2)
        assert self.people(desk) == []

    def test_an_own_table_is_known(self, desk: Desk) -> None:
        """What was written as a table can be taken in again, merged names, doubles and the bin included."""
        fill_with_sample(desk)
        keep(desk, "Sam", cues=("late",))
        two = keep(desk, "Sammy", cues=("late", "later"))
        put(desk, Person(id=UUID(A), label="Sammy"), Cue(id=UUID(B), label="later"))
        names.merge(desk, two.people[0], UUID(A))
        names.remove(desk, two.cues[1].cue)
        before = contents(desk)
        done = exchange.import_csv(desk, exchange.export_csv(desk).encode())
        assert (done.refused, done.added) == (False, 0)
        assert contents(desk) == before

    def test_a_name_that_was_merged_keeps_its_own_id(self, desk: Desk) -> None:
        """Of two with one name the one that stands for itself is meant; a merged name alone is still found."""
        put(desk, Person(id=UUID(A), label="Sam"), Person(id=UUID(B), label="S", merged_into=UUID(A)))
        self.take(desk, "when,people", "2026-03-01,S")
        assert self.rows(desk)[0].people == (UUID(B),)
        put(desk, Person(id=UUID(C), label="S"))
        self.take(desk, "when,people", "2026-03-02,S")
        assert self.rows(desk)[1].people == (UUID(C),)

    def test_a_fault_is_told_by_row_and_cell(self, desk: Desk) -> None:
        """One bad cell, and nothing is taken, the new names of good rows included."""
        done = self.take(desk, "when,people,alarm", "2026-03-01,Sam,3", "2026-03-02,Noor,eleven")
        assert done.refused
        assert [(fault.line, fault.column) for fault in done.faults] == [(3, 3)]
        assert contents(desk) == ([], [], [])

    def test_bad_rows_can_be_left_out(self, desk: Desk) -> None:
        """The names of a row left out come in only if another row speaks of them."""
        self.take(desk, "id,when", f"{A},2026-03-01")
        rows = ("id,when,people", f"{A},2026-03-01,Sam; Noor", ",2026-03-02,Sam", ",2026-13-02,Robin")
        done = self.take(desk, *rows, skip_bad=True)
        assert (done.added, [fault.line for fault in done.faults]) == (2, [2, 4])
        assert self.people(desk) == ["Sam"]
        assert self.rows(desk)[1].people == (desk.vault.read(names.book).people[0].id,)

    def test_the_forgotten_stay_forgotten(self, desk: Desk) -> None:
        """A person who came with a table and was forgotten does not come back with it, nor does a moment."""
        self.take(desk, self.TABLE)
        sam = next(one for one in desk.vault.read(names.book).people if one.label == "Sam")
        names.forget(desk, sam.id, with_moments=True)
        assert self.take(desk, self.TABLE).added == 0
        assert (self.rows(desk), self.people(desk)) == ([], ["Noor"])
