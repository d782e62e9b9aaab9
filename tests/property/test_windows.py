"""Nobody but its owner opens a window: whatever is done, in whatever order, on two devices and with any clock."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from random import Random
from uuid import UUID

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from homing.companion import Ambient, Desk, NewNames, NotFound, exchange, moments, names, windows
from homing.companion.forgetting import forget_person
from homing.companion.taking_in import take_in
from homing.record import LivedTime, Moment, Opening, Outcome, Person, Record, Respect, Window, WindowSeen
from homing.vault import Cost, Vault, WritableRows
from homing.vault.snapshots import Snapshot
from tests.desks import ZONE, Clock

CHEAP = Cost(memory=64, iterations=1, lanes=1)
WORDS = "a lantern in fog"
LABELS = ("S.", "N.", "B.")
IDS = [UUID(int=0x50 + n) for n in range(3)]
WHICH = st.sampled_from(IDS)
AT = st.sampled_from([0, 1])
WHO = st.sampled_from(LABELS)
OPENINGS = st.sampled_from(Opening)
HOURS = st.sampled_from([None, 1, 6, 30])


class Device:
    """A machine with its own encrypted vault, and what was last seen on it. The clock belongs to both machines."""

    def __init__(self, home: Path, clock: Clock, number: int) -> None:
        self.home, self.clock, self.number = home, clock, number
        self.seen: dict[UUID, Opening] = {}
        self.urandom = Random(number).randbytes  # goes on when it is opened again, so that no id comes twice
        self.open()

    def open(self) -> None:
        """Unlock."""
        self.vault = Vault.open(self.home, WORDS)
        self.desk = Desk(self.vault, Ambient(now=self.clock, zone=ZONE, urandom=self.urandom))

    def standing(self) -> dict[UUID, Opening]:
        """How far each window stands, as the bubble tells."""
        return {one.id: one.opening for one in windows.bubble(self.desk).windows}

    def all(self) -> dict[UUID, Record]:
        """Every live record."""
        return self.vault.read(lambda rows: {one.id: one for one in rows.everything()})


class Bubbles(RuleBasedStateMachine):
    """Two devices of one owner. After each step no window stands wider than before, unless the step was a tap on it."""

    def __init__(self) -> None:
        super().__init__()
        self.work = Path(tempfile.mkdtemp())
        self.clock = Clock()
        Vault.create(self.work / "0", WORDS, urandom=Random(1).randbytes, cost=CHEAP).close()
        shutil.copytree(self.work / "0", self.work / "1")
        self.both = [Device(self.work / str(number), self.clock, number) for number in (0, 1)]
        self.tapped: dict[tuple[int, UUID], Opening] = {}
        """What this step may open, by device and window."""
        self.file: list[bytes] = []

    def teardown(self) -> None:
        """Close both."""
        for device in self.both:
            device.vault.close()
        shutil.rmtree(self.work)

    def end(self, hours: int | None) -> LivedTime | None:
        """So many hours from now."""
        return None if hours is None else LivedTime.at(self.clock() + timedelta(hours=hours, minutes=1), ZONE)

    @rule(at=AT, which=WHICH, opening=OPENINGS, hours=HOURS, who=st.lists(WHO, max_size=2), circle=st.booleans())
    def make(self, at: int, which: UUID, opening: Opening, hours: int | None, who: list[str], *, circle: bool) -> None:
        """A new window."""
        device = self.both[at]
        if device.vault.read(lambda rows: rows.holds_id(which) or rows.is_forgotten(which)):
            return
        told = Window(id=which, label="Work", opening=opening, until=self.end(hours), circle="family" if circle else "")
        windows.add(device.desk, told, who)
        self.tapped[at, which] = opening

    @rule(at=AT, which=WHICH, opening=OPENINGS, hours=HOURS, seen=st.none() | OPENINGS)
    def move(self, at: int, which: UUID, opening: Opening, hours: int | None, seen: Opening | None) -> None:
        """A tap moves that window and nothing else; a tap that narrowed what was seen opens nothing."""
        device = self.both[at]
        stood, before = device.standing(), device.all()
        try:
            moved = windows.move(device.desk, which, opening, self.end(hours), seen=seen)
        except NotFound:
            return
        after = device.all()
        assert {**after, which: None} == {**before, which: None}
        was = before[which]
        assert isinstance(was, Window)
        assert moved == after[which] == replace(was, opening=moved.opening, until=moved.until)
        if seen is None or seen.step < opening.step:
            assert moved.opening is opening
        else:
            assert moved.opening.step <= max(opening.step, stood[which].step)
        if seen is None or seen.step < opening.step or opening.step <= stood[which].step:
            self.tapped[at, which] = opening

    @rule(at=AT, which=WHICH, opening=OPENINGS, who=st.lists(WHO, max_size=2), label=st.sampled_from(["Work", "Hugs"]))
    def change(self, at: int, which: UUID, opening: Opening, who: list[str], label: str) -> None:
        """A form about what a window is; it may say anything of how far it stands."""
        try:
            windows.change(self.both[at].desk, Window(id=which, label=label, opening=opening), who)
        except NotFound:
            return

    @rule(at=AT, which=WHICH, how=st.sampled_from([windows.remove, moments.restore, windows.forget]))
    def put_away(self, at: int, which: UUID, how: object) -> None:
        """Into the bin, out of it, or forgotten."""
        assert callable(how)
        try:
            how(self.both[at].desk, which)
        except NotFound:
            return

    @rule(at=AT, who=WHO, other=WHO, how=st.integers(0, 5))
    def people(self, at: int, who: str, other: str, how: int) -> None:
        """Merge, unmerge, remove, bring back, forget with and without entries."""
        desk = self.both[at].desk
        known = {one.label: one.id for one in self.both[at].vault.read(lambda rows: rows.all(Person))}
        binned = self.both[at].vault.read(lambda rows: rows.all(Person, live=False))
        try:
            if how == 0:
                names.merge(desk, known[who], known[other])
            elif how == 1:
                names.unmerge(desk, known[who])
            elif how == 2:
                names.remove(desk, known[who])
            elif how == 3 and binned:
                moments.restore(desk, binned[0].id)
            elif how > 3:
                forget_person(desk, known[who], with_entries=how == 5)
        except (LookupError, ValueError):
            return

    @rule(at=AT, which=WHICH, who=st.lists(WHO, max_size=2), opening=OPENINGS, outcome=st.sampled_from(Outcome))
    def live(self, at: int, which: UUID, who: list[str], opening: Opening, outcome: Outcome) -> None:
        """A moment in which a window is ticked, and then answered: what it says of the window moves nothing."""
        desk = self.both[at].desk
        seen = (WindowSeen(window=which, opening=opening),)
        told = Moment(
            id=desk.ambient.new_id(), when=desk.ambient.lived_now(), windows=seen, aperture=windows.aperture(seen)
        )
        moment = moments.keep(desk, told, NewNames(people=tuple(who)))
        answered = tuple(replace(one, respect=Respect.CROSSED) for one in moment.windows)
        moments.keep(desk, replace(moment, outcome=outcome, windows=answered))
        stands = self.both[at].standing()
        for one in windows.concerned(desk, moment):
            assert one.now.opening is stands[one.now.id]
            assert one.seen or one.then is not Opening.CLOSED

    @rule(minutes=st.sampled_from([1, 59, 61, 60 * 7, 60 * 31]))
    def wait(self, minutes: int) -> None:
        """Time passes."""
        self.clock.forward(minutes=minutes)

    @rule(hours=st.sampled_from([1, 24]))
    def set_back(self, hours: int) -> None:
        """The clock is set back."""
        self.clock.forward(hours=-hours)

    @rule(at=AT)
    def lock(self, at: int) -> None:
        """Lock and unlock."""
        self.both[at].vault.close()
        self.both[at].open()

    @rule(at=AT)
    def sync(self, at: int) -> None:
        """One takes in what the other knows: it opens nothing wider than it stands on one of the two."""
        here, there = self.both[at], self.both[1 - at]
        told = there.vault.read(lambda rows: Snapshot.of(rows, "other"))

        def work(rows: WritableRows) -> None:
            take_in(rows, told)

        here.vault.write(work)
        self.tapped = {(at, one): opening for one, opening in there.seen.items()}

    @rule(at=AT)
    def export(self, at: int) -> None:
        """The diary goes into a file."""
        self.file = list(exchange.export_jsonl(self.both[at].desk))
        self.told = dict(self.both[at].seen)

    @rule(at=AT)
    def take_file(self, at: int) -> None:
        """The owner takes the file in: what is new here stands as it stood there, and nothing that is here is moved."""
        if self.file:
            device = self.both[at]
            here = device.vault.read(lambda rows: {one for one in IDS if rows.holds_id(one)})
            exchange.import_jsonl(device.desk, self.file, skip_bad=True)
            self.tapped = {(at, one): opening for one, opening in self.told.items() if one not in here}

    @invariant()
    def nothing_opened_by_itself(self) -> None:
        """No window stands wider than it was seen, but for what was tapped; the same is told everywhere."""
        for at, device in enumerate(self.both):
            stands = device.standing()
            self.no_wider(at, device.seen, stands)
            for one, opening in stands.items():
                page = windows.look(device.desk, one)
                assert page.window.opening is opening is page.window.standing(self.clock())
                assert not page.story or page.story[0].opening is opening
            device.seen = stands
        self.tapped = {}

    def no_wider(self, at: int, seen: Mapping[UUID, Opening], stands: Mapping[UUID, Opening]) -> None:
        """Compare with what was seen before this step."""
        for one, opening in stands.items():
            most = max(seen.get(one, Opening.CLOSED).step, self.tapped.get((at, one), Opening.CLOSED).step)
            assert opening.step <= most


TestBubbles = pytest.mark.care("C12")(pytest.mark.system("S5")(pytest.mark.system("S6")(Bubbles.TestCase)))
TestBubbles.settings = settings(
    max_examples=12, stateful_step_count=25, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
