"""Compiled templates are kept where Python keeps its own compiled code, and never stand in anyone's way."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from jinja2 import DictLoader, Environment

from homing.web import render


def kept(folder: Path) -> list[Path]:
    """What lies in the folder."""
    return sorted(folder.glob("__jinja2_*"))


def pages(folder: Path, templates: dict[str, str], *, writes: bool = True) -> Environment:
    """An environment of these templates that keeps what it compiles in a folder, or only looks there."""
    return Environment(
        loader=DictLoader(templates), bytecode_cache=render.Compiled(folder, writes=writes), autoescape=True
    )


@pytest.fixture(autouse=True)
def keeps_compiled_code(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever the shell says, Python keeps what it compiles."""
    monkeypatch.setattr(sys, "dont_write_bytecode", False)


def test_a_changed_template_is_compiled_anew(tmp_path: Path) -> None:
    """What is kept serves another process, and none whose template says something else by now."""
    for words in ("one", "one", "another"):
        assert pages(tmp_path, {"page.html": words}).get_template("page.html").render() == words
        assert len(kept(tmp_path)) == 1


@pytest.mark.claim("P7")
def test_opening_a_page_leaves_nothing(tmp_path: Path) -> None:
    """What is served reads what is kept, and keeps nothing itself: no file tells when a page was opened."""
    env = pages(tmp_path, {"page.html": "one"}, writes=False)
    assert env.get_template("page.html").render() == "one"
    assert kept(tmp_path) == []


def test_where_python_keeps_nothing_neither_do_templates(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is kept in a folder that is not there, where Python was told not to write, or writes elsewhere."""
    assert render.compiled_in(tmp_path) is not None
    assert render.compiled_in(tmp_path / "gone") is None
    with monkeypatch.context() as elsewhere:
        elsewhere.setattr(sys, "pycache_prefix", str(tmp_path))
        assert render.compiled_in(tmp_path) is None
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    assert render.compiled_in(tmp_path) is None


def test_a_full_disk_keeps_nobody_from_a_page(tmp_path: Path) -> None:
    """A template that cannot be kept is shown all the same."""
    env = pages(tmp_path / "gone", {"pause.html": "breathe"})
    assert env.get_template("pause.html").render() == "breathe"


@pytest.mark.claim("P7")
def test_all_is_compiled_whatever_was_looked_at(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Soon after the start every template lies there, and nothing that another Jinja left."""
    monkeypatch.setattr(render, "PAUSE", 0.0)
    templates = {"base.html": "", "help/pause.html": "", "practice/pieces.html": "", "safety.html": ""}
    env = pages(tmp_path, templates, writes=False)
    (tmp_path / "__jinja2_older_1.cache").touch()
    (tmp_path / "ours.pyc").touch()
    monkeypatch.setattr(render, "environment", lambda: env)
    render.warm.__wrapped__()
    assert len(kept(tmp_path)) == len(templates)
    assert (tmp_path / "ours.pyc").exists()
    env.bytecode_cache = None
    render.warm.__wrapped__()
