"""The room of the other devices: the folder, a round, and choosing between two forms."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Any
from uuid import UUID

import pytest

from homing.companion import Ambient, Desk, devices
from homing.record import (
    Answer,
    Channel,
    CheckIn,
    Cue,
    Early,
    FeltState,
    FuzzyDate,
    LivedTime,
    Memory,
    Occasion,
    Person,
    Promise,
    Reassurance,
    Reassured,
    Record,
    Reward,
    Ritual,
    Round,
    Space,
    Step,
    Unknown,
    Whose,
)
from homing.vault import Vault, kept, restore
from tests.unit.web import test_practice_entries as practice
from tests.unit.web.support import LOUDER, PASSPHRASE, ROBIN, ZONE, Browser, House, moment, sound

PAGE = "/keep/devices"


@pytest.fixture
def shared(tmp_path: Path) -> Path:
    """An empty folder."""
    (tmp_path / "shared").mkdir()
    return tmp_path / "shared"


def apart(house: House, tmp_path: Path, shared: Path, *pairs: tuple[Record, Record]) -> None:
    """Let a second device, from a backup, change records otherwise than this one does, and sync."""
    made = kept.make(house.vault, house.clock())
    restore(made.path, tmp_path / "second")
    vault = Vault.open(tmp_path / "second", PASSPHRASE)
    house.clock.move(minutes=1)
    vault.write(lambda rows: [rows.put(there, house.clock()) for _, there in pairs])
    devices.sync(Desk(vault, Ambient(now=house.clock, zone=ZONE, urandom=Random(5).randbytes)), shared)
    vault.close()
    house.clock.move(minutes=1)
    house.put(*(here for here, _ in pairs))
    devices.sync(house.desk, shared)


@pytest.mark.care("C23")
def test_a_folder_is_asked_about_then_used_and_remembered(house: House, writer: Browser, shared: Path) -> None:
    """Without the answer nothing is written; with it a sealed file is; remembered, one press is enough."""
    assert "Could anyone else open this?" in writer.look(PAGE).text
    answer = writer.press(PAGE, f"{PAGE}/sync", folder=str(shared), remember="1")
    assert "First say who else could open it" in sound(answer, 422).text
    assert list(shared.iterdir()) == []
    page = sound(writer.press(PAGE, f"{PAGE}/sync", folder=str(shared), sure="1", remember="1"))
    assert "lies in the folder for your other devices" in page.text
    assert len(list(shared.iterdir())) == 1
    assert devices.remembered(house.desk) == shared
    (shared / "notes.txt").write_text("hello")
    page = sound(writer.submit(f"{PAGE}/sync"))
    assert "notes.txt" in page.text
    assert "not from Homing" in page.text
    assert writer.press(PAGE, f"{PAGE}/forget-folder").headers["location"] == PAGE
    assert devices.remembered(house.desk) is None


@pytest.mark.parametrize(("folder", "said"), [("keep", "Write the whole path"), ("/no/where", "no such folder")])
def test_a_place_that_cannot_be_is_refused(writer: Browser, folder: str, said: str) -> None:
    """The sentence stands at the field, and what was typed is still there."""
    answer = writer.press(PAGE, f"{PAGE}/sync", folder=folder, sure="1")
    assert said in sound(answer, 422).text
    assert f'value="{folder}"' in answer.text


def test_trouble_with_the_disk_is_said(
    house: House, writer: Browser, shared: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A folder that cannot be written leaves the diary as it is."""
    devices.remember(house.desk, shared)

    def refuse(*_: object) -> None:
        raise PermissionError(13, "no")

    monkeypatch.setattr("homing.vault.home.write_new", refuse)
    page = sound(writer.submit(f"{PAGE}/sync"), 503)
    assert "the diary itself is safe" in page.text


def test_what_was_forgotten_waits_for_the_next_round(house: House, writer: Browser, shared: Path) -> None:
    """The page says that the folder still holds it, until it was synced."""
    devices.remember(house.desk, shared)
    devices.sync(house.desk, shared)
    house.put(moment(5))
    assert "Something was forgotten" not in writer.look(PAGE).text
    house.vault.write(lambda rows: rows.forget([moment(5).id]))
    assert "Something was forgotten" in writer.look(PAGE).text
    assert "Something was forgotten" not in sound(writer.submit(f"{PAGE}/sync")).text


def test_two_forms_are_chosen_between(house: House, writer: Browser, tmp_path: Path, shared: Path) -> None:
    """The list leads to both forms; a part left out is said; what is chosen is kept, and nothing waits any more."""
    house.put(ROBIN, LOUDER, moment(1))
    apart(house, tmp_path, shared, (moment(1, note="a heron", alarm=6), moment(1, note="a wren", alarm=2)))
    address = f"{PAGE}/{moment(1).id}"
    assert f'href="{address}"' in writer.get(PAGE).text
    assert "heron" not in writer.look(PAGE).text
    page = writer.look(address)
    assert all(said in page.text for said in ("a heron", "a wren", "6 of 10", "2 of 10", "Keep both"))
    told: dict[str, Any] = {"part-note": "both"}
    page = sound(writer.press(address, address, **told), 422)
    assert "Something is not chosen yet" in page.text
    page = sound(writer.press(address, address, mark="old", **told | {"part-alarm": "here"}), 422)
    assert "It was changed since" in page.text
    answer = writer.press(address, address, **told | {"part-alarm": "there"})
    assert answer.headers["location"] == PAGE
    assert house.find(moment(1)) == moment(1, note="a heron\n\na wren", alarm=2)
    assert writer.get(address).headers["location"] == PAGE
    assert writer.submit(address).headers["location"] == PAGE


def test_all_of_one_form_is_one_press(house: House, writer: Browser, tmp_path: Path, shared: Path) -> None:
    """Every part as on the other device, without touching the rest."""
    house.put(ROBIN, LOUDER, moment(1))
    apart(house, tmp_path, shared, (moment(1, note="a heron"), moment(1, note="a wren")))
    address = f"{PAGE}/{moment(1).id}"
    writer.press(address, address, button=("all", "there"))
    assert house.find(moment(1)) == moment(1, note="a wren")


def test_every_kind_of_entry_can_be_shown(house: House, writer: Browser, tmp_path: Path, shared: Path) -> None:
    """People, cues, older things, check-ins and what a newer Homing wrote: names hidden until they are wanted."""
    when = LivedTime.at(house.clock(), ZONE)
    robin = replace(ROBIN, label="Robin")
    other = Person(id=UUID(int=0x51), label="Starling")
    old = Memory(id=UUID(int=0x52), label="the weir", about=FuzzyDate("2003"), alarm=9)
    state = CheckIn(id=UUID(int=0x53), when=when, state=FeltState.SETTLED)
    window = Unknown(id=UUID(int=0x54), type="lantern", body={"width": 1})
    pairs: list[tuple[Record, Record]] = [
        (replace(robin, known_since=FuzzyDate("2020")), replace(robin, merged_into=other.id)),
        (replace(LOUDER, channel=Channel.FACE), replace(LOUDER, channel=Channel.BODY, note="x")),
        (replace(old, people=(other.id,), cues=(LOUDER.id,)), replace(old, about=FuzzyDate("2004"))),
        (replace(state, state=FeltState.MIXED), replace(state, state=FeltState.ON_EDGE)),
        (replace(window, body={"width": 2}), replace(window, body={"width": 3})),
    ]
    house.put(robin, other, LOUDER, old, state, window)
    apart(house, tmp_path, shared, *pairs)
    told = writer.look(PAGE).text
    assert "Starling" not in told
    shown = "".join(writer.look(f"{PAGE}/{here.id}").text for here, _ in pairs)
    for said in ("2020", "S…", "face", "in my body", "2003", "2004", "mixed", "on edge", "Something that a newer"):
        assert said in shown
    assert "Starling" not in shown


def test_every_part_of_a_moment_can_be_shown(house: House, writer: Browser, tmp_path: Path, shared: Path) -> None:
    """A moment with everything in it beside one with nothing: every part in plain words."""
    from homing.record import Belongs, CueSeen, Direction, Expected, Move, Outcome, Safe

    kitchen = Cue(id=UUID(int=0x61), label="the kitchen", channel=Channel.SETTING)
    full = moment(
        1,
        cues=(CueSeen(cue=LOUDER.id, strength=0.3), CueSeen(cue=kitchen.id, direction=Direction.SENT, strength=0.7)),
        setting=kitchen.id,
        state=FeltState.SETTLED,
        state_after=FeltState.MIXED,
        expected=(Expected.LEFT,),
        expected_words="gone",
        head="I know",
        body="it braces",
        moves=(Move.STAYED, Move.FROZE),
        outcome=Outcome.OKAY,
        protected=True,
        safe=Safe.YES,
        belongs=Belongs.BOTH,
        aperture=0.5,
        when=LivedTime.at(house.clock(), ZONE),
    )
    house.put(ROBIN, LOUDER, kitchen, moment(1))
    apart(house, tmp_path, shared, (full, moment(1, people=(), cues=(), note="bare")))
    page = writer.look(f"{PAGE}/{full.id}")
    for said in (
        "the kitchen",
        "it came from me",
        "faint",
        "a little",
        "settled",
        "to be left",
        "stayed, froze",
        "okay",
    ):
        assert said in page.text
    for said in ("nothing", "both", "0.5", "gone", "it braces", "yes"):
        assert said in page.text


@pytest.mark.care("C2")
def test_every_part_of_practice_can_be_shown(house: House, writer: Browser, tmp_path: Path, shared: Path) -> None:
    """Each kind of practice beside its other form, every part in plain words and by its own name, nobody named."""
    told = [record for record, _, _ in practice.TOLD]
    bare: list[Record] = [
        Step(id=practice.STEP.id, label="x", people=(ROBIN.id,), set_aside=True),
        Ritual(id=practice.RITUAL.id, label="x", occasion=Occasion.PARTING),
        replace(practice.RHYTHM, days=1),
        Promise(id=practice.PROMISE.id, label="x", whose=Whose.MINE, made=replace(practice.WHEN, zone="UTC")),
        Space(id=practice.SPACE.id, label="x"),
        Reward(id=practice.REWARD.id, when=practice.WHEN, label="x"),
        Early(id=practice.EARLY.id, when=practice.WHEN, crowded=1),
        Round(id=practice.ROUND.id, when=practice.WHEN, turned_back=True),
    ]
    lived = moment(1, step=practice.STEP.id, ritual=practice.RITUAL.id, listened=Answer.NO, used_against=True)
    lived = replace(lived, reassured=(Reassured(kind=Reassurance.INTEREST),), occasion=Occasion.PARTING)
    house.put(ROBIN, LOUDER, practice.PARK, practice.TALK, *(replace(one, extra={"a": 1}) for one in told), moment(1))
    apart(house, tmp_path, shared, *zip(told, bare, strict=True), (lived, moment(1, note="x")))
    assert "newer Homing" not in writer.look(PAGE).text
    assert "14 days without contact" in writer.look(f"{PAGE}/{practice.RHYTHM.id}").text
    shown = "".join(writer.look(f"{PAGE}/{one.id}").text for one in (*told, lived))
    assert "newer Homing" not in shown
    assert ROBIN.label not in shown
    for said in (
        *("The way out", "walk on", "How loud it may be", "3 of 10", "a window", "the park"),
        *("Meeting or parting", "we met", "At what time", "18:30", "Monday, Friday", "1 day without contact"),
        *("theirs", "mine", "kept, but late", "When that was clear", "2026-04", "What kind", "a group", "dared"),
        *("very much", "a little", "I learnt early", "left no room", "me: go after (why again) (lonely)"),
        *("The step you tried", "a step", "a ritual", "interest (it came to me)", "Whether it turned back"),
    ):
        assert said in shown, said
    assert shown.count("used against you later") == 1
    assert "stays in both forms" in shown
    assert "stays set aside, and goes no further" in shown
