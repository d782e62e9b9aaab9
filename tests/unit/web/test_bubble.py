"""The bubble's pages: what is drawn and said, what moves and what never does."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from homing.record import (
    About,
    Choice,
    Danger,
    LivedTime,
    Moment,
    Move,
    Need,
    Opening,
    Outcome,
    Person,
    Respect,
    Size,
    Window,
    WindowSeen,
)
from homing.web.bubble_picture import MOST, ROW, Pane, Place, picture
from tests.unit.web import markup
from tests.unit.web.markup import Page
from tests.unit.web.support import MORNING, ROBIN, SKY, ZONE, Browser, House, moment

WORK = Window(id=UUID(int=0x70), label="work worries", people=(ROBIN.id,), opening=Opening.HALF)
HUG = Window(id=UUID(int=0x71), label="a hug hello", about=About.TOUCH, size=Size.HATCH, opening=Opening.WIDE)
SHUT = Window(id=UUID(int=0x72), label="what was once", circle="family", size=Size.DOOR)
EARLIER = MORNING - timedelta(days=3)


def lived(**later: float) -> LivedTime:
    """Some time after the morning on which the tests stand."""
    return LivedTime.at(MORNING + timedelta(**later), ZONE)


@pytest.fixture
def patient(tmp_path: Path) -> Iterator[tuple[House, Browser]]:
    """A diary that does not lock while a test lets hours pass, and its owner's browser."""
    with House(tmp_path / "patient", idle=timedelta(days=9)).open() as opened:
        owner = opened.create()
        opened.put(ROBIN, SKY)
        yield opened, owner


def put_early(house: House, *windows: Window) -> None:
    """Windows that were made three days ago."""
    house.vault.write(lambda rows: [rows.put(one, EARLIER) for one in windows])


def actions(page: Page) -> list[tuple[str, str]]:
    """Every tap that would move a window: where it leads and how far."""
    return [
        (form.get("action"), button.get("value"))
        for form in page.root.all("form")
        if form.get("action").endswith("/move")
        for button in form.all("button")
        if button.get("name") == "opening"
    ]


panes = st.lists(
    st.builds(
        Pane,
        id=st.uuids(),
        label=st.sampled_from(["what happened at home when I was small", "help"])
        | st.text(st.characters(codec="utf-8", categories=("L", "N", "P", "Zs")), min_size=1, max_size=60),
        size=st.sampled_from(Size),
        opening=st.sampled_from(Opening),
        word=st.sampled_from(["closed", "half open", "wide open"]),
    ),
    max_size=30,
    unique_by=lambda pane: pane.id,
)


def apart(one: Place, other: Place) -> bool:
    """Whether two labels stand clear of each other."""
    (left, right), (left_2, right_2) = one.span, other.span
    return right <= left_2 or right_2 <= left or one.bottom <= other.top or other.bottom <= one.top


@pytest.mark.system("S5")
@given(drawn=panes)
def test_labels_never_overlap(drawn: list[Pane]) -> None:
    """Whatever windows there are, no two labels meet, none leaves the house, and each window has room for a thumb."""
    made = picture(drawn)
    for at, one in enumerate(made.places):
        left, right = one.span
        assert -133 < left < right < 133
        assert -made.high / 2 < one.top < one.bottom < made.high / 2
        for other in made.places[at + 1 :]:
            assert apart(one, other)
            assert math.dist((one.x, one.y), (other.x, other.y)) >= ROW - 1
    assert len(made.places) == min(len(drawn), MOST)
    assert made.left_out == len(drawn) - len(made.places)


@given(drawn=panes)
def test_what_stands_open_is_drawn_first(drawn: list[Pane]) -> None:
    """Where not all can be drawn, no open window is left out for a closed one, and their order stays."""
    made = [place.pane for place in picture(drawn).places]
    open_out = [pane for pane in drawn if pane.opening is not Opening.CLOSED and pane not in made]
    assert not open_out or all(pane.opening is not Opening.CLOSED for pane in made)
    assert made == [pane for pane in drawn if pane in made]


def test_an_empty_bubble_says_what_it_is(owner: Browser) -> None:
    """Without a window the page tells what one is, and leads to the first."""
    page = owner.look("/bubble")
    assert "Every handle is on your side" in page.text
    assert "/windows/new" in [link.get("href") for link in page.root.all("a")]


@pytest.mark.system("S5")
def test_picture_and_list_have_the_same_windows(house: House, writer: Browser) -> None:
    """Each window stands in the picture, with its state in words, and in the list with four taps."""
    house.put(WORK, HUG, SHUT)
    page = writer.look("/bubble")
    for window in (WORK, HUG, SHUT):
        (drawn,) = [link for link in page.root.all("a") if link.get("data-window") == str(window.id)]
        assert drawn.get("data-step") == str(window.opening.step)
        assert drawn.get("href") == f"/windows/{window.id}"
        taps = [how for where, how in actions(page) if where == f"/windows/{window.id}/move"]
        assert taps == [opening.value for opening in Opening]
    assert "half open until you close it" in page.text
    assert "never consent" in page.text
    assert ROBIN.label not in writer.get("/bubble").text


@pytest.mark.system("S5")
def test_one_tap_moves_and_leads_back(house: House, writer: Browser) -> None:
    """A tap in the list opens, narrows and closes, and leads back to where it was tapped, or to the window itself."""
    house.put(WORK)
    for opening in (Opening.WIDE, Opening.AJAR, Opening.CLOSED):
        told = [("opening", opening.value), ("back", "/bubble"), ("seen", house.find(WORK).opening.value)]
        assert writer.submit(f"/windows/{WORK.id}/move", told).headers["location"] == "/bubble"
        assert house.find(WORK).opening is opening
    elsewhere = [("opening", "ajar"), ("back", "//elsewhere.example/bubble")]
    assert writer.submit(f"/windows/{WORK.id}/move", elsewhere).headers["location"] == f"/windows/{WORK.id}"
    assert writer.submit(f"/windows/{WORK.id}/move", [("opening", "ajar-ish")]).status_code == 422
    assert house.find(WORK).opening is Opening.AJAR


@pytest.mark.system("S5")
@pytest.mark.care("C23")
def test_a_group_is_hidden_like_a_name(house: House, writer: Browser) -> None:
    """What a circle is called stands in no list, picture or page of a window until names are shown."""
    house.put(SHUT)
    for address in ("/bubble", f"/windows/{SHUT.id}"):
        page = writer.look(address)
        assert "for f…" in page.text
        assert not any("family" in one.get("aria-label") + one.get("data-name") for one in page.root.all("a"))
        assert "for family" not in page.text
    writer.submit("/names", [("show", "1"), ("back", "/bubble")])
    assert "for family" in writer.look("/bubble").text


@pytest.mark.system("S5")
def test_a_tap_that_would_narrow_never_opens(patient: tuple[House, Browser]) -> None:
    """A page that is out of date cannot open what closed meanwhile: "half" tapped on "wide" leaves it closed."""
    house, writer = patient
    house.put(replace(WORK, opening=Opening.WIDE, until=lived(minutes=5)))
    seen = [("opening", "half"), ("seen", "wide")]
    house.clock.move(minutes=10)
    writer.submit(f"/windows/{WORK.id}/move", seen)
    assert house.find(WORK).opening is Opening.CLOSED
    assert "It is closed." in writer.look(f"/windows/{WORK.id}").text


@pytest.mark.system("S5")
@pytest.mark.parametrize(
    ("choice", "typed", "ends"),
    [
        ("hour", "", "2026-11-21T10:30"),
        ("evening", "", "2026-11-21T21:30"),
        ("morning", "", "2026-11-22T08:00"),
        ("time", "2026-12-01T07:15", "2026-12-01T07:15"),
        ("", "2026-12-01T07:15", "2026-12-01T07:15"),
        ("none", "", None),
    ],
)
def test_until_when(house: House, writer: Browser, choice: str, typed: str, ends: str | None) -> None:
    """Each span, and a time of one's own, sets the end that it says, by the clock of this place."""
    house.put(SHUT)
    writer.submit(
        f"/windows/{SHUT.id}/move", [("opening", "ajar"), ("until", choice), ("until_time", typed), ("zone", ZONE)]
    )
    until = house.find(SHUT).until
    assert (until.local.isoformat("T", "minutes") if until else None) == ends


def test_in_the_small_hours_the_morning_is_the_same_day(patient: tuple[House, Browser]) -> None:
    """At two at night "until the morning" is this morning, and late in the evening "this evening" is not offered."""
    house, writer = patient
    house.put(replace(WORK, until=None))
    house.clock.move(hours=13)
    assert "this evening" not in writer.look("/bubble").text
    house.clock.move(hours=3.5)
    writer.submit(f"/windows/{WORK.id}/move", [("opening", "half"), ("until", "morning")])
    until = house.find(WORK).until
    assert until is not None
    assert until.local.isoformat() == "2026-11-22T08:00:00"


@pytest.mark.parametrize(
    ("told", "says"),
    [
        ([("until", "time"), ("until_time", "2020-01-01T00:00")], "passed already"),
        ([("until", "time")], "Say a day and a time"),
    ],
)
@pytest.mark.parametrize("back", ["/bubble", ""])
def test_a_time_that_is_over_changes_nothing(
    house: House, writer: Browser, told: markup.Pairs, says: str, back: str
) -> None:
    """A time in the past, or none at all, is told kindly, where it was tapped, and the window stays as it was."""
    house.put(SHUT)
    answer = writer.submit(f"/windows/{SHUT.id}/move", [("opening", "wide"), ("back", back), *told])
    assert answer.status_code == 422
    assert says in answer.text
    assert house.find(SHUT) == SHUT
    new = writer.submit("/windows/new", [("label", "x"), ("opening", "wide"), *told])
    assert new.status_code == 422
    assert says in new.text
    assert writer.submit(f"/windows/{SHUT.id}/move", [("opening", "wide"), ("until", "soon")]).status_code == 422


@pytest.mark.system("S5")
def test_what_expired_is_never_shown_open(patient: tuple[House, Browser]) -> None:
    """Once its time is over a window is closed in picture, list, page and person's page, and its story says so."""
    house, writer = patient
    house.put(replace(WORK, until=lived(hours=2)))
    assert "half open until 11:30" in writer.look("/bubble").text
    house.clock.move(hours=2)
    for path in ("/bubble", f"/people/{ROBIN.id}"):
        page = writer.look(path)
        pressed = [button.text for button in page.root.all("button") if button.get("aria-pressed") == "true"]
        assert "half open" not in page.text
        assert pressed == ["closed"]
    assert "It closed by itself at 11:30" in writer.look(f"/windows/{WORK.id}").text


@pytest.mark.system("S5")
def test_a_new_window_is_kept_as_told(house: House, writer: Browser) -> None:
    """Everything the form asks is kept; without a tick it is a closed window for everyone."""
    told = {"label": " late talks ", "circle": "", "closes_when": "I whisper", "why": "tired", "people_new": "Moss"}
    chosen = [("people", str(SKY.id)), ("about", "contact"), ("size", "door"), ("opening", "half"), ("until", "hour")]
    answer = writer.submit("/windows/new", [*told.items(), *chosen])
    (window,) = house.all(Window)
    assert answer.headers["location"] == f"/windows/{window.id}"
    moss = next(one for one in house.all(Person) if one.label == "Moss")
    assert (window.label, window.about, window.size) == ("late talks", About.CONTACT, Size.DOOR)
    assert (set(window.people), window.opening) == ({SKY.id, moss.id}, Opening.HALF)
    assert window.until == lived(hours=1)
    assert (window.closes_when, window.why) == ("I whisper", "tired")
    writer.press("/windows/new", "/windows/new", label="visits")
    plain = next(one for one in house.all(Window) if one.label == "visits")
    assert (plain.opening, plain.people, plain.until, plain.size) == (Opening.CLOSED, (), None, Size.WINDOW)
    assert writer.submit("/windows/new", [("label", " "), ("why", "kept")]).text.count("kept</textarea>") == 1


@pytest.mark.care("C25")
def test_a_change_sent_unchanged_changes_nothing(house: House, writer: Browser) -> None:
    """The form of a window sent as it stands leaves it to the letter; a touched field changes alone."""
    odd = replace(HUG, circle=" choir ", why="a\r\nb", people=(SKY.id, ROBIN.id))
    house.put(odd)
    path, action = f"/windows/{HUG.id}", f"/windows/{HUG.id}/change"
    writer.press(path, action)
    assert house.find(odd) == odd
    writer.press(path, action, label="a hug")
    assert house.find(odd) == replace(odd, label="a hug")
    answer = writer.press(path, action, label=" ")
    assert answer.status_code == 422
    assert house.find(odd) == replace(odd, label="a hug")


def test_removed_and_forgotten(house: House, writer: Browser) -> None:
    """A removed window lies in the bin closed; a forgotten one is gone for good."""
    house.put(WORK, HUG)
    assert writer.press(f"/windows/{WORK.id}", f"/windows/{WORK.id}/remove").headers["location"] == "/bubble"
    assert [one.label for one in house.all(Window)] == [HUG.label]
    writer.press("/keep/bin", f"/keep/bin/{WORK.id}/restore")
    assert house.find(WORK).opening is Opening.CLOSED
    writer.press(f"/windows/{HUG.id}", f"/windows/{HUG.id}/forget")
    assert house.forgotten(HUG.id)
    assert writer.get(f"/windows/{HUG.id}").status_code == 404


@pytest.mark.system("S5")
def test_a_window_tells_how_it_was_treated(house: House, writer: Browser) -> None:
    """Its page counts respected and crossed, tells what one did, leads to those moments, and to the needs for it."""
    seen = [WindowSeen(window=WORK.id, opening=Opening.HALF, respect=one) for one in (Respect.CROSSED, None)]
    need = Need(id=UUID(int=0x7F), label="five quiet minutes", window=WORK.id)
    did: tuple[dict[str, Any], ...] = ({"moves": (Move.FROZE, Move.LEFT)}, {"moves": ()})
    one, other = (moment(n, windows=(seen[n],), choice=Choice.OUT, **did[n]) for n in (0, 1))
    house.put(WORK, need, one, other)
    text = writer.look(f"/windows/{WORK.id}").text
    assert "Crossed in the one moment in which you noted it." in text
    assert "half open · crossed · what you did: froze, left" in text
    assert "half open · what you did: out" in text
    assert "five quiet minutes" in text


@pytest.mark.system("S6")
def test_a_window_is_marked_in_a_moment(house: House, writer: Browser) -> None:
    """The ending asks for windows that stood open for these people; what is said is kept as it stood then."""
    put_early(house, WORK, replace(HUG, people=(SKY.id,)), SHUT)
    house.put(moment())
    path = f"/moments/{moment().id}/ended"
    shown = [value for name, value in markup.sent_by(writer.look(path).form(path)) if name == "windows_shown"]
    assert shown == [str(WORK.id), str(HUG.id), str(SHUT.id)]
    told = {f"window-{WORK.id}": "respected", f"window-{SHUT.id}": "unclear"}
    writer.press(path, path, ("go", "next"), **told)
    kept = house.find(moment())
    assert kept.windows == (
        WindowSeen(window=WORK.id, opening=Opening.HALF, respect=Respect.RESPECTED),
        WindowSeen(window=SHUT.id, opening=Opening.CLOSED, respect=Respect.UNCLEAR),
    )
    assert kept.aperture == pytest.approx(2 / 3)
    writer.press(path, path, ("go", "next"), **{f"window-{WORK.id}": "", f"window-{SHUT.id}": "crossed"})
    kept = house.find(moment())
    assert [one.respect for one in kept.windows] == [Respect.CROSSED]
    assert kept.aperture == 1.0
    assert writer.submit(path, [("windows_shown", str(WORK.id)), (f"window-{WORK.id}", "kind")]).status_code == 422


@pytest.mark.system("S6")
@pytest.mark.care("C25")
def test_a_window_named_without_more_stays_so(house: House, writer: Browser) -> None:
    """A window in a moment without a word on its treatment, and a weight of one's own, survive the form unchanged."""
    house.put(WORK, moment(windows=(WindowSeen(window=WORK.id, opening=Opening.AJAR),), aperture=0.25))
    path = f"/moments/{moment().id}/ended"
    before = house.find(moment())
    writer.press(path, path, ("go", "next"))
    assert house.find(moment()) == before


@pytest.mark.system("S6")
def test_beside_a_moment_four_taps(house: House, writer: Browser) -> None:
    """Beside a moment stands what happened and four taps; nothing moves until one is tapped, and one is led back."""
    house.put(WORK, moment(outcome=Outcome.CARE, windows=(WindowSeen(window=WORK.id, opening=Opening.AJAR),)))
    path = f"/moments/{moment().id}"
    page = writer.look(path)
    assert "Then it stood ajar." in page.text
    assert "It ended: met with care." in page.text
    assert [how for _, how in actions(page)] == ["wide", "half", "ajar", "closed"]
    assert house.find(WORK) == WORK
    told = [("opening", "ajar"), ("back", path), ("seen", "half")]
    assert writer.submit(f"/windows/{WORK.id}/move", told).headers["location"] == path
    assert house.find(WORK).opening is Opening.AJAR


@pytest.mark.care("C2")
@pytest.mark.parametrize(
    "hard", [{"outcome": Outcome.FRIGHTENED}, {"danger": (Danger.THREATENED,)}], ids=["harm", "danger"]
)
def test_after_harm_nothing_is_offered_to_open(house: House, writer: Browser, hard: dict[str, Any]) -> None:
    """After harm or with a danger mark care comes first, and a window can only stay, be narrowed or be closed."""
    seen = (WindowSeen(window=WORK.id, opening=Opening.HALF), WindowSeen(window=SHUT.id, opening=Opening.WIDE))
    house.put(WORK, SHUT, moment(windows=seen, **hard))
    page = writer.look(f"/moments/{moment().id}")
    assert actions(page) == [(f"/windows/{WORK.id}/move", how) for how in ("half", "ajar", "closed")]
    assert page.text.index("What may help now") < page.text.index("Your windows, then and now")
    later: Moment = moment(2, hours=-1, windows=seen)
    house.put(later)
    assert "wide" not in [how for _, how in actions(writer.look(f"/moments/{later.id}"))]


@pytest.mark.care("C5")
def test_quiet_ways_come_first(house: House, writer: Browser) -> None:
    """On a window for someone under a hold the quiet ways stand before anything else; for anyone else they do not."""
    house.put(WORK, moment(danger=(Danger.FOLLOWED,)))
    page = writer.look(f"/windows/{WORK.id}")
    assert page.text.index("Quieter ways come first") < page.text.index("It stands half open")
    house.put(replace(HUG, people=(SKY.id,)))
    assert "Quieter ways" not in writer.look(f"/windows/{HUG.id}").text


@pytest.mark.system("S5")
def test_a_person_has_their_windows(house: House, writer: Browser) -> None:
    """The page of a person holds the windows for them, under any name they go by, and not those of others."""
    other = Person(id=UUID(int=0x1F), label="R.", merged_into=ROBIN.id)
    house.put(other, replace(WORK, people=(other.id,)), replace(HUG, people=(SKY.id,)))
    text = writer.look(f"/people/{ROBIN.id}").text
    assert WORK.label in text
    assert HUG.label not in text
    told = [("opening", "closed"), ("back", f"/people/{ROBIN.id}")]
    assert writer.submit(f"/windows/{WORK.id}/move", told).headers["location"] == f"/people/{ROBIN.id}"


def test_many_windows_are_all_in_the_list(house: House, writer: Browser) -> None:
    """Twenty windows: fourteen are drawn, all are in the list, and the page says so."""
    house.put(*(Window(id=UUID(int=0x200 + n), label=f"no {n}") for n in range(20)))
    page = writer.look("/bubble")
    assert len([one for one in page.root.all("a") if one.has("data-window")]) == MOST
    assert len([one for one in page.root.all("li") if one.has("data-card")]) == 20
    assert "6 more stand in the list alone." in page.text
