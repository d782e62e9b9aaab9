"""Bringing a database to the form this code is written for, in one transaction or not at all."""

from __future__ import annotations

from collections.abc import Sequence
from types import ModuleType

from sqlalchemy import Connection, inspect, text

from homing.vault import schema
from homing.vault.errors import VaultDamaged, VaultNewer


def form_of(connection: Connection) -> str | None:
    """The revision the database is in; None if it is empty."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    found: str | None = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    return found


def is_pending(connection: Connection) -> bool:
    """Whether the database is in an earlier form that is known here."""
    with connection.begin():
        form = form_of(connection)
    if form is None or form == schema.REVISION:
        return False
    from homing.vault.migrations import STEPS

    return form in [step.revision for step in STEPS]


def migrate(connection: Connection, *, fresh: bool = False) -> None:
    """Run the pending migrations, if any.

    Raises :class:`VaultNewer` for a form not known here and :class:`VaultDamaged` for an empty database that was not
    made just now (``fresh``); neither is touched.
    """
    with connection.begin():
        form = form_of(connection)
        if form is None and not fresh:
            raise VaultDamaged
        if form != schema.REVISION:
            _upgrade(connection, form)


def _upgrade(connection: Connection, form: str | None) -> None:
    # Imported here, since a database in the right form needs no Alembic.
    from homing.vault.migrations import STEPS

    if form is not None and form not in [step.revision for step in STEPS]:
        raise VaultNewer
    run(connection, STEPS)


def run(connection: Connection, steps: Sequence[ModuleType]) -> None:
    """Run those of the steps that are pending, inside the connection's open transaction."""
    from alembic.operations import Operations
    from alembic.runtime.migration import MigrationContext, MigrationStep
    from alembic.script import Script
    from alembic.script.revision import RevisionMap

    scripts = {step.revision: Script(step, step.revision, str(step.__file__)) for step in steps}
    revisions = RevisionMap(scripts.values)

    def pending(heads: tuple[str, ...], _: MigrationContext) -> list[MigrationStep]:
        ahead = list(revisions.iterate_revisions("head", heads or "base"))
        return [MigrationStep.upgrade_from_script(revisions, scripts[step.revision]) for step in reversed(ahead)]

    context = MigrationContext.configure(connection, opts={"fn": pending, "transactional_ddl": True})
    with Operations.context(context):
        context.run_migrations()
