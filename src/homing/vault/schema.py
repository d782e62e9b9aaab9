"""The tables, as queries see them. How they came to be is told by the migrations; a test compares the two.

``record`` holds every record in the diary's own JSON form, live or in the bin; ``revision`` every form it had.
``moment``, ``mention``, ``tally`` and ``words`` are an index over the moments and can be made again from ``record``:
``moment`` is clustered by position in time, ``mention`` says whom and what a moment names, ``tally`` in how many live
moments (a setting counts as a cue there), and ``words`` is what a search reads.
``change`` says from where an engine must replay. Times are microseconds since the Unix epoch, UTC.
"""

from __future__ import annotations

from sqlalchemy import Boolean, Column, ForeignKey, Integer, LargeBinary, MetaData, Table, Text

REVISION = "0001"
"""The migration that this code is written for."""

PERSON, CUE, SETTING, WINDOW, PRACTICE, TOLD = range(6)
"""What a mention is; people, cues and settings, the first three, are tallied.

``PRACTICE`` is a step or a ritual. ``TOLD`` names once more the people of a moment that tells of practice, so that such
moments are found among thousands.
"""

metadata = MetaData()

record = Table(
    "record",
    metadata,
    Column("seq", Integer, primary_key=True),
    Column("id", Text, nullable=False, unique=True),
    Column("kind", Text, nullable=False),
    Column("body", Text, nullable=False),
    Column("removed_at", Integer),
)

revision = Table(
    "revision",
    metadata,
    Column("record", ForeignKey("record.seq", ondelete="CASCADE"), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("at", Integer, nullable=False),
    Column("change", Text, nullable=False),
    Column("body", Text, nullable=False),
)

moment = Table(
    "moment",
    metadata,
    Column("utc_us", Integer, primary_key=True),
    Column("id", Text, primary_key=True),
    Column("record", ForeignKey("record.seq", ondelete="CASCADE"), nullable=False, unique=True),
    Column("live", Boolean, nullable=False),
    Column("day", Integer, nullable=False),
    Column("alarm", Integer),
    Column("outcome", Text),
    Column("evidence", Text, nullable=False),
    Column("dangerous", Boolean, nullable=False),
    Column("finished", Boolean, nullable=False),
    Column("state", Text),
)

mention = Table(
    "mention",
    metadata,
    Column("role", Integer, primary_key=True),
    Column("named", Text, primary_key=True),
    Column("record", ForeignKey("record.seq", ondelete="CASCADE"), primary_key=True),
)

tally = Table(
    "tally",
    metadata,
    Column("role", Integer, primary_key=True),
    Column("named", Text, primary_key=True),
    Column("n", Integer, nullable=False),
)

words = Table(
    "words",
    metadata,
    Column("record", ForeignKey("record.seq", ondelete="CASCADE"), primary_key=True),
    Column("folded", Text, nullable=False),
)

tombstone = Table(
    "tombstone",
    metadata,
    Column("seq", Integer, primary_key=True),
    Column("id", Text, nullable=False, unique=True),
)

change = Table(
    "change",
    metadata,
    Column("seq", Integer, primary_key=True),
    Column("utc_us", Integer, nullable=False),
    Column("id", Text, nullable=False),
)

checkpoint = Table(
    "checkpoint",
    metadata,
    Column("version", Text, primary_key=True),
    Column("utc_us", Integer, primary_key=True),
    Column("id", Text, primary_key=True),
    Column("blob", LargeBinary, nullable=False),
)

setting = Table(
    "setting",
    metadata,
    Column("key", Text, primary_key=True),
    Column("value", Text, nullable=False),
)
