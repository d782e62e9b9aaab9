"""Priors learnt from a table: a small file with nothing of anyone in it, refused when it is not whole."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from homing.engine import blend, world
from homing.engine.events import Event
from homing.engine.world import Memory, Params
from homing.lab import Priors, PriorsError, fit
from homing.lab.fitting import _in_days, _unnamed
from homing.lab.moments import thinned, writer
from homing.lab.priors import dumps, load, loads, save
from homing.lab.table import read_table, spec_of
from tests.unit.lab.tables import diaries, ratings


def test_priors_are_learnt_and_drive_the_engine(tmp_path: Path) -> None:
    """What was fitted on diaries is saved, read back, and is a prior that the blend takes as it is."""
    columns, told = diaries(5, 8)
    heard: list[str] = []
    told = {**told, "other": None, "setting": None}
    found = fit(columns, **told, steps=2, seed=4, progress=lambda name, _done, _whole: heard.append(name))
    save(found, tmp_path / "priors.json")
    assert load(tmp_path / "priors.json") == found
    assert heard == ["fit"]
    assert (found.people, found.seed, found.range, found.params.named) == (5, 4, None, ())
    assert found.outcomes == int(np.isfinite(columns["hurt"]).sum())
    params = found.blend()
    assert params.world == found.params
    state, said = blend.step(blend.start(params), Event(0.0, ("sam",), (("voice", 1.0),), outcome=1.0), params)
    assert 0.0 < said.p < 1.0
    assert found.blend(replace(blend.Params(), seed=7)).seed == 7
    assert blend.read(state, Event(1.0, ("sam",)), params).seen == 1


def test_nothing_of_the_table_is_in_the_file() -> None:
    """Names of people, cues and words stay out; the scale of a graded target stays in."""
    columns, told = ratings(4, 8)
    found = fit(columns, **{**told, "kind": "unit"}, steps=1)
    text = dumps(found)
    assert found.range == (0.0, 100.0)
    assert not any(word in text for word in ("unfair", "graded", "word", "p0"))
    assert len(text) < 2000


def test_times_are_told_in_days() -> None:
    """What was learnt in the pace of the rows is given back in days; named weights widen the common one."""
    params = replace(Params(), memory=Memory(3.0, 0.5))
    slow = _in_days(params, 4.0)
    assert slow.bias.tau == params.bias.tau / 4.0
    assert slow.memory == Memory(0.75, 0.5)
    named = replace(
        Params(), named=((("cue", "a"), world.Block(1.0, 0.5, 10.0)), (("cue", "b"), world.Block(-1.0, 0.5, 10.0)))
    )
    plain = _unnamed(named)
    assert plain.named == ()
    assert plain.cue.variance == pytest.approx(1.5)
    assert plain.cue.tau == pytest.approx(10.0)
    assert _unnamed(Params()) == Params()


def test_rows_are_written_for_the_engine() -> None:
    """Cues become intensities, seconds a pace of one a day, and of large tables some people and a stretch are drawn."""
    columns, told = diaries()
    table = read_table(columns, spec_of(**{**told, "time_unit": "second"}))
    way = writer(table)
    events = next(way.diaries(table))
    assert all(0.0 <= strength <= 1.0 for event in events for _, strength in event.cues)
    assert np.median(np.diff([event.time for event in events])) == pytest.approx(1.0, rel=0.5)
    assert {event.setting for event in events} == {"home", "out"}
    assert any(event.people for event in events)
    assert writer(table, traces=False).cues == ("voice", "late")
    assert writer(read_table(columns, spec_of(**told))).pace == 1.0
    few = thinned(table, 3, 5, 0)
    assert (few.people, few.rows) == (3, 15)
    still = {"id": [1, 1, 2], "t": [0, 0, 0], "flat": [1.0, 1.0, 1.0], "none": [None] * 3, "outcome": [1.0, 2.0, 3.0]}
    same = writer(read_table(still, spec_of(person="id", time="t", kind="real", cues="flat,none")))
    assert same.pace == 1.0
    assert (same.high > same.low).all()


def whole() -> dict[str, Any]:
    """A file of priors as JSON."""
    told: dict[str, Any] = json.loads(
        dumps(Priors(replace(Params(), memory=Memory(2.0, 0.4)), 3, 40, range=(0.0, 10.0)))
    )
    return told


CHANGES: dict[str, tuple[dict[str, Any], str]] = {
    "another kind": ({"kind": "other"}, "not a file of priors"),
    "another version": ({"version": 2}, "another version"),
    "no blocks": ({"blocks": {}}, "damaged"),
    "a bad block": ({"blocks": {name: [0.0, -1.0, 3.0] for name in whole()["blocks"]}}, "damaged"),
    "a short memory": ({"memory": [1.0]}, "damaged"),
    "an infinite noise": ({"noise": 1e999}, "damaged"),
    "another outcome": ({"outcome": "ordinal"}, "damaged"),
    "negative counts": ({"from": {**whole()["from"], "people": -1}}, "damaged"),
    "no source": ({"from": None}, "damaged"),
}


@pytest.mark.parametrize("case", CHANGES)
def test_a_file_that_is_not_whole_is_refused(case: str) -> None:
    """Every part is checked; what is wrong gets one sentence."""
    change, sentence = CHANGES[case]
    assert loads(json.dumps(whole())).people == 3
    with pytest.raises(PriorsError, match=sentence):
        loads(json.dumps({**whole(), **change}))


def test_what_is_no_json_is_refused(tmp_path: Path) -> None:
    """Other text, a list, bytes, and a file without end are refused."""
    for text, sentence in (("{", "not JSON"), ("[]", "not a file of priors"), (" " * 100_001, "too long")):
        with pytest.raises(PriorsError, match=sentence):
            loads(text)
    (tmp_path / "bytes").write_bytes(b"\xff\xfe")
    with pytest.raises(PriorsError, match="not JSON"):
        load(tmp_path / "bytes")


def test_a_real_outcome_is_no_prior_for_the_blend() -> None:
    """The blend forecasts hurt or not, and says so."""
    with pytest.raises(ValueError, match="binary"):
        Priors(Params(outcome="real"), 1, 1).blend()
