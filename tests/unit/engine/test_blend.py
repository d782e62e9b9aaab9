"""The average of three forecasters: weights, widths, and what is kept."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest

from homing.engine import blend, calibration, world
from homing.engine._mixture import moments, quantile
from homing.engine.calibration import Recalibration
from homing.engine.events import Event

from .diaries import events

DIARY = events(seed=21, moments=60)
LATER = Event(DIARY[-1].time + 1.0, ("p1",), (("c2", 0.8),))


@pytest.fixture(scope="module")
def learnt() -> blend.State:
    """The blend after one simulated diary."""
    return blend.many(blend.start(), DIARY)[0]


def test_p_is_the_weighted_mean_of_what_was_said(learnt: blend.State) -> None:
    """The parts add up: weights to 1, and weights times what was said to p."""
    reading = blend.read(learnt, LATER)
    assert [part.name for part in reading.parts] == ["world", "causes", "beta"]
    assert sum(part.weight for part in reading.parts) == pytest.approx(1.0)
    assert sum(part.weight * part.p for part in reading.parts) == pytest.approx(reading.p)
    assert reading.parts[0].p == world.read(learnt.parts[0], LATER).p


def test_who_foresaw_better_counts_more(learnt: blend.State) -> None:
    """A weight is the prior weight times e to the forgotten score."""
    params = blend.Params(prior=(0.2, 0.3, 0.5))
    weights = [part.weight for part in blend.read(learnt, LATER, params).parts]
    raw = [prior * math.exp(score) for prior, score in zip(params.prior, learnt.scores, strict=True)]
    assert weights == pytest.approx([one / sum(raw) for one in raw])


def test_old_scores_count_less() -> None:
    """After each outcome a score is .98 of itself plus the log of the probability given to what followed."""
    state, first = blend.step(blend.start(), Event(0.0, ("a",), outcome=1.0))
    after, second = blend.step(state, Event(1.0, ("a",), outcome=0.0))
    for score, one, two in zip(after.scores, first.parts, second.parts, strict=True):
        assert score == pytest.approx(0.98 * math.log(one.p) + math.log(1.0 - two.p))


def test_an_open_moment_scores_nothing(learnt: blend.State) -> None:
    """Without an outcome, scores and tally stay."""
    after, _ = blend.step(learnt, replace(LATER, outcome=None))
    assert (after.scores, after.tally) == (learnt.scores, learnt.tally)


def test_the_tally_counts_every_outcome(learnt: blend.State) -> None:
    """Each labelled moment is in the running calibration, once."""
    assert calibration.outcomes(learnt.tally) == sum(event.outcome is not None for event in DIARY)
    assert 0.0 <= calibration.error(learnt.tally) <= 1.0


def test_the_felt_alarm_is_not_evidence() -> None:
    """What was felt changes no reading of what follows: the two are kept apart."""
    felt = [replace(event, alarm=0.9, aperture=0.1) for event in DIARY]
    assert blend.many(blend.start(), felt)[1] == blend.many(blend.start(), DIARY)[1]


@pytest.mark.system("S2")
def test_what_is_unknown_is_said_to_be_unknown() -> None:
    """Before any outcome the reading says "I do not know"; after many alike it does not."""
    assert blend.read(blend.start(), LATER).unknown
    calm, _ = blend.many(blend.start(), [Event(0.5 * i, ("a",), outcome=0.0) for i in range(40)])
    reading = blend.read(calm, Event(20.0, ("a",)))
    assert not reading.unknown
    assert reading.high < 0.35


def test_disagreement_widens_the_interval(learnt: blend.State) -> None:
    """The variance is what each is unsure of plus what they disagree about, and the interval holds every part's p."""
    reading = blend.read(learnt, LATER, blend.Params(level=0.99))
    assert reading.disagreement >= 0.0
    assert reading.variance > reading.disagreement
    assert all(reading.low <= part.p <= reading.high for part in reading.parts)


def test_recalibration_moves_readings_and_keeps_their_order(learnt: blend.State) -> None:
    """A correction learnt from others shifts p and bounds; no correction leaves every number as it is."""
    plain = blend.read(learnt, LATER)
    none = blend.read(learnt, LATER, blend.Params(recalibration=Recalibration(0.0, 1.0)))
    more = blend.read(learnt, LATER, blend.Params(recalibration=Recalibration(0.5, 1.0)))
    assert none.p == pytest.approx(plain.p)
    assert plain.p < more.p
    assert plain.low < more.low <= more.p <= more.high
    assert plain.high < more.high


def test_the_same_seed_gives_the_same_numbers() -> None:
    """Randomness is in the seed alone."""
    one, again, other = (blend.many(blend.start(), DIARY, blend.Params(seed=seed))[1] for seed in (5, 5, 6))
    assert one == again
    assert one != other


def test_a_certain_forecast_that_fails_is_not_the_end() -> None:
    """Even a forecaster that was wrong with certainty keeps a finite score."""
    sure = blend.Params(world=world.Params(bias=world.Block(60.0, 1e-6, 90.0)))
    state, _ = blend.step(blend.start(sure), Event(0.0, outcome=0.0), sure)
    assert all(map(math.isfinite, state.scores))
    assert 0.0 < blend.read(state, Event(0.0), sure).p < 1.0


@pytest.mark.parametrize(
    "changes",
    [
        {"prior": (1.0, 0.0, 1.0)},
        {"prior": (1.0, math.inf, 1.0)},
        {"forgetting": 0.0},
        {"spread": 1.5},
        {"unknown": 1.5},
        {"level": 0.0},
        {"world": world.Params(outcome="real")},
    ],
)
def test_parameters_that_make_no_sense_are_refused(changes: dict[str, object]) -> None:
    """Weights, forgetting, width and level must be in range, and the world model's outcome binary."""
    with pytest.raises(ValueError, match=r"forecaster|forgetting|level|blend"):
        blend.Params(**changes)  # type: ignore[arg-type]  # wrong on purpose


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"homing-blend", b"homing-blond"),
        (b'"scores": [', b'"scores": ["0x1p0", '),
        (b'"lengths": [', b'"lengths": [-1, '),
        (b'"tally": [', b'"tally": ["x", '),
        (b'"time": ', b'"when": '),
    ],
)
def test_damaged_states_are_refused(old: bytes, new: bytes, learnt: blend.State) -> None:
    """A state that is not what was written is refused with one clear sentence."""
    blob = blend.dump(learnt)
    assert old in blob
    with pytest.raises(ValueError, match="this engine state is damaged"):
        blend.load(blob.replace(old, new, 1))


def test_cut_and_foreign_states_are_refused(learnt: blend.State) -> None:
    """A state cut short is damaged; one of another version is to be recomputed."""
    blob = blend.dump(learnt)
    with pytest.raises(ValueError, match="damaged"):
        blend.load(blob[:-1])
    with pytest.raises(ValueError, match="another version"):
        blend.load(blob.replace(b"blend-1", b"blend-0"))


def test_mixture_quantiles_match_draws() -> None:
    """Quantiles and moments of a mixture are those of a million draws from it."""
    parts = [(0.5, -1.0, 0.5), (0.3, 2.0, 1.0), (0.2, 0.0, 3.0)]
    rng = np.random.default_rng(0)
    which = rng.choice(3, 1_000_000, p=[0.5, 0.3, 0.2])
    draws = rng.normal(np.array([m for _, m, _ in parts])[which], np.array([s for _, _, s in parts])[which])
    for q in (0.1, 0.5, 0.9):
        assert quantile(q, parts) == pytest.approx(float(np.quantile(draws, q)), abs=0.02)
    assert moments(parts) == pytest.approx((float(draws.mean()), float(draws.var())), abs=0.03)


def test_mixture_quantiles_end_far_out_and_far_apart() -> None:
    """Where floats are wider apart than the tolerance, or no mass lies between the parts, the search still ends."""
    assert quantile(0.5, [(1.0, 1e12, 1e3)]) == pytest.approx(1e12)
    assert quantile(0.3, [(0.5, 1e12, 1e3), (0.5, -1e12, 1e3)]) == pytest.approx(-1e12)
    assert -1e3 < quantile(0.5, [(0.5, -1e3, 1.0), (0.5, 1e3, 1.0)]) < 1e3
