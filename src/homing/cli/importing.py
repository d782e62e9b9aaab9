"""``homing import``."""

from __future__ import annotations

import io
from collections.abc import Sequence
from itertools import count
from pathlib import Path

from homing.cli.codes import Code, Stop
from homing.cli.exporting import format_of
from homing.cli.files import write_whole
from homing.cli.passphrases import of_age_file
from homing.cli.surroundings import own_desk
from homing.cli.telling import note, plain, say, say_json
from homing.companion.age_file import AgeFileError, WrongAgePassphrase, is_age, look, unseal
from homing.companion.exchange import Imported, import_csv, import_jsonl
from homing.record.parsed import Fault
from homing.words import gettext as _
from homing.words import ngettext


def take_in(
    file: Path,
    form: str,
    passphrase_file: Path | None,
    age_passphrase_file: Path | None,
    *,
    skip_bad: bool,
    as_json: bool,
) -> Code:
    """Take in a diary file. The bad lines are on the disk before anything is taken in."""
    content = _content(file)
    if is_age(content) or file.suffix.lower() == ".age":
        if skip_bad:
            raise Stop(Code.USAGE, _("--skip-bad would write what is in the age file into one that anyone can read."))
        wanted, content = format_of(Path(file.stem), form), _opened(content, age_passphrase_file)
    else:
        wanted = format_of(file, form)
    with own_desk(passphrase_file) as desk:

        def once(*, skip: bool) -> Imported:
            if wanted == "csv":
                return import_csv(desk, content, skip_bad=skip)
            return import_jsonl(desk, io.BytesIO(content), skip_bad=skip)

        result = once(skip=False)
        bad = None
        if result.refused and skip_bad:
            bad = _free_name(file)
            write_whole(bad, _bad_lines(content, result.faults), replace=False)
            result = once(skip=True)
            # What speaks of a bad line was left out, too.
            write_whole(bad, _bad_lines(content, result.faults), replace=True)
    return _tell(file, result, bad, as_json=as_json)


def _content(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise Stop(Code.USAGE, _("The file to import cannot be read: {reason}.").format(reason=reason)) from None


def _opened(content: bytes, age_passphrase_file: Path | None) -> bytes:
    """What an age file of our own holds; its header is looked at before anyone types a passphrase."""
    try:
        look(content)
        return unseal(content, of_age_file(age_passphrase_file, new=False))
    except WrongAgePassphrase as error:
        raise Stop(Code.WRONG_PASSPHRASE, _(str(error))) from None
    except AgeFileError as error:
        raise Stop(Code.REFUSED, _(str(error))) from None


def _free_name(file: Path) -> Path:
    """``FILE.bad``, or the first numbered one that is not there yet."""
    names = (f"{file.name}.bad" + (f"-{number}" if number > 1 else "") for number in count(1))
    return next(bad for name in names if not ((bad := file.with_name(name)).exists() or bad.is_symlink()))


def _bad_lines(content: bytes, faults: Sequence[Fault]) -> list[bytes]:
    """The bad lines, each once, after the file's first line, which says what the others are."""
    lines = {fault.line: fault.text for fault in faults}
    first = {1: content.partition(b"\n")[0].rstrip(b"\r")}
    return [line + b"\n" for line in (first | lines).values()]


def _tell(file: Path, result: Imported, bad: Path | None, *, as_json: bool) -> Code:
    if as_json:
        say_json(
            {
                "refused": result.refused,
                "added": result.added,
                "known": result.known,
                "forgotten": result.forgotten,
                "faults": [{"line": one.line, "column": one.column, "sentence": one.sentence} for one in result.faults],
                "bad": None if bad is None else str(bad),
            }
        )
    else:
        for fault in result.faults:
            note(f"{plain(str(file))}:{fault.line}:{fault.column}: {plain(fault.sentence)}")
    n = len({fault.line for fault in result.faults})
    if result.refused:
        raise Stop(
            Code.REFUSED,
            ngettext(
                "Nothing was taken in: one line needs a look first. --skip-bad takes in the rest.",
                "Nothing was taken in: {n} lines need a look first. --skip-bad takes in the rest.",
                n,
            ).format(n=n),
        )
    if not as_json:
        for line in _taken(result, bad, n):
            say(line)
    return Code.FINE


def _taken(result: Imported, bad: Path | None, n: int) -> list[str]:
    new = ngettext("{n} record is new.", "{n} records are new.", result.added).format(n=result.added)
    known = ngettext("{n} was here already.", "{n} were here already.", result.known).format(n=result.known)
    told = [f"{new} {known}"]
    if result.forgotten:
        gone = ngettext(
            "{n} was forgotten here before, and stays forgotten.",
            "{n} were forgotten here before, and stay forgotten.",
            result.forgotten,
        )
        told.append(gone.format(n=result.forgotten))
    if bad is not None:
        left = ngettext(
            "{n} line was left out and is in {bad}: mend it there, then import that file.",
            "{n} lines were left out and are in {bad}: mend them there, then import that file.",
            n,
        )
        told.append(left.format(n=n, bad=plain(str(bad))))
    return told
