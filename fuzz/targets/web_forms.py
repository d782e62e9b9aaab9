"""Every form of the web face, through the whole app: url-encoded, multipart, or what is neither.

An input is the path of a POST route on the first line (``ID`` stands for a moment, ``WHO`` for a person, ``CUE`` for
a cue, ``LOOK`` for a look at it, ``PANE`` for a window, ``NEED`` for a need, ``FELT`` for a check-in, ``HOLD`` for an
anchor, ``TRY`` for a try with it, ``BREAK`` for a pause, ``CALM`` for terms, ``HELLO`` for a ritual, ``NOOK`` for a
space, ``SANG`` for a reward, ``RING`` for a promise, ``TURN`` for a quarrel, ``SMALL`` for a step), the content
type on the second, then the body.
"""

from __future__ import annotations

import re
import shutil
from datetime import UTC, datetime
from functools import cache
from io import BytesIO
from typing import Any
from uuid import UUID

from starlette.applications import Starlette
from starlette.routing import Match, Route
from starlette.types import Message, Scope

from fuzz.tools import chance, demand, folder, loop
from homing.companion import Ambient, Desk, exchange
from homing.record import (
    Anchor,
    Belongs,
    By,
    CheckIn,
    Cue,
    CueSeen,
    CycleMove,
    FeltState,
    LivedTime,
    Look,
    Moment,
    Need,
    Occasion,
    Opening,
    Outcome,
    Pause,
    Person,
    Promise,
    Reward,
    Ritual,
    Round,
    Safe,
    Settling,
    Space,
    Step,
    Terms,
    Turn,
    Whose,
    Window,
)
from homing.record.jsonl import read_jsonl
from homing.vault import Cost, Vault, WritableRows
from homing.web import Keeper, create_app, pages
from homing.web.render import environment

NOW = datetime(2026, 3, 20, 17, tzinfo=UTC)
ZONE = "Europe/Vienna"
WHO, CUE, ID, LOOK = UUID(int=0x10), UUID(int=0x20), UUID(int=0x1001), UUID(int=0x30)
PANE, NEED, FELT = UUID(int=0x40), UUID(int=0x41), UUID(int=0x42)
HOLD, TRY = UUID(int=0x43), UUID(int=0x44)
BREAK, CALM = UUID(int=0x45), UUID(int=0x46)
HELLO, NOOK, SANG, RING = UUID(int=0x91), UUID(int=0x92), UUID(int=0x93), UUID(int=0x94)
TURN = UUID(int=0x95)
SMALL = UUID(int=0x96)
LOUD: dict[str, Any] = {"alarm": 8, "outcome": Outcome.OKAY}
RECORDS = (
    Person(id=WHO, label="Robin of the hill"),
    Cue(id=CUE, label="the voice rises"),
    Moment(id=ID, when=LivedTime.at(NOW, ZONE), people=(WHO,), cues=(CueSeen(cue=CUE),), note="tea", **LOUD),
    Look(id=LOOK, when=LivedTime.at(NOW, ZONE), cue=CUE, moment=ID, safe=Safe.YES, belongs=Belongs.BOTH),
    Window(id=PANE, label="late talks", people=(WHO,), opening=Opening.HALF),
    Need(id=NEED, label="a quiet hour", window=PANE),
    Anchor(id=HOLD, label="a flat stone", person=WHO),
    Settling(id=TRY, when=LivedTime.at(NOW, ZONE), anchor=HOLD),
    Pause(id=BREAK, back=LivedTime.at(NOW, ZONE), people=(WHO,)),
    Terms(id=CALM, people=(WHO,), sentence="I need air"),
    Round(id=TURN, when=LivedTime.at(NOW, ZONE), people=(WHO,), moves=(Turn(by=By.ME, move=CycleMove.PURSUE),)),
    Ritual(id=HELLO, label="the long hello", occasion=Occasion.MEETING, people=(WHO,)),
    Step(id=SMALL, label="nod on the stairs", people=(WHO,), window=PANE, alarm=4),
    Space(id=NOOK, label="the choir", bring="a cap"),
    Reward(id=SANG, when=LivedTime.at(NOW, ZONE), label="sang aloud", people=(WHO,)),
    Promise(id=RING, label="to ring", whose=Whose.MINE, made=LivedTime.at(NOW, ZONE), person=WHO),
    CheckIn(id=FELT, when=LivedTime.at(NOW, ZONE), state=FeltState.ON_EDGE),
)
LEFT_OUT = ("/keep/backups/export", "/keep/devices/sync")
"""One encrypts for a second on purpose, the other writes into any folder it is told."""


def check(data: bytes) -> None:
    """No form leads to an error of ours, and what is in the diary afterwards can be written and read again."""
    _, _, rest = data.partition(b"\n")
    kind, _, body = rest.partition(b"\n")
    path, query = path_of(data), _address(data).partition("?")[2]
    if path in LEFT_OUT or form_of(path) is None:
        return
    house = _house()
    house.begin()
    status = house.ask("POST", path, query, kind, body)
    demand(status < 500 or status == 503, f"a form was answered with {status}")
    if house.keeper.enter(house.token) is None:
        return
    demand(house.ask("GET", "/today", "", b"", b"") in (200, 303), "the next page does not open")
    demand(house.ask("GET", f"/moments/{ID}", "", b"", b"") in (200, 404), "the moment does not open")
    demand(not read_jsonl(BytesIO(b"".join(exchange.export_jsonl(house.desk)))).faults, "the diary cannot be read")


def path_of(data: bytes) -> str:
    """The path in an input's first line."""
    return _address(data).partition("?")[0]


def _address(data: bytes) -> str:
    head = data.partition(b"\n")[0].decode("latin-1")
    named = {"ID": ID, "WHO": WHO, "CUE": CUE, "LOOK": LOOK, "PANE": PANE, "NEED": NEED, "FELT": FELT}
    named |= {"HOLD": HOLD, "TRY": TRY, "BREAK": BREAK, "CALM": CALM}
    named |= {"TURN": TURN, "HELLO": HELLO, "NOOK": NOOK, "SANG": SANG, "RING": RING, "SMALL": SMALL}
    for word, meant in named.items():
        head = head.replace(word, str(meant))
    return head


def form_of(path: str) -> str | None:
    """The route of the form that leads to this path."""
    scope = {"type": "http", "method": "POST", "path": path}
    return next((route.path for route in forms() if route.matches(scope)[0] is Match.FULL), None)


class _House:
    """One app, and a diary in memory that is the same at the beginning of every input."""

    def __init__(self) -> None:
        self.desk = Desk(Vault.in_memory(), self._ambient())
        self.desk.vault.write(self._fill)
        self.before = self.desk.vault.write(_tables)
        self.templates = environment()  # made once: they are compiled as they are first used

    def begin(self) -> None:
        """The app as it was, in a new house: nothing of an earlier input is left."""
        ambient = self._ambient()
        try:
            self.desk.vault.write(self._back)
        except Exception:  # the form has closed it
            self.desk = Desk(Vault.in_memory(), ambient)
            self.desk.vault.write(self._back)
        self.desk.vault._memory.end(None)  # the tables were changed behind its back: nothing kept is relied on
        shutil.rmtree(folder() / "home", ignore_errors=True)
        self.keeper = Keeper(folder() / "home", ambient, cost=Cost(8, 1, 1))
        self.token = self.keeper._open(Desk(self.desk.vault, ambient), is_sample=False).token
        self.app = create_app(self.keeper)
        self.app.state.templates = self.templates

    def ask(self, method: str, path: str, query: str, kind: bytes, body: bytes) -> int:
        """The status of the answer."""
        headers = {
            b"host": b"127.0.0.1:8460",
            b"sec-fetch-site": b"same-origin",
            b"cookie": f"s={self.token}".encode(),
            b"content-type": re.sub(rb"[^ -~]", b"", kind),
            b"content-length": str(len(body)).encode(),
        }
        scope = {
            "type": "http",
            "asgi": {"version": "3.0", "spec_version": "2.4"},
            "http_version": "1.1",
            "method": method,
            "scheme": "http",
            "path": path,
            "raw_path": path.encode("latin-1"),
            "query_string": query.encode("latin-1"),
            "root_path": "",
            "headers": list(headers.items()),
            "client": ("127.0.0.1", 50000),
            "server": ("127.0.0.1", 8460),
        }
        return loop().run_until_complete(_answer(self.app, scope, body))

    def _ambient(self) -> Ambient:
        return Ambient(now=lambda: NOW, zone=ZONE, urandom=chance())

    def _fill(self, rows: WritableRows) -> None:
        for record in RECORDS:
            rows.put(record, NOW)

    def _back(self, rows: WritableRows) -> None:
        ask = rows._connection.exec_driver_sql
        ask("PRAGMA defer_foreign_keys = ON")
        for table, told in self.before.items():
            ask(f'DELETE FROM "{table}"')  # noqa: S608 - names from the database itself
            for row in told:
                ask(f'INSERT INTO "{table}" VALUES ({",".join("?" * len(row))})', row)  # noqa: S608


def _tables(rows: WritableRows) -> dict[str, list[tuple[Any, ...]]]:
    ask = rows._connection.exec_driver_sql
    names = [name for (name,) in ask("SELECT name FROM sqlite_master WHERE type = 'table'")]
    return {name: [tuple(row) for row in ask(f'SELECT * FROM "{name}"')] for name in names}  # noqa: S608


async def _answer(app: Starlette, scope: Scope, body: bytes) -> int:
    coming: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]
    sent: list[Message] = []

    async def receive() -> Message:
        return coming.pop() if coming else {"type": "http.disconnect"}

    async def send(message: Message) -> None:
        sent.append(message)

    await app(scope, receive, send)
    return int(sent[0]["status"])


@cache
def forms() -> tuple[Route, ...]:
    """Every route that takes a form."""
    return tuple(route for route in pages.routes() if isinstance(route, Route) and "POST" in (route.methods or ()))


@cache
def _house() -> _House:
    return _House()
