"""What can be changed in a vault, and what remains of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from typing import Any
from uuid import UUID

import pytest

from homing.record import CheckIn, FeltState, Moment, Person, Unknown
from homing.vault import Checkpoint, Position, Removed, Rows, Vault
from homing.vault.facts import position_of
from homing.vault.index import FIRST
from tests.unit.vault.support import KITCHEN, NOON, ROBIN, SKY, VOICE, later, moment, put, put_checkpoints, write_each


@pytest.fixture
def vault() -> Iterator[Vault]:
    """A vault in memory: the same code as on the disk."""
    opened = Vault.in_memory()
    yield opened
    opened.close()


def changes(vault: Vault, number: int) -> list[tuple[int, str]]:
    """Number and kind of each revision, newest first."""
    history = vault.read(lambda rows: rows.history(UUID(int=number)))
    return [(revision.number, revision.change) for revision in history]


def test_an_equal_record_is_not_written_again(vault: Vault) -> None:
    """Putting what is there already says so, and leaves no revision and no change."""
    assert put(vault, moment(1), moment(1), moment(1, note="more"), moment(1, note="more")) == [
        True,
        False,
        True,
        False,
    ]
    assert changes(vault, 1) == [(2, "changed"), (1, "created")]
    sequence, _ = vault.read(lambda rows: rows.changed_since(0))
    assert put(vault, moment(1, note="more")) == [False]
    assert vault.read(lambda rows: rows.changed_since(0))[0] == sequence


@pytest.mark.care("C25")
def test_a_records_history_is_kept_for_the_person(vault: Vault) -> None:
    """Every form of a record stays readable, newest first, with its instant in UTC, also from the bin."""
    berlin = timezone(timedelta(hours=1))
    put(vault, moment(1), at=NOON.astimezone(berlin))
    put(vault, moment(1, note="more"), at=later(1))
    vault.write(lambda rows: rows.remove(UUID(int=1), later(2)))
    vault.write(lambda rows: rows.restore(UUID(int=1), later(3)))
    history = vault.read(lambda rows: rows.history(UUID(int=1)))
    assert [revision.change for revision in history] == ["restored", "removed", "changed", "created"]
    assert [revision.at for revision in history] == [later(hour) for hour in (3, 2, 1, 0)]
    assert all(revision.at.tzinfo is UTC for revision in history)
    assert history[-1].record == moment(1)
    assert {one.record for one in history[:-1]} == {moment(1, note="more")}
    assert vault.read(lambda rows: rows.history(UUID(int=2))) == []


def test_an_instant_without_a_zone_is_refused(vault: Vault) -> None:
    """A time that could mean any hour is no time of a revision, and nothing is written."""
    with pytest.raises(TypeError):
        put(vault, ROBIN, at=datetime(2026, 3, 1))  # noqa: DTZ001 - that is the point
    assert vault.read(lambda rows: rows.count(Person)) == 0


def test_the_bin_keeps_what_is_no_longer_live(vault: Vault) -> None:
    """A removed record is in no reading but the bin, the newest first, and comes back as it was."""
    put(vault, ROBIN, SKY, moment(1))
    vault.write(lambda rows: rows.remove(ROBIN.id, later(1)))
    vault.write(lambda rows: rows.remove(UUID(int=1), later(2)))

    def seen(rows: Rows) -> Any:
        return rows.find(Person, ROBIN.id), list(rows.everything()), rows.moments(), rows.facts(), rows.count(Person)

    assert vault.read(seen) == (None, [SKY], [], [], 1)
    assert vault.read(lambda rows: (rows.holds_id(ROBIN.id), rows.is_forgotten(ROBIN.id))) == (True, False)
    assert vault.read(lambda rows: rows.removed()) == [Removed(moment(1), later(2)), Removed(ROBIN, later(1))]
    vault.write(lambda rows: rows.restore(UUID(int=1), later(3)))
    vault.write(lambda rows: rows.restore(ROBIN.id, later(3)))
    assert vault.read(lambda rows: list(rows.everything())) == [ROBIN, SKY, moment(1)]
    assert vault.read(lambda rows: (rows.removed(), rows.moments())) == ([], [moment(1)])


def test_what_is_not_there_cannot_be_removed_or_restored(vault: Vault) -> None:
    """Removing what is not live and restoring what is not in the bin are KeyErrors."""
    put(vault, ROBIN)
    for id_ in (SKY.id, ROBIN.id):
        with pytest.raises(KeyError):
            vault.write(lambda rows, id_=id_: rows.restore(id_, NOON))  # type: ignore[misc]
    vault.write(lambda rows: rows.remove(ROBIN.id, NOON))
    for id_ in (SKY.id, ROBIN.id):
        with pytest.raises(KeyError):
            vault.write(lambda rows, id_=id_: rows.remove(id_, NOON))  # type: ignore[misc]


def test_another_form_of_what_lies_in_the_bin_brings_it_back(vault: Vault) -> None:
    """Nothing that someone wrote is lost in the bin; what equals the form there stays there."""
    put(vault, moment(1))
    vault.write(lambda rows: rows.remove(UUID(int=1), NOON))
    assert put(vault, moment(1)) == [False]
    assert vault.read(lambda rows: rows.moments()) == []
    assert put(vault, moment(1, note="still writing")) == [True]
    assert vault.read(lambda rows: rows.moments()) == [moment(1, note="still writing")]
    assert changes(vault, 1)[0] == (3, "restored")


@pytest.mark.care("C24")
@pytest.mark.care("C25")
def test_what_is_forgotten_leaves_its_id_alone(vault: Vault) -> None:
    """Forgetting purges record, revisions and index, live or from the bin, and an id in the order of forgetting."""
    put(vault, ROBIN, moment(1), moment(2), moment(2, note="more"))
    vault.write(lambda rows: rows.remove(UUID(int=2), NOON))
    never = UUID(int=77)
    vault.write(lambda rows: rows.forget(iter([UUID(int=2), ROBIN.id, never])))
    vault.write(lambda rows: rows.forget([UUID(int=2)]))
    assert vault.read(lambda rows: rows.tombstones()) == [UUID(int=2), ROBIN.id, never]
    assert vault.read(lambda rows: list(rows.everything())) == [moment(1)]
    for id_ in (UUID(int=2), ROBIN.id, never):
        told = vault.read(
            lambda rows, id_=id_: (rows.history(id_), rows.holds_id(id_), rows.is_forgotten(id_))  # type: ignore[misc]
        )
        assert told == ([], False, True)
    for table in ("revision", "moment", "mention", "words"):
        left = f"SELECT count(DISTINCT record) FROM {table}"
        count = vault.read(lambda rows, left=left: rows._connection.exec_driver_sql(left).scalar())  # type: ignore[misc]
        assert count == (0 if table == "words" else 1)


def test_what_was_forgotten_does_not_come_back(vault: Vault) -> None:
    """Putting a forgotten id is a KeyError, and nothing is written."""
    vault.write(lambda rows: rows.forget([ROBIN.id]))
    with pytest.raises(KeyError):
        put(vault, SKY, ROBIN)
    assert vault.read(lambda rows: list(rows.everything())) == []


@pytest.mark.parametrize("fields", [{"note": "\ud800"}, {"extra": {"x": "\udfff"}}, {"extra": {"x": float("nan")}}])
def test_what_could_not_be_read_back_is_not_written(vault: Vault, fields: dict[str, Any]) -> None:
    """A record that no diary can hold is refused, and nothing of the work is written."""
    with pytest.raises(ValueError, match=r"\S"):
        put(vault, ROBIN, moment(1, **fields))
    assert vault.read(lambda rows: list(rows.everything())) == []


def test_an_id_keeps_its_kind(vault: Vault) -> None:
    """A record cannot take the id of one of another kind, nor an unknown one the type of a known one."""
    put(vault, ROBIN)
    for record in (
        replace(VOICE, id=ROBIN.id),
        *(Unknown(id=SKY.id, type=t, body={}) for t in ("moment", "forgotten")),
    ):
        with pytest.raises(ValueError, match=r"kind|type"):
            put(vault, record)
    assert vault.read(lambda rows: list(rows.everything())) == [ROBIN]


def since(vault: Vault, sequence: int = 0) -> tuple[int, Position | None]:
    """The change log."""
    return vault.read(lambda rows: rows.changed_since(sequence))


def test_the_change_log_tells_the_earliest_position(vault: Vault) -> None:
    """After any writes, the earliest position that changed since a number is told, where it was and where it is."""
    one, two, three = (moment(number, number) for number in (1, 2, 3))
    assert since(vault) == (0, None)
    put(vault, three, two)
    first, position = since(vault)
    assert position == position_of(two)
    put(vault, one)
    assert since(vault) == (first + 1, position_of(one))
    assert since(vault, first) == (first + 1, position_of(one))
    assert since(vault, first + 1) == (first + 1, None)
    moved = replace(one, when=moment(1, 9).when)
    put(vault, moved)
    assert since(vault, first + 1)[1] == position_of(one)
    put(vault, replace(moved, when=moment(1, 2.5).when))
    assert since(vault, first + 2)[1] == (position_of(moment(1, 2.5))[0], position_of(one)[1])
    vault.write(lambda rows: rows.remove(three.id, NOON))
    vault.write(lambda rows: rows.restore(three.id, NOON))
    assert since(vault, first + 3) == (first + 5, position_of(three))
    vault.write(lambda rows: rows.forget([three.id]))
    assert since(vault, first + 5)[1] == (position_of(moment(1, 2.5))[0], position_of(one)[1])
    vault.write(lambda rows: rows.forget([two.id]))
    assert since(vault, first + 5)[1] == FIRST


def test_the_change_log_forgets_too(vault: Vault) -> None:
    """Neither the id of a forgotten moment nor any time it ever had stays in the log, and whoever reads it replays."""
    put(vault, moment(1, 1), moment(2, 5))
    put(vault, moment(3, 2))
    sequence, _ = since(vault)
    put(vault, moment(3, 9))
    put(vault, moment(2, 6))
    vault.write(lambda rows: rows.forget([UUID(int=3)]))
    assert since(vault, sequence)[1] == position_of(moment(1, 1))
    places = vault.read(lambda rows: rows._connection.exec_driver_sql('SELECT utc_us, id FROM "change"').all())
    gone = {position_of(moment(3, 2))[0], position_of(moment(3, 9))[0], str(UUID(int=3))}
    assert not gone & {part for place in places for part in place}


def test_a_merge_touches_the_moments_that_name_the_alias(vault: Vault) -> None:
    """A person or cue that is merged, unmerged, removed, restored or forgotten changes the moments that name it."""
    put(vault, moment(1, 5, people=(ROBIN.id,)), moment(2, 1, people=(SKY.id,), setting=KITCHEN.id))
    put(vault, ROBIN, SKY, VOICE, KITCHEN)
    at = {1: position_of(moment(1, 5)), 2: position_of(moment(2, 1))}

    def after(work: Any) -> Position | None:
        sequence, _ = since(vault)
        vault.write(work)
        return since(vault, sequence)[1]

    assert after(lambda rows: rows.put(replace(ROBIN, note="tall"), NOON)) is None
    assert after(lambda rows: rows.put(replace(ROBIN, merged_into=SKY.id), NOON)) == at[1]
    assert after(lambda rows: rows.put(ROBIN, NOON)) == at[1]
    assert after(lambda rows: rows.put(replace(KITCHEN, merged_into=VOICE.id), NOON)) == at[2]
    vault.write(lambda rows: rows.remove(UUID(int=2), NOON))
    assert after(lambda rows: rows.remove(VOICE.id, NOON)) == at[2]
    assert after(lambda rows: rows.put(replace(VOICE, note="soft"), NOON)) == at[2]
    assert after(lambda rows: rows.remove(VOICE.id, NOON)) == at[2]
    assert after(lambda rows: rows.restore(VOICE.id, NOON)) == at[2]
    assert after(lambda rows: rows.forget([SKY.id])) == at[2]
    assert after(lambda rows: rows.put(Person(id=UUID(int=98), label="Nobody yet"), NOON)) is None
    assert after(lambda rows: rows.forget([UUID(int=98)])) is None


def test_other_kinds_are_not_in_the_change_log(vault: Vault) -> None:
    """Check-ins, unknown records and settings move no moment."""
    check = CheckIn(id=UUID(int=4), when=moment(1).when, state=FeltState.MIXED)
    put(vault, check, replace(check, note="more"), Unknown(id=UUID(int=5), type="lantern", body={}))
    write_each(
        vault,
        lambda rows: rows.remove(check.id, NOON),
        lambda rows: rows.restore(check.id, NOON),
        lambda rows: rows.forget([check.id]),
    )
    vault.write(lambda rows: rows.set_setting("a", 1))
    assert since(vault) == (0, None)


def test_the_change_log_inside_the_work_is_up_to_date(vault: Vault) -> None:
    """A piece of work can ask for its own changes."""

    def work(rows: Any) -> Any:
        rows.put(moment(1, 1), NOON)
        before = rows.changed_since(0)
        rows.put(moment(2, 0), NOON)
        return before, rows.changed_since(0), rows.changed_since(1)

    before, after, second = vault.write(work)
    assert before == (1, position_of(moment(1, 1)))
    assert after == second == (2, position_of(moment(2, 0)))


def test_the_change_log_stays_short(vault: Vault) -> None:
    """Entries that a later, earlier-reaching one covers are dropped."""
    for number in range(20, 0, -1):
        put(vault, moment(number, number))
    rows = vault.read(lambda rows: rows._connection.exec_driver_sql('SELECT count(*) FROM "change"').scalar())
    assert rows == 1
    assert since(vault, 5) == (20, position_of(moment(1, 1)))


def checkpoint(version: str, at: int, blob: bytes = b"state") -> Checkpoint:
    """A checkpoint after the moment of this number."""
    return Checkpoint(version, position_of(moment(at, at)), blob)


def test_checkpoints_are_found_by_version_and_position(vault: Vault) -> None:
    """The newest of a version strictly before a position is found; one at the same place is replaced."""
    given = [checkpoint("a", 1), checkpoint("b", 2), checkpoint("a", 3)]
    put_checkpoints(vault, given[2], given[0], given[1])
    assert vault.read(lambda rows: rows.checkpoints()) == given
    latest = {
        before: vault.read(lambda rows, before=before: rows.latest_checkpoint("a", before))  # type: ignore[misc]
        for before in (None, given[2].position, given[1].position, given[0].position)
    }
    assert list(latest.values()) == [given[2], given[0], given[0], None]
    again = checkpoint("a", 3, b"\x00other")
    vault.write(lambda rows: rows.put_checkpoint(again))
    assert vault.read(lambda rows: rows.latest_checkpoint("a", None)) == again
    assert b"other".decode() not in repr(again)


def test_checkpoints_are_dropped_from_a_position_on(vault: Vault) -> None:
    """Dropping takes those at one position, or at it and after it, of every version; None takes all."""
    given = [checkpoint("a", 1), checkpoint("b", 2), checkpoint("a", 3)]
    put_checkpoints(vault, *given)
    vault.write(lambda rows: rows.drop_checkpoint(given[2].position))
    assert vault.read(lambda rows: rows.checkpoints()) == given[:2]
    vault.write(lambda rows: rows.drop_checkpoints(given[1].position))
    assert vault.read(lambda rows: rows.checkpoints()) == given[:1]
    vault.write(lambda rows: rows.drop_checkpoints(None))
    assert vault.read(lambda rows: rows.checkpoints()) == []


@pytest.mark.care("C25")
def test_no_checkpoint_remembers_what_was_forgotten(vault: Vault) -> None:
    """Forgetting a moment, or someone named in one, takes the checkpoints that learnt from it along."""
    given = [checkpoint("a", number) for number in (1, 2, 3)]
    put(vault, moment(2, 2), SKY, ROBIN)
    put_checkpoints(vault, *given)
    vault.write(lambda rows: rows.forget([SKY.id]))
    assert vault.read(lambda rows: rows.checkpoints()) == given
    vault.write(lambda rows: rows.forget([ROBIN.id]))
    assert vault.read(lambda rows: rows.checkpoints()) == given[:1]


def test_a_note_of_a_megabyte_passes(vault: Vault) -> None:
    """A very long note is kept, found and searched."""
    long = moment(1, note="a🫂" * 400_000 + "needle")
    put(vault, long)
    assert vault.read(lambda rows: rows.moments(text="NEEDLE")) == [long]
    assert vault.read(lambda rows: rows.find(Moment, long.id)) == long
