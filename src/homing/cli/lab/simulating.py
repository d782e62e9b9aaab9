"""Doing what ``homing lab simulate`` was asked."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from homing import __version__
from homing.cli.codes import Code, Stop
from homing.cli.files import write_whole
from homing.cli.telling import plain, say
from homing.lab import simulate as lab
from homing.lab.designs import DESIGNS
from homing.lab.generators import GENERATORS
from homing.lab.simulate import crowds
from homing.record.jsonl import write_jsonl

DIARY = "diary"
_LAWS = {"additive": "log-odds that add up, under two regimes", "causes": "hidden kinds of situation that recur"}


@dataclass(frozen=True, slots=True)
class Asked:
    """What was typed."""

    what: str
    people: int
    moments: int
    seed: int
    model: str
    out: Path | None
    form: str
    truth: bool
    force: bool


def list_names() -> Code:
    """Name what there is: the generators, the designs with their source, and the models."""
    say("Generators of diaries:")
    for name in GENERATORS:
        say(f"  {name:<32}{_LAWS[name]}")
    say(f"  {lab.CROWD:<32}as many people as wanted, own weights on two cues, and a strain that comes and goes")
    say("Published designs, each with its model:")
    for name, design in DESIGNS.items():
        say(f"  {name:<32}{design.model:<20}{design.source}")
    say(f"Models: {', '.join(lab.models())}")
    return Code.FINE


def simulate(asked: Asked) -> Code:
    """Simulate, and write it where it should go."""
    if asked.what not in lab.names():
        raise Stop(Code.USAGE, _unknown("design or generator", asked.what, lab.names()))
    form = _form(asked)
    _look_at_place(asked, form)
    if asked.what == lab.CROWD:
        return _crowd(asked, form)
    return _put(asked, [_content(asked, form)])


def _put(asked: Asked, parts: Iterable[bytes]) -> Code:
    if asked.out is None:
        sys.stdout.writelines(part.decode() for part in parts)
        return Code.FINE
    try:
        write_whole(asked.out, parts, replace=asked.force)
    except FileExistsError:
        raise _there_already() from None
    return _written(asked)


def _written(asked: Asked) -> Code:
    say(f"Simulated with seed {asked.seed} into {plain(str(asked.out))}. It is not data about people.")
    return Code.FINE


def _crowd(asked: Asked, form: str) -> Code:
    """A file that may be larger than memory, a thousand people at a time."""
    if asked.model or asked.truth or form not in ("csv", "parquet"):
        raise Stop(Code.USAGE, "A crowd is written as csv or parquet, without --model and --truth.")
    if form == "parquet" and asked.out is not None:
        with _explained():
            crowds.write_parquet(asked.people, asked.moments, asked.seed, asked.out)
        return _written(asked)
    parts = crowds.as_csv(lab.crowd(asked.people, asked.moments, asked.seed))
    return _put(asked, parts)


def _content(asked: Asked, form: str) -> bytes:
    """The bytes of the file."""
    with _explained():
        if asked.what in DESIGNS:
            return lab.encoded(_experiment(asked, form), form)
        if asked.model:
            raise Stop(Code.USAGE, "--model is for published designs; a generator makes diaries without one.")
        if form == DIARY:
            return b"".join(write_jsonl(lab.diary(asked.what, asked.seed), (), f"homing {__version__}, simulated"))
        return lab.encoded(lab.cohort(asked.what, asked.people, asked.seed, truth=asked.truth), form)


@contextmanager
def _explained() -> Iterator[None]:
    """What the lab refuses, and what is not installed, as a sentence."""
    try:
        yield
    except ValueError as error:
        raise Stop(Code.REFUSED, f"{str(error)[0].upper()}{str(error)[1:]}.") from None
    except ModuleNotFoundError:
        raise Stop(Code.REFUSED, "To write Parquet, install Homing with the extra 'lab', or write CSV.") from None


def _experiment(asked: Asked, form: str) -> lab.Columns:
    if form == DIARY:
        raise Stop(Code.USAGE, "--format diary is for a generator; a design is written as a table.")
    if asked.model and asked.model not in lab.models():
        raise Stop(Code.USAGE, _unknown("model", asked.model, lab.models()))
    return lab.experiment(asked.what, asked.model, asked.seed)


def _form(asked: Asked) -> str:
    """The format told, or the one that the file's ending tells."""
    known = (*lab.FORMATS, DIARY)
    if asked.form and asked.form.lower() not in known:
        raise Stop(Code.USAGE, f"--format: this is one of {', '.join(known)}.")
    ending = "" if asked.out is None else asked.out.suffix.lower().lstrip(".")
    return asked.form.lower() or (ending if ending in lab.FORMATS else "csv")


def _look_at_place(asked: Asked, form: str) -> None:
    """Say what stands against this place before anything is simulated."""
    if asked.out is None:
        if form == "parquet":
            raise Stop(Code.USAGE, "Parquet is not text: name a file with --out.")
        return
    if not asked.out.parent.is_dir():
        raise Stop(Code.USAGE, "The folder for the file is not there; make it first.")
    if asked.out.exists() and not asked.out.is_file():
        raise Stop(Code.USAGE, "The place for the file is not an ordinary file; choose another.")
    if asked.out.exists() and not asked.force:
        raise _there_already()


def _there_already() -> Stop:
    return Stop(
        Code.REFUSED, "There is already a file of that name; choose another name, or add --force to replace it."
    )


def _unknown(kind: str, name: str, known: list[str]) -> str:
    """What to say of a name that there is not; the name itself is not repeated."""
    if not name:
        return f"Name a {kind}; --list names them all."
    near = lab.near(name, known)
    meant = f" Perhaps {' or '.join(near)} is meant." if near else ""
    return f"There is no {kind} of this name.{meant} --list names them all."
