"""One record as JSON: what is left out, what is kept, what is refused and where."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

import pytest

from homing.record import Cue, CueSeen, Direction, Forgotten, LivedTime, Moment, Person, Unknown
from homing.record.diary import from_json, from_text, to_json, to_text
from homing.record.fields import HALF, DiaryError

ID = "00000000-0000-4000-8000-000000000001"
WHEN: dict[str, Any] = {"local": "2026-03-21T19:30", "zone": "Europe/Berlin", "offset": 3600}
MOMENT: dict[str, Any] = {"type": "moment", "id": ID, "when": WHEN}


def _faults(obj: dict[str, Any]) -> dict[tuple[str | int, ...], str]:
    with pytest.raises(DiaryError) as caught:
        from_json(obj)
    return {fault.path: fault.sentence for fault in caught.value.faults}


def test_defaults_are_left_out() -> None:
    """A bare moment is written with its id and its time alone."""
    moment = Moment(id=UUID(ID), when=LivedTime(local=datetime.fromisoformat(WHEN["local"]), zone="Europe/Berlin"))
    assert to_json(moment) == MOMENT


def test_nought_is_not_nothing() -> None:
    """A silent alarm, an aperture of 0 and a strength of 0 are written; null means that nothing was said."""
    obj = MOMENT | {
        "alarm": 0,
        "protected": True,
        "aperture": 0.0,
        "cues": [{"cue": ID, "strength": 0.0, "direction": "sent"}],
    }
    moment = from_json(obj)
    assert isinstance(moment, Moment)
    assert moment.alarm == 0
    assert moment.cues == (CueSeen(cue=UUID(ID), strength=0.0, direction=Direction.SENT),)
    assert to_json(moment) == obj
    assert from_json(MOMENT | {"alarm": None, "outcome": None}) == from_json(MOMENT)


def test_an_unknown_type_comes_back_verbatim() -> None:
    """A record from the future is kept whole."""
    obj = {"type": "lantern", "id": ID, "degree": 0.25, "deep": [{"a": None}]}
    record = from_json(obj)
    assert record == Unknown(id=UUID(ID), type="lantern", body={"degree": 0.25, "deep": [{"a": None}]})
    assert to_json(record) == obj


def test_the_type_and_id_of_an_unknown_record_win_over_its_body() -> None:
    """A body cannot pretend to be another record."""
    record = Unknown(id=UUID(ID), type="lantern", body={"id": "x", "type": "person", "a": 1})
    assert to_json(record) == {"id": ID, "type": "lantern", "a": 1}


def test_a_known_field_wins_over_an_extra_of_its_name() -> None:
    """An extra cannot hide a field; unknown ones are kept, in any script."""
    person = Person(id=UUID(ID), label="Šam", extra={"label": "x", "type": "cue", "tea": "mint"})
    assert to_json(person) == {"type": "person", "id": ID, "label": "Šam", "tea": "mint"}
    assert from_json(to_json(person)) == Person(id=UUID(ID), label="Šam", extra={"tea": "mint"})


def test_a_tombstone_holds_an_id_alone() -> None:
    """Content in a tombstone is refused, so that the forgotten does not come back in it."""
    assert from_json({"type": "forgotten", "id": ID}) == Forgotten(id=UUID(ID))
    assert _faults({"type": "forgotten", "id": ID, "label": "Sam"}).keys() == {("label",)}


@pytest.mark.parametrize(
    ("field", "value", "path"),
    [
        ("id", "1", ("id",)),
        ("id", 1, ("id",)),
        ("id", "{" + ID[:-2] + "}", ("id",)),
        ("people", ID, ("people",)),
        ("people", [ID, 5, ID, "x"], ("people", 3)),
        ("setting", 5, ("setting",)),
        ("cues", [{"cue": ID}, {"cue": ID, "strength": 2}], ("cues", 1, "strength")),
        ("cues", [{"cue": ID, "strength": float("nan")}], ("cues", 0, "strength")),
        ("cues", [{"cue": ID, "strength": True}], ("cues", 0, "strength")),
        ("cues", [{"cue": ID, "direction": "both"}], ("cues", 0, "direction")),
        ("cues", [{"cue": ID, "colour": 1}], ("cues", 0, "colour")),
        ("cues", [{}], ("cues", 0)),
        ("cues", [[]], ("cues", 0)),
        ("state", "happy", ("state",)),
        ("state", ["settled"], ("state",)),
        ("alarm", 11, ("alarm",)),
        ("alarm", -1, ("alarm",)),
        ("alarm", 5.0, ("alarm",)),
        ("alarm", True, ("alarm",)),
        ("alarm", "5", ("alarm",)),
        ("protected", 1, ("protected",)),
        ("protected", "yes", ("protected",)),
        ("note", None, ("note",)),
        ("note", 5, ("note",)),
        ("note", "\ud800", ("note",)),
        ("aperture", "1", ("aperture",)),
        ("aperture", 10**400, ("aperture",)),
        ("when", "2026-03-21T19:30", ("when",)),
        ("when", {"zone": "UTC"}, ("when",)),
        ("when", WHEN | {"fold": 1}, ("when", "fold")),
        ("when", WHEN | {"zone": "Europe/Atlantis"}, ("when", "zone")),
        ("when", WHEN | {"zone": "../../etc/passwd"}, ("when", "zone")),
        ("when", WHEN | {"zone": 5}, ("when", "zone")),
        ("when", WHEN | {"offset": 86400}, ("when", "offset")),
        ("when", WHEN | {"offset": "+01:00"}, ("when", "offset")),
        ("when", WHEN | {"precision": "second"}, ("when", "precision")),
        ("when", WHEN | {"local": "2026-03-21"}, ("when", "local")),
        ("when", WHEN | {"local": "2026-02-30T10:00"}, ("when", "local")),
        ("when", WHEN | {"local": "2026-03-21T19:30Z"}, ("when", "local")),
        ("when", WHEN | {"local": "2026-03-21T19:30+01:00"}, ("when", "local")),
        ("when", WHEN | {"local": "20260321T1930"}, ("when", "local")),
        ("when", WHEN | {"local": 5}, ("when", "local")),
        ("when", WHEN | {"local": "0001-01-01T00:00"}, ("when",)),
    ],
)
def test_a_bad_field_is_named_with_its_path(field: str, value: object, path: tuple[str | int, ...]) -> None:
    """Each bad value is refused at its own place, in a sentence that does not quote it."""
    found = _faults(MOMENT | {field: value})
    assert path in found
    assert all(sentence.endswith(".") and len(sentence) < 300 for sentence in found.values())


def test_every_fault_of_a_record_is_named() -> None:
    """Three faults in one record are three faults, and a missing field is one of them."""
    assert _faults({"type": "moment", "id": 5, "alarm": 99}).keys() == {("id",), ("alarm",), ()}


@pytest.mark.parametrize("text", ["", "  \t\n"])
def test_an_empty_name_is_refused(text: str) -> None:
    """People and cues need a name that shows."""
    assert _faults({"type": "person", "id": ID, "label": text}).keys() == {("label",)}
    assert _faults({"type": "cue", "id": ID, "label": text}).keys() == {("label",)}


@pytest.mark.parametrize("date", ["2019-3", "2019-13", "2019-02-30", "19", "", 2019, {"text": "2019"}])
def test_a_bad_fuzzy_date_is_refused(date: object) -> None:
    """Only a year, a month or a day of the calendar is a fuzzy date."""
    assert _faults({"type": "person", "id": ID, "label": "Sam", "known_since": date}).keys() == {("known_since",)}


@pytest.mark.parametrize("kind", [None, 5, "", ["moment"]])
def test_a_record_without_a_type_is_refused(kind: object) -> None:
    """The type is a word."""
    assert len(_faults({"type": kind, "id": ID})) == 1


def test_a_header_is_no_record() -> None:
    """A header cannot pass as a record of unknown type."""
    assert _faults({"type": "diary", "id": ID}).keys() == {("type",)}


@pytest.mark.parametrize("line", ["[]", "5", '"moment"', "null"])
def test_a_text_that_is_no_object_is_refused(line: str) -> None:
    """A record is an object."""
    with pytest.raises(DiaryError, match="object"):
        from_text(line)


def test_a_text_with_nan_is_refused() -> None:
    """NaN is refused in reading and in writing."""
    with pytest.raises(DiaryError, match="NaN"):
        from_text(f'{{"type":"lantern","id":"{ID}","x":NaN}}')
    with pytest.raises(ValueError, match="not JSON compliant"):
        to_text(Unknown(id=UUID(ID), type="lantern", body={"x": float("nan")}))


def test_large_letters_in_an_id_are_understood() -> None:
    """An id in large letters is the same id."""
    assert from_json({"type": "forgotten", "id": ID.upper()}) == Forgotten(id=UUID(ID))


def test_a_name_of_half_a_character_is_refused() -> None:
    """Text that cannot be written down is refused at once."""
    assert _faults({"type": "person", "id": ID, "label": "\udfff"}) == {("label",): HALF}


def test_merges_and_lifted_holds_are_kept() -> None:
    """Aliases and lifted holds come back."""
    person = Person(id=UUID(ID), label="Sam", lifted=(UUID(int=2),), merged_into=UUID(int=3))
    cue = Cue(id=UUID(ID), label="louder", merged_into=UUID(int=3))
    assert from_text(to_text(person)) == person
    assert from_text(to_text(cue)) == cue


@pytest.mark.care("C25")
def test_a_long_note_is_kept_whole() -> None:
    """A note of a million characters comes back."""
    moment = from_json(MOMENT | {"note": "é" * 1_000_000})
    assert from_text(to_text(moment)) == moment
