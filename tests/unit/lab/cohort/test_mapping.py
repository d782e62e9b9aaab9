"""Work on blocks: in order, kept, and independent of who computes it and of who dies."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from functools import partial
from multiprocessing import Pipe
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from homing.lab import cohort as lab
from homing.lab.cohort.engines import processes
from homing.lab.cohort.engines.worker import serve
from homing.lab.table import spec_of
from tests.unit.lab.cohort import works

SPEC = spec_of(person="id", time="when", outcome="hurt", cues="late,place")


def test_one_cohort_on_every_number_of_workers() -> None:
    """Serial, one worker and two workers give the same, to the last bit, in the order of the table."""
    cohort = lab.blocks(works.cohort(40), SPEC, people=3)
    runs = [
        list(lab.predict(cohort, "rescorla_wagner", seed=5, engine=engine, workers=workers))
        for engine, workers in (("serial", None), ("processes", 1), ("processes", 2))
    ]
    expected = [[values for _, values in run] for run in runs]
    assert works.equal(expected[0], expected[1])
    assert works.equal(expected[0], expected[2])
    assert [block.first for block, _ in runs[2]] == list(range(0, 40, 3))


def test_killing_a_worker_loses_nothing(tmp_path: Path) -> None:
    """A worker that is killed in the middle of a block is replaced, and its block computed again."""
    with works.killer(tmp_path):
        found = list(lab.map_blocks(partial(works.hanging_once, tmp_path), range(8), workers=2))
    assert found == [one * one for one in range(8)]


def test_a_block_that_kills_every_worker_is_named_and_the_others_are_kept(tmp_path: Path) -> None:
    """After three tries the block is named; what was finished is in the folder."""
    with pytest.raises(lab.BlockLost, match=r"block 1 was lost \(tries: 3\).*smaller block") as caught:
        list(lab.map_blocks(works.dying, [0, 1, 2], workers=1, keep=tmp_path))
    assert caught.value.number == 1
    assert [path.name[:8] for path in sorted(tmp_path.iterdir())][:1] == ["00000000"]


@pytest.mark.parametrize("engine", ["serial", "processes"])
def test_an_error_in_the_work_is_told_with_its_block(engine: str) -> None:
    """The work's own error is the cause, and the block is not tried again."""
    with pytest.raises(lab.BlockFailed, match="block 1 could not be computed: ValueError: this block is") as caught:
        list(lab.map_blocks(works.refusing, [0, 1, 2], engine=engine, workers=1))
    assert isinstance(caught.value.__cause__, ValueError)


@pytest.mark.parametrize(
    ("work", "sentence"),
    [
        (works.odd, "block 0 could not be computed: RuntimeError: Odd: 7 and 7"),
        (works.unpackable, "block 0 could not be computed: .*pickle"),
        (works.Unwelcome(), "cannot take up this work: LookupError: not here"),
    ],
)
def test_what_cannot_travel_is_told(work: Any, sentence: str) -> None:
    """Errors and results that cannot be sent, and work that cannot be received, end in a sentence."""
    with pytest.raises(lab.CohortError, match=sentence):
        list(lab.map_blocks(work, [7], workers=1))


def test_work_that_cannot_be_sent_is_refused() -> None:
    """A function without a name stays here."""
    with pytest.raises(lab.CohortError, match="cannot be sent to another process"):
        list(lab.map_blocks(lambda block: block, [1]))


def test_workers_that_cannot_begin_are_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    """A script that starts workers while it is imported gets an explanation instead of an endless loop."""
    monkeypatch.setattr(processes, "serve", os._exit)
    with pytest.raises(lab.CohortError, match="__main__"):
        list(lab.map_blocks(works.double, [np.ones(1)], workers=1))


def test_each_worker_has_one_thread_and_this_process_keeps_its_own() -> None:
    """Linear algebra in a worker has one thread; the surroundings of this process are as before."""
    before = dict(os.environ)
    assert list(lab.map_blocks(works.threads, [1], workers=1)) == ["1 1 1"]
    assert dict(os.environ) == before


def test_blocks_are_drawn_as_needed() -> None:
    """A cohort without end can be begun: only so many blocks are drawn ahead, and leaving stops the workers."""
    drawn: list[int] = []

    def endless() -> Any:
        while True:
            drawn.append(len(drawn))
            yield float(len(drawn))

    results: Any = lab.map_blocks(works.double, endless(), workers=1)
    assert [next(results) for _ in range(3)] == [2.0, 4.0, 6.0]
    results.close()
    assert len(drawn) < 20


def test_progress_counts_blocks() -> None:
    """Progress is told after each block, with the whole if it is known."""
    told: list[tuple[int, int | None]] = []
    list(lab.map_blocks(works.double, [1, 2], engine="serial", progress=lambda *one: told.append(one)))
    list(lab.map_blocks(works.double, iter([1]), engine="serial", progress=lambda *one: told.append(one)))
    assert told == [(1, 2), (2, 2), (1, None)]


@pytest.mark.parametrize(
    ("engine", "workers", "sentence"),
    [("quantum", None, "no engine 'quantum'"), ("ray:", None, "no engine 'ray:'"), ("serial", 0, "one worker")],
)
def test_engines_that_are_not_there_are_refused_at_once(engine: str, workers: int | None, sentence: str) -> None:
    """The refusal comes before anything is drawn, and names the engines there are."""
    with pytest.raises(lab.CohortError, match=sentence):
        lab.map_blocks(works.double, [1], engine=engine, workers=workers)


def test_without_the_extra_ray_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where Ray is not installed, the sentence names the extra."""
    monkeypatch.setattr("homing.lab.cohort.engines.ray.find_spec", lambda _: None)
    with pytest.raises(lab.CohortError, match="extra 'cluster'"):
        lab.map_blocks(works.double, [1], engine="ray")


def test_a_cluster_that_does_not_answer_is_told() -> None:
    """Where nobody listens, it is said at once."""
    with pytest.raises(lab.CohortError, match="no Ray cluster answers"):
        list(lab.map_blocks(works.double, [1], engine="ray:127.0.0.1:1"))


def test_a_cluster_that_cannot_be_started_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ray is given three chances on a busy machine; then its reason is told, and the surroundings are as before."""
    chances = []

    def never(**told: Any) -> None:
        chances.append(told["_node_ip_address"])
        raise Exception("timed out")  # as Ray does

    monkeypatch.setattr("ray.init", never)
    before = dict(os.environ)
    with pytest.raises(lab.CohortError, match="Ray could not be started: Exception: timed out"):
        list(lab.map_blocks(works.double, [1], engine="ray"))
    assert chances == ["127.0.0.1"] * 3
    assert dict(os.environ) == before


INTERRUPTED = """
import sys
from functools import partial
from pathlib import Path
from homing.lab.cohort import map_blocks
from tests.unit.lab.cohort.works import traced

if __name__ == "__main__":
    trace, kept = map(Path, sys.argv[1:])
    list(map_blocks(partial(traced, trace), range(400), workers=2, keep=kept))
"""


def test_ctrl_c_stops_the_workers_keeps_what_was_finished_and_the_rest_is_computed_later(tmp_path: Path) -> None:
    """After an interrupt no worker is left, and a second call computes only what was not finished."""
    script, trace, kept = tmp_path / "script.py", tmp_path / "trace", tmp_path / "kept"
    script.write_text(INTERRUPTED, encoding="utf-8")
    trace.mkdir()
    surroundings = {**os.environ, "PYTHONPATH": os.pathsep.join(["src", "."])}
    with subprocess.Popen(
        [sys.executable, script, trace, kept],
        env=surroundings,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    ) as running:
        while len(list(kept.glob("*.npz"))) < 5:
            assert running.poll() is None
            time.sleep(0.02)
        os.killpg(running.pid, signal.SIGINT)  # a terminal sends it to everyone
        told = running.communicate(timeout=30)[1]
    assert told.count("Traceback") == 1
    assert "KeyboardInterrupt" in told
    for worker in {int(path.name.split("-")[1]) for path in trace.iterdir()}:
        with pytest.raises(ProcessLookupError):
            os.kill(worker, 0)
    before = {int(path.name[:8]) for path in kept.iterdir()}
    assert 5 <= len(before) < 400
    for path in trace.iterdir():
        path.unlink()
    highest = max(before) + 2
    found = list(lab.map_blocks(partial(works.traced, trace), range(highest), engine="serial", keep=kept))
    assert found == [one * one for one in range(highest)]
    assert {int(path.name.split("-")[0]) for path in trace.iterdir()} == set(range(highest)) - before


def answers(*messages: Any) -> list[Any]:
    """What a worker says to these messages; it runs in a thread of this process."""
    ours, theirs = Pipe()
    thread = threading.Thread(target=serve, args=(theirs,))
    thread.start()
    found = []
    for message in messages:
        ours.send(message)
        found.append(ours.recv())
    ours.close()
    thread.join(10.0)
    assert not thread.is_alive()
    return found


def test_a_worker_answers_until_nobody_asks() -> None:
    """The loop of a worker, seen from inside: the work, a block, an error, the end."""
    ready, done, failed = answers(works.refusing, 3, 1)
    assert (ready, done) == ((True, None), (True, 3))
    assert failed[0] is False
    assert isinstance(failed[1], ValueError)


def test_a_worker_tells_in_words_what_cannot_travel() -> None:
    """An error that could not be unpacked, and a result that cannot be packed."""
    _, (fine, error) = answers(works.odd, 7)
    assert (fine, str(error)) == (False, "Odd: 7 and 7")
    _, (fine, error) = answers(works.unpackable, 7)
    assert not fine
    assert "pickle" in str(error)


def test_what_was_finished_when_the_caller_leaves_is_kept(tmp_path: Path) -> None:
    """Results that were computed and not yet asked for are written before the workers are stopped."""
    results: Any = lab.map_blocks(works.double, [1.0, 2.0, 3.0], workers=1, keep=tmp_path)
    assert next(results) == 2.0
    time.sleep(0.5)  # the worker has the second block already
    results.close()
    assert [path.name[:8] for path in sorted(tmp_path.iterdir())][:2] == ["00000000", "00000001"]
