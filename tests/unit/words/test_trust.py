"""What is said of answers and promises: counts with their n, too early where it is, and never a reproach."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

import pytest

from homing.companion.practice.answers import Asked, Tally
from homing.companion.practice.trust import Ledger
from homing.companion.safety import Share
from homing.record import Afterwards, Answer, FuzzyDate, Kept, LivedTime, Promise, PromiseSize, Received, Whose
from homing.words import answers, feels_safe, promises, trust
from tests.desks import NOW, ZONE

WHERE = "where you protected yourself, there was danger, or it was used against you later"
IN_WHICH = "in which you protected yourself, there was danger, or it was used against you later"
RING = Promise(id=UUID(int=7), label="ring", whose=Whose.MINE, made=LivedTime.at(NOW, ZONE))


def asked(*lately: int, before: tuple[int, ...] = (), days: int = 9, apart: int = 0, shared: int = 0) -> Asked:
    """So many times yes, partly and no."""
    each = [Tally(tuple(zip(Answer, [*counts, 0, 0, 0], strict=False))) for counts in (lately, before)]
    return Asked(lately=each[0], before=each[1], days=days, apart=apart, shared=shared)


@pytest.mark.system("S19")
@pytest.mark.parametrize(
    ("told", "said"),
    [
        (asked(), ("Not noted yet.",)),
        (asked(0, 0, 1, days=1), ("Too early to say. You noted it in one moment: no.",)),
        (asked(1, 0, 1, days=2), ("Too early to say. You noted it in 2 moments: yes in 1; no in 1.",)),
        (asked(2, 0, 1, days=3), ("Too early to say. You noted it in 3 moments: yes in 2; no in 1.",)),
        (
            asked(5, days=1),
            ("Too early to say. You noted it in 5 moments: yes in 5.", "All 5 of them were on one day."),
        ),
        (
            asked(5, days=2),
            ("Too early to say. You noted it in 5 moments: yes in 5.", "All 5 of them were on 2 days."),
        ),
        (
            asked(0, 0, 5),
            (
                "They respected a no of yours in 0 of the 5 moments in which you noted it.",
                "They did not in 5 of 5.",
            ),
        ),
        (
            asked(2, 1, before=(3, 0, 2)),
            (
                "They respected a no of yours in 5 of the 8 moments in which you noted it.",
                "They partly did in 1 of 8.",
                "They did not in 2 of 8.",
                "Respected in the last three months: 2 of 3. Before that: 3 of 5.",
            ),
        ),
        (
            asked(6, apart=1, shared=2),
            (
                "They respected a no of yours in 6 of the 6 moments in which you noted it.",
                f"Of all 7, 1 was a good answer {WHERE}. That is never counted.",
                "2 of these 6 name someone else, too: only you know whom you meant.",
            ),
        ),
        (
            asked(apart=2),
            (f"You noted it in 2 moments, {IN_WHICH}. Good answers there are never counted.",),
        ),
    ],
)
def test_an_answer_in_counts(told: Asked, said: tuple[str, ...]) -> None:
    """Every count with its n; below five, or on fewer than three days, it is too early."""
    assert feels_safe.respected(told) == said


@pytest.mark.system("S19")
def test_familiar_is_kept_apart_in_words_too() -> None:
    """Calm because it is known is said by itself, with the reason."""
    tally = Tally(tuple(zip(Afterwards, [0, 5, 1, 1], strict=True)))
    told = feels_safe.afterwards(Asked(lately=tally, before=Tally.of(Afterwards, ()), days=7, apart=0, shared=0))
    assert told == (
        "You were calm because it felt safe in 0 of the 7 moments in which you noted how they left you.",
        "You were calm because you know it like this in 5 of 7. That is kept apart, and never counted as safe.",
        "You were anxious in 1 of 7.",
        "You were not sure in 1 of 7.",
    )


@pytest.mark.system("S16")
def test_how_what_was_told_was_received() -> None:
    """Each way of receiving is told; being fixed or doubted is not being heard."""
    tally = Tally(tuple(zip(Received, [3, 1, 1, 1, 1, 1], strict=True)))
    told = trust.received(Asked(lately=tally, before=Tally.of(Received, ()), days=8, apart=0, shared=0))
    assert told[0] == "You were heard in 3 of the 8 moments in which you told something of yourself."
    assert len(told) == len(Received)


def ledger(lately: tuple[int, ...], before: tuple[int, ...] = (), renegotiated: int = 0, left: int = 0) -> Ledger:
    """So many kept, late and broken."""
    each = [Tally(tuple(zip(Kept, [*counts, 0, 0, 0, 0], strict=False))) for counts in (lately, before)]
    whose, size = Whose.THEIRS, PromiseSize.SMALL
    return Ledger(whose=whose, size=size, lately=each[0], before=each[1], renegotiated=renegotiated, open=left)


@pytest.mark.system("S17")
@pytest.mark.parametrize(
    ("told", "said"),
    [
        (ledger((0, 0, 1)), ("One ended: broken.",)),
        (ledger((), left=1), ("There is one, and it has no ending yet.",)),
        (ledger((), renegotiated=1), ("There is one. It was agreed anew: neither kept nor broken.",)),
        (
            ledger((2, 1, 1), (1,), renegotiated=1, left=2),
            (
                "Kept: 3 of the 5 that ended.",
                "Kept, but late: 1 of 5.",
                "Broken: 1 of 5.",
                "Kept in the last three months: 2 of 4. Before that: 1 of 1.",
                "1 of all 8 was agreed anew, which is neither kept nor broken.",
                "2 of all 8 have no ending yet.",
            ),
        ),
    ],
)
def test_promises_in_counts(told: Ledger, said: tuple[str, ...]) -> None:
    """How they ended, of those that ended; what did not end is said of all."""
    assert trust.promises(told) == said
    assert trust.title(told) == "Small promises of theirs"


@pytest.mark.system("S17")
def test_being_met_with_care_and_what_was_used() -> None:
    """Nothing is said of nothing; one is said as one."""
    assert trust.cared(Share(0, 0), Share(0, 0)) == ()
    assert "was met with care" in trust.cared(Share(1, 1), Share(0, 0))[0]
    assert "ended otherwise" in trust.cared(Share(0, 1), Share(0, 0))[0]
    assert trust.cared(Share(1, 2), Share(0, 0)) == ("Met with care: 1 of the 2 moments together that you finished.",)
    assert trust.cared(Share(1, 2), Share(3, 4))[1] == "In the last three months: 1 of 2. Before that: 3 of 4."
    assert trust.used(Share(0, 3)) == ""
    assert trust.used(Share(1, 1)).startswith("Once you told something")
    assert trust.used(Share(1, 3)).startswith("In 1 of the 3 moments")


@pytest.mark.care("C6")
def test_few_is_said_once_and_intervals_wait_to_be_asked() -> None:
    """Under twenty is few; none and many are not. An interval carries its n."""
    assert answers.few([0, 20]) == ""
    assert answers.few([0, 19]) == "Too few to say more. People often write when it is hard."
    assert answers.numbers(asked(3, 0, 2).whole, Answer.YES) == "3 of 5: about 21 to 91 in 100 (95 % interval)"


@pytest.mark.system("S26")
def test_an_answer_to_a_promise_is_never_a_reproach() -> None:
    """Whatever is tapped, mine or theirs, is met kindly and in its own words; nothing is said before."""
    told = {
        promises.to_answer(replace(RING, whose=whose, kept=kept))
        for whose in Whose
        for kept in Kept
        if kept is not Kept.RENEGOTIATED
    }
    assert len(told) == 6
    assert not any(word in text for text in told for word in ("should", "must", "!", "you forgot"))
    assert "neither kept nor broken" in promises.to_answer(replace(RING, kept=Kept.RENEGOTIATED))
    assert promises.to_answer(RING) == ""
    assert (promises.went(RING), promises.went(replace(RING, kept=Kept.LATE))) == ("no ending yet", "kept, but late")


@pytest.mark.parametrize(
    ("due", "said"),
    [
        (None, ""),
        ("2026", "for 2026"),
        ("2026-12", "for December 2026"),
        ("2026-12-24", "for Thursday 24 December 2026"),
    ],
)
def test_for_when_as_it_was_told(due: str | None, said: str) -> None:
    """A year stays a year, a month a month."""
    assert promises.for_when(None if due is None else FuzzyDate(due)) == said
