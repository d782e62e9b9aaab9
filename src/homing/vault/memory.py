"""What was read of an open vault, kept until it changes: every answer is the one that a fresh reading would give.

A reading knows the number of its snapshot, and what is kept bears the number at which it was right. Each write is
noted with the kinds of record and the earliest position in time that it touched, so that what does not rest on them
stays, and what is ordered by time is read again from there only. See ``docs/adr/web-speed.md``.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Collection, Hashable
from dataclasses import dataclass, field
from typing import Any, NamedTuple, TypeVar

from homing.record import Record
from homing.vault.facts import Position, decode

T = TypeVar("T")

MOST_RECORDS = 8192
"""So many records are kept as they were decoded; the first that came leaves first."""

MOST_ANSWERS = 1024
"""So many answers are kept; beyond that all are dropped, and the next are kept anew."""

LONGEST_LOG = 256
"""So many writes are looked back on. What is older than that is read again."""

INDEX = "index"
"""Stands for the index over the moments."""


class Change(NamedTuple):
    """What one write touched: kinds of record, and the earliest position of the index (None: it is as it was)."""

    kinds: frozenset[str]
    earliest: Position | None


class Kept(NamedTuple):
    """An answer, and the number of the snapshot in which it is right."""

    number: int
    value: Any


@dataclass(slots=True)
class Memory:
    """Shared by every reading of one open vault; any thread may use it. Nothing is left in it once it was closed."""

    _lock: threading.Lock = field(default_factory=threading.Lock, repr=False)
    _number: int = 0
    _writing: bool = False
    _closed: bool = False
    _dropped: int = 0
    """The number of the snapshot before which nothing may be kept: something was forgotten then."""

    _log: list[Change] = field(default_factory=list, repr=False)
    _answers: dict[Hashable, Kept] = field(default_factory=dict, repr=False)
    _records: dict[str, Record] = field(default_factory=dict, repr=False)

    def number(self) -> int | None:
        """The number of the present snapshot; None while it is changing, or after the end."""
        with self._lock:
            return None if self._writing or self._closed else self._number

    def begin(self) -> None:
        """A write begins: a reading that begins now cannot know which snapshot it has."""
        with self._lock:
            self._writing = True

    def end(self, change: Change | None) -> None:
        """A write has ended; None if it failed, or something was forgotten: all that was kept is dropped, and no
        reading that began earlier keeps anything more.
        """
        with self._lock:
            self._writing = False
            self._number += 1
            if change is None:
                self._log.clear()
                self._answers.clear()
                self._records.clear()
                self._dropped = self._number
                return
            self._log.append(change)
            del self._log[:-LONGEST_LOG]

    def close(self) -> None:
        """Forget everything, and keep nothing more."""
        with self._lock:
            self._closed = True
            self._answers.clear()
            self._records.clear()
            self._log.clear()

    def since(self, kept: int, now: int) -> list[Change] | None:
        """The changes between two snapshots; None if that is too long ago to tell."""
        with self._lock:
            first = self._number - len(self._log)
            return self._log[kept - first : now - first] if kept >= first else None

    def find(self, key: Hashable, now: int) -> Kept | None:
        """What is kept under a key, unless it is of a later snapshot than the one asked from."""
        kept = self._answers.get(key)
        return None if kept is None or kept.number > now else kept

    def keep(self, key: Hashable, now: int, value: Any) -> None:
        """Keep an answer that is right in this snapshot, unless a newer one is kept already."""
        with self._lock:
            before = self._answers.get(key)
            if self._closed or now < self._dropped or (before is not None and before.number > now):
                return
            if len(self._answers) >= MOST_ANSWERS:
                self._answers.clear()
            self._answers[key] = Kept(now, value)

    def decoded(self, number: int | None, body: str) -> Record:
        """The record of this text, as a reading of the snapshot ``number`` finds it. What a text says never changes."""
        found = self._records.get(body)
        if found is None:
            found = decode(body)
            with self._lock:
                if not self._closed and number is not None and number >= self._dropped:
                    self._records[body] = found
                    if len(self._records) > MOST_RECORDS:
                        del self._records[next(iter(self._records))]
        return found


class View:
    """The memory as one reading of the snapshot ``number`` sees it."""

    def __init__(self, memory: Memory, number: int) -> None:
        self._memory, self._number = memory, number

    def kept(self, key: Hashable, of: Collection[str], make: Callable[[], T]) -> T:
        """The answer under a key, made anew if one of these kinds of record was touched since it was."""
        found = self._memory.find(key, self._number)
        if found is not None:
            changes = self._memory.since(found.number, self._number)
            if changes is not None and not any(_touches(change, of) for change in changes):
                value: T = found.value
                return value
        made = make()
        self._memory.keep(key, self._number, made)
        return made

    def continued(self, key: Hashable, make: Callable[[], T], go_on: Callable[[T, Position], T | None]) -> T:
        """The answer under a key; ``go_on`` makes it right from the earliest position that was touched since it was.

        It is made anew where ``go_on`` gives None.
        """
        found = self._memory.find(key, self._number)
        changes = None if found is None else self._memory.since(found.number, self._number)
        answer: T | None = None
        if found is not None and changes is not None:
            places = [change.earliest for change in changes if change.earliest is not None]
            answer = go_on(found.value, min(places)) if places else found.value
        made = make() if answer is None else answer
        if found is None or made is not found.value or changes:
            self._memory.keep(key, self._number, made)
        return made

    def last(self, key: Hashable) -> Any:
        """What was kept last under a key, whatever was written since; None if nothing is."""
        found = self._memory.find(key, self._number)
        return None if found is None else found.value

    def keep(self, key: Hashable, value: Any) -> None:
        """Keep an answer that is right in this snapshot."""
        self._memory.keep(key, self._number, value)


def _touches(change: Change, of: Collection[str]) -> bool:
    return not change.kinds.isdisjoint(of) or (change.earliest is not None and INDEX in of)
