"""``homing bubble`` and ``homing window``: what stands open, moved by one's own words alone."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from uuid import UUID

import pytest

from homing.cli import bubble as bubble_module
from homing.companion import Ambient, Desk, names
from homing.record import About, LivedTime, Opening, Window
from homing.vault import Vault
from tests.desks import put
from tests.unit.cli.conftest import WORDS, Homing

pytestmark = pytest.mark.system("S5")
NOON = datetime(2026, 10, 24, 12, 0, tzinfo=UTC)
HUGS = Window(id=UUID("2b0c22ab-0000-4000-8000-000000000002"), label="Hugs", about=About.TOUCH, opening=Opening.AJAR)


@pytest.fixture
def at_noon(monkeypatch: pytest.MonkeyPatch) -> None:
    """The day before clocks go back in Vienna, at two in the afternoon there."""
    here = Ambient(now=lambda: NOON, zone="Europe/Vienna", urandom=os.urandom)
    monkeypatch.setattr(bubble_module, "ambient", lambda: here)


def fill(vault: Path, windows: Sequence[Window], people: Sequence[str] = ()) -> list[UUID]:
    """Put windows and people into the diary; the people's ids."""
    opened = Vault.open(vault, WORDS)
    desk = Desk(opened, Ambient(now=lambda: NOON, zone="Europe/Vienna", urandom=Random(3).randbytes))
    named = [names.add_person(desk, label).id for label in people]
    put(desk, *windows)
    opened.close()
    return named


@pytest.mark.parametrize(
    ("told", "end"),
    [
        ("21:30", "2026-10-24T19:30:00+00:00"),
        ("8:00", "2026-10-25T07:00:00+00:00"),
        ("14:00", "2026-10-25T13:00:00+00:00"),
        ("02:30", "2026-10-25T00:30:00+00:00"),
        ("2026-10-25 02:30", "2026-10-25T00:30:00+00:00"),
        ("2026-11-23T08:00", "2026-11-23T07:00:00+00:00"),
    ],
)
@pytest.mark.usefixtures("at_noon")
def test_until_is_the_next_such_time(homing: Homing, vault: Path, told: str, end: str) -> None:
    """A time of day is the next one here; of an hour that comes twice the earlier is meant."""
    fill(vault, [HUGS])
    assert homing("window", "open", "hugs", "--until", told).code == 0
    (window,) = json.loads(homing("bubble", "--json").out)["windows"]
    assert (window["opening"], window["until"]) == ("half", end)


@pytest.mark.parametrize("told", ["24:00", "7 pm", "2026-11-24", "2026-02-30 08:00", "tomorrow", "٢١:٣٠"])
@pytest.mark.usefixtures("at_noon")
def test_what_is_no_time_is_refused(homing: Homing, told: str) -> None:
    """Before the diary is opened, and without being repeated."""
    done = homing("window", "open", "hugs", "--until", told, words="wrong words altogether")
    assert (done.code, done.out) == (2, "")
    assert "21:30" in done.err
    assert told not in done.err


@pytest.mark.usefixtures("at_noon")
def test_an_end_that_passes_while_one_types_is_refused(
    homing: Homing, vault: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The clock may have gone on between the words and the diary; nothing is changed then."""
    times = iter([NOON, NOON, NOON])
    here = Ambient(now=lambda: next(times, NOON + timedelta(hours=1)), zone="Europe/Vienna", urandom=os.urandom)
    monkeypatch.setattr(bubble_module, "ambient", lambda: here)
    fill(vault, [HUGS])
    done = homing("window", "open", "hugs", "--until", "14:01")
    assert (done.code, done.err) == (5, "That time is over already; nothing was changed.\n")


@pytest.mark.care("C23")
def test_names_stay_hidden(homing: Homing, vault: Path) -> None:
    """For whom a window is comes with --names alone, on the screen and for programs; control characters never come."""
    (quill,) = fill(vault, [], ["Qu\x1bill"])
    fill(vault, [Window(id=UUID(int=5), label="Wo\x1brk", people=(quill,)), HUGS])
    for extra in ((), ("--json",)):
        assert "ill" not in homing("bubble", *extra).out
    shown = homing("bubble", "--names").out
    assert "Wo rk: closed  for Qu ill" in shown
    assert "\x1b" not in shown
    told = json.loads(homing("bubble", "--json", "--names").out)["windows"][0]
    assert (told["people"], told["circle"], told["until"]) == (["Qu\x1bill"], "", None)


@pytest.mark.care("C12")
def test_touch_is_never_consent(homing: Homing, vault: Path) -> None:
    """It is said when it opens, and there is no need to when it closes."""
    fill(vault, [HUGS])
    assert "never consent" in homing("window", "open", "Hugs").out
    assert homing("window", "close", "hugs").out == "It is closed.\n"


def test_an_id_names_a_window(homing: Homing, vault: Path) -> None:
    """Eight signs of it or all; fewer might be a name, and are none here."""
    fill(vault, [HUGS])
    for which in ("2b0c22ab", "2B0C22AB", str(HUGS.id)):
        assert homing("window", "narrow", which).code == 0
    for which in ("2b0c22a", "", "2b0c22ac"):
        assert homing("window", "close", which).code == 5


def test_what_expired_counts_as_closed(homing: Homing, vault: Path) -> None:
    """One step further from an expired window is ajar, not wider than it stood."""
    over = LivedTime(local=datetime(2020, 1, 1, 8), zone="UTC")  # noqa: DTZ001 - local by design
    fill(vault, [Window(id=UUID(int=5), label="Work", opening=Opening.WIDE, until=over)])
    assert homing("window", "narrow", "work").out == "It is closed.\n"
    assert homing("window", "open", "work").out == "It is ajar, until you close it.\n"
