"""Which path a cohort takes: compiled loops where numba is there, arrays where it is not or is switched off."""

from __future__ import annotations

import json
import subprocess
import sys
from types import ModuleType

import numpy as np
import pytest

from homing.engine.published import _twins
from homing.engine.published.registry import MODELS
from homing.lab import cohort as lab
from homing.lab.cohort import kernels
from homing.lab.cohort.fingerprints import fingerprint
from homing.lab.table import spec_of
from tests.unit.lab.cohort.works import cohort

SPEC = spec_of(person="id", time="when", outcome="hurt", cues="late,place")


@pytest.mark.parametrize(("told", "events", "compiled"), [("off", 10**9, False), (" ON", 1, True), ("", 1, False)])
def test_one_may_say_which(told: str, events: int, compiled: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    """The variable switches compiled loops off or on; empty, it depends on how much there is to do."""
    monkeypatch.setenv(kernels.VARIABLE, told)
    assert kernels.worthwhile(events) is compiled


def test_large_cohorts_run_compiled_where_numba_is(monkeypatch: pytest.MonkeyPatch) -> None:
    """Unless told otherwise, it takes enough events, and numba."""
    monkeypatch.delenv(kernels.VARIABLE, raising=False)
    assert kernels.worthwhile(kernels.WORTH)
    assert not kernels.worthwhile(kernels.WORTH - 1)
    monkeypatch.setattr(kernels, "find_spec", lambda _: None)
    assert not kernels.worthwhile(kernels.WORTH)


def test_neither_on_nor_off_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """Another word is not guessed at."""
    monkeypatch.setenv(kernels.VARIABLE, "maybe")
    with pytest.raises(lab.CohortError, match="on, off or unset"):
        kernels.worthwhile(1)


def test_a_prediction_takes_the_path_that_was_said(monkeypatch: pytest.MonkeyPatch) -> None:
    """Told so, a small cohort runs compiled, and says the same as without."""
    found = {}
    for told in ("on", "off"):
        monkeypatch.setenv(kernels.VARIABLE, told)
        predicted = lab.predict(lab.blocks(cohort(), SPEC), "latent_cause_2010", engine="serial")
        found[told] = next(predicted)[1]
    np.testing.assert_allclose(found["on"], found["off"], rtol=1e-12, atol=1e-12)


@pytest.mark.parametrize("name", _twins.KERNELS)
def test_both_paths_expect_the_same(name: str) -> None:
    """A block by compiled loops and by arrays: the same to 1e-12, with a name of its own in a folder of results."""
    (block,) = lab.blocks(cohort(), SPEC)
    fast, slow = lab.Predict(name, compiled=True), lab.Predict(name, compiled=False)
    np.testing.assert_allclose(fast(block), slow(block), rtol=1e-12, atol=1e-12)
    assert fingerprint(fast, block) != fingerprint(slow, block)


def test_a_model_without_a_twin_is_the_model() -> None:
    """Where there is no compiled loop, or none could be, the model itself runs."""
    for name in ("pearce_hall", "latent_cause_rw"):
        assert kernels.model_named(name, compiled=True) is MODELS[name]
    assert kernels.model_named("hgf_binary") is MODELS["hgf_binary"]
    assert kernels.model_named("hgf_binary", compiled=True) is not MODELS["hgf_binary"]


def test_a_worker_without_numba_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    """Compiled work on a machine without numba is refused in a sentence that names both ways out."""

    def missing(name: str) -> ModuleType:
        raise ModuleNotFoundError(f"No module named {name!r}")

    _twins.compiled.cache_clear()
    monkeypatch.setattr(_twins, "import_module", missing)
    with pytest.raises(lab.CohortError, match=r"extra 'fast'.*HOMING_NUMBA=off"):
        kernels.model_named("hgf_binary", compiled=True)


def test_numba_is_imported_by_nobody_but_a_twin() -> None:
    """The engine, its published models and the lab are imported without numba; it comes with the first twin."""
    told = (
        "import json, sys\n"
        "import homing.engine.published.registry, homing.lab.cohort, homing.cli.lab\n"
        "before = 'numba' in sys.modules\n"
        "homing.lab.cohort.kernels.model_named('hgf_binary', compiled=True)\n"
        "print(json.dumps([before, 'numba' in sys.modules]))"
    )
    done = subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, check=True)
    assert json.loads(done.stdout) == [False, True]
