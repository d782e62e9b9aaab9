"""Every published model by the name of its module. A new module gets its line here, and all contract tests with it."""

from __future__ import annotations

from homing.engine.published import rescorla_wagner
from homing.engine.published._protocol import Model

MODELS: dict[str, Model] = {
    "rescorla_wagner": Model(
        rescorla_wagner.run, rescorla_wagner.Params, rescorla_wagner.start, rescorla_wagner.run_block
    ),
}
