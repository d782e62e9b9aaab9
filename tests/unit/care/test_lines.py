"""Lines that help: complete, with a source, labelled when stale, and never released stale."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from homing.care import lines, release
from homing.care.lines import (
    EU_COUNTRIES,
    LONGEST,
    Kind,
    Line,
    Method,
    Trace,
    countries,
    is_stale,
    lines_for,
    load_lines,
    parse_lines,
    release_faults,
)
from homing.words import label

READ = date(2026, 11, 21)
"""The day on which the numbers below were read; a renewed file is newer."""

EXPECTED = {
    ("US", "1-800-799-7233"),
    ("GB-ENG", "0808 2000 247"),
    ("GB", "0808 802 4040"),
    ("GB-SCT", "0800 027 1234"),
    ("IE", "1800 341 900"),
    ("DE", "116 016"),
    ("AT", "0800 222 555"),
    ("ES", "016"),
    ("IT", "1522"),
    ("AU", "1800 737 732"),
    ("NZ", "0800 733 843"),
    ("CA", "988"),
}
"""The twelve that were read by a second pair of eyes."""

ONE = """
[[line]]
country = "XX"
kind = "violence"
name = "A line of no country"
number = "012 345"
for_whom = "nobody: this is a test"
leaves_trace = "call_log_and_perhaps_bill"
source = "https://example.org/"
checked = 2026-11-21
method = "called"
review_by = 2027-02-21
"""

pytestmark = [pytest.mark.care("C26"), pytest.mark.system("S21")]


@pytest.mark.parametrize("line", load_lines(), ids=lambda line: f"{line.country} {line.number}")
def test_every_entry_is_complete(line: Line) -> None:
    """Every line says for whom it is, what a call leaves behind, where and how it was read, and until when."""
    assert line.name
    assert line.for_whom
    assert label(line.leaves_trace)
    assert line.source.startswith(("https://", "http://"))
    assert line.method in Method
    assert READ <= line.checked < line.review_by <= line.checked + LONGEST
    assert line.leaves_trace is not Trace.CALL_LOG_NOT_BILL or line.trace_source


def test_the_lines_that_were_read_twice_are_there() -> None:
    """The twelve lines of the checked list are bundled with exactly these numbers."""
    assert {(line.country, line.number) for line in load_lines()} >= EXPECTED


@pytest.mark.parametrize("country", ["FR", "CH", "GB-NIR"])
def test_what_has_no_source_is_left_out(country: str) -> None:
    """Where a number was held back for want of a source, only an emergency number or a line of the country is shown."""
    own = [line for line in load_lines() if line.country == country]
    assert own == []
    assert all(line.number != "116 016" for line in lines_for(country))
    assert not any("Samaritans" in line.name for line in load_lines())


def test_a_country_has_its_parts_and_its_union() -> None:
    """A country includes its parts, a part its country, and a country of the European Union the Union's number."""
    assert {line.country for line in lines_for("GB")} == {"GB", "GB-ENG", "GB-SCT"}
    assert {line.country for line in lines_for("GB-SCT")} == {"GB", "GB-SCT"}
    assert {line.country for line in lines_for("AT")} == {"AT", "EU"}
    assert [line.number for line in lines_for("FR")] == ["112"]
    assert lines_for("ZZ") == ()
    assert lines_for("gb-sct") == lines_for("GB-SCT")
    assert set(lines_for(None)) == set(load_lines())


def test_emergency_comes_first() -> None:
    """Where there is an emergency number it is the first line, and each country of the list has something to call."""
    assert set(countries()) >= EU_COUNTRIES | {"US", "CA", "GB", "AU", "NZ"}
    for country in countries():
        assert lines_for(country)[0].kind is Kind.EMERGENCY


def test_there_are_lines_for_people_worried_about_their_own_behaviour() -> None:
    """At least one line is for people who are worried about what they themselves do."""
    assert any(line.kind is Kind.OWN_BEHAVIOUR for line in load_lines())


def test_a_stale_line_is_known_as_such() -> None:
    """A line is fresh until the day it is to be checked again, and stale from the day after."""
    for line in load_lines():
        assert not is_stale(line, line.review_by)
        assert is_stale(line, line.review_by + timedelta(days=1))


def test_the_release_check_fails_on_a_stale_line() -> None:
    """The release check is content on the day of the check, and names each line the day after its review."""
    (line,) = parse_lines(ONE)
    assert release_faults(line.checked, [line]) == release_faults(line.review_by, [line]) == []
    faults = release_faults(line.review_by + timedelta(days=1), [line])
    assert faults == ["XX A line of no country: it was to be checked again by 2027-02-21."]


def test_the_release_check_fails_on_a_line_read_in_a_stored_page() -> None:
    """A number read in a copy of a page is shown, labelled, and may not be released; the bundled ones say so today."""
    newest = max(line.checked for line in load_lines())
    copied = [line for line in load_lines() if line.method is Method.STORED_PAGE]
    faults = release_faults(newest)
    assert len(faults) == len(copied)
    assert all("read in a stored copy" in fault for fault in faults)


@pytest.mark.parametrize(
    ("told", "code", "words"),
    [
        (["2026-11-21"], 1, "may not be released"),
        (["2031-01-01"], 1, "to be checked again by"),
        (["tomorrow"], 2, "Name one day as YYYY-MM-DD, or none for today.\n"),
        (["2026-11-21", "2026-11-22"], 2, "Name one day as YYYY-MM-DD, or none for today.\n"),
        ([], 1, "may not be released"),
    ],
)
def test_the_release_check_is_a_command(
    told: list[str], code: int, words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """``python -m homing.care.release`` names every fault and ends with a code that stops a release."""
    assert release.main(told) == code
    out, err = capsys.readouterr()
    assert words in out + err
    assert err in ("", words)


def test_lines_without_a_fault_are_released(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Where nothing stands against it, the check says so and ends with zero."""
    monkeypatch.setattr(release, "load_lines", lambda: parse_lines(ONE))
    assert release.main(["2026-11-21"]) == 0
    assert capsys.readouterr().out == "1 line may be released on 2026-11-21.\n"
    monkeypatch.setattr(release, "load_lines", lambda: parse_lines(ONE + ONE.replace("012", "013")))
    assert release.main(["2026-11-21"]) == 0
    assert capsys.readouterr().out == "2 lines may be released on 2026-11-21.\n"


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"checked": date(2027, 1, 2), "review_by": date(2027, 2, 1)}, "it says that it was checked in the future."),
        ({"review_by": date(2026, 11, 20)}, "it is to be checked again before it was checked."),
        ({"review_by": READ + LONGEST + timedelta(days=1)}, "its check is trusted for more than 100 days."),
        ({"source": "memory"}, "its source is not a web address."),
        ({"method": Method.STORED_PAGE}, "it was read in a stored copy of a page, not on its official page."),
    ],
)
def test_the_release_check_names_what_is_wrong(change: dict[str, date], words: str) -> None:
    """A check in the future, a review before the check, a check trusted too long, or a source that is none: a fault."""
    (line,) = parse_lines(ONE)
    wrong = replace(line, **change)  # type: ignore[arg-type]
    assert f"XX A line of no country: {words}" in release_faults(READ, [wrong])


@pytest.mark.parametrize("days", [timedelta(), LONGEST])
def test_the_ends_of_what_may_be_trusted(days: timedelta) -> None:
    """A check may be trusted for its own day alone, and for exactly a hundred days."""
    (line,) = parse_lines(ONE)
    assert release_faults(READ, [replace(line, review_by=READ + days)]) == []


def test_countries_are_whole_codes(monkeypatch: pytest.MonkeyPatch) -> None:
    """A part counts for its country; the Union's countries are there only where there is a line of the Union."""
    assert all(len(country) == 2 for country in countries())
    assert {line.country for line in lines_for("ES-CAT")} == {"ES", "EU"}
    monkeypatch.setattr(lines, "load_lines", lambda: parse_lines(ONE))
    assert countries() == ("XX",)


def test_a_file_without_lines_has_none() -> None:
    """A text without an entry is no error; a release of it would be."""
    assert parse_lines("") == ()


def test_the_release_check_wants_lines_and_each_once() -> None:
    """No lines at all, or the same number twice, is a fault."""
    assert release_faults(READ, []) == ["There are no lines."]
    assert release_faults(READ, parse_lines(ONE + ONE)) == ["XX 012 345: this number is there 2 times."]


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('source = "https://example.org/"', "", "lacks \\['source'\\]"),
        ('kind = "violence"', 'kind = "violence"\nhours = ""', "leave out what no source said"),
        ('kind = "violence"', 'kind = "violence"\nopen = "yes"', "no line has: \\['open'\\]"),
        ('number = "012 345"', 'number = "ask a friend"', "country or a number that is none"),
        ('country = "XX"', 'country = "Xland"', "country or a number that is none"),
        ('kind = "violence"', 'kind = "other"', "other"),
        ('method = "called"', 'method = "remembered"', "remembered"),
    ],
)
def test_an_incomplete_entry_is_refused(old: str, new: str, words: str) -> None:
    """An entry without a source, with an empty or unknown field, or with a number that is none, is never loaded."""
    with pytest.raises(ValueError, match=words):
        parse_lines(ONE.replace(old, new))


def test_a_refusal_names_the_entry() -> None:
    """Entries count from one."""
    with pytest.raises(ValueError, match="line 2 lacks"):
        parse_lines(ONE + ONE.replace('method = "called"', ""))
