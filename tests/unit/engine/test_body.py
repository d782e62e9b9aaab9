"""The felt-state filter: what it says, what it learns from, and when it says nothing."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest

from homing.engine import body
from homing.engine.body import BodyReading, CheckIn, Params
from homing.engine.events import Event
from homing.record import FeltState

HOUR = 1.0 / 24.0
MINUTE = HOUR / 60.0


def told(*check_ins: Event, params: Params = body.Params()) -> body.State:  # noqa: B008 - frozen
    """The state after these."""
    return body.many(body.start(params), check_ins, params)[0]


def asked(state: body.State, time: float, params: Params = body.Params()) -> BodyReading:  # noqa: B008 - frozen
    """What the state says at this time."""
    return body.read(state, Event(time), params)


def test_the_words_are_those_of_the_record() -> None:
    """The filter knows exactly the felt states a person may choose, and puts none of them first."""
    assert set(body.WORDS) == {word.value for word in FeltState}


@pytest.mark.system("S10")
def test_each_word_points_to_its_state() -> None:
    """A told state is believed, and named."""
    for word in body.STATES:
        state = told(CheckIn(time=0.0, felt=word), CheckIn(time=MINUTE, felt=word))
        assert asked(state, MINUTE).felt == word


def test_cannot_tell_teaches_nothing_and_mixed_little() -> None:
    """ "Can't tell" leaves the belief as it was, and "mixed" leaves every state open."""
    before = asked(told(), 0.0)
    after = asked(told(CheckIn(time=0.0, felt="cant_tell")), 0.0)
    assert after.states == pytest.approx(before.states)
    assert (after.mean, after.variance) == pytest.approx((before.mean, before.variance))
    assert min(asked(told(CheckIn(time=0.0, felt="mixed")), 0.0).states) > 0.03


@pytest.mark.system("S10")
def test_one_update_is_bayes_rule() -> None:
    """Word, arousal and heart together give the posterior that a fine grid over arousal gives."""
    params = Params()
    start = params.table.rest
    p, means = start[:3], start[3:6] / start[:3]
    variances = start[6:] / p - means**2
    a = np.linspace(-15.0, 25.0, 40_001)
    prior = p[:, None] * np.exp(-0.5 * (a - means[:, None]) ** 2 / variances[:, None]) / np.sqrt(variances[:, None])
    erf = np.vectorize(math.erf)
    report = 0.5 * (erf((6.5 - a) / math.sqrt(2.0)) - erf((5.5 - a) / math.sqrt(2.0)))
    gain, rest, sd = params.heart
    heart = np.exp(-0.5 * ((1.7 - gain * (a - rest)) / sd) ** 2)
    word = np.array(params.confusion)[:, 2]
    grid = prior * report * heart * word[:, None]
    grid /= grid.sum()
    reading = asked(told(CheckIn(time=0.0, felt="far_away", arousal=6, heart=1.7)), 0.0)
    mean = float((grid * a).sum())
    assert reading.states == pytest.approx(grid.sum(axis=1), abs=1e-6)
    assert reading.mean == pytest.approx(mean, abs=1e-6)
    assert reading.variance == pytest.approx(float((grid * (a - mean) ** 2).sum()), abs=1e-6)


def test_the_ends_of_the_scale_are_open() -> None:
    """Nothing is above 10 and nothing below 0 but what the scale cannot say."""
    low, high = (asked(told(CheckIn(time=0.0, arousal=end)), 0.0) for end in (0, 10))
    assert low.mean < 1.5
    assert high.mean > 8.0
    assert 0.0 <= low.low <= low.p <= low.high <= high.high <= 1.0


def test_arousal_settles_with_time() -> None:
    """After a tense moment the expected arousal falls hour by hour to where time alone leads, and so does certainty."""
    state = told(CheckIn(time=0.0, felt="on_edge", arousal=9))
    means = [asked(state, hours * HOUR).mean for hours in (0.0, 0.5, 1.0, 2.0, 6.0, 24.0)]
    assert means == sorted(means, reverse=True)
    rest = asked(told(), 0.0)
    assert asked(state, 30.0).mean == pytest.approx(rest.mean)
    assert asked(state, 4.9).states == pytest.approx(rest.states, abs=1e-9)


def test_inputs_move_the_switching() -> None:
    """A predicted alarm makes on edge likelier, another's calm makes settling likelier; none is none."""
    tense = told(CheckIn(time=0.0, felt="on_edge", arousal=8), CheckIn(time=MINUTE, felt="on_edge", arousal=8))
    at = 16 * MINUTE
    plain, calmed, alarmed = (
        body.read(tense, CheckIn(time=at, calm=calm, expected=expected))
        for calm, expected in ((None, None), (1.0, None), (None, 1.0))
    )
    assert calmed.states[0] > plain.states[0] + 0.05
    assert alarmed.states[1] > plain.states[1]
    assert body.read(tense, CheckIn(time=at, calm=0.0, expected=0.0)).states == pytest.approx(plain.states, abs=1e-12)


def test_an_input_acts_only_in_the_time_there_was() -> None:
    """At the same instant an alarm has not acted yet; soon after, only for as long as there was."""
    state = told(CheckIn(time=0.0, felt="settled"))
    edges = [
        body.read(state, CheckIn(time=at, expected=1.0)).states[1] for at in (0.0, MINUTE, 5 * MINUTE, 15 * MINUTE)
    ]
    assert edges[0] == asked(state, 0.0).states[1]
    assert edges == sorted(edges)
    assert edges[-1] > edges[0] + 0.2


@pytest.mark.system("S13")
def test_flooding_has_hysteresis() -> None:
    """Flooding begins above .8 and, once begun, lasts until below .5."""
    params = Params(threshold=5.7)
    calm = told(CheckIn(time=0.0, arousal=6, felt="on_edge"), params=params)
    reading = asked(calm, 0.0, params)
    assert params.leave < reading.flood < params.enter
    assert reading.flooded is False
    high = told(CheckIn(time=0.0, arousal=9, felt="on_edge"), params=params)
    assert asked(high, 0.0, params).flooded is True
    eased = told(*[CheckIn(time=0.0, arousal=a, felt="on_edge") for a in (9, 3)], params=params)
    between = asked(eased, 0.0, params)
    assert params.leave < between.flood < params.enter
    assert between.flooded is True
    assert asked(told(*[CheckIn(time=0.0, arousal=a) for a in (9, 2, 2)], params=params), 0.0, params).flooded is False


def test_flooding_ends_in_the_quiet_and_does_not_come_back_by_half() -> None:
    """If in the meantime it fell below the lower level, an alarm must lift it above the higher one again."""
    params = Params(threshold=6.0, edge=2.0, lead=60.0)
    state = told(CheckIn(time=0.0, arousal=9, felt="on_edge"), params=params)
    assert state.flooded
    later, _ = body.step(state, CheckIn(time=5 * HOUR, expected=1.0), params)
    assert params.leave < body.read(later, Event(5 * HOUR), params).flood < params.enter
    assert not later.flooded


def test_own_threshold_is_learnt() -> None:
    """With enough arousals told the person's own 90th percentile counts, never below 5; before, a fallback."""
    often = [CheckIn(time=i * 1.0, arousal=9 if i % 3 == 0 else 4) for i in range(30)]
    at = 29.0 + HOUR / 6
    own, few = asked(told(*often), at), asked(told(*often[-19:]), at)
    assert own.mean == pytest.approx(few.mean)
    assert own.flood < few.flood
    calm = told(*[CheckIn(time=i * 1.0, arousal=1) for i in range(30)])
    assert asked(calm, 29.0).flood == pytest.approx(asked(calm, 29.0, Params(threshold=5.0)).flood)


def test_poor_data_is_answered_with_silence() -> None:
    """Before anything is learnt, and a day after, no state is named for sure and flooding is not spoken of."""
    fresh = asked(told(), 0.0)
    assert (fresh.felt, fresh.flooded, fresh.seen) == (None, None, 0)
    state = told(CheckIn(time=0.0, felt="on_edge", arousal=8))
    assert asked(state, 0.0).flooded is not None
    assert asked(state, 1.0).flooded is None
    torn = told(CheckIn(time=0.0, felt="mixed", arousal=5))
    assert asked(torn, 0.0).felt is None


def test_plain_and_silent_events_are_only_time() -> None:
    """A moment without a look at the body, of whatever kind, teaches nothing."""
    state = told(CheckIn(time=0.0, felt="on_edge", arousal=8))
    for silent in (Event(HOUR, ("sam",), outcome=1.0, alarm=1.0), CheckIn(time=HOUR, outcome=0.0)):
        waited, _ = body.step(state, silent)
        assert waited.learnt == state.learnt
        one, two = asked(waited, 2 * HOUR), asked(state, 2 * HOUR)
        assert (one.mean, one.variance, *one.states) == pytest.approx((two.mean, two.variance, *two.states), abs=1e-10)


def test_a_heart_that_slips_moves_little() -> None:
    """The heart alone weighs little, and a wild value no more than a high one."""
    before, high, wild = (
        asked(told(*check_ins), 0.0)
        for check_ins in ((), [CheckIn(time=0.0, heart=6.0)], [CheckIn(time=0.0, heart=1e300)])
    )
    assert before.mean < high.mean < 8.0
    assert wild == high


def test_contradictions_stay_finite() -> None:
    """Answers that exclude one another leave a belief that is one."""
    params = Params(report_sd=0.3, spread=(0.01, 0.01, 0.01))
    state = told(
        *[CheckIn(time=0.0, felt=f, arousal=a, heart=-1e9) for f in body.WORDS for a in (0, 10)], params=params
    )
    reading = asked(state, 0.0, params)
    assert sum(reading.states) == pytest.approx(1.0)
    assert math.isfinite(reading.mean)
    assert reading.variance > 0.0


def test_states_come_back_exactly() -> None:
    """What is written down is read back to the last bit."""
    state = told(CheckIn(time=0.3, felt="far_away", arousal=3), CheckIn(time=0.7, heart=0.1))
    again = body.load(body.dump(state))
    assert body.dump(again) == body.dump(state)
    assert body.read(again, Event(1.0)) == body.read(state, Event(1.0))
    with pytest.raises(ValueError, match="read-only"):
        again.moments[0] = 1.0


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"homing-body", b"homing-bodi"),
        (b'"told": [0', b'"told": [-1'),
        (b'"told": [0, ', b'"told": ['),
        (b'"learnt": 0', b'"learnt": -1'),
        (b'"time": "-inf"', b'"time": "nan"'),
        (b'"time": "-inf"', b'"time": 3'),
        (b'"moments": ["', b'"moments": ["inf", "'),
        (b'"moments": ["0x1', b'"moments": ["inf", "zx1'),
        (b'"version": "body-1"', b'"version": 1'),
        (b"}", b""),
    ],
)
def test_damage_is_noticed(old: bytes, new: bytes) -> None:
    """A state that was tampered with is refused, and what it held is not told."""
    blob = body.dump(body.start())
    assert old in blob
    with pytest.raises(ValueError, match=r"^this engine state is damaged$"):
        body.load(blob.replace(old, new))


def test_infinite_moments_are_damage() -> None:
    """A state of the right shape whose numbers are none is refused."""
    state = body.start()
    broken = replace(state, moments=np.full(9, np.inf))
    with pytest.raises(ValueError, match="damaged"):
        body.load(body.dump(broken))


def test_another_version_is_named() -> None:
    """A state of another version of the engine is refused as that."""
    with pytest.raises(ValueError, match="another version"):
        body.load(body.dump(body.start()).replace(b"body-1", b"body-0"))


@pytest.mark.parametrize(
    "change",
    [{"felt": "fine"}, {"arousal": 11}, {"arousal": -1}, {"heart": math.nan}, {"calm": 1.5}, {"expected": -1.0}],
)
def test_impossible_check_ins_are_refused(change: dict[str, float]) -> None:
    """Words and numbers off their scales are refused."""
    with pytest.raises(ValueError, match=r"felt state|arousal|finite|between 0 and 1"):
        CheckIn(time=0.0, **change)  # type: ignore[arg-type]  # by name


@pytest.mark.parametrize(
    "change",
    [
        {"level": 1.0},
        {"leave": 0.9},
        {"sure": 0.0},
        {"numb": 0.0},
        {"report_sd": 0.1},
        {"arousal": (2.0, math.nan, 3.0)},
        {"threshold": math.inf},
        {"confusion": ((1.0,),)},
        {"confusion": ((0.2,) * 5, (0.2,) * 5, (0.3,) * 5)},
        {"confusion": ((0.2,) * 5, (0.2,) * 5, (0.0, 0.4, 0.2, 0.2, 0.2))},
    ],
)
def test_impossible_parameters_are_refused(change: dict[str, object]) -> None:
    """Rates that are not positive, rows that are no probabilities, and levels off their range are refused."""
    with pytest.raises(ValueError, match=r"finite numbers|level|rows"):
        Params(**change)  # type: ignore[arg-type]  # by name


def test_a_look_at_the_body_stays_out_of_repr() -> None:
    """A log line never shows how someone felt."""
    shown = repr(CheckIn(time=1.0, people=("sam",), felt="far_away", arousal=3, heart=2.5, expected=0.7, calm=0.1))
    assert not any(word in shown for word in ("sam", "far_away", "2.5", "0.7", "0.1"))


def test_heart_is_read_against_own_rest() -> None:
    """The own rest sets zero and unit, a fault of the sensor in it moves them little, and little rest says nothing."""
    rest = np.concatenate([np.tile([56.0, 60.0, 64.0], 30), [0.0, 220.0], np.full(20, np.nan)])
    z = body.own_rest_z(np.array([60.0, 72.0]), rest)
    assert z is not None
    assert z == pytest.approx([0.0, 12.0 / (1.4826 * 4.0)])
    assert body.own_rest_z(np.array([60.0]), np.full(100, np.nan)) is None
    still = body.own_rest_z(np.array([61.0]), np.full(50, 60.0))
    assert still is not None
    assert still[0] == 1.0
