"""Dossiers of objects over HTTP."""

from __future__ import annotations

from flask import Response

from backend.api.reply import answers, blueprint, reply, services
from backend.schemas.dossiers import ObjectDossier, ObjectPath, SnapshotQuery

api = blueprint("dossiers", "What follows from the numbers of one object")


@api.get("/api/datasets/<name>/objects/<object>/dossier", responses=answers(ObjectDossier))
def show_dossier(path: ObjectPath, query: SnapshotQuery) -> Response:
    """Show an object's physics checks, transit curve, orbit, follow-up value, habitability, neighbours and links."""
    return reply(ObjectDossier, services().dossiers.of(path.name, path.object, query.snapshot))
