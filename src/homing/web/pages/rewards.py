"""What safety made possible: dared, dreamt, played; kept, and read again (S25)."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from starlette.responses import Response
from starlette.routing import Route

from homing.companion import names
from homing.companion.practice import rewards
from homing.record import LivedTime, Moment, Reward, RewardKind
from homing.web import chosen
from homing.web.forms import one, split, words
from homing.web.pages.door import zone_of
from homing.web.told import Incomplete, Told
from homing.web.visit import OwnVisit, go, owner
from homing.words import gettext as _


def listing(visit: OwnVisit) -> Response:
    """All of it, the newest first, and a form for more."""
    return _list(visit)


def beginning(visit: OwnVisit) -> Response:
    """The same from a good moment: its people and its time stand in the form."""
    return _list(visit, moment=rewards.begun_from(visit.desk, visit.record_id))


def add(visit: OwnVisit) -> Response:
    """Keep something dared, dreamt or played."""
    fresh = Reward(id=visit.ambient.new_id(), when=visit.ambient.lived_now(zone_of(visit)), label=_("Something"))
    try:
        reward = _told(visit, fresh, label="")
    except Incomplete as missing:
        return _list(visit, 422, _("%(why)s Nothing was kept.") % {"why": missing})
    kept = rewards.put(visit.desk, reward, split(visit.texts("people_new")))
    return go(f"/rewards/{kept.id}")


def show(visit: OwnVisit) -> Response:
    """One of them, to read again."""
    return _show(visit)


def change(visit: OwnVisit) -> Response:
    """Other words, people or another time. What nobody touched stays to the letter."""
    before = rewards.find(visit.desk, visit.record_id)
    try:
        reward = _told(visit, before, label=before.label)
    except Incomplete as missing:
        return _show(visit, 422, _("%(why)s Nothing was changed.") % {"why": missing})
    rewards.put(visit.desk, reward, split(visit.texts("people_new")))
    return go(f"/rewards/{before.id}")


def forget(visit: OwnVisit) -> Response:
    """Forget it for good."""
    rewards.forget(visit.desk, visit.record_id)
    return go("/rewards")


def _told(visit: OwnVisit, before: Reward, label: str) -> Reward:
    """The reward that a form tells; raises :class:`Incomplete`."""
    told = words(visit, "label", label, lines=False)
    if not told.strip():
        raise Incomplete(_("A few words are needed."))
    return replace(
        before,
        label=told if told is label else told.strip(),
        kind=one(RewardKind, visit.text("kind")) if "kind" in visit.form else before.kind,
        people=chosen.among(visit, before.people, visit.desk.vault.read(names.book)),
        when=_when(visit, before.when),
        note=words(visit, "note", before.note),
    )


def _when(visit: OwnVisit, before: LivedTime) -> LivedTime:
    """The time told; an unchanged field leaves the time, its zone and its offset alone."""
    told = visit.text("when")
    if not told or told == _field(before):
        return before
    try:
        return LivedTime(local=datetime.fromisoformat(told), zone=before.zone)
    except ValueError as error:
        raise Incomplete(_("This time cannot be read.")) from error


def _field(when: LivedTime) -> str:
    return when.local.strftime("%Y-%m-%dT%H:%M")


def _list(visit: OwnVisit, status: int = 200, error: str = "", moment: Moment | None = None) -> Response:
    found = rewards.all_of(visit.desk)
    return visit.page(
        "rewards/list.html",
        status,
        nav="practice",
        found=found,
        book=found.book,
        told=Told(visit, again=bool(error)),
        people=[chosen.meant(one_id, found.book) for one_id in moment.people] if moment else [],
        when=_field(moment.when if moment else visit.ambient.lived_now()),
        asked=moment is not None,
        error=error,
    )


def _show(visit: OwnVisit, status: int = 200, error: str = "") -> Response:
    reward, book = rewards.find(visit.desk, visit.record_id), visit.desk.vault.read(names.book)
    return visit.page(
        "rewards/show.html",
        status,
        nav="practice",
        reward=reward,
        book=book,
        meant=[chosen.meant(one_id, book) for one_id in reward.people],
        when=_field(reward.when),
        here=f"/rewards/{reward.id}",
        told=Told(visit, again=bool(error)),
        error=error,
    )


ROUTES = [
    Route("/rewards", owner(listing)),
    Route("/rewards", owner(add), methods=["POST"]),
    Route("/rewards/from/{id:uuid}", owner(beginning)),
    Route("/rewards/{id:uuid}", owner(show)),
    Route("/rewards/{id:uuid}/change", owner(change), methods=["POST"]),
    Route("/rewards/{id:uuid}/forget", owner(forget), methods=["POST"]),
]
