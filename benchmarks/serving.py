"""Homing's own server over one vault, with the clock of the simulated diary: ``python -m benchmarks.serving HOME``.

It prints its port and what a browser that has unlocked sends, and serves until it is told to stop. One address more
than Homing has logs a moment, so that it can be timed like a page.
"""

from __future__ import annotations

import json
import socket
import sys
import time
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from random import Random

from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from homing.companion import Ambient, moments
from homing.record import Moment, Outcome
from homing.web import Keeper, create_app
from homing.web.server import server
from homing.web.visit import COOKIE, OwnVisit, owner

from .ten_years import END, ZONE, known

LOG = "/benchmark/log"


@dataclass(slots=True)
class Clock:
    """Time goes on from the end of the diary, and by a minute more with each moment: no two are of one minute."""

    begun: float = field(default_factory=time.monotonic)
    ahead: timedelta = timedelta()

    def now(self) -> datetime:
        """The time there."""
        return END + self.ahead + timedelta(seconds=time.monotonic() - self.begun)


def main() -> None:
    """Serve."""
    from .pages import OPENS

    clock = Clock()
    chance = Random(3)  # noqa: S311 - no secrets here
    ambient = Ambient(clock.now, ZONE, chance.randbytes)
    keeper = Keeper(Path(sys.argv[1]), ambient)
    token = keeper.unlock(OPENS).token
    app = create_app(keeper)
    app.router.routes.append(Route(LOG, owner(lambda visit: _log(visit, clock))))
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP) as listening:  # as ``homing serve`` does
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        headers = {"Cookie": f"{COOKIE}={token}", "Sec-Fetch-Site": "same-origin"}
        told = {"port": listening.getsockname()[1], "headers": headers, "log": LOG}
        sys.stdout.write(json.dumps(told) + "\n")
        sys.stdout.flush()
        server(app).run(sockets=[listening])


def _log(visit: OwnVisit, clock: Clock) -> Response:
    desk = visit.desk
    clock.ahead += timedelta(minutes=1)
    moment = Moment(
        id=desk.ambient.new_id(),
        when=desk.ambient.lived_now(),
        people=(known("p0"),),
        alarm=4,
        outcome=Outcome.OKAY,
        note="we had tea",
    )
    moments.keep(desk, moment)
    return PlainTextResponse("kept")


if __name__ == "__main__":
    main()
