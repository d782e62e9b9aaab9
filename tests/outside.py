"""Every test runs with the outside closed (claim P6). ``tests/conftest.py`` takes this fixture up for all of them."""

from __future__ import annotations

import importlib.util
import os
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

WATCHED = Path(__file__).parent / "watched"


def _load() -> ModuleType:
    """The watch, once for the process."""
    known = sys.modules.get("sitecustomize")
    if known is not None and hasattr(known, "tried"):
        return known
    spec = importlib.util.spec_from_file_location("watch_sockets", WATCHED / "sitecustomize.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


watch_sockets = _load()

ATTEMPTS = 1000


def patient(settrace: Callable[[Any], None]) -> Callable[[Any], None]:
    """``sys.settrace`` for threads that begin at the same instant under coverage.

    While one is being watched the hook above may let another go on, and Python refuses to watch that one: its thread
    would die before its first line. It is asked again.
    """

    def again(function: Any) -> None:
        for _ in range(ATTEMPTS):
            try:
                return settrace(function)
            except RuntimeError:
                time.sleep(0.001)
        return settrace(function)

    return again


sys.settrace = patient(sys.settrace)


@pytest.fixture(autouse=True)
def the_outside_is_closed(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Fail whatever tries to reach another machine, even where the code under test hides that it failed."""
    before = os.environ.get("PYTHONPATH", "")
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(part for part in (str(WATCHED), before) if part))
    watch_sockets.tried.clear()
    yield
    tried = list(watch_sockets.tried)
    watch_sockets.tried.clear()
    assert not tried, f"this test tried to reach the outside: {', '.join(tried)}"
