"""The ground: records, their revisions, the index over moments, and what the mind and the settings keep."""

from alembic import op

revision = "0001"
down_revision = None

_TABLES = (
    """
    CREATE TABLE record (
        seq INTEGER PRIMARY KEY,
        id TEXT NOT NULL UNIQUE,
        kind TEXT NOT NULL,
        body TEXT NOT NULL,
        removed_at INTEGER
    ) STRICT
    """,
    "CREATE INDEX record_by_kind ON record (kind, removed_at, seq)",
    "CREATE INDEX record_in_bin ON record (removed_at, seq) WHERE removed_at IS NOT NULL",
    """
    CREATE TABLE revision (
        record INTEGER NOT NULL REFERENCES record (seq) ON DELETE CASCADE,
        number INTEGER NOT NULL,
        at INTEGER NOT NULL,
        change TEXT NOT NULL CHECK (change IN ('created', 'changed', 'removed', 'restored')),
        body TEXT NOT NULL,
        PRIMARY KEY (record, number)
    ) STRICT, WITHOUT ROWID
    """,
    """
    CREATE TABLE moment (
        utc_us INTEGER NOT NULL,
        id TEXT NOT NULL,
        record INTEGER NOT NULL UNIQUE REFERENCES record (seq) ON DELETE CASCADE,
        live INTEGER NOT NULL,
        day INTEGER NOT NULL,
        alarm INTEGER,
        outcome TEXT,
        evidence TEXT NOT NULL,
        dangerous INTEGER NOT NULL,
        finished INTEGER NOT NULL,
        state TEXT,
        PRIMARY KEY (utc_us, id)
    ) STRICT, WITHOUT ROWID
    """,
    "CREATE INDEX moment_dangerous ON moment (utc_us, id, record) WHERE dangerous = 1",
    "CREATE INDEX moment_unfinished ON moment (utc_us, id) WHERE finished = 0",
    """
    CREATE TABLE mention (
        role INTEGER NOT NULL,
        named TEXT NOT NULL,
        record INTEGER NOT NULL REFERENCES record (seq) ON DELETE CASCADE,
        PRIMARY KEY (role, named, record)
    ) STRICT, WITHOUT ROWID
    """,
    "CREATE INDEX mention_by_record ON mention (record)",
    """
    CREATE TABLE tally (
        role INTEGER NOT NULL,
        named TEXT NOT NULL,
        n INTEGER NOT NULL,
        PRIMARY KEY (role, named)
    ) STRICT, WITHOUT ROWID
    """,
    """
    CREATE TABLE words (
        record INTEGER PRIMARY KEY REFERENCES record (seq) ON DELETE CASCADE,
        folded TEXT NOT NULL
    ) STRICT
    """,
    "CREATE TABLE tombstone (seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE) STRICT",
    """
    CREATE TABLE change (
        seq INTEGER PRIMARY KEY AUTOINCREMENT,
        utc_us INTEGER NOT NULL,
        id TEXT NOT NULL
    ) STRICT
    """,
    "CREATE INDEX change_by_position ON change (utc_us, id)",
    """
    CREATE TABLE checkpoint (
        version TEXT NOT NULL,
        utc_us INTEGER NOT NULL,
        id TEXT NOT NULL,
        blob BLOB NOT NULL,
        PRIMARY KEY (version, utc_us, id)
    ) STRICT
    """,
    "CREATE TABLE setting (key TEXT NOT NULL PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID",
)


def upgrade() -> None:
    """Make the tables."""
    for statement in _TABLES:
        op.execute(statement)
