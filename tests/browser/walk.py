"""Every page there is, by its address, for the sample diary and for one's own."""

from __future__ import annotations

from uuid import UUID, uuid5

from playwright.sync_api import Page

from homing.companion.sample import CUE_IDS, PERSON_IDS, anchor_id, moment_id, practice_id
from homing.companion.sample.cast import SAMPLE as SAMPLE_SPACE
from homing.companion.sample.told import window_id
from tests.browser.house import PASSPHRASE

BEFORE = (
    "/",
    "/start",
    "/start/passphrase",
    "/help",
    "/help/my-own",
    "/help/protected",
    "/help/limits",
    "/help/science",
    "/settle",
    "/pause",
    "/away",
    "/safe-now",
    "/night",
    "/listening",
    "/listening/5/1",
    "/measures",
)
"""Pages for anyone."""

MOMENT = moment_id("rising 1")
LOOK = uuid5(SAMPLE_SPACE, "look louder")

WINDOW = window_id("work")
NEED = uuid5(SAMPLE_SPACE, "need slower")
ANCHOR = anchor_id("bench")
TRIED = uuid5(SAMPLE_SPACE, "settling 1")
CHECK_IN = uuid5(SAMPLE_SPACE, "checkin 1")


STEP = practice_id("step", "page")
PROMISE = practice_id("promise", "1")
RITUAL, SPACE = practice_id("ritual", "door"), practice_id("space", "readers")
REWARD = practice_id("reward", "table")
PAUSE = uuid5(SAMPLE_SPACE, "pause longer")
TERMS = uuid5(SAMPLE_SPACE, "terms wren")
ROUND = uuid5(SAMPLE_SPACE, "round 4")


def of_moment(moment: UUID) -> tuple[str, ...]:
    """A moment, its four steps, how someone was in it, and what is expected of it."""
    steps = ("/notice", "/name", "/did", "/ended", "/more", "/expect")
    return tuple(f"/moments/{moment}{more}" for more in ("", *steps))


NOW_STEPS = ("pause", "notice", "name", "name?asked=1", "choose", "next", "done")

SAMPLE = (
    "/today",
    "/now",
    *(f"/now/{MOMENT}/{step}" for step in NOW_STEPS),
    "/body",
    "/body/settles",
    "/safety",
    f"/checkins/{CHECK_IN}",
    "/settle",
    "/anchors",
    f"/anchors/{ANCHOR}",
    f"/anchors/tried/{TRIED}",
    f"/entries/{TRIED}",
    "/no-one",
    "/moments",
    "/moments/page/2",
    "/moments/new",
    *of_moment(MOMENT),
    "/people",
    *(f"/people/{one}" for one in PERSON_IDS.values()),
    f"/people/{PERSON_IDS['wren']}/trust",
    "/promises",
    f"/promises/{PROMISE}",
    f"/people/{PERSON_IDS['hawthorn']}/forget",
    "/people/forgotten",
    f"/entries/{MOMENT}",
    "/cues",
    f"/cues/{CUE_IDS['louder']}",
    f"/cues/{CUE_IDS['kitchen']}",
    f"/cues/{CUE_IDS['louder']}/forecast",
    f"/cues/{CUE_IDS['louder']}/look",
    f"/moments/{MOMENT}/look",
    f"/looks/{LOOK}",
    f"/looks/{LOOK}/record",
    "/older",
    "/bubble",
    "/windows/new",
    f"/windows/{WINDOW}",
    "/needs",
    f"/needs/{NEED}",
    f"/needs/{NEED}/show",
    "/rituals",
    f"/rituals/{RITUAL}",
    "/reassurance",
    f"/reassurance/{PERSON_IDS['bram']}",
    f"/reassurance/{PERSON_IDS['hawthorn']}",
    "/spaces",
    f"/spaces/{SPACE}",
    "/rewards",
    f"/rewards/{REWARD}",
    f"/rewards/from/{MOMENT}",
    "/therapist",
    "/cycle",
    "/cycle/new",
    f"/cycle/with/{PERSON_IDS['wren']}",
    f"/cycle/with/{PERSON_IDS['wren']}/together",
    f"/cycle/{ROUND}",
    f"/cycle/{ROUND}/together",
    "/early",
    "/practice",
    "/ladder",
    "/ladder/new",
    "/ladder/new/smile",
    f"/ladder/{STEP}",
    "/understanding",
    "/understanding/the-cycle",
    "/listening",
    "/listening/5/1",
    "/listening/5/2",
    "/listening/5/5",
    "/night",
    "/door",
    "/door/words",
    "/good",
    f"/good/{MOMENT}",
    "/pause",
    "/pauses",
    f"/pauses/{PAUSE}",
    "/pauses/terms",
    f"/pauses/terms/{TERMS}",
    "/keep",
    "/keep/quiet",
    "/keep/bin",
    "/keep/backups",
    "/keep/devices",
    f"/keep/devices/{MOMENT}",
    "/keep/keys",
    "/keep/keys/passphrase",
    "/keep/keys/recovery",
    "/keep/keys/keyring",
    "/keep/keys/passkey",
    "/start/state",
    "/start/moment",
    "/start/enough",
)
"""Pages of the open diary, filled with the sample."""


def visit(page: Page, address: str) -> None:
    """Open a page that must be there."""
    answer = page.goto(address)
    assert answer is not None
    assert answer.status == 200, f"{address} answered {answer.status}"


def look_around(page: Page) -> None:
    """Open the sample diary."""
    page.goto("/")
    page.get_by_role("button", name="Look around").click()
    page.wait_for_url("**/today")


def make_vault(page: Page) -> None:
    """Make a vault, leaving out everything that may be left out."""
    page.goto("/start/passphrase")
    page.get_by_label("Passphrase").fill(PASSPHRASE)
    page.get_by_label("The same again").fill(PASSPHRASE)
    page.get_by_role("button", name="Make my diary").click()
    page.wait_for_url("**/start/state")


def unlock(page: Page) -> None:
    """Show the passphrase."""
    page.goto("/")
    page.get_by_label("Passphrase").fill(PASSPHRASE)
    page.get_by_role("button", name="Open", exact=True).click()
    page.wait_for_url("**/today")


def unfold(page: Page) -> None:
    """Open every fold of a page."""
    page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true })")


def dangerous_moment(page: Page, person: str = "H") -> str:
    """Keep a moment in which this person threatened; the address of their page. Ends on the moment's own page."""
    page.goto("/people")
    page.get_by_text("Add someone").click()
    page.get_by_label("Nickname or initial").fill(person)
    page.get_by_role("button", name="Add", exact=True).click()
    page.wait_for_url("**/people/*-*")
    address = page.url
    page.goto("/moments/new")
    page.get_by_role("checkbox", name=person, exact=True).check(force=True)
    page.get_by_role("button", name="Keep for now").click()
    page.wait_for_url("**/moments/*-*")
    moment = page.url
    page.goto(f"{moment}/ended")
    page.get_by_text("Was there danger?").click()
    page.get_by_role("checkbox", name="threatened").check(force=True)
    page.get_by_role("button", name="Keep", exact=True).click()
    page.wait_for_url("**/safe-now")
    page.goto(moment)
    return address
