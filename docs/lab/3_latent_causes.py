"""3. Latent causes: why does fear come back?

A tone was followed by harm, then twenty times by nothing, and the fear went. It was not erased: the quiet time was
taken for another situation, and the old one waits. Two published models and our own alarm model show when it returns.

    python docs/lab/3_latent_causes.py
"""

from homing.engine import alarm
from homing.engine.events import Event
from homing.engine.published import latent_cause_2010, latent_cause_rw
from homing.engine.published.latent_cause_2010 import Params
from homing.lab.designs import DESIGNS


def renewal() -> None:
    """Back in the room where it was learnt, fear returns: the model of Gershman, Blei & Niv 2010."""
    print("Renewal. Rooms of learning, unlearning and test; the outcome expected at the test:")
    for rooms in ("ABA", "ABC", "AAB", "AAA", "ABB"):
        design = DESIGNS[f"renewal-{rooms}"]
        sure = latent_cause_2010.run(design.cues, design.outcomes, design.times, Params(alpha=0.1))
        open_ = latent_cause_2010.run(
            design.cues, design.outcomes, design.times, Params(alpha=0.1, particles=1000), seed=1
        )
        print(f"  {rooms}   1000 particles {open_.expected[-1]:.2f}   one best guess {sure.expected[-1]:.2f}")
    print("One best guess never opens a second situation here, and shows no renewal: how one infers matters.\n")


def window() -> None:
    """A reminder before unlearning, and how long before: Gershman, Monfils, Norman & Niv 2017."""
    print("A reminder some time before unlearning; the response a month later:")
    for gap in (3, 10, 30, 50, 100):
        design = DESIGNS[f"retrieval-{gap}"]
        result = latent_cause_rw.run(design.cues, design.outcomes, design.times)
        situations = len(set(result.causes.tolist()))
        print(f"  {gap:>3} units before: {result.response[-1]:.2f}, situations told apart: {situations}")
    print("In the model, a short gap changes the old memory. In people a registered replication found no such effect")
    print("(Chalkia et al. 2020): this is a simulation, not advice.\n")


def recovery() -> None:
    """Time alone brings some of it back: our own alarm model, a trial a day."""
    print("Time alone. Ten days of harm, twenty quiet days, then nothing for a while (our alarm model):")
    diary = [Event(float(day), (), (("tone", 1.0),), "A", outcome=float(day < 10)) for day in range(30)]
    state, _ = alarm.many(alarm.start(), diary, seed=1)
    for wait in (1, 10, 100, 1000):
        asked = Event(29.0 + wait, (), (("tone", 1.0),), "A")
        print(f"  {wait:>4} days later it expects harm with {alarm.read(state, asked).harm:.2f}")
    print("So a return after a quiet month is what such a memory does. It is not a failure.")


if __name__ == "__main__":
    renewal()
    window()
    recovery()
