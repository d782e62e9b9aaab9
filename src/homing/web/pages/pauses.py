"""One's own pauses: what was agreed in calm, how coming back was, how long settling usually takes."""

from __future__ import annotations

from dataclasses import replace

from starlette.responses import Response
from starlette.routing import Route

from homing.companion import names, pause, pauses, terms
from homing.record import ComingBack, FeltState, Terms
from homing.web import chosen
from homing.web.chosen import BadForm
from homing.web.forms import one, split, words
from homing.web.visit import OwnVisit, go, owner
from homing.words import gettext as _
from homing.words import pauses as said
from homing.words.windows import turned

LENGTHS = (*pause.SPANS, 4 * 60, 24 * 60)
"""Minutes that terms may say in one tap."""


def history(visit: OwnVisit) -> Response:
    """Every pause, for its owner alone."""
    return visit.page("pauses/list.html", nav="today", found=pauses.history(visit.desk), said=said)


def show(visit: OwnVisit) -> Response:
    """One pause, and how coming back was."""
    return _show(visit)


def answer(visit: OwnVisit) -> Response:
    """One tap: how coming back was, or how it is now."""
    how, after = one(ComingBack, visit.text("coming_back")), one(FeltState, visit.text("state"))
    if pauses.answer(visit.desk, visit.record_id, how, after):
        visit.keeper.say_plainly(replace(visit.keeper.plain, back=None))
    return go(f"/pauses/{visit.record_id}")


def forget(visit: OwnVisit) -> Response:
    """Forget a pause for good."""
    pauses.forget(visit.desk, visit.record_id)
    return go("/pauses")


def listing(visit: OwnVisit) -> Response:
    """What was agreed, and a form for more."""
    return _list(visit)


def agree(visit: OwnVisit) -> Response:
    """Keep what was agreed."""
    told = Terms(id=visit.ambient.new_id())
    try:
        terms.agree(visit.desk, _told(visit, told), split(visit.texts("people_new")))
    except terms.NoLength:
        return _list(visit, 422, _no_length())
    return go("/pauses/terms")


def show_terms(visit: OwnVisit) -> Response:
    """One agreement, and what may be changed in it."""
    return _show_terms(visit)


def change(visit: OwnVisit) -> Response:
    """Keep it in another form. What nobody touched stays to the letter."""
    before = terms.find(visit.desk, visit.record_id)
    try:
        terms.change(visit.desk, _told(visit, before), split(visit.texts("people_new")))
    except terms.NoLength:
        return _show_terms(visit, 422, _no_length())
    return go(f"/pauses/terms/{before.id}")


def forget_terms(visit: OwnVisit) -> Response:
    """Forget an agreement for good."""
    terms.forget(visit.desk, visit.record_id)
    return go("/pauses/terms")


def _told(visit: OwnVisit, before: Terms) -> Terms:
    book = visit.desk.vault.read(names.book)
    try:
        return replace(
            before,
            people=chosen.among(visit, before.people, book) if "shown" in visit.form else before.people,
            minutes=_minutes(visit, before),
            sentence=_text(visit, "sentence", before.sentence),
            place=_text(visit, "place", before.place),
            returning=_text(visit, "returning", before.returning),
        )
    except BadForm:
        raise
    except ValueError:
        raise terms.NoLength from None


def _text(visit: OwnVisit, name: str, before: str) -> str:
    told = words(visit, name, before, lines=name == "sentence")
    return before if told == before else told.strip()


def _minutes(visit: OwnVisit, before: Terms) -> int:
    told = visit.text("minutes")
    if told and not (told.isascii() and told.isdecimal() and len(told) <= len(str(LENGTHS[-1]))):
        raise terms.NoLength
    return int(told) if told else before.minutes


def _no_length() -> str:
    return _("A pause is at least 20 minutes and at most a day. Nothing was changed.")


def _list(visit: OwnVisit, status: int = 200, error: str = "") -> Response:
    told = {"form": visit.text, "ticked": visit.texts}
    return visit.page(
        "pauses/terms.html",
        status,
        nav="today",
        found=terms.all_of(visit.desk),
        lengths=LENGTHS,
        said=said,
        error=error,
        **told,
    )


def _show_terms(visit: OwnVisit, status: int = 200, error: str = "") -> Response:
    one_of, found = terms.find(visit.desk, visit.record_id), terms.all_of(visit.desk)
    return visit.page(
        "pauses/terms_show.html",
        status,
        nav="today",
        terms=one_of,
        book=found.book,
        here=f"/pauses/terms/{one_of.id}",
        meant=[chosen.meant(one_id, found.book) for one_id in one_of.people],
        lengths=sorted({*LENGTHS, one_of.minutes}),
        turned=turned(one_of.sentence) or turned(one_of.returning) or turned(one_of.place),
        said=said,
        error=error,
    )


def _show(visit: OwnVisit) -> Response:
    found = pauses.find(visit.desk, visit.record_id)
    return visit.page(
        "pauses/show.html",
        nav="today",
        pause=found,
        is_over=found.ended is not None or found.back.utc <= visit.ambient.now(),
        fresh=pauses.is_fresh(visit.desk, found),
        said=said,
    )


ROUTES = [
    Route("/pauses", owner(history)),
    Route("/pauses/terms", owner(listing)),
    Route("/pauses/terms", owner(agree), methods=["POST"]),
    Route("/pauses/terms/{id:uuid}", owner(show_terms)),
    Route("/pauses/terms/{id:uuid}", owner(change), methods=["POST"]),
    Route("/pauses/terms/{id:uuid}/forget", owner(forget_terms), methods=["POST"]),
    Route("/pauses/{id:uuid}", owner(show)),
    Route("/pauses/{id:uuid}", owner(answer), methods=["POST"]),
    Route("/pauses/{id:uuid}/forget", owner(forget), methods=["POST"]),
]
