"""Compiled templates are kept where Python keeps its own compiled code, and never stand in anyone's way."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from jinja2 import BytecodeCache, DictLoader, Environment, FileSystemBytecodeCache, FileSystemLoader

from homing.web import render


def kept(folder: Path) -> list[Path]:
    """What lies in the folder."""
    return sorted(folder.glob("__jinja2_*"))


def compiled(folder: Path) -> BytecodeCache:
    """The cache in a folder that can be written to."""
    found = render.compiled_in(folder)
    assert found is not None
    return found


@pytest.fixture(autouse=True)
def keeps_compiled_code(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever the shell says, Python keeps what it compiles."""
    monkeypatch.setattr(sys, "dont_write_bytecode", False)


def test_a_changed_template_is_compiled_anew(tmp_path: Path) -> None:
    """What is kept serves another process, and none whose template says something else by now."""
    (tmp_path / "page.html").write_text("one", encoding="utf-8")
    for words in ("one", "one", "another"):
        (tmp_path / "page.html").write_text(words, encoding="utf-8")
        env = Environment(loader=FileSystemLoader(tmp_path), bytecode_cache=compiled(tmp_path), autoescape=True)
        assert env.get_template("page.html").render() == words
        assert len(kept(tmp_path)) == 1


def test_where_python_keeps_nothing_neither_do_templates(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is kept in a folder that is not there, nor where Python was told not to write."""
    assert render.compiled_in(tmp_path / "gone") is None
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    assert render.compiled_in(tmp_path) is None


def test_a_full_disk_keeps_nobody_from_a_page(tmp_path: Path) -> None:
    """A template that cannot be kept is shown all the same."""
    cache = compiled(tmp_path)
    assert isinstance(cache, FileSystemBytecodeCache)
    cache.directory = str(tmp_path / "gone")
    env = Environment(loader=DictLoader({"pause.html": "breathe"}), bytecode_cache=cache, autoescape=True)
    assert env.get_template("pause.html").render() == "breathe"


@pytest.mark.claim("P7")
def test_all_is_compiled_whatever_was_looked_at(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The folder does not tell which pages were opened: every template lies there soon after the start."""
    monkeypatch.setattr(render, "PAUSE", 0.0)
    pages = {"base.html": "", "help/pause.html": "", "practice/pieces.html": "", "safety.html": ""}
    env = Environment(loader=DictLoader(pages), bytecode_cache=compiled(tmp_path), autoescape=True)
    monkeypatch.setattr(render, "environment", lambda: env)
    render.warm.__wrapped__()
    assert len(kept(tmp_path)) == len(pages)
    env.bytecode_cache = None
    render.warm.__wrapped__()
