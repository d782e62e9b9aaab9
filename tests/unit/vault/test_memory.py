"""The memory of an open vault: bounded, never older than what it is asked for, and empty once it was closed."""

from __future__ import annotations

from dataclasses import replace

import pytest

from homing.vault import memory
from homing.vault.facts import encode
from homing.vault.memory import Change, Memory
from tests.unit.vault.support import ROBIN

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
        told.decoded(encode(replace(ROBIN, label=name)))
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
    told.decoded(encode(ROBIN))
    told.close()
    told.keep("who", 0, ROBIN)
    assert told.decoded(encode(ROBIN)) == ROBIN
    assert told.find("who", 0) is None
    assert told.number() is None
    assert "Robin" not in repr(told)
    assert not told._records
