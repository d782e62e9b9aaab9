"""Every published model keeps the protocol, and none escapes the registry."""

from __future__ import annotations

import dataclasses
import importlib
import pkgutil
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from homing.engine import published
from homing.engine.published._protocol import Events, Floats
from homing.engine.published.registry import MODELS

T, D = 12, 2
BLOCKS = sorted(name for name, model in MODELS.items() if model.run_block)
Rows = tuple[Floats, Floats, Floats]


def rows(seed: int = 1, count: int = T) -> Rows:
    """Made-up rows that suit every model: cues and outcomes 0 or 1, times that rise unevenly, over three days."""
    rng = np.random.default_rng(seed)
    cues = rng.integers(0, 2, (count, D)).astype(float)
    cues[:, 0] = 1.0
    times = np.cumsum(rng.choice([1.0, 1.0, 2.0, 30.0], count))
    return cues, rng.integers(0, 2, count).astype(float), times


def block(lengths: tuple[int, ...]) -> Events:
    """People with so many rows each, padded to the longest, with nonsense in the padding."""
    most = max(lengths)
    cues, outcomes = np.full((len(lengths), most, D), np.nan), np.full((len(lengths), most), 9.0)
    times, there = np.full((len(lengths), most), -5.0), np.zeros((len(lengths), most), dtype=bool)
    for person, length in enumerate(lengths):
        cues[person, :length], outcomes[person, :length], times[person, :length] = rows(person, length)
        there[person, :length] = True
    return Events(cues, outcomes, times, there)


def each(events: Events, of: Callable[[NDArray[Any]], NDArray[Any]]) -> Events:
    """The events with every field changed in the same way."""
    return Events(of(events.cues), of(events.outcomes), of(events.times), of(events.there))


def part(events: Events, first: int, end: int) -> Events:
    """The rows from ``first`` to before ``end``."""
    return each(events, lambda field: field[:, first:end])


def begin(name: str, people: int) -> tuple[Any, Any, Any]:
    """The state, ``run_block`` and default parameters of an online model."""
    model = MODELS[name]
    assert model.start is not None
    params = model.params()
    return model.start(people, D, params), model.run_block, params


def same(one: Any, other: Any) -> None:
    """Two states are equal, number by number."""
    for mine, yours in zip(one, other, strict=True):
        np.testing.assert_array_equal(mine, yours)


def test_no_model_escapes() -> None:
    """Every public module beside the registry is listed, with the functions that it offers."""
    found = {module.name for module in pkgutil.iter_modules(published.__path__) if not module.name.startswith("_")}
    assert found - {"registry"} == set(MODELS)
    for name, model in MODELS.items():
        module = importlib.import_module(f"{published.__name__}.{name}")
        assert (model.run, model.params) == (module.run, module.Params)
        assert model.start is getattr(module, "start", None)
        assert model.run_block is getattr(module, "run_block", None)
        assert (model.start is None) == (model.run_block is None)


@pytest.mark.parametrize("name", MODELS)
def test_header_says_what_it_explains_and_what_not(name: str) -> None:
    """The file of a model opens with what the model explains and what it does not."""
    header = importlib.import_module(f"{published.__name__}.{name}").__doc__ or ""
    assert "Explains:" in header
    assert "Does not explain:" in header


@pytest.mark.parametrize("name", MODELS)
def test_parameters_have_published_defaults_and_stay(name: str) -> None:
    """The parameters are a frozen dataclass that needs no arguments."""
    params = MODELS[name].params()
    field = dataclasses.fields(params)[0].name
    with pytest.raises(dataclasses.FrozenInstanceError):
        setattr(params, field, getattr(params, field))


@pytest.mark.parametrize("name", MODELS)
def test_result_has_a_response_and_an_expectation_a_row(name: str) -> None:
    """The result opens with the response and the expected outcome, one finite number a row."""
    result = MODELS[name].run(*rows())
    assert result._fields[:2] == ("response", "expected")
    assert result.response.shape == result.expected.shape == (T,)
    assert np.isfinite(result.response).all()
    assert np.isfinite(result.expected).all()


@pytest.mark.parametrize("name", MODELS)
def test_no_rows_give_no_results(name: str) -> None:
    """A person without rows has an empty result."""
    result = MODELS[name].run(np.zeros((0, D)), np.zeros(0), np.zeros(0))
    assert result.response.shape == result.expected.shape == (0,)


@pytest.mark.parametrize("now", [0, 1, 5, T - 2])
@pytest.mark.parametrize("name", MODELS)
def test_prediction_knows_neither_this_outcome_nor_what_follows(name: str, now: int) -> None:
    """What a row predicts is the same whatever its outcome and all later rows turn out to be, or if there are none."""
    cues, outcomes, times = rows()
    whole = MODELS[name].run(cues, outcomes, times, seed=3)
    other = cues.copy(), outcomes.copy(), times.copy()
    other[0][now + 1 :, 1] = 1.0 - cues[now + 1 :, 1]
    other[1][now:] = 1.0 - outcomes[now:]
    other[2][now + 1 :] += 50.0
    cut = tuple(given[: now + 1] for given in (cues, outcomes, times))
    for changed in (other, cut):
        result = MODELS[name].run(*changed, seed=3)
        for field in ("response", "expected"):
            before, after = getattr(whole, field), getattr(result, field)
            np.testing.assert_array_equal(before[: now + 1], after[: now + 1])


@pytest.mark.parametrize("name", MODELS)
def test_same_seed_gives_the_same(name: str) -> None:
    """Running twice with one seed gives the same numbers."""
    same(MODELS[name].run(*rows(), seed=5), MODELS[name].run(*rows(), seed=5))


@pytest.mark.parametrize("name", MODELS)
def test_inputs_are_left_alone(name: str) -> None:
    """The caller's arrays are not written to, and a result does not change when they are written to later."""
    given = rows()
    result = MODELS[name].run(*given)
    same(given, rows())
    kept = result.response.copy(), result.expected.copy()
    for array in given:
        array[:] = 0.0
    same(kept, result[:2])


@pytest.mark.parametrize("name", MODELS)
def test_unknown_outcomes_teach_nothing(name: str) -> None:
    """As long as no outcome is known, the first expectation stands."""
    cues, _, times = rows()
    expected = MODELS[name].run(cues, np.full(T, np.nan), times).expected
    np.testing.assert_allclose(expected, expected[0], rtol=0.0, atol=1e-12)


@pytest.mark.parametrize("name", MODELS)
def test_one_unknown_outcome_does_no_harm(name: str) -> None:
    """With an outcome missing here and there, every prediction is still a number."""
    cues, outcomes, times = rows()
    outcomes[[0, 3, 4]] = np.nan
    result = MODELS[name].run(cues, outcomes, times)
    assert np.isfinite(result.response).all()
    assert np.isfinite(result.expected).all()


@pytest.mark.parametrize("name", MODELS)
def test_rows_at_one_time_are_taken_in_their_order(name: str) -> None:
    """Times may stand still."""
    cues, outcomes, times = rows()
    times[4:8] = times[4]
    assert np.isfinite(MODELS[name].run(cues, outcomes, times).expected).all()


def bad_rows() -> dict[str, Rows]:
    """Rows that cannot be meant."""
    cues, outcomes, times = rows()
    falling, endless, unknown, never = times.copy(), outcomes.copy(), cues.copy(), times.copy()
    falling[5], endless[5], unknown[5, 0], never[5] = 0.0, np.inf, np.nan, np.nan
    return {
        "cues without an axis": (cues[:, 0], outcomes, times),
        "outcomes with an axis": (cues, outcomes[:, None], times),
        "times with an axis": (cues, outcomes, times[:, None]),
        "too few cues": (cues[1:], outcomes, times),
        "too few outcomes": (cues, outcomes[1:], times),
        "too few times": (cues, outcomes, times[1:]),
        "falling times": (cues, outcomes, falling),
        "an endless outcome": (cues, endless, times),
        "an unknown cue": (unknown, outcomes, times),
        "an unknown time": (cues, outcomes, never),
    }


@pytest.mark.parametrize("what", bad_rows())
@pytest.mark.parametrize("name", MODELS)
def test_rows_that_do_not_fit_are_refused(name: str, what: str) -> None:
    """Rows that do not fit together are refused with a sentence."""
    with pytest.raises(ValueError, match=r"\w+ \w+ \w+"):
        MODELS[name].run(*bad_rows()[what])


@pytest.mark.parametrize("name", BLOCKS)
def test_block_is_each_person_alone(name: str) -> None:
    """A padded block of people gives what each of them gives alone."""
    lengths = (5, T, 1, 0, 9)
    events = block(lengths)
    state, run_block, params = begin(name, len(lengths))
    _, expected = run_block(state, events, params)
    assert expected.shape == events.outcomes.shape
    for person, length in enumerate(lengths):
        alone = MODELS[name].run(*rows(person, length)).expected
        np.testing.assert_allclose(expected[person, :length], alone, rtol=0.0, atol=1e-12)


@given(cut=st.integers(0, T), shortest=st.integers(0, T))
@pytest.mark.parametrize("name", BLOCKS)
def test_halves_are_the_whole(name: str, cut: int, shortest: int) -> None:
    """A block run in two parts gives the same state and the same expectations, to the last digit."""
    events = block((T, shortest))
    state, run_block, params = begin(name, 2)
    whole, expected = run_block(state, events, params)
    middle, first = run_block(state, part(events, 0, cut), params)
    end, second = run_block(middle, part(events, cut, T), params)
    same(whole, end)
    there = events.there
    np.testing.assert_array_equal(expected[there], np.concatenate([first, second], axis=1)[there])


@pytest.mark.parametrize("name", BLOCKS)
def test_padding_is_inert(name: str) -> None:
    """Rows that are not there leave the state as it was, wherever they stand and whatever is written in them."""
    state, run_block, params = begin(name, 2)
    learnt, _ = run_block(state, block((T, 7)), params)
    nobody = part(block((T, 0)), 0, T)._replace(there=np.zeros((2, T), dtype=bool))
    after, _ = run_block(learnt, nobody, params)
    same(learnt, after)
    spread = each(block((T, 7)), lambda field: np.repeat(field, 2, axis=1))
    spread.there[:, ::2] = False
    same(learnt, run_block(state, spread, params)[0])


@pytest.mark.parametrize("name", BLOCKS)
def test_running_a_block_changes_nothing_it_was_given(name: str) -> None:
    """Neither the state nor the events that a block was run from are written to."""
    events = block((T, 7))
    state, run_block, params = begin(name, 2)
    learnt, _ = run_block(state, events, params)
    kept = [np.array(field, copy=True) for field in learnt]
    run_block(learnt, events._replace(times=events.times + 1000.0), params)
    same(kept, learnt)
    same(events, block((T, 7)))


@pytest.mark.parametrize("name", BLOCKS)
def test_blocks_that_do_not_fit_are_refused(name: str) -> None:
    """A block for other people or cues than the state's, or with fields of different shapes, is refused."""
    events = block((T, 7))
    state, run_block, params = begin(name, 2)
    for bad in (
        each(events, lambda field: field[:1]),
        events._replace(cues=events.cues[:, :, :1]),
        events._replace(cues=events.cues[:, :, 0]),
        events._replace(outcomes=events.outcomes[:, 1:]),
        events._replace(times=events.times[:, 1:]),
        events._replace(there=events.there[:1]),
    ):
        with pytest.raises(ValueError, match=r"\w+ \w+ \w+"):
            run_block(state, bad, params)
