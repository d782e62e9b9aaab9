"""How much of an alarm is older: shares, reasons that add up, moments that speak, and "too early to say"."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest

from homing.engine import alarm, healing
from homing.engine.alarm import Answer, Memory, Params, Points
from homing.engine.attribution import Attribution, Kind, Limits, Thin, TooEarly, attribute, situations
from homing.engine.events import Event

LOUD, SOFT = (("voice", 0.9),), (("smile", 1.0),)
FATHER = Memory(-9000.0, 0.9, "m1", uncertainty=400.0, people=("father",), cues=LOUD)
KNOWN = {"sam": -1.0, "kim": 5.0, "rob": -400.0}
OPEN = Limits(moments=0, alike=0, older=0.5, width=1.0)


def moment(at: float, *, loud: bool, who: str = "sam", outcome: float | None = 0.0) -> Event:
    """A moment with someone; a loud voice rings."""
    cues, felt = (LOUD, 0.8) if loud else (SOFT, 0.1)
    return Event(at, (who,), cues, "kitchen" if loud else "car", outcome, felt, id=f"moment-{at:g}")


def lived(count: int = 24, *, outcome: float | None = 0.0, answer: Answer | None = None) -> alarm.State:
    """A memory of a loud voice, then a diary in which a loud voice rings every third time."""
    state = alarm.start(memories=[FATHER])
    for i in range(count):
        loud = i % 3 == 0
        told = answer if loud else None
        state, _ = alarm.step(state, moment(0.7 * i, loud=loud, outcome=outcome), seed=1, answer=told)
    return state


THEN, NOW = (Answer(points, since=-1.0) for points in (Points.THEN, Points.NOW))
ASKED = moment(30.0, loud=True)


def told(result: Attribution | TooEarly) -> Attribution:
    """The attribution, which must not be "too early"."""
    assert isinstance(result, Attribution)
    return result


@pytest.mark.system("S7")
@pytest.mark.parametrize("felt", [None, 0.8])
@pytest.mark.parametrize("answer", [None, THEN, NOW])
def test_the_reasons_add_up(felt: float | None, answer: Answer | None) -> None:
    """The parts sum to the log-odds of the share exactly, one part for each thing that was noted."""
    event = replace(ASKED, people=("sam", "rob"), cues=(*LOUD, ("touch", 0.4)), alarm=felt)
    found = told(attribute(lived(answer=answer), event, KNOWN, limits=OPEN))
    assert math.fsum(reason.log_odds for reason in found.reasons) == pytest.approx(found.log_odds, abs=1e-10)
    assert found.share == pytest.approx(1.0 / (1.0 + math.exp(-found.log_odds)))
    assert 0.0 <= found.low <= found.share <= found.high <= 1.0
    kinds = [reason.kind for reason in found.reasons]
    assert kinds[0] is Kind.TIME
    assert kinds[-1] is Kind.STRENGTH
    assert kinds.count(Kind.PERSON) == 2
    assert (Kind.FELT in kinds) is (felt is not None)


def test_the_share_is_carried_by_the_causes() -> None:
    """The share is that of responsibility times expected alarm times older evidence, summed over causes."""
    params, state = Params(), lived(3)
    joint = state.weights[:, None] + alarm.expectation(state, replace(ASKED, alarm=None), params)
    share = np.exp(joint - joint.max())
    stats = state.causes.stats
    yes, no = stats[..., 16] + 1.0, stats[..., 17] + 1.0
    carried = share * yes / (yes + no)
    older = carried * alarm.older_share(state, -1.0)
    found = told(attribute(state, replace(ASKED, alarm=None), KNOWN, limits=OPEN))
    assert found.share == pytest.approx(float(older.sum() / carried.sum()), abs=1e-12)


def test_with_two_causes_a_reason_is_a_likelihood_ratio() -> None:
    """With one older cause and a new one, what a cue adds is the log ratio of how well the two foresaw it."""
    state, params = alarm.start(memories=[FATHER]), Params()
    found = told(attribute(state, Event(0.0, ("sam",), (("voice", 1.0),)), KNOWN, limits=OPEN))
    cue = next(reason for reason in found.reasons if reason.kind is Kind.CUE)
    yes, no = params.cue
    seen = params.memory * 0.9
    ratio = (yes + seen) / (yes + no + params.memory) / (yes / (yes + no))
    assert cue.log_odds == pytest.approx(math.log(ratio), abs=1e-10)


@pytest.mark.system("S7")
def test_the_persons_answer_moves_the_share() -> None:
    """What the person said of past moments is evidence: "then" raises the share, "now" lowers it."""
    shares = [told(attribute(lived(answer=a), ASKED, KNOWN, limits=OPEN)).share for a in (NOW, None, THEN)]
    assert shares == sorted(shares)
    assert shares[0] < 0.2 < 0.8 < shares[2]


@pytest.mark.care("C2")
@pytest.mark.parametrize("outcome", [1.0, None])
def test_what_hurts_or_may_have_hurt_is_a_matter_of_now(outcome: float | None) -> None:
    """Moments that hurt, and those whose ending is open or protected, take the share from then."""
    fine = told(attribute(lived(answer=THEN), ASKED, KNOWN, limits=OPEN)).share
    hurt = told(attribute(lived(outcome=outcome, answer=THEN), ASKED, KNOWN, limits=OPEN)).share
    assert hurt < fine - 0.2


def test_memories_and_moments_from_before_speak() -> None:
    """The memory's label speaks for then, and moments from before the relationship do; later ones never."""
    state = alarm.start(memories=[replace(FATHER, strength=0.5)])
    for i in range(20):
        state, _ = alarm.step(state, moment(i - 300.0, loud=i % 2 == 0, who="rob"), seed=1)
    for i in range(12):
        state, _ = alarm.step(state, moment(float(i), loud=i % 3 == 0), seed=1)
    found = told(attribute(state, replace(ASKED, time=12.0), KNOWN, limits=OPEN))
    assert [spoken.id for spoken in found.memories] == ["m1"]
    assert 0 < len(found.moments) <= OPEN.spoken
    assert all(float(spoken.id.removeprefix("moment-")) < -1.0 for spoken in found.moments)
    assert [s.part for s in found.moments] == sorted((s.part for s in found.moments), reverse=True)
    assert sum(spoken.part for spoken in (*found.moments, *found.memories)) <= 2.0 + 1e-9


def test_of_several_people_the_first_known_parts_then_from_now() -> None:
    """What happened since the first of them was known is no longer before."""
    state, event = lived(answer=THEN), replace(ASKED, people=("sam", "kim"))
    both, first, later = (
        told(attribute(state, event, {"sam": sam, "kim": kim}, limits=OPEN))
        for sam, kim in ((-1.0, 5.0), (-1.0, -1.0), (5.0, 5.0))
    )
    assert both == first
    assert both.share < later.share


def test_the_seed_decides_the_interval_alone() -> None:
    """The same seed gives the same attribution; another moves only the bounds, and these but little."""
    state = lived()
    one, again, other = (told(attribute(state, ASKED, KNOWN, limits=OPEN, seed=seed)) for seed in (1, 1, 2))
    assert one == again
    assert (one.share, one.reasons) == (other.share, other.reasons)
    assert one.low == pytest.approx(other.low, abs=0.1)
    assert one.high == pytest.approx(other.high, abs=0.1)


def test_intervals_are_nested() -> None:
    """A higher level gives wider bounds."""
    state = lived()
    found = [told(attribute(state, ASKED, KNOWN, Params(level=level), limits=OPEN)) for level in (0.5, 0.8, 0.95)]
    assert found[2].low <= found[1].low <= found[0].low
    assert found[2].high >= found[1].high >= found[0].high


@pytest.mark.parametrize(
    ("event", "known", "count", "limits", "reason"),
    [
        (replace(ASKED, people=()), KNOWN, 24, Limits(), Thin.NOBODY),
        (ASKED, {}, 24, Limits(), Thin.UNKNOWN_START),
        (replace(ASKED, people=("sam", "zoe")), KNOWN, 24, Limits(), Thin.UNKNOWN_START),
        (ASKED, KNOWN, 9, Limits(), Thin.FEW_MOMENTS),
        (Event(30.0, ("kim",)), KNOWN, 24, Limits(), Thin.FEW_LIKE_THIS),
        (ASKED, {"sam": -20_000.0}, 24, Limits(), Thin.NOTHING_OLDER),
        (ASKED, {"sam": -20_000.0}, 24, Limits(older=0.0), Thin.NOTHING_OLDER),
        (ASKED, KNOWN, 24, Limits(width=0.0), Thin.TOO_WIDE),
    ],
)
def test_it_may_be_too_early_to_say(
    event: Event, known: dict[str, float], count: int, limits: Limits, reason: Thin
) -> None:
    """With thin evidence nothing is said but why."""
    assert attribute(lived(count), event, known, limits=limits) == TooEarly(reason)


def test_situations_sum_to_the_reading() -> None:
    """Their shares sum to one, and with their alarms to the reading; memories, then and now are told apart."""
    state = alarm.start(memories=[FATHER])
    for i in range(20):
        state, _ = alarm.step(state, moment(i - 300.0, loud=i % 2 == 0, who="rob"), seed=1)
    for i in range(12):
        state, _ = alarm.step(state, moment(float(i), loud=i % 3 == 0), seed=1)
    found = situations(state, ASKED, -1.0)
    assert set(found) == {"memory:m1", "then", "now"}
    assert math.fsum(q for q, _ in found.values()) == pytest.approx(1.0, abs=1e-12)
    assert math.fsum(q * a for q, a in found.values()) == pytest.approx(alarm.read(state, ASKED).p, abs=1e-12)


@pytest.mark.system("S8")
def test_insight_changes_the_situation_and_experience_what_it_expects() -> None:
    """Split in two, the change after an insight is all insight; after many quiet moments, experience has its part."""
    state = lived(answer=THEN)
    asked = replace(ASKED, time=17.0)
    before = situations(state, asked, -1.0)
    seen = healing.split(before, situations(alarm.insight(state, 17.0, NOW), asked, -1.0))
    assert abs(seen.experience) < 0.2 * abs(seen.insight)
    quiet = state
    for i in range(20):
        event = replace(moment(17.0 + i, loud=True), alarm=0.1)
        quiet, _ = alarm.step(quiet, event, seed=1, answer=THEN)
    felt = healing.split(before, situations(quiet, replace(asked, time=37.0), -1.0))
    assert felt.experience < -0.1


def test_repr_names_nobody() -> None:
    """An attribution shows no id and no label."""
    shown = repr(attribute(lived(answer=THEN), ASKED, KNOWN, limits=OPEN))
    assert not any(word in shown for word in ("voice", "sam", "m1", "moment-", "kitchen"))


def test_the_past_is_refused() -> None:
    """A moment that lies before the state is refused."""
    with pytest.raises(ValueError, match="before the state"):
        attribute(lived(), replace(ASKED, time=0.0), KNOWN)
