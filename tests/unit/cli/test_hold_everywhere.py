"""The hold at the command line: no command estimates or explains anything about a held person."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import typer

from homing.cli import surroundings
from homing.cli.app import app
from homing.companion import Ambient, Desk
from homing.record import Danger, Outcome
from homing.vault import Vault
from tests.desks import keep
from tests.property.test_hold_everywhere import FORBIDDEN
from tests.unit.cli.conftest import WORDS, Homing

pytestmark = [pytest.mark.care("C2"), pytest.mark.care("C10")]

WHO, WHAT = "Heron of the lock", "voice:the key turns"


def commands(group: Any, before: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Any]]:
    """Every command there is, with the words that call it."""
    for name, command in group.commands.items():
        if hasattr(command, "commands"):
            yield from commands(command, (*before, name))
        else:
            yield (*before, name), command


ABOUT_SOMEONE = {
    words: {option for one in command.params for option in one.opts}
    for words, command in commands(typer.main.get_command(app))
    if words[0] != "lab" and any("--person" in one.opts for one in command.params)
}
"""The commands that can be asked about a person of the diary, found by their options, a new one too.

The lab's commands open no diary; there ``--person`` names a column of a table.
"""


@pytest.fixture
def held(vault: Path) -> None:
    """A vault with a held person, their cue, and enough moments to say something."""
    opened = Vault.open(vault, WORDS)
    desk = Desk(opened, surroundings.ambient())
    for days in range(20, 30):
        keep(desk, WHO, cues=("the key turns",), place="the landing", days=days, alarm=8, outcome=Outcome.HURT)
    now = desk.ambient.now
    earlier = Desk(opened, Ambient(now=lambda: now() - timedelta(days=9), zone="UTC", urandom=desk.ambient.urandom))
    keep(earlier, WHO, danger=(Danger.THREATENED,))
    opened.close()


def test_the_commands_about_someone_are_known() -> None:
    """Reading and keeping a moment are the commands that take a person, or there are more of them."""
    assert {("reading",), ("moment", "add")} <= set(ABOUT_SOMEONE)


@pytest.mark.usefixtures("held")
@pytest.mark.parametrize("asked", [("--person", WHO), ("--cue", WHAT), ("--person", WHO, "--cue", WHAT)])
@pytest.mark.parametrize("words", sorted(ABOUT_SOMEONE), ids=" ".join)
def test_no_command_speaks_for_the_models_about_a_held_person(
    homing: Homing, words: tuple[str, ...], asked: tuple[str, ...]
) -> None:
    """Of the person, of their cue alone, and of both: in words and as JSON, with the numbers asked for."""
    for more in ((), ("--numbers",), ("--json",), ("--numbers", "--json")):
        if set(more) <= ABOUT_SOMEONE[words]:
            done = homing(*words, *asked, *more)
            assert done.code == 0
            assert [piece for piece in FORBIDDEN if piece in done.out] == []
            assert '"low"' not in done.out.partition('"estimate"')[2]


@pytest.mark.usefixtures("held")
@pytest.mark.parametrize("words", [("moments", "--names"), ("moments", "--json"), ("export", "-"), ("demo",)])
def test_what_is_listed_says_no_more_than_was_written(homing: Homing, words: tuple[str, ...]) -> None:
    """Lists and exports hold what the person wrote, and no sentence of the models."""
    done = homing(*words)
    assert done.code == 0
    assert [piece for piece in FORBIDDEN if piece in done.out] == []
