"""What has expired is closed by the app itself: at the door, by the clock, and though it was off."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from time import monotonic, sleep
from uuid import UUID

import pytest

from homing.record import LivedTime, Opening, Window
from homing.vault import Rows, Vault, VaultReadOnly
from homing.web import app as app_module
from tests.unit.web.support import PASSPHRASE, ZONE, House

pytestmark = pytest.mark.system("S5")
AT_TEN = LivedTime(local=datetime(2026, 11, 21, 10, 0), zone=ZONE)  # noqa: DTZ001 - local by design
"""Half an hour after the clock of the house begins."""
WORK = Window(id=UUID(int=5), label="Work worries", opening=Opening.HALF, until=AT_TEN)


def written(house: House) -> Opening:
    """How far the last form that was written down says that it stands."""

    def work(rows: Rows) -> Opening:
        found = rows.find(Window, WORK.id)
        assert found is not None
        return found.opening

    return house.vault.read(work)


def test_it_closes_when_the_diary_is_opened(house: House) -> None:
    """Homing was off when it ended; from the moment of unlocking it is closed, and a clock set back changes nothing."""
    house.create()
    house.put(WORK)
    house.keeper.lock()
    house.clock.move(days=3)
    house.keeper.unlock(PASSPHRASE)
    assert written(house) is Opening.CLOSED
    house.clock.move(days=-3)
    house.keeper.close_windows()
    assert written(house) is Opening.CLOSED


def test_it_closes_in_a_whole_new_process(tmp_path: Path) -> None:
    """Another app over the same folder closes what ended between the two."""
    first = House(tmp_path / "homing")
    first.create()
    first.put(WORK)
    first.keeper.lock()
    second = House(tmp_path / "homing")
    second.clock.instant = first.clock.instant
    second.clock.move(minutes=31)
    second.keeper.unlock(PASSPHRASE)
    assert written(second) is Opening.CLOSED
    second.keeper.lock()


def test_it_closes_by_the_clock(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without any request the app looks at the clock, and closes what has ended; before that it writes nothing."""
    monkeypatch.setattr(app_module, "LOOK_AT_THE_CLOCK", 0.01)
    house = House(tmp_path / "homing")
    house.clock.move(minutes=29)
    with house.open():
        house.create()
        house.put(WORK)
        house.keeper.close_windows()
        assert written(house) is Opening.HALF
        house.clock.move(minutes=1)
        until = monotonic() + 20
        while written(house) is not Opening.CLOSED and monotonic() < until:
            sleep(0.01)
        assert written(house) is Opening.CLOSED


def test_a_disk_that_cannot_be_written_keeps_nobody_out(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """Unlocking goes on, and the window still counts as closed, since it is asked of the clock."""
    house.create()
    house.put(WORK)
    house.keeper.lock()
    house.clock.move(days=1)

    def full(*_: object) -> None:
        raise VaultReadOnly

    with monkeypatch.context() as patched:
        patched.setattr(Vault, "write", full)
        house.keeper.unlock(PASSPHRASE)
        assert house.vault.read(lambda rows: rows.all(Window))[0].standing(house.clock()) is Opening.CLOSED
    house.keeper.close_windows()
    assert written(house) is Opening.CLOSED


def test_behind_a_locked_door_nothing_is_done(house: House) -> None:
    """While no diary is open there is nothing to look at."""
    house.keeper.close_windows()
    house.create()
    house.keeper.lock()
    house.keeper.close_windows()
