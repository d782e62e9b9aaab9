"""The pages of a pause: from two taps to the question next morning, through lock, restart and midnight."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest
from httpx2 import Response

from homing.companion import pauses, plain
from homing.companion.plain import Plain
from homing.record import ComingBack, Danger, Ended, FeltState, LivedTime, Pause, Terms
from homing.vault import VaultReadOnly
from tests.unit.web.markup import Element
from tests.unit.web.support import MORNING, PASSPHRASE, ROBIN, SKY, ZONE, Browser, House, moment, sound

pytestmark = [pytest.mark.care("C11"), pytest.mark.system("S13")]


TERMS_ID = UUID(int=0x7C)


def pause_id(number: int) -> UUID:
    """The id of one of several pauses."""
    return UUID(int=0x900 + number)


def tap(browser: Browser, action: str, *, path: str = "/pause", **told: str) -> Response:
    """Press what is really there: the form that leads to ``action`` and has these fields or buttons."""
    names = [{one.get("name") for one in form.all("button", "input")} for form in offers(browser, path, action)]
    assert any(set(told) <= one for one in names)
    return browser.submit(action, list(told.items()))


def offers(browser: Browser, path: str, action: str) -> list[Element]:
    """The forms of a page that lead to ``action``."""
    return [form for form in browser.look(path).root.all("form") if form.get("action") == action]


def first_choice(browser: Browser) -> Element:
    """The first button among the lengths of a pause."""
    return next(iter(offers(browser, "/pause", "/pause")[0].all("button")))


def only(house: House) -> Pause:
    """The one pause in the record."""
    (found,) = house.all(Pause)
    return found


@contextmanager
def night_over(house: House, **by: float) -> Iterator[tuple[House, Browser]]:
    """The process ends, time passes, a new one begins; the owner's browser before it."""
    house.keeper.lock()
    house.clock.move(**by)
    with House(house.home, clock=house.clock).open() as again:
        yield again, again.browser(again.keeper.unlock(PASSPHRASE))
        again.keeper.lock()


def test_two_taps_to_the_return_time(house: House) -> None:
    """Before unlocking: the page, then its first and largest choice; nothing but the instant is kept."""
    house.create()
    house.keeper.lock()
    stranger = house.browser()
    first = first_choice(stranger)
    assert (first.get("value"), first.text, "btn-primary" in first.get("class")) == ("20", "20 minutes", True)
    assert tap(stranger, "/pause", minutes="20").headers["location"] == "/pause"
    shown = stranger.look("/pause").text
    assert "Return at 09:50" in shown
    assert "in about 20 minutes" in shown
    assert "I need a break. I will be back at 09:50." in shown
    assert plain.read(house.home) == Plain(back=MORNING + timedelta(minutes=20))


def test_nothing_ticks(writer: Browser) -> None:
    """The time left is said in words, once: no refresh, no timer, no seconds on the page."""
    writer.submit("/pause", [("minutes", "60")])
    answer = writer.get("/pause")
    assert "refresh" not in {name.lower() for name in answer.headers}
    for word in ("http-equiv", "data-seconds", "hx-trigger", "<progress", "<meter", "<time"):
        assert word not in answer.text
    assert "in about an hour" in answer.text


def test_a_pause_that_is_missed_across_midnight_and_a_restart(house: House, owner: Browser) -> None:
    """Called late in the evening, missed, and asked about the next morning by a new process; one tap answers it."""
    house.clock.move(hours=14)
    owner = house.browser(house.keeper.unlock(PASSPHRASE))
    owner.submit("/pause", [("minutes", "60")])
    assert "Return at 00:30" in owner.look("/pause").text.replace("Return: Sun 22 Nov, ", "Return at ")
    with night_over(house, hours=9) as (again, morning):
        assert "Return" in again.browser().look("/").text
        today = morning.look("/today")
        assert "How was coming back?" in today.text
        pause = only(again)
        answer = morning.press("/today", f"/pauses/{pause.id}", ("coming_back", "did_not_come_back"))
        told = morning.look(answer.headers["location"])
        assert "nothing is held against you" in told.text
        assert "/safe-now" in {a.get("href") for a in told.root.all("a")}
        assert (only(again).coming_back, only(again).ended) == (ComingBack.NOT_YET, None)
        assert "How was coming back?" not in morning.look("/today").text
        assert again.keeper.plain.back is None
        assert not (again.home / plain.FILE).exists()


def test_the_question_goes_away_by_itself(house: House, owner: Browser) -> None:
    """After three days nothing is asked, and the instant is gone from the disk."""
    owner.submit("/pause", [("minutes", "20")])
    with night_over(house, days=2) as (again, later):
        assert "How was coming back?" in later.look("/today").text
        assert again.keeper.coming_back is None
        with night_over(again, days=2) as (last, much_later):
            assert "How was coming back?" not in much_later.look("/today").text
            assert not (last.home / plain.FILE).exists()
            assert only(last).ended is None


def test_flooded_and_back_after_forty_minutes(house: House, writer: Browser) -> None:
    """Thirty minutes, ten more once, locked in between; back, easier, settled: all of it in one record."""
    writer.submit("/pause", [("minutes", "30"), ("people", str(ROBIN.id)), ("state", "on_edge")])
    house.keeper.lock()
    house.clock.move(minutes=28)
    writer = house.browser(house.keeper.unlock(PASSPHRASE))
    assert tap(writer, "/pause/longer", minutes="10").headers["location"] == "/pause"
    assert "Return at 10:10" in writer.look("/pause").text
    house.clock.move(minutes=12)
    writer = house.browser(house.keeper.unlock(PASSPHRASE))
    assert "That time has come" in writer.look("/pause").text
    assert writer.press("/pause", "/pause/end").headers["location"] == "/"
    pause = only(house)
    writer.press("/today", f"/pauses/{pause.id}", ("coming_back", "easier"))
    page = f"/pauses/{pause.id}"
    assert writer.press(page, page, ("state", "settled")).headers["location"] == page
    assert only(house) == replace(
        pause,
        people=(ROBIN.id,),
        before=FeltState.ON_EDGE,
        first_back=LivedTime.at(MORNING + timedelta(minutes=30), ZONE),
        back=LivedTime.at(MORNING + timedelta(minutes=40), ZONE),
        ended=Ended.BACK,
        coming_back=ComingBack.EASIER,
        after=FeltState.SETTLED,
    )
    assert "How is it in you now?" not in writer.look(page).text


@pytest.mark.parametrize("locked", [True, False])
def test_not_today_asks_a_new_time(house: House, owner: Browser, *, locked: bool) -> None:
    """This pause ends so, the next begins with the new time, also when it was told before unlocking."""
    owner.submit("/pause", [("minutes", "20")])
    browser = owner
    if locked:
        house.keeper.lock()
        browser = house.browser()
    house.clock.move(minutes=5)
    assert tap(browser, "/pause/not-today", clock="09:00").headers["location"] == "/pause"
    assert "Return: Sun 22 Nov, 09:00" in browser.look("/pause").text
    if locked:
        house.keeper.unlock(PASSPHRASE)
    first, second = house.all(Pause)
    assert (first.ended, second.ended) == (Ended.NOT_TODAY, None)
    assert second.back.local.isoformat() == "2026-11-22T09:00:00"


@pytest.mark.parametrize("path", ["/pause/longer", "/pause/not-today", "/pause"])
@pytest.mark.parametrize(
    "told", [("clock", ""), ("clock", "x"), ("clock", "09:35"), ("minutes", "9999"), ("minutes", "x")]
)
def test_what_is_no_time_changes_nothing(house: House, owner: Browser, path: str, told: tuple[str, str]) -> None:
    """No time, too near a one or more than a day away gives the same page with a sentence."""
    owner.submit("/pause", [("minutes", "20")])
    back, before = house.keeper.plain, only(house)
    page = sound(owner.submit(path, [told]), 422)
    assert next(iter(page.root.all("h1"))).text == "Return at 09:50"
    assert (house.keeper.plain, only(house)) == (back, before)


@pytest.mark.parametrize("told", [("minutes", "20"), ("clock", "11:00")])
def test_a_bit_longer_where_no_pause_goes_on(house: House, owner: Browser, told: tuple[str, str]) -> None:
    """A page that was left open may still be tapped: a pause begins."""
    assert owner.submit("/pause/longer", [told]).headers["location"] == "/pause"
    assert house.keeper.coming_back == only(house).back


def test_a_bit_longer_by_the_clock(house: House, owner: Browser) -> None:
    """A time of day may be told instead of minutes; what would be sooner is not longer, and changes nothing."""
    owner.submit("/pause", [("minutes", "20")])
    tap(owner, "/pause/longer", clock="13:00")
    assert "Return at 13:00" in owner.look("/pause").text
    assert only(house).back.local.hour == 13
    assert owner.submit("/pause/longer", [("clock", "12:00")]).status_code == 422
    assert only(house).back.local.hour == 13


@pytest.mark.parametrize("locked", [True, False])
@pytest.mark.parametrize("restart", [True, False])
def test_getting_away_leaves_no_record(house: House, owner: Browser, *, locked: bool, restart: bool) -> None:
    """Wherever it is tapped, and whatever comes in between: no record, no question, no count."""
    owner.submit("/pause", [("minutes", "20")])
    if locked:
        house.keeper.lock()
    assert (house.browser() if locked else owner).press("/pause", "/away").headers["location"] == "/away"
    if restart:
        with night_over(house, hours=1) as (again, later):
            assert again.all(Pause) == []
            assert "How was coming back?" not in later.look("/today").text
    else:
        house.browser(house.keeper.unlock(PASSPHRASE)).look("/today")
        assert house.all(Pause) == []


def test_back_before_unlocking_is_kept(house: House, owner: Browser) -> None:
    """I am back, tapped on the locked page, ends the record at that time; it is asked about after unlocking."""
    owner.submit("/pause", [("minutes", "20")])
    house.keeper.lock()
    house.clock.move(minutes=15)
    house.browser().press("/pause", "/pause/end")
    house.clock.move(minutes=30)
    owner = house.browser(house.keeper.unlock(PASSPHRASE))
    assert "How was coming back?" in owner.look("/today").text
    assert only(house).ended_at == LivedTime.at(MORNING + timedelta(minutes=15), ZONE)


def test_a_pause_called_before_unlocking_is_asked_about(house: House, owner: Browser) -> None:
    """Taken over at unlocking, without a beginning; the history tells of it."""
    house.keeper.lock()
    house.browser().submit("/pause", [("minutes", "20")])
    house.clock.move(hours=2)
    owner = house.browser(house.keeper.unlock(PASSPHRASE))
    assert only(house).began is None
    assert "How was coming back?" in owner.look("/today").text
    owner.look(f"/pauses/{only(house).id}")


def test_another_browser_that_has_shown_no_key(house: House, owner: Browser) -> None:
    """Beside an open diary it sees no content, and what it did is taken over when the owner looks."""
    house.put(Terms(id=TERMS_ID, sentence="I go to the balcony"))
    stranger = house.browser()
    stranger.submit("/pause", [("minutes", "20")])
    assert "balcony" not in stranger.look("/pause").text
    assert "balcony" in owner.look("/pause").text
    assert only(house).back == house.keeper.coming_back
    stranger.submit("/pause/end")
    owner.look("/today")
    assert only(house).ended is Ended.BACK


def test_the_sample_takes_over_no_pause(house: House) -> None:
    """A pause that was called before stays out of the sample diary, and the sample's out of one's own."""
    house.create()
    house.keeper.lock()
    house.browser().submit("/pause", [("minutes", "20")])
    house.browser().submit("/sample")
    before = len(house.all(Pause))
    house.browser(house.keeper.look_around()).look("/pause")
    assert len(house.all(Pause)) == before


@pytest.mark.parametrize("hours", [-3, 3])
def test_a_clock_that_is_changed(house: House, owner: Browser, hours: int) -> None:
    """Set back or forward by hours in the middle, and set right again: the same return time, and one record."""
    owner.submit("/pause", [("minutes", "60")])
    house.keeper.lock()
    house.clock.move(hours=hours)
    house.keeper.unlock(PASSPHRASE)
    house.clock.move(hours=-hours)
    with night_over(house) as (again, later):
        assert "Return at 10:30" in later.look("/pause").text
        assert only(again).ended is None


def test_the_night_on_which_the_clocks_change(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Where an hour comes twice, thirty minutes are thirty minutes, and a time of day is the next one."""
    house = House(tmp_path_factory.mktemp("night") / "homing")
    house.clock.move(days=-27, hours=-8, minutes=15)
    with house.open():
        owner = house.create()
        assert LivedTime.at(house.clock(), ZONE).local.isoformat() == "2026-10-25T02:45:00"
        owner.submit("/pause", [("minutes", "30")])
        assert "Return at 02:15" in owner.look("/pause").text
        assert "in about 30 minutes" in owner.look("/pause").text
        house.keeper.lock()
        house.clock.move(minutes=31)
        owner = house.browser(house.keeper.unlock(PASSPHRASE))
        assert "How was coming back?" in owner.look("/today").text
        house.keeper.lock()


def test_a_disk_that_takes_nothing_stops_no_pause(
    house: House, owner: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every tap leads on, and the return time holds; only the record is missing."""

    def refuse(*_: object, **__: object) -> None:
        raise VaultReadOnly

    for name in ("begin", "longer", "not_today", "end", "drop", "catch_up", "page"):
        monkeypatch.setattr(pauses, name, refuse)
    owner.submit("/pause", [("minutes", "20")])
    owner.submit("/pause/longer", [("minutes", "10")])
    assert "Return at 10:00" in owner.look("/pause").text
    owner.submit("/pause/not-today", [("clock", "18:00")])
    assert house.keeper.coming_back is not None
    assert owner.submit("/pause/end").headers["location"] == "/"
    owner.submit("/pause", [("minutes", "20")])
    assert owner.submit("/away").headers["location"] == "/away"
    assert house.keeper.coming_back is None


@pytest.mark.care("C14")
def test_the_history_is_for_oneself_alone(house: House, writer: Browser) -> None:
    """It says so, names nobody, counts no misses, and each pause can be forgotten."""
    told = LivedTime.at(MORNING, ZONE)
    for n, (ended, coming) in enumerate([(Ended.BACK, None), (Ended.NOT_TODAY, None), (None, ComingBack.NOT_YET)]):
        id_ = pause_id(n)
        house.put(Pause(id=id_, back=told, ended=ended, ended_at=told, coming_back=coming, people=(ROBIN.id,)))
        writer.look(f"/pauses/{id_}")
    text = writer.look("/pauses").text
    assert "Homing hands it to nobody, and it proves nothing about anyone." in text
    assert all(word not in text for word in (ROBIN.label, "missed", "violation", "%", "3 pauses"))
    for n, word in enumerate(("You came back", "Not that day", "did not come back")):
        assert word in writer.look(f"/pauses/{pause_id(n)}").text
        assert (word in text) is (n == 0)
    page = f"/pauses/{pause_id(0)}"
    assert writer.press(page, f"{page}/forget").headers["location"] == "/pauses"
    assert len(house.all(Pause)) == 2


def test_the_usual_time_is_told_with_its_count(house: House, owner: Browser) -> None:
    """In words beside the choice, with the interval behind the numbers; the first choice is as long."""
    for n in range(6):
        began = LivedTime.at(MORNING - timedelta(days=n + 1), ZONE)
        ended = LivedTime.at(began.utc + timedelta(minutes=36), ZONE)
        settled = FeltState.SETTLED
        house.put(Pause(id=pause_id(n), back=ended, began=began, ended=Ended.BACK, ended_at=ended, after=settled))
    assert "You usually settle in about 35 minutes (6 pauses)." in owner.look("/pause").text
    assert first_choice(owner).text == "35 minutes"
    assert "80 % interval" in owner.look("/pauses").text


def test_terms_are_written_down_used_changed_and_forgotten(house: House, writer: Browser) -> None:
    """What was agreed in calm gives the length, the sentence, the place and the way back; it rules nobody."""
    page = writer.look("/pauses/terms")
    assert "never a rule for the other" in page.text
    assert "nobody needs permission" in page.text
    told = {"minutes": "60", "sentence": "I am full.", "place": "the balcony", "returning": "I knock"}
    writer.press("/pauses/terms", "/pauses/terms", None, people=str(SKY.id), people_new="Wren", **told)
    (kept,) = house.all(Terms)
    assert (kept.minutes, kept.sentence, kept.place, kept.returning) == (60, "I am full.", "the balcony", "I knock")
    assert len(kept.people) == 2
    tap(writer, "/pause", minutes="60")
    text = writer.look("/pause").text
    for word in ("I am full.", "I will be back at 10:30", "the balcony", "I knock"):
        assert word in text
    address = f"/pauses/terms/{kept.id}"
    writer.press(address, address, sentence="You must wait for me.", minutes="30")
    (changed,) = house.all(Terms)
    assert changed == replace(kept, sentence="You must wait for me.", minutes=30)
    assert "turn it round" in writer.look(address).text
    sound(writer.submit(address, [("minutes", "5")]), 422)
    sound(writer.submit("/pauses/terms", [("minutes", "x")]), 422)
    sound(writer.submit("/pauses/terms", [("shown", "1"), ("people", "nobody")]), 422)
    assert writer.press(address, f"{address}/forget").headers["location"] == "/pauses/terms"
    assert house.all(Terms) == []


def test_terms_sent_as_they_stand_change_nothing(house: House, writer: Browser) -> None:
    """A form that is opened and sent as it is leaves every letter as it was."""
    terms = Terms(id=TERMS_ID, people=(ROBIN.id,), minutes=45, sentence=" two\nlines ", place=" x ", returning="\ty")
    house.put(terms)
    writer.press(f"/pauses/terms/{terms.id}", f"/pauses/terms/{terms.id}")
    assert house.find(terms) == terms


@pytest.mark.care("C2")
def test_a_pause_from_someone_held(house: House, writer: Browser) -> None:
    """It can be called as from anyone; nothing agreed with them is told, and nothing is read of them."""
    house.put(moment(1, danger=(Danger.THREATENED,)), Terms(id=TERMS_ID, people=(ROBIN.id,), sentence="as agreed"))
    writer.submit("/pause", [("minutes", "20"), ("people", str(ROBIN.id))])
    assert only(house).people == (ROBIN.id,)
    text = writer.look("/pause").text
    assert "as agreed" not in text
    assert ROBIN.label not in text
    assert "I need to get away" in text


@pytest.mark.care("C16")
def test_while_resting_nothing_is_asked(house: House, writer: Browser) -> None:
    """The question waits for the end of the rest, within its three days."""
    house.put(moment(1))
    writer.submit("/pause", [("minutes", "20")])
    house.clock.move(minutes=9)
    writer.press("/keep/quiet", "/keep/quiet/rest", ("days", "1"))
    house.clock.move(minutes=9)
    writer.look("/today")
    house.clock.move(minutes=9)
    assert "How was coming back?" not in writer.look("/today").text
    writer.press("/today", "/keep/quiet/rest/end")
    assert "How was coming back?" in writer.look("/today").text
