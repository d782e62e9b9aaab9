"""Two or three devices with one diary come to the same, lose nothing that was confirmed, and lift no hold."""

from __future__ import annotations

import shutil
import tempfile
from collections import Counter
from dataclasses import replace
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from random import Random
from uuid import UUID

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from homing.companion import Ambient, Desk, devices, holds, moments, names, windows
from homing.companion.choosing import Side, choose, open_ones
from homing.record import Cue, CueSeen, Danger, LivedTime, Moment, Opening, Outcome, Person, Record, Safe, Window
from homing.vault import Cost, Rows, Vault, WritableRows
from homing.vault.histories import Form, mended
from homing.vault.kept import check_vault
from tests.desks import NOW, ZONE, Clock
from tests.examples import examples

WORDS = "a lantern in fog"
PEOPLE = [UUID(int=0xA0 + n) for n in range(3)]
CUES = [UUID(int=0xC0 + n) for n in range(2)]
MOMENTS = [UUID(int=0xD0 + n) for n in range(3)]
WINDOWS = [UUID(int=0xB0 + n) for n in range(2)]
DEVICES = st.integers(0, 2)
OTHERS = st.tuples(DEVICES, DEVICES).filter(lambda pair: pair[0] != pair[1])


@cache
def template() -> Path:
    """A vault as it is on the first device before a second one begins, with a few records in it."""
    home = Path(tempfile.mkdtemp()) / "homing"
    vault = Vault.create(home, WORDS, urandom=Random(1).randbytes, cost=Cost(memory=64, iterations=1, lanes=1))

    def fill(rows: WritableRows) -> None:
        names_: list[Record] = [Person(id=one, label="W") for one in PEOPLE]
        for record in [*names_, Cue(id=CUES[0], label="louder"), plain(0), plain(1)]:
            rows.put(record, NOW - timedelta(days=9))

    vault.write(fill)
    vault.close()
    return home


def plain(number: int) -> Moment:
    """A moment with the first person and cue."""
    when = LivedTime.at(NOW - timedelta(days=number + 20), ZONE)
    return Moment(id=MOMENTS[number], when=when, people=(PEOPLE[0],), cues=(CueSeen(cue=CUES[0]),))


class Device:
    """A machine with its own vault, clock, and copy of the shared folder."""

    def __init__(self, work: Path, number: int) -> None:
        self.home, self.folder = work / f"home{number}", work / f"folder{number}"
        shutil.copytree(template(), self.home)
        self.folder.mkdir()
        # Clocks of three devices may be years apart.
        self.clock = Clock(NOW + timedelta(days=400 * (number - 1), milliseconds=number))
        self.vault = Vault.open(self.home, WORDS)
        self.desk = Desk(self.vault, Ambient(now=self.now, zone=ZONE, urandom=Random(number).randbytes))
        self.confirmed: set[tuple[UUID, str]] = set()

    def now(self) -> datetime:
        """A second later each time."""
        self.clock.forward(seconds=1)
        return self.clock()

    def holds(self) -> dict[tuple[UUID, UUID], set[object]]:
        """Which dangerous moments hold whom, with the marks; lifted ones left out."""

        def work(rows: Rows) -> dict[tuple[UUID, UUID], set[object]]:
            found: dict[tuple[UUID, UUID], set[object]] = {}
            for one in PEOPLE:
                person = rows.standing(one)
                lifted = person.lifted if isinstance(person, Person) else ()
                for id_ in set(rows.dangerous_with([one])) - set(lifted):
                    moment = rows.standing(id_)
                    assert isinstance(moment, Moment)
                    found[one, id_] = {*moment.danger, *([Safe.NO] if moment.safe is Safe.NO else [])}
            return found

        return self.vault.read(work)

    def openings(self) -> dict[UUID, tuple[int, Form]]:
        """How far each window stands open here, closed in the bin, with its present form."""

        def work(rows: Rows) -> dict[UUID, tuple[int, Form]]:
            found: dict[UUID, tuple[int, Form]] = {}
            for which in WINDOWS:
                if isinstance(window := rows.standing(which), Window):
                    form = rows.history_of(which)[-1]
                    found[which] = 0 if form.is_binned else window.standing(self.clock()).step, form
            return found

        return self.vault.read(work)


class DevicesMachine(RuleBasedStateMachine):
    """Three devices, each edited as it comes, and a sync program that copies what and when it likes."""

    def __init__(self) -> None:
        super().__init__()
        self.work = Path(tempfile.mkdtemp())
        self.all = [Device(self.work, number) for number in range(3)]
        self.lifts: list[tuple[UUID, UUID, set[object]]] = []
        self.taps: list[tuple[UUID, int, set[Form]]] = []
        """Each tap on a window: which, how far, and every form of it that was known where it was tapped."""

    @rule(at=DEVICES, who=st.sampled_from(PEOPLE), label=st.sampled_from("WRX"), note=st.sampled_from(["", "n", "m"]))
    def write_person(self, at: int, who: UUID, label: str, note: str) -> None:
        """Add someone, or change how they are called and what is noted."""
        device = self.all[at]
        before = device.vault.read(lambda rows: rows.standing(who))
        person = before if isinstance(before, Person) else Person(id=who, label=label)
        self._put(device, replace(person, label=label, note=note))

    @rule(
        at=DEVICES,
        number=st.integers(0, 2),
        note=st.sampled_from(["", "a", "b"]),
        people=st.sampled_from([{PEOPLE[0]}, {PEOPLE[1]}, {*PEOPLE[:2]}]),
        danger=st.sampled_from([None, Danger.THREATENED, Danger.FORCED, Safe.NO]),
    )
    def write_moment(self, at: int, number: int, note: str, people: set[UUID], danger: object) -> None:
        """Write a moment or change one; marks that are there stay, with whom they name."""
        device = self.all[at]
        before = device.vault.read(lambda rows: rows.find(Moment, MOMENTS[number]))
        moment = before or plain(number)
        told = sorted(people | (set(moment.people) if moment.is_dangerous else set()))
        marks = (*moment.danger, danger) if isinstance(danger, Danger) else moment.danger
        changed = replace(
            moment,
            note=note,
            people=tuple(told),
            outcome=Outcome.OKAY if note == "b" else None,
            danger=tuple(one for one in Danger if one in marks),
            safe=Safe.NO if danger is Safe.NO else moment.safe,
        )
        if not device.vault.read(lambda rows: rows.is_forgotten(changed.id)):
            kept = moments.keep(device.desk, changed)
            self._confirm(device, kept.id)

    @rule(
        at=DEVICES,
        which=st.sampled_from(WINDOWS),
        opening=st.sampled_from(Opening),
        why=st.sampled_from(["", "v", "w"]),
    )
    def tap(self, at: int, which: UUID, opening: Opening, why: str) -> None:
        """Make a window, or move one and say why."""
        device = self.all[at]
        if device.vault.read(lambda rows: rows.is_forgotten(which)):
            return
        before = device.vault.read(lambda rows: rows.standing(which))
        known = set(device.vault.read(lambda rows: rows.history_of(which))) if before is not None else set()
        if before is None:
            windows.add(device.desk, Window(id=which, label="talk", opening=opening, why=why))
        elif window := device.vault.read(lambda rows: rows.find(Window, which)):
            windows.change(device.desk, replace(window, why=why))
            windows.move(device.desk, which, opening)
        else:
            return
        self.taps.append((which, opening.step, known))
        self._confirm(device, which)

    @rule(at=DEVICES, which=st.sampled_from(WINDOWS))
    def take_out(self, at: int, which: UUID) -> None:
        """A window into the bin, closed."""
        device = self.all[at]
        if device.vault.read(lambda rows: rows.find(Window, which)) is not None:
            windows.remove(device.desk, which)

    @rule(at=DEVICES, which=st.sampled_from(PEOPLE + MOMENTS))
    def bin(self, at: int, which: UUID) -> None:
        """Into the bin, or out of it."""
        device = self.all[at]
        if device.vault.read(lambda rows: any(gone.record.id == which for gone in rows.removed())):
            moments.restore(device.desk, which)
        elif device.vault.read(lambda rows: rows.holds_id(which)):
            device.vault.write(lambda rows: rows.remove(which, device.desk.ambient.now()))

    @rule(at=DEVICES, which=st.sampled_from([PEOPLE[2], MOMENTS[2], CUES[0], PEOPLE[1], MOMENTS[1], WINDOWS[1]]))
    def forget(self, at: int, which: UUID) -> None:
        """For good."""
        device = self.all[at]
        if device.vault.read(lambda rows: rows.standing(which)) is not None:
            moments.forget(device.desk, which)

    @rule(at=DEVICES, pair=st.permutations(PEOPLE))
    def join(self, at: int, pair: list[UUID]) -> None:
        """Let one name stand for another, or take that back."""
        device = self.all[at]
        one, into = pair[:2]
        person = device.vault.read(lambda rows: rows.find(Person, one))
        if person is None or device.vault.read(lambda rows: rows.find(Person, into)) is None:
            return
        try:
            if person.merged_into is None:
                names.merge(device.desk, one, into)
            else:
                names.unmerge(device.desk, one)
        except (ValueError, LookupError):
            return
        self._confirm(device, one)

    @rule(at=DEVICES, who=st.sampled_from(PEOPLE[:2]))
    def lift(self, at: int, who: UUID) -> None:
        """Lift the hold on someone."""
        device = self.all[at]
        before = device.holds()
        try:
            holds.lift_hold(device.desk, who)
        except LookupError:
            return
        after = device.holds()
        self.lifts += [(*pair, marks) for pair, marks in before.items() if pair not in after]

    @rule(at=DEVICES)
    def sync(self, at: int) -> None:
        """Take in what is in this device's copy of the folder."""
        device = self.all[at]
        before, openings = device.holds(), device.openings()
        devices.sync(device.desk, device.folder)
        self._opened_by_taps(openings, device.openings())
        after = device.holds()
        for person, moment in before:
            self._stands(device, person, moment, after)

    @rule(pair=OTHERS)
    def meet(self, pair: tuple[int, int]) -> None:
        """One device leaves what it knows, and another takes it in."""
        one, other = pair
        self.sync(one)
        for path in self.all[one].folder.glob("*.sealed"):
            shutil.copy(path, self.all[other].folder)
        self.sync(other)

    @rule(pair=OTHERS, choice=st.randoms(use_true_random=False), part=st.floats(0, 1))
    def carry(self, pair: tuple[int, int], choice: Random, part: float) -> None:
        """One file arrives at another device: whole, or only its beginning so far."""
        one, other = (self.all[at].folder for at in pair)
        found = sorted(path for path in one.glob("*.sealed") if not (other / path.name).exists() or part == 1)
        if found:
            path = choice.choice(found)
            content = path.read_bytes()
            (other / path.name).write_bytes(content if part > 0.3 else content[: int(len(content) * part * 3)])

    @rule(at=DEVICES, back=st.integers(1, 10_000))
    def clock_jumps(self, at: int, back: int) -> None:
        """A clock is set back."""
        self.all[at].clock.forward(seconds=-back)

    @rule(at=DEVICES, side=st.sampled_from([Side.HERE, Side.THERE]))
    def choose(self, at: int, side: Side) -> None:
        """The owner chooses in one of the open ones."""
        openings = self.all[at].openings()
        self._choose(self.all[at], side, most=1)
        for which, (step, _) in self.all[at].openings().items():
            assert step <= openings[which][0]

    @rule(at=DEVICES)
    def lose(self, at: int) -> None:
        """Someone empties a device's copy of the folder."""
        for path in self.all[at].folder.iterdir():
            path.unlink()

    @invariant()
    def nothing_confirmed_is_lost(self) -> None:
        """Each confirmed form is in the history or beside it, or the record was forgotten."""
        for device in self.all:

            def work(rows: Rows, device: Device = device) -> None:
                gone = set(rows.tombstones())
                here = {id_: {form.body for form in history} for id_, history in rows.histories().items()}
                for id_, body in device.confirmed:
                    form = rows.history_of(id_)[-1]._replace(body=body) if id_ not in gone else None
                    assert form is None or mended((form,), gone)[0].body in here[id_]

            device.vault.read(work)

    def teardown(self) -> None:
        """Once the owner has chosen everything, and all copies are whole, every device knows the same."""
        try:
            for _round in range(12):
                for device in self.all:
                    self._mirror()
                    devices.sync(device.desk, device.folder)
                self._mirror()
                if not any(open_ones(device.desk) for device in self.all) and len(self._states()) == 1:
                    break
                self._choose(self.all[0], Side.HERE)
            assert len(self._states()) == 1
            for device in self.all:
                assert open_ones(device.desk) == []
                assert check_vault(device.vault).problems == ()
                assert devices.sync(device.desk, device.folder).written is False
                device.vault.close()
        finally:
            shutil.rmtree(self.work)

    def _states(self) -> set[str]:
        def state(rows: Rows) -> str:
            told = [(id_, history[-1], sorted(Counter(history).items())) for id_, history in rows.histories().items()]
            return repr((told, sorted(rows.tombstones())))

        return {device.vault.read(state) for device in self.all}

    def _mirror(self) -> None:
        """The sync program comes to its end: each device's own snapshots, whole, and no old ones."""
        own = [self._own(device) for device in self.all]
        for at, device in enumerate(self.all):
            for path in device.folder.iterdir():
                if path.name not in own[at]:
                    path.unlink()
            for other, names_ in zip(self.all, own, strict=True):
                for name in names_ if other is not device else ():
                    shutil.copy(other.folder / name, device.folder / name)

    def _own(self, device: Device) -> set[str]:
        seen = device.vault.read(lambda rows: rows.get_setting("devices.seen")) or {}
        mine = (device.home / "device").read_text() if seen else ""
        return {name for name, whose in seen.items() if whose == mine and (device.folder / name).exists()}

    def _put(self, device: Device, record: Person) -> None:
        if not device.vault.read(lambda rows: rows.is_forgotten(record.id)):
            device.vault.write(lambda rows: rows.put(record, device.desk.ambient.now()))
            self._confirm(device, record.id)

    def _confirm(self, device: Device, id_: UUID) -> None:
        device.confirmed.add((id_, device.vault.read(lambda rows: rows.history_of(id_)[-1].body)))

    def _choose(self, device: Device, side: Side, most: int = 99) -> None:
        for _time in range(most):
            found = open_ones(device.desk)
            if not found:
                return
            choose(device.desk, found[0].id, found[0].mark, dict.fromkeys(found[0].parts, side))
            self._confirm(device, found[0].id)

    def _opened_by_taps(self, before: dict[UUID, tuple[int, Form]], after: dict[UUID, tuple[int, Form]]) -> None:
        """Whatever stands wider than before was opened by a tap that knew how it stood here."""
        for which, (step, _) in after.items():
            was, form = before.get(which, (step, None))
            assert step <= was or any(one == which and far >= step and form in known for one, far, known in self.taps)

    def _stands(self, device: Device, person: UUID, moment: UUID, after: dict[tuple[UUID, UUID], set[object]]) -> None:
        if (person, moment) in after:
            return
        gone = device.vault.read(lambda rows: rows.is_forgotten(person) or rows.is_forgotten(moment))
        now = device.vault.read(lambda rows: rows.standing(moment))
        assert gone or isinstance(now, Moment)
        marks = {*now.danger, *([Safe.NO] if now.safe is Safe.NO else [])} if isinstance(now, Moment) else set()
        lifted = [seen for one, other, seen in self.lifts if (one, other) == (person, moment)]
        assert gone or any(marks <= seen for seen in lifted)


TestDevices = pytest.mark.claim("P2")(pytest.mark.care("C2")(DevicesMachine.TestCase))
TestDevices.settings = settings(
    max_examples=examples(4, 8), stateful_step_count=25, deadline=None, suppress_health_check=list(HealthCheck)
)
