"""Templates and what they may call. Titles and addresses carry no content (claim P7)."""

from __future__ import annotations

import hashlib
import os
import sys
from contextlib import suppress
from datetime import date, datetime, time
from functools import cache
from pathlib import Path
from time import sleep
from typing import Any

import jinja2
from babel.dates import format_date, format_skeleton, format_time
from jinja2 import (
    Environment,
    FileSystemBytecodeCache,
    FileSystemLoader,
    StrictUndefined,
    pass_context,
)
from jinja2.bccache import Bucket
from jinja2.runtime import Context
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from homing import words
from homing.companion.practice import rooms
from homing.record import LivedTime, boundaries, practice, scales, settling
from homing.vault import Fact
from homing.words import anchors as anchor_words
from homing.words import windows as window_words
from homing.words.understanding import PIECES

HERE = Path(__file__).parent
PAUSE = 0.002
"""Seconds between two templates that nobody asked for, in which a page that somebody asks for goes on."""
IN_NEED = ("base.html", "macros/", "help/parts.html", "help/pause.html", "unlock.html")
RTL = frozenset({"ar", "fa", "he", "ur"})


class Compiled(FileSystemBytecodeCache):
    """Compiled templates of these very options and this Jinja, in a folder. Opening a page reads, and never writes."""

    def __init__(self, folder: Path, *, writes: bool = False) -> None:
        made_by = hashlib.sha256(Path(__file__).read_bytes() + jinja2.__version__.encode()).hexdigest()[:8]
        super().__init__(str(folder), f"__jinja2_{made_by}_%s.cache")
        self.writes = writes

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep it if there is room: a full disk must not keep anyone from a page."""
        if self.writes:
            with suppress(OSError):
                super().dump_bytecode(bucket)


def compiled_in(folder: Path) -> Compiled | None:
    """Compiled templates, kept where Python keeps its own compiled code; None where Python keeps none there."""
    elsewhere = sys.dont_write_bytecode or sys.pycache_prefix is not None or not os.access(folder, os.W_OK)
    return None if elsewhere else Compiled(folder)


@cache
def environment() -> Environment:
    """The Jinja environment: autoescaped, strict about names, translated. One for the process: compiling is slow."""
    env = Environment(
        loader=FileSystemLoader(HERE / "templates"),
        bytecode_cache=compiled_in(HERE / "__pycache__"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
    )
    env.install_gettext_callables(words.gettext, words.ngettext, newstyle=True)  # type: ignore[attr-defined]
    env.globals |= {
        "label": words.label,
        "say": words.say,
        "numbers": words.numbers,
        "expectations": words.expectations,
        "old_cues": words.looks,
        "pieces": PIECES,
        "why_not": words.why_not,
        "anchor_words": anchor_words,
        "window_words": window_words,
        "chart_points": chart_points,
        "boundaries": boundaries,
        "practice": practice,
        "scales": scales,
        "settling": settling,
        "starters": words.STARTERS,
    }
    env.filters |= {"clock": clock, "day": day, "hour": hour, "when": when, "say": words.say}
    return env


@cache
def warm() -> None:
    """Compile what leads to a pause before anyone asks for it: whoever needs one should not wait a second."""
    env = environment()
    for name in env.list_templates(filter_func=lambda name: name.startswith(IN_NEED)):
        env.get_template(name)
    if isinstance(env.bytecode_cache, Compiled):
        _compile_all(env, Path(env.bytecode_cache.directory))


def _compile_all(env: Environment, folder: Path) -> None:
    """Keep every template compiled, in the order of names: nothing there tells which pages were looked at.

    Nothing of it is held, and what other options or another Jinja left behind goes.
    """
    writer = Compiled(folder, writes=True)
    passing = env.overlay(cache_size=0, bytecode_cache=writer)
    for name in env.list_templates():
        passing.get_template(name)
        sleep(PAUSE)
    for old in set(folder.glob("__jinja2_*")).difference(folder.glob(writer.pattern % "*")):
        old.unlink(missing_ok=True)


def page(request: Request, template: str, status: int = 200, **values: Any) -> Response:
    """Render a page with what every page knows."""
    spoken = words.locale()
    state, keeper = request.state, request.app.state.keeper
    common = {
        "lang": spoken.language,
        "dir": "rtl" if spoken.language in RTL else "ltr",
        "theme": "",
        "nav": "",
        "unlocked": state.desk is not None,
        "sample": state.sample,
        "idle_seconds": state.idle_seconds if state.desk is not None else 0,
        "flashes": [],
        "app_name": words.own_name(),
        "discreet": keeper.plain.guise is not None,
        "returning": keeper.coming_back,
        "context": "",
        "names_shown": state.session is not None and state.session.names_shown,
        "here": request.url.path,
        "this_day": keeper.ambient.lived_now().day,
        "explains": lambda: state.desk is not None and bool(rooms.may_explain(state.desk)),
    }
    text = request.app.state.templates.get_template(template).render(common | values)
    return HTMLResponse(text, status)


def day(value: date) -> str:
    """A day as one says it."""
    spoken = words.locale()
    return format_date(value, "full" if value.year < 1950 else "EEEE d MMMM y", locale=spoken)


def clock(value: LivedTime) -> str:
    """The hour and minute of a lived time."""
    return format_time(value.local.time(), "short", locale=words.locale())


def hour(value: time) -> str:
    """A time of day."""
    return format_time(value, "short", locale=words.locale())


@pass_context
def when(context: Context, value: LivedTime) -> str:
    """Day and time, short: without the year for what was lived within the last ten months or so."""
    near = abs((context["this_day"] - value.day).days) < 300
    told = format_skeleton("MMMEd" if near else "yMMMEd", value.local, locale=words.locale())
    return f"{told}, {clock(value)}"


def chart_points(facts: tuple[Fact, ...], most: int = 40) -> list[dict[str, Any]]:
    """The newest moments of a chart, oldest first."""
    return [
        {
            "alarm": fact.alarm,
            "ending": fact.evidence.value,
            "label": format_skeleton("yMMMd", datetime.combine(fact.day, datetime.min.time()), locale=words.locale()),
        }
        for fact in facts[-most:]
    ]
