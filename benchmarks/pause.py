"""What a pause costs on the server's side: ``python -m benchmarks.pause``.

The page, the tap, and the page that says "Return at": locked, and with an open diary of so many pauses and tries at
settling. The goal is less than a second for all together. A process compiles these pages at its start; "at the very
start" is a tap that comes before that is done. Wall time, and beside it the processor's, which a busy machine leaves
alone.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from uuid import UUID

from starlette.testclient import TestClient

from homing.companion import Ambient
from homing.record import Ended, FeltState, Helped, LivedTime, Pause, Settling, Tool
from homing.vault import Cost, WritableRows
from homing.web import Keeper, create_app, render
from homing.web.visit import COOKIE

from .measure import Row, figure

NOW = datetime(2026, 11, 21, 19, 20, tzinfo=UTC)
ZONE = "Europe/Vienna"
OWN = {"sec-fetch-site": "same-origin"}
MANY = 500
WARM = 5


def main() -> None:
    """Measure and print."""
    for row in rows():
        sys.stdout.write(f"{row.name:<62}{row.ours.median:>8.1f} {row.unit}\n")


def rows() -> Iterator[Row]:
    """The first time of the process, then the median of a few more."""
    with tempfile.TemporaryDirectory() as folder:
        keeper = Keeper(
            Path(folder) / "homing",
            Ambient(now=lambda: NOW, zone=ZONE, urandom=Random(1).randbytes),  # noqa: S311 - a benchmark needs no secrets
            cost=Cost(memory=8, iterations=1, lanes=1),
        )
        token = keeper.create("lantern under the plum tree").token
        found = keeper.enter(token)
        assert found is not None  # noqa: S101 - it was opened just now
        found[0].vault.write(_fill)
        with TestClient(create_app(keeper), base_url="http://127.0.0.1:8460", headers=OWN) as browser:
            yield from _timed("at the very start, locked", browser)
            render.warm()
            yield from _timed("then, locked", browser, WARM)
            browser.cookies.set(COOKIE, token, domain="127.0.0.1")
            yield from _timed(f"with an open diary, {MANY} pauses and {MANY} tries", browser, WARM)
        keeper.lock(at_once=True)


def _timed(name: str, browser: TestClient, times: int = 1) -> Iterator[Row]:
    wall, processor = zip(*(_taps(browser) for _ in range(times)), strict=True)
    yield Row(name, "ms", figure(wall))
    yield Row("  of it on the processor", "ms", figure(processor))


def _taps(browser: TestClient) -> tuple[float, float]:
    begun, worked = time.perf_counter(), time.process_time()
    browser.get("/pause")
    shown = browser.post("/pause", data={"minutes": "20"}).text
    spent = 1000 * (time.perf_counter() - begun), 1000 * (time.process_time() - worked)
    assert "Return at 20:40" in shown  # noqa: S101 - otherwise nothing was measured
    browser.post("/pause/end")
    return spent


def _fill(rows: WritableRows) -> None:
    for n in range(MANY):
        began = NOW - timedelta(days=MANY + 1 - n)
        ended = LivedTime.at(began + timedelta(minutes=20 + n % 30), ZONE)
        told = {"began": LivedTime.at(began, ZONE), "ended": Ended.BACK, "ended_at": ended, "after": FeltState.SETTLED}
        rows.put(Pause(id=UUID(int=n + 1), back=ended, **told), NOW)  # type: ignore[arg-type]
        tool = list(Tool)[n % len(Tool)]
        rows.put(Settling(id=UUID(int=MANY + n + 1), when=ended, tool=tool, helped=Helped.YES), NOW)


if __name__ == "__main__":
    main()
