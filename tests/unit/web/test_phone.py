"""What differs when a phone in the home network may come: a stricter door, one host, a page about the certificate."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from homing.companion import plain
from homing.companion.keys import Offered
from homing.vault import Vault
from homing.web import create_app
from homing.web.phone import KNOCKS, Phone
from tests.unit.web import markup
from tests.unit.web.support import ADDRESS, OWN, PASSPHRASE, Browser, House, sound
from tests.unit.web.test_routes import DOORS, Who, fill, filled

HOST = "192.168.7.20"
DER = b"0\x82 as if it were a certificate"


class AtHome(House):
    """The app as ``homing phone`` serves it."""

    def __post_init__(self) -> None:
        super().__post_init__()
        self.app = create_app(self.keeper, Phone(HOST, f"At home {HOST}", DER))

    def browser(self, session: Any = None, **headers: str) -> Browser:
        """A phone's browser."""
        told = OWN | {name.replace("_", "-"): value for name, value in headers.items()}
        made = Browser(self.app, base_url=f"https://{HOST}:8460", headers=told, follow_redirects=False)
        assert self._first is not None
        made.portal = self._first.portal
        if session is not None:
            made.cookies.set("s", session.token, domain=HOST)
        return made


@pytest.fixture
def house(tmp_path: Path) -> Iterator[AtHome]:
    """A house with a vault of some content in it, open for its owner."""
    with AtHome(tmp_path / "homing").open() as opened:
        assert isinstance(opened, AtHome)
        opened.create()
        fill(opened)
        yield opened


@pytest.mark.care("C23")
def test_a_stranger_in_the_network_changes_nothing(house: AtHome) -> None:
    """Without having unlocked, no form does anything: no lock, no sample, no pause, no new diary, no word kept."""
    token = house.keeper.unlock(PASSPHRASE).token
    before = house.vault.read(lambda rows: (list(rows.everything()), rows.removed()))
    said, files = house.keeper.plain, sorted(house.home.rglob("*"))
    for door in DOORS:
        if door.method == "POST":
            answer = house.browser().submit(filled(door.path), [("minutes", "20"), ("shared", "no"), ("name", "x")])
            if door.path in KNOCKS:
                assert answer.status_code in (403, 422, 303)
            else:
                assert (answer.status_code, answer.headers["location"]) in ((303, "/"), (303, "/measures"))
            assert "set-cookie" not in answer.headers
    assert house.keeper.enter(token) is not None
    assert not house.keeper.is_sample
    assert house.vault.read(lambda rows: (list(rows.everything()), rows.removed())) == before
    assert (house.keeper.plain, plain.read(house.home), sorted(house.home.rglob("*"))) == (said, said, files)


@pytest.mark.care("C23")
def test_the_computer_s_keyring_opens_nothing_for_the_network(house: AtHome, monkeypatch: pytest.MonkeyPatch) -> None:
    """The keyring belongs to who sits at the computer: the door offers it to no phone, and takes it from none."""
    asked: list[Path] = []
    monkeypatch.setattr("homing.companion.keys.of_this_computer", asked.append)
    monkeypatch.setattr("homing.companion.keys.offered", lambda _home: Offered(keyring=True))
    assert "/unlock/keyring" not in house.browser().get("/").text
    here = create_app(house.keeper)
    assert "/unlock/keyring" in Browser(here, base_url=ADDRESS).get("/").text
    answer = house.browser().submit("/unlock/keyring")
    assert (answer.status_code, answer.headers["location"], asked) == (303, "/", [])


def test_who_has_unlocked_uses_everything(house: AtHome) -> None:
    """After the passphrase the phone gets every room, and each form of its own works."""
    phone = house.browser()
    assert phone.submit("/unlock", [("passphrase", PASSPHRASE)]).headers["location"] == "/today"
    for door in DOORS:
        if door.method == "GET" and door.who is Who.OWNER:
            assert phone.get(filled(door.path)).status_code == door.status
    assert phone.submit("/checkin", [("state", "settled")]).status_code == 303
    assert phone.submit("/lock").headers["location"] == "/"
    assert phone.get("/today").headers["location"] == "/"


@pytest.mark.claim("P7")
@pytest.mark.parametrize("path", ["/unlock", "/lock"])
def test_a_cookie_given_over_tls_goes_back_over_tls_alone(house: AtHome, path: str) -> None:
    """Given or taken back, it is Secure, HttpOnly and SameSite=Strict."""
    phone = house.browser(house.keeper.unlock(PASSPHRASE))
    head = phone.submit(path, [("passphrase", PASSPHRASE)]).headers["set-cookie"].lower()
    for flag in ("secure", "httponly", "samesite=strict", "path=/"):
        assert flag in [part.strip() for part in head.split(";")]
    assert "domain" not in head


@pytest.mark.claim("P7")
@pytest.mark.parametrize("host", ["127.0.0.1:8460", "localhost", "[::1]", "192.168.7.21", "home.local", ""])
def test_only_the_one_address_is_served(house: AtHome, host: str) -> None:
    """Not even the names of the machine itself are taken in the place of the address."""
    assert house.browser().get("/", headers={"host": host}).status_code == 421
    assert house.browser().get("/", headers={"host": f"{HOST}:9"}).status_code == 200


def test_without_hsts(house: AtHome) -> None:
    """No Strict-Transport-Security: browsers heed none for a bare address, and it must not reach other programs."""
    assert "strict-transport-security" not in house.browser().get("/").headers


@pytest.mark.claim("P7")
def test_the_page_about_the_certificate_is_the_same_for_everyone(house: AtHome) -> None:
    """It holds no content and no fingerprint: whoever is in between could show another one there."""
    stranger, owner = house.browser(), house.browser(house.keeper.unlock(PASSPHRASE))
    page = sound(stranger.get("/phone"))
    assert page.title == "Homing"
    assert f"At home {HOST}" in page.text
    assert ":".join(["AB"] * 3) not in page.text
    mine = markup.read(owner.get("/phone").text)
    assert page.text.split("A certificate")[1] in mine.text


def test_the_certificate_comes_as_phones_take_it(house: AtHome) -> None:
    """The very bytes, as a download with a neutral name, kept by no cache."""
    answer = house.browser().get("/phone/at-home.crt")
    assert answer.content == DER
    assert answer.headers["content-type"] == "application/x-x509-ca-cert"
    assert answer.headers["content-disposition"] == 'attachment; filename="at-home.crt"'
    assert answer.headers["cache-control"] == "no-store"


def test_the_machine_itself_has_no_such_pages(tmp_path: Path) -> None:
    """``homing serve`` knows nothing of phones."""
    with House(tmp_path / "homing").open() as here:
        assert here.browser().get("/phone").status_code == 404
        assert here.browser().get("/phone/at-home.crt").status_code == 404


def test_without_a_vault_nobody_makes_one(tmp_path: Path) -> None:
    """A stranger in the network cannot begin a diary in the owner's place."""
    with AtHome(tmp_path / "homing").open() as empty:
        pairs = [("passphrase", PASSPHRASE), ("again", PASSPHRASE)]
        answer = empty.browser().submit("/start/passphrase", pairs)
        assert (answer.status_code, answer.headers["location"]) == (303, "/")
        assert not Vault.exists(empty.home)
