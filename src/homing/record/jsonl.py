"""Diary files as JSON Lines: a header, then one record a line (``docs/spec/diary-v1.md``)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from uuid import UUID

from homing.record import diary, strict
from homing.record.fields import DiaryError, Path
from homing.record.nouns import Forgotten, Record
from homing.record.parsed import Fault, Parsed, Placed
from homing.record.parts import Json

VERSION = 1
"""The version of the format that is read and written here."""

_BOM = b"\xef\xbb\xbf"
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")
_HEADERLESS = 'A diary begins with a header, such as {"type":"diary","version":1}.'


def write_jsonl(records: Iterable[Record], tombstones: Iterable[Forgotten], made_by: str) -> Iterator[bytes]:
    """The lines of a diary file with their line ends: the header, the records, the tombstones, in the order given."""
    header = {"type": diary.HEADER, "version": VERSION, "made_by": made_by}
    yield f"{diary.encode(header)}\n".encode()
    for group in (records, tombstones):
        for record in group:
            yield f"{diary.to_text(record)}\n".encode()


def read_jsonl(lines: Iterable[bytes]) -> Parsed:
    """Everything in a diary file, and every fault in it; raises nothing for any content.

    ``lines`` are split at the line feed alone, as a file opened in binary mode gives them. Reading stops early only
    where nothing after it could be understood: UTF-16, or a version that this Homing does not know.
    """
    reading = _Reading()
    for number, line in enumerate(lines, 1):
        reading.take(number, line.rstrip(b"\r\n"))
        if reading.stopped:
            break
    return reading.result()


class _Reading:
    """The state of one reading: what was found so far, and in which line each id stood."""

    def __init__(self) -> None:
        self.stopped = False
        self._begun = False
        self._made_by = ""
        self._records: list[Placed] = []
        self._tombstones: list[Forgotten] = []
        self._faults: list[Fault] = []
        self._seen: dict[UUID, tuple[int, Record | Forgotten]] = {}

    def result(self) -> Parsed:
        if not self._begun:
            self._faults.append(Fault(1, 1, f"This file is empty. {_HEADERLESS}", b""))
        return Parsed(tuple(self._records), tuple(self._tombstones), tuple(self._faults), self._made_by)

    def take(self, number: int, raw: bytes) -> None:
        """One line, without its line end."""
        if number == 1 and raw.startswith(_UTF_16):
            self._begun = self.stopped = True
            self._fault(number, raw, 1, "This file is written in UTF-16; save it as UTF-8.")
            return
        raw = raw.removeprefix(_BOM) if number == 1 else raw
        if not raw.strip():
            return
        is_first, self._begun = not self._begun, True
        try:
            text = raw.decode()
            obj = strict.load(text)
        except UnicodeDecodeError as error:
            self._fault(number, raw, len(raw[: error.start].decode()) + 1, "This line is not UTF-8 text.")
        except strict.StrictError as error:
            for column, sentence in error.spots:
                self._fault(number, raw, column, sentence)
        else:
            if is_first and obj.get("type") == diary.HEADER:
                self._read_header(number, raw, text, obj)
                return
            if is_first:
                self._fault(number, raw, 1, _HEADERLESS)
            self._read_record(number, raw, text, obj)

    def _read_header(self, number: int, raw: bytes, text: str, header: Mapping[str, Json]) -> None:
        version, made_by = header.get("version"), header.get("made_by", "")
        if type(version) is not int or version < 1:
            self._at(number, raw, text, ("version",), f"The header names the version of the format, now {VERSION}.")
        elif version > VERSION:
            self.stopped = True
            sentence = (
                f"This diary is in version {version} of the format; this Homing reads {VERSION}. A newer one can."
            )
            self._at(number, raw, text, ("version",), sentence)
        if type(made_by) is not str:
            self._at(number, raw, text, ("made_by",), "This must be text in quotes.")
            made_by = ""
        self._made_by = made_by

    def _read_record(self, number: int, raw: bytes, text: str, obj: Mapping[str, Json]) -> None:
        try:
            record = diary.from_json(obj)
        except DiaryError as error:
            columns = strict.columns(text, [fault.path for fault in error.faults])
            for column, fault in zip(columns, error.faults, strict=True):
                self._fault(number, raw, column, fault.sentence)
            return
        line, before = self._seen.setdefault(record.id, (number, record))
        if before is not record:
            self._again(number, raw, text, line, is_same=before == record)
        elif isinstance(record, Forgotten):
            self._tombstones.append(record)
        else:
            self._records.append(Placed(number, record, raw))

    def _again(self, number: int, raw: bytes, text: str, line: int, *, is_same: bool) -> None:
        if not is_same:
            self._at(number, raw, text, ("id",), f"The record in line {line} has the same id and other content.")

    def _at(self, number: int, raw: bytes, text: str, path: Path, sentence: str) -> None:
        self._fault(number, raw, strict.columns(text, [path])[0], sentence)

    def _fault(self, number: int, raw: bytes, column: int, sentence: str) -> None:
        self._faults.append(Fault(number, column, sentence, raw))
