"""Published experiments told as phases: their rows, their names, and the model each is for."""

from __future__ import annotations

import numpy as np
import pytest

from homing.engine.published.registry import MODELS
from homing.lab.designs import DESIGNS, Design, Phase, group


@pytest.mark.parametrize("name", DESIGNS)
def test_design_runs_on_the_model_it_is_for(name: str) -> None:
    """Every design has rows that fit together, a source, a question, and a model that takes it with its settings."""
    design = DESIGNS[name]
    assert design.name == name
    assert design.source
    assert design.groups
    trials = len(design.labels)
    assert design.cues.ndim == 2
    assert len(design.cues) == len(design.outcomes) == len(design.times) == len(design.amnesia) == trials
    assert design.times[0] == 0.0
    assert np.all(np.diff(design.times) > 0.0)
    model = MODELS[design.model]
    first = slice(0, 3)
    result = model.run(design.cues[first], design.outcomes[first], design.times[first], model.params(**design.params))
    assert np.isfinite(result.expected).all()


def test_phases_become_rows() -> None:
    """Cues and outcomes are gone through in turn, waits come before a phase, spacing and amnesia hold within it."""
    phases = (
        Phase("wait", 1, after=99.0),
        Phase("mixed", 3, ((1.0, 0.0), (0.0, 1.0)), (1.0, 0.0), after=5.0, every=2.0, amnesia=0.5),
    )
    design = Design("mine", "a test", "latent_cause_rw", (phases[0]._replace(cues=((1.0, 1.0),)), phases[1]), ("test",))
    assert design.cues.tolist() == [[1.0, 1.0], [1.0, 0.0], [0.0, 1.0], [1.0, 0.0]]
    assert design.outcomes.tolist() == [0.0, 1.0, 0.0, 1.0]
    assert design.times.tolist() == [0.0, 5.0, 7.0, 9.0]
    assert design.amnesia.tolist() == [0.0, 0.5, 0.5, 0.5]
    assert design.labels == ("wait", "mixed", "mixed", "mixed")


def test_rows_are_the_callers_own() -> None:
    """Writing to a design's rows changes neither it nor the next ones asked for."""
    design = DESIGNS["retrieval-3"]
    design.cues[:] = 9.0
    assert design.cues.max() == 1.0


def test_groups_hold_what_is_compared() -> None:
    """A question's designs are found by its word; an unknown word finds none."""
    assert set(group("renewal-2010")) == {f"renewal-{rooms}" for rooms in ("AAA", "AAB", "ABA", "ABB", "ABC")}
    assert len(group("interval")) == 15
    assert len(group("gradual-extinction")) == 6
    assert group("nothing of the kind") == {}


def test_song_designs_have_the_days_of_the_experiment() -> None:
    """Three pairings, a day, 24 trials, a day, and a month before the last tests; the third pairing comes late."""
    times = DESIGNS["recovery-gradual"].times
    assert times[1] == pytest.approx(0.05)
    assert times[2] - times[1] == pytest.approx(220 / 3600)
    assert [times[3] - times[2], times[27] - times[26], times[31] - times[30]] == pytest.approx([24.0, 24.0, 720.0])
    assert DESIGNS["recovery-gradual"].outcomes.sum() == 3 + 5
    assert DESIGNS["reinstatement-standard"].cues[:, 0].sum() == 3 + 24 + 4
