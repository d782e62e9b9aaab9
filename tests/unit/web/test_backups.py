"""The page for the backups, and the backup that is made by itself."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from homing.vault import Vault, backups, container, kept, restore
from tests.unit.web.support import PASSPHRASE, Browser, House, moment, sound

PAGE = "/keep/backups"


def listed(house: House) -> list[backups.Backup]:
    """The backups in the folder."""
    return backups.listed(house.home, whole=True)


def test_one_is_made_now(house: House, writer: Browser) -> None:
    """The button makes a whole backup, and the page lists it."""
    assert "There is none yet." in writer.look(PAGE).text
    assert writer.press(PAGE, f"{PAGE}/make").headers["location"] == PAGE
    assert [one.trouble for one in listed(house)] == [None]
    page = writer.look(PAGE)
    assert "2026" in page.text
    assert "whole" in page.text


@pytest.mark.claim("P2")
@pytest.mark.care("C23")
def test_one_to_take_along_is_asked_about_and_leaves_nothing(house: House, writer: Browser, tmp_path: Path) -> None:
    """The page asks who else could open it; the download is whole, neutral in name, and no copy stays behind."""
    assert "Could anyone else open this?" in writer.look(PAGE).text
    answer = writer.press(PAGE, f"{PAGE}/export")
    assert answer.headers["content-disposition"] == 'attachment; filename="backup-2026-11-21.homing"'
    (tmp_path / "mine").write_bytes(answer.content)
    assert restore(tmp_path / "mine", tmp_path / "new").aside is None
    other = Vault.open(tmp_path / "new", PASSPHRASE)
    assert other.read(lambda rows: sum(1 for _ in rows.everything())) == 4
    other.close()
    assert not [path.name for path in house.home.rglob("*") if "part" in path.name]


def test_the_newest_is_tried_out(house: House, writer: Browser) -> None:
    """The drill says that it opens, its age, and what would be lost; a wrong passphrase harms nothing."""
    writer.press(PAGE, f"{PAGE}/make")
    house.put(moment(9))
    page = sound(writer.press(PAGE, f"{PAGE}/drill", passphrase=PASSPHRASE))
    for sentence in (
        "opens with this passphrase",
        "less than a day old",
        "1 record is newer than it and would be lost.",
    ):
        assert sentence in page.text
    page = sound(writer.press(PAGE, f"{PAGE}/drill", passphrase="not the right words"), 403)
    assert "This does not open it." in page.text
    assert "not the right words" not in page.text


def test_a_drill_without_a_backup_is_told(writer: Browser) -> None:
    """Without a backup there is nothing to try out, which is a sentence."""
    page = sound(writer.press(PAGE, f"{PAGE}/drill", passphrase=PASSPHRASE), 503)
    assert "There is no backup" in page.text


def test_a_damaged_newest_is_listed_and_told(house: House, writer: Browser) -> None:
    """A backup that was changed is called damaged, and the drill does not try it."""
    writer.press(PAGE, f"{PAGE}/make")
    path = listed(house)[0].path
    path.write_bytes(path.read_bytes()[:-1])
    assert "damaged" in writer.look(PAGE).text
    assert "This backup is damaged" in sound(writer.press(PAGE, f"{PAGE}/drill", passphrase=PASSPHRASE), 503).text


def test_the_diary_is_looked_at(house: House, writer: Browser) -> None:
    """A sound diary is called sound; one that is not is told with what and where the last good copy is."""
    writer.press(PAGE, f"{PAGE}/make")
    assert "Every page and every record is sound." in sound(writer.press(PAGE, f"{PAGE}/check")).text
    house.vault.write(lambda rows: rows._connection.exec_driver_sql("UPDATE record SET kind = 'x' WHERE kind = 'cue'"))
    page = sound(writer.press(PAGE, f"{PAGE}/check"))
    assert "Some records cannot be read" in page.text
    assert "homing restore backup-000001-2026-11-21.homing" in page.text


def test_what_stands_against_a_backup_is_said(house: House, writer: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    """A full disk is told where one was asked for, and on Keep where one was due; then it is tried again."""

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(container, "pack", full)
        for action in ("make", "export"):
            page = sound(writer.press(PAGE, f"{PAGE}/{action}"), 503)
            assert "no backup was made; the diary itself is safe" in page.text
        house.clock.move(minutes=2)
        house.keeper.back_up_if_quiet()
        for address in ("/keep", PAGE):
            assert "Your diary is safe; the last backup by itself was not made" in writer.look(address).text
        house.put(moment(3))
    writer.press(PAGE, f"{PAGE}/make")
    assert "was not made" not in writer.look("/keep").text


def test_backups_that_still_hold_something_are_named(house: House, writer: Browser) -> None:
    """What was forgotten but is in a backup that cannot be mended is told, with the file's name."""
    writer.press(PAGE, f"{PAGE}/make")
    path = listed(house)[0].path
    path.write_bytes(path.read_bytes()[:-1])
    house.put(moment(3))
    house.vault.write(lambda rows: rows.forget([moment(3).id]))
    assert path.name in writer.look(PAGE).text


def test_in_a_quiet_minute_the_backup_of_the_day_is_made(house: House, writer: Browser) -> None:
    """While someone is active none is made; after a minute without a touch one is, and only once for that minute."""
    house.keeper.back_up_if_quiet()
    assert listed(house) == []
    house.clock.move(minutes=1)
    house.keeper.back_up_if_quiet()
    house.keeper.back_up_if_quiet()
    assert len(listed(house)) == 1
    writer.look("/today")
    house.put(moment(3))
    house.clock.move(minutes=2)
    house.keeper.back_up_if_quiet()
    assert len(listed(house)) == 1
    house.keeper.lock()
    house.keeper.back_up_if_quiet()
    assert len(listed(house)) == 1


def test_locking_makes_the_backup_of_the_day(house: House, writer: Browser) -> None:
    """A plain lock leaves a backup behind; it opens with the passphrase."""
    assert writer.submit("/lock").status_code == 303
    assert [one.trouble for one in listed(house)] == [None]
    Vault.open(house.home, PASSPHRASE).close()


@pytest.mark.care("C22")
def test_leaving_quickly_waits_for_no_backup(house: House, writer: Browser) -> None:
    """Quick exit locks at once, without a backup."""
    writer.submit("/leave")
    assert listed(house) == []
    Vault.open(house.home, PASSPHRASE).close()


def test_unlocking_while_a_backup_is_made_gives_the_backup_up(
    house: House, writer: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who unlocks again right after locking is let in; the backup is made another time."""
    assert writer.look("/today")
    begun, let_in = threading.Event(), threading.Event()

    def slowly(vault: Vault, _now: object) -> None:
        begun.set()
        assert let_in.wait(30)
        with vault.source():
            raise AssertionError("the vault should have been closed")

    with monkeypatch.context() as patched:
        patched.setattr(kept, "keep_up", slowly)
        locking = threading.Thread(target=house.keeper.lock)
        locking.start()
        assert begun.wait(30)
        session = house.keeper.unlock(PASSPHRASE)
        let_in.set()
        locking.join(30)
    assert house.keeper.enter(session.token) is not None


def test_locking_twice_at_once_locks(house: House, writer: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    """A quick exit while a plain lock still makes its backup closes the diary at once."""
    assert writer.look("/today")
    seen = []

    def meanwhile(vault: Vault, _now: object) -> None:
        house.keeper.lock(at_once=True)
        seen.append(vault.is_open)

    monkeypatch.setattr(kept, "keep_up", meanwhile)
    house.keeper.lock()
    assert seen == [False]
    Vault.open(house.home, PASSPHRASE).close()


def test_the_sample_has_no_backups(house: House) -> None:
    """In the sample the page says so, and its buttons do nothing."""
    visitor = house.browser(house.keeper.look_around())
    assert "has no backups" in visitor.look(PAGE).text
    for action in ("make", "export"):
        assert visitor.submit(f"{PAGE}/{action}").headers["location"] == PAGE
    assert not house.home.exists()


def test_damage_is_told_with_the_last_good_copy(house: House, writer: Browser) -> None:
    """At the door, a damaged diary is told with what and where the last good backup is."""
    writer.submit("/lock")
    (house.home / "vault.db").write_bytes(b"x" * 8192)
    page = sound(house.browser().submit("/unlock", [("passphrase", PASSPHRASE)]), 403)
    assert "homing restore backup-000001-2026-11-21.homing" in page.text
    (house.home / "vault.key").unlink()
    assert "homing restore backup-000001" in house.browser().look("/").text
