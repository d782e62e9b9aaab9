"""The ladder: small steps in the person's own words, one of them offered now and then, and how each was met."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any
from uuid import UUID

from starlette.responses import Response
from starlette.routing import Route

from homing.companion import NotFound, names, windows
from homing.companion.names import Book
from homing.companion.practice import ladder
from homing.record import Channel, Evidence, Moment, Opening, Outcome, Person, Step
from homing.web import chosen
from homing.web.chosen import BadForm
from homing.web.forms import one, split, words
from homing.web.pages.door import zone_of
from homing.web.visit import OwnVisit, go, owner
from homing.words import gettext as _
from homing.words import ladder as ladder_words

STARTED = tuple(ladder_words.STARTERS)
"""The starters, as they stand in an address: they hold nothing of anyone's."""


def listing(visit: OwnVisit) -> Response:
    """Every step, and the one that is offered."""
    found = ladder.all_of(visit.desk)
    return visit.page(
        "ladder/list.html",
        nav="practice",
        found=found,
        book=found.book,
        starters={key: ladder_words.starter(key) for key in STARTED},
        openly=ladder_words.openly(found.next.withheld),
        **_said(visit),
    )


def add(visit: OwnVisit) -> Response:
    """The form for a new step, empty or begun with a small one, or the step that it tells."""
    if visit.request.method != "POST":
        return _new(visit)
    label = visit.text("label").strip()
    if not label:
        return _new(visit, 422, _("A few words are needed. Nothing was kept."))
    kept = ladder.add(visit.desk, _told(visit, Step(id=visit.ambient.new_id(), label=label)), *_names_told(visit))
    return go(f"/ladder/{kept.id}")


def show(visit: OwnVisit) -> Response:
    """One step: what it is, the way out, trying it, how it went."""
    return _show(visit)


def change(visit: OwnVisit) -> Response:
    """Other words, for others, by another window. What nobody touched stays to the letter."""
    step = ladder.find(visit.desk, visit.record_id)
    told = words(visit, "label", step.label, lines=False)
    label = step.label if told is step.label else told.strip()
    if not label:
        return _show(visit, 422, _("A few words are needed. Nothing was changed."))
    ladder.change(visit.desk, replace(_told(visit, step), label=label), *_names_told(visit))
    return go(f"/ladder/{step.id}")


def aside(visit: OwnVisit) -> Response:
    """Put it aside for now, or take it up."""
    ladder.set_aside(visit.desk, visit.record_id, aside=visit.text("aside") == "1")
    return go("/ladder" if visit.text("aside") == "1" else f"/ladder/{visit.record_id}")


def begin(visit: OwnVisit) -> Response:
    """It is tried now. The moment is kept without an ending; no window moves."""
    ladder.try_it(visit.desk, visit.record_id, zone=zone_of(visit))
    return go(f"/ladder/{visit.record_id}")


def met(visit: OwnVisit) -> Response:
    """How it went: of a try begun before, or of one just lived."""
    outcome, protected = one(Outcome, visit.text("outcome")), bool(visit.text("protected"))
    alarm, moment = _alarm(visit, None), visit.text("moment")
    if outcome is None and not protected:
        return go(f"/ladder/{visit.record_id}")
    if moment:
        kept: Moment | None = ladder.tell(
            visit.desk, visit.record_id, chosen.uuid(moment), outcome=outcome, protected=protected, alarm=alarm
        )
    else:
        told: dict[str, Any] = {"outcome": outcome, "protected": protected, "alarm": alarm}
        kept = ladder.try_it(visit.desk, visit.record_id, zone=zone_of(visit), **told)
    return go(_after(visit, kept))


def used(visit: OwnVisit) -> Response:
    """What was shared in a try was used against me later, or it was not."""
    ladder.use_against(visit.desk, visit.record_id, chosen.uuid(visit.text("moment")), used=visit.text("used") == "1")
    return go(f"/ladder/{visit.record_id}")


def remove(visit: OwnVisit) -> Response:
    """Into the bin."""
    ladder.remove(visit.desk, visit.record_id)
    return go("/ladder")


def forget(visit: OwnVisit) -> Response:
    """Forget it for good."""
    ladder.forget(visit.desk, visit.record_id)
    return go("/ladder")


def _after(visit: OwnVisit, kept: Moment | None) -> str:
    """Where one is led after saying how it went: to safety first, as from any moment.

    Who took the way out of a step with nobody named is not led to the page on protecting oneself; a link goes there.
    """
    if kept is not None and kept.after_harm:
        return "/safe-now"
    if kept is not None and kept.people and kept.evidence is Evidence.PROTECTED:
        return "/help/protected"
    if kept is not None and kept.step is None:
        return f"/moments/{kept.id}"
    return f"/ladder/{visit.record_id}"


def _new(visit: OwnVisit, status: int = 200, error: str = "") -> Response:
    key = visit.request.path_params.get("starter", "")
    if key and key not in STARTED:
        raise NotFound(key)
    begun = ladder_words.starter(key) if key else ladder_words.Starter("", "")
    return visit.page(
        "ladder/new.html",
        status,
        nav="practice",
        begun=begun,
        error=error,
        form=visit.text,
        ticked=visit.texts,
        **_choices(visit, visit.desk.vault.read(names.book)),
    )


def _show(visit: OwnVisit, status: int = 200, error: str = "") -> Response:
    page = ladder.look(visit.desk, visit.record_id)
    following = ladder.proposal(visit.desk)
    return visit.page(
        "ladder/show.html",
        status,
        nav="practice",
        page=page,
        following=following,
        meant=[chosen.meant(one_id, page.book) for one_id in page.step.people],
        setting=chosen.meant(page.step.setting, page.book) if page.step.setting else None,
        here=f"/ladder/{page.step.id}",
        error=error,
        **_choices(visit, page.book),
        **_said(visit),
    )


def _said(visit: OwnVisit) -> dict[str, Any]:
    """The sentences, and how names are shown in them just now."""
    return {
        "ladder_words": ladder_words,
        "named": _named(shown=visit.session.names_shown),
        "instant": visit.ambient.now(),
        "now": visit.ambient.lived_now(zone_of(visit)),
    }


def _named(*, shown: bool) -> Callable[[Person], str]:
    def name(person: Person) -> str:
        return person.label if shown or len(person.label) <= 2 else f"{person.label[0]}…"

    return name


def _choices(visit: OwnVisit, book: Book) -> dict[str, Any]:
    """What the form of a step offers to choose from."""
    return {
        "book": book,
        "places": [cue for cue in book.cues if cue.channel is Channel.SETTING],
        "bubble": windows.bubble(visit.desk).windows,
    }


def _told(visit: OwnVisit, step: Step) -> Step:
    """The step as the form tells it, its name apart."""
    book = visit.desk.vault.read(names.book)
    return replace(
        step,
        people=chosen.among(visit, step.people, book),
        setting=_setting(visit, step.setting, book),
        window=_window(visit, step.window),
        opening=one(Opening, visit.text("opening")) if "opening" in visit.form else step.opening,
        way_out=words(visit, "way_out", step.way_out),
        alarm=_alarm(visit, step.alarm),
    )


def _names_told(visit: OwnVisit) -> tuple[list[str], str]:
    """Who and where is named for the first time."""
    return split(visit.texts("people_new")), next(iter(split(visit.texts("setting_new"))), "")


def _setting(visit: OwnVisit, before: UUID | None, book: Book) -> UUID | None:
    """The place chosen; under its own id if it was the one before, and as before if the form did not ask."""
    if "setting" not in visit.form:
        return before
    told = visit.text("setting")
    place = chosen.meant(chosen.uuid(told), book) if told else None
    return before if before is not None and place == chosen.meant(before, book) else place


def _window(visit: OwnVisit, before: UUID | None) -> UUID | None:
    if "window" not in visit.form:
        return before
    told = visit.text("window")
    return chosen.uuid(told) if told else None


def _alarm(visit: OwnVisit, before: int | None) -> int | None:
    """How loud; as before if the form did not ask."""
    told = visit.text("alarm")
    if "alarm" not in visit.form:
        return before
    if told and told not in map(str, range(11)):
        raise BadForm
    return int(told) if told else None


ROUTES = [
    Route("/ladder", owner(listing)),
    Route("/ladder/new", owner(add), methods=["GET", "POST"]),
    Route("/ladder/new/{starter:str}", owner(add)),
    Route("/ladder/{id:uuid}", owner(show)),
    Route("/ladder/{id:uuid}/change", owner(change), methods=["POST"]),
    Route("/ladder/{id:uuid}/aside", owner(aside), methods=["POST"]),
    Route("/ladder/{id:uuid}/try", owner(begin), methods=["POST"]),
    Route("/ladder/{id:uuid}/met", owner(met), methods=["POST"]),
    Route("/ladder/{id:uuid}/used", owner(used), methods=["POST"]),
    Route("/ladder/{id:uuid}/remove", owner(remove), methods=["POST"]),
    Route("/ladder/{id:uuid}/forget", owner(forget), methods=["POST"]),
]
