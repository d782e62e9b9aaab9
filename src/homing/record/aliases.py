"""Merging without losing: a merged person or cue is an alias, and the alias can be taken back."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from uuid import UUID

from homing.record.nouns import Cue, Person


class Aliases:
    """Who is meant by an id, once merges are followed.

    >>> a, b = UUID(int=1), UUID(int=2)
    >>> aliases = Aliases([Person(id=a, label="S."), Person(id=b, label="Sam", merged_into=a)])
    >>> aliases.canonical(b) == a, sorted(aliases.closure(a)) == [a, b]
    (True, True)
    """

    def __init__(self, records: Iterable[Person | Cue]) -> None:
        self._into = {record.id: record.merged_into for record in records if record.merged_into is not None}
        self._closures: defaultdict[UUID, set[UUID]] = defaultdict(set)
        for alias in self._into:
            self._closures[self.canonical(alias)].add(alias)

    def canonical(self, record_id: UUID) -> UUID:
        """The id that this one stands for; itself if it was never merged. A circle ends at its smallest id."""
        seen: list[UUID] = []
        while record_id in self._into and record_id not in seen:
            seen.append(record_id)
            record_id = self._into[record_id]
        return min(seen[seen.index(record_id) :]) if record_id in seen else record_id

    def closure(self, record_id: UUID) -> tuple[UUID, ...]:
        """Every id that means the same as this one, itself included."""
        meant = self.canonical(record_id)
        return tuple(sorted(self._closures.get(meant, set()) | {meant, record_id}))

    def closures(self, record_ids: Iterable[UUID]) -> tuple[UUID, ...]:
        """The closures of several ids together."""
        return tuple(sorted({every for record_id in record_ids for every in self.closure(record_id)}))
