"""1. Evaluate: which model predicts a diary best?

Twenty people are invented, each with three weeks of moments, some of which went badly. Every model predicts each moment
from its cues and from all earlier moments of that person, and only then sees how it ended. Six people are held out:
nothing was chosen on them. Replace ``diary`` by your own table (pandas, polars, or the path of a file) and go on.

    python docs/lab/1_evaluate.py
"""

from homing import lab
from homing.lab import simulate


def main() -> None:
    """Invent a cohort, evaluate it, and read the result."""
    # The law "causes": what happens depends on which of four kinds of situation it is, and nobody sees which.
    # The seed is all that chance needs: person u1 is the one drawn with seed 1.
    drawn = simulate.cohort("causes", people=20, seed=1)
    early = [row for row, day in enumerate(drawn["time"]) if day < 21.0]
    diary = {name: [column[row] for row in early] for name, column in drawn.items()}

    report = lab.evaluate(
        diary,
        person="person",
        time="time",
        time_unit="day",
        kind="binary",
        outcome="outcome",
        cues=[f"c{i}" for i in range(8)],  # how strong each cue was; 0 where it was not noted
        other="other",
        setting="setting",
        split="people:0.3",
        seed=0,
        models=["ours", "repeat_last", "person_mean", "exponential_mean", "blended_regression"],
    )
    print(report.as_text())

    # Lower is better. Log loss punishes being sure and wrong; a person's mean, said as a certainty, pays for it.
    ours, mean = (report.models[name]["log_loss"] or 0.0 for name in ("ours", "person_mean"))
    print(f"\nLog loss: ours {ours:.3f}, the person's mean {mean:.3f}.")

    # A difference means little without its interval: 95 %, from drawing the held-out people again and again.
    found = report.differences["blended_regression"]["log_loss"]
    print(f"Blended regression less ours: {found.difference:+.4f} [{found.low:+.4f}, {found.high:+.4f}].")
    print(
        "Where such an interval holds 0, the two cannot be told apart on this table. Neither says anything of people:"
    )
    print("these were invented.")


if __name__ == "__main__":
    main()
