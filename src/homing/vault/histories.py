"""Every form that a record had, as one device knows them, and how the knowledge of two devices relates.

A form is told apart by all that it is: instant, change and text. So what one device knows of a record is a multiset of
forms with one of them as the present one, and "newer" means "knows all that the other knows, and more". The instants
are part of a form's identity; which of two is later is never asked, since the clocks of two devices may differ.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection
from enum import Enum
from typing import NamedTuple, TypeAlias
from uuid import UUID

from homing.record import Record
from homing.record.forgetting import without
from homing.vault.facts import decode, encode

REMOVED = "removed"
ID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")


class Form(NamedTuple):
    """One form of a record: UTC microseconds since the epoch by the clock of its device, what was done, the text."""

    at: int
    change: str
    body: str

    @property
    def is_binned(self) -> bool:
        """Whether the record lies in the bin in this form."""
        return self.change == REMOVED

    @property
    def record(self) -> Record:
        """The record in this form."""
        return decode(self.body)


History: TypeAlias = tuple[Form, ...]
"""Every form, the present one last. Never empty."""


class Relation(Enum):
    """How what is known here stands to what is known there."""

    SAME = "same"
    BEHIND = "behind"
    AHEAD = "ahead"
    APART = "apart"


def relation(ours: History, theirs: History) -> Relation:
    """Whether one of the two knows all that the other knows. Order does not matter, but for the present form."""
    if ours == theirs:
        return Relation.SAME
    here, there = Counter(ours), Counter(theirs)
    if here == there:
        return Relation.SAME if ours[-1] == theirs[-1] else Relation.APART
    if here <= there:
        return Relation.BEHIND
    return Relation.AHEAD if there <= here else Relation.APART


def joined(ours: History, theirs: History, present: Form) -> History:
    """All forms of both, and this one as the present one; the same on either device."""
    forms = Counter(ours) | Counter(theirs)
    forms[present] -= 1
    return (*sorted((+forms).elements()), present)


def next_form(history: History, record: Record, at: int | None = None) -> History:
    """The history with one more form, in the bin or not as before.

    Without ``at`` it bears the latest instant of the others, so that two devices that come to it write it alike.
    """
    change = REMOVED if history[-1].is_binned else "changed"
    at = max(form.at for form in history) if at is None else at
    return (*history, Form(at, change, encode(record)))


def mended(history: History, gone: Collection[UUID]) -> History:
    """The history as if it had never spoken of these."""
    return rewritten(history, {str(one) for one in gone}, lambda record: without(record, gone))


def rewritten(history: History, sought: Collection[str], change: Callable[[Record], Record]) -> History:
    """The history with a change made to each form that mentions one of the ids."""
    if not sought or all(_is_free(form.body, sought) for form in history):
        return history
    return tuple(
        form if _is_free(form.body, sought) else form._replace(body=encode(change(form.record))) for form in history
    )


def _is_free(body: str, sought: Collection[str]) -> bool:
    return all(one not in sought for one in ID.findall(body))
