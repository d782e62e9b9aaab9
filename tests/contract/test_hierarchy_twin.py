"""The lab's regression filter by arrays, by its loop as it is written, and by the compiled loop: one filter."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from homing.engine.published._twins import compiled
from homing.lab import hierarchy
from homing.lab._kernel_hierarchy import loop
from homing.lab.columns import Floats
from homing.lab.hierarchy import Prior, follow, swept
from homing.lab.table import Table, read_table, spec_of
from tests.examples import examples

Way = Callable[[Table, Floats, Floats, Prior], tuple[Floats, Floats]]

WAYS: dict[str, Way] = {
    "arrays": lambda *given: follow(*given, fast=False),
    "plain": lambda *given: swept(loop, *given),
    "compiled": lambda *given: follow(*given, fast=True),
}
KINDS = [(binary, kept) for binary in (False, True) for kept in (1.0, 0.93)]


def people(seed: int, lengths: list[int], size: int) -> tuple[Table, Floats, Floats]:
    """People with so many rows each, their features (N, D) and outcomes of 0 or 1 (N,), some unknown."""
    rng = np.random.default_rng(seed)
    rows = sum(lengths)
    y = rng.integers(0, 2, rows).astype(float)
    y[:2] = 0.0, 1.0
    told: dict[str, Any] = {
        "id": np.repeat(np.arange(len(lengths)), lengths),
        "t": np.concatenate([np.arange(float(one)) for one in lengths]),
        "outcome": y,
    }
    table = read_table(told, spec_of(person="id", time="t"))
    y = np.where((rng.random(rows) < 0.2) & (np.arange(rows) > 1), np.nan, y)
    return table, rng.normal(size=(rows, size)), y


def prior(seed: int, size: int, *, binary: bool, kept: float, wide: float = 1.0) -> Prior:
    """Weights that depend on each other."""
    rng = np.random.default_rng(seed)
    root = rng.normal(size=(size, size))
    cov = wide * (root @ root.T / size + 0.1 * np.eye(size))
    return Prior(rng.normal(size=size), cov, 0.7, kept=kept, binary=binary)


def close(one: tuple[Floats, Floats], other: tuple[Floats, Floats]) -> None:
    """Means and variances equal to 1e-12."""
    for mine, yours in zip(one, other, strict=True):
        np.testing.assert_allclose(mine, yours, rtol=1e-12, atol=1e-12)


@settings(max_examples=examples(20, 200))
@given(
    seed=st.integers(0, 2**32 - 1),
    lengths=st.lists(st.integers(1, 9), min_size=1, max_size=5).filter(lambda sizes: sum(sizes) > 1),
    size=st.integers(1, 9),
    kind=st.sampled_from(KINDS),
    wide=st.sampled_from([0.01, 1.0, 30.0]),
)
@pytest.mark.parametrize("way", ["plain", "compiled"])
def test_loop_gives_what_arrays_give(
    way: str, seed: int, lengths: list[int], size: int, kind: tuple[bool, float], wide: float
) -> None:
    """Means and variances of people of any lengths agree to twelve digits, with drift and without."""
    table, x, y = people(seed, lengths, size)
    begin = prior(seed, size, binary=kind[0], kept=kind[1], wide=wide)
    close(WAYS[way](table, x, y, begin), WAYS["arrays"](table, x, y, begin))


@pytest.mark.parametrize("way", ["plain", "compiled"])
@pytest.mark.parametrize(("binary", "kept"), KINDS)
def test_loop_agrees_over_many_rows(way: str, binary: bool, kept: float) -> None:
    """Nor do they part in the course of a long diary, with outcomes that surprise."""
    table, x, y = people(3, [300, 1, 40], 6)
    begin = prior(4, 6, binary=binary, kept=kept, wide=10.0)
    close(WAYS[way](table, 3.0 * x, y, begin), WAYS["arrays"](table, 3.0 * x, y, begin))


@pytest.mark.parametrize("way", ["plain", "compiled"])
@pytest.mark.parametrize("binary", [False, True])
def test_one_is_many(way: str, binary: bool) -> None:
    """Someone followed alone gets the same bits as among others, whoever comes before."""
    table, x, y = people(5, [7, 3, 12], 4)
    begin = prior(6, 4, binary=binary, kept=0.9)
    told, unsure = WAYS[way](table, x, y, begin)
    for one in range(3):
        rows = slice(int(table.starts[one]), int(table.starts[one + 1]))
        alone = WAYS[way](table.of_people(np.array([one])), x[rows], y[rows], begin)
        np.testing.assert_array_equal(alone[0], told[rows])
        np.testing.assert_array_equal(alone[1], unsure[rows])


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("binary", [False, True])
def test_a_gap_teaches_nothing(way: str, binary: bool) -> None:
    """Without drift, a row whose outcome is unknown may as well not be there; what is to come is not known either."""
    table, x, y = people(7, [12], 3)
    begin = prior(8, 3, binary=binary, kept=1.0)
    y[5] = np.nan
    told, _ = WAYS[way](table, x, y, begin)
    rest = np.arange(12) != 5
    close(
        WAYS[way](table.where(rest), x[rest], y[rest], begin),
        (told[rest], WAYS[way](table, x, y, begin)[1][rest]),
    )
    later = np.where(np.arange(12) >= 6, 1.0 - np.nan_to_num(y), y)
    np.testing.assert_array_equal(WAYS[way](table, x, later, begin)[0][:7], told[:7])


@pytest.mark.parametrize("way", WAYS)
def test_all_gaps_leave_the_prior(way: str) -> None:
    """With no outcome at all everyone stays where they began, however much drifts."""
    table, x, y = people(9, [6, 2], 3)
    begin = prior(10, 3, binary=True, kept=0.8)
    told, unsure = WAYS[way](table, x, np.full_like(y, np.nan), begin)
    close((told, unsure), (x @ begin.mean, np.einsum("ni,ij,nj->n", x, begin.cov, x)))


@pytest.mark.parametrize("way", WAYS)
def test_what_is_given_is_left_alone(way: str) -> None:
    """Features in any layout will do, even such as may not be written to; nothing that was given is changed."""
    table, x, y = people(11, [5, 4], 3)
    begin = prior(12, 3, binary=True, kept=0.9)
    turned = np.asfortranarray(x)
    before = turned.copy(), y.copy(), begin.mean.copy(), begin.cov.copy()
    for array in (turned, y, begin.mean, begin.cov):
        array.flags.writeable = False
    close(WAYS[way](table, turned, y, begin), WAYS[way](table, x, y, begin))
    for one, other in zip(before, (turned, y, begin.mean, begin.cov), strict=True):
        np.testing.assert_array_equal(one, other)


def test_one_may_choose_for_all_within() -> None:
    """Within ``compiled`` the path is taken that was said there, but for a word of one's own; after it, arrays."""
    table, x, y = people(13, [9, 9], 5)
    begin = prior(14, 5, binary=True, kept=0.95)
    arrays, fast = WAYS["arrays"](table, x, y, begin), WAYS["compiled"](table, x, y, begin)
    with hierarchy.compiled(True):
        np.testing.assert_array_equal(follow(table, x, y, begin), fast)
        np.testing.assert_array_equal(follow(table, x, y, begin, fast=False), arrays)
        with hierarchy.compiled(False):
            np.testing.assert_array_equal(follow(table, x, y, begin), arrays)
    np.testing.assert_array_equal(follow(table, x, y, begin), arrays)


def test_a_variance_never_falls_to_nothing() -> None:
    """Features that are all 0 are foreseen with the least variance there is, on every path."""
    table, x, y = people(15, [4], 2)
    for way in WAYS.values():
        _, unsure = way(table, 0.0 * x, y, prior(16, 2, binary=False, kept=1.0))
        np.testing.assert_array_equal(unsure, 1e-12)


def test_the_loop_is_the_one_that_is_compiled() -> None:
    """What coverage sees is what numba compiles."""
    assert compiled(loop).py_func is loop
