"""The forms about how someone was, and about promises: opened and sent as they stand, they change nothing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from homing.companion import Desk
from homing.record import Moment, Person, Promise
from homing.vault import Vault
from tests import strategies as some
from tests.examples import examples
from tests.unit.web import markup
from tests.unit.web.support import House

WHO = [UUID(int=1), UUID(int=2), UUID(int=3)]
STEP, RITUAL, SELF = UUID(int=11), UUID(int=12), UUID(int=99)
PEOPLE = st.sampled_from(WHO)


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """One app for all examples."""
    with House(tmp_path_factory.mktemp("house")).open() as opened:
        yield opened


def known(data: st.DataObject) -> list[Person]:
    """Three people, the second perhaps a name of the first."""
    people = [replace(data.draw(some.people()), id=one, merged_into=None, lifted=()) for one in WHO]
    return [people[0], replace(people[1], merged_into=data.draw(st.none() | st.just(WHO[0]))), people[2]]


@pytest.mark.system("S19")
@pytest.mark.care("C25")
@given(data=st.data())
@settings(max_examples=examples(12, 80), deadline=None)
def test_sending_the_answers_unchanged_changes_nothing(house: House, data: st.DataObject) -> None:
    """Any moment equals itself after its page of answers is sent, whole or as a draft, whoever lies in the bin."""
    desk = Desk(Vault.in_memory(), house.ambient)
    browser = house.lend(desk)
    moment: Moment = data.draw(
        some.moments(
            PEOPLE,
            ids=st.just(SELF),
            step_ids=st.just(STEP),
            ritual_ids=st.just(RITUAL),
        )
    )
    moment = replace(moment, cues=(), setting=None, windows=())
    step = replace(data.draw(some.steps(people_ids=PEOPLE)), id=STEP, setting=None, window=None)
    ritual = replace(data.draw(some.rituals(people_ids=PEOPLE)), id=RITUAL)
    house.put(*known(data), step, ritual, moment)
    if data.draw(st.booleans()):
        house.remove(WHO[2], STEP)
    action = f"/moments/{SELF}/more"
    page = browser.look(action)
    for form in page.root.all("form"):
        if form.get("action") == action:
            assert browser.submit(action, markup.sent_by(form)).status_code == 303
            assert browser.submit(form.get("data-autosave"), markup.sent_by(form)).status_code == 204
    assert browser.submit(action).status_code == 303
    assert house.find(moment) == moment
    assert [one.change for one in house.vault.read(lambda rows: rows.history(SELF))] == ["created"]


@pytest.mark.system("S17")
@pytest.mark.care("C25")
@given(data=st.data())
@settings(max_examples=examples(12, 80), deadline=None)
def test_sending_a_promise_unchanged_changes_nothing(house: House, data: st.DataObject) -> None:
    """Any promise equals itself after its form is sent, to the last letter, with a merged name and any old date."""
    desk = Desk(Vault.in_memory(), house.ambient)
    browser = house.lend(desk)
    promise: Promise = data.draw(some.promises(ids=st.just(SELF), people_ids=PEOPLE))
    house.put(*known(data), promise)
    if data.draw(st.booleans()):
        house.remove(WHO[2])
    form = browser.look(f"/promises/{SELF}").form(f"/promises/{SELF}/change")
    assert browser.submit(form.get("action"), markup.sent_by(form)).status_code == 303
    assert browser.submit(form.get("action")).status_code == 303
    assert house.find(promise) == promise
