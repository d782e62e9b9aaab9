"""The planner: which small step comes next, and every reason why none does."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest

from homing.engine import world
from homing.engine.events import Event, Reading
from homing.engine.healing import Candidate, Ending, Facts, Past, Plan, Proposal, Refusal, Stage, Why, propose

SAM, ALEX = frozenset({"sam"}), frozenset({"alex"})
CALM = Reading(p=0.1, low=0.02, high=0.3, mean=-2.2, variance=0.8, seen=5)
KNOWN = tuple(Past(f"known-{i}", float(i), SAM, "kitchen", Ending.FINE) for i in range(5))
WAVE = Candidate("wave", SAM, "kitchen", 0.45, CALM)
NOW = 100.0


def step(day: float, setting: str = "kitchen", ending: Ending = Ending.FINE, who: frozenset[str] = SAM) -> Past:
    """A step that was taken."""
    return Past(f"step-{day}", day, who, setting, ending, step=True)


def told(*candidates: Candidate, past: tuple[Past, ...] = KNOWN, danger: bool = False, held: str = "") -> object:
    """What the planner says: the id of the step, or the reason."""
    answer = propose(candidates, Facts(now=NOW, danger=danger, held=frozenset({held}), past=past))
    return answer.id if isinstance(answer, Proposal) else answer.reason


@pytest.mark.system("S18")
def test_a_step_is_proposed_with_its_grounds() -> None:
    """With five finished moments and a middling alarm the step is offered, with its count and a moment to recall."""
    answer = propose([WAVE], Facts(now=NOW, past=KNOWN))
    assert answer == Proposal("wave", Stage.FIRST, 5, "known-4", ())


@pytest.mark.care("C10")
@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"alarm": 0.61}, Why.ALARM_TOO_HIGH),
        ({"alarm": 0.29}, Why.ALARM_TOO_LOW),
        ({"alarm": None}, Why.ALARM_UNKNOWN),
        ({"risk": None}, Why.RISK_UNKNOWN),
        ({"risk": replace(CALM, p=0.26)}, Why.RISK_NOT_LOW),
        ({"risk": replace(CALM, high=0.51)}, Why.RISK_NOT_LOW),
        ({"risk": replace(CALM, p=math.nan)}, Why.RISK_NOT_LOW),
        ({"people": ALEX}, Why.TOO_FEW),
        ({"people": SAM | ALEX}, Why.TOO_FEW),
    ],
)
def test_a_candidate_is_refused_by_name(change: dict[str, object], why: Why) -> None:
    """Each thing that speaks against a candidate has a reason of its own, told beside its id."""
    answer = propose([replace(WAVE, **change)], Facts(now=NOW, past=KNOWN))  # type: ignore[arg-type]  # by name
    assert answer == Refusal(why, (("wave", why),))


@pytest.mark.care("C2")
def test_danger_and_holds_stop_hard() -> None:
    """A danger mark now stops every step; a hold stops those with that person alone."""
    other = tuple(replace(past, id=f"a-{past.id}", people=ALEX) for past in KNOWN)
    call = replace(WAVE, id="call", people=ALEX)
    assert told(WAVE, call, past=KNOWN + other, danger=True) is Why.DANGER
    assert told(danger=True) is Why.DANGER
    assert told(WAVE, past=KNOWN + other, held="sam") is Why.HOLD
    assert told(WAVE, call, past=KNOWN + other, held="sam") == "call"


@pytest.mark.care("C2")
def test_harm_quiets_for_a_day_and_that_person_for_good() -> None:
    """After harm with anyone nothing is proposed for a day; with the one who frightened, nothing is, ever."""
    harm = Past("harm", NOW - 0.5, ALEX, ending=Ending.FRIGHTENING)
    assert told(WAVE, past=(*KNOWN, harm)) is Why.AFTER_HARM
    assert told(WAVE, past=(*KNOWN, replace(harm, time=NOW + 3.0))) is Why.AFTER_HARM
    assert told(WAVE, past=(*KNOWN, replace(harm, time=NOW - 1.0))) == "wave"
    assert told(WAVE, past=(*KNOWN, replace(harm, time=NOW - 90.0, people=SAM | ALEX))) is Why.FRIGHTENED_BEFORE
    marked = Past("marked", NOW - 90.0, SAM, ending=Ending.FINE, danger=True)
    assert told(WAVE, past=(*KNOWN, marked)) is Why.FRIGHTENED_BEFORE


@pytest.mark.care("C10")
@pytest.mark.parametrize("ending", [Ending.PROTECTED, Ending.OPEN])
def test_protected_and_open_endings_are_no_evidence(ending: Ending) -> None:
    """However many moments ended protected or are open, they do not count among the five."""
    many = tuple(replace(KNOWN[0], id=f"p-{i}", ending=ending) for i in range(50))
    assert told(WAVE, past=many + KNOWN[1:]) is Why.TOO_FEW
    assert told(WAVE, past=many + KNOWN[1:] + (replace(KNOWN[0], ending=Ending.HURT),)) == "wave"
    assert told(WAVE, past=(*KNOWN[1:], replace(KNOWN[0], time=NOW + 1.0))) is Why.TOO_FEW


def test_steps_are_spaced() -> None:
    """Two days lie between steps, and four after one that did not end well, with whomever it was."""
    assert told(WAVE, past=(*KNOWN, step(NOW - 1.9))) is Why.TOO_SOON
    assert told(WAVE, past=(*KNOWN, step(NOW - 2.0))) == "wave"
    assert told(WAVE, past=(*KNOWN, step(NOW - 3.9, ending=Ending.PROTECTED, who=ALEX))) is Why.TOO_SOON
    assert told(WAVE, past=(*KNOWN, step(NOW - 4.0, ending=Ending.HURT))) == "wave"


@pytest.mark.system("S18")
def test_a_dismissal_is_finished_but_no_ground_to_build_on() -> None:
    """Missed or brushed off counts among the five and is no harm; it asks for the longer rest and is not recalled."""
    unmet = replace(KNOWN[4], ending=Ending.UNMET)
    answer = propose([WAVE], Facts(now=NOW, past=(*KNOWN[:4], unmet)))
    assert answer == Proposal("wave", Stage.FIRST, 5, "known-3", ())
    assert told(WAVE, past=(*KNOWN, step(NOW - 3.9, ending=Ending.UNMET))) is Why.TOO_SOON
    again = propose([WAVE], Facts(now=NOW, past=(*KNOWN, step(NOW - 4.0, ending=Ending.UNMET))))
    assert isinstance(again, Proposal)
    assert (again.stage, again.finished) == (Stage.FIRST, 6)


@pytest.mark.care("C2")
def test_no_moment_with_someone_held_is_recalled() -> None:
    """What ended well while a held person was there, too, is not called to mind."""
    both = Past("both", 50.0, SAM | ALEX, "kitchen", Ending.FINE)
    answer = propose([WAVE], Facts(now=NOW, held=ALEX, past=(*KNOWN, both)))
    assert isinstance(answer, Proposal)
    assert answer.recall == "known-4"


SMILE = Candidate("smile", frozenset(), "stairs", 0.3)


def smiled(day: float, ending: Ending = Ending.FINE, who: frozenset[str] = frozenset()) -> Past:
    """A try of the step in general."""
    return Past(f"smiled-{day}", day, who, "stairs", ending, step=True, of="smile")


@pytest.mark.system("S18")
def test_a_step_in_general_rests_on_its_alarm_and_its_own_tries() -> None:
    """With nobody named no record is asked for; its own finished tries count, and it comes again where it went well."""
    assert propose([SMILE], Facts(now=NOW)) == Proposal("smile", Stage.FIRST, 0, None, ())
    past = (*KNOWN, smiled(40.0), smiled(50.0, Ending.PROTECTED), smiled(60.0, Ending.UNMET, ALEX))
    assert propose([SMILE], Facts(now=NOW, past=past)) == Proposal("smile", Stage.AGAIN, 2, "smiled-40.0", ())
    garden = replace(SMILE, setting="garden")
    elsewhere = propose([garden], Facts(now=NOW, past=past))
    assert isinstance(elsewhere, Proposal)
    assert elsewhere.stage is Stage.VARIED
    assert told(replace(SMILE, alarm=None)) is Why.ALARM_UNKNOWN


@pytest.mark.care("C10")
def test_a_step_in_general_that_hurt_or_frightened_is_not_offered() -> None:
    """A try that frightened ends it; more hurt among its tries than the plan allows refuses it, till more went well."""
    assert told(SMILE, past=(smiled(40.0, Ending.HURT),)) is Why.RISK_NOT_LOW
    fine = tuple(smiled(day) for day in (10.0, 20.0, 30.0))
    assert told(SMILE, past=(*fine[1:], smiled(40.0, Ending.HURT))) is Why.RISK_NOT_LOW
    assert told(SMILE, past=(*fine, smiled(40.0, Ending.HURT))) == "smile"
    assert told(SMILE, past=(*fine, smiled(NOW + 9.0, Ending.HURT))) is Why.TOO_SOON
    assert told(SMILE, past=(*fine, smiled(40.0, Ending.FRIGHTENING))) is Why.FRIGHTENED_BEFORE
    assert told(SMILE, past=(*fine, replace(smiled(40.0), danger=True))) is Why.FRIGHTENED_BEFORE


@pytest.mark.care("C2")
def test_danger_and_harm_stop_steps_in_general_too() -> None:
    """Nothing is offered while danger is marked now or for a day after harm; a hold on someone leaves the rest open."""
    harm = Past("harm", NOW - 0.5, ALEX, ending=Ending.FRIGHTENING)
    assert told(SMILE, danger=True) is Why.DANGER
    assert told(SMILE, past=(harm,)) is Why.AFTER_HARM
    assert told(SMILE, past=(replace(harm, time=NOW - 2.0),), held="alex") == "smile"


def test_one_step_in_general_is_settled_before_another() -> None:
    """The one that was tried last and went well comes before another, nearer the middle; so does one with the same."""
    nod = replace(SMILE, id="nod", alarm=0.45)
    assert told(SMILE, nod) == "nod"
    assert told(SMILE, nod, past=(smiled(40.0),)) == "smile"
    assert told(SMILE, WAVE, past=(*KNOWN, smiled(40.0))) == "smile"
    assert told(SMILE, WAVE, past=(*KNOWN, smiled(40.0), step(50.0))) == "wave"


@pytest.mark.system("S18")
def test_same_place_first_and_varied_places_later() -> None:
    """The setting where a step went well comes again until three went well there, and then the least practised."""
    garden, street = (replace(WAVE, id=place, setting=place) for place in ("garden", "street"))
    past = KNOWN
    chosen = []
    for day in range(10, 60, 5):
        answer = propose([street, garden, WAVE], Facts(now=float(day), past=past))
        assert isinstance(answer, Proposal)
        where = {"wave": "kitchen"}.get(answer.id, answer.id)
        chosen.append((where, answer.stage.value))
        past = (*past, step(float(day), where))
    assert chosen[:3] == [("kitchen", "first"), ("kitchen", "again"), ("kitchen", "again")]
    assert chosen[3:7] == [("garden", "varied"), ("street", "varied"), ("garden", "again"), ("street", "again")]


def test_the_same_person_comes_first() -> None:
    """Having practised with one person, a step with them comes before one with somebody else, nearer the middle."""
    both = KNOWN + tuple(replace(past, id=f"a-{past.id}", people=ALEX) for past in KNOWN)
    call = replace(WAVE, id="call", people=ALEX, alarm=0.35)
    assert told(WAVE, call, past=both) == "wave"
    assert told(WAVE, call, past=(*both, step(50.0, who=ALEX))) == "call"


def test_the_alarm_in_the_middle_decides_between_equals() -> None:
    """Of steps with the same people in the same setting the one nearest the middle of the band is offered."""
    mild, strong = replace(WAVE, id="mild", alarm=0.31), replace(WAVE, id="strong", alarm=0.55)
    assert told(strong, mild, WAVE) == "wave"
    assert told(mild, strong) == "strong"


def test_refusals_are_kept_beside_a_proposal_and_the_gravest_is_said() -> None:
    """A proposal names what was refused beside it; a refusal is headed by the reason closest to harm."""
    loud, unknown = replace(WAVE, id="loud", alarm=0.9), replace(WAVE, id="unknown", risk=None)
    answer = propose([loud, WAVE, unknown], Facts(now=NOW, past=KNOWN))
    assert isinstance(answer, Proposal)
    assert answer.refused == (("loud", Why.ALARM_TOO_HIGH), ("unknown", Why.RISK_UNKNOWN))
    assert told(loud, unknown) is Why.RISK_UNKNOWN
    assert told() is Why.NOTHING_OFFERED


def test_the_planner_can_be_satisfied_by_a_real_record() -> None:
    """Moments that ended well bring the world model's own reading low enough; moments that hurt never do."""
    asked = Event(NOW, ("sam",), (), "kitchen")
    answers = []
    for outcome in (0.0, 1.0):
        days = [Event(NOW - 13.0 + i, ("sam",), (), "kitchen", outcome) for i in range(12)]
        state, _ = world.many(world.start(), days)
        past = tuple(Past(f"d{i}", day.time, SAM, "kitchen", Ending.FINE) for i, day in enumerate(days))
        answers.append(told(replace(WAVE, risk=world.read(state, asked)), past=past))
    assert answers == ["wave", Why.RISK_NOT_LOW]


@pytest.mark.parametrize(
    "change",
    [{"low": 0.7}, {"high": 1.1}, {"risk": 0.6}, {"finished": 4}, {"quiet": 0.5}, {"settle": 0}, {"rest": 5.0}],
)
def test_a_careless_plan_is_refused(change: dict[str, float]) -> None:
    """A plan cannot be less careful than the care rules, or contradict itself."""
    with pytest.raises(ValueError, match="a plan needs"):
        Plan(**change)  # type: ignore[arg-type]  # by name


def test_impossible_facts_are_refused() -> None:
    """An alarm beyond the scale, a time that is none, and doubled ids are refused."""
    for build in (
        lambda: replace(WAVE, alarm=math.nan),
        lambda: replace(KNOWN[0], time=math.inf),
        lambda: Facts(now=math.nan),
        lambda: propose([WAVE, WAVE], Facts(now=NOW)),
    ):
        with pytest.raises(ValueError, match=r"alarm|finite|same id"):
            build()
