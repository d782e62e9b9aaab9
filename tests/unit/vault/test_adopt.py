"""Giving a record the history that another device knows, and keeping other forms beside it."""

from __future__ import annotations

from uuid import UUID

import pytest

from homing.record import Cue, Person
from homing.record.forgetting import without
from homing.vault import Vault, kept
from homing.vault.facts import encode
from homing.vault.histories import Form, History
from tests.unit.vault.support import KITCHEN, ROBIN, SKY, VOICE, later, moment, put


def form(record: Person | Cue, hours: float = 0) -> Form:
    """A form."""
    return Form(int(later(hours).timestamp() * 1_000_000), "changed", encode(record))


def test_a_history_is_taken_whole(vault: Vault) -> None:
    """Present form, bin and earlier forms are those of the other device; the index and all checks are content."""
    put(vault, ROBIN, VOICE, moment(1))
    put(vault, moment(1, note="x"))
    history = vault.read(lambda rows: rows.history_of(moment(1).id))
    shorter = (history[0], history[1]._replace(change="removed"))
    vault.write(lambda rows: rows.adopt(moment(1).id, shorter))
    assert vault.read(lambda rows: rows.history_of(moment(1).id)) == shorter
    assert [gone.record for gone in vault.read(lambda rows: rows.removed())] == [moment(1, note="x")]
    assert kept.check_vault(vault).problems == ()


@pytest.mark.parametrize(
    "history",
    [(form(SKY),), (form(ROBIN), form(SKY)), (form(Cue(id=ROBIN.id, label="x")),), (Form(0, "changed", "{}"),)],
)
def test_what_is_not_its_history_is_refused(vault: Vault, history: History) -> None:
    """Another record's, another kind's, or one that cannot be read: nothing is changed, nor kept beside."""
    put(vault, ROBIN)
    before = vault.read(lambda rows: rows.history_of(ROBIN.id))
    with pytest.raises(ValueError):  # noqa: PT011 - what cannot be read says so in its own words
        vault.write(lambda rows: rows.adopt(ROBIN.id, history))
    assert vault.read(lambda rows: rows.history_of(ROBIN.id)) == before


def test_what_was_forgotten_is_not_taken(vault: Vault) -> None:
    """A tombstone stands."""
    vault.write(lambda rows: rows.forget([ROBIN.id]))
    with pytest.raises(KeyError):
        vault.write(lambda rows: rows.adopt(ROBIN.id, (form(ROBIN),)))


def test_other_forms_are_kept_forgotten_and_rewritten(vault: Vault) -> None:
    """They go with their record, lose whom they mentioned, and those of no concern stay as they are."""
    joined = form(Person(id=ROBIN.id, label="Robin", merged_into=SKY.id))
    plain = form(KITCHEN)
    put(vault, ROBIN, SKY, KITCHEN)
    vault.write(lambda rows: rows.keep_others(ROBIN.id, [(joined,)]))
    vault.write(lambda rows: rows.keep_others(KITCHEN.id, [(plain,)]))
    assert vault.read(lambda rows: rows.others()) == {ROBIN.id: [(joined,)], KITCHEN.id: [(plain,)]}
    vault.write(lambda rows: rows.rewrite([SKY.id], lambda record: without(record, [SKY.id])))
    assert vault.read(lambda rows: rows.others()) == {ROBIN.id: [(form(ROBIN),)], KITCHEN.id: [(plain,)]}
    vault.write(lambda rows: rows.forget([ROBIN.id]))
    vault.write(lambda rows: rows.keep_others(KITCHEN.id, []))
    assert vault.read(lambda rows: rows.others()) == {}
    assert vault.read(lambda rows: rows.others_of(UUID(int=9))) == []
    with pytest.raises(ValueError, match="another record"):
        vault.write(lambda rows: rows.keep_others(KITCHEN.id, [(joined,)]))
