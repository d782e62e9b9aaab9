"""The app with a clock that a test may move, and browsers before it that press what is really there."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from random import Random
from typing import Any, TypeVar
from urllib.parse import urlencode
from uuid import UUID

from httpx2 import Response
from starlette.applications import Starlette
from starlette.testclient import TestClient

from homing.companion import Ambient, Desk
from homing.record import Cue, CueSeen, LivedTime, Moment, Person, Record
from homing.vault import Cost, Vault, WritableRows
from homing.web import Keeper, create_app
from homing.web.keeper import Session
from tests.unit.web import markup, rules
from tests.unit.web.markup import Page, Pairs

R = TypeVar("R", bound=Record)

ZONE = "Europe/Vienna"
MORNING = datetime(2026, 11, 21, 8, 30, tzinfo=UTC)
PASSPHRASE = "lantern under the plum tree"
SMALLEST = Cost(memory=8, iterations=1, lanes=1)
ADDRESS = "http://127.0.0.1:8460"
OWN = {"sec-fetch-site": "same-origin"}
FORM = "application/x-www-form-urlencoded"


@dataclass(slots=True)
class Clock:
    """A clock that stands still until it is moved."""

    instant: datetime = MORNING

    def __call__(self) -> datetime:
        """Now."""
        return self.instant

    def move(self, **by: float) -> None:
        """Let time pass, or set the clock back."""
        self.instant += timedelta(**by)


class Browser(TestClient):
    """A browser with its own cookies, without JavaScript."""

    def look(self, path: str, status: int = 200) -> Page:
        """A page that breaks none of the rules that hold everywhere."""
        return sound(self.get(path), status)

    def submit(self, path: str, pairs: Pairs | None = None, **headers: str) -> Response:
        """Post a form as it stands in our pages."""
        content = urlencode(pairs or []).encode()
        return self.post(path, content=content, headers={"content-type": FORM, **headers})

    def press(self, path: str, action: str, button: tuple[str, str] | None = None, **told: str) -> Response:
        """Open a page, change some fields of the form that leads to ``action``, and send it."""
        form = self.look(path).form(action)
        pairs = [pair for pair in markup.sent_by(form, button) if pair[0] not in told]
        return self.submit(action, pairs + list(told.items()))


def sound(answer: Response, status: int = 200) -> Page:
    """The page in an answer, which breaks no rule."""
    assert answer.status_code == status, f"the answer is {answer.status_code}"
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    page = markup.read(answer.text)
    broken = rules.broken(page)
    assert not broken, "; ".join(broken)
    return page


@dataclass
class House:
    """One app over one folder."""

    home: Path
    clock: Clock = field(default_factory=Clock)
    idle: timedelta = timedelta(minutes=10)
    keeper: Keeper = field(init=False)
    app: Starlette = field(init=False)
    _first: Browser | None = None

    def __post_init__(self) -> None:
        ambient = Ambient(now=self.clock, zone=ZONE, urandom=Random(7).randbytes)
        self.keeper = Keeper(self.home, ambient, idle=self.idle, cost=SMALLEST)
        self.app = create_app(self.keeper)

    @contextmanager
    def open(self) -> Iterator[House]:
        """The app from its start to its end."""
        with Browser(self.app, base_url=ADDRESS, headers=OWN, follow_redirects=False) as first:
            self._first = first
            yield self
        self._first = None

    def browser(self, session: Session | None = None, **headers: str) -> Browser:
        """A new browser; with a session, one that has shown the passphrase."""
        told = OWN | {name.replace("_", "-"): value for name, value in headers.items()}
        made = Browser(self.app, base_url=ADDRESS, headers=told, follow_redirects=False)
        if self._first is not None:
            made.portal = self._first.portal
        if session is not None:
            made.cookies.set("s", session.token, domain="127.0.0.1")
        return made

    def create(self) -> Browser:
        """Make an encrypted vault; the browser of its owner."""
        return self.browser(self.keeper.create(PASSPHRASE))

    def lend(self, desk: Desk) -> Browser:
        """Put a desk that is open already before the keeper, as if it had been unlocked; the browser of its owner."""
        self.keeper.lock()
        return self.browser(self.keeper._open(desk, is_sample=False))

    @property
    def ambient(self) -> Ambient:
        """Time, place and chance."""
        return self.keeper.ambient

    @property
    def desk(self) -> Desk:
        """The open desk."""
        assert self.keeper._desk is not None
        return self.keeper._desk

    @property
    def vault(self) -> Vault:
        """The open vault."""
        return self.desk.vault

    def put(self, *records: Record) -> None:
        """Write records straight into the vault."""
        self.vault.write(lambda rows: [rows.put(record, self.clock()) for record in records])

    def remove(self, *ids: UUID) -> None:
        """Lay records in the bin."""
        for one in ids:
            self.vault.write(partial(_remove, one, self.clock()))

    def forgotten(self, record_id: UUID) -> bool:
        """Whether it was forgotten for good."""
        return self.vault.read(lambda rows: rows.is_forgotten(record_id))

    def find(self, record: R) -> R:
        """The record as it is now."""
        kind: Callable[..., Any] = type(record)
        found = self.vault.read(lambda rows: rows.find(kind, record.id))  # type: ignore[arg-type]
        assert isinstance(found, type(record))
        return found

    def all(self, kind: type[R]) -> list[R]:
        """Every live record of a kind."""
        return self.vault.read(lambda rows: rows.all(kind))


def _remove(one: UUID, at: datetime, rows: WritableRows) -> None:
    rows.remove(one, at)


ROBIN = Person(id=UUID(int=0x10), label="Robin of the hill")
SKY = Person(id=UUID(int=0x11), label="Sky Featherly")
LOUDER = Cue(id=UUID(int=0x20), label="the voice rises")
DOOR = Cue(id=UUID(int=0x21), label="a door closes")


def moment(number: int = 1, hours: float = -2.0, **fields: Any) -> Moment:
    """A moment with Robin and a cue in it, some hours from the morning on which the tests stand."""
    when = LivedTime.at(MORNING + timedelta(hours=hours), ZONE)
    told: dict[str, Any] = {"when": when, "people": (ROBIN.id,), "cues": (CueSeen(cue=LOUDER.id),)}
    return Moment(id=UUID(int=0x1000 + number), **(told | fields))
