"""Which language is spoken, whatever a browser asks for."""

from __future__ import annotations

import gettext as _gettext
from contextvars import copy_context
from io import BytesIO
from pathlib import Path

import pytest

from homing.record import FeltState
from homing.words import gettext, label, language, locale, ngettext, speaking
from tests.unit.words.support import catalogue


@pytest.fixture
def german(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder of catalogues in which there is German."""
    folder = tmp_path / "de" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / "homing.mo").write_bytes(catalogue("de", {"settled": "ruhig"}))
    monkeypatch.setattr(language, "LOCALES", tmp_path)
    monkeypatch.setattr(_gettext, "_translations", {})


@pytest.mark.parametrize(
    "tags",
    [
        "",
        ",",
        ";",
        "*",
        "xx",
        "tlh",
        "de",
        "en;q=0",
        "en;q=nonsense",
        "q=1;en",
        "../../../../etc/passwd",
        "..",
        "en/../de",
        "\x00",
        "de\x00",
        "ü",
        "𝐝𝐞",
        "e" * 10_000,
        "en-" + "-".join(["abcdefgh"] * 50),
        ",".join(["de"] * 5000),
        "1",
        "zh-Hant-TW-x-private",
        "\r\nSet-Cookie: a=b",
    ],
)
def test_odd_headers_are_heard_as_english(tags: str) -> None:
    """What is no language that we have is passed over, without a fault and without reaching a file."""
    with speaking(tags):
        assert locale().language == "en"
        assert gettext("settled") == "settled"


@pytest.mark.parametrize(
    ("tags", "region"),
    [
        ("en-US,en;q=0.9", "US"),
        ("de, en-AU;q=0.1", "AU"),
        ("en-GB;q=0.2,en-NZ;q=0.9", "NZ"),
        ("en_IE", "IE"),
        ("en", None),
    ],
)
def test_the_region_of_english_is_kept(tags: str, region: str | None) -> None:
    """Dates are written as in the English-speaking region that is wanted most."""
    with speaking(tags):
        assert (locale().language, locale().territory) == ("en", region)


@pytest.mark.usefixtures("german")
@pytest.mark.parametrize(
    ("tags", "told"),
    [
        ("de", "ruhig"),
        ("de-AT", "ruhig"),
        ("DE_ch;q=0.5", "ruhig"),
        ("fr, de;q=0.5, en;q=0.1", "ruhig"),
        ("de;q=0.1, en;q=0.9", "settled"),
        ("en, de", "settled"),
        ("de;q=0, en", "settled"),
        ("de ; q=0.8 , en ; q=0.3", "ruhig"),
    ],
)
def test_the_language_wanted_most_is_spoken(tags: str, told: str) -> None:
    """Weights decide, then the order; a region falls back on its language; zero means never."""
    with speaking(tags):
        assert gettext("settled") == told
        assert locale().language == ("de" if told == "ruhig" else "en")


@pytest.mark.usefixtures("german")
def test_languages_do_not_leak() -> None:
    """A language ends with its request, and another context never hears it."""
    elsewhere = copy_context()
    with speaking("de"):
        with speaking("en"):
            assert gettext("settled") == "settled"
        assert gettext("settled") == "ruhig"
        assert elsewhere.run(gettext, "settled") == "settled"
    assert gettext("settled") == "settled"


@pytest.mark.usefixtures("german")
def test_what_is_not_translated_is_said_in_english() -> None:
    """A gap in a catalogue is filled with the English words."""
    with speaking("de"):
        assert gettext("numb, heavy") == "numb, heavy"


def test_english_has_two_forms() -> None:
    """One is one; none and two are many."""
    assert [ngettext("one", "many", n) for n in (0, 1, 2)] == ["many", "one", "many"]


def test_translations_can_be_given() -> None:
    """A caller may bring its own catalogue, and its plural rules hold."""
    polish = _gettext.GNUTranslations(BytesIO(catalogue("pl", {("one", "many"): ("raz", "dwa", "pięć")})))
    with speaking("pl", polish):
        assert [ngettext("one", "many", n) for n in (1, 2, 5, 22)] == ["raz", "dwa", "pięć", "dwa"]
        assert label(FeltState.SETTLED) == "settled"
