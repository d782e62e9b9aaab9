"""The deterministic twin, and the particles beside it."""

from __future__ import annotations

import numpy as np
import pytest

from homing.engine import alarm, alarm_beam
from homing.engine._alarm_state import SIZE
from homing.engine.alarm import Answer, Memory, Params, Points
from homing.engine.events import Event

PARAMS = Params(particles=400)
OLD = Memory(-900.0, 0.9, "m1", cues=(("c0", 1.0),))


def diary(seed: int, count: int = 12) -> list[Event]:
    """A short diary of two kinds of situation."""
    rng = np.random.default_rng(seed)
    kinds = rng.integers(0, 2, count)
    return [
        Event(
            0.7 * i,
            (f"p{kind}",),
            ((f"c{kind}", float(rng.uniform(0.5, 1.0))),),
            outcome=float(kind) if i % 2 else None,
            alarm=round(float(rng.beta(4, 2) if kind else rng.beta(2, 6)), 1) if i % 5 else None,
        )
        for i, kind in enumerate(kinds)
    ]


@pytest.mark.parametrize("seed", range(4))
def test_particles_are_close_to_the_beam(seed: int) -> None:
    """On short diaries four hundred particles say what the best thirty-two assignments say, within .04."""
    beam, _ = alarm_beam.many(alarm_beam.start(PARAMS, [OLD]), diary(seed), PARAMS)
    cloud, _ = alarm.many(alarm.start(PARAMS, [OLD]), diary(seed), PARAMS, seed=seed)
    for name in ("0", "1"):
        asked = Event(10.0, (f"p{name}",), ((f"c{name}", 1.0),))
        one, two = alarm.read(beam, asked, PARAMS), alarm.read(cloud, asked, PARAMS)
        assert one.p == pytest.approx(two.p, abs=0.04)
        assert one.harm == pytest.approx(two.harm, abs=0.04)


def test_the_beam_is_no_wider_than_told() -> None:
    """It begins with one assignment, keeps at most so many, and gives the same bytes each time."""
    assert len(alarm_beam.start(PARAMS).weights) == 1
    runs = [alarm_beam.many(alarm_beam.start(PARAMS), diary(1), PARAMS, width=5)[0] for _ in range(2)]
    assert len(runs[0].weights) == 5
    assert alarm.dump(runs[0]) == alarm.dump(runs[1])
    assert np.exp(runs[0].weights).sum() == pytest.approx(1.0)


def test_the_beam_waits_and_listens_as_the_particles_do() -> None:
    """A silent moment is only time, and an answer is heard."""
    state = alarm_beam.start(PARAMS, [OLD])
    waited, _ = alarm_beam.follow(state, Event(1.0, ("p0",)), PARAMS)
    assert (waited.time, waited.learnt) == (1.0, 0)
    rang = Event(2.0, ("p0",), (("c0", 1.0),), alarm=0.9)
    plain, _ = alarm_beam.follow(waited, rang, PARAMS)
    told, _ = alarm_beam.follow(waited, rang, PARAMS, answer=Answer(Points.MEMORY, label="m1"))
    joined = [float(np.exp(s.weights) @ (s.causes.stats[:, 0, SIZE] > PARAMS.memory)) for s in (plain, told)]
    assert joined[1] > joined[0]
