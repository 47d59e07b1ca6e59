"""Refreshes of catalogues over HTTP, and what they changed."""

from __future__ import annotations

from flask import Response

from backend.api.reply import answers, blueprint, reply, services
from backend.schemas.datasets import DatasetPath
from backend.schemas.refreshes import Diff, DiffQuery, RefreshFacts, RefreshPath, RefreshRequest

api = blueprint("refreshes", "Fetch a catalogue's newest table from the archive, and see what changed")


@api.post("/api/datasets/<name>/refresh", responses=answers(RefreshFacts, 202))
def start_refresh(path: DatasetPath, body: RefreshRequest) -> Response:
    """Fetch a catalogue's newest table from a configured mirror, else from the NASA Exoplanet Archive.

    Answers 202 at once, with the id to follow; while a refresh of the catalogue is under way, that one is answered
    again. The table becomes a snapshot beside those that are held; a damaged or truncated answer changes nothing.
    """
    facts = services().refreshes.start(path.name, body.table)
    return reply(RefreshFacts, facts, 202, {"Location": f"/api/refreshes/{facts['refresh_id']}"})


@api.get("/api/refreshes/<refresh_id>", responses=answers(RefreshFacts))
def show_refresh(path: RefreshPath) -> Response:
    """Show how far a refresh is, and once it is done which snapshot came out and whether anything is new in it."""
    return reply(RefreshFacts, services().refreshes.status(path.refresh_id))


@api.post("/api/refreshes/<refresh_id>/cancel", responses=answers(RefreshFacts, 202))
def cancel_refresh(path: RefreshPath) -> Response:
    """Cancel a refresh; what is held stays as it is."""
    return reply(RefreshFacts, services().refreshes.cancel(path.refresh_id), 202)


@api.get("/api/datasets/<name>/diff", responses=answers(Diff))
def diff_snapshots(path: DatasetPath, query: DiffQuery) -> Response:
    """Compare two snapshots: new objects, gone ones, changed verdicts, and how many went from which to which."""
    page = services().diffs.page(path.name, query.older, query.newer, query.change, query.page, query.per_page)
    return reply(Diff, page)
