"""The encrypted database: its connections, its settings, and its faults in our words."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, QueuePool, StaticPool, create_engine, event
from sqlalchemy.exc import DBAPIError
from sqlcipher3 import dbapi2

from homing.vault.errors import VaultBusy, VaultClosed, VaultDamaged, VaultError, VaultFull, VaultReadOnly
from homing.vault.keys import DataKey

READERS = 4
MORE_READERS = 12
BUSY_MS = 5_000

_SETTINGS = (
    "PRAGMA foreign_keys = ON",
    "PRAGMA secure_delete = ON",
    "PRAGMA temp_store = MEMORY",
    "PRAGMA synchronous = FULL",
    f"PRAGMA busy_timeout = {BUSY_MS}",
    "PRAGMA trusted_schema = OFF",
)
_FAULTS: dict[int, type[VaultError]] = {
    3: VaultReadOnly,  # SQLITE_PERM
    5: VaultBusy,  # SQLITE_BUSY
    6: VaultBusy,  # SQLITE_LOCKED
    8: VaultReadOnly,  # SQLITE_READONLY
    9: VaultClosed,  # SQLITE_INTERRUPT: locking does not wait for a copy
    10: VaultError,  # SQLITE_IOERR
    11: VaultDamaged,  # SQLITE_CORRUPT, a page whose seal is broken included
    13: VaultFull,  # SQLITE_FULL
    14: VaultReadOnly,  # SQLITE_CANTOPEN: the journals cannot be made beside the file
    26: VaultDamaged,  # SQLITE_NOTADB
}
_NO_ROOM_FOR_SHM = 4874
"""SQLITE_IOERR_SHMSIZE: how a full disk shows itself while a journal's index grows."""


def engine_for(path: Path | None, key: DataKey) -> Engine:
    """An engine on an existing database file, or on one in memory with a single shared connection (``path`` None).

    The key goes to SQLCipher on the raw connection, so that no statement, URL or log of SQLAlchemy ever has it.
    """
    target = ":memory:" if path is None else f"{path.absolute().as_uri()}?mode=rw"

    def connect() -> Any:
        raw = dbapi2.connect(target, uri=True, isolation_level=None, check_same_thread=False, cached_statements=256)
        # SQLCipher would write its own lines about damaged pages to standard error.
        raw.execute("PRAGMA cipher_log_level = NONE")
        raw.execute(f'PRAGMA key = "{key.for_sqlcipher()}"')
        for setting in _SETTINGS:
            raw.execute(setting)
        return raw

    if path is None:
        engine = create_engine("sqlite://", module=dbapi2, creator=connect, hide_parameters=True, poolclass=StaticPool)
    else:
        engine = create_engine(
            "sqlite://",
            module=dbapi2,
            creator=connect,
            hide_parameters=True,
            poolclass=QueuePool,
            pool_size=READERS + 1,
            max_overflow=MORE_READERS,
        )
    event.listen(engine, "begin", _begin)
    return engine


def writer_of(engine: Engine) -> Connection:
    """A connection whose transactions take the write lock at once, so that none fails half-way for want of it."""
    return engine.connect().execution_options(begin="BEGIN IMMEDIATE")


def pragma(connection: Connection, what: str) -> None:
    """Run a PRAGMA outside any transaction, where SQLAlchemy would begin one."""
    raw: Any = connection.connection.driver_connection
    raw.execute(f"PRAGMA {what}").fetchall()


@contextmanager
def plain_faults() -> Iterator[None]:
    """Turn the database's own faults into a :class:`VaultError`, with no trace of statement or content."""
    try:
        yield
        return
    except (DBAPIError, dbapi2.Error) as error:
        fault = _fault(error.orig if isinstance(error, DBAPIError) else error)
        if fault is None:
            raise
    raise fault from None


def _begin(connection: Connection) -> None:
    connection.exec_driver_sql(connection.get_execution_options().get("begin", "BEGIN"))


def _fault(error: BaseException | None) -> VaultError | None:
    code: int = getattr(error, "sqlite_errorcode", 0)
    if code == _NO_ROOM_FOR_SHM:
        return VaultFull()
    kind = _FAULTS.get(code & 0xFF)
    return None if kind is None else kind()
