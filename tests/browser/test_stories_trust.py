"""A story of practice over eight weeks, lived at a phone: a friend who keeps small promises after breaking a large one.

Every promise and every answer is tapped; only the clock is moved.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, Locator, ViewportSize, expect

from homing.record import Kept, Promise, PromiseSize, Whose
from tests.browser.house import House
from tests.browser.life import Life, living
from tests.browser.weeks import at, group, room, rooms, until

pytestmark = [pytest.mark.browser, pytest.mark.care("C6")]


@pytest.mark.system("S17")
@pytest.mark.system("S19")
@pytest.mark.system("S16")
@pytest.mark.system("S21")
@pytest.mark.care("C2")
@pytest.mark.care("C10")
@pytest.mark.care("C21")
def test_a_friend_who_keeps_small_promises(own: House, browser: Browser) -> None:
    """A large one broken, small ones kept, in counts and stories; danger with another silences that other alone."""
    with living(own, browser) as life:
        _a_large_one_broken(life)
        moments = [_a_week(life, week, what) for week, what in enumerate(LIVED)]
        _both(life)
        nora, hugo = _person(life, NORA), _person(life, HUGO)
        _before(life, nora, hugo)
        danger = _danger(life, nora, hugo)
        _silent_and_not(life, nora, hugo)
        _a_page_to_take_along(life, moments[5], danger)
        kept = Counter((one.whose, one.size, one.kept) for one in life.all_of(Promise))
        assert kept[Whose.THEIRS, PromiseSize.SMALL, Kept.KEPT] == 6
        assert kept[Whose.THEIRS, PromiseSize.LARGE, Kept.BROKEN] == 1


NORA, HUGO = "N…", "H…"
"""As the pages call them while names are hidden."""

PHOTOS, BIKE, DRILL = "send the photos", "lend my bike", "lend the drill"
WITH_ME, TRUST = "Do they listen, respect a no, leave you calm?", "Trust: promises, being met, honesty"
PAPER: ViewportSize = {"width": 794, "height": 1123}
"""A sheet of A4."""


@dataclass(frozen=True, slots=True)
class Week:
    """What a week brought: a promise and how it went, and how a moment with someone was."""

    promise: str
    went: str
    listened: str
    respected: str
    left: str
    received: str = ""
    person: str = NORA


SAFE, FAMILIAR = "calm, because it felt safe", "calm, because I know it like this"
LIVED = (
    Week("call on Sunday", "kept", "partly", "yes", FAMILIAR),
    Week("bring the book back", "kept, but late", "yes", "yes", "not sure"),
    Week("pay me back", "kept", "yes", "yes", SAFE, person=HUGO),
    Week("come for soup", "agreed anew", "yes", "yes", SAFE, "they tried to fix it"),
    Week("be on time for the film", "kept", "yes", "partly", FAMILIAR),
    Week("keep it to herself", "kept", "yes", "yes", SAFE, "heard and felt"),
    Week("write from the road", "", "yes", "yes", SAFE),
)


def _a_large_one_broken(life: Life) -> None:
    """A large promise, broken; one moment, and too early to say anything of anyone."""
    for label, size, who in (("help me move house", "large", "Nora"), ("bring a torch", "small", "Hugo")):
        _promise(life, label, "theirs", "today", size=size, new=who)
    until(life, at(-1, 6, "20:00"))
    life.misses("help me move house", "bring a torch")
    _answer(life, "bring a torch", "kept")
    _answer(life, "help me move house", "broken")
    life.sees("You may be sad or angry about it, and you decide what it means.")
    life.turn("8-large-broken")
    life.moment(NORA, "does not pick up", 8, "Hurt me")
    _say(life, Week("", "", "no", "", "anxious"))
    life.turn("8-first-answers")
    _person(life, NORA)
    with_me = life.card(WITH_ME)
    expect(with_me).to_contain_text("Too early to say. You noted it in one moment: no.")
    expect(with_me).to_contain_text("Too early to say. You noted it in one moment: anxious.")
    expect(with_me).to_contain_text("Not noted yet.")
    life.turn("8-too-early")


def _a_week(life: Life, week: int, what: Week) -> str:
    """A promise of theirs for the Monday after, and what became of it; a moment, and how they were. Its address."""
    until(life, at(week, 0, "12:00"))
    _promise(life, what.promise, "theirs", "in a week", person=what.person)
    if week in MINE:
        MINE[week](life)
    until(life, at(week + 1, 0, "11:00"))
    life.misses(what.promise)
    address = life.moment(what.person, "asks a question", 3, "Okay" if week < 3 else "Met with care")
    _say(life, what)
    if what.went:
        _answer(life, what.promise, what.went)
    if what.went == "agreed anew":
        life.sees("Agreed anew: neither kept nor broken. It stays here as it was.")
        life.write("What is promised now?", "come for soup on Friday")
        life.turn("8-agreed-anew")
        life.go("Keep the new one")
    return address


def _my_bike(life: Life) -> None:
    _promise(life, BIKE, "mine", "in a week", person=NORA)
    until(life, at(2, 0, "10:00"))
    life.sees(f"You meant to do this about now: {BIKE}")
    life.turn("8-today-my-own")
    life.go("Look at it", "link")
    life.go("kept")
    life.sees("You did as you said.")
    life.go("Today", "link")
    life.misses(BIKE)


def _my_photos(life: Life) -> None:
    """Late: it may wait until tomorrow, and after two days it is not brought up any more."""
    _answer(life, "come for soup on Friday", "kept")
    _promise(life, PHOTOS, "mine", "tomorrow", person=NORA)
    for day, is_up in ((1, True), (3, True), (4, False)):
        until(life, at(4, day, "12:00"))
        if is_up:
            life.sees(f"You meant to do this about now: {PHOTOS}", "None of it has to be done.")
            life.go("Not today", within=life.page.locator(".gentle-one", has_text=PHOTOS))
        life.misses(PHOTOS)
    _answer(life, PHOTOS, "kept, but late")
    life.sees("Late still arrived.")
    life.turn("8-mine-late")


def _my_drill(life: Life) -> None:
    _promise(life, DRILL, "mine", "in a week", person=HUGO)


MINE: dict[int, Callable[[Life], None]] = {1: _my_bike, 4: _my_photos, 6: _my_drill}


def _both(life: Life) -> None:
    """A moment in which both were there: nobody can know whom the answers meant."""
    address = life.moment(HUGO, "asks a question", 2, "Okay")
    life.open(f"{address}/notice")
    life.tap(NORA)
    life.go("Keep for now")
    _say(life, Week("", "", "yes", "yes", SAFE))


def _before(life: Life, nora: str, hugo: str) -> None:
    """The moment with both counts on either page, and each says so."""
    life.open(nora)
    expect(life.card(WITH_ME)).to_contain_text("1 of these 8 names someone else, too: only you know whom you meant.")
    life.open(hugo)
    expect(life.card(WITH_ME)).to_contain_text("Too early to say. You noted it in 2 moments: yes in 2.")
    life.go(TRUST, "link")
    life.sees("Kept: 2 of the 2 that ended.", "There is one, and it has no ending yet.")
    life.turn("8-hugo-before")


def _danger(life: Life, nora: str, hugo: str) -> str:
    """A danger mark with Hugo: for a day nothing is read of anyone. The address of that moment."""
    life.go("Today", "link")
    life.sees(f"You meant to do this about now: {DRILL}")
    address = life.moment(HUGO, "raises a hand", 9, "Frightened or harmed me", danger="threatened")
    life.headed("Are you safe now?")
    for person in (nora, hugo):
        life.open(f"{person}/trust")
        life.misses("that ended", "You noted it in")
    life.turn("8-a-day-of-nothing")
    life.go("Today", "link")
    life.misses(DRILL)
    return address


def _silent_and_not(life: Life, nora: str, hugo: str) -> None:
    """Hugo's counts are silent on every page, one's own words stay; Nora's are there, without what he was part of."""
    until(life, at(7, 2, "12:00"))
    life.misses(DRILL)
    person = hugo.rsplit("/", 1)[1]
    for page in (hugo, f"{hugo}/trust", f"/reassurance/{person}", f"/cycle/with/{person}"):
        life.open(page)
        life.misses("You noted it in", "that ended", WITH_ME, "Is there something true", "In the last weeks")
    life.open(hugo)
    life.sees("You marked danger with this person")
    life.turn("8-hugo-after")
    life.open(f"{hugo}/trust")
    life.turn("8-hugo-trust-after")
    life.go("Your promises stay listed here", "link")
    life.sees("pay me back", DRILL)
    life.turn("8-promises")
    _counts_of_nora(life, nora)


def _counts_of_nora(life: Life, nora: str) -> None:
    """The three questions, then trust over time: counts and stories, no score."""
    life.open(nora)
    _says(
        life.card(WITH_ME),
        "They listened more than they talked in 5 of the 7 moments in which you noted it.",
        "They partly did in 1 of 7. They did not in 1 of 7.",
        "They respected a no of yours in 5 of the 6 moments in which you noted it.",
        "You were calm because it felt safe in 3 of the 7 moments in which you noted how they left you.",
        "You were calm because you know it like this in 2 of 7. That is kept apart, and never counted as safe.",
    )
    life.misses("names someone else, too")
    expect(life.page.get_by_text("95 % interval").filter(visible=True)).to_have_count(0)
    life.turn("8-person")
    life.go(TRUST, "link")
    _says(
        life.card("Do we do as we said?"),
        "Kept: 1 of the 2 that ended. Kept, but late: 1 of 2.",
        "Kept: 4 of the 5 that ended. Kept, but late: 1 of 5.",
        "1 of all 7 was agreed anew, which is neither kept nor broken. 1 of all 7 has no ending yet.",
        "One ended: broken.",
    )
    life.sees("Too early to say. You noted it in 2 moments: heard and felt in 1; they tried to fix it in 1.")
    life.turn("8-trust")


def _a_page_to_take_along(life: Life, moment: str, danger: str) -> None:
    """Chosen piece by piece, seen whole, as it will be on paper; initials, and no ledger of anyone else."""
    until(life, at(7, 5, "10:00"))
    life.open(f"{moment}/ended")
    life.write("Anything else", "I said that I was afraid to ask. She stayed.")
    life.go("Keep", within=life.page.locator("main"))
    room(life, "Supportive spaces")
    life.go("Put a page together", "link")
    life.write("What would you like to speak about, or ask?", "How do I trust a little, and look after myself?")
    life.tap("8 weeks", "radio")
    life.go("Show what there is from these weeks")
    life.page.get_by_text("How often the alarm rang, and how it ended").tap()
    for address in (moment, danger):
        life.page.locator("label", has=life.page.locator(f"[value='{address.rsplit('/', 1)[1]}']")).tap()
    life.turn("8-therapist-choose")
    life.go("Show me the page")
    life.headed("This is all that will be on paper")
    paper = life.page.locator("article")
    _says(paper, "With N…", "With H…", "I said that I was afraid to ask. She stayed.", "threatened")
    written = paper.inner_text()
    for word in ("Nora", "Hugo", "that ended", "listened", "help me move house", "pay me back", "heard and felt"):
        assert word not in written
    life.turn("8-therapist-screen")
    life.page.emulate_media(media="print")
    life.page.set_viewport_size(PAPER)
    life.look_over()
    life.turn("8-therapist-paper")


def _promise(
    life: Life, label: str, whose: str, due: str, *, size: str = "small", person: str = "", new: str = ""
) -> None:
    room(life, "Promises")
    if not life.page.get_by_label("What was promised?").is_visible():
        life.unfold("Another promise")
    life.write("What was promised?", label)
    life.tap(whose, "radio")
    if person:
        life.tap(person, "radio")
    if new:
        life.page.locator("[name=person_new]").fill(new)
    life.tap(size, "radio")
    life.tap(due, "radio")
    life.go("Keep", within=life.page.locator("main"))
    life.headed(label)


def _answer(life: Life, label: str, how: str) -> None:
    """How a promise went, in one tap."""
    room(life, "Promises")
    life.follow(life.page.locator("a.list-a", has=life.page.get_by_text(label, exact=True)).first)
    life.go(how)


def _person(life: Life, name: str) -> str:
    """By the room of people to someone's page; its address."""
    life.go("People", "link", rooms(life))
    life.follow(life.page.locator("main a.list-a", has_text=name))
    return life.page.url


def _say(life: Life, what: Week) -> None:
    """The questions about a moment, each in one tap; what did not come up is left out."""
    life.go("Say how they were with you", "link")
    for question, told in (
        ("Did they listen more than they talked?", what.listened),
        ("Did they respect a no of yours?", what.respected),
        ("How did they leave you?", what.left),
    ):
        if told:
            life.tap(told, "radio", group(life, question))
    if what.received:
        life.unfold("You told something of yourself")
        life.tap(what.received, "radio", group(life, "If you told something of yourself: how was it received?"))
    life.go("Keep", within=life.page.locator("main"))


def _says(part: Locator, *sentences: str) -> None:
    for sentence in sentences:
        expect(part).to_contain_text(sentence)
