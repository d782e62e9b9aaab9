"""The small library: offered where a thing is met, never before help."""

from __future__ import annotations

import re

import pytest

from homing.companion import rest
from homing.record import Outcome
from homing.web.render import HERE
from homing.words.understanding import PIECES, SHELVES
from tests.unit.web.support import DOOR, LOUDER, ROBIN, SKY, Browser, House, moment
from tests.unit.web.test_practice import links
from tests.unit.web.test_routes import DOORS, fill, filled

pytestmark = pytest.mark.system("S27")

BEFORE_HELP = (
    "/help", "/settle", "/pause", "/away", "/safe-now", "/night", "/safety", "/now", "/door", "/no-one", "/measures",
    "/start", "/anchors",
)  # fmt: skip
"""Rooms in which someone may be in need, and no link to a piece stands."""

PIECE = re.compile(r"/understanding/[a-z-]+")


def offered(browser: Browser, path: str) -> set[str]:
    """The pieces that a page offers."""
    answer = browser.get(path, follow_redirects=True)
    return set(re.findall(r'href="(/understanding/[a-z-]+)"', answer.text))


def test_every_piece_has_a_page_and_stands_on_one_shelf(owner: Browser) -> None:
    """Its paragraphs, what is contested and every source can be read there; from it others can be reached."""
    assert sum(len(shelf) for _, shelf in SHELVES) == len(PIECES)
    listed = links(owner.look("/understanding"))
    for slug, piece in PIECES.items():
        assert f"/understanding/{slug}" in listed
        text = owner.look(f"/understanding/{slug}").text
        assert all(part in text for part in (piece.title, *piece.paragraphs, piece.contested))
        assert all(source.text in text for source in piece.sources)
    owner.look("/understanding/nothing-of-the-kind", 404)


def test_what_a_page_offers_is_there() -> None:
    """Every piece that a template names exists, and most pieces are offered somewhere."""
    named = {
        slug
        for path in (HERE / "templates").rglob("*.html")
        for slug in re.findall(r'why\("([a-z-]+)"', path.read_text())
    }
    assert named <= set(PIECES)
    assert len(named) > len(PIECES) / 2


@pytest.mark.care("C2")
def test_no_piece_is_offered_before_help(house: House) -> None:
    """Neither on a page of help, pause, settling, the night or safety, nor in the middle of a moment."""
    owner = house.create()
    fill(house)
    seen = set()
    for door in DOORS:
        if door.method == "GET":
            found = offered(owner, filled(door.path))
            seen |= found if not door.path.startswith("/understanding") else set()
            assert not found or not door.path.startswith(BEFORE_HELP), door.path
    assert len(seen) >= 8


@pytest.mark.care("C2")
@pytest.mark.care("C16")
def test_no_piece_is_offered_after_harm_or_while_resting(house: House) -> None:
    """For a day after harm none can be read either: being safe comes first. While resting they wait to be asked for."""
    owner = house.create()
    fill(house)
    rest.begin(house.desk, 1)
    assert not any(offered(owner, filled(door.path)) for door in DOORS if _asks(door.method, door.path))
    assert "/understanding/the-cycle" in links(owner.look("/understanding"))
    rest.end(house.desk)
    house.put(ROBIN, SKY, LOUDER, DOOR, moment(91, outcome=Outcome.FRIGHTENED))
    assert not any(offered(owner, filled(door.path)) for door in DOORS if _asks(door.method, door.path))
    page = owner.look("/understanding")
    assert "/safe-now" in links(page)
    assert not any(PIECE.fullmatch(link) for link in links(page))
    assert owner.get("/understanding/the-cycle").headers["location"] == "/understanding"


def _asks(method: str, path: str) -> bool:
    return method == "GET" and not path.startswith("/understanding")
