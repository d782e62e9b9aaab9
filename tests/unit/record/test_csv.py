"""Moments as a table: what a cell may say, and every fault by line and cell."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

import pytest

from homing.record import (
    Afterwards,
    Answer,
    Channel,
    Choice,
    Cue,
    CueSeen,
    Direction,
    FeltState,
    LivedTime,
    Moment,
    Move,
    Occasion,
    Opening,
    Person,
    Precision,
    Reassurance,
    Reassured,
    Received,
    Respect,
    WindowSeen,
)
from homing.record.csv_table import Known, read_csv, write_csv
from homing.record.parsed import Parsed

A, B, C, W, X, S, R = (UUID(int=number) for number in range(1, 8))

WINDOWS_AT_FAULT = (
    f"{W}:half",
    f"id:{W}",
    f"id:{W}:half:crossed:no",
    f"id:{W}:open",
    f"id:{W}:half:broken",
    "id:4:half",
    f"id:{A}:half",
    f"id:{W}:half; id:{C}:wide",
    "hugs:half",
)

STEPS_AT_FAULT = (f"{S}", "id:5", f"id:{W}", f"id:{R}", f"id:{S}:half", "a smile", f"id:{S}; id:{S}")
REASSURANCES_AT_FAULT = ("thanks", "mine:interest", "sent:received:interest", "sent:", f"id:{S}")


def _parse(text: str | bytes) -> Parsed:
    return read_csv(
        text,
        default_zone="Europe/Berlin",
        people={"Sam": A},
        cues={(Channel.VOICE, "louder"): B, (Channel.SETTING, "kitchen"): C},
        known=Known(windows=[W, X], steps=[S], rituals=[R]),
    )


def _moment(columns: str, cells: str) -> Moment:
    parsed = _parse(f"when,{columns}\n2026-03-21T19:30,{cells}\n")
    assert parsed.faults == ()
    moment = parsed.records[-1].record
    assert isinstance(moment, Moment)
    return moment


def _faults(text: str | bytes) -> list[tuple[int, int, str]]:
    return [(fault.line, fault.column, fault.sentence) for fault in _parse(text).faults]


def test_a_full_row_is_read() -> None:
    """Known names find their ids, and everything else finds its field."""
    moment = _moment(
        "people,setting,cues,state,alarm,moves,protected,note,offset,zone,precision",
        'Sam,kitchen,sent:voice:louder*0.5; voice:louder,On_Edge,6.0,stayed; left,YES,"a ""b""\r\n c ",-18000,UTC,hour',
    )
    assert moment.when == LivedTime(
        local=datetime(2026, 3, 21, 19, 30),  # noqa: DTZ001 - local by design
        zone="UTC",
        offset=-18000,
        precision=Precision.HOUR,
    )
    assert moment.people == (A,)
    assert moment.setting == C
    assert moment.cues == (CueSeen(cue=B, direction=Direction.SENT, strength=0.5), CueSeen(cue=B))
    assert (moment.state, moment.alarm, moment.protected) == (FeltState.ON_EDGE, 6, True)
    assert moment.moves == (Move.STAYED, Move.LEFT)
    assert moment.note == 'a "b"\r\n c '


@pytest.mark.parametrize(
    ("cell", "local", "precision"),
    [
        ("2026-03-21 19:30", datetime(2026, 3, 21, 19, 30), Precision.MINUTE),  # noqa: DTZ001 - local by design
        ("2026-03-21", datetime(2026, 3, 21, 12), Precision.DAY),  # noqa: DTZ001 - local by design
        ("2026-03", datetime(2026, 3, 1, 12), Precision.MONTH),  # noqa: DTZ001 - local by design
        ("2026", datetime(2026, 1, 1, 12), Precision.YEAR),  # noqa: DTZ001 - local by design
    ],
)
def test_a_time_may_be_as_coarse_as_it_is_known(cell: str, local: datetime, precision: Precision) -> None:
    """A day, a month or a year alone sets the precision."""
    moment = _parse(f"when\n{cell}\n").records[0].record
    assert isinstance(moment, Moment)
    assert moment.when == LivedTime(local=local, zone="Europe/Berlin", precision=precision)


@pytest.mark.parametrize("sign", [",", ";", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_delimiters_line_ends_and_a_mark_are_understood(sign: str, end: str, mark: str) -> None:
    """Tables of different programs are read alike."""
    table = [["When", " note "], ["2026", "a"], [""], ["", ""], ["2027"]]
    parsed = _parse(mark + end.join(sign.join(cells) for cells in table))
    assert parsed.faults == ()
    assert [placed.line for placed in parsed.records] == [2, 5]


def test_new_names_become_people_and_cues() -> None:
    """Unknown names make records before the moment that speaks of them, with ids that follow from the names."""
    records = [placed.record for placed in _parse("when,people,cues,setting\n2026,Noor; Sam,louder,car\n").records]
    noor, car, louder, moment = records
    assert isinstance(moment, Moment)
    assert noor == Person(id=UUID("51a24da2-b48c-56ba-8a04-3bcbff913487"), label="Noor")
    assert car == Cue(id=car.id, label="car", channel=Channel.SETTING)
    assert louder == Cue(id=louder.id, label="louder", channel=None)
    assert moment.people == (noor.id, A)
    assert moment.id == UUID("6d759454-32fc-5a21-ad9f-229e5a73a96e")


def test_a_renamed_person_is_found_by_the_derived_id() -> None:
    """A name from an earlier import that was changed since makes nobody new."""
    first = _parse("when,people\n2026,Noor\n").records[0].record.id
    again = read_csv("when,people\n2026,Noor\n", default_zone="UTC", people={"N.": first}, cues={})
    assert [type(placed.record) for placed in again.records] == [Moment]


def test_two_rows_that_look_alike_stay_two_moments() -> None:
    """Each of two equal rows has its own id, whatever the order of the columns."""
    one = _parse("when,note\n2026,a\n2026,a\n2027,a\n")
    other = _parse("note,when\na,2026\na,2027\na,2026\n")
    ids = [placed.record.id for placed in one.records]
    assert len(set(ids)) == 3
    assert set(ids) == {placed.record.id for placed in other.records}


def test_a_row_with_the_same_id_and_content_is_read_once() -> None:
    """The same row with the same id stands for one moment; with other content it is a fault."""
    assert len(_parse(f"id,when\n{A},2026\n{A},2026\n").records) == 1
    [(line, column, sentence)] = _faults(f"when,id\n2026,{A}\n2027,{A}\n")
    assert (line, column) == (3, 2)
    assert "line 2" in sentence


def test_a_faulty_row_makes_nobody() -> None:
    """Names that stand only in bad rows make no records."""
    parsed = _parse(f"id,when,people,alarm\n{A},2026,,\n{A},2027,Kim,\n{B},2026,Lou,99\n{C},2026,Noor,\n")
    assert [fault.line for fault in parsed.faults] == [3, 4]
    assert [placed.record.label for placed in parsed.records if isinstance(placed.record, Person)] == ["Noor"]


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("", [(1, 1)]),
        ("note\na\n", [(1, 1)]),
        ("when,colour\n2026,red\n2027,\n", [(1, 2)]),
        ("when," + "x" * 500 + "\x07\n2026,red\n", [(1, 2)]),
        ("when,note,when\n2026,,2026\n", [(1, 3)]),
        ("when,,note\n2026,x,y\n2026,,y,,z\n", [(2, 2), (3, 5)]),
        ("note,when\na,\n", [(2, 2)]),
        ('when,note\n"2026\n\n",a\nnever,a\n', [(5, 1)]),
        ('when,note\n2026,"a\n2026,b\n', [(2, 2)]),
        ('when,note\n2026,"a"b,c"\n2026-1,b\n', [(2, 2), (3, 1)]),
        ('when,note\n2026,"a"b', [(2, 2)]),
        ('when,"note\n2026,b\n', [(1, 2)]),
        ("when\n0001\n", []),
        ("when,offset\n0001-01-01T00:00,3600\n", [(2, 1)]),
        ("when,alarm\n2026,six\n2026,11\n2026,-1\n", [(2, 2), (3, 2), (4, 2)]),
        ("when,protected\n2026,perhaps\n2026,no\n", [(2, 2)]),
        ("when,state,moves\n2026,happy,stayed; flew\n", [(2, 2), (2, 3)]),
        ("when,aperture\n2026,inf\n2026,1.5\n2026,0.5\n", [(2, 2), (3, 2)]),
        ("when,zone\n2026,Europe/Atlantis\n", [(2, 2)]),
        ("when,people\n2026,id:5\n2026,Sam; id: 00000000-0000-0000-0000-000000000009\n", [(2, 2), (3, 2)]),
        ("when,people\n2026,\\ \n", [(2, 2)]),
        (
            "when,cues\n2026,voice:face:x\n2026,x*1*2\n2026,x*2\n2026,tone:x\n2026,voice:\n",
            [(n, 2) for n in range(2, 7)],
        ),
        ("when,cues\n2026,id:00000000-0000-0000-0000-000000000009\n", [(2, 2)]),
        ("when,people,cues\n2026,,id:" + str(A) + "\n2026,id:" + str(B) + ",\n", [(2, 3), (3, 2)]),
        ("when,choice\n2026,closer\n2026,away\n2026,stay; out\n", [(3, 2), (4, 2)]),
        (
            "when,note,windows\n" + "".join(f"2026,,{cell}\n" for cell in WINDOWS_AT_FAULT),
            [(n, 3) for n in range(2, 2 + len(WINDOWS_AT_FAULT))],
        ),
        (
            "when,step\n" + "".join(f"2026,{cell}\n" for cell in STEPS_AT_FAULT),
            [(n, 2) for n in range(2, 2 + len(STEPS_AT_FAULT))],
        ),
        (f"when,ritual\n2026,id:{R}\n2026,id:{S}\n", [(3, 2)]),
        (
            "when,reassured\n" + "".join(f"2026,{cell}\n" for cell in REASSURANCES_AT_FAULT),
            [(n, 2) for n in range(2, 2 + len(REASSURANCES_AT_FAULT))],
        ),
        ("when,honest,used_against\n2026,partly,no\n2026,mostly,maybe\n", [(3, 2), (3, 3)]),
        ("when,setting\n2026,a; b\n2026,sent:voice:x\n2026,;\n2026,id:5\n", [(n, 2) for n in range(2, 6)]),
    ],
)
def test_every_fault_has_its_line_and_cell(text: str, places: list[tuple[int, int]]) -> None:
    """Faults are named by the line on which the row begins and by the number of the cell."""
    found = _faults(text)
    assert [(line, column) for line, column, _ in found] == places
    assert all(sentence.endswith(".") and len(sentence) < 300 for _, _, sentence in found)


def test_a_faulty_row_is_handed_back_as_it_came() -> None:
    """The text of the whole row comes with the fault, line ends inside cells included."""
    [fault] = _parse('when,note\r\nnever,"a\r\nb"\r\n2026,c\r\n').faults
    assert fault.text == b'never,"a\r\nb"'


def test_a_table_in_another_encoding_is_named_line_by_line() -> None:
    """Lines that are not UTF-8 are faults; lone surrogates are no UTF-8 either."""
    assert [place[:2] for place in _faults("when,note\n2026,é\n2026,e\n2026,ü\n".encode("latin-1"))] == [(2, 1), (4, 1)]
    assert [place[:2] for place in _faults("when,note\n2026,\ud800\n")] == [(2, 1)]


def test_a_setting_of_another_channel_is_written_with_it() -> None:
    """Settings come back whatever their channel, and unknown ids are written as ids."""
    car = Cue(id=A, label="car")
    when = LivedTime(local=datetime(2026, 3, 21), zone="UTC")  # noqa: DTZ001 - local by design
    moments = [Moment(id=B, when=when, setting=A), Moment(id=C, when=when, setting=B, people=(C,))]
    text = "".join(write_csv(moments, [], [car]))
    parsed = read_csv(text, default_zone="UTC", people={}, cues={(None, "car"): A}, known=Known(people=[C], cues=[B]))
    assert [placed.record for placed in parsed.records] == moments


def test_a_full_moment_is_written_in_plain_words() -> None:
    """A row can be read by a person: names, words, and signs in names escaped."""
    moment = _moment(
        "people,setting,cues,moves,protected,outcome,aperture",
        r"Sam,kitchen,sent:voice:louder*0.5; late\; again,hid,yes,okay,0.5",
    )
    late = Cue(id=moment.cues[1].cue, label="late; again")
    louder, kitchen = (
        Cue(id=B, label="louder", channel=Channel.VOICE),
        Cue(id=C, label="kitchen", channel=Channel.SETTING),
    )
    [_, row] = write_csv([moment], [Person(id=A, label="Sam")], [louder, kitchen, late])
    assert row == (
        f"{moment.id},2026-03-21T19:30,Europe/Berlin,3600,minute,Sam,kitchen,"
        r'"sent:voice:louder*0.5; :late\; again",,,,,,,,,,hid,okay,yes,,,,,0.5,,,,,,,,,,,'
        "\r\n"
    )


def test_windows_stand_by_their_ids() -> None:
    """A window that a moment names has its id, how far it stood open, and how it was treated, if that was said."""
    moment = _moment(
        "choice,small_thing,windows", f'Step_Back, a glass ,"id:{W}:Half:respected; id : {X} : wide;id:{W}:closed"'
    )
    assert moment.windows == (
        WindowSeen(window=W, opening=Opening.HALF, respect=Respect.RESPECTED),
        WindowSeen(window=X, opening=Opening.WIDE),
        WindowSeen(window=W, opening=Opening.CLOSED),
    )
    assert (moment.choice, moment.small_thing) == (Choice.STEP_BACK, " a glass ")
    text = "".join(write_csv([moment], [], []))
    assert f"id:{W}:half:respected; id:{X}:wide; id:{W}:closed" in text
    assert [placed.record for placed in _parse(text).records] == [moment]
    [fault] = read_csv(text, default_zone="UTC", people={}, cues={}).faults
    assert (fault.line, fault.column, fault.sentence) == (2, 26, "windows: Nothing in the diary has this id.")


@pytest.mark.system("S16")
@pytest.mark.system("S19")
def test_what_is_told_of_practice_stands_in_cells_of_its_own() -> None:
    """A try of a step, a ritual, a reassurance given and received, and every answer of one tap are read and written."""
    moment = _moment(
        "step,occasion,ritual,listened,respected,afterwards,honest,received,used_against,reassured",
        f" id : {S} ,Parting,id:{R},partly,no,calm_because_familiar,yes,tried_to_fix,yes,sent:appreciation; Interest",
    )
    assert (moment.step, moment.ritual, moment.occasion) == (S, R, Occasion.PARTING)
    assert (moment.listened, moment.respected, moment.honest) == (Answer.PARTLY, Answer.NO, Answer.YES)
    assert (moment.afterwards, moment.received) == (Afterwards.CALM_FAMILIAR, Received.FIXED)
    assert moment.used_against
    assert moment.reassured == (
        Reassured(kind=Reassurance.APPRECIATION, direction=Direction.SENT),
        Reassured(kind=Reassurance.INTEREST),
    )
    text = "".join(write_csv([moment], [], []))
    told = f"id:{S},parting,id:{R},partly,no,calm_because_familiar,yes,tried_to_fix,yes,"
    told += '"sent:appreciation; interest"\r\n'
    assert text.endswith(told)
    assert [placed.record for placed in _parse(text).records] == [moment]
    faults = read_csv(text, default_zone="UTC", people={}, cues={}).faults
    assert [(fault.column, fault.sentence) for fault in faults] == [
        (27, "step: Nothing in the diary has this id."),
        (29, "ritual: Nothing in the diary has this id."),
    ]


def test_names_that_many_bear_are_written_as_ids() -> None:
    """Two people of one name stay two."""
    when = LivedTime(local=datetime(2026, 3, 21), zone="UTC")  # noqa: DTZ001 - local by design
    moment = Moment(id=C, when=when, people=(A, B))
    text = "".join(write_csv([moment], [Person(id=A, label="Sam"), Person(id=B, label="Sam")], []))
    parsed = read_csv(text, default_zone="UTC", people={"Sam": B}, cues={}, known=Known(people=[A]))
    assert [placed.record for placed in parsed.records] == [moment]


@pytest.mark.parametrize("note", ["=1+1", "+1", "-1", "@a", "\tx", "\rx", "\nx", "'=1", "＝1"])
def test_no_cell_is_a_formula(note: str) -> None:
    """Cells that a spreadsheet would run are written with an apostrophe, which reading takes off."""
    when = LivedTime(local=datetime(2026, 3, 21), zone="UTC")  # noqa: DTZ001 - local by design
    moment = Moment(id=C, when=when, note=note)
    text = "".join(write_csv([moment], [], []))
    assert f"'{note}" in text
    assert [placed.record for placed in _parse(text).records] == [moment]
