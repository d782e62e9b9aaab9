"""A passkey in a real browser, with an authenticator that the browser itself provides for tests."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page, expect

from homing.vault import Vault
from tests.browser import walk
from tests.browser.browser import looking
from tests.browser.house import PASSPHRASE, House

pytestmark = [pytest.mark.browser, pytest.mark.care("C23")]


def authenticator(page: Page, *, prf: bool) -> None:
    """Give this page's browser a passkey of its own that checks its person, with or without a secret in it."""
    told = page.context.new_cdp_session(page)
    told.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "ctap2Version": "ctap2_1",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
        "hasPrf": prf,
    }
    told.send("WebAuthn.addVirtualAuthenticator", {"options": options})


def by_name(house: House) -> str:
    """The app's address under the name localhost."""
    return house.address.replace("127.0.0.1", "localhost")


def go_and_make(page: Page) -> None:
    """From the question to the browser's own asking."""
    page.goto("/keep/keys")
    page.get_by_role("link", name="A passkey").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Could anyone else open this?")
    page.get_by_label("Your passphrase now").fill(PASSPHRASE)
    page.get_by_role("button", name="Only I could, go on").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Make a passkey")
    expect(page.get_by_text("This browser cannot do it")).to_be_hidden()
    page.get_by_role("button", name="Make it").click()


def test_a_passkey_is_made_and_opens_the_door(own: House, browser: Browser) -> None:
    """Made once, it opens the locked diary with one press, also after the server was started anew."""
    with looking(browser, by_name(own), names=("localhost",)) as page:
        authenticator(page, prf=True)
        walk.unlock(page)
        go_and_make(page)
        expect(page.get_by_text("The passkey opens this diary from now on.")).to_be_visible()
        page.goto("about:blank")  # so that nothing is still being fetched while the server is away
        own.restart()
        for _ in range(2):
            page.goto("/")
            page.get_by_role("button", name="Open with a passkey").click()
            page.wait_for_url("**/today")
            page.goto("/keep")
            page.get_by_role("button", name="Lock now").click()
    assert [slot["type"] for slot in Vault.header(own.home).slots] == ["passphrase", "passkey"]


def test_a_passkey_without_a_secret_is_refused(own: House, browser: Browser) -> None:
    """An authenticator that cannot do PRF is told so in plain words, and nothing is added."""
    with looking(browser, by_name(own), names=("localhost",)) as page:
        authenticator(page, prf=False)
        walk.unlock(page)
        go_and_make(page)
        expect(page.get_by_text("That did not work, and nothing was changed.")).to_be_visible()
    assert [slot["type"] for slot in Vault.header(own.home).slots] == ["passphrase"]


def test_without_a_script_the_other_ways_stay(own: House, browser: Browser) -> None:
    """Without JavaScript the page says that a passkey needs it; a recovery code is made and used without."""
    with looking(browser, by_name(own), names=("localhost",), script=False) as page:
        walk.unlock(page)
        page.goto("/keep/keys/passkey")
        page.get_by_label("Your passphrase now").fill(PASSPHRASE)
        page.get_by_role("button", name="Only I could, go on").click()
        expect(page.get_by_text("This browser cannot do it")).to_be_visible()
        expect(page.get_by_role("button", name="Make it")).to_be_hidden()
        page.goto("/keep/keys/recovery")
        page.get_by_label("Your passphrase now").fill(PASSPHRASE)
        page.get_by_role("button", name="Only I could, go on").click()
        groups = page.locator(".paper-group").all_inner_texts()
        asked = page.get_by_label("From your paper, group")
        number = int(page.locator("label[for=group]").inner_text()[-1])
        asked.fill(groups[number - 1].lower())
        page.get_by_role("button", name="It is on paper").click()
        expect(page.get_by_text("The code on your paper opens this diary")).to_be_visible()
        page.goto("/keep")
        page.get_by_role("button", name="Lock now").click()
        page.goto("/")
        page.locator("summary", has_text="I have a recovery code").click()
        page.get_by_label("Recovery code").fill(" ".join(groups))
        page.get_by_role("button", name="Open with the code").click()
        page.wait_for_url("**/keep/keys/passphrase")
        page.get_by_label("New passphrase").fill("a plum tree in the rain")
        page.get_by_label("The same again").fill("a plum tree in the rain")
        page.get_by_role("button", name="Change it").click()
        expect(page.get_by_text("The passphrase is changed.")).to_be_visible()
    own.close()
    Vault.open(own.home, "a plum tree in the rain").close()


def test_on_paper_there_is_the_code_alone(own: House, browser: Browser) -> None:
    """What is printed holds the seven groups and no word of what they are for."""
    with looking(browser, own.address) as page:
        walk.unlock(page)
        page.goto("/keep/keys/recovery")
        page.get_by_label("Your passphrase now").fill(PASSPHRASE)
        page.get_by_role("button", name="Only I could, go on").click()
        page.locator(".paper-group").first.wait_for()
        page.wait_for_load_state()
        groups = page.locator(".paper-group").all_inner_texts()
        page.emulate_media(media="print")
        assert page.locator("body").inner_text().split()[1::2] == groups
