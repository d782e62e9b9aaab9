"""Ways in, on the pages: the question first, the proof, one code shown once, and a door that tells nothing."""

from __future__ import annotations

import re
from base64 import b64decode, b64encode

import keyring
import pytest
from httpx2 import Response
from keyring.backends import fail

from homing.vault import Cost, KeyHeader, RecoveryCode, Vault
from homing.vault.slots.passkey import PRF_INPUT
from tests.keyrings import Remembering
from tests.unit.vault.test_keys_passkey import Authenticator
from tests.unit.web.markup import Page, Pairs
from tests.unit.web.support import PASSPHRASE, SMALLEST, Browser, House, sound

NEW = "another lantern by the gate"
GROUP = re.compile(r"\b[0-9A-Z]{5}\b")
LOCAL = "localhost:8460"

pytestmark = pytest.mark.usefixtures("system_keyring")


def header(house: House) -> KeyHeader:
    """The key file as it is."""
    return Vault.header(house.home)


def kinds(house: House) -> list[str]:
    """The types of its slots."""
    return [str(slot["type"]) for slot in header(house).slots]


def shown_code(owner: Browser, proof: str = PASSPHRASE) -> tuple[list[str], int]:
    """Ask for a recovery code; its groups, and which is to be typed back."""
    page = sound(owner.submit("/keep/keys/recovery", [("proof", proof)]))
    groups = [one.text for one in page.root.all("span") if one.get("class") == "paper-group"]
    (asked,) = re.findall(r"From your paper, group (\d)", page.text)
    return groups, int(asked)


def add_code(owner: Browser) -> str:
    """Add a recovery code, and give it back as it stands on paper."""
    groups, asked = shown_code(owner)
    assert owner.submit("/keep/keys/recovery/typed", [("group", groups[asked - 1].lower())]).status_code == 200
    return " ".join(groups)


def with_code(browser: Browser, code: str) -> Response:
    """Show a recovery code at the door."""
    return browser.submit("/unlock/recovery", [("code", code)])


@pytest.mark.care("C23")
@pytest.mark.parametrize("kind", ["recovery", "keyring", "passkey"])
def test_each_way_in_begins_with_the_question(owner: Browser, kind: str) -> None:
    """Before a paper, a keyring or a passkey the person is asked who else could open this, and may leave it."""
    page = owner.look(f"/keep/keys/{kind}")
    assert "Could anyone else open this?" in page.text
    assert "Then leave it" in page.text


def test_a_code_is_shown_once_and_opens_after_one_group_is_typed_back(house: House, owner: Browser) -> None:
    """Until the group is typed back there is no slot; then the code opens the diary, in small letters, too."""
    groups, asked = shown_code(owner)
    assert len(groups) == 7
    assert kinds(house) == ["passphrase"]
    wrong = sound(owner.submit("/keep/keys/recovery/typed", [("group", "00000")]), 422)
    assert not set(groups) & set(GROUP.findall(wrong.text))
    assert kinds(house) == ["passphrase"]
    right = sound(owner.submit("/keep/keys/recovery/typed", [("group", groups[asked - 1])]))
    assert "opens this diary from now on" in right.text
    assert "21 November 2026" in right.text
    assert kinds(house) == ["passphrase", "recovery"]
    assert owner.submit("/keep/keys/recovery/typed", [("group", groups[asked - 1])]).headers["location"] == "/keep/keys"
    house.keeper.lock()
    assert with_code(house.browser(), "-".join(groups).lower()).status_code == 303


@pytest.mark.claim("P7")
def test_a_code_is_never_kept_by_the_browser_and_dies_with_the_lock(house: House, owner: Browser) -> None:
    """The page of the code is not stored, and a code that was never typed back is forgotten on locking."""
    answer = owner.submit("/keep/keys/recovery", [("proof", PASSPHRASE)])
    assert answer.headers["cache-control"] == "no-store"
    house.keeper.lock()
    again = house.browser(house.keeper.unlock(PASSPHRASE))
    assert again.submit("/keep/keys/recovery/typed", [("group", "00000")]).headers["location"] == "/keep/keys"


@pytest.mark.care("C23")
@pytest.mark.parametrize(
    ("path", "pairs"),
    [("/keep/keys/recovery", []), ("/keep/keys/keyring", []), ("/keep/keys/remove", [("key", "x")]),
     ("/keep/keys/passphrase", [("passphrase", NEW), ("again", NEW)]), ("/keep/keys/passkey", [])],
)  # fmt: skip
def test_an_open_diary_is_not_enough_to_change_its_keys(house: House, owner: Browser, path: str, pairs: Pairs) -> None:
    """Whoever finds the diary open cannot add, change or take back a way in without knowing one."""
    owner.headers["host"] = LOCAL
    owner.cookies.set("s", next(iter(house.keeper._sessions)), domain="localhost.local")
    before = header(house).to_bytes()
    for proof in ("", "not the passphrase", "0" * 35):
        page = sound(owner.submit(path, [*pairs, ("proof", proof)]), 422)
        assert "Nothing was changed" in page.text
    assert header(house).to_bytes() == before


def test_the_passphrase_is_changed_and_others_stand_before_the_door(house: House, owner: Browser) -> None:
    """The new one opens, the old one does not, other browsers must show it, and this one goes on."""
    other = house.browser(house.keeper.unlock(PASSPHRASE))
    told = [("proof", PASSPHRASE), ("passphrase", NEW), ("again", NEW)]
    assert "is changed" in sound(owner.submit("/keep/keys/passphrase", told)).text
    assert owner.get("/today").status_code == 200
    assert other.get("/today").headers["location"] == "/"
    house.keeper.lock()
    assert house.browser().submit("/unlock", [("passphrase", PASSPHRASE)]).status_code == 403
    assert house.browser().submit("/unlock", [("passphrase", NEW)]).status_code == 303


@pytest.mark.parametrize(("one", "two", "why"), [(NEW, NEW + "s", "not the same"), ("short", "short", "too short")])
def test_a_new_passphrase_must_be_told_twice_and_be_long_enough(
    house: House, owner: Browser, one: str, two: str, why: str
) -> None:
    """A slip changes nothing, and the page holds neither."""
    before = header(house).to_bytes()
    page = sound(
        owner.submit("/keep/keys/passphrase", [("proof", PASSPHRASE), ("passphrase", one), ("again", two)]), 422
    )
    assert why in page.text
    assert one not in page.text.replace(why, "")
    assert header(house).to_bytes() == before


def test_a_forgotten_passphrase(house: House, owner: Browser) -> None:
    """With the code one is in, and is asked for a new passphrase at once, without the old one; it may wait."""
    code = add_code(owner)
    house.keeper.lock()
    browser = house.browser()
    assert "I have a recovery code" in browser.look("/").text
    assert with_code(browser, code).headers["location"] == "/keep/keys/passphrase"
    page = browser.look("/keep/keys/passphrase")
    assert "Not now" in page.text
    assert not [one for one in page.root.all("input") if one.get("name") == "proof"]
    assert browser.submit("/keep/keys/passphrase", [("passphrase", NEW), ("again", NEW)]).status_code == 200
    assert kinds(house) == ["passphrase", "recovery"]
    house.keeper.lock()
    assert house.browser().submit("/unlock", [("passphrase", NEW)]).status_code == 303


@pytest.mark.care("C23")
def test_what_was_proved_by_the_code_counts_once_and_not_for_long(house: House, owner: Browser) -> None:
    """After a change, and after five minutes, the passphrase is asked for again: the phone may have changed hands."""
    code = add_code(owner)
    house.keeper.lock()
    browser = house.browser()
    with_code(browser, code)
    house.clock.move(minutes=6)
    words = [("passphrase", NEW), ("again", NEW)]
    assert browser.submit("/keep/keys/passphrase", words).status_code == 422
    with_code(browser, code)
    assert browser.submit("/keep/keys/passphrase", words).status_code == 200
    assert browser.submit("/keep/keys/passphrase", words).status_code == 422
    assert browser.submit("/keep/keys/passphrase", [*words, ("proof", code)]).status_code == 200


@pytest.mark.claim("P7")
def test_the_door_does_not_tell_whether_there_is_a_code(house: House, owner: Browser) -> None:
    """The page at the door, and its answer to a wrong code, are the same with and without a recovery slot."""
    stranger, wrong = house.browser(), "".join(RecoveryCode(5).groups())
    before = stranger.get("/").text, with_code(stranger, wrong).text, with_code(stranger, "x").text
    add_code(owner)
    assert (stranger.get("/").text, with_code(stranger, wrong).text, with_code(stranger, "x").text) == before
    page = sound(with_code(stranger, wrong), 403)
    assert "does not open the diary" in page.text


def test_a_slip_in_a_code_is_told_by_its_group(house: House, owner: Browser) -> None:
    """A mistyped code is told from a wrong one, with the group to look at."""
    code = add_code(owner)
    wrong = code[:14] + ("A" if code[14] != "A" else "B") + code[15:]
    page = sound(with_code(house.browser(), wrong), 422)
    assert "group 3 " in page.text
    assert "mistyped" in sound(with_code(house.browser(), code[:-1]), 422).text
    assert code[:5] not in page.text


def test_a_way_in_is_taken_back_but_not_the_last(house: House, owner: Browser) -> None:
    """The only passphrase offers no button and cannot be taken back; a code can, and then opens nothing."""
    (only,) = house.vault.key_slots()
    assert "stays until there is another" in owner.look("/keep/keys").text
    pairs = [("key", only.id), ("proof", PASSPHRASE)]
    assert "last way in" in sound(owner.submit("/keep/keys/remove", pairs), 422).text
    code = add_code(owner)
    slot = house.vault.key_slots()[1]
    assert "no more" in sound(owner.submit("/keep/keys/remove", [("key", slot.id), ("proof", PASSPHRASE)])).text
    assert with_code(house.browser(), code).status_code == 403
    assert owner.submit("/keep/keys/remove", [("key", slot.id), ("proof", PASSPHRASE)]).status_code == 422


def test_a_passphrase_can_be_set_anew_where_there_is_none(house: House, owner: Browser) -> None:
    """Someone who went on with the paper alone may choose a passphrase later."""
    code = add_code(owner)
    slot = house.vault.key_slots()[0]
    owner.submit("/keep/keys/remove", [("key", slot.id), ("proof", code)])
    page = owner.look("/keep/keys")
    assert "A passphrase" in page.text
    told = [("proof", code), ("passphrase", NEW), ("again", NEW)]
    assert owner.submit("/keep/keys/passphrase", told).status_code == 200
    assert kinds(house) == ["passphrase", "recovery"]


def test_the_keyring_opens_the_door(house: House, owner: Browser, system_keyring: Remembering) -> None:
    """After it was added the door offers it; once taken back, its secret is gone and the door is as before."""
    before = house.browser().get("/").text
    assert "keyring" not in before
    assert "from now on" in sound(owner.submit("/keep/keys/keyring", [("proof", PASSPHRASE)])).text
    house.keeper.lock()
    browser = house.browser()
    assert browser.press("/", "/unlock/keyring").headers["location"] == "/today"
    assert browser.get("/today").status_code == 200
    second = house.browser()
    assert second.press("/", "/unlock/keyring").headers["location"] == "/today"
    slot = house.vault.key_slots()[1]
    assert browser.submit("/keep/keys/remove", [("key", slot.id), ("proof", PASSPHRASE)]).status_code == 200
    assert system_keyring.kept == {}
    assert house.browser().get("/").text == before
    assert sound(house.browser().submit("/unlock/keyring"), 422).text


def test_without_a_real_keyring_the_page_says_so(house: House, owner: Browser) -> None:
    """Where there is no keyring that encrypts, the page says it before and after, and adds nothing."""
    keyring.set_keyring(fail.Keyring())  # type: ignore[no-untyped-call]  # the library has no types here
    assert "no keyring here" in owner.look("/keep/keys/keyring").text
    assert "no keyring here" in sound(owner.submit("/keep/keys/keyring", [("proof", PASSPHRASE)]), 422).text
    assert kinds(house) == ["passphrase"]


def local(house: House) -> Browser:
    """A browser at the name localhost, with a session of its own."""
    browser = house.browser()
    browser.headers["host"] = LOCAL
    if house.keeper._desk is not None:
        browser.headers["cookie"] = f"s={house.keeper.unlock(PASSPHRASE).token}"
    return browser


def challenge_in(text: str) -> str:
    """The challenge that a page gives."""
    found: list[str] = re.findall(r'data-challenge="([^"]+)"', text)
    return found[0]


def answer_to(challenge: str, one: Authenticator) -> Pairs:
    """The form as the script fills it."""
    told = one.answer(b64decode(challenge))
    parts = {
        "credential": told.credential,
        "public": one.public_key,
        "output": told.output,
        "signature": told.signature,
    }
    parts |= {"data": told.authenticator_data, "client": told.client_data}
    return [("challenge", challenge), *((name, b64encode(raw).decode()) for name, raw in parts.items())]


def add_passkey(house: House, one: Authenticator) -> Browser:
    """Prove, and bring what the authenticator answered."""
    browser = local(house)
    page = sound(browser.submit("/keep/keys/passkey", [("proof", PASSPHRASE)]))
    made = browser.submit("/keep/keys/passkey/made", answer_to(challenge_of(page), one))
    assert "from now on" in sound(made).text
    return browser


def challenge_of(page: Page) -> str:
    """The challenge of the one form that a script fills."""
    (form,) = [one for one in page.root.all("form") if one.has("data-challenge")]
    return form.get("data-challenge")


def test_a_passkey_opens_the_door_at_localhost_alone(house: House, owner: Browser) -> None:
    """The door offers it under the name localhost; under a number it does not, and says nothing of it."""
    one = Authenticator()
    before = owner.get("/keep/keys").status_code
    add_passkey(house, one)
    house.keeper.lock()
    assert "passkey" not in house.browser().get("/").text
    door = local(house).get("/").text
    assert b64encode(one.credential).decode() in door
    assert b64encode(PRF_INPUT).decode() in door
    opened = local(house).submit("/unlock/passkey", answer_to(challenge_in(door), one))
    assert (before, opened.status_code, opened.headers["location"]) == (200, 303, "/today")


@pytest.mark.claim("P7")
def test_an_answer_counts_once_and_for_five_minutes(house: House, owner: Browser) -> None:
    """The same answer again, one that comes late, and one to a challenge of somebody else's open nothing."""
    assert owner
    one = Authenticator()
    add_passkey(house, one)
    told = answer_to(given(house), one)
    assert local(house).submit("/unlock/passkey", told).status_code == 303
    assert sound(local(house).submit("/unlock/passkey", told), 422)
    late = answer_to(given(house), one)
    house.clock.move(minutes=5)
    assert local(house).submit("/unlock/passkey", late).status_code == 422
    foreign = answer_to(b64encode(bytes(32)).decode(), one)
    assert local(house).submit("/unlock/passkey", foreign).status_code == 422


def given(house: House) -> str:
    """A challenge of the door's."""
    stranger = house.browser()
    stranger.headers["host"] = LOCAL
    return challenge_in(stranger.get("/").text)


def test_only_so_many_challenges_wait(house: House, owner: Browser) -> None:
    """Whoever asks for many makes the oldest void; memory does not grow."""
    assert owner
    first = house.keeper.challenges.give()
    for _ in range(64):
        house.keeper.challenges.give()
    assert not house.keeper.challenges.take(first)
    assert len(house.keeper.challenges._given) == 64


def test_a_passkey_that_does_not_answer_is_not_added(house: House, owner: Browser) -> None:
    """Without a proof, with another output than 32 bytes, or with no sense at all, nothing is added."""
    assert owner
    browser = local(house)
    page = sound(browser.submit("/keep/keys/passkey", [("proof", PASSPHRASE)]))
    told = answer_to(challenge_of(page), Authenticator(output=b"short"))
    assert "does not open" in sound(browser.submit("/keep/keys/passkey/made", told), 422).text
    assert sound(browser.submit("/keep/keys/passkey/made", [("challenge", "no base64!")]), 422)
    assert sound(local(house).submit("/keep/keys/passkey/made", told), 422)
    assert kinds(house) == ["passphrase"]


def test_a_passkey_needs_the_name_localhost(owner: Browser) -> None:
    """Under a number the page says what to do instead, and a form sent anyway does nothing."""
    assert "localhost" in owner.look("/keep/keys/passkey").text
    assert "localhost" in sound(owner.submit("/keep/keys/passkey", [("proof", PASSPHRASE)])).text


def test_the_sample_has_no_keys(house: House) -> None:
    """Whoever looks around sees that there are none."""
    visitor = house.browser(house.keeper.look_around())
    assert "It has no keys" in visitor.look("/keep/keys").text


def test_a_slot_of_a_newer_homing_is_shown_and_left_alone(house: House, owner: Browser) -> None:
    """The list tells that there is something newer, and offers nothing to do to it."""
    house.vault.change_keys(lambda old, _key: KeyHeader((*old.slots, {"type": "paper", "id": "ab"})))
    page = owner.look("/keep/keys")
    assert "A newer Homing made this one" in page.text
    assert owner.submit("/keep/keys/remove", [("key", "ab"), ("proof", PASSPHRASE)]).status_code == 422


def test_the_cost_is_measured_unless_it_is_told(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a cost for tests, a guess is measured on this machine when a passphrase is set."""
    asked: list[object] = []

    def measured(clock: object) -> Cost:
        asked.append(clock)
        return SMALLEST

    monkeypatch.setattr("homing.web.keeper.calibrate", measured)
    assert house.keeper.cost() == SMALLEST
    assert asked == []
    house.keeper._cost = None
    assert house.keeper.cost() == SMALLEST
    assert len(asked) == 1
