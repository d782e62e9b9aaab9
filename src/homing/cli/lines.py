"""``homing lines``: people to call or text, offline (care rule 26). Needs no diary."""

from __future__ import annotations

from collections.abc import Iterator

from homing.care.lines import Line, countries, is_stale, lines_for
from homing.cli.codes import Code
from homing.cli.surroundings import ambient
from homing.cli.telling import say
from homing.words import gettext as _
from homing.words import label, locale


def lines(country: str) -> Code:
    """Show the lines of one country; without one, which countries there are and where everyone finds help."""
    found = lines_for(country) if country else ()
    if not found:
        known = ", ".join(countries())
        if country:
            say(_("Homing has no line for this country yet. It has lines for: {countries}").format(countries=known))
        else:
            say(_("Name your country by its two letters, for example: homing lines NZ"))
            say(_("There are lines for: {countries}").format(countries=known))
        say(_("If someone may hurt you right now, call the emergency number of your country."))
        return Code.FINE
    today = ambient().lived_now().day
    for line in found:
        for told in _told(line, stale=is_stale(line, today)):
            say(told)
    say(_("These numbers were read in stored public pages, not called. Homing dials nothing by itself."))
    return Code.FINE


def _told(line: Line, *, stale: bool) -> Iterator[str]:
    place = locale().territories.get(line.country, line.country)
    yield f"{line.number}  {line.name} ({place})"
    yield f"  {_('For {whom}').format(whom=line.for_whom)}" + (f" · {line.hours}" if line.hours else "")
    if line.text_or_chat:
        yield f"  {line.text_or_chat}"
    yield f"  {label(line.leaves_trace)}"
    if line.page:
        yield f"  {_('Its own page: {page}').format(page=line.page)}"
    yield f"  {label(line.method)}, {line.checked}."
    if stale:
        yield f"  {_('This is due for another look: it may have changed.')}"
    yield ""
