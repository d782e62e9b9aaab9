"""What can be read from a vault."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import pytest

from homing.record import (
    Answer,
    CheckIn,
    Cue,
    CueSeen,
    Danger,
    Evidence,
    FeltState,
    LivedTime,
    Moment,
    Occasion,
    Outcome,
    Person,
    Reassurance,
    Reassured,
    Safe,
    Unknown,
)
from homing.record.forgetting import without
from homing.vault import Fact, Vault
from homing.vault import indexed as reading
from tests.unit.vault.support import KITCHEN, NOON, ROBIN, SKY, VOICE, later, moment, put


@pytest.fixture
def vault() -> Iterator[Vault]:
    """A vault in memory: the same code as on the disk."""
    opened = Vault.in_memory()
    yield opened
    opened.close()


def numbers(vault: Vault, **asked: Any) -> list[int]:
    """The ids of the moments that are found, as numbers."""
    return [one.id.int for one in vault.read(lambda rows: rows.moments(**asked))]


def test_every_kind_comes_back_as_it_was_put(vault: Vault) -> None:
    """Records of each kind are found by kind and id, listed in order of creation, and counted."""
    check = CheckIn(id=UUID(int=4), when=moment(1).when, state=FeltState.MIXED)
    window = Unknown(id=UUID(int=5), type="lantern", body={"opens": {"to": 3}})
    given = [VOICE, moment(2), window, ROBIN, check, SKY]
    put(vault, *given)
    assert vault.read(lambda rows: list(rows.everything())) == given
    assert vault.read(lambda rows: rows.all(Person)) == [ROBIN, SKY]
    assert vault.read(lambda rows: rows.all(Unknown)) == [window]
    kinds = (Person, Cue, Moment, CheckIn, Unknown)
    assert [vault.read(lambda rows, kind=kind: rows.count(kind)) for kind in kinds] == [2, 1, 1, 1, 1]  # type: ignore[misc]
    for record in given:
        assert vault.read(lambda rows, record=record: rows.find(type(record), record.id)) == record  # type: ignore[misc]
    assert vault.read(lambda rows: rows.find(Cue, ROBIN.id)) is None
    assert vault.read(lambda rows: rows.find(Cue, UUID(int=99))) is None


def test_an_unset_setting_is_none(vault: Vault) -> None:
    """Settings keep any JSON value; None unsets one."""
    vault.write(lambda rows: rows.set_setting("a", {"b": [1, None, "ü"]}))
    assert vault.read(lambda rows: (rows.get_setting("a"), rows.get_setting("b"))) == ({"b": [1, None, "ü"]}, None)
    vault.write(lambda rows: rows.set_setting("a", False))
    assert vault.read(lambda rows: rows.get_setting("a")) is False
    vault.write(lambda rows: rows.set_setting("a", None))
    assert vault.read(lambda rows: rows.get_setting("a")) is None


def test_moments_come_newest_first_and_in_pages(vault: Vault) -> None:
    """The newest come first, ties by id; a page goes on before the last position of the one before."""
    put(vault, *(moment(number, number // 2) for number in (3, 1, 4, 2, 5)))
    assert numbers(vault) == [5, 4, 3, 2, 1]
    assert numbers(vault, limit=2) == [5, 4]
    fourth = vault.read(lambda rows: rows.facts()[3].position)
    assert numbers(vault, before=fourth, limit=2) == [3, 2]
    assert numbers(vault, before=fourth) == [3, 2, 1]
    assert numbers(vault, limit=0) == []


@pytest.mark.parametrize("limit", [None, 10])
def test_moments_are_found_by_whom_and_what_they_name(vault: Vault, limit: int | None) -> None:
    """Any of the people, any of the cues, any of the settings; what is asked together must hold together."""
    seen = (CueSeen(cue=VOICE.id), CueSeen(cue=KITCHEN.id))
    put(
        vault,
        moment(1, 1, people=(ROBIN.id, SKY.id, ROBIN.id), cues=()),
        moment(2, 2, people=(SKY.id,), cues=seen),
        moment(3, 3, people=(), cues=(seen[0], seen[0]), setting=KITCHEN.id),
        moment(4, 4, people=(ROBIN.id,), cues=(), setting=KITCHEN.id, state=FeltState.SETTLED),
    )
    assert numbers(vault, people=[ROBIN.id], limit=limit) == [4, 1]
    assert numbers(vault, people={ROBIN.id, SKY.id}, limit=limit) == [4, 2, 1]
    assert numbers(vault, cues=[KITCHEN.id], limit=limit) == [2]
    assert numbers(vault, settings=[KITCHEN.id], limit=limit) == [4, 3]
    assert numbers(vault, people=[SKY.id], cues=[VOICE.id, KITCHEN.id], limit=limit) == [2]
    assert numbers(vault, people=[SKY.id], settings=[KITCHEN.id], limit=limit) == []
    assert numbers(vault, state=FeltState.SETTLED, limit=limit) == [4]
    facts = vault.read(lambda rows: rows.facts(people=[ROBIN.id, SKY.id], cues=[VOICE.id]))
    assert [fact.id.int for fact in facts] == [2]


def test_each_moment_counts_once_for_each_it_names(vault: Vault) -> None:
    """Tallies count live moments, once each, a setting as a cue; what nobody names any more is not in them."""
    put(vault, moment(1, people=(ROBIN.id, ROBIN.id), cues=(CueSeen(cue=VOICE.id),), setting=VOICE.id))
    put(vault, moment(2, people=(ROBIN.id, SKY.id), cues=(CueSeen(cue=VOICE.id),), setting=KITCHEN.id))
    both = ({ROBIN.id: 2, SKY.id: 1}, {VOICE.id: 2, KITCHEN.id: 1})
    assert vault.read(lambda rows: rows.tallies()) == both
    vault.write(lambda rows: rows.remove(UUID(int=2), NOON))
    assert vault.read(lambda rows: rows.tallies()) == ({ROBIN.id: 1}, {VOICE.id: 1})
    vault.write(lambda rows: rows.restore(UUID(int=2), NOON))
    assert vault.read(lambda rows: rows.tallies()) == both
    put(vault, moment(2, people=(), cues=()))
    assert vault.read(lambda rows: rows.tallies()) == ({ROBIN.id: 1}, {VOICE.id: 1})
    vault.write(lambda rows: rows.forget([UUID(int=1)]))
    assert vault.read(lambda rows: rows.tallies()) == ({}, {})


STEP, RITUAL = UUID(int=0xE1), UUID(int=0xE2)


@pytest.mark.system("S18")
@pytest.mark.system("S12")
@pytest.mark.parametrize("limit", [None, 10])
def test_tries_of_a_step_and_rituals_are_found_by_their_ids(vault: Vault, limit: int | None) -> None:
    """A moment is found by its step and by its ritual, together with whom it names, and is tallied for neither."""
    put(
        vault,
        moment(1, 1, step=STEP, ritual=RITUAL),
        moment(2, 2, step=STEP, people=(SKY.id,)),
        moment(3, 3, ritual=RITUAL, setting=KITCHEN.id),
        moment(4, 4),
    )
    assert numbers(vault, practice=[STEP], limit=limit) == [2, 1]
    assert numbers(vault, practice=[RITUAL], limit=limit) == [3, 1]
    assert numbers(vault, practice={STEP, RITUAL}, people=[ROBIN.id], limit=limit) == [3, 1]
    assert numbers(vault, practice=[ROBIN.id], limit=limit) == []
    assert vault.read(lambda rows: rows.tallies()) == ({ROBIN.id: 3, SKY.id: 1}, {VOICE.id: 4, KITCHEN.id: 1})


@pytest.mark.system("S17")
@pytest.mark.system("S19")
def test_moments_that_tell_of_practice_are_found_by_person(vault: Vault) -> None:
    """Only moments in which something was told of how someone was are found, for each person in them."""
    put(
        vault,
        moment(1, 1, listened=Answer.NO),
        moment(2, 2, used_against=True, people=(ROBIN.id, SKY.id, ROBIN.id)),
        moment(3, 3, step=STEP),
        moment(4, 4, reassured=(Reassured(kind=Reassurance.INTEREST),), people=()),
        moment(5, 5, occasion=Occasion.MEETING, people=(SKY.id,)),
    )
    assert numbers(vault, told_of=[ROBIN.id]) == [2, 1]
    assert numbers(vault, told_of=[SKY.id]) == [5, 2]
    assert numbers(vault, told_of=[ROBIN.id, SKY.id], unfinished=True) == [5, 1]
    assert numbers(vault, told_of=[SKY.id], people=[ROBIN.id]) == [2]
    assert vault.read(lambda rows: rows.tallies()[0]) == {ROBIN.id: 3, SKY.id: 2}


def test_what_is_told_of_practice_follows_edits_the_bin_and_forgetting(vault: Vault) -> None:
    """The index is that of the moments as they are now: changed, put away, brought back, forgotten or rewritten."""
    told = moment(1, listened=Answer.YES, step=STEP)
    put(vault, told, moment(2, 1, honest=Answer.NO, ritual=RITUAL))
    put(vault, replace(told, listened=None, step=None, ritual=RITUAL))
    assert (numbers(vault, told_of=[ROBIN.id]), numbers(vault, practice=[STEP])) == ([2], [])
    put(vault, told)
    vault.write(lambda rows: rows.remove(told.id, NOON))
    assert (numbers(vault, told_of=[ROBIN.id]), numbers(vault, practice=[STEP])) == ([2], [])
    vault.write(lambda rows: rows.restore(told.id, NOON))
    assert (numbers(vault, told_of=[ROBIN.id]), numbers(vault, practice=[STEP])) == ([2, 1], [1])
    for gone in ({STEP}, {ROBIN.id}):
        vault.write(lambda rows, gone=gone: rows.rewrite(gone, lambda record: without(record, gone)))  # type: ignore[misc]
    assert (numbers(vault, told_of=[ROBIN.id]), numbers(vault, practice=[STEP])) == ([], [])
    assert numbers(vault, practice=[RITUAL]) == [2]
    vault.write(lambda rows: rows.forget([UUID(int=2)]))
    assert numbers(vault, practice=[STEP, RITUAL]) == []
    assert vault.read(lambda rows: rows.tallies()) == ({}, {VOICE.id: 1})


def test_unfinished_moments_are_those_whose_ending_is_open(vault: Vault) -> None:
    """Only moments without an ending, or with one not known yet, are unfinished."""
    put(
        vault,
        moment(1),
        moment(2, outcome=Outcome.UNKNOWN),
        moment(3, outcome=Outcome.OKAY),
        moment(4, protected=True),
    )
    assert numbers(vault, unfinished=True) == [2, 1]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("STRASSE", [1]),
        ("straße", [1]),
        ("caf\u00c9", [2]),
        ("cafe\u0301", [2]),
        ("100% _sure", [3]),
        ("%", [3]),
        ("it's", [4]),
        ("\x00", [5]),
        ("\ud800", []),
        ("🫂", [5]),
        ("door", []),
        ("", [5, 4, 3, 2, 1]),
    ],
)
def test_a_search_reads_every_text_of_a_moment(vault: Vault, text: str, found: list[int]) -> None:
    """Note, head, body and expected words are searched, whatever the case or the way an accent is written."""
    put(
        vault,
        moment(1, 1, note="An der Straße"),
        moment(2, 2, head="the CAFÉ"),
        moment(3, 3, body="100% _Sure"),
        moment(4, 4, expected_words="It's over"),
        moment(5, 5, note="a\x00b 🫂"),
    )
    assert numbers(vault, text=text) == found
    assert numbers(vault, text=text, limit=9) == found


def test_facts_tell_the_index_oldest_first(vault: Vault) -> None:
    """A fact has the lived day, the position, alarm, outcome, evidence and the danger mark of its moment."""
    put(
        vault,
        moment(2, 40, alarm=7, outcome=Outcome.HURT),
        moment(1, 11.5, safe=Safe.NO),
    )
    night = int(later(11.5).timestamp() * 1_000_000)
    first, second = vault.read(lambda rows: rows.facts())
    assert first == Fact(
        id=UUID(int=1),
        day=date(2026, 3, 2),
        position=(night, str(UUID(int=1))),
        alarm=None,
        outcome=None,
        evidence=Evidence.OPEN,
        dangerous=True,
    )
    assert (second.alarm, second.outcome, second.evidence, second.dangerous) == (
        7,
        Outcome.HURT,
        Evidence.HURT,
        False,
    )


def test_moments_before_the_epoch_and_at_its_edges_keep_their_order(vault: Vault) -> None:
    """Positions may be negative and reach from the year 1 to 9999."""
    years = (1, 1900, 1969, 1970, 2026, 9998)
    given = [
        replace(moment(10 + n), when=LivedTime(local=datetime(year, 6, 1), zone="UTC"))  # noqa: DTZ001 - local
        for n, year in enumerate(years)
    ]
    put(vault, *reversed(given))
    assert vault.read(lambda rows: list(rows.moments_from(None))) == given
    assert vault.read(lambda rows: [fact.position[0] < 0 for fact in rows.facts()]) == [True] * 3 + [False] * 3


def test_streams_are_whole_whatever_the_size_of_their_batches(vault: Vault) -> None:
    """Streams of more than a batch give each record once, from a position on inclusive."""
    many = reading.BATCH + 3
    given = [moment(number, number % 7) for number in range(1, many)]
    put(vault, *given, ROBIN)
    assert vault.read(lambda rows: list(rows.everything())) == [*given, ROBIN]
    ordered = sorted(given, key=lambda one: (one.when.utc, one.id.int))
    assert vault.read(lambda rows: list(rows.moments_from(None))) == ordered
    here = vault.read(lambda rows: rows.facts()[400].position)
    assert vault.read(lambda rows: list(rows.moments_from(here))) == ordered[400:]


@pytest.mark.care("C2")
def test_a_hold_outlives_the_bin(vault: Vault) -> None:
    """Dangerous moments with any of the people are told oldest first, those in the bin too, until forgotten."""
    put(
        vault,
        moment(1, 3, danger=(Danger.FOLLOWED,)),
        moment(2, 2, safe=Safe.NO, people=(SKY.id, ROBIN.id)),
        moment(3, 1, outcome=Outcome.HURT),
    )
    ids = [UUID(int=2), UUID(int=1)]
    assert vault.read(lambda rows: rows.dangerous_with([ROBIN.id, SKY.id])) == ids
    vault.write(lambda rows: rows.remove(UUID(int=2), NOON))
    assert vault.read(lambda rows: rows.dangerous_with([ROBIN.id])) == ids
    assert vault.read(lambda rows: rows.dangerous_with([])) == []
    vault.write(lambda rows: rows.forget([UUID(int=2)]))
    assert vault.read(lambda rows: rows.dangerous_with([SKY.id])) == []


def test_what_is_kept_beside_a_record_is_not_in_a_repr(vault: Vault) -> None:
    """Revisions, what lies in the bin, and rows show no content when printed."""
    put(vault, moment(1, note="feather"))
    vault.write(lambda rows: rows.remove(UUID(int=1), datetime(2026, 3, 2, tzinfo=UTC)))
    shown = vault.read(lambda rows: repr((rows.history(UUID(int=1)), rows.removed(), rows)))
    assert "feather" not in shown
