"""What is said of a window: how far, until when, what happened to it, and what it never is."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from enum import StrEnum
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from homing import words
from homing.companion.window_stories import Chapter
from homing.record import About, LivedTime, Opening, Respect, Window, boundaries
from homing.words import windows as said
from homing.words.windows import turned

ZONE = "Europe/Vienna"
NOW = LivedTime.at(datetime(2026, 11, 22, 17, 0, tzinfo=UTC), ZONE)
"""A Sunday, six in the evening."""
CLOSED, AJAR, HALF, WIDE = Opening
S = UUID(int=0xA1)
WORK = Window(id=UUID(int=5), label="Work worries", people=(S,), opening=HALF)

pytestmark = pytest.mark.system("S5")


def at(text: str, zone: str = ZONE) -> LivedTime:
    """A local time."""
    return LivedTime(local=datetime.fromisoformat(text), zone=zone)


@pytest.mark.parametrize(
    "kind", [boundaries.Opening, boundaries.Size, boundaries.About, boundaries.Respect, boundaries.Heard]
)
def test_every_key_has_words(kind: type[StrEnum]) -> None:
    """No two of one scale read the same, and none is shown as it is stored where that is no word."""
    told = [words.label(key) for key in kind]
    assert len(set(told)) == len(told)
    assert not {letter for text in told for letter in text} & {"_", "!"}


@pytest.mark.parametrize(
    ("end", "told"),
    [
        (None, "until you close it"),
        ("2026-11-22T21:30", "until 21:30"),
        ("2026-11-23T08:00", "until tomorrow 08:00"),
        ("2026-11-27T08:00", "until Friday 08:00"),
        ("2026-11-29T08:00", "until 29 November 08:00"),
        ("2027-01-03T08:00", "until 3 Jan 2027 08:00"),
        ("2026-11-22T17:00", ""),
    ],
)
def test_until_when(end: str | None, told: str) -> None:
    """As near as one says it; nothing for one that is closed, also by its end."""
    window = replace(WORK, until=None if end is None else at(end))
    assert said.until(window, NOW) == told
    assert said.until(replace(window, opening=CLOSED), NOW) == ""


def test_an_end_is_told_by_the_clock_of_this_place() -> None:
    """Whoever travels reads when it closes where they are."""
    window = replace(WORK, until=at("2026-11-22T21:30", "Asia/Tokyo"))
    later = LivedTime.at(datetime(2026, 11, 22, 10, 0, tzinfo=UTC), ZONE)
    assert said.until(window, later) == "until 13:30"


def test_an_hour_that_comes_twice_is_told_apart() -> None:
    """In the night in which clocks go back, half past two is before or after."""
    now = LivedTime.at(datetime(2026, 10, 24, 23, 0, tzinfo=UTC), ZONE)
    for offset, told in ((7200, "before the clocks go back"), (3600, "after the clocks went back")):
        end = LivedTime(local=datetime(2026, 10, 25, 2, 30), zone=ZONE, offset=offset)  # noqa: DTZ001 - local by design
        assert said.ends(end, now) == f"until 02:30 ({told})"
    assert said.ends(at("2026-10-25T03:30"), now) == "until 03:30"


@pytest.mark.parametrize(
    ("window", "names", "told"),
    [
        (WORK, ["S."], "for S."),
        (WORK, None, "for someone"),
        (replace(WORK, people=(S, UUID(int=9))), None, "for some people"),
        (replace(WORK, people=(S, UUID(int=9))), ["S.", "N."], "for S. and N."),
        (replace(WORK, people=()), [], "for everyone"),
        (replace(WORK, circle="family"), ["S."], "for family"),
        (replace(WORK, circle="family"), None, "for a circle of yours"),
    ],
)
def test_for_whom(window: Window, names: list[str] | None, told: str) -> None:
    """Those it is for; no name and no group while names are hidden."""
    assert said.for_whom(window, names) == told


@pytest.mark.parametrize(
    ("opening", "before", "until", "told"),
    [
        (CLOSED, CLOSED, None, "You made it, closed."),
        (CLOSED, HALF, None, "You closed it."),
        (HALF, CLOSED, None, "You opened it: half open, until you close it."),
        (WIDE, AJAR, at("2026-11-22T21:30"), "You opened it: wide open, until 21:30."),
        (AJAR, WIDE, at("2026-11-23T08:00"), "You narrowed it: ajar, until tomorrow 08:00."),
        (HALF, HALF, at("2026-11-22T22:30"), "You let it stay half open, until 22:30."),
    ],
)
def test_each_chapter_is_a_sentence(opening: Opening, before: Opening, until: LivedTime | None, told: str) -> None:
    """What the owner did, in plain words."""
    chapter = Chapter(at=NOW, opening=opening, before=before, until=until, by_itself=False)
    assert said.chapter(chapter) == told


def test_what_closed_by_itself_says_so() -> None:
    """With the time that its owner had set."""
    chapter = Chapter(at=at("2026-11-22T21:30"), opening=CLOSED, before=HALF, until=None, by_itself=True)
    assert said.chapter(chapter) == "It closed by itself at 21:30, as you had set it."


@pytest.mark.care("C6")
@given(counts=st.fixed_dictionaries({word: st.integers(0, 30) for word in Respect}))
def test_how_it_was_treated_is_counts_alone(counts: dict[Respect, int]) -> None:
    """Never a share or a percentage; few are said to be few, and what never was is not told."""
    n = sum(counts.values())
    told = " ".join(said.respects(counts, n))
    assert "%" not in told
    assert "percent" not in told
    assert ("Too few" in told) is (1 < n < said.FEW)
    if n > 1:
        assert told.count(f"of the {n} moments in which you noted it") == sum(map(bool, counts.values()))


@pytest.mark.care("C6")
def test_counts_are_told_with_their_n() -> None:
    """The words for none, one and more."""
    assert said.respects({}, 0) == ("Nothing is noted yet of how it was treated.",)
    assert said.respects({Respect.UNCLEAR: 1}, 1) == ("Unclear in the one moment in which you noted it.",)
    assert said.respects({Respect.RESPECTED: 3, Respect.CROSSED: 2}, 5) == (
        "Respected in 3 of the 5 moments in which you noted it.",
        "Crossed in 2 of the 5 moments in which you noted it.",
    )


@pytest.mark.care("C12")
@pytest.mark.parametrize("about", [None, *About])
def test_touch_and_money_say_what_they_never_are(about: About | None) -> None:
    """An open window is never consent, and says so where it could be taken for it."""
    told = said.never_consent(replace(WORK, about=about))
    assert ("never consent" in told) is (about in (About.TOUCH, About.MONEY))


@pytest.mark.care("C5")
def test_quiet_ways_tell_nobody_to_leave_or_to_stay() -> None:
    """Share less, see less, tell someone safe; nothing is an order, and nothing says go or stay."""
    told = " ".join(said.quiet_first()).lower()
    assert all(each in told for each in ("share less", "see them less", "someone safe"))
    assert not any(each in told.split() for each in ("must", "leave", "stay", "should"))


ORDERS = """\
You must not shout.
you mustn't touch me
YOU HAVE TO listen
You need to stop
You should be home by ten
You shouldn't see her
You really must answer
I love you. But you can't see her
You cannot talk to him
Don't you ever call me that
Don't you dare
Never call me again
and: never touch me
Please, stop shouting at me
Stop yelling.
Quit asking
If it is late, don't call
stop always shouting
You are not allowed to go out
you aren't allowed to
you're not to speak to him
You've got to tell me
You'd better answer
I forbid you to see them
you will never leave
- never lie to me
I will go home. Never follow me.
do not touch my things
You must be home by ten
u must answer
I will leave and you must not follow
You ought to know better
You don't get to decide""".splitlines()

OWN = """\
I will leave the room if you shout.
I will not let you touch me.
If that happens, I will go home.
If you have to go, I will wait.
You must be tired
You must have known
You should know that I am glad
Never mind
Never again will I stay silent
Never do I sleep well there
I never shout
You never listen
I stayed calm, never shouted
I love you and never want to lose you
If you don't stop shouting, I will leave
When you stop shouting, I'll come back.
Don't know yet
Don't want to be touched
Do you have to go?
I know you can't come
I need you to hold me
Don't worry
I'll stop answering.
I don't answer after ten.
time alone
What you should know
Some quiet in the evening, and no phone
The mustard must be on the table

""".splitlines()


@pytest.mark.care("C12")
@pytest.mark.parametrize("order", ORDERS)
def test_an_order_is_gently_turned(order: str) -> None:
    """In any case, with any apostrophe, among other words, the reason is told and a beginning is offered."""
    for told in (order, order.upper(), order.replace("'", "’"), f"I was tired.\n{order}", f"  {order}\u00a0"):
        offer = turned(told)
        assert offer is not None
        assert "If that happens, I will …" in offer
        assert "\n" not in offer


@pytest.mark.care("C12")
@pytest.mark.parametrize("own", OWN)
def test_what_i_will_do_is_left_alone(own: str) -> None:
    """So are guesses, needs, accusations, and conditions: nothing is offered where nobody is ordered about."""
    for told in (own, own.replace("'", "’"), f"{own}\n{own}"):
        assert turned(told) is None


@pytest.mark.care("C10")
@given(text=st.text())
def test_turning_blocks_nothing(text: str) -> None:
    """Whatever is written there is an offer or none, and never an error."""
    assert turned(text) is None or turned(text) == turned("You must not.")


def test_turning_takes_no_time() -> None:
    """A text as long as a form may be, made to be slow, is read at once."""
    for part in ("\n", "- ", ". ", "please, ", "stop ", "you ", "don't ever ", "‘"):
        turned(part * (200_000 // len(part)))
