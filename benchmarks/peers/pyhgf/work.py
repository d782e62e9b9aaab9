"""Time pyhgf's binary filter, three levels, enhanced updates: its Rust and its JAX backend, one core. No Homing here.

Written against its public interface; pyhgf is GPL, runs in an environment and a process of its own, and none of its
code is in Homing.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable
from importlib import import_module
from typing import Any

import numpy as np

os.environ["XLA_FLAGS"] = "--xla_cpu_multi_thread_eigen=false intra_op_parallelism_threads=1"

jax: Any = import_module("jax")  # after the line above, and in this environment alone
rshgf: Any = import_module("pyhgf.rshgf")
Network: Any = import_module("pyhgf.model").Network

TENDENCY = {"mean": 0.5, "precision": 1.0, "tonic_volatility": -3.0}
VOLATILITY = {"mean": 0.0, "precision": 1.0, "tonic_volatility": -6.0}


def main() -> None:
    """Read ``backends``, ``inputs`` (P, T) and ``rounds``; answer, for each, seconds a round and person 1's last mean.

    One warm-up, in which JAX compiles, is not counted. ``rust`` runs one person after another, and ``jax`` the first
    one, with whole trajectories; ``many`` runs everybody at once in JAX and keeps what was expected.
    """
    task: dict[str, Any] = json.load(sys.stdin)
    inputs = np.array(task["inputs"], dtype=float)
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    told = {}
    for backend in task["backends"]:
        once = {"rust": _rust, "jax": _jax, "many": _many}[backend](inputs)
        mean, spent = once(), []
        for _ in range(task["rounds"]):
            begun = time.perf_counter()
            once()
            spent.append(time.perf_counter() - begun)
        told[backend] = {"seconds": spent, "mean": mean}
    json.dump(told, sys.stdout)


def _rust(inputs: Any) -> Callable[[], float]:
    rows, steps = inputs[:, :, None], np.ones(inputs.shape[1])

    def person(series: Any) -> float:
        # What it has learnt stays in a network, so each run has its own; making one takes a few microseconds.
        network = rshgf.Network("eHGF")
        network.add_nodes(kind="binary-state")
        network.add_nodes(kind="continuous-state", value_children=[0], **TENDENCY)
        network.add_nodes(kind="continuous-state", volatility_children=[1], **VOLATILITY)
        network.set_update_sequence()
        network.input_data(series, steps, True)
        return float(network.node_trajectories[1]["mean"][-1])

    def everyone() -> float:
        means = [person(series) for series in rows]
        return means[0]

    return everyone


def _network() -> Any:
    network = Network(update_type="eHGF").add_nodes(kind="binary-state")
    network = network.add_nodes(kind="continuous-state", value_children=0, node_parameters=TENDENCY)
    network = network.add_nodes(kind="continuous-state", volatility_children=1, node_parameters=VOLATILITY)
    return network.create_belief_propagation_fn()


def _jax(inputs: Any) -> Callable[[], float]:
    network, rows = _network(), inputs[0]
    begun = network.attributes

    def once() -> float:
        network.attributes = begun
        network.input_data(rows)
        jax.block_until_ready(network.node_trajectories)
        return float(network.node_trajectories[1]["mean"][-1])

    return once


def _many(inputs: Any) -> Callable[[], float]:
    network, steps = _network(), np.ones(inputs.shape[1])
    there = np.ones(inputs.shape[1], dtype=int)

    def person(series: Any) -> Any:
        given = ((series[:, None],), (there,), steps, None)
        last, trail = jax.lax.scan(network.scan_fn, network.attributes, given)
        return trail[0]["expected_mean"], last[1]["mean"]

    run = jax.jit(jax.vmap(person))
    return lambda: float(np.asarray(jax.block_until_ready(run(inputs))[1])[0])


if __name__ == "__main__":
    main()
