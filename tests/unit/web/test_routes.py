"""Every address, and who may see what is there."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from fnmatch import fnmatch
from uuid import UUID

import pytest
from httpx2 import Response
from starlette.routing import Mount, Route

from homing.record import (
    Anchor,
    Belongs,
    By,
    CheckIn,
    CycleMove,
    Early,
    FeltState,
    FuzzyDate,
    Look,
    Memory,
    Need,
    Occasion,
    Opening,
    Outcome,
    Pause,
    Promise,
    Reward,
    Rhythm,
    Ritual,
    Round,
    Safe,
    Settling,
    Space,
    Step,
    Terms,
    Turn,
    Whose,
    Window,
)
from tests.unit.web.support import DOOR, LOUDER, PASSPHRASE, ROBIN, SKY, Browser, House, moment, sound


class Who(Enum):
    """Who is answered."""

    ANYONE = "anyone, the vault open or not"
    OWNER = "someone who has shown the passphrase, or looks at the sample"


ALL, OWN = Who.ANYONE, Who.OWNER
NOTED = moment(1, note="a thing of my own")
BINNED = moment(2)
LOUD = moment(3, hours=-3, alarm=8, outcome=Outcome.OKAY)
LOOKED = Look(id=UUID(int=81), when=NOTED.when, cue=LOUDER.id, safe=Safe.YES, belongs=Belongs.BOTH)
TALK = Window(id=UUID(int=0x78), label="late talks", opening=Opening.HALF, people=(ROBIN.id,))
QUIET = Need(id=UUID(int=0x79), label="a quiet hour", people=(ROBIN.id,), window=TALK.id)
BREAK = Pause(id=UUID(int=0x7A), back=NOTED.when, people=(ROBIN.id,))
AGREED = Terms(id=UUID(int=0x7B), sentence="I need air", people=(ROBIN.id,))
STONE = Anchor(id=UUID(int=0x7C), label="a flat stone", person=ROBIN.id)
TRIED = Settling(id=UUID(int=0x7D), when=NOTED.when, anchor=STONE.id)
EASE = CheckIn(id=UUID(int=0x7E), when=NOTED.when, state=FeltState.SETTLED)
QUARREL = Round(
    id=UUID(int=0x6A),
    when=NOTED.when,
    people=(ROBIN.id,),
    moves=(Turn(by=By.ME, move=CycleMove.PURSUE), Turn(by=By.THEM, move=CycleMove.WITHDRAW)),
    turned_back=False,
)
THEN = Early(id=UUID(int=0x6B), when=NOTED.when, words="a door that stayed shut", unsure=3)
NOD = Step(id=UUID(int=0x96), label="nod on the stairs", people=(ROBIN.id,), window=TALK.id, alarm=4)
HELLO = Ritual(id=UUID(int=0x91), label="the long hello", occasion=Occasion.MEETING, people=(ROBIN.id,))
CHOIR = Space(id=UUID(int=0x92), label="the choir", bring="a cap")
SANG = Reward(id=UUID(int=0x93), when=NOTED.when, label="sang aloud", people=(ROBIN.id,))
WEEKLY = Rhythm(id=UUID(int=0x94), person=ROBIN.id, days=7)
RING = Promise(id=UUID(int=0x95), label="to ring", whose=Whose.THEIRS, made=NOTED.when, person=ROBIN.id)
WEIR = Memory(id=UUID(int=77), label="the weir", about=FuzzyDate("2003"), alarm=9)


@dataclass(frozen=True)
class Door:
    """An address with a method: who may see it, and what the owner gets there."""

    method: str
    path: str
    who: Who
    status: int = 200
    leads: str = ""


DOORS = [
    Door("GET", "/", ALL, 303, "/today"),
    Door("GET", "/favicon.ico", ALL, 308, "/static/icon.svg"),
    Door("POST", "/unlock", ALL, 303, "/today"),
    Door("POST", "/unlock/recovery", ALL, 422),
    Door("POST", "/unlock/keyring", ALL, 422),
    Door("POST", "/unlock/passkey", ALL, 422),
    Door("POST", "/lock", ALL, 303, "/"),
    Door("POST", "/leave", ALL, 303, "/measures"),
    Door("POST", "/sample", ALL, 303, "/today"),
    Door("POST", "/sample/leave", ALL, 303, "/"),
    Door("GET", "/start", ALL, 303, "/"),
    Door("POST", "/start", ALL, 303, "/"),
    Door("GET", "/start/passphrase", ALL, 303, "/"),
    Door("POST", "/start/passphrase", ALL, 303, "/"),
    Door("GET", "/start/state", OWN),
    Door("POST", "/start/state", OWN, 303, "/start/moment"),
    Door("GET", "/start/moment", OWN),
    Door("POST", "/start/moment", OWN, 303, "/start/enough"),
    Door("GET", "/start/enough", OWN),
    Door("GET", "/help", ALL),
    Door("POST", "/help/call", ALL, 303, "/help"),
    Door("GET", "/help/my-own", ALL),
    Door("GET", "/help/protected", ALL),
    Door("GET", "/help/limits", ALL),
    Door("GET", "/help/science", ALL),
    Door("GET", "/pause", ALL),
    Door("POST", "/pause", ALL, 422),
    Door("POST", "/pause/longer", ALL, 422),
    Door("POST", "/pause/not-today", ALL, 422),
    Door("POST", "/pause/end", ALL, 303, "/"),
    Door("GET", "/pauses", OWN),
    Door("GET", "/pauses/terms", OWN),
    Door("POST", "/pauses/terms", OWN, 303, "/pauses/terms"),
    Door("GET", "/pauses/terms/{id:uuid}", OWN),
    Door("POST", "/pauses/terms/{id:uuid}", OWN, 303, "/pauses/terms/{id}"),
    Door("POST", "/pauses/terms/{id:uuid}/forget", OWN, 303, "/pauses/terms"),
    Door("GET", "/pauses/{id:uuid}", OWN),
    Door("POST", "/pauses/{id:uuid}", OWN, 303, "/pauses/{id}"),
    Door("POST", "/pauses/{id:uuid}/forget", OWN, 303, "/pauses"),
    Door("GET", "/away", ALL),
    Door("POST", "/away", ALL, 303, "/away"),
    Door("GET", "/settle", ALL),
    Door("GET", "/anchors", OWN),
    Door("POST", "/anchors", OWN, 422),
    Door("POST", "/anchors/tried", OWN, 422),
    Door("GET", "/anchors/tried/{id:uuid}", OWN),
    Door("POST", "/anchors/tried/{id:uuid}", OWN, 303, "/anchors/tried/{id}"),
    Door("GET", "/anchors/{id:uuid}", OWN),
    Door("POST", "/anchors/{id:uuid}/change", OWN, 303, "/anchors/{id}"),
    Door("POST", "/anchors/{id:uuid}/forget", OWN, 303, "/anchors"),
    Door("GET", "/safe-now", ALL),
    Door("GET", "/measures", ALL),
    Door("GET", "/night", ALL),
    Door("POST", "/night", OWN, 303, "/night"),
    Door("GET", "/door", OWN),
    Door("POST", "/door", OWN, 422),
    Door("GET", "/door/words", OWN),
    Door("POST", "/door/words", OWN, 422),
    Door("GET", "/good", OWN),
    Door("POST", "/good", OWN, 422),
    Door("GET", "/good/{id:uuid}", OWN),
    Door("GET", "/today", OWN),
    Door("POST", "/checkin", OWN, 303, "/today"),
    Door("POST", "/today/not-today", OWN, 422),
    Door("POST", "/names", OWN, 303, "/today"),
    Door("GET", "/now", OWN, 303, "/now/*/pause"),
    Door("POST", "/now/{id:uuid}/leave", OWN, 303, "/today"),
    Door("GET", "/now/{id:uuid}/{step:str}", OWN),
    Door("POST", "/now/{id:uuid}/{step:str}", OWN, 303, "/now/{id}/name"),
    Door("GET", "/checkins/{id:uuid}", OWN),
    Door("POST", "/checkins/{id:uuid}", OWN, 303, "/today"),
    Door("GET", "/body", OWN),
    Door("GET", "/body/settles", OWN),
    Door("GET", "/safety", OWN),
    Door("GET", "/no-one", OWN),
    Door("POST", "/no-one", OWN),
    Door("GET", "/moments", OWN),
    Door("POST", "/moments", OWN),
    Door("GET", "/moments/page/{number:int}", OWN),
    Door("GET", "/moments/new", OWN, 303, "/moments/*/notice"),
    Door("GET", "/moments/{id:uuid}", OWN),
    Door("GET", "/moments/{id:uuid}/expect", OWN),
    Door("GET", "/moments/{id:uuid}/look", OWN),
    Door("POST", "/moments/{id:uuid}/look", OWN, 422),
    Door("GET", "/cues/{id:uuid}/look", OWN),
    Door("POST", "/cues/{id:uuid}/look", OWN, 303, "/cues/{id}/look"),
    Door("GET", "/looks/{id:uuid}", OWN),
    Door("GET", "/looks/{id:uuid}/record", OWN),
    Door("POST", "/looks/{id:uuid}/answer", OWN, 303, "/looks/{id}"),
    Door("POST", "/looks/{id:uuid}/again", OWN, 422),
    Door("POST", "/looks/{id:uuid}/step", OWN, 303, "/looks/{id}"),
    Door("POST", "/looks/{id:uuid}/mark", OWN, 303, "/safe-now"),
    Door("POST", "/looks/{id:uuid}/forget", OWN, 303, "/cues/*"),
    Door("POST", "/moments/{id:uuid}/remove", OWN, 303, "/moments"),
    Door("POST", "/moments/{id:uuid}/forget", OWN, 303, "/moments"),
    Door("GET", "/moments/{id:uuid}/more", OWN),
    Door("POST", "/moments/{id:uuid}/more", OWN, 303, "/moments/{id}"),
    Door("GET", "/moments/{id:uuid}/{step:str}", OWN),
    Door("POST", "/moments/{id:uuid}/{step:str}", OWN, 303, "/moments/{id}/name"),
    *(
        door
        for room in ("people", "cues")
        for door in (
            Door("GET", f"/{room}", OWN),
            Door("POST", f"/{room}", OWN, 303, f"/{room}"),
            Door("GET", f"/{room}/{{id:uuid}}", OWN),
            Door("POST", f"/{room}/{{id:uuid}}/change", OWN, 303, f"/{room}/{{id}}"),
            Door("POST", f"/{room}/{{id:uuid}}/merge", OWN, 422),
            Door("POST", f"/{room}/{{id:uuid}}/unmerge", OWN, 303, f"/{room}/{{id}}"),
            Door("POST", f"/{room}/{{id:uuid}}/remove", OWN, 303, f"/{room}"),
            Door("POST", f"/{room}/{{id:uuid}}/forget", OWN, 303, "/people/forgotten" if room == "people" else "/cues"),
        )
    ),
    Door("GET", "/cues/{id:uuid}/forecast", OWN),
    Door("GET", "/people/{id:uuid}/forget", OWN),
    Door("GET", "/people/forgotten", OWN),
    Door("GET", "/entries/{id:uuid}", OWN),
    Door("POST", "/entries/{id:uuid}/export", OWN),
    Door("POST", "/entries/{id:uuid}/remove", OWN, 303, "/moments"),
    Door("POST", "/entries/{id:uuid}/forget", OWN, 303, "/moments"),
    Door("GET", "/keep/quiet", OWN),
    Door("POST", "/keep/quiet/name", OWN, 303, "/keep/quiet"),
    Door("POST", "/keep/quiet/hours", OWN, 422),
    Door("POST", "/keep/quiet/kinds", OWN, 303, "/keep/quiet"),
    Door("POST", "/keep/quiet/rest", OWN, 422),
    Door("POST", "/keep/quiet/rest/end", OWN, 303, "/today"),
    Door("GET", "/older", OWN),
    Door("POST", "/older", OWN, 422),
    Door("POST", "/older/{id:uuid}/forget", OWN, 303, "/older"),
    Door("GET", "/bubble", OWN),
    Door("GET", "/windows/new", OWN),
    Door("POST", "/windows/new", OWN, 422),
    Door("GET", "/windows/{id:uuid}", OWN),
    Door("POST", "/windows/{id:uuid}/move", OWN, 422),
    Door("POST", "/windows/{id:uuid}/change", OWN, 303, "/windows/{id}"),
    Door("POST", "/windows/{id:uuid}/remove", OWN, 303, "/bubble"),
    Door("POST", "/windows/{id:uuid}/forget", OWN, 303, "/bubble"),
    Door("GET", "/rituals", OWN),
    Door("POST", "/rituals", OWN, 422),
    Door("GET", "/rituals/{id:uuid}", OWN),
    Door("POST", "/rituals/{id:uuid}/change", OWN, 303, "/rituals/{id}"),
    Door("POST", "/rituals/{id:uuid}/done", OWN, 303, "/rituals/{id}"),
    Door("POST", "/rituals/{id:uuid}/forget", OWN, 303, "/rituals"),
    Door("GET", "/reassurance", OWN),
    Door("GET", "/reassurance/{id:uuid}", OWN),
    Door("POST", "/reassurance/{id:uuid}/log", OWN, 303, "/reassurance/{id}"),
    Door("POST", "/reassurance/{id:uuid}/rhythm", OWN, 422),
    Door("POST", "/reassurance/{id:uuid}/stop", OWN, 303, "/reassurance/{id}"),
    Door("GET", "/spaces", OWN),
    Door("POST", "/spaces", OWN, 422),
    Door("GET", "/spaces/{id:uuid}", OWN),
    Door("POST", "/spaces/{id:uuid}/change", OWN, 303, "/spaces/{id}"),
    Door("POST", "/spaces/{id:uuid}/forget", OWN, 303, "/spaces"),
    Door("GET", "/rewards", OWN),
    Door("POST", "/rewards", OWN, 422),
    Door("GET", "/rewards/from/{id:uuid}", OWN),
    Door("GET", "/rewards/{id:uuid}", OWN),
    Door("POST", "/rewards/{id:uuid}/change", OWN, 303, "/rewards/{id}"),
    Door("POST", "/rewards/{id:uuid}/forget", OWN, 303, "/rewards"),
    Door("GET", "/therapist", OWN),
    Door("POST", "/therapist", OWN, 422),
    Door("GET", "/cycle", OWN),
    Door("GET", "/cycle/new", OWN),
    Door("POST", "/cycle/new", OWN, 422),
    Door("GET", "/cycle/with/{id:uuid}", OWN),
    Door("GET", "/cycle/with/{id:uuid}/together", OWN),
    Door("GET", "/cycle/{id:uuid}", OWN),
    Door("GET", "/cycle/{id:uuid}/together", OWN),
    Door("POST", "/cycle/{id:uuid}/move", OWN, 422),
    Door("POST", "/cycle/{id:uuid}/undo", OWN, 422),
    Door("POST", "/cycle/{id:uuid}/words", OWN, 422),
    Door("POST", "/cycle/{id:uuid}/end", OWN, 303, "/cycle/{id}#next"),
    Door("POST", "/cycle/{id:uuid}/change", OWN, 303, "/cycle/{id}"),
    Door("POST", "/cycle/{id:uuid}/remove", OWN, 303, "/cycle"),
    Door("POST", "/cycle/{id:uuid}/forget", OWN, 303, "/cycle"),
    Door("GET", "/early", OWN),
    Door("POST", "/early", OWN, 303, "/early"),
    Door("POST", "/early/forget", OWN, 303, "/early"),
    Door("GET", "/practice", OWN),
    Door("GET", "/understanding", OWN),
    Door("GET", "/understanding/{slug:str}", OWN),
    Door("GET", "/listening", ALL),
    Door("POST", "/listening", ALL, 422),
    Door("GET", "/listening/{minutes:int}/{step:int}", ALL),
    Door("GET", "/ladder", OWN),
    Door("GET", "/ladder/new", OWN),
    Door("POST", "/ladder/new", OWN, 422),
    Door("GET", "/ladder/new/{starter:str}", OWN),
    Door("GET", "/ladder/{id:uuid}", OWN),
    Door("POST", "/ladder/{id:uuid}/change", OWN, 303, "/ladder/{id}"),
    Door("POST", "/ladder/{id:uuid}/aside", OWN, 303, "/ladder/{id}"),
    Door("POST", "/ladder/{id:uuid}/try", OWN, 303, "/ladder/{id}"),
    Door("POST", "/ladder/{id:uuid}/met", OWN, 303, "/ladder/{id}"),
    Door("POST", "/ladder/{id:uuid}/used", OWN, 422),
    Door("POST", "/ladder/{id:uuid}/remove", OWN, 303, "/ladder"),
    Door("POST", "/ladder/{id:uuid}/forget", OWN, 303, "/ladder"),
    Door("GET", "/needs", OWN),
    Door("POST", "/needs", OWN, 422),
    Door("GET", "/needs/{id:uuid}", OWN),
    Door("GET", "/needs/{id:uuid}/show", OWN),
    Door("POST", "/needs/{id:uuid}/change", OWN, 303, "/needs/{id}"),
    Door("POST", "/needs/{id:uuid}/tell", OWN, 303, "/needs/{id}"),
    Door("POST", "/needs/{id:uuid}/forget", OWN, 303, "/needs"),
    Door("GET", "/promises", OWN),
    Door("POST", "/promises", OWN, 422),
    Door("GET", "/promises/{id:uuid}", OWN),
    Door("POST", "/promises/{id:uuid}/answer", OWN, 303, "/promises/{id}"),
    Door("POST", "/promises/{id:uuid}/anew", OWN, 303, "/promises/*"),
    Door("POST", "/promises/{id:uuid}/change", OWN, 303, "/promises/{id}"),
    Door("POST", "/promises/{id:uuid}/forget", OWN, 303, "/promises"),
    Door("GET", "/people/{id:uuid}/trust", OWN),
    Door("POST", "/people/{id:uuid}/lift", OWN, 303, "/people/{id}"),
    Door("GET", "/keep", OWN),
    Door("POST", "/keep/export", OWN),
    Door("POST", "/keep/import", OWN, 303, "/keep"),
    Door("GET", "/keep/bin", OWN),
    Door("GET", "/keep/backups", OWN),
    Door("POST", "/keep/backups/make", OWN, 303, "/keep/backups"),
    Door("POST", "/keep/backups/export", OWN),
    Door("POST", "/keep/backups/check", OWN),
    Door("POST", "/keep/backups/drill", OWN, 403),
    Door("GET", "/keep/devices", OWN),
    Door("POST", "/keep/devices/sync", OWN, 422),
    Door("POST", "/keep/devices/forget-folder", OWN, 303, "/keep/devices"),
    Door("GET", "/keep/devices/{id:uuid}", OWN, 303, "/keep/devices"),
    Door("POST", "/keep/devices/{id:uuid}", OWN, 303, "/keep/devices"),
    Door("POST", "/keep/bin/{id:uuid}/restore", OWN, 303, "/keep/bin"),
    Door("POST", "/keep/bin/{id:uuid}/forget", OWN, 303, "/keep/bin"),
    Door("GET", "/keep/keys", OWN),
    Door("GET", "/keep/keys/passphrase", OWN),
    Door("POST", "/keep/keys/passphrase", OWN, 422),
    Door("GET", "/keep/keys/recovery", OWN),
    Door("POST", "/keep/keys/recovery", OWN, 422),
    Door("POST", "/keep/keys/recovery/typed", OWN, 303, "/keep/keys"),
    Door("GET", "/keep/keys/keyring", OWN),
    Door("POST", "/keep/keys/keyring", OWN, 422),
    Door("GET", "/keep/keys/passkey", OWN),
    Door("POST", "/keep/keys/passkey", OWN),
    Door("POST", "/keep/keys/passkey/made", OWN, 422),
    Door("POST", "/keep/keys/remove", OWN, 422),
]
EACH = pytest.mark.parametrize("door", DOORS, ids=lambda door: f"{door.method} {door.path}")


def id_for(path: str) -> UUID:
    """A record that is really there for an address."""
    if path.startswith("/people"):
        return ROBIN.id
    if path.startswith("/cues"):
        return LOUDER.id
    if path.startswith("/older"):
        return WEIR.id
    if path.startswith("/windows"):
        return TALK.id
    if path.startswith("/needs"):
        return QUIET.id
    if path.startswith("/promises"):
        return RING.id
    if path.startswith("/ladder"):
        return NOD.id
    if path.startswith("/rituals"):
        return HELLO.id
    if path.startswith("/reassurance"):
        return ROBIN.id
    if path.startswith("/spaces"):
        return CHOIR.id
    if path.startswith("/rewards") and "from" not in path:
        return SANG.id
    if path.startswith("/cycle"):
        return ROBIN.id if "with" in path else QUARREL.id
    if path.startswith("/pauses"):
        return AGREED.id if "terms" in path else BREAK.id
    if path.startswith("/looks"):
        return LOOKED.id
    if path.startswith("/anchors"):
        return TRIED.id if "tried" in path else STONE.id
    if path.startswith("/checkins"):
        return EASE.id
    if path.endswith("/look"):
        return LOUD.id
    return BINNED.id if "/bin/" in path else NOTED.id


def filled(path: str) -> str:
    """The address with an id, a number and a step in it."""
    named = path.replace("{id:uuid}", "{id}").replace("{id}", str(id_for(path)))
    named = (
        named.replace("{slug:str}", "the-cycle")
        .replace("{starter:str}", "smile")
        .replace("{minutes:int}", "5")
        .replace("{step:int}", "1")
    )
    return named.replace("{number:int}", "1").replace("{step:str}", "notice")


def fill(house: House) -> None:
    """One of everything."""
    house.put(ROBIN, SKY, LOUDER, DOOR, NOTED, BINNED, LOUD, WEIR, LOOKED, TALK, QUIET, EASE)
    house.put(BREAK, AGREED, STONE, TRIED, QUARREL, THEN)
    house.put(NOD, HELLO, CHOIR, SANG, WEEKLY, RING)
    house.vault.write(lambda rows: rows.remove(BINNED.id, house.clock()))


def ask(browser: Browser, door: Door) -> Response:
    """Ask without a field, but for the passphrase at the door."""
    pairs = [("passphrase", PASSPHRASE)] if door.path == "/unlock" else []
    return browser.submit(filled(door.path), pairs) if door.method == "POST" else browser.get(filled(door.path))


@pytest.mark.claim("P7")
def test_no_route_is_unlisted(house: House) -> None:
    """Every route of the app stands in the list above with who may see it, and nothing is listed that is not there."""
    routes = [route for route in house.app.routes if isinstance(route, Route)]
    there = {(method, route.path) for route in routes for method in (route.methods or set()) - {"HEAD"}}
    assert there == {(door.method, door.path) for door in DOORS}
    assert len(DOORS) == len(there)
    rest = [route for route in house.app.routes if not isinstance(route, Route)]
    assert [route.path for route in rest if isinstance(route, Mount)] == ["/static"]
    assert len(rest) == 1


@pytest.mark.care("C23")
def test_a_stranger_is_led_to_the_door(house: House) -> None:
    """Without a session whatever is the owner's leads to the door, with nothing in the answer and nothing changed."""
    house.create()
    fill(house)
    before = house.vault.read(lambda rows: (list(rows.everything()), rows.removed()))
    for door in sorted(DOORS, key=lambda door: door.who is not Who.OWNER):
        answer = ask(house.browser(), door)
        assert all(own not in answer.text for own in (ROBIN.label, LOUDER.label, NOTED.note))
        if door.who is Who.OWNER:
            assert (answer.status_code, answer.headers["location"], answer.content) == (303, "/", b"")
            assert house.vault.read(lambda rows: (list(rows.everything()), rows.removed())) == before


@EACH
def test_the_owner_is_answered(house: House, door: Door) -> None:
    """With a session every address answers as listed; a page it shows is sound."""
    owner = house.create()
    fill(house)
    answer = ask(owner, door)
    assert answer.status_code == door.status
    if door.leads:
        assert fnmatch(answer.headers["location"], door.leads.replace("{id}", str(id_for(door.path))))
    elif "export" not in door.path and door.path != "/measures":
        sound(answer, door.status)


def test_a_visitor_of_the_sample_sees_the_sample_alone(house: House) -> None:
    """Whoever looks at the sample gets every room, never the owner's record, and changes nothing of it."""
    house.create()
    fill(house)
    visitor = house.browser()
    for door in DOORS:
        if not house.keeper.is_sample:
            assert visitor.submit("/sample").status_code == 303
        answer = ask(visitor, door)
        assert answer.status_code in (200, 303, 308, 404, 422)
        assert door.who is Who.ANYONE or answer.headers.get("location") != "/"
        assert all(own not in answer.text for own in (ROBIN.label, LOUDER.label, NOTED.note))
    house.keeper.lock()
    house.keeper.unlock(PASSPHRASE)
    assert house.find(NOTED) == NOTED


@pytest.mark.parametrize(
    "path",
    ["/measures", "/help", "/settle", "/pause", "/away", "/safe-now", "/help/limits", "/help/my-own", "/help/protected",
     "/help/science"],
)  # fmt: skip
@pytest.mark.care("C26")
def test_help_needs_no_vault(stranger: Browser, path: str) -> None:
    """What helps in need is served before there is a vault, and says nothing of anyone."""
    answer = stranger.get(path)
    assert answer.status_code == 200
    if path != "/measures":
        sound(answer)


@pytest.mark.parametrize(
    "path",
    ["/nowhere", "/moments/", "/moments/12", "/people/00000000-0000-0000-0000-000000000999", "/moments/page/x",
     "/static/nothing.css", "/static/../app.py", "/static/%2e%2e/app.py", "/keep/bin/x/restore", "/today/",
     f"/moments/{NOTED.id}/later", f"/moments/{BINNED.id}", f"/moments/{BINNED.id}/notice", f"/people/{LOUDER.id}",
     f"/cues/{ROBIN.id}", f"/people/{NOTED.id}"],
)  # fmt: skip
def test_what_is_not_there_says_so(house: House, path: str) -> None:
    """An address without a page, and an id without a record, give a quiet page and no reason to guess at."""
    owner = house.create()
    fill(house)
    page = sound(owner.get(path), 404)
    assert "This page is not here" in page.text


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "BREW"])
def test_no_other_method_is_served(owner: Browser, method: str) -> None:
    """An address answers to its own methods alone."""
    answer = owner.request(method, "/today")
    sound(answer, 405)
    assert set(answer.headers["allow"].split(", ")) == {"GET", "HEAD"}


@EACH
def test_a_form_s_address_cannot_be_opened(house: House, door: Door) -> None:
    """What changes something takes a form, never a link: a link could be followed by accident."""
    owner = house.create()
    fill(house)
    if ("GET", door.path) not in {(other.method, other.path) for other in DOORS}:
        before = house.vault.read(lambda rows: (list(rows.everything()), rows.removed()))
        assert owner.get(filled(door.path)).status_code in (404, 405)
        assert house.vault.read(lambda rows: (list(rows.everything()), rows.removed())) == before


def test_a_page_can_be_asked_for_its_head(owner: Browser) -> None:
    """HEAD gives what GET gives, without the page."""
    full, head = owner.get("/today"), owner.head("/today")
    assert (head.status_code, head.headers["content-length"]) == (200, str(len(full.content)))
    assert head.content == b""
