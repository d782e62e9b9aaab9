"""Every piece of the library is short, has its sources, says what is contested, and neither diagnoses nor promises."""

from __future__ import annotations

import re

import pytest

from homing.words.understanding import PIECES, SHELVES, Piece, sources
from homing.words.understanding.piece import Source

pytestmark = pytest.mark.system("S27")

EACH = pytest.mark.parametrize("piece", PIECES.values(), ids=list(PIECES))
DIAGNOSES = re.compile(
    r"\b(?:disorder|diagnos\w*|patients?|symptoms?|patholog\w*|dysfunction\w*|toxic|narciss\w*|borderline|codependen\w*|"
    r"PTSD|avoidant|anxious(?:ly)?|insecure|securely|attachment|trauma\w*|victims?|abusers?)\b",
    re.IGNORECASE,
)
"""Words that make a case, or a type, of someone."""

PROMISES = re.compile(
    r"\b(?:will (?:heal|help|change|fade|go away|feel|be(?:come)? (?:calm\w*|safe\w*|better))|cures?|cured|proven|"
    r"guarantee\w*|rewires?|resets?|always works|never fails|soon be|you must|you should|you need to|"
    r"just (?:relax|breathe))\b",
    re.IGNORECASE,
)
"""Words that promise, or order about."""


def words(piece: Piece) -> str:
    """All that is said in a piece, its sources left out."""
    return " ".join((piece.title, piece.brief, *piece.paragraphs, piece.contested))


@EACH
def test_each_piece_is_short(piece: Piece) -> None:
    """It has 120 to 250 words, in short sentences, and an address of plain letters."""
    body = " ".join((*piece.paragraphs, piece.contested))
    assert 120 <= len(body.split()) <= 250
    sentences = [one for one in re.split(r"[.?:;]\s", body) if one.strip()]
    assert len(body.split()) / len(sentences) < 16
    assert max(len(one.split()) for one in sentences) <= 36
    assert re.fullmatch(r"[a-z]+(?:-[a-z]+)*", piece.slug)


@EACH
def test_each_piece_has_sources_and_says_what_is_contested(piece: Piece) -> None:
    """One source at least, none twice, each with a year or a number; and what is not known, in whole sentences."""
    assert piece.sources
    assert len(set(piece.sources)) == len(piece.sources)
    assert all(re.search(r"\b(?:19|20)\d\d\b|PMC\d+", source.text) for source in piece.sources)
    assert len(piece.contested.split()) >= 20
    assert piece.contested.endswith(".")


@pytest.mark.care("C7")
@pytest.mark.care("C8")
@EACH
def test_no_piece_diagnoses_or_promises(piece: Piece) -> None:
    """No word makes a case of anyone, sorts anyone into types, promises an effect, or orders anyone about."""
    assert DIAGNOSES.findall(words(piece)) == []
    assert PROMISES.findall(words(piece)) == []
    assert "!" not in words(piece)


@pytest.mark.care("C7")
def test_what_is_disputed_is_named() -> None:
    """The dispute over felt states, the window that did not hold up, and the numbers without a study are said."""
    assert "cannot settle it" in PIECES["felt-states"].contested
    assert "did not hold up" in PIECES["what-comes-back"].contested
    assert "no study behind them" in PIECES["flooded"].contested
    assert "placeholder" in PIECES["early-relationships"].contested


@pytest.mark.care("C2")
@pytest.mark.care("C5")
@pytest.mark.parametrize("slug", ["when-the-alarm-rings", "boundaries", "small-steps", "the-cycle", "what-comes-back"])
def test_present_safety_comes_first(slug: str) -> None:
    """Where a piece could talk someone out of a right alarm, it says that danger now comes first."""
    assert re.search(r"safe comes before|frightens you|afraid of the other|safe now always", words(PIECES[slug]))


def test_every_source_is_used_and_every_piece_stands_on_a_shelf() -> None:
    """Nothing is listed that no piece rests on."""
    known = {one for one in vars(sources).values() if isinstance(one, Source)}
    assert {source for piece in PIECES.values() for source in piece.sources} == known
    assert [piece for _, shelf in SHELVES for piece in shelf] == list(PIECES.values())
    assert 12 <= len(PIECES) <= 20
