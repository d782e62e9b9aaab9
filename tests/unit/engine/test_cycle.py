"""The cycle move by move, where it turned back, and slow erosion."""

from __future__ import annotations

import numpy as np
import pytest

from homing.engine.cycle import END, Round, erosion, learn, likely_next, next_moves, turned_back

LIVED = [
    Round(("criticise", "defend", "criticise", "withdraw"), reunion=True),
    Round(("criticise", "defend"), turned_back=True),
    Round(("criticise", "defend", "withdraw")),
    Round(("late", "criticise", "defend", "withdraw", "warm"), turned_back=True, reunion=True),
]


@pytest.mark.system("S11")
def test_the_likeliest_next_move_is_told_with_its_count() -> None:
    """After "criticise" most often came "defend": 4 of 5 times, with an interval that holds the share."""
    found = likely_next(learn(LIVED), "criticise")
    assert found is not None
    assert (found.move, found.k, found.n) == ("defend", 4, 5)
    assert found.low < found.p < found.high
    assert 0.45 < found.p < 0.8


def test_shares_are_the_dirichlet_ones() -> None:
    """Shares sum to one and are (c g + k) / (c + n), with g the shares of all that ever followed."""
    told = next_moves(learn(LIVED), "withdraw")
    followers = {"criticise": 2, "defend": 4, "late": 0, "warm": 1, "withdraw": 3, END: 4}
    g = {move: (1.0 + k) / (len(followers) + sum(followers.values())) for move, k in followers.items()}
    counts = {"warm": 1, END: 2}
    assert sum(one.p for one in told) == pytest.approx(1.0)
    assert {one.move: one.p for one in told} == pytest.approx(
        {move: (2.0 * share + counts.get(move, 0)) / 5.0 for move, share in g.items()}
    )
    assert told[0].move == END
    assert [one.p for one in told] == sorted((one.p for one in told), reverse=True)


@pytest.mark.parametrize("level", [0.5, 0.8, 0.95])
def test_bounds_cover_simulated_shares(level: float) -> None:
    """For chains drawn at random the bounds hold the true share about as often as they say."""
    rng, moves = np.random.default_rng(4), ["a", "b", "c", "d"]
    held = []
    for _ in range(120):
        rows = {move: rng.dirichlet(np.ones(5)) for move in moves}
        rounds = []
        for _ in range(6):
            walk = [str(rng.choice(moves))]
            while len(walk) < 30 and (k := int(rng.choice(5, p=rows[walk[-1]]))) < 4:
                walk.append(moves[k])
            rounds.append(Round(tuple(walk)))
        for one in next_moves(learn(rounds), "a", level):
            truth = rows["a"][4 if one.move == END else moves.index(one.move)]
            held.append(one.low <= truth <= one.high)
    assert level - 0.1 <= np.mean(held) <= level + 0.1


def test_too_few_is_said() -> None:
    """A move followed fewer than three times has no likeliest follower; nor has one never seen, or nothing at all."""
    chain = learn(LIVED)
    assert likely_next(chain, "late") is None
    assert likely_next(chain, "never") is None
    assert likely_next(learn([]), "never") is None
    assert next_moves(learn([]), "never") == ((END, 1.0, 1.0, 1.0, 0, 0),)
    assert all(one.n == 0 for one in next_moves(chain, "never"))


@pytest.mark.system("S11")
def test_reunions_have_a_chain_of_their_own() -> None:
    """Rounds on meeting again, and the others, can be looked at apart; together they are all."""
    all_, reunions, others = learn(LIVED), learn(LIVED, reunion=True), learn(LIVED, reunion=False)
    assert (all_.rounds, reunions.rounds, others.rounds) == (4, 2, 2)
    assert reunions.followed["criticise", "withdraw"] == 1
    assert ("criticise", "withdraw") not in others.followed
    for pair, k in all_.followed.items():
        assert k == reunions.followed.get(pair, 0) + others.followed.get(pair, 0)


@pytest.mark.system("S11")
def test_where_it_turned_back_is_counted() -> None:
    """Each place where a round turned is told with the rounds that came by it; places where none did are not."""
    told = [(one.move, one.share.k, one.share.n) for one in turned_back(LIVED)]
    assert told == [("warm", 1, 1), ("defend", 1, 4)]
    assert turned_back([*LIVED, LIVED[1]])[0].move == "defend"
    assert turned_back(LIVED[:1]) == ()


def test_moves_are_the_persons_own_words() -> None:
    """Any word can be a move, and none of them shows in a log line."""
    lived = Round(("went silent", "späte Antwort"))
    chain = learn([lived])
    assert chain.moves == ("späte Antwort", "went silent")
    assert "silent" not in repr(lived) + repr(chain)


def test_impossible_rounds_and_levels_are_refused() -> None:
    """No moves, an empty move and a level of 1 are refused."""
    for moves in ((), ("a", END)):
        with pytest.raises(ValueError, match="at least one move"):
            Round(moves)
    with pytest.raises(ValueError, match="level"):
        next_moves(learn(LIVED), "criticise", 1.0)


def diary(seed: int, slope: float = 0.0, likeness: float = 0.3) -> tuple[np.ndarray, np.ndarray]:
    """Half a year of a value between moments: a slope a month, weeks like their neighbours, and noise."""
    rng = np.random.default_rng(seed)
    days = np.sort(rng.uniform(0.0, 182.0, 60))
    weeks = np.zeros(27)
    for k in range(1, 27):
        weeks[k] = likeness * weeks[k - 1] + np.sqrt(1.0 - likeness**2) * rng.normal(0.0, 0.1)
    return days, 0.6 + slope * days / 30.4375 + weeks[(days / 7.0).astype(int)] + rng.normal(0.0, 0.15, 60)


@pytest.mark.system("S11")
def test_slow_erosion_is_seen() -> None:
    """A fall of .08 a month, under noise, is seen in nine of ten diaries, and its bounds hold it."""
    trends = [erosion(*diary(seed, slope=-0.08), now=182.0) for seed in range(100)]
    known = [trend for trend in trends if trend is not None]
    assert len(known) == 100
    assert np.mean([trend.falling for trend in known]) >= 0.9
    assert not any(trend.rising for trend in known)
    assert np.mean([trend.low <= -0.08 <= trend.high for trend in known]) >= 0.88
    assert np.mean([trend.stepwise for trend in known]) <= 0.3


@pytest.mark.parametrize("likeness", [0.0, 0.5])
def test_chance_is_seldom_taken_for_erosion(likeness: float) -> None:
    """Without a trend, even when weeks resemble their neighbours, at most about one in sixteen seems to fall."""
    trends = [erosion(*diary(seed, likeness=likeness), now=182.0) for seed in range(200, 400)]
    assert np.mean([trend is not None and trend.falling for trend in trends]) <= 0.06


def test_one_terrible_week_is_no_erosion() -> None:
    """A single bad week moves the slope little and seldom makes it fall; a lasting step is called one."""
    falls, steps = [], []
    for seed in range(400, 460):
        days, values = diary(seed)
        once = erosion(days, np.where((days > 150) & (days < 157), values - 0.8, values), now=182.0)
        lasting = erosion(days, np.where(days > 100, values - 0.6, values), now=182.0)
        assert once is not None
        assert lasting is not None
        falls.append(once.falling)
        steps.append(lasting.stepwise)
    assert np.mean(falls) <= 0.12
    assert np.mean(steps) >= 0.85


def test_rising_is_seen_too_and_units_are_a_month() -> None:
    """A steady rise of one a month is told as one a month."""
    days = np.arange(0.0, 182.0, 2.0)
    trend = erosion(days, days / 30.4375, now=182.0)
    assert trend is not None
    assert trend.rising
    assert trend.slope == pytest.approx(1.0, abs=0.01)
    assert (trend.weeks, trend.moments) == (26, 90)


def test_too_few_moments_or_weeks_say_nothing() -> None:
    """Under 20 moments, under 10 weeks, or all of it long ago or unknown: no trend is told."""
    days = np.arange(0.0, 182.0, 2.0)
    assert erosion(days[::5], days[::5], now=182.0) is None
    assert erosion(days[:30], days[:30], now=60.0) is None
    assert erosion(days, days, now=500.0) is None
    assert erosion(days, np.full(91, np.nan), now=182.0) is None
    assert erosion(days, days, now=50.0) is None
    assert erosion(np.array([]), np.array([]), now=0.0) is None


def test_a_value_that_never_changes_has_no_trend() -> None:
    """All ties: the slope and its bounds are 0, and nothing falls."""
    days = np.arange(0.0, 182.0, 2.0)
    trend = erosion(days, np.full(91, 0.4), now=182.0)
    assert trend is not None
    assert (trend.slope, trend.low, trend.high, trend.falling, trend.stepwise) == (0.0, 0.0, 0.0, False, False)


def test_impossible_trends_are_refused() -> None:
    """Unequal lengths and a level of 0 are refused."""
    days = np.arange(5.0)
    with pytest.raises(ValueError, match="length"):
        erosion(days, days[1:], now=9.0)
    with pytest.raises(ValueError, match="level"):
        erosion(days, days, now=9.0, level=0.0)
