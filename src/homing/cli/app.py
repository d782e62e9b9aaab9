"""Every command, its options and its help. Light to import: what a command does is imported when it is done."""

from __future__ import annotations

from typing import Annotated

import typer

from homing import __version__
from homing.cli import options, safekeeping, windows
from homing.cli.codes import MEANINGS, Code
from homing.cli.command import Command
from homing.cli.key_commands import keys
from homing.cli.lab import lab

_CODES = "\b\nExit codes:\n" + "\n".join(f"{code:4d}  {meaning}" for code, meaning in MEANINGS.items())
_WHERE = (
    "The diary lies, encrypted, in the folder that HOMING_HOME names, or in your platform's data folder. "
    "The passphrase comes from --passphrase-file, from HOMING_PASSPHRASE, or from a prompt; it is never an argument."
)
_SETTINGS = {"help_option_names": ["-h", "--help"], "max_content_width": 100}

app = typer.Typer(
    name="homing",
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    no_args_is_help=True,
    context_settings=_SETTINGS,
    epilog=_CODES,
)
moment = typer.Typer(rich_markup_mode=None, no_args_is_help=True, context_settings=_SETTINGS)
app.add_typer(moment, name="moment", help="Keep a moment.")
app.add_typer(keys, name="keys", help="The ways into the diary: list, add, remove, change the passphrase.")
app.add_typer(lab, name="lab", help="For researchers: the models, on data of your own.")


def _version(value: bool) -> None:
    if value:
        typer.echo(f"homing {__version__}")
        raise typer.Exit


@app.callback(
    help="Homing: a private companion for safe connection. Everything stays on this machine.\n\n"
    + _WHERE
    + "\n\n\b\nTo begin:\n  homing demo      look around in an invented diary\n"
    "  homing serve     open Homing in your browser\n"
    "  homing lines     people to call or text, by country"
)
def _homing(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Say which Homing this is.")
    ] = False,
) -> None:
    """Homing."""


@app.command(cls=Command)
def serve(host: options.Host = "127.0.0.1", port: options.Port = "", no_browser: options.NoBrowser = False) -> Code:
    """Open Homing in your browser, on this machine alone. Ctrl-C stops it and locks the diary.

    \b
    Examples:
      homing serve
      homing serve --no-browser --port 8500
    """
    from homing.cli.serving import serve as do

    return do(host, port, browser=not no_browser)


@app.command(cls=Command)
def phone(
    what: options.PhoneWhat = "",
    host: options.PhoneHost = "",
    port: options.Port = "",
    yes: options.Yes = False,
) -> Code:
    """Open Homing for your phone in the home network, by TLS alone. Ctrl-C stops it and locks the diary.

    The phone learns a certificate that this machine makes, once a year. homing phone forget deletes it here.

    \b
    Examples:
      homing phone
      homing phone --host 192.168.1.7 --port 8500
      homing phone forget
    """
    from homing.cli.phone import phone as do

    return do(what, host, port, yes=yes)


@app.command(cls=Command)
def init(passphrase_file: options.PassphraseFile = None) -> Code:
    """Make a new, empty, encrypted diary.

    \b
    Examples:
      homing init
      homing init --passphrase-file ~/.homing-words
    """
    from homing.cli.vaults import init as do

    return do(passphrase_file)


@moment.command("add", cls=Command)
def add(
    when: options.When = "",
    zone: options.Zone = "",
    person: options.People = None,
    cue: options.Cues = None,
    setting: options.Setting = "",
    state: options.State = "",
    alarm: options.Alarm = "",
    expected: options.Expected = None,
    expected_words: options.ExpectedWords = "",
    head: options.Head = "",
    body: options.Body = "",
    did: options.Did = None,
    outcome: options.Outcome = "",
    protected: options.Protected = False,
    safe: options.Safe = "",
    danger: options.Danger = None,
    note: options.Note = "",
    state_after: options.StateAfter = "",
    as_json: options.AsJson = False,
    passphrase_file: options.PassphraseFile = None,
) -> Code:
    """Keep a moment. Every part may be left out, and Homing's pages can fill it in later.

    Words are those of the pages, with blanks or _ between them: "met with care" or met_with_care. What you write here
    stays in your shell's history; --note - reads the note from standard input instead.

    \b
    Examples:
      homing moment add --person W --cue voice:louder --alarm 7 --outcome okay
      homing moment add --when "2026-03-21 19:30" --person B --did "moved toward" --outcome "met with care"
      homing moment add --person W --cue "sent:face:looks away*0.5" --note - < note.txt
    """
    from homing.cli.moments import Told
    from homing.cli.moments import add as do

    told = Told(
        when=when,
        zone=zone,
        people=tuple(person or ()),
        cues=tuple(cue or ()),
        setting=setting,
        state=state,
        alarm=alarm,
        expected=tuple(expected or ()),
        expected_words=expected_words,
        head=head,
        body=body,
        did=tuple(did or ()),
        outcome=outcome,
        protected=protected,
        safe=safe,
        danger=tuple(danger or ()),
        note=note,
        state_after=state_after,
    )
    return do(told, passphrase_file, as_json=as_json)


@app.command(cls=Command)
def moments(
    limit: options.Limit = "20",
    names: options.Names = False,
    as_json: options.AsJson = False,
    passphrase_file: options.PassphraseFile = None,
) -> Code:
    """List the newest moments, without names and notes.

    \b
    Examples:
      homing moments
      homing moments --names --limit 5
    """
    from homing.cli.listing import moments as do

    return do(limit, passphrase_file, names=names, as_json=as_json)


@app.command(cls=Command)
def reading(
    person: options.People = None,
    cue: options.Cues = None,
    numbers: options.Numbers = False,
    as_json: options.AsJson = False,
    passphrase_file: options.PassphraseFile = None,
) -> Code:
    """Read what your own record says, counts first.

    With someone, with a cue, or both: what your own moments like that say, and no more.

    \b
    Examples:
      homing reading --person W
      homing reading --person W --cue voice:louder --cue "long silence" --numbers
    """
    from homing.cli.readings import reading as do

    return do(tuple(person or ()), tuple(cue or ()), passphrase_file, numbers=numbers, as_json=as_json)


@app.command("import", cls=Command)
def import_(
    file: options.InFile,
    form: options.Form = "",
    skip_bad: options.SkipBad = False,
    as_json: options.AsJson = False,
    passphrase_file: options.PassphraseFile = None,
    age_passphrase_file: options.AgeFile = None,
) -> Code:
    """Take in a diary file, all of it or nothing. Taking the same file in twice changes nothing more.

    A file that homing export --age wrote is opened with its own passphrase first.

    Every fault is told as FILE:LINE:COLUMN (in a CSV file, COLUMN counts cells), and then nothing is taken in.

    \b
    Examples:
      homing import diary.jsonl
      homing import moments.csv --skip-bad
      homing import diary.age
    """
    from homing.cli.importing import take_in as do

    return do(file, form, passphrase_file, age_passphrase_file, skip_bad=skip_bad, as_json=as_json)


@app.command(cls=Command)
def export(
    file: options.OutFile,
    form: options.Form = "",
    force: options.Force = False,
    age: options.Age = False,
    passphrase_file: options.PassphraseFile = None,
    age_passphrase_file: options.AgeFile = None,
) -> Code:
    """Write the diary into a file that other programs can read. Without --age that file is not encrypted.

    \b
    Examples:
      homing export diary.jsonl
      homing export moments.csv
      homing export - --format csv | less
      homing export --age diary.age
    """
    from homing.cli.exporting import export as do

    return do(file, form, passphrase_file, age_passphrase_file if age else None, force=force, age=age)


@app.command(cls=Command)
def demo(numbers: options.Numbers = False, as_json: options.AsJson = False) -> Code:
    """Show the readings of an invented diary. Needs no diary of your own and writes nothing.

    \b
    Examples:
      homing demo
      homing demo --numbers
    """
    from homing.cli.readings import demo as do

    return do(numbers=numbers, as_json=as_json)


@app.command(cls=Command)
def lines(country: Annotated[str, typer.Argument(metavar="[COUNTRY]", show_default=False)] = "") -> Code:
    """Show people to call or text, by country (two letters). Nothing is dialled, nothing is looked up online.

    \b
    Examples:
      homing lines
      homing lines NZ
    """
    from homing.cli.lines import lines as do

    return do(country)


@app.command(cls=Command)
def prior(
    file: options.PriorsFile = None, none: options.NoPriors = False, passphrase_file: options.PassphraseFile = None
) -> Code:
    """Tell what the estimates of this diary begin from, or let them begin from a file of priors.

    homing lab fit makes such a file from a study: numbers about people in general, nothing of anyone. Moments and
    counts stay as they are; estimates are worked out anew.

    \b
    Examples:
      homing prior
      homing prior priors.json
      homing prior --none
    """
    from homing.cli.priors import prior as do

    return do(file, passphrase_file, none=none)


windows.add_to(app)
safekeeping.add_to(app)
