"""Halves, and choosing settings on one of them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from homing.lab.ccnlab import tuning
from homing.lab.ccnlab.models import KALMAN, OURS, RESPONSE, RW
from homing.lab.ccnlab.reading import Experiment, experiments
from homing.lab.ccnlab.readouts import Readout
from homing.lab.ccnlab.split import halves
from homing.lab.ccnlab.tuning import Memo, choose, scores
from tests.unit.lab.ccnlab.invented import everything, learning


def many() -> list[Experiment]:
    """Six in one category, three in another, one in a third."""
    names = [f"A_{at}" for at in range(6)] + [f"B_{at}" for at in range(3)] + ["C_0"]
    return list(experiments([learning(name) for name in names]))


def test_split_is_drawn_from_its_seed_alone() -> None:
    """The same seed gives the same halves, in whatever order the file has them; another seed gives others."""
    assert halves(many(), 3) == halves(many()[::-1], 3)
    assert len({halves(many(), seed) for seed in range(8)}) > 1


@pytest.mark.parametrize("seed", range(4))
def test_halves_share_out_every_category(seed: int) -> None:
    """Nothing is in both halves or in none, and a category is never more than one apart."""
    first, second = halves(many(), seed)
    assert first | second == {one.name for one in many()}
    assert not first & second
    assert len(first) == len(second) == 5
    for category in "ABC":
        assert abs(sum(name[0] == category for name in first) - sum(name[0] == category for name in second)) <= 1


def readouts() -> list[Readout]:
    """All invented experiments."""
    return [Readout(one) for one in experiments(everything())]


def test_a_small_grid_is_tried_whole() -> None:
    """Of a small grid, the chosen setting has the best mean score of all, with a response from the grid."""
    given = readouts()
    found = choose(RW, given, 0)
    best = sum(scores(RW, one, found) for one in given)
    assert all(found[name] in RESPONSE[name] for name in RESPONSE)
    for rate in RW.grid["rate"]:
        each = [scores(RW, one, {"rate": rate, "threshold": 0.2, "slope": 6.0}) for one in given]
        assert sum(each) <= best + 1e-12


def test_a_large_grid_is_drawn_and_improved() -> None:
    """The choice is the same for the same seed, stays on the grid, and more tries are never worse."""
    given = readouts()
    few, again, more = (choose(OURS, given, 1, tries=tries) for tries in (4, 4, 24))
    assert few == again
    assert all(more[name] in among for name, among in OURS.grid.items())
    assert sum(scores(OURS, one, more) for one in given) >= sum(scores(OURS, one, few) for one in given) - 1e-9


def test_an_interrupted_search_goes_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was tried before the interruption is not tried again, and the choice is that of one undisturbed search."""
    path, given = tmp_path / "tried.jsonl", readouts()
    whole = choose(KALMAN, given, 2, tries=12)

    def stop(_name: str, done: int, _whole: int) -> None:
        if done >= 8:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        choose(KALMAN, given, 2, tries=12, memo=Memo(path), progress=stop)
    with path.open("a", encoding="utf-8") as file:
        file.write('["half a li')
    kept = Memo(path)
    before = len(kept.known)
    assert 0 < before <= 8
    assert choose(KALMAN, given, 2, tries=12, memo=kept) == whole
    file_again = Memo(path)
    monkeypatch.setattr(tuning, "_score", lambda *_: pytest.fail("tried again"))
    assert choose(KALMAN, given, 2, tries=12, memo=file_again) == whole


def test_memo_reads_past_what_it_cannot_use(tmp_path: Path) -> None:
    """Lines that are not its own are left out."""
    path = tmp_path / "tried.jsonl"
    path.write_text('{}\n[1]\n["k", "x", {}]\n["k", 1, 2]\n' + json.dumps(["k", 0.5, {"rate": 0.3}]) + "\n")
    assert Memo(path).known == {"k": (0.5, {"rate": 0.3})}
