"""Any model, run on a block of people."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest

from homing.engine.published import rescorla_wagner
from homing.engine.published._protocol import Events, Model
from homing.engine.published.registry import MODELS
from homing.lab import cohort as lab
from homing.lab.cohort.states import seeds
from homing.lab.table import spec_of
from tests.unit.lab.cohort.works import cohort, equal

SPEC = spec_of(person="id", time="when", outcome="hurt", cues="late,place")


@pytest.fixture
def batch(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """Rescorla and Wagner's model, as if it could only be run on one person at a time."""
    monkeypatch.setitem(MODELS, "batch", Model(rescorla_wagner.run, rescorla_wagner.Params))
    return iter(["batch"])


def halves(events: Events, at: int) -> tuple[Events, Events]:
    """The rows before and from ``at`` on."""
    return Events._make(part[:, :at] for part in events), Events._make(part[:, at:] for part in events)


@pytest.mark.parametrize("online", [True, False])
def test_whole_and_halves_and_one_by_one_are_the_same(batch: Iterator[str], online: bool) -> None:
    """A block at once, in two halves, and person by person without run_block: the same to the last bit."""
    name = "rescorla_wagner" if online else next(batch)
    (block,) = lab.blocks(cohort(), SPEC)
    people, rows, cues = block.events.cues.shape
    begun = lab.begin(name, people, cues)
    before = [part.copy() for part in block.events]
    whole = lab.run_block(begun, block.events)[1]
    assert all(np.array_equal(a, b, equal_nan=True) for a, b in zip(block.events, before, strict=True))
    early, late = halves(block.events, rows // 2)
    state, first = lab.run_block(begun, early)
    again = np.concatenate([first, lab.run_block(state, late)[1]], axis=1)
    alone = lab.run_block(lab.begin("rescorla_wagner", people, cues), block.events)[1]
    assert equal([whole, again], [alone, alone])
    assert np.array_equal(np.isnan(whole), ~block.events.there)


def test_a_person_without_rows_yet_learns_nothing(batch: Iterator[str]) -> None:
    """Only padding: nothing is expected, nothing is run."""
    empty = Events(np.zeros((2, 3, 1)), np.full((2, 3), np.nan), np.zeros((2, 3)), np.zeros((2, 3), dtype=bool))
    assert np.isnan(lab.run_block(lab.begin(next(batch), 2, 1), empty)[1]).all()


def test_states_of_another_kind_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """States of an online model cannot be run by one that is not."""
    begun = lab.begin("rescorla_wagner", 1, 1)
    monkeypatch.setitem(MODELS, "rescorla_wagner", Model(rescorla_wagner.run, rescorla_wagner.Params))
    nothing = Events(np.zeros((1, 0, 1)), np.zeros((1, 0)), np.zeros((1, 0)), np.zeros((1, 0), dtype=bool))
    with pytest.raises(ValueError, match="online"):
        lab.run_block(begun, nothing)


def test_seeds_belong_to_people() -> None:
    """A person's seed comes from the seed and their number, not from the block they are in; all differ."""
    whole = seeds(7, 0, 50)
    assert np.array_equal(np.concatenate([seeds(7, 0, 13), seeds(7, 13, 37)]), whole)
    assert len(set(whole.tolist())) == 50
    assert not np.array_equal(seeds(8, 0, 50), whole)


@pytest.mark.parametrize("name", sorted(MODELS))
def test_every_model_runs_on_a_cohort_whatever_the_blocks(name: str) -> None:
    """The size of the blocks makes no difference of more than rounding."""
    found = []
    for size in (2, 7):
        blocks = list(lab.blocks(cohort(), SPEC, people=size))
        expected = [lab.Predict(name, seed=5)(block) for block in blocks]
        found.append(np.concatenate([one[block.events.there] for block, one in zip(blocks, expected, strict=True)]))
    np.testing.assert_allclose(found[0], found[1], rtol=0, atol=1e-12)


def test_parameters_are_named() -> None:
    """Parameters come from names; lists become tuples, and what is not there is refused with what is."""
    assert lab.params_of("rescorla_wagner", {"rate": 0.2, "salience": [1, 2]}) == rescorla_wagner.Params(
        rate=0.2, salience=(1, 2)
    )
    with pytest.raises(lab.CohortError, match="no parameter 'speed'; it has rate"):
        lab.params_of("rescorla_wagner", {"speed": 1})
    with pytest.raises(lab.CohortError, match="a number, a word or a list"):
        lab.params_of("rescorla_wagner", {"rate": {}})
    with pytest.raises(lab.CohortError, match="no model 'pavlov'"):
        lab.params_of("pavlov", {})


def test_a_model_may_refuse_its_parameters(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the model says is told."""

    def never(rate: float) -> None:
        raise ValueError(f"a rate of {rate} is none")

    monkeypatch.setitem(MODELS, "picky", Model(rescorla_wagner.run, never))
    with pytest.raises(lab.CohortError, match="picky refuses these parameters: a rate of 2"):
        lab.params_of("picky", {"rate": 2})
