"""The latent-cause model of 2010: the toolbox's numbers, its phenomena, its fit, and the layout for cohorts."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from homing.engine.published import latent_cause_2010
from homing.engine.published._protocol import Events, Floats
from homing.engine.published.latent_cause_2010 import Params, Result, fit_alpha
from homing.lab.designs import DESIGNS

LOCAL = {
    "renewal-AAA": (0.344, 0.344),
    "renewal-ABA": (0.344, 0.908),
    "renewal-ABC": (0.348, 0.545),
    "renewal-AAB": (0.373, 0.452),
    "renewal-ABB": (0.344, 0.050),
    "latent-inhibition-same": (0.344, 0.344),
    "latent-inhibition-elsewhere": (0.912, 0.908),
    "latent-inhibition-none": (0.916, 0.913),
}
PARTICLES = {
    "renewal-AAA": (0.344, 0.343),
    "renewal-ABA": (0.911, 0.906),
    "renewal-ABC": (0.570, 0.546),
    "renewal-AAB": (0.373, 0.455),
    "renewal-ABB": (0.049, 0.051),
    "latent-inhibition-same": (0.344, 0.344),
    "latent-inhibition-elsewhere": (0.911, 0.906),
    "latent-inhibition-none": (0.916, 0.912),
}
"""The last expectation for alpha = .1 and 1: the toolbox's local MAP, and the mean of its 1,000 particles."""


def simulate(name: str, params: Params, seed: int = 0) -> Result:
    """The model on a design."""
    design = DESIGNS[name]
    return latent_cause_2010.run(design.cues, design.outcomes, design.times, params, seed=seed)


@pytest.mark.parametrize("name", LOCAL)
def test_local_map_gives_the_printed_values(name: str) -> None:
    """The last expectation by local MAP is the toolbox's, to the three digits of the table."""
    for alpha, printed in zip((0.1, 1.0), LOCAL[name], strict=True):
        assert simulate(name, Params(alpha=alpha)).response[-1] == pytest.approx(printed, abs=0.0005)


@pytest.mark.parametrize("name", PARTICLES)
def test_particles_give_the_printed_values(name: str) -> None:
    """The mean of the last expectation over a few seeds is the toolbox's, within what chance allows."""
    for alpha, printed in zip((0.1, 1.0), PARTICLES[name], strict=True):
        last = [simulate(name, Params(alpha=alpha, particles=1000), seed).response[-1] for seed in range(4)]
        assert np.mean(last) == pytest.approx(printed, abs=0.025)


@pytest.mark.parametrize(
    ("alpha", "stickiness", "printed"),
    [
        (0.0, 0.0, 0.34375),
        (0.0, 2.0, 0.34375),
        (0.1, 2.0, 0.34402471),
        (1.0, 0.0, 0.9084492),
        (1.0, 2.0, 0.90799568),
        (5.0, 0.0, 0.62287098),
        (5.0, 2.0, 0.89423916),
    ],
)
def test_local_map_is_the_toolbox_to_eight_digits(alpha: float, stickiness: float, printed: float) -> None:
    """ABA renewal under every alpha and stickiness, also where ten causes are not enough (alpha = 5)."""
    result = simulate("renewal-ABA", Params(alpha=alpha, stickiness=stickiness))
    assert result.response[-1] == pytest.approx(printed, abs=1e-8)


def test_a_sticky_first_row_may_open_the_second_cause() -> None:
    """The toolbox's quirk: before any row, cause 1 has the weight of its stickiness, and alpha goes to cause 2."""
    first = simulate("renewal-ABA", Params(alpha=1.0, stickiness=2.0)).responsibilities
    np.testing.assert_allclose(first[0, :3], [2 / 3, 1 / 3, 0.0], rtol=0.0, atol=1e-12)
    np.testing.assert_allclose(first[1, :3], [0.9266968326, 0.07330316742, 0.0], rtol=0.0, atol=5e-11)
    assert simulate("renewal-ABA", Params(alpha=5.0, stickiness=2.0)).causes[0] == 1


def test_without_alpha_there_is_one_cause() -> None:
    """With alpha = 0 all rows have one cause, and the expectation is a plain average with one trial each way before."""
    design = DESIGNS["renewal-ABA"]
    result = simulate("renewal-ABA", Params(alpha=0.0))
    assert set(result.causes.tolist()) == {0}
    seen = np.concatenate([[0.0], np.cumsum(design.outcomes)[:-1]])
    np.testing.assert_allclose(result.expected, (seen + 1.0) / (np.arange(31) + 2.0), rtol=0.0, atol=1e-12)


def test_what_was_extinguished_elsewhere_comes_back() -> None:
    """Particles show ABA > ABC > AAB > AAA > ABB (B1)."""
    params = Params(alpha=0.1, particles=1000)
    last = [simulate(f"renewal-{name}", params).response[-1] for name in ("ABA", "ABC", "AAB", "AAA", "ABB")]
    assert last == sorted(last, reverse=True)


def test_exposure_delays_learning_in_its_own_room_only() -> None:
    """A cue met without outcome is learnt less in the same room, and hardly less in another (B7)."""
    same, other, none = (
        simulate(f"latent-inhibition-{where}", Params()).response[-1] for where in ("same", "elsewhere", "none")
    )
    assert same < 0.5 < other < none


def test_partial_reinforcement_extinguishes_more_slowly_in_proportion() -> None:
    """After outcomes on every second trial a larger share of the expectation outlasts twenty trials without (B10)."""
    left = {}
    for name in ("all", "half"):
        response = simulate(f"reinforced-{name}", Params()).response
        left[name] = response[-1] / response[-20]
    assert left["half"] > left["all"] + 0.05


def test_particles_fall_back_on_the_last_row_where_an_outcome_is_unknown() -> None:
    """A row without outcome is answered and changes nothing, with particles as without."""
    cues, times = np.ones((5, 1)), np.arange(5.0)
    outcomes = np.array([np.nan, 1.0, np.nan, 1.0, 0.0])
    for particles in (1, 50):
        result = latent_cause_2010.run(cues, outcomes, times, Params(particles=particles))
        assert result.expected[0] == pytest.approx(0.5)
        assert result.expected[2] == pytest.approx(result.expected[3], abs=1e-12)
        np.testing.assert_array_equal(result.responsibilities[1], result.responsibilities[2])


def test_each_particle_keeps_its_own_last_cause() -> None:
    """With stickiness, particles go on being made of causes that they used: the weights still sum to one."""
    result = simulate("renewal-ABA", Params(stickiness=3.0, particles=40))
    np.testing.assert_allclose(result.responsibilities.sum(axis=1), 1.0, rtol=0.0, atol=1e-12)
    assert np.all((result.expected > 0.0) & (result.expected < 1.0))


def test_hundreds_of_cues_stay_in_range() -> None:
    """With three hundred cues, products of their chances neither vanish nor become unknown."""
    rng = np.random.default_rng(3)
    cues = np.repeat(rng.integers(0, 2, (2, 300)), 40, axis=0).astype(float)
    outcomes = np.repeat([1.0, 0.0], 40)
    for particles in (1, 20):
        result = latent_cause_2010.run(cues, outcomes, np.arange(80.0), Params(particles=particles))
        assert np.isfinite(result.expected).all()
        assert result.expected[39] > 0.9 > 0.1 > result.expected[-1]


def plainly(x: Floats, r: Floats, alpha: float) -> tuple[list[float], float]:
    """Local MAP from the equations, row by row and cause by cause; and how near it came to a tie between causes."""
    causes: list[list[int]] = []
    expected, clear = [], 1.0
    for t in range(len(r)):
        weights, foreseen = [], []
        for rows in [*causes, []]:
            n = len(rows)
            there = (x[rows].sum(axis=0) + 1.0) / (n + 2.0)
            fit = np.prod(there * x[t] + (1.0 - there) * (1.0 - x[t]))
            weights.append((n or alpha) * fit)
            foreseen.append((r[rows].sum() + 1.0) / (n + 2.0))
        weight, outcome = np.array(weights), np.array(foreseen)
        expected.append(float(weight @ outcome / weight.sum()))
        after = weight * (r[t] * outcome + (1.0 - r[t]) * (1.0 - outcome))
        chosen = int(np.argmax(after))
        clear = min([clear, *(1.0 - np.delete(after, chosen) / after[chosen])])
        causes += [[]] if chosen == len(causes) else []
        causes[chosen].append(t)
    return expected, clear


@given(seed=st.integers(0, 10_000), graded=st.booleans())
def test_the_fast_layout_is_the_equations(seed: int, graded: bool) -> None:
    """Unless causes tie, the layout for cohorts gives what the equations give one by one, for graded rows too."""
    rng = np.random.default_rng(seed)
    x = rng.random((15, 3)) if graded else rng.integers(0, 2, (15, 3)).astype(float)
    r = rng.random(15) if graded else rng.integers(0, 2, 15).astype(float)
    expected, clear = plainly(x, r, 0.7)
    assume(clear > 1e-9)
    result = latent_cause_2010.run(x, r, np.arange(15.0), Params(alpha=0.7, causes=16))
    np.testing.assert_allclose(result.expected, expected, rtol=0.0, atol=1e-10)


def test_a_cohort_in_parts_is_each_person_alone() -> None:
    """More people than fit one part of the work, padded unevenly, are each as if alone."""
    rng = np.random.default_rng(8)
    people, rows = 1100, 6
    x, r = rng.integers(0, 2, (people, rows, 2)).astype(float), rng.integers(0, 2, (people, rows)).astype(float)
    there = np.arange(rows) < rng.integers(0, rows + 1, people)[:, None]
    events = Events(x, r, np.tile(np.arange(float(rows)), (people, 1)), there)
    _, expected = latent_cause_2010.run_block(latent_cause_2010.start(people, 2), events)
    for person in (0, 511, 1023, 1024, 1099):
        count = int(there[person].sum())
        alone = latent_cause_2010.run(x[person, :count], r[person, :count], np.arange(float(count)))
        np.testing.assert_array_equal(expected[person, :count], alone.expected)
        assert np.isnan(expected[person, count:]).all()


def test_nobody_is_a_cohort_too() -> None:
    """A block without people has no rows and no state."""
    events = Events(np.zeros((0, 4, 2)), np.zeros((0, 4)), np.zeros((0, 4)), np.zeros((0, 4), dtype=bool))
    state, expected = latent_cause_2010.run_block(latent_cause_2010.start(0, 2), events)
    assert expected.shape == (0, 4)
    assert len(state.rows) == 0


def test_a_cohort_has_no_particles() -> None:
    """Blocks are for local MAP; asking for particles is refused."""
    events = Events(np.zeros((1, 1, 1)), np.zeros((1, 1)), np.zeros((1, 1)), np.ones((1, 1), dtype=bool))
    params = Params(particles=10)
    with pytest.raises(ValueError, match="particles must be 1"):
        latent_cause_2010.run_block(latent_cause_2010.start(1, 1, params), events, params)


@pytest.mark.parametrize(("cue", "outcome"), [(1.5, 0.0), (-0.5, 0.0), (1.0, 2.0), (1.0, -1.0)])
def test_what_is_no_chance_is_refused(cue: float, outcome: float) -> None:
    """Cues and outcomes outside 0 to 1 are refused."""
    with pytest.raises(ValueError, match="between 0 and 1"):
        latent_cause_2010.run([[cue]], [outcome], [0.0])


def test_fit_is_the_published_one() -> None:
    """Alpha, the Bayes factor, slopes and likelihoods are those of fifty runs and regressions done one by one."""
    design = DESIGNS["renewal-ABA"]
    rng = np.random.default_rng(2)
    truth = simulate("renewal-ABA", Params(alpha=2.0)).response
    ratings = 70.0 * truth + rng.normal(0.0, 4.0, len(truth))
    ratings[4] = np.nan
    fit = fit_alpha(design.cues, design.outcomes, ratings)
    kept = ~np.isnan(ratings)
    likelihood = []
    for alpha, slope, sd in zip(np.linspace(0.0, 10.0, 50), fit.slope, fit.sd, strict=True):
        v = simulate("renewal-ABA", Params(alpha=alpha)).response[kept]
        b = float(np.linalg.lstsq(v[:, None], ratings[kept], rcond=None)[0][0])
        residual = ratings[kept] - b * v
        spread = float(np.sqrt(np.mean(residual**2)))
        assert (slope, sd) == pytest.approx((b, spread), rel=1e-9)
        density = np.exp(-0.5 * (residual / spread) ** 2) / (spread * np.sqrt(2.0 * np.pi))
        likelihood.append(np.log(density).sum())
    weights = np.exp(np.array(likelihood) - max(likelihood))
    np.testing.assert_allclose(fit.log_likelihood, likelihood, rtol=1e-9)
    np.testing.assert_allclose(fit.posterior, weights / weights.sum(), rtol=1e-6, atol=1e-12)
    assert fit.alpha == pytest.approx(float(fit.alphas @ weights / weights.sum()), rel=1e-9)
    factor = np.log(weights.mean()) + max(likelihood) - likelihood[0]
    assert fit.log_bayes_factor == pytest.approx(float(factor), rel=1e-9)
    assert fit.log_bayes_factor > np.log(10.0)


def test_fit_of_one_cause_finds_no_more() -> None:
    """Ratings made with one cause speak against several; a perfect fit stays finite."""
    design = DESIGNS["renewal-ABA"]
    ratings = simulate("renewal-ABA", Params(alpha=0.0)).response
    fit = fit_alpha(design.cues, design.outcomes, ratings)
    assert fit.log_bayes_factor < 0.0
    assert fit.posterior[0] > 0.99


@pytest.mark.parametrize("ratings", [[np.nan, np.nan], [1.0], [[1.0, 2.0]], []])
def test_fit_refuses_ratings_that_do_not_fit(ratings: object) -> None:
    """Ratings of another length or shape, or none at all, are refused."""
    with pytest.raises(ValueError, match="every row"):
        fit_alpha([[1.0], [1.0]], [1.0, 0.0], ratings)  # type: ignore[arg-type]  # shapes are checked when run
