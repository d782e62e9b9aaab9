"""The moments that matter, one screen each: in the night, before a door, after something good."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from starlette.responses import Response
from starlette.routing import Route

from homing.companion import Desk, doors, moments, names, screens
from homing.record import Moment, Need, Outcome
from homing.vault import VaultError
from homing.web import chosen, forms
from homing.web.chosen import BadForm
from homing.web.pages.door import zone_of
from homing.web.visit import OwnVisit, Visit, anyone, go, owner
from homing.words import gettext as _
from homing.words import screens as words
from homing.words.turning import turned

FIRST_CUES, FIRST_PEOPLE = 6, 4
"""So many chips stand open; the others are in a fold."""

GOOD = (Outcome.CARE, Outcome.OKAY)


def night(visit: Visit) -> Response:
    """Dark and quiet, before unlocking too; what is the person's own stands there after it alone."""
    desk: Desk | None = visit.request.state.desk
    found = None
    with suppress(VaultError):  # a damaged diary must not keep anyone from what helps
        found = None if desk is None else screens.night(desk)
    return visit.page(
        "screens/night.html",
        theme="dark",
        alone=True,
        found=found,
        book=found.book if found else None,
        has_vault=visit.keeper.has_vault,
        line=visit.ambient.new_id(),
        is_kept=bool(found and visit.request.query_params.get("kept")),
    )


def keep_line(visit: OwnVisit) -> Response:
    """Keep one line, as the note of a moment."""
    told = visit.text("note")
    if not told.strip():
        return go("/night")
    screens.keep_line(visit.desk, chosen.uuid(visit.text("id")), told)
    return go("/night?kept=1")


def door(visit: OwnVisit) -> Response:
    """The intention and the sentence to leave with, large, and nothing else."""
    return visit.page("screens/door.html", alone=True, found=doors.door(visit.desk))


def door_words(visit: OwnVisit) -> Response:
    """Put into words, in a calm hour, what will stand at the door."""
    return _words_page(visit)


def take_door_words(visit: OwnVisit) -> Response:
    """Let other words, kept before, stand at the door."""
    doors.take(visit.desk, chosen.uuid(visit.text("need")))
    return go("/door")


def keep_door_words(visit: OwnVisit) -> Response:
    """Keep the words, new or changed, and let them stand at the door."""
    found = doors.door(visit.desk)
    before = None if visit.text("as") == "new" else found.words
    label = forms.words(visit, "label", before.label if before else "", lines=False)
    if not label.strip():
        return _words_page(visit, 422, _("A sentence to leave with is needed. Nothing was kept."))
    kept = doors.keep(
        visit.desk,
        Need(
            id=before.id if before else visit.ambient.new_id(),
            label=label,
            will=forms.words(visit, "will", before.will if before else ""),
            people=chosen.among(visit, before.people if before else (), found.needs.book),
            window=before.window if before else None,
        ),
        forms.split(visit.texts("people_new")),
    )
    return go("/door/words" if _turned(kept) else "/door")


def good(visit: OwnVisit) -> Response:
    """What was good? As quick as any hard moment."""
    found = screens.good(visit.desk)
    return visit.page(
        "screens/good.html",
        nav="new",
        id=visit.ambient.new_id(),
        found=found,
        first_cues=found.chips.cues[:FIRST_CUES],
        more_cues=found.chips.cues[FIRST_CUES:],
        first_people=found.chips.people[:FIRST_PEOPLE],
        more_people=found.chips.people[FIRST_PEOPLE:],
        afterwards=words.afterwards(explains=found.explains),
    )


def keep_good(visit: OwnVisit) -> Response:
    """Keep it as a moment like any other. The same form sent twice keeps one."""
    fresh = chosen.uuid(visit.text("id"))
    outcome = forms.one(Outcome, visit.text("outcome"))
    if outcome not in GOOD:
        raise BadForm
    if not screens.is_known(visit.desk, fresh):
        blank = Moment(id=fresh, when=visit.ambient.lived_now(zone_of(visit)), outcome=outcome)
        noticed, new = forms.notice(visit, blank)
        whole, _new = forms.ended(visit, noticed)
        moments.keep(visit.desk, whole, new)
    return go(f"/good/{fresh}")


def kept_good(visit: OwnVisit) -> Response:
    """It is kept; and that an alarm afterwards is common."""
    moment = moments.find(visit.desk, visit.record_id)
    explains = not moment.after_harm and screens.explains(visit.desk, moment.people)
    book = visit.desk.vault.read(names.book)
    told: dict[str, Any] = {"moment": moment, "book": book, "afterwards": words.afterwards(explains=explains)}
    return visit.page("screens/good_kept.html", nav="new", **told)


def _words_page(visit: OwnVisit, status: int = 200, error: str = "") -> Response:
    found = doors.door(visit.desk)
    has_told = "label" in visit.form
    stands = found.words
    meant = [chosen.meant(one, found.needs.book) for one in stands.people] if stands else []
    return visit.page(
        "screens/door_words.html",
        status,
        found=found,
        book=found.needs.book,
        label_told=visit.text("label") if has_told else stands.label if stands else "",
        will=visit.text("will") if has_told else stands.will if stands else "",
        ticked=visit.texts("people") if has_told else [str(one) for one in meant],
        turned=_turned(stands) if stands else None,
        error=error,
    )


def _turned(need: Need) -> str | None:
    return turned(need.label) or turned(need.will)


ROUTES = [
    Route("/night", anyone(night)),
    Route("/night", owner(keep_line), methods=["POST"]),
    Route("/door", owner(door)),
    Route("/door", owner(take_door_words), methods=["POST"]),
    Route("/door/words", owner(door_words)),
    Route("/door/words", owner(keep_door_words), methods=["POST"]),
    Route("/good", owner(good)),
    Route("/good", owner(keep_good), methods=["POST"]),
    Route("/good/{id:uuid}", owner(kept_good)),
]
