"""Time pymdp: what state is it, and what does that teach about the observations? Its own environment, no Homing."""

from __future__ import annotations

import json
import sys
import time
from importlib import import_module
from typing import Any

import numpy as np

agents: Any = import_module("pymdp.agent")  # in this environment alone
utils: Any = import_module("pymdp.utils")


def main() -> None:
    """One hidden factor of ``states``, one modality of ``seen`` values; seconds a step, ``rounds`` of ``steps``."""
    task: dict[str, Any] = json.load(sys.stdin)
    rng = np.random.default_rng(1)
    a = utils.obj_array(1)
    a[0] = utils.norm_dist(rng.random((task["seen"], task["states"])) + 0.1)
    b = utils.obj_array(1)
    b[0] = np.eye(task["states"])[:, :, None]
    counts = utils.dirichlet_like(a, scale=1.0)
    spent = []
    for _ in range(task["rounds"] + 1):
        agent = agents.Agent(A=a, B=b, pA=counts, lr_pA=1.0)
        told = rng.integers(task["seen"], size=task["steps"]).tolist()
        begun = time.perf_counter()
        for one in told:
            agent.infer_states([one])
            agent.update_A([one])
        spent.append((time.perf_counter() - begun) / task["steps"])
    json.dump({"seconds": spent[1:]}, sys.stdout)


if __name__ == "__main__":
    main()
