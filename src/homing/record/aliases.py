"""Merging without losing: a merged person or cue is an alias, and the alias can be taken back."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from uuid import UUID

from homing.record.nouns import Cue, Person


class Aliases:
    """Who is meant by an id, once merges are followed. A merge into someone who is not among the records is none.

    >>> a, b = UUID(int=1), UUID(int=2)
    >>> aliases = Aliases([Person(id=a, label="S."), Person(id=b, label="Sam", merged_into=a)])
    >>> aliases.canonical(b) == a, sorted(aliases.closure(a)) == [a, b]
    (True, True)
    """

    def __init__(self, records: Iterable[Person | Cue]) -> None:
        told = {record.id: record.merged_into for record in records}
        into = {one: other for one, other in told.items() if other is not None and other in told}
        self._meant: dict[UUID, UUID] = {}
        for one in into:
            self._follow(one, into)
        same: defaultdict[UUID, set[UUID]] = defaultdict(set)
        for one, meant in self._meant.items():
            same[meant].update((meant, one))
        self._closures = {meant: tuple(sorted(ones)) for meant, ones in same.items()}

    def canonical(self, record_id: UUID) -> UUID:
        """The id that this one stands for; itself if it was never merged. A circle ends at its smallest id."""
        return self._meant.get(record_id, record_id)

    def closure(self, record_id: UUID) -> tuple[UUID, ...]:
        """Every id that means the same as this one, itself included."""
        meant = self.canonical(record_id)
        return self._closures.get(meant) or (meant,)

    def closures(self, record_ids: Iterable[UUID]) -> tuple[UUID, ...]:
        """The closures of several ids together."""
        return tuple(sorted({every for record_id in record_ids for every in self.closure(record_id)}))

    def _follow(self, start: UUID, into: Mapping[UUID, UUID]) -> None:
        """Follow the merges from an id, and remember for all on the way where they lead."""
        trail: dict[UUID, int] = {}
        at = start
        while at in into and at not in self._meant and at not in trail:
            trail[at] = len(trail)
            at = into[at]
        end = min(list(trail)[trail[at] :]) if at in trail else self._meant.get(at, at)
        self._meant.update(dict.fromkeys(trail, end))
