"""``homing export``."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path

from homing.cli.codes import Code, Stop
from homing.cli.files import write_whole
from homing.cli.passphrases import of_age_file
from homing.cli.surroundings import home, own_desk
from homing.cli.telling import note, plain, say
from homing.companion import Desk
from homing.companion.age_file import seal
from homing.companion.exchange import export_csv, export_jsonl
from homing.words import gettext as _

FORMATS = ("jsonl", "csv")


def export(
    file: Path, form: str, passphrase_file: Path | None, age_passphrase_file: Path | None, *, force: bool, age: bool
) -> Code:
    """Write the diary out."""
    if age:
        return _sealed(file, form, passphrase_file, age_passphrase_file, force=force)
    wanted = format_of(file, form)
    if str(file) == "-":
        return _to_standard_output(wanted, passphrase_file)
    _look_at_place(file, force=force)
    with own_desk(passphrase_file) as desk:
        try:
            write_whole(file, _parts(desk, wanted), replace=force)
        except FileExistsError:
            raise _there_already() from None
    say(_("The diary is in {file}").format(file=plain(str(file))))
    say(_("That file is not encrypted: whoever has it can read it. Only your account may open it on this machine."))
    return Code.FINE


def _sealed(
    file: Path, form: str, passphrase_file: Path | None, age_passphrase_file: Path | None, *, force: bool
) -> Code:
    """The diary file inside an age file. Its passphrase is another one: it may be known to someone else some day."""
    wanted = format_of(Path(file.stem), form)
    if str(file) == "-":
        raise Stop(Code.USAGE, _("--age needs a file to write to."))
    _look_at_place(file, force=force)
    words = of_age_file(age_passphrase_file, new=True)
    with own_desk(passphrase_file) as desk:
        try:
            write_whole(file, [seal(b"".join(_parts(desk, wanted)), words)], replace=force)
        except FileExistsError:
            raise _there_already() from None
    say(_("The diary is in {file}").format(file=plain(str(file))))
    say(_("Whoever knows the passphrase of that file can read it: with homing import, or with age -d."))
    return Code.FINE


def format_of(file: Path, form: str) -> str:
    """The format told, or the one that the file's ending tells."""
    if form and form.lower() not in FORMATS:
        raise Stop(Code.USAGE, _("--format: this is jsonl or csv."))
    return form.lower() or ("csv" if file.suffix.lower() == ".csv" else "jsonl")


def _look_at_place(file: Path, *, force: bool) -> None:
    """Say what stands against this place before anyone types a passphrase."""
    if (file.exists() or file.is_symlink()) and not file.is_file():
        raise Stop(
            Code.USAGE, _("The place for the export is not an ordinary file; choose another, or - for standard output.")
        )
    if not file.parent.is_dir():
        raise Stop(Code.USAGE, _("The folder for the export is not there; make it first."))
    if file.parent.resolve().is_relative_to(home().resolve()):
        raise Stop(Code.USAGE, _("Choose a place outside Homing's own folder, so that all in it stays encrypted."))
    if file.exists() and not force:
        raise _there_already()


def _there_already() -> Stop:
    return Stop(
        Code.REFUSED, _("There is already a file of that name; choose another name, or add --force to replace it.")
    )


def _to_standard_output(wanted: str, passphrase_file: Path | None) -> Code:
    with own_desk(passphrase_file) as desk:
        sys.stdout.flush()
        for part in _parts(desk, wanted):
            sys.stdout.buffer.write(part)
        sys.stdout.buffer.flush()
    note(_("What was written is not encrypted: whoever has it can read it."))
    return Code.FINE


def _parts(desk: Desk, wanted: str) -> Iterable[bytes]:
    return [export_csv(desk).encode()] if wanted == "csv" else export_jsonl(desk)
