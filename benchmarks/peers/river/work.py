"""Time river's logistic regression: one event after another, predict and then learn. Its own environment, no Homing."""

from __future__ import annotations

import json
import sys
import time
from importlib import import_module
from typing import Any

linear_model: Any = import_module("river.linear_model")  # in this environment alone


def main() -> None:
    """Read ``x`` (N, D) and ``y`` (N,); answer with seconds for all events, a round; a warm-up is not counted."""
    task: dict[str, Any] = json.load(sys.stdin)
    named = [{f"c{j}": value for j, value in enumerate(row)} for row in task["x"]]
    rows = list(zip(named, map(bool, task["y"]), strict=True))
    spent = []
    for _ in range(task["rounds"] + 1):
        model = linear_model.LogisticRegression()
        begun = time.perf_counter()
        for x, y in rows:
            model.predict_proba_one(x)
            model.learn_one(x, y)
        spent.append(time.perf_counter() - begun)
    json.dump({"seconds": spent[1:]}, sys.stdout)


if __name__ == "__main__":
    main()
