"""Everything a person reads that is not their own can be translated: it passes through gettext."""

from __future__ import annotations

import gettext
import re
from collections.abc import Iterator

import pytest
from babel import Locale

from homing.care.lines import load_lines
from homing.record import Channel, Cue, CueSeen, Danger, FuzzyDate, Moment, Outcome, Person
from homing.words import language
from tests.unit.web import markup
from tests.unit.web.markup import Element, Page
from tests.unit.web.support import DOOR, LOUDER, PASSPHRASE, ROBIN, SKY, Browser, House, moment
from tests.unit.web.test_routes import DOORS, filled

OPEN, CLOSE = "⟦", "⟧"
SPOKEN = ("title", "placeholder", "aria-label", "data-kept", "data-not-yet", "data-words")
"""Attributes that a person reads or hears."""

PLAIN = re.compile(r"[A-Za-zÀ-ɏ]")
BRAND = frozenset({"Homing"})
UNITS = frozenset({"g"})


class Marked(gettext.NullTranslations):
    """A translation that puts every message between marks."""

    def gettext(self, message: str) -> str:
        """One message."""
        return f"{OPEN}{message}{CLOSE}"

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        """The right form of a message."""
        return self.gettext(msgid1 if n == 1 else msgid2)


@pytest.fixture
def marked(monkeypatch: pytest.MonkeyPatch) -> None:
    """Speak marked English."""
    monkeypatch.setattr(language, "_ENGLISH", (Locale("en", "GB"), Marked()))


def calendar() -> frozenset[str]:
    """The words of English dates, which come from Babel's own tables."""
    tables = [table for spoken in (Locale("en"), Locale("en", "GB")) for table in (spoken.days, spoken.months)]
    words = {word for table in tables for kind in table.values() for width in kind.values() for word in width.values()}
    return frozenset(part for word in words for part in re.findall(r"[A-Za-z]+", word)) | {"AM", "PM"}


def unmarked(page: Page, own: frozenset[str]) -> list[str]:
    """Words that a person reads, are not their own, and were never offered for translation."""
    found: list[str] = []
    depth = 0
    for element, text in pieces(page.root):
        for part in re.split(f"([{OPEN}{CLOSE}])", text):
            depth += (part == OPEN) - (part == CLOSE)
            if depth == 0 and part not in (OPEN, CLOSE) and not exempt(element):
                found += [word for word in re.findall(r"\w+", part) if PLAIN.search(word) and word not in own]
    for element in page.elements:
        for name in SPOKEN:
            value = element.get(name)
            if PLAIN.search(value) and not value.startswith(OPEN):
                found.append(f"{name}: {value}")
    return found


def pieces(element: Element) -> Iterator[tuple[Element, str]]:
    """Every visible piece of text with the element it stands in."""
    for child in element.children:
        if isinstance(child, str):
            yield element, child
        elif child.tag not in markup.UNSEEN | {"textarea"}:
            yield from pieces(child)


def exempt(element: Element) -> bool:
    """The help lines are told as their own pages tell them, with their own names; a command is typed as it is."""
    told_as_is = element.tag == "code" or element.get("class") == "line"
    return told_as_is or (element.parent is not None and exempt(element.parent))


def record(house: House) -> None:
    """Something true for every part of every page; one's own words are numbers alone."""
    people = [Person(id=ROBIN.id, label="11"), Person(id=SKY.id, label="1212", merged_into=ROBIN.id)]
    people.append(Person(id=people[1].id, label="121212", merged_into=ROBIN.id, known_since=FuzzyDate("2019")))
    cues = [Cue(id=LOUDER.id, label="13", channel=Channel.VOICE), Cue(id=DOOR.id, label="14", channel=Channel.SETTING)]
    house.put(*people[:2], *cues)
    house.put(people[2])
    seen = (CueSeen(cue=LOUDER.id), CueSeen(cue=DOOR.id))
    for number in range(1, 50):
        told = list(Outcome)[number % 7]
        harm = {"outcome": Outcome.OKAY} if told is Outcome.FRIGHTENED else {"outcome": told}
        house.put(
            moment(
                number, -50.0 * number, alarm=number % 11, cues=seen, setting=DOOR.id, protected=not number % 9, **harm
            )
        )
    house.put(moment(1, alarm=None, note="15"))
    house.put(moment(2, -9000, danger=tuple(Danger), people=(SKY.id,)))


@pytest.mark.usefixtures("marked")
def test_every_word_can_be_translated(house: House) -> None:
    """On every page, before and after unlocking, with and without a record, no word of ours escapes translation."""
    own = frozenset({"s"}) | BRAND | UNITS | calendar()
    missed = set()
    for browser in walked(house):
        for door in DOORS:
            if door.method == "GET" and door.path != "/favicon.ico":
                answer = browser.get(filled(door.path), follow_redirects=True)
                missed |= {(door.path, word) for word in unmarked(markup.read(answer.text), own)}
    names = {word for line in load_lines() for word in re.findall(r"\w+", f"{line.name} {line.for_whom} {line.number}")}
    places = {word for name in Locale("en", "GB").territories.values() for word in re.findall(r"\w+", name)}
    assert {word for path, word in missed if not (path.startswith("/help") and word in names | places)} == set()


def walked(house: House) -> Iterator[Browser]:
    """Browsers at the stations of a way through the app."""
    yield house.browser()
    owner = house.create()
    yield owner
    record(house)
    yield owner
    house.clock.move(days=3)
    owner = house.browser(house.keeper.unlock(PASSPHRASE))
    owner.submit("/names", [("show", "1")])
    yield owner
    house.put(moment(3, outcome=Outcome.FRIGHTENED))
    owner.submit(f"/cues/{DOOR.id}/remove")
    yield owner
    house.keeper.lock()
    yield house.browser()


@pytest.mark.usefixtures("marked")
@pytest.mark.parametrize(
    ("path", "pairs"),
    [("/unlock", [("passphrase", "wrong one")]), ("/start", [("shared", "maybe")]), ("/checkin", [("state", "x")]),
     (f"/people/{ROBIN.id}/change", [("label", "")]), ("/moments", [("q", "15")]), ("/moments", [("q", "zzz")])],
)  # fmt: skip
def test_answers_to_forms_can_be_translated(house: House, path: str, pairs: markup.Pairs) -> None:
    """The pages that answer a form, the failing ones too, are offered for translation word by word."""
    owner = house.create()
    record(house)
    if path == "/start":
        house.keeper.lock()
        (house.home / "vault.db").unlink()
        owner = house.browser()
    if path == "/unlock":
        house.keeper.lock()
    answer = owner.submit(path, pairs)
    assert answer.status_code in (200, 403, 422)
    assert unmarked(markup.read(answer.text), BRAND | calendar() | {"zzz"}) == []


@pytest.mark.usefixtures("marked")
def test_what_an_import_says_can_be_translated(house: House) -> None:
    """The reasons why a file was not taken in pass through translation, too."""
    owner = house.create()
    for body in (b"x\n" * 60, b'{"type":"diary","version":1}\n'):
        answer = owner.post("/keep/import", files={"file": ("a.jsonl", body)})
        assert unmarked(markup.read(answer.text), BRAND) == []


@pytest.mark.parametrize(("tag", "lang"), [("de-AT,de", "en"), ("en-US", "en"), ("xx", "en"), ("", "en"), ("ar", "en")])
def test_a_language_we_do_not_speak_is_answered_in_english(house: House, tag: str, lang: str) -> None:
    """Without a translation the page is English, and says so to a screen reader."""
    page = house.browser(accept_language=tag).look("/")
    (root,) = page.root.all("html")
    assert (root.get("lang"), root.get("dir")) == (lang, "ltr")


def test_moments_may_stand_in_any_year(house: House) -> None:
    """Days from the year 1 to 9999 are told in words."""
    owner = house.create()
    for number, year in enumerate(["0001-01-02", "0900-03-04", "1900-01-01", "2100-12-31", "9999-12-30"]):
        when = moment().when.__class__(local=moment().when.local.fromisoformat(f"{year}T10:00"), zone="UTC")
        house.put(Moment(id=moment(number).id, when=when))
        owner.look(f"/moments/{moment(number).id}")
        for step in ("notice", "name", "did", "ended"):
            owner.look(f"/moments/{moment(number).id}/{step}")
    owner.look("/moments")
