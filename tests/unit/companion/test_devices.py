"""Two devices with one diary: what a round takes in and leaves, what is skipped, forgotten, chosen."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from random import Random
from typing import Any
from uuid import UUID

import pytest

from homing.companion import Ambient, Desk, devices, holds, moments, names
from homing.companion.choosing import Open, Side, Stale, choose, look, may_be_both, open_ones
from homing.companion.desk import NotFound
from homing.record import (
    Belongs,
    Channel,
    Cue,
    CueSeen,
    Danger,
    Direction,
    Expected,
    Heard,
    LivedTime,
    Look,
    Memory,
    Moment,
    Move,
    Need,
    Opening,
    Person,
    Telling,
    Unknown,
    Window,
    WindowSeen,
)
from homing.record.lived import FuzzyDate
from homing.vault import Cost, Rows, Vault, VaultMissing, kept, restore
from homing.vault.check import digest
from homing.vault.snapshots import (
    Folder,
    HoldsVault,
    NoFolder,
    OtherDiary,
    Seal,
    Snapshot,
    SnapshotDamaged,
    SnapshotNewer,
)
from tests.desks import NOW, ZONE, Clock, everything_written, new_desk, put

WORDS = "a lantern in fog"
CHEAP = Cost(memory=64, iterations=1, lanes=1)
WREN, SKY = Person(id=UUID(int=0xA1), label="Wren"), Person(id=UUID(int=0xA2), label="Sky")
VOICE, KITCHEN = Cue(id=UUID(int=0xC1), label="louder", channel=Channel.VOICE), Cue(id=UUID(int=0xC2), label="kitchen")
SEEN = CueSeen(cue=VOICE.id)
MOMENT = Moment(id=UUID(int=0xB1), when=LivedTime.at(NOW, ZONE), people=(WREN.id,), cues=(SEEN,), note="at the weir")

Pair = tuple[Desk, Desk]


@pytest.fixture
def pair(tmp_path: Path) -> Iterator[Pair]:
    """Two devices, the second from a backup of the first, with clocks a year apart, and a folder for both."""
    first = Vault.create(tmp_path / "one", WORDS, urandom=Random(1).randbytes, cost=CHEAP)
    one = Desk(first, Ambient(now=Clock(), zone=ZONE, urandom=Random(2).randbytes))
    put(one, WREN, SKY, VOICE, KITCHEN, MOMENT)
    restore(kept.make(first, NOW).path, tmp_path / "two")
    clock = Clock()
    clock.forward(days=-365)
    other = Desk(Vault.open(tmp_path / "two", WORDS), Ambient(now=clock, zone=ZONE, urandom=Random(3).randbytes))
    yield one, other
    first.close()
    other.vault.close()


@pytest.fixture
def shared(tmp_path: Path) -> Path:
    """The folder of both."""
    (tmp_path / "shared").mkdir()
    return tmp_path / "shared"


def write(desk: Desk, record: Any) -> None:
    """Put a record a second later."""
    desk.ambient.now.forward(seconds=1)  # type: ignore[attr-defined]
    put(desk, record)


def apart(pair: Pair, shared: Path, here: Any, there: Any) -> Open:
    """Change one record on both devices, and sync; what waits on the first."""
    one, other = pair
    write(one, here)
    write(other, there)
    devices.sync(other, shared)
    done = devices.sync(one, shared)
    assert (done.read, done.open) == (1, 1)
    (found,) = open_ones(one)
    return found


def all_chosen(found: Open, side: Side) -> dict[str, Side]:
    """One side for every part."""
    return dict.fromkeys(found.parts, side)


def state(desk: Desk) -> Any:
    """All that both should have alike."""
    return desk.vault.read(lambda rows: ({k: v[-1] for k, v in rows.histories().items()}, rows.tombstones()))


@pytest.mark.claim("P2")
def test_what_is_new_here_comes_there_and_back(pair: Pair, shared: Path) -> None:
    """Each round tells what came; one more without news writes nothing; no plain word is in the files."""
    one, other = pair
    first = devices.sync(one, shared)
    assert (first.read, first.records, first.written, first.skipped) == (0, 0, True, ())
    write(other, replace(MOMENT, note="a heron"))
    second = devices.sync(other, shared)
    assert (second.read, second.records, second.written) == (1, 0, True)
    assert devices.sync(one, shared).records == 1
    assert state(one) == state(other)
    again = devices.sync(one, shared)
    assert (again.read, again.records, again.written) == (0, 0, False)
    files = list(shared.iterdir())
    assert len(files) == 2
    assert not any(word in path.read_bytes() for path in files for word in (b"heron", b"Wren", b"weir"))
    assert not list(shared.glob("vault*"))


def test_the_mind_follows(pair: Pair, shared: Path) -> None:
    """What came is in the change log, so that the engine replays from there; the index is sound."""
    one, other = pair
    write(other, replace(MOMENT, alarm=9))
    write(other, replace(SKY, merged_into=WREN.id))
    devices.sync(other, shared)
    before = one.vault.read(lambda rows: rows.changed_since(0)[0])
    devices.sync(one, shared)
    assert one.vault.read(lambda rows: rows.changed_since(before))[1] is not None
    assert kept.check_vault(one.vault).problems == ()


def test_bin_and_back_and_new_ones(pair: Pair, shared: Path) -> None:
    """Records of every kind, new ones among them, arrive with their history; the bin is one bin."""
    one, other = pair
    write(other, Memory(id=UUID(int=0xE1), label="the house", about=FuzzyDate("1994"), alarm=7))
    write(other, Unknown(id=UUID(int=0xE2), type="lantern", body={"a": 1}))
    moments.remove(other, MOMENT.id)
    names.remove(other, SKY.id)
    assert devices.sync(other, shared).written
    assert devices.sync(one, shared).records == 4
    assert state(one) == state(other)
    assert {gone.record.id for gone in one.vault.read(Rows.removed)} == {MOMENT.id, SKY.id}
    moments.restore(one, SKY.id)
    devices.sync(one, shared)
    assert devices.sync(other, shared).records == 1
    assert other.vault.read(lambda rows: rows.find(Person, SKY.id)) == SKY
    assert kept.check_vault(one.vault).problems == kept.check_vault(other.vault).problems == ()


def test_an_edit_wins_over_the_bin_and_is_told(pair: Pair, shared: Path) -> None:
    """Put into the bin here, changed there: it is back, on both, and the round says so."""
    one, other = pair
    one.vault.write(lambda rows: rows.remove(MOMENT.id, NOW))
    write(other, replace(MOMENT, note="a heron"))
    devices.sync(other, shared)
    assert devices.sync(one, shared).came_back == 1
    devices.sync(other, shared)
    assert state(one) == state(other)
    assert moments.find(one, MOMENT.id).note == "a heron"


@pytest.mark.care("C24")
def test_forgotten_for_good_wins_over_edits_everywhere(pair: Pair, shared: Path) -> None:
    """It leaves the other device with every form, every mention, every waiting form and every backup of its own."""
    one, other = pair
    apart(pair, shared, replace(MOMENT, note="a heron"), replace(MOMENT, note="a canary"))
    kept.make(other.vault, NOW)
    write(other, replace(WREN, note="canary"))
    names.forget(one, WREN.id, with_moments=True)
    assert devices.is_behind(one)
    devices.sync(one, shared)
    assert not devices.is_behind(one)
    assert devices.sync(other, shared).forgotten == 2
    devices.sync(one, shared)
    assert state(one) == state(other)
    for desk in pair:
        assert not any(word in everything_written(desk) for word in ("canary", "heron", "Wren"))
        assert open_ones(desk) == []
        assert desk.vault.behind == {}


def test_a_waiting_form_forgets_whom_it_named(pair: Pair, shared: Path) -> None:
    """Someone who is forgotten while two forms wait leaves both."""
    one, _ = pair
    apart(pair, shared, replace(MOMENT, note="x"), replace(MOMENT, note="y", people=(WREN.id, SKY.id)))
    names.forget(one, SKY.id, with_moments=False)
    assert str(SKY.id) not in everything_written(one, but=("tombstone",))
    assert open_ones(one)[0].parts == ("note",)


def test_strange_files_are_skipped_and_left(pair: Pair, shared: Path, tmp_path: Path) -> None:
    """Half-copied, foreign, another diary's, newer and not understood: each is named, none is touched."""
    one, other = pair
    devices.sync(other, shared)
    (good,) = shared.iterdir()
    with one.vault.source() as source:
        assert source is not None
        seal = Seal.of(source.key)
    folder = Folder(shared, "e" * 32, seal)
    swapped = Snapshot("e" * 32, (), {WREN.id: one.vault.read(lambda rows: rows.history_of(SKY.id))})
    strange = folder.write(swapped.to_bytes(), Random(9).randbytes)
    alien = Vault.create(tmp_path / "alien", WORDS, urandom=Random(8).randbytes, cost=CHEAP)
    devices.sync(Desk(alien, other.ambient), shared)
    alien.close()
    (shared / ("0" * 32 + ".sealed")).write_bytes(good.read_bytes()[:-9])
    (shared / ("1" * 32 + ".sealed")).write_bytes(good.read_bytes().replace(b"snapshot 1", b"snapshot 9"))
    before = {path.name: path.read_bytes() for path in shared.iterdir()}
    done = devices.sync(one, shared)
    told = {skipped.name: type(skipped.trouble) for skipped in done.skipped}
    assert told.pop("0" * 32 + ".sealed") is SnapshotDamaged
    assert told.pop("1" * 32 + ".sealed") is SnapshotNewer
    assert told.pop(strange) is SnapshotNewer
    assert list(told.values()) == [OtherDiary]
    assert done.read == 1
    assert all((shared / name).read_bytes() == content for name, content in before.items())
    assert one.vault.read(lambda rows: rows.find(Person, WREN.id)) == WREN


def test_what_was_half_there_is_taken_when_it_is_whole(pair: Pair, shared: Path) -> None:
    """A file that arrives in pieces is tried again."""
    one, other = pair
    write(other, replace(MOMENT, note="a heron"))
    devices.sync(other, shared)
    (file,) = shared.iterdir()
    whole = file.read_bytes()
    file.write_bytes(whole[:100])
    assert devices.sync(one, shared).records == 0
    file.write_bytes(whole)
    assert devices.sync(one, shared).records == 1


def test_a_diary_put_back_from_a_backup_gets_its_own_news_back(pair: Pair, shared: Path) -> None:
    """After a restore the device's own snapshots count as well: what they know is not lost."""
    one, _ = pair
    home = one.vault.home
    assert home is not None
    old = kept.make(one.vault, NOW).path
    write(one, replace(MOMENT, note="a heron"))
    devices.sync(one, shared)
    one.vault.close()
    restore(old, home)
    again = Desk(Vault.open(home, WORDS), one.ambient)
    assert devices.sync(again, shared).records == 1
    assert moments.find(again, MOMENT.id).note == "a heron"
    again.vault.close()


def test_an_older_snapshot_after_a_newer_one_changes_nothing(pair: Pair, shared: Path, tmp_path: Path) -> None:
    """Files may come in any order, also while something waits for a choice: the newer form stays beside."""
    one, other = pair
    write(other, replace(MOMENT, note="y1"))
    devices.sync(other, shared)
    (old,) = shared.iterdir()
    shutil.copy(old, tmp_path / old.name)
    write(one, replace(MOMENT, note="x"))
    write(other, replace(MOMENT, note="y2"))
    devices.sync(other, shared)
    assert devices.sync(one, shared).open == 1
    shutil.copy(tmp_path / old.name, shared)
    assert devices.sync(one, shared).open == 1
    there = open_ones(one)[0].there
    assert isinstance(there, Moment)
    assert there.note == "y2"
    write(other, replace(MOMENT, note="y3"))
    devices.sync(other, shared)
    devices.sync(one, shared)
    there = open_ones(one)[0].there
    assert isinstance(there, Moment)
    assert there.note == "y3"
    assert len(one.vault.read(lambda rows: rows.others_of(MOMENT.id))) == 1


def test_a_choice_made_there_settles_it_here(pair: Pair, shared: Path) -> None:
    """Whoever chooses first has chosen for both; both forms stay in the history."""
    one, other = pair
    apart(pair, shared, replace(MOMENT, note="x"), replace(MOMENT, note="y"))
    assert devices.sync(other, shared).open == 1
    found = look(other, MOMENT.id)
    choose(other, found.id, found.mark, all_chosen(found, Side.HERE))
    devices.sync(other, shared)
    assert devices.sync(one, shared).open == 0
    assert state(one) == state(other)
    assert moments.find(one, MOMENT.id).note == "y"
    assert {revision.record.note for revision in moments.history(one, MOMENT.id)} >= {"x", "y"}  # type: ignore[union-attr]


def test_writing_the_same_here_settles_it_too(pair: Pair, shared: Path) -> None:
    """If the owner makes both alike by hand, nothing is left to choose."""
    one, _ = pair
    apart(pair, shared, replace(MOMENT, note="x"), replace(MOMENT, note="y"))
    write(one, replace(MOMENT, note="y"))
    assert open_ones(one) == []
    with pytest.raises(NotFound):
        look(one, MOMENT.id)


def test_texts_and_lists_may_be_kept_both(pair: Pair, shared: Path) -> None:
    """Texts stand one below the other, lists come together once; an empty one adds nothing."""
    one, _ = pair
    here = replace(MOMENT, note="x", body="tight", moves=(Move.STAYED, Move.FROZE), expected=(Expected.LEFT,), alarm=3)
    sent = CueSeen(cue=VOICE.id, direction=Direction.SENT)
    there = replace(
        MOMENT, note="y", moves=(Move.FROZE, Move.LEFT), cues=(replace(SEEN, strength=0.3), sent), head="calm", alarm=5
    )
    found = apart(pair, shared, here, there)
    assert set(found.parts) == {"note", "body", "moves", "expected", "cues", "head", "alarm"}
    sides = {part: Side.BOTH if may_be_both(part) else Side.THERE for part in found.parts}
    choose(one, found.id, found.mark, sides)
    assert moments.find(one, MOMENT.id) == replace(
        here,
        note="x\n\ny",
        head="calm",
        moves=(Move.STAYED, Move.FROZE, Move.LEFT),
        cues=(SEEN, sent),
        alarm=5,
    )


def test_a_part_that_only_one_has_may_be_left_out(pair: Pair, shared: Path) -> None:
    """Choosing the form in which something is missing leaves it out."""
    one, _ = pair
    found = apart(pair, shared, replace(MOMENT, head="calm", alarm=1), replace(MOMENT, alarm=2))
    choose(one, found.id, found.mark, all_chosen(found, Side.THERE))
    assert moments.find(one, MOMENT.id) == replace(MOMENT, alarm=2)


def test_a_choice_is_whole_and_about_what_was_seen(pair: Pair, shared: Path) -> None:
    """A part left out, both of what cannot be both, and forms that changed meanwhile: nothing is done."""
    one, _ = pair
    found = apart(pair, shared, replace(MOMENT, alarm=1), replace(MOMENT, alarm=2))
    for sides in ({}, {"alarm": Side.BOTH}):
        with pytest.raises(ValueError, match="not chosen"):
            choose(one, found.id, found.mark, sides)
    write(one, replace(MOMENT, alarm=4))
    with pytest.raises(Stale):
        choose(one, found.id, found.mark, all_chosen(found, Side.HERE))
    assert moments.find(one, MOMENT.id).alarm == 4
    assert "weir" not in repr(found)


def test_three_forms_are_chosen_one_after_another(pair: Pair, shared: Path, tmp_path: Path) -> None:
    """Two other devices that differ from this one and from each other wait both."""
    one, other = pair
    shutil.copytree(other.vault.home or Path(), tmp_path / "three")
    (tmp_path / "three" / "vault.lock").unlink()
    third = Desk(Vault.open(tmp_path / "three", WORDS), Ambient(now=Clock(), zone=ZONE, urandom=Random(5).randbytes))
    write(third, replace(MOMENT, note="z"))
    devices.sync(third, shared)
    third.vault.close()
    (theirs,) = shared.iterdir()
    shutil.move(theirs, tmp_path / theirs.name)
    apart(pair, shared, replace(MOMENT, note="x"), replace(MOMENT, note="y"))
    shutil.move(tmp_path / theirs.name, shared)
    assert devices.sync(one, shared).open == 1
    notes = []
    while found := open_ones(one):
        assert isinstance(found[0].there, Moment)
        notes.append(found[0].there.note)
        choose(one, found[0].id, found[0].mark, all_chosen(found[0], Side.BOTH))
    assert notes == ["y", "z"]
    assert moments.find(one, MOMENT.id).note == "x\n\ny\n\nz"


@pytest.mark.care("C2")
def test_a_lifting_there_does_not_lift_what_it_did_not_know(pair: Pair, shared: Path) -> None:
    """Lifted on one device, while the other marks more: the hold stands on both until it is lifted knowing all."""
    one, other = pair
    marked = replace(MOMENT, danger=(Danger.FORCED,))
    moments.keep(one, marked)
    devices.sync(one, shared)
    devices.sync(other, shared)
    holds.lift_hold(one, WREN.id)
    moments.keep(other, replace(marked, danger=(Danger.THREATENED, Danger.FORCED)))
    for desk in (one, other, one):
        devices.sync(desk, shared)
    for desk in pair:
        assert desk.vault.read(lambda rows: holds.held(rows, WREN.id))
    assert state(one) == state(other)
    holds.lift_hold(one, WREN.id)
    devices.sync(one, shared)
    devices.sync(other, shared)
    assert not other.vault.read(lambda rows: holds.held(rows, WREN.id))


@pytest.mark.care("C2")
def test_a_hold_stands_while_two_forms_wait(pair: Pair, shared: Path) -> None:
    """The mark that the other form has is in the present form too, before and after any choice."""
    one, _ = pair
    found = apart(pair, shared, replace(MOMENT, note="x"), replace(MOMENT, note="y", danger=(Danger.FORCED,)))
    assert found.parts == ("note",)
    assert one.vault.read(lambda rows: holds.held(rows, WREN.id))
    choose(one, found.id, found.mark, all_chosen(found, Side.HERE))
    assert one.vault.read(lambda rows: holds.held(rows, WREN.id))


@pytest.mark.care("C2")
@pytest.mark.parametrize("marked", [(), (Danger.FORCED,)])
def test_then_or_now_is_no_choice_beside_a_danger_mark(pair: Pair, shared: Path, marked: tuple[Danger, ...]) -> None:
    """Two answers about a moment are chosen between only where nothing marks danger; else the one here stays."""
    one, _ = pair
    here, there = replace(MOMENT, belongs=Belongs.NOW), replace(MOMENT, belongs=Belongs.THEN, danger=marked)
    found = apart(pair, shared, here, there)
    assert found.parts == (() if marked else ("belongs",))
    choose(one, found.id, found.mark, all_chosen(found, Side.THERE))
    kept = moments.find(one, MOMENT.id)
    assert (kept.belongs, kept.danger) == (Belongs.NOW if marked else Belongs.THEN, marked)


@pytest.mark.care("C2")
@pytest.mark.parametrize("is_held", [False, True])
def test_then_or_now_is_no_choice_about_a_held_persons_cue(pair: Pair, shared: Path, *, is_held: bool) -> None:
    """Two answers in a look are chosen between only where the question itself could be asked."""
    one, other = pair
    look = Look(id=UUID(int=0xB4), when=MOMENT.when, cue=VOICE.id, belongs=Belongs.BOTH)
    marked = Moment(id=UUID(int=0xB5), when=LivedTime.at(NOW - timedelta(days=30), ZONE), people=(WREN.id,))
    put(one, look, replace(marked, danger=(Danger.FORCED,) if is_held else ()))
    put(other, look)
    found = apart(pair, shared, replace(look, belongs=Belongs.THEN), replace(look, belongs=Belongs.NOW))
    assert found.parts == (() if is_held else ("belongs",))


def test_names_joined_crosswise_make_no_circle(pair: Pair, shared: Path) -> None:
    """W into S here, S into W there: both stay joined, one of them standing for both."""
    one, other = pair
    names.merge(one, WREN.id, SKY.id)
    names.merge(other, SKY.id, WREN.id)
    for desk in (one, other, one, other):
        devices.sync(desk, shared)
    assert state(one) == state(other)
    for desk in pair:
        assert [person.id for person in desk.vault.read(names.book).people] == [WREN.id]
    names.unmerge(one, SKY.id)


def test_the_folder_is_remembered_on_this_device_alone(pair: Pair, shared: Path, tmp_path: Path) -> None:
    """A device that begins with a backup of this one has to be asked itself; forgetting it leaves the files."""
    one, _ = pair
    assert devices.remembered(one) is None
    devices.remember(one, shared)
    assert devices.remembered(one) == shared
    restore(kept.make(one.vault, NOW).path, tmp_path / "three")
    third = Desk(Vault.open(tmp_path / "three", WORDS), one.ambient)
    assert devices.remembered(third) is None
    assert devices.sync(third, shared).written
    third.vault.close()
    devices.forget_folder(one)
    assert devices.remembered(one) is None
    assert len(os.listdir(shared)) == 1  # noqa: PTH208


def test_places_are_looked_at(pair: Pair, tmp_path: Path) -> None:
    """A folder that is not there or must not be shared is refused, before and in a round; memory has none."""
    one, _ = pair
    for work in (devices.look_at, devices.sync):
        with pytest.raises(NoFolder):
            work(one, tmp_path / "none")
        with pytest.raises(HoldsVault):
            work(one, tmp_path)
    sample = new_desk()
    assert devices.remembered(sample) is None
    assert not devices.is_behind(sample)
    uses: list[Callable[[Desk, Path], object]] = [devices.sync, devices.look_at, devices.remember]
    for use in uses:
        with pytest.raises(VaultMissing):
            use(sample, tmp_path)
    sample.vault.close()


def test_a_round_without_news_changes_nothing_that_a_backup_holds(pair: Pair, shared: Path) -> None:
    """No backup is made for the sake of a second look."""
    one, other = pair
    devices.sync(other, shared)
    devices.sync(one, shared)
    before = one.vault.look(digest)
    devices.sync(one, shared)
    assert one.vault.look(digest) == before


@pytest.mark.care("C12")
def test_a_window_closed_on_one_device_is_closed_on_both(pair: Pair, shared: Path) -> None:
    """Closed here, opened further there without knowing of it: closed on both, whatever the owner then chooses."""
    one, other = pair
    window = Window(id=UUID(int=0xF1), label="hugs", opening=Opening.HALF)
    write(one, window)
    devices.sync(one, shared)
    devices.sync(other, shared)
    found = apart(pair, shared, replace(window, opening=Opening.CLOSED, why="x"), replace(window, opening=Opening.WIDE))
    assert found.parts == ("why",)
    choose(one, found.id, found.mark, all_chosen(found, Side.THERE))
    for desk in (other, one, other):
        devices.sync(desk, shared)
    for desk in pair:
        assert desk.vault.read(lambda rows: rows.all(Window)) == [replace(window, opening=Opening.CLOSED)]
    assert state(one) == state(other)


def test_windows_and_tellings_may_be_kept_both(pair: Pair, shared: Path) -> None:
    """A window that both name is named once, as far open as it stood here; a telling is kept unless it is alike."""
    one, _ = pair
    ajar, wide = (WindowSeen(window=UUID(int=0xF1), opening=opening) for opening in (Opening.AJAR, Opening.WIDE))
    also = WindowSeen(window=UUID(int=0xF2), opening=Opening.HALF)
    here = replace(MOMENT, windows=(ajar,), small_thing="a glass")
    found = apart(pair, shared, here, replace(MOMENT, windows=(wide, also), small_thing="a walk"))
    choose(one, found.id, found.mark, all_chosen(found, Side.BOTH))
    assert moments.find(one, MOMENT.id) == replace(here, windows=(ajar, also), small_thing="a glass\n\na walk")
    need = Need(id=UUID(int=0xF3), label="an hour")
    told = Telling(when=LivedTime.at(NOW, ZONE), to=WREN.id)
    heard = replace(told, heard=Heard.HEARD)
    found = apart(pair, shared, replace(need, tellings=(told,)), replace(need, tellings=(heard, told)))
    choose(one, found.id, found.mark, all_chosen(found, Side.BOTH))
    assert one.vault.read(lambda rows: rows.all(Need)) == [replace(need, tellings=(told, heard))]


@pytest.mark.care("C24")
def test_what_means_nothing_without_the_forgotten_goes_with_them_elsewhere(pair: Pair, shared: Path) -> None:
    """Windows for someone alone and looks at a cue leave the device that had not heard of the forgetting, too."""
    one, other = pair
    window = Window(id=UUID(int=0xF1), label="hugs", people=(SKY.id,), opening=Opening.HALF)
    glance = Look(id=UUID(int=0xF2), when=MOMENT.when, cue=VOICE.id, moment=MOMENT.id)
    write(other, window)
    write(other, glance)
    write(other, Need(id=UUID(int=0xF3), label="an hour", window=window.id))
    devices.sync(other, shared)
    for gone in (SKY.id, VOICE.id):
        names.forget(one, gone, with_moments=False)
    write(one, replace(MOMENT, cues=(), windows=(WindowSeen(window=window.id, opening=Opening.HALF),)))
    for desk in (one, other, one, other):
        devices.sync(desk, shared)
    assert state(one) == state(other)
    for desk in pair:
        assert set(desk.vault.read(Rows.tombstones)) == {SKY.id, VOICE.id, window.id, glance.id}
        written = everything_written(desk, but=("tombstone",))
        assert not [id_ for id_ in (SKY.id, VOICE.id, window.id, glance.id) if str(id_) in written]
        assert desk.vault.read(lambda rows: rows.all(Need))[0].window is None
