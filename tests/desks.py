"""A desk for tests: a vault in memory, a clock that is set by hand, and chance that is the same every time."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID

from homing.companion import Ambient, Desk, NewCue, NewNames, moments
from homing.record import Channel, LivedTime, Moment, Record
from homing.vault import Vault, WritableRows

NOW = datetime(2026, 3, 20, 17, tzinfo=UTC)
ZONE = "Europe/Vienna"


class Clock:
    """A clock that stands still until it is told to go on."""

    def __init__(self, instant: datetime = NOW) -> None:
        self.instant = instant

    def __call__(self) -> datetime:
        """Now."""
        return self.instant

    def forward(self, **span: float) -> None:
        """Let time pass: ``days``, ``hours``…"""
        self.instant += timedelta(**span)


def new_ambient(clock: Clock | None = None, seed: int = 1) -> Ambient:
    """Surroundings in Vienna."""
    return Ambient(now=clock or Clock(), zone=ZONE, urandom=Random(seed).randbytes)


def new_desk(clock: Clock | None = None, seed: int = 1) -> Desk:
    """An empty desk; close its vault when done."""
    return Desk(Vault.in_memory(), new_ambient(clock, seed))


def keep(desk: Desk, *people: str, cues: tuple[str, ...] = (), place: str = "", **fields: Any) -> Moment:
    """Keep a moment with people and cues by their names, so many ``days`` ago."""
    when = LivedTime.at(desk.ambient.now() - timedelta(days=fields.pop("days", 0)), ZONE)
    told: dict[str, Any] = {"id": desk.ambient.new_id(), "when": when} | fields
    seen = tuple(NewCue(label=label, channel=Channel.VOICE) for label in cues)
    return moments.keep(desk, Moment(**told), NewNames(people=people, cues=seen, setting=place))


def put(desk: Desk, *records: Record) -> None:
    """Put records into the vault as they are."""

    def work(rows: WritableRows) -> None:
        for record in records:
            rows.put(record, desk.ambient.now())

    desk.vault.write(work)


def contents(desk: Desk) -> tuple[list[Record], list[Record], list[UUID]]:
    """All that is in the vault: live records, the bin, the tombstones."""
    return desk.vault.read(
        lambda rows: (list(rows.everything()), [gone.record for gone in rows.removed()], rows.tombstones())
    )


def everything_written(desk: Desk, but: tuple[str, ...] = ()) -> str:
    """Every cell of every table as one text, read with plain SQL; some tables may be left out."""

    def work(rows: WritableRows) -> str:
        ask = rows._connection.exec_driver_sql
        tables = [name for (name,) in ask("SELECT name FROM sqlite_master WHERE type = 'table'") if name not in but]
        return "\n".join(str(cell) for name in tables for row in ask(f'SELECT * FROM "{name}"') for cell in row)

    return desk.vault.write(work)
