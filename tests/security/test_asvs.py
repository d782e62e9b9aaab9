"""The assessment by OWASP ASVS 5.0.0: complete at levels 1 and 2, and every test that it names is there."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

from homing.vault import Vault
from tests.security.test_threat_model import ROOT, is_there
from tests.unit.web.conftest import house as house
from tests.unit.web.support import PASSPHRASE, SMALLEST, House, sound

LEVELS = {
    1: "22 1111122223 112222222223 222 123", 2: "122 112 12223 23", 3: "3 113 12223 11222233 11122333 3 22333",
    4: "12233 23333 22 1222", 5: "2 112333 113 222", 6: "122 111111112222 11223333 112233 22222333 2223 33 2222",
    7: "222 1111 22 11222 223 22", 8: "1233 1123 133 23", 9: "111 1222",
    10: "22 223 22223 1111122222233333 22222 22 222", 11: "2233 22233 11233 1222 23 23 33", 12: "12233 11 22223",
    13: "2333 222223 2233 1222233", 14: "22 12223333 122", 15: "12233 12233 1222222 3333",
    16: "2 22222 2222 222 2223", 17: "23 22223333 22",
}  # fmt: skip
"""The levels of all items of version 5.0.0: for each chapter its sections, for each section one digit an item."""
ANSWERS = ("met", "met in part", "not met", "does not apply")
_ROW = re.compile(r"\| (V[^|]+?) \| ([^|]+) \| ([^|]+) \|")


def items(levels: str) -> set[str]:
    """The numbers of all items at these levels."""
    return {
        f"V{chapter}.{section}.{item}"
        for chapter, sections in LEVELS.items()
        for section, told in enumerate(sections.split(), 1)
        for item, level in enumerate(told, 1)
        if level in levels
    }


def rows() -> list[tuple[list[str], str]]:
    """The items of each line, and its answer."""
    found = []
    for line in (ROOT / "docs" / "asvs.md").read_text(encoding="utf-8").splitlines():
        row = _ROW.fullmatch(line)
        if row:
            found.append(([one for part in row[1].split(", ") for one in meant(part)], row[3]))
    return found


def meant(part: str) -> list[str]:
    """One item, or a whole chapter at levels 1 and 2."""
    return [one for one in sorted(items("12")) if one.startswith(part[:-1])] if part.endswith("*") else [part]


def test_the_levels_are_those_of_the_release() -> None:
    """Version 5.0.0 has 70 items at level 1, 183 at level 2 and 92 at level 3."""
    assert (len(items("1")), len(items("2")), len(items("3"))) == (70, 183, 92)


def test_every_item_is_assessed_once() -> None:
    """No item at level 1 or 2 is left out, none is there twice, and none is made up."""
    told = Counter(one for found, _ in rows() for one in found)
    assert {one: n for one, n in told.items() if n > 1} == {}
    assert set(told) == items("12")


def test_every_answer_is_one_of_four_and_says_why() -> None:
    """Met with a test or a page; in part, not at all, or not applying, with the reason."""
    for found, answer in rows():
        assert answer.startswith(ANSWERS), found
        assert len(answer) > len("does not apply") + 4, found


def test_every_test_that_is_named_is_there() -> None:
    """Neither a test nor a page of the documentation is named that does not exist."""
    for found, answer in rows():
        for name in re.findall(r"`([^`]+)`", answer):
            if "::" in name:
                assert is_there(name), (found, name)
            elif name.startswith(("docs/", "tests/", "benchmarks")):
                assert (ROOT / name).exists(), (found, name)


@pytest.mark.parametrize("words", ["x" * 8, "x" * 64, "a b c d e", "Ω" * 5000, "12345678", "';--<>&\\%s"])
def test_a_passphrase_may_be_long_and_of_anything(words: str, tmp_path: Path) -> None:
    """Eight characters or many thousands, of any kind: it makes a vault, and opens it (V6.2.5, V6.2.9)."""
    Vault.create(tmp_path / "v", words, urandom=bytes, cost=SMALLEST).close()
    Vault.open(tmp_path / "v", words).close()


def test_passphrases_are_masked_and_managers_are_welcome(house: House) -> None:
    """Every field for one is masked and says to a password manager what it is for (V6.2.6, V6.2.7)."""
    pages = [house.browser().look("/start/passphrase")]
    owner = house.create()
    pages += [owner.look(f"/keep/keys/{one}") for one in ("passphrase", "recovery")]
    house.keeper.lock()
    pages.append(house.browser().look("/"))
    for page in pages:
        fields = [one for one in page.elements if one.get("name") in ("passphrase", "again", "proof")]
        assert fields
        for field in fields:
            assert field.get("type") == "password"
            assert field.get("autocomplete") in ("current-password", "new-password")
            assert not field.get("onpaste")
            assert not field.get("maxlength")


def test_what_an_address_carries_is_no_field(house: House) -> None:
    """A form's fields come from its body alone: what stands in the address is not read (V15.3.7)."""
    owner = house.create()
    house.keeper.lock()
    answer = house.browser().submit(f"/unlock?passphrase={PASSPHRASE.replace(' ', '+')}", [("passphrase", "x")])
    sound(answer, 403)
    assert owner.get("/today").headers["location"] == "/"
