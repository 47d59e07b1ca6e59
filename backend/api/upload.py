"""Uploaded tables over HTTP."""

from __future__ import annotations

from flask import Response

from backend.api.reply import answers, blueprint, reply, services
from backend.schemas.uploads import UploadFacts, UploadForm, UploadPath, UploadQuery

api = blueprint("upload", "Tables of your own")


@api.post("/api/upload", responses=answers(UploadFacts, 201))
def upload_table(form: UploadForm) -> Response:
    """Keep a table (CSV, also gzipped, Parquet or IPAC) and tell what is in it."""
    facts = services().uploads.receive(form.file.stream, form.file.filename or "")
    return reply(UploadFacts, facts, 201, {"Location": f"/api/upload/{facts['upload_id']}"})


@api.get("/api/upload/<upload_id>", responses=answers(UploadFacts))
def get_upload(path: UploadPath, query: UploadQuery) -> Response:
    """Show an uploaded table: columns, problems, first rows, possible targets, and what gives the answer away."""
    return reply(UploadFacts, services().uploads.get(path.upload_id, query.target, query.host))
