"""Not broken: no word in the whole app counts days in a row, grades, scolds, praises for doing, or cheers (S26)."""

from __future__ import annotations

import re

import pytest

from tests.unit.words.test_catalogue import told

pytestmark = [pytest.mark.system("S26"), pytest.mark.care("C6"), pytest.mark.care("C13"), pytest.mark.care("C16")]

MESSAGES = [part for message in told() for part in ([message] if isinstance(message, str) else message)]

UNKIND = {
    "streaks": r"streaks?|in a row|days running|every single day|chain of days|keep it up|keep going (?:at|with)",
    "scores": r"scor(?:e|es|ed|ing)|badges?|troph(?:y|ies)|level(?:led)? up|leaderboard|achievements?|milestones?"
    r"|rank(?:s|ed|ing)?|grades? (?:you|them|him|her)|points? (?:for|earned)|percent(?:age)?|\d+ ?%(?! interval)",
    "guilt": r"you(?:.ve| have)? (?:missed|failed|forgot|forgotten|skipped|neglected|gave up|broke)|lazy|guilty?"
    r"|overdue|you (?:haven.t|have not|didn.t|did not)|(?:he|she|they|your partner) ha(?:s|ve)n.t|ashamed of|shame on",
    "orders": r"you (?:must|should|ought to|have to|need to)|try harder|don.t give up|do better|no excuses?",
    "praise": r"well done|(?:good|great|nice) (?:job|work)|congratulations?|proud of you|awesome|amazing|hooray",
    "labels": r"(?:anxious|avoidant|secure|insecure|disorgani[sz]ed)(?:ly attached| attachment| type| style)"
    r"|attachment (?:style|type)s?|narciss\w*|toxic|codependen\w*|disorder(?:ed|s)?",
}
"""What is looked for, by its kind."""

KNOWN = (
    "What you forgot is gone from the diary",
    "If you have to protect yourself from someone often",
)
"""How messages begin in which such words are meant otherwise, each looked at by a person."""


@pytest.mark.parametrize("kind", UNKIND)
def test_no_message_is_unkind(kind: str) -> None:
    """In every message of every page, sentence and command stands none of these words."""
    pattern = re.compile(rf"\b(?:{UNKIND[kind]})\b", re.IGNORECASE)
    assert [(found, one) for one in MESSAGES if (found := pattern.findall(one)) and not one.startswith(KNOWN)] == []


def test_no_message_raises_its_voice() -> None:
    """There are no exclamation marks."""
    assert [one for one in MESSAGES if "!" in one] == []


def test_what_is_looked_for_would_be_found() -> None:
    """The patterns know the phrases of other programs."""
    said = {
        "streaks": "A 5-day streak: seven days in a row.",
        "scores": "Your trust score went up to 80 %.",
        "guilt": "You missed yesterday, and your partner hasn’t answered.",
        "orders": "You should try harder.",
        "praise": "Well done, great job.",
        "labels": "An avoidant type in a toxic bond.",
    }
    for kind, sentence in said.items():
        assert len(re.findall(rf"\b(?:{UNKIND[kind]})", sentence, re.IGNORECASE)) == 2
