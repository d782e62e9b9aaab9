"""Pages over a diary of ten years, asked over loopback as a browser would; ``python -m benchmarks pages``.

The diary (see :mod:`benchmarks.ten_years`), a table and a ledger of the same moments are made once and kept in the
folder for temporary files; nothing of them is about anyone.
"""

from __future__ import annotations

import json
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any

import numpy as np

from homing.engine import blend
from homing.mind import Mind
from homing.record import Cue, Moment, Person
from homing.vault import Cost, Vault
from homing.vault.schema import REVISION

from . import asking, ten_years
from .measure import Figure, Row
from .peers import ask
from .ten_years import known

ABOUT = (
    "36,500 moments with 32 people and 44 cues beside check-ins, windows, needs, steps, promises and pauses, encrypted "
    "on the disk; each page asked over one kept loopback connection, from the question to the last byte, after two "
    "unmeasured requests. Datasette serves an indexed SQLite table and Fava a Beancount ledger of the same moments, "
    "unencrypted, each from its own process, asked by the same client."
)

ROUNDS, PEER_ROUNDS = 40, 5
HALF, MOST = 5.0, 15.0
"""The goals in milliseconds: for the median, and for 95 of 100."""

OPENS = "lantern under the plum tree"
PAGES = {
    "Today": "/today",
    "a person": f"/people/{known('p0')}",
    "a cue": f"/cues/{known('c0')}",
    "moments": "/moments",
    "the ladder": "/ladder",
    "pause": "/pause",
    "people": "/people",
    "cues": "/cues",
    "the bubble": "/bubble",
    "a window": f"/windows/{known('window 1')}",
    "a step": f"/ladder/{known('step 1')}",
    "promises": "/promises",
    "trust": f"/people/{known('p0')}/trust",
    "practice": "/practice",
    "the cycle": "/cycle",
    "the body": "/body",
    "what settles": "/body/settles",
    "moments of safety": "/safety",
    "a moment": f"/moments/{known('moment 36000')}",
}
PEERS = {
    "Today": ("/decade", "/decade/api/income_statement"),
    "a person": ("/decade/moment?person=p0&_facet=outcome", "/decade/api/account_report?a=Expenses:Home:C0&r=journal"),
    "a cue": ("/decade/moment?cue=c0&_facet=person", "/decade/api/account_report?a=Expenses:Home:C0&r=journal"),
    "moments": ("/decade/moment?_sort_desc=at", "/decade/api/journal_page?page=1&order=desc"),
}
"""A page of each peer that answers a like question: of its whole, of one name, of another, of the newest."""


def rows() -> Iterator[Row]:
    """Every page asked again, then every page asked just after a moment was logged; then the logging itself."""
    made = prepared()
    data = ask("datasette", _task(made / "decade.db", 0, "database"))
    book = ask("fava", _task(made / "decade.beancount", 1, "ledger"))
    with tempfile.TemporaryDirectory() as folder:
        shutil.copytree(made / "homing", Path(folder) / "homing")
        again, after, logged = _ours(Path(folder) / "homing")
    peers = {
        page: {"datasette": np.array(data[one]) * 1e3, "fava": np.array(book[other]) * 1e3}
        for page, (one, other) in PEERS.items()
    }
    for word, told in (("asked again", again), ("after logging a moment", after)):
        for page, path in PAGES.items():
            spent = np.array(told[path]) * 1e3
            beside = {name: _half(each) for name, each in peers.get(page, {}).items()}
            most = {name: _most(each) for name, each in peers.get(page, {}).items()}
            yield Row(f"{page}, {word}: half within", "ms", _half(spent), beside, goal=HALF)
            yield Row(f"{page}, {word}: 95 % within", "ms", _most(spent), most, goal=MOST, note=SPREAD)
    with tempfile.TemporaryDirectory() as folder:
        _empty(Path(folder) / "homing")
        _, _, first = _ours(Path(folder) / "homing", pages=["/pause"])
    note = "The peer is Homing itself on the first day."
    yield Row(
        "logging a moment", "ms", _half(np.array(logged) * 1e3), {"first day": _half(np.array(first) * 1e3)}, note=note
    )


SPREAD = "In brackets: 90 % within, and the slowest."


def prepared() -> Path:
    """The folder with the diary, learnt from, and with the table and the ledger; made when it is not there."""
    place = Path(tempfile.gettempdir()) / f"homing-decade-{REVISION}-{blend.VERSION}".replace("/", "-")
    if (place / "whole").exists():
        return place
    shutil.rmtree(place, ignore_errors=True)
    place.mkdir(mode=0o700)
    told = list(ten_years.Decade().records())
    vault = _made(place / "homing")

    def fill(rows: Any) -> None:
        for one in told:
            rows.put(one, one.when.utc if isinstance(one, Moment) else ten_years.END)

    vault.write(fill)
    Mind(vault).expect(ten_years.END)
    vault.close()
    _table(place / "decade.db", told)
    _ledger(place / "decade.beancount", told)
    (place / "whole").touch()
    return place


def _made(home: Path) -> Vault:
    cost = Cost(memory=8, iterations=1, lanes=1)
    return Vault.create(home, OPENS, urandom=Random(1).randbytes, cost=cost)  # noqa: S311 - no secrets here


def _empty(home: Path) -> None:
    vault = _made(home)
    vault.write(lambda rows: rows.put(Person(id=known("p0"), label="Person p0"), ten_years.END))
    vault.close()


def _ours(
    home: Path, pages: list[str] | None = None
) -> tuple[dict[str, list[float]], dict[str, list[float]], list[float]]:
    """Seconds by path asked again, by path after a moment was logged, and of the logging."""
    command = [sys.executable, "-m", "benchmarks.serving", str(home)]
    server = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)  # noqa: S603
    try:
        assert server.stdout is not None  # noqa: S101 - it is a pipe
        told = json.loads(server.stdout.readline())
        asking.wait(told["port"])
        paths = pages or list(PAGES.values())
        again = asking.each(told["port"], paths, ROUNDS, told["headers"])
        after, logged = dict[str, list[float]](), list[float]()
        for path in paths:
            both = asking.each(told["port"], [told["log"], path], ROUNDS // 2, told["headers"])
            after[path] = both[path]
            logged += both[told["log"]]
        return again, after, logged
    finally:
        server.terminate()
        server.wait()


def _half(spent: np.ndarray[Any, Any]) -> Figure:
    low, median, high = (float(one) for one in np.quantile(spent, (0.25, 0.5, 0.75)))
    return Figure(median, low, high, len(spent))


def _most(spent: np.ndarray[Any, Any]) -> Figure:
    low, most = (float(one) for one in np.quantile(spent, (0.9, 0.95)))
    return Figure(most, low, float(spent.max()), len(spent))


def _task(place: Path, which: int, name: str) -> dict[str, Any]:
    return {
        name: str(place),
        "paths": list(dict.fromkeys(each[which] for each in PEERS.values())),
        "rounds": PEER_ROUNDS,
    }


def _told(records: list[Any]) -> Iterator[tuple[str, str, str, str, str, int | None, str | None, str]]:
    names = {one.id: one.label.split(" ", 1)[1] for one in records if isinstance(one, Person | Cue)}
    for one in records:
        if isinstance(one, Moment):
            person = names[one.people[0]] if one.people else ""
            cue = names[one.cues[0].cue] if one.cues else ""
            place = "" if one.setting is None else names[one.setting]
            yield str(one.id), one.when.local.isoformat(), person, cue, place, one.alarm, one.outcome, one.note


def _table(path: Path, records: list[Any]) -> None:
    with sqlite3.connect(path) as table:
        table.execute(
            "CREATE TABLE moment (id TEXT PRIMARY KEY, at, person, cue, setting, alarm INTEGER, outcome, note)"
        )
        table.executemany("INSERT INTO moment VALUES (?, ?, ?, ?, ?, ?, ?, ?)", _told(records))
        for column in ("at", "person", "cue", "outcome"):
            table.execute(f"CREATE INDEX by_{column} ON moment ({column})")
    table.close()


def _ledger(path: Path, records: list[Any]) -> None:
    lines = ['option "title" "decade"', "2010-01-01 open Assets:Cash"]
    told = list(_told(records))
    accounts = {_account(cue) for _, _, _, cue, *_ in told}
    lines += [f"2010-01-01 open {account}" for account in sorted(accounts)]
    for _, at, person, cue, _, alarm, _, note in told:
        lines += [
            f'{at[:10]} * "{person or "-"}" "{note}"',
            f"  {_account(cue)}  {alarm or 0} EUR",
            "  Assets:Cash",
            "",
        ]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def _account(cue: str) -> str:
    return f"Expenses:Home:{cue.replace(' ', '-').upper() or 'None'}"
