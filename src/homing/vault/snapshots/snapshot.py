"""What a snapshot holds: every record with every form it had, what was forgotten, and which device tells it.

Lines of JSON. The first says for which Homing it was written and by which device; the second lists the ids of what was
forgotten; each further one is a record: its id, and its forms, the present one last. Settings stay at home, and so do
forms that are kept beside a record until their owner has chosen.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID

from homing.vault import schema
from homing.vault.histories import Form, History
from homing.vault.rows import Rows
from homing.vault.snapshots.faults import SnapshotDamaged, SnapshotNewer


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A diary as one device knew it."""

    device: str
    gone: tuple[UUID, ...]
    histories: Mapping[UUID, History] = field(repr=False)

    @classmethod
    def of(cls, rows: Rows, device: str) -> Snapshot:
        """The diary as it is now."""
        return cls(device, tuple(sorted(rows.tombstones())), rows.histories())

    @classmethod
    def parse(cls, content: bytes) -> Snapshot:
        """What :meth:`to_bytes` wrote. Raises :class:`SnapshotNewer`, :class:`SnapshotDamaged`."""
        try:
            head, gone, *records = (json.loads(line) for line in content.split(b"\n"))
            if head["form"] > schema.REVISION:
                raise SnapshotNewer
            histories = {UUID(id_): tuple(Form(*form) for form in forms) for id_, forms in records if forms}
            return cls(str(head["device"]), tuple(UUID(one) for one in gone), histories)
        except (ValueError, KeyError, TypeError, AttributeError):
            raise SnapshotDamaged from None

    def to_bytes(self) -> bytes:
        """The content of a snapshot."""
        lines = [_line({"form": schema.REVISION, "device": self.device}), _line([str(one) for one in self.gone])]
        return b"\n".join(lines + [_line([str(id_), history]) for id_, history in self.histories.items()])


def digest_of(content: bytes) -> str:
    """The same for the content of the same diary, whichever device tells it."""
    _, told = content.split(b"\n", 1)
    return hashlib.sha256(told).hexdigest()


def _line(value: object) -> bytes:
    return json.dumps(value, separators=(",", ":")).encode("ascii")
