"""The sentences of the ladder: every number with its n, each refusal kind, and no word that grades or pushes."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from homing.care import Reason, Verdict
from homing.companion.practice.ladder import Met, Otherwise
from homing.companion.practice.next_step import Loud, Offered, Source, Withheld
from homing.engine.events import Reading
from homing.engine.healing import Stage, Why
from homing.record import LivedTime, Moment, Outcome, Person, Step
from homing.words import ladder, why_not

ROBIN = Person(id=UUID(int=1), label="Robin")
STEP = Step(id=UUID(int=2), label="a smile", alarm=4)
RISK = Reading(p=0.1, low=0.02, high=0.31, mean=-2.2, variance=0.8, seen=9)
NOW = LivedTime.at(datetime(2026, 3, 20, 17, tzinfo=UTC), "Europe/Vienna")
OFFERED = Offered(
    step=STEP,
    stage=Stage.FIRST,
    person=ROBIN,
    k=1,
    n=9,
    alarm=Loud(0.4, Source.OWN),
    well=3,
    tries=4,
    well_here=2,
    tries_here=3,
    recall=None,
    risk=RISK,
)
PUSHES = re.compile(
    r"\b(should|must|brave|great|failed|missed|only \d|back down|ready|progress|level|streak)\b|!", re.IGNORECASE
)


def initial(person: Person) -> str:
    """A name as a page shows it while names are hidden."""
    return f"{person.label[0]}…"


def moment(alarm: int | None, outcome: Outcome | None = Outcome.OKAY) -> Moment:
    """A try."""
    return Moment(id=UUID(int=5), when=NOW, alarm=alarm, outcome=outcome)


@pytest.mark.system("S18")
@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({}, "Hurt followed in 1 of your 9 finished moments with R…, and none frightened you."),
        ({"stage": Stage.AGAIN}, "Again, where it went well: 2 of 3 tries like it ended with care, or okay."),
        (
            {"stage": Stage.AGAIN, "well_here": 1, "tries_here": 1},
            "Again, where it went well: the one try like it ended with care, or okay.",
        ),
        ({"stage": Stage.VARIED}, "In another place: 3 of 4 tries like it went well elsewhere,"),
        ({"person": None, "n": 0, "k": 0}, "It rests on the alarm you expect, and nothing else."),
        ({"person": None, "n": 4}, "no record tells what may follow, but for 4 finished tries of it: 1 hurt."),
        ({"person": None, "n": 1, "k": 0}, "but for 1 finished try of it: 0 hurt."),
        ({"alarm": Loud(0.35, Source.TRIES, 1)}, "In your last try the alarm was at 4 of 10."),
        ({"alarm": Loud(0.5, Source.TRIES, 3)}, "In your last 3 tries the alarm was at about 5 of 10."),
        (
            {"alarm": Loud(0.5, Source.RECORD, 7)},
            "Going by 7 moments in which you told it, the alarm may ring at about 5",
        ),
    ],
)
def test_each_reason_is_a_sentence_with_its_n(change: dict[str, object], sentence: str) -> None:
    """Stage, record and alarm, each with the number of moments or tries behind it."""
    told = " ".join(ladder.reasons(replace(OFFERED, **change), initial))  # type: ignore[arg-type]  # by name
    assert sentence in told
    assert "You expect the alarm at 4 of 10." in told or "alarm" in change
    assert not PUSHES.search(told)


@pytest.mark.care("C10")
def test_each_refusal_has_a_kind_sentence(subtests: pytest.Subtests) -> None:
    """Whatever the reason, by care or by the planner: a sentence, the same for both, that pushes nobody."""
    for reason in (*Reason, *Why):
        told = ladder.why_none(Withheld(reason=reason), initial, NOW)
        with subtests.test(reason.name):
            assert bool(told) is (reason is not Reason.FINE)
            assert not PUSHES.search(told)
    assert ladder.why_none(Withheld(reason=Why.HOLD), initial, NOW) == ladder.why_none(
        Withheld(reason=Reason.HOLD), initial, NOW
    )


def test_too_few_and_too_soon_say_what_is_waited_for() -> None:
    """The count with the person, and the day, as near as one says it."""
    few = Withheld(reason=Reason.TOO_FEW, person=ROBIN, n=3)
    assert ladder.why_none(few, initial, NOW) == "Too early to propose: 3 of at least 5 finished moments with R…."
    days = {0: "today", 1: "tomorrow", 3: "Monday", 9: "29 March"}
    for ahead, word in days.items():
        until = LivedTime.at(NOW.utc + timedelta(days=ahead), "Europe/Vienna")
        told = ladder.why_none(Withheld(reason=Why.TOO_SOON, until=until), initial, NOW)
        assert told == f"Some rest between steps: {word} is soon enough for the next."


@pytest.mark.care("C2")
def test_only_reasons_that_are_nobody_s_business_are_said_aloud() -> None:
    """Rest, few moments and the alarm may be read by others; danger, holds and hurt stay in a fold."""
    quiet = (Reason.HOLD, Reason.FRIGHTENED_BEFORE, Reason.NOT_SAFE, Reason.AFTER_HARM, Why.RISK_NOT_LOW, Why.HOLD)
    for reason in quiet:
        assert ladder.openly({UUID(int=1): Withheld(reason=reason)}) is None
    few, fewer = (Withheld(reason=Reason.TOO_FEW, person=ROBIN, n=n) for n in (4, 1))
    each = {UUID(int=at): one for at, one in enumerate((fewer, Withheld(reason=Reason.HOLD), few))}
    assert ladder.openly(each) == few
    soon = Withheld(reason=Why.TOO_SOON)
    assert ladder.openly(each | {UUID(int=9): soon}) == soon


ENDED: st.SearchStrategy[Outcome | Otherwise] = st.sampled_from([*Outcome, *Otherwise])
COUNTS = st.dictionaries(ENDED, st.integers(1, 40), max_size=10)


@pytest.mark.care("C6")
@given(COUNTS)
def test_every_count_of_tries_carries_its_n(counts: dict[Outcome | Otherwise, int]) -> None:
    """Each sentence with a number says of how many tries; what was protected is said never to be safe; few is few."""
    n = sum(counts.values())
    told = ladder.history(Met(n, counts))
    numbered = [sentence for sentence in told if re.search(r"\d", sentence)]
    assert all(re.fullmatch(rf"[^\d]+: \d+ of {n} tries\.", sentence) for sentence in numbered)
    assert len(numbered) == (len(counts) if n > 1 else 0)
    assert ("never counted as safe" in " ".join(told)) is (Otherwise.PROTECTED in counts and n > 1)
    assert ("against having tried" in " ".join(told)) is (Otherwise.USED_AGAINST in counts)
    assert ("Too few to say more." in told) is (1 < n < ladder.FEW)
    assert told


def test_what_was_expected_stands_beside_what_was_felt() -> None:
    """The newest three that tell it, with their number; nothing where one side was not told."""
    tries = [moment(2), moment(None), moment(3), moment(5), moment(9)]
    told = ladder.compared(STEP, tries)
    assert told == "You expect the alarm at 4 of 10. In the last 3 tries that tell it, it was at 2, 3, 5."
    assert ladder.compared(STEP, [moment(6)]).endswith("In the last try that tells it, it was at 6.")
    assert ladder.compared(STEP, [moment(None)]) == ladder.compared(replace(STEP, alarm=None), tries) == ""


@pytest.mark.system("S26")
def test_a_try_just_told_is_said_to_be_kept() -> None:
    """With a kind word where it was not met, without praise where it was; and for some hours only."""
    told = {word: ladder.kept_lately([moment(2, word)], NOW) for word in Outcome}
    assert told[Outcome.CARE] == ("It is kept: met with care.",)
    assert told[Outcome.BRUSHED_OFF][0] == "It is kept: brushed off or judged."
    for word in (Outcome.MISSED, Outcome.BRUSHED_OFF, Outcome.HURT):
        assert told[word][1].endswith("against having tried.") or told[word][1].endswith("another try.")
    assert "way out" in ladder.kept_lately([replace(moment(2), protected=True)], NOW)[1]
    assert not any(PUSHES.search(sentence) for said in told.values() for sentence in said[1:])
    later = LivedTime.at(NOW.utc + timedelta(hours=13), NOW.zone)
    assert ladder.kept_lately([moment(2)], later) == ladder.kept_lately([], NOW) == ()
    assert ladder.kept_lately([moment(2, None)], NOW) == ()


def test_small_words_of_the_list() -> None:
    """How often it was tried, how one went, what the numbers say on request."""
    assert [ladder.tried(n) for n in (0, 1, 4)] == ["not tried yet", "tried once", "tried 4 times"]
    assert ladder.how(moment(2, Outcome.CARE)) == "met with care"
    assert ladder.how(moment(2, None)) == "no ending yet"
    assert "about 2 to 31 of 100 (80 % interval), going by 9 finished moments" in ladder.numbers(RISK)


@pytest.mark.system("S26")
def test_the_starters_are_small_and_lead_nowhere() -> None:
    """Each has words and a way out, and promises nothing."""
    for key in ladder.STARTERS:
        told = ladder.starter(key)
        assert told.way_out
        assert not PUSHES.search(f"{told.label} {told.way_out}")
    with pytest.raises(KeyError):
        ladder.starter("leap")


def test_the_care_sentence_is_the_same_everywhere() -> None:
    """A hold is told by the sentence that stands elsewhere, too."""
    held = Verdict(allowed=False, reason=Reason.HOLD)
    assert ladder.why_none(Withheld(reason=Reason.HOLD), initial, NOW) == why_not(held)


@pytest.mark.care("C6")
def test_everyone_a_step_is_with_is_told_with_their_own_n() -> None:
    """The calm one of two hides nothing of what hurt with the other."""
    sky = Person(id=UUID(int=9), label="Sky")
    told = ladder.reasons(replace(OFFERED, others=((sky, 3, 40),)), initial)
    assert "Hurt followed in 1 of your 9 finished moments with R…, and none frightened you." in told
    assert "Hurt followed in 3 of your 40 finished moments with S…, and none frightened you." in told
