"""The template for translators is in step with what the sources say."""

from __future__ import annotations

from configparser import ConfigParser
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from homing.words import DOMAIN, LOCALES

ROOT = Path(__file__).parents[3]
SOURCES = ROOT / "src" / "homing"


def told() -> set[str | tuple[str, ...]]:
    """Every message in the sources, extracted as `make messages` does it."""
    mapping = ConfigParser()
    mapping.read(ROOT / "babel.cfg")
    kinds = [(section.partition(": "), dict(mapping[section])) for section in mapping.sections()]
    methods = [(pattern, method) for (method, _, pattern), _ in kinds]
    options = {pattern: told for (_, _, pattern), told in kinds}
    return {message for _, _, message, _, _ in extract_from_dir(SOURCES, methods, options)}


def written() -> Catalog:
    """The template as it is committed."""
    with (LOCALES / f"{DOMAIN}.pot").open("rb") as template:
        return read_po(template)


def test_the_template_is_in_step_with_the_sources() -> None:
    """Every message of the sources is in the template and no other; if not, run `make messages`."""
    assert {message.id for message in written() if message.id} == told()


def test_the_template_names_no_place_of_this_machine() -> None:
    """It holds messages alone: no path, no line number, so that it changes only when words change."""
    assert not any(message.locations for message in written())
    assert str(ROOT) not in (LOCALES / f"{DOMAIN}.pot").read_text()


def test_messages_of_pages_and_of_sentences_are_there() -> None:
    """The template holds words from Python, from pages, and plural forms."""
    catalogue = written()
    for message in ("settled", "Are you safe now?", "Too few to say more. People often write when it is hard."):
        assert message in catalogue
    assert ("{k} of these {n} has no ending yet.", "{k} of these {n} have no ending yet.") in {
        message.id for message in catalogue
    }
