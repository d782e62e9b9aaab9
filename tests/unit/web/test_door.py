"""First run, unlocking, locking, idling, leaving: who gets in, for how long, and what is said at the door."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from time import monotonic, sleep

import pytest
from httpx2 import Response

from homing.record import CheckIn, FeltState, Moment
from homing.vault import Vault, VaultError
from homing.web import app as app_module
from tests.unit.web.support import PASSPHRASE, ROBIN, Browser, House, moment, sound


def unlock(browser: Browser, passphrase: str = PASSPHRASE) -> Response:
    """Show a passphrase at the door."""
    return browser.submit("/unlock", [("passphrase", passphrase)])


def is_in(browser: Browser) -> bool:
    """Whether this browser sees the owner's rooms."""
    return browser.get("/today").status_code == 200


@pytest.mark.care("C23")
def test_the_first_five_minutes(house: House) -> None:
    """From the first page to one moment kept, by forms alone: device, passphrase, state, moment, enough."""
    browser = house.browser()
    assert "Start" in browser.look("/").text
    browser.look("/start")
    assert browser.submit("/start", [("shared", "no")]).headers["location"] == "/start/passphrase"
    made = browser.press("/start/passphrase", "/start/passphrase", passphrase=PASSPHRASE, again=PASSPHRASE)
    assert (made.status_code, made.headers["location"]) == (303, "/start/state")
    told = browser.press("/start/state", "/start/state", ("state", "on_edge"), zone="America/New_York")
    assert told.headers["location"] == "/start/moment"
    kept = browser.press("/start/moment", "/start/moment", person="M", cue="a late reply", outcome="okay")
    assert kept.headers["location"] == "/start/enough"
    assert "One moment. Too early to say anything. It is kept." in browser.look("/start/enough").text
    assert browser.get("/").headers["location"] == "/today"
    (state,) = house.all(CheckIn)
    assert (state.state, state.when.zone) == (FeltState.ON_EDGE, "America/New_York")
    assert len(house.all(Moment)) == 1


def test_each_of_the_first_steps_may_be_skipped(house: House) -> None:
    """Nothing has to be told: the state, the moment, each of its three parts."""
    owner = house.create()
    assert owner.submit("/start/state").headers["location"] == "/start/moment"
    assert owner.press("/start/moment", "/start/moment").headers["location"] == "/start/enough"
    assert "Your diary is ready" in owner.look("/start/enough").text
    assert house.all(CheckIn) == []
    assert house.all(Moment) == []


def test_a_first_moment_sent_twice_is_kept_once(house: House) -> None:
    """A finger that taps twice, or a page sent again after the moment was forgotten, makes no second moment."""
    owner = house.create()
    form = owner.look("/start/moment").form("/start/moment")
    pairs = [("id", next(box.get("value") for box in form.all("input") if box.get("name") == "id")), ("person", "M")]
    for _ in range(2):
        assert owner.submit("/start/moment", pairs).headers["location"] == "/start/enough"
    (kept,) = house.all(Moment)
    owner.submit(f"/moments/{kept.id}/forget")
    assert owner.submit("/start/moment", pairs).headers["location"] == "/start/enough"
    assert house.all(Moment) == []


@pytest.mark.care("C2")
def test_a_first_moment_of_harm_asks_for_safety_first(house: House) -> None:
    """When the very first moment frightened or harmed, the next page asks whether one is safe now."""
    owner = house.create()
    answer = owner.press("/start/moment", "/start/moment", outcome="frightened_or_harmed_me")
    assert answer.headers["location"] == "/safe-now"
    owner.look("/safe-now")


@pytest.mark.care("C23")
def test_maybe_leads_to_limits_and_safer_ways(house: House) -> None:
    """Whoever may be looked at is told what Homing can and cannot do, before anything is kept."""
    page = sound(house.browser().submit("/start", [("shared", "maybe")]))
    assert "What it cannot do" in page.text
    assert "Safer ways" in page.text


def test_a_passphrase_must_be_told_twice_and_be_long_enough(house: House) -> None:
    """Two that differ, or one that is too short, make no vault; the page says why and holds neither."""
    browser = house.browser()
    for passphrase, again, why in [("one thing here", "another", "not the same"), ("short", "short", "too short")]:
        page = sound(browser.submit("/start/passphrase", [("passphrase", passphrase), ("again", again)]), 422)
        assert why in page.text
        assert passphrase not in page.text.replace(why, "")
    assert not house.keeper.has_vault


def test_a_second_vault_is_never_made(house: House) -> None:
    """Where there is a vault, starting leads to the door, and whoever tries anyway changes nothing."""
    house.create()
    stranger = house.browser()
    for path in ("/start", "/start/passphrase"):
        assert stranger.get(path).headers["location"] == "/"
    pairs = [("passphrase", "another one altogether"), ("again", "another one altogether")]
    assert stranger.submit("/start/passphrase", pairs).headers["location"] == "/"
    with pytest.raises(VaultError):
        house.keeper.create("another one altogether")
    assert not is_in(stranger)


@pytest.mark.claim("P7")
def test_the_cookie_is_opaque_and_for_this_site_alone(house: House) -> None:
    """The session's cookie is out of reach of scripts and of other sites, ends with the browser, and says nothing."""
    house.create()
    for answer in (unlock(house.browser()), house.browser().submit("/sample")):
        name, _, rest = answer.headers["set-cookie"].partition("=")
        token, *attributes = rest.split("; ")
        assert name == "s"
        assert len(bytes.fromhex(token)) == 32
        assert sorted(attribute.lower() for attribute in attributes) == ["httponly", "path=/", "samesite=strict"]


@pytest.mark.claim("P7")
def test_a_token_cannot_be_chosen_from_outside(house: House) -> None:
    """A token that someone else put into the browser opens nothing, before or after unlocking (session fixation)."""
    house.create()
    planted = "ab" * 32
    browser = house.browser()
    browser.cookies.set("s", planted, domain="127.0.0.1")
    assert not is_in(browser)
    answer = unlock(browser)
    assert planted not in answer.headers["set-cookie"]
    attacker = house.browser()
    attacker.cookies.set("s", planted, domain="127.0.0.1")
    assert not is_in(attacker)


@pytest.mark.care("C23")
def test_each_browser_shows_the_passphrase_for_itself(house: House) -> None:
    """An open vault is open to the browser that opened it; another one stands before the door until it does, too."""
    first = house.create()
    second = house.browser()
    assert is_in(first)
    assert not is_in(second)
    assert "Passphrase" in second.look("/").text
    assert unlock(second, "not this one").status_code == 403
    assert not is_in(second)
    assert unlock(second).status_code == 303
    assert is_in(second)
    assert is_in(first)
    assert first.cookies["s"] != second.cookies["s"]


@pytest.mark.care("C23")
@pytest.mark.parametrize("how", ["/lock", "/leave"])
def test_locking_ends_every_session(house: House, how: str) -> None:
    """Anyone may lock, and then every browser stands before the door; the old key opens nothing ever again."""
    first, second = house.create(), house.browser()
    unlock(second)
    old = first.cookies["s"]
    answer = house.browser().submit(how)
    assert answer.headers["clear-site-data"] == '"cache", "storage"'
    assert 's=""' in answer.headers["set-cookie"]
    assert not is_in(first)
    assert not is_in(second)
    unlock(second)
    assert house.keeper.enter(old) is None
    assert house.keeper.enter(None) is None
    assert house.keeper.enter("") is None


@pytest.mark.care("C23")
def test_it_locks_when_idle(house: House) -> None:
    """After ten minutes without a request it is locked, to the second; each request begins the time anew."""
    owner = house.create()
    house.clock.move(minutes=9, seconds=59)
    assert is_in(owner)
    house.clock.move(minutes=9, seconds=59)
    assert is_in(owner)
    house.clock.move(minutes=10)
    assert not is_in(owner)
    assert "Locked" in owner.look("/").text


@pytest.mark.care("C23")
def test_a_draft_is_a_sign_of_life(house: House) -> None:
    """Autosave follows what someone types, so it counts as being there; files and other browsers do not."""
    owner, other = house.create(), house.browser()
    house.clock.move(minutes=9)
    path = f"/moments/{moment().id}/ended"
    assert owner.submit(f"{path}?draft=1", [("note", "still writing")]).status_code == 204
    house.clock.move(minutes=9)
    assert is_in(owner)
    house.clock.move(minutes=9)
    assert owner.get("/static/js/app.js").status_code == 200
    assert other.get("/help").status_code == 200
    house.clock.move(minutes=1)
    assert not is_in(owner)


@pytest.mark.care("C23")
def test_a_clock_set_back_or_a_sleeping_machine_keeps_nothing_open(house: House) -> None:
    """Setting the clock back begins the time anew and no more; a machine that slept is locked when it wakes."""
    owner = house.create()
    house.clock.move(hours=-48)
    assert is_in(owner)
    house.clock.move(minutes=10)
    assert not is_in(owner)
    unlock(owner)
    house.clock.move(hours=-1)
    house.keeper.lock_if_idle()
    house.clock.move(minutes=10)
    house.keeper.lock_if_idle()
    assert house.keeper.enter(owner.cookies["s"]) is None
    unlock(owner)
    house.clock.move(days=3)
    assert not is_in(owner)


@pytest.mark.care("C23")
def test_it_locks_by_itself(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without any request the app looks at the clock and locks; whatever closing ran into, it goes on looking."""
    monkeypatch.setattr(app_module, "LOOK_AT_THE_CLOCK", 0.01)
    with House(tmp_path / "homing").open() as house:
        for trouble in (None, OSError("the words of a note")):
            owner = house.browser(house.keeper.unlock(PASSPHRASE)) if house.keeper.has_vault else house.create()
            vault = house.vault
            with closing_fails(vault, trouble):
                house.clock.move(minutes=10)
                until = monotonic() + 20
                while house.keeper._desk is not None and monotonic() < until:
                    sleep(0.01)
            assert house.keeper.enter(owner.cookies["s"]) is None


@contextmanager
def closing_fails(vault: Vault, trouble: Exception | None) -> Iterator[None]:
    """Let closing this vault run into trouble, after it really closed."""
    really = vault.close

    def close() -> None:
        really()
        if trouble is not None:
            raise trouble

    patch = pytest.MonkeyPatch()
    patch.setattr(vault, "close", close)
    try:
        yield
    finally:
        patch.undo()


def test_trouble_while_locking_still_locks(house: House, capsys: pytest.CaptureFixture[str]) -> None:
    """If the file cannot be closed well, every session is over all the same, and the log says no more than a kind."""
    owner = house.create()
    with closing_fails(house.vault, OSError("the words of a note")):
        house.clock.move(minutes=10)
        sound(owner.get("/today"), 500)
    assert not is_in(owner)
    said = capsys.readouterr().out
    assert "kind=OSError" in said
    assert "the words" not in said


def test_the_app_locks_when_it_ends(tmp_path: Path) -> None:
    """When the server stops, the vault is closed and another process may have it."""
    with House(tmp_path / "homing").open() as house:
        house.create()
        vault = house.vault
    assert not vault.is_open
    Vault.open(tmp_path / "homing", PASSPHRASE).close()


@pytest.mark.care("C23")
def test_after_locking_nothing_personal_is_answered(house: House) -> None:
    """With the key of a session that is over, every page of the owner leads to the door with nothing in it."""
    owner = house.create()
    kept = moment(note="what only I may read")
    house.put(ROBIN, kept)
    paths = ["/today", "/moments", "/moments/new", f"/moments/{kept.id}", f"/moments/{kept.id}/ended", "/people",
             f"/people/{ROBIN.id}", "/cues", "/keep", "/keep/bin", "/start/enough"]  # fmt: skip
    assert all(owner.get(path).status_code in (200, 303) for path in paths)
    house.clock.move(minutes=10)
    for path in paths:
        answer = owner.get(path)
        assert (answer.status_code, answer.headers["location"], answer.content) == (303, "/", b"")


def test_a_lock_between_two_readings_leads_to_the_door(house: House) -> None:
    """Whoever is locked out while a page is being made is led to the door, not to a fault."""
    owner = house.create()
    house.vault.close()
    answer = owner.get("/today")
    assert (answer.status_code, answer.headers["location"]) == (303, "/")


def test_a_wrong_passphrase_is_said_kindly(house: House) -> None:
    """A wrong passphrase gives the same page with one clear sentence, and nothing of what was typed."""
    house.create()
    house.keeper.lock()
    page = sound(unlock(house.browser(), "a wrong one, quite long"), 403)
    assert "This passphrase does not open the diary; check it and try again." in page.text
    assert "quite long" not in page.text
    assert page.form("/unlock")


def test_trouble_with_the_files_is_said_at_the_door(house: House) -> None:
    """A damaged, a newer, a busy and a missing vault each give their own sentence, and once mended it opens."""
    house.create()
    house.keeper.lock()
    key, database = house.home / "vault.key", house.home / "vault.db"
    good_key, good_database = key.read_bytes(), database.read_bytes()
    browser = house.browser()
    key.write_bytes(good_key[:-40])
    assert "vault.key is damaged" in sound(unlock(browser), 403).text
    key.write_bytes(json.dumps(json.loads(good_key) | {"version": 2}).encode())
    assert "A newer Homing wrote this diary" in sound(unlock(browser), 403).text
    key.write_bytes(good_key)
    database.write_bytes(bytes(len(good_database)))
    assert "The diary file is damaged" in sound(unlock(browser), 403).text
    database.write_bytes(good_database)
    elsewhere = Vault.open(house.home, PASSPHRASE)
    assert "The diary is open in another Homing" in sound(unlock(browser), 403).text
    elsewhere.close()
    assert unlock(browser).status_code == 303


def test_a_vault_of_which_a_half_is_lost_is_not_taken_for_none(house: House) -> None:
    """With one of the two files gone the first page says which, so that nobody thinks there never was a diary."""
    house.create()
    house.keeper.lock()
    (house.home / "vault.key").rename(house.home / "kept elsewhere")
    page = house.browser().look("/")
    assert "The file vault.key is missing" in page.text
    assert page.form("/sample")
    assert "is missing" in sound(unlock(house.browser()), 403).text


def test_no_vault_is_said_plainly(house: House) -> None:
    """Unlocking where there is nothing says so."""
    assert "There is no diary in this folder yet" in sound(unlock(house.browser()), 403).text


def test_trouble_in_a_room_is_said_there(house: House) -> None:
    """Trouble with the vault while it is open gives its sentence and no other word."""
    owner = house.create()

    def trouble(*_: object) -> None:
        raise VaultError("The disk is full and this change was not saved; free some space, then try again.")

    patch = pytest.MonkeyPatch()
    patch.setattr(house.vault, "write", trouble)
    page = sound(owner.submit("/checkin", [("state", "settled")]), 503)
    patch.undo()
    assert "The disk is full" in page.text


def test_the_sample_comes_and_goes(house: House) -> None:
    """The sample opens with one tap, locks one's own diary first, keeps nothing, and is left with one tap."""
    owner = house.create()
    vault = house.vault
    visitor = house.browser()
    visitor.submit("/sample")
    assert not vault.is_open
    assert not is_in(owner)
    assert "Invented people." in visitor.look("/today").text
    assert visitor.submit("/sample/leave").headers["location"] == "/"
    assert not is_in(visitor)
    assert not house.keeper.is_sample


def test_leaving_the_sample_leaves_one_s_own_diary_open(house: House) -> None:
    """Whoever is not in the sample cannot lock the diary by leaving it."""
    owner = house.create()
    for browser in (house.browser(), owner):
        assert browser.submit("/sample/leave").headers["location"] == "/"
        assert is_in(owner)


def test_the_door_opens_from_within_the_sample(house: House) -> None:
    """With the sample open, the passphrase opens one's own diary, and whoever looked around is outside again."""
    house.create()
    visitor, owner = house.browser(), house.browser()
    visitor.submit("/sample")
    assert unlock(owner, "not this one at all").status_code == 403
    assert is_in(visitor)
    assert unlock(owner).status_code == 303
    assert is_in(owner)
    assert not is_in(visitor)


def test_a_vault_can_be_made_from_within_the_sample(house: House) -> None:
    """Whoever looked around first may then begin a diary of their own; nothing of the sample is in it."""
    visitor = house.browser()
    visitor.submit("/sample")
    pairs = [("passphrase", PASSPHRASE), ("again", PASSPHRASE)]
    assert visitor.submit("/start/passphrase", pairs).headers["location"] == "/start/state"
    assert is_in(visitor)
    assert house.all(Moment) == []
    assert not house.keeper.is_sample


def test_another_idle_time_is_told_to_the_page(tmp_path: Path) -> None:
    """The page knows after how many seconds it should lock; before unlocking it knows nothing."""
    with House(tmp_path / "homing", idle=timedelta(minutes=3)).open() as house:
        owner = house.create()
        (body,) = owner.look("/today").root.all("body")
        assert body.get("data-idle-seconds") == "180"
        (body,) = house.browser().look("/").root.all("body")
        assert not body.has("data-idle-seconds")


def test_no_token_is_shown(house: House) -> None:
    """A session does not show its token in a repr."""
    session = house.keeper.create(PASSPHRASE)
    assert session.token not in repr(session)
