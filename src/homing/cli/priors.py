"""``homing prior``: what the estimates of this diary begin from."""

from __future__ import annotations

from pathlib import Path

from homing.cli.codes import Code, Stop
from homing.cli.surroundings import own_desk
from homing.cli.telling import say
from homing.companion import expectations
from homing.engine.priors import LONGEST, Priors, PriorsError, loads
from homing.words import gettext as _
from homing.words import ngettext


def prior(file: Path | None, passphrase_file: Path | None, *, none: bool) -> Code:
    """Tell which priors are in use; with a file, use those in it; with ``none``, the built-in ones again."""
    if file is not None and none:
        raise Stop(Code.USAGE, _("Give a file, or --none: not both."))
    learnt = None if file is None else _read(file)
    with own_desk(passphrase_file) as desk:
        if learnt is not None or none:
            expectations.begin_from(desk, learnt)
        now = expectations.begun_from(desk)
    say(_told(now))
    return Code.FINE


def _read(file: Path) -> Priors:
    """The priors in a file; whatever is wrong with it is said before the diary is opened."""
    try:
        with file.open("rb") as opened:
            learnt = loads(opened.read(LONGEST + 1).decode("utf-8", "replace"))
    except PriorsError as error:
        reason = _(str(error))
        raise Stop(Code.REFUSED, _("Nothing was changed: {reason}.").format(reason=reason)) from None
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise Stop(Code.USAGE, _("The file of priors cannot be read: {reason}.").format(reason=reason)) from None
    if learnt.params.outcome != "binary":
        raise Stop(
            Code.REFUSED,
            _("Nothing was changed: a diary needs priors of whether something hurt; fit them with --kind binary."),
        )
    return learnt


def _told(learnt: Priors | None) -> str:
    if learnt is None:
        return _("Estimates begin from the built-in assumptions. They are placeholders: no data stand behind them.")
    return ngettext(
        "Estimates begin from what {n} person taught ({outcomes} outcomes). Your own moments soon outweigh it.",
        "Estimates begin from what {n} people taught ({outcomes} outcomes). Your own moments soon outweigh it.",
        learnt.people,
    ).format(n=learnt.people, outcomes=learnt.outcomes)
