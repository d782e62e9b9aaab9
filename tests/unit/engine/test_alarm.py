"""What the alarm model expects, what it learns, and what it takes from the person."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest

from homing.engine import alarm
from homing.engine._alarm_features import log_prior
from homing.engine._alarm_state import SEEN_BITS, SIZE, SPOKEN
from homing.engine._particles import effective, systematic
from homing.engine._timeprior import J, kernel, power_law, remembered
from homing.engine.alarm import Answer, Memory, Params, Points
from homing.engine.events import Event

LOUD, SOFT = (("voice", 1.0),), (("smile", 1.0),)
FATHER = Memory(-9000.0, 0.9, "m1", uncertainty=400.0, people=("father",), cues=LOUD)


def day(at: int, *, cues: tuple[tuple[str, float], ...] = LOUD, felt: float | None = 0.8, who: str = "sam") -> Event:
    """A moment with someone."""
    return Event(float(at), (who,), cues, outcome=0.0, alarm=felt, id=f"moment-{at}")


def lived(count: int = 24) -> list[Event]:
    """Every third moment a loud voice that rings, the others a smile that does not."""
    return [day(i) if i % 3 == 0 else day(i, cues=SOFT, felt=0.1) for i in range(count)]


@pytest.mark.system("S2")
def test_cues_come_to_ring_by_their_own_history() -> None:
    """A cue that rang is expected to ring, one that did not is not, with the same person."""
    state, _ = alarm.many(alarm.start(), lived(), seed=1)
    loud, soft = (alarm.read(state, day(24, cues=cues)) for cues in (LOUD, SOFT))
    assert loud.p > 0.65
    assert soft.p < 0.25
    assert loud.low < loud.p < loud.high
    assert 1.0 <= loud.effective <= 64.0
    assert loud.seen == 24


def test_the_first_moment_says_nothing() -> None:
    """Before anything is learnt the expectation is the prior, wide, and nothing has been seen."""
    reading = alarm.read(alarm.start(), Event(0.0))
    assert [reading.p, reading.harm, reading.low, reading.high] == pytest.approx([0.5, 0.5, 0.1, 0.9])
    assert reading.seen == 0
    assert reading.effective == pytest.approx(64.0)


WHOLE = Event(1.0, ("sam",), LOUD, "kitchen", 1.0, 0.7)


@pytest.mark.parametrize(
    "part",
    [
        replace(WHOLE, people=()),
        replace(WHOLE, cues=()),
        replace(WHOLE, setting=None),
        replace(WHOLE, outcome=None),
        replace(WHOLE, alarm=None),
        Event(1.0, alarm=0.7),
    ],
)
def test_anything_may_be_missing(part: Event) -> None:
    """A moment is learnt from whatever part of it is missing."""
    state, _ = alarm.step(alarm.start(), part)
    assert state.learnt == 1
    assert 0.0 < alarm.read(state, WHOLE).p < 1.0


def test_a_moment_without_alarm_and_outcome_is_only_time() -> None:
    """Who was there and what was seen teaches nothing by itself."""
    state, _ = alarm.many(alarm.start(), lived(), seed=1)
    waited, _ = alarm.many(state, [alarm.silent(day(i)) for i in range(24, 30)])
    assert waited.learnt == state.learnt
    one, two = alarm.read(state, day(40)), alarm.read(waited, day(40))
    assert one.p == pytest.approx(two.p, abs=1e-12)


def test_the_strongest_telling_of_a_cue_counts() -> None:
    """A cue told twice is the stronger one, told once."""
    twice, once = day(0, cues=(("voice", 0.3), ("voice", 0.9))), day(0, cues=(("voice", 0.9),))
    assert alarm.dump(alarm.step(alarm.start(), twice)[0]) == alarm.dump(alarm.step(alarm.start(), once)[0])


def test_a_fainter_cue_says_less() -> None:
    """The alarm expected of a cue that rang grows with its intensity."""
    state, _ = alarm.many(alarm.start(), lived(), seed=1)
    found = [alarm.read(state, day(24, cues=(("voice", x), ("smile", 1.0 - x)))).p for x in (0.1, 0.5, 0.9)]
    assert found == sorted(found)


def test_several_people_are_one_piece_of_evidence() -> None:
    """Three people present add one moment with people, a third of it each."""
    crowd = Event(0.0, ("a", "b", "c"), alarm=0.5)
    state, _ = alarm.step(alarm.start(), crowd)
    columns = [state.names["person", name].column for name in "abc"]
    assert state.causes.stats[0, 0, columns].tolist() == pytest.approx([1 / 3] * 3)


@pytest.mark.system("S8")
def test_a_closed_window_teaches_little_of_safety_but_harm_counts_whole() -> None:
    """The evidence of a safe outcome is scaled by the aperture, that of harm is not."""
    shut, open_ = (Event(0.0, cues=LOUD, outcome=0.0, aperture=aperture) for aperture in (0.1, 1.0))
    after = [alarm.read(alarm.step(alarm.start(), event)[0], replace(event, time=1.0)).harm for event in (shut, open_)]
    assert after[0] > after[1]
    hurt = [Event(0.0, cues=LOUD, outcome=1.0, aperture=aperture) for aperture in (0.1, 1.0)]
    one, two = (alarm.step(alarm.start(), event)[0].causes.stats for event in hurt)
    assert np.array_equal(one, two)


def test_the_seed_decides_and_nothing_else() -> None:
    """The same seed gives the same state; another gives others; a negative one is refused."""
    runs = [alarm.dump(alarm.many(alarm.start(), lived(), seed=seed)[0]) for seed in (3, 3, 4)]
    assert runs[0] == runs[1] != runs[2]
    with pytest.raises(ValueError, match="non-negative"):
        alarm.step(alarm.start(), day(0), seed=-1)


def test_old_causes_return() -> None:
    """After thirty quiet years an old cause can still be at work: its prior has a floor."""
    state, _ = alarm.many(alarm.start(), lived(), seed=1)
    prior = np.exp(log_prior(state, 11_000.0, Params()))
    known = state.causes.stats[..., SIZE] > 0
    assert prior[known].min() > 0.05
    assert alarm.read(state, day(11_000)).p > 0.6


def test_ten_years_weigh_no_more_than_one() -> None:
    """The state after a long diary with ever new names is as large as after a short one, and every number is finite."""
    params = Params(particles=8, causes=4, people=3, settings=2, cues=5)
    state, sizes = alarm.start(params), []
    for i in range(600):
        event = Event(i * 6.0, (f"p{i}",), ((f"c{i}", 1.0), ("voice", 0.5)), f"s{i}", float(i % 2), (i % 11) / 10)
        state, reading = alarm.step(state, event, params, seed=2)
        assert math.isfinite(reading.p)
        if i in (100, 599):
            sizes.append(sum(array.nbytes for array in state.causes))
            assert len(state.names) <= 10
    assert sizes[0] == sizes[1]
    assert len(state.moments) <= 8 * 4 * SPOKEN
    assert (state.causes.stats[:, :-1, SIZE] > 0).all()
    assert (state.causes.stats[:, -1] == 0).all()


def test_who_leaves_for_want_of_room_is_a_stranger_again() -> None:
    """When there is no more room, the name longest away leaves; what its causes know of the rest stays."""
    params = Params(people=2, settings=1, cues=1)
    diary = [Event(float(i), (who,), ((who, 1.0),), who, alarm=0.9) for i, who in enumerate("abca")]
    state, _ = alarm.many(alarm.start(params), diary, params)
    assert {name for kind, name in state.names if kind == "person"} == {"c", "a"}
    assert {name for kind, name in state.names if kind == "cue"} == {"a"}
    assert {name for kind, name in state.names if kind == "setting"} == {"a"}


def test_a_crowd_beyond_the_room_is_cut() -> None:
    """Of more people and cues than there is room for, the strongest cues stay and nothing breaks."""
    params = Params(people=2, cues=2)
    crowd = Event(0.0, tuple("abcd"), (("w", 0.1), ("x", 0.9), ("y", 0.5), ("z", 0.2)), alarm=1.0)
    state, _ = alarm.step(alarm.start(params), crowd, params)
    assert {name for _, name in state.names} == {"a", "b", "x", "y"}


def test_seen_looks_back_over_a_bounded_past() -> None:
    """``seen`` counts the moments that share a name, over the last 1024."""
    params = Params(particles=1)
    diary = [day(i, who="sam" if i < 40 else "kim", cues=()) for i in range(SEEN_BITS + 10)]
    state, _ = alarm.many(alarm.start(params), diary, params)
    assert alarm.read(state, day(2000, who="sam", cues=())).seen == 30
    assert alarm.read(state, day(2000, who="lou", cues=())).seen == 0


@pytest.mark.system("S7")
def test_an_old_memory_makes_its_cue_ring_before_anything_happened() -> None:
    """A memory seeds a cause with its label; a moment like it rings more, one unlike it does not."""
    state = alarm.start(memories=[FATHER])
    assert state.labels == ("m1",)
    like, unlike = (alarm.read(state, day(0, cues=cues)).p for cues in (LOUD, SOFT))
    assert like > unlike > 0.5


def test_memories_of_one_label_feed_one_cause() -> None:
    """A second memory with the label of the first joins its cause; other labels get causes of their own."""
    more = replace(FATHER, time=-8000.0, setting="kitchen", outcome=1.0)
    other = replace(FATHER, time=-100.0, label="m2", uncertainty=0.0)
    state = alarm.start(memories=[other, more, FATHER])
    assert (state.causes.stats[..., SIZE] > 0).sum(axis=1).tolist() == [2] * 64
    assert state.causes.stats[0, 0, SIZE] == 2 * Params().memory
    assert state.time == -100.0
    late = alarm.remember(alarm.step(state, day(0))[0], replace(other, time=-50.0))
    assert late.time == 0.0


def test_more_memories_than_there_is_room_for_are_refused() -> None:
    """One label more than ``max_memories`` is refused, and two causes stay free."""
    params = Params(causes=4)
    memories = [replace(FATHER, label=f"m{i}") for i in range(3)]
    assert params.max_memories == 2
    alarm.start(params, memories[:2])
    with pytest.raises(ValueError, match="no room"):
        alarm.start(params, memories)


def test_a_labelled_cause_is_never_given_up() -> None:
    """However many new situations come, the cause of a memory stays in every particle."""
    params = Params(particles=16, causes=3, alpha=50.0)
    diary = [Event(i * 30.0, (f"p{i}",), ((f"c{i}", 1.0),), f"s{i}", alarm=float(i % 2)) for i in range(40)]
    state, _ = alarm.many(alarm.start(params, [FATHER]), diary, params, seed=1)
    assert (state.causes.labels == 0).sum(axis=1).tolist() == [1] * 16


def test_the_counters_hold_the_power_law() -> None:
    """Fifteen decaying counters stay within .6 % of 1 / (days + 1/4) over ten years."""
    ages = [0.0, *np.geomspace(0.01, 3650.0, 200).tolist()]
    assert J == 15
    assert max(abs(float(kernel(age).sum()) / power_law(age) - 1.0) for age in ages) < 0.006
    assert power_law(math.inf) == 0.0


@pytest.mark.parametrize(("age", "uncertainty"), [(900.0, 100.0), (10.0, 30.0), (0.0, 5.0), (3.0, 0.0)])
def test_an_uncertain_age_is_a_mean_over_ages(age: float, uncertainty: float) -> None:
    """The counters of an uncertain memory are the mean over its possible ages, none below zero."""
    ages = np.maximum(np.linspace(age - uncertainty, age + uncertainty, 100_001), 0.0)
    mean = [float(kernel(0.0) @ remembered(float(a), 0.0)) for a in ages[::500]]
    assert float(kernel(0.0) @ remembered(age, uncertainty)) == pytest.approx(float(np.mean(mean)), rel=0.02)


def shares(state: alarm.State, event: Event, label: int = 0) -> float:
    """The responsibility of the causes with this label for an event."""
    joint = state.weights[:, None] + alarm.expectation(state, event, Params())
    share = np.exp(joint - joint.max())
    return float(share[state.causes.labels == label].sum() / share.sum())


@pytest.mark.system("S7")
@pytest.mark.parametrize(
    ("answer", "up"),
    [
        (Answer(Points.MEMORY, label="m1"), True),
        (Answer(Points.THEN, since=-100.0), True),
        (Answer(Points.NOW, since=-100.0), False),
    ],
)
def test_an_answer_is_evidence_and_not_a_command(answer: Answer, up: bool) -> None:
    """It moves the share of the memory's cause the way it points, and never to all or nothing."""
    before = alarm.start(memories=[FATHER])
    without, _ = alarm.step(before, day(0), seed=5)
    told, _ = alarm.step(before, day(0), seed=5, answer=answer)
    one, two = shares(without, day(1)), shares(told, day(1))
    assert (two > one) is up
    assert 0.01 < two < 0.99


@pytest.mark.parametrize("answer", [Answer(Points.BOTH), Answer(Points.MEMORY, label="never entered")])
def test_an_answer_that_points_nowhere_changes_nothing(answer: Answer) -> None:
    """ "Both", and a memory that was never entered, leave the learning as it is."""
    before = alarm.start(memories=[FATHER])
    without, _ = alarm.step(before, day(0), seed=5)
    told, _ = alarm.step(before, day(0), seed=5, answer=answer)
    assert np.allclose(without.weights, told.weights, atol=1e-12)
    assert np.array_equal(without.causes.stats, told.causes.stats)


@pytest.mark.system("S8")
def test_insight_moves_responsibilities_and_nothing_else() -> None:
    """Every count stays to the bit; the expected alarm moves; and it comes back within weeks."""
    state, _ = alarm.many(alarm.start(memories=[FATHER]), lived(6), seed=1)
    waited = alarm.step(state, Event(6.0))[0]
    seen = alarm.insight(state, 6.0, Answer(Points.NOW, since=-100.0))
    assert np.array_equal(waited.causes.stats, seen.causes.stats)
    assert np.array_equal(waited.weights, seen.weights)
    asked = day(6, who="kim")
    assert shares(seen, asked) < 0.5 * shares(waited, asked)
    later = replace(asked, time=200.0)
    assert shares(seen, later) == pytest.approx(shares(waited, later), rel=1e-3)


def test_a_new_insight_takes_the_place_of_the_old() -> None:
    """Saying it twice is saying it once, and the opposite undoes it."""
    state, _ = alarm.many(alarm.start(memories=[FATHER]), lived(6), seed=1)
    now, then = (Answer(points, since=-100.0) for points in (Points.NOW, Points.THEN))
    once = alarm.insight(state, 6.0, now)
    assert alarm.dump(alarm.insight(once, 6.0, now)) == alarm.dump(once)
    assert shares(alarm.insight(once, 6.0, then), day(6)) > shares(once, day(6))


def test_only_experience_changes_what_a_cause_expects() -> None:
    """Moments that stay quiet lower what a loud voice is expected to ring."""
    state, _ = alarm.many(alarm.start(), lived(), seed=1)
    quiet, _ = alarm.many(state, [day(i, felt=0.1) for i in range(24, 44)], seed=1)
    assert alarm.read(quiet, day(44)).p < alarm.read(state, day(44)).p - 0.2


def test_a_long_diary_is_resampled() -> None:
    """Particles that foresaw little are dropped: after each moment at least half are effective."""
    state, kept = alarm.start(), []
    for event in lived(40):
        state, _ = alarm.step(state, event, seed=2)
        kept.append(effective(state.weights))
    assert 32.0 <= min(kept) < max(kept) <= 64.0 + 1e-9


@pytest.mark.parametrize("u", [0.0, 0.3, 0.999])
def test_survivors_are_as_many_as_their_weight(u: float) -> None:
    """Systematic resampling keeps each particle as often as its share of M, rounded up or down."""
    share = np.array([0.0, 0.05, 0.6, 0.35])
    with np.errstate(divide="ignore"):
        count = np.bincount(systematic(np.log(share), u), minlength=4)
    assert np.all(np.abs(count - 4 * share) < 1.0)


@pytest.mark.parametrize("cut", [0, 7, 24])
def test_a_rest_anywhere_changes_nothing(cut: int) -> None:
    """A state written down and read again goes on to the same bytes."""
    whole, _ = alarm.many(alarm.start(memories=[FATHER]), lived(), seed=3)
    half, _ = alarm.many(alarm.start(memories=[FATHER]), lived()[:cut], seed=3)
    again, _ = alarm.many(alarm.load(alarm.dump(half)), lived()[cut:], seed=3)
    assert alarm.dump(again) == alarm.dump(whole)


def test_damaged_states_are_refused() -> None:
    """Other bytes, another version, cut or lengthened bodies and broken heads are refused."""
    blob = alarm.dump(alarm.many(alarm.start(memories=[FATHER]), lived(5), seed=3)[0])
    with pytest.raises(ValueError, match="another version"):
        alarm.load(blob.replace(b"alarm-1", b"alarm-0"))
    broken = [
        b"",
        b"[]",
        blob[:-8],
        blob + bytes(8),
        blob[: len(blob) // 2],
        blob.replace(b'"learnt": 5', b'"learnt": -5'),
    ]
    broken += [
        blob.replace(b"homing", b"roming"),
        blob.replace(b'"father", 2', b'"father", 1'),
        blob.replace(b'"voice", 2', b'"voice", 1'),
    ]
    broken += [blob.replace(b'"version": "alarm-1", ', b""), blob[:-8] + np.array([np.nan]).tobytes()]
    for bad in broken:
        with pytest.raises(ValueError, match="damaged"):
            alarm.load(bad)


def test_the_past_is_refused() -> None:
    """Events and insights that lie before the state are refused."""
    state, _ = alarm.step(alarm.start(), day(5))
    for attempt in (
        lambda: alarm.read(state, day(4)),
        lambda: alarm.step(state, day(4)),
        lambda: alarm.insight(state, 4.0, Answer(Points.BOTH)),
    ):
        with pytest.raises(ValueError, match="before the state"):
            attempt()


@pytest.mark.parametrize(
    "wrong",
    [
        {"particles": 0},
        {"causes": 2},
        {"cues": 0},
        {"alpha": 0.0},
        {"alarm": (0.0, 1.0)},
        {"grain": math.inf},
        {"floor": -0.1},
        {"floor": math.inf},
        {"trust": 1.0},
        {"trust": 0.4},
        {"level": 1.0},
    ],
)
def test_impossible_parameters_are_refused(wrong: dict[str, object]) -> None:
    """Parameters outside their range are refused."""
    with pytest.raises(ValueError, match=r"alarm model|time prior|trust"):
        Params(**wrong)  # type: ignore[arg-type]  # wrong on purpose


@pytest.mark.parametrize(
    "wrong",
    [
        {"label": ""},
        {"time": math.nan},
        {"uncertainty": -1.0},
        {"uncertainty": math.inf},
        {"strength": 1.1},
        {"outcome": -0.1},
        {"cues": (("voice", 2.0),)},
    ],
)
def test_impossible_memories_are_refused(wrong: dict[str, object]) -> None:
    """A memory without label or date, or with numbers out of range, is refused."""
    with pytest.raises(ValueError, match=r"memory|cue"):
        Memory(**{"time": 0.0, "strength": 0.5, "label": "m", **wrong})  # type: ignore[arg-type]  # wrong on purpose


def test_answers_say_what_they_point_to() -> None:
    """An answer about a memory needs its label; about then or now, the day that parts them."""
    with pytest.raises(ValueError, match="label"):
        Answer(Points.MEMORY)
    for points in (Points.THEN, Points.NOW):
        with pytest.raises(ValueError, match="day"):
            Answer(points)


def test_repr_names_nobody() -> None:
    """States, memories and answers show no id and no label."""
    state, _ = alarm.step(alarm.start(memories=[FATHER]), day(1))
    shown = repr(state) + repr(FATHER) + repr(Answer(Points.MEMORY, label="m1"))
    assert not any(word in shown for word in ("father", "voice", "sam", "m1", "moment-1"))
