"""What is said about an old cue notices and holds it lightly, in counts and plain words."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from homing.companion.old_cues import Across
from homing.engine.healing import At, Change, Forecast
from homing.mind import CueChange
from homing.web.render import HERE
from homing.words import expectations, looks
from homing.words.looks import FELT

TOO_STRONG = re.compile(
    r"\b(?:only|just|merely|nothing but) (?:from |of |in |about )?(?:the )?(?:past|then|old|a memory)\b"
    r"|\bis (?:all )?(?:over|past|gone|behind you)\b|\byou are (?:now )?safe\b|\bit is safe\b(?! for you| now|\?)"
    r"|\b(?:nothing to fear|no danger|no reason to|false alarm|overreact\w*|irrational|harmless|not real)\b"
    r"|\b(?:let it go|move on)\b",
    re.IGNORECASE,
)
SOURCES = [
    Path(looks.__file__),
    Path(expectations.__file__),
    *sorted((HERE / "templates" / "looks").glob("*.html")),
    HERE / "templates" / "cues" / "forecast.html",
    HERE / "templates" / "moments" / "expect.html",
]
CHANGE = CueChange(Change(0.8, 0.5, -0.2, -0.1, ()), 6, 7)
HERE_NOW = At(0.0, 0.3, 0.2, 0.5)


def told(path: Path) -> list[str]:
    """Every piece of text in a source that may be read by a person."""
    return re.findall(r'"([^"{%]{12,})"', path.read_text())


@pytest.mark.system("S7")
@pytest.mark.parametrize("source", SOURCES, ids=lambda path: f"{path.parent.name}-{path.name}")
def test_nothing_says_that_an_alarm_is_only_old(source: Path) -> None:
    """No text says "only the past", "it is over" or "you are safe now": that would keep the old wound as it is."""
    assert source.suffix == ".html" or told(source)
    assert [text for text in told(source) if TOO_STRONG.search(text)] == []


@pytest.mark.parametrize(
    "text",
    ["This is only the past.", "It is just from then.", "It is over now.", "You are safe now.", "A false alarm."],
)
def test_what_would_be_too_strong_is_known(text: str) -> None:
    """The search finds what it is there for."""
    assert TOO_STRONG.search(text)


@pytest.mark.system("S9")
@pytest.mark.parametrize(
    ("n", "since", "words"),
    [
        (0, None, "Your record names nobody with whom this came."),
        (1, None, "This has come with one person in your life."),
        (3, 1994, "This has come with 3 people in your life. The earliest you told of is from 1994."),
    ],
)
def test_people_are_counted(n: int, since: int | None, words: str) -> None:
    """How many, and since when; nobody is named in the sentence."""
    assert looks.across(Across(n=n, people=(), since=since)) == words


def test_something_older_is_said_with_its_time() -> None:
    """As the person dated it."""
    assert looks.also_older(("1994", "1999-05")) == "In something older: 1994, 1999-05."


@pytest.mark.system("S8")
@pytest.mark.parametrize(
    ("part", "less", "calmer"), [(-FELT, "Less", "a calmer"), (0.0, "About", "the same"), (FELT, "More", "a more")]
)
def test_a_change_is_said_in_its_two_parts(part: float, less: str, calmer: str) -> None:
    """What the body expects (experience), and what it takes the cue for (understanding), each way on its own."""
    change = replace(CHANGE, change=CHANGE.change._replace(experience=part, insight=part))
    assert looks.foretells(change).startswith(less)
    assert calmer in looks.taken_for(change)
    assert looks.learnt_from(change) == "Learnt from 6 moments before and 7 since."
    assert not any(sign.isdigit() for sign in looks.foretells(change) + looks.taken_for(change))


@pytest.mark.system("S8")
@pytest.mark.parametrize(("later", "words"), [(0.5, "may ring louder again"), (0.34, "expects no louder alarm")])
def test_coming_back_is_normal(later: float, words: str) -> None:
    """Whatever the forecast: the sentence agrees with the numbers beside it, and calls it normal."""
    forecast = Forecast(HERE_NOW, (At(30.0, later, 0.1, 0.9),))
    said = looks.coming_back(forecast)
    assert words in said
    assert said.endswith("normal.")
    assert ("no louder" in said) is ("no louder" in expectations.returning(forecast))
