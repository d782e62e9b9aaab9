"""Supportive spaces in own words; whoever is held is kept apart and offered to nobody."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

import pytest

from homing.companion import Desk, NotFound, names
from homing.companion.practice import spaces
from homing.record import Danger, Person, Space, SpaceKind
from tests.desks import everything_written, keep, put

pytestmark = pytest.mark.system("S21")

CHOIR = Space(id=UUID(int=7), label="the choir", kind=SpaceKind.GROUP, where="Tuesdays", bring="a cap")


def test_a_space_is_kept_with_whom_it_names(desk: Desk) -> None:
    """As told, with a new person or one that is here; who was forgotten meanwhile is left out."""
    assert spaces.put(desk, replace(CHOIR, person=UUID(int=9))) == CHOIR
    named = spaces.put(desk, replace(CHOIR, id=UUID(int=8)), [" ", "Wren"])
    wren = names.add_person(desk, "Wren")
    assert named.person == wren.id
    assert spaces.put(desk, named) == named
    found = spaces.all_of(desk)
    assert (found.spaces, found.apart) == ((CHOIR, named), ())
    page = spaces.look(desk, named.id)
    assert (page.space, page.held) == (named, False)


@pytest.mark.care("C2")
def test_a_held_person_is_kept_apart(desk: Desk) -> None:
    """Own words stay, and are not offered while a hold stands, under whichever name."""
    put(desk, Person(id=UUID(int=0x10), label="Rook"), Person(id=UUID(int=0x11), label="R."))
    rook = spaces.put(desk, replace(CHOIR, id=UUID(int=8), person=UUID(int=0x11)))
    keep(desk, "Rook", days=9, danger=(Danger.FOLLOWED,))
    assert spaces.all_of(desk).apart == ()
    names.merge(desk, UUID(int=0x11), UUID(int=0x10))
    spaces.put(desk, CHOIR)
    found = spaces.all_of(desk)
    assert (found.spaces, found.apart) == ((CHOIR,), (rook,))
    assert spaces.look(desk, rook.id).held


def test_forgetting_is_for_good(desk: Desk) -> None:
    """Nothing of it is left; what is not there is not found. Forgetting a person leaves the space without them."""
    spaces.put(desk, CHOIR)
    kept = spaces.put(desk, replace(CHOIR, id=UUID(int=8), label="Wren’s kitchen"), ["Wren"])
    assert kept.person is not None
    names.forget(desk, kept.person, with_moments=False)
    assert spaces.look(desk, kept.id).space == replace(kept, person=None)
    spaces.forget(desk, CHOIR.id)
    assert "choir" not in everything_written(desk)
    for gone in (spaces.look, spaces.forget):
        with pytest.raises(NotFound):
            gone(desk, CHOIR.id)
