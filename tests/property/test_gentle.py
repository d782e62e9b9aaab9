"""Whatever life and the record do: at most three gentle things, and none where it has no place."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from homing.care import QUIET_AFTER_HARM
from homing.companion import gentle, holds, moments, names, now, rest
from homing.companion.gentle import Gentle, Kind
from homing.companion.quiet_hours import USUAL, QuietHours
from homing.record import (
    Danger,
    FuzzyDate,
    LivedTime,
    Moment,
    Occasion,
    Outcome,
    Person,
    Promise,
    Rhythm,
    Ritual,
    Step,
    Whose,
)
from tests.desks import ZONE, Clock, new_desk, put
from tests.examples import examples

PEOPLE = [Person(id=UUID(int=number), label=f"person {number}") for number in range(1, 5)]
WHO = st.integers(0, 3)
GROUP = st.lists(WHO, max_size=2, unique=True)
CLOCKS = st.integers(0, 23).map(time)
HOURS = st.none() | st.tuples(CLOCKS, CLOCKS).filter(lambda two: two[0] != two[1]).map(lambda two: QuietHours(*two))
ENDINGS = st.sampled_from([None] * 5 + [Outcome.CARE] * 4 + [Outcome.HURT, Outcome.FRIGHTENED])
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


class Days(RuleBasedStateMachine):
    """A desk over some weeks, and beside it what was lived, as a person would tell it."""

    def __init__(self) -> None:
        super().__init__()
        self.clock = Clock()
        self.desk = new_desk(self.clock)
        self.lived: list[Moment] = []
        self.hours: QuietHours | None = USUAL
        self.kinds = set(Kind)
        self.away: set[Kind] = set()
        self.resting_until: datetime | None = None
        put(self.desk, *PEOPLE)
        self.promise(Whose.MINE, 0, 2)
        for half_hours in (18, 36, 38):
            self.design(half_hours, [1])
        self.find_a_rhythm(2, 2)
        self.write_a_step([], 5)
        self.keep([3])

    def teardown(self) -> None:
        """Close the vault."""
        self.desk.vault.close()

    @rule(who=GROUP, ending=ENDINGS, danger=st.sampled_from([False] * 9 + [True]), ago=st.integers(0, 200))
    def live(self, who: list[int], ending: Outcome | None, danger: bool, ago: int) -> None:
        """A moment, kept now, lived some hours ago."""
        self.keep(who, ending, (Danger.FOLLOWED,) if danger else (), ago)

    @rule(who=GROUP)
    def break_off(self, who: list[int]) -> None:
        """A moment in whose middle the person stops."""
        now.stand_at(self.desk, self.keep(who).id, "name")

    def keep(
        self, who: list[int], ending: Outcome | None = None, danger: tuple[Danger, ...] = (), ago: int = 0
    ) -> Moment:
        """Keep a moment, and remember it."""
        moment = Moment(
            id=self.desk.ambient.new_id(),
            when=LivedTime.at(self.clock() - ago * HOUR, ZONE),
            people=tuple(PEOPLE[at].id for at in who),
            outcome=ending,
            danger=danger,
        )
        moments.keep(self.desk, moment)
        self.lived.append(moment)
        return moment

    @rule(at=st.integers(0, 47), who=GROUP)
    def design(self, at: int, who: list[int]) -> None:
        """A ritual about some half hour of every day."""
        clock = f"{at // 2:02}:{at % 2 * 30:02}"
        told = {"occasion": Occasion.MEETING, "people": tuple(PEOPLE[one].id for one in who), "at": clock}
        put(self.desk, Ritual(id=self.desk.ambient.new_id(), label="tea", **told))  # type: ignore[arg-type]

    @rule(who=WHO, days=st.integers(1, 5))
    def find_a_rhythm(self, who: int, days: int) -> None:
        """A rhythm of reassurance."""
        put(self.desk, Rhythm(id=self.desk.ambient.new_id(), person=PEOPLE[who].id, days=days))

    @rule(whose=st.sampled_from(Whose), who=st.none() | WHO, days=st.integers(-4, 4))
    def promise(self, whose: Whose, who: int | None, days: int) -> None:
        """A promise for some day, before or after this one."""
        here = LivedTime.at(self.clock(), ZONE)
        put(
            self.desk,
            Promise(
                id=self.desk.ambient.new_id(),
                label="a shelf",
                whose=whose,
                made=here,
                person=None if who is None else PEOPLE[who].id,
                due=FuzzyDate((here.day + days * DAY).isoformat()),
            ),
        )

    @rule(who=GROUP, alarm=st.none() | st.integers(0, 10))
    def write_a_step(self, who: list[int], alarm: int | None) -> None:
        """A step of one's own ladder."""
        people = tuple(PEOPLE[one].id for one in who)
        put(self.desk, Step(id=self.desk.ambient.new_id(), label="a smile", people=people, alarm=alarm))

    @rule(one=WHO, into=WHO)
    def merge(self, one: int, into: int) -> None:
        """Two names turn out to be one person's; or, if they are already, they are parted again."""
        try:
            names.merge(self.desk, PEOPLE[one].id, PEOPLE[into].id)
        except ValueError:
            names.unmerge(self.desk, PEOPLE[one].id)

    @rule(who=WHO)
    def lift(self, who: int) -> None:
        """The owner lifts a hold."""
        holds.lift_hold(self.desk, PEOPLE[who].id)

    @rule(hours=st.integers(1, 60))
    def go_on(self, hours: int) -> None:
        """Time passes."""
        before = (self.clock() - 4 * HOUR).astimezone(ZoneInfo(ZONE))
        self.clock.forward(hours=hours)
        if (self.clock() - 4 * HOUR).astimezone(ZoneInfo(ZONE)).date() != before.date():
            self.away.clear()

    @rule(days=st.sampled_from([None, None, None, 1, 3]))
    def begin_or_end_a_rest(self, days: int | None) -> None:
        """A rest begins, or ends."""
        if days is None:
            rest.end(self.desk)
            self.resting_until = None
        else:
            self.resting_until = rest.begin(self.desk, days)

    @rule(hours=HOURS)
    def choose_hours(self, hours: QuietHours | None) -> None:
        """Other quiet hours, or none."""
        gentle.keep_hours(self.desk, hours)
        self.hours = hours

    @rule(kinds=st.sets(st.sampled_from(Kind), min_size=len(Kind) - 1))
    def choose_kinds(self, kinds: set[Kind]) -> None:
        """Some kinds may not come up."""
        gentle.let_come_up(self.desk, kinds)
        self.kinds = kinds

    @rule(kind=st.sampled_from(Kind))
    def put_away(self, kind: Kind) -> None:
        """Not today."""
        gentle.not_today(self.desk, kind)
        self.away.add(kind)

    @invariant()
    def little_and_in_its_place(self) -> None:
        """At most three; none in quiet hours, at rest, after harm, toward anyone held, or of a kind that is away."""
        found, held, book = self.found()
        assert len(found.things) <= 3
        assert {thing.kind for thing in found.things} <= self.kinds - self.away
        for thing in found.things:
            assert held.isdisjoint(map(book.follow.canonical, gentle.people_of(thing.what)))
        if self.is_quiet() or self.is_resting() or self.is_after_harm():
            assert found.things == ()
        if self.is_resting() or self.is_after_harm():
            assert found == Gentle()

    @invariant()
    def real_life_comes_first(self) -> None:
        """Nothing asks for someone with whom there was any moment since it began to be time for it."""
        found, _, book = self.found()
        for thing in found.things:
            match thing.what:
                case Ritual() as ritual:
                    since = self.clock() - 2 * HOUR
                    assert any(self.clock() - HOUR <= at <= self.clock() + HOUR for at in self.times(ritual))
                    begun = max(at for at in self.times(ritual) if at <= self.clock() + HOUR) - HOUR
                    assert since <= begun
                    assert not self.met(ritual.people, begun, book)
                case Rhythm() as rhythm:
                    assert not self.met([rhythm.person], self.clock() - rhythm.days * DAY, book)
                case Promise() as promise:
                    day = LivedTime.at(self.clock(), ZONE).day
                    assert promise.whose is Whose.MINE
                    assert promise.due is not None
                    assert day - 2 * DAY <= promise.due.earliest <= day
                case _:
                    pass

    def found(self) -> tuple[Gentle, frozenset[UUID], names.Book]:
        """What comes up, who is held, and the names."""
        return self.desk.vault.read(
            lambda rows: (
                gentle.gather(rows, self.desk, book := names.book(rows)),
                holds.held_people(rows),
                book,
            )
        )

    def is_quiet(self) -> bool:
        """Whether a clock on the wall shows a time in the quiet hours."""
        if self.hours is None:
            return False
        shown = self.clock().astimezone(ZoneInfo(ZONE)).time()
        if self.hours.begins < self.hours.ends:
            return self.hours.begins <= shown < self.hours.ends
        return shown >= self.hours.begins or shown < self.hours.ends

    def is_resting(self) -> bool:
        """Whether a rest goes on."""
        return self.resting_until is not None and self.clock() < self.resting_until

    def is_after_harm(self) -> bool:
        """Whether harm was lived within a day."""
        harm = (moment for moment in self.lived if moment.after_harm)
        return any(timedelta() <= self.clock() - moment.when.utc < QUIET_AFTER_HARM for moment in harm)

    def times(self, ritual: Ritual) -> list[datetime]:
        """When a ritual has its time, yesterday, today and tomorrow."""
        day = LivedTime.at(self.clock(), ZONE).day
        clock = time.fromisoformat(ritual.at)
        days = (day + apart * DAY for apart in (-1, 0, 1))
        return [LivedTime(local=datetime.combine(one, clock), zone=ZONE).utc for one in days]

    def met(self, people: list[UUID] | tuple[UUID, ...], since: datetime, book: names.Book) -> bool:
        """Whether there was any moment with one of these since then, under any of their names."""
        them = set(map(book.follow.canonical, people))
        return any(
            them & set(map(book.follow.canonical, moment.people))
            for moment in self.lived
            if since < moment.when.utc <= self.clock()
        )


TestDays = pytest.mark.system("S12")(pytest.mark.system("S14")(Days.TestCase))
TestDays = pytest.mark.care("C2")(pytest.mark.care("C13")(pytest.mark.care("C16")(TestDays)))
TestDays.settings = settings(
    max_examples=examples(6, 60), stateful_step_count=25, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
