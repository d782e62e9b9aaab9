"""What helps in need is there before unlocking, and holds no content: lines, settle, pause, a way out."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from homing.care import lines as directory
from homing.care.lines import load_lines
from homing.companion import plain
from homing.companion.plain import Guise, Plain
from homing.record import CheckIn, FeltState, Outcome
from homing.vault import VaultReadOnly
from tests.unit.web.support import MORNING, ROBIN, Browser, House, moment, sound
from tests.unit.web.test_routes import DOORS, WEIR, fill, filled


@pytest.mark.care("C26")
def test_nothing_is_dialled_before_it_is_asked(stranger: Browser) -> None:
    """Only the page that asks leads to a telephone; it says what a call leaves behind, and how to go back."""
    for path in ("/help", "/help/my-own"):
        assert not [a for a in stranger.look(path).root.all("a") if a.get("href").startswith("tel:")]
    for line in load_lines():
        asked = sound(stranger.submit("/help/call", [("country", line.country), ("number", line.number)]))
        calls = [a.get("href") for a in asked.root.all("a") if a.get("href").startswith("tel:")]
        assert calls == [f"tel:{line.number.replace(' ', '').replace('-', '')}"]
        assert "Calls leave a trace" in asked.text
        assert "/help" in {a.get("href") for a in asked.root.all("a")}
        assert "was due for another check" not in asked.text


@pytest.mark.care("C26")
@pytest.mark.parametrize("told", [[], [("country", "GB"), ("number", "1")], [("country", "XX"), ("number", "999")]])
def test_a_number_that_is_none_of_ours_is_not_called(stranger: Browser, told: list[tuple[str, str]]) -> None:
    """Whatever else a form sends leads back to the lines."""
    assert stranger.submit("/help/call", told).headers["location"] == "/help"


@pytest.mark.care("C26")
def test_an_old_install_labels_stale_lines(house: House, stranger: Browser) -> None:
    """The day after its review each line says so where it can be seen, on the list, before calling, and for oneself."""
    assert "was due for another check" not in stranger.look("/help").text
    house.clock.move(days=100)
    line = load_lines()[0]
    assert stranger.look("/help").text.count("was due for another check") >= len(load_lines())
    assert "was due for another check" in stranger.look("/help/my-own").text
    asked = sound(stranger.submit("/help/call", [("country", line.country), ("number", line.number)]))
    assert "was due for another check" in asked.text


@pytest.mark.care("C26")
def test_it_is_said_that_no_number_was_called(monkeypatch: pytest.MonkeyPatch, stranger: Browser) -> None:
    """As long as nobody rang any of them; once someone did, each line says for itself."""
    assert "were read on pages, not called" in stranger.look("/help").text
    called = tuple(replace(line, method=directory.Method.CALLED, checked=date(2026, 11, 21)) for line in load_lines())
    monkeypatch.setattr("homing.web.pages.support.load_lines", lambda: called)
    assert "were read on pages, not called" not in stranger.look("/help").text


@pytest.mark.care("C23")
def test_help_is_one_tap_from_the_locked_page(house: House) -> None:
    """Settle, pause, getting away, lines and leaving stand on the locked page itself."""
    house.create()
    page = house.browser().look("/")
    links = {a.get("href") for a in page.root.all("a")}
    assert {"/settle", "/pause", "/help"} <= links
    assert page.form("/away")
    assert page.form("/leave")


@pytest.mark.care("C11")
@pytest.mark.care("C23")
@pytest.mark.system("S13")
def test_a_pause_outlives_the_lock_by_its_instant_alone(house: House) -> None:
    """Chosen before unlocking or after, it is shown on the locked page, also by a new process, and nothing else is."""
    owner = house.create()
    assert owner.submit("/pause", [("minutes", "30")]).headers["location"] == "/pause"
    assert "Return at 10:00" in owner.look("/pause").text
    assert "Return at 10:00" in owner.look("/today").text
    house.keeper.lock()
    stranger = house.browser()
    assert "Return at 10:00" in stranger.look("/").text
    assert "Return at 10:00" in stranger.look("/help").text
    assert plain.read(house.home) == Plain(back=datetime(2026, 11, 21, 9, 0, tzinfo=UTC))
    again = House(house.home, clock=house.clock)
    assert again.keeper.coming_back == house.keeper.coming_back
    house.clock.move(minutes=31)
    assert "That time has come" in stranger.look("/pause").text
    assert stranger.submit("/pause/end").headers["location"] == "/"
    assert not (house.home / plain.FILE).exists()
    assert "Return" not in stranger.look("/").text


@pytest.mark.care("C11")
def test_a_time_of_day_may_be_chosen(house: House, stranger: Browser) -> None:
    """The clock of this place is meant; a time past is tomorrow's, and says so; without a vault nothing is written."""
    assert stranger.submit("/pause", [("clock", "12:15")]).headers["location"] == "/pause"
    assert "Return at 12:15" in stranger.look("/pause").text
    stranger.submit("/pause", [("clock", "08:00")])
    assert "Return: Sun 22 Nov" in stranger.look("/pause").text
    assert not house.home.exists()


@pytest.mark.care("C11")
@pytest.mark.parametrize(
    "told",
    [("minutes", "5"), ("minutes", "x"), ("minutes", "1500"), ("clock", "9:31"), ("clock", "09:40"), ("clock", "")],
)
def test_what_is_no_pause_changes_nothing(house: House, stranger: Browser, told: tuple[str, str]) -> None:
    """Too short, too long or no time at all gives the same page with a sentence."""
    page = sound(stranger.submit("/pause", [told]), 422)
    assert "at least 20 minutes and at most a day" in page.text
    assert house.keeper.coming_back is None


@pytest.mark.care("C11")
def test_getting_away_drops_the_return_time(house: House) -> None:
    """No return time, no count, nothing kept: neither by tapping it first nor during a pause."""
    house.create()
    stranger = house.browser()
    assert stranger.press("/", "/away").headers["location"] == "/away"
    stranger.submit("/pause", [("minutes", "20")])
    assert stranger.press("/pause", "/away").headers["location"] == "/away"
    assert house.keeper.coming_back is None
    assert not (house.home / plain.FILE).exists()
    assert "no time to come back" in stranger.look("/away").text


@pytest.mark.care("C23")
@pytest.mark.parametrize("guise", list(Guise))
def test_a_neutral_name_stands_everywhere(house: House, guise: Guise) -> None:
    """No page says Homing any more, before unlocking or after; what the owner wrote stays to the letter."""
    owner = house.create()
    fill(house)
    house.put(moment(8, note="Homing is a word of mine"))
    assert owner.press("/keep/quiet", "/keep/quiet/name", name=guise.value).headers["location"] == "/keep/quiet"
    name = guise.value.capitalize()
    stranger = house.browser()
    for door in DOORS:
        if door.method == "GET":
            for browser in (owner, stranger):
                answer = browser.get(filled(door.path))
                assert "Homing" not in answer.text, door.path
                if "<title>" in answer.text and door.path != "/measures":
                    assert f"<title>{name}</title>" in answer.text
    locked = stranger.look("/")
    assert next(locked.root.all("h1")).text == name
    assert next(locked.root.all("button")).text == "Close"
    assert "/help" in {a.get("href") for a in locked.root.all("a")}
    assert "/settle" not in {a.get("href") for a in locked.root.all("a")}
    assert "Homing is a word of mine" in owner.look(f"/moments/{moment(8).id}").text
    owner.press("/keep/quiet", "/keep/quiet/name", name="")
    assert owner.look("/keep").title == "Homing"
    assert not (house.home / plain.FILE).exists()


@pytest.mark.care("C23")
def test_an_empty_diary_looks_ordinary(house: House) -> None:
    """Under a neutral name, with nothing in it, Today asks nothing; without any vault the first page says little."""
    owner = house.create()
    owner.press("/keep/quiet", "/keep/quiet/name", name="notes")
    page = owner.look("/today")
    assert next(page.root.all("h1")).text == "Notes"
    assert not list(page.root.all("fieldset"))
    house.put(moment(1, outcome=Outcome.OKAY))
    assert list(owner.look("/today").root.all("fieldset"))
    for path in house.home.glob("vault.*"):
        path.unlink()
    house.keeper.lock()
    first = house.browser().look("/")
    assert next(first.root.all("h1")).text == "Notes"
    assert "alarm" not in first.text


@pytest.mark.care("C23")
def test_a_visitor_of_the_sample_changes_no_name(house: House) -> None:
    """Anyone may look at the sample; its name is not theirs to change, and a name that is none is refused."""
    house.create()
    visitor = house.browser()
    visitor.submit("/sample")
    assert visitor.submit("/keep/quiet/name", [("name", "notes")]).headers["location"] == "/keep/quiet"
    assert "cannot be changed" in visitor.look("/keep/quiet").text
    assert house.keeper.plain == Plain()
    sound(visitor.submit("/keep/quiet/name", [("name", "diary")]), 422)


@pytest.mark.care("C23")
def test_a_name_that_cannot_be_written_down_says_so(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """A full or read-only disk is told; a pause holds all the same, for as long as Homing is open."""

    def refuse(*_: object) -> None:
        raise VaultReadOnly

    owner = house.create()
    monkeypatch.setattr("homing.companion.plain.write", refuse)
    page = sound(owner.submit("/keep/quiet/name", [("name", "notes")]), 503)
    assert "could not be written down" in page.text
    owner.submit("/pause", [("minutes", "20")])
    assert house.keeper.coming_back is not None


@pytest.mark.care("C16")
def test_while_resting_the_pages_ask_suggest_and_count_nothing(house: House, writer: Browser) -> None:
    """Today, people, cues and moments are quiet; keeping a moment and help stay; a tap ends it."""
    house.put(moment(1, hours=-60, alarm=7, outcome=Outcome.OKAY), moment(2, hours=-50))
    assert "2 moments" in writer.look("/people").text
    assert writer.press("/keep/quiet", "/keep/quiet/rest", ("days", "7")).headers["location"] == "/today"
    today = writer.look("/today").text
    assert "You are resting" in today
    assert "ending" not in today
    assert "A good moment" not in today
    for path in ("/people", "/cues"):
        assert "2 moments" not in writer.look(path).text
    for path in (f"/people/{ROBIN.id}", f"/moments/{moment(1).id}", f"/moments/{moment(2).id}"):
        page = writer.look(path)
        assert "You are resting" in page.text
        assert "How did it turn out?" not in page.text
        assert not list(page.root.all("figure"))
        assert "Are you safe now?" not in page.text
    writer.look(f"/moments/{moment(2).id}/notice")
    assert writer.press("/today", "/checkin", ("state", FeltState.SETTLED.value)).headers["location"] == "/today"
    assert "until Sat 28 Nov" in writer.look("/keep/quiet").text
    assert writer.press("/today", "/keep/quiet/rest/end").headers["location"] == "/today"
    assert "2 moments" in writer.look("/people").text
    sound(writer.submit("/keep/quiet/rest", [("days", "x")]), 422)


@pytest.mark.care("C10")
@pytest.mark.parametrize(
    ("told", "leads"),
    [
        ({"protected": "1"}, "/help/protected"),
        ({"protected": "1", "outcome": "okay"}, "/help/protected"),
        ({"protected": "1", "outcome": "frightened_or_harmed_me"}, "/safe-now"),
        ({"outcome": "okay"}, f"/moments/{moment(1).id}"),
    ],
)
def test_a_protected_ending_leads_to_a_page_of_its_own(
    house: House, writer: Browser, told: dict[str, str], leads: str
) -> None:
    """Giving in, freezing, hiding and leaving are met with words and lines, after harm with safety first."""
    house.put(moment(1, outcome=None))
    path = f"/moments/{moment(1).id}/ended"
    assert writer.submit(path, list(told.items())).headers["location"] == leads
    if leads == "/help/protected":
        assert "/help/protected" in {a.get("href") for a in writer.look(f"/moments/{moment(1).id}").root.all("a")}
        assert "/help" in {a.get("href") for a in writer.look(leads).root.all("a")}


@pytest.mark.care("C7")
@pytest.mark.system("S27")
def test_the_page_on_science_names_its_sources(stranger: Browser) -> None:
    """Each matter says what is supported, what is contested and where it was read; being safe comes first."""
    page = stranger.look("/help/science")
    text = page.text
    assert text.index("Are you safe now?") < text.index("Well supported")
    assert text.count("Well supported") == text.count("Contested or unknown") == text.count("Sources") >= 10
    for word in ("Polyvagal", "Grossman", "Porges", "Chalkia", "type", "diagnose"):
        assert word in text


@pytest.mark.care("C22")
@pytest.mark.parametrize(
    "word", ["history", "screen", "record keys", "makes you open", "over your shoulder", "synced folder", "backup",
             "downloads", "shell", "alerts nobody", "not encrypted", "photographs"]
)  # fmt: skip
def test_the_page_on_limits_leaves_nothing_out(stranger: Browser, word: str) -> None:
    """What Homing cannot do is said plainly."""
    assert word in stranger.look("/help/limits").text


@pytest.mark.care("C24")
@pytest.mark.parametrize("path", ["/people", "/moments/new", "/start/moment"])
def test_a_nickname_is_suggested_where_someone_is_first_named(house: House, path: str) -> None:
    """The form asks for a nickname or an initial, and says why."""
    owner = house.create()
    path = owner.get(path).headers.get("location", path)
    text = owner.look(path).text
    assert "nitial" in text
    assert "did not agree to it" in text


@pytest.mark.care("C24")
def test_backups_that_still_hold_someone_are_named(house: House, writer: Browser) -> None:
    """After forgetting it is said what is gone; a backup that could not be written anew is told by its name."""
    writer.press(f"/people/{ROBIN.id}/forget", f"/people/{ROBIN.id}/forget", ("moments", "keep"))
    assert "from the backups beside it" in writer.look("/people/forgotten").text
    house.vault.behind["homing-2026-11-20.homing"] = VaultReadOnly()
    assert "homing-2026-11-20.homing" in writer.look("/people/forgotten").text


@pytest.mark.care("C25")
def test_an_entry_is_exported_and_removed_from_its_page(house: House, writer: Browser) -> None:
    """Its own page gives a copy, named by the day alone, and puts it into the bin or forgets it."""
    house.put(moment(1, note="a thing of mine"), moment(2), WEIR)
    weir = f"/entries/{WEIR.id}"
    assert writer.press(weir, f"{weir}/remove").headers["location"] == "/older"
    page = f"/entries/{moment(1).id}"
    copy = writer.press(page, f"{page}/export")
    assert b"a thing of mine" in copy.content
    assert copy.headers["content-disposition"] == f'attachment; filename="entry-{MORNING.date()}.jsonl"'
    assert writer.press(page, f"{page}/remove").headers["location"] == "/moments"
    writer.look(page, 404)
    page = f"/entries/{moment(2).id}"
    assert writer.press(page, f"{page}/forget").headers["location"] == "/moments"
    assert house.forgotten(moment(2).id)
    writer.press("/today", "/checkin", ("state", "settled"))
    link = f"/entries/{house.all(CheckIn)[-1].id}"
    assert writer.press(link, f"{link}/forget").headers["location"] == "/today"
