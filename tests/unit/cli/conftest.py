"""The command line inside the test's own process, on a vault whose passphrase is cheap to check."""

from __future__ import annotations

import logging
import os
import sys
import threading
import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import structlog

from homing.cli.running import run
from homing.vault import Cost, Vault

WORDS = "four calm small words"
CHEAP = Cost(memory=64, iterations=1, lanes=1)


@dataclass(frozen=True, slots=True)
class Done:
    """What a command left: its exit code, its result, and what it said beside it."""

    code: int
    out: str
    err: str


Homing = Callable[..., Done]


@pytest.fixture
def vault(tmp_path: Path) -> Path:
    """The folder of a new, empty vault, in the place where commands look for it."""
    folder = tmp_path / "vault"
    Vault.create(folder, WORDS, urandom=os.urandom, cost=CHEAP).close()
    return folder


@pytest.fixture
def homing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Homing:
    """Run ``homing`` with these arguments, in an empty folder, in English and in UTC."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TZ", "UTC")
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    monkeypatch.delenv("LANGUAGE", raising=False)
    monkeypatch.setenv("HOMING_HOME", str(tmp_path / "vault"))

    def done(*arguments: str | Path, words: str = WORDS) -> Done:
        monkeypatch.setenv("HOMING_PASSPHRASE", words)
        code = run([str(one) for one in arguments])
        told = capsys.readouterr()
        return Done(code, told.out, told.err)

    return done


@pytest.fixture(autouse=True)
def unchanged_logs() -> Iterator[None]:
    """Put back what configuring the log changes in this process."""
    handlers, level, shown = logging.root.handlers[:], logging.root.level, warnings.showwarning
    yield
    logging.captureWarnings(capture=False)
    logging.root.handlers[:], warnings.showwarning = handlers, shown
    logging.root.setLevel(level)
    threading.excepthook, sys.unraisablehook = threading.__excepthook__, sys.__unraisablehook__
    structlog.reset_defaults()
