"""The examples in the engine's docstrings are true."""

from __future__ import annotations

import doctest
import importlib
import pkgutil

import pytest

from homing import engine

MODULES = sorted(found.name for found in pkgutil.walk_packages(engine.__path__, f"{engine.__name__}."))


@pytest.mark.parametrize("name", MODULES)
def test_examples_in_docstrings_hold(name: str) -> None:
    """Every example of this module gives what it says."""
    assert doctest.testmod(importlib.import_module(name)).failed == 0


def test_the_examples_are_found() -> None:
    """The public functions with numbers have examples."""
    finder = doctest.DocTestFinder(exclude_empty=True)
    shown = {test.name for name in MODULES for test in finder.find(importlib.import_module(name)) if test.examples}
    wanted = {"counts.jeffreys", "world.start", "world.step", "world.read", "world.dump", "events.Event"}
    assert {f"homing.engine.{name}" for name in wanted} <= shown
