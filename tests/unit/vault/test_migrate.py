"""Migrations: complete, in one transaction, and in step with what the queries expect."""

from __future__ import annotations

from pathlib import Path
from types import ModuleType

import pytest
from alembic import op
from sqlalchemy import inspect

from homing.vault import Vault, schema
from homing.vault.migrate import form_of, run
from homing.vault.migrations import STEPS
from tests.unit.vault.support import PASSPHRASE, created, moment, put


def step(revision: str, down: str, *statements: str) -> ModuleType:
    """A migration that runs these statements."""
    module = ModuleType(f"step_{revision}")
    module.__file__ = "made in a test"
    vars(module).update(revision=revision, down_revision=down)

    def upgrade() -> None:
        for statement in statements:
            op.execute(statement)

    vars(module)["upgrade"] = upgrade
    return module


def test_the_code_is_written_for_the_last_step() -> None:
    """The revision that the schema names is the last of an unbroken chain."""
    assert STEPS[-1].revision == schema.REVISION
    assert [one.down_revision for one in STEPS] == [None, *[step.revision for step in STEPS][:-1]]


def test_the_tables_are_as_the_queries_see_them(vault: Vault) -> None:
    """Each table of the schema, its columns, keys and what may be missing, is in the database, and no other."""
    with vault._engine.connect() as connection:
        found = inspect(connection)
        assert set(found.get_table_names()) == {*schema.metadata.tables, "alembic_version"}
        for name, table in schema.metadata.tables.items():
            columns = {column["name"]: column["nullable"] for column in found.get_columns(name)}
            primary = [column.name for column in table.primary_key]
            assert found.get_pk_constraint(name)["constrained_columns"] == primary
            assert set(columns) == set(table.c.keys())
            assert {one for one in columns if columns[one]} - set(primary) == {c.name for c in table.c if c.nullable}


def test_a_pending_step_runs_on_opening(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A vault of an older form is brought up when it is opened, with everything in it."""
    vault = created(home)
    put(vault, moment(1))
    vault.close()
    monkeypatch.setattr("homing.vault.migrations.STEPS", (*STEPS, step("0002", "0001", "CREATE TABLE later (a)")))
    monkeypatch.setattr(schema, "REVISION", "0002")
    for _ in range(2):
        vault = Vault.open(home, PASSPHRASE)
        with vault._engine.connect() as connection:
            assert form_of(connection) == "0002"
            assert inspect(connection).has_table("later")
        assert vault.read(lambda rows: rows.moments()) == [moment(1)]
        vault.close()


def test_a_step_that_fails_leaves_the_form_before_it(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """When the second of two steps fails, the first is undone too, and the old Homing still opens the vault."""
    vault = created(home)
    put(vault, moment(1))
    vault.close()
    with monkeypatch.context() as patched:
        broken = (step("0002", "0001", "CREATE TABLE later (a)"), step("0003", "0002", "CREATE TABLE record (a)"))
        patched.setattr("homing.vault.migrations.STEPS", (*STEPS, *broken))
        patched.setattr(schema, "REVISION", "0003")
        with pytest.raises(Exception, match="already exists"):
            Vault.open(home, PASSPHRASE)
    vault = Vault.open(home, PASSPHRASE)
    with vault._engine.connect() as connection:
        assert form_of(connection) == "0001"
        assert not inspect(connection).has_table("later")
    assert vault.read(lambda rows: rows.moments()) == [moment(1)]
    vault.close()


def test_running_the_steps_again_does_nothing(vault: Vault) -> None:
    """Steps that have run are not run again."""
    with vault._writer.begin():
        run(vault._writer, STEPS)
        assert form_of(vault._writer) == schema.REVISION
