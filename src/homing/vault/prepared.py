"""Statements compiled once and run on the driver's own cursor.

An import runs the same ten statements for each of tens of thousands of records; on this path SQLAlchemy's own work
would take several times as long as the database's.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection
from sqlalchemy.dialects import sqlite
from sqlalchemy.sql.expression import ClauseElement, Insert

_DIALECT = sqlite.dialect(paramstyle="named")


class Prepared:
    """A Core statement with named parameters. The connection must be inside a transaction.

    ``columns`` are the parameters of an ``INSERT`` that does not name its values.
    """

    def __init__(self, statement: ClauseElement, *columns: str) -> None:
        inline = statement.inline() if isinstance(statement, Insert) else statement
        compiled = inline.compile(dialect=_DIALECT, column_keys=columns or None)
        self._sql = str(compiled)
        self._constants = {name: value for name, value in compiled.params.items() if value is not None}

    def run(self, connection: Connection, values: dict[str, Any]) -> int:
        """Run it; the number of the row, if it inserted one."""
        last: int = _raw(connection).execute(self._sql, self._constants | values).lastrowid
        return last

    def run_each(self, connection: Connection, values: Sequence[dict[str, Any]]) -> None:
        """Run it once for each."""
        _raw(connection).executemany(self._sql, values)

    def one(self, connection: Connection, values: dict[str, Any]) -> tuple[Any, ...] | None:
        """The first row it finds."""
        row: tuple[Any, ...] | None = _raw(connection).execute(self._sql, self._constants | values).fetchone()
        return row

    def every(self, connection: Connection, values: dict[str, Any]) -> list[tuple[Any, ...]]:
        """Every row it finds."""
        rows: list[tuple[Any, ...]] = _raw(connection).execute(self._sql, self._constants | values).fetchall()
        return rows


def _raw(connection: Connection) -> Any:
    return connection.connection.driver_connection
