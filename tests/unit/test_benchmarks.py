"""What is on record of speed is told as it was measured; nothing here measures time."""

from __future__ import annotations

from importlib import import_module
from inspect import isgeneratorfunction
from pathlib import Path

import pytest
from benchmarks import page, pages, peers
from benchmarks.__main__ import SUITES
from benchmarks.measure import Figure, Row
from starlette.routing import Route

from homing.web import pages as web_pages

HOSTS = ("http://", "https://", "pypi", "index-url", "find-links")
LOCKS = sorted(peers.HERE.glob("*/requirements.lock"))


def test_the_page_says_what_was_measured() -> None:
    """The page of performance is what the results on record give, to the letter."""
    assert page.PAGE.read_text(encoding="utf-8") == page.page(page.load())


def test_every_suite_is_on_record() -> None:
    """Each suite tells how it compares, has rows, and was measured."""
    for name in SUITES:
        suite = import_module(f"benchmarks.{name}")
        assert suite.ABOUT
        assert isgeneratorfunction(suite.rows)
    assert set(page.load()["suites"]) == set(SUITES)


@pytest.mark.parametrize("lock", LOCKS, ids=[one.parent.name for one in LOCKS])
def test_a_peer_is_locked_without_a_host(lock: Path) -> None:
    """Each peer's lock has hashes and names no registry."""
    text = lock.read_text(encoding="utf-8")
    assert "--hash=sha256:" in text
    assert [host for host in HOSTS if host in text] == []


def test_every_page_is_measured() -> None:
    """Each address that shows a page is in the suite of pages, or said not to be."""
    routes = [one for one in web_pages.routes() if isinstance(one, Route) and "GET" in (one.methods or ())]
    measured = [*pages.PAGES.values(), *pages.OTHERS]
    left = {one.path for one in routes if not any(one.path_regex.match(path) for path in measured)}
    assert left == pages.ELSEWHERE


def test_a_ratio_below_one_is_faster() -> None:
    """Costs and rates alike: half the time and twice the rate are both 0.5."""
    cost = Row("a", "µs", Figure(1.0, 1.0, 1.0, 3), goal=2.0)
    rate = Row("b", "events/s", Figure(4.0, 4.0, 4.0, 3), goal=5.0)
    assert (cost.times_of(2.0), rate.times_of(2.0)) == (0.5, 0.5)
    assert (cost.met, rate.met, Row("c", "s", cost.ours).met) == (True, False, None)
    assert Row.read(rate.told()) == rate


def test_a_missing_peer_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A peer that cannot be installed says which and why, and nothing is compared without it."""
    (tmp_path / "lark").mkdir()
    (tmp_path / "lark" / "requirements.lock").write_text("no-such-file.whl\n", encoding="utf-8")
    monkeypatch.setattr(peers, "HERE", tmp_path)
    monkeypatch.setattr(peers, "ENVIRONMENTS", tmp_path / "environments")
    with pytest.raises(peers.PeerMissing, match=r"(?s)lark: .*no-such-file"):
        peers.ask("lark", {})
