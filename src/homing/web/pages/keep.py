"""Keep: lock, take the diary out and in, the bin."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import replace

from starlette.responses import Response, StreamingResponse
from starlette.routing import Route

from homing.companion import exchange, moments
from homing.vault import Rows
from homing.web.visit import OwnVisit, go, owner
from homing.words import gettext as _

SHOWN_FAULTS = 50


def keep(visit: OwnVisit) -> Response:
    """The room called Keep."""
    return visit.page("keep/show.html", nav="keep", binned=_binned(visit), backup_trouble=visit.keeper.backup_trouble)


def export(visit: OwnVisit) -> Response:
    """The diary as a file. It is not encrypted any more: the page says so before."""
    day = visit.ambient.lived_now().day.isoformat()
    if visit.text("format") == "csv":
        body = exchange.export_csv(visit.desk).encode()
        return download(iter([body]), f"diary-{day}.csv", "text/csv; charset=utf-8")
    return download(exchange.export_jsonl(visit.desk), f"diary-{day}.jsonl", "application/jsonl; charset=utf-8")


def take_in(visit: OwnVisit) -> Response:
    """A diary file, whole or not at all."""
    upload = visit.upload("file")
    if upload is None or not upload.filename:
        return go("/keep")
    data = upload.file.read()
    skip_bad = bool(visit.text("skip_bad"))
    if upload.filename.lower().endswith(".csv"):
        result = exchange.import_csv(visit.desk, data, skip_bad=skip_bad)
    else:
        result = exchange.import_jsonl(visit.desk, io.BytesIO(data), skip_bad=skip_bad)
    faults = tuple(replace(fault, sentence=_(fault.sentence)) for fault in result.faults)
    told = replace(result, faults=faults)
    status = 422 if result.refused else 200
    return visit.page("keep/imported.html", status, nav="keep", result=told, most=SHOWN_FAULTS)


def bin_(visit: OwnVisit) -> Response:
    """What was removed and can be brought back."""
    return visit.page("keep/bin.html", nav="keep", removed=visit.desk.vault.read(Rows.removed))


def restore(visit: OwnVisit) -> Response:
    """Bring one back."""
    moments.restore(visit.desk, visit.record_id)
    return go("/keep/bin")


def forget(visit: OwnVisit) -> Response:
    """Forget one for good."""
    moments.forget(visit.desk, visit.record_id)
    return go("/keep/bin")


def _binned(visit: OwnVisit) -> int:
    return len(visit.desk.vault.read(Rows.removed))


def download(parts: Iterator[bytes], name: str, kind: str) -> Response:
    """A file to keep, under a name that says nothing but the day."""
    disposition = f'attachment; filename="{name}"'
    return StreamingResponse(parts, media_type=kind, headers={"Content-Disposition": disposition})


ROUTES = [
    Route("/keep", owner(keep)),
    Route("/keep/export", owner(export), methods=["POST"]),
    Route("/keep/import", owner(take_in), methods=["POST"]),
    Route("/keep/bin", owner(bin_)),
    Route("/keep/bin/{id:uuid}/restore", owner(restore), methods=["POST"]),
    Route("/keep/bin/{id:uuid}/forget", owner(forget), methods=["POST"]),
]
