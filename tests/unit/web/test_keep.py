"""Keep: the diary out and in, and the bin."""

from __future__ import annotations

import json
from uuid import UUID

import pytest
from httpx2 import Response

from homing.record import CheckIn, FeltState, LivedTime, Moment, Outcome, Person
from homing.record.jsonl import read_jsonl, write_jsonl
from homing.web.guard import LARGEST_IMPORT
from tests.unit.web import markup
from tests.unit.web.support import DOOR, MORNING, ROBIN, SKY, ZONE, Browser, House, moment, sound

HEADER = b'{"type":"diary","version":1}\n'
GOOD = b'{"type":"person","id":"00000000-0000-0000-0000-000000000a01","label":"M"}\n'
BAD = b'{"type":"person","id":"00000000-0000-0000-0000-000000000a02","label":""}\n'


def bring(browser: Browser, name: str, body: bytes, **fields: str) -> Response:
    """Send a file, as the page's form does."""
    form = browser.look("/keep").form("/keep/import")
    assert form.get("enctype") == "multipart/form-data"
    return browser.post("/keep/import", data=fields, files={"file": (name, body)})


def test_everything_out_and_in_again(house: House, writer: Browser) -> None:
    """The diary file holds all records; taken into an empty diary it gives the same one, and again nothing more."""
    records = (moment(1, note="kept\r\n\x00 to the letter", outcome=Outcome.OKAY), moment(2))
    house.put(*records, CheckIn(id=UUID(int=5), when=LivedTime.at(MORNING, ZONE), state=FeltState.MIXED))
    answer = writer.press("/keep", "/keep/export", ("format", "jsonl"))
    assert answer.headers["content-type"] == "application/jsonl; charset=utf-8"
    parsed = read_jsonl(answer.content.splitlines(keepends=True))
    assert parsed.faults == ()
    assert [placed.record for placed in parsed.records] == house.vault.read(lambda rows: list(rows.everything()))
    assert "0 records are new" in sound(bring(writer, "diary.jsonl", answer.content)).text
    house.remove(*(placed.record.id for placed in parsed.records))
    again = sound(bring(writer, "diary.jsonl", answer.content))
    assert "7 were here already" in again.text


def test_moments_out_as_a_table(house: House, writer: Browser) -> None:
    """The table holds the moments with names in place of ids, and can be taken in again."""
    house.put(moment(1, note="=1+1, kept"))
    answer = writer.press("/keep", "/keep/export", ("format", "csv"))
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert ROBIN.label in answer.text
    assert "1 was here already" in sound(bring(writer, "TABLE.CSV", answer.content)).text
    assert house.find(moment(1)).note == "=1+1, kept"


def test_a_diary_is_taken_in(house: House, owner: Browser) -> None:
    """A diary file is taken in whole, and the page says what is new."""
    page = sound(bring(owner, "mine.jsonl", HEADER + GOOD))
    assert "It is here" in page.text
    assert "1 record is new." in page.text
    assert [person.label for person in house.all(Person)] == ["M"]


def test_a_faulty_diary_is_not_taken_in(house: House, owner: Browser) -> None:
    """With one bad line nothing is taken in; the page names line, column and reason, and none of the words."""
    page = sound(bring(owner, "mine.jsonl", HEADER + GOOD + BAD + b'{"type":"person","label":"Zebra"\n'), 422)
    assert "Nothing was brought in" in page.text
    rows = [[cell.text for cell in row.all("td")] for row in page.root.all("tr")]
    assert [row[0] for row in rows if row] == ["3", "4"]
    assert "A name is needed here; it is empty." in page.text
    assert "Zebra" not in page.text
    assert house.all(Person) == []


def test_faulty_lines_may_be_left_out(house: House, owner: Browser) -> None:
    """Whoever says so takes the good lines, and is told which were left out."""
    page = sound(bring(owner, "mine.jsonl", HEADER + BAD + GOOD, skip_bad="1"))
    assert "These lines were left out:" in page.text
    assert [person.label for person in house.all(Person)] == ["M"]


def test_many_faults_are_not_all_listed(owner: Browser) -> None:
    """Of many faults the first fifty are shown, and how many more there are."""
    page = sound(bring(owner, "mine.jsonl", HEADER + b"nonsense\n" * 70), 422)
    assert len([row for row in page.root.all("tr") if list(row.all("td"))]) == 50
    assert "And 20 more." in page.text


@pytest.mark.parametrize(
    ("name", "body", "word"),
    [("empty.jsonl", b"", "empty"), ("empty.csv", b"", "missing"),
     ("utf16.jsonl", HEADER.decode().encode("utf-16"), "UTF-16"),
     ("latin.jsonl", HEADER + b'{"label":"\xff"}', "not UTF-8"), ("latin.csv", b"\xff\xfe\xff", "UTF"),
     ("picture.png", b"\x89PNG\r\n\x1a\n\x00\x00", "line"), ("letter.docx", b"PK\x03\x04", "line"),
     ("table.jsonl", b"when,note\n2026-01-01T10:00,hello\n", "JSON"), ("diary.csv", HEADER + GOOD, "column"),
     ("newer.jsonl", b'{"type":"diary","version":9}\n', "newer"), ("noext", b"hello", "JSON"),
     ("\u202e.jsonl", b"{", "JSON")],
)  # fmt: skip
def test_what_is_no_diary_is_refused_kindly(house: House, owner: Browser, name: str, body: bytes, word: str) -> None:
    """Any other file is refused with a reason, and nothing is taken in."""
    page = sound(bring(owner, name, body), 422)
    assert "Nothing was brought in" in page.text
    assert word.lower() in page.text.lower()
    assert house.vault.read(lambda rows: list(rows.everything())) == []


def test_no_file_changes_nothing(owner: Browser) -> None:
    """Sending the form without a file, or with a text in its place, leads back."""
    assert owner.post("/keep/import", files={"file": ("", b"")}).headers["location"] == "/keep"
    assert owner.submit("/keep/import", [("file", "x")]).headers["location"] == "/keep"


def test_two_files_at_once_are_refused(owner: Browser) -> None:
    """The form takes one file."""
    files = [("file", ("a.jsonl", HEADER + GOOD)), ("file", ("b.jsonl", HEADER))]
    sound(owner.post("/keep/import", files=files), 400)


def test_a_file_that_is_too_large_is_refused_politely(owner: Browser) -> None:
    """More than Homing takes at once is refused with a sentence before it is read."""
    answer = owner.post("/keep/import", content=b"", headers={"content-length": str(LARGEST_IMPORT + 1)})
    assert answer.status_code == 413
    assert answer.text == "This is larger than Homing takes at once. Nothing was changed."


def test_a_large_diary_passes(house: House, owner: Browser) -> None:
    """A diary with a megabyte in each note of several moments is taken in, listed, shown and given out again."""
    moments = [moment(n, hours=-n, note="🫂" * 2**18, people=(), cues=()) for n in range(3)]
    body = b"".join(write_jsonl(moments, (), "a test"))
    assert "3 records are new." in sound(bring(owner, "large.jsonl", body)).text
    owner.look("/moments")
    assert "🫂" * 2**18 in owner.get(f"/moments/{moments[0].id}").text
    assert owner.submit("/keep/export").content.splitlines()[1:] == body.splitlines()[1:]
    assert house.all(Moment) == moments


def test_what_was_forgotten_stays_forgotten(house: House, writer: Browser) -> None:
    """A file with something that was forgotten here is taken in without it, and the page says so."""
    writer.submit(f"/people/{SKY.id}/forget", [("moments", "keep")])
    body = HEADER + json.dumps({"type": "person", "id": str(SKY.id), "label": "Sky"}).encode()
    assert "stays forgotten" in sound(bring(writer, "old.jsonl", body)).text
    assert house.all(Person) == [ROBIN]


@pytest.mark.care("C25")
def test_the_bin(house: House, writer: Browser) -> None:
    """What is removed lies in the bin under its own words, comes back from there, or is forgotten for good."""
    house.put(moment(1, note="a thing in the bin"), moment(2))
    for record in (moment(1), moment(2)):
        writer.press(f"/moments/{record.id}", f"/moments/{record.id}/remove")
    writer.press(f"/cues/{DOOR.id}", f"/cues/{DOOR.id}/remove")
    writer.press(f"/people/{SKY.id}", f"/people/{SKY.id}/remove")
    assert "4 things lie in the bin." in writer.look("/keep").text
    text = writer.look("/keep/bin").text
    assert "a thing in the bin" in text
    assert DOOR.label in text
    assert SKY.label not in text
    writer.press("/keep/bin", f"/keep/bin/{moment(1).id}/restore")
    assert house.find(moment(1)).note == "a thing in the bin"
    for gone in [moment(2).id, DOOR.id, SKY.id]:
        assert writer.press("/keep/bin", f"/keep/bin/{gone}/forget").headers["location"] == "/keep/bin"
        assert house.forgotten(gone)
        sound(writer.submit(f"/keep/bin/{gone}/restore"), 404)
        sound(writer.submit(f"/keep/bin/{gone}/forget"), 404)
    assert "The bin is empty" in writer.look("/keep/bin").text


def test_what_is_live_cannot_be_brought_back(house: House, writer: Browser) -> None:
    """Restoring what does not lie in the bin does nothing."""
    house.put(moment(1))
    sound(writer.submit(f"/keep/bin/{moment(1).id}/restore"), 404)
    assert house.find(moment(1)) == moment(1)


def test_what_lies_in_the_bin_stays_at_home(house: House, writer: Browser) -> None:
    """An export holds nothing of the bin."""
    house.put(moment(1, note="a thing in the bin"))
    writer.submit(f"/moments/{moment(1).id}/remove")
    for kind in ("jsonl", "csv"):
        assert "a thing in the bin" not in writer.submit("/keep/export", [("format", kind)]).text


def test_the_page_says_what_a_copy_is(owner: Browser) -> None:
    """Before a copy is taken out, the page says that it is not encrypted any more (care rule 23)."""
    page = owner.look("/keep")
    assert "The file is not encrypted any more." in page.text
    assert {pair[0] for pair in markup.sent_by(page.form("/keep/import"))} == {"file"}
