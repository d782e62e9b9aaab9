"""Looking whether a vault is sound: every page as it was written, the tables whole, the index true to the records."""

from __future__ import annotations

import hashlib
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select

from homing.record import Moment
from homing.vault import index, schema
from homing.vault.database import plain_faults
from homing.vault.errors import VaultDamaged
from homing.vault.facts import decode, words_of

PAGES = "Some pages of the file are not as they were written."
TABLES = "The tables of the file do not fit together."
RECORDS = "Some records cannot be read, or differ from the last form in their history."
INDEX = "The index over the moments does not fit the moments."


@dataclass(frozen=True, slots=True)
class Checked:
    """What a check found: sentences, empty if all is sound, and how many live records there are of each kind."""

    problems: tuple[str, ...]
    counts: dict[str, int]


def check(connection: Connection) -> Checked:
    """Look at everything. A page that cannot even be read is a problem, not an error."""
    problems: list[str] = []
    counts: dict[str, int] = {}
    for look in (pages, _tables, _records, _index):
        try:
            with plain_faults():
                problems += look(connection)
        except VaultDamaged:
            problems.append(PAGES)
    with suppress(VaultDamaged), plain_faults():
        counts = counted(connection)
    return Checked(tuple(dict.fromkeys(problems)), counts)


def counted(connection: Connection) -> dict[str, int]:
    """How many live records there are of each kind."""
    found = _raw(connection).execute("SELECT kind, count(*) FROM record WHERE removed_at IS NULL GROUP BY kind")
    return dict(found.fetchall())


def pages(connection: Connection) -> list[str]:
    """Whether the seal of every page is whole (it is an HMAC: SQLCipher looks at each)."""
    return [PAGES] if _raw(connection).execute("PRAGMA cipher_integrity_check").fetchall() else []


def digest(connection: Connection) -> str:
    """A digest of all that a person would miss: records with their bin and history, tombstones, settings.

    Settings that begin with ``backups.`` are about the backups themselves, and no part of it.
    """
    seal = hashlib.sha256()
    for query in (
        "SELECT id, kind, body, removed_at FROM record ORDER BY id",
        "SELECT id, number, at, change, revision.body FROM revision JOIN record ON seq = record ORDER BY id, number",
        "SELECT id FROM tombstone ORDER BY id",
        "SELECT key, value FROM setting WHERE key NOT LIKE 'backups.%' ORDER BY key",
    ):
        for row in _raw(connection).execute(query):
            seal.update(repr(row).encode("utf-8", "surrogatepass"))
        seal.update(b"\n")
    return seal.hexdigest()


def _tables(connection: Connection) -> list[str]:
    raw = _raw(connection)
    whole = raw.execute("PRAGMA integrity_check(1)").fetchall() == [("ok",)]
    return [] if whole and not raw.execute("PRAGMA foreign_key_check").fetchall() else [TABLES]


def _records(connection: Connection) -> list[str]:
    found = _raw(connection).execute(
        "SELECT r.id, r.kind, r.body, v.body FROM record r LEFT JOIN revision v ON v.record = r.seq "
        "AND v.number = (SELECT max(number) FROM revision WHERE record = r.seq)"
    )
    return [] if all(_is_sound(*row) for row in found) else [RECORDS]


def _is_sound(id_: str, kind: str, body: str, last: str | None) -> bool:
    try:
        record = decode(body)
    except ValueError:
        return False
    return str(record.id) == id_ and record.type == kind and body == last


def _index(connection: Connection) -> list[str]:
    """Made again from the records, the index must come out as it is."""
    raw = _raw(connection)
    mentions: dict[int, set[tuple[int, str]]] = {}
    for role, named, seq in raw.execute("SELECT role, named, record FROM mention"):
        mentions.setdefault(seq, set()).add((role, named))
    words = dict(raw.execute("SELECT record, folded FROM words").fetchall())
    rows = {row.record: dict(row._mapping) for row in connection.execute(select(schema.moment))}
    tally: Counter[tuple[int, str]] = Counter()
    for seq, body, removed_at in raw.execute(
        "SELECT seq, body, removed_at FROM record WHERE kind = ?", (Moment.type,)
    ).fetchall():
        try:
            moment = decode(body)
        except ValueError:
            return [INDEX]
        if not isinstance(moment, Moment):
            return [INDEX]
        live = removed_at is None
        named = {(role, str(one)) for role, one in index.mentions_of(moment)}
        same = (
            rows.pop(seq, None) == index.row_of(seq, moment, live=live)
            and mentions.pop(seq, set()) == named
            and words.pop(seq, "") == words_of(moment)
        )
        if not same:
            return [INDEX]
        if live:
            tally.update({(schema.PERSON if role == schema.PERSON else schema.CUE, one) for role, one in named})
    counted_ = {(role, named): n for role, named, n in raw.execute("SELECT role, named, n FROM tally")}
    return [INDEX] if rows or mentions or words or counted_ != dict(tally) else []


def _raw(connection: Connection) -> Any:
    return connection.connection.driver_connection
