"""The designs of Gershman, Monfils, Norman & Niv 2017 (eLife 6:e23763): retrieval, extinction, amnesia, told as phases.

Numbers are those of the paper's own code; design 42 there repeats 41. A trial lasts one unit, a day twenty, a month two
hundred. Simulation only: a registered replication found no such effect in people (Chalkia et al. 2020).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from homing.lab._phases import Cues, Design, Phase

SOURCE = "Gershman, Monfils, Norman & Niv 2017, eLife 6:e23763"
DAY, MONTH, TRIAL = 20.0, 200.0, 1.0
ONE: Cues = (1.0,)
BOTH, FIRST, SECOND, NEITHER = (1.0, 1.0), (1.0, 0.0), (0.0, 1.0), (0.0, 0.0)


def _design(
    number: str, name: str, final: float, groups: str, *phases: Phase, params: Mapping[str, float] | None = None
) -> Design:
    """One design of the paper; ``groups`` are words."""
    return Design(name, SOURCE, "latent_cause_rw", phases, tuple(groups.split()), number, final, params or {})


def _train(count: int = 3, cues: Cues = ONE, outcome: float = 1.0, amnesia: float = 0.0) -> Phase:
    """Reinforced trials."""
    return Phase("training", count, (cues,), (outcome,), amnesia=amnesia)


def _remind(
    wait: float = DAY, cues: Cues = ONE, *, count: int = 1, outcome: float = 0.0, amnesia: float = 0.0
) -> Phase:
    """Reminders, ``wait`` after the trial before."""
    return Phase("reminder", count, (cues,), (outcome,), after=wait + TRIAL, amnesia=amnesia)


def _extinguish(wait: float, count: int = 18, cues: Cues = ONE) -> Phase:
    """Trials without outcome, ``wait`` after the trial before."""
    return Phase("extinction", count, (cues,), after=wait + TRIAL)


def _shock(wait: float = DAY, cues: Cues = (0.0,)) -> Phase:
    """An outcome that no cue announced."""
    return Phase("reinstatement", 1, (cues,), (1.0,), after=wait + TRIAL)


def _test(wait: float = DAY, cues: Cues = ONE) -> Phase:
    """One trial without outcome, at which the response is read."""
    return Phase("test", 1, (cues,), after=wait + TRIAL)


def _retrieval() -> Iterator[Design]:
    """A reminder before extinction: how long before, how old the memory, where, and what of reinstatement."""
    yield _design("1", "no-retrieval", 0.99124761, "retrieval", _train(), _extinguish(DAY, 19), _test(MONTH))
    sweep = {1: 0.078490385, 2: 0.06768407, 3: 0.06709907, 4: 0.066619494, 5: 0.066213694, 6: 0.06586198}
    sweep |= {8: 0.065273081, 10: 0.064789532, 12: 0.064377894, 15: 0.063854545, 18: 0.06341173, 20: 0.063150052}
    sweep |= {30: 0.062111684, 50: 0.89018568, 100: 0.84742075}
    for gap, final in sweep.items():
        number = {3: "2", 100: "3"}.get(gap, f"13 iti={gap}")
        phases = [_train(), _remind(), _extinguish(gap), _test(MONTH)]
        yield _design(number, f"retrieval-{gap}", final, "retrieval interval", *phases)
    split = (_train(), _extinguish(DAY, 5), _remind(), _extinguish(3, 15), _shock(), _test())
    yield _design("4", "retrieval-within-extinction", 0.74955956, "reinstatement", *split)
    whole = (_train(), _remind(), _extinguish(3), _shock(), _test())
    yield _design("5", "retrieval-before-extinction", 0.035140433, "reinstatement", *whole)
    late = (_train(), _remind(29 * DAY), _extinguish(3), _test(MONTH))
    yield _design("21", "retrieval-3-old", 0.40779083, "retrieval age", *late)
    context = (_train(3, BOTH), _remind(DAY, SECOND), _extinguish(3, 18, BOTH), _test(MONTH, BOTH))
    yield _design("26", "retrieval-by-context", 0.056412995, "retrieval", *context)
    for number, name, likeness, final in (("22", "elsewhere", 0.0, 1.0), ("23", "similar", 0.8, 0.21419632)):
        away = (1.0, likeness)
        phases = [_train(3, BOTH), _remind(DAY, away), _extinguish(3, 18, away), _test(DAY, BOTH)]
        yield _design(number, f"extinction-{name}", final, "renewal", *phases)
    yield _design("37", "late-reminder", 0.68837138, "retrieval", _train(1), _remind(100), _test(MONTH))


def _people() -> Iterator[Design]:
    """For people: two reinforced cues and a safe one; one and the safe one are shown again before extinction."""
    a, b, safe = (1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0)
    phases = (
        Phase("training", 9, (a, b, safe), (1.0, 1.0, 0.0)),
        Phase("reminder", 2, (a, safe), after=DAY + TRIAL),
        Phase("extinction", 1, (b,), after=3 + TRIAL),  # the cue without a reminder has one trial more
        Phase("extinction", 54, (a, b, safe)),
        Phase("test", 3, (a, b, safe), after=MONTH + TRIAL),
    )
    settings = {"threshold": 0.0016, "scale": 0.00008}
    yield _design("14", "retrieval-of-one-cue", 0.0, "specificity", *phases, params=settings)


def _amnesia() -> Iterator[Design]:
    """A reminder under amnesia: how long, of how old and how strong a memory, and what it does to the other cues."""
    lost = _remind(amnesia=1.0)
    yield _design("6", "amnesia-one-reminder", 0.64698792, "amnesia", _train(1), lost, _test())
    thrice = (_train(1), _remind(count=2), _remind(0, amnesia=1.0), _test())
    yield _design("7", "amnesia-three-reminders", 0.99870418, "amnesia dose", *thrice)
    yield _design("8", "control-three-reminders", 0.99944934, "amnesia dose", _train(1), _remind(count=3), _test())
    older = (_train(1), _remind(2 * DAY, amnesia=1.0), _test())
    yield _design("9", "amnesia-older", 0.92699757, "amnesia age", *older)
    yield _design("10", "amnesia-stronger", 0.89313903, "amnesia strength", _train(2), lost, _test())
    taught = (_train(1), _remind(outcome=1.0, amnesia=1.0), _test())
    yield _design("11", "amnesia-reinforced-reminder", 0.99999268, "amnesia error", *taught)
    novel = (_train(2, FIRST), _remind(cues=BOTH, amnesia=1.0), _test(cues=FIRST))
    yield _design("12", "amnesia-stronger-novel", 0.88768379, "amnesia strength", *novel)
    first, both = _train(1, FIRST), _train(1, BOTH)
    tests = (_test(cues=FIRST), _test(0, SECOND))
    for number, name, psi, final in (("15", "amnesia", 1.0, 0.99128165), ("16", "control", 0.0, 1.0)):
        phases = [first, _train(1, SECOND), _remind(cues=FIRST, amnesia=psi), *tests]
        yield _design(number, f"separate-cues-{name}", final, "specificity", *phases)
    for number, name, psi, final in (("24", "amnesia", 1.0, 0.04358531), ("25", "control", 0.0, 0.21205364)):
        phases = [both, _remind(cues=FIRST, amnesia=psi), *tests]
        yield _design(number, f"compound-{name}", final, "specificity", *phases)
    for number, name, psi in (("27", "control", 0.0), ("28", "amnesia", 1.0)):
        phases = [first, _remind(cues=FIRST, amnesia=psi), _test(cues=SECOND)]
        yield _design(number, f"other-cue-{name}", 0.022750132, "specificity", *phases)
    relearnt = (both, _remind(cues=BOTH, amnesia=0.01), _remind(cues=SECOND, outcome=1.0), _test(0, BOTH))
    settings = {"threshold": 0.1, "scale": 0.2}
    yield _design("17", "slight-amnesia-relearnt", 0.56714988, "amnesia", *relearnt, params=settings)
    returned = (_train(3, BOTH), _remind(cues=BOTH, outcome=1.0, amnesia=1.0), _extinguish(DAY, 12, BOTH))
    yield _design("20", "amnesia-reinstated", 1.0, "amnesia", *returned, _shock(0, FIRST), _test(0, BOTH))


def _waits() -> Iterator[Design]:
    """How amnesia depends on the time between two reminders, and on that before the test."""
    spaced = {5: (1.0, 0.98238057), 50: (0.99998285, 0.82869169), 100: (0.99580768, 0.79882035)}
    spaced |= {200: (0.86084597, 0.62276773)}
    for gap, finals in spaced.items():
        for psi, (name, final) in enumerate(zip(("control", "amnesia"), finals, strict=True)):
            phases = [_train(2), _remind(), _remind(gap, amnesia=psi), _test()]
            yield _design(f"18 iti={gap} psi={psi}", f"reminders-{gap}-{name}", final, "spacing", *phases)
    curve = {1: 0.13372374, 10: 0.67576729, 20: 0.84690487, 30: 0.88276361, 40: 0.88534111, 50: 0.87475766}
    curve |= {60: 0.85686992, 70: 0.83416365, 80: 0.80810135, 90: 0.77974859, 100: 0.74995966}
    for wait, final in curve.items():
        phases = [_train(1), _remind(100, amnesia=1.0), _test(wait)]
        yield _design(f"19 ri={wait}", f"transience-{wait}", final, "transience", *phases)


def _states() -> Iterator[Design]:
    """Amnesia soon after training, with a drug's state as a cue, and after contexts without the cue."""
    for number, name, cues, final in (("30", "reminded", ONE, 0.46378784), ("31", "waited", (0.0,), 0.37988669)):
        phases = [_train(1), _train(1, amnesia=1.0), _remind(cues=cues), _test()]
        yield _design(number, f"training-amnesia-{name}", final, "amnesia", *phases)
    drug = {
        "38": ("drug-saline", BOTH, 1.0, FIRST, 0.0, 0.61916112),
        "39": ("saline-saline", FIRST, 0.0, FIRST, 0.0, 1),
    }
    drug |= {"40": ("drug-drug", BOTH, 1.0, BOTH, 1.0, 0.99991563)}
    for number, (name, trained, psi, tested, late, final) in drug.items():
        end = _test(cues=tested)._replace(amnesia=late)
        phases = [_train(1, trained), _remind(cues=NEITHER, amnesia=psi), end]
        yield _design(number, f"state-{name}", final, "state", *phases)
    soon = {
        (5, 0): (0.35819781, 1.0),
        (5, 1): (0.11752286, 1.0),
        (15, 0): (0.78946332, 1.0),
        (15, 1): (0.41247537, 1.0),
    }
    for (wait, shown), finals in soon.items():
        for number, name, psi, final in zip(("41", "43"), ("amnesia", "control"), (1.0, 0.0), finals, strict=True):
            phases = [_train(1), _remind(wait, (float(shown),), amnesia=psi), _test()]
            title = f"{'reminder' if shown else 'no-reminder'}-{wait}-{name}"
            yield _design(f"{number} i={wait} f={shown}", title, final, "reminder", *phases)
    yield _design("44 n=0", "consolidation-new", 0.022750132, "consolidation", _train(1, amnesia=1.0), _test())
    known = (Phase("exposure"), _remind(outcome=1.0, amnesia=1.0), _test())
    yield _design("44 n=1", "consolidation-known", 0.99979796, "consolidation", *known)


def _weak() -> Iterator[Design]:
    """A weak memory with a reminder or none, tested soon and late; one tested in a context seen alone."""
    cases = [("32", "reminder", "soon", 1.0, 2, 0.95087455), ("33", "none", "soon", 0.0, 2, 0.47692168)]
    cases += [("34", "reminder", "late", 1.0, 50, 0.50142043), ("35", "none", "late", 0.0, 50, 0.48728328)]
    for number, name, when, shown, wait, final in cases:
        phases = [_train(2, outcome=0.1), _remind(cues=(shown,)), _test(wait)]
        yield _design(number, f"weak-{name}-{when}", final, "paradoxical", *phases)
    third = (1.0, 0.0, 1.0)
    phases = [_train(1, third, 0.1), _remind(0, (0.0, 0.0, 0.0)), _test(1, (1.0, 1.0, 0.0))]
    yield _design("36", "weak-elsewhere", 0.78847186, "paradoxical", *phases)


def _new_causes() -> Iterator[Design]:
    """One trial without outcome after more and more with it: is it given to a new cause?"""
    for count in range(1, 21):
        phases = [_train(count), _test()]
        yield _design(f"29 n={count}", f"surprise-after-{count}", 1.0, "new-cause", *phases)


def designs() -> Iterator[Design]:
    """Every design of the paper."""
    for some in (_retrieval, _people, _amnesia, _waits, _states, _weak, _new_causes):
        yield from some()
