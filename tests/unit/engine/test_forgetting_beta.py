"""The per-person Beta with forgetting."""

from __future__ import annotations

import math

import numpy as np
import pytest

from homing.engine import forgetting_beta as beta
from homing.engine._betalogit import beta_log_odds
from homing.engine.events import Event

LOOSE = beta.Params(prior=(1.0, 1.0), strength=1e-9)


def test_counts_halve_in_fourteen_days() -> None:
    """After a half-life, an old hurt counts half of a fresh not-hurt."""
    state, _ = beta.many(beta.start(), [Event(0.0, ("a",), outcome=1.0), Event(14.0, ("a",), outcome=0.0)], LOOSE)
    assert beta.read(state, Event(14.0, ("a",)), LOOSE).p == pytest.approx(1 / 3)


def test_a_new_person_starts_from_everyone() -> None:
    """Someone met for the first time is read as the share among everyone, more widely than someone known."""
    state, _ = beta.many(beta.start(), [Event(float(i), ("a",), outcome=1.0) for i in range(9)])
    new, known, nobody = (beta.read(state, Event(9.0, who)) for who in (("b",), ("a",), ()))
    assert 0.7 < new.p < known.p
    assert new.variance > known.variance
    assert new.p == nobody.p
    assert (new.seen, known.seen, nobody.seen) == (0, 9, 0)


def test_one_moment_counts_once_however_many_were_there() -> None:
    """An outcome with two people gives each of them half a count."""
    state, _ = beta.step(beta.start(), Event(0.0, ("a", "b", "a"), outcome=1.0))
    assert [tally.hurt for tally in state.people.values()] == [0.5, 0.5]
    assert state.everyone.hurt == 1.0


def test_those_of_whom_least_is_left_leave_first() -> None:
    """Where room is short, who is present stays and of the others who is known best."""
    small = beta.Params(most=2)
    diary = [Event(0.0, ("well",), outcome=1.0)] * 3 + [Event(0.0, (name,), outcome=0.0) for name in ("b", "c")]
    state, _ = beta.many(beta.start(small), diary, small)
    assert set(state.people) == {"well", "c"}


def test_seen_looks_back_over_1024_outcomes() -> None:
    """Older outcomes leave the count of those that share a person."""
    diary = [Event(0.0, ("a",), outcome=1.0)] * 5 + [Event(0.0, ("b",), outcome=1.0)] * 1022
    state, _ = beta.many(beta.start(), diary)
    assert beta.read(state, Event(0.0, ("a",))).seen == 2


def test_the_past_is_refused() -> None:
    """An event before the state is refused."""
    state, _ = beta.step(beta.start(), Event(5.0))
    with pytest.raises(ValueError, match="lies before the state"):
        beta.read(state, Event(4.0))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b'"tallies": ', b'"other": '),
        (b"homing-", b"nothing"),
        (b'"learnt": 1', b'"learnt": "many"'),
        (b'[["", ', b'[["q", '),
        (b'[["", ', b'[[], ["", '),
    ],
)
def test_damaged_states_are_refused(old: bytes, new: bytes) -> None:
    """A state that is not what was written is refused with one clear sentence."""
    blob = beta.dump(beta.step(beta.start(), Event(0.0, ("a",), outcome=1.0))[0])
    assert old in blob
    with pytest.raises(ValueError, match="this engine state is damaged"):
        beta.load(blob.replace(old, new, 1))


def test_another_version_is_refused() -> None:
    """A state of another version is to be recomputed."""
    with pytest.raises(ValueError, match="another version"):
        beta.load(beta.dump(beta.start()).replace(beta.VERSION.encode(), b"forgetting-beta-0"))


@pytest.mark.parametrize(
    "changes", [{"half_life": 0.0}, {"prior": (1.0, math.inf)}, {"strength": -1.0}, {"most": 0}, {"level": 1.0}]
)
def test_parameters_that_make_no_sense_are_refused(changes: dict[str, object]) -> None:
    """Numbers outside their range are refused."""
    with pytest.raises(ValueError, match="must"):
        beta.Params(**changes)  # type: ignore[arg-type]  # wrong on purpose


@pytest.mark.parametrize(("a", "b"), [(0.05, 0.2), (0.5, 0.5), (1.0, 3.0), (2.5, 40.0), (300.0, 900.0)])
def test_log_odds_of_a_beta_match_a_fine_sum(a: float, b: float) -> None:
    """Mean and variance of the log-odds are those of the density e^(a x) / (1 + e^x)^(a + b), summed on a grid."""
    x = np.linspace(-400.0, 400.0, 1_600_001)
    log = a * x - (a + b) * np.logaddexp(0.0, x)
    weight = np.exp(log - log.max())
    mean = float((weight * x).sum() / weight.sum())
    variance = float((weight * (x - mean) ** 2).sum() / weight.sum())
    assert beta_log_odds(a, b) == pytest.approx((mean, variance), rel=1e-6)
