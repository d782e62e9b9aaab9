"""The compiled twins keep the protocol of the published models, and give what their models give."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from homing.engine.published import _twins
from homing.engine.published._protocol import Events
from homing.engine.published._twins import KERNELS, compiled, twin
from homing.engine.published.hgf_binary import Params as Hgf
from homing.engine.published.latent_cause_2010 import Params as Causes
from homing.engine.published.registry import MODELS
from homing.engine.published.rescorla_wagner import Params as Weights
from tests.contract import test_published as contract
from tests.examples import examples

JITS: dict[str, _twins.Jit] = {"compiled": compiled, "plain": lambda function: function}
"""How a loop is run: as numba makes it, and as it is written, which shows which lines of it were reached."""

CHECKS: tuple[Callable[[str], None], ...] = (
    contract.test_result_has_a_response_and_an_expectation_a_row,
    contract.test_no_rows_give_no_results,
    contract.test_same_seed_gives_the_same,
    contract.test_inputs_are_left_alone,
    contract.test_unknown_outcomes_teach_nothing,
    contract.test_one_unknown_outcome_does_no_harm,
    contract.test_rows_at_one_time_are_taken_in_their_order,
    contract.test_block_is_each_person_alone,
    contract.test_padding_is_inert,
    contract.test_running_a_block_changes_nothing_it_was_given,
    contract.test_blocks_that_do_not_fit_are_refused,
)
PARAMS: dict[str, tuple[Any, ...]] = {
    "rescorla_wagner": (Weights(), Weights(0.2, 0.05, (0.5, 1.0, 0.3), 0.1)),
    "latent_cause_2010": (Causes(), Causes(alpha=0.0), Causes(alpha=0.1, stickiness=3.0, a=0.5, causes=3)),
    "hgf_binary": (Hgf(), Hgf(enhanced=True, kappa=1.4), Hgf(levels=2), Hgf(levels=2, omega2=-1.0, mean2=-4.0)),
}
WILD = Hgf(omega2=2.0)
"""Beyond the standard filter."""
CASES = [(name, params) for name in KERNELS for params in PARAMS[name]]


@pytest.fixture(params=JITS)
def jit(request: pytest.FixtureRequest) -> _twins.Jit:
    """Each of the ways."""
    return JITS[request.param]


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__.removeprefix("test_"))
@pytest.mark.parametrize("name", KERNELS)
def test_twin_keeps_the_contract(
    name: str, check: Callable[[str], None], jit: _twins.Jit, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What holds for a model holds for its twin, put in its place."""
    monkeypatch.setitem(MODELS, name, twin(name, jit))
    check(name)


@pytest.mark.parametrize("now", [0, 5])
@pytest.mark.parametrize("name", KERNELS)
def test_twin_does_not_look_ahead(name: str, now: int, jit: _twins.Jit, monkeypatch: pytest.MonkeyPatch) -> None:
    """What a row predicts is the same whatever its outcome and all later rows turn out to be."""
    monkeypatch.setitem(MODELS, name, twin(name, jit))
    contract.test_prediction_knows_neither_this_outcome_nor_what_follows(name, now)


@pytest.mark.parametrize("what", contract.bad_rows())
@pytest.mark.parametrize("name", KERNELS)
def test_twin_refuses_what_its_model_refuses(name: str, what: str) -> None:
    """Rows that do not fit together are refused with the same sentence."""
    with pytest.raises(ValueError, match=r"\w+ \w+ \w+") as ours:
        MODELS[name].run(*contract.bad_rows()[what])
    with pytest.raises(ValueError, match=r"\w+ \w+ \w+") as theirs:
        twin(name).run(*contract.bad_rows()[what])
    assert str(ours.value) == str(theirs.value)


def people(seed: int, count: int, length: int, cues: int) -> Events:
    """Padded people with graded cues and outcomes, some unknown, and uneven times."""
    rng = np.random.default_rng(seed)
    x, r = rng.random((count, length, cues)), rng.random((count, length))
    x[rng.random(x.shape) < 0.5] = 0.0
    r[rng.random(r.shape) < 0.6] = 1.0
    r[rng.random(r.shape) < 0.2] = np.nan
    tau = np.cumsum(rng.choice([0.0, 1.0, 20.0], r.shape), axis=1)
    return Events(x, r, tau, rng.random(r.shape) < 0.9)


def close(one: Any, other: Any) -> None:
    """Equal to 1e-12, number by number."""
    for mine, yours in zip(one, other, strict=True):
        np.testing.assert_allclose(mine, yours, rtol=1e-12, atol=1e-12)


@pytest.mark.parametrize(("name", "params"), CASES)
def test_twin_gives_what_its_model_gives_to_twelve_digits(name: str, params: Any, jit: _twins.Jit) -> None:
    """States and expectations of a block, and the whole result of a person, are those of the array path."""
    events = people(1, 6, 40, 3)
    model, other = MODELS[name], twin(name, jit)
    assert model.start is not None
    assert model.run_block is not None
    assert other.run_block is not None
    begun = model.start(6, 3, params)
    ours, expected = model.run_block(begun, events, params)
    theirs, foreseen = other.run_block(begun, events, params)
    close([*ours, expected], [*theirs, foreseen])
    rows = tuple(field[0] for field in events[:3])
    close(model.run(*rows, params), other.run(*rows, params))


@settings(max_examples=examples(8, 30))
@given(seed=st.integers(0, 2**32 - 1), cut=st.integers(0, 12), cues=st.integers(1, 70))
@pytest.mark.parametrize("name", KERNELS)
def test_halves_of_a_twin_are_the_whole(name: str, seed: int, cut: int, cues: int) -> None:
    """A block run in two parts by the compiled loop gives the same to the last digit, and the model's to 1e-12."""
    other, events = twin(name), people(seed, 3, 12, cues)
    params = Weights(rate=0.01) if name == "rescorla_wagner" else MODELS[name].params()
    assert other.start is not None
    assert other.run_block is not None
    begun = other.start(3, cues, params)
    whole, expected = other.run_block(begun, events, params)
    middle, first = other.run_block(begun, contract.part(events, 0, cut), params)
    end, second = other.run_block(middle, contract.part(events, cut, 12), params)
    contract.same(whole, end)
    np.testing.assert_array_equal(expected, np.concatenate([first, second], axis=1))
    model = MODELS[name].run_block
    assert model is not None
    state, foreseen = model(begun, events, params)
    close([*whole, expected], [*state, foreseen])


@pytest.mark.parametrize("cues", [3, 70])
def test_many_cues_and_no_cause_left(cues: int, jit: _twins.Jit) -> None:
    """The latent causes agree where the weights are brought back to size, and where all causes are in use."""
    events, params = people(2, 2, 12, cues), Causes(alpha=20.0, causes=2)
    other, model = twin("latent_cause_2010", jit), MODELS["latent_cause_2010"]
    assert model.start is not None
    assert model.run_block is not None
    assert other.run_block is not None
    begun = model.start(2, cues, params)
    ours, expected = model.run_block(begun, events, params)
    theirs, foreseen = other.run_block(begun, events, params)
    close([*ours, expected], [*theirs, foreseen])


def test_what_a_loop_is_not_made_for_goes_to_the_model(jit: _twins.Jit) -> None:
    """Particles are run, and a filter out of its range, cues out of range and saliences that do not fit are refused."""
    rows = contract.rows()
    cloud = Causes(particles=5)
    contract.same(
        MODELS["latent_cause_2010"].run(*rows, cloud, seed=2), twin("latent_cause_2010", jit).run(*rows, cloud, seed=2)
    )
    with pytest.raises(ValueError, match="beyond the standard filter"):
        twin("hgf_binary", jit).run(*rows, WILD)
    with pytest.raises(ValueError, match="between 0 and 1"):
        twin("latent_cause_2010", jit).run(rows[0] * 2.0, rows[1], rows[2])
    with pytest.raises(ValueError, match="between 0 and 1"):
        twin("hgf_binary", jit).run(rows[0], rows[1] * 2.0, rows[2])
    with pytest.raises(ValueError, match="broadcast"):
        twin("rescorla_wagner", jit).run(*rows, Weights(salience=(1.0, 1.0, 1.0)))


def test_enhanced_filter_keeps_its_precision(jit: _twins.Jit) -> None:
    """Where the new precision would not be above zero, the enhanced filter's stays, in both paths."""
    params = replace(WILD, enhanced=True)
    close(MODELS["hgf_binary"].run(*contract.rows(), params), twin("hgf_binary", jit).run(*contract.rows(), params))


def test_a_loop_that_cannot_be_kept_is_compiled_all_the_same() -> None:
    """Without a folder for it, a function is compiled in each process."""
    space: dict[str, Any] = {}
    exec("def double(number):\n    return 2 * number\n", space)
    assert compiled(space["double"])(4) == 8
