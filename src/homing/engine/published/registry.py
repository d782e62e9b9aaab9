"""Every published model by the name of its module. A new module gets its line here, and all contract tests with it."""

from __future__ import annotations

from homing.engine.published import (
    gradual_extinction,
    hgf_binary,
    hgf_continuous,
    kalman_rescorla_wagner,
    kalman_td,
    latent_cause_2010,
    latent_cause_rw,
    pearce_hall,
    rescorla_wagner,
    switching_kalman,
    temporal_difference,
)
from homing.engine.published._protocol import Model

MODELS: dict[str, Model] = {
    "rescorla_wagner": Model(
        rescorla_wagner.run, rescorla_wagner.Params, rescorla_wagner.start, rescorla_wagner.run_block
    ),
    "kalman_rescorla_wagner": Model(
        kalman_rescorla_wagner.run,
        kalman_rescorla_wagner.Params,
        kalman_rescorla_wagner.start,
        kalman_rescorla_wagner.run_block,
    ),
    "kalman_td": Model(kalman_td.run, kalman_td.Params, kalman_td.start, kalman_td.run_block),
    "pearce_hall": Model(pearce_hall.run, pearce_hall.Params, pearce_hall.start, pearce_hall.run_block),
    "temporal_difference": Model(
        temporal_difference.run, temporal_difference.Params, temporal_difference.start, temporal_difference.run_block
    ),
    "switching_kalman": Model(
        switching_kalman.run, switching_kalman.Params, switching_kalman.start, switching_kalman.run_block
    ),
    "latent_cause_2010": Model(
        latent_cause_2010.run, latent_cause_2010.Params, latent_cause_2010.start, latent_cause_2010.run_block
    ),
    "latent_cause_rw": Model(latent_cause_rw.run, latent_cause_rw.Params),
    "gradual_extinction": Model(gradual_extinction.run, gradual_extinction.Params),
    "hgf_binary": Model(hgf_binary.run, hgf_binary.Params, hgf_binary.start, hgf_binary.run_block),
    "hgf_continuous": Model(hgf_continuous.run, hgf_continuous.Params, hgf_continuous.start, hgf_continuous.run_block),
}
