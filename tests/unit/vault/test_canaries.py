"""A locked vault yields nothing but file size and times; an open one nothing more in its files."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from uuid import UUID

import pytest
from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.ciphers.modes import CBC

from homing.record import CheckIn, Cue, CueSeen, FeltState, Moment, Person, Record, Unknown
from homing.vault import Checkpoint, Vault
from homing.vault.facts import encode
from homing.vault.keys import DataKey, KeyHeader
from tests.unit.vault.support import CHEAP, NOON, moment, put, urandom, write_each

PASSPHRASE = "moonflower under glass"


def canaries() -> Iterator[str]:
    """A word of its own for every text field, with letters beyond ASCII in half of them."""
    number = 0
    while True:
        number += 1
        yield f"kanárek-čmelák-{number:03d}-žluťoučký" if number % 2 else f"canary-plain-{number:03d}-feather"


def records(word: Iterator[str]) -> list[Record]:
    """One record of each type, a canary in every text field, in every label and in what is not known here."""
    person = Person(id=UUID(int=1), label=next(word), note=next(word), extra={next(word): next(word)})
    cue = Cue(id=UUID(int=2), label=next(word), note=next(word), extra={next(word): [next(word)]})
    one = moment(3, people=(person.id,), cues=(CueSeen(cue=cue.id),))
    texts = {name: next(word) for name in ("note", "head", "body", "expected_words")}
    full: Moment = replace(one, **texts, extra={next(word): {next(word): next(word)}})  # type: ignore[arg-type]
    check = CheckIn(id=UUID(int=4), when=one.when, state=FeltState.MIXED, note=next(word), extra={"x": next(word)})
    return [person, cue, full, check, Unknown(id=UUID(int=5), type="lantern", body={next(word): next(word)})]


def forms(word: str) -> Iterator[bytes]:
    """How a word may stand in a file: UTF-8, both UTF-16, JSON escapes, folded; the first letters of it suffice."""
    for text in {word, word.casefold(), word.upper()}:
        for encoding in ("utf-8", "utf-16-le", "utf-16-be"):
            yield text.encode(encoding)
    yield word.encode("ascii", "backslashreplace")


def leaks(home: Path, words: list[str]) -> list[tuple[str, str]]:
    """Each file under the folder, whatever its name, in which one of the words stands."""
    files = [path for path in home.rglob("*") if path.is_file()]
    assert files
    return [
        (path.name, word)
        for path in files
        for raw in [path.read_bytes()]
        for word in words
        if any(form in raw or form.replace(b"-", b"") in raw for form in forms(word))
    ]


@pytest.mark.claim("P2")
@pytest.mark.care("C23")
def test_no_text_and_no_passphrase_is_in_any_file(home: Path) -> None:
    """Canaries from every field, old revisions, the bin and what was forgotten are in no file, open or closed."""
    word = canaries()
    given = records(word)
    words = [*_words(given), PASSPHRASE, "moonflower"]
    vault = Vault.create(home, PASSPHRASE, urandom=urandom(), cost=CHEAP)
    put(vault, *given)
    (one,) = (record for record in given if isinstance(record, Moment))
    changed = replace(one, note=next(word))
    words.append(changed.note)
    put(vault, changed)
    write_each(
        vault,
        lambda rows: rows.set_setting(words[0], words[1]),
        lambda rows: rows.remove(UUID(int=1), NOON),
        lambda rows: rows.put_checkpoint(Checkpoint("v", (0, ""), words[0].encode())),
    )
    assert (home / "vault.db-wal").stat().st_size > 0
    assert leaks(home, words) == []
    vault.write(lambda rows: rows.forget([UUID(int=2)]))
    assert leaks(home, words) == []
    vault.close()
    assert leaks(home, words) == []
    again = Vault.open(home, PASSPHRASE)
    assert again.read(lambda rows: rows.moments(text=changed.note.upper())) == [changed]
    again.close()


def test_the_search_for_leaks_finds_one(home: Path) -> None:
    """The same search does find a word that is written into a file in the clear, in each encoding."""
    home.mkdir()
    for encoding in ("utf-8", "utf-16-le", "utf-16-be"):
        (home / "vault.db-wal").write_bytes(b"\x00\x01" + "kanárek-žluť".encode(encoding))
        assert leaks(home, ["kanárek-žluť"]) == [("vault.db-wal", "kanárek-žluť")]


@pytest.mark.care("C25")
def test_what_was_forgotten_is_gone_from_every_page(home: Path) -> None:
    """After forgetting, the decrypted pages of file and journal no longer hold the text, not even as free space."""
    vault = Vault.create(home, PASSPHRASE, urandom=urandom(), cost=CHEAP)
    put(vault, *(moment(number, number, note=f"filler {number} " * 40) for number in range(10, 60)))
    put(vault, moment(1, note="featherlight-canary " * 20))
    put(vault, moment(1, note="another-canary " * 300))
    vault.write(lambda rows: rows.remove(UUID(int=1), NOON))
    vault.write(lambda rows: rows.forget([UUID(int=1)]))
    assert (home / "vault.db-wal").stat().st_size == 0
    pages = plain_pages(home / "vault.db", KeyHeader.parse((home / "vault.key").read_bytes()).unlock(PASSPHRASE))
    assert b"filler 12" in pages
    assert b"canary" not in pages
    vault.close()


def plain_pages(database: Path, key: DataKey) -> bytes:
    """Every page, free ones too, decrypted without SQLCipher: AES-256-CBC, the IV 80 bytes before the page's end."""
    raw, out = database.read_bytes(), b""
    for at in range(0, len(raw), 4096):
        cipher = Cipher(AES(bytes(key._secret)), CBC(raw[at + 4016 : at + 4032])).decryptor()
        out += cipher.update(raw[at + (16 if at == 0 else 0) : at + 4016]) + cipher.finalize()
    return out


def _words(given: list[Record]) -> list[str]:
    text = "".join(encode(record) for record in given)
    return [part for part in text.split('"') if part.startswith(("kan", "can"))]
