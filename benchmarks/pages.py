"""Pages over a diary of ten years, asked over loopback as a browser would; ``python -m benchmarks pages``.

The diary (see :mod:`benchmarks.ten_years`), a table and a ledger of the same moments are made once and kept in the
folder for temporary files; nothing of them is about anyone.
"""

from __future__ import annotations

import hashlib
import inspect
import json
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from functools import cache
from http.client import HTTPConnection
from pathlib import Path
from random import Random
from typing import Any

import numpy as np

from homing.lab import generators
from homing.mind import Mind, model
from homing.record import Cue, Moment, Person
from homing.vault import Cost, Vault, WritableRows
from homing.vault.schema import REVISION

from . import asking, ten_years
from .measure import Figure, Row, figure
from .peers import ask
from .ten_years import known

ABOUT = (
    "36,500 moments with 32 people and 44 cues beside check-ins, windows, needs, steps, promises and pauses, encrypted "
    "on the disk; each page asked over one kept loopback connection, from the question to the last byte, after two "
    "unmeasured requests, in up to forty rounds, fewer where they take longer than two seconds (and at least three), "
    "each from a server of its own; the pages without a row of their own in groups, eight rounds. Where a moment is "
    "logged before, it is the newest, a minute after the last. "
    "The models have learnt from the diary before. Datasette serves an indexed SQLite table and Fava a Beancount "
    "ledger of the same moments, unencrypted, each from its own process, asked by the same client."
)

ROUNDS, PEER_ROUNDS, OTHER_ROUNDS = 40, 8, 8
TOGETHER = 12
"""So many of the other pages are asked of one server: the clock goes on by a minute with each moment that is logged."""

SECONDS, PEER_SECONDS = 2.0, 10.0
"""No further round begins after so long: for one page of ours, and for all of a peer together."""

OPENED = 3
"""So often a diary is unlocked, each time by a process of its own, for its first page."""

REST = 2.0
"""Seconds in which a server that was just started comes to rest."""

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
    "what to expect of a moment": f"/moments/{known('moment 36000')}/expect",
    "a cue in some weeks": f"/cues/{known('c0')}/forecast",
    "early relationships": "/early",
    "for a therapist": "/therapist",
    "before forgetting a person": f"/people/{known('p0')}/forget",
}
_M, _P, _C, _L, _R = known("moment 36000"), known("p0"), known("c0"), known("look 79"), known("round 149")
OTHERS = (
    *("/start/state", "/start/moment", "/start/enough", "/settle", "/safe-now", "/measures", "/away", "/night"),
    *("/help", "/help/my-own", "/help/protected", "/help/limits", "/help/science", "/door", "/door/words", "/good"),
    *("/pauses", "/pauses/terms", "/anchors", "/no-one", "/people/forgotten", "/older", "/windows/new", "/cycle/new"),
    *("/needs", "/understanding", "/understanding/how-cues-are-learnt", "/listening", "/listening/5/1", "/ladder/new"),
    *("/ladder/new/smile", "/spaces", "/rituals", "/rewards", "/reassurance", "/keep", "/keep/bin", "/keep/backups"),
    *("/keep/devices", "/keep/quiet", "/keep/keys", "/keep/keys/passphrase", "/keep/keys/recovery"),
    *("/keep/keys/keyring", "/keep/keys/passkey", "/moments/page/300", f"/moments/{_M}/more", f"/moments/{_M}/name"),
    *(f"/pauses/terms/{known('terms')}", f"/pauses/{known('pause 299')}", f"/checkins/{known('check-in 3600')}"),
    *(f"/anchors/tried/{known('try 499')}", f"/anchors/{known('anchor 0')}", f"/cues/{_C}/look", f"/looks/{_L}"),
    *(f"/entries/{_M}", f"/cycle/with/{_P}", f"/cycle/with/{_P}/together", f"/cycle/{_R}", f"/cycle/{_R}/together"),
    *(f"/needs/{known('need 1')}", f"/needs/{known('need 1')}/show", f"/spaces/{known('space 1')}"),
    *(f"/rituals/{known('ritual 0')}", f"/rewards/from/{_M}", f"/rewards/{known('reward 99')}"),
    *(f"/reassurance/{_P}", f"/promises/{known('promise 149')}", f"/good/{_M}"),
)
"""Every other page that is shown."""

ELSEWHERE = frozenset(
    {
        *("/", "/favicon.ico", "/start", "/start/passphrase", "/now", "/moments/new"),  # these lead on
        *("/now/{id:uuid}/{step:str}", "/moments/{id:uuid}/look", "/looks/{id:uuid}/record"),  # need one in its middle
        "/keep/devices/{id:uuid}",  # needs two devices that disagree
    }
)
"""What is not measured."""

PEERS = {
    "Today": ("/decade", "/decade/api/income_statement"),
    "a person": ("/decade/moment?person=p0&_facet=outcome", "/decade/api/account_report?a=Expenses:Home:C0&r=journal"),
    "a cue": ("/decade/moment?cue=c0&_facet=person", "/decade/api/account_report?a=Expenses:Home:C0&r=journal"),
    "moments": ("/decade/moment?_sort_desc=at", "/decade/api/journal_page?page=1&order=desc"),
}
"""A page of each peer that answers a like question: of its whole, of one name, of another, of the newest."""


def rows() -> Iterator[Row]:
    """Logging and the first page after unlocking, beside the first day; then each page, and just after logging."""
    made = prepared()
    with tempfile.TemporaryDirectory() as folder:
        home, empty = Path(folder) / "homing", Path(folder) / "empty" / "homing"
        shutil.copytree(made / "homing", home)
        empty.parent.mkdir()
        _empty(empty)
        yield from _beginnings(home, empty)
        peers = _peers(made)
        for page, path in PAGES.items():
            with _fresh(home) as told:
                yield from _page(told, page, path, peers.get(page, {}))
        yield from _others(home)


def _beginnings(home: Path, empty: Path) -> Iterator[Row]:
    """What happens once: the first page of an open diary. And what happens at any time: a moment is logged."""
    first_page = {name: _first_page(place) for name, place in (("first day", empty), ("ten years", home))}
    note = "Today, asked of a diary that was unlocked just before; the unlocking itself is not counted. " + FIRST_DAY
    ours = first_page.pop("ten years")
    yield Row("the first page after unlocking", "ms", ours, first_page, note=note)
    logged = {}
    for name, place in (("first day", empty), ("ten years", home)):
        with _served(place) as told:
            logged[name] = _half(asking.each(told["port"], [told["log"]], ROUNDS, told["headers"])[told["log"]])
    yield Row("logging a moment on the first day", "ms", logged["first day"])
    yield Row("logging a moment after ten years", "ms", logged.pop("ten years"), logged, note=FIRST_DAY)


def _page(told: dict[str, Any], page: str, path: str, peers: Mapping[str, list[float]]) -> Iterator[Row]:
    """One page asked again and again, then each time just after a moment was logged."""
    least = _least(asking.size(told["port"], path, told["headers"]))
    for word, before in (("asked again", []), ("after logging a moment", [told["log"]])):
        spent = asking.each(told["port"], [*before, path], ROUNDS, told["headers"], SECONDS)[path]
        half, most = ({name: of(each) for name, each in peers.items()} for of in (_half, _most))
        yield Row(f"{page}, {word}: half within", "ms", _half(spent), half, goal=HALF, floor=least, floor_of=FLOOR)
        yield Row(f"{page}, {word}: 95 % within", "ms", _most(spent), most, goal=MOST, note=SPREAD)


def _others(home: Path) -> Iterator[Row]:
    """All other pages together: of all answers, and which pages are slowest."""
    groups = [OTHERS[at : at + TOGETHER] for at in range(0, len(OTHERS), TOGETHER)]
    for word, logged in (("asked again", False), ("after logging a moment", True)):
        spent: dict[str, list[float]] = {}
        for group in groups:
            with _fresh(home) as told:
                for path in group:
                    asked = [told["log"], path] if logged else [path]
                    spent[path] = asking.each(told["port"], asked, OTHER_ROUNDS, told["headers"], SECONDS)[path]
        every = [one for each in spent.values() for one in each]
        slowest = sorted(spent, key=lambda path: -_half(spent[path]).median)[:3]
        names = ", ".join(f"{_said(path)} ({_half(spent[path]).median:.0f} ms)" for path in slowest)
        note = f"{len(OTHERS)} pages, those that take long in fewer rounds; slowest are {names}."
        yield Row(f"every other page, {word}: half within", "ms", _half(every), goal=HALF, note=note)
        yield Row(f"every other page, {word}: 95 % within", "ms", _most(every), goal=MOST, note=SPREAD)


def _said(path: str) -> str:
    """An address without ids."""
    return "/".join("…" if len(part) > 30 else part for part in path.split("/"))


@cache
def _least(size: int) -> float:
    """Milliseconds in which so many bytes are asked for and sent by a server that does nothing else."""
    with subprocess.Popen([sys.executable, "-m", "benchmarks.bare"], stdout=subprocess.PIPE, text=True) as bare:
        assert bare.stdout is not None  # noqa: S101 - it is a pipe
        try:
            path = f"/{size}"
            return _half(asking.each(int(bare.stdout.readline()), [path], ROUNDS)[path]).median
        finally:
            bare.terminate()


def _peers(made: Path) -> dict[str, dict[str, list[float]]]:
    """Seconds by page and peer."""
    data = ask("datasette", _task(made / "decade.db", 0, "database"))
    book = ask("fava", _task(made / "decade.beancount", 1, "ledger"))
    return {page: {"datasette": data[one], "fava": book[other]} for page, (one, other) in PEERS.items()}


FLOOR = "its bytes, asked for and sent by a server that does nothing else; what has to be read for it is not in it"
FIRST_DAY = "The peer is Homing itself on the first day."
SPREAD = "In brackets: 90 % within, and the slowest."


def prepared() -> Path:
    """The folder with the diary, learnt from, the table and the ledger; made if there is none of this generator."""
    place = Path(tempfile.gettempdir()) / f"homing-decade-{REVISION}-{_generator()}"
    if (place / "whole").exists():
        return place
    begun = time.perf_counter()
    sys.stderr.write("  (the diary of ten years is made and learnt from, once: some minutes)\n")
    shutil.rmtree(place, ignore_errors=True)
    place.mkdir(mode=0o700)
    told = list(ten_years.Decade().records())
    vault = _made(place / "homing")

    def fill(rows: WritableRows) -> None:
        for one in told:
            rows.put(one, one.when.utc if isinstance(one, Moment) else ten_years.END)

    vault.write(fill)
    Mind(vault).expect(ten_years.END)  # every moment is learnt from, once: by far the longest part
    vault.close()
    _table(place / "decade.db", told)
    _ledger(place / "decade.beancount", told)
    (place / "whole").touch()
    sys.stderr.write(f"  (that took {time.perf_counter() - begun:.0f} s)\n")
    return place


def _generator() -> str:
    """Which diary this is: a digest of all that draws it, learns from it and writes the table and the ledger."""
    made_by: tuple[Any, ...] = (generators, ten_years, prepared, _made, _told, _table, _ledger, _account)
    sources = [model.VERSION, *map(inspect.getsource, made_by)]
    return hashlib.sha256("".join(sources).encode()).hexdigest()[:16]


def _made(home: Path) -> Vault:
    cost = Cost(memory=8, iterations=1, lanes=1)
    return Vault.create(home, OPENS, urandom=Random(1).randbytes, cost=cost)  # noqa: S311 - no secrets here


def _empty(home: Path) -> None:
    vault = _made(home)
    vault.write(lambda rows: rows.put(Person(id=known("p0"), label="Person p0"), ten_years.END))
    vault.close()


@contextmanager
def _fresh(home: Path) -> Iterator[dict[str, Any]]:
    """As :func:`_served`, over a copy of the diary."""
    with tempfile.TemporaryDirectory() as folder, _served(shutil.copytree(home, Path(folder) / "homing")) as told:
        yield told


@contextmanager
def _served(home: Path) -> Iterator[dict[str, Any]]:
    """A server of ours over a diary, at rest: its port, its address for logging, and what its browser sends."""
    command = [sys.executable, "-m", "benchmarks.serving", str(home)]
    server = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)  # noqa: S603
    try:
        assert server.stdout is not None  # noqa: S101 - it is a pipe
        told: dict[str, Any] = json.loads(server.stdout.readline())
        asking.wait(told["port"])
        time.sleep(REST)
        yield told
    finally:
        server.terminate()
        server.wait()


def _first_page(home: Path) -> Figure:
    spent = []
    for _ in range(OPENED):
        with _served(home) as told, closing(HTTPConnection("127.0.0.1", told["port"], timeout=120)) as link:
            spent.append(asking.once(link, PAGES["Today"], told["headers"]))
    return _half(spent)


def _half(spent: Sequence[float]) -> Figure:
    """The median in milliseconds."""
    return figure(spent, 1e3)


def _most(spent: Sequence[float]) -> Figure:
    """In how many milliseconds 95 of 100 were."""
    low, most, slowest = (1e3 * float(one) for one in np.quantile(spent, (0.9, 0.95, 1.0)))
    return Figure(most, low, slowest, len(spent))


def _task(place: Path, which: int, name: str) -> dict[str, Any]:
    return {
        name: str(place),
        "paths": list(dict.fromkeys(each[which] for each in PEERS.values())),
        "rounds": PEER_ROUNDS,
        "seconds": PEER_SECONDS,
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
