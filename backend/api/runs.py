"""``/api/runs``: a run's model to take home."""

from __future__ import annotations

from flask import Response
from pydantic import BaseModel, Field

from backend.api.printed import report_page
from backend.api.reply import Responses, blueprint, file_answer, services

api = blueprint("runs", "A run's model to take home")

ZIP = "application/zip"
FILE: Responses = {200: {"content": {ZIP: {"schema": {"type": "string", "format": "binary"}}}}}


class RunPath(BaseModel):
    """The run that is meant."""

    run_id: str = Field(min_length=1, max_length=64)


@api.get("/api/runs/<run_id>/bundle.zip", responses=FILE)
def download_bundle(path: RunPath) -> Response:
    """Download the model bundle: it predicts, verifies itself and trains again without this platform.

    Packed when it is first asked for, which takes some seconds; always the same bytes after. `X-Checksum-Sha256`
    names the sha256 of the file.
    """
    record, stream = services().bundles.open(path.run_id)
    headers = {
        "Content-Disposition": f"attachment; filename=bundle_{path.run_id[:8]}.zip",
        "Content-Length": str(record.size),
        "X-Checksum-Sha256": record.sha256,
    }
    return Response(stream, headers=headers, mimetype=ZIP, direct_passthrough=True)


@api.get("/api/runs/<run_id>/report.html", responses=file_answer("text/html"))
def print_report(path: RunPath) -> Response:
    """Show what came out of a run as one page to print: metrics, baselines, what it looks at, how to repeat it."""
    return report_page(services().results.report(services().bundles.run(path.run_id)))
