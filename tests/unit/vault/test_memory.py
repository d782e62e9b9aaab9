"""The memory of an open vault: bounded, never older than what it is asked for, and empty once it was closed."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from homing.record import Person
from homing.vault import Rows, Vault, memory, tail, window
from homing.vault.facts import encode, microseconds
from homing.vault.memory import Change, Memory
from tests.unit.vault.support import ROBIN, later, moment, put

NOTHING = Change(frozenset(), None)


def test_an_answer_of_a_later_snapshot_is_neither_given_nor_replaced() -> None:
    """A reading that began earlier sees nothing of what was kept since, and leaves it there."""
    told = Memory()
    told.end(NOTHING)
    told.keep("who", 1, "new")
    told.keep("who", 0, "old")
    assert told.find("who", 0) is None
    kept = told.find("who", 1)
    assert kept is not None
    assert kept.value == "new"


def test_what_is_kept_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    """Too many answers leave together, the first decoded record leaves alone, and old writes are not looked back on."""
    monkeypatch.setattr(memory, "MOST_ANSWERS", 2)
    monkeypatch.setattr(memory, "MOST_RECORDS", 1)
    monkeypatch.setattr(memory, "LONGEST_LOG", 1)
    told = Memory()
    for name in ("a", "b", "c"):
        told.keep(name, 0, name)
        told.decoded(0, encode(replace(ROBIN, label=name)))
    assert told.find("a", 0) is None
    assert told.find("c", 0) is not None
    told.end(NOTHING)
    told.end(NOTHING)
    assert told.since(0, 2) is None
    assert told.since(1, 2) == [NOTHING]


def test_nothing_is_left_after_the_end() -> None:
    """Closed, it holds no answer and no record, takes none, and has no snapshot."""
    told = Memory()
    told.keep("who", 0, ROBIN)
    told.decoded(0, encode(ROBIN))
    told.close()
    told.keep("who", 0, ROBIN)
    assert told.decoded(0, encode(ROBIN)) == ROBIN
    assert told.find("who", 0) is None
    assert told.number() is None
    assert "Robin" not in repr(told)
    assert not told._records


def test_what_was_forgotten_is_forgotten_here_too() -> None:
    """Neither an answer nor a decoded record of a forgotten person stays, though the vault is open."""
    vault = Vault.in_memory()
    vault.write(lambda rows: rows.put(ROBIN, datetime(2026, 3, 20, tzinfo=UTC)))
    assert vault.read(lambda rows: rows.all(Person)) == [ROBIN]
    assert any("Robin" in body for body in vault._memory._records)
    vault.write(lambda rows: rows.forget([ROBIN.id]))
    assert not vault._memory._records
    assert not vault._memory._answers
    vault.close()


def test_a_reading_that_began_before_the_forgetting_keeps_nothing() -> None:
    """What an older reading finds is its own answer, and is gone with it."""
    told = Memory()
    told.end(None)
    told.keep("who", 0, ROBIN)
    assert told.decoded(0, encode(ROBIN)) == ROBIN
    assert told.decoded(None, encode(ROBIN)) == ROBIN
    assert told.find("who", 1) is None
    assert not told._records
    told.decoded(1, encode(ROBIN))
    assert told._records


def test_what_was_made_is_made_again_only_of_something_else() -> None:
    """Whatever was written since, the same given gives what was kept; of another it is made anew."""
    made = list[str]()

    def make(given: str) -> str:
        made.append(given)
        return given.upper()

    vault = Vault.in_memory()

    def ask(given: str) -> str:
        return vault.read(lambda rows: rows.made_of("test", given, make))

    assert [ask("a"), ask("a")] == ["A", "A"]
    vault.write(lambda rows: rows.put(ROBIN, datetime(2026, 3, 20, tzinfo=UTC)))
    assert [ask("a"), ask("b"), ask("a")] == ["A", "B", "A"]
    assert made == ["a", "b", "a"]
    assert vault.write(lambda rows: [rows.made_of("test", "a", make) for _ in range(2)]) == ["A", "A"]
    assert made == ["a", "b", "a", "a", "a"]
    vault.close()


def test_what_was_folded_is_folded_anew_where_the_facts_lead_elsewhere() -> None:
    """After a reading of all moments, one of fewer, as by a clock that was set back, counts from the start again."""
    vault = Vault.in_memory()
    put(vault, *(moment(n + 1, hours=n) for n in range(120)))

    def count(last: int) -> int:
        def read(rows: Rows) -> int:
            facts = rows.facts(binned=False)[:last]
            return rows.folded("test", facts, 0, lambda before, new: before + len(new))

        return vault.read(read)

    assert [count(120), count(20), count(120)] == [120, 20, 120]
    vault.close()


def test_a_tail_is_read_anew_where_too_much_was_added(monkeypatch: pytest.MonkeyPatch) -> None:
    """The newest moments are the same as in a fresh reading, however many came at once, or came long ago."""
    monkeypatch.setattr(tail, "LENGTH", 4)
    vault = Vault.in_memory()
    put(vault, *(moment(n + 1, hours=n) for n in range(6)))
    before = vault.read(lambda rows: tail.read(rows._connection))
    put(vault, *(moment(n + 1, hours=n) for n in range(6, 12)))
    place = before.told[-1].fact.position
    assert vault.read(lambda rows: tail.go_on(rows._connection, before, place)) is None
    first, beyond = (microseconds(later(0)), str(moment(1).id)), (microseconds(later(99)), "")
    assert vault.read(lambda rows: tail.go_on(rows._connection, before, beyond)) == before
    assert vault.read(lambda rows: tail.go_on(rows._connection, before, first)) is None
    vault.close()


def test_a_list_too_long_to_be_held_is_read_each_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """Long or short, and growing past the bound, all moments with someone are told, the newest first."""
    monkeypatch.setattr(window, "MOST", 2)
    vault = Vault.in_memory()
    for n in range(4):
        put(vault, moment(n + 1, hours=n))
        for _ in range(2):
            told = vault.read(lambda rows: [*rows.moments(people=[ROBIN.id]), *rows.moments(people=[ROBIN.id])])
            assert told == [moment(one + 1, hours=one) for one in range(n, -1, -1)] * 2
    vault.close()
