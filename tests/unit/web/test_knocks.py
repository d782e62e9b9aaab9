"""Waits after wrong tries at the door, sessions, and what a wrong answer costs."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from homing.vault import RecoveryCode
from homing.vault.slots import Passphrase
from homing.web.knocks import FORGOTTEN_AFTER, FREE, LONGEST, Knocks, TooSoon
from tests.unit.web.support import PASSPHRASE, Browser, Clock, House, sound

WRONG = "not these words at all"
WELL_WRITTEN = "-".join(RecoveryCode(0).groups())
"""A recovery code that is well written and opens nothing."""


def knock(browser: Browser, path: str = "/unlock", **fields: str) -> int:
    """The status of one try."""
    return browser.submit(path, list(fields.items())).status_code


def wear_out(house: House, times: int = FREE) -> None:
    """Wrong tries until there is a wait of a second."""
    for _ in range(times):
        assert knock(house.browser(), passphrase=WRONG) == 403


@pytest.mark.care("C23")
def test_a_few_slips_cost_no_wait(house: House) -> None:
    """Four wrong tries, and the fifth that is right opens the door at once."""
    house.create()
    house.keeper.lock()
    wear_out(house, FREE - 1)
    assert knock(house.browser(), passphrase=PASSPHRASE) == 303


@pytest.mark.claim("P2")
def test_the_wait_grows_to_half_a_minute(house: House) -> None:
    """After the fifth wrong try the waits are 1, 2, 4, 8, 16 and then 30 seconds, each said, and never more."""
    house.create()
    house.keeper.lock()
    wear_out(house, FREE - 1)
    for seconds in (1, 2, 4, 8, 16, 30, 30, 30):
        assert knock(house.browser(), passphrase=WRONG) == 403
        answer = house.browser().submit("/unlock", [("passphrase", PASSPHRASE)])
        page = sound(answer, 429)
        assert answer.headers["retry-after"] == str(seconds)
        assert f"Wait {seconds} second" in page.text
        assert "this try was not looked at" in page.text
        assert PASSPHRASE not in answer.text
        house.clock.move(seconds=seconds - 0.5)
        assert knock(house.browser(), passphrase=PASSPHRASE) == 429
        house.clock.move(seconds=0.5)
    assert knock(house.browser(), passphrase=PASSPHRASE) == 303


def test_tries_during_a_wait_make_it_no_longer(house: House) -> None:
    """Whoever knocks all the time cannot stretch the wait: it ends when it was said to end."""
    house.create()
    house.keeper.lock()
    wear_out(house)
    for _ in range(5):
        house.clock.move(seconds=30)
        assert knock(house.browser(), passphrase=WRONG) == 403
    for _ in range(50):
        house.clock.move(seconds=0.5)
        assert knock(house.browser(), passphrase=WRONG) == 429
    house.clock.move(seconds=5)
    assert knock(house.browser(), passphrase=PASSPHRASE) == 303


@pytest.mark.claim("P2")
def test_the_count_is_the_vault_s(house: House) -> None:
    """Another browser, another cookie, or the other kind of answer brings no fresh tries."""
    house.create()
    house.keeper.lock()
    for turn in range(FREE):
        path, field = ("/unlock", "passphrase") if turn % 2 else ("/unlock/recovery", "code")
        browser = house.browser(user_agent=f"browser {turn}")
        browser.cookies.set("s", f"{turn:064x}", domain="127.0.0.1")
        assert knock(browser, path, **{field: WRONG if turn % 2 else WELL_WRITTEN}) == 403
    assert knock(house.browser(), passphrase=PASSPHRASE) == 429
    sound(house.browser().submit("/unlock/recovery", [("code", WELL_WRITTEN)]), 429)


def test_a_slip_in_the_code_is_no_guess(house: House) -> None:
    """A code that cannot have been printed so says nothing about the diary and costs no wait."""
    house.create()
    house.keeper.lock()
    for _ in range(3 * FREE):
        assert knock(house.browser(), "/unlock/recovery", code="AAAAA") == 422
    assert knock(house.browser(), passphrase=PASSPHRASE) == 303


@pytest.mark.care("C23")
@pytest.mark.claim("P2")
def test_an_open_diary_is_no_place_to_guess(house: House) -> None:
    """Whoever picks up an open diary and tries passphrases on the page of keys meets the same waits."""
    owner = house.create()
    for _ in range(FREE):
        assert knock(owner, "/keep/keys/recovery", proof=WRONG) == 422
    answer = owner.submit("/keep/keys/recovery", [("proof", PASSPHRASE)])
    assert "Wait 1 second," in sound(answer, 429).text
    house.clock.move(seconds=1)
    assert knock(owner, "/keep/keys/recovery", proof=PASSPHRASE) == 200


def test_locking_lifts_no_wait_and_opening_does(house: House) -> None:
    """Locking, leaving and looking at the sample leave the count as it is; a right answer ends it."""
    house.create()
    wear_out(house)
    for path in ("/lock", "/leave", "/sample"):
        house.browser().submit(path)
        assert knock(house.browser(), passphrase=PASSPHRASE) == 429
    house.clock.move(seconds=1)
    assert knock(house.browser(), passphrase=PASSPHRASE) == 303
    house.keeper.lock()
    assert knock(house.browser(), passphrase=WRONG) == 403
    assert knock(house.browser(), passphrase=PASSPHRASE) == 303


def test_a_new_process_begins_at_none(house: House) -> None:
    """Nothing of the tries is written down: a Homing that is started anew knows of none."""
    house.create()
    house.keeper.lock()
    before = sorted(path.name for path in house.home.rglob("*"))
    wear_out(house)
    assert sorted(path.name for path in house.home.rglob("*")) == before
    with House(house.home).open() as again:
        assert knock(again.browser(), passphrase=PASSPHRASE) == 303


def test_every_wrong_passphrase_costs_the_same_work(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """Empty, short, long, nearly right or not text at all: one full derivation each, locked or open."""
    house.create()
    derived: list[str] = []
    real: Any = Passphrase.key

    def counted(self: Passphrase, slot: Any) -> Any:
        derived.append(slot["salt"])
        return real(self, slot)

    monkeypatch.setattr(Passphrase, "key", counted)
    for is_open in (True, False):
        if not is_open:
            house.keeper.lock()
        for wrong in ("", "x", PASSPHRASE[:-1], PASSPHRASE + "!", "x" * 5000, "\udcff\x00"):
            house.clock.move(minutes=1)
            derived.clear()
            status = knock(house.browser(), passphrase=wrong.encode("utf-8", "replace").decode())
            assert (status, len(derived)) == (403, 1)


def test_a_vault_without_that_kind_of_key_works_as_long(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """A recovery code where none was made is derived all the same, so that time does not tell whether there is one."""
    house.create()
    house.keeper.lock()
    done: list[int] = []
    monkeypatch.setattr(RecoveryCode, "in_vain", lambda _code: done.append(1))
    assert knock(house.browser(), "/unlock/recovery", code=WELL_WRITTEN) == 403
    assert done == [1]


@pytest.mark.claim("P7")
def test_a_token_from_before_unlocking_stays_worthless(house: House) -> None:
    """Session fixation: a cookie that someone planted opens nothing after the owner unlocked with it in the browser."""
    house.create()
    house.keeper.lock()
    planted = "f" * 64
    browser = house.browser()
    browser.cookies.set("s", planted, domain="127.0.0.1")
    answer = browser.submit("/unlock", [("passphrase", PASSPHRASE)])
    given = answer.headers["set-cookie"].split(";")[0].removeprefix("s=")
    assert given != planted
    assert house.keeper.enter(planted) is None
    assert house.keeper.enter(given) is not None


def test_each_unlocking_gives_another_token(house: House) -> None:
    """Tokens are 256 random bits, never used twice, and void once the diary was locked by any browser."""
    house.create()
    tokens = set()
    for _ in range(20):
        session = house.keeper.unlock(PASSPHRASE)
        assert len(bytes.fromhex(session.token)) == 32
        tokens.add(session.token)
    assert len(tokens) == 20
    house.browser().submit("/lock")
    house.keeper.unlock(PASSPHRASE)
    assert not any(house.keeper.enter(token) for token in tokens)


@pytest.mark.claim("P7")
def test_the_cookie_is_for_this_site_and_this_visit_alone(house: House) -> None:
    """HttpOnly, SameSite=Strict, no Domain, no Max-Age: unreadable to scripts, sent by our pages alone, soon gone."""
    house.create()
    head = house.browser().submit("/unlock", [("passphrase", PASSPHRASE)]).headers["set-cookie"]
    _, *flags = [part.strip().lower() for part in head.split(";")]
    assert sorted(flags) == ["httponly", "path=/", "samesite=strict"]


def test_a_clock_set_back_makes_no_wait_longer() -> None:
    """A machine whose clock jumps back a year waits as long as was said, and no longer."""
    clock = Clock()
    knocks = Knocks(clock)
    for _ in range(FREE + 9):
        knocks.wrong()
    clock.move(days=-365)
    with pytest.raises(TooSoon) as early:
        knocks.may_try()
    assert early.value.seconds == LONGEST.total_seconds()
    clock.move(seconds=LONGEST.total_seconds())
    knocks.may_try()


def seconds_of_wait(knocks: Knocks) -> int:
    """How long one would have to wait now; 0 if not at all."""
    try:
        knocks.may_try()
    except TooSoon as early:
        return early.seconds
    return 0


class Door(RuleBasedStateMachine):
    """Any order of tries, right and wrong, and of time passing, backwards too."""

    def __init__(self) -> None:
        super().__init__()
        self.clock = Clock()
        self.knocks = Knocks(self.clock)
        self.looked_at = 0
        self.since_right = 0

    @rule(seconds=st.floats(-1000, 2000))
    def wait(self, seconds: float) -> None:
        """Time passes."""
        self.clock.move(seconds=seconds)

    @rule(right=st.booleans())
    def knock(self, right: bool) -> None:
        """Someone tries."""
        wait = seconds_of_wait(self.knocks)
        if wait:
            assert self.since_right >= FREE
            assert wait <= LONGEST.total_seconds()
            return
        if right:
            self.knocks.right()
            self.since_right = 0
        else:
            self.knocks.wrong()
            self.since_right += 1

    @invariant()
    def nobody_is_locked_out_for_long(self) -> None:
        """Whatever happened: after half a minute without a wrong try, one may try."""
        now = self.clock.instant
        self.clock.instant = max(now, self.knocks._last or now) + LONGEST
        last, wrong = self.knocks._last, self.knocks._wrong
        self.knocks.may_try()
        self.knocks._last, self.knocks._wrong = last, wrong
        self.clock.instant = now


TestDoor = Door.TestCase


def test_wrong_tries_are_forgotten() -> None:
    """After a quarter of an hour the count begins anew."""
    clock = Clock()
    knocks = Knocks(clock)
    for _ in range(FREE + 9):
        knocks.wrong()
    clock.instant += FORGOTTEN_AFTER
    knocks.may_try()
    for _ in range(FREE - 1):
        knocks.wrong()
        knocks.may_try()


def test_the_guesses_of_a_night_are_few() -> None:
    """Whoever knocks whenever it is allowed gets fewer than 1,100 guesses in eight hours."""
    clock = Clock()
    knocks = Knocks(clock)
    until, guesses = clock.instant + timedelta(hours=8), 0
    while clock.instant < until:
        clock.move(seconds=seconds_of_wait(knocks))
        knocks.wrong()
        guesses += 1
    assert guesses < 1100
