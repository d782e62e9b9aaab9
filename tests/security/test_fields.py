"""Each field of each form by itself (claim P7): nothing of it stands where others could see it.

Which fields those are is asked of the form: it is sent empty first, and remembers what it was asked for. A field for
which an empty form is not asked is not read before another one is there, so that sending it alone changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from starlette.datastructures import FormData
from starlette.requests import Request

from homing.web import visit
from tests.security.test_canaries import uncached
from tests.unit.web.support import PASSPHRASE, House
from tests.unit.web.test_privacy import CANARY, WORD, ask, quiet
from tests.unit.web.test_privacy import logged as logged
from tests.unit.web.test_routes import DOORS, Door, Who, fill, filled, id_for

pytestmark = pytest.mark.claim("P7")

POSTED = [door for door in DOORS if door.method == "POST"]
SHARES = 12


class Asked(FormData):
    """A form that remembers the fields for which it was asked."""

    def __init__(self, form: FormData, names: set[str]) -> None:
        super().__init__(form.multi_items())
        self._names = names

    def getlist(self, key: Any) -> list[Any]:
        """As any form."""
        self._names.add(key)
        return super().getlist(key)

    def get(self, key: Any, default: Any = None) -> Any:
        """As any form."""
        self._names.add(key)
        return super().get(key, default)

    def __contains__(self, key: Any) -> bool:
        self._names.add(key)
        return super().__contains__(key)

    def __iter__(self) -> Iterator[Any]:
        raise AssertionError("a handler that reads a form without naming its fields cannot be walked")

    keys = items = values = __iter__  # type: ignore[assignment]


@dataclass
class Walk:
    """Houses for a walk: a new one as soon as what an address speaks of is gone from the last."""

    home: Path
    stack: ExitStack
    names: set[str]
    house: House | None = None
    number: Iterator[int] = count()  # noqa: RUF009 - any numbers do, as long as none comes twice

    def send(self, door: Door, names: list[str], *, as_parts: bool) -> set[str]:
        """Send the canary in these fields; for which the form was asked."""
        if self.house is None or not self._stands(self.house, door):
            self.stack.close()
            self.house = self.stack.enter_context(House(self.home / str(next(self.number))).open())
            self.house.create()
            fill(self.house)
        browser = self.house.browser(self.house.keeper.unlock(PASSPHRASE))
        self.names.clear()
        answer = ask(browser, door, [(name, CANARY) for name in names], as_parts=as_parts)
        assert door.who is Who.ANYONE or answer.headers.get("location") != "/"
        quiet(answer)
        uncached(answer)
        return set(self.names)

    def _stands(self, house: House, door: Door) -> bool:
        house.keeper.unlock(PASSPHRASE)
        known = house.vault.read(lambda rows: rows.holds_id(id_for(door.path)))
        return known or "{id" not in door.path


@pytest.fixture
def walk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Walk]:
    """A walk whose forms remember."""
    names = set[str]()
    plain = visit._form

    async def remembering(request: Request) -> FormData:
        return Asked(await plain(request), names)

    monkeypatch.setattr(visit, "_form", remembering)
    with ExitStack() as stack:
        yield Walk(tmp_path, stack, names)


@pytest.mark.parametrize("share", range(SHARES))
def test_no_field_alone_leaks(walk: Walk, logged: list[Any], share: int) -> None:
    """Each field that a form reads, by itself, as a form and in parts: not in an address, a title, a fault or a log."""
    for door in POSTED[share::SHARES]:
        for name in sorted(walk.send(door, [], as_parts=False)):
            for as_parts in (False, True):
                walk.send(door, [name], as_parts=as_parts)
    lines, caplog = logged
    assert WORD not in f"{lines!r} {[(one.getMessage(), one.args, one.exc_text) for one in caplog.records]!r}"


def test_the_walk_knows_what_is_read(walk: Walk) -> None:
    """An empty form is asked for its first fields, and what it is asked for depends on what it holds."""
    needs = next(door for door in POSTED if door.path == "/needs")
    assert "label" in walk.send(needs, [], as_parts=False)
    assert {"label", "will", "people_new"} <= walk.send(needs, ["label"], as_parts=False)
    assert filled(needs.path) == "/needs"
