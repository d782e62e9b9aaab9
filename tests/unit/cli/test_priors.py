"""``homing prior``: what estimates begin from is told, changed by a file, and taken back."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from homing.cli.codes import Code
from homing.engine import world
from homing.engine.priors import LONGEST, Priors, dumps
from tests.unit.cli.conftest import Homing

LEARNT = Priors(world.Params(), people=12, outcomes=300)


def test_without_a_file_the_placeholders_are_named(vault: Path, homing: Homing) -> None:
    """Nobody is left to think that data stand behind the built-in assumptions."""
    assert vault.exists()
    done = homing("prior")
    assert (done.code, done.err) == (Code.FINE, "")
    assert "placeholders: no data stand behind them" in done.out


def test_a_file_of_priors_is_used_until_it_is_taken_back(vault: Path, homing: Homing, tmp_path: Path) -> None:
    """The file is taken into the diary; --none brings the built-in assumptions again."""
    assert vault.exists()
    (tmp_path / "priors.json").write_text(dumps(LEARNT))
    assert "12 people taught (300 outcomes)" in homing("prior", "priors.json").out
    (tmp_path / "priors.json").unlink()
    assert "12 people taught" in homing("prior").out
    assert "placeholders" in homing("prior", "--none").out
    assert "placeholders" in homing("prior").out


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"\xff\xfe", "Nothing was changed: this file is not JSON.\n"),
        (b"{}", "Nothing was changed: this is not a file of priors; homing lab fit writes them.\n"),
        (b" " * (LONGEST + 1), "Nothing was changed: this file is too long for a file of priors.\n"),
        (
            dumps(replace(LEARNT, params=world.Params(outcome="real"))).encode(),
            "Nothing was changed: a diary needs priors of whether something hurt; fit them with --kind binary.\n",
        ),
    ],
)
def test_what_is_no_prior_is_refused_in_a_sentence(
    vault: Path, homing: Homing, tmp_path: Path, content: bytes, sentence: str
) -> None:
    """A file that cannot be used is told, and the diary stays as it was."""
    assert vault.exists()
    (tmp_path / "priors.json").write_bytes(content)
    done = homing("prior", "priors.json")
    assert (done.code, done.out, done.err) == (Code.REFUSED, "", sentence)
    assert "placeholders" in homing("prior").out


def test_a_file_that_is_not_there_or_both_at_once_is_a_slip(vault: Path, homing: Homing) -> None:
    """A missing file, and a file beside --none, are told before the diary is opened."""
    assert vault.exists()
    assert homing("prior", "nowhere.json").code == Code.USAGE
    assert homing("prior", "nowhere.json", "--none").err == "Give a file, or --none: not both.\n"
