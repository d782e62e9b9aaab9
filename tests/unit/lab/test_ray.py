"""Cohorts on a real Ray cluster of this machine: one for all tests of this file."""

from __future__ import annotations

import os
import subprocess
import sys
import warnings
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import polars
import pytest

from homing.lab import cohort as lab
from homing.lab import evaluate, fit
from homing.lab.cohort.engines.ray import local_cluster
from homing.lab.cohort.writing import write
from homing.lab.table import spec_of
from tests.unit.lab.cohort import works
from tests.unit.lab.tables import diaries

SPEC = spec_of(person="id", time="when", outcome="hurt", cues="late,place")
LISTENS = {"tcp": "0A", "tcp6": "0A", "udp": "07", "udp6": "07"}
LOOPBACK = ("0100007F", "0000000000000000FFFF00000100007F", "00000000000000000000000001000000")


@pytest.fixture(scope="module")
def cluster() -> Iterator[str]:
    """The address of a cluster with two workers."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)  # Ray leaves log files to the collector
        with local_cluster(2) as address:
            yield address


def family() -> list[int]:
    """This process and all that descend from it."""
    parents = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            stat = (folder / "stat").read_text(encoding="utf-8", errors="replace")
        except OSError:
            continue
        parents[int(folder.name)] = int(stat.rpartition(")")[2].split()[1])
    found = [os.getpid()]
    for one in found:
        found += [child for child, parent in parents.items() if parent == one]
    return found


def listening() -> dict[str, str]:
    """From each listening socket of these processes to its address, as the kernel writes it."""
    addresses = {}
    for kind, state in LISTENS.items():
        for line in Path(f"/proc/net/{kind}").read_text(encoding="ascii").splitlines()[1:]:
            parts = line.split()
            if parts[3] == state:
                addresses[f"socket:[{parts[9]}]"] = parts[1]
    found = {}
    for process in family():
        for file in Path(f"/proc/{process}/fd").glob("*"):
            try:
                target = str(file.readlink())
            except OSError:
                continue
            if target in addresses:
                found[target] = addresses[target]
    return found


@pytest.mark.skipif(not Path("/proc/net/tcp").exists(), reason="needs /proc, where sockets are listed")
def test_nothing_listens_beyond_loopback(cluster: str) -> None:
    """After work on the cluster, every socket of every process of it is on a loopback address."""
    assert list(lab.map_blocks(works.double, [1.0, 2.0], engine=f"ray:{cluster}")) == [2.0, 4.0]
    found = listening()
    assert len(found) >= 5
    assert {address.rpartition(":")[0] for address in found.values()} <= set(LOOPBACK)


def test_the_same_cohort_gives_the_same_on_the_pool_and_on_the_cluster(cluster: str) -> None:
    """Serial, two processes and two workers of the cluster: the same to the last bit."""
    cohort = lab.blocks(works.cohort(40), SPEC, people=3)
    serial, pool, ray = (
        [found for _, found in lab.predict(cohort, "rescorla_wagner", seed=5, engine=engine, workers=workers)]
        for engine, workers in (("serial", None), ("processes", 2), (f"ray:{cluster}", None))
    )
    assert works.equal(serial, pool)
    assert works.equal(serial, ray)


def test_killing_a_worker_of_the_cluster_loses_nothing(cluster: str, tmp_path: Path) -> None:
    """A worker that is killed in the middle of a block loses nothing."""
    with works.killer(tmp_path):
        found = list(lab.map_blocks(partial(works.hanging_once, tmp_path), range(8), engine=f"ray:{cluster}"))
    assert found == [one * one for one in range(8)]


def test_a_block_that_kills_every_worker_of_the_cluster_is_named(cluster: str) -> None:
    """After as many tries as are allowed, the block is named."""
    with pytest.raises(lab.BlockLost, match="block 1 was lost"):
        list(lab.map_blocks(works.dying, [0, 1, 2], engine=f"ray:{cluster}", workers=1, tries=1))


@pytest.mark.parametrize(
    ("work", "sentence"),
    [
        (works.refusing, "block 1 could not be computed: ValueError: this block is not"),
        (works.odd, "block . could not be computed"),
    ],
)
def test_an_error_in_the_work_is_told(cluster: str, work: Any, sentence: str) -> None:
    """The work's own error is told with its block, even if it cannot travel, and what is in hand is given up."""
    with pytest.raises(lab.BlockFailed, match=sentence):
        list(lab.map_blocks(work, [0, 1, 2, 3, 4], engine=f"ray:{cluster}"))


def test_a_second_cluster_in_one_program_is_refused(cluster: str) -> None:
    """One program is on one cluster: a second one, or another one, is refused."""
    assert cluster.startswith("127.0.0.1:")
    with pytest.raises(lab.CohortError, match="ray:ADDRESS"):
        list(lab.map_blocks(works.double, [1.0], engine="ray"))
    with pytest.raises(lab.CohortError, match="another cluster"):
        list(lab.map_blocks(works.double, [1.0], engine="ray:127.0.0.1:1"))


def test_another_program_joins_the_cluster_and_leaves_it_running(cluster: str, tmp_path: Path) -> None:
    """The command on a cluster that runs gives the same table as in one process, and ends without ending it."""
    polars.DataFrame(works.cohort(9)).write_csv(tmp_path / "t.csv")
    words = "lab run t.csv --person id --time when --target hurt --cues late,place --model rescorla_wagner --engine"
    command = [sys.executable, "-m", "homing", *words.split(), f"ray:{cluster}", "--block", "5", "--out", "a.csv"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    write(lab.predict(lab.blocks(tmp_path / "t.csv", SPEC), "rescorla_wagner", engine="serial"), tmp_path / "b.csv")
    assert (tmp_path / "a.csv").read_bytes() == (tmp_path / "b.csv").read_bytes()
    assert list(lab.map_blocks(works.double, [1.0], engine=f"ray:{cluster}")) == [2.0]


def test_evaluate_and_fit_are_the_same_on_ray(cluster: str, tmp_path: Path) -> None:
    """Models are scored, and priors learnt, to the last bit as in this process."""
    columns, how = diaries(6, 6)
    path = tmp_path / "t.parquet"
    polars.DataFrame(columns, nan_to_null=True).write_parquet(path)
    asked: dict[str, Any] = {**how, "models": "person_mean,blended_regression"}
    here, there = (evaluate(path, **asked, engine=engine).as_json() for engine in ("serial", f"ray:{cluster}"))
    for report in (here, there):
        for metrics in report["models"].values():
            del metrics["seconds"]
    assert here == there
    assert fit(path, **how, steps=1, engine=f"ray:{cluster}") == fit(path, **how, steps=1)
