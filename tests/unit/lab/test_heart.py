"""Stress from rest by the heart alone, on invented recordings in the published form."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from homing.lab.heart import HeartError, Report, read, run
from homing.lab.heart.areas import Area, Scored, auc, by_person, pooled
from homing.lab.heart.filtering import Setting, felt
from homing.lab.heart.plain import features, held, logistic, others_z, said
from homing.lab.heart.report import design_half
from homing.lab.heart.scoring import _tuned
from homing.lab.heart.windows import LEAST, Windows, own_z, silences, speaks, windows
from tests.unit.lab import hearts

TABLE = "Processed_data/Improved_All_Combined_hr_rsp_binary.csv"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Three invented people."""
    return hearts.write(tmp_path / "invented", people=3)


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Report:
    """Everything, on six invented people."""
    with pytest.MonkeyPatch.context() as fewer:
        fewer.setattr("homing.lab.heart.scoring.SETTINGS", (Setting(), Setting(0.3, 0.4, 0.6)))  # the faster
        return run(read(hearts.write(tmp_path_factory.mktemp("six") / "invented")), seed=1)


def test_published_form_is_read(folder: Path) -> None:
    """Seconds, labels, rates and trusted intervals are told from the first row of the table on."""
    people = read(folder)
    assert [one.person for one in people] == [2, 3, 4]
    first = people[0]
    assert len(first.stress) == len(first.rate) == sum(seconds for seconds, _ in hearts.PHASES)
    assert (first.stress[599], first.stress[600]) == (0.0, 1.0)
    assert 0.0 < first.beats[0] < 2.0
    assert first.intervals == pytest.approx(np.diff(first.beats, prepend=0.0), abs=1e-5)


def test_what_no_heart_can_have_is_passed_over(folder: Path) -> None:
    """Missing and impossible rates become gaps, impossible intervals are dropped and counted, missing rows are gaps."""
    table = folder / TABLE
    lines = table.read_text(encoding="utf-8").splitlines()
    lines[1] = lines[1].replace(lines[1].split(",")[1], "", 1)
    lines[2] = ",".join(["2", "400", *lines[2].split(",")[2:]])
    del lines[5]
    table.write_text("\n".join(lines), encoding="utf-8")
    beats = folder / "Raw_data/S02/IBI.csv"
    beats.write_text(beats.read_text(encoding="utf-8") + "2000.0,3.5\n", encoding="utf-8")
    first = read(folder)[0]
    assert np.isnan(first.rate[[0, 1, 4]]).all()
    assert np.isfinite(first.rate[[2, 3, 5]]).all()
    assert np.isnan(first.stress[4])
    assert (first.dropped, first.intervals.max() < 2.0) == (1, True)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("", "has no column 'Participant'"),
        ("Participant,HR,Time(sec)\n", "has no column 'Label'"),
        ("Participant,HR,respr,Time(sec),Label\n", "has no rows"),
        ("Participant,HR,respr,Time(sec),Label\n2,60,12,1,0\n2,sixty,12,2,0\n", "line 3: cannot be read"),
        ("Participant,HR,respr,Time(sec),Label\n2,60\n", "line 2: cannot be read"),
        ("Participant,HR,respr,Time(sec),Label\n2,60,12,2,0\n2,60,12,2,0\n", "are not in order"),
        ("Participant,HR,respr,Time(sec),Label\n2,60,12,,0\n", "are not in order"),
        ("Participant,HR,respr,Time(sec),Label\n2,60,12,0,0\n2,60,12,90000,0\n", "longer than a day"),
        ("Participant,HR,respr,Time(sec),Label\n2,60,12,0,2\n", "neither 0 (rest) nor 1 (stress)"),
    ],
)
def test_bad_table_gets_a_sentence(folder: Path, content: str, sentence: str) -> None:
    """What is wrong with the table is said, and nothing is guessed."""
    (folder / TABLE).write_text(content, encoding="utf-8")
    with pytest.raises(HeartError) as told:
        read(folder)
    assert sentence in str(told.value)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "is not a list of times and intervals"),
        (b"1600000000.0, IBI\n1.0\n", "is not a list of times and intervals"),
        (b"1600000000.0, IBI\n1.0,nan\n", "holds a number that is none"),
        (b"inf, IBI\n1.0,0.8\n", "holds a number that is none"),
        (b"\xff\xfe\x00", "is not text"),
    ],
)
def test_bad_intervals_get_a_sentence(folder: Path, content: bytes, sentence: str) -> None:
    """What is wrong with a person's intervals is said with the name of the file."""
    (folder / "Raw_data/S03/IBI.csv").write_bytes(content)
    with pytest.raises(HeartError, match=r"^Raw_data/S03/IBI\.csv ") as told:
        read(folder)
    assert sentence in str(told.value)


def test_missing_files_get_a_sentence(folder: Path) -> None:
    """A file that is not there, or is no file, is named."""
    intervals = folder / "Raw_data/S04/IBI.csv"
    intervals.unlink()
    with pytest.raises(HeartError, match=r"there is no Raw_data/S04/IBI\.csv in this folder"):
        read(folder)
    intervals.mkdir()
    with pytest.raises(HeartError, match=r"Raw_data/S04/IBI\.csv cannot be read: "):
        read(folder)
    with pytest.raises(HeartError, match="there is no Processed_data"):
        read(folder / "nowhere")


def test_windows_tell_rate_and_what_was_measured(folder: Path) -> None:
    """A window's rate comes from its beats, its label from most of its seconds, and a gap shows in what was covered."""
    for recording in read(folder):
        of = windows(recording)
        assert len(of.rate) == len(of.stress) == len(of.covered) == len(recording.stress) // 10
        known = np.isfinite(of.rate)
        assert of.rate[known] == pytest.approx(of.published[known], abs=3.0)
        assert of.covered.max() <= 60.0
    last = windows(read(folder)[-1])
    assert np.isnan(last.rate[:59]).all()
    assert last.covered[:59].max() == 0.0


def test_short_recording_has_no_windows(folder: Path) -> None:
    """Fewer than ten seconds are no window, and no mistake."""
    (folder / TABLE).write_text("Participant,HR,respr,Time(sec),Label\n2,60,12,1600000000,0\n", encoding="utf-8")
    of = windows(read(folder)[0])
    assert len(of.rate) == len(of.covered) == len(own_z(of.rate)) == len(held(of.rate)) == 0
    assert features(of.rate).shape == (0, 5)


@settings(max_examples=5)
@given(st.integers(1, 70), st.integers(0, 3))
def test_nothing_looks_ahead(cut: int, seed: int) -> None:
    """What is said up to a moment is the same whatever comes later, in rest, filter, last value and features."""
    rng = np.random.default_rng(seed)
    rate = rng.normal(70.0, 5.0, 80)
    rate[rng.random(80) < 0.2] = np.nan
    other = rate.copy()
    other[cut:] = rng.normal(120.0, 30.0, 80 - cut)
    one, two = own_z(rate), own_z(other)
    assert np.array_equal(one[:cut], two[:cut], equal_nan=True)
    for told in (held, features, lambda z: felt(z, Setting()).arousal):
        assert np.array_equal(told(one)[:cut], told(two)[:cut], equal_nan=True)


def test_silence_without_rest_or_beats() -> None:
    """Without fifteen windows of rest, or with under five seconds of beats in a minute, nothing is said."""
    stress, rate, covered = np.zeros(60), np.full(60, 60.0), np.full(60, 60.0)
    rate[LEAST - 1 : 55] = np.nan
    z = own_z(rate)
    few = Windows(2, stress, rate, rate, covered)
    assert not speaks(few, z).any()
    assert silences(few, z) == (60, 0)
    rate[LEAST - 1] = 61.0
    covered[57:] = 4.9
    z = own_z(rate)
    enough = Windows(2, stress, rate, rate, covered)
    assert np.flatnonzero(speaks(enough, z)).tolist() == [55, 56]
    assert silences(enough, z) == (55, 3)


def test_filter_follows_the_heart_and_survives_gaps() -> None:
    """Arousal and P(on edge) rise with the heart, return with it, and a gap is only time."""
    z = np.concatenate([np.zeros(20), np.full(20, 5.0), np.full(10, np.nan), np.zeros(20)])
    told = felt(z, Setting(0.3, 0.4, 0.6))
    assert len(told.arousal) == len(told.edge) == len(z)
    assert told.arousal[39] > told.arousal[19] + 3.0
    assert told.edge[39] > 0.7 > 0.4 > told.edge[-1]
    assert told.arousal[-1] < told.arousal[49] < told.arousal[39]


def test_nothing_observed_ranks_nothing() -> None:
    """Without a heartbeat all windows score the same."""
    told = felt(np.full(50, np.nan), Setting())
    assert len(set(told.arousal.tolist())) == len(set(told.edge.tolist())) == 1


@given(st.lists(st.tuples(st.booleans(), st.integers(0, 4)), min_size=1, max_size=30))
def test_area_is_the_share_of_pairs(pairs: list[tuple[bool, int]]) -> None:
    """The area equals counting all pairs, ties as a half; there is none without both kinds."""
    stress, score = np.array([float(y) for y, _ in pairs]), np.array([float(s) for _, s in pairs])
    up, down = score[stress == 1.0], score[stress == 0.0]
    if len(up) and len(down):
        share = np.mean(np.sign(up[:, None] - down[None]) / 2.0 + 0.5)
        assert auc(stress, score) == pytest.approx(share)
    else:
        assert np.isnan(auc(stress, score))


def test_areas_have_intervals_only_over_people() -> None:
    """Nobody has no area, one person no interval, one kind of window none either; many have one around the area."""
    rng = np.random.default_rng(0)
    people = [Scored(y := np.repeat([0.0, 1.0], 20), y + rng.normal(0.0, 1.0, 40)) for _ in range(8)]
    calm = Scored(np.zeros(5), np.arange(5.0))
    for area in (pooled, by_person):
        assert area([], 0) == area([calm], 0) == Area(None, None, None)
        assert area(people[:1], 0)[1:] == (None, None)
        told = area(people, 0)
        assert _known(told.low) < _known(told.area) < _known(told.high)
        assert told == area(people, 0)
    assert by_person([*people, calm], 0).area == by_person(people, 0).area


def test_last_value_is_held_for_a_minute() -> None:
    """A value lasts while it is fresh, and not longer."""
    told = held(np.array([np.nan, 3.0, *[np.nan] * 7]))
    assert np.array_equal(told, [np.nan, *[3.0] * 6, np.nan, np.nan], equal_nan=True)


def test_features_tell_the_last_thirty_seconds() -> None:
    """Mean, spread, slope, least and most of three windows, of what is known of them."""
    told = features(np.array([60.0, 66.0, np.nan, np.nan, np.nan]))
    assert told[1].tolist() == told[2].tolist() == [63.0, 3.0, 6.0, 60.0, 66.0]
    assert told[3].tolist() == [66.0, 0.0, 0.0, 66.0, 66.0]
    assert np.isnan(told[4]).all()


def test_logistic_regression_finds_the_weights() -> None:
    """On many invented windows it comes close to the law they were drawn from; unknown features count as the mean."""
    rng = np.random.default_rng(3)
    x = rng.normal(2.0, 3.0, (6000, 2))
    p = 1.0 / (1.0 + np.exp(-(0.5 + 1.2 * (x[:, 0] - 2.0) / 3.0)))
    learnt = logistic((rng.random(6000) < p).astype(np.float64), x)
    assert learnt[2] == pytest.approx([0.5, 1.2, 0.0], abs=0.12)
    assert said(np.full((1, 2), np.nan), learnt) == pytest.approx(learnt[2][:1])
    split = logistic(np.repeat([0.0, 1.0], 50), np.repeat([0.0, 1.0], 50)[:, None])
    assert np.isfinite(split[2]).all()


def test_others_rest_is_not_ones_own() -> None:
    """Without one's own rest the heart is told relative to everyone else's, and not at all if they have none."""
    slow, fast, none = (Windows(at, *np.full((4, 60), value)) for at, value in enumerate((60.0, 90.0, np.nan)))
    assert others_z(1, [slow, fast, none]).tolist() == [30.0] * 60
    assert np.isnan(others_z(0, [slow, none])).all()


def test_settings_are_chosen_by_the_others() -> None:
    """Whatever is best for one person alone is not what that person gets."""
    stress = [np.array([0.0, 1.0])] * 4
    where = [np.array([True, True])] * 4
    usual, odd = Setting(), Setting(0.3)
    right, wrong = np.array([0.0, 1.0]), np.array([1.0, 0.0])
    chosen, scores = _tuned(stress, where, {usual: [right] * 3 + [wrong], odd: [wrong] * 3 + [right]})
    assert chosen == [usual] * 4
    assert scores[3].tolist() == wrong.tolist()


def test_design_half_does_not_change() -> None:
    """The half is drawn from a fixed seed."""
    people = list(range(2, 36))
    assert design_half(people) == {2, 4, 5, 6, 8, 10, 12, 13, 20, 21, 22, 25, 27, 28, 30, 34, 35}


def test_stress_is_told_from_rest(report: Report) -> None:
    """On hearts that rise under stress, around very different rests, own rest is what makes people comparable."""
    lines = report.parts["everyone"]
    assert _known(lines["filter"].pooled.area) > 0.95 > _known(lines["filter_others_rest"].pooled.area)
    assert _known(report.ours_less["heart"].area) > 0.1
    assert lines["filter"].share == lines["logistic"].share < 1.0
    assert sum(report.chosen.values()) == len(report.people) == 6


def test_poor_data_is_passed_over(report: Report) -> None:
    """A person without rest is never spoken of, a gap is passed over, and what is passed over is the poor part."""
    gap, unrested = report.people[-2:]
    assert unrested.no_rest == unrested.labelled
    assert unrested.area is None
    assert gap.no_beats > 0
    silence = {name: _known(line.pooled.area) for name, line in report.silence.items()}
    assert silence["where_it_speaks"] > silence["where_it_is_silent"]
    assert report.silence["everywhere"].share == 1.0


def test_report_is_plain(report: Report) -> None:
    """A program gets plain values, and both halves of the people."""
    told = json.loads(json.dumps(report.as_json(), allow_nan=False))
    assert set(told["parts"]) == {"everyone", "design", "other"}
    assert {one["design"] for one in told["people"]} == {True, False}
    assert told["dropped_intervals"] == 0


def test_too_few_people_get_a_sentence(folder: Path) -> None:
    """With three people nothing can be tuned on the others."""
    with pytest.raises(HeartError, match="fewer than 4 people"):
        run(read(folder))


def _known(area: float | None) -> float:
    assert area is not None
    return area
