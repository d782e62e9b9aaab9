"""The table of phenomena: every row is measured, judged by its rule, and told as it is."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from dataclasses import replace

import pytest

from homing.engine.checks import ContractError
from homing.engine.registry import FILTERS
from homing.lab import phenomena as lab
from homing.lab.designs import DESIGNS
from homing.lab.phenomena import Phenomenon, Row, _memory, engine, gradual, ours
from homing.lab.phenomena._table import Numbers, falling, rising

_ANIMALS = "beside animals: standard, gradual, reverse"
ASTRAY = {
    "B2 spontaneous recovery: outcome expected 1, 5, 20, 50, 100, 200, 500, 1000 units after extinction",
    f"freezing at test less that at the end of extinction, a month later, {_ANIMALS}",
    f"freezing at test less that at the end of extinction, after two shocks alone, {_ANIMALS}",
}
"""What the published models do not show: whole recovery with time, and as much return as the animals had."""


@pytest.fixture(scope="module")
def rows() -> Iterator[list[Row]]:
    """The whole table, with one run where the table takes the mean of three."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ours, "RUNS", 1)
        patch.setattr(ours, "PARAMS", replace(ours.PARAMS, particles=64))
        patch.setattr(gradual, "RUNS", 1)
        yield lab.phenomena(0)


def test_every_row_is_whole(rows: list[Row]) -> None:
    """Each row has a name of its own, a source, a rule, and values that JSON can hold."""
    assert len({row.name for row in rows}) == len(rows) == len(lab.PHENOMENA)
    for row in rows:
        told = json.loads(json.dumps(row.told(), allow_nan=False))
        assert set(told) == {"name", "source", "published", "ours", "holds", "rule"}
        assert told["source"]
        assert told["rule"]
        assert type(told["holds"]) is bool


def test_the_published_models_show_what_they_are_known_for(rows: list[Row]) -> None:
    """Every row of a published model holds but those that are known not to; nothing is left out of the table."""
    theirs = [row for row in rows if not row.name.startswith("our alarm model")]
    assert {row.name for row in theirs if not row.holds} == ASTRAY


@pytest.mark.slow
def test_the_whole_table_holds_as_it_is_shown() -> None:
    """With the runs of the table itself, our own rows hold, too."""
    assert {row.name for row in lab.phenomena(0) if not row.holds} == ASTRAY


def test_rows_of_our_own_model_say_so(rows: list[Row]) -> None:
    """A row of the alarm model names it, the time between trials, and that this was chosen after looking."""
    own = [row for row in rows if row.name.startswith("our alarm model")]
    assert len(own) == len(ours.PHENOMENA)
    assert all("trials a" in row.source and "chosen after looking" in row.source for row in own)


def test_every_phenomenon_asked_for_is_there(rows: list[Row]) -> None:
    """The ids of the acceptance list that a table can show are all there."""
    told = " ".join(row.name.replace(",", "") for row in rows).split()
    wanted = {f"A{i}" for i in range(1, 8)} | {f"B{i}" for i in range(1, 11)} | {"C3", "C4", "C5", "C7", "C10"}
    assert wanted <= set(told)


def test_a_row_holds_by_its_rule_alone() -> None:
    """Numbers hold when each is near enough and the order is right, and not otherwise."""
    one = Numbers("x", "f", "s", {"a": 0.1, "b": 0.5}, lambda _: {"a": 0.11, "b": 0.5}, tolerance=0.02)
    assert one.phenomenon().measure(0).holds
    assert not replace(one, tolerance=0.001).phenomenon().measure(0).holds
    wrong = replace(one, order=lambda ours: ours["a"] > ours["b"], order_said="a > b").phenomenon()
    assert not wrong.measure(0).holds
    assert wrong.rule == "each within 0.02, and a > b"


def test_a_broken_promise_would_be_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    """If the world filter looked at names, the row of the engine would not hold, and say how many do."""
    world = FILTERS["world"]
    shouting = replace(world, read=lambda *_: (_ for _ in ()).throw(ContractError("no")))
    monkeypatch.setitem(FILTERS, "world", shouting)
    row = next(one for one in engine.PHENOMENA if one.name.startswith("C3")).measure(0)
    assert not row.holds
    assert row.ours == "4 of 5 filters"


def test_a_design_that_went_astray_would_be_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """If one final response were off, the row of parity would not hold, and name the design."""
    one = replace(DESIGNS["retrieval-3"], final=0.5)
    monkeypatch.setattr(_memory, "DESIGNS", {"retrieval-3": one})
    found = _memory.parity(0)
    assert not found.holds
    assert found.ours == "0 of 1 within 2e-8; design 2: 4e-01"


def test_the_table_is_the_same_under_one_seed() -> None:
    """Measuring again gives the same rows."""
    assert lab.phenomena(3, "renewal, local") == lab.phenomena(3, "renewal, local")


def test_rows_can_be_chosen_and_their_progress_heard() -> None:
    """Part of a name or of a family chooses rows, whatever the case, and each is announced before it is measured."""
    heard: list[tuple[str, int, int]] = []
    rows = lab.phenomena(0, "JEFFREYS", lambda *told: heard.append(told))
    assert [row.family for row in rows] == ["engine"]
    assert heard == [(rows[0].name, 0, 1)]
    assert lab.chosen("no such phenomenon") == ()
    with pytest.raises(ValueError, match="seed"):
        lab.phenomena(-1)


def test_orders_are_strict() -> None:
    """Equal values neither rise nor fall."""
    assert falling([3.0, 2.0, 1.0])
    assert rising([1.0, 2.0])
    assert not falling([1.0, 1.0])
    assert not rising([1.0, math.nan])


def test_a_phenomenon_is_plain_data() -> None:
    """Every entry of the table is a phenomenon that waits to be measured."""
    assert all(isinstance(one, Phenomenon) for one in lab.PHENOMENA)
