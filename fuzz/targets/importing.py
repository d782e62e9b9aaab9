"""A diary file taken into a diary: whole or not at all, and a second time nothing more."""

from __future__ import annotations

from datetime import UTC, datetime
from io import BytesIO

from fuzz.tools import Portion, chance, demand
from homing.companion import Ambient, Desk, exchange
from homing.record.jsonl import read_jsonl
from homing.vault import Vault

NOW = datetime(2026, 3, 20, 17, tzinfo=UTC)


def check(data: bytes) -> None:
    """The first byte says whether it is a table, and whether faulty lines are left out."""
    portion = Portion(data)
    choice, raw = portion.byte(), portion.rest()
    is_table, skip_bad = bool(choice & 1), bool(choice & 2)
    ambient = Ambient(now=lambda: NOW, zone="Europe/Vienna", urandom=chance())
    desk = Desk(Vault.in_memory(), ambient)
    try:
        first = _taken(desk, raw, is_table=is_table, skip_bad=skip_bad)
        written = b"".join(exchange.export_jsonl(desk))
        held = read_jsonl(BytesIO(written))
        demand(not held.faults, "what was taken in does not read")
        demand(len(held.records) == first.added or held.tombstones, "more or less was taken in than was told")
        demand(not (first.refused and (held.records or held.tombstones)), "a refused file changed something")
        again = _taken(desk, raw, is_table=is_table, skip_bad=skip_bad)
        demand(first.refused == again.refused and again.added == 0, "a second time changed something")
        demand(b"".join(exchange.export_jsonl(desk)) == written, "a second time changed something")
    finally:
        desk.vault.close()


def _taken(desk: Desk, raw: bytes, *, is_table: bool, skip_bad: bool) -> exchange.Imported:
    if is_table:
        return exchange.import_csv(desk, raw, skip_bad=skip_bad)
    return exchange.import_jsonl(desk, BytesIO(raw), skip_bad=skip_bad)
