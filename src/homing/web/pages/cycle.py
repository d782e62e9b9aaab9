"""The cycle: a quarrel mapped in taps, what the rounds say, and the picture that two people may look at (S11)."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from starlette.responses import Response
from starlette.routing import Route

from homing.companion import names
from homing.companion.practice import cycle, cycle_reading
from homing.companion.practice.cycle import NobodyNamed, NotOffered, Station
from homing.companion.practice.cycle_reading import Reading, Together
from homing.record import By, CycleMove
from homing.web import chosen
from homing.web.chosen import BadForm
from homing.web.cycle_picture import Picture, Stop, picture
from homing.web.forms import split, when, words
from homing.web.pages.door import zone_of
from homing.web.visit import OwnVisit, go, owner
from homing.words import cycle as said
from homing.words import gettext as _
from homing.words import label

NEXT = "#next"
"""Where the taps for the next move stand on a page, so that a phone need not be scrolled."""


def overview(visit: OwnVisit) -> Response:
    """Every round, and what they say together."""
    return _cycle(visit, None)


def with_someone(visit: OwnVisit) -> Response:
    """The same with one person, and whether it slowly wears thin."""
    return _cycle(visit, visit.record_id)


def new(visit: OwnVisit) -> Response:
    """With whom it was."""
    return _new(visit)


def begin(visit: OwnVisit) -> Response:
    """Begin a round; it is kept from now on."""
    book = visit.desk.vault.read(names.book)
    try:
        begun = cycle.begin(
            visit.desk,
            chosen.among(visit, (), book),
            split(visit.texts("people_new")),
            reunion=bool(visit.text("reunion")),
            when=visit.ambient.lived_now(zone_of(visit)),
        )
    except NobodyNamed:
        return _new(visit, 422, _("With whom was it? An initial is enough. Nothing was kept."))
    except NotOffered as no:
        return _new(visit, 422, said.why_not(no.verdict))
    return go(f"/cycle/{begun.id}{NEXT}")


def show(visit: OwnVisit) -> Response:
    """One round: its moves, the taps for the next, and how it ended."""
    page = cycle.look(visit.desk, visit.record_id)
    drawn = cycle_reading.read([page.round]) if page.verdict and page.round.moves else None
    return visit.page(
        "cycle/round.html",
        nav="practice",
        page=page,
        stations=[[Station(by, move) for by in By] for move in CycleMove],
        meant=[chosen.meant(one, page.book) for one in page.round.people],
        drawn=drawn,
        picture=_picture(drawn) if drawn else None,
        felt=tuple(dict.fromkeys([*page.felt, *map(_, said.UNDERNEATH)])),
        said=said,
    )


def move(visit: OwnVisit) -> Response:
    """What came next, in one tap."""
    return _tapped(visit, lambda: cycle.add_move(visit.desk, visit.record_id, _station(visit), after=_number(visit)))


def undo(visit: OwnVisit) -> Response:
    """Take a move out: the last, unless another is named."""
    of = _number(visit)
    at = _number(visit, "at") if visit.text("at") else of - 1
    return _tapped(visit, lambda: cycle.take_out(visit.desk, visit.record_id, at, of=of))


def reword(visit: OwnVisit) -> Response:
    """Own words on a move, typed or tapped, and what was felt underneath."""
    at, found = _number(visit, "at"), cycle.look(visit.desk, visit.record_id).round
    if at >= len(found.moves):
        return go(f"/cycle/{found.id}")
    turn = found.moves[at]
    own = visit.text("again") or words(visit, "words", turn.words, lines=False)
    felt = visit.text("felt") or words(visit, "underneath", turn.underneath, lines=False)
    return _tapped(visit, lambda: cycle.reword(visit.desk, found.id, at, _station(visit), own, felt))


def end(visit: OwnVisit) -> Response:
    """It turned back at the last move, or it did not, or it goes on after all."""
    told = visit.text("turned")
    if told not in ("yes", "no", ""):
        raise BadForm
    turned = {"yes": True, "no": False}.get(told)
    return _tapped(visit, lambda: cycle.end(visit.desk, visit.record_id, turned_back=turned), "" if told else NEXT)


def change(visit: OwnVisit) -> Response:
    """With whom, when, on meeting again or not, and a note. What nobody touched stays."""
    found = cycle.look(visit.desk, visit.record_id)
    cycle.change(
        visit.desk,
        visit.record_id,
        chosen.among(visit, found.round.people, found.book),
        split(visit.texts("people_new")),
        reunion=bool(visit.text("reunion")),
        when=when(visit, found.round.when),
        note=words(visit, "note", found.round.note),
    )
    return go(f"/cycle/{visit.record_id}")


def remove(visit: OwnVisit) -> Response:
    """Into the bin."""
    cycle.remove(visit.desk, visit.record_id)
    return go("/cycle")


def forget(visit: OwnVisit) -> Response:
    """Forget it for good."""
    cycle.forget(visit.desk, visit.record_id)
    return go("/cycle")


def together_with(visit: OwnVisit) -> Response:
    """The picture of the cycle with someone, for two people side by side."""
    return _together(visit, cycle_reading.together_with(visit.desk, visit.record_id), f"/cycle/with/{visit.record_id}")


def together_of(visit: OwnVisit) -> Response:
    """The picture of one round, for two people side by side."""
    return _together(visit, cycle_reading.together_of(visit.desk, visit.record_id), f"/cycle/{visit.record_id}")


def _cycle(visit: OwnVisit, person: UUID | None) -> Response:
    page = cycle_reading.cycle(visit.desk, person)
    drawn = _picture(page.whole) if page.whole and page.whole.rounds else None
    return visit.page("cycle/overview.html", nav="practice", page=page, picture=drawn, said=said)


def _new(visit: OwnVisit, status: int = 200, error: str = "") -> Response:
    found, told = cycle.door(visit.desk), {"form": visit.text, "ticked": visit.texts}
    return visit.page("cycle/new.html", status, nav="practice", door=found, error=error, said=said, **told)


def _together(visit: OwnVisit, found: Together, back_to: str) -> Response:
    drawn = _picture(found.reading, said.View.TOGETHER) if found.reading and found.reading.has_both else None
    return visit.page(
        "cycle/together.html", nav="practice", found=found, picture=drawn, back_to=back_to, said=said, alone=True
    )


def _picture(reading: Reading, view: said.View = said.View.ALONE) -> Picture:
    turned = {one.station: one.share for one in reading.turned}
    stops = [
        Stop(
            at,
            label(at.move),
            said.whose_and_often(at.by, reading.came[at], view),
            said.of(turned[at].k, turned[at].n) if at in turned else "",
        )
        for at in reading.stations
    ]
    return picture(reading, stops)


def _tapped(visit: OwnVisit, work: Callable[[], object], place: str = NEXT) -> Response:
    """Do it, and show the round again; where mapping is not offered any more, its page says why."""
    try:
        work()
    except NotOffered:
        return go(f"/cycle/{visit.record_id}")
    return go(f"/cycle/{visit.record_id}{place}")


def _station(visit: OwnVisit) -> Station:
    try:
        return cycle.station_of(visit.text("move"))
    except ValueError as error:
        raise BadForm from error


def _number(visit: OwnVisit, field: str = "of") -> int:
    told = visit.text(field)
    if not (told.isascii() and told.isdecimal() and len(told) <= 3):
        raise BadForm
    return int(told)


ROUTES = [
    Route("/cycle", owner(overview)),
    Route("/cycle/new", owner(new)),
    Route("/cycle/new", owner(begin), methods=["POST"]),
    Route("/cycle/with/{id:uuid}", owner(with_someone)),
    Route("/cycle/with/{id:uuid}/together", owner(together_with)),
    Route("/cycle/{id:uuid}", owner(show)),
    Route("/cycle/{id:uuid}/together", owner(together_of)),
    Route("/cycle/{id:uuid}/move", owner(move), methods=["POST"]),
    Route("/cycle/{id:uuid}/undo", owner(undo), methods=["POST"]),
    Route("/cycle/{id:uuid}/words", owner(reword), methods=["POST"]),
    Route("/cycle/{id:uuid}/end", owner(end), methods=["POST"]),
    Route("/cycle/{id:uuid}/change", owner(change), methods=["POST"]),
    Route("/cycle/{id:uuid}/remove", owner(remove), methods=["POST"]),
    Route("/cycle/{id:uuid}/forget", owner(forget), methods=["POST"]),
]
