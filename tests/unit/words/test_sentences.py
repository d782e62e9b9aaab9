"""What is said of counts, estimates and verdicts."""

from __future__ import annotations

import re

import pytest

from homing import words
from homing.care import Reason, Verdict
from homing.mind import Code, Finding
from homing.record import FeltState
from tests.unit.words.support import Brackets

FINDINGS = [
    Finding(code, k, n, partly=partly)
    for code in Code
    for n in range(4)
    for k in range(n + 1)
    for partly in (False, True)
]


@pytest.mark.parametrize(
    ("code", "k", "n", "told"),
    [
        (Code.NOTHING_YET, 0, 0, "No moment like this one yet. Too early to say anything."),
        (Code.ONE_MOMENT, 1, 1, "One moment. Too early to say anything. It is kept."),
        (Code.RANG, 0, 1, "You noted the alarm in one of these moments. It stayed quiet."),
        (Code.RANG, 1, 1, "You noted the alarm in one of these moments. It rang."),
        (Code.RANG, 0, 2, "The alarm stayed quiet in all 2 of these moments."),
        (Code.RANG, 2, 2, "The alarm rang in all 2 of these moments."),
        (Code.RANG, 9, 12, "The alarm rang in 9 of these 12 moments."),
        (Code.BEFORE_HURT, 0, 1, "You finished one in which it rang. It did not end in hurt."),
        (Code.BEFORE_HURT, 1, 1, "You finished one in which it rang. It ended in hurt."),
        (Code.BEFORE_HURT, 2, 8, "It came before hurt in 2 of the 8 you finished."),
        (Code.QUIET_YET_HURT, 1, 1, "Once it stayed quiet, and hurt followed."),
        (Code.QUIET_YET_HURT, 2, 5, "Of the 5 you finished in which it stayed quiet, 2 ended in hurt."),
        (Code.HURT, 0, 1, "The one you finished did not end in hurt."),
        (Code.HURT, 1, 1, "Hurt followed in the one you finished."),
        (Code.HURT, 0, 2, "Hurt followed in 0 of the 2 you finished."),
        (Code.PROTECTED, 1, 3, "In 1 of these 3 you protected yourself. That is never counted as safe."),
        (Code.PROTECTED, 2, 3, "In 2 of these 3 you protected yourself. Those are never counted as safe."),
        (Code.OPEN, 1, 2, "1 of these 2 has no ending yet."),
        (Code.OPEN, 2, 2, "2 of these 2 have no ending yet."),
        (Code.TOO_FEW, 0, 2, "Too few to say more. People often write when it is hard."),
    ],
)
@pytest.mark.care("C6")
def test_a_finding_is_said_in_plain_words(code: Code, k: int, n: int, told: str) -> None:
    """None, one and many are each said as a person would say them."""
    assert words.say(Finding(code, k, n)) == told


def test_what_only_some_noted_is_said_so() -> None:
    """Where the alarm was noted in some moments only, the sentence does not speak of all."""
    told = words.say(Finding(Code.RANG, 3, 3, partly=True))
    assert told == "The alarm rang in 3 of the 3 moments in which you noted it."


def test_the_numbers_carry_an_interval() -> None:
    """On request the share comes with its interval, in whole numbers of a hundred."""
    assert words.numbers(Finding(Code.HURT, 2, 9)) == "2 of 9: about 5 to 54 in 100 (95 % interval)"


@pytest.mark.care("C5")
@pytest.mark.parametrize("reason", Reason)
def test_every_reason_is_said_without_reproach(reason: Reason) -> None:
    """Each verdict has its sentence; none tells anyone to leave or to stay."""
    told = words.why_not(Verdict(allowed=reason is Reason.FINE, reason=reason))
    assert bool(told) is (reason is not Reason.FINE)
    assert not {"leave", "go", "should", "must", "never", "warning"} & set(re.findall(r"\w+", told.lower()))


@pytest.mark.care("C6")
@pytest.mark.parametrize("finding", FINDINGS, ids=str)
def test_no_sentence_shouts_or_grades(finding: Finding) -> None:
    """No exclamation mark, no percentage, no word that grades a person; a score is nowhere."""
    told = words.say(finding)
    assert not {"!", "%"} & set(told)
    assert not {"score", "rank", "dangerous", "toxic", "bad", "risk"} & set(re.findall(r"\w+", told.lower()))


def test_everything_passes_through_the_catalogue() -> None:
    """In a language of brackets nothing is said without them."""
    told = []
    with words.speaking("en", Brackets()):
        told += [words.say(finding) for finding in FINDINGS]
        told += [words.numbers(Finding(Code.HURT, 1, 2))]
        told += [words.why_not(Verdict(allowed=False, reason=reason)) for reason in Reason if reason is not Reason.FINE]
        told += [words.label(FeltState.SETTLED)]
    assert all(sentence.startswith("⟦") and sentence.endswith("⟧") for sentence in told)
